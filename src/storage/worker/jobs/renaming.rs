//! Renaming in every session, a few at a time.

use std::time::{Duration, Instant};

use super::SLICE;
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::domain::library::renaming::Renaming;
use crate::domain::progress::Progress;
use crate::storage::error::StorageError;
use crate::storage::store::{InSession, Store};

/// A renaming that is under way.
#[derive(Debug)]
pub(in crate::storage::worker) struct RenameJob {
    renaming: Renaming,
    /// The session that the app has open: it renames in that one itself.
    open: Option<SessionId>,
    /// The sessions to be looked at yet; nothing before the first is.
    unseen: Option<Vec<SessionId>>,
    total: usize,
    renamed: usize,
    left: usize,
    next_try: Instant,
    /// Why it does not go on.
    error: Option<StorageError>,
}

/// What a step did.
#[derive(Debug)]
pub(in crate::storage::worker) struct RenameStep {
    /// The sessions that say something else now.
    pub(in crate::storage::worker) renamed: Vec<IndexedSession>,
    pub(in crate::storage::worker) outcome: RenameOutcome,
    /// Whether something was wrong before, or is now.
    pub(in crate::storage::worker) was_wrong: bool,
}

/// How a renaming goes on.
#[derive(Debug)]
pub(in crate::storage::worker) enum RenameOutcome {
    /// Some sessions are to be looked at yet.
    Underway(Progress),
    /// It is done: so many have the new name, and so many stay as they are.
    Done { progress: Progress, renamed: usize, left: usize },
    /// It does not go on for now.
    Stopped,
}

impl RenameJob {
    /// One in every session but the one that is open, or one that goes on from a start before this one.
    pub(in crate::storage::worker) fn new(renaming: Renaming, open: Option<SessionId>) -> Self {
        Self { renaming, open, unseen: None, total: 0, renamed: 0, left: 0, next_try: Instant::now(), error: None }
    }

    pub(in crate::storage::worker) fn renaming(&self) -> &Renaming {
        &self.renaming
    }

    pub(in crate::storage::worker) fn next_try(&self) -> Instant {
        self.next_try
    }

    pub(in crate::storage::worker) fn error(&self) -> Option<&StorageError> {
        self.error.as_ref()
    }

    /// Renames in some sessions. What cannot be done is tried again after `retry_delay`.
    pub(in crate::storage::worker) fn step(&mut self, store: &mut Store, retry_delay: Duration) -> RenameStep {
        let begun = Instant::now();
        let mut renamed = Vec::new();
        let is_done = self.rename_some(store, begun, &mut renamed);
        let was_wrong = self.error.take().is_some();
        match is_done {
            Ok(false) => RenameStep { renamed, outcome: RenameOutcome::Underway(self.progress()), was_wrong },
            Ok(true) => {
                let outcome = RenameOutcome::Done { progress: self.progress(), renamed: self.renamed, left: self.left };
                RenameStep { renamed, outcome, was_wrong }
            }
            Err(error) => {
                self.error = Some(error);
                self.next_try = begun + retry_delay;
                RenameStep { renamed, outcome: RenameOutcome::Stopped, was_wrong: true }
            }
        }
    }

    /// Goes on for a short while; returns whether all is done. `renamed` are the sessions that say
    /// something else now.
    fn rename_some(
        &mut self,
        store: &mut Store,
        begun: Instant,
        renamed: &mut Vec<IndexedSession>,
    ) -> Result<bool, StorageError> {
        if self.unseen.is_none() {
            let sessions = store.list()?.sessions;
            self.total = sessions.len();
            self.unseen = Some(sessions);
        }
        let unseen = self.unseen.get_or_insert_default();
        while let Some(id) = unseen.last() {
            if begun.elapsed() >= SLICE {
                return Ok(false);
            }
            if self.open.as_ref() != Some(id) {
                match store.rename_in(id, &self.renaming)? {
                    InSession::Unconcerned => {}
                    InSession::Left => self.left += 1,
                    InSession::Renamed(session) => {
                        self.renamed += 1;
                        renamed.push((*session).into());
                    }
                }
            }
            unseen.pop();
        }
        store.rename_in_trash(&self.renaming)?;
        store.end_renaming()?;
        Ok(true)
    }

    fn progress(&self) -> Progress {
        let to_do = self.unseen.as_ref().map_or(self.total, Vec::len);
        Progress { done: self.total - to_do, total: self.total }
    }
}
