//! What is beneath one folder that is held open, and nowhere else: no link is followed on the way, and
//! nothing that is mounted there is entered.
//!
//! Every call acts on a name in a folder that was opened so, never on a whole path: whoever changes a
//! folder to a link in the middle of it gains nothing.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Component, Path};

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, mkdirat, openat, stat, statat, unlinkat};
use rustix::io::{Errno, retry_on_intr};

use super::system::{look_of, rename_at, sync};
use super::{EntryKind, FolderRefusal, Lock, Metadata, RenameMode};

/// How a folder is opened that is only gone through.
#[cfg(any(target_os = "linux", target_os = "android"))]
const PASSING: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const PASSING: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

/// How a folder is opened that is listed, or put on the disk.
const LISTED: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

/// How a file is opened for reading. Should it have become a pipe by now, nobody waits for the other end.
const READ: OFlags = OFlags::NONBLOCK.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// How a new file is made.
const NEW: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Which file or folder something is: the device that it is on, and its number there.
pub(super) type Identity = (i128, i128);

/// What tells one state of a file from a later one.
pub(super) type FileVersion = (Identity, [i128; 3], [i128; 2]);

/// A folder that is held open.
#[derive(Debug)]
pub(super) struct Root {
    handle: OwnedFd,
    identity: Identity,
}

/// A path: in a folder that is held open, or outside of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum DiskPath<'path> {
    Outside(&'path Path),
    Beneath(&'path Root, &'path Path),
}

/// The folder of a point, opened, and the name in it.
enum Folder<'root> {
    Held(BorrowedFd<'root>),
    Opened(OwnedFd),
}

impl AsFd for Folder<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Held(held) => held.as_fd(),
            Self::Opened(opened) => opened.as_fd(),
        }
    }
}

impl Root {
    /// Holds a folder, which itself may be reached by a link.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let handle = retry_on_intr(|| openat(CWD, folder, PASSING, Mode::empty()))?;
        let identity = identity_of(&fstat(&handle)?);
        Ok(Self { handle, identity })
    }

    /// Whether a path leads to this folder.
    pub(super) fn is_at(&self, folder: &Path) -> bool {
        stat(folder).is_ok_and(|stat| identity_of(&stat) == self.identity)
    }

    /// Makes a file that is not there yet.
    pub(super) fn create(&self, path: &Path) -> io::Result<File> {
        self.opened(path, NEW, Mode::RUSR | Mode::WUSR).map(File::from)
    }

    /// Opens a file for reading.
    pub(super) fn open_file(&self, path: &Path) -> io::Result<File> {
        self.opened(path, READ, Mode::empty()).map(File::from)
    }

    /// What is at a path; a link is a link.
    pub(super) fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        if let Some(opened) = self.passed(path)? {
            let metadata = File::from(opened).metadata()?;
            let kind = if metadata.file_type().is_symlink() { EntryKind::Link } else { look_of(&metadata).kind };
            return Ok(Metadata { kind, ..look_of(&metadata) });
        }
        let found = self.stat(path)?;
        let kind = match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Link,
            _ => EntryKind::Other,
        };
        let since = std::time::Duration::new(found.st_mtime.cast_unsigned(), found.st_mtime_nsec as u32);
        let modified = std::time::SystemTime::UNIX_EPOCH.checked_add(since);
        Ok(Metadata { kind, length: found.st_size.cast_unsigned(), modified })
    }

    /// What tells a file as it is now from what it will be.
    pub(super) fn version(&self, path: &Path) -> io::Result<FileVersion> {
        let stat = self.stat(path)?;
        // The system's numbers are of other kinds elsewhere: this one holds them all.
        let (size, modified, changed) = (stat.st_size.into(), stat.st_mtime.into(), stat.st_ctime.into());
        let fractions = [stat.st_mtime_nsec.into(), stat.st_ctime_nsec.into()];
        Ok((identity_of(&stat), [size, modified, changed], fractions))
    }

    /// Takes a file away. What is no file stays.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = self.folder_of(path)?;
        check_is_file(&folder, name)?;
        Ok(unlinkat(folder, name, AtFlags::empty())?)
    }

    /// Makes a folder in one that is there.
    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = self.folder_of(path)?;
        Ok(mkdirat(folder, name, Mode::RWXU)?)
    }

    /// Takes an empty folder away.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let (folder, name) = self.folder_of(path)?;
        Ok(unlinkat(folder, name, AtFlags::REMOVEDIR)?)
    }

    /// Puts the names in a folder on the disk.
    pub(super) fn sync_folder(&self, path: &Path) -> io::Result<()> {
        sync(&File::from(self.opened(path, LISTED, Mode::empty())?))
    }

    /// The names of what is in a folder.
    pub(super) fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        use std::os::unix::ffi::OsStrExt;
        let mut names = Vec::new();
        for entry in Dir::new(self.opened(path, LISTED, Mode::empty())?)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                names.push(OsStr::from_bytes(name).to_owned());
            }
        }
        Ok(names)
    }

    /// Takes hold of a file, which stays empty.
    pub(super) fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        // It is there already, or the folder cannot be written: then it is opened as it is, or not.
        let _ = self.create(path);
        // Held open for reading alone, it does not keep a drive from being made read-only.
        let Ok(file) = self.open_file(path) else { return Ok(None) };
        if file.metadata().is_ok_and(|metadata| metadata.is_file()) { Lock::take(file) } else { Ok(None) }
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let (folder, name) = self.folder_of(path)?;
        Ok(statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// The folder of a path, opened, and the last name of the path.
    fn folder_of<'path>(&self, path: &'path Path) -> io::Result<(Folder<'_>, &'path OsStr)> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let above = path.parent().unwrap_or(Path::new(""));
        if above.as_os_str().is_empty() {
            return Ok((Folder::Held(self.handle.as_fd()), name));
        }
        Ok((Folder::Opened(self.opened(above, PASSING, Mode::empty())?), name))
    }

    /// Opens what is at a path beneath; the empty path is the folder itself.
    fn opened(&self, path: &Path, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let opened = match self.opened_in_one_call(path, flags, mode) {
            Err(Errno::NOSYS | Errno::PERM) => self.opened_step_by_step(path, flags, mode),
            opened => opened,
        };
        opened.map_err(refusal)
    }

    /// Opens whatever is at a path only to look at it, if the system knows how: not to be read, and a link as
    /// a link.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn passed(&self, path: &Path) -> io::Result<Option<OwnedFd>> {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match self.opened_in_one_call(path, flags, Mode::empty()) {
            Err(Errno::NOSYS | Errno::PERM) => Ok(None),
            opened => opened.map(Some).map_err(refusal),
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "on Linux it looks, and may be refused")]
    fn passed(&self, _path: &Path) -> io::Result<Option<OwnedFd>> {
        Ok(None)
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn opened_in_one_call(&self, path: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
        use rustix::fs::ResolveFlags;
        let resolve =
            ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS | ResolveFlags::NO_XDEV;
        // Together with this, a link at the end would be “not a folder”.
        let flags = if flags.contains(OFlags::DIRECTORY) { flags.difference(OFlags::NOFOLLOW) } else { flags };
        retry_on_intr(|| rustix::fs::openat2(&self.handle, path, flags, mode, resolve))
    }

    /// Only Linux knows how.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    #[expect(clippy::unused_self, reason = "on Linux it opens")]
    fn opened_in_one_call(&self, _path: &Path, _flags: OFlags, _mode: Mode) -> Result<OwnedFd, Errno> {
        Err(Errno::NOSYS)
    }

    /// The same, folder by folder. A file that something is mounted on is not told from one: only whoever
    /// may mount can do that.
    fn opened_step_by_step(&self, path: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd, Errno> {
        let mut folder: Option<OwnedFd> = None;
        let mut names = path.components().peekable();
        while let Some(name) = names.next() {
            let name = match name {
                Component::Normal(name) => name,
                Component::CurDir => OsStr::new("."),
                _ => return Err(Errno::XDEV),
            };
            let at = folder.as_ref().map_or(self.handle.as_fd(), AsFd::as_fd);
            let is_last = names.peek().is_none();
            let flags = if is_last { flags } else { PASSING };
            let opened = retry_on_intr(|| openat(at, name, flags | OFlags::NOFOLLOW, mode));
            let opened = opened.map_err(|error| {
                let is_link = statat(at, name, AtFlags::SYMLINK_NOFOLLOW)
                    .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink);
                if is_link && error != Errno::EXIST { Errno::LOOP } else { error }
            })?;
            if flags.contains(OFlags::DIRECTORY) && identity_of(&fstat(&opened)?).0 != self.identity.0 {
                return Err(Errno::XDEV);
            }
            folder = Some(opened);
        }
        folder.ok_or(Errno::INVAL)
    }
}

impl DiskPath<'_> {
    fn folder_and_name(&self) -> io::Result<(Folder<'_>, &OsStr)> {
        match self {
            Self::Outside(path) => Ok((Folder::Held(CWD), path.as_os_str())),
            Self::Beneath(root, path) => root.folder_of(path),
        }
    }
}

/// Gives a file another name. Beneath a folder neither end may be anything but a file: whatever else is there
/// stays.
pub(super) fn rename(from: DiskPath<'_>, to: DiskPath<'_>, mode: RenameMode) -> io::Result<()> {
    let ((from_folder, from_name), (to_folder, to_name)) = (from.folder_and_name()?, to.folder_and_name()?);
    if matches!(from, DiskPath::Beneath(..)) {
        check_is_file(&from_folder, from_name)?;
    }
    if matches!(to, DiskPath::Beneath(..)) && mode != RenameMode::NoReplace {
        match check_is_file(&to_folder, to_name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            checked => checked?,
        }
    }
    rename_at((from_folder.as_fd(), Path::new(from_name)), (to_folder.as_fd(), Path::new(to_name)), mode)
}

fn check_is_file(folder: &impl AsFd, name: &OsStr) -> io::Result<()> {
    let found = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => Ok(()),
        FileType::Symlink => Err(FolderRefusal::LeadsElsewhere.into()),
        FileType::Directory => Err(io::ErrorKind::IsADirectory.into()),
        _ => Err(io::ErrorKind::InvalidInput.into()),
    }
}

fn identity_of(stat: &Stat) -> Identity {
    (stat.st_dev.into(), stat.st_ino.into())
}

/// What the system's refusal means here.
fn refusal(error: Errno) -> io::Error {
    if matches!(error, Errno::LOOP | Errno::XDEV) { FolderRefusal::LeadsElsewhere.into() } else { error.into() }
}
