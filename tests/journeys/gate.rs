//! The real disk behind a gate: no session is read from it until the gate is opened.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

use holdspace::storage::disk::{Disk, Lock, Metadata, NewFile, NotesDisk, OpenedFile, RenameMode};
use holdspace::storage::folders::{FolderId, Folders};

/// A disk whose sessions wait, but for the first few that are asked for.
#[derive(Debug, Clone)]
pub(crate) struct GatedDisk {
    disk: Arc<NotesDisk>,
    gate: Arc<Gate>,
}

#[derive(Debug)]
struct Gate {
    /// How many more sessions may be opened before it is open to all.
    free: Mutex<usize>,
    opened: Condvar,
}

impl GatedDisk {
    /// A disk that lets so many sessions be read.
    pub(crate) fn letting(free: usize) -> Self {
        Self { disk: Arc::default(), gate: Arc::new(Gate { free: Mutex::new(free), opened: Condvar::new() }) }
    }

    /// Lets all be read.
    pub(crate) fn open_gate(&self) {
        *self.gate.free.lock().unwrap() = usize::MAX;
        self.gate.opened.notify_all();
    }

    /// Lets one more be read.
    pub(crate) fn let_one_more(&self) {
        *self.gate.free.lock().unwrap() += 1;
        self.gate.opened.notify_one();
    }

    fn pass(&self) {
        let closed = self.gate.free.lock().unwrap();
        let mut free = self.gate.opened.wait_while(closed, |free| *free == 0).unwrap();
        if *free != usize::MAX {
            *free -= 1;
        }
    }
}

impl Disk for GatedDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.disk.create(path)
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        if path.parent().is_some_and(|folder| folder.ends_with("sessions")) {
            self.pass();
        }
        self.disk.open(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.disk.metadata(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }

    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
        self.disk.rename(from, to, mode)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.create_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.remove_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.sync_folder(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
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
