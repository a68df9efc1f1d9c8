//! What others change in a session, another machine or a renaming, while somebody may be writing in it here.
//!
//! Must not know how two versions are merged.

use super::App;
use crate::domain::session::merge::{RemoteChange, merge};
use crate::domain::session::open_session::OpenSession;

impl App {
    /// Takes in what somebody else wrote into a session. One that they finalized is no longer open.
    pub(super) fn take_in(&mut self, ctx: &egui::Context, others: &RemoteChange) {
        let id = &others.file.id;
        if let Some(saving) = &mut self.saving {
            saving.took_in(id, others.sequence);
        }
        if !self.notes.current.holds(id) {
            let known = self.notes.library.get(id).map(|known| merge(others.base.as_ref(), known, &others.file));
            return self.notes.library.put([known.unwrap_or_else(|| others.file.clone()).into()]);
        }
        let frozen = self.change_around_caret(|open| open.take_in(others.base.as_ref(), &others.file));
        if let Some(frozen) = frozen.flatten() {
            self.put_away_frozen(ctx, frozen);
        }
    }

    /// Changes the open session while somebody may be writing in it: the caret stays where it is in its line, and what
    /// is chosen stays chosen.
    pub(super) fn change_around_caret<T>(&mut self, change: impl FnOnce(&mut OpenSession) -> T) -> Option<T> {
        let (anchor, caret) = (self.notes.session_screen.notes.anchor(), self.notes.session_screen.notes.caret());
        let (moved, result) = self.notes.current.change(|open| {
            let before = [anchor, caret].map(|place| (place, open.session().notes.position(place)));
            let result = change(open);
            let notes = &open.session().notes;
            (before.map(|(place, stood)| stood.map_or(place, |position| notes.place(&position))), result)
        })?;
        self.notes.session_screen.notes.choose(moved[0], moved[1]);
        Some(result)
    }
}
