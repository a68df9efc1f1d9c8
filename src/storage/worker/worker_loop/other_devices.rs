//! What other devices do with the keys: they change them, or seal with keys of their own.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::WorkerLoop;
use super::vault::Access;
use crate::domain::passphrase::Passphrase;
use crate::domain::sealing::Credential;
use crate::storage::error::{Problem, StorageError};
use crate::storage::format::MAX_BYTES;
use crate::storage::store::ScanScope;
use crate::storage::vault::converting::Converter;
use crate::storage::vault::keys::Keys;
use crate::storage::vault::keys::keyring::{KeyChange, Keyring};
use crate::storage::vault::lock_state::{has_sealed_sessions, lock_reason};
use crate::storage::vault::seal::SealError;
use crate::storage::vault::sealed_name::is_sealed_name;
use crate::storage::vault::sealing_memory;
use crate::storage::worker::{Report, SealingReport};

impl WorkerLoop {
    /// Says whether there are files that no key here opens, if that has changed.
    pub(super) fn say_other_keys(&mut self, has_other_keys: bool) {
        if std::mem::replace(&mut self.last_reported.other_keys, has_other_keys) != has_other_keys {
            self.report(Report::Sealing(SealingReport::OtherKeys(has_other_keys)));
        }
    }

    /// Looks whether another device brought sealed sessions into plain notes.
    pub(super) fn look_for_late_files(&mut self) {
        if self.vault.is_plain() {
            let are_there = has_sealed_sessions(&self.disk);
            self.say_other_keys(are_there);
        }
    }

    /// Opens what another device sealed apart from this one, and keeps its keys with ours. If the notes are plain,
    /// what came late becomes plain too.
    pub(super) fn open_others(&mut self, passphrase: &Passphrase) {
        self.write_all();
        let Some(other) = self.try_words(Credential::Passphrase, |keys, _| keys.unlock(passphrase, None)) else {
            return;
        };
        let Some(keys) = self.vault.keys() else { return self.hold(other) };
        let mut keyring = keys.keyring.clone();
        if !other.knows_more_than(&keyring) {
            return self.not_opened(Credential::Passphrase);
        }
        match keyring.join(&self.disk, other) {
            Ok(()) => {
                self.hold(keyring);
                self.rescan(ScanScope::All);
                // What no key opened was set aside: these may.
                self.recover(Vec::new());
            }
            Err(error) => self.refuse(error),
        }
    }

    /// Looks whether another device changed the keys: sealed the notes, made them plain, or changed the key. If they
    /// have to be opened again, what waits is written first if the notes were plain; else it is sealed, and kept on this
    /// computer until they are open: other devices may have forgotten the key that was open here.
    pub(super) fn look_at_keys(&mut self) {
        let Some(store) = self.vault.store() else { return };
        // If the whole folder is away, nobody changed its keys.
        if store.why_away().is_some() {
            return;
        }
        let change = match self.vault.access() {
            None => return,
            Some(Access::Plain) => self.look_at_plain(),
            Some(Access::Unlocked(_)) => self.follow_keys(),
        };
        match change {
            Ok(KeyChange::MustBeOpened) => {
                if self.vault.is_plain() {
                    self.write_all();
                }
                self.is_changed_elsewhere = true;
                self.close();
                self.write_sealed();
            }
            Ok(_) => {}
            Err(error) => self.log_error(&error),
        }
    }

    fn look_at_plain(&mut self) -> Result<KeyChange, StorageError> {
        let is_locked = lock_reason(&self.disk)?.is_some();
        Ok(if is_locked { KeyChange::MustBeOpened } else { KeyChange::None })
    }

    fn follow_keys(&mut self) -> Result<KeyChange, StorageError> {
        let keys = Keys::read(&self.disk)?;
        let Some(opened) = self.vault.keys_mut() else { return Ok(KeyChange::None) };
        if opened.seen == keys {
            return Ok(KeyChange::None);
        }
        let Some(keys) = keys else { return Ok(KeyChange::MustBeOpened) };
        let mut keyring = opened.keyring.clone();
        let change = keyring.follow(&self.disk, &keys)?;
        match change {
            KeyChange::MustBeOpened => {}
            KeyChange::Taken => self.hold(keyring),
            KeyChange::None => {
                let has_others = keyring.has_strangers(&keys);
                opened.seen = Some(keys);
                self.say_other_keys(has_others);
            }
        }
        Ok(change)
    }

    /// Whether another device may have sealed the notes with keys that these do not know, once these were of plain ones.
    pub(super) fn may_be_sealed_by_others(&self, keyring: &Keyring) -> bool {
        let keys = Keys::read(&self.disk).ok().flatten();
        keys.is_some_and(|keys| keyring.has_strangers(&keys))
            && self.has_session(|sealed| keyring.open(sealed) == Err(SealError::OtherKey))
    }

    /// Keys that were opened, unless they are those of another folder that was at this path, and open nothing here.
    pub(super) fn if_of_these_notes(&self, keys: &Keys, keyring: Keyring) -> Result<Keyring, StorageError> {
        let opens = |sealed: &[u8]| keyring.open(sealed).map(Zeroizing::new).is_ok();
        if keys.are_of_other(&keyring) && !self.has_session(opens) {
            return Err(StorageError::new(Problem::Sealed(SealError::OtherKey), &self.disk.paths.keys()));
        }
        Ok(keyring)
    }

    /// Whether a sealed session is of some kind.
    fn has_session(&self, is_of_kind: impl Fn(&[u8]) -> bool) -> bool {
        let paths = self.disk.files.list_if_there(&self.disk.paths.sessions()).into_iter();
        let read = |path: PathBuf| self.disk.files.read(&path, 2 * MAX_BYTES).ok();
        paths.filter(|path| is_sealed_name(path)).filter_map(read).any(|sealed| is_of_kind(&sealed))
    }

    /// Whether there are files in sealed notes that a former key alone opens, or may be: then all are gone through again.
    fn has_late_files(&mut self, keyring: &Keyring) -> bool {
        if self.vault.keys().is_none() {
            return false;
        }
        let late = Converter::new(&self.disk, keyring, keyring.form()).unconverted_now();
        let has_late = !late.is_ok_and(|late| late.is_empty());
        if has_late {
            sealing_memory::update(&self.disk, |memory| memory.converted_to = None);
            self.hold(keyring.clone());
        }
        has_late
    }

    /// Forgets the keys that another device may still seal with.
    pub(super) fn forget_previous_keys(&mut self, passphrase: &Passphrase) {
        let Some(mut keyring) = self.opened_with(passphrase) else { return };
        if self.is_converting() || self.has_late_files(&keyring) {
            return self.refuse(StorageError::new(Problem::SealingUnderway, &self.disk.paths.keys()));
        }
        let disk = &self.disk;
        let is_plain = self.vault.is_plain();
        let forgotten = if is_plain { keyring.remove(disk) } else { keyring.forget_previous(disk) };
        match forgotten {
            Ok(()) if is_plain => self.report(Report::Sealing(SealingReport::PreviousKeysForgotten)),
            Ok(()) => {
                self.hold(keyring);
                self.report(Report::Sealing(SealingReport::PreviousKeysForgotten));
            }
            Err(error) => self.refuse(error),
        }
    }
}
