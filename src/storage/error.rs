//! What can go wrong with a file: a sentence of what happened, and a sentence of what to do.
//!
//! Must not know what a file says: an error carries a path and the system's code, never a word of
//! the text.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Refusal;
use super::vault::seal::SealError;

/// Something could not be saved, or the notes folder could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageError {
    /// What happened.
    pub kind: Kind,
    /// The file or the folder that it happened to.
    pub path: PathBuf,
    /// What the system said, if it was the system that refused.
    pub cause: Option<Cause>,
}

/// What the system said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The kind of refusal.
    pub kind: io::ErrorKind,
    /// The system's own number for it.
    pub code: Option<i32>,
}

/// What happened to a file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no room left.
    DiskFull,
    /// The disk, or the folder, can only be read.
    ReadOnly,
    /// The system does not permit it.
    NoPermission,
    /// The notes folder, or the folder of a file, is not there.
    FolderNotThere,
    /// A file is where the notes folder should be.
    NotAFolder,
    /// Something stands in a folder that was to be empty.
    FolderNotEmpty,
    /// The notes folder belongs to a newer version of the app.
    NewerFolder,
    /// Another window has the notes folder open.
    InUse,
    /// A file is not there.
    FileNotThere,
    /// A file is there that was not expected.
    FileAlreadyThere,
    /// Not a file that holds bytes: a folder, a pipe, a device.
    NotAFile,
    /// A link, or another disk, is there in the notes folder. It is not followed, and left as it is.
    LeadsElsewhere,
    /// Another notes folder is at the path of the one that was opened.
    OtherFolder,
    /// A file is longer than any that the app reads.
    TooLarge,
    /// A file that cannot be read stands in the way. It is left as it is.
    UnreadableInTheWay,
    /// What is to be written could not be read again.
    WouldNotRead,
    /// The thread that saves came to an end before its time.
    SavingStopped,
    /// Something is already being renamed.
    RenamingUnderway,
    /// The words of a session are frozen.
    Finalized,
    /// Something sealed could not be opened.
    Sealed(SealError),
    /// Another passphrase opens the notes.
    OtherPassphrase,
    /// Wrong words were tried just now.
    TriedTooSoon,
    /// The notes are sealed, and their keys are not there.
    KeysNotThere,
    /// The keys of the notes are damaged.
    KeysUnreadable,
    /// The notes are locked.
    Locked,
    /// Another change of all files is under way.
    SealingUnderway,
    /// Anything else.
    Other,
}

impl Kind {
    /// What the system's refusal means.
    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            io::ErrorKind::NotFound => Self::FileNotThere,
            io::ErrorKind::NotADirectory => Self::NotAFolder,
            io::ErrorKind::AlreadyExists => Self::FileAlreadyThere,
            io::ErrorKind::FileTooLarge => Self::TooLarge,
            _ => Self::Other,
        }
    }

    /// What the disk's own refusal means.
    fn of_refusal(refusal: Refusal) -> Self {
        match refusal {
            Refusal::LeadsElsewhere => Self::LeadsElsewhere,
            Refusal::FolderGone => Self::FolderNotThere,
            Refusal::OtherFolder => Self::OtherFolder,
        }
    }

    /// The disk's own refusal that this means, if any.
    pub(super) fn refusal(self) -> Option<Refusal> {
        let all = [Refusal::LeadsElsewhere, Refusal::FolderGone, Refusal::OtherFolder];
        all.into_iter().find(|refusal| Self::of_refusal(*refusal) == self)
    }

    /// The sentence of what happened, and the sentence of what to do.
    fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::DiskFull => ("The disk is full.", "Free some space; saving continues on its own."),
            Self::ReadOnly => ("The disk is read-only.", "Make it writable; saving continues on its own."),
            Self::NoPermission => ("Access was denied.", "Check who can read and write this folder."),
            Self::FolderNotThere => {
                ("The notes folder is missing.", "Connect its drive, or check where the folder is.")
            }
            Self::NotAFolder => ("A file is where a folder should be.", "Move that file, or choose another folder."),
            Self::FolderNotEmpty => ("This folder is not empty.", "Choose a new folder; this one is left as it is."),
            Self::NewerFolder => {
                ("The notes folder belongs to a newer version of Holdspace.", "Open it with that version.")
            }
            Self::InUse => ("Another window has these notes open.", "Close it, and this one continues on its own."),
            Self::FileNotThere => ("A file is missing.", "Check that the notes folder is complete."),
            Self::FileAlreadyThere => ("Another file already has this name.", "Move that file somewhere else."),
            Self::NotAFile => ("This is not an ordinary file.", "Move it out of the notes folder."),
            Self::LeadsElsewhere => (
                "This is a link, or another drive, and Holdspace does not follow it.",
                "Move it out of the notes folder; it is left as it is.",
            ),
            Self::OtherFolder => (
                "A different notes folder is in this place.",
                "Put yours back and saving continues on its own, or restart Holdspace to open this one.",
            ),
            Self::TooLarge => ("The file is too large for Holdspace to read.", "Move it out of the notes folder."),
            Self::UnreadableInTheWay => (
                "A file that cannot be read has this name.",
                "Move that file somewhere else; saving continues on its own.",
            ),
            Self::WouldNotRead => ("The text is too long for one file.", "Move some of the text to another session."),
            Self::SavingStopped => {
                ("Saving has stopped.", "Copy what you wrote last somewhere else, and restart Holdspace.")
            }
            Self::Finalized => ("This session is finalized and can’t be changed.", "Write an addendum instead."),
            Self::RenamingUnderway => ("Something is already being renamed.", "Wait until that is done."),
            Self::Sealed(error) => {
                (error.sentence(), "It is left as it is; an earlier version or a backup may have what it said.")
            }
            Self::OtherPassphrase => (
                "This passphrase does not open the notes.",
                "Check each letter and the keyboard layout, and try again.",
            ),
            Self::TriedTooSoon => {
                ("Another attempt was made just before, and did not open the notes.", "Try again in a minute.")
            }
            Self::KeysNotThere => {
                ("The notes are sealed, and the folder “keys” is missing.", "Put it back into the notes folder.")
            }
            Self::KeysUnreadable => {
                ("The keys of the notes are damaged.", "Put the folder “keys” back from a backup; it is left as it is.")
            }
            Self::Locked => ("The notes are locked.", "Open them with the passphrase; saving continues on its own."),
            Self::SealingUnderway => ("The notes are already being sealed or unsealed.", "Wait until that is done."),
            Self::Other => ("The disk reported an error.", "Check the disk; Holdspace keeps the text and tries again."),
        }
    }
}

impl StorageError {
    /// An error that is not the system's.
    pub fn new(kind: Kind, path: &Path) -> Self {
        Self { kind, path: path.to_owned(), cause: None }
    }

    /// What the system said of a file or a folder.
    pub fn of(path: &Path, error: &io::Error) -> Self {
        let cause = Cause { kind: error.kind(), code: error.raw_os_error() };
        let sealed = error.get_ref().and_then(|inner| inner.downcast_ref::<SealError>());
        let refused = Refusal::of(error).map(Kind::of_refusal);
        let kind = sealed.map(|sealed| Kind::Sealed(*sealed)).or(refused).unwrap_or_else(|| Kind::of(error));
        Self { kind, path: path.to_owned(), cause: Some(cause) }
    }

    /// The same refusal, where something that is not there means the folder.
    pub(super) fn of_folder(self) -> Self {
        let kind = if self.kind == Kind::FileNotThere { Kind::FolderNotThere } else { self.kind };
        Self { kind, ..self }
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (happened, advice) = self.kind.sentences();
        write!(formatter, "{happened} {advice}")
    }
}

impl std::error::Error for StorageError {}

/// A file that could not be read as what it should be. It is left exactly as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableFile {
    /// Where it is.
    pub path: PathBuf,
    /// Why, in a sentence or two that quote nothing of it.
    pub reason: String,
}

impl UnreadableFile {
    /// A file, and why it could not be read.
    pub fn new(path: &Path, reason: &impl ToString) -> Self {
        Self { path: path.to_owned(), reason: reason.to_string() }
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

impl fmt::Display for UnreadableFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} could not be read. {}", self.name(), self.reason)
    }
}

impl std::error::Error for UnreadableFile {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_happened_and_what_to_do() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let error = StorageError::of(Path::new("/notes/a.json"), &full);
        assert_eq!(error.to_string(), "The disk is full. Free some space; saving continues on its own.");
        assert_eq!(error.path, Path::new("/notes/a.json"));
    }

    #[test]
    fn a_folder_that_is_gone_is_told_from_a_file_that_is_gone() {
        let error = StorageError::of(Path::new("/notes"), &io::ErrorKind::NotFound.into());
        assert_eq!(error.kind, Kind::FileNotThere);
        assert_eq!(error.of_folder().kind, Kind::FolderNotThere);
    }
}
