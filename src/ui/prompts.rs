//! The Prompts screen: the therapist's own order and words.

pub(crate) mod last_change;
pub(crate) mod list_keys;
pub(crate) mod prompt_editor;
pub(crate) mod prompt_list;
pub(crate) mod prompt_rows;
pub mod prompts_screen;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod set_editor;
pub mod set_files;
pub(crate) mod their_sets;
pub(crate) mod upstream_change;

use crate::domain::prompts::guideline::Guideline;
use crate::domain::prompts::prompt_library::Changes;
use crate::domain::prompts::prompt_set::PromptSet;
use crate::ui::shell::command::Command;
use crate::ui::text;

/// What the Prompts screen shows.
pub struct Prompts<'a> {
    /// The guideline that is arranged, as it is now; none if it is no longer known.
    pub guideline: Option<&'a Guideline>,
    /// The set that is shown.
    pub set: &'a PromptSet,
    /// The sets that can be chosen.
    pub sets: Vec<&'a PromptSet>,
    /// Whether the set may be changed.
    pub changes: Changes,
    /// A number that is raised by every change of any set.
    pub revision: u64,
}

/// What is said of a set that may be changed, or why it may not.
pub(crate) fn hint(changes: Changes, ctx: &egui::Context) -> String {
    let hint = match changes {
        Changes::Allowed => {
            let [up, down] = [Command::MoveUp, Command::MoveDown].map(|command| command.key_text(ctx));
            return text::prompts::hint(&down, &up);
        }
        Changes::NotInTheGuideline => text::prompts::hint_guideline(),
        Changes::NotBeforeReading => text::prompts::hint_before_reading(),
    };
    hint.to_owned()
}
