//! The thread's own side: opens the folder, reads it in slices, writes what is due, tries again
//! what failed.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use chrono::{Local, SubsecRound, Utc};

use super::pending::{Pending, Snapshot, Timing, Waiting};
use super::{Message, Report, Request};
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::storage::error::{Kind, StorageError, UnreadableFile};
use crate::storage::folders::Folders;
use crate::storage::log::Log;
use crate::storage::recovery;
use crate::storage::store::{Store, save_settings};

/// How long sessions are read before the requests are looked at again.
const SLICE: Duration = Duration::from_millis(15);

/// What the thread works with.
pub(super) struct Desk {
    folders: Folders,
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
    /// It is open, and these sessions are still to be read, the last one first, from then on.
    Open { store: Box<Store>, unread: Vec<SessionId>, all_read: bool, next_read: Instant },
}

impl Desk {
    pub(super) fn new(folders: Folders, timing: Timing, reports: Sender<Report>, wake: Box<dyn Fn() + Send>) -> Self {
        Self {
            log: Log::of(&folders),
            folders,
            timing,
            reports,
            wake: Wake(wake),
            has_reported: false,
            folder: Folder::Closed { next_try: Instant::now() },
            folder_error: None,
            pending: Pending::default(),
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
            let due = self.pending.take_due(&self.timing, Instant::now());
            self.write(due);
            self.read_slice();
            self.wake();
        }
    }

    /// How long to wait for a message; for ever where nothing else is to be done.
    fn next_wait(&self) -> Option<Duration> {
        let next_try = match &self.folder {
            Folder::Open { all_read: false, next_read, .. } => Some(*next_read),
            Folder::Open { .. } => None,
            Folder::Closed { next_try } => Some(*next_try),
        };
        let next = [next_try, self.pending.due(&self.timing)].into_iter().flatten().min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Takes a message; says whether to go on.
    fn take(&mut self, message: Message) -> bool {
        let now = Instant::now();
        match message {
            Message::Request(Request::SaveSession { session, revision }) => {
                self.pending.put(Snapshot::Session(session), revision, now);
            }
            Message::Request(Request::SavePromptSets { sets, revision }) => {
                self.pending.put(Snapshot::PromptSets(sets), revision, now);
            }
            Message::Request(Request::SaveSettings(settings)) => self.pending.put(Snapshot::Settings(settings), 0, now),
            Message::Request(Request::WriteNow) => self.write_all(),
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
        let _ = done.send(!self.pending.has_words());
    }

    fn write_all(&mut self) {
        if let Folder::Closed { next_try } = &mut self.folder {
            *next_try = Instant::now();
        }
        self.open_folder();
        let all = self.pending.take_all();
        self.write(all);
    }

    fn write(&mut self, due: Vec<Waiting>) {
        let any = !due.is_empty();
        for waiting in due {
            if let Err(error) = self.write_one(&waiting) {
                self.pending.put_back(waiting, error, Instant::now());
            }
        }
        if any {
            self.tell();
        }
    }

    fn write_one(&mut self, waiting: &Waiting) -> Result<(), StorageError> {
        let revision = waiting.revision;
        match &waiting.snapshot {
            Snapshot::Session(session) => {
                if let Err(error) = self.store().and_then(|store| store.save_session(session, Utc::now())) {
                    self.keep_recovery_copy(session);
                    return Err(error);
                }
                recovery::remove(&self.folders, &session.id);
                self.report(Report::SessionSaved { id: session.id.clone(), revision, at: now() });
            }
            Snapshot::PromptSets(sets) => {
                self.store()?.save_prompt_sets(sets)?;
                self.report(Report::PromptSetsSaved { revision, at: now() });
            }
            Snapshot::Settings(settings) => {
                // Settings are not words: where they cannot be kept, the log says so.
                if let Err(error) = save_settings(&self.folders, settings) {
                    self.log_error(&error);
                }
            }
        }
        Ok(())
    }

    fn store(&mut self) -> Result<&mut Store, StorageError> {
        match &mut self.folder {
            Folder::Open { store, .. } => Ok(store),
            Folder::Closed { .. } => Err(self.folder_error.clone().unwrap_or_else(|| folder_gone(&self.folders))),
        }
    }

    fn keep_recovery_copy(&mut self, session: &Session) {
        if let Err(error) = recovery::keep(&self.folders, session) {
            self.log_error(&error);
        }
    }

    /// Says what is wrong, once; then what else is wrong, or that nothing is any more.
    fn tell(&mut self) {
        let errors = || self.folder_error.iter().chain(self.pending.errors());
        let said = |error: &StorageError| {
            self.problem.as_ref().is_some_and(|said| said.kind == error.kind && said.path == error.path)
        };
        if errors().any(said) {
            return;
        }
        let first = errors().next().cloned();
        if let Some(error) = first {
            self.log_error(&error);
            self.report(Report::Problem(error.clone()));
            self.problem = Some(error);
        } else if self.problem.take().is_some() {
            self.report(Report::ProblemSolved);
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

    /// Opens the notes folder, if it is closed and it is time to try.
    fn open_folder(&mut self) {
        match &self.folder {
            Folder::Closed { next_try } if *next_try <= Instant::now() => {}
            _ => return,
        }
        let opened = Store::open(&self.folders).and_then(|store| store.list().map(|listing| (store, listing)));
        match opened {
            Ok((mut store, listing)) => {
                for file in listing.others {
                    self.report_unreadable(file);
                }
                match store.read_prompt_sets() {
                    Ok(Some(sets)) => self.report(Report::PromptSets(sets)),
                    Ok(None) => {}
                    Err(unreadable) => self.report_unreadable(unreadable),
                }
                let unread = self.recover(&mut store, listing.sessions);
                self.folder =
                    Folder::Open { store: Box::new(store), unread, all_read: false, next_read: Instant::now() };
                self.folder_error = None;
            }
            Err(error) => {
                self.folder = Folder::Closed { next_try: Instant::now() + self.timing.retry };
                self.folder_error = Some(error);
            }
        }
        self.tell();
        self.wake();
    }

    /// Takes in the sessions that have a recovery copy; returns those that are still to be read.
    fn recover(&mut self, store: &mut Store, mut listed: Vec<SessionId>) -> Vec<SessionId> {
        let (copies, unreadable) = recovery::sessions(&self.folders);
        for file in unreadable {
            self.report_unreadable(file);
        }
        for session in copies {
            // Words that were sent since are newer than their copy.
            let is_waiting = self.pending.has_session(&session.id);
            if listed.contains(&session.id) {
                match store.read_session(&session.id) {
                    Ok(_) if is_waiting || recovery::settle(&self.folders, &session.id) => {
                        store.supersede(&session.id);
                    }
                    Ok(_) => continue,
                    Err(unreadable) => self.report_unreadable(unreadable),
                }
                listed.retain(|id| *id != session.id);
            }
            if !is_waiting {
                self.report(Report::Sessions(vec![session.clone().into()]));
                self.pending.put(Snapshot::Session(Box::new(session)), 0, Instant::now());
            }
        }
        listed
    }

    fn report_unreadable(&mut self, file: UnreadableFile) {
        self.log.add(&file.to_string());
        self.report(Report::Unreadable(file));
    }

    /// Reads sessions for a short while. Where the folder went away they are read later.
    fn read_slice(&mut self) {
        let Folder::Open { store, unread, all_read, next_read } = &mut self.folder else { return };
        let begun = Instant::now();
        if *all_read || *next_read > begun {
            return;
        }
        let (mut sessions, mut unreadable, mut error) = (Vec::new(), Vec::new(), None);
        while begun.elapsed() < SLICE {
            let Some(id) = unread.pop() else {
                *all_read = true;
                break;
            };
            match store.read_session(&id) {
                Ok(session) => sessions.push(session.into()),
                Err(_) if !store.is_there() => {
                    unread.push(id);
                    *next_read = begun + self.timing.retry;
                    error = Some(folder_gone(&self.folders));
                    break;
                }
                Err(file) => unreadable.push(file),
            }
        }
        let all_read = *all_read;
        for file in unreadable {
            self.report_unreadable(file);
        }
        if !sessions.is_empty() {
            self.report(Report::Sessions(sessions));
        }
        if self.folder_error.is_some() || error.is_some() {
            self.folder_error = error;
            self.tell();
        }
        if all_read {
            self.report(Report::AllRead);
        }
    }
}

fn folder_gone(folders: &Folders) -> StorageError {
    StorageError::new(Kind::FolderNotThere, &folders.data)
}

/// What time it is here, in whole seconds.
fn now() -> Moment {
    Local::now().trunc_subsecs(0).fixed_offset()
}
