//! The owner of the notes at the real storage thread: opens them, writes, locks, and changes the key.
//!
//! What is waited for may well not come under an attack. So the thread is asked again and again to write everything,
//! which it does in its turn: what it has not said after so many questions counts as something that it does not say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use holdspace::domain::id::SessionId;
use holdspace::domain::library::Library;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::merge::merge;
use holdspace::storage::error::{Problem, StorageError};
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::{
    LibraryReport, Report, Request, SavingReport, SavingRequest, SealingReport, Timing, Worker,
};

use super::library::{self, WORK, words_in};

/// How long it is left to itself between two questions, unless it has something to say.
const PAUSE: Duration = Duration::from_millis(1);

/// A question that has no answer comes back after nearly ten seconds. After so many of them the thread hangs.
const UNANSWERED: Duration = Duration::from_secs(9);
const PATIENCE: usize = 4;

/// How often the thread is asked, before what is waited for counts as something that does not come.
const QUESTIONS: usize = 200;

/// The same after a request that may well be refused without a word.
const FEW_QUESTIONS: usize = 20;

/// Writes when it is told to, and tries again at once.
fn timing() -> Timing {
    let hour = Duration::from_hours(1);
    let soon = Duration::from_millis(1);
    Timing {
        debounce: hour,
        max_delay: hour,
        retry_delay: soon,
        rescan_interval: hour,
        progress: hour,
        unlock_delay: Duration::ZERO,
        work: WORK,
    }
}

/// What the thread has said.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is what one report said, and none rules out another")]
pub(crate) struct Seen {
    pub(crate) is_locked: bool,
    pub(crate) has_read: bool,
    pub(crate) sealing: Option<Sealing>,
    pub(crate) sessions: BTreeMap<String, Session>,
    /// The words of each session that is shown, and of its earlier versions.
    pub(crate) words: BTreeMap<String, BTreeSet<u16>>,
    pub(crate) trash: BTreeSet<u16>,
    /// The versions that were read last.
    pub(crate) versions: Vec<Session>,
    pub(crate) problem: Option<StorageError>,
    pub(crate) refused: usize,
    pub(crate) not_opened: usize,
    pub(crate) passphrases_changed: usize,
    pub(crate) saved: BTreeMap<String, u64>,
    pub(crate) has_stopped: bool,
    pub(crate) has_hung: bool,
    /// Whether something of a file outside was shown.
    pub(crate) private: bool,
}

/// The owner, with the notes open or locked.
pub(crate) struct Owner {
    worker: Worker,
    woken: Receiver<()>,
    pub(crate) seen: Seen,
    /// The session that is being written, as it is on the screen, and the number of the last words of somebody else
    /// that went into it.
    taken_up: Option<(Session, u64)>,
    revision: u64,
}

impl Owner {
    /// Starts the thread, and waits until the notes are locked, read, or cannot be opened.
    pub(crate) fn start(folders: &Folders) -> Self {
        let (wake, woken) = mpsc::channel();
        let worker = Worker::start_with(folders.clone(), Files::default(), timing(), move || {
            // The case may have ended.
            let _ = wake.send(());
        });
        let mut owner = Self { worker, woken, seen: Seen::default(), taken_up: None, revision: 0 };
        owner.until(QUESTIONS, |seen| seen.is_locked || seen.has_read || seen.problem.is_some());
        owner
    }

    pub(crate) fn send(&self, request: impl Into<Request>) {
        self.worker.send(request);
    }

    /// Lets the thread go on by one slice, and hears what it says.
    pub(crate) fn ask(&mut self) {
        if self.seen.has_stopped || self.seen.has_hung {
            return;
        }
        self.seen.has_hung = (0..PATIENCE).all(|_| !self.is_answered());
        let _ = self.woken.recv_timeout(PAUSE);
        for report in self.worker.reports() {
            self.hear(report);
        }
    }

    /// Asks the thread to write everything; says whether it answers.
    fn is_answered(&self) -> bool {
        let begun = Instant::now();
        self.worker.handle().write_all() || begun.elapsed() < UNANSWERED
    }

    /// Goes on until something is so; says whether it came to that.
    pub(crate) fn until(&mut self, questions: usize, is_so: impl Fn(&Seen) -> bool) -> bool {
        for _ in 0..questions {
            if is_so(&self.seen) {
                return true;
            }
            self.ask();
        }
        is_so(&self.seen)
    }

    fn hear(&mut self, report: Report) {
        let seen = &mut self.seen;
        match report {
            Report::Library(LibraryReport::Recovered(session)) => {
                self.hear(Report::Library(LibraryReport::Sessions(vec![(*session).into()])));
            }
            Report::Library(LibraryReport::Sessions(shelved)) => {
                let mut library = Library::default();
                library.put(shelved);
                for session in library.sessions() {
                    seen.private |= library::is_private(format!("{session:?}").as_bytes());
                    let id = session.id.as_str().to_owned();
                    seen.words.entry(id.clone()).or_default().extend(words_of(session));
                    seen.sessions.insert(id, session.clone());
                }
            }
            Report::Library(LibraryReport::RemoteChange(others)) => {
                let words = seen.words.entry(others.file.id.as_str().to_owned()).or_default();
                words.extend(words_of(&others.file));
                if let Some((shown, merged_up_to)) =
                    self.taken_up.as_mut().filter(|(shown, _)| shown.id == others.file.id)
                {
                    *shown = merge(others.base.as_ref(), shown, &others.file);
                    *merged_up_to = others.sequence;
                }
            }
            Report::Library(LibraryReport::Versions { id, versions }) => {
                let words = versions.iter().flat_map(|(_, version)| words_of(version));
                seen.words.entry(id.as_str().to_owned()).or_default().extend(words);
                seen.versions = versions.into_iter().map(|(_, version)| version).collect();
            }
            Report::Library(LibraryReport::Trash(sessions)) => seen.trash.extend(sessions.iter().flat_map(words_of)),
            Report::Library(LibraryReport::Gone(id)) => drop(seen.sessions.remove(id.as_str())),
            Report::Library(LibraryReport::AllRead) => seen.has_read = true,
            Report::Saving(SavingReport::SessionSaved { id, revision, .. }) => {
                seen.saved.insert(id.as_str().to_owned(), revision);
            }
            Report::Sealing(SealingReport::Sealing(sealing)) => seen.sealing = Some(sealing),
            Report::Sealing(SealingReport::Locked(_)) => {
                (seen.is_locked, seen.has_read) = (true, false);
                self.taken_up = None;
            }
            Report::Sealing(SealingReport::Unlocked) => seen.is_locked = false,
            Report::Sealing(SealingReport::NotOpened { .. }) => seen.not_opened += 1,
            Report::Sealing(SealingReport::PassphraseChanged) => seen.passphrases_changed += 1,
            Report::Refused(_, _) => seen.refused += 1,
            Report::Saving(SavingReport::Problem(error)) => {
                seen.has_stopped |= error.kind == Problem::SavingStopped;
                seen.problem = Some(error);
            }
            Report::Saving(SavingReport::ProblemSolved) => seen.problem = None,
            _ => {}
        }
    }

    /// Whether the notes are open.
    pub(crate) fn is_open(&self) -> bool {
        self.seen.has_read && !self.seen.is_locked && !self.seen.has_stopped && !self.seen.has_hung
    }

    /// Opens the notes with a passphrase, if they are locked; says whether they are open.
    pub(crate) fn opens(&mut self, passphrase: &Passphrase) -> bool {
        if self.seen.is_locked {
            let before = (self.seen.refused, self.seen.not_opened);
            self.send(SealingRequest::Unlock(passphrase.clone()));
            self.until(QUESTIONS, |seen| !seen.is_locked || (seen.refused, seen.not_opened) != before);
        }
        if !self.seen.is_locked {
            self.until(QUESTIONS, |seen| seen.has_read || seen.is_locked);
        }
        self.is_open()
    }

    /// Sends a request, and waits until it is answered, refused, or seems not to be.
    pub(crate) fn requests(&mut self, request: impl Into<Request>, is_done: impl Fn(&Seen) -> bool) -> bool {
        let refused = (self.seen.refused, self.seen.not_opened);
        self.send(request);
        self.until(FEW_QUESTIONS, |seen| is_done(seen) || (seen.refused, seen.not_opened) != refused);
        is_done(&self.seen)
    }

    /// Looks for what somebody else changed.
    pub(crate) fn looks_around(&mut self) {
        self.send(LibraryRequest::Rescan);
        self.ask();
    }

    /// Waits until no file is to take another form any more, or those that are left cannot.
    pub(crate) fn settles(&mut self) -> bool {
        self.until(QUESTIONS, |seen| !matches!(seen.sealing, Some(Sealing::Underway { .. })))
    }

    /// Types a word into a session, which is taken up first. It is not written yet.
    pub(crate) fn types(&mut self, name: &str, number: u16) {
        if self.taken_up.as_ref().is_none_or(|(session, _)| session.id.as_str() != name) {
            let shown = self.seen.sessions.get(name).cloned();
            let session = shown.unwrap_or_else(|| library::session(name, &[]));
            self.send(SavingRequest::BeginEditing(Box::new(session.clone())));
            self.taken_up = Some((session, 0));
        }
        let Some((session, merged_up_to)) = &mut self.taken_up else { return };
        library::write(session, number);
        self.revision += 1;
        let (session, merged_up_to) = (Box::new(session.clone()), *merged_up_to);
        self.send(SavingRequest::SaveSession { session, merged_up_to, revision: self.revision });
    }

    /// Writes what was typed; says whether the last of it is on the disk.
    pub(crate) fn saves(&mut self, name: &str) -> bool {
        let newest = self.revision;
        self.until(FEW_QUESTIONS, |seen| seen.saved.get(name) == Some(&newest))
    }

    /// The words that are on the screen of the session that is being written.
    pub(crate) fn words_shown(&self) -> BTreeSet<u16> {
        self.taken_up.iter().flat_map(|(session, _)| words_of(session)).collect()
    }

    /// Reads every earlier version, and the trash.
    pub(crate) fn reads_everything(&mut self) {
        for name in self.seen.sessions.keys() {
            self.send(LibraryRequest::ReadVersions(SessionId::try_from(name.as_str()).unwrap()));
        }
        self.send(LibraryRequest::ReadTrash);
        self.ask();
    }

    /// Ends the thread; says whether every word is on the disk, and what was seen.
    pub(crate) fn ends(mut self) -> (bool, Seen) {
        self.ask();
        let mut seen = std::mem::take(&mut self.seen);
        let is_alive = !seen.has_stopped && !seen.has_hung;
        let begun = Instant::now();
        let is_written = self.worker.finish();
        if is_alive && !is_written && begun.elapsed() > UNANSWERED {
            seen.has_hung = true;
        }
        (is_written, seen)
    }
}

fn words_of(session: &Session) -> BTreeSet<u16> {
    words_in(session.notes.text().as_bytes())
}
