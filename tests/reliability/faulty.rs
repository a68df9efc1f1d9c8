//! The real disk, with any of its calls answered by a refusal.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use holdspace::storage::disk::{Disk, Lock, Look, NewFile, Onto, OpenedFile, SystemDisk};

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
}

/// The real disk, until it is told to refuse.
#[derive(Debug, Clone, Default)]
pub(crate) struct FaultyDisk {
    plan: Arc<Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    calls: AtomicUsize,
    first: AtomicUsize,
    last: AtomicUsize,
    code: AtomicI32,
}

impl FaultyDisk {
    /// Counts anew, and refuses the call with this number, from 1.
    pub(crate) fn refuse(&self, number: usize, code: i32, lasting: Lasting) {
        let last = if lasting == Lasting::Once { number } else { usize::MAX };
        self.plan.calls.store(0, Ordering::SeqCst);
        self.plan.first.store(number, Ordering::SeqCst);
        self.plan.last.store(last, Ordering::SeqCst);
        self.plan.code.store(code, Ordering::SeqCst);
    }

    /// Refuses nothing, and counts anew.
    pub(crate) fn heal(&self) {
        self.refuse(usize::MAX, 0, Lasting::Once);
    }

    /// How many calls were made since it was told something.
    pub(crate) fn calls(&self) -> usize {
        self.plan.calls.load(Ordering::SeqCst)
    }

    fn call(&self) -> io::Result<()> {
        let number = self.plan.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let refused = self.plan.first.load(Ordering::SeqCst)..=self.plan.last.load(Ordering::SeqCst);
        let code = self.plan.code.load(Ordering::SeqCst);
        if code != 0 && refused.contains(&number) { Err(io::Error::from_raw_os_error(code)) } else { Ok(()) }
    }
}

struct FaultyFile {
    disk: FaultyDisk,
    file: Box<dyn NewFile>,
}

impl NewFile for FaultyFile {
    /// Where it is refused, half of the bytes were written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let refused = self.disk.call();
        self.file.write(if refused.is_ok() { bytes } else { &bytes[..bytes.len() / 2] })?;
        refused
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.call()?;
        self.file.sync()
    }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.call()?;
        Ok(Box::new(FaultyFile { disk: self.clone(), file: SystemDisk.create(path)? }))
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        self.call()?;
        SystemDisk.open(path)
    }

    fn look(&self, path: &Path) -> io::Result<Look> {
        self.call()?;
        SystemDisk.look(path)
    }

    fn is_taken(&self, path: &Path) -> bool {
        SystemDisk.is_taken(path)
    }

    fn rename(&self, from: &Path, to: &Path, onto: Onto) -> io::Result<()> {
        self.call()?;
        SystemDisk.rename(from, to, onto)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        SystemDisk.remove(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        SystemDisk.create_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        SystemDisk.remove_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        SystemDisk.sync_folder(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.call()?;
        SystemDisk.list(folder)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        SystemDisk.lock(path)
    }
}
