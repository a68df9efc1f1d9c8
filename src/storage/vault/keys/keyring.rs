//! Keys that were opened: what they seal and open, and each change of them.
//!
//! Must not know how they are opened.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::{Holds, KeyFile, digest_of, name_of, prefix, read_folder};
use super::{KEYRING, Keys, first_record, read_copies};
use crate::domain::passphrase::Passphrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Credential, Devices, Form};
use crate::storage::error::{Problem, StorageError};
use crate::storage::format::keyring::{ChosenForm, CredentialRecord, KeyRecord, KeyState, KeyringFile};
use crate::storage::notes_folder::NotesFolder;
use crate::storage::vault::seal::{Key, SealError, wrap};
use crate::storage::vault::sealing_memory;

/// Keys that were opened: what seals and opens the notes.
#[derive(Debug, Clone)]
pub struct Keyring {
    /// Seals, and opens what it sealed.
    pub key: Arc<Key>,
    /// Open what was sealed before.
    pub previous: Vec<Arc<Key>>,
    pub(crate) record: KeyringFile,
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

impl Keyring {
    pub(crate) fn of(record: KeyringFile) -> Option<Self> {
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
    /// When it cannot be written. The notes are then plain as before, unless the last step was taken: then they are to be
    /// sealed, and that is seen at the next look.
    pub fn create(
        notes: &NotesFolder,
        (passphrase, code): (&Passphrase, &RecoveryCode),
        previous: Option<&Self>,
        work: u8,
    ) -> Result<Self, StorageError> {
        notes.files.create_one_folder(&notes.paths.keys())?;
        put_folder_on_disk(notes)?;
        let key = Key::new();
        let before = previous.map_or_else(
            || KeyringFile { keys: BTreeMap::new(), ..first_record(&key) },
            |previous| previous.record.clone(),
        );
        let number = if previous.is_some() { before.form.number.saturating_add(1) } else { before.form.number };
        let form = ChosenForm { form: Form::Sealed, number };
        // Whoever has the passphrase of an earlier time opens nothing with it, here.
        let before_plain = sealing_memory::read(notes).map(|memory| memory.key).filter(|id| !id.is_empty());
        sealing_memory::update(notes, |memory| memory.previous.extend(before_plain));
        Self::replace_key(notes, KeyringFile { form, ..before }, &key, (passphrase, code), work)
    }

    /// Puts a key that nobody had before in the place of the one there is. That one still opens what was sealed with
    /// it.
    ///
    /// # Errors
    /// When it cannot be written. The key is then the one before, or the new one.
    pub fn rotate(
        &self,
        notes: &NotesFolder,
        words: (&Passphrase, &RecoveryCode),
        work: u8,
    ) -> Result<Self, StorageError> {
        let mut keyring = Self::replace_key(notes, self.record.clone(), &Key::new(), words, work)?;
        keyring.keep_forgotten(self.previous.iter().cloned());
        Ok(keyring)
    }

    /// Lets a new key take the place of all that are in use.
    fn replace_key(
        notes: &NotesFolder,
        mut record: KeyringFile,
        key: &Key,
        (passphrase, code): (&Passphrase, &RecoveryCode),
        work: u8,
    ) -> Result<Self, StorageError> {
        let (id, number) = (key.id(), record.next_number());
        sealing_memory::update(notes, |memory| memory.unfinished = Some(id.clone()));
        let passphrase = wrapped(notes, Credential::Passphrase, key, passphrase.words(), work)?;
        let recovery = wrapped(notes, Credential::RecoveryCode, key, &code.printed(), work)?;
        record.replace_all();
        record.keys.insert(id.clone(), KeyRecord::in_use(key.text(), number));
        record.credentials.insert(passphrase, CredentialRecord::of(id.clone(), Credential::Passphrase));
        record.credentials.insert(recovery, CredentialRecord::of(id, Credential::RecoveryCode));
        let keyring =
            Self::of(record).ok_or_else(|| StorageError::new(Problem::KeysUnreadable, &notes.paths.keys()))?;
        keyring.write(notes)?;
        // From here on something may be sealed with it, and nothing of it is cleared, whatever is done in the folder.
        sealing_memory::try_update(notes, |memory| memory.unfinished = None)?;
        Ok(keyring)
    }

    /// Lets another passphrase open the keys, and no other; of keys that were made apart, the one that seals is chosen.
    ///
    /// # Errors
    /// When that cannot be written. The passphrase is then the one before, or the new one.
    pub fn change_passphrase(
        &mut self,
        notes: &NotesFolder,
        passphrase: &Passphrase,
        work: u8,
    ) -> Result<(), StorageError> {
        let digest = wrapped(notes, Credential::Passphrase, &self.key, passphrase.words(), work)?;
        let key = self.key.id();
        self.change(notes, |record| {
            record.choose(&key);
            record.credentials.insert(digest, CredentialRecord::of(key, Credential::Passphrase));
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
    pub fn set_form(&mut self, notes: &NotesFolder, form: Form) -> Result<(), StorageError> {
        self.change(notes, |record| {
            record.form = ChosenForm { form, number: record.form.number.saturating_add(1) };
        })
    }

    /// Takes in the keys that another device made apart from this one. What either sealed is opened from now on, and
    /// either passphrase opens it, until one is chosen by changing it.
    ///
    /// # Errors
    /// When that cannot be written. The keys are then as before.
    pub fn join(&mut self, notes: &NotesFolder, other: Self) -> Result<(), StorageError> {
        let own = self.key.id();
        let is_superseded = other.record.supersedes(&own);
        let form = ChosenForm { form: self.form(), number: self.record.form.number.max(other.record.form.number) };
        self.change(notes, |record| {
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
    pub fn forget_previous(&mut self, notes: &NotesFolder) -> Result<(), StorageError> {
        self.change(notes, |record| {
            for key in record.keys.values_mut().filter(|key| key.state == KeyState::Previous) {
                (key.state, key.secret) = (KeyState::Forgotten, None);
            }
        })?;
        self.previous = self.previous.drain(..).filter(|key| !self.record.is_forgotten(&key.id())).collect();
        Ok(())
    }

    /// Whether these keys open something that others do not.
    pub(crate) fn knows_more_than(&self, other: &Self) -> bool {
        other.record.clone().merge(self.record.clone()).keys != other.record.keys
    }

    /// The devices that opened the notes. This one has them open.
    pub(in crate::storage) fn devices(&self, notes: &NotesFolder) -> Devices {
        let this = sealing_memory::read(notes).map(|memory| memory.device);
        let others = || self.record.devices.iter().filter(|(id, _)| Some(*id) != this.as_ref());
        let current = self.key.id();
        Devices {
            known: others().count() + 1,
            with_this_key: others().filter(|(_, known)| known.key == current).count() + 1,
        }
    }

    /// The ids of the keys that no passphrase opens any more.
    pub(crate) fn replaced_ids(&self) -> impl Iterator<Item = &String> {
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

    /// What was sealed with a key that seals nothing any more; nothing if none of them did.
    pub(in crate::storage) fn open_previous(&self, sealed: &[u8]) -> Option<Result<Vec<u8>, SealError>> {
        self.previous.iter().map(|key| key.open(sealed)).find(|opened| *opened != Err(SealError::OtherKey))
    }

    fn change(&mut self, notes: &NotesFolder, change: impl FnOnce(&mut KeyringFile)) -> Result<(), StorageError> {
        let mut record = self.record.clone();
        change(&mut record);
        let changed =
            Self::of(record).ok_or_else(|| StorageError::new(Problem::KeysUnreadable, &notes.paths.keys()))?;
        changed.write(notes)?;
        let previous = std::mem::replace(self, changed).previous;
        self.keep_forgotten(previous);
        Ok(())
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&*self.key).chain(self.previous.iter().map(|key| &**key))
    }

    /// Whether a file holds a key under something that opens the notes.
    pub(crate) fn counts(&self, file: &KeyFile) -> bool {
        file.holds == Holds::Wrapped && self.record.credentials.get(&file.digest).is_some_and(|known| !known.replaced)
    }

    /// Keeps keys open that another device has forgotten: what this one wrote with them may not have the current one yet.
    pub(super) fn keep_forgotten(&mut self, keys: impl IntoIterator<Item = Arc<Key>>) {
        for key in keys {
            let id = key.id();
            if self.record.is_forgotten(&id) && self.previous.iter().all(|previous| previous.id() != id) {
                self.previous.push(key);
            }
        }
    }

    /// Whether a key is still needed here that another device has forgotten.
    pub(crate) fn needs_forgotten(&self) -> bool {
        self.previous.iter().any(|key| self.record.is_forgotten(&key.id()))
    }

    /// Whether these know a key.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.record.keys.contains_key(id)
    }

    /// Keeps the notes sealed, though they were to be plain when these keys were used last.
    pub(crate) fn stay_sealed(&mut self) {
        self.record.form.form = Form::Sealed;
    }

    /// Whether a file in the folder opens these.
    pub(crate) fn can_be_opened_from(&self, keys: &Keys) -> bool {
        keys.in_folder.iter().any(|file| self.counts(file))
    }

    /// Looks whether another device changed the keys.
    ///
    /// # Errors
    /// When they cannot be written as they are from now on.
    pub fn follow(&mut self, notes: &NotesFolder, keys: &Keys) -> Result<KeyChange, StorageError> {
        if !self.can_be_opened_from(keys) {
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
        self.change(notes, |record| *record = merged)?;
        Ok(KeyChange::Taken)
    }

    /// Whether there are keys that these do not know, in the folder or as copies: another device made them apart from this
    /// one, or they are of another time.
    pub(crate) fn has_strangers(&self, keys: &Keys) -> bool {
        let is_stranger = |file: &KeyFile| {
            file.may_be_opened_by(Credential::Passphrase) && !self.record.credentials.contains_key(&file.digest)
        };
        keys.in_folder.iter().chain(&keys.copies).any(is_stranger)
    }
}

/// Takes away the keys that this computer was making when it was cut off: nothing was sealed with them.
pub fn clear_unfinished(notes: &NotesFolder) {
    let Some(id) = sealing_memory::read(notes).and_then(|memory| memory.unfinished) else { return };
    let copies = read_copies(notes);
    let Ok((in_folder, _)) = read_folder(&notes.files, &notes.paths.keys(), &copies) else { return };
    let of_key = |what: &str| format!("{what}-{id}-");
    let is_named = |file: &KeyFile, what: &str| file.name().starts_with(&of_key(what));
    if !in_folder.iter().any(|file| is_named(file, KEYRING)) {
        let openers = [Credential::Passphrase, Credential::RecoveryCode].map(prefix);
        let all = in_folder.iter().chain(&copies);
        for file in all.filter(|file| openers.iter().any(|what| is_named(file, what))) {
            let _ = notes.files.remove(&file.path);
        }
        notes.files.remove_empty_folder(&notes.paths.keys());
    }
    sealing_memory::update(notes, |memory| memory.unfinished = None);
}

/// Puts on the disk that the folder of the keys is there, and what is in it.
pub(crate) fn put_folder_on_disk(notes: &NotesFolder) -> Result<(), StorageError> {
    notes.files.sync_existing(&notes.paths.keys())?;
    notes.files.sync_existing(&notes.paths.data)
}

/// Writes a key under words; returns what the file is known by.
fn wrapped(notes: &NotesFolder, opener: Credential, key: &Key, words: &str, work: u8) -> Result<String, StorageError> {
    let folder = notes.paths.keys();
    let bytes = wrap(&key.text(), words, work).map_err(|error| StorageError::of(&folder, &error))?;
    let name = name_of(prefix(opener), &key.id(), &bytes);
    let digest = digest_of(&bytes);
    sealing_memory::update(notes, |memory| {
        memory.unfinished_files.insert(digest.clone());
    });
    // First on this computer: whoever takes it away in the folder the moment that it is there takes nothing from anybody.
    let copies = notes.paths.key_copies();
    notes.files.create_folder(&copies)?;
    notes.files.put(&copies.join(&name), &bytes)?;
    notes.files.put_new(&folder.join(name), &bytes)?;
    Ok(digest)
}
