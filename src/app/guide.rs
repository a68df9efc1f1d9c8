//! What is done with the guide of the open session, and with what is in its place.
//!
//! Must not know how either is drawn.

use super::App;
use crate::domain::id::PromptId;
use crate::domain::prompts::prompt_set::Direction;
use crate::ui::{Screen, Stage};

impl App {
    /// Goes to the next prompt or the one before. What is in the place of the guide is scrolled instead: a prompt that
    /// nobody sees stays in view.
    pub(super) fn step(&mut self, direction: Direction) {
        if !self.notes.session_screen.turn_page(direction) {
            self.change_session(|open, _| open.step(direction));
        }
    }

    pub(super) fn open_section(&mut self, section: usize) {
        self.notes.session_screen.show_guide();
        self.change_session(|open, _| open.open_section(section));
    }

    pub(super) fn open_prompt(&mut self, id: &PromptId) {
        self.notes.session_screen.show_guide();
        self.change_session(|open, _| open.open_prompt(id));
    }

    pub(super) fn toggle_guide(&mut self, ctx: &egui::Context) {
        if !self.notes.session_screen.toggle_guide_alone(ctx) {
            self.change_settings(ctx, |settings| settings.show_guide = !settings.show_guide);
        }
    }

    /// Opens *Slow down*, or closes it. From closing it goes back to the notes: there it has its place.
    pub(super) fn slow_down(&mut self, ctx: &egui::Context) {
        let is_open = self.notes.session_screen.slow_down;
        let is_closing = self.stage() == Some(Stage::Closing);
        if is_closing {
            self.back_to_notes(ctx);
        }
        self.notes.session_screen.slow_down = is_closing || !is_open;
    }

    pub(super) fn toggle_details(&mut self) {
        if let Some(open) = self.notes.current.session() {
            self.notes.session_screen.toggle_details(open);
            self.screen = Screen::Session;
        }
    }

    /// Whether a time of the session that closes is typed and cannot be read: the keyboard goes to it.
    pub(super) fn asks_for_time(&mut self, ctx: &egui::Context) -> bool {
        let Some(open) = self.notes.current.session() else { return false };
        self.notes.session_screen.ask_for_time(ctx, open.session())
    }
}
