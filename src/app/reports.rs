//! What the worker says, taken in by subject: each report is received here, once.

use super::App;
use super::open_notes::LoadState;
use super::saving::Saving;
use crate::storage::worker::{LibraryReport, PromptsReport, Report, SealingReport, Subject};
use crate::ui::review::clients::RenamingState;
use crate::ui::text;

impl App {
    /// Takes in what the worker has read and saved.
    pub(super) fn take_reports(&mut self, ctx: &egui::Context) {
        let reports = self.saving.as_ref().map(Saving::reports).unwrap_or_default();
        for report in reports {
            match report {
                Report::Saving(report) => {
                    if let Some(saving) = &mut self.saving {
                        saving.take(report);
                    }
                }
                // What was read before the notes were locked is not taken in any more.
                Report::Library(_) if self.locking.is_locked() => {}
                Report::Library(report) => self.take_library(ctx, report),
                Report::Prompts(report) => self.take_prompts(report),
                Report::Sealing(report) => self.take_sealing_report(ctx, report),
                Report::Refused(subject, error) => {
                    if subject == Subject::Sealing {
                        self.sealing_failed();
                    }
                    if let Some(saving) = &mut self.saving {
                        saving.refuse(error);
                    }
                }
            }
        }
    }

    fn take_library(&mut self, ctx: &egui::Context, report: LibraryReport) {
        match report {
            LibraryReport::Sessions(sessions) => {
                self.add_to_library(sessions);
                self.resume(ctx);
            }
            LibraryReport::Recovered(session) => {
                if let Some(saving) = &mut self.saving {
                    saving.recovered(&session.id);
                }
                self.notes.library.put([(*session).into()]);
                self.resume(ctx);
            }
            LibraryReport::Undo(undo) => self.notes.undo = Some(*undo),
            LibraryReport::Reading(progress) => self.notes.reading = LoadState::Underway(Some(progress)),
            LibraryReport::Unreadable(file) => self.list_unreadable(&file),
            LibraryReport::Resolved(path) => self.notes.unreadable.retain(|file| file.path != path),
            LibraryReport::RemoteChange(change) => self.take_in(ctx, &change),
            LibraryReport::Gone(id) => self.notes.library.remove(&id),
            LibraryReport::Renaming { renaming, progress } => {
                self.rename_open(&renaming);
                self.notes.renaming = Some(RenamingState::Underway { renaming, progress });
            }
            LibraryReport::Renamed { renaming, renamed, left } => {
                self.rename_open(&renaming);
                self.notes.renaming = Some(RenamingState::Done { renaming, renamed, left });
            }
            LibraryReport::Versions { id, versions } => self.notes.review_screen.show_versions(&id, versions),
            LibraryReport::Trash(sessions) => self.show_trash(sessions),
            LibraryReport::AllRead => {
                self.notes.reading = LoadState::Done;
                self.prompt_library.nothing_to_read();
            }
        }
    }

    fn take_prompts(&mut self, report: PromptsReport) {
        match report {
            PromptsReport::PromptSets(sets) => self.prompt_library.read(sets),
            PromptsReport::TheirPromptSets(theirs) => self.take_in_their_sets(*theirs),
            PromptsReport::GuidelineRead(read) => {
                let brought = read.map_err(|file| text::problems::reason_of_chosen(&file.reason));
                let brought = brought.and_then(|file| {
                    self.prompt_library.import(*file).map_err(|error| text::prompts::import_refusal(&error))
                });
                self.prompts_screen.read(brought);
            }
            PromptsReport::GuidelineWritten(written) => {
                self.prompts_screen
                    .written(written.map_err(|error| text::problems::of_chosen_file(error.kind).to_owned()));
            }
        }
    }

    fn take_sealing_report(&mut self, ctx: &egui::Context, report: SealingReport) {
        match report {
            SealingReport::Sealing(sealing) => self.take_sealing(sealing),
            SealingReport::Locked(reason) => self.locked(ctx, reason),
            SealingReport::Unlocked => self.unlocked(ctx),
            SealingReport::NotOpened { by, wait } => self.not_opened(ctx, by, wait),
            SealingReport::RecoveryPageWritten(written) => self.recovery_page_written(written),
            SealingReport::PassphraseChecked => self.passphrase_checked(),
            SealingReport::PassphraseChanged => self.passphrase_changed(),
            SealingReport::OtherKeys(are_there) => self.take_other_keys(are_there),
            SealingReport::Devices(devices) => self.locking.status.devices = devices,
            SealingReport::PreviousKeysForgotten => self.previous_keys_forgotten(),
        }
    }
}
