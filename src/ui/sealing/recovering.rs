//! What opens the notes when the passphrase is forgotten: the recovery code, and a new passphrase.

use egui::Ui;
use zeroize::Zeroizing;

use super::attempt::{Attempt, attempt_ui};
use super::secret::{NewPassphrase, entered};
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::SealingRequest;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{answer, button, field, give_keyboard, label, text_button};
use crate::ui::{Action, text};

/// The recovery code and a new passphrase, as they are typed.
pub(crate) struct Recovering {
    code: Zeroizing<String>,
    new: NewPassphrase,
    wants_keyboard: bool,
    is_not_whole: bool,
}

/// What came of the form in a frame.
#[derive(Default)]
pub(crate) struct RecoveryAnswer {
    pub(crate) action: Option<Action>,
    pub(crate) goes_back: bool,
}

impl std::fmt::Debug for Recovering {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Recovering")
    }
}

impl Recovering {
    pub(crate) fn new() -> Self {
        let code = Zeroizing::new(String::with_capacity(128));
        Self { code, new: NewPassphrase::new(), wants_keyboard: true, is_not_whole: false }
    }

    /// The code that was tried does not open the notes.
    pub(crate) fn refused(&mut self) {
        self.wants_keyboard = true;
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui, width: f32, attempt: Attempt, time: f64) -> RecoveryAnswer {
        label(ui, text::sealing::recovery_code());
        let code = TextField::RecoveryCode;
        give_keyboard(ui, code.id(), &mut self.wants_keyboard);
        let response = field(ui, text::sealing::recovery_code(), code, &mut self.code, width);
        if response.changed() {
            self.is_not_whole = false;
        }
        let is_typed = entered(ui, &response) && self.typed().is_some();
        if self.is_not_whole {
            answer(ui, text::sealing::code_mistyped(), palette(ui).warning);
        } else {
            attempt_ui(ui, attempt, time, text::sealing::recovering_hint());
        }
        ui.add_space(6.0);
        let is_entered = self.new.ui(ui, width);
        if is_typed {
            // In this frame Enter would leave it again.
            self.new.ask_for_keyboard();
        }
        ui.add_space(8.0);
        let mut outcome = RecoveryAnswer::default();
        ui.horizontal_wrapped(|ui| {
            let is_free = attempt != Attempt::Underway && attempt.seconds_left(time) == 0;
            if (button(ui, text::sealing::open_notes()).clicked() || is_entered) && is_free {
                outcome.action = self.take();
            }
            ui.add_space(8.0);
            let color = palette(ui).quiet;
            outcome.goes_back = text_button(ui, text::sealing::back(), regular(size::QUIET), color).clicked();
        });
        outcome
    }

    /// The code stays, to be mended where it does not open the notes; the passphrase is wiped.
    fn take(&mut self) -> Option<Action> {
        let code = self.typed()?;
        Some(Action::Sealing(SealingRequest::Recover { code, new: self.new.take()? }))
    }

    /// The code that was typed; if it is not whole, that is said.
    fn typed(&mut self) -> Option<RecoveryCode> {
        let code = RecoveryCode::typed(&self.code);
        self.is_not_whole = code.is_none();
        self.wants_keyboard |= code.is_none();
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn shown() -> WindowOfOne<'static, RecoveryAnswer> {
        let mut form = Recovering::new();
        WindowOfOne::of(RecoveryAnswer::default(), move |ui, asked| {
            let answer = form.ui(ui, 360.0, Attempt::None, 0.0);
            asked.action = answer.action.or(asked.action.take());
            asked.goes_back |= answer.goes_back;
        })
    }

    #[test]
    fn a_code_that_is_not_whole_is_never_tried_and_that_is_said_until_it_is_typed_on() {
        let said = "A character is wrong or missing. The code has seven groups of four: compare it with the paper.";
        let mut window = shown();
        assert!(!window.hears(said));
        window.types("ABCD").clicks("Open the notes");
        assert!(window.hears(said) && window.view().action.is_none());
        window.types("E");
        assert!(!window.hears(said));
        assert!(window.clicks("Back").view().goes_back);
    }

    #[test]
    fn a_whole_code_leads_to_a_new_passphrase_and_opens_nothing_without_one() {
        let code = RecoveryCode::of(&[7; 17]);
        let mut window = shown();
        window.types(&code.printed()).presses(egui::Key::Enter).types("a quiet river at dawn");
        window.presses(egui::Key::Enter).types("a quiet river at dusk").presses(egui::Key::Enter);
        assert!(window.hears("The two don’t match. Type the passphrase again.") && window.view().action.is_none());
    }
}
