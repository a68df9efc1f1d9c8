//! The only place that opens a file for writing: one file is replaced as a whole, so that it is
//! there afterwards.
//!
//! Must not know what the files say.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::{Kind, StorageError};

/// What leftover temporary files are known by.
const TEMPORARY: (&str, &str) = (".holdspace-", ".tmp");

/// Whether a file is named as temporary ones are while they are written.
pub(super) fn is_temporary_name(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Whether a file may be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// A file that is there is replaced.
    MayReplace,
    /// A file that is there stays, and nothing is written.
    MustNotExist,
}

/// Makes `bytes` what a file holds. On return it is on the disk, under its name.
///
/// # Errors
/// When any step fails. The file is then as it was, unless the very last step failed, the one that
/// puts the folder itself on the disk: then it may hold `bytes` and yet be gone after a power cut.
pub fn replace(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), StorageError> {
    put(path, bytes, existing).map_err(|error| StorageError::of(path, &error))
}

fn put(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let folder = folder_of(path);
    let mut temporary = tempfile::Builder::new().prefix(TEMPORARY.0).suffix(TEMPORARY.1).tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    match existing {
        Existing::MayReplace => temporary.persist(path)?,
        Existing::MustNotExist => put_new(temporary, path)?,
    };
    sync_folder(folder)
}

/// Gives a temporary file its name, unless the name is taken.
fn put_new(temporary: tempfile::NamedTempFile, path: &Path) -> io::Result<File> {
    let refused = match temporary.persist_noclobber(path) {
        Ok(file) => return Ok(file),
        Err(refused) => refused,
    };
    // Some network and USB file systems know neither a rename that refuses nor hard links.
    if refused.error.kind() == io::ErrorKind::AlreadyExists || path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    Ok(refused.file.persist(path)?)
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts the names in a folder on the disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some network file systems do not know how, and say so.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}

/// Windows has nothing of the kind.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same function fails on other systems")]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder, readable by its owner alone, and every folder above it that is missing. One that
/// is there already is left as it is.
///
/// # Errors
/// When the system refuses, or a file stands in its place.
pub fn create_folder(path: &Path) -> Result<(), StorageError> {
    if !path.is_dir()
        && let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty())
    {
        create_folder(above)?;
    }
    create_one_folder(path)
}

/// Makes a folder, readable by its owner alone, in one that is there.
///
/// # Errors
/// When the folder above is missing, the system refuses, or a file stands in its place.
pub fn create_one_folder(path: &Path) -> Result<(), StorageError> {
    let made = match folder_builder().create(path) {
        Err(_) if path.is_dir() => return Ok(()),
        made => made,
    };
    made.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => StorageError::new(Kind::NotAFolder, path),
        _ => StorageError::of(path, &error).of_folder(),
    })?;
    // A folder above that may not be read cannot be put on the disk by us; the system will.
    let _ = sync_folder(folder_of(path));
    Ok(())
}

fn folder_builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has a mode to set"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// What a file holds, if it is an ordinary file of at most `limit` bytes. A link is followed.
///
/// # Errors
/// When it is not there, is something else than a file, is larger, or the system refuses.
pub fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, StorageError> {
    let of_system = |error: io::Error| StorageError::of(path, &error);
    // Opening a pipe or a device may already do something: look first.
    check_kind(path, &path.metadata().map_err(of_system)?)?;
    let file = open_to_read(path).map_err(of_system)?;
    let metadata = file.metadata().map_err(of_system)?;
    check_kind(path, &metadata)?;
    let mut bytes = Vec::with_capacity(metadata.len().min(limit) as usize);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(of_system)?;
    if bytes.len() as u64 > limit { Err(StorageError::new(Kind::TooLarge, path)) } else { Ok(bytes) }
}

fn check_kind(path: &Path, metadata: &std::fs::Metadata) -> Result<(), StorageError> {
    if metadata.is_file() { Ok(()) } else { Err(StorageError::new(Kind::NotAFile, path)) }
}

/// Opens a file without ever waiting for another program, should it have become a pipe by now.
fn open_to_read(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    options.open(path)
}

/// What a file holds, or nothing where there is no such file.
///
/// # Errors
/// As [`read_bounded`], but for a file that is not there.
pub fn read_if_there(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StorageError> {
    match read_bounded(path, limit) {
        Err(error) if error.kind == Kind::FileNotThere => Ok(None),
        read => read.map(Some),
    }
}

/// Takes a file away, for good. One that is not there is no error.
///
/// # Errors
/// When the system refuses.
pub fn remove(path: &Path) -> Result<(), StorageError> {
    match std::fs::remove_file(path).and_then(|()| sync_folder(folder_of(path))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StorageError::of(path, &error)),
        _ => Ok(()),
    }
}

/// Gives a file another name in its folder. This needs no room on the disk.
///
/// # Errors
/// When the system refuses.
pub fn rename(path: &Path, other: &Path) -> Result<(), StorageError> {
    let renamed = std::fs::rename(path, other).and_then(|()| sync_folder(folder_of(other)));
    renamed.map_err(|error| StorageError::of(path, &error))
}

/// Takes hold of a file, which stays empty, until it is dropped. Nothing where the folder or its
/// file system knows no locks: then everybody goes on without.
///
/// # Errors
/// When somebody else holds it.
pub fn lock(path: &Path) -> Result<Option<File>, StorageError> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Held open for reading alone, it does not keep a drive from being made read-only.
    let _ = options.open(path);
    let Ok(file) = File::open(path) else { return Ok(None) };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(StorageError::new(Kind::InUse, path)),
        Err(TryLockError::Error(_)) => Ok(None),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn replaces_a_file_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        replace(&path, b"one", Existing::MustNotExist).unwrap();
        replace(&path, b"two", Existing::MayReplace).unwrap();
        assert_eq!(read_bounded(&path, 3).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_new_file_never_takes_anothers_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        replace(&path, b"theirs", Existing::MustNotExist).unwrap();
        let refused = replace(&path, b"ours", Existing::MustNotExist).unwrap_err();
        assert_eq!(refused.kind, Kind::FileAlreadyThere);
        assert_eq!(read_bounded(&path, 10).unwrap(), b"theirs");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_write_that_fails_leaves_no_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        create_folder(&path.join("in the way")).unwrap();
        replace(&path, b"words", Existing::MayReplace).unwrap_err();
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_missing_folder_is_not_made_by_a_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("a.json");
        assert_eq!(replace(&path, b"words", Existing::MayReplace).unwrap_err().kind, Kind::FileNotThere);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn reads_no_more_than_it_should_and_only_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        replace(&path, b"four", Existing::MustNotExist).unwrap();
        assert_eq!(read_bounded(&path, 3).unwrap_err().kind, Kind::TooLarge);
        assert_eq!(read_bounded(folder.path(), 3).unwrap_err().kind, Kind::NotAFile);
        assert_eq!(read_if_there(&folder.path().join("b.json"), 3).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_it_makes_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("one").join("two");
        create_folder(&deep).unwrap();
        create_folder(&deep).unwrap();
        replace(&deep.join("a"), b"words", Existing::MustNotExist).unwrap();
        append(&deep.join("log"), &deep.join("older"), "line\n", 100).unwrap();
        assert_eq!([mode(&folder.path().join("one")), mode(&deep)], [0o700, 0o700]);
        assert_eq!([mode(&deep.join("a")), mode(&deep.join("log"))], [0o600, 0o600]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_does_not_hold_it_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe.json");
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, mode).unwrap();
        assert_eq!(read_bounded(&path, 10).unwrap_err().kind, Kind::NotAFile);
    }
}
