//! The settings file: what belongs to this computer's user, and nothing of a client.

use super::error::{Kind, StorageError, UnreadableFile};
use super::files::Files;
use super::folders::Folders;
use super::format::{self, LARGEST};
use crate::domain::settings::Settings;

/// Reads the settings; those of a new therapist where there are none, or none that can be read.
pub fn read_settings(files: &Files, folders: &Folders) -> (Settings, Option<UnreadableFile>) {
    let path = folders.settings();
    let read = files.read_if_there(&path, LARGEST).map_err(|error| UnreadableFile::new(&path, &error));
    let read = read.and_then(|bytes| {
        let read = bytes.map(|bytes| format::read_settings(&bytes)).transpose();
        read.map_err(|error| UnreadableFile::new(&path, &error))
    });
    match read {
        Ok(settings) => (settings.unwrap_or_default().bounded(), None),
        Err(unreadable) => (Settings::default(), Some(unreadable)),
    }
}

/// Saves the settings.
///
/// # Errors
/// When they cannot be saved, or the file that is there cannot be read: it is left as it is.
pub fn save_settings(files: &Files, folders: &Folders, settings: &Settings) -> Result<(), StorageError> {
    let path = folders.settings();
    if read_settings(files, folders).1.is_some() {
        return Err(StorageError::new(Kind::UnreadableInTheWay, &path));
    }
    files.create_folder(&folders.config)?;
    files.put(&path, &format::write_settings(settings))
}
