//! One quiet line of what another device had changed in the prompt sets too, and a way to have both.
//!
//! Must not know how that was found.

use egui::Ui;

use crate::domain::prompts::prompt_set::PromptSet;
use crate::ui::Action;
use crate::ui::kit::widgets::{button, quiet};

/// What is said of another device's sets, until it was answered.
#[derive(Debug, Default)]
pub struct TheirSets {
    added: Vec<String>,
    changed: Vec<PromptSet>,
}

impl TheirSets {
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
            if !self.changed.is_empty() && button(ui, "Add theirs as a copy").clicked() {
                action = Some(Action::CopyTheirSets);
            }
            if button(ui, "OK").clicked() {
                self.take();
            }
        });
        action
    }

    fn words(&self) -> String {
        let quoted = |names: Vec<&str>| names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        let mut said = Vec::new();
        if !self.added.is_empty() {
            let names = quoted(self.added.iter().map(String::as_str).collect());
            said.push(format!("Added from another device: {names}."));
        }
        if !self.changed.is_empty() {
            let names = quoted(self.changed.iter().map(|set| set.name.as_str()).collect());
            said.push(format!(
                "Another device changed {names} too. This device’s version stays; theirs is kept in the notes folder."
            ));
        }
        said.join(" ")
    }
}
