//! What the app asks of a file system: one small trait, and the system's own disk behind it.
//!
//! The only place that opens, renames or removes a file. Each call does one thing and says what the
//! system said: what is done in which order, and what becomes of a refusal, is decided in `files`.
//! Tests put another disk in its place, to answer any call with any refusal, or to lose what was not
//! put on the disk yet.

#[cfg(unix)]
mod beneath;
#[cfg(not(unix))]
#[path = "disk/beneath_by_path.rs"]
mod beneath;
mod notes;
mod refusal;
mod system;

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::folders::{FolderId, Folders};
pub use notes::NotesDisk;
pub use refusal::FolderRefusal;
pub use system::SystemDisk;

/// The calls that the app makes on files and folders.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a file that is not there yet, for its owner alone.
    ///
    /// # Errors
    /// When it is there, or the system refuses.
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>>;

    /// Opens a file for reading, without ever waiting for another program. A link is followed, unless it is
    /// in the notes folder.
    ///
    /// # Errors
    /// When the system refuses.
    fn open(&self, path: &Path) -> io::Result<OpenedFile>;

    /// What is at a path. A link is followed, unless it is in the notes folder.
    ///
    /// # Errors
    /// When nothing is there, or the system refuses.
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// Whether anything is at a path, be it a link that leads nowhere.
    fn exists(&self, path: &Path) -> bool;

    /// Gives a file another name, in one step.
    ///
    /// # Errors
    /// When the system refuses, or does not know how.
    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()>;

    /// Takes a file away.
    ///
    /// # Errors
    /// When the system refuses.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder in one that is there, for its owner alone.
    ///
    /// # Errors
    /// When something is there, or the system refuses.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Takes an empty folder away.
    ///
    /// # Errors
    /// When it is not empty, or the system refuses.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Puts the names in a folder on the disk.
    ///
    /// # Errors
    /// When the system refuses.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// The paths of what is in a folder, in no order.
    ///
    /// # Errors
    /// When the system refuses.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Takes hold of a file, which stays empty, until it is dropped. Nothing if the system cannot.
    ///
    /// # Errors
    /// `WouldBlock` if somebody else holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;

    /// Says where the notes folder is. In it no link is followed, and nothing that is mounted there is
    /// entered. A disk that has no links needs not know.
    fn set_notes_folder(&self, _folders: &Folders) {}

    /// Holds the notes folder that is at its path now, with its marker: nothing is written any more beneath
    /// that path when it leads to another folder, or the marker has another id. `id` is what the marker says.
    ///
    /// # Errors
    /// When the notes folder cannot be opened.
    fn hold_notes_folder(&self, _id: Option<&FolderId>) -> io::Result<()> {
        Ok(())
    }
}

/// A file that is being written.
pub trait NewFile {
    /// Adds bytes.
    ///
    /// # Errors
    /// When the system refuses; some of them may have been added.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Puts what was written on the disk.
    ///
    /// # Errors
    /// When the system refuses. What was written then counts as lost, whatever it says afterwards.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file that is being read.
pub struct OpenedFile {
    /// What it is.
    pub metadata: Metadata,
    /// What it holds.
    pub bytes: Box<dyn Read>,
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// Its kind.
    pub kind: EntryKind,
    /// How many bytes a file has.
    pub length: u64,
    /// When it was changed last, if the system keeps that.
    pub modified: Option<SystemTime>,
}

/// The kind of thing that is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file that holds bytes.
    File,
    /// A folder.
    Folder,
    /// A link in the notes folder, which is not followed.
    Link,
    /// A pipe, a device, or something else.
    Other,
}

/// What may be at the path that a file is renamed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameMode {
    /// Nothing; else the system refuses.
    NoReplace,
    /// Anything; it is gone afterwards.
    Replace,
    /// A file, which takes the other name.
    Exchange,
}

/// Held as long as nobody else may take hold of a file.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes hold of a file that was opened. Nothing if the system does not know how.
    fn take(file: File) -> io::Result<Option<Self>> {
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

/// Adds a line at the end of a file that may be lost. Once the file is longer than `limit` bytes it
/// becomes `older`, and a new one is begun.
///
/// # Errors
/// When the system refuses.
pub fn append(path: &Path, older: &Path, line: &str, limit: u64) -> io::Result<()> {
    if path.metadata().is_ok_and(|metadata| metadata.len() + line.len() as u64 > limit) {
        std::fs::rename(path, older)?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(line.as_bytes())
}
