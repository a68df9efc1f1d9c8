//! The thread's own side: takes requests, and does in turn what is due, what is unread, and what may
//! have changed.

mod converting;
mod many;
mod other_devices;
mod reading;
mod renaming;
mod sealed_pending;
mod sealing;
mod writing;

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use chrono::{Local, SubsecRound, Utc};

use super::pending::{Pending, Snapshot, Timing};
use super::{Message, Report, Request};
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::requests::LibraryRequest;
use crate::storage::error::{Kind, StorageError};
use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::log::Log;
use crate::storage::store::replica::Replica;
use crate::storage::store::{ScanScope, Store};
use crate::storage::vault::attempts::Attempts;
use crate::storage::worker::{PromptsRequest, SavingReport, SavingRequest};
use renaming::Underway;
use sealed_pending::SealedPending;
use sealing::Seal;

/// What the thread works with.
pub(super) struct WorkerLoop {
    folders: Folders,
    /// The files as the notes are kept in them: sealed, if they are.
    files: Files,
    /// The files as they are on the disk.
    disk_files: Files,
    seal: Seal,
    sealed: SealedPending,
    /// The sessions that could not be saved and have a recovery copy.
    copied: HashSet<SessionId>,
    replica: Replica,
    timing: Timing,
    reports: Sender<Report>,
    // After the reports: a thread that panics drops them first, and the app is woken to see it.
    wake: Wake,
    has_reported: bool,
    log: Log,
    folder: Folder,
    /// Why the folder cannot be opened or read.
    folder_error: Option<StorageError>,
    pending: Pending,
    renaming: Option<Underway>,
    /// What was said to be wrong.
    problem: Option<StorageError>,
}

/// Wakes the app, and once more as the thread ends.
struct Wake(Box<dyn Fn() + Send>);

impl Drop for Wake {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// How far the notes folder is opened.
enum Folder {
    /// It is tried to be opened then.
    Closed { next_try: Instant },
    /// Its notes are sealed, and nobody has opened them.
    Locked,
    /// It is open.
    Open { store: Box<Store>, reading: Reading },
}

/// How far the sessions are read.
enum Reading {
    /// These are still to be read, the last one first, from then on.
    Unread {
        sessions: Vec<SessionId>,
        /// How many there were when reading began.
        total: usize,
        begun: Instant,
        next_read: Instant,
    },
    /// All were read. Whether somebody else changed any is looked at then.
    Done { next_look: Instant },
}

impl WorkerLoop {
    pub(super) fn new(
        folders: Folders,
        files: Files,
        timing: Timing,
        reports: Sender<Report>,
        wake: Box<dyn Fn() + Send>,
    ) -> Self {
        let attempts = Attempts::of(&files, &folders);
        Self {
            log: Log::of(&folders),
            folders,
            disk_files: files.clone(),
            files,
            seal: Seal::new(attempts),
            sealed: SealedPending::default(),
            copied: HashSet::new(),
            replica: Replica::default(),
            timing,
            reports,
            wake: Wake(wake),
            has_reported: false,
            folder: Folder::Closed { next_try: Instant::now() },
            folder_error: None,
            pending: Pending::default(),
            renaming: None,
            problem: None,
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
            self.keep_late_words();
            let due = self.pending.take_due(&self.timing, Instant::now());
            self.write(due);
            self.write_sealed_if_due();
            self.read_slice();
            // What was read is seen before more is done.
            self.wake();
            self.rename_slice();
            self.convert_slice();
            self.look_around_if_due();
            self.lock_if_asked();
            self.wake();
        }
    }

    /// How long to wait for a message.
    fn next_wait(&self) -> Option<Duration> {
        let next_try = match &self.folder {
            Folder::Open { reading: Reading::Unread { next_read, .. }, .. } => Some(*next_read),
            Folder::Open { reading: Reading::Done { next_look }, .. } => Some(*next_look),
            Folder::Closed { next_try } => Some(*next_try),
            Folder::Locked => None,
        };
        let renaming = self.renaming.as_ref().map(Underway::next_try).filter(|_| self.has_read());
        let conversion = self.seal.next_try().filter(|_| self.has_read());
        let writing = [self.pending.due(&self.timing), self.sealed.next_try()];
        let next = [next_try, renaming, conversion].into_iter().chain(writing).flatten().min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Whether every session was read.
    fn has_read(&self) -> bool {
        matches!(self.folder, Folder::Open { reading: Reading::Done { .. }, .. })
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
        if let Folder::Closed { next_try } = &mut self.folder {
            *next_try = Instant::now();
        }
        self.open_folder();
        self.keep_late_words();
        let all = self.pending.take_all();
        self.write(all);
        self.write_sealed();
        self.files.remove_orphans();
    }

    /// Says what is wrong, once; then what else is wrong, or that nothing is any more.
    fn tell(&mut self) {
        let renaming = || self.renaming.as_ref().and_then(Underway::error);
        let errors = || {
            let waiting = self.pending.errors().chain(self.sealed.errors());
            self.folder_error.iter().chain(waiting).chain(renaming()).chain(self.seal.error())
        };
        let said = |error: &StorageError| {
            self.problem.as_ref().is_some_and(|said| said.kind == error.kind && said.path == error.path)
        };
        if errors().any(said) {
            return;
        }
        let first = errors().next().cloned();
        if let Some(error) = first {
            self.log_error(&error);
            self.report(Report::Saving(SavingReport::Problem(error.clone())));
            self.problem = Some(error);
        } else if self.problem.take().is_some() {
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
    StorageError::new(Kind::FolderNotThere, &folders.data)
}

/// What time it is here, in whole seconds.
fn now() -> Moment {
    Moment::from(Utc::now().trunc_subsecs(0)).in_zone(&Local)
}
