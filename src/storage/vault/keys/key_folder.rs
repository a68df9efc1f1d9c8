//! The files of keys that were opened: what is written into their folder, what is taken away there, and the copies on
//! this computer.

use std::collections::BTreeSet;
use std::path::Path;

use zeroize::Zeroizing;

use super::files::{Holds, KeyFile, digest_of, name_of, prefix, read_folder};
use super::keyring::{Keyring, put_folder_on_disk};
use super::{KEYRING, Keys, read_copies};
use crate::domain::sealing::{Credential, Form};
use crate::domain::{Moment, Unknown};
use crate::storage::error::{Problem, StorageError};
use crate::storage::files::{Files, is_temporary};
use crate::storage::format;
use crate::storage::format::SealingMemory;
use crate::storage::format::keyring::DeviceRecord;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::vault::seal::{self, Key, SealError};
use crate::storage::vault::sealing_memory;

impl Keyring {
    /// Whether a file holds what is known of these keys, or a previous key as the first version kept it. Anything else
    /// that is sealed with them was put there by somebody, and may hold words.
    fn is_record(&self, file: &KeyFile) -> bool {
        let plain = (file.holds == Holds::Sealed).then(|| self.open(&file.bytes).ok()).flatten().map(Zeroizing::new);
        plain.is_some_and(|plain| {
            let is_key = || std::str::from_utf8(&plain).is_ok_and(|text| Key::from_text(text).is_ok());
            format::read_keyring(&plain).is_ok() || is_key()
        })
    }

    /// The same of a record that says nothing that is not known here. What another device has added since stays until it
    /// was taken over.
    fn has_all_of(&self, file: &KeyFile) -> bool {
        let plain = self.open(&file.bytes).map(Zeroizing::new);
        let record = plain.ok().and_then(|plain| format::read_keyring(&plain).ok());
        self.is_record(file) && record.is_none_or(|record| self.record.includes(&record))
    }

    /// Has to be done before anything is sealed with keys that were opened: whoever wrote them may have been cut off.
    /// Writes what is missing in the folder, also what somebody took away, and says that this device opened them.
    /// Takes away what counts no more.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put_in_order(&mut self, notes: &NotesFolder, now: Moment) -> Result<(), StorageError> {
        let key = self.key.id();
        let opened = self.record.clone();
        let recalled = sealing_memory::recall(notes).filter(|memory| self.knows(&memory.key));
        sealing_memory::update(notes, |memory| {
            self.remember_form(memory);
            memory.previous.extend(recalled.into_iter().flat_map(|recalled| recalled.previous));
        });
        let device = sealing_memory::read(notes).map(|memory| memory.device);
        if let Some(device) = device
            && self.record.devices.get(&device).is_none_or(|known| known.key != key)
        {
            self.record.devices.insert(device, DeviceRecord { key, at: now, unknown: Unknown::new() });
        }
        notes.files.create_one_folder(&notes.paths.keys())?;
        match self.write(notes) {
            // Nobody is kept from their notes because a disk is full: that this device opened them is written another
            // time. What opens them has to be there all the same.
            Err(_) if self.record != opened => {
                self.record = opened;
                self.write(notes)
            }
            written => written,
        }
    }

    /// Whether this computer has a copy of what opens the keys.
    pub(crate) fn has_copy(&self, notes: &NotesFolder) -> bool {
        read_copies(notes).iter().any(|copy| self.counts(copy))
    }

    /// Writes what is known of the keys, sealed with each that is in use; then takes away what counts no more, and
    /// copies the rest to this computer.
    pub(crate) fn write(&self, notes: &NotesFolder) -> Result<(), StorageError> {
        let keys = Keys::read(notes)?;
        let (in_folder, copies) =
            keys.map(|keys| (keys.in_folder, [keys.copies, keys.others].concat())).unwrap_or_default();
        put_folder_on_disk(notes)?;
        let folder = notes.paths.keys();
        let is_there = |file: &KeyFile| in_folder.iter().any(|other| other.digest == file.digest);
        for copy in copies.iter().filter(|copy| self.counts(copy) && !is_there(copy)) {
            match notes.files.put_new(&folder.join(self.name_for(copy)), &copy.bytes) {
                // Something else has that name, or what is there could not be read. A second copy goes another time.
                Err(error) if error.kind == Problem::FileAlreadyThere => {
                    let name = format!("{}-{}.age", self.what(copy), uuid::Uuid::now_v7().simple());
                    notes.files.put_new(&folder.join(name), &copy.bytes)?;
                }
                put => put?,
            }
        }
        let mut kept = Vec::new();
        for id in self.record.in_use() {
            let Some(key) = self.all().find(|key| key.id() == id) else { continue };
            kept.push(self.write_record(&notes.files, &folder, &in_folder, key)?);
        }
        self.clear(notes, &in_folder, &kept);
        self.copy(notes, &kept);
        Ok(())
    }

    /// Writes the record sealed with a key, unless a file says the same; returns that file.
    fn write_record(
        &self,
        files: &Files,
        folder: &Path,
        in_folder: &[KeyFile],
        key: &Key,
    ) -> Result<KeyFile, StorageError> {
        let says_the_same = |file: &&KeyFile| {
            let plain = (file.holds == Holds::Sealed).then(|| key.open(&file.bytes).ok()).flatten().map(Zeroizing::new);
            plain.and_then(|plain| format::read_keyring(&plain).ok()).is_some_and(|record| record == self.record)
        };
        if let Some(file) = in_folder.iter().find(says_the_same) {
            return Ok(file.clone());
        }
        let plain = Zeroizing::new(format::write_keyring(&self.record));
        let bytes = key.seal(&plain).map_err(|error| StorageError::of(folder, &error))?;
        let path = folder.join(name_of(KEYRING, &key.id(), &bytes));
        files.put_new(&path, &bytes)?;
        Ok(KeyFile { digest: digest_of(&bytes), path, bytes, holds: Holds::Sealed })
    }

    /// The name of a file, by what it is.
    fn name_for(&self, file: &KeyFile) -> String {
        let key = self.record.credentials.get(&file.digest).map_or_else(|| self.key.id(), |known| known.key.clone());
        name_of(self.what(file), &key, &file.bytes)
    }

    fn what(&self, file: &KeyFile) -> &'static str {
        self.record.credentials.get(&file.digest).map_or(KEYRING, |known| prefix(known.opener))
    }

    /// Takes away what counts no more. What no key here opens may be another device's, and stays.
    fn clear(&self, notes: &NotesFolder, listed: &[KeyFile], records: &[KeyFile]) {
        let unfinished = unfinished_files(notes);
        let is_kept = |file: &KeyFile| records.iter().any(|record| record.digest == file.digest);
        let is_second_copy = |file: &KeyFile| listed.iter().any(|other| self.stays_before(other, file));
        let counts_no_more = |file: &&KeyFile| match file.holds {
            Holds::Wrapped => match self.record.credentials.get(&file.digest) {
                Some(known) => known.replaced || is_second_copy(file),
                None => unfinished.contains(&file.digest),
            },
            Holds::Sealed => self.has_all_of(file) && (!is_kept(file) || is_second_copy(file)),
            Holds::FirstList => true,
        };
        for file in listed.iter().filter(counts_no_more) {
            // What stays opens nothing, and goes another time.
            let _ = notes.files.remove(&file.path);
        }
        self.clear_temporary(&notes.files, &notes.paths.keys());
    }

    /// Takes away what was cut off as it was written. What may be words of somebody's stays.
    fn clear_temporary(&self, files: &Files, folder: &Path) {
        for path in files.list_if_there(folder).into_iter().filter(|path| is_temporary(path)) {
            if files.read(&path, format::MAX_BYTES).is_ok_and(|bytes| !self.may_hold_words(&bytes)) {
                let _ = files.remove(&path);
            }
        }
    }

    fn may_hold_words(&self, bytes: &[u8]) -> bool {
        if !seal::is_sealed(bytes) || seal::is_wrapped(bytes) {
            return format::is_of_notes(bytes);
        }
        match self.open(bytes).map(Zeroizing::new) {
            Ok(plain) => format::is_of_notes(&plain),
            // A record that was sealed with a key that never came to be, or the beginning of one.
            Err(_) => false,
        }
    }

    /// Whether both files hold the same, and the first is the one to stay: the one with its own name, or else the
    /// first by name. Every device chooses the same one.
    fn stays_before(&self, file: &KeyFile, other: &KeyFile) -> bool {
        let rank = |file: &KeyFile| (file.name() != self.name_for(file), file.path.clone());
        file.digest == other.digest && rank(file) < rank(other)
    }

    /// Copies what counts to this computer, which remembers it. The records are copied as they were written: whoever
    /// took them away in the folder meanwhile takes nothing from this computer. If it fails, the folder has them all the
    /// same.
    fn copy(&self, notes: &NotesFolder, records: &[KeyFile]) {
        let (copies, known) = (notes.paths.key_copies(), read_copies(notes));
        let (Ok((in_folder, _)), Ok(())) =
            (read_folder(&notes.files, &notes.paths.keys(), &known), notes.files.create_folder(&copies))
        else {
            return;
        };
        self.clear_temporary(&notes.files, &copies);
        let counting: Vec<&KeyFile> = in_folder.iter().filter(|file| self.counts(file)).chain(records).collect();
        for file in counting.iter().filter(|file| known.iter().all(|copy| copy.digest != file.digest)) {
            if notes.files.put(&copies.join(self.name_for(file)), &file.bytes).is_err() {
                return;
            }
        }
        let is_record = |copy: &KeyFile| records.iter().any(|record| record.digest == copy.digest);
        let has_converted =
            sealing_memory::read(notes).is_some_and(|memory| memory.converted_to == Some(self.key.id()));
        let unfinished = unfinished_files(notes);
        let is_needed = |copy: &KeyFile| {
            let is_known = self.record.credentials.contains_key(&copy.digest) || unfinished.contains(&copy.digest);
            let is_of_others = copy.holds == Holds::Wrapped && !is_known;
            is_of_others || self.counts(copy) || is_record(copy) || (self.opens_previous(copy) && !has_converted)
        };
        for copy in known.iter().filter(|copy| !is_needed(copy)) {
            let _ = notes.files.remove(&copy.path);
        }
        let (key, replaced) = (self.key.id(), self.replaced_ids().cloned());
        let digests: BTreeSet<String> = in_folder.iter().map(|file| file.digest.clone()).collect();
        // Which keys these are and that the notes are sealed is remembered at once: keys that are known without that
        // would be taken for those of notes that were made plain.
        sealing_memory::update(notes, |memory| {
            // What was begun is over, unless it could not be taken away.
            memory
                .unfinished_files
                .retain(|file| digests.contains(file) && !self.record.credentials.contains_key(file));
            (memory.key, memory.files, memory.unfinished) = (key, digests, None);
            memory.previous.extend(replaced);
            // Keys of another time that were joined with these open the notes again.
            memory.previous.retain(|id| self.record.in_use().all(|in_use| in_use != id));
            self.remember_form(memory);
        });
    }

    /// Whether a file holds a former key under a passphrase. Until this computer has gone through every file, it opens
    /// what was sealed with that key, also if another device forgets it.
    fn opens_previous(&self, file: &KeyFile) -> bool {
        let known = self.record.credentials.get(&file.digest);
        file.holds == Holds::Wrapped
            && known.is_some_and(|known| known.opener == Credential::Passphrase && known.key != self.key.id())
    }

    /// Notes that are to be sealed are remembered so from the first file on; plain ones, once the last is.
    fn remember_form(&self, memory: &mut SealingMemory) {
        if self.form() == Form::Sealed {
            memory.form = Form::Sealed;
        }
    }

    /// Takes all these keys away, once the notes are plain. What a device still brings that was sealed with them cannot
    /// be opened afterwards.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&self, notes: &NotesFolder) -> Result<(), StorageError> {
        for folder in [notes.paths.keys(), notes.paths.key_copies()] {
            let (listed, _) = read_folder(&notes.files, &folder, &[])?;
            let is_ours = |file: &&KeyFile| match file.holds {
                Holds::Wrapped => self.record.credentials.contains_key(&file.digest),
                Holds::Sealed => self.is_record(file),
                Holds::FirstList => true,
            };
            for file in listed.iter().filter(is_ours) {
                notes.files.remove(&file.path)?;
            }
            notes.files.remove_empty_folder(&folder);
        }
        Ok(())
    }

    /// Whether a file in the folder of the keys is as it was written. Nothing if it is none that these know.
    pub(in crate::storage) fn is_sound(&self, files: &Files, path: &Path) -> Option<bool> {
        let folder = path.parent().unwrap_or(path);
        let file = read_folder(files, folder, &[]).ok()?.0.into_iter().find(|file| file.path == *path);
        let Some(file) = file else { return is_temporary(path).then_some(true) };
        match file.holds {
            Holds::Wrapped => {
                let is_known = self.record.credentials.contains_key(&file.digest);
                is_known.then_some(true).or(file.is_damaged().then_some(false))
            }
            Holds::Sealed => match self.open(&file.bytes) {
                Ok(_) => Some(self.is_record(&file)),
                Err(SealError::OtherKey) => None,
                Err(_) => Some(false),
            },
            Holds::FirstList => Some(true),
        }
    }
}

/// The files with a key under words which this computer had begun to write, and no record names: nobody chose these words.
fn unfinished_files(notes: &NotesFolder) -> BTreeSet<String> {
    sealing_memory::read(notes).map(|memory| memory.unfinished_files).unwrap_or_default()
}
