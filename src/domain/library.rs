//! The sessions in memory: in order, by client, and what runs from one to the next.
//!
//! What carries on is worked out here from the sessions each time, and never kept anywhere.

use std::collections::{HashMap, HashSet};

use super::Moment;
use super::carried::{CarriedLine, carrying_on};
use super::id::SessionId;
use super::search::{Query, searchable};
use super::session::{ClientKey, Session};
use super::themes::{ThemeCount, ThemeCounts};

/// Every session that was read, newest first.
#[derive(Debug, Default)]
pub struct Library {
    shelf: Vec<Shelved>,
    themes: ThemeCounts,
    revision: u64,
}

/// A session and what a search looks at in it.
#[derive(Debug, Clone)]
pub struct Shelved {
    session: Session,
    searchable: String,
    client: ClientKey,
}

impl From<Session> for Shelved {
    fn from(session: Session) -> Self {
        let (searchable, client) = (searchable(&session), ClientKey::of(&session.client));
        Self { session, searchable, client }
    }
}

/// A client, as far as the sessions say.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientRow {
    /// The code, as last written.
    pub code: String,
    /// When the last session with them began.
    pub last: Moment,
    /// How many sessions there are.
    pub sessions: usize,
}

impl Library {
    /// An empty library that comes after another one with this revision.
    pub fn after(revision: u64) -> Self {
        Self { revision: revision + 1, ..Self::default() }
    }

    /// A number that changes with every change of the library.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.shelf.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shelf.is_empty()
    }

    /// Every session, newest first.
    pub fn sessions(&self) -> impl DoubleEndedIterator<Item = &Session> {
        self.shelf.iter().map(|shelved| &shelved.session)
    }

    /// The session at an index of [`Library::sessions`].
    pub fn at(&self, index: usize) -> Option<&Session> {
        self.shelf.get(index).map(|shelved| &shelved.session)
    }

    /// The session with this id.
    pub fn get(&self, id: &SessionId) -> Option<&Session> {
        self.sessions().find(|session| session.id == *id)
    }

    /// Adds sessions; one that is already there is replaced.
    pub fn put(&mut self, sessions: impl IntoIterator<Item = Shelved>) {
        let mut known: HashMap<SessionId, usize> =
            self.sessions().enumerate().map(|(index, session)| (session.id.clone(), index)).collect();
        for shelved in sessions {
            self.themes.add(shelved.session.themes());
            if let Some(&index) = known.get(&shelved.session.id) {
                self.themes.remove(self.shelf[index].session.themes());
                self.shelf[index] = shelved;
            } else {
                known.insert(shelved.session.id.clone(), self.shelf.len());
                self.shelf.push(shelved);
            }
        }
        self.shelf.sort_by(|Shelved { session: one, .. }, Shelved { session: other, .. }| {
            other.began.cmp(&one.began).then_with(|| other.id.cmp(&one.id))
        });
        self.revision += 1;
    }

    /// Takes a session away.
    pub fn remove(&mut self, id: &SessionId) {
        for gone in self.shelf.extract_if(.., |shelved| shelved.session.id == *id) {
            self.themes.remove(gone.session.themes());
        }
        self.revision += 1;
    }

    /// The indexes of the sessions with a client, or with any, that a query finds; newest first.
    pub fn find(&self, query: &Query, client: Option<&str>) -> Vec<usize> {
        let client = client.map(ClientKey::of);
        let found = self.shelf.iter().enumerate().filter(|(_, shelved)| {
            client.as_ref().is_none_or(|client| shelved.client == *client) && query.matches(&shelved.searchable)
        });
        found.map(|(index, _)| index).collect()
    }

    /// The sessions with a client, newest first. An empty code is nobody's.
    pub fn with(&self, client: &str) -> impl DoubleEndedIterator<Item = &Session> + use<'_> {
        let client = ClientKey::of(client);
        let theirs = move |shelved: &&Shelved| shelved.client == client && !client.is_nobody();
        self.shelf.iter().filter(theirs).map(|shelved| &shelved.session)
    }

    /// The codes of all clients, each once, as last written, in order.
    pub fn clients(&self) -> Vec<&str> {
        let mut clients: Vec<(&ClientKey, &str)> = Vec::new();
        let mut seen = HashSet::new();
        for shelved in self.shelf.iter().filter(|shelved| !shelved.client.is_nobody()) {
            if seen.insert(&shelved.client) {
                clients.push((&shelved.client, &shelved.session.client));
            }
        }
        clients.sort();
        clients.into_iter().map(|(_, client)| client).collect()
    }

    /// The clients, each with their code as last written, the newest first.
    pub fn client_rows(&self) -> Vec<ClientRow> {
        let mut places: HashMap<&ClientKey, usize> = HashMap::new();
        let mut rows: Vec<ClientRow> = Vec::new();
        for shelved in self.shelf.iter().filter(|shelved| !shelved.client.is_nobody()) {
            let place = *places.entry(&shelved.client).or_insert(rows.len());
            if let Some(row) = rows.get_mut(place) {
                row.sessions += 1;
            } else {
                let session = &shelved.session;
                rows.push(ClientRow { code: session.client.clone(), last: session.began, sessions: 1 });
            }
        }
        rows
    }

    /// The sessions that were never ended, newest first.
    pub fn unfinished(&self) -> impl Iterator<Item = &Session> {
        self.sessions().filter(|session| !session.is_finished())
    }

    /// The sessions with the same client that came before `session`, newest first.
    fn before(&self, session: &Session) -> impl DoubleEndedIterator<Item = &Session> + use<'_> {
        let (id, began) = (session.id.clone(), session.began);
        self.with(&session.client).filter(move |other| other.id != id && other.began <= began)
    }

    /// Which session with its client this one is, from 1; none without a code.
    pub fn ordinal(&self, session: &Session) -> Option<usize> {
        (!ClientKey::of(&session.client).is_nobody()).then(|| 1 + self.before(session).count())
    }

    /// The session with a client that came last before `session`, and what carried on when
    /// `session` began, oldest first.
    pub fn last_before(&self, session: &Session) -> Option<(&Session, Vec<CarriedLine>)> {
        let last = self.before(session).next()?;
        Some((last, carrying_on(&self.before(session).rev().collect::<Vec<_>>())))
    }

    /// Every theme: first those of a client, the newest first, then all others.
    pub fn themes(&self, client: &str) -> Vec<String> {
        let mut themes: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        let of_client = self.with(client).flat_map(Session::themes);
        for theme in of_client.chain(self.themes.iter().map(|count| count.theme.as_str())) {
            if seen.insert(theme.to_lowercase()) {
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
    pub fn theme_counts_of(&self, client: &str) -> Vec<ThemeCount> {
        let mut counts = ThemeCounts::default();
        self.with(client).for_each(|session| counts.add(session.themes()));
        counts.iter().cloned().collect()
    }

    /// The last session with a client.
    pub fn last_with(&self, client: &str) -> Option<&Session> {
        self.with(client).next()
    }

    /// What carries on for a client, oldest first.
    pub fn carrying_on(&self, client: &str) -> Vec<CarriedLine> {
        carrying_on(&self.with(client).rev().collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;
    use crate::domain::guideline::CarryKind;
    use crate::domain::notes::Stamp;
    use crate::domain::session::OutcomeKind;

    fn at(hours: i64) -> Moment {
        chrono::DateTime::parse_from_rfc3339("2026-11-01T10:00:00+01:00").unwrap() + chrono::TimeDelta::hours(hours)
    }

    fn session(client: &str, hours: i64, line: &str) -> Session {
        let mut session = Session::begin(at(hours), client, None, Vec::new());
        session.notes.add(line, Some(CarryKind::Thread), &Stamp { at: at(hours), prompt: None });
        session
    }

    fn texts(carried: &[CarriedLine]) -> Vec<&str> {
        carried.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn newest_first_whatever_the_order_of_reading() {
        let mut library = Library::default();
        library.put([session("B", 2, "x").into()]);
        library.put([session("A", 1, "x").into(), session("b", 3, "x").into()]);
        let clients: Vec<&str> = library.sessions().map(|session| session.client.as_str()).collect();
        assert_eq!(clients, ["b", "B", "A"]);
        assert_eq!(library.clients(), ["A", "b"]);
        assert_eq!(library.ordinal(library.at(0).unwrap()), Some(2));
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
    fn what_was_resolved_no_longer_carries_on() {
        let first = session("A", 1, "the letter");
        let mut second = session("A", 2, "her mother");
        let letter = first.notes.lines()[0].id.clone();
        let mut library = Library::default();
        library.put([second.clone().into(), first.clone().into(), session("B", 1, "another").into()]);
        assert_eq!(texts(&library.carrying_on("a")), ["the letter", "her mother"]);
        assert_eq!(texts(&library.last_before(&second).unwrap().1), ["the letter"]);

        second.set_outcome(&letter, &first.id, OutcomeKind::Resolved, at(2));
        library.put([second.clone().into()]);
        assert_eq!(texts(&library.carrying_on("A")), ["her mother"]);

        second.set_outcome(&letter, &first.id, OutcomeKind::Kept, at(2));
        library.put([second.into()]);
        assert_eq!(texts(&library.carrying_on("A")), ["the letter", "her mother"]);
    }
}
