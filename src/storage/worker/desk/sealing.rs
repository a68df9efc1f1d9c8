//! Sealing: who may open the notes, and with which words.
//!
//! Holds the key while the notes are open, and forgets it as they are locked.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::settling::Settling;
use super::{Desk, Folder, Reading};
use crate::domain::passphrase::Passphrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Form, Opener, Sealing};
use crate::storage::error::{Kind, StorageError};
use crate::storage::files::Files;
use crate::storage::keys::{Keyring, Keys, is_sealed};
use crate::storage::recovery_page::write_recovery_page;
use crate::storage::seal::SealError;
use crate::storage::sealing_disk::SealingDisk;
use crate::storage::settling::{Settler, is_sealed_name};
use crate::storage::worker::{Report, Request};

/// The longest that nothing is tried after wrong words.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Who may open the notes.
pub(super) struct Seal {
    pub(super) state: State,
    /// How often wrong words were tried in a row, and when the next ones are tried.
    tried: u32,
    next_attempt: Instant,
    /// Whether the notes are to be locked as soon as every word is on the disk.
    locks: bool,
    /// Whether the app was told that the notes are locked.
    said_locked: bool,
}

pub(super) enum State {
    /// It was not looked yet, or the keys are forgotten.
    Unknown,
    /// The notes are plain files.
    Plain,
    /// The notes are sealed, and open.
    Opened(Box<Opened>),
}

pub(super) struct Opened {
    pub(super) keys: Keys,
    pub(super) keyring: Keyring,
    pub(super) settler: Settler,
    pub(super) saw_unsettled: Arc<AtomicBool>,
    pub(super) settling: Option<Settling>,
}

impl Default for Seal {
    fn default() -> Self {
        Self { state: State::Unknown, tried: 0, next_attempt: Instant::now(), locks: false, said_locked: false }
    }
}

impl Seal {
    pub(super) fn settling(&self) -> Option<&Settling> {
        let State::Opened(opened) = &self.state else { return None };
        opened.settling.as_ref()
    }

    /// When files take another form next.
    pub(super) fn next_try(&self) -> Option<Instant> {
        self.settling().map(|settling| settling.next_try)
    }

    /// Why some files cannot.
    pub(super) fn error(&self) -> Option<&StorageError> {
        self.settling().and_then(|settling| settling.error.as_ref())
    }
}

impl Desk {
    /// Looks whether the notes are sealed; says whether the folder can be opened now.
    pub(super) fn may_open(&mut self) -> Result<bool, StorageError> {
        if matches!(self.seal.state, State::Opened(_)) {
            return Ok(true);
        }
        let keys = Keys::read(&self.disk_files, &self.folders);
        // Where the notes folder itself cannot be opened, that is what is to be said.
        if keys.as_ref().is_err_and(|error| error.kind == Kind::NotAFolder) {
            return Ok(true);
        }
        if keys?.is_some() {
            self.folder = Folder::Locked;
            self.folder_error = None;
            self.seal.said_locked = true;
            self.report(Report::Locked);
            return Ok(false);
        }
        let sessions = self.disk_files.list_if_there(&self.folders.sessions());
        if sessions.iter().any(|path| is_sealed_name(path)) {
            return Err(StorageError::new(Kind::KeysNotThere, &self.folders.keys()));
        }
        if !self.disk_files.is_file(&self.folders.marker()) {
            // It is new, or not there: opening it will tell.
            self.seal.state = State::Plain;
            return Ok(true);
        }
        self.seal.state = State::Plain;
        if std::mem::take(&mut self.seal.said_locked) {
            // They were sealed, and somebody made them plain elsewhere.
            self.report(Report::Unlocked);
            self.report(Report::Sealing(Sealing::NotSealed));
        }
        Ok(true)
    }

    /// Carries out what is asked for of sealing.
    pub(super) fn take_sealing(&mut self, request: Request) {
        match request {
            Request::Seal { passphrase, code } => self.seal(&passphrase, &code),
            Request::Unseal(passphrase) => self.unseal(&passphrase),
            Request::ChangePassphrase { now, new } => self.change_passphrase(&now, &new),
            Request::RotateKey { passphrase, code } => self.rotate_key(&passphrase, &code),
            Request::WriteRecoveryPage(path, code) => {
                let written = write_recovery_page(&self.disk_files, &path, &code).map(|()| path);
                self.report(Report::RecoveryPageWritten(written));
            }
            Request::Lock => self.seal.locks = matches!(self.seal.state, State::Opened(_)),
            Request::Unlock(passphrase) => self.unlock(&passphrase),
            Request::Recover { code, new } => self.recover_key(&code, &new),
            _ => {}
        }
    }

    fn refuse(&mut self, error: StorageError) {
        self.log_error(&error);
        self.report(Report::Refused(error));
    }

    fn seal(&mut self, passphrase: &Passphrase, code: &RecoveryCode) {
        // What waits is written first: making a key takes a while.
        self.write_all();
        if let Err(error) = self.store() {
            return self.refuse(error);
        }
        if !matches!(self.seal.state, State::Plain) || is_sealed(&self.disk_files, &self.folders) {
            return self.refuse(StorageError::new(Kind::SealingUnderway, &self.folders.keys()));
        }
        match Keys::create(&self.disk_files, &self.folders, passphrase, code, self.timing.work) {
            Ok((keys, keyring)) => self.hold(keys, keyring),
            Err(error) => self.refuse(error),
        }
    }

    /// Keeps the notes with these keys from now on.
    pub(super) fn hold(&mut self, keys: Keys, keyring: Keyring) {
        let settler = Settler::new(&self.disk_files, &self.folders, &keyring, keys.form());
        let disk = SealingDisk::new(self.disk_files.disk(), settler.clone());
        let saw_unsettled = disk.saw_unsettled();
        self.use_files(Files::on(Arc::new(disk)));
        let mut opened = Opened { keys, keyring, settler, saw_unsettled, settling: None };
        opened.begin_settling();
        let sealing = opened.sealing();
        self.seal.state = State::Opened(Box::new(opened));
        self.report(Report::Sealing(sealing));
    }

    pub(super) fn use_files(&mut self, files: Files) {
        self.files.remove_strays();
        if let Folder::Open { store, .. } = &mut self.folder {
            store.use_files(&files);
        }
        self.files = files;
    }

    /// The keys, opened with the passphrase; nothing where it is another one, which is said.
    fn opened_with(&mut self, passphrase: &Passphrase) -> Option<(Keys, Keyring)> {
        self.try_words(Opener::Passphrase, |keys, desk| keys.unlock(&desk.disk_files, &desk.folders, passphrase))
    }

    /// Tries words, unless wrong ones were tried just now.
    fn try_words(
        &mut self,
        by: Opener,
        open: impl FnOnce(&Keys, &Self) -> Result<Keyring, StorageError>,
    ) -> Option<(Keys, Keyring)> {
        let wait = self.seal.next_attempt.saturating_duration_since(Instant::now());
        if !wait.is_zero() {
            self.report(Report::NotOpened { by, wait });
            return None;
        }
        let keys = Keys::read(&self.disk_files, &self.folders);
        let missing = || StorageError::new(Kind::KeysNotThere, &self.folders.keys());
        let opened = keys.and_then(|keys| keys.ok_or_else(missing)).and_then(|keys| Ok((open(&keys, self)?, keys)));
        match opened {
            Ok((keyring, keys)) => {
                self.seal.tried = 0;
                return Some((keys, keyring));
            }
            Err(error) if error.kind == Kind::Sealed(SealError::OtherKey) => {
                let wait = (self.timing.wrong * 2_u32.pow(self.seal.tried.min(10))).min(LONGEST_WAIT);
                self.seal.tried += 1;
                self.seal.next_attempt = Instant::now() + wait;
                self.report(Report::NotOpened { by, wait });
            }
            Err(error) => self.refuse(error),
        }
        None
    }

    fn unlock(&mut self, passphrase: &Passphrase) {
        if let Some((keys, keyring)) = self.opened_with(passphrase) {
            self.open_with(keys, keyring);
        }
    }

    fn recover_key(&mut self, code: &RecoveryCode, new: &Passphrase) {
        let opened = self
            .try_words(Opener::RecoveryCode, |keys, desk| keys.recover(&desk.disk_files, &desk.folders, code))
            .and_then(|(mut keys, keyring)| {
                let changed = keys.change_passphrase(&self.disk_files, &self.folders, &keyring, new, self.timing.work);
                changed.map_err(|error| self.refuse(error)).ok().map(|()| (keys, keyring))
            });
        if let Some((keys, keyring)) = opened {
            self.report(Report::PassphraseChanged);
            self.open_with(keys, keyring);
        }
    }

    /// Opens the notes, and has them read anew. Words that could not be written as they were locked are newer
    /// than their files.
    fn open_with(&mut self, keys: Keys, keyring: Keyring) {
        if let Err(error) = keys.take_up(&self.disk_files, &self.folders) {
            return self.refuse(error);
        }
        self.seal.locks = false;
        self.seal.said_locked = false;
        self.folder = Folder::Closed { next_try: Instant::now() };
        self.report(Report::Unlocked);
        self.hold(keys, keyring);
        self.open_folder();
        let waiting = self.pending.sessions().cloned().collect::<Vec<_>>();
        if let Folder::Open { reading: Reading::Unread { sessions, .. }, .. } = &mut self.folder {
            sessions.retain(|id| waiting.iter().all(|session| session.id != *id));
        }
        if !waiting.is_empty() {
            self.report(Report::Sessions(waiting.into_iter().map(Into::into).collect()));
        }
    }

    fn change_passphrase(&mut self, now: &Passphrase, new: &Passphrase) {
        let Some((mut keys, keyring)) = self.opened_with(now) else { return };
        let changed = keys.change_passphrase(&self.disk_files, &self.folders, &keyring, new, self.timing.work);
        match changed {
            Ok(()) => {
                if let State::Opened(opened) = &mut self.seal.state {
                    opened.keys = keys;
                }
                self.report(Report::PassphraseChanged);
            }
            Err(error) => self.refuse(error),
        }
    }

    fn unseal(&mut self, passphrase: &Passphrase) {
        self.write_all();
        let Some((mut keys, keyring)) = self.opened_with(passphrase) else { return };
        if self.is_settling() {
            return self.refuse(StorageError::new(Kind::SealingUnderway, &self.folders.keys()));
        }
        match keys.set_form(&self.disk_files, &self.folders, Form::Plain) {
            Ok(()) => self.hold(keys, keyring),
            Err(error) => self.refuse(error),
        }
    }

    fn rotate_key(&mut self, passphrase: &Passphrase, code: &RecoveryCode) {
        self.write_all();
        let Some((mut keys, keyring)) = self.opened_with(passphrase) else { return };
        // A key before the last one would be forgotten, and what it sealed with it.
        if self.is_settling() || keyring.former.is_some() || keys.form() == Form::Plain {
            return self.refuse(StorageError::new(Kind::SealingUnderway, &self.folders.keys()));
        }
        let words = (passphrase, code);
        match keys.rotate(&self.disk_files, &self.folders, &keyring, words, self.timing.work) {
            Ok(keyring) => self.hold(keys, keyring),
            Err(error) => self.refuse(error),
        }
    }

    /// Locks the notes, once that was asked for and every word is on the disk: in its place, or as a recovery
    /// copy.
    pub(super) fn lock_if_asked(&mut self) {
        if !self.seal.locks {
            return;
        }
        if self.pending.sessions().any(|session| !self.copied.contains(&session.id)) {
            self.write_all();
        }
        if self.pending.sessions().all(|session| self.copied.contains(&session.id)) {
            self.lock();
        }
    }

    /// Forgets the key, and everything that it opened.
    fn lock(&mut self) {
        self.pending.forget_sessions();
        self.renaming = None;
        self.seal.locks = false;
        self.close_sealed();
    }

    fn close_sealed(&mut self) {
        self.folder = Folder::Closed { next_try: Instant::now() };
        self.use_files(self.disk_files.clone());
        self.seal.state = State::Unknown;
        self.open_folder();
    }

    /// Looks whether somebody else changed the keys: sealed the notes at another machine, or changed the key.
    /// What waits is written as the notes were, and the passphrase is asked for.
    pub(super) fn look_at_keys(&mut self) {
        let Ok(now) = Keys::read(&self.disk_files, &self.folders) else { return };
        let has_changed = match &self.seal.state {
            State::Unknown => false,
            State::Plain => now.is_some(),
            State::Opened(opened) => now.as_ref() != Some(&opened.keys),
        };
        if has_changed && matches!(self.folder, Folder::Open { .. }) {
            self.write_all();
            self.renaming = None;
            self.close_sealed();
        }
    }
}
