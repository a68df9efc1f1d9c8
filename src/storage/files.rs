//! How one file is replaced as a whole, so that it is there afterwards and nobody's words are gone.
//!
//! The order of the calls is the promise: a temporary file of its own is written and put on the disk,
//! takes the name, and the folder is put on the disk; only then is it saved. If a file is there that
//! is known, the two exchange their names, and what came out is looked at: if it is not the one that
//! was known, somebody else wrote there in between, and it is kept before it goes.
//!
//! Must not know what the files say.

mod folders;

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk;
use super::disk::{Disk, Lock, Metadata, NewFile, NotesDisk, RenameMode};
use super::error::{Problem, StorageError};
use super::folders::Folders;

/// What leftover temporary files are known by.
const TEMPORARY: (&str, &str) = (".holdspace-", ".tmp");

/// The most bytes that are read of what turns out to be in the place of a known file: more than any of ours has.
const MAX_READ: u64 = 64 * 1024 * 1024;

/// Whether a file is named as temporary ones are while they are written.
pub(super) fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// A name for a temporary file in a folder, which nobody has.
pub(super) fn new_temporary(folder: &Path) -> PathBuf {
    folder.join(format!("{}{}{}", TEMPORARY.0, uuid::Uuid::now_v7().simple(), TEMPORARY.1))
}

/// What bytes are known by, within one run of the app.
pub fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The files of one disk, and the careful ways to change them.
#[derive(Debug, Clone)]
pub struct Files {
    disk: Arc<dyn Disk>,
    /// Temporary files that could not be taken away when they should have been.
    orphans: Arc<Mutex<Vec<PathBuf>>>,
}

impl Default for Files {
    fn default() -> Self {
        Self::on(Arc::new(NotesDisk::default()))
    }
}

impl Files {
    /// The files of a disk.
    pub fn on(disk: Arc<dyn Disk>) -> Self {
        Self { disk, orphans: Arc::default() }
    }

    /// The disk that they are on.
    pub(super) fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    /// Says where the notes folder is: from now on nothing leads out of it.
    pub(super) fn set_notes_folder(&self, folders: &Folders) {
        self.disk.set_notes_folder(folders);
    }

    /// Holds the notes folder that is at its path now: nothing is written to another one any more.
    ///
    /// # Errors
    /// When it cannot be opened, or its marker is gone or has another id.
    pub(super) fn hold_notes_folder(&self, folders: &Folders) -> Result<(), StorageError> {
        self.disk.set_notes_folder(folders);
        let held = self.disk.hold_notes_folder(folders.id.as_ref());
        held.map_err(|error| StorageError::of(&folders.data, &error).of_folder())
    }

    /// Writes a file whose name nobody has yet. On return it is on the disk.
    ///
    /// # Errors
    /// When the name is taken, or any step fails; if it was the very last one, the file may be
    /// there and yet be gone after a power cut.
    pub fn put_new(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        self.with_temporary(path, bytes, |temporary| NamingOutcome::of(self.rename_new(temporary, path)))
    }

    /// Makes `bytes` what a file holds, whatever was there. On return it is on the disk.
    ///
    /// # Errors
    /// When any step fails. The file is then as it was, or holds `bytes` and may yet be as it was
    /// after a power cut.
    pub fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        self.with_temporary(path, bytes, |temporary| {
            NamingOutcome::of(self.disk.rename(temporary, path, RenameMode::Replace))
        })
    }

    /// Makes `bytes` what a file holds that was read and held `known` then. On return it is on the
    /// disk. If something else had come to be there, `keep` is given it before it goes, and it is
    /// returned.
    ///
    /// # Errors
    /// When any step fails, `keep` included. The file is then as it was, or holds `bytes` and may yet
    /// be as it was after a power cut.
    pub fn replace(
        &self,
        path: &Path,
        bytes: &[u8],
        known: &[u8],
        keep: impl FnOnce(&[u8]) -> Result<(), StorageError>,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let mut found = None;
        let mut refused = None;
        let written = self.with_temporary(path, bytes, |temporary| {
            if let Err(error) = self.disk.rename(temporary, path, RenameMode::Exchange) {
                return NamingOutcome::of(self.rename_over_known(temporary, path, known, error));
            }
            // From here on the temporary file is the one that was there.
            let kept = self.read(temporary, MAX_READ).and_then(|came_out| {
                if came_out != known {
                    keep(&came_out)?;
                    found = Some(came_out);
                }
                Ok(())
            });
            let Err(error) = kept else { return NamingOutcome { result: Ok(()), temporary: TempFile::Delete } };
            refused = Some(error);
            // Each goes back to its name: then the temporary file is ours again, and goes. If even
            // that is refused both stay; at the next start the other one is taken in. So is what somebody put in
            // the place of ours meanwhile.
            let is_back = self.disk.rename(temporary, path, RenameMode::Exchange).is_ok();
            let is_ours = is_back && self.read(temporary, MAX_READ).is_ok_and(|came_out| came_out == bytes);
            let temporary = if is_ours { TempFile::Delete } else { TempFile::Keep };
            NamingOutcome { result: Ok(()), temporary }
        });
        match refused {
            Some(error) => Err(error),
            None => written.map(|()| found),
        }
    }

    /// If names cannot be exchanged: looks whether the known file is still there, and takes its
    /// place.
    fn rename_over_known(&self, temporary: &Path, path: &Path, known: &[u8], refused: io::Error) -> io::Result<()> {
        if !matches!(refused.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) {
            return Err(refused);
        }
        match self.read(path, MAX_READ) {
            Ok(bytes) if bytes == known => self.disk.rename(temporary, path, RenameMode::Replace),
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) => Err(error.cause.map_or(io::ErrorKind::Other, |cause| cause.kind).into()),
        }
    }

    /// Writes a temporary file beside `path`, puts it on the disk, and lets `name` give it a name.
    fn with_temporary(
        &self,
        path: &Path,
        bytes: &[u8],
        name: impl FnOnce(&Path) -> NamingOutcome,
    ) -> Result<(), StorageError> {
        let of_system = |error: io::Error| StorageError::of(path, &error);
        let folder = folder_of(path);
        self.remove_orphans();
        let temporary = new_temporary(folder);
        let file = self.disk.create(&temporary).map_err(of_system)?;
        let named = match write(file, bytes) {
            Ok(()) => name(&temporary),
            Err(error) => NamingOutcome::of(Err(error)),
        };
        if named.temporary == TempFile::Delete {
            self.remove_temporary(&temporary);
            self.remove_orphans();
        }
        named.result.and_then(|()| self.sync_folder_at(folder)).map_err(of_system)
    }

    /// Takes a temporary file away; if that is refused, it is tried again later.
    fn remove_temporary(&self, path: &Path) {
        if let Err(error) = self.disk.remove(path)
            && error.kind() != io::ErrorKind::NotFound
        {
            self.orphans.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        }
    }

    /// Takes away the temporary files that could not be taken away when they should have been.
    pub(crate) fn remove_orphans(&self) {
        let orphans = std::mem::take(&mut *self.orphans.lock().unwrap_or_else(PoisonError::into_inner));
        for path in orphans {
            self.remove_temporary(&path);
        }
    }

    /// Gives a file another name that nobody has yet, also in another folder. This needs no room on
    /// the disk. On return it is on the disk.
    ///
    /// # Errors
    /// When the name is taken, or the system refuses.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), StorageError> {
        let renamed = self.rename_new(from, to).and_then(|()| self.sync_folder_at(folder_of(to))).and_then(|()| {
            if folder_of(from) == folder_of(to) { Ok(()) } else { self.sync_folder_at(folder_of(from)) }
        });
        renamed.map_err(|error| StorageError::of(to, &error))
    }

    /// Gives a file a name, unless the name is taken.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let Err(refused) = self.disk.rename(from, to, RenameMode::NoReplace) else { return Ok(()) };
        if refused.kind() == io::ErrorKind::AlreadyExists || self.disk.exists(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        // Some network and USB file systems know neither a rename that refuses nor a second name.
        let unknown_call = [io::ErrorKind::Unsupported, io::ErrorKind::InvalidInput, io::ErrorKind::PermissionDenied];
        if unknown_call.contains(&refused.kind()) {
            return self.disk.rename(from, to, RenameMode::Replace);
        }
        Err(refused)
    }

    /// Takes a file away, for good. One that is not there is no error.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&self, path: &Path) -> Result<(), StorageError> {
        match self.disk.remove(path).and_then(|()| self.sync_folder_at(folder_of(path))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StorageError::of(path, &error)),
            _ => Ok(()),
        }
    }

    /// Takes a file away, for good, that was read and held `known` then. One that is not there is no error.
    ///
    /// # Errors
    /// When something else has come to be there, which stays, or the system refuses. What the file says may have a
    /// temporary name then.
    pub(super) fn remove_known(&self, path: &Path, known: &[u8]) -> Result<(), StorageError> {
        match self.set_aside(path, known) {
            Err(error) if error.kind == Problem::FileNotThere => Ok(()),
            aside => self.remove(&aside?),
        }
    }

    /// Gives a file that was read and held `known` then a temporary name. What has come to be there since goes back.
    fn set_aside(&self, path: &Path, known: &[u8]) -> Result<PathBuf, StorageError> {
        let aside = new_temporary(folder_of(path));
        self.rename_new(path, &aside).map_err(|error| StorageError::of(path, &error))?;
        let there = self.read(&aside, MAX_READ);
        if there.as_ref().is_ok_and(|there| there == known) {
            return Ok(aside);
        }
        self.rename(&aside, path)?;
        Err(there.err().unwrap_or_else(|| StorageError::new(Problem::InUse, path)))
    }

    /// Takes a file away that was read and held `known` then, and says nothing but what another one says. If both
    /// names turn out to be those of one file, on a disk that takes capitals and small letters for the same, it has
    /// the other name afterwards.
    ///
    /// # Errors
    /// As [`Files::remove_known`].
    pub(super) fn remove_copy(&self, copy: &Path, known: &[u8], of: &Path) -> Result<(), StorageError> {
        let aside = self.set_aside(copy, known)?;
        // What the system remembers of names does not count: it is opened.
        match self.disk.open(of) {
            Ok(_) => self.remove(&aside),
            Err(_) => self.rename(&aside, of),
        }
    }

    /// Takes an empty folder away; one that is not empty, or is not there, stays as it is.
    pub(crate) fn remove_empty_folder(&self, path: &Path) {
        if self.disk.remove_folder(path).is_ok() {
            let _ = self.sync_folder_at(folder_of(path));
        }
    }

    /// Puts the names in a folder on the disk. Some network file systems do not know how, and say so.
    fn sync_folder_at(&self, folder: &Path) -> io::Result<()> {
        match self.disk.sync_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            result => result,
        }
    }

    /// What is at a path.
    ///
    /// # Errors
    /// When nothing does, or the system refuses.
    pub fn metadata(&self, path: &Path) -> Result<Metadata, StorageError> {
        self.disk.metadata(path).map_err(|error| StorageError::of(path, &error))
    }

    /// Whether anything is at a path, be it a link that leads nowhere.
    pub fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }

    /// Whether a file is at a path.
    pub fn is_file(&self, path: &Path) -> bool {
        self.disk.metadata(path).is_ok_and(|look| look.kind == disk::EntryKind::File)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.disk.metadata(path).is_ok_and(|look| look.kind == disk::EntryKind::Folder)
    }

    /// What a file holds, if it is an ordinary file of at most `limit` bytes. A link is followed, unless it is in
    /// the notes folder.
    ///
    /// # Errors
    /// When it is not there, is something else than a file, is larger, or the system refuses.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, StorageError> {
        let of_system = |error: io::Error| StorageError::of(path, &error);
        // Opening a pipe or a device may already do something: look first.
        check_kind(path, self.metadata(path)?)?;
        let file = self.disk.open(path).map_err(of_system)?;
        check_kind(path, file.metadata)?;
        let mut bytes = Vec::with_capacity(file.metadata.length.min(limit) as usize);
        file.bytes.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(of_system)?;
        if bytes.len() as u64 > limit { Err(StorageError::new(Problem::TooLarge, path)) } else { Ok(bytes) }
    }

    /// What a file holds, or nothing if there is no such file.
    ///
    /// # Errors
    /// As [`Files::read`], but for a file that is not there.
    pub(crate) fn read_if_there(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StorageError> {
        match self.read(path, limit) {
            Err(error) if error.kind == Problem::FileNotThere => Ok(None),
            read => read.map(Some),
        }
    }

    /// Takes hold of a file, which stays empty, until it is dropped. Nothing if the folder or its
    /// file system does not allow that.
    ///
    /// # Errors
    /// When somebody else holds it.
    pub fn lock(&self, path: &Path) -> Result<Option<Lock>, StorageError> {
        match self.disk.lock(path) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(StorageError::new(Problem::InUse, path)),
            locked => Ok(locked.unwrap_or_default()),
        }
    }
}

/// What became of giving a temporary file its name.
struct NamingOutcome {
    result: io::Result<()>,
    temporary: TempFile,
}

impl NamingOutcome {
    /// After a rename: the temporary file has its name, or goes.
    fn of(result: io::Result<()>) -> Self {
        let temporary = if result.is_ok() { TempFile::Renamed } else { TempFile::Delete };
        Self { result, temporary }
    }
}

/// What becomes of a temporary file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TempFile {
    /// It has another name now.
    Renamed,
    /// Nobody needs it.
    Delete,
    /// It holds somebody's words.
    Keep,
}

fn write(mut file: Box<dyn NewFile>, bytes: &[u8]) -> io::Result<()> {
    file.write(bytes)?;
    file.sync()
}

fn check_kind(path: &Path, look: Metadata) -> Result<(), StorageError> {
    match look.kind {
        disk::EntryKind::File => Ok(()),
        disk::EntryKind::Link => Err(StorageError::new(Problem::LeadsElsewhere, path)),
        disk::EntryKind::Folder | disk::EntryKind::Other => Err(StorageError::new(Problem::NotAFile, path)),
    }
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
        let files = Files::default();
        files.put_new(&path, b"one").unwrap();
        files.put(&path, b"two").unwrap();
        assert_eq!(files.replace(&path, b"three", b"two", nobody).unwrap(), None);
        assert_eq!(files.read(&path, 5).unwrap(), b"three");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    fn nobody(_: &[u8]) -> Result<(), StorageError> {
        panic!("nobody else wrote here")
    }

    #[test]
    fn what_somebody_else_wrote_comes_out_and_is_kept_first() {
        let folder = tempfile::tempdir().unwrap();
        let (path, files) = (folder.path().join("a.json"), Files::default());
        files.put_new(&path, b"theirs").unwrap();
        let mut kept = Vec::new();
        let keep = |bytes: &[u8]| {
            kept = bytes.to_vec();
            Ok(())
        };
        let found = files.replace(&path, b"ours", b"known", keep).unwrap();
        assert_eq!((found.as_deref(), &kept[..]), (Some(&b"theirs"[..]), &b"theirs"[..]));
        assert_eq!(files.read(&path, 10).unwrap(), b"ours");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn what_cannot_be_kept_goes_back_to_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (path, files) = (folder.path().join("a.json"), Files::default());
        files.put_new(&path, b"theirs").unwrap();
        let keep = |_: &[u8]| Err(StorageError::new(Problem::DiskFull, Path::new("history")));
        assert_eq!(files.replace(&path, b"ours", b"known", keep).unwrap_err().kind, Problem::DiskFull);
        assert_eq!(files.read(&path, 10).unwrap(), b"theirs");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn what_comes_to_the_place_before_it_is_given_back_stays_too() {
        let folder = tempfile::tempdir().unwrap();
        let (path, files) = (folder.path().join("a.json"), Files::default());
        files.put_new(&path, b"theirs").unwrap();
        let keep = |_: &[u8]| {
            files.put(&path, b"of a third").unwrap();
            Err(StorageError::new(Problem::DiskFull, Path::new("history")))
        };
        assert_eq!(files.replace(&path, b"ours", b"known", keep).unwrap_err().kind, Problem::DiskFull);
        assert_eq!(files.read(&path, 10).unwrap(), b"theirs");
        let left: Vec<PathBuf> = files.list(folder.path()).unwrap();
        let aside = left.iter().find(|path| is_temporary(path)).expect("it was removed unread");
        assert_eq!((files.read(aside, 10).unwrap(), left.len()), (b"of a third".to_vec(), 2));
    }

    #[test]
    fn only_what_was_read_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, of) = (folder.path().join("copy.json"), folder.path().join("a.json"));
        let files = Files::default();
        files.put_new(&of, b"all").unwrap();
        files.put_new(&path, b"written since").unwrap();
        assert_eq!(files.remove_known(&path, b"as it was read").unwrap_err().kind, Problem::InUse);
        assert_eq!(files.remove_copy(&path, b"as it was read", &of).unwrap_err().kind, Problem::InUse);
        assert_eq!(files.read(&path, 20).unwrap(), b"written since");
        files.remove_copy(&path, b"written since", &of).unwrap();
        files.remove_known(&path, b"written since").unwrap();
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_new_file_never_takes_anothers_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let files = Files::default();
        files.put_new(&path, b"theirs").unwrap();
        let refused = files.put_new(&path, b"ours").unwrap_err();
        assert_eq!(refused.kind, Problem::FileAlreadyThere);
        assert_eq!(files.read(&path, 10).unwrap(), b"theirs");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_write_that_fails_leaves_no_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let files = Files::default();
        files.create_folder(&path.join("in the way")).unwrap();
        files.put(&path, b"words").unwrap_err();
        files.put_new(&path, b"words").unwrap_err();
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn a_missing_folder_is_not_made_by_a_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("a.json");
        assert_eq!(Files::default().put(&path, b"words").unwrap_err().kind, Problem::FileNotThere);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn reads_no_more_than_it_should_and_only_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let files = Files::default();
        files.put_new(&path, b"four").unwrap();
        assert_eq!(files.read(&path, 3).unwrap_err().kind, Problem::TooLarge);
        assert_eq!(files.read(folder.path(), 3).unwrap_err().kind, Problem::NotAFile);
        assert_eq!(files.read_if_there(&folder.path().join("b.json"), 3).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_it_makes_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("one").join("two");
        let files = Files::default();
        files.create_folder(&deep).unwrap();
        files.create_folder(&deep).unwrap();
        files.put_new(&deep.join("a"), b"words").unwrap();
        disk::append(&deep.join("log"), &deep.join("older"), "line\n", 100).unwrap();
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
        assert_eq!(Files::default().read(&path, 10).unwrap_err().kind, Problem::NotAFile);
    }
}
