//! What the app and the thread of the files say to each other: requests in, reports out, by subject.

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::domain::library::renaming::Renaming;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::progress::Progress;
use crate::domain::prompts::guideline::Guideline;
use crate::domain::prompts::prompt_sets::PromptSets;
use crate::domain::sealing::{Credential, Devices, LockReason, Sealing, SealingRequest};
use crate::domain::session::Session;
use crate::domain::session::merge::RemoteChange;
use crate::domain::session::page_history::PageHistory;
use crate::domain::settings::Settings;
use crate::storage::error::{StorageError, UnreadableFile};
use crate::storage::store::TheirSets;

/// What the worker is asked to do.
#[derive(Debug)]
pub enum Request {
    /// To save something.
    Saving(SavingRequest),
    /// About the sessions that are on the disk.
    Library(LibraryRequest),
    /// About files with guidelines and prompt sets.
    Prompts(PromptsRequest),
    /// About how the notes are kept.
    Sealing(SealingRequest),
    /// Write what waits, and forget the key and everything that it opened. What can be undone in the open session is
    /// kept sealed. [`SavingReport::WordsWaiting`] answers.
    Lock(Option<Box<Undo>>),
}

impl From<SavingRequest> for Request {
    fn from(request: SavingRequest) -> Self {
        Self::Saving(request)
    }
}

impl From<LibraryRequest> for Request {
    fn from(request: LibraryRequest) -> Self {
        Self::Library(request)
    }
}

impl From<PromptsRequest> for Request {
    fn from(request: PromptsRequest) -> Self {
        Self::Prompts(request)
    }
}

impl From<SealingRequest> for Request {
    fn from(request: SealingRequest) -> Self {
        Self::Sealing(request)
    }
}

/// What is to be saved.
#[derive(Debug)]
pub enum SavingRequest {
    /// Somebody begins to edit a session, as it was read.
    BeginEditing(Box<Session>),
    /// Save a session. Of several snapshots of one session the last one counts.
    SaveSession {
        /// The session as it is now.
        session: Box<Session>,
        /// The sequence number of the last [`RemoteChange`] that went into it.
        merged_up_to: u64,
        /// What its report is known by.
        revision: u64,
    },
    /// Save the prompt sets.
    SavePromptSets {
        /// The sets as they are now.
        sets: Box<PromptSets>,
        /// What their report is known by.
        revision: u64,
    },
    /// Save the settings. There is no report.
    SaveSettings(Box<Settings>),
    /// Save a session that was just finalized, at once or not at all.
    Finalize {
        /// The session as it was frozen.
        session: Box<Session>,
        /// The sequence number of the last [`RemoteChange`] that went into it.
        merged_up_to: u64,
    },
    /// Take a session away in which nothing was ever written. Any other one stays.
    DiscardUnwritten(SessionId),
    /// Write what waits now.
    WriteNow,
}

/// What is done with a guideline file, wherever it is.
#[derive(Debug)]
pub enum PromptsRequest {
    /// Read it.
    ReadGuideline(PathBuf),
    /// Write it if nothing is there yet.
    WriteGuideline(PathBuf, Box<Guideline>),
}

/// What can be undone in a session.
pub type Undo = (SessionId, PageHistory);

/// What the worker has done, or could not do.
#[derive(Debug)]
pub enum Report {
    /// Of what was to be saved.
    Saving(SavingReport),
    /// Of the sessions. It brings the clients' words, so that it is dropped while the notes are locked.
    Library(LibraryReport),
    /// Of the prompt sets and guidelines.
    Prompts(PromptsReport),
    /// Of how the notes are kept.
    Sealing(SealingReport),
    /// What was asked for was not done, and is not tried again.
    Refused(Subject, StorageError),
}

/// What a request that was refused was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Saving.
    Saving,
    /// The sessions on the disk.
    Library,
    /// How the notes are kept.
    Sealing,
}

/// What was saved.
#[derive(Debug)]
pub enum SavingReport {
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
    /// The prompt sets are on the disk.
    PromptSetsSaved {
        /// The revision of the request.
        revision: u64,
        /// When they were saved.
        at: Moment,
    },
    /// Whether words wait in memory, sealed, that could be written nowhere when the notes were locked.
    WordsWaiting(bool),
    /// Something cannot be saved or opened. It is tried again until it can.
    Problem(StorageError),
    /// Everything that could not be saved or opened is.
    ProblemSolved,
}

/// What is known of the sessions.
#[derive(Debug)]
pub enum LibraryReport {
    /// Some sessions were read; more may follow.
    Sessions(Vec<IndexedSession>),
    /// Reading takes long enough to say how far it is.
    Reading(Progress),
    /// A file cannot be read. It stays as it is.
    Unreadable(UnreadableFile),
    /// A file that could not be read is, or is gone.
    Resolved(PathBuf),
    /// Everything was read.
    AllRead,
    /// A session that is not in its place: it was kept as a recovery copy, or sealed in memory. It is saved under the
    /// revision 0.
    Recovered(Box<Session>),
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
    /// What could be undone in the session that was open when the notes were locked.
    Undo(Box<Undo>),
}

/// What is known of the prompt sets and guidelines.
#[derive(Debug)]
pub enum PromptsReport {
    /// The prompt sets were read.
    PromptSets(PromptSets),
    /// A sync program had made a copy of the prompt sets that another device changed too. It is kept in the
    /// history.
    TheirPromptSets(Box<TheirSets>),
    /// A guideline file was read, or could not be.
    GuidelineRead(Result<Box<Guideline>, UnreadableFile>),
    /// A guideline file was written, or could not be.
    GuidelineWritten(Result<PathBuf, StorageError>),
}

/// What is known of how the notes are kept.
#[derive(Debug)]
pub enum SealingReport {
    /// How far the notes are sealed; until it is said, they are not.
    Sealing(Sealing),
    /// The notes are locked: nothing of them is in memory, and only [`SealingRequest::Unlock`],
    /// [`SealingRequest::Recover`] and [`SealingRequest::UsePlain`] are carried out.
    Locked(LockReason),
    /// The notes are open, and are being read.
    Unlocked,
    /// This does not open the notes. Nothing more is tried for a while.
    NotOpened {
        /// What was tried; nothing if it is too soon after wrong words.
        by: Option<Credential>,
        /// How long nothing is tried; longer each time.
        wait: Duration,
    },
    /// The passphrase that was asked about opens the notes.
    PassphraseChecked,
    /// Another passphrase opens the notes now.
    PassphraseChanged,
    /// Whether there are files that no key here opens: [`SealingRequest::OpenOthers`] takes the passphrase that does.
    OtherKeys(bool),
    /// The devices that opened the notes with the keys there are.
    Devices(Devices),
    /// The keys that seal nothing any more were forgotten.
    PreviousKeysForgotten,
    /// A page with the recovery code was written, or could not be.
    RecoveryPageWritten(Result<PathBuf, StorageError>),
}
