//! Renaming in every session: a few at a time, so that what is written in between never waits for it.

use std::time::Instant;

use super::WorkerLoop;
use super::vault::Reading;
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::domain::library::renaming::Renaming;
use crate::domain::progress::Progress;
use crate::storage::error::StorageError;
use crate::storage::store::{InSession, Store};
use crate::storage::worker::{LibraryReport, Report, Subject};

/// A renaming that is under way.
#[derive(Debug)]
pub(super) struct Underway {
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

impl Underway {
    /// One that goes on from a start before this one.
    pub(super) fn resumed(renaming: Renaming) -> Self {
        Self::begun(renaming, None)
    }

    fn begun(renaming: Renaming, open: Option<SessionId>) -> Self {
        Self { renaming, open, unseen: None, total: 0, renamed: 0, left: 0, next_try: Instant::now(), error: None }
    }

    pub(super) fn next_try(&self) -> Instant {
        self.next_try
    }

    pub(super) fn error(&self) -> Option<&StorageError> {
        self.error.as_ref()
    }

    /// Goes on for a short while; returns whether all is done. `renamed` are the sessions that say
    /// something else now.
    fn go_on(
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
            if begun.elapsed() >= super::reading::SLICE {
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

    fn progress(&self) -> Report {
        let to_do = self.unseen.as_ref().map_or(self.total, Vec::len);
        let progress = Progress { done: self.total - to_do, total: self.total };
        Report::Library(LibraryReport::Renaming { renaming: self.renaming.clone(), progress })
    }
}

impl WorkerLoop {
    /// Begins to rename in every session but the one that is open.
    pub(super) fn rename(&mut self, renaming: Renaming, open: Option<SessionId>) {
        // What is open may hold the new name already.
        self.write_all();
        let begun = self.opened().and_then(|vault| {
            if vault.renaming.is_some() {
                return Err(vault.store.renaming_underway());
            }
            vault.store.begin_renaming(&renaming)?;
            vault.renaming = Some(Underway::begun(renaming, open));
            Ok(())
        });
        if let Err(error) = begun {
            self.log_error(&error);
            self.report(Report::Refused(Subject::Library, error));
        }
    }

    /// Goes on with what is being renamed, once every session was read.
    pub(super) fn rename_slice(&mut self) {
        let Some(open) = self.vault.opened().filter(|open| matches!(open.reading, Reading::Done { .. })) else {
            return;
        };
        let begun = Instant::now();
        let Some(mut underway) = open.renaming.take_if(|underway| underway.next_try <= begun) else { return };
        let mut renamed = Vec::new();
        let went_on = underway.go_on(&mut open.store, begun, &mut renamed);
        let had_error = underway.error.take().is_some();
        if !renamed.is_empty() {
            self.report(Report::Library(LibraryReport::Sessions(renamed)));
        }
        match went_on {
            Ok(is_done) => {
                self.report(underway.progress());
                if is_done {
                    let Underway { renaming, renamed, left, .. } = underway;
                    self.report(Report::Library(LibraryReport::Renamed { renaming, renamed, left }));
                } else {
                    self.go_on_renaming(underway);
                }
                if had_error {
                    self.tell();
                }
            }
            Err(error) => {
                underway.error = Some(error);
                underway.next_try = begun + self.timing.retry_delay;
                self.go_on_renaming(underway);
                self.tell();
            }
        }
    }

    fn go_on_renaming(&mut self, underway: Underway) {
        if let Some(open) = self.vault.opened() {
            open.renaming = Some(underway);
        }
    }
}
