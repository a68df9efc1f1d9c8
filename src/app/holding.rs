//! How a session is begun, opened, left and ended, and which of those that are left are kept.
//!
//! Must not know what is drawn of it.

use super::App;
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::session::open_session::OpenSession;
use crate::storage::worker::SavingRequest;
use crate::ui::session::begin::Begin;
use crate::ui::session::close;
use crate::ui::session::close::usual_end;
use crate::ui::{Screen, SessionStart};

impl App {
    pub(super) fn begin(&mut self, ctx: &egui::Context, start: &SessionStart) {
        let SessionStart { client, dosed_on, dosed_on_unread, prompt_set, times } = start;
        self.change_settings(ctx, |settings| settings.prompt_set = Some(prompt_set.clone()));
        let prompts = self.prompt_library.prompts(prompt_set);
        // A code is written as it was the last time.
        let known = self.notes.library.first_code(client);
        let client = known.as_deref().unwrap_or(client);
        let mut open = OpenSession::begin(self.now(), client, *dosed_on, prompts);
        if let Some(times) = times {
            open.set_times(*times);
        }
        self.open_session(ctx, open);
        self.notes.session_screen.begin = Begin::default();
        if let Some(open) = self.notes.current.session().filter(|_| !dosed_on_unread.is_empty()) {
            self.notes.session_screen.ask_for_date(open, dosed_on_unread);
        }
    }

    pub(super) fn open(&mut self, ctx: &egui::Context, id: &SessionId) {
        if self.notes.current.holds(id) {
            return self.show(Screen::Session);
        }
        let Some(open) = self.notes.library.get(id).cloned().and_then(OpenSession::open) else { return };
        if let Some(saving) = &self.saving {
            saving.begin_editing(open.session());
        }
        if self.screen == Screen::Review && self.notes.current.session().is_none() {
            self.notes.interrupted_search = Some((id.clone(), self.notes.review_screen.search()));
        }
        self.open_session(ctx, open);
    }

    /// Goes on with a session that was just ended: it has no end any more.
    pub(super) fn open_again(&mut self, ctx: &egui::Context, id: &SessionId) {
        self.open(ctx, id);
        if self.notes.current.holds(id) {
            self.change_session(|open, _| open.open_again());
        }
    }

    pub(super) fn open_unfinished(&mut self, ctx: &egui::Context) {
        if self.notes.current.session().is_some() {
            return self.show(Screen::Session);
        }
        let newest = self.notes.library.unfinished().next().map(|session| session.id.clone());
        self.notes.resume_when_loaded = newest.is_none() && self.is_loading();
        if let Some(id) = newest {
            self.open(ctx, &id);
        }
    }

    /// Opens the unfinished session that was asked for, once it is read.
    pub(super) fn continue_if_asked(&mut self, ctx: &egui::Context) {
        if std::mem::take(&mut self.notes.resume_when_loaded) && self.notes.current.session().is_none() {
            self.open_unfinished(ctx);
        }
    }

    fn open_session(&mut self, ctx: &egui::Context, open: OpenSession) {
        self.close_session(ctx);
        let end = open.session().notes.end();
        self.notes.current.open(open);
        self.notes.session_screen.begin.offer_again(None);
        self.notes.session_screen.notes.set_caret(end);
        self.screen = Screen::Session;
    }

    /// Closes the open session. What the toolkit remembers of its editors goes with it.
    pub(super) fn close_session(&mut self, ctx: &egui::Context) {
        self.write_composed();
        self.save_changes();
        if let Some(open) = self.notes.current.close() {
            close::forget(ctx, open.session());
            self.notes.session_screen.forget_client_view(ctx);
            self.keep_or_discard(open.session());
        }
        if let Some(saving) = &mut self.saving {
            saving.forget_revisions();
        }
        self.notes.session_screen.reset();
    }

    /// A session that is left stays in the library, unless nothing was ever written in it.
    fn keep_or_discard(&mut self, session: &Session) {
        if session.is_unwritten() {
            self.notes.library.remove(&session.id);
            self.ask(SavingRequest::DiscardUnwritten(session.id.clone()));
        } else {
            self.notes.library.put([session.clone().into()]);
        }
    }

    /// The window goes: an open session in which nothing was written goes with it.
    pub(super) fn discard_if_unwritten(&mut self) {
        if let Some(open) = self.notes.current.session().filter(|open| open.session().is_unwritten()) {
            let id = open.session().id.clone();
            self.ask(SavingRequest::DiscardUnwritten(id));
        }
    }

    /// Shows Begin; what was typed there before stays.
    pub(super) fn show_begin(&mut self, ctx: &egui::Context) {
        self.close_session(ctx);
        self.screen = Screen::Session;
    }

    pub(super) fn end_session(&mut self, ctx: &egui::Context, at: Moment) {
        if self.asks_for_time(ctx) {
            return;
        }
        // Without a code and without a word there is nothing that could have ended.
        let is_nobodys = |session: &Session| session.client.is_empty() && session.is_unwritten();
        if !self.notes.current.session().is_some_and(|open| is_nobodys(open.session())) {
            self.change_session(|open, _| open.end(at));
        }
        let ended = self.notes.current.session().map(|open| open.session().id.clone());
        self.close_session(ctx);
        self.notes.session_screen.begin.offer_again(ended);
        self.write_now();
    }

    /// Ends the session that closes, as the first button says.
    pub(super) fn end_as_usual(&mut self, ctx: &egui::Context) {
        let now = self.now();
        if let Some(action) = self.notes.current.session().map(|open| usual_end(open.session(), now)) {
            self.carry_out(ctx, action);
        }
    }
}
