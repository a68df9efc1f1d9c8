//! When the notes are locked and veiled, and whether what was copied is taken off the clipboard again.

use egui::{Ui, accesskit::Role};

use super::say;
use crate::domain::settings::{MAX_MINUTES, Settings};
use crate::ui::kit::choices::{choice, yes_or_no};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::semantics::part;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{answer, bold, field};
use crate::ui::{Action, text};

/// What is typed for the minutes; nothing while it is as the settings have it.
#[derive(Debug, Default)]
pub(crate) struct LockSettings {
    minutes: Option<String>,
    /// What the settings had before one typed.
    before: Option<u32>,
}

impl LockSettings {
    pub(crate) fn ui(&mut self, ui: &mut Ui, settings: &Settings, is_sealed: bool) -> Option<Action> {
        let mut changed = settings.clone();
        if is_sealed {
            self.minutes_ui(ui, settings, &mut changed);
        }
        let question = text::sealing::hides_on_leaving();
        if let Some(veils) = yes_or_no(ui, question, settings.veils_on_leaving) {
            changed.veils_on_leaving = veils;
        }
        let question = text::sealing::clears_clipboard();
        if let Some(clears) = yes_or_no(ui, question, settings.clears_clipboard(is_sealed)) {
            changed.clear_clipboard = Some(clears);
        }
        (changed != *settings).then(|| Action::SetSettings(Box::new(changed)))
    }

    fn minutes_ui(&mut self, ui: &mut Ui, settings: &Settings, changed: &mut Settings) {
        let minutes = settings.locks_after();
        let color = palette(ui).text;
        let mut is_refused = false;
        ui.horizontal_wrapped(|ui| {
            part(ui, Role::RadioGroup, text::spoken::lock_after());
            ui.label(bold(text::sealing::lock_after(), size::QUIET, color));
            let known = minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
            let mut typed = self.minutes.take().unwrap_or(known);
            let response = field(ui, text::sealing::minutes(), TextField::LockMinutes, &mut typed, 64.0);
            if response.gained_focus() {
                self.before = settings.lock_after_minutes;
            }
            let read = typed.trim().parse().ok().filter(|minutes| (1..=MAX_MINUTES).contains(minutes));
            let is_too_large = read.is_none() && typed.trim().chars().all(|digit| digit.is_ascii_digit());
            if response.changed() && (read.is_some() || is_too_large) {
                // Of a number that is too large the first digits are none that was meant.
                changed.lock_after_minutes = read.or(self.before);
            }
            is_refused = read.is_none() && !typed.trim().is_empty();
            if response.has_focus() || is_refused {
                self.minutes = Some(typed);
            }
            ui.label(bold(text::sealing::minutes_of_inactivity(), size::QUIET, color));
            if choice(ui, text::sealing::never(), minutes.is_none(), text::sealing::never_locks()).clicked() {
                changed.lock_after_minutes = Some(0);
                self.minutes = None;
            }
        });
        if is_refused {
            let stays = minutes.map_or_else(
                || text::sealing::not_minutes_never(MAX_MINUTES),
                |minutes| text::sealing::not_minutes(MAX_MINUTES, minutes),
            );
            answer(ui, stays, palette(ui).warning);
        }
        say(ui, text::sealing::system_lock_meaning());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn shown(is_sealed: bool) -> WindowOfOne<'static, Settings> {
        let mut form = LockSettings::default();
        WindowOfOne::of(Settings::default(), move |ui, settings| {
            if let Some(Action::SetSettings(changed)) = form.ui(ui, settings, is_sealed) {
                *settings = *changed;
            }
        })
    }

    #[test]
    fn sealed_notes_alone_are_locked_after_minutes_or_never() {
        assert!(!shown(false).hears("Minutes"));
        let mut window = shown(true);
        assert!(window.hears("Minutes") && window.view().locks_after().is_some());
        window.clicks("Lock after inactivity: never");
        assert_eq!(window.view().locks_after(), None);
        window.clicks("Minutes").types("7");
        assert_eq!(window.view().locks_after(), Some(7));
        window.types("x");
        assert_eq!(window.view().locks_after(), Some(7), "what is no number changes nothing");
        assert!(window.hears("That is not a number from 1 to 1,440. It is still 7 minutes."));
        assert!(
            !window.presses(egui::Key::Backspace).hears("That is not a number from 1 to 1,440. It is still 7 minutes.")
        );
    }

    #[test]
    fn a_number_that_is_too_large_leaves_the_one_before_and_stays_to_be_mended() {
        let mut window = shown(true);
        let before = window.view().locks_after().unwrap();
        let refused = text::sealing::not_minutes(MAX_MINUTES, before);
        window.clicks("Minutes").presses_with(egui::Modifiers::COMMAND, egui::Key::A).types("2").types("000");
        assert_eq!(window.view().locks_after(), Some(before));
        window.presses(egui::Key::Tab);
        assert!(window.hears(&refused), "it is said as long as it is typed");
        assert_eq!(window.view().locks_after(), Some(before));
    }

    #[test]
    fn only_the_other_answer_changes_anything() {
        let mut window = shown(false);
        let before = window.view().clone();
        for question in [text::sealing::hides_on_leaving(), text::sealing::clears_clipboard()] {
            window.clicks(&text::shell::answer("No", question));
            assert_eq!(window.view(), &before, "{question}");
        }
        window.clicks("Hide the screen when another window comes to the front: Yes");
        assert_eq!(window.view(), &Settings { veils_on_leaving: true, ..before });
    }
}
