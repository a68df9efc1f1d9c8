//! Files that take another form: a few at a time, so that what is written in between never waits for it.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::WorkerLoop;
use super::vault::OpenKeys;
use crate::domain::progress::Progress;
use crate::domain::sealing::{Change, Sealing};
use crate::storage::error::StorageError;
use crate::storage::store::ScanScope;
use crate::storage::vault::change;
use crate::storage::vault::change::change_of;
use crate::storage::vault::converting::Converter;

/// Files that take another form.
#[derive(Debug)]
pub(super) struct ConversionJob {
    change: Change,
    pub(super) unconverted: Vec<PathBuf>,
    total: usize,
    left: usize,
    pub(super) next_try: Instant,
    pub(super) error: Option<StorageError>,
}

impl OpenKeys {
    /// Looks which files have not their form yet, or whether the change has to be ended. Where that cannot be
    /// seen, its end says why.
    pub(super) fn begin_converting(&mut self) {
        let unconverted = self.converter.unconverted();
        let change = change_of(&self.converter);
        if change == Change::Seal && unconverted.as_ref().is_ok_and(Vec::is_empty) {
            self.conversion = None;
            return;
        }
        let unconverted = unconverted.unwrap_or_default();
        let (total, now) = (unconverted.len(), Instant::now());
        self.conversion = Some(ConversionJob { change, unconverted, total, left: 0, next_try: now, error: None });
    }

    pub(super) fn sealing(&self) -> Sealing {
        match &self.conversion {
            Some(conversion) => conversion.sealing(),
            None => Sealing::Sealed,
        }
    }
}

impl ConversionJob {
    fn sealing(&self) -> Sealing {
        let progress = Progress { done: self.total - self.unconverted.len(), total: self.total };
        Sealing::Underway { change: self.change, progress, left: self.left }
    }

    /// Goes on for a short while. What cannot take its form yet is left.
    fn go_on(&mut self, converter: &Converter, begun: Instant) {
        while let Some(path) = self.unconverted.pop() {
            if let Err(error) = converter.convert(&path) {
                self.left += 1;
                // The first one is said, also when the rest is tried again.
                self.error.get_or_insert(error);
            }
            if begun.elapsed() >= super::reading::SLICE {
                return;
            }
        }
    }

    /// What came meanwhile is done at once; what could not take its form is tried later.
    fn try_again(&mut self, left: Vec<PathBuf>, retry: Duration) {
        let wait = if self.error.is_some() { retry } else { Duration::ZERO };
        self.next_try = Instant::now() + wait;
        self.left = self.left.min(left.len());
        self.total = self.total.max(left.len());
        self.unconverted = left;
    }
}

impl WorkerLoop {
    /// Whether files are being gone through for another change.
    pub(super) fn is_converting(&self) -> bool {
        self.vault.conversion().is_some_and(|conversion| !conversion.unconverted.is_empty())
    }

    /// Gives some files their form, once every session was read.
    pub(super) fn convert_slice(&mut self) {
        if !self.vault.has_read() {
            return;
        }
        let begun = Instant::now();
        let Some(opened) = self.vault.keys_mut() else { return };
        let saw_unconverted = opened.saw_unconverted.swap(false, Ordering::Relaxed) || opened.converter.has_noticed();
        if opened.conversion.is_none() && saw_unconverted {
            opened.begin_converting();
        }
        let Some(conversion) = opened.conversion.as_mut().filter(|conversion| conversion.next_try <= begun) else {
            return;
        };
        let had_error = conversion.error.is_some();
        conversion.go_on(&opened.converter, begun);
        if conversion.unconverted.is_empty() {
            self.end_converting();
        }
        self.say_how_far();
        if had_error || self.vault.conversion().is_some_and(|conversion| conversion.error.is_some()) {
            self.tell();
        }
    }

    fn say_how_far(&mut self) {
        if let Some(keys) = self.vault.keys() {
            let sealing = keys.sealing();
            self.say_sealing(sealing);
        }
    }

    /// All files were gone through: where each has its form the change is done; else the rest is tried again.
    fn end_converting(&mut self) {
        let Some(OpenKeys { keyring, converter, conversion: Some(conversion), .. }) = self.vault.keys_mut() else {
            return;
        };
        let change = conversion.change;
        match change::end(&self.disk, keyring, converter) {
            Ok(left) if left.is_empty() => self.ended(change),
            Ok(left) => conversion.try_again(left, self.timing.retry_delay),
            Err(error) => {
                conversion.next_try = Instant::now() + self.timing.retry_delay;
                conversion.error = Some(error);
            }
        }
    }

    /// Every file has its form.
    fn ended(&mut self, change: Change) {
        let Some(opened) = self.vault.keys_mut() else { return };
        match change {
            Change::Seal => {
                opened.conversion = None;
                // What was beside a session was made a copy of it: that is taken in.
                self.rescan(ScanScope::All);
            }
            Change::Unseal => {
                let files = self.disk.files.clone();
                self.use_files(&files);
                self.be_plain();
            }
            Change::Rotate => {
                let keyring = opened.keyring.clone();
                self.hold(keyring);
            }
        }
    }
}
