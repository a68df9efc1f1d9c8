//! Giving every file another form, a few at a time: sealing, sealing again with another key, and making plain.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::SLICE;
use crate::domain::progress::Progress;
use crate::domain::sealing::{Sealing, SealingChange};
use crate::storage::error::StorageError;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::vault::change;
use crate::storage::vault::change::change_of;
use crate::storage::vault::converting::Converter;
use crate::storage::vault::keys::keyring::Keyring;

/// Files that take another form.
#[derive(Debug)]
pub(in crate::storage::worker) struct ConversionJob {
    change: SealingChange,
    unconverted: Vec<PathBuf>,
    total: usize,
    left: usize,
    has_tried_all: bool,
    next_try: Instant,
    /// Why a file could not take its form, or the change could not be ended.
    error: Option<StorageError>,
}

/// What a step did.
#[derive(Debug)]
pub(in crate::storage::worker) struct ConversionStep {
    /// The change, if every file has its form now.
    pub(in crate::storage::worker) done: Option<SealingChange>,
    /// Whether something was wrong before, or is now.
    pub(in crate::storage::worker) was_wrong: bool,
}

impl ConversionJob {
    /// Looks which files have not their form yet, or whether the change has to be ended; nothing if neither. If that
    /// cannot be seen, its end says why.
    pub(in crate::storage::worker) fn of(converter: &Converter) -> Option<Self> {
        let unconverted = converter.unconverted();
        let change = change_of(converter);
        if change == SealingChange::Seal && unconverted.as_ref().is_ok_and(Vec::is_empty) {
            return None;
        }
        let unconverted = unconverted.unwrap_or_default();
        let (total, next_try) = (unconverted.len(), Instant::now());
        Some(Self { change, unconverted, total, left: 0, has_tried_all: false, next_try, error: None })
    }

    pub(in crate::storage::worker) fn next_try(&self) -> Instant {
        self.next_try
    }

    pub(in crate::storage::worker) fn error(&self) -> Option<&StorageError> {
        self.error.as_ref()
    }

    /// Whether files are being gone through.
    pub(in crate::storage::worker) fn has_unconverted(&self) -> bool {
        !self.unconverted.is_empty()
    }

    /// Whether every file was tried, and what is left is tried again and again.
    pub(in crate::storage::worker) fn has_tried_all(&self) -> bool {
        self.has_tried_all
    }

    /// How far it is.
    pub(in crate::storage::worker) fn sealing(&self) -> Sealing {
        let progress = Progress { done: self.total - self.unconverted.len(), total: self.total };
        Sealing::Underway { change: self.change, progress, left: self.left }
    }

    /// Gives some files their form, and ends the change after the last one. What cannot be done is tried again after
    /// `retry_delay`.
    pub(in crate::storage::worker) fn step(
        &mut self,
        disk: &NotesFolder,
        (keyring, converter): (&Keyring, &Converter),
        retry_delay: Duration,
    ) -> ConversionStep {
        let had_error = self.error.is_some();
        self.convert_some(converter);
        if self.has_unconverted() {
            return ConversionStep { done: None, was_wrong: self.error.is_some() };
        }
        match change::end(disk, keyring, converter) {
            Ok(left) if left.is_empty() => return ConversionStep { done: Some(self.change), was_wrong: had_error },
            Ok(left) => self.try_again(left, retry_delay),
            Err(error) => {
                self.next_try = Instant::now() + retry_delay;
                self.error = Some(error);
            }
        }
        ConversionStep { done: None, was_wrong: self.error.is_some() }
    }

    /// Goes on for a short while. What cannot take its form yet is left.
    fn convert_some(&mut self, converter: &Converter) {
        let begun = Instant::now();
        while let Some(path) = self.unconverted.pop() {
            if let Err(error) = converter.convert(&path) {
                self.left += 1;
                // The first one is said, also when the rest is tried again.
                self.error.get_or_insert(error);
            }
            if begun.elapsed() >= SLICE {
                return;
            }
        }
    }

    /// What came since is done at once; what could not take its form is tried later.
    fn try_again(&mut self, left: Vec<PathBuf>, retry_delay: Duration) {
        let wait = if self.error.is_some() { retry_delay } else { Duration::ZERO };
        self.next_try = Instant::now() + wait;
        self.has_tried_all = true;
        self.left = self.left.min(left.len());
        self.total = self.total.max(left.len());
        self.unconverted = left;
    }
}
