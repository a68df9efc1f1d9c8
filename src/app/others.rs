//! What somebody else wrote into a session: another device, or another window.
//!
//! Must not know how it came.

use super::App;
use crate::domain::merge::{Others, merge};
use crate::ui::close;

impl App {
    /// Takes in what somebody else wrote into a session. The caret stays in its line. One that they
    /// finalized is no longer open.
    pub(super) fn take_in(&mut self, ctx: &egui::Context, others: &Others) {
        let id = &others.file.id;
        if let Some(saving) = &mut self.saving {
            saving.took_in(id, others.number);
        }
        if !self.desk.holds(id) {
            let known = self.library.get(id).map(|known| merge(others.base.as_ref(), known, &others.file));
            return self.library.put([known.unwrap_or_else(|| others.file.clone()).into()]);
        }
        let caret = self.session_screen.notes.caret();
        let taken_in = self.desk.change(|open| {
            let stood = open.session().notes.position(caret);
            let closing = open.session().closing.clone();
            let frozen = open.take_in(others.base.as_ref(), &others.file);
            if open.session().closing != closing {
                close::forget_undo(ctx, open.session());
            }
            (stood.map_or(caret, |position| open.session().notes.offset(&position)), frozen)
        });
        let (moved, frozen) = taken_in.unwrap_or((caret, None));
        self.session_screen.notes.set_caret(moved);
        if let Some(frozen) = frozen {
            self.shelve_frozen(ctx, frozen);
        }
    }
}
