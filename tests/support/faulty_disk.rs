//! A disk, the real one unless another is given, with any of its calls answered by a refusal, or preceded by what
//! somebody else does.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use holdspace::storage::disk::{Disk, Lock, Metadata, NewFile, NotesDisk, OpenedFile, RenameMode};
use holdspace::storage::folders::{FolderId, Folders};

/// The refusals, by the system's own names and numbers.
pub(crate) const REFUSALS: [(&str, i32); 7] =
    [("EIO", 5), ("ENOSPC", 28), ("EDQUOT", 122), ("EACCES", 13), ("EROFS", 30), ("EMFILE", 24), ("EINTR", 4)];

/// How long a disk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// One call.
    Once,
    /// That call and every one after it.
    FromThenOn,
    /// That call, and from then on each of its kind to the same path; no other.
    #[allow(dead_code, reason = "each test program uses some of this")]
    OnItsPath,
}

/// A disk, until it is told to refuse.
#[derive(Debug, Clone)]
pub(crate) struct FaultyDisk {
    plan: Arc<Plan>,
    disk: Arc<dyn Disk>,
}

impl Default for FaultyDisk {
    fn default() -> Self {
        Self { plan: Arc::default(), disk: Arc::new(NotesDisk::default()) }
    }
}

/// What somebody else does before one of the calls within folders of some name.
struct Meddling {
    folder: &'static str,
    /// How many such calls are made before it.
    calls_before: usize,
    act: Box<dyn FnOnce() + Send>,
}

impl std::fmt::Debug for Meddling {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Meddling({} calls before it)", self.calls_before)
    }
}

#[derive(Debug, Default)]
struct Plan {
    calls: AtomicUsize,
    first: AtomicUsize,
    last: AtomicUsize,
    code: AtomicI32,
    lasting: Mutex<Option<Lasting>>,
    /// What is refused from then on: a kind of call, and its path.
    stuck: Mutex<Option<(&'static str, PathBuf)>>,
    meddling: Mutex<Option<Meddling>>,
}

impl FaultyDisk {
    /// Another disk, until it is told to refuse.
    #[allow(dead_code, reason = "each test program uses some of this")]
    pub(crate) fn over(disk: Arc<dyn Disk>) -> Self {
        Self { disk, ..Self::default() }
    }

    /// Counts anew, and refuses the call with this number, from 1.
    pub(crate) fn refuse(&self, number: usize, code: i32, lasting: Lasting) {
        let last = if lasting == Lasting::FromThenOn { usize::MAX } else { number };
        *self.plan.lasting.lock().unwrap() = Some(lasting);
        *self.plan.stuck.lock().unwrap() = None;
        self.plan.calls.store(0, Ordering::SeqCst);
        self.plan.first.store(number, Ordering::SeqCst);
        self.plan.last.store(last, Ordering::SeqCst);
        self.plan.code.store(code, Ordering::SeqCst);
    }

    /// Refuses one kind of call at a path, for good.
    #[allow(dead_code, reason = "each test program uses some of this")]
    pub(crate) fn refuse_at(&self, kind: &'static str, path: &Path, code: i32) {
        self.refuse(usize::MAX, code, Lasting::Once);
        *self.plan.stuck.lock().unwrap() = Some((kind, path.to_owned()));
    }

    /// Refuses nothing, and counts anew.
    pub(crate) fn heal(&self) {
        self.refuse(usize::MAX, 0, Lasting::Once);
    }

    /// Lets somebody else do something before the call with this number, from 1, of those within folders of that name.
    #[allow(dead_code, reason = "each test program uses some of this")]
    pub(crate) fn meddle(&self, folder: &'static str, number: usize, act: impl FnOnce() + Send + 'static) {
        let calls_before = number - 1;
        *self.plan.meddling.lock().unwrap() = Some(Meddling { folder, calls_before, act: Box::new(act) });
    }

    /// Whether that was done.
    #[allow(dead_code, reason = "each test program uses some of this")]
    pub(crate) fn has_meddled(&self) -> bool {
        self.plan.meddling.lock().unwrap().is_none()
    }

    /// How many calls were made since it was told something.
    pub(crate) fn calls(&self) -> usize {
        self.plan.calls.load(Ordering::SeqCst)
    }

    fn let_meddle(&self, path: &Path) {
        let mut meddling = self.plan.meddling.lock().unwrap();
        let Some(next) = meddling.as_mut().filter(|next| path.iter().any(|part| part == next.folder)) else { return };
        if next.calls_before > 0 {
            next.calls_before -= 1;
        } else if let Some(Meddling { act, .. }) = meddling.take() {
            act();
        }
    }

    fn call(&self, kind: &'static str, path: &Path) -> io::Result<()> {
        let number = self.plan.calls.fetch_add(1, Ordering::SeqCst) + 1;
        self.let_meddle(path);
        let refused = self.plan.first.load(Ordering::SeqCst)..=self.plan.last.load(Ordering::SeqCst);
        let code = self.plan.code.load(Ordering::SeqCst);
        let mut stuck = self.plan.stuck.lock().unwrap();
        let is_in_turn = code != 0 && refused.contains(&number);
        if is_in_turn && *self.plan.lasting.lock().unwrap() == Some(Lasting::OnItsPath) {
            *stuck = Some((kind, path.to_owned()));
        }
        let is_stuck = stuck.as_ref().is_some_and(|stuck| (stuck.0, &*stuck.1) == (kind, path));
        if is_in_turn || is_stuck { Err(io::Error::from_raw_os_error(code)) } else { Ok(()) }
    }
}

struct FaultyFile {
    disk: FaultyDisk,
    path: PathBuf,
    file: Box<dyn NewFile>,
}

impl NewFile for FaultyFile {
    /// Where it is refused, half of the bytes were written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let refused = self.disk.call("write", &self.path);
        self.file.write(if refused.is_ok() { bytes } else { &bytes[..bytes.len() / 2] })?;
        refused
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.call("sync", &self.path)?;
        self.file.sync()
    }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.call("create", path)?;
        Ok(Box::new(FaultyFile { disk: self.clone(), path: path.to_owned(), file: self.disk.create(path)? }))
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        self.call("open", path)?;
        self.disk.open(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.call("look", path)?;
        self.disk.metadata(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }

    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
        self.call("rename", to)?;
        self.disk.rename(from, to, mode)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call("remove", path)?;
        self.disk.remove(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call("create_folder", path)?;
        self.disk.create_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.call("remove_folder", path)?;
        self.disk.remove_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.call("sync_folder", path)?;
        self.disk.sync_folder(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.call("list", folder)?;
        self.disk.list(folder)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.disk.lock(path)
    }

    fn set_notes_folder(&self, folders: &Folders) {
        self.disk.set_notes_folder(folders);
    }

    fn hold_notes_folder(&self, id: Option<&FolderId>) -> io::Result<()> {
        self.disk.hold_notes_folder(id)
    }
}
