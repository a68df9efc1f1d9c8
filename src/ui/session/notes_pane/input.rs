//! What comes into the notes page in a frame: what the clipboard brings or takes, and what is too long.

use egui::{Event, Id, Ui};

use super::{FEW, NotesPane, typed_by};
use crate::domain::session::open_session::OpenSession;

/// What a frame does with the clipboard in the notes.
pub(crate) enum Clipboard {
    Unused,
    Cut,
    Pasted(String),
}

impl Clipboard {
    pub(crate) fn in_frame(ui: &Ui, id: Id) -> Self {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return Self::Unused;
        }
        ui.input(|input| {
            let uses = |event: &Event| match event {
                Event::Cut => Some(Self::Cut),
                Event::Paste(pasted) => Some(Self::Pasted(pasted.clone())),
                _ => None,
            };
            input.events.iter().find_map(uses).unwrap_or(Self::Unused)
        })
    }
}

/// What is too long for the session is taken out before the editor lays it out: that alone would take
/// hundreds of times its size.
pub(crate) fn leave_out_what_is_too_long(ui: &Ui, open: &mut OpenSession) {
    if ui.memory(|memory| memory.has_focus(NotesPane::id(open.session()))) {
        ui.input_mut(|input| {
            input.events.retain(|event| typed_by(event).is_none_or(|text| text.len() < FEW || open.may_paste(text)));
        });
    }
}

/// Where a character begins, in bytes.
pub(crate) fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
}
