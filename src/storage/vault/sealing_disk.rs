//! A disk on which the files of a client are sealed: whoever reads and writes there sees the plain files,
//! by their plain names, and what lies beneath is sealed.
//!
//! So the store keeps its promise in one way for both forms. Must not know what the files say.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::converting::Converter;
use super::keys::keyring::Keyring;
use super::seal;
use super::seal::SealError;
use super::sealed_name::{is_sealed_name, plain_path};
use crate::domain::sealing::Form;
use crate::storage::disk::{Disk, Lock, Metadata, NewFile, OpenedFile, RenameMode};
use crate::storage::error::StorageError;
use crate::storage::files::is_temporary;
use crate::storage::folders::{FolderId, Folders};
use crate::storage::format::MAX_BYTES;

/// A disk that seals.
#[derive(Debug)]
pub struct SealingDisk {
    disk: Arc<dyn Disk>,
    converter: Converter,
    /// Whether a file in another form was seen since the last question.
    saw_unconverted: Arc<AtomicBool>,
    /// What was sealed last: it comes out of the next exchange, and need not be opened to be known.
    sealed_last: SealedLast,
    /// The file that was made last: it is sealed, and need not be looked at as it is given a name.
    made_last: Mutex<Option<PathBuf>>,
}

type SealedLast = Arc<Mutex<Option<(Vec<u8>, Vec<u8>)>>>;

impl SealingDisk {
    /// A disk whose files take the form of the converter.
    pub fn new(disk: Arc<dyn Disk>, converter: Converter) -> Self {
        Self {
            disk,
            converter,
            saw_unconverted: Arc::default(),
            sealed_last: SealedLast::default(),
            made_last: Mutex::default(),
        }
    }

    /// Becomes true when a file in another form is seen.
    pub(crate) fn saw_unconverted(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.saw_unconverted)
    }
}

impl Disk for SealingDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let file = self.disk.create(path)?;
        if self.converter.form() == Form::Plain || !self.converter.concerns(path) {
            return Ok(file);
        }
        *self.made_last.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.to_owned());
        let (keyring, sealed_last) = (self.converter.keyring().clone(), Arc::clone(&self.sealed_last));
        Ok(Box::new(SealingFile { file, plain: Vec::new(), keyring, sealed_last }))
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        if !self.converter.concerns(path) {
            return self.disk.open(path);
        }
        let OpenedFile { metadata, bytes } = self.in_either_form(path, |path| self.disk.open(path))?;
        let mut sealed = Vec::with_capacity(metadata.length.min(MAX_BYTES) as usize);
        bytes.take(2 * MAX_BYTES).read_to_end(&mut sealed)?;
        let plain = if seal::is_sealed(&sealed) { self.opened(path, &sealed)? } else { sealed };
        Ok(OpenedFile { metadata, bytes: Box::new(Cursor::new(plain)) })
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        if !self.converter.concerns(path) {
            return self.disk.metadata(path);
        }
        self.in_either_form(path, |path| self.disk.metadata(path))
    }

    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(&self.converter.place_of(path))
    }

    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
        if mode == RenameMode::NoReplace && self.exists(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let place = |path: &Path| self.converter.converted_place_of(path).map_err(|error| into_io(&error));
        let is_ours = self.made_last.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(from);
        let from = if is_ours { from.to_owned() } else { place(from)? };
        self.disk.rename(&from, &place(to)?, mode)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(&self.converter.place_of(path))
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
        let listed = self.disk.list(folder)?;
        // All of one folder are sealed, or none is.
        if !self.converter.concerns(&folder.join("any")) {
            return Ok(listed);
        }
        if listed.iter().any(|path| self.converter.is_unconverted(path)) {
            self.saw_unconverted.store(true, Ordering::Relaxed);
        }
        let names: BTreeSet<PathBuf> = listed.into_iter().map(named).collect();
        Ok(names.into_iter().collect())
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

impl SealingDisk {
    /// Does something with a file in the form that files take, or in the other one if only that is there.
    fn in_either_form<T>(&self, path: &Path, act: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        let (usual, other) = self.converter.places_of(path);
        match (act(&usual), other) {
            (Err(error), Some(other)) if error.kind() == io::ErrorKind::NotFound => act(&other),
            (done, _) => done,
        }
    }

    fn opened(&self, path: &Path, sealed: &[u8]) -> io::Result<Vec<u8>> {
        if let Some((known, plain)) = &*self.sealed_last.lock().unwrap_or_else(PoisonError::into_inner)
            && known == sealed
        {
            return Ok(plain.clone());
        }
        let keyring = self.converter.keyring();
        let opened = match keyring.key.open(sealed) {
            Err(SealError::OtherKey) => match keyring.open_previous(sealed) {
                Some(opened) => {
                    self.converter.notice_previous(path);
                    opened
                }
                None => Err(SealError::OtherKey),
            },
            opened => opened,
        };
        opened.map_err(io::Error::other)
    }
}

/// The plain name of what is listed.
fn named(path: PathBuf) -> PathBuf {
    if is_sealed_name(&path) && !is_temporary(&path) { plain_path(&path) } else { path }
}

/// What was refused, as a disk says it.
fn into_io(error: &StorageError) -> io::Error {
    if let Some(refusal) = error.refusal() {
        return refusal.into();
    }
    match (&error.kind, error.cause) {
        (crate::storage::error::Problem::Sealed(seal), _) => io::Error::other(*seal),
        (_, Some(cause)) => cause.code.map_or_else(|| cause.kind.into(), io::Error::from_raw_os_error),
        _ => io::ErrorKind::Other.into(),
    }
}

/// A file that is sealed as it is put on the disk.
struct SealingFile {
    file: Box<dyn NewFile>,
    plain: Vec<u8>,
    keyring: Keyring,
    sealed_last: SealedLast,
}

impl NewFile for SealingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.plain.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let plain = std::mem::take(&mut self.plain);
        let sealed = self.keyring.key.seal(&plain)?;
        self.file.write(&sealed)?;
        self.file.sync()?;
        *self.sealed_last.lock().unwrap_or_else(PoisonError::into_inner) = Some((sealed, plain));
        Ok(())
    }
}
