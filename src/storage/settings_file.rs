//! The settings file: what belongs to this computer's user, and nothing of a client.

use std::path::{Path, PathBuf};

use super::error::{Problem, StorageError, UnreadableFile};
use super::files::Files;
use super::folders::Folders;
use super::format;
use super::format::MAX_BYTES;
use super::format::salvage::salvage_settings;
use crate::domain::settings::Settings;

/// The most links that are followed to the file.
const MAX_LINKS: usize = 32;

/// The most files that are kept beside it.
const MAX_KEPT: usize = 1000;

/// Reads the settings; those of a new therapist if there are none. Of a file that cannot be read, what can be read of it.
pub fn read_settings(files: &Files, folders: &Folders) -> (Settings, Option<UnreadableFile>) {
    let path = folders.settings();
    let bytes = match files.read_if_there(&path, MAX_BYTES) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return (Settings::default(), None),
        Err(error) => return (Settings::default(), Some(UnreadableFile::new(&path, &error))),
    };
    match format::read_settings(&bytes) {
        Ok(settings) => (settings.bounded(), None),
        Err(error) => (salvage_settings(&bytes).bounded(), Some(UnreadableFile::new(&path, &error))),
    }
}

/// Saves the settings. A file that cannot be read is first set aside, as it is. A link to the file stays one.
///
/// # Errors
/// When they cannot be saved.
pub fn save_settings(files: &Files, folders: &Folders, settings: &Settings) -> Result<(), StorageError> {
    files.create_folder(&folders.config)?;
    let path = behind_links(folders.settings());
    if read_settings(files, folders).1.is_some() {
        set_aside(files, &path)?;
    }
    files.put(&path, &format::write_settings(settings))
}

/// The file that a path leads to, which need not be there.
fn behind_links(path: PathBuf) -> PathBuf {
    let mut file = path;
    for _ in 0..MAX_LINKS {
        let Ok(target) = file.read_link() else { break };
        file = file.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    file
}

/// Gives a file a name beside it that nobody has.
fn set_aside(files: &Files, path: &Path) -> Result<(), StorageError> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let kept = |number: usize| path.with_file_name(format!("{name}-unreadable-{number}.json"));
    let free = (1..=MAX_KEPT).map(kept).find(|kept| !files.exists(kept));
    let free = free.ok_or_else(|| StorageError::new(Problem::UnreadableInTheWay, path))?;
    files.rename(path, &free)
}
