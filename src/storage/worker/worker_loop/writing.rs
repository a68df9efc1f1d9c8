//! Writing: what is due, and what was asked for at once.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::Utc;

use super::vault::{OpenVault, Vault};
use super::{WorkerLoop, folder_gone, now};
use crate::domain::id::SessionId;
use crate::domain::prompts::guideline::Guideline;
use crate::domain::session::Session;
use crate::storage::error::{Problem, StorageError};
use crate::storage::guideline_file::{read_guideline_file, write_guideline_file};
use crate::storage::settings_file::save_settings;
use crate::storage::store::Store;
use crate::storage::store::recovery;
use crate::storage::store::recovery_copy::RecoveryCopy;
use crate::storage::worker::pending::{Snapshot, Waiting};
use crate::storage::worker::{LibraryReport, PromptsReport, Report, SavingReport, Subject};

impl WorkerLoop {
    pub(super) fn write(&mut self, due: Vec<Waiting>) {
        let any = !due.is_empty();
        for waiting in due {
            if let Err(error) = self.write_one(&waiting) {
                self.pending.put_back(waiting, error, Instant::now());
            }
        }
        if any {
            self.tell();
        }
    }

    fn write_one(&mut self, waiting: &Waiting) -> Result<(), StorageError> {
        let revision = waiting.revision;
        match &waiting.snapshot {
            Snapshot::Session { session, merged_up_to } => self.save_session(session, *merged_up_to, revision)?,
            Snapshot::PromptSets(sets) => {
                self.store()?.prompt_sets.save(sets)?;
                self.report(Report::Saving(SavingReport::PromptSetsSaved { revision, at: now() }));
            }
            Snapshot::Settings(settings) => save_settings(self.files(), &self.disk.paths, settings)?,
        }
        Ok(())
    }

    fn save_session(&mut self, session: &Session, merged_up_to: u64, revision: u64) -> Result<(), StorageError> {
        let saved = self.store().and_then(|store| store.save_session(session, merged_up_to, Utc::now()));
        let others = match saved {
            Ok(saved) => saved.others,
            Err(error) => {
                self.keep_recovery_copy(session, revision);
                return Err(error);
            }
        };
        recovery::remove(&self.notes(), &session.id);
        self.copied.remove(&session.id);
        if let Some(others) = others {
            self.report(Report::Library(LibraryReport::RemoteChange(Box::new(others))));
        }
        self.report(Report::Saving(SavingReport::SessionSaved { id: session.id.clone(), revision, at: now() }));
        Ok(())
    }

    pub(super) fn store(&mut self) -> Result<&mut Store, StorageError> {
        self.opened().map(|open| &mut open.store)
    }

    /// What is held of the notes, or why they are not open.
    pub(super) fn opened(&mut self) -> Result<&mut OpenVault, StorageError> {
        match &mut self.vault {
            Vault::Open(open) => Ok(open),
            Vault::Locked => Err(StorageError::new(Problem::Locked, &self.disk.paths.data)),
            Vault::Closed { .. } => Err(self.folder_error.clone().unwrap_or_else(|| folder_gone(&self.disk.paths))),
        }
    }

    /// A recovery copy has the newest words of a session.
    pub(super) fn is_copied(&mut self, id: SessionId, revision: u64) {
        if self.copied.insert(id.clone()) {
            self.report(Report::Saving(SavingReport::SessionCopied { id, revision }));
        }
    }

    fn keep_recovery_copy(&mut self, session: &Session, revision: u64) {
        if self.is_form_unknown() {
            // A copy would be plain.
            return;
        }
        let base = self.vault.store().and_then(|store| store.merge_base(&session.id));
        let copy = RecoveryCopy::new(&self.replica, session, base);
        match recovery::keep(&self.notes(), &copy) {
            Ok(()) => self.is_copied(session.id.clone(), revision),
            Err(error) => self.log_error(&error),
        }
    }

    /// Does something at once, or says why it was not done.
    fn at_once(&mut self, done: impl FnOnce(&mut Store) -> Result<Vec<Report>, StorageError>) {
        match self.store().and_then(done) {
            Ok(reports) => reports.into_iter().for_each(|report| self.report(report)),
            Err(error) => {
                self.log_error(&error);
                self.report(Report::Refused(Subject::Library, error));
            }
        }
    }

    pub(super) fn begin_editing(&mut self, session: &Session) {
        // What waits for it is part of it.
        self.write_all();
        // What still waits was never in the file: it cannot be what both came from.
        if !self.pending.has_session(&session.id)
            && let Some(open) = self.vault.opened()
            && let Some(others) = open.store.begin_editing(session)
        {
            self.report(Report::Library(LibraryReport::RemoteChange(Box::new(others))));
        }
    }

    pub(super) fn read_versions(&mut self, id: &SessionId) {
        self.at_once(|store| {
            Ok(vec![Report::Library(LibraryReport::Versions { id: id.clone(), versions: store.versions(id) })])
        });
    }

    pub(super) fn restore(&mut self, version: &Session) {
        // What waits for it came before.
        self.write_all();
        self.at_once(|store| {
            let restored = store.restore(version)?;
            let versions = store.versions(&restored.id);
            Ok(vec![
                Report::Library(LibraryReport::Versions { id: restored.id.clone(), versions }),
                Report::Library(LibraryReport::Sessions(vec![restored.into()])),
            ])
        });
    }

    pub(super) fn finalize(&mut self, frozen: &Session, merged_up_to: u64) {
        // What waits for it came before.
        self.write_all();
        self.at_once(|store| {
            Ok(vec![Report::Library(LibraryReport::Sessions(vec![store.finalize(frozen, merged_up_to)?.into()]))])
        });
    }

    pub(super) fn move_to_trash(&mut self, id: &SessionId) {
        // What waits for it is part of it.
        self.write_all();
        self.at_once(|store| {
            store.move_to_trash(id)?;
            Ok(vec![
                Report::Library(LibraryReport::Gone(id.clone())),
                Report::Library(LibraryReport::Trash(store.trash())),
            ])
        });
    }

    /// Takes away a session that was begun and never written in. If that cannot be, it stays, and nobody misses
    /// anything.
    pub(super) fn discard_unwritten(&mut self, id: &SessionId) {
        // What waits for it is part of it.
        self.write_all();
        if self.pending.has_session(id) {
            return;
        }
        match self.store().and_then(|store| store.discard_unwritten(id)) {
            Ok(true) => self.report(Report::Library(LibraryReport::Gone(id.clone()))),
            Ok(false) => {}
            Err(error) => self.log_error(&error),
        }
    }

    pub(super) fn read_trash(&mut self) {
        self.at_once(|store| Ok(vec![Report::Library(LibraryReport::Trash(store.trash()))]));
    }

    pub(super) fn put_back(&mut self, id: &SessionId) {
        self.at_once(|store| {
            let session = store.put_back(id)?;
            Ok(vec![
                Report::Library(LibraryReport::Sessions(vec![session.into()])),
                Report::Library(LibraryReport::Trash(store.trash())),
            ])
        });
    }

    pub(super) fn read_guideline(&mut self, path: &Path) {
        let read = read_guideline_file(self.files(), path).map(Box::new);
        self.report(Report::Prompts(PromptsReport::GuidelineRead(read)));
    }

    pub(super) fn write_guideline(&mut self, path: PathBuf, guideline: &Guideline) {
        let written = write_guideline_file(self.files(), &path, guideline).map(|()| path);
        self.report(Report::Prompts(PromptsReport::GuidelineWritten(written)));
    }

    pub(super) fn empty_trash(&mut self) {
        self.at_once(|store| {
            let emptied = store.empty_trash();
            let trash = Report::Library(LibraryReport::Trash(store.trash()));
            emptied.map(|()| vec![trash])
        });
    }
}
