//! What went wrong with which file, and what the system said of it.
//!
//! Must not know what a file says: an error carries a path and the system's code, never a word of
//! the text.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::FolderRefusal;
pub use crate::domain::problem::Problem;
use crate::domain::problem::{ReadError, SealError};

/// Something could not be saved, or the notes folder could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageError {
    /// What happened.
    pub kind: Problem,
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

/// What the system's refusal means.
fn of_system(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem => Problem::ReadOnly,
        io::ErrorKind::PermissionDenied => Problem::NoPermission,
        io::ErrorKind::NotFound => Problem::FileNotThere,
        io::ErrorKind::NotADirectory => Problem::NotAFolder,
        io::ErrorKind::AlreadyExists => Problem::FileAlreadyThere,
        io::ErrorKind::FileTooLarge => Problem::TooLarge,
        _ => Problem::Other,
    }
}

/// What the disk's own refusal means.
fn of_refusal(refusal: FolderRefusal) -> Problem {
    match refusal {
        FolderRefusal::LeadsElsewhere => Problem::LeadsElsewhere,
        FolderRefusal::FolderGone => Problem::FolderNotThere,
        FolderRefusal::OtherFolder => Problem::OtherFolder,
    }
}

impl StorageError {
    /// An error that is not the system's.
    pub fn new(kind: Problem, path: &Path) -> Self {
        Self { kind, path: path.to_owned(), cause: None }
    }

    /// What the system said of a file or a folder.
    pub fn of(path: &Path, error: &io::Error) -> Self {
        let cause = Cause { kind: error.kind(), code: error.raw_os_error() };
        let sealed = error.get_ref().and_then(|inner| inner.downcast_ref::<SealError>());
        let refused = FolderRefusal::of(error).map(of_refusal);
        let kind = sealed.map(|sealed| Problem::Sealed(*sealed)).or(refused).unwrap_or_else(|| of_system(error));
        Self { kind, path: path.to_owned(), cause: Some(cause) }
    }

    /// The disk's own refusal that this means, if any.
    pub(super) fn refusal(&self) -> Option<FolderRefusal> {
        let all = [FolderRefusal::LeadsElsewhere, FolderRefusal::FolderGone, FolderRefusal::OtherFolder];
        all.into_iter().find(|refusal| of_refusal(*refusal) == self.kind)
    }

    /// The same refusal, where something that is not there means the folder.
    pub(super) fn of_folder(self) -> Self {
        let kind = if self.kind == Problem::FileNotThere { Problem::FolderNotThere } else { self.kind };
        Self { kind, ..self }
    }
}

impl fmt::Display for StorageError {
    /// The kind alone, as the log has it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.kind, formatter)
    }
}

impl std::error::Error for StorageError {}

impl From<&StorageError> for ReadError {
    fn from(error: &StorageError) -> Self {
        Self::Problem(error.kind)
    }
}

/// A file that could not be read as what it should be. It is left exactly as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableFile {
    /// Where it is.
    pub path: PathBuf,
    /// Why.
    pub reason: ReadError,
}

impl UnreadableFile {
    /// A file, and why it could not be read.
    pub fn new(path: &Path, reason: impl Into<ReadError>) -> Self {
        Self { path: path.to_owned(), reason: reason.into() }
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

impl fmt::Display for UnreadableFile {
    /// The name of the file and the kind of the reason, as the log has them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {:?}", self.name(), self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_refusal_has_its_kind() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let error = StorageError::of(Path::new("/notes/a.json"), &full);
        assert_eq!(error.kind, Problem::DiskFull);
        assert_eq!(error.path, Path::new("/notes/a.json"));
    }

    #[test]
    fn a_folder_that_is_gone_is_told_from_a_file_that_is_gone() {
        let error = StorageError::of(Path::new("/notes"), &io::ErrorKind::NotFound.into());
        assert_eq!(error.kind, Problem::FileNotThere);
        assert_eq!(error.of_folder().kind, Problem::FolderNotThere);
    }
}
