//! Reading: opens the notes folder, takes in what is there, and looks for what somebody else
//! changed.

use std::time::Instant;

use zeroize::Zeroizing;

use super::WorkerLoop;
use super::vault::{Loading, OpenVault, Vault};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::storage::error::{StorageError, UnreadableFile};
use crate::storage::store::recovery;
use crate::storage::store::recovery_copy::RecoveryCopy;
use crate::storage::store::{ExternalChange, Listing, ScanScope, Store, Taken};
use crate::storage::worker::jobs::loading::LoadJob;
use crate::storage::worker::jobs::renaming::RenameJob;
use crate::storage::worker::pending::Snapshot;
use crate::storage::worker::{LibraryReport, PromptsReport, Report, TheirSets};

impl WorkerLoop {
    /// Opens the notes folder, if it is closed and it is time to try.
    pub(super) fn open_folder(&mut self) {
        match &self.vault {
            Vault::Closed { next_try, .. } if *next_try <= Instant::now() => {}
            _ => return,
        }
        let opened = match self.hold_folder().and_then(|()| self.may_open()) {
            Ok(false) => {
                self.tell();
                return self.wake();
            }
            Ok(true) => Store::open(&self.notes(), &self.replica),
            Err(error) => Err(error),
        };
        match opened.and_then(|mut store| store.list().map(|listing| (store, listing))) {
            Ok((mut store, listing)) => {
                self.disk.paths = store.folders().clone();
                let their_sets = store.prompt_sets.take_in_copies();
                match store.prompt_sets.read() {
                    Ok(Some(sets)) => self.report(Report::Prompts(PromptsReport::PromptSets(sets))),
                    Ok(None) => {}
                    Err(unreadable) => self.report_unreadable(unreadable),
                }
                self.report_their_sets(their_sets);
                let renaming = store.renaming().unwrap_or_else(|unreadable| {
                    self.report_unreadable(unreadable);
                    None
                });
                let sessions = self.take_in(&mut store, listing);
                // What is in its place by now need not be kept once more.
                for unreadable in store.clear_leftovers() {
                    self.report_unreadable(unreadable);
                }
                let renaming = renaming.map(|renaming| RenameJob::new(renaming, None));
                self.vault.open(store, renaming);
                let sessions = self.recover(sessions);
                if let Some(open) = self.vault.opened() {
                    open.loading = Loading::Underway(LoadJob::new(sessions));
                }
                self.folder_error = None;
            }
            Err(error) => {
                self.vault.close(Instant::now() + self.timing.retry_delay);
                self.folder_error = Some(error);
            }
        }
        self.tell();
        self.wake();
    }

    /// Holds the notes folder that is at its path, and takes the recovery copies of it that were made when
    /// less was known of it.
    fn hold_folder(&mut self) -> Result<(), StorageError> {
        if self.disk.hold()? {
            recovery::adopt(&self.disk);
        }
        Ok(())
    }

    /// Takes in the files that are not a session's own; returns the sessions to be read.
    fn take_in(&mut self, store: &mut Store, listing: Listing) -> Vec<SessionId> {
        let mut sessions = listing.sessions;
        for path in listing.others {
            match store.take_in(&path) {
                Taken::In(id) if !sessions.contains(&id) => sessions.push(id),
                Taken::In(_) | Taken::Gone | Taken::Beside(None) => {}
                Taken::Beside(Some(session)) => {
                    self.report(Report::Library(LibraryReport::Sessions(vec![(*session).into()])));
                }
                Taken::Left(file) => self.report_unreadable(file),
            }
        }
        sessions
    }

    /// Takes in the sessions that have a recovery copy, on the disk or in memory; of those listed, returns the ones that
    /// are still to be read.
    pub(super) fn recover(&mut self, mut listed: Vec<SessionId>) -> Vec<SessionId> {
        if self.vault.opened().is_none() {
            return listed;
        }
        let kept = self.take_kept_words();
        let had_any = !kept.is_empty();
        for copy in kept {
            // They are in memory alone: whatever can be kept of them, they go on.
            let together = self.recovered(&copy, false).ok().flatten();
            self.put_recovered(together, &mut listed);
        }
        if had_any {
            self.say_waiting();
        }
        recovery::adopt_of_former_ids(&self.disk, |id, bytes| self.is_of_these_notes(id, bytes));
        let (copies, unreadable) = recovery::sessions(&self.notes());
        for file in unreadable {
            self.report_unreadable(file);
        }
        for copy in copies {
            let id = &copy.session.id;
            // Words that were sent since are newer than their copy.
            if self.pending.has_session(id) {
                continue;
            }
            match self.recovered(&copy, true) {
                Ok(None) => recovery::remove(&self.notes(), id),
                Ok(Some(together)) => {
                    self.put_recovered(Some(together), &mut listed);
                    self.is_copied(id.clone(), 0);
                }
                Err(error) => {
                    self.log_error(&error);
                    recovery::set_aside_copy(&self.notes(), id);
                }
            }
        }
        listed
    }

    /// A copy put together with what is in its place; nothing if that has all of it.
    fn recovered(&mut self, copy: &RecoveryCopy, keeps: bool) -> Result<Option<Session>, StorageError> {
        match self.vault.opened() {
            Some(open) => open.store.recovered(copy, keeps),
            None => Err(super::folder_gone(&self.disk.paths)),
        }
    }

    /// Whether a recovery copy is of these notes: their keys open it, or, if they are plain, they have its session.
    fn is_of_these_notes(&self, id: &SessionId, bytes: &[u8]) -> bool {
        match self.vault.keys() {
            Some(keys) => keys.keyring.open(bytes).map(Zeroizing::new).is_ok(),
            None => self.disk.files.is_file(&self.disk.paths.sessions().join(format!("{id}.json"))),
        }
    }

    /// Saves what was not in its place, and says what it is.
    fn put_recovered(&mut self, together: Option<Session>, listed: &mut Vec<SessionId>) {
        let Some(together) = together else { return };
        listed.retain(|id| *id != together.id);
        self.report(Report::Library(LibraryReport::Recovered(Box::new(together.clone()))));
        self.pending.put(Snapshot::Session { session: Box::new(together), merged_up_to: 0 }, 0, Instant::now());
    }

    fn report_unreadable(&mut self, file: UnreadableFile) {
        self.log.add(&file.to_string());
        self.report(Report::Library(LibraryReport::Unreadable(file)));
    }

    /// Reads some sessions, if any are unread and it is time to.
    pub(super) fn step_loading(&mut self) {
        let now = Instant::now();
        let Some(OpenVault { store, loading, .. }) = self.vault.opened() else { return };
        let Loading::Underway(job) = loading else { return };
        if job.next_try() > now {
            return;
        }
        let step = job.step(store, self.timing.retry_delay);
        let (progress, is_done) = (job.progress(), job.is_done());
        let is_slow = job.elapsed() >= self.timing.progress;
        if is_done {
            *loading = Loading::Done { next_rescan: now + self.timing.rescan_interval };
        }
        for file in step.unreadable {
            self.report_unreadable(file);
        }
        if !step.sessions.is_empty() {
            self.report(Report::Library(LibraryReport::Sessions(step.sessions)));
        }
        if is_slow && !is_done {
            self.report(Report::Library(LibraryReport::Reading(progress)));
        }
        self.say_of_folder(step.away);
        if is_done {
            self.report(Report::Library(LibraryReport::AllRead));
        }
    }

    pub(super) fn rescan_if_due(&mut self) {
        if let Some(OpenVault { loading: Loading::Done { next_rescan }, .. }) = self.vault.opened()
            && *next_rescan <= Instant::now()
        {
            self.rescan(ScanScope::Open);
        }
    }

    /// Looks for what somebody else changed. While sessions are being read, that is what reading does.
    pub(super) fn rescan(&mut self, scope: ScanScope) {
        self.look_at_keys();
        let Some(OpenVault { store, loading: Loading::Done { next_rescan }, .. }) = self.vault.opened() else { return };
        *next_rescan = Instant::now() + self.timing.rescan_interval;
        match store.rescan(scope) {
            Ok(noticed) => {
                let has_changed = !noticed.is_empty();
                let their_sets = store.prompt_sets.take_in_copies();
                self.report_their_sets(their_sets);
                for noticed in noticed {
                    self.report_noticed(noticed);
                }
                if has_changed {
                    self.look_for_late_files();
                }
                self.say_of_folder(None);
            }
            Err(error) => {
                let away = store.why_away();
                self.say_of_folder(Some(away.unwrap_or(error)));
            }
        }
    }

    fn report_their_sets(&mut self, their_sets: Vec<TheirSets>) {
        for sets in their_sets {
            self.report(Report::Prompts(PromptsReport::TheirPromptSets(Box::new(sets))));
        }
    }

    pub(super) fn report_noticed(&mut self, noticed: ExternalChange) {
        match noticed {
            ExternalChange::Changed(session) => {
                self.report(Report::Library(LibraryReport::Sessions(vec![(*session).into()])));
            }
            ExternalChange::RemoteChange(others) => self.report(Report::Library(LibraryReport::RemoteChange(others))),
            ExternalChange::Gone(id) => self.report(Report::Library(LibraryReport::Gone(id))),
            ExternalChange::Unreadable(file) => self.report_unreadable(file),
            ExternalChange::Settled(path) => self.report(Report::Library(LibraryReport::Resolved(path))),
        }
    }

    fn say_of_folder(&mut self, error: Option<StorageError>) {
        if self.folder_error.is_some() || error.is_some() {
            self.folder_error = error;
            self.tell();
        }
    }
}
