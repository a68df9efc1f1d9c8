//! A screen of the client's own, if a second one is there: it shows what the two agreed on while the first is turned to
//! them, and the veil when that is drawn.

use egui::ViewportCommand;

use super::App;
use crate::ui::shell::{second_screen, veil};
use crate::ui::{Screen, Stage};

impl App {
    pub(super) fn is_turned(&self) -> bool {
        self.screen == Screen::Session && self.stage() == Some(Stage::ClientView)
    }

    /// Whether the second screen has the keyboard.
    pub(super) fn is_second_screen_focused(&self, ctx: &egui::Context) -> bool {
        self.is_turned() && second_screen::has_keyboard(ctx)
    }

    /// Pictures and recordings of the screen show nothing of the window, if the system knows how; but for what the client
    /// is shown, who may be in a call. X11 has no way to ask for it, and under Wayland no program sees another's window
    /// unasked.
    pub(super) fn protect_from_captures(&mut self, ctx: &egui::Context) {
        let is_protected = !self.is_turned() || self.locking.is_locked();
        if self.is_protected.replace(is_protected) != Some(is_protected) {
            ctx.send_viewport_cmd(ViewportCommand::ContentProtected(is_protected));
        }
    }

    /// Draws the second screen, while there is something for it. What is typed there is typed here.
    pub(super) fn second_screen_ui(&mut self, ctx: &egui::Context) {
        if !self.is_turned() {
            return;
        }
        let Some(screen) = (self.desktop.second_screen)() else { return };
        let (now, is_veiled) = (self.now(), self.notes.is_veiled);
        let Some((open, known)) = self.notes.current.session_and_known() else { return };
        let session_screen = &mut self.notes.session_screen;
        let answer = second_screen::ui(ctx, screen, |ui| {
            if is_veiled {
                veil::own_screen_ui(ui, now);
            } else {
                session_screen.own_screen_ui(ui, open, known.last_time.as_ref());
            }
        });
        if answer.is_closed {
            self.notes.session_screen.stage = Stage::Closing;
        }
        if !answer.typed.is_empty() {
            self.notes.deferred_events.extend(answer.typed);
            ctx.request_repaint();
        }
    }
}
