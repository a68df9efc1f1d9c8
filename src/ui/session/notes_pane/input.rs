//! What is too long for a session never comes into its notes.

use egui::Ui;

use super::{FEW, NotesPane, typed_by};
use crate::domain::session::open_session::OpenSession;

/// What is too long for the session is taken out before the page lays it out.
pub(crate) fn leave_out_what_is_too_long(ui: &Ui, open: &mut OpenSession) {
    if ui.memory(|memory| memory.has_focus(NotesPane::id(open.session()))) {
        ui.input_mut(|input| {
            input.events.retain(|event| typed_by(event).is_none_or(|text| text.len() < FEW || open.may_paste(text)));
        });
    }
}
