//! Words that could be written nowhere as the notes were locked: they are kept sealed in memory, written as recovery
//! copies as soon as the disk allows, and put together with their files once the notes are open again.
//!
//! While the notes are locked only the public half of the key is here: it seals what comes late, and opens nothing.

use std::collections::HashMap;
use std::time::Instant;

use super::WorkerLoop;
use super::vault::{Access, Loading, Vault};
use crate::domain::id::SessionId;
use crate::domain::session::page_history::PageHistory;
use crate::storage::error::{Problem, StorageError};
use crate::storage::format;
use crate::storage::store::MergeBases;
use crate::storage::store::recovery;
use crate::storage::store::recovery_copy::RecoveryCopy;
use crate::storage::vault::keys::keyring::Keyring;
use crate::storage::vault::seal::Sealer;
use crate::storage::worker::{LibraryReport, Report, SavingReport, Undo};

/// What is kept while the notes are locked.
#[derive(Debug, Default)]
pub(super) struct SealedPending {
    sealer: Option<Sealer>,
    words: HashMap<SessionId, PendingSession>,
    /// What can be undone in the session that was open.
    undo: Option<Vec<u8>>,
    next_try: Option<Instant>,
    /// Whether the app was told that words wait.
    said_waiting: bool,
}

/// The words of one session, and why they are on no disk.
#[derive(Debug)]
struct PendingSession {
    form: PendingWords,
    error: Option<StorageError>,
}

#[derive(Debug)]
enum PendingWords {
    Sealed(Vec<u8>),
    /// Somebody else has sealed the notes since: no key of theirs was ever here. They are written nowhere.
    Plain(Box<RecoveryCopy>),
}

impl SealedPending {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn next_try(&self) -> Option<Instant> {
        self.next_try
    }

    pub(super) fn errors(&self) -> impl Iterator<Item = &StorageError> {
        self.words.values().filter_map(|words| words.error.as_ref())
    }

    /// Keeps a copy, sealed if there is what seals.
    fn keep(&mut self, copy: RecoveryCopy) {
        let id = copy.session.id.clone();
        let sealed = self.sealer.as_ref().and_then(|sealer| sealer.seal(&copy.bytes()).ok());
        let form = sealed.map_or_else(|| PendingWords::Plain(Box::new(copy)), PendingWords::Sealed);
        self.words.insert(id, PendingSession { form, error: None });
        self.next_try = Some(Instant::now());
    }

    fn keep_undo(&mut self, undo: &Undo) {
        let bytes = format::undo::write_undo(&undo.0, &undo.1);
        self.undo = self.sealer.as_ref().zip(bytes).and_then(|(sealer, bytes)| sealer.seal(&bytes).ok());
    }

    fn open_undo(&mut self, keyring: &Keyring) -> Option<(SessionId, PageHistory)> {
        let bytes = zeroize::Zeroizing::new(keyring.open(&self.undo.take()?).ok()?);
        format::undo::read_undo(&bytes)
    }
}

impl WorkerLoop {
    /// Locks the notes soon: as soon as every word was tried to be written. If they are locked already, says
    /// whether words wait.
    pub(super) fn ask_to_lock(&mut self, undo: Option<&Undo>) {
        self.hold_sealer();
        if let Some(undo) = undo {
            self.sealed.keep_undo(undo);
        }
        self.is_to_lock = self.vault.keys().is_some();
        if !self.is_to_lock {
            self.keep_late_words();
            self.say_waiting();
        }
    }

    /// Locks the notes once that was asked for. What cannot be written in its place, nor as a recovery copy, is sealed
    /// in memory.
    pub(super) fn lock_if_asked(&mut self) {
        if !std::mem::take(&mut self.is_to_lock) {
            return;
        }
        self.write_all();
        self.close();
        self.say_waiting();
    }

    fn hold_sealer(&mut self) {
        if let Some(keys) = self.vault.keys() {
            self.sealed.sealer = Some(keys.keyring.key.sealer());
        }
    }

    /// What the screen has of each session is forgotten with the store. Call it before the folder is closed.
    pub(super) fn before_closing(&mut self) -> MergeBases {
        self.hold_sealer();
        self.vault.opened().map(|open| open.store.hand_over()).unwrap_or_default()
    }

    /// The folder was closed and tried to be opened again. If the notes are locked, what waits is kept; if they
    /// are plain now, the screen goes on as it was.
    pub(super) fn after_closing(&mut self, merge_bases: MergeBases) {
        if self.is_closed_to_words() {
            return self.keep_words(&merge_bases);
        }
        let Some(open) = self.vault.opened() else { return };
        let ids = merge_bases.ids();
        if let Loading::Underway(job) = &mut open.loading {
            job.leave_out(|id| ids.contains(id));
        }
        for noticed in open.store.take_over(merge_bases) {
            self.report_noticed(noticed);
        }
    }

    /// Whether what comes to be saved cannot be, and must not be written plain.
    fn is_closed_to_words(&self) -> bool {
        match &self.vault {
            Vault::Open(_) | Vault::Closed { access: Some(Access::Unlocked(_)), .. } => false,
            Vault::Locked => true,
            Vault::Closed { access: Some(Access::Plain) | None, .. } => self.sealed.sealer.is_some(),
        }
    }

    /// Keeps what came after the notes were locked.
    pub(super) fn keep_late_words(&mut self) {
        if self.is_closed_to_words() && self.pending.sessions().next().is_some() {
            self.keep_words(&MergeBases::default());
            self.say_waiting();
        }
    }

    fn keep_words(&mut self, merge_bases: &MergeBases) {
        for session in self.pending.take_sessions() {
            // Its newest words are on the disk, as a copy.
            if self.copied.remove(&session.id) {
                continue;
            }
            let base = merge_bases.newest(&session.id);
            self.sealed.keep(RecoveryCopy::new(&self.replica, &session, base));
        }
        if self.sealed.is_empty() {
            // Every word has a copy: what could not be saved is no problem any more, and nothing is tried again that
            // would say so.
            self.tell();
        }
    }

    /// Writes what is sealed, if it is time to try.
    pub(super) fn write_sealed_if_due(&mut self) {
        if self.sealed.next_try.is_some_and(|next| next <= Instant::now()) {
            self.write_sealed();
        }
    }

    /// Writes what is sealed as recovery copies. What the notes' own key does not open gets a name of its own, so that
    /// nothing takes its place.
    pub(super) fn write_sealed(&mut self) {
        if self.sealed.is_empty() {
            self.sealed.next_try = None;
            return;
        }
        let is_open = self.vault.keys().is_some();
        let disk = &self.disk;
        self.sealed.words.retain(|id, words| {
            words.error = match &words.form {
                PendingWords::Sealed(sealed) if is_open => recovery::keep_sealed_aside(disk, id, sealed).err(),
                PendingWords::Sealed(sealed) => recovery::keep_sealed(disk, id, sealed).err(),
                PendingWords::Plain(_) => Some(StorageError::new(Problem::Locked, &disk.paths.data)),
            };
            words.error.is_some()
        });
        self.sealed.next_try = (!self.sealed.is_empty()).then(|| Instant::now() + self.timing.retry_delay);
        if self.sealed.said_waiting && self.sealed.is_empty() {
            self.say_waiting();
        }
        self.tell();
    }

    pub(super) fn say_waiting(&mut self) {
        self.sealed.said_waiting = !self.sealed.is_empty();
        self.report(Report::Saving(SavingReport::WordsWaiting(self.sealed.said_waiting)));
    }

    /// The notes are open again: what can be undone goes back to the screen.
    pub(super) fn give_undo_back(&mut self) {
        let Some(keys) = self.vault.keys() else { return };
        if let Some(undo) = self.sealed.open_undo(&keys.keyring) {
            self.report(Report::Library(LibraryReport::Undo(Box::new(undo))));
        }
    }

    /// The words that were kept, opened. What cannot be opened stays.
    pub(super) fn take_kept_words(&mut self) -> Vec<RecoveryCopy> {
        let Some(keys) = self.vault.keys() else { return Vec::new() };
        let (keyring, path) = (&keys.keyring, self.disk.paths.recovery());
        let open = |words: &PendingSession| match &words.form {
            PendingWords::Plain(copy) => Some((**copy).clone()),
            PendingWords::Sealed(sealed) => RecoveryCopy::parse(&path, keyring.open(sealed).ok()?).ok(),
        };
        let mut taken = Vec::new();
        self.sealed.words.retain(|_, words| {
            let copy = open(words);
            let stays = copy.is_none();
            taken.extend(copy);
            stays
        });
        taken
    }
}
