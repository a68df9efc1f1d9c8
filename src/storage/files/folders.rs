//! Folders: making them, listing them, and putting their names on the disk.

use std::io;
use std::path::{Path, PathBuf};

use super::{Files, folder_of};
use crate::storage::disk;
use crate::storage::error::{Problem, StorageError};

impl Files {
    /// Makes a folder, readable by its owner alone, and every folder above it that is missing. One
    /// that is there already is left as it is.
    ///
    /// # Errors
    /// When the system refuses, or a file is in its place.
    pub fn create_folder(&self, path: &Path) -> Result<(), StorageError> {
        if !self.is_folder(path)
            && let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty())
        {
            self.create_folder(above)?;
        }
        self.create_one_folder(path)
    }

    /// Makes a folder, readable by its owner alone, in one that is there.
    ///
    /// # Errors
    /// When the folder above is missing, the system refuses, or a file is in its place.
    pub fn create_one_folder(&self, path: &Path) -> Result<(), StorageError> {
        let made = match self.disk.create_folder(path) {
            Err(_) if self.is_folder(path) => return Ok(()),
            made => made,
        };
        made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => match self.metadata(path) {
                Ok(look) if look.kind == disk::EntryKind::Link => StorageError::new(Problem::LeadsElsewhere, path),
                Err(error) if error.kind == Problem::LeadsElsewhere => error,
                _ => StorageError::new(Problem::NotAFolder, path),
            },
            _ => StorageError::of(path, &error).of_folder(),
        })?;
        // A folder above that may not be read cannot be put on the disk by us; the system will.
        match self.sync_folder_at(folder_of(path)) {
            Err(error) if error.kind() != io::ErrorKind::PermissionDenied => {
                // It may be gone after a power cut: the next attempt begins again.
                let _ = self.disk.remove_folder(path);
                Err(StorageError::of(path, &error))
            }
            _ => Ok(()),
        }
    }

    /// The paths of what is in a folder, in order.
    ///
    /// # Errors
    /// When the folder is not there, or the system refuses.
    pub fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, StorageError> {
        let mut paths = self.disk.list(folder).map_err(|error| StorageError::of(folder, &error).of_folder())?;
        // They are in one folder, so that their names decide: to compare them part by part takes long.
        paths.sort_unstable_by(|one, other| one.as_os_str().cmp(other.as_os_str()));
        Ok(paths)
    }

    /// The paths of what is in a folder, in order; nothing if it cannot be listed.
    pub fn list_if_there(&self, folder: &Path) -> Vec<PathBuf> {
        self.list(folder).unwrap_or_default()
    }

    /// The paths of what is in a folder, in order; nothing if no folder is there.
    ///
    /// # Errors
    /// When it is there, and the system refuses.
    pub(in crate::storage) fn list_existing(&self, folder: &Path) -> Result<Vec<PathBuf>, StorageError> {
        match self.list(folder) {
            Err(error)
                if matches!(error.kind, Problem::FolderNotThere | Problem::NotAFolder | Problem::LeadsElsewhere) =>
            {
                Ok(Vec::new())
            }
            listed => listed,
        }
    }

    /// Puts the names in a folder on the disk, if one is there.
    ///
    /// # Errors
    /// When the system refuses.
    pub(in crate::storage) fn sync_existing(&self, folder: &Path) -> Result<(), StorageError> {
        match self.sync_folder_at(folder).map_err(|error| StorageError::of(folder, &error)) {
            Err(error)
                if !matches!(error.kind, Problem::FileNotThere | Problem::NotAFolder | Problem::LeadsElsewhere) =>
            {
                Err(error)
            }
            _ => Ok(()),
        }
    }
}
