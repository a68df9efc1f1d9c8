//! One file that takes another form: sealed, plain, or sealed again. The file in its new form is written, put
//! on the disk, read back and compared; only then the old one goes.
//!
//! Owns which files of a folder are sealed, and by what names. Must not know what the files say.

mod noticed;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::keys::keyring::Keyring;
use super::seal;
use super::sealed_name::{is_json, is_sealed_name, plain_path, sealed_path};
use crate::domain::sealing::Form;
use crate::storage::error::{Problem, StorageError};
use crate::storage::files::is_temporary;
use crate::storage::folders::PROMPT_SETS_HISTORY;
use crate::storage::format;
use crate::storage::format::MAX_BYTES;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::stamp::{name_out_of_place, stamp};
use noticed::SharedNotice;

/// The most bytes of a sealed file: header, padding and tags beside the largest plain one.
const MAX_SEALED_BYTES: u64 = MAX_BYTES + MAX_BYTES / 1024;

/// Gives files their form.
#[derive(Debug, Clone)]
pub struct Converter {
    /// The files as they are on the disk.
    notes: NotesFolder,
    /// The folders whose files are sealed, beside those of the earlier versions.
    own: Arc<[PathBuf; 4]>,
    history: Arc<PathBuf>,
    recovery_folders: Arc<PathBuf>,
    keyring: Keyring,
    form: Form,
    /// Whether sealed files may be sealed with a previous key: then each is gone through.
    goes_through_all: bool,
    noticed: SharedNotice,
}

impl Converter {
    /// What gives the files of a folder a form.
    pub fn new(notes: &NotesFolder, keyring: &Keyring, form: Form) -> Self {
        let own = [notes.paths.sessions(), notes.paths.trash(), notes.paths.recovery(), notes.paths.renaming_folder()];
        let (own, history) = (Arc::new(own), Arc::new(notes.paths.history()));
        Self {
            notes: notes.clone(),
            own,
            history,
            recovery_folders: Arc::new(notes.paths.recovery_folders()),
            keyring: keyring.clone(),
            form,
            goes_through_all: !keyring.previous.is_empty(),
            noticed: SharedNotice::default(),
        }
    }

    /// The same for a folder whose files were all gone through since the key was changed: what another device sealed
    /// with a previous key and brings later is noticed as it is read.
    #[must_use]
    pub(crate) fn after_all(self) -> Self {
        Self { goes_through_all: false, ..self }
    }

    /// Whether every sealed file is gone through for another key.
    pub(crate) fn goes_through_all(&self) -> bool {
        self.goes_through_all
    }

    /// The form that files take.
    pub fn form(&self) -> Form {
        self.form
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Whether a file is sealed with the others, by the folder that it is in: sessions, earlier versions
    /// of them, the trash, recovery copies, and a renaming that is under way.
    pub(crate) fn concerns(&self, path: &Path) -> bool {
        let Some(folder) = path.parent() else { return false };
        // Every file that is read is asked about: bytes are compared quicker than names are taken apart.
        self.own.iter().any(|own| own.as_os_str() == folder.as_os_str())
            // What the folder is known by may change while it is open, and with it where its recovery copies belong.
            || folder.parent().is_some_and(|above| *above == *self.recovery_folders)
            || (folder.parent() == Some(self.history.as_path()) && !folder.ends_with(PROMPT_SETS_HISTORY))
    }

    /// The files that may not have the form they are to take, as far as names tell. While the key is changed
    /// that is every sealed one.
    ///
    /// # Errors
    /// When a folder is there and cannot be listed: nobody knows what is in it.
    pub fn unconverted(&self) -> Result<Vec<PathBuf>, StorageError> {
        let mut unconverted = Vec::new();
        for folder in self.listed_folders()? {
            unconverted.extend(self.notes.files.list_existing(&folder)?);
        }
        let noticed = std::mem::take(&mut self.noticed().of_previous);
        unconverted.retain(|path| {
            (self.is_unconverted(path) && self.may_be_ours(path))
                || noticed.contains(path)
                || self.is_unconverted_temporary(path)
        });
        Ok(unconverted)
    }

    /// The files that have not the form they are to take: sealed ones are opened to see that. One that cannot
    /// be read now may be among them, and counts.
    ///
    /// # Errors
    /// As [`Converter::unconverted`].
    pub(crate) fn unconverted_now(&self) -> Result<Vec<PathBuf>, StorageError> {
        let mut unconverted = self.unconverted()?;
        unconverted.retain(|path| {
            let is_known = self.form == Form::Plain || !is_sealed_name(path);
            is_known || self.may_hold(path, |sealed| self.is_of_previous(sealed))
        });
        Ok(unconverted)
    }

    /// Puts what was done to the names of the files on the disk: what took its form has it, and what went is
    /// gone, also if whoever did it was cut off.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put_on_disk(&self) -> Result<(), StorageError> {
        let folders = self.listed_folders()?;
        let all = folders.iter().chain([&*self.history, &self.notes.paths.data]);
        all.into_iter().try_for_each(|folder| self.notes.files.sync_existing(folder))
    }

    /// The folders whose files are sealed. That of the sessions is always there.
    fn listed_folders(&self) -> Result<Vec<PathBuf>, StorageError> {
        self.notes.files.list(&self.notes.paths.sessions())?;
        let mut folders = self.own.to_vec();
        folders.extend(self.notes.files.list_existing(&self.history)?);
        folders.retain(|folder| !folder.ends_with(PROMPT_SETS_HISTORY));
        Ok(folders)
    }

    /// Whether a sealed file is opened by a previous key alone.
    fn is_of_previous(&self, sealed: &[u8]) -> bool {
        self.keyring.open_previous(sealed).is_some_and(|opened| opened.is_ok())
    }

    pub(crate) fn is_unconverted(&self, path: &Path) -> bool {
        let is_plain = !is_temporary(path) && is_json(path);
        let is_of_other_form = match self.form {
            Form::Sealed => is_plain || (self.goes_through_all && is_sealed_name(path)),
            Form::Plain => is_sealed_name(path),
        };
        is_of_other_form && !self.is_left(path)
    }

    /// Whether a file that is plain by its name is one of the notes, or may be. One that is not is left.
    fn may_be_ours(&self, path: &Path) -> bool {
        let may_be = is_sealed_name(path) || self.may_hold(path, format::is_of_notes);
        if !may_be {
            self.leave(path);
        }
        may_be
    }

    /// Whether a temporary file that was left holds words in another form, or may: its name does not tell. One
    /// that was cut short holds none that anybody can open.
    fn is_unconverted_temporary(&self, path: &Path) -> bool {
        is_temporary(path)
            && self.may_hold(path, |bytes| match self.form {
                Form::Sealed if seal::is_sealed(bytes) => self.is_of_previous(bytes),
                Form::Sealed => !bytes.is_empty(),
                Form::Plain => self.keyring.open(bytes).is_ok(),
            })
    }

    /// Whether a file holds something of a kind, or cannot be read now and may.
    fn may_hold(&self, path: &Path, is_of_kind: impl FnOnce(&[u8]) -> bool) -> bool {
        match self.notes.files.read_if_there(path, MAX_SEALED_BYTES) {
            Ok(bytes) => bytes.is_some_and(|bytes| is_of_kind(&bytes)),
            // Such a thing was never written here.
            Err(error) => !is_none_of_ours(&error),
        }
    }

    /// Gives one file its form. One that is gone, or has it, is no error; one that is none of ours, or that no key
    /// opens, is left as it is.
    ///
    /// # Errors
    /// When it cannot be read or written. It is left as it is.
    pub fn convert(&self, path: &Path) -> Result<(), StorageError> {
        let bytes = match self.notes.files.read_if_there(path, MAX_SEALED_BYTES) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(()),
            // Nothing of ours is a link, a folder or a pipe, or as long as that.
            Err(error) if is_none_of_ours(&error) => {
                self.leave(path);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let converted =
            if is_temporary(path) { self.convert_temporary(path, &bytes) } else { self.convert_file(path, &bytes) };
        match converted {
            Err(error) if matches!(error.kind, Problem::Sealed(_)) => {
                self.leave(path);
                Ok(())
            }
            converted => converted,
        }
    }

    fn convert_file(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        match (self.form, is_sealed_name(path)) {
            (Form::Sealed, true) => self.seal_again(path, bytes),
            (Form::Sealed, false) if !format::is_of_notes(bytes) => {
                self.leave(path);
                Ok(())
            }
            (Form::Sealed, false) => {
                // Whoever could read it to its end can be sure that it can be opened again.
                let sealed = self.sealed(path, bytes)?;
                self.replace(path, bytes, &sealed_path(path), &sealed, bytes)
            }
            (Form::Plain, true) => {
                let plain = self.opened(path, bytes)?;
                self.replace(path, bytes, &plain_path(path), &plain, &plain)
            }
            (Form::Plain, false) => Ok(()),
        }
    }

    fn seal_again(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        // What none of them opens was not sealed with a previous key, and stays as it is.
        let Some(Ok(plain)) = self.keyring.open_previous(bytes) else { return Ok(()) };
        let sealed = self.sealed(path, &plain)?;
        self.replace_within(path, &sealed, bytes, &plain)
    }

    /// A temporary file keeps its name: by that it is taken in, or known to be of no use.
    fn convert_temporary(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        match (self.form, seal::is_sealed(bytes)) {
            (Form::Sealed, true) => self.seal_again(path, bytes),
            (Form::Sealed, false) => self.replace_within(path, &self.sealed(path, bytes)?, bytes, bytes),
            (Form::Plain, true) => {
                let plain = self.opened(path, bytes)?;
                self.replace_within(path, &plain, bytes, &plain)
            }
            (Form::Plain, false) => Ok(()),
        }
    }

    /// Puts the new form where the old one is.
    fn replace_within(&self, path: &Path, new: &[u8], old: &[u8], plain: &[u8]) -> Result<(), StorageError> {
        // If somebody else wrote in between, theirs goes back to its place, and its turn comes again.
        let keep = |_: &[u8]| Err(StorageError::new(Problem::InUse, path));
        self.notes.files.replace(path, new, old, keep)?;
        self.compare(path, plain)
    }

    /// Writes the new form beside the old one, compares, and takes the old one away.
    fn replace(
        &self,
        old: &Path,
        old_bytes: &[u8],
        new: &Path,
        new_bytes: &[u8],
        plain: &[u8],
    ) -> Result<(), StorageError> {
        let new = self.place_for(new, plain);
        if self.notes.files.exists(&new) {
            // It is written again: another device may be taking it away just as the old one is taken away here, and a
            // sync program keeps what was changed.
            let there = self.notes.files.read(&new, MAX_SEALED_BYTES)?;
            self.replace_within(&new, new_bytes, &there, plain)?;
        } else {
            self.notes.files.put_new(&new, new_bytes)?;
            self.compare(&new, plain)?;
        }
        // Somebody else may have written into the old one in between.
        self.notes.files.remove_known(old, old_bytes)
    }

    /// Where the new form goes: to its name, unless something else is there. Then it is a version of its
    /// own: of a session, also in the trash, a copy, which is taken in; else an earlier version.
    fn place_for(&self, new: &Path, plain: &[u8]) -> PathBuf {
        if !self.notes.files.exists(new) || self.read(new).is_ok_and(|read| read == plain) {
            return new.to_owned();
        }
        let name = plain_path(new);
        let stem = name.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let folder = new.parent().unwrap_or(new);
        let stamp = stamp();
        let place = if folder.parent() == Some(&self.notes.paths.history()) {
            folder.join(format!("{stamp}.json"))
        } else {
            folder.join(name_out_of_place(stem))
        };
        if self.form == Form::Sealed { sealed_path(&place) } else { place }
    }

    fn compare(&self, path: &Path, plain: &[u8]) -> Result<(), StorageError> {
        if self.read(path)? == plain { Ok(()) } else { Err(StorageError::new(Problem::InUse, path)) }
    }

    /// What a file says, in whichever form it is there.
    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, StorageError> {
        let bytes = self.notes.files.read(path, MAX_SEALED_BYTES)?;
        if seal::is_sealed(&bytes) { self.opened(path, &bytes) } else { Ok(bytes) }
    }

    fn opened(&self, path: &Path, sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.keyring.open(sealed).map_err(|error| StorageError::new(Problem::Sealed(error), path))
    }

    fn sealed(&self, path: &Path, plain: &[u8]) -> Result<Vec<u8>, StorageError> {
        self.keyring.key.seal(plain).map_err(|error| StorageError::of(path, &error))
    }

    /// Where a file is that is asked for by the name of its plain form: in the form that files take, or
    /// in the other one, if only that is there.
    pub(crate) fn place_of(&self, path: &Path) -> PathBuf {
        if is_temporary(path) || !self.concerns(path) {
            return path.to_owned();
        }
        let (usual, other) = self.both(path);
        if !self.notes.files.exists(&usual) && self.notes.files.exists(&other) { other } else { usual }
    }

    /// Where a file is looked for first that is asked for by the name of its plain form, and where else.
    pub(crate) fn places_of(&self, path: &Path) -> (PathBuf, Option<PathBuf>) {
        if is_temporary(path) {
            return (path.to_owned(), None);
        }
        let (usual, other) = self.both(path);
        (usual, Some(other))
    }

    /// Where a file is to be that is asked for by the name of its plain form. What is there in the
    /// other form takes this one first.
    ///
    /// # Errors
    /// When it cannot.
    pub(crate) fn converted_place_of(&self, path: &Path) -> Result<PathBuf, StorageError> {
        if !self.concerns(path) {
            return Ok(path.to_owned());
        }
        if is_temporary(path) {
            // Under another name nobody would see any more that it is in another form.
            if self.is_unconverted_temporary(path) {
                self.convert(path)?;
            }
            return Ok(path.to_owned());
        }
        let (usual, other) = self.both(path);
        if !self.notes.files.exists(&usual) && self.notes.files.exists(&other) {
            self.convert(&other)?;
        }
        Ok(usual)
    }

    /// A file in the form that files take, and in the other one.
    fn both(&self, path: &Path) -> (PathBuf, PathBuf) {
        let sealed = sealed_path(path);
        match self.form {
            Form::Sealed => (sealed, path.to_owned()),
            Form::Plain => (path.to_owned(), sealed),
        }
    }
}

/// Whether a file is of a kind that was never written here: a link, a folder, a pipe, or a very long one.
fn is_none_of_ours(error: &StorageError) -> bool {
    matches!(error.kind, Problem::NotAFile | Problem::TooLarge | Problem::LeadsElsewhere)
}
