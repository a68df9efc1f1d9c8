//! The sessions that may be shown: all of them, or while one is open its client's alone.
//!
//! The one place that decides it. Whatever shows past sessions is lent the library that is kept here, and no other.

use super::App;
use crate::domain::client_code::ClientKey;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::library::renaming::{Named, Renaming};
use crate::domain::library::requests::LibraryRequest;
use crate::domain::session::Session;
use crate::domain::session::open_session::OpenSession;
use crate::domain::session::session_scope::SessionScope;
use crate::ui::Screen;

/// What may be shown.
#[derive(Debug, Default)]
pub(super) struct VisibleSessions {
    scope: SessionScope,
    /// The session that was open as this was worked out.
    open: Option<SessionId>,
    /// Whether all clients were asked for beside the open session.
    all_are_asked_for: bool,
    /// The sessions within the scope, and the revision of the library that they were taken from; unused if all may be
    /// shown.
    sessions: (u64, Library),
}

impl VisibleSessions {
    /// Whose sessions may be shown.
    pub(super) fn scope(&self) -> &SessionScope {
        &self.scope
    }

    /// The code of the open session's client was renamed: what is read stays open.
    pub(super) fn rename(&mut self, renaming: &Renaming) {
        if let SessionScope::Open { client, .. } = &mut self.scope
            && renaming.what == Named::Client
            && ClientKey::of(client) == ClientKey::of(&renaming.from)
        {
            client.clone_from(&renaming.to);
            self.sessions.0 = 0;
        }
    }

    /// What may be shown of all sessions.
    pub(super) fn of<'a>(&'a self, all: &'a Library) -> &'a Library {
        if self.scope == SessionScope::AllClients { all } else { &self.sessions.1 }
    }
}

impl App {
    /// All clients are asked for, until Review is left.
    pub(super) fn show_all_clients(&mut self) {
        self.notes.visible.all_are_asked_for = true;
    }

    /// Review is left: beside an open session its client alone is shown again.
    pub(super) fn show_only_open_client(&mut self) {
        self.notes.visible.all_are_asked_for = false;
    }

    /// Takes what is in the trash, as it was read.
    pub(super) fn show_trash(&mut self, mut sessions: Vec<Session>) {
        self.follow_scope();
        sessions.retain(|session| self.notes.visible.scope.includes(session));
        self.notes.review_screen.show_trash(sessions);
    }

    /// Back in Review from a session that was opened there, what was looked for is looked for again. Beside any other
    /// session it is forgotten.
    fn resume_search(&mut self, open: Option<&SessionId>) {
        let Some((from, search)) = self.notes.interrupted_search.take() else { return };
        match open {
            None if self.screen == Screen::Review => {
                let dates = self.dates(self.now());
                self.notes.review_screen.resume_search(search, from, &self.notes.library, dates);
            }
            Some(open) if *open == from => self.notes.interrupted_search = Some((from, search)),
            _ => {}
        }
    }

    /// Brings what may be shown up to date. Nothing that was looked for or read in Review goes on from one session to
    /// the next, or to what may no longer be shown.
    pub(super) fn follow_scope(&mut self) {
        let open = self.notes.current.session().map(OpenSession::session);
        let id = open.map(|open| open.id.clone());
        let is_other = id != self.notes.visible.open;
        self.notes.visible.all_are_asked_for &= !is_other;
        let scope = SessionScope::beside(open, self.notes.visible.all_are_asked_for);
        let has_changed = is_other || scope != self.notes.visible.scope;
        if has_changed {
            if is_other || scope != SessionScope::AllClients {
                self.notes.review_screen.leave();
                self.resume_search(id.as_ref());
            }
            self.notes.visible.scope = scope;
            self.notes.visible.open = id;
            self.notes.review_screen.show_trash(Vec::new());
            if self.screen == Screen::Review {
                self.ask(LibraryRequest::ReadTrash);
            }
        }
        if self.notes.visible.scope != SessionScope::AllClients {
            if has_changed || self.notes.visible.sessions.0 != self.notes.library.revision() {
                self.notes.visible.sessions =
                    (self.notes.library.revision(), self.notes.library.within(&self.notes.visible.scope));
            }
        } else if has_changed {
            self.notes.visible.sessions = (0, Library::default());
        }
    }
}
