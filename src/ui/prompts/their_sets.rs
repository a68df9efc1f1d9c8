//! One quiet line of what another device had changed in the prompt sets too, and a way to have both.
//!
//! Must not know how that was found.

use egui::Ui;

use crate::domain::prompts::prompt_set::PromptSet;
use crate::ui::kit::widgets::{button, quiet};
use crate::ui::{Action, text};

/// What is said of another device's sets, until it was answered.
#[derive(Debug, Default)]
pub struct TheirSetsPanel {
    added: Vec<String>,
    changed: Vec<PromptSet>,
}

impl TheirSetsPanel {
    /// Another device had these sets alone, which were added, and these otherwise.
    pub fn put(&mut self, added: Vec<String>, changed: Vec<PromptSet>) {
        self.added.extend(added);
        for set in changed {
            self.changed.retain(|known| known.id != set.id);
            self.changed.push(set);
        }
    }

    /// The sets that another device has otherwise; nothing is said of them any more.
    pub fn take(&mut self) -> Vec<PromptSet> {
        self.added.clear();
        std::mem::take(&mut self.changed)
    }

    /// Draws the line, while there is something to say.
    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Option<Action> {
        if self.added.is_empty() && self.changed.is_empty() {
            return None;
        }
        let mut action = None;
        quiet(ui, self.words());
        ui.horizontal(|ui| {
            if !self.changed.is_empty() && button(ui, text::prompts::theirs_copy()).clicked() {
                action = Some(Action::CopyTheirSets);
            }
            if button(ui, text::prompts::theirs_ok()).clicked() {
                self.take();
            }
        });
        action
    }

    fn words(&self) -> String {
        let added = listed(self.added.iter().map(String::as_str)).map(|names| text::prompts::theirs_added(&names));
        let changed = listed(self.changed.iter().map(|set| set.name.as_str()));
        let changed = changed.map(|names| text::prompts::theirs_changed(&names));
        match (added, changed) {
            (Some(added), Some(changed)) => text::prompts::theirs_both(&added, &changed),
            (added, changed) => added.or(changed).unwrap_or_default(),
        }
    }
}

/// Names in quotes, one after the other; nothing if there is none.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    names.map(text::prompts::theirs_name).reduce(|names, name| text::prompts::theirs_listed(&name, &names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn evening() -> PromptSet {
        PromptSet::of(&integration_session(), crate::domain::id::PromptSetId::try_from("evening").unwrap(), "Evening")
    }

    fn shown(added: &[&str], changed: Vec<PromptSet>) -> WindowOfOne<'static, (TheirSetsPanel, Option<Action>)> {
        let mut theirs = TheirSetsPanel::default();
        theirs.put(added.iter().map(|name| (*name).to_owned()).collect(), changed);
        WindowOfOne::of((theirs, None), |ui, (theirs, asked)| *asked = theirs.ui(ui).or(asked.take()))
    }

    #[test]
    fn what_was_only_added_is_read_and_gone() {
        let mut window = shown(&["Morning"], Vec::new());
        assert!(!window.hears("Add theirs as a copy"));
        window.clicks("OK");
        assert!(!window.hears("OK"));
    }

    #[test]
    fn what_both_changed_can_be_had_twice() {
        let mut window = shown(&[], vec![evening()]);
        window.clicks("Add theirs as a copy");
        assert_eq!(window.view().1, Some(Action::CopyTheirSets));
    }
}
