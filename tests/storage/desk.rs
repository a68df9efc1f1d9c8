//! A worker on a folder, what it reported so far, and sessions to save.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::notes::Stamp;
use holdspace::domain::session::Session;
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::{Report, Request, Timing, Worker};

/// After this long without the report that a test waits for, the test has failed.
const DEADLINE: Duration = Duration::from_mins(1);

/// The id that every fixture has inside, or should have.
pub(crate) const FIXTURE_ID: &str = "0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11";

/// Words that must not be found anywhere but in the notes.
pub(crate) const MARKED: &str = "xylophone-in-the-fog";

/// Writes at once.
pub(crate) fn quick() -> Timing {
    let quick = Duration::from_millis(5);
    Timing { quiet: quick, longest: quick, retry: quick }
}

/// Writes only when it is told to.
pub(crate) fn patient() -> Timing {
    let hour = Duration::from_hours(1);
    Timing { quiet: hour, longest: hour, retry: hour }
}

/// A worker, and all that it has reported.
pub(crate) struct Desk {
    pub(crate) worker: Worker,
    pub(crate) reports: Vec<Report>,
    woken: Receiver<()>,
}

impl Desk {
    pub(crate) fn open(folder: &Path) -> Self {
        Self::with(folder, quick())
    }

    pub(crate) fn with(folder: &Path, timing: Timing) -> Self {
        Self::of(Folders::within(folder), timing)
    }

    pub(crate) fn of(folders: Folders, timing: Timing) -> Self {
        let (wake, woken) = mpsc::channel();
        let wakes = move || {
            let _ = wake.send(());
        };
        let worker = Worker::start_with(folders, timing, wakes);
        Self { worker, reports: Vec::new(), woken }
    }

    /// Waits for a report.
    pub(crate) fn until(&mut self, what: &str, is_it: impl Fn(&Report) -> bool) -> &mut Self {
        loop {
            self.reports.extend(self.worker.reports());
            if self.reports.iter().any(&is_it) {
                return self;
            }
            assert!(self.woken.recv_timeout(DEADLINE).is_ok(), "waited in vain for {what}: {:?}", self.reports);
        }
    }

    pub(crate) fn all_read(&mut self) -> &mut Self {
        self.until("everything to be read", |report| matches!(report, Report::AllRead))
    }

    pub(crate) fn saved(&mut self, expected: u64) -> &mut Self {
        self.until(
            "a session to be saved",
            move |report| matches!(report, Report::SessionSaved { revision, .. } if *revision == expected),
        )
    }

    pub(crate) fn problem(&mut self) -> &mut Self {
        self.until("a problem", |report| matches!(report, Report::Problem(_)))
    }

    pub(crate) fn solved(&mut self) -> &mut Self {
        self.until("the problem to be solved", |report| matches!(report, Report::ProblemSolved))
    }

    pub(crate) fn send(&mut self, session: &Session, revision: u64) -> &mut Self {
        self.worker.send(Request::SaveSession { session: Box::new(session.clone()), revision });
        self
    }

    /// The reasons of all files that could not be read, by file name.
    pub(crate) fn unreadable(&self) -> Vec<(String, String)> {
        let files = self.reports.iter().filter_map(|report| match report {
            Report::Unreadable(file) => Some((file.name(), file.reason.clone())),
            _ => None,
        });
        files.collect()
    }

    /// The sessions that were read.
    pub(crate) fn sessions(&self) -> Vec<Session> {
        let mut library = holdspace::domain::library::Library::default();
        for report in &self.reports {
            if let Report::Sessions(sessions) = report {
                library.put(sessions.clone());
            }
        }
        library.sessions().cloned().collect()
    }

    /// What every problem says, for a person and for a programmer.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problems = self.reports.iter().filter_map(|report| match report {
            Report::Problem(error) => Some(format!("{error} {error:?}")),
            _ => None,
        });
        problems.collect()
    }
}

pub(crate) fn at(seconds: i64) -> Moment {
    chrono::DateTime::parse_from_rfc3339("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::seconds(seconds)
}

/// A session with one line.
pub(crate) fn session(seconds: i64, words: &str) -> Session {
    let mut session = Session::begin(at(seconds), &format!("code {MARKED}"), None, Vec::new());
    session.notes.add(words, None, &Stamp { at: at(seconds), prompt: None });
    session
}

/// A session with the id of the fixtures.
pub(crate) fn fixture_session(words: &str) -> Session {
    Session { id: SessionId::try_from(FIXTURE_ID).unwrap(), ..session(0, words) }
}

pub(crate) fn sessions_folder(folder: &Path) -> PathBuf {
    folder.join("data").join("sessions")
}

pub(crate) fn path_of(folder: &Path, session: &Session) -> PathBuf {
    sessions_folder(folder).join(format!("{}.json", session.id))
}

pub(crate) fn recovery_copy(folder: &Path, session: &Session) -> PathBuf {
    Folders::within(folder).recovery().join(format!("{}.json", session.id))
}

pub(crate) fn read(path: &Path) -> Session {
    holdspace::storage::format::read_session(&std::fs::read(path).unwrap()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a file that somebody else wrote, however they did")]
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Every file in a folder and below.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
