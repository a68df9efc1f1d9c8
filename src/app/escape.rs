//! What Esc does: it closes the innermost thing that is open, or draws the veil.
//!
//! The one place that decides it, for the key and for what the footer says of it.

use super::App;
use crate::ui::{Screen, text};

/// Esc again within so many seconds is pressed in a hurry: it hides, and shows nothing.
const HURRY: f64 = 0.5;

impl App {
    /// Closes the innermost thing that is open; with nothing open, draws the veil or lifts it. Where the client may be
    /// looking, as at closing, nothing counts as open.
    pub(super) fn escape(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let is_in_a_hurry = self.escaped_at.replace(now).is_some_and(|before| now - before < HURRY);
        if self.notes.is_veiled {
            if !is_in_a_hurry {
                self.lift_veil(ctx);
            }
        } else if !self.closes_on_escape() {
            self.notes.is_veiled = true;
        } else if self.notes.overlay.take().is_none() {
            self.escape_screen(ctx);
        }
    }

    /// Shows what is behind the veil; what had the keyboard there has it again.
    pub(super) fn lift_veil(&mut self, ctx: &egui::Context) {
        self.notes.is_veiled = false;
        if let Some(focused) = self.had_keyboard_before_veil() {
            ctx.memory_mut(|memory| memory.request_focus(focused));
        }
    }

    /// Whether Esc closes something, and does not draw the veil.
    fn closes_on_escape(&self) -> bool {
        self.notes.overlay.is_some()
            || match self.screen {
                Screen::Session => self.notes.session_screen.has_open(),
                Screen::Review => self.notes.review_screen.has_open(),
                Screen::Prompts => self.prompts_screen.has_open(),
            }
    }

    /// What Esc does, as the footer says it.
    pub(super) fn escape_words(&self, ctx: &egui::Context) -> &'static str {
        // A menu that is open is the toolkit's to close.
        if egui::Popup::is_any_open(ctx) || self.closes_on_escape() {
            text::app::escape_closes()
        } else {
            text::app::escape_hides()
        }
    }

    /// Closes what is open on the screen.
    fn escape_screen(&mut self, ctx: &egui::Context) {
        match self.screen {
            Screen::Session => self.notes.session_screen.escape(),
            Screen::Review => self.notes.review_screen.escape(self.notes.visible.of(&self.notes.library)),
            Screen::Prompts => self.prompts_screen.escape(ctx),
        }
    }
}
