//! What the app asks of a file system: one small trait, and the system's own disk behind it.
//!
//! The only place that opens, renames or removes a file. Each call does one thing and says what the
//! system said: what is done in which order, and what becomes of a refusal, is decided in `files`.
//! Tests put another disk in its place, to answer any call with any refusal, or to lose what was not
//! put on the disk yet.

use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The calls that the app makes on files and folders.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a file that is not there yet, for its owner alone.
    ///
    /// # Errors
    /// When it is there, or the system refuses.
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>>;

    /// Opens a file for reading, without ever waiting for another program. A link is followed.
    ///
    /// # Errors
    /// When the system refuses.
    fn open(&self, path: &Path) -> io::Result<OpenedFile>;

    /// What stands at a path. A link is followed.
    ///
    /// # Errors
    /// When nothing stands there, or the system refuses.
    fn look(&self, path: &Path) -> io::Result<Look>;

    /// Whether anything stands at a path, be it a link that leads nowhere.
    fn is_taken(&self, path: &Path) -> bool;

    /// Gives a file another name, in one step.
    ///
    /// # Errors
    /// When the system refuses, or does not know how.
    fn rename(&self, from: &Path, to: &Path, onto: Onto) -> io::Result<()>;

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

    /// Takes hold of a file, which stays empty, until it is dropped. Nothing where the system cannot.
    ///
    /// # Errors
    /// `WouldBlock` where somebody else holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;
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
    pub look: Look,
    /// What it holds.
    pub bytes: Box<dyn Read>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Its kind.
    pub kind: Kind,
    /// How many bytes a file has.
    pub length: u64,
    /// When it was changed last, where the system keeps that.
    pub modified: Option<SystemTime>,
}

/// The kind of thing that stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file that holds bytes.
    File,
    /// A folder.
    Folder,
    /// A pipe, a device, or something else.
    Other,
}

/// What may stand where a file is renamed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onto {
    /// Nothing; else the system refuses.
    Nothing,
    /// Anything; it is gone afterwards.
    Anything,
    /// A file, which takes the other name.
    Exchange,
}

/// Held as long as nobody else may take hold of a file.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The disk as the system gives it.
#[derive(Debug, Clone, Copy)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        #[cfg(windows)]
        std::os::windows::fs::OpenOptionsExt::custom_flags(&mut options, WRITE_THROUGH);
        Ok(Box::new(options.open(path)?))
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        let mut options = OpenOptions::new();
        options.read(true);
        // Should it have become a pipe by now, nobody waits for the other end.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::custom_flags(
            &mut options,
            rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
        );
        let file = options.open(path)?;
        Ok(OpenedFile { look: look_of(&file.metadata()?), bytes: Box::new(file) })
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        Ok(look_of(&path.metadata()?))
    }

    fn is_taken(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn rename(&self, from: &Path, to: &Path, onto: Onto) -> io::Result<()> {
        match onto {
            Onto::Nothing => rename_new(from, to),
            Onto::Anything => rename_over(from, to),
            Onto::Exchange => exchange(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mode to set"))]
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        sync(&File::open(path)?)
    }

    /// Windows has nothing of the kind.
    #[cfg(not(unix))]
    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        folder.read_dir()?.map(|entry| entry.map(|entry| entry.path())).collect()
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // It is there already, or the folder cannot be written: then it is opened as it is, or not.
        let _ = options.open(path);
        // Held open for reading alone, it does not keep a drive from being made read-only.
        let Ok(file) = File::open(path) else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

impl NewFile for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        sync(self)
    }
}

fn look_of(metadata: &std::fs::Metadata) -> Look {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        _ => Kind::Other,
    };
    Look { kind, length: metadata.len(), modified: metadata.modified().ok() }
}

/// Puts a file on the disk. On macOS the standard library asks the drive itself to write, which some
/// network shares do not know: there the system's own word has to do.
fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        #[cfg(target_os = "macos")]
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(rustix::fs::fsync(file)?),
        result => result,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_with(from: &Path, to: &Path, flags: rustix::fs::RenameFlags) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(rustix::fs::CWD, from, rustix::fs::CWD, to, flags)?)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    rename_with(from, to, rustix::fs::RenameFlags::NOREPLACE)
}

/// A second name for the file is refused where the name is taken; then the first one goes.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::hard_link(from, to)?;
    std::fs::remove_file(from)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(from: &Path, to: &Path) -> io::Result<()> {
    rename_with(from, to, rustix::fs::RenameFlags::EXCHANGE)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_from: &Path, _to: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(windows))]
fn rename_over(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)
}

/// What is written goes to the disk before the call returns.
#[cfg(windows)]
const WRITE_THROUGH: u32 = 0x8000_0000;

/// A virus scanner or a sync program may hold the file for a moment (errors 5 and 32).
#[cfg(windows)]
fn rename_over(from: &Path, to: &Path) -> io::Result<()> {
    const TRIES: u64 = 10;
    for number in 1..TRIES {
        match std::fs::rename(from, to) {
            Err(error) if matches!(error.raw_os_error(), Some(5 | 32)) => {
                std::thread::sleep(std::time::Duration::from_millis(10 * number));
            }
            result => return result,
        }
    }
    std::fs::rename(from, to)
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
