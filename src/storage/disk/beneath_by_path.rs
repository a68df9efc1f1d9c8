//! What is beneath one folder, on systems without calls that act in a folder that is held open (Windows).
//!
//! Every step of a path is looked at first, and then the call is made by the whole path: a look and then an
//! act. Whoever exchanges a folder for a link between the two is not noticed. The standard library says of
//! links and junctions that they are links, and of a cloud drive's placeholders that they are files.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::system::{look_of, rename as rename_by_path};
use super::{Disk, EntryKind, FolderRefusal, Lock, Metadata, RenameMode, SystemDisk};

/// What tells one state of a file from a later one.
pub(super) type FileVersion = (u64, Option<SystemTime>, Option<SystemTime>);

/// A folder that is held open.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    handle: same_file::Handle,
}

/// A path: in a folder that is held open, or outside of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum DiskPath<'path> {
    Outside(&'path Path),
    Beneath(&'path Root, &'path Path),
}

impl Root {
    /// Holds a folder, which itself may be reached by a link.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self { path: folder.to_owned(), handle: same_file::Handle::from_path(folder)? })
    }

    /// Whether a path leads to this folder.
    pub(super) fn is_at(&self, folder: &Path) -> bool {
        same_file::Handle::from_path(folder).is_ok_and(|handle| handle == self.handle)
    }

    /// The whole path to something beneath, if no step on the way is a link.
    fn whole(&self, path: &Path) -> io::Result<PathBuf> {
        let mut whole = self.path.clone();
        for step in path.components() {
            whole.push(step);
            if whole.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink()) {
                return Err(FolderRefusal::LeadsElsewhere.into());
            }
        }
        Ok(whole)
    }

    /// The same; a link at its end is one that is looked at.
    fn whole_to(&self, path: &Path) -> io::Result<PathBuf> {
        let above = self.whole(path.parent().unwrap_or(Path::new("")))?;
        Ok(path.file_name().map_or_else(|| above.clone(), |name| above.join(name)))
    }

    /// Makes a file that is not there yet.
    pub(super) fn create(&self, path: &Path) -> io::Result<File> {
        super::system::create(&self.whole(path)?)
    }

    /// Opens a file for reading.
    pub(super) fn open_file(&self, path: &Path) -> io::Result<File> {
        File::open(self.whole(path)?)
    }

    /// What is at a path; a link is a link.
    pub(super) fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let metadata = self.whole_to(path)?.symlink_metadata()?;
        let kind = if metadata.file_type().is_symlink() { EntryKind::Link } else { look_of(&metadata).kind };
        Ok(Metadata { kind, ..look_of(&metadata) })
    }

    /// What tells a file as it is now from what it will be.
    pub(super) fn version(&self, path: &Path) -> io::Result<FileVersion> {
        let metadata = self.whole_to(path)?.symlink_metadata()?;
        Ok((metadata.len(), metadata.modified().ok(), metadata.created().ok()))
    }

    /// Takes a file away. What is no file stays.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove(&self.whole(path)?)
    }

    /// Makes a folder in one that is there.
    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.create_folder(&self.whole(path)?)
    }

    /// Takes an empty folder away.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove_folder(&self.whole(path)?)
    }

    /// Puts the names in a folder on the disk.
    pub(super) fn sync_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.sync_folder(&self.whole(path)?)
    }

    /// The names of what is in a folder.
    pub(super) fn list(&self, path: &Path) -> io::Result<Vec<OsString>> {
        self.whole(path)?.read_dir()?.map(|entry| entry.map(|entry| entry.file_name())).collect()
    }

    /// Takes hold of a file, which stays empty.
    pub(super) fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let Ok(whole) = self.whole(path) else { return Ok(None) };
        SystemDisk.lock(&whole)
    }
}

impl DiskPath<'_> {
    fn whole(&self) -> io::Result<PathBuf> {
        match self {
            Self::Outside(path) => Ok(path.to_path_buf()),
            Self::Beneath(root, path) => root.whole(path),
        }
    }
}

/// Gives a file another name. Beneath a folder neither end may be a link.
pub(super) fn rename(from: DiskPath<'_>, to: DiskPath<'_>, mode: RenameMode) -> io::Result<()> {
    rename_by_path(&from.whole()?, &to.whole()?, mode)
}
