//! The keys of sealed notes: each under a passphrase and once more under a recovery code, and with each what is known
//! of all keys of the folder, sealed with the key itself.
//!
//! The files are known by what they hold, never by their names: a copy that a sync program made counts like any
//! other. A change writes new files first, then the record that says that they count, and only then takes the old
//! ones away. The public half of a key is in no file, so that nobody who can write in the folder can seal. This
//! computer keeps copies of the files: whoever deletes them in the folder locks nobody out.
//! Must not know what is sealed with the keys.

mod files;
mod key_folder;
pub mod keyring;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::seal::{Key, SealError, unwrap};
use super::sealing_memory;
use crate::domain::Unknown;
use crate::domain::passphrase::Passphrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Credential, Form};
use crate::storage::error::{Problem, StorageError};
use crate::storage::folders::FolderId;
use crate::storage::format;
use crate::storage::format::SealingMemory;
use crate::storage::format::keyring::{ChosenForm, CredentialRecord, KeyRecord, KeyState, KeyringFile};
use crate::storage::notes_folder::NotesFolder;
use files::{Holds, KeyFile, prefix, read_folder};
use keyring::Keyring;

/// How many wrapped keys are tried, at most: each costs a second.
const MAX_TRIES: usize = 6;

/// How the name of a file begins that holds what is known of the keys.
const KEYRING: &str = "keyring";

/// The files of the keys as they are in the folder, and this computer's copies. Without words they open nothing.
#[derive(Clone, PartialEq)]
pub struct Keys {
    in_folder: Vec<KeyFile>,
    copies: Vec<KeyFile>,
    /// Copies of the keys of another folder that was at this path: it may be this one, by another id.
    others: Vec<KeyFile>,
    /// Why a file could not be read.
    unread: Option<StorageError>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Keys({} files, {} copies)", self.in_folder.len(), self.copies.len())
    }
}

impl Keys {
    /// The files of the keys of a folder; nothing if there are none, neither there nor as copies.
    ///
    /// # Errors
    /// When they cannot be read. They are left as they are.
    pub fn read(notes: &NotesFolder) -> Result<Option<Self>, StorageError> {
        let copies = read_copies(notes);
        let others = if copies.is_empty() { copies_of_other(notes) } else { Vec::new() };
        let (in_folder, unread) = read_folder(&notes.files, &notes.paths.keys(), &copies)?;
        let is_empty = in_folder.is_empty() && copies.is_empty() && others.is_empty() && unread.is_none();
        Ok((!is_empty).then_some(Self { in_folder, copies, others, unread }))
    }

    /// Whether the notes folder itself has keys.
    pub(crate) fn are_in_folder(&self) -> bool {
        self.in_folder.iter().any(|file| file.holds == Holds::Wrapped)
    }

    /// Whether none but the keys of another folder that was at this path open these.
    pub(crate) fn are_of_other(&self, keyring: &Keyring) -> bool {
        !self.in_folder.iter().chain(&self.copies).any(|file| keyring.counts(file))
    }

    /// What the files in the folder are known by.
    pub(crate) fn digests(&self) -> impl Iterator<Item = &str> {
        self.in_folder.iter().map(|file| file.digest.as_str())
    }

    /// Opens the keys with the passphrase. What this computer remembers tells keys that were replaced.
    ///
    /// # Errors
    /// [`Problem::Sealed`] with [`SealError::OtherKey`] when it is another one; else when they cannot be read.
    pub fn unlock(&self, passphrase: &Passphrase, memory: Option<&SealingMemory>) -> Result<Keyring, StorageError> {
        let is_wrong = |opened: &Result<Keyring, StorageError>| {
            opened.as_ref().is_err_and(|error| error.kind == Problem::Sealed(SealError::OtherKey))
        };
        let mut tried = passphrase.candidates().map(|words| self.opened(Credential::Passphrase, words, memory));
        let first = tried.next().unwrap_or_else(|| Err(StorageError::new(Problem::KeysNotThere, Path::new(""))));
        if is_wrong(&first) { tried.find(|opened| !is_wrong(opened)).unwrap_or(first) } else { first }
    }

    /// Opens the keys with the recovery code.
    ///
    /// # Errors
    /// As [`Keys::unlock`].
    pub fn recover(&self, code: &RecoveryCode, memory: Option<&SealingMemory>) -> Result<Keyring, StorageError> {
        self.opened(Credential::RecoveryCode, &code.printed(), memory)
    }

    fn opened(&self, by: Credential, words: &str, memory: Option<&SealingMemory>) -> Result<Keyring, StorageError> {
        let opened = self.opened_by_own(by, words, memory);
        if opened.is_ok() || self.others.is_empty() {
            return opened;
        }
        let with_others = Self { copies: self.others.clone(), others: Vec::new(), ..self.clone() };
        with_others.opened_by_own(by, words, memory)
    }

    fn opened_by_own(
        &self,
        by: Credential,
        words: &str,
        memory: Option<&SealingMemory>,
    ) -> Result<Keyring, StorageError> {
        let mut opened: Vec<(Arc<Key>, KeyringFile)> = Vec::new();
        let mut failure = Failure::default();
        for file in self.to_try(by, memory) {
            // A key that another device forgot is not known by its record any more.
            let has_copy = self.copies.iter().any(|copy| copy.digest == file.digest);
            let is_known = |record: &KeyringFile| {
                let key = record.credentials.get(&file.digest).map(|known| &known.key);
                key.is_some_and(|key| !(record.is_forgotten(key) && has_copy))
            };
            if opened.iter().any(|(_, record)| is_known(record)) {
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
        let keys: Vec<Arc<Key>> = opened.iter().map(|(key, _)| Arc::clone(key)).collect();
        let joined = self.records_of_joined(&opened);
        let record = newest(opened, joined, memory).ok_or_else(|| failure.error(self))?;
        let mut keyring = Keyring::of(record).ok_or_else(|| failure.error(self))?;
        keyring.keep_forgotten(keys);
        Ok(keyring)
    }

    /// What is known by the keys that were joined with those that were opened: it may have come since, or could not be read
    /// then.
    fn records_of_joined(&self, opened: &[(Arc<Key>, KeyringFile)]) -> Vec<KeyringFile> {
        let is_opened = |id: &str| opened.iter().any(|(key, _)| key.id() == id);
        let in_use = opened.iter().flat_map(|(_, record)| record.in_use().map(move |id| &record.keys[id]));
        let keys = in_use.filter_map(|key| Key::from_text(key.secret.as_deref()?).ok());
        keys.filter(|key| !is_opened(&key.id())).filter_map(|key| self.records_of(&key)).collect()
    }

    /// The wrapped keys in the order in which they are tried: those that this computer has a copy of come first, then
    /// those that it saw, so that nobody keeps it from them by adding others.
    fn to_try(&self, by: Credential, memory: Option<&SealingMemory>) -> Vec<&KeyFile> {
        let has_copy = |file: &KeyFile| self.copies.iter().any(|copy| copy.digest == file.digest);
        let was_seen = |file: &KeyFile| memory.is_some_and(|memory| memory.files.contains(&file.digest));
        let mut to_try: Vec<&KeyFile> = Vec::new();
        for file in self.in_folder.iter().chain(&self.copies).filter(|file| file.may_be_opened_by(by)) {
            if to_try.iter().all(|other| other.digest != file.digest) {
                to_try.push(file);
            }
        }
        to_try.sort_by_key(|file| {
            (!has_copy(file), !was_seen(file), file.is_damaged(), !file.name().starts_with(prefix(by)))
        });
        to_try.truncate(MAX_TRIES);
        to_try
    }

    /// What is known by the key that a file opened. Nothing if that file was replaced.
    fn record_of(&self, key: &Key, opened: &KeyFile, by: Credential) -> Option<KeyringFile> {
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

    /// The records that are sealed with a key, as one, with the keys of the first version. Nothing if there are none.
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
            (Some(path), _) => StorageError::new(Problem::Sealed(SealError::OtherKey), path),
            (None, Some(path)) => StorageError::new(Problem::KeysUnreadable, path),
            (None, None) => keys.unread.clone().unwrap_or_else(|| StorageError::new(Problem::KeysNotThere, &folder())),
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
/// key knows nothing of what came after it. What is known by keys that were joined with them is added.
fn newest(
    opened: Vec<(Arc<Key>, KeyringFile)>,
    joined: Vec<KeyringFile>,
    memory: Option<&SealingMemory>,
) -> Option<KeyringFile> {
    let is_superseded = |id: &str| {
        let records = opened.iter().map(|(_, record)| record).chain(&joined);
        let by_another = records.into_iter().any(|record| record.supersedes(id));
        let is_remembered = memory.is_some_and(|memory| memory.previous.contains(id) && memory.key != *id);
        by_another || is_remembered
    };
    let kept: Vec<bool> = opened.iter().map(|(key, _)| !is_superseded(&key.id())).collect();
    let kept = opened.into_iter().zip(kept).filter_map(|((_, record), is_kept)| is_kept.then_some(record));
    let mut kept: Vec<KeyringFile> = kept.collect();
    if kept.is_empty() {
        return None;
    }
    kept.extend(joined);
    let is_sealed = is_sealed_apart(&kept, memory);
    let mut newest = kept.into_iter().reduce(KeyringFile::merge)?;
    if is_sealed {
        newest.form.form = Form::Sealed;
    }
    Some(newest)
}

/// Whether one of some records, or this computer, says that the notes are sealed with a key that nobody knew who made
/// them plain: keys that were made apart say nothing of each other.
fn is_sealed_apart(records: &[KeyringFile], memory: Option<&SealingMemory>) -> bool {
    let made_plain = |key: &str| {
        let is_plain = |record: &KeyringFile| record.form.form == Form::Plain && record.keys.contains_key(key);
        records.iter().any(is_plain)
    };
    let remembered = memory.filter(|memory| memory.is_sealed() && !memory.key.is_empty());
    let remembered = remembered.map(|memory| memory.key.as_str());
    let sealed = records.iter().filter(|record| record.form.form == Form::Sealed).filter_map(KeyringFile::current);
    sealed.chain(remembered).any(|key| !made_plain(key))
}

/// This computer's copies; none if they cannot be read.
fn read_copies(notes: &NotesFolder) -> Vec<KeyFile> {
    read_folder(&notes.files, &notes.paths.key_copies(), &[]).map(|(copies, _)| copies).unwrap_or_default()
}

/// Copies of the keys of the sealed folder that was at this path, unless this computer knows how this one is kept.
fn copies_of_other(notes: &NotesFolder) -> Vec<KeyFile> {
    let is_known = sealing_memory::read(notes).is_some_and(|memory| !memory.key.is_empty() || !memory.is_sealed());
    let other = if is_known { None } else { sealing_memory::sealed_at_path(notes).and_then(|other| other.id) };
    other.map_or(Vec::new(), |id| read_copies(&notes.known_by(FolderId::of_marker(&id))))
}
