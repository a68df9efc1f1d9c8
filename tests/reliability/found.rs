//! What is in a notes folder once it was opened again, and what of a promise is not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::storage::disk::Disk;
use holdspace::storage::error::StorageError;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::store::{Store, Taken};

use crate::flows::{Promised, lines};

/// What is in a folder once it was opened again.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) lines: BTreeSet<String>,
    pub(crate) earlier: BTreeSet<String>,
    pub(crate) prompt_set: Option<String>,
    pub(crate) unreadable: Vec<PathBuf>,
    /// Temporary files that are still there.
    pub(crate) leftovers: Vec<PathBuf>,
}

impl Found {
    /// Opens a folder as the app does at its start, and looks at everything in it.
    pub(crate) fn in_folder(disk: Arc<dyn Disk>, root: &Path) -> Result<Self, StorageError> {
        let folders = Folders::within(root);
        let files = Files::on(disk);
        let mut store = Store::open(&NotesFolder::new(&files, &folders), &Replica::default())?;
        let listing = store.list()?;
        let mut found = Self::default();
        store.clear_leftovers();
        match store.prompt_sets.read() {
            Ok(sets) => found.prompt_set = sets.map(|sets| sets.sets[0].name.clone()),
            Err(file) => found.unreadable.push(file.path),
        }
        if let Err(file) = store.renaming() {
            found.unreadable.push(file.path);
        }
        let mut ids = listing.sessions;
        for path in listing.others {
            match store.take_in(&path) {
                Taken::In(id) => ids.push(id),
                Taken::Gone | Taken::Beside(None) => {}
                Taken::Beside(Some(session)) => found.lines.extend(lines(&session)),
                Taken::Left(file) => found.unreadable.push(file.path),
            }
        }
        for id in ids {
            match store.read_session(&id) {
                Ok(session) => found.lines.extend(lines(&session)),
                Err(file) => found.unreadable.push(file.path),
            }
        }
        store.trash().iter().for_each(|session| found.lines.extend(lines(session)));
        found.look_at_history(&files, &folders);
        let folders = [folders.data.clone(), folders.data.join("sessions"), folders.data.join("trash")];
        let paths = folders.iter().flat_map(|folder| files.list_if_there(folder));
        found.leftovers.extend(paths.filter(|path| path.extension().is_some_and(|extension| extension == "tmp")));
        Ok(found)
    }

    fn look_at_history(&mut self, files: &Files, folders: &Folders) {
        let history = files.list_if_there(&folders.data.join("history"));
        let folders = history.into_iter().filter(|folder| !folder.ends_with("prompts.json"));
        for path in folders.flat_map(|folder| files.list_if_there(&folder)) {
            match files.read(&path, u64::MAX).ok().and_then(|bytes| format::read_session(&bytes).ok()) {
                Some(session) => self.earlier.extend(lines(&session)),
                None => self.unreadable.push(path),
            }
        }
    }

    /// What of a promise is not there. A step that was begun and not done may have changed what the one
    /// before it promised.
    pub(crate) fn missing(&self, promised: &Promised, begun: &Promised) -> Vec<String> {
        let mut missing: Vec<String> = promised
            .lines
            .iter()
            .filter(|line| !self.lines.contains(*line))
            .filter(|line| !(begun.earlier.contains(*line) && self.earlier.contains(*line)))
            .cloned()
            .collect();
        let anywhere = |line: &&String| !self.earlier.contains(*line) && !self.lines.contains(*line);
        missing.extend(promised.earlier.iter().filter(anywhere).cloned());
        if self.prompt_set != promised.prompt_set && self.prompt_set != begun.prompt_set {
            missing.extend(promised.prompt_set.clone());
        }
        missing
    }
}
