//! Converting: lets files take another form, and ends the change.

use std::sync::atomic::Ordering;
use std::time::Instant;

use super::WorkerLoop;
use super::vault::OpenKeys;
use crate::domain::sealing::{Sealing, SealingChange};
use crate::storage::store::ScanScope;
use crate::storage::worker::jobs::conversion::ConversionJob;

impl OpenKeys {
    /// Begins with the files that have not their form.
    pub(super) fn begin_converting(&mut self) {
        self.conversion = ConversionJob::of(&self.converter);
    }

    pub(super) fn sealing(&self) -> Sealing {
        self.conversion.as_ref().map_or(Sealing::Sealed, ConversionJob::sealing)
    }
}

impl WorkerLoop {
    /// Whether files are being gone through for another change.
    pub(super) fn is_converting(&self) -> bool {
        self.vault.conversion().is_some_and(ConversionJob::has_unconverted)
    }

    /// Whether another change of all files has to wait for that. It does not for a file that cannot take its form:
    /// whatever opens it now stays with the keys, and nobody is kept from changing a key by one file.
    pub(super) fn is_change_underway(&self) -> bool {
        self.is_converting() && !self.vault.conversion().is_some_and(ConversionJob::has_tried_all)
    }

    /// Gives some files their form, once every session was read.
    pub(super) fn step_conversion(&mut self) {
        if !self.vault.has_read() {
            return;
        }
        let Some(keys) = self.vault.keys_mut() else { return };
        let saw_unconverted = keys.saw_unconverted.swap(false, Ordering::Relaxed) || keys.converter.has_noticed();
        if keys.conversion.is_none() && saw_unconverted {
            keys.begin_converting();
        }
        let OpenKeys { keyring, converter, conversion: Some(job), .. } = keys else { return };
        if job.next_try() > Instant::now() {
            return;
        }
        let step = job.step(&self.disk, (keyring, converter), self.timing.retry_delay);
        if let Some(change) = step.done {
            self.end_conversion(change);
        }
        self.say_how_far();
        if step.was_wrong {
            self.tell();
        }
    }

    fn say_how_far(&mut self) {
        if let Some(keys) = self.vault.keys() {
            let sealing = keys.sealing();
            self.say_sealing(sealing);
        }
    }

    /// Every file has its form.
    fn end_conversion(&mut self, change: SealingChange) {
        let Some(keys) = self.vault.keys_mut() else { return };
        match change {
            SealingChange::Seal => {
                keys.conversion = None;
                // What was beside a session was made a copy of it: that is taken in.
                self.rescan(ScanScope::All);
            }
            SealingChange::Unseal => {
                let files = self.disk.files.clone();
                self.use_files(&files);
                self.be_plain();
            }
            SealingChange::Rotate => {
                let keyring = keys.keyring.clone();
                self.hold(keyring);
            }
        }
    }
}
