//! What is too long for one session: it is left out before it is drawn, and one line says so until
//! something is written, or something else is looked at.

use egui::{Frame, Margin, Panel, Ui};

use super::App;
use crate::domain::session::open_session::OpenSession;
use crate::domain::session::session_size::{file_bytes, may_fit};
use crate::ui::kit::theme;
use crate::ui::session::notes_pane::{FEW, typed_by};
use crate::ui::shell::notice;
use crate::ui::{Screen, text};

/// What was on the screen as something was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScreenState {
    screen: Screen,
    open: Option<u64>,
    library: u64,
}

impl App {
    fn screen_state(&self) -> ScreenState {
        let open = self.notes.current.session().map(OpenSession::revision);
        ScreenState { screen: self.screen, open, library: self.notes.library.revision() }
    }

    /// Takes what no session could hold out of what is pasted, whatever field it is pasted into: a field
    /// lays out all of it at once.
    pub(super) fn leave_out_pasted(&mut self, ctx: &egui::Context) {
        let is_large = |event: &egui::Event| typed_by(event).is_some_and(|text| text.len() >= FEW);
        if !ctx.input(|input| input.events.iter().any(is_large)) {
            return;
        }
        let open = self.notes.current.session().filter(|_| self.screen == Screen::Session);
        let bytes = open.map_or(0, |open| file_bytes(open.session()));
        let mut left_out = false;
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let stays = !is_large(event) || typed_by(event).is_none_or(|text| may_fit(bytes, text));
                left_out |= !stays;
                stays
            });
        });
        if left_out {
            self.say_left_out(ctx);
        }
    }

    /// Says that something was left out.
    pub(super) fn say_left_out(&mut self, ctx: &egui::Context) {
        self.notes.left_out = Some(self.screen_state());
        ctx.request_repaint();
    }

    /// Says what the open session left out in this frame.
    pub(super) fn follow_left_out(&mut self, ctx: &egui::Context) {
        if self.notes.current.change(OpenSession::take_left_out) == Some(true) {
            self.say_left_out(ctx);
        }
        self.notes.left_out.take_if(|seen| {
            let open = self.notes.current.session().map(OpenSession::revision);
            *seen != ScreenState { screen: self.screen, open, library: self.notes.library.revision() }
        });
    }

    pub(super) fn left_out_ui(&self, ui: &mut Ui) {
        if self.notes.left_out.is_none() {
            return ui.skip_ahead_auto_ids(1);
        }
        let frame = Frame::new().fill(theme::palette(ui).panel).inner_margin(Margin::symmetric(20, 6));
        Panel::bottom("left out")
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| notice::left_out_ui(ui, text::app::left_out()));
    }
}
