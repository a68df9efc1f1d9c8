//! One named thread that reads and writes every file: requests in, reports out.
//!
//! Owns the waiting and the trying again. Must not know what is on the screen.

mod pending;
mod worker_loop;

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::error::{Kind, StorageError, UnreadableFile};
use super::files::Files;
use super::folders::Folders;
pub use super::store::TheirSets;
use super::vault::seal::new_recovery_code;
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::domain::library::renaming::Renaming;
use crate::domain::passphrase::Passphrase;
use crate::domain::progress::Progress;
use crate::domain::prompts::guideline::Guideline;
use crate::domain::prompts::prompt_sets::PromptSets;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Credential, Devices, LockReason, Sealing};
use crate::domain::session::Session;
use crate::domain::session::merge::RemoteChange;
use crate::domain::session::page_history::PageHistory;
use crate::domain::settings::Settings;
pub use pending::Timing;
use worker_loop::WorkerLoop;

/// The longest that anybody waits for the disk as the app ends.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// What the worker is asked to do.
#[derive(Debug)]
pub enum Request {
    /// Somebody begins to edit a session, as it was read.
    TakeUp(Box<Session>),
    /// Save a session. Of several snapshots of one session the last one counts.
    SaveSession {
        /// The session as it stands.
        session: Box<Session>,
        /// The number of the last [`Others`] that went into it.
        merged_up_to: u64,
        /// What its report is known by.
        revision: u64,
    },
    /// Save the prompt sets.
    SavePromptSets {
        /// The sets as they stand.
        sets: Box<PromptSets>,
        /// What their report is known by.
        revision: u64,
    },
    /// Save the settings. There is no report.
    SaveSettings(Box<Settings>),
    /// Write what waits now.
    WriteNow,
    /// Look whether somebody else changed any file.
    LookAround,
    /// Read the earlier versions of a session.
    ReadVersions(SessionId),
    /// Make an earlier version what its session says.
    Restore(Box<Session>),
    /// Save a session that was just finalized, at once or not at all.
    Finalize {
        /// The session as it was frozen.
        session: Box<Session>,
        /// The number of the last [`Others`] that went into it.
        merged_up_to: u64,
    },
    /// Take a session away in which nothing was ever written. Any other one stays.
    DiscardUnwritten(SessionId),
    /// Move a session to the trash.
    MoveToTrash(SessionId),
    /// Read what is in the trash.
    ReadTrash,
    /// Put a session back from the trash.
    PutBack(SessionId),
    /// Take what is in the trash away for good.
    EmptyTrash,
    /// Rename a client or a theme in every session but the one that is open, which the app renames in
    /// itself.
    Rename(Box<Renaming>, Option<SessionId>),
    /// Read a guideline file, wherever it is.
    ReadGuideline(PathBuf),
    /// Write a guideline file where nothing stands yet.
    WriteGuideline(PathBuf, Box<Guideline>),
    /// Seal the notes from now on, under a passphrase and a recovery code.
    Seal {
        /// What opens them.
        passphrase: Passphrase,
        /// What opens them when it is forgotten.
        code: RecoveryCode,
    },
    /// Make the notes plain files again.
    Unseal(Passphrase),
    /// Let another passphrase open the notes.
    ChangePassphrase {
        /// What opens them now.
        now: Passphrase,
        /// What is to open them.
        new: Passphrase,
    },
    /// Seal every file anew, with a key that nobody had before.
    RotateKey {
        /// What opens the notes, now and afterwards.
        passphrase: Passphrase,
        /// What opens them afterwards when it is forgotten; the code before it opens nothing more.
        code: RecoveryCode,
    },
    /// Open what another device sealed with a key of its own, or brought after the notes were made plain.
    OpenOthers(Passphrase),
    /// Forget the keys that seal nothing any more. What a device still brings that was sealed with them cannot be
    /// opened afterwards.
    ForgetPreviousKeys(Passphrase),
    /// The owner says that the notes are plain, though this computer knows them as sealed.
    UsePlain,
    /// Write a page with the recovery code where nothing stands yet.
    WriteRecoveryPage(PathBuf, RecoveryCode),
    /// Write what waits, and forget the key and everything that it opened. What can be undone in the open session is
    /// kept sealed. [`Report::WordsWaiting`] answers.
    Lock(Option<Box<Undo>>),
    /// Open the notes.
    Unlock(Passphrase),
    /// Open the notes with the recovery code, and let another passphrase open them from now on.
    Recover {
        /// The code.
        code: RecoveryCode,
        /// The new passphrase.
        new: Passphrase,
    },
}

/// What can be undone in a session.
pub type Undo = (SessionId, PageHistory);

/// What the worker has done, or could not do.
#[derive(Debug)]
pub enum Report {
    /// The prompt sets were read.
    PromptSets(PromptSets),
    /// A sync program had made a copy of the prompt sets that another device changed too. It is kept in the
    /// history.
    TheirPromptSets(Box<TheirSets>),
    /// Some sessions were read; more may follow.
    Sessions(Vec<IndexedSession>),
    /// Reading takes long enough to say how far it is.
    Reading(Progress),
    /// A file cannot be read. It stays as it is.
    Unreadable(UnreadableFile),
    /// A file that could not be read is, or is gone.
    Settled(PathBuf),
    /// Everything was read.
    AllRead,
    /// A session is on the disk.
    SessionSaved {
        /// Which one.
        id: SessionId,
        /// The revision of the request.
        revision: u64,
        /// When it was saved.
        at: Moment,
    },
    /// A session could not be saved in its place, and is on the disk as a recovery copy.
    SessionCopied {
        /// Which one.
        id: SessionId,
        /// The revision of the request.
        revision: u64,
    },
    /// A session that is not in its place: it was kept as a recovery copy, or sealed in memory. It is saved under the
    /// revision 0.
    Recovered(Box<Session>),
    /// The prompt sets are on the disk.
    PromptSetsSaved {
        /// The revision of the request.
        revision: u64,
        /// When they were saved.
        at: Moment,
    },
    /// Somebody else wrote into a session that is being edited.
    RemoteChange(Box<RemoteChange>),
    /// A session is no longer there.
    Gone(SessionId),
    /// The earlier versions of a session, each with the time when it was kept, the newest first.
    Versions {
        /// Of which one.
        id: SessionId,
        /// The versions.
        versions: Vec<(Moment, Session)>,
    },
    /// The sessions in the trash, oldest first.
    Trash(Vec<Session>),
    /// A renaming goes on.
    Renaming {
        /// Which one.
        renaming: Renaming,
        /// How many sessions were looked at.
        progress: Progress,
    },
    /// A renaming is done.
    Renamed {
        /// Which one.
        renaming: Renaming,
        /// How many sessions have the new name now.
        renamed: usize,
        /// How many stay as they are: they are finalized, or cannot be read.
        left: usize,
    },
    /// A guideline file was read, or could not be.
    GuidelineRead(Result<Box<Guideline>, UnreadableFile>),
    /// A guideline file was written, or could not be.
    GuidelineWritten(Result<PathBuf, StorageError>),
    /// A page with the recovery code was written, or could not be.
    RecoveryPageWritten(Result<PathBuf, StorageError>),
    /// How far the notes are sealed; until it is said, they are not.
    Sealing(Sealing),
    /// The notes are locked: nothing of them is in memory, and only [`Request::Unlock`], [`Request::Recover`] and
    /// [`Request::UsePlain`] are carried out.
    Locked(LockReason),
    /// Whether words wait in memory, sealed, that could be written nowhere as the notes were locked.
    WordsWaiting(bool),
    /// What could be undone in the session that was open as the notes were locked.
    Undo(Box<Undo>),
    /// The notes are open, and are being read.
    Unlocked,
    /// This does not open the notes. Nothing more is tried for a while.
    NotOpened {
        /// What was tried; nothing if it is too soon after wrong words.
        by: Option<Credential>,
        /// How long nothing is tried; longer each time.
        wait: Duration,
    },
    /// Another passphrase opens the notes now.
    PassphraseChanged,
    /// Whether there are files that no key here opens: [`Request::OpenOthers`] takes the passphrase that does.
    OtherKeys(bool),
    /// The devices that opened the notes with the keys there are.
    Devices(Devices),
    /// The keys that seal nothing any more were forgotten.
    PreviousKeysForgotten,
    /// What was asked for was not done, and is not tried again.
    Refused(StorageError),
    /// Something cannot be saved or opened. It is tried again until it can.
    Problem(StorageError),
    /// Everything that could not be saved or opened is.
    ProblemSolved,
}

impl Report {
    /// Whether it brings something of a client, or says of their files.
    pub fn is_of_notes(&self) -> bool {
        matches!(
            self,
            Self::Sessions(_)
                | Self::Recovered(_)
                | Self::Undo(_)
                | Self::Reading(_)
                | Self::Unreadable(_)
                | Self::AllRead
                | Self::RemoteChange(_)
                | Self::Gone(_)
                | Self::Versions { .. }
                | Self::Trash(_)
                | Self::Renaming { .. }
                | Self::Renamed { .. }
        )
    }
}

/// What is sent to the thread.
enum Message {
    Request(Request),
    WriteAll(SyncSender<bool>),
    /// Write everything, and touch the disk no more.
    Finish(SyncSender<bool>),
}

/// The thread, as its owner holds it. Dropping it writes what waits.
#[derive(Debug)]
pub struct Worker {
    messages: Sender<Message>,
    reports: Receiver<Report>,
    thread: Option<JoinHandle<()>>,
    data_folder: PathBuf,
    said_stopped: Cell<bool>,
}

/// Asks the thread to write everything, from wherever.
#[derive(Debug, Clone)]
pub struct Handle {
    messages: Sender<Message>,
}

impl Handle {
    /// Writes everything that waits, now; says whether all words are on the disk. Waits for at most
    /// ten seconds.
    pub fn write_all(&self) -> bool {
        self.ask(Message::WriteAll).unwrap_or(false)
    }

    /// The thread's answer; nothing where none comes in time.
    fn ask(&self, message: impl FnOnce(SyncSender<bool>) -> Message) -> Option<bool> {
        let (done, answer) = mpsc::sync_channel(1);
        self.messages.send(message(done)).ok()?;
        answer.recv_timeout(MAX_WAIT).ok()
    }
}

impl Worker {
    /// Starts the thread; it opens the notes folder and reads it. `wake` is called, from the thread,
    /// after there is something to report.
    pub fn start(folders: Folders, wake: impl Fn() + Send + 'static) -> Self {
        Self::start_with(folders, Files::default(), Timing::default(), wake)
    }

    /// Starts the thread on another disk, with other times to wait.
    pub fn start_with(folders: Folders, files: Files, timing: Timing, wake: impl Fn() + Send + 'static) -> Self {
        let (messages, received) = mpsc::channel();
        let (sent, reports) = mpsc::channel();
        let data_folder = folders.data.clone();
        let worker = WorkerLoop::new(folders, files, timing, sent, Box::new(wake));
        let thread =
            std::thread::Builder::new().name("holdspace-storage".to_owned()).spawn(move || worker.run(&received));
        Self { messages, reports, thread: thread.ok(), data_folder, said_stopped: Cell::new(false) }
    }

    /// A recovery code that nobody chose.
    ///
    /// # Panics
    /// When the system has no random numbers.
    pub fn new_recovery_code() -> RecoveryCode {
        new_recovery_code()
    }

    /// Asks for something. Never waits.
    pub fn send(&self, request: Request) {
        // Where the thread is gone, the next look at the reports says so.
        let _ = self.messages.send(Message::Request(request));
    }

    /// What has been reported since the last time. Never waits.
    pub fn reports(&self) -> Vec<Report> {
        let mut reports = Vec::new();
        loop {
            match self.reports.try_recv() {
                Ok(report) => reports.push(report),
                Err(TryRecvError::Empty) => return reports,
                Err(TryRecvError::Disconnected) => {
                    if !self.said_stopped.replace(true) {
                        reports.push(Report::Problem(StorageError::new(Kind::SavingStopped, &self.data_folder)));
                    }
                    return reports;
                }
            }
        }
    }

    /// What another thread can ask the worker by.
    pub fn handle(&self) -> Handle {
        Handle { messages: self.messages.clone() }
    }

    /// Writes everything that waits and ends the thread; says whether all words are on the disk.
    pub fn finish(mut self) -> bool {
        self.end()
    }

    fn end(&mut self) -> bool {
        let Some(thread) = self.thread.take() else { return false };
        // A disk that hangs must not keep the app from ending: then the thread is left behind.
        let Some(written) = self.handle().ask(Message::Finish) else { return false };
        thread.join().is_ok() && written
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}
