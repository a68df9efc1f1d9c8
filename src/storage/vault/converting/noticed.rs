//! What was noticed of single files while the notes take another form.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Converter;
use crate::storage::disk::Metadata;
use crate::storage::files::is_temporary;
use crate::storage::vault::sealed_name::sealed_path;

/// What was noticed, for all that give files a form.
pub(crate) type SharedNotice = Arc<Mutex<NoticedFiles>>;

/// What was noticed of single files.
#[derive(Debug, Default)]
pub(crate) struct NoticedFiles {
    /// Files that do not take the form, as they were then.
    pub(crate) left: BTreeMap<PathBuf, Option<Metadata>>,
    /// Files that are sealed with a previous key.
    pub(crate) of_previous: BTreeSet<PathBuf>,
}

impl Converter {
    pub(crate) fn noticed(&self) -> MutexGuard<'_, NoticedFiles> {
        self.noticed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file that is asked for by its plain name is sealed with a previous key.
    pub(in crate::storage) fn notice_previous(&self, path: &Path) {
        let place = if is_temporary(path) { path.to_owned() } else { sealed_path(path) };
        self.noticed().of_previous.insert(place);
    }

    /// Whether a file was noticed that has not its form.
    pub(in crate::storage) fn has_noticed(&self) -> bool {
        !self.noticed().of_previous.is_empty()
    }

    /// Whether a file was left as it is, and is as it was then.
    pub(crate) fn is_left(&self, path: &Path) -> bool {
        let Some(then) = self.noticed().left.get(path).copied() else { return false };
        then == self.notes.files.metadata(path).ok()
    }

    /// Leaves a file as it is, until somebody changes it.
    pub(crate) fn leave(&self, path: &Path) {
        let look = self.notes.files.metadata(path).ok();
        self.noticed().left.insert(path.to_owned(), look);
    }
}
