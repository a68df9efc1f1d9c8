//! The app's side of a notes folder: a real storage thread, and what its reports say.
//!
//! Must not know what a test expects.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use holdspace::domain::id::SessionId;
use holdspace::domain::library::Library;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::problem::ReadError;
use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::merge::merge;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::{
    LibraryReport, Report, Request, SavingReport, SavingRequest, SealingReport, Timing, Worker,
};

/// After this long without a report that something went on, it does not go on.
const DEADLINE: Duration = Duration::from_secs(15);

/// The thread looks around as often as the app has it look, only sooner.
fn timing() -> Timing {
    let soon = Duration::from_millis(50);
    Timing {
        debounce: soon,
        max_delay: Duration::from_secs(1),
        retry_delay: soon,
        rescan_interval: Duration::from_millis(250),
        progress: Duration::from_hours(1),
        unlock_delay: Duration::ZERO,
        work: 4,
    }
}

/// The notes that are open, as far as the thread said.
#[expect(clippy::struct_excessive_bools, reason = "each is what one report said, and none rules out another")]
pub(crate) struct App {
    worker: Worker,
    woken: Receiver<()>,
    waiting: VecDeque<Report>,
    pub(crate) library: Library,
    pub(crate) sealing: Sealing,
    pub(crate) is_locked: bool,
    /// Whether there are files that no key that is open here opens.
    pub(crate) has_other_keys: bool,
    is_read: bool,
    is_renaming: bool,
    pub(crate) unreadable: BTreeMap<PathBuf, ReadError>,
    /// What was said to be wrong.
    problem: Option<String>,
    /// The session that is on the screen, and the number of what others wrote that went into it.
    pub(crate) shown: Option<Session>,
    merged_up_to: u64,
    revision: u64,
    /// The passphrase that opened the notes last.
    pub(crate) opened_by: Option<String>,
}

impl App {
    pub(crate) fn start(folders: &Folders) -> Self {
        let (wake, woken) = mpsc::channel();
        let worker = Worker::start_with(folders.clone(), Files::default(), timing(), move || {
            // The test may have ended.
            let _ = wake.send(());
        });
        Self {
            worker,
            woken,
            waiting: VecDeque::new(),
            library: Library::default(),
            sealing: Sealing::NotSealed,
            is_locked: false,
            has_other_keys: false,
            is_read: false,
            is_renaming: false,
            unreadable: BTreeMap::new(),
            problem: None,
            shown: None,
            merged_up_to: 0,
            revision: 0,
            opened_by: None,
        }
    }

    /// Ends the thread; says whether every word is on the disk.
    pub(crate) fn finish(self) -> bool {
        self.worker.finish()
    }

    pub(crate) fn send(&self, request: impl Into<Request>) {
        self.worker.send(request);
    }

    /// The next report; an error where none comes.
    fn next(&mut self, what: &str) -> Result<Report, String> {
        let begun = Instant::now();
        loop {
            self.waiting.extend(self.worker.reports());
            if let Some(report) = self.waiting.pop_front() {
                self.take(&report);
                return Ok(report);
            }
            let left = DEADLINE.saturating_sub(begun.elapsed());
            if left.is_zero() || self.woken.recv_timeout(left).is_err() {
                return Err(format!("waited in vain until {what}; {}", self.state()));
            }
        }
    }

    fn state(&self) -> String {
        let Self { sealing, is_locked, is_read, problem, .. } = self;
        format!("locked: {is_locked}, read: {is_read}, {sealing:?}, {}", problem.as_deref().unwrap_or("no problem"))
    }

    /// Waits for a report that `wanted` takes. What is refused is an error.
    pub(crate) fn until<T>(&mut self, what: &str, mut wanted: impl FnMut(&Report) -> Option<T>) -> Result<T, String> {
        let begun = Instant::now();
        loop {
            let report = self.next(what)?;
            if let Some(found) = wanted(&report) {
                return Ok(found);
            }
            match report {
                Report::Refused(_, error) => return Err(format!("refused: {:?} {error}", error.kind)),
                Report::Sealing(SealingReport::NotOpened { .. }) => {
                    return Err(format!("{what}: this passphrase does not open the notes"));
                }
                _ if begun.elapsed() > DEADLINE => return Err(format!("{what} did not come; {}", self.state())),
                _ => {}
            }
        }
    }

    fn take(&mut self, report: &Report) {
        match report {
            Report::Library(LibraryReport::Sessions(sessions)) => self.library.put(sessions.clone()),
            Report::Library(LibraryReport::Recovered(session)) => self.library.put([(**session).clone().into()]),
            Report::Library(LibraryReport::Gone(id)) => self.library.remove(id),
            Report::Library(LibraryReport::Unreadable(file)) => {
                self.unreadable.insert(file.path.clone(), file.reason.clone());
            }
            Report::Library(LibraryReport::Resolved(path)) => {
                self.unreadable.remove(path);
            }
            Report::Library(LibraryReport::AllRead) => self.is_read = true,
            Report::Sealing(SealingReport::Locked(_)) => {
                self.forget();
                self.is_locked = true;
            }
            Report::Sealing(SealingReport::Unlocked) => {
                self.forget();
                self.is_locked = false;
            }
            Report::Sealing(SealingReport::Sealing(sealing)) => self.sealing = *sealing,
            Report::Sealing(SealingReport::OtherKeys(are_there)) => self.has_other_keys = *are_there,
            Report::Library(LibraryReport::Renaming { .. }) => self.is_renaming = true,
            Report::Library(LibraryReport::Renamed { .. }) => self.is_renaming = false,
            Report::Saving(SavingReport::Problem(error)) => self.problem = Some(format!("{:?} {error}", error.kind)),
            Report::Saving(SavingReport::ProblemSolved) => self.problem = None,
            Report::Library(LibraryReport::RemoteChange(others)) => {
                if let Some(shown) = self.shown.as_mut().filter(|shown| shown.id == others.file.id) {
                    *shown = merge(others.base.as_ref(), shown, &others.file);
                    self.merged_up_to = others.sequence;
                }
            }
            _ => {}
        }
    }

    /// Nothing of the notes is on the screen any more.
    fn forget(&mut self) {
        self.library = Library::default();
        self.unreadable.clear();
        self.is_read = false;
        self.is_renaming = false;
        self.shown = None;
        self.merged_up_to = 0;
    }

    pub(crate) fn all_read(&mut self) -> Result<(), String> {
        while !self.is_read {
            self.next("all is read")?;
            if self.is_locked {
                return Err("the notes are locked".to_owned());
            }
        }
        Ok(())
    }

    /// Opens a session for writing.
    pub(crate) fn begin_editing(&mut self, id: &SessionId) -> Result<(), String> {
        let session = self.library.get(id).ok_or_else(|| format!("{id} is not there"))?.clone();
        self.merged_up_to = 0;
        self.send(SavingRequest::BeginEditing(Box::new(session.clone())));
        self.shown = Some(session);
        Ok(())
    }

    /// Saves what is on the screen; says whether it was saved, or the notes were locked before that was said.
    pub(crate) fn save_shown(&mut self) -> Result<bool, String> {
        let session = self.shown.clone().ok_or("nothing is on the screen")?;
        self.library.put([session.clone().into()]);
        self.revision += 1;
        let (revision, merged_up_to) = (self.revision, self.merged_up_to);
        self.send(SavingRequest::SaveSession { session: Box::new(session), merged_up_to, revision });
        self.until("it is saved", |report| match report {
            Report::Saving(SavingReport::SessionSaved { revision: saved, .. }) if *saved == revision => Some(true),
            Report::Sealing(SealingReport::Locked(_)) => Some(false),
            _ => None,
        })
    }

    /// Tries one passphrase; says whether it opened the notes.
    pub(crate) fn unlock(&mut self, words: &str) -> Result<bool, String> {
        self.send(SealingRequest::Unlock(Passphrase::new(words.to_owned())));
        let is_opened = self.until("the notes are open", |report| match report {
            Report::Sealing(SealingReport::Unlocked) => Some(true),
            Report::Sealing(SealingReport::NotOpened { .. }) => Some(false),
            _ => None,
        })?;
        if is_opened {
            self.opened_by = Some(words.to_owned());
        }
        Ok(is_opened)
    }

    /// Tries one passphrase for what no key that is open here opens.
    pub(crate) fn open_others(&mut self, words: &str) {
        self.send(SealingRequest::OpenOthers(Passphrase::new(words.to_owned())));
        self.take_all();
    }

    /// Locks notes that are sealed and open.
    pub(crate) fn lock(&mut self) -> Result<(), String> {
        self.send(Request::Lock(None));
        self.until("the notes are locked", |report| {
            matches!(report, Report::Sealing(SealingReport::Locked(_))).then_some(())
        })
    }

    /// Has the thread look at every file, takes what it reports until then, and says whether that was anything.
    pub(crate) fn rescan(&mut self) -> bool {
        self.send(LibraryRequest::Rescan);
        self.take_all()
    }

    /// Waits until all that was asked for is done, takes what is reported until then, and says whether that was
    /// anything.
    fn take_all(&mut self) -> bool {
        self.worker.handle().write_all();
        self.waiting.extend(self.worker.reports());
        let mut was_any = false;
        while let Some(report) = self.waiting.pop_front() {
            was_any |= match &report {
                Report::Saving(SavingReport::SessionSaved { .. }) => false,
                // What cannot be read is said at each look.
                Report::Library(LibraryReport::Unreadable(file)) => !self.unreadable.contains_key(&file.path),
                Report::Sealing(SealingReport::Sealing(sealing)) => *sealing != self.sealing,
                _ => true,
            };
            self.take(&report);
        }
        was_any
    }

    /// Waits until nothing is under way any more, and looking around finds nothing more: `Ok` where the notes
    /// are open and read, or locked.
    pub(crate) fn come_to_rest(&mut self) -> Result<(), String> {
        let (mut quiet, mut went_on, mut seen) = (0, Instant::now(), self.sealing);
        while quiet < 2 {
            let was_any = self.rescan();
            if self.is_locked {
                return Ok(());
            }
            if !self.is_read && self.problem.is_some() {
                return Err(self.problem.clone().unwrap_or_default());
            }
            let is_underway = matches!(self.sealing, Sealing::Underway { .. });
            if self.is_read && !self.is_renaming && !is_underway {
                quiet = if was_any { 0 } else { quiet + 1 };
            } else {
                quiet = 0;
                self.next("nothing is under way")?;
            }
            if self.sealing != seen {
                (seen, went_on) = (self.sealing, Instant::now());
            }
            if went_on.elapsed() > DEADLINE {
                return Err(format!("it does not come to rest; {}", self.state()));
            }
        }
        Ok(())
    }
}
