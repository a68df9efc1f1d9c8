//! What was just deleted or imported, and the way back, until something else changes.

use egui::Ui;

use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{quiet, text_button};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// What is said of the last change, if nothing has changed since.
#[derive(Debug, Default)]
pub(crate) struct LastChange {
    said: Option<String>,
    /// The revision of the sets before.
    since: u64,
}

impl LastChange {
    /// This is to be said of what is being changed; `revision` is that of the sets before.
    pub(crate) fn say(&mut self, said: String, revision: u64) {
        *self = Self { said: Some(said), since: revision };
    }

    /// Nothing is said any more.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether there is something to say; `revision` is that of the sets now.
    pub(crate) fn is_said(&mut self, revision: u64) -> bool {
        // The change itself raises it by one.
        if revision > self.since + 1 {
            self.forget();
        }
        self.said.is_some()
    }

    /// Draws what there is to say.
    pub(crate) fn ui(&self, ui: &mut Ui) -> Option<Action> {
        let said = self.said.as_ref()?;
        let row = ui.horizontal_wrapped(|ui| {
            let response = quiet(ui, said.as_str());
            said_aloud(ui, &response);
            let color = palette(ui).accent;
            text_button(ui, text::prompts::undo_last_change(), regular(size::QUIET), color).clicked()
        });
        row.inner.then_some(Action::Run(Command::Undo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn it_is_said_until_something_else_changes_and_leads_back() {
        let mut change = LastChange::default();
        change.say(text::prompts::deleted("Breathe"), 7);
        let mut window = WindowOfOne::of((change, 7, None), |ui, (change, revision, asked)| {
            if change.is_said(*revision) {
                *asked = change.ui(ui).or(asked.take());
            }
        });
        assert!(window.hears("Deleted: Breathe."));
        window.view_mut().1 = 8;
        window.clicks("Undo");
        assert_eq!(window.view().2, Some(Action::Run(Command::Undo)));
        window.view_mut().1 = 9;
        assert!(!window.presses(egui::Key::F20).hears("Deleted: Breathe."));
    }
}
