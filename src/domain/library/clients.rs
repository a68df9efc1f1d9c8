//! The sessions of each client by their places in the library, and how many lines of each are kept for next time.
//!
//! Worked out when first asked for. Must not know how sessions are ordered or found.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::PlacedSession;
use crate::domain::client_code::ClientKey;
use crate::domain::id::LineId;
use crate::domain::session::kept::Outcomes;
use crate::domain::session::{OutcomeKind, Session};

/// What became of the lines of a session that are no longer kept for next time.
pub type EndedLines = HashMap<LineId, OutcomeKind>;

/// What became of a line of an open session that is no longer kept for next time. What the session says of its own
/// line counts more than what others say: it is open.
pub(crate) fn ended_line(open: &Session, by_others: &EndedLines, line: &LineId) -> Option<OutcomeKind> {
    let own = open.outcomes.iter().find(|said| said.line == *line && said.from == open.id);
    let said = own.map(|said| &said.outcome).or_else(|| by_others.get(line));
    said.filter(|outcome| outcome.ends()).cloned()
}

/// The sessions of each client.
#[derive(Debug, Default)]
pub(super) struct ClientIndex {
    by_key: HashMap<ClientKey, Theirs>,
}

/// The sessions of one client.
#[derive(Debug, Default)]
pub(super) struct Theirs {
    /// Their places in the library, in its order.
    pub(super) places: Vec<usize>,
    /// How many lines of each of them are kept for next time.
    open: OnceCell<Vec<usize>>,
    /// What became of the lines of each of them that no longer do.
    ended: OnceCell<Vec<EndedLines>>,
}

impl ClientIndex {
    /// Those of the sessions in a library. Two sessions without a code are not one client's.
    pub(super) fn of(placed: &[PlacedSession]) -> Self {
        let mut by_key: HashMap<ClientKey, Theirs> = HashMap::new();
        for (place, one) in placed.iter().enumerate() {
            let client = one.client();
            match by_key.get_mut(client) {
                Some(theirs) => theirs.places.push(place),
                None => drop(by_key.insert(client.clone(), Theirs { places: vec![place], ..Theirs::default() })),
            }
        }
        Self { by_key }
    }

    /// The places of the sessions with a client; nobody has any.
    pub(super) fn places(&self, client: &ClientKey) -> &[usize] {
        self.by_key.get(client).filter(|_| !client.is_nobody()).map_or(&[], |sessions| &sessions.places)
    }

    /// The places of the sessions with each client. Every client has one at least.
    pub(super) fn each(&self) -> impl Iterator<Item = &[usize]> {
        let clients = self.by_key.iter().filter(|(client, _)| !client.is_nobody());
        clients.map(|(_, theirs)| theirs.places.as_slice())
    }

    /// A session with a client was changed, and nothing else.
    pub(super) fn changed(&mut self, client: &ClientKey) {
        if let Some(theirs) = self.by_key.get_mut(client) {
            theirs.open.take();
            theirs.ended.take();
        }
    }

    /// How many lines are kept for next time of the session at a place, which is with this client.
    pub(super) fn open_lines(&self, placed: &[PlacedSession], client: &ClientKey, place: usize) -> usize {
        let Some(sessions) = self.by_key.get(client) else { return 0 };
        sessions.places.binary_search(&place).map_or(0, |index| sessions.open(placed, client)[index])
    }

    /// What became of the lines of the session at a place, which is with this client, that are no longer kept for next time.
    pub(super) fn ended(&self, placed: &[PlacedSession], client: &ClientKey, place: usize) -> Option<&EndedLines> {
        let sessions = self.by_key.get(client)?;
        sessions.ended(placed, client).get(sessions.places.binary_search(&place).ok()?)
    }

    /// For each place in the library whether anything of its session is kept for next time.
    pub(super) fn open(&self, placed: &[PlacedSession]) -> Vec<bool> {
        let mut open = vec![false; placed.len()];
        for (client, sessions) in &self.by_key {
            for (place, lines) in sessions.places.iter().zip(sessions.open(placed, client)) {
                open[*place] = *lines > 0;
            }
        }
        open
    }
}

impl Theirs {
    fn open(&self, placed: &[PlacedSession], client: &ClientKey) -> &[usize] {
        self.open.get_or_init(|| {
            self.of_each(placed, client, |one, outcomes| {
                let marked = one.kept.about.marked.iter();
                marked.filter(|line| !outcomes.have_ended(&one.session.id, line)).count()
            })
        })
    }

    fn ended(&self, placed: &[PlacedSession], client: &ClientKey) -> &[EndedLines] {
        self.ended.get_or_init(|| {
            self.of_each(placed, client, |one, outcomes| {
                let ended = |line: &LineId| outcomes.ended(&one.session.id, line).cloned();
                one.kept.about.marked.iter().filter_map(|line| Some((line.clone(), ended(line)?))).collect()
            })
        })
    }

    /// Works out something of each session from what was said of its lines.
    fn of_each<T>(
        &self,
        placed: &[PlacedSession],
        client: &ClientKey,
        of: impl Fn(&PlacedSession, &Outcomes<'_>) -> T,
    ) -> Vec<T> {
        let sessions = || self.places.iter().map(|place| &placed[*place]);
        // Two sessions without a code say nothing of each other.
        let together = Outcomes::of(sessions().filter(|_| !client.is_nobody()).map(|one| one.session.as_ref()));
        let each = sessions().map(|one| {
            let alone = client.is_nobody().then(|| Outcomes::of([one.session.as_ref()]));
            of(one, alone.as_ref().unwrap_or(&together))
        });
        each.collect()
    }
}
