//! What every test here works with: a folder of its own, sessions, and a worker whose reports are
//! waited for, never slept for.

use std::collections::VecDeque;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

pub(crate) use crate::support::folder::everything_in;
pub(crate) use crate::support::times::{moment, stamp};
use holdspace::domain::id::SessionId;
use holdspace::domain::library::{IndexedSession, Library};
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::session::version_vector::VersionVector;
use holdspace::storage::error::{Problem, StorageError};
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, SavingRequest, Timing, Worker};

use crate::support::small_disk::SmallDisk;

/// When a test that waits has failed.
const DEADLINE: Duration = Duration::from_secs(30);

/// Writes soon, and tries again soon.
pub(crate) fn soon() -> Timing {
    let quiet = Duration::from_millis(50);
    Timing {
        debounce: quiet,
        max_delay: Duration::from_secs(20),
        retry_delay: quiet,
        rescan_interval: Duration::from_hours(1),
        progress: Duration::from_hours(1),
        unlock_delay: Duration::ZERO,
        work: 4,
    }
}

/// Writes only when it is told to.
pub(crate) fn never() -> Timing {
    let hour = Duration::from_hours(1);
    Timing {
        debounce: hour,
        max_delay: hour,
        retry_delay: hour,
        rescan_interval: hour,
        progress: hour,
        unlock_delay: Duration::ZERO,
        work: 4,
    }
}

pub(crate) fn id(text: &str) -> SessionId {
    SessionId::try_from(text).unwrap()
}

/// A session with this id and one line of notes.
pub(crate) fn session(name: &str, words: &str) -> Session {
    let mut session = Session::begin(moment(), "K-07", None, Vec::new());
    session.id = id(name);
    session.notes.add(words, None, &Stamp { at: moment(), prompt: None });
    session
}

/// The sessions that a report brings, as they were written: who saved them does not count.
pub(crate) fn sessions_of(shelved: Vec<IndexedSession>) -> Vec<Session> {
    let mut library = Library::default();
    library.put(shelved);
    library.sessions().cloned().map(unsaved).collect()
}

/// A session without what is said of its saves.
pub(crate) fn unsaved(session: Session) -> Session {
    Session { version_vector: VersionVector::default(), ..session }
}

/// The session in the bytes of a file, as it was written.
pub(crate) fn parsed(bytes: &[u8]) -> Session {
    unsaved(format::read_session(bytes).unwrap())
}

/// Puts bytes into a file as another program would, and makes the folders above it.
#[expect(clippy::disallowed_methods, reason = "a test plays the other program, which is not careful")]
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The bytes of a file in `tests/fixtures`.
pub(crate) fn fixture_file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

/// A folder that goes when the test ends, with the three folders of the app in it.
pub(crate) struct Fixture {
    /// A small disk of its own, where that is wanted: it goes before the folder that it is in.
    disk: Option<SmallDisk>,
    root: tempfile::TempDir,
    pub(crate) folders: Folders,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Self { disk: None, folders: Folders::within(root.path()), root }
    }

    /// The same, with all three on one disk of a megabyte.
    #[cfg(target_os = "linux")]
    pub(crate) fn on_small_disk() -> Self {
        let root = tempfile::tempdir().unwrap();
        let disk = SmallDisk::at(&root.path().join("disk"));
        Self { folders: Folders::within(&disk.0), disk: Some(disk), root }
    }

    /// Fills the small disk to its last byte.
    #[cfg(target_os = "linux")]
    pub(crate) fn fill(&self) {
        self.disk.as_ref().unwrap().fill();
    }

    /// There is room on the small disk again.
    #[cfg(target_os = "linux")]
    pub(crate) fn free(&self) {
        self.disk.as_ref().unwrap().free();
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Starts and ends the app once, so that the notes folder is there and known.
    pub(crate) fn opened(self) -> Self {
        let mut app = self.start(never());
        app.all_read();
        assert!(app.worker.finish());
        self
    }

    pub(crate) fn start(&self, timing: Timing) -> TestApp {
        TestApp::start(&self.folders, timing)
    }

    pub(crate) fn session_path(&self, name: &str) -> PathBuf {
        self.folders.data.join("sessions").join(format!("{name}.json"))
    }

    /// The folder of the recovery copies: it is named by the id of the notes folder, once that is known.
    pub(crate) fn recovery(&self) -> PathBuf {
        let folders = self.folders.state.join("recovery").read_dir().into_iter().flatten();
        folders.map(|entry| entry.unwrap().path()).next().unwrap_or_else(|| self.folders.recovery())
    }

    pub(crate) fn copy_path(&self, name: &str) -> PathBuf {
        self.recovery().join(format!("{name}.json"))
    }

    /// Puts the bytes of a fixture where the session with this name has its file.
    pub(crate) fn put_session(&self, name: &str, bytes: &[u8]) {
        put(&self.session_path(name), bytes);
    }

    /// The earlier versions of a session.
    pub(crate) fn history(&self, name: &str) -> Vec<Session> {
        let folder = self.folders.data.join("history").join(name);
        everything_in(&folder).iter().map(|path| parsed(&std::fs::read(path).unwrap())).collect()
    }

    /// What the file of a session says.
    pub(crate) fn in_place(&self, name: &str) -> Session {
        parsed(&std::fs::read(self.session_path(name)).unwrap())
    }

    /// What the recovery copy of a session says, without the version that it came from.
    pub(crate) fn copy(&self, name: &str) -> Session {
        let mut copy = parsed(&std::fs::read(self.copy_path(name)).unwrap());
        copy.unknown.remove("merge_base");
        copy
    }

    /// The notes folder, opened without a thread.
    pub(crate) fn store(&self) -> Store {
        Store::open(&NotesFolder::at(&self.folders), &Replica::default()).unwrap()
    }

    /// The notes folder as if its drive were pulled out.
    pub(crate) fn pull_out(&self) -> PathBuf {
        let away = self.root().join("away");
        std::fs::rename(&self.folders.data, &away).unwrap();
        away
    }

    pub(crate) fn put_back(&self) {
        std::fs::rename(self.root().join("away"), &self.folders.data).unwrap();
    }
}

/// A worker and whoever waits for its reports.
pub(crate) struct TestApp {
    pub(crate) worker: Worker,
    woken: Receiver<()>,
    waiting: VecDeque<Report>,
    /// The `Debug` and `Display` of every error seen.
    pub(crate) said: String,
}

impl TestApp {
    pub(crate) fn start(folders: &Folders, timing: Timing) -> Self {
        Self::start_on(folders, &Files::default(), timing)
    }

    pub(crate) fn start_on(folders: &Folders, files: &Files, timing: Timing) -> Self {
        let (wake, woken) = mpsc::channel();
        let worker = Worker::start_with(folders.clone(), files.clone(), timing, move || {
            // The test may have ended.
            let _ = wake.send(());
        });
        Self { worker, woken, waiting: VecDeque::new(), said: String::new() }
    }

    pub(crate) fn save(&self, session: &Session, revision: u64) {
        self.worker.send(SavingRequest::SaveSession { session: Box::new(session.clone()), merged_up_to: 0, revision });
    }

    /// The next report; fails the test where none comes.
    pub(crate) fn next(&mut self) -> Report {
        let begun = Instant::now();
        loop {
            if let Some(report) = self.next_if_any() {
                return report;
            }
            let left = DEADLINE.checked_sub(begun.elapsed()).expect("a report comes within the deadline");
            match self.woken.recv_timeout(left) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => panic!("no report came; said so far: {}", self.said),
                Err(RecvTimeoutError::Disconnected) => panic!("the worker is gone"),
            }
        }
    }

    /// The next report, if one is there already.
    pub(crate) fn next_if_any(&mut self) -> Option<Report> {
        for report in self.worker.reports() {
            match &report {
                Report::Saving(SavingReport::Problem(error)) => writeln!(self.said, "{error:?} {error}").unwrap(),
                Report::Library(LibraryReport::Unreadable(file)) => writeln!(self.said, "{file:?} {file}").unwrap(),
                _ => {}
            }
            self.waiting.push_back(report);
        }
        self.waiting.pop_front()
    }

    /// Waits for a report that `wanted` takes, and returns what it made of it.
    pub(crate) fn until<T>(&mut self, mut wanted: impl FnMut(Report) -> Option<T>) -> T {
        loop {
            if let Some(found) = wanted(self.next()) {
                return found;
            }
        }
    }

    /// Waits until everything is read; returns what was reported until then.
    pub(crate) fn all_read(&mut self) -> Vec<Report> {
        let mut reports = Vec::new();
        loop {
            match self.next() {
                Report::Library(LibraryReport::AllRead) => return reports,
                report => reports.push(report),
            }
        }
    }

    /// Waits until everything is read; returns the sessions. What else was reported until then is
    /// still to come: a busy machine may save before it has read.
    pub(crate) fn read_sessions(&mut self) -> Vec<Session> {
        let mut read = Vec::new();
        let mut others = VecDeque::new();
        for report in self.all_read() {
            match report {
                Report::Library(LibraryReport::Sessions(shelved)) => read.extend(shelved),
                Report::Library(LibraryReport::Recovered(session)) => read.push((*session).into()),
                report => others.push_back(report),
            }
        }
        others.append(&mut self.waiting);
        self.waiting = others;
        sessions_of(read)
    }

    /// Waits until a session is saved; returns the revision.
    pub(crate) fn saved(&mut self, name: &str) -> u64 {
        let wanted = id(name);
        self.until(|report| match report {
            Report::Saving(SavingReport::SessionSaved { id, revision, .. }) if id == wanted => Some(revision),
            _ => None,
        })
    }

    pub(crate) fn problem(&mut self) -> StorageError {
        self.until(|report| match report {
            Report::Saving(SavingReport::Problem(error)) => Some(error),
            _ => None,
        })
    }

    pub(crate) fn problem_of(&mut self, kind: Problem) -> StorageError {
        self.until(|report| match report {
            Report::Saving(SavingReport::Problem(error)) if error.kind == kind => Some(error),
            _ => None,
        })
    }

    pub(crate) fn solved(&mut self) {
        self.until(|report| matches!(report, Report::Saving(SavingReport::ProblemSolved)).then_some(()));
    }

    /// Writes everything and waits until that is done.
    pub(crate) fn write_all(&self) -> bool {
        self.worker.handle().write_all()
    }
}
