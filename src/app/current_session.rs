//! The session that is open, and what is known of the ones before it.

use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::{EndedLines, Library};
use crate::domain::session::open_session::OpenSession;
use crate::ui::session::begin::LastTime;
use crate::ui::text;

/// The open session, if there is one.
#[derive(Debug, Default)]
pub(super) struct CurrentSession {
    open: Option<OpenSession>,
    known: LibraryFacts,
}

/// What the library says of the open session; worked out again only when one of them changes.
#[derive(Debug, Default)]
pub(super) struct LibraryFacts {
    of: Option<(SessionId, String, Moment, u64)>,
    ordinal: Option<usize>,
    /// What was kept for it when it began.
    pub(super) last_time: Option<LastTime>,
    /// The client's themes.
    pub(super) themes: Vec<String>,
    /// What became of its own lines.
    pub(super) ended: EndedLines,
}

impl CurrentSession {
    pub(super) fn session(&self) -> Option<&OpenSession> {
        self.open.as_ref()
    }

    /// Whether this session is open.
    pub(super) fn holds(&self, id: &SessionId) -> bool {
        self.open.as_ref().is_some_and(|open| open.session().id == *id)
    }

    /// Opens a session.
    pub(super) fn open(&mut self, open: OpenSession) {
        self.open = Some(open);
    }

    /// Closes the session, and returns it.
    pub(super) fn close(&mut self) -> Option<OpenSession> {
        self.open.take()
    }

    /// Changes the open session.
    pub(super) fn change<T>(&mut self, change: impl FnOnce(&mut OpenSession) -> T) -> Option<T> {
        self.open.as_mut().map(change)
    }

    /// The open session, and what is known of the ones beside it.
    pub(super) fn session_and_known(&mut self) -> Option<(&mut OpenSession, &LibraryFacts)> {
        let open = self.open.as_mut()?;
        Some((open, &self.known))
    }

    /// Brings what is known of the open session up to date.
    pub(super) fn look_up(&mut self, library: &Library) {
        let Some(session) = self.open.as_ref().map(OpenSession::session) else { return };
        let of = (session.id.clone(), session.client.clone(), session.began, library.revision());
        if self.known.of.as_ref() == Some(&of) {
            return;
        }
        let last = library.last_before(session);
        self.known = LibraryFacts {
            of: Some(of),
            ordinal: library.ordinal(session),
            last_time: last.map(|(last, lines)| LastTime { began: last.began, lines }),
            themes: library.themes(&session.client),
            ended: library.ended_lines(session).cloned().unwrap_or_default(),
        };
    }

    /// What the bar says of the open session: its client, which session it is, the days since dosing.
    pub(super) fn facts(&self) -> Option<String> {
        let session = self.open.as_ref()?.session();
        let ordinal = self.known.ordinal.map(text::counts::ordinal_session);
        let parts = [Some(text::notes::client(session).to_owned()), ordinal, text::dates::after_dosing(session)];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }

    /// What the footer says of the open session.
    pub(super) fn footer(&self, now: Moment) -> Option<String> {
        let session = self.open.as_ref()?.session();
        if session.is_finished() {
            let (date, duration) = (text::dates::full_date(session.began), text::dates::duration(session.minutes()));
            return Some(text::app::editing(&date, &duration));
        }
        let duration = text::dates::duration(session.minutes_so_far(now));
        let time = text::dates::time(session.began);
        Some(if session.began.is_on_day_of(now) {
            text::app::began_today(&duration, &time)
        } else {
            text::app::began(&text::dates::near_date(session.began, now), &duration, &time)
        })
    }
}
