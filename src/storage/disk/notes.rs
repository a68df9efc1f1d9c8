//! The disk with the notes folder on it: one folder that is held from when it is opened, and that nothing
//! leads out of.
//!
//! Owns what is beneath the notes folder and what is not, and whether the folder at its path still is the one
//! that was opened. Paths outside of it are the system's.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::beneath;
use super::beneath::{DiskPath, FileVersion, Root};
use super::system::look_of;
use super::{Disk, FolderRefusal, Lock, Metadata, NewFile, OpenedFile, RenameMode, SystemDisk};
use crate::storage::folders::{FolderId, Folders};
use crate::storage::format;
use crate::storage::format::MAX_BYTES;

/// The system's disk, and the notes folder on it.
#[derive(Debug, Default)]
pub struct NotesDisk {
    notes: RwLock<KnownNotes>,
}

/// What is known of the notes folder.
#[derive(Debug, Clone, Default)]
struct KnownNotes {
    /// Its path, once it was said.
    folder: Option<Arc<FolderPaths>>,
    /// What is at the path, once it was opened.
    held: Option<Arc<Held>>,
}

/// Where the notes folder is.
#[derive(Debug, PartialEq, Eq)]
struct FolderPaths {
    path: PathBuf,
    /// The name of its marker.
    marker: OsString,
    /// The app's other folders that are beneath its path: they are not part of it.
    apart: Vec<PathBuf>,
}

/// The notes folder as it was opened.
#[derive(Debug)]
struct Held {
    root: Root,
    /// What its marker says, if it can be read.
    id: Option<FolderId>,
    /// The marker as it was when its id was read last.
    marker: Mutex<Option<FileVersion>>,
}

/// What is to be done with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccessMode {
    Read,
    Write,
}

/// Where a path is.
#[derive(Debug)]
enum Location {
    Outside,
    /// In a folder that is held open for this one call, or for longer; by the path from there.
    Beneath(Arc<Held>, PathBuf),
}

impl FolderPaths {
    fn of(folders: &Folders) -> Self {
        let path = folders.data.clone();
        let marker = folders.marker().file_name().unwrap_or_default().to_owned();
        let others = [folders.state.clone(), folders.config.clone(), folders.recovery_folders()];
        let apart = others.into_iter().filter(|other| *other != path && other.starts_with(&path)).collect();
        Self { path, marker, apart }
    }

    /// The way from the notes folder to a path beneath it.
    fn way_to(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        let Ok(way) = path.strip_prefix(&self.path) else { return Ok(None) };
        if way.as_os_str().is_empty() || self.apart.iter().any(|apart| path.starts_with(apart)) {
            return Ok(None);
        }
        if way.components().all(|part| matches!(part, Component::Normal(_))) {
            return Ok(Some(way.to_owned()));
        }
        Err(FolderRefusal::LeadsElsewhere.into())
    }

    fn is_at(&self, path: &Path) -> bool {
        path.strip_prefix(&self.path).is_ok_and(|way| way.as_os_str().is_empty())
    }
}

impl Held {
    fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: Root::open(folder)?, id: None, marker: Mutex::default() })
    }

    /// The id in the marker; nothing if it cannot be read.
    fn read_id(&self, marker: &Path) -> Option<FolderId> {
        let file =
            self.root.open_file(marker).ok().filter(|file| file.metadata().is_ok_and(|found| found.is_file()))?;
        let mut bytes = Vec::new();
        file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
        format::read_marker(&bytes).ok().map(|marker| FolderId::of_marker(&marker.id))
    }

    /// Checks that the marker is there and says what it said. It is read only if it was changed.
    fn check_marker(&self, marker: &Path) -> io::Result<()> {
        let now = self.root.version(marker).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FolderRefusal::FolderGone.into(),
            _ => error,
        })?;
        let mut known = self.marker.lock().unwrap_or_else(PoisonError::into_inner);
        if *known == Some(now) {
            return Ok(());
        }
        // One that is damaged still marks the folder.
        match (self.read_id(marker), &self.id) {
            (Some(said), Some(id)) if said != *id => return Err(FolderRefusal::OtherFolder.into()),
            _ => {}
        }
        *known = Some(now);
        Ok(())
    }
}

impl NotesDisk {
    fn notes(&self) -> KnownNotes {
        self.notes.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where a path is.
    fn place(&self, path: &Path, access: AccessMode) -> io::Result<Location> {
        let notes = self.notes();
        let Some(folder) = &notes.folder else { return Ok(Location::Outside) };
        let way = match folder.way_to(path)? {
            Some(way) => way,
            // The folder itself is listed, and put on the disk, as it was opened.
            None if notes.held.is_some() && folder.is_at(path) => PathBuf::new(),
            None => return Ok(Location::Outside),
        };
        let held = match notes.held {
            Some(held) if held.root.is_at(&folder.path) => held,
            Some(held) => self.hold_again(folder, &held)?,
            // It was not opened yet.
            None => return Ok(Location::Beneath(Arc::new(Held::open(&folder.path)?), way)),
        };
        if access == AccessMode::Write {
            held.check_marker(folder.marker.as_ref())?;
        }
        Ok(Location::Beneath(held, way))
    }

    /// Holds the notes folder again that is back at its path.
    fn hold_again(&self, folder: &FolderPaths, before: &Held) -> io::Result<Arc<Held>> {
        let mut held = Held::open(&folder.path).map_err(|_| FolderRefusal::FolderGone)?;
        held.id = held.read_id(folder.marker.as_ref());
        match (&held.id, &before.id) {
            (Some(id), Some(known)) if id == known => {}
            (Some(_), Some(_)) => return Err(FolderRefusal::OtherFolder.into()),
            _ => return Err(FolderRefusal::FolderGone.into()),
        }
        let held = Arc::new(held);
        self.notes.write().unwrap_or_else(PoisonError::into_inner).held = Some(Arc::clone(&held));
        Ok(held)
    }
}

impl Location {
    fn point<'path>(&'path self, path: &'path Path) -> DiskPath<'path> {
        match self {
            Self::Outside => DiskPath::Outside(path),
            Self::Beneath(held, way) => DiskPath::Beneath(&held.root, way),
        }
    }
}

impl Disk for NotesDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        match self.place(path, AccessMode::Write)? {
            Location::Outside => SystemDisk.create(path),
            Location::Beneath(held, way) => Ok(Box::new(held.root.create(&way)?)),
        }
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        match self.place(path, AccessMode::Read)? {
            Location::Outside => SystemDisk.open(path),
            Location::Beneath(held, way) => {
                let file = held.root.open_file(&way)?;
                Ok(OpenedFile { metadata: look_of(&file.metadata()?), bytes: Box::new(file) })
            }
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        match self.place(path, AccessMode::Read)? {
            Location::Outside => SystemDisk.metadata(path),
            Location::Beneath(_, way) if way.as_os_str().is_empty() => SystemDisk.metadata(path),
            Location::Beneath(held, way) => held.root.metadata(&way),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        let looked = match self.place(path, AccessMode::Read) {
            Ok(Location::Outside) => return SystemDisk.exists(path),
            Ok(Location::Beneath(held, way)) => held.root.metadata(&way).map(drop),
            Err(error) => Err(error),
        };
        // What leads elsewhere is something too.
        looked.map_or_else(|error| FolderRefusal::of(&error) == Some(FolderRefusal::LeadsElsewhere), |()| true)
    }

    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
        match (self.place(from, AccessMode::Write)?, self.place(to, AccessMode::Write)?) {
            (Location::Outside, Location::Outside) => SystemDisk.rename(from, to, mode),
            (from_place, to_place) => beneath::rename(from_place.point(from), to_place.point(to), mode),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match self.place(path, AccessMode::Write)? {
            Location::Outside => SystemDisk.remove(path),
            Location::Beneath(held, way) => held.root.remove(&way),
        }
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        match self.place(path, AccessMode::Write)? {
            Location::Beneath(held, way) if !way.as_os_str().is_empty() => held.root.create_folder(&way),
            _ => SystemDisk.create_folder(path),
        }
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        match self.place(path, AccessMode::Write)? {
            Location::Beneath(held, way) if !way.as_os_str().is_empty() => held.root.remove_folder(&way),
            _ => SystemDisk.remove_folder(path),
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        match self.place(path, AccessMode::Read)? {
            Location::Outside => SystemDisk.sync_folder(path),
            Location::Beneath(held, way) => held.root.sync_folder(&way),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        match self.place(folder, AccessMode::Read)? {
            Location::Outside => SystemDisk.list(folder),
            Location::Beneath(held, way) => {
                Ok(held.root.list(&way)?.into_iter().map(|name| folder.join(name)).collect())
            }
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        match self.place(path, AccessMode::Write)? {
            Location::Outside => SystemDisk.lock(path),
            Location::Beneath(held, way) => held.root.lock(&way),
        }
    }

    fn set_notes_folder(&self, folders: &Folders) {
        let folder = FolderPaths::of(folders);
        let mut notes = self.notes.write().unwrap_or_else(PoisonError::into_inner);
        if notes.folder.as_deref() != Some(&folder) {
            *notes = KnownNotes { folder: Some(Arc::new(folder)), held: None };
        }
    }

    fn hold_notes_folder(&self, id: Option<&FolderId>) -> io::Result<()> {
        let mut notes = self.notes.write().unwrap_or_else(PoisonError::into_inner);
        let Some(folder) = &notes.folder else { return Ok(()) };
        let held = Held { id: id.cloned(), ..Held::open(&folder.path)? };
        held.check_marker(folder.marker.as_ref())?;
        notes.held = Some(Arc::new(held));
        Ok(())
    }
}
