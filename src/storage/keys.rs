//! The keys of sealed notes: each under a passphrase and once more under a recovery code, and with each what is known
//! of all keys of the folder, sealed with the key itself.
//!
//! The files are known by what they hold, never by their names: a copy that a sync program made counts like any
//! other. A change writes new files first, then the record that says that they count, and only then takes the old
//! ones away. The public half of a key is in no file, so that nobody who can write in the folder can seal. This
//! computer keeps copies of the files: whoever deletes them in the folder locks nobody out.
//! Must not know what is sealed with the keys.

mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::error::{Kind, StorageError};
use super::files::{Files, is_temporary};
use super::folders::Folders;
use super::format::keyring::{ChosenForm, CredentialRecord, DeviceRecord, KeyRecord, KeyState, KeyringFile};
use super::format::{self, SealingMemory};
use super::seal::{Key, SealError, unwrap, wrap};
use super::sealing_memory;
use crate::domain::passphrase::Passphrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Form, Opener};
use crate::domain::{Moment, Unknown};
use files::{Holds, KeyFile, digest_of, name_of, prefix, read_folder};

/// How many wrapped keys are tried, at most: each costs a second.
const MAX_TRIES: usize = 6;

/// How the name of a file begins that holds what is known of the keys.
const KEYRING: &str = "keyring";

/// The files of the keys as they are in the folder, and this computer's copies. Without words they open nothing.
#[derive(Clone, PartialEq)]
pub struct Keys {
    in_folder: Vec<KeyFile>,
    copies: Vec<KeyFile>,
    /// Why a file could not be read.
    unread: Option<StorageError>,
}

/// Keys that were opened: what seals and opens the notes.
#[derive(Debug, Clone)]
pub struct Keyring {
    /// Seals, and opens what it sealed.
    pub key: Arc<Key>,
    /// Open what was sealed before.
    pub previous: Vec<Arc<Key>>,
    record: KeyringFile,
}

/// What became of the keys in the folder while they were open here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// Nothing that counts.
    None,
    /// Another device wrote what this one takes over: it is open as before.
    Taken,
    /// They have to be opened again: another device changed the key or the form, or the files are gone.
    MustBeOpened,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Keys({} files, {} copies)", self.in_folder.len(), self.copies.len())
    }
}

impl Keys {
    /// The files of the keys of a folder; nothing where there are none, neither there nor as copies.
    ///
    /// # Errors
    /// When they cannot be read. They are left as they are.
    pub fn read(files: &Files, folders: &Folders) -> Result<Option<Self>, StorageError> {
        let (in_folder, unread) = read_folder(files, &folders.keys())?;
        let copies = read_copies(files, folders);
        let is_empty = in_folder.is_empty() && copies.is_empty() && unread.is_none();
        Ok((!is_empty).then_some(Self { in_folder, copies, unread }))
    }

    /// Whether the notes folder itself has keys.
    pub fn are_in_folder(&self) -> bool {
        self.in_folder.iter().any(|file| file.holds == Holds::Wrapped)
    }

    /// What the files in the folder are known by.
    pub(super) fn digests(&self) -> impl Iterator<Item = &str> {
        self.in_folder.iter().map(|file| file.digest.as_str())
    }

    /// Opens the keys with the passphrase. What this computer remembers tells keys that were replaced.
    ///
    /// # Errors
    /// [`Kind::Sealed`] with [`SealError::OtherKey`] when it is another one; else when they cannot be read.
    pub fn unlock(&self, passphrase: &Passphrase, memory: Option<&SealingMemory>) -> Result<Keyring, StorageError> {
        let is_wrong = |opened: &Result<Keyring, StorageError>| {
            opened.as_ref().is_err_and(|error| error.kind == Kind::Sealed(SealError::OtherKey))
        };
        let mut tried = passphrase.candidates().map(|words| self.opened(Opener::Passphrase, words, memory));
        let first = tried.next().unwrap_or_else(|| Err(StorageError::new(Kind::KeysNotThere, Path::new(""))));
        if is_wrong(&first) { tried.find(|opened| !is_wrong(opened)).unwrap_or(first) } else { first }
    }

    /// Opens the keys with the recovery code.
    ///
    /// # Errors
    /// As [`Keys::unlock`].
    pub fn recover(&self, code: &RecoveryCode, memory: Option<&SealingMemory>) -> Result<Keyring, StorageError> {
        self.opened(Opener::RecoveryCode, &code.printed(), memory)
    }

    fn opened(&self, by: Opener, words: &str, memory: Option<&SealingMemory>) -> Result<Keyring, StorageError> {
        let mut opened: Vec<(Arc<Key>, KeyringFile)> = Vec::new();
        let mut failure = Failure::default();
        for file in self.to_try(by, memory) {
            if opened.iter().any(|(_, record)| record.credentials.contains_key(&file.digest)) {
                continue;
            }
            match unwrap(&file.bytes, words).and_then(|text| Key::from_text(&text)) {
                Ok(key) => match self.record_of(&key, file, by) {
                    Some(record) => opened.push((Arc::new(key), record)),
                    None => failure.note(file, SealError::OtherKey),
                },
                Err(error) => failure.note(file, error),
            }
        }
        let record = newest(opened, memory).ok_or_else(|| failure.error(self))?;
        Keyring::of(record).ok_or_else(|| failure.error(self))
    }

    /// The wrapped keys in the order in which they are tried: those that this computer knows come first, so that
    /// nobody keeps it from them by adding others.
    fn to_try(&self, by: Opener, memory: Option<&SealingMemory>) -> Vec<&KeyFile> {
        let is_known = |file: &KeyFile| memory.is_some_and(|memory| memory.files.contains(&file.digest));
        let mut to_try: Vec<&KeyFile> = Vec::new();
        for file in self.in_folder.iter().chain(&self.copies).filter(|file| file.may_be_opened_by(by)) {
            if to_try.iter().all(|other| other.digest != file.digest) {
                to_try.push(file);
            }
        }
        to_try.sort_by_key(|file| (!is_known(file), file.is_damaged(), !file.name().starts_with(prefix(by))));
        to_try.truncate(MAX_TRIES);
        to_try
    }

    /// What is known by the key that a file opened. Nothing where that file was replaced.
    fn record_of(&self, key: &Key, opened: &KeyFile, by: Opener) -> Option<KeyringFile> {
        let id = key.id();
        let mut record = self.records_of(key).unwrap_or_else(|| self.first_record(key));
        let credential = record.credentials.entry(opened.digest.clone());
        let is_replaced = credential.or_insert_with(|| CredentialRecord::of(id, by)).replaced;
        (!is_replaced).then_some(record)
    }

    /// What is known by a key that has no record: the first version made it, and its files have numbers for names; or
    /// its record has not come yet.
    fn first_record(&self, key: &Key) -> KeyringFile {
        let mut record = first_record(key);
        for file in &self.in_folder {
            if let Some(opener) = file.opener_in_first_version() {
                record.credentials.insert(file.digest.clone(), CredentialRecord::of(key.id(), opener));
            }
        }
        record
    }

    /// The records that are sealed with a key, as one, with the keys of the first version. Nothing where there are none.
    fn records_of(&self, key: &Key) -> Option<KeyringFile> {
        let sealed = self.in_folder.iter().chain(&self.copies).filter(|file| file.holds == Holds::Sealed);
        let mut merged: Option<KeyringFile> = None;
        for plain in sealed.filter_map(|file| key.open(&file.bytes).ok()).map(Zeroizing::new) {
            let record = format::read_keyring(&plain).ok().or_else(|| first_version_record(key, &plain));
            let Some(record) = record else { continue };
            merged = Some(match merged {
                Some(merged) => merged.merge(record),
                None => record,
            });
        }
        merged
    }
}

/// Why no key was opened.
#[derive(Default)]
struct Failure {
    damaged: Option<PathBuf>,
    other_key: Option<PathBuf>,
}

impl Failure {
    fn note(&mut self, file: &KeyFile, error: SealError) {
        let is_damaged = error != SealError::OtherKey || file.is_damaged();
        let place = if is_damaged { &mut self.damaged } else { &mut self.other_key };
        place.get_or_insert_with(|| file.path.clone());
    }

    fn error(&self, keys: &Keys) -> StorageError {
        let folder = || keys.in_folder.first().and_then(|file| file.path.parent()).unwrap_or(Path::new("")).to_owned();
        match (&self.other_key, &self.damaged) {
            (Some(path), _) => StorageError::new(Kind::Sealed(SealError::OtherKey), path),
            (None, Some(path)) => StorageError::new(Kind::KeysUnreadable, path),
            (None, None) => keys.unread.clone().unwrap_or_else(|| StorageError::new(Kind::KeysNotThere, &folder())),
        }
    }
}

/// What is known of a key by itself.
fn first_record(key: &Key) -> KeyringFile {
    KeyringFile {
        form: ChosenForm { form: Form::Sealed, number: 1 },
        keys: BTreeMap::from([(key.id(), KeyRecord::in_use(key.text(), 1))]),
        credentials: BTreeMap::new(),
        devices: BTreeMap::new(),
        unknown: Unknown::new(),
    }
}

/// The first version sealed the previous key itself with the one there is.
fn first_version_record(key: &Key, plain: &[u8]) -> Option<KeyringFile> {
    let previous = std::str::from_utf8(plain).ok().and_then(|text| Key::from_text(text).ok())?;
    let mut record = first_record(key);
    record.keys.insert(previous.id(), KeyRecord { state: KeyState::Previous, ..KeyRecord::in_use(previous.text(), 0) });
    Some(record)
}

/// What is known by all keys that were opened, but for those that another one took the place of: whoever has an old
/// key knows nothing of what came after it.
fn newest(opened: Vec<(Arc<Key>, KeyringFile)>, memory: Option<&SealingMemory>) -> Option<KeyringFile> {
    let is_superseded = |id: &str| {
        let by_another = opened.iter().any(|(_, record)| record.supersedes(id));
        let is_remembered = memory.is_some_and(|memory| memory.previous.contains(id) && memory.key != *id);
        by_another || is_remembered
    };
    let kept: Vec<bool> = opened.iter().map(|(key, _)| !is_superseded(&key.id())).collect();
    let kept = opened.into_iter().zip(kept).filter_map(|((_, record), is_kept)| is_kept.then_some(record));
    kept.reduce(KeyringFile::merge)
}

impl Keyring {
    fn of(record: KeyringFile) -> Option<Self> {
        let current = record.current()?.to_owned();
        let key_of = |record: &KeyRecord| Key::from_text(record.secret.as_deref()?).ok().map(Arc::new);
        let key = key_of(&record.keys[&current])?;
        let others = record.keys.iter().filter(|(id, _)| **id != current);
        let previous = others.filter_map(|(_, record)| key_of(record)).collect();
        Some(Self { key, previous, record })
    }

    /// Makes a key that nobody had before. From the last step on, the notes are to be sealed. `previous` opened the
    /// folder's notes before they were plain.
    ///
    /// # Errors
    /// When it cannot be written. The notes are then plain as before.
    pub fn create(
        files: &Files,
        folders: &Folders,
        (passphrase, code): (&Passphrase, &RecoveryCode),
        previous: Option<&Self>,
        work: u8,
    ) -> Result<Self, StorageError> {
        files.create_one_folder(&folders.keys())?;
        put_folder_on_disk(files, folders)?;
        let key = Key::new();
        let before = previous.map_or_else(
            || KeyringFile { keys: BTreeMap::new(), ..first_record(&key) },
            |previous| previous.record.clone(),
        );
        let number = if previous.is_some() { before.form.number.saturating_add(1) } else { before.form.number };
        let form = ChosenForm { form: Form::Sealed, number };
        Self::replace_key(files, folders, KeyringFile { form, ..before }, &key, (passphrase, code), work)
    }

    /// Puts a key that nobody had before in the place of the one there is. That one still opens what was sealed with
    /// it.
    ///
    /// # Errors
    /// When it cannot be written. The key is then the one before, or the new one.
    pub fn rotate(
        &self,
        files: &Files,
        folders: &Folders,
        words: (&Passphrase, &RecoveryCode),
        work: u8,
    ) -> Result<Self, StorageError> {
        Self::replace_key(files, folders, self.record.clone(), &Key::new(), words, work)
    }

    /// Lets a new key take the place of all that are in use.
    fn replace_key(
        files: &Files,
        folders: &Folders,
        mut record: KeyringFile,
        key: &Key,
        (passphrase, code): (&Passphrase, &RecoveryCode),
        work: u8,
    ) -> Result<Self, StorageError> {
        let (id, number) = (key.id(), record.next_number());
        sealing_memory::update(files, folders, |memory| memory.unfinished = Some(id.clone()));
        let passphrase = wrapped(files, folders, Opener::Passphrase, key, passphrase.words(), work)?;
        let recovery = wrapped(files, folders, Opener::RecoveryCode, key, &code.printed(), work)?;
        record.replace_all();
        record.keys.insert(id.clone(), KeyRecord::in_use(key.text(), number));
        record.credentials.insert(passphrase, CredentialRecord::of(id.clone(), Opener::Passphrase));
        record.credentials.insert(recovery, CredentialRecord::of(id, Opener::RecoveryCode));
        let keyring = Self::of(record).ok_or_else(|| StorageError::new(Kind::KeysUnreadable, &folders.keys()))?;
        keyring.write(files, folders)?;
        Ok(keyring)
    }

    /// Lets another passphrase open the keys, and no other; of keys that were made apart, the one that seals is chosen.
    ///
    /// # Errors
    /// When that cannot be written. The passphrase is then the one before, or the new one.
    pub fn change_passphrase(
        &mut self,
        files: &Files,
        folders: &Folders,
        passphrase: &Passphrase,
        work: u8,
    ) -> Result<(), StorageError> {
        let digest = wrapped(files, folders, Opener::Passphrase, &self.key, passphrase.words(), work)?;
        let key = self.key.id();
        self.change(files, folders, |record| {
            record.choose(&key);
            record.credentials.insert(digest, CredentialRecord::of(key, Opener::Passphrase));
        })
    }

    /// The form that the notes are to take.
    pub fn form(&self) -> Form {
        self.record.form.form
    }

    /// Lets the notes take another form.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn set_form(&mut self, files: &Files, folders: &Folders, form: Form) -> Result<(), StorageError> {
        self.change(files, folders, |record| {
            record.form = ChosenForm { form, number: record.form.number.saturating_add(1) };
        })
    }

    /// Takes in the keys that another device made apart from this one. What either sealed is opened from now on, and
    /// either passphrase opens it, until one is chosen by changing it.
    ///
    /// # Errors
    /// When that cannot be written. The keys are then as before.
    pub fn join(&mut self, files: &Files, folders: &Folders, other: Self) -> Result<(), StorageError> {
        let own = self.key.id();
        let is_superseded = other.record.supersedes(&own);
        let form = ChosenForm { form: self.form(), number: self.record.form.number.max(other.record.form.number) };
        self.change(files, folders, |record| {
            let joined = record.clone().merge(other.record);
            *record = KeyringFile { form, ..joined };
            let number = record.next_number();
            if let Some(key) = record.keys.get_mut(&own).filter(|_| !is_superseded) {
                key.number = number;
            }
        })
    }

    /// Forgets the keys that seal nothing any more. What a device wrote with one of them and did not bring yet cannot
    /// be opened afterwards.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn forget_previous(&mut self, files: &Files, folders: &Folders) -> Result<(), StorageError> {
        self.change(files, folders, |record| {
            for key in record.keys.values_mut().filter(|key| key.state == KeyState::Previous) {
                (key.state, key.secret) = (KeyState::Forgotten, None);
            }
        })
    }

    /// Takes all these keys away, once the notes are plain. What a device still brings that was sealed with them cannot
    /// be opened afterwards.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&self, files: &Files, folders: &Folders) -> Result<(), StorageError> {
        for folder in [folders.keys(), folders.key_copies()] {
            let (listed, _) = read_folder(files, &folder)?;
            let is_ours = |file: &&KeyFile| match file.holds {
                Holds::Wrapped => self.record.credentials.contains_key(&file.digest),
                Holds::Sealed => self.open(&file.bytes).is_ok(),
                Holds::FirstList => true,
            };
            for file in listed.iter().filter(is_ours) {
                files.remove(&file.path)?;
            }
            files.remove_empty_folder(&folder);
        }
        Ok(())
    }

    /// Whether these keys open something that others do not.
    pub fn knows_more_than(&self, other: &Self) -> bool {
        other.record.clone().merge(self.record.clone()).keys != other.record.keys
    }

    /// The devices that opened the notes, and how many of them did with the key there is.
    pub fn devices(&self) -> (usize, usize) {
        let current = self.key.id();
        let with_this = self.record.devices.values().filter(|device| device.key == current).count();
        (self.record.devices.len(), with_this)
    }

    /// The ids of the keys that no passphrase opens any more.
    fn replaced_ids(&self) -> impl Iterator<Item = &String> {
        self.record.keys.iter().filter(|(_, key)| key.state != KeyState::InUse).map(|(id, _)| id)
    }

    /// Opens what was sealed with any of the keys.
    ///
    /// # Errors
    /// When none opens it.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let opened = self.key.open(sealed);
        if opened == Err(SealError::OtherKey) { self.open_previous(sealed).unwrap_or(opened) } else { opened }
    }

    /// What was sealed with a key that seals nothing any more; nothing where none of them did.
    pub(super) fn open_previous(&self, sealed: &[u8]) -> Option<Result<Vec<u8>, SealError>> {
        self.previous.iter().map(|key| key.open(sealed)).find(|opened| *opened != Err(SealError::OtherKey))
    }

    fn change(
        &mut self,
        files: &Files,
        folders: &Folders,
        change: impl FnOnce(&mut KeyringFile),
    ) -> Result<(), StorageError> {
        let mut record = self.record.clone();
        change(&mut record);
        let changed = Self::of(record).ok_or_else(|| StorageError::new(Kind::KeysUnreadable, &folders.keys()))?;
        changed.write(files, folders)?;
        *self = changed;
        Ok(())
    }

    /// Has to be done before anything is sealed with keys that were opened: whoever wrote them may have been cut off.
    /// Writes what is missing in the folder, also what somebody took away, and says that this device opened them.
    /// Takes away what counts no more.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put_in_order(&mut self, files: &Files, folders: &Folders, now: Moment) -> Result<(), StorageError> {
        let key = self.key.id();
        let opened = self.record.clone();
        let device = sealing_memory::read(files, folders).map(|memory| memory.device);
        if let Some(device) = device
            && self.record.devices.get(&device).is_none_or(|known| known.key != key)
        {
            self.record.devices.insert(device, DeviceRecord { key, at: now, unknown: Unknown::new() });
        }
        files.create_one_folder(&folders.keys())?;
        match self.write(files, folders) {
            // Nobody is kept from their notes because a disk is full: that this device opened them is written another
            // time. What opens them has to be there all the same.
            Err(_) if self.record != opened => {
                self.record = opened;
                self.write(files, folders)
            }
            written => written,
        }
    }

    /// Whether this computer has a copy of what opens the keys.
    pub fn has_copy(&self, files: &Files, folders: &Folders) -> bool {
        read_copies(files, folders).iter().any(|copy| self.counts(copy))
    }

    /// Writes what is known of the keys, sealed with each that is in use; then takes away what counts no more, and
    /// copies the rest to this computer.
    fn write(&self, files: &Files, folders: &Folders) -> Result<(), StorageError> {
        let keys = Keys::read(files, folders)?;
        let (in_folder, copies) = keys.map(|keys| (keys.in_folder, keys.copies)).unwrap_or_default();
        put_folder_on_disk(files, folders)?;
        let folder = folders.keys();
        let is_there = |file: &KeyFile| in_folder.iter().any(|other| other.digest == file.digest);
        for copy in copies.iter().filter(|copy| self.counts(copy) && !is_there(copy)) {
            match files.put_new(&folder.join(self.name_for(copy)), &copy.bytes) {
                // Something else has that name: then it goes under another.
                Err(error) if error.kind == Kind::FileAlreadyThere => {
                    let name = format!("{}-{}.age", self.what(copy), uuid::Uuid::now_v7().simple());
                    files.put_new(&folder.join(name), &copy.bytes)?;
                }
                put => put?,
            }
        }
        let mut kept = Vec::new();
        for id in self.record.in_use() {
            let Some(key) = self.all().find(|key| key.id() == id) else { continue };
            kept.push(self.write_record(files, &folder, &in_folder, key)?);
        }
        self.clear(files, &folder, &in_folder, &kept);
        self.copy(files, folders);
        Ok(())
    }

    /// Writes the record sealed with a key, unless a file says the same; returns what the file is known by.
    fn write_record(
        &self,
        files: &Files,
        folder: &Path,
        in_folder: &[KeyFile],
        key: &Key,
    ) -> Result<String, StorageError> {
        let says_the_same = |file: &&KeyFile| {
            let plain = (file.holds == Holds::Sealed).then(|| key.open(&file.bytes).ok()).flatten().map(Zeroizing::new);
            plain.and_then(|plain| format::read_keyring(&plain).ok()).is_some_and(|record| record == self.record)
        };
        if let Some(file) = in_folder.iter().find(says_the_same) {
            return Ok(file.digest.clone());
        }
        let plain = Zeroizing::new(format::write_keyring(&self.record));
        let sealed = key.seal(&plain).map_err(|error| StorageError::of(folder, &error))?;
        files.put_new(&folder.join(name_of(KEYRING, &key.id(), &sealed)), &sealed)?;
        Ok(digest_of(&sealed))
    }

    /// The name of a file, by what it is.
    fn name_for(&self, file: &KeyFile) -> String {
        let key = self.record.credentials.get(&file.digest).map_or_else(|| self.key.id(), |known| known.key.clone());
        name_of(self.what(file), &key, &file.bytes)
    }

    fn what(&self, file: &KeyFile) -> &'static str {
        self.record.credentials.get(&file.digest).map_or(KEYRING, |known| prefix(known.opener))
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&*self.key).chain(self.previous.iter().map(|key| &**key))
    }

    /// Whether a file holds a key under something that opens the notes.
    fn counts(&self, file: &KeyFile) -> bool {
        file.holds == Holds::Wrapped && self.record.credentials.get(&file.digest).is_some_and(|known| !known.replaced)
    }

    /// Takes away what counts no more. What no key here opens may be another device's, and stays.
    fn clear(&self, files: &Files, folder: &Path, listed: &[KeyFile], kept: &[String]) {
        let counts_no_more = |file: &&KeyFile| match file.holds {
            Holds::Wrapped => self.record.credentials.get(&file.digest).is_some_and(|known| known.replaced),
            Holds::Sealed => !kept.contains(&file.digest) && self.open(&file.bytes).is_ok(),
            Holds::FirstList => true,
        };
        for file in listed.iter().filter(counts_no_more) {
            // What stays opens nothing, and goes another time.
            let _ = files.remove(&file.path);
        }
        for path in files.list_if_there(folder).into_iter().filter(|path| is_temporary(path)) {
            let _ = files.remove(&path);
        }
    }

    /// Copies the files of the folder to this computer. Where that fails, the folder has them all the same.
    fn copy(&self, files: &Files, folders: &Folders) {
        let copies = folders.key_copies();
        let (Ok((in_folder, _)), Ok(())) = (read_folder(files, &folders.keys()), files.create_folder(&copies)) else {
            return;
        };
        let known = read_copies(files, folders);
        let is_ours =
            |file: &&KeyFile| self.counts(file) || (file.holds == Holds::Sealed && self.open(&file.bytes).is_ok());
        let ours: Vec<&KeyFile> = in_folder.iter().filter(is_ours).collect();
        for file in ours.iter().filter(|file| known.iter().all(|copy| copy.digest != file.digest)) {
            if files.put(&copies.join(self.name_for(file)), &file.bytes).is_err() {
                return;
            }
        }
        for copy in known.iter().filter(|copy| ours.iter().all(|file| file.digest != copy.digest)) {
            let _ = files.remove(&copy.path);
        }
        let (key, previous) = (self.key.id(), self.replaced_ids().cloned().collect());
        let digests = in_folder.iter().map(|file| file.digest.clone()).collect();
        sealing_memory::update(files, folders, |memory| {
            (memory.key, memory.previous, memory.files, memory.unfinished) = (key, previous, digests, None);
        });
    }

    /// Looks whether another device changed the keys.
    ///
    /// # Errors
    /// When they cannot be written as they are from now on.
    pub fn follow(&mut self, files: &Files, folders: &Folders, keys: &Keys) -> Result<KeyChange, StorageError> {
        if !keys.in_folder.iter().any(|file| self.counts(file)) {
            return Ok(KeyChange::MustBeOpened);
        }
        let in_use: Vec<&Key> = self.all().filter(|key| self.record.in_use().any(|id| id == key.id())).collect();
        let records = in_use.into_iter().filter_map(|key| keys.records_of(key));
        let merged = records.fold(self.record.clone(), KeyringFile::merge);
        if merged == self.record {
            return Ok(KeyChange::None);
        }
        let is_same_key = merged.current() == self.record.current();
        if !is_same_key || merged.form != self.record.form {
            return Ok(KeyChange::MustBeOpened);
        }
        self.change(files, folders, |record| *record = merged)?;
        Ok(KeyChange::Taken)
    }

    /// Whether there are keys in the folder that these do not know: another device made them apart from this one.
    pub fn has_strangers(&self, keys: &Keys) -> bool {
        let is_stranger = |file: &KeyFile| {
            file.may_be_opened_by(Opener::Passphrase) && !self.record.credentials.contains_key(&file.digest)
        };
        keys.in_folder.iter().any(is_stranger)
    }

    /// Whether a file in the folder of the keys is as it was written. Nothing where it is none that these know.
    pub(super) fn is_sound(&self, files: &Files, path: &Path) -> Option<bool> {
        let folder = path.parent().unwrap_or(path);
        let file = read_folder(files, folder).ok()?.0.into_iter().find(|file| file.path == *path);
        let Some(file) = file else { return is_temporary(path).then_some(true) };
        match file.holds {
            Holds::Wrapped => {
                let is_known = self.record.credentials.contains_key(&file.digest);
                is_known.then_some(true).or(file.is_damaged().then_some(false))
            }
            Holds::Sealed => match self.open(&file.bytes) {
                Ok(_) => Some(true),
                Err(SealError::OtherKey) => None,
                Err(_) => Some(false),
            },
            Holds::FirstList => Some(true),
        }
    }
}

/// Takes away the keys that this computer was making when it was cut off: nothing was sealed with them.
pub fn clear_unfinished(files: &Files, folders: &Folders) {
    let Some(id) = sealing_memory::read(files, folders).and_then(|memory| memory.unfinished) else { return };
    let Ok((in_folder, _)) = read_folder(files, &folders.keys()) else { return };
    let of_key = |what: &str| format!("{what}-{id}-");
    let is_named = |file: &KeyFile, what: &str| file.name().starts_with(&of_key(what));
    if !in_folder.iter().any(|file| is_named(file, KEYRING)) {
        let openers = [Opener::Passphrase, Opener::RecoveryCode].map(prefix);
        for file in in_folder.iter().filter(|file| openers.iter().any(|what| is_named(file, what))) {
            let _ = files.remove(&file.path);
        }
        files.remove_empty_folder(&folders.keys());
    }
    sealing_memory::update(files, folders, |memory| memory.unfinished = None);
}

/// This computer's copies; none where they cannot be read.
fn read_copies(files: &Files, folders: &Folders) -> Vec<KeyFile> {
    read_folder(files, &folders.key_copies()).map(|(copies, _)| copies).unwrap_or_default()
}

/// Puts on the disk that the folder of the keys is there, and what is in it.
fn put_folder_on_disk(files: &Files, folders: &Folders) -> Result<(), StorageError> {
    files.sync_existing(&folders.keys())?;
    files.sync_existing(&folders.data)
}

/// Writes a key under words; returns what the file is known by.
fn wrapped(
    files: &Files,
    folders: &Folders,
    opener: Opener,
    key: &Key,
    words: &str,
    work: u8,
) -> Result<String, StorageError> {
    let folder = folders.keys();
    let bytes = wrap(&key.text(), words, work).map_err(|error| StorageError::of(&folder, &error))?;
    files.put_new(&folder.join(name_of(prefix(opener), &key.id(), &bytes)), &bytes)?;
    Ok(digest_of(&bytes))
}
