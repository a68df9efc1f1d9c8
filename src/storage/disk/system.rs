//! The disk as the system gives it: every path is followed wherever it leads.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Disk, EntryKind, Lock, Metadata, NewFile, OpenedFile, RenameMode};

/// The disk as the system gives it.
#[derive(Debug, Clone, Copy)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        Ok(Box::new(create(path)?))
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
        Ok(OpenedFile { metadata: look_of(&file.metadata()?), bytes: Box::new(file) })
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        Ok(look_of(&path.metadata()?))
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
        rename(from, to, mode)
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
        // It is there already, or the folder cannot be written: then it is opened as it is, or not.
        let _ = create(path);
        // Held open for reading alone, it does not keep a drive from being made read-only.
        let Ok(file) = File::open(path) else { return Ok(None) };
        Lock::take(file)
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

/// Makes a file that is not there yet, for its owner alone.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::custom_flags(&mut options, WRITE_THROUGH);
    options.open(path)
}

/// What metadata says; of a link, that it is something else than a file.
pub(super) fn look_of(metadata: &std::fs::Metadata) -> Metadata {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => EntryKind::File,
        kind if kind.is_dir() => EntryKind::Folder,
        _ => EntryKind::Other,
    };
    Metadata { kind, length: metadata.len(), modified: metadata.modified().ok() }
}

/// Puts a file on the disk. On macOS the standard library asks the drive itself to write, which some
/// network shares do not know: there the system's own word has to do.
pub(super) fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        #[cfg(target_os = "macos")]
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(rustix::fs::fsync(file)?),
        result => result,
    }
}

#[cfg(unix)]
fn rename(from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
    rename_at((rustix::fs::CWD, from), (rustix::fs::CWD, to), mode)
}

/// A folder, and a path from there.
#[cfg(unix)]
type At<'path> = (std::os::fd::BorrowedFd<'path>, &'path Path);

/// Gives a file another name, each name in its folder.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn rename_at((from_folder, from): At<'_>, (to_folder, to): At<'_>, mode: RenameMode) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat, renameat_with};
    match mode {
        RenameMode::NoReplace => renameat_with(from_folder, from, to_folder, to, RenameFlags::NOREPLACE)?,
        RenameMode::Replace => renameat(from_folder, from, to_folder, to)?,
        RenameMode::Exchange => renameat_with(from_folder, from, to_folder, to, RenameFlags::EXCHANGE)?,
    }
    Ok(())
}

/// The same. A second name for the file is refused if the name is taken; then the first one goes.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))))]
pub(super) fn rename_at((from_folder, from): At<'_>, (to_folder, to): At<'_>, mode: RenameMode) -> io::Result<()> {
    use rustix::fs::{AtFlags, linkat, renameat, unlinkat};
    match mode {
        RenameMode::NoReplace => {
            linkat(from_folder, from, to_folder, to, AtFlags::empty())?;
            unlinkat(from_folder, from, AtFlags::empty())?;
        }
        RenameMode::Replace => renameat(from_folder, from, to_folder, to)?,
        RenameMode::Exchange => return Err(io::ErrorKind::Unsupported.into()),
    }
    Ok(())
}

/// A second name for the file is refused if the name is taken; then the first one goes.
#[cfg(not(unix))]
pub(super) fn rename(from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
    match mode {
        RenameMode::NoReplace => {
            std::fs::hard_link(from, to)?;
            std::fs::remove_file(from)
        }
        RenameMode::Replace => rename_over(from, to),
        RenameMode::Exchange => Err(io::ErrorKind::Unsupported.into()),
    }
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
