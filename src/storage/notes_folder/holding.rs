//! Which notes folder is at the path of one: it is the id in its marker, and it is held from then on.

use super::known_folders::id_at_path;
use crate::storage::error::{Problem, StorageError};
use crate::storage::folders::FolderId;
use crate::storage::format;
use crate::storage::format::{FormatError, MAX_BYTES};
use crate::storage::notes_folder::NotesFolder;

impl NotesFolder {
    /// Finds out which notes folder is at the path, and holds it. Says whether one is there; if not, its id is that of the
    /// one that was there last.
    ///
    /// # Errors
    /// When another one is there than its id says, it belongs to a newer version, or the system refuses.
    pub(crate) fn hold(&mut self) -> Result<bool, StorageError> {
        self.files.set_notes_folder(&self.paths);
        let id = match self.files.read_if_there(&self.paths.marker(), MAX_BYTES) {
            Ok(None) => {
                self.paths.id = self.paths.id.take().or_else(|| id_at_path(self));
                return Ok(false);
            }
            Ok(Some(bytes)) => match format::read_marker(&bytes) {
                Err(FormatError::NewerVersion) => {
                    return Err(StorageError::new(Problem::NewerFolder, &self.paths.data));
                }
                marker => marker.ok().map(|marker| FolderId::of_marker(&marker.id)),
            },
            // A marker that is damaged still marks the folder.
            Err(error) if matches!(error.kind, Problem::NotAFile | Problem::TooLarge | Problem::LeadsElsewhere) => None,
            Err(error)
                if matches!(error.kind, Problem::NotAFolder | Problem::FolderNotThere | Problem::OtherFolder) =>
            {
                return Err(StorageError { path: self.paths.data.clone(), ..error });
            }
            Err(error) => return Err(error),
        };
        match (id, &self.paths.id) {
            (Some(id), Some(known)) if id != *known => {
                return Err(StorageError::new(Problem::OtherFolder, &self.paths.data));
            }
            (Some(id), _) => self.paths.id = Some(id),
            (None, Some(_)) => {}
            (None, None) => self.paths.id = id_at_path(self),
        }
        self.files.hold_notes_folder(&self.paths)?;
        Ok(true)
    }
}
