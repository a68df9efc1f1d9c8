//! Which notes folder is at the path of one: it is the id in its marker, and it is held from then on.

use super::known_folders::id_at_path;
use crate::storage::error::{Kind, StorageError};
use crate::storage::files::Files;
use crate::storage::folders::{FolderId, Folders};
use crate::storage::format;
use crate::storage::format::{FormatError, MAX_BYTES};

/// Finds out which notes folder is at the path, and holds it. Says whether one is there; if not, `folders`
/// tells which one was there last.
///
/// # Errors
/// When another one is there than `folders` says, it belongs to a newer version, or the system refuses.
pub(crate) fn hold(files: &Files, folders: &mut Folders) -> Result<bool, StorageError> {
    files.set_notes_folder(folders);
    let id = match files.read_if_there(&folders.marker(), MAX_BYTES) {
        Ok(None) => {
            folders.id = folders.id.take().or_else(|| id_at_path(files, folders));
            return Ok(false);
        }
        Ok(Some(bytes)) => match format::read_marker(&bytes) {
            Err(FormatError::NewerVersion) => return Err(StorageError::new(Kind::NewerFolder, &folders.data)),
            marker => marker.ok().map(|marker| FolderId::of_marker(&marker.id)),
        },
        // A marker that is damaged still marks the folder.
        Err(error) if matches!(error.kind, Kind::NotAFile | Kind::TooLarge | Kind::LeadsElsewhere) => None,
        Err(error) if matches!(error.kind, Kind::NotAFolder | Kind::FolderNotThere | Kind::OtherFolder) => {
            return Err(StorageError { path: folders.data.clone(), ..error });
        }
        Err(error) => return Err(error),
    };
    match (id, &folders.id) {
        (Some(id), Some(known)) if id != *known => {
            return Err(StorageError::new(Kind::OtherFolder, &folders.data));
        }
        (Some(id), _) => folders.id = Some(id),
        (None, Some(_)) => {}
        (None, None) => folders.id = id_at_path(files, folders),
    }
    files.hold_notes_folder(folders)?;
    Ok(true)
}
