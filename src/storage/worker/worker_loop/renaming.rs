//! Renaming: begins it, and lets it go on.

use std::time::Instant;

use super::WorkerLoop;
use crate::domain::id::SessionId;
use crate::domain::library::renaming::Renaming;
use crate::storage::worker::jobs::renaming::{RenameJob, RenameOutcome};
use crate::storage::worker::{LibraryReport, Report, Subject};

impl WorkerLoop {
    /// Begins to rename in every session but the one that is open.
    pub(super) fn rename(&mut self, renaming: Renaming, open: Option<SessionId>) {
        // What is open may hold the new name already.
        self.write_all();
        let begun = self.opened().and_then(|vault| {
            if vault.renaming.is_some() {
                return Err(vault.store.renaming_underway());
            }
            vault.store.begin_renaming(&renaming)?;
            vault.renaming = Some(RenameJob::new(renaming, open));
            Ok(())
        });
        if let Err(error) = begun {
            self.log_error(&error);
            self.report(Report::Refused(Subject::Library, error));
        }
    }

    /// Goes on with what is being renamed, once every session was read.
    pub(super) fn step_renaming(&mut self) {
        let Some(open) = self.vault.opened().filter(|open| open.has_read()) else { return };
        let Some(job) = open.renaming.as_mut().filter(|job| job.next_try() <= Instant::now()) else { return };
        let step = job.step(&mut open.store, self.timing.retry_delay);
        let renaming = job.renaming().clone();
        if matches!(step.outcome, RenameOutcome::Done { .. }) {
            open.renaming = None;
        }
        if !step.renamed.is_empty() {
            self.report(Report::Library(LibraryReport::Sessions(step.renamed)));
        }
        match step.outcome {
            RenameOutcome::Underway(progress) => {
                self.report(Report::Library(LibraryReport::Renaming { renaming, progress }));
            }
            RenameOutcome::Done { progress, renamed, left } => {
                self.report(Report::Library(LibraryReport::Renaming { renaming: renaming.clone(), progress }));
                self.report(Report::Library(LibraryReport::Renamed { renaming, renamed, left }));
            }
            RenameOutcome::Stopped => {}
        }
        if step.was_wrong {
            self.tell();
        }
    }
}
