//! A notes folder as it is reached: where its files belong, and the disk that they are on.
//!
//! The two belong together: the same folder on another disk is the folder sealed. Must not know what the files say.

mod holding;
pub(super) mod known_folders;

use super::files::Files;
use super::folders::{FolderId, Folders};

/// Where the files of a notes folder belong, with what this computer keeps beside them, and how they are reached.
#[derive(Debug, Clone)]
pub struct NotesFolder {
    /// The files on their disk: sealed ones, or as they are.
    pub files: Files,
    /// Where they belong.
    pub paths: Folders,
}

impl NotesFolder {
    /// The folder at these paths, on the disk of these files.
    pub fn new(files: &Files, paths: &Folders) -> Self {
        Self { files: files.clone(), paths: paths.clone() }
    }

    /// The folder at these paths, as it is on this computer's disk.
    pub fn at(paths: &Folders) -> Self {
        Self { files: Files::default(), paths: paths.clone() }
    }

    /// The same folder, reached by way of other files.
    #[must_use]
    pub(crate) fn with_files(&self, files: &Files) -> Self {
        Self::new(files, &self.paths)
    }

    /// The same folder, as it was known by another id.
    #[must_use]
    pub(super) fn known_by(&self, id: FolderId) -> Self {
        Self { files: self.files.clone(), paths: Folders { id: Some(id), ..self.paths.clone() } }
    }

    /// Whichever folder is at these paths.
    #[must_use]
    pub(super) fn by_path(&self) -> Self {
        Self { files: self.files.clone(), paths: Folders { id: None, ..self.paths.clone() } }
    }
}
