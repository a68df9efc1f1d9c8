//! Loading the library: reading every session, the newest first, a few at a time.

use std::time::{Duration, Instant};

use super::SLICE;
use super::parallel_reading::read_many;
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::domain::progress::Progress;
use crate::storage::error::{StorageError, UnreadableFile};
use crate::storage::store::{ReadSession, Store};

/// How long a step takes once the newest sessions are there: each waits for the slowest of its threads.
const LATER_SLICE: Duration = Duration::from_millis(40);

/// The sessions that are to be read yet.
#[derive(Debug)]
pub(in crate::storage::worker) struct LoadJob {
    /// The last one is read first.
    unread: Vec<SessionId>,
    /// How many there were when it began.
    total: usize,
    begun: Instant,
    next_try: Instant,
}

/// What a step read.
#[derive(Debug, Default)]
pub(in crate::storage::worker) struct LoadStep {
    pub(in crate::storage::worker) sessions: Vec<IndexedSession>,
    pub(in crate::storage::worker) unreadable: Vec<UnreadableFile>,
    /// Why the rest is read later: the folder went away.
    pub(in crate::storage::worker) away: Option<StorageError>,
}

impl LoadJob {
    /// Reads these sessions, the last one first.
    pub(in crate::storage::worker) fn new(sessions: Vec<SessionId>) -> Self {
        let now = Instant::now();
        Self { total: sessions.len(), unread: sessions, begun: now, next_try: now }
    }

    pub(in crate::storage::worker) fn next_try(&self) -> Instant {
        self.next_try
    }

    /// How far it is.
    pub(in crate::storage::worker) fn progress(&self) -> Progress {
        Progress { done: self.total - self.unread.len(), total: self.total }
    }

    pub(in crate::storage::worker) fn is_done(&self) -> bool {
        self.unread.is_empty()
    }

    /// How long it has taken.
    pub(in crate::storage::worker) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Leaves out sessions that are known by other means.
    pub(in crate::storage::worker) fn leave_out(&mut self, is_known: impl Fn(&SessionId) -> bool) {
        self.unread.retain(|id| !is_known(id));
    }

    /// Reads some sessions. If the folder went away, the rest is tried again after `retry_delay`.
    pub(in crate::storage::worker) fn step(&mut self, store: &mut Store, retry_delay: Duration) -> LoadStep {
        let now = Instant::now();
        let slice = if self.unread.len() == self.total { SLICE } else { LATER_SLICE };
        let mut step = LoadStep::default();
        let mut read = read_many(&store.reader(), &mut self.unread, now + slice).into_iter();
        while let Some(next) = read.next() {
            let id = next.id().clone();
            step.away = step.take(store, next);
            if step.away.is_some() {
                self.unread.extend(read.rev().map(|read| read.id().clone()));
                self.unread.push(id);
                self.next_try = now + retry_delay;
                break;
            }
        }
        step
    }
}

impl LoadStep {
    /// Takes what was read of a session; returns why the folder is away, if that is why it could not be read.
    fn take(&mut self, store: &mut Store, read: ReadSession) -> Option<StorageError> {
        let id = read.id().clone();
        match store.take_read(read) {
            Ok(sessions) => self.sessions.extend(sessions),
            Err(file) => match store.why_away() {
                // The folder may have been away for just that moment.
                None => match store.read_session(&id) {
                    Ok(session) => self.sessions.push(session.into()),
                    Err(_) => self.unreadable.push(file),
                },
                away => return away,
            },
        }
        None
    }
}
