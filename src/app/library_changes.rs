//! What becomes of a session that is not open: it is finalized, it is added to, an edit of it is left.
//!
//! What is added is kept as it is typed, by the same way as the notes.

use egui::Event;

use super::App;
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::domain::session::Session;
use crate::ui::Screen;
use crate::ui::session::notes_pane::typed_by;

impl App {
    /// Takes sessions as they were read. What waits to be saved is newer than its file: what somebody else
    /// wrote there goes into it as it is saved.
    pub(super) fn add_to_library(&mut self, sessions: Vec<IndexedSession>) {
        let waits =
            |indexed: &IndexedSession| self.saving.as_ref().is_some_and(|saving| saving.waits_for(indexed.id()));
        self.notes.library.put(sessions.into_iter().filter(|indexed| !waits(indexed)));
    }

    /// Leaves a session that was edited, and goes back to reading.
    pub(super) fn leave_edit(&mut self, ctx: &egui::Context) {
        if self.asks_for_time(ctx) {
            return;
        }
        self.close_session(ctx);
        self.write_now();
        self.show(Screen::Review);
    }

    /// Freezes a session, at once or not at all. What is being written stays open.
    pub(super) fn finalize(&mut self, id: &SessionId) {
        let now = self.now();
        let session = self.notes.library.get(id).filter(|_| !self.notes.current.holds(id));
        if let (Some(frozen), Some(saving)) = (session.and_then(|session| session.finalize(now)), &mut self.saving) {
            saving.finalize(frozen);
        }
    }

    pub(super) fn write_addendum(&mut self, ctx: &egui::Context, id: &SessionId, text: &str) {
        let mut is_too_long = false;
        self.change_in_library(id, |session| {
            let changes = session.write_addendum(text);
            is_too_long = session.is_finalized() && session.addendum_draft != text;
            changes
        });
        if is_too_long {
            self.say_left_out(ctx);
        }
    }

    /// Under the veil, what is typed goes on in the addendum that is being written.
    pub(super) fn add_unseen(&mut self, events: &[Event]) {
        let typed: String = events.iter().filter_map(typed_by).collect();
        let Some(id) = self.notes.review_screen.adds_to().cloned().filter(|_| !typed.is_empty()) else { return };
        self.change_in_library(&id, |session| session.write_addendum(&format!("{}{typed}", session.addendum_draft)));
    }

    pub(super) fn add_addendum(&mut self, id: &SessionId) {
        let now = self.now();
        self.change_in_library(id, |session| session.add_addendum(now));
        self.write_now();
    }

    /// Changes a session that is not open, and sends it to the worker where that changed anything.
    fn change_in_library(&mut self, id: &SessionId, change: impl FnOnce(&mut Session) -> bool) {
        let Some(before) = self.notes.library.get(id).cloned() else { return };
        let mut session = before.clone();
        if change(&mut session) {
            self.send_changed(&before, session);
        }
    }

    fn send_changed(&mut self, before: &Session, session: Session) {
        if let Some(saving) = &mut self.saving {
            saving.send_changed(before, &session);
        }
        self.notes.library.put([session.into()]);
    }

    /// The open session was finalized at another place: it is put where it can be read, with what was
    /// written here added to it. What is typed next lands in an addendum.
    pub(super) fn put_away_frozen(&mut self, ctx: &egui::Context, frozen: Session) {
        self.close_session(ctx);
        let (before, id) = (frozen.clone(), frozen.id.clone());
        self.send_changed(&before, frozen);
        self.follow_scope();
        self.notes.review_screen.add_to(&id, self.notes.visible.of(&self.notes.library));
        self.show(Screen::Review);
    }
}
