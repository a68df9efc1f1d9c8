//! The lock screen: the time, and one field for what opens the notes.
//!
//! Owns what was typed and how long nothing may be tried. Must not know what it opens.

use std::time::Duration;

use egui::{Align2, CentralPanel, Frame, Key, Label, Ui, vec2};

use super::attempt::{Attempt, attempt_ui};
use super::recovering::Recovering;
use super::secret::{Secret, show_typed_ui};
use crate::domain::Moment;
use crate::domain::sealing::{Credential, LockReason, SealingRequest};
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::semantics::{Rank, heading_of, said_aloud, said_at_once};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{
    answer, bold, button, label, paint_text, paragraph, primary_button, styled, text_button,
};
use crate::ui::{Action, text};

/// The width of the column with the field.
const WIDTH: f32 = 360.0;

/// What is typed while the notes are locked.
#[derive(Debug)]
pub struct LockScreen {
    passphrase: Secret,
    attempt: Attempt,
    /// Enter was pressed while nothing could be tried: it is tried then.
    is_entered: bool,
    recovering: Option<Recovering>,
    reason: LockReason,
    /// Whether the owner was asked if the notes are plain.
    asks_plain: bool,
}

impl Default for LockScreen {
    fn default() -> Self {
        Self {
            passphrase: Secret::new(text::sealing::passphrase()).with_keyboard(),
            attempt: Attempt::None,
            is_entered: false,
            recovering: None,
            reason: LockReason::Sealed,
            asks_plain: false,
        }
    }
}

impl LockScreen {
    /// What was tried does not open the notes. `time` is that of the toolkit.
    pub fn refused(&mut self, by: Option<Credential>, wait: Duration, time: f64) {
        self.attempt = Attempt::Refused { by, until: time + wait.as_secs_f64() };
        match (by, &mut self.recovering) {
            (Some(Credential::RecoveryCode) | None, Some(recovering)) => recovering.refused(),
            _ => self.passphrase.ask_for_keyboard(),
        }
    }

    /// Says why the notes are locked.
    pub(crate) fn say_why(&mut self, reason: LockReason) {
        self.reason = reason;
    }

    /// Something could not be carried out: it can be asked for again.
    pub fn failed(&mut self) {
        self.attempt = Attempt::None;
        self.passphrase.ask_for_keyboard();
    }

    /// Draws the lock screen over the whole window. `problem` is what is wrong on the disk.
    pub fn ui(&mut self, ui: &mut Ui, now: Moment, problem: Option<&str>) -> Option<Action> {
        let action = CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            let time = ui.input(|input| input.time);
            if self.attempt.seconds_left(time) > 0 {
                ui.ctx().request_repaint_after(Duration::from_millis(250));
            }
            let is_tall = ui.available_height() >= 600.0;
            let lines = if self.recovering.is_some() { 400.0 } else { 300.0 };
            let top = if is_tall { (ui.available_height() - lines) / 2.0 } else { 20.0 };
            crate::ui::kit::room::centered(ui, WIDTH, top.max(12.0), |ui| {
                let room = WindowRoom::of(ui.ctx());
                clock_ui(ui, now, !room.is_very_low() && (is_tall || self.recovering.is_none()));
                let action = self.form_ui(ui, time);
                problem_ui(ui, problem);
                action
            })
        });
        action.inner
    }

    fn form_ui(&mut self, ui: &mut Ui, time: f64) -> Option<Action> {
        let Some(recovering) = &mut self.recovering else { return self.passphrase_ui(ui, time) };
        self.attempt = self.attempt.seen_from(Credential::RecoveryCode, time);
        let outcome = recovering.ui(ui, WIDTH, self.attempt, time);
        if outcome.goes_back || ui.input(|input| input.key_pressed(Key::Escape)) {
            *self = Self { attempt: self.attempt, reason: self.reason, ..Self::default() };
            return None;
        }
        if outcome.action.is_some() {
            self.attempt = Attempt::Underway;
        }
        outcome.action
    }

    fn passphrase_ui(&mut self, ui: &mut Ui, time: f64) -> Option<Action> {
        self.reason_ui(ui);
        if matches!(self.reason, LockReason::KeysNotThere { has_copies: false } | LockReason::OtherFolder) {
            return self.plain_ui(ui);
        }
        label(ui, text::sealing::passphrase());
        // Whatever was pressed before, the next keystroke lands here.
        if ui.memory(|memory| memory.focused().is_none()) {
            self.passphrase.ask_for_keyboard();
        }
        self.attempt = self.attempt.seen_from(Credential::Passphrase, time);
        let typed = self.passphrase.ui(ui, WIDTH);
        if typed.entered {
            // Whatever comes of it, it can be typed on.
            self.passphrase.ask_for_keyboard();
        }
        let is_over = self.attempt.seconds_left(time) == 0;
        if typed.changed {
            self.is_entered = false;
            if is_over && self.attempt != Attempt::Underway {
                self.attempt = Attempt::None;
            }
        }
        self.is_entered |= typed.entered;
        ui.horizontal_wrapped(|ui| {
            self.is_entered |= primary_button(ui, text::sealing::open_notes()).clicked();
            ui.add_space(8.0);
            show_typed_ui(ui, [&mut self.passphrase]);
        });
        attempt_ui(ui, self.attempt, time, text::sealing::enter_opens());
        ui.add_space(16.0);
        let color = palette(ui).quiet;
        if text_button(ui, text::sealing::forgot_passphrase(), regular(size::QUIET), color).clicked() {
            self.recovering = Some(Recovering::new());
        }
        ui.add_space(8.0);
        if let Some(action) = self.plain_ui(ui) {
            return Some(action);
        }
        let is_free = self.attempt != Attempt::Underway && is_over;
        let opens = self.is_entered && is_free && !self.passphrase.is_empty();
        opens.then(|| {
            self.is_entered = false;
            self.attempt = Attempt::Underway;
            Action::Sealing(SealingRequest::Unlock(self.passphrase.take()))
        })
    }
}

impl LockScreen {
    /// Why the notes are locked, unless that is simply that they are sealed.
    fn reason_ui(&self, ui: &mut Ui) {
        let Some(why) = reason_words(self.reason) else { return };
        let color = palette(ui).text;
        answer(ui, why, color);
        ui.add_space(16.0);
    }

    /// What the owner can say where the notes may be plain files by now.
    fn plain_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        reason_words(self.reason)?;
        let palette = palette(ui);
        if !self.asks_plain {
            let name = text::sealing::ask_to_use_plain();
            self.asks_plain = text_button(ui, name, regular(size::QUIET), palette.quiet).clicked();
            return None;
        }
        ui.add(Label::new(styled(text::sealing::using_plain_meaning(), size::QUIET, palette.text)).wrap());
        ui.add_space(8.0);
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            if button(ui, text::sealing::use_plain()).clicked() {
                action = Some(Action::Sealing(SealingRequest::UsePlain));
            }
            ui.add_space(8.0);
            self.asks_plain &= !button(ui, text::sealing::cancel()).clicked();
        });
        action
    }
}

fn reason_words(reason: LockReason) -> Option<&'static str> {
    match reason {
        LockReason::Sealed => None,
        LockReason::ChangedElsewhere => Some(text::sealing::changed_elsewhere()),
        LockReason::OtherFolder => Some(text::sealing::other_folder()),
        LockReason::KeysNotThere { has_copies: true } => Some(text::sealing::keys_missing_with_copy()),
        LockReason::KeysNotThere { has_copies: false } => Some(text::sealing::keys_missing()),
    }
}

/// The time, as on the veil, and that the notes are locked.
fn clock_ui(ui: &mut Ui, now: Moment, with_time: bool) {
    let palette = palette(ui);
    if with_time {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 84.0), egui::Sense::hover());
        let time = text::dates::time(now);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &time));
        paint_text(ui, rect, Align2::CENTER_CENTER, time, regular(size::CLOCK), palette.quiet);
        ui.add_space(8.0);
    }
    ui.vertical_centered(|ui| {
        let response = paragraph(ui, bold(text::sealing::locked(), size::BODY, palette.text));
        heading_of(ui, &response, text::sealing::locked(), Rank::Whole);
        said_aloud(ui, &response);
    });
    ui.add_space(10.0);
}

fn problem_ui(ui: &mut Ui, problem: Option<&str>) {
    let Some(problem) = problem else { return };
    let color = palette(ui).error;
    ui.add_space(20.0);
    let response = paragraph(ui, styled(problem, size::QUIET, color));
    said_at_once(ui, &response);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_long_nothing_is_tried() {
        let mut screen = LockScreen::default();
        screen.refused(Some(Credential::Passphrase), Duration::from_secs(4), 10.0);
        let said = |time| screen.attempt.words(time).unwrap();
        assert_eq!(said(10.0), "This passphrase does not open the notes. Try again in 4 seconds.");
        assert_eq!(said(13.1), "This passphrase does not open the notes. Try again in 1 second.");
        assert_eq!(said(14.0), "This passphrase does not open the notes. Try again.");
        let seen = |time| screen.attempt.seen_from(Credential::RecoveryCode, time);
        assert_eq!((seen(13.1), seen(14.0)), (screen.attempt, Attempt::None), "of the code nothing was said");
        screen.refused(None, Duration::from_secs(40), 10.0);
        let words = "Another attempt was made just before, and did not open the notes. Try again in 40 seconds.";
        assert_eq!(screen.attempt.words(10.0).unwrap(), words);
    }
}
