//! Sealing: who may open the notes, and with which words.
//!
//! Must not know what is held of the notes while they are open.

use std::sync::Arc;
use std::time::Instant;

use chrono::Utc;

use super::WorkerLoop;
use super::vault::{Access, OpenKeys, Vault};
use crate::domain::passphrase::Passphrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Credential, Form, LockReason, Sealing, SealingRequest};
use crate::storage::error::{Problem, StorageError};
use crate::storage::files::Files;
use crate::storage::store::replica::Replica;
use crate::storage::vault::change;
use crate::storage::vault::keys::Keys;
use crate::storage::vault::keys::keyring::{Keyring, clear_unfinished};
use crate::storage::vault::lock_state::{lock_reason, use_plain};
use crate::storage::vault::recovery_page::write_recovery_page;
use crate::storage::vault::seal::SealError;
use crate::storage::vault::sealing_disk::SealingDisk;
use crate::storage::vault::sealing_memory;
use crate::storage::worker::{Report, SealingReport, Subject};

/// What the app was told, and need not be told again.
#[derive(Debug)]
pub(super) struct LastReported {
    /// What is wrong.
    pub(super) problem: Option<StorageError>,
    /// Why the notes are locked.
    locked: Option<LockReason>,
    /// How far they are sealed.
    sealing: Sealing,
    /// Whether there are files which no key here opens.
    pub(super) other_keys: bool,
}

impl Default for LastReported {
    /// Whoever was told nothing takes the notes for plain.
    fn default() -> Self {
        Self { problem: None, locked: None, sealing: Sealing::NotSealed, other_keys: false }
    }
}

impl WorkerLoop {
    /// Looks whether the notes are sealed; says whether the folder can be opened now.
    ///
    /// # Errors
    /// When that cannot be seen, or the folder is not there. It is looked again later.
    pub(super) fn may_open(&mut self) -> Result<bool, StorageError> {
        if self.vault.keys().is_some() {
            return Ok(true);
        }
        clear_unfinished(&self.disk);
        let reason = match lock_reason(&self.disk) {
            // If the notes folder itself cannot be opened, that is what is to be said.
            Err(error) if error.kind == Problem::NotAFolder => None,
            reason => reason?,
        };
        let Some(reason) = reason else {
            self.be_plain();
            return Ok(true);
        };
        let changed = std::mem::take(&mut self.is_changed_elsewhere);
        let reason = if changed && reason == LockReason::Sealed { LockReason::ChangedElsewhere } else { reason };
        if self.last_reported.locked != Some(reason) {
            self.last_reported.locked = Some(reason);
            self.report(Report::Sealing(SealingReport::Locked(reason)));
        }
        if !self.disk.files.is_file(&self.disk.paths.marker()) {
            return Err(super::folder_gone(&self.disk.paths));
        }
        match reason {
            LockReason::KeysNotThere { has_copies: false } => {
                return Err(StorageError::new(Problem::KeysNotThere, &self.disk.paths.keys()));
            }
            LockReason::OtherFolder => return Err(StorageError::new(Problem::OtherFolder, &self.disk.paths.data)),
            LockReason::Sealed | LockReason::ChangedElsewhere | LockReason::KeysNotThere { has_copies: true } => {}
        }
        self.vault = Vault::Locked;
        self.folder_error = None;
        self.must_wait();
        Ok(false)
    }

    pub(super) fn be_plain(&mut self) {
        self.vault.set_access(Access::Plain);
        let was_locked = self.last_reported.locked.take().is_some();
        if was_locked {
            self.report(Report::Sealing(SealingReport::Unlocked));
        }
        // Whoever starts locked takes the notes for sealed, though nothing was said of it.
        if was_locked || self.last_reported.sealing != Sealing::NotSealed {
            self.say_sealing(Sealing::NotSealed);
        }
        self.look_for_late_files();
    }

    /// Says how far the notes are sealed.
    pub(super) fn say_sealing(&mut self, sealing: Sealing) {
        self.last_reported.sealing = sealing;
        self.report(Report::Sealing(SealingReport::Sealing(sealing)));
    }

    /// Carries out what is asked for of sealing. While the notes are locked, nothing takes hold of their keys but what
    /// opens them.
    pub(super) fn take_sealing(&mut self, request: SealingRequest) {
        if matches!(request, SealingRequest::Unlock(_) | SealingRequest::Recover { .. }) {
            // Whoever asked to lock just before has dropped all that was open, and waits for what became of its words.
            self.lock_if_asked();
        }
        let is_locked = matches!(self.vault, Vault::Locked);
        match request {
            SealingRequest::Unseal(_)
            | SealingRequest::ChangePassphrase { .. }
            | SealingRequest::CheckPassphrase(_)
            | SealingRequest::RotateKey { .. }
            | SealingRequest::OpenOthers(_)
            | SealingRequest::ForgetPreviousKeys(_)
                if is_locked =>
            {
                self.refuse(StorageError::new(Problem::Locked, &self.disk.paths.data));
            }
            SealingRequest::Seal { passphrase, code } => self.seal(&passphrase, &code),
            SealingRequest::Unseal(passphrase) => self.unseal(&passphrase),
            SealingRequest::ChangePassphrase { now, new } => self.change_passphrase(&now, &new),
            SealingRequest::CheckPassphrase(passphrase) => {
                if self.opened_with(&passphrase).is_some() {
                    self.report(Report::Sealing(SealingReport::PassphraseChecked));
                }
            }
            SealingRequest::RotateKey { passphrase, code } => self.rotate_key(&passphrase, &code),
            SealingRequest::WriteRecoveryPage(path, page) => {
                let written = write_recovery_page(&self.disk.files, &path, &page).map(|()| path);
                self.report(Report::Sealing(SealingReport::RecoveryPageWritten(written)));
            }
            SealingRequest::Unlock(passphrase) => self.unlock(&passphrase),
            SealingRequest::Recover { code, new } => self.recover_key(&code, &new),
            SealingRequest::OpenOthers(passphrase) => self.open_others(&passphrase),
            SealingRequest::ForgetPreviousKeys(passphrase) => self.forget_previous_keys(&passphrase),
            SealingRequest::UsePlain => self.use_plain(),
        }
    }

    /// Whether it is not known in which form the notes are kept: then nothing of them is written.
    pub(super) fn is_form_unknown(&self) -> bool {
        let is_plain = || lock_reason(&self.disk).is_ok_and(|reason| reason.is_none());
        self.vault.access().is_none() && !is_plain()
    }

    pub(super) fn refuse(&mut self, error: StorageError) {
        self.log_error(&error);
        self.report(Report::Refused(Subject::Sealing, error));
    }

    fn seal(&mut self, passphrase: &Passphrase, code: &RecoveryCode) {
        // What waits is written first: making a key takes a while.
        self.write_all();
        if let Err(error) = self.store() {
            return self.refuse(error);
        }
        if !self.vault.is_plain() {
            return self.refuse(StorageError::new(Problem::SealingUnderway, &self.disk.paths.keys()));
        }
        let disk = &self.disk;
        // The notes may have been sealed before: what another device sealed then is opened too, if it can be.
        let known = Keys::read(disk).ok().flatten();
        let previous = known.and_then(|keys| keys.unlock(passphrase, None).ok());
        match Keyring::create(disk, (passphrase, code), previous.as_ref(), self.timing.work) {
            Ok(keyring) => self.hold(keyring),
            Err(error) => self.refuse(error),
        }
    }

    /// Keeps the notes with these keys from now on.
    pub(super) fn hold(&mut self, keyring: Keyring) {
        let disk = &self.disk;
        let converter = change::begin(disk, &keyring);
        let sealing_disk = SealingDisk::new(disk.files.disk(), converter.clone());
        let saw_unconverted = sealing_disk.saw_unconverted();
        // What nothing here opens any more was put there meanwhile: that is looked at again.
        let seen = Keys::read(disk).ok().flatten().filter(|keys| keyring.can_be_opened_from(keys));
        let has_others = seen.as_ref().is_some_and(|keys| keyring.has_strangers(keys));
        let devices = keyring.devices(disk);
        let files = Files::on(Arc::new(sealing_disk));
        self.use_files(&files);
        let mut keys = OpenKeys { files, seen, keyring, converter, saw_unconverted, conversion: None };
        keys.begin_converting();
        if keys.conversion.is_none() {
            let key = keys.keyring.key.id();
            sealing_memory::update(&self.disk, |memory| memory.converted_to = Some(key));
        }
        let sealing = keys.sealing();
        self.vault.set_access(Access::Unlocked(Box::new(keys)));
        self.say_sealing(sealing);
        self.report(Report::Sealing(SealingReport::Devices(devices)));
        self.say_other_keys(has_others);
    }

    /// The store works on these files from now on.
    pub(super) fn use_files(&mut self, files: &Files) {
        self.files().remove_orphans();
        if let Some(open) = self.vault.opened() {
            open.store.use_files(files);
        }
    }

    /// The keys, opened with the passphrase; nothing if it is another one, which is said. While they are open already, a
    /// passphrase that opens only others is another one.
    pub(super) fn opened_with(&mut self, passphrase: &Passphrase) -> Option<Keyring> {
        let keyring = self.try_words(Credential::Passphrase, |keys, worker| {
            // What opened plain notes before they were plain may be of any time.
            let memory = if worker.vault.is_plain() { None } else { sealing_memory::recall(&worker.disk) };
            worker.if_of_these_notes(keys, keys.unlock(passphrase, memory.as_ref())?)
        })?;
        let is_other = self.vault.keys().is_some_and(|keys| !keyring.knows(&keys.keyring.key.id()));
        if is_other {
            self.not_opened(Credential::Passphrase);
        }
        (!is_other).then_some(keyring)
    }

    /// Whether nothing is to be tried yet, since wrong words were; it is said for how long.
    fn must_wait(&mut self) -> bool {
        let wait = self.attempts.time_left(Utc::now());
        if !wait.is_zero() {
            self.report(Report::Sealing(SealingReport::NotOpened { by: None, wait }));
        }
        !wait.is_zero()
    }

    /// Tries words, unless wrong ones were tried just now.
    pub(super) fn try_words(
        &mut self,
        by: Credential,
        open: impl FnOnce(&Keys, &Self) -> Result<Keyring, StorageError>,
    ) -> Option<Keyring> {
        if self.must_wait() {
            return None;
        }
        match self.disk.hold() {
            Ok(true) => {}
            // Nothing is written if the notes are not there.
            Ok(false) => {
                self.refuse(super::folder_gone(&self.disk.paths));
                return None;
            }
            Err(error) => {
                self.refuse(error);
                return None;
            }
        }
        let keys = Keys::read(&self.disk);
        let missing = || StorageError::new(Problem::KeysNotThere, &self.disk.paths.keys());
        match keys.and_then(|keys| keys.ok_or_else(missing)).and_then(|keys| open(&keys, self)) {
            Ok(keyring) => {
                self.attempts.reset();
                return Some(keyring);
            }
            Err(error) if error.kind == Problem::Sealed(SealError::OtherKey) => self.not_opened(by),
            Err(error) => self.refuse(error),
        }
        None
    }

    pub(super) fn not_opened(&mut self, by: Credential) {
        let wait = self.attempts.record_failure(self.timing.unlock_delay, Utc::now());
        self.report(Report::Sealing(SealingReport::NotOpened { by: Some(by), wait }));
    }

    fn unlock(&mut self, passphrase: &Passphrase) {
        if let Some(keyring) = self.opened_with(passphrase) {
            self.open_with(keyring);
        }
    }

    fn recover_key(&mut self, code: &RecoveryCode, new: &Passphrase) {
        let opened = self.try_words(Credential::RecoveryCode, |keys, worker| {
            let memory = sealing_memory::recall(&worker.disk);
            worker.if_of_these_notes(keys, keys.recover(code, memory.as_ref())?)
        });
        let Some(mut keyring) = opened else { return };
        match keyring.change_passphrase(&self.disk, new, self.timing.work) {
            Ok(()) => {
                self.report(Report::Sealing(SealingReport::PassphraseChanged));
                self.open_with(keyring);
            }
            Err(error) => self.refuse(error),
        }
    }

    /// Opens the notes, and has them read again. Words that could not be written as they were locked are newer
    /// than their files.
    fn open_with(&mut self, mut keyring: Keyring) {
        if keyring.form() == Form::Plain && self.may_be_sealed_by_others(&keyring) {
            keyring.stay_sealed();
        }
        let in_order = keyring.put_in_order(&self.disk, super::now());
        let is_in_order = in_order.is_ok();
        if let Err(error) = in_order {
            self.refuse(error);
            // Something may be in the place of the keys. As long as this computer has them, it opens the notes.
            if !keyring.has_copy(&self.disk) {
                return;
            }
        }
        self.is_to_lock = false;
        self.last_reported.locked = None;
        self.vault.close(Instant::now());
        self.report(Report::Sealing(SealingReport::Unlocked));
        self.hold(keyring);
        if let Some(keys) = self.vault.keys_mut().filter(|_| !is_in_order) {
            keys.seen = Keys::read(&self.disk).ok().flatten();
        }
        // What was saved last may be beside its file, in another form: what is read now does not come after it.
        self.replica = Replica::default();
        self.give_undo_back();
        self.open_folder();
    }

    fn change_passphrase(&mut self, now: &Passphrase, new: &Passphrase) {
        let Some(mut keyring) = self.opened_with(now) else { return };
        // The copies that open a key which another device forgot are under the passphrase that there is.
        if self.is_change_underway() && self.vault.keys().is_some_and(|keys| keys.keyring.needs_forgotten()) {
            return self.refuse(StorageError::new(Problem::SealingUnderway, &self.disk.paths.keys()));
        }
        match keyring.change_passphrase(&self.disk, new, self.timing.work) {
            Ok(()) => {
                self.hold(keyring);
                self.report(Report::Sealing(SealingReport::PassphraseChanged));
            }
            Err(error) => self.refuse(error),
        }
    }

    fn unseal(&mut self, passphrase: &Passphrase) {
        self.write_all();
        let Some(mut keyring) = self.opened_with(passphrase) else { return };
        if self.is_change_underway() {
            return self.refuse(StorageError::new(Problem::SealingUnderway, &self.disk.paths.keys()));
        }
        match keyring.set_form(&self.disk, Form::Plain) {
            Ok(()) => self.hold(keyring),
            Err(error) => self.refuse(error),
        }
    }

    fn rotate_key(&mut self, passphrase: &Passphrase, code: &RecoveryCode) {
        self.write_all();
        let Some(keyring) = self.opened_with(passphrase) else { return };
        if self.is_change_underway() || keyring.form() == Form::Plain {
            return self.refuse(StorageError::new(Problem::SealingUnderway, &self.disk.paths.keys()));
        }
        match keyring.rotate(&self.disk, (passphrase, code), self.timing.work) {
            Ok(keyring) => self.hold(keyring),
            Err(error) => self.refuse(error),
        }
    }

    /// The owner says here that the notes are plain.
    fn use_plain(&mut self) {
        if self.vault.access().is_none() {
            if let Err(error) = use_plain(&self.disk) {
                return self.refuse(error);
            }
            self.vault = Vault::unknown();
            self.open_folder();
        }
    }

    /// Drops everything that is held of the notes, and looks whether they are locked now. What waits and could not be
    /// written is kept.
    pub(super) fn close(&mut self) {
        let merge_bases = self.before_closing();
        let files = self.files().clone();
        self.vault = Vault::unknown();
        files.remove_orphans();
        drop(files);
        self.open_folder();
        self.after_closing(merge_bases);
    }
}
