//! The thread's own side: takes requests, and does in turn what is due, what is unread, and what may
//! have changed.

mod converting;
#[cfg(test)]
mod locking_tests;
mod other_devices;
mod reading;
mod renaming;
mod sealed_pending;
mod sealing;
mod vault;
mod writing;

use std::collections::HashSet;
use std::fmt;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use chrono::{Local, SubsecRound, Utc};

use super::pending::{Pending, Snapshot, Timing};
use super::{Message, Report, Request};
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::requests::LibraryRequest;
use crate::storage::error::{Problem, StorageError};
use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::log::Log;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::store::ScanScope;
use crate::storage::store::replica::Replica;
use crate::storage::vault::attempts::Attempts;
use crate::storage::worker::{PromptsRequest, SavingReport, SavingRequest};
use sealed_pending::SealedPending;
use sealing::LastReported;
use vault::Vault;

/// What the thread works with.
#[derive(Debug)]
pub(super) struct WorkerLoop {
    /// The notes folder as it is on the disk.
    disk: NotesFolder,
    /// What is held of the notes: locking drops it.
    vault: Vault,
    /// What outlives locking.
    sealed: SealedPending,
    attempts: Attempts,
    /// Whether the notes are to be locked as soon as every word is on the disk.
    is_to_lock: bool,
    /// Whether they were locked because another device changed something.
    is_changed_elsewhere: bool,
    last_reported: LastReported,
    /// The sessions that could not be saved and have a recovery copy.
    copied: HashSet<SessionId>,
    replica: Replica,
    timing: Timing,
    reports: Sender<Report>,
    // After the reports: a thread that panics drops them first, and the app is woken to see it.
    wake: Wake,
    has_reported: bool,
    log: Log,
    /// Why the folder cannot be opened or read.
    folder_error: Option<StorageError>,
    pending: Pending,
}

/// Wakes the app, and once more as the thread ends.
struct Wake(Box<dyn Fn() + Send>);

impl Drop for Wake {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl fmt::Debug for Wake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Wake")
    }
}

impl WorkerLoop {
    pub(super) fn new(
        folders: Folders,
        files: Files,
        timing: Timing,
        reports: Sender<Report>,
        wake: Box<dyn Fn() + Send>,
    ) -> Self {
        Self {
            attempts: Attempts::of(&files, &folders),
            log: Log::of(&folders),
            disk: NotesFolder { files, paths: folders },
            vault: Vault::unknown(),
            sealed: SealedPending::default(),
            is_to_lock: false,
            is_changed_elsewhere: false,
            last_reported: LastReported::default(),
            copied: HashSet::new(),
            replica: Replica::default(),
            timing,
            reports,
            wake: Wake(wake),
            has_reported: false,
            folder_error: None,
            pending: Pending::default(),
        }
    }

    /// Works until it is told to stop, or its owner is gone.
    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        loop {
            self.open_folder();
            let received = match self.next_wait() {
                Some(wait) => messages.recv_timeout(wait),
                None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match received {
                Ok(message) => {
                    let mut next = Some(message);
                    while let Some(message) = next {
                        if !self.take(message) {
                            return;
                        }
                        next = messages.try_recv().ok();
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.write_all();
                    return;
                }
            }
            self.do_what_is_due();
        }
    }

    /// Does in turn a little of everything that is due.
    fn do_what_is_due(&mut self) {
        self.keep_late_words();
        let due = self.pending.take_due(&self.timing, Instant::now());
        self.write(due);
        self.write_sealed_if_due();
        self.step_loading();
        // What was read is seen before more is done.
        self.wake();
        self.step_renaming();
        self.step_conversion();
        self.rescan_if_due();
        self.lock_if_asked();
        self.wake();
    }

    /// How long to wait for a message.
    fn next_wait(&self) -> Option<Duration> {
        let next = [self.vault.next_try(), self.pending.due(&self.timing), self.sealed.next_try()];
        Some(next.into_iter().flatten().min()?.saturating_duration_since(Instant::now()))
    }

    /// The notes folder as the notes are kept in it: sealed, if they are.
    fn notes(&self) -> NotesFolder {
        self.disk.with_files(self.files())
    }

    /// The files of that.
    fn files(&self) -> &Files {
        self.vault.keys().map_or(&self.disk.files, |keys| &keys.files)
    }

    fn carry_out(&mut self, request: Request, now: Instant) {
        match request {
            Request::Saving(request) => self.take_saving(request, now),
            Request::Library(request) => self.take_library(request),
            Request::Prompts(PromptsRequest::ReadGuideline(path)) => self.read_guideline(&path),
            Request::Prompts(PromptsRequest::WriteGuideline(path, guideline)) => self.write_guideline(path, &guideline),
            Request::Sealing(request) => self.take_sealing(request),
            Request::Lock(undo) => self.ask_to_lock(undo.as_deref()),
        }
    }

    fn take_saving(&mut self, request: SavingRequest, now: Instant) {
        match request {
            SavingRequest::BeginEditing(session) => self.begin_editing(&session),
            SavingRequest::SaveSession { session, merged_up_to, revision } => {
                // A recovery copy holds what came before.
                self.copied.remove(&session.id);
                self.pending.put(Snapshot::Session { session, merged_up_to }, revision, now);
            }
            SavingRequest::SavePromptSets { sets, revision } => {
                self.pending.put(Snapshot::PromptSets(sets), revision, now);
            }
            SavingRequest::SaveSettings(settings) => self.pending.put(Snapshot::Settings(settings), 0, now),
            SavingRequest::Finalize { session, merged_up_to } => self.finalize(&session, merged_up_to),
            SavingRequest::DiscardUnwritten(id) => self.discard_unwritten(&id),
            SavingRequest::WriteNow => self.write_all(),
        }
    }

    fn take_library(&mut self, request: LibraryRequest) {
        match request {
            LibraryRequest::Rescan => self.rescan(ScanScope::All),
            LibraryRequest::ReadVersions(id) => self.read_versions(&id),
            LibraryRequest::Restore(version) => self.restore(&version),
            LibraryRequest::MoveToTrash(id) => self.move_to_trash(&id),
            LibraryRequest::ReadTrash => self.read_trash(),
            LibraryRequest::PutBack(id) => self.put_back(&id),
            LibraryRequest::EmptyTrash => self.empty_trash(),
            LibraryRequest::Rename(renaming, open) => self.rename(*renaming, open),
        }
    }

    /// Takes a message; says whether to go on.
    fn take(&mut self, message: Message) -> bool {
        let now = Instant::now();
        match message {
            Message::Request(request) => self.carry_out(request, now),
            Message::WriteAll(done) => self.write_all_and_answer(&done),
            Message::Finish(done) => {
                self.write_all_and_answer(&done);
                return false;
            }
        }
        self.wake();
        true
    }

    fn write_all_and_answer(&mut self, done: &SyncSender<bool>) {
        self.write_all();
        // Whoever asked may have stopped waiting.
        let _ = done.send(!self.pending.has_words() && self.sealed.is_empty());
    }

    fn write_all(&mut self) {
        if let Vault::Closed { next_try, .. } = &mut self.vault {
            *next_try = Instant::now();
        }
        self.open_folder();
        self.keep_late_words();
        let all = self.pending.take_all();
        self.write(all);
        self.write_sealed();
        self.files().remove_orphans();
    }

    /// Says what is wrong, once; then what else is wrong, or that nothing is any more.
    fn tell(&mut self) {
        let errors = || {
            let waiting = self.pending.errors().chain(self.sealed.errors());
            self.folder_error.iter().chain(waiting).chain(self.vault.errors())
        };
        let said = |error: &StorageError| {
            self.last_reported.problem.as_ref().is_some_and(|said| said.kind == error.kind && said.path == error.path)
        };
        if errors().any(said) {
            return;
        }
        let first = errors().next().cloned();
        if let Some(error) = first {
            self.log_error(&error);
            self.report(Report::Saving(SavingReport::Problem(error.clone())));
            self.last_reported.problem = Some(error);
        } else if self.last_reported.problem.take().is_some() {
            self.report(Report::Saving(SavingReport::ProblemSolved));
        }
    }

    fn log_error(&self, error: &StorageError) {
        let code = error.cause.and_then(|cause| cause.code).map(|code| format!(" (system code {code})"));
        self.log.add(&format!("{error}{}", code.unwrap_or_default()));
    }

    fn report(&mut self, report: Report) {
        self.has_reported = true;
        // The app may be gone while the last words are written.
        let _ = self.reports.send(report);
    }

    fn wake(&mut self) {
        if std::mem::take(&mut self.has_reported) {
            (self.wake.0)();
        }
    }
}

fn folder_gone(folders: &Folders) -> StorageError {
    StorageError::new(Problem::FolderNotThere, &folders.data)
}

/// What time it is here, in whole seconds.
fn now() -> Moment {
    Moment::from(Utc::now().trunc_subsecs(0)).in_zone(&Local)
}
