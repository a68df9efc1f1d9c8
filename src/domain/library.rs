//! The sessions in memory: in order, by client, and what runs from one to the next.
//!
//! What is kept for next time is worked out here from the sessions each time, and never stored.

mod clients;
pub mod pages;
pub mod renaming;
pub mod requests;
pub mod search;
pub mod themes;
pub mod timeline;

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{self, AtomicU64};

use super::Moment;
use super::client_code::ClientKey;
use super::id::SessionId;
use super::session::Session;
use super::session::kept::{KeptLine, kept_lines};
use super::session::session_scope::SessionScope;
use super::text_folding::{NaturalSortKey, entered_name};
use clients::ClientIndex;
pub use clients::EndedLines;
#[cfg(feature = "window")]
pub(crate) use clients::ended_line;
use search::Query;
use search::search_text::{IndexEntry, SearchText, SearchTexts};
use themes::{ThemeCount, ThemeCounts, theme_key};

/// Every session that was read, newest first.
#[derive(Debug, Default)]
pub struct Library {
    sessions: Vec<PlacedSession>,
    searched: SearchTexts,
    /// When each session began: with its id that is its place.
    began: HashMap<SessionId, Moment>,
    clients: OnceCell<ClientIndex>,
    themes: ThemeCounts,
    revision: u64,
}

/// A session and what a search looks at in it.
#[derive(Debug, Clone)]
pub struct IndexedSession {
    session: Session,
    searched: SearchText,
    themes: Vec<String>,
}

/// A session in its place in the library.
#[derive(Debug)]
struct PlacedSession {
    // In a box, since a search goes through all that is beside it.
    session: Box<Session>,
    kept: IndexEntry,
}

impl From<Session> for IndexedSession {
    fn from(session: Session) -> Self {
        let themes = session.themes().into_iter().map(str::to_owned).collect();
        Self { searched: SearchText::of(&session), themes, session }
    }
}

impl PlacedSession {
    fn client(&self) -> &ClientKey {
        &self.kept.about.client
    }

    /// How it is ordered beside a session that began then and has this id.
    fn order(&self, began: Moment, id: &SessionId) -> Ordering {
        began.cmp(&self.session.began).then_with(|| id.cmp(&self.session.id))
    }
}

impl IndexedSession {
    /// The id of the session.
    pub fn id(&self) -> &SessionId {
        &self.session.id
    }
}

/// A client, as far as the sessions say.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientRow {
    /// The code, as first written.
    pub code: String,
    /// When the last session with them began.
    pub last: Moment,
    /// How many sessions there are.
    pub sessions: usize,
}

impl Library {
    /// The sessions of this library that may be shown.
    #[must_use]
    pub fn within(&self, scope: &SessionScope) -> Self {
        let mut shown = Self::default();
        shown.put(self.sessions().filter(|session| scope.includes(session)).map(|session| session.clone().into()));
        shown
    }

    /// A number that changes with every change of the library, and that no other library ever has; 0 while nothing was
    /// put into it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Every session, newest first.
    pub fn sessions(&self) -> impl DoubleEndedIterator<Item = &Session> {
        self.sessions.iter().map(|placed| placed.session.as_ref())
    }

    /// The session at an index of [`Library::sessions`].
    pub fn at(&self, index: usize) -> Option<&Session> {
        self.sessions.get(index).map(|placed| placed.session.as_ref())
    }

    /// The session with this id.
    pub fn get(&self, id: &SessionId) -> Option<&Session> {
        self.at(self.place(id)?)
    }

    /// Where a session is in the order.
    fn place(&self, id: &SessionId) -> Option<usize> {
        let began = *self.began.get(id)?;
        self.sessions.binary_search_by(|placed| placed.order(began, id)).ok()
    }

    /// Adds sessions; one that is already there is replaced.
    pub fn put(&mut self, sessions: impl IntoIterator<Item = IndexedSession>) {
        let mut fresh: HashMap<SessionId, IndexedSession> = HashMap::new();
        for indexed in sessions {
            if !fresh.contains_key(&indexed.session.id)
                && let Some(place) = self.place(&indexed.session.id)
                && self.sessions[place].session.began == indexed.session.began
            {
                self.replace(place, indexed);
            } else {
                fresh.insert(indexed.session.id.clone(), indexed);
            }
        }
        if !fresh.is_empty() {
            self.add(fresh);
        }
        self.revision = next_revision();
    }

    /// Puts a session in the place of what it was.
    fn replace(&mut self, place: usize, indexed: IndexedSession) {
        let placed = self.keep(indexed);
        let before = std::mem::replace(&mut self.sessions[place], placed);
        self.forget(&before);
        if before.client() != self.sessions[place].client() {
            self.clients.take();
        } else if let Some(clients) = self.clients.get_mut() {
            clients.changed(before.client());
        }
        self.searched.tidy(self.sessions.iter_mut().map(|placed| &mut placed.kept));
    }

    fn forget(&mut self, placed: &PlacedSession) {
        self.searched.forget(&placed.kept);
        self.themes.remove(placed.session.themes());
    }

    fn keep(&mut self, IndexedSession { session, searched, themes }: IndexedSession) -> PlacedSession {
        self.themes.add(themes.iter().map(String::as_str));
        PlacedSession { session: Box::new(session), kept: self.searched.keep(searched) }
    }

    /// Puts sessions where they belong; one that is there already began at another time.
    fn add(&mut self, fresh: HashMap<SessionId, IndexedSession>) {
        for id in fresh.keys() {
            self.take(id);
        }
        let mut fresh: Vec<IndexedSession> = fresh.into_values().collect();
        fresh.sort_by_key(|indexed| Reverse(indexed.session.began));
        for indexed in fresh {
            self.began.insert(indexed.session.id.clone(), indexed.session.began);
            let placed = self.keep(indexed);
            self.sessions.push(placed);
        }
        self.sessions.sort_by(|one, other| one.order(other.session.began, &other.session.id));
        self.clients.take();
    }

    /// Takes a session away.
    pub fn remove(&mut self, id: &SessionId) {
        self.take(id);
        self.revision = next_revision();
    }

    /// Takes a session out, if it is there.
    fn take(&mut self, id: &SessionId) {
        if let Some(place) = self.place(id) {
            let taken = self.sessions.remove(place);
            self.forget(&taken);
            self.began.remove(id);
            self.clients.take();
        }
    }

    fn by_client(&self) -> &ClientIndex {
        self.clients.get_or_init(|| ClientIndex::of(&self.sessions))
    }

    /// The indexes of the sessions with a client, or with any, that a query finds; newest first.
    pub fn find(&self, query: &Query, client: Option<&str>) -> Vec<usize> {
        let client = client.map(ClientKey::of);
        let open = if query.asks_what_is_open() { self.by_client().open(&self.sessions) } else { Vec::new() };
        let is_open = |place: usize| open.get(place).copied().unwrap_or_default();
        let is_theirs = |placed: &PlacedSession| client.as_ref().is_none_or(|client| placed.client() == client);
        let found =
            self.sessions.iter().enumerate().filter(|(place, placed)| {
                is_theirs(placed) && query.finds(&self.searched, &placed.kept, is_open(*place))
            });
        found.map(|(place, _)| place).collect()
    }

    /// How many lines of a session are still kept for next time.
    pub fn open_lines(&self, session: &Session) -> usize {
        let Some(place) = self.place(&session.id) else { return 0 };
        self.by_client().open_lines(&self.sessions, self.sessions[place].client(), place)
    }

    /// What became of the lines of a session that are no longer kept for next time; nothing for one that is not here.
    pub(crate) fn ended_lines(&self, session: &Session) -> Option<&EndedLines> {
        let place = self.place(&session.id)?;
        self.by_client().ended(&self.sessions, self.sessions[place].client(), place)
    }

    /// The sessions with a client, newest first. An empty code is nobody's.
    pub fn with(&self, client: &str) -> impl DoubleEndedIterator<Item = &Session> + use<'_> {
        let places = self.by_client().places(&ClientKey::of(client));
        places.iter().map(|place| self.sessions[*place].session.as_ref())
    }

    /// The codes of all clients, each once, as first written, in order.
    pub fn clients(&self) -> Vec<String> {
        let mut clients: Vec<String> = self.by_client().each().map(|places| self.code(places)).collect();
        clients.sort_by_cached_key(|code| NaturalSortKey::of(code));
        clients
    }

    /// The clients, each with their code as first written, the newest first.
    pub fn client_rows(&self) -> Vec<ClientRow> {
        let mut clients: Vec<&[usize]> = self.by_client().each().collect();
        clients.sort_unstable();
        let row = |places: &[usize]| {
            let last = self.sessions[places[0]].session.began;
            ClientRow { code: self.code(places), last, sessions: places.len() }
        };
        clients.into_iter().map(row).collect()
    }

    /// The code of a client as it was first written, however it is spelled here; nothing if there is no session
    /// with them.
    pub(crate) fn first_code(&self, client: &str) -> Option<String> {
        let places = self.by_client().places(&ClientKey::of(client));
        (!places.is_empty()).then(|| self.code(places))
    }

    /// The code of the client whose sessions are at these places, as it was first written.
    fn code(&self, places: &[usize]) -> String {
        places.last().map(|first| entered_name(&self.sessions[*first].session.client)).unwrap_or_default()
    }

    /// The sessions that were written in and never ended, newest first.
    pub fn unfinished(&self) -> impl Iterator<Item = &Session> {
        self.sessions().filter(|session| !session.is_finished() && !session.is_unwritten())
    }

    /// The sessions with the same client that came before `session`, newest first.
    pub(crate) fn before(&self, session: &Session) -> impl DoubleEndedIterator<Item = &Session> + use<'_> {
        let (id, began) = (session.id.clone(), session.began);
        self.with(&session.client).filter(move |other| other.id != id && other.began <= began)
    }

    /// Which session with its client this one is, from 1; none without a code.
    pub(crate) fn ordinal(&self, session: &Session) -> Option<usize> {
        (!ClientKey::of(&session.client).is_nobody()).then(|| 1 + self.before(session).count())
    }

    /// The session with a client that came last before `session`, and what was kept when
    /// `session` began, oldest first.
    pub fn last_before(&self, session: &Session) -> Option<(&Session, Vec<KeptLine>)> {
        let last = self.before(session).next()?;
        Some((last, kept_lines(&self.before(session).rev().collect::<Vec<_>>())))
    }

    /// The themes of a client, the newest first. Nobody has any.
    pub fn themes(&self, client: &str) -> Vec<String> {
        let mut themes: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for theme in self.with(client).flat_map(Session::themes) {
            if seen.insert(theme_key(theme)) {
                themes.push(theme.to_owned());
            }
        }
        themes
    }

    /// The themes of all sessions, and how many each is named in.
    pub fn theme_counts(&self) -> Vec<ThemeCount> {
        self.themes.iter().cloned().collect()
    }

    /// The themes of a client, and how many sessions each is named in.
    pub(crate) fn theme_counts_of(&self, client: &str) -> Vec<ThemeCount> {
        let mut counts = ThemeCounts::default();
        self.with(client).rev().for_each(|session| counts.add(session.themes()));
        counts.iter().cloned().collect()
    }

    /// The last session with a client.
    pub(crate) fn last_with(&self, client: &str) -> Option<&Session> {
        self.with(client).next()
    }

    /// What is kept for next time with a client, oldest first.
    pub fn kept_lines(&self, client: &str) -> Vec<KeptLine> {
        kept_lines(&self.with(client).rev().collect::<Vec<_>>())
    }
}

/// A number that was never given before.
fn next_revision() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, atomic::Ordering::Relaxed) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::prompts::guideline::KeptAs;
    use crate::domain::session::OutcomeKind;
    use crate::domain::session::notes::Stamp;

    fn at(hours: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-01T10:00:00+01:00").unwrap() + chrono::TimeDelta::hours(hours)
    }

    fn session(client: &str, hours: i64, line: &str) -> Session {
        let mut session = Session::begin(at(hours), client, None, Vec::new());
        session.notes.add(line, Some(KeptAs::Thread), &Stamp { at: at(hours), prompt: None });
        session
    }

    fn texts(kept: &[KeptLine]) -> Vec<&str> {
        kept.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn newest_first_whatever_the_order_of_reading() {
        let mut library = Library::default();
        library.put([session("B", 2, "x").into()]);
        library.put([session("A", 1, "x").into(), session("b", 3, "x").into()]);
        let clients: Vec<&str> = library.sessions().map(|session| session.client.as_str()).collect();
        assert_eq!(clients, ["b", "B", "A"]);
        assert_eq!(library.clients(), ["A", "B"]);
        assert_eq!(library.ordinal(library.at(0).unwrap()), Some(2));
    }

    #[test]
    fn a_client_has_one_code_however_it_was_typed_and_a_place_by_its_number() {
        let mut library = Library::default();
        let codes = ["\u{feff}K-10", "K-2", "E\u{301}-1", "K\u{2011}10\u{200e}", "k\u{2013}2", "É-1", "E-1"];
        library.put(codes.iter().zip(1..).map(|(code, hours)| {
            let mut session = session("", hours, "x");
            session.client = (*code).to_owned();
            session.into()
        }));
        assert_eq!(library.clients(), ["E-1", "É-1", "K-2", "K-10"]);
        let rows: Vec<_> = library.client_rows().into_iter().map(|row| (row.code, row.sessions)).collect();
        let expected = [("E-1", 1), ("É-1", 2), ("K-2", 2), ("K-10", 2)];
        assert_eq!(rows, expected.map(|(code, sessions)| (code.to_owned(), sessions)));
        assert_eq!(library.with("k-10").count(), 2);
    }

    #[test]
    fn a_session_is_there_once() {
        let mut library = Library::default();
        let mut only = session("A", 1, "x");
        library.put([only.clone().into()]);
        only.ended = Some(at(2));
        library.put([only.into()]);
        assert_eq!(library.len(), 1);
        assert_eq!(library.unfinished().count(), 0);
    }

    #[test]
    fn what_was_resolved_is_no_longer_kept() {
        let first = session("A", 1, "the letter");
        let mut second = session("A", 2, "her mother");
        let letter = first.notes.lines()[0].id.clone();
        let mut library = Library::default();
        library.put([second.clone().into(), first.clone().into(), session("B", 1, "another").into()]);
        assert_eq!(texts(&library.kept_lines("a")), ["the letter", "her mother"]);
        assert_eq!(texts(&library.last_before(&second).unwrap().1), ["the letter"]);

        second.set_outcome(&letter, &first.id, OutcomeKind::Resolved, at(2));
        library.put([second.clone().into()]);
        assert_eq!(texts(&library.kept_lines("A")), ["her mother"]);

        second.set_outcome(&letter, &first.id, OutcomeKind::KeptOpen, at(2));
        library.put([second.into()]);
        assert_eq!(texts(&library.kept_lines("A")), ["the letter", "her mother"]);
    }
}
