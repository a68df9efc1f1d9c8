//! The keys of sealed notes: the key wrapped under the passphrase, and once more under the recovery code.
//!
//! `keys/keys.json` says which files count and what they are known by. A change writes files of new names
//! first, then `keys.json`, and only then takes the old ones away: at every moment there is one whole set. The
//! names count up, so that a machine which has only the old `keys.json` yet leaves the new files alone.
//! The public half of the key stands nowhere, so that nobody who can write in the folder can seal.
//! Must not know what is sealed with the key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::error::{Kind, StorageError};
use super::files::Files;
use super::folders::Folders;
use super::format::{self, FormatError, KeyFile, KeysFile, LARGEST};
use super::seal::{Key, SealError, unwrap, wrap};
use crate::domain::Unknown;
use crate::domain::passphrase::Passphrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::Form;

/// Whether the notes in a folder are sealed, or were to be.
pub fn is_sealed(files: &Files, folders: &Folders) -> bool {
    files.is_taken(&folders.keys_file())
}

/// The keys as they stand in the folder. Without words they open nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys {
    file: KeysFile,
}

/// Keys that were opened: what seals and opens the notes.
#[derive(Debug, Clone)]
pub struct Keyring {
    /// Seals, and opens what it sealed.
    pub key: Arc<Key>,
    /// Opens what is not sealed anew yet, after the key was changed.
    pub former: Option<Arc<Key>>,
}

impl Keyring {
    /// Opens what was sealed with either key.
    ///
    /// # Errors
    /// When neither opens it.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let opened = self.key.open(sealed);
        match &self.former {
            Some(former) if opened == Err(SealError::OtherKey) => former.open(sealed),
            _ => opened,
        }
    }
}

impl Keys {
    /// The keys of a folder; nothing where its notes are not sealed.
    ///
    /// # Errors
    /// When they cannot be read. They are left as they are.
    pub fn read(files: &Files, folders: &Folders) -> Result<Option<Self>, StorageError> {
        let path = folders.keys_file();
        let Some(bytes) = files.read_if_there(&path, LARGEST)? else { return Ok(None) };
        let file = format::read_keys(&bytes).map_err(|error| match error {
            FormatError::NewerVersion => StorageError::new(Kind::NewerFolder, &path),
            _ => StorageError::new(Kind::KeysUnreadable, &path),
        })?;
        Ok(Some(Self { file }))
    }

    /// Makes a key that nobody had before. From the last step on, the notes are to be sealed.
    ///
    /// # Errors
    /// When it cannot be written. The notes are then plain as before.
    pub fn create(
        files: &Files,
        folders: &Folders,
        passphrase: &Passphrase,
        code: &RecoveryCode,
        work: u8,
    ) -> Result<(Self, Keyring), StorageError> {
        let key = Key::new();
        files.create_one_folder(&folders.keys())?;
        put_folder_on_disk(files, folders)?;
        let number = next_number(files, folders)?;
        let mut keys = Self {
            file: KeysFile {
                form: Form::Sealed,
                passphrase: wrapped(
                    files,
                    folders,
                    format!("passphrase-{number}.age"),
                    &key,
                    passphrase.words(),
                    work,
                )?,
                recovery: wrapped(files, folders, format!("recovery-{number}.age"), &key, &code.printed(), work)?,
                former: None,
                unknown: Unknown::new(),
            },
        };
        keys.write(files, folders)?;
        Ok((keys, Keyring { key: Arc::new(key), former: None }))
    }

    /// Opens the keys with the passphrase.
    ///
    /// # Errors
    /// [`Kind::Sealed`] with [`SealError::OtherKey`] when it is another one; else when they cannot be read.
    pub fn unlock(&self, files: &Files, folders: &Folders, passphrase: &Passphrase) -> Result<Keyring, StorageError> {
        self.opened(files, folders, &self.file.passphrase, passphrase.words())
    }

    /// Opens the keys with the recovery code.
    ///
    /// # Errors
    /// As [`Keys::unlock`].
    pub fn recover(&self, files: &Files, folders: &Folders, code: &RecoveryCode) -> Result<Keyring, StorageError> {
        self.opened(files, folders, &self.file.recovery, &code.printed())
    }

    fn opened(&self, files: &Files, folders: &Folders, file: &KeyFile, words: &str) -> Result<Keyring, StorageError> {
        let path = folders.keys().join(&file.name);
        let bytes = read(files, folders, file)?;
        let of_path = |error: SealError| StorageError::new(Kind::Sealed(error), &path);
        let text = unwrap(&bytes, words).map_err(of_path)?;
        let key = Key::from_text(&text).map_err(of_path)?;
        let former = self.file.former.as_ref().map(|former| {
            let bytes = read(files, folders, former)?;
            let opened = key.open(&bytes).and_then(|text| {
                let text = zeroize::Zeroizing::new(text);
                Key::from_text(std::str::from_utf8(&text).unwrap_or_default())
            });
            opened.map_err(|error| StorageError::new(Kind::Sealed(error), &folders.keys().join(&former.name)))
        });
        Ok(Keyring { former: former.transpose()?.map(Arc::new), key: Arc::new(key) })
    }

    /// Lets another passphrase open the keys.
    ///
    /// # Errors
    /// When that cannot be written. The passphrase is then the one before, or the new one.
    pub fn change_passphrase(
        &mut self,
        files: &Files,
        folders: &Folders,
        keyring: &Keyring,
        passphrase: &Passphrase,
        work: u8,
    ) -> Result<(), StorageError> {
        let number = next_number(files, folders)?;
        let passphrase =
            wrapped(files, folders, format!("passphrase-{number}.age"), &keyring.key, passphrase.words(), work)?;
        self.change(files, folders, |file| file.passphrase = passphrase)
    }

    /// Puts a key that nobody had before in the place of the one there is. That one still opens what was
    /// sealed with it, until [`Keys::end_rotation`].
    ///
    /// # Errors
    /// When it cannot be written. The key is then the one before, or the new one.
    pub fn rotate(
        &mut self,
        files: &Files,
        folders: &Folders,
        keyring: &Keyring,
        (passphrase, code): (&Passphrase, &RecoveryCode),
        work: u8,
    ) -> Result<Keyring, StorageError> {
        let key = Key::new();
        let number = next_number(files, folders)?;
        let path = folders.keys();
        let sealed = key.seal(keyring.key.text().as_bytes()).map_err(|error| StorageError::of(&path, &error))?;
        let former = put(files, folders, format!("former-{number}.age"), &sealed)?;
        let passphrase = wrapped(files, folders, format!("passphrase-{number}.age"), &key, passphrase.words(), work)?;
        let recovery = wrapped(files, folders, format!("recovery-{number}.age"), &key, &code.printed(), work)?;
        self.change(files, folders, |file| {
            file.passphrase = passphrase;
            file.recovery = recovery;
            file.former = Some(former);
        })?;
        Ok(Keyring { key: Arc::new(key), former: Some(Arc::clone(&keyring.key)) })
    }

    /// Nothing is sealed with the key before any more: it is forgotten.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn end_rotation(&mut self, files: &Files, folders: &Folders) -> Result<(), StorageError> {
        self.change(files, folders, |file| file.former = None)
    }

    /// The form that the notes are to take.
    pub fn form(&self) -> Form {
        self.file.form
    }

    /// Lets the notes take another form.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn set_form(&mut self, files: &Files, folders: &Folders, form: Form) -> Result<(), StorageError> {
        self.change(files, folders, |file| file.form = form)
    }

    /// Takes the keys away: nothing is sealed any more.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(files: &Files, folders: &Folders) -> Result<(), StorageError> {
        files.remove(&folders.keys_file())?;
        put_folder_on_disk(files, folders)?;
        for path in files.list_if_there(&folders.keys()) {
            let _ = files.remove(&path);
        }
        files.remove_empty_folder(&folders.keys());
        Ok(())
    }

    /// Changes what `keys.json` says, in one step, and takes away what does not count any more.
    fn change(
        &mut self,
        files: &Files,
        folders: &Folders,
        change: impl FnOnce(&mut KeysFile),
    ) -> Result<(), StorageError> {
        let mut changed = self.clone();
        change(&mut changed.file);
        changed.write(files, folders)?;
        *self = changed;
        Ok(())
    }

    fn write(&mut self, files: &Files, folders: &Folders) -> Result<(), StorageError> {
        files.put(&folders.keys_file(), &format::write_keys(&self.file))?;
        self.clear(files, folders);
        Ok(())
    }

    /// Whether a file in the folder of the keys is as it was written.
    ///
    /// # Errors
    /// Why it is not, in a sentence.
    pub(super) fn check(&self, files: &Files, folders: &Folders, path: &Path) -> Result<(), String> {
        if *path == folders.keys_file() {
            return Ok(());
        }
        let file = self.counting().find(|file| folders.keys().join(&file.name) == *path);
        let file = file.ok_or("It is none of the keys that count.")?;
        read(files, folders, file).map(drop).map_err(|error| error.to_string())
    }

    /// Has to be done before anything is sealed with keys that were read: whoever wrote them may have been cut
    /// off before they were on the disk. Takes away what does not count.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn take_up(&self, files: &Files, folders: &Folders) -> Result<(), StorageError> {
        put_folder_on_disk(files, folders)?;
        self.clear(files, folders);
        Ok(())
    }

    /// Takes away what does not count any more: keys of before, and what was left when a change was cut off.
    /// Files of higher numbers stay: at another machine they may count already, and be here before the
    /// `keys.json` that says so. Another machine's copy of `keys.json` stays, and whatever is none of ours.
    fn clear(&self, files: &Files, folders: &Folders) {
        let counting: Vec<&str> = self.counting().map(|file| file.name.as_str()).collect();
        let newest = counting.iter().filter_map(|name| number_of(name)).max();
        let is_superfluous = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let number = number_of(name).filter(|_| !counting.contains(&name));
            super::files::is_temporary(path) || number.is_some_and(|number| Some(number) <= newest)
        };
        for path in files.list_if_there(&folders.keys()).into_iter().filter(is_superfluous) {
            let _ = files.remove(&path);
        }
    }

    fn counting(&self) -> impl Iterator<Item = &KeyFile> {
        [&self.file.passphrase, &self.file.recovery].into_iter().chain(&self.file.former)
    }
}

/// Puts on the disk that the folder of the keys is there, and what is in it.
fn put_folder_on_disk(files: &Files, folders: &Folders) -> Result<(), StorageError> {
    files.sync_existing(&folders.keys())?;
    files.sync_existing(&folders.data)
}

/// Whether a file is named as those that hold a wrapped key.
fn is_key_file(name: &str) -> bool {
    number_of(name).is_some()
}

/// The number in the name of a file that holds a wrapped key: a later change has a higher one.
fn number_of(name: &str) -> Option<u64> {
    let (what, number) = name.strip_suffix(".age")?.split_once('-')?;
    let is_ours = matches!(what, "passphrase" | "recovery" | "former");
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    if is_ours && is_number { number.parse().ok() } else { None }
}

fn wrapped(
    files: &Files,
    folders: &Folders,
    name: String,
    key: &Key,
    words: &str,
    work: u8,
) -> Result<KeyFile, StorageError> {
    let bytes = wrap(&key.text(), words, work).map_err(|error| StorageError::of(&folders.keys(), &error))?;
    put(files, folders, name, &bytes)
}

fn put(files: &Files, folders: &Folders, name: String, bytes: &[u8]) -> Result<KeyFile, StorageError> {
    files.put_new(&folders.keys().join(&name), bytes)?;
    Ok(KeyFile { name, digest: digest_of(bytes), unknown: Unknown::new() })
}

/// The number for the files of a change: higher than any that is there.
fn next_number(files: &Files, folders: &Folders) -> Result<u64, StorageError> {
    let listed = files.list_existing(&folders.keys())?;
    let numbers = listed.iter().filter_map(|path| number_of(path.file_name()?.to_str()?));
    Ok(numbers.max().unwrap_or_default().saturating_add(1))
}

/// What a file of a key holds, if it is what was written.
fn read(files: &Files, folders: &Folders, file: &KeyFile) -> Result<Vec<u8>, StorageError> {
    let path = folders.keys().join(&file.name);
    if !is_key_file(&file.name) {
        return Err(StorageError::new(Kind::KeysUnreadable, &folders.keys_file()));
    }
    let bytes = files.read(&path, LARGEST).map_err(|error| match error.kind {
        Kind::FileNotThere => StorageError::new(Kind::KeysNotThere, &path),
        _ => error,
    })?;
    let is_whole = digest_of(&bytes) == file.digest;
    is_whole.then_some(bytes).ok_or_else(|| StorageError::new(Kind::KeysUnreadable, &path))
}

fn digest_of(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
