//! The history: what stood in the place of a session before other words took it.
//!
//! It only grows. Each session has a folder of its own; the files in it are named by the time.

use std::path::Path;

use chrono::Utc;

use super::error::StorageError;
use super::files::{self, Existing};
use super::folders::Folders;
use super::format::LARGEST;
use crate::domain::id::SessionId;

/// Keeps bytes in the history of a session.
///
/// # Errors
/// When they cannot be written.
pub(super) fn keep(folders: &Folders, id: &SessionId, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = folders.history().join(id.as_str());
    // The notes folder itself is never made here.
    files::create_one_folder(&folders.history())?;
    files::create_one_folder(&folder)?;
    if holds(&folder, bytes) {
        return Ok(());
    }
    files::replace(&folder.join(format!("{}.json", stamp())), bytes, Existing::MustNotExist)
}

/// Whether a folder has a file of these bytes: what is tried again and again is kept once.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| files::read_bounded(&path, LARGEST).is_ok_and(|held| held == bytes))
}

/// The time, as it may stand in a file's name.
pub(super) fn stamp() -> String {
    Utc::now().format("%Y%m%dT%H%M%S%.9fZ").to_string()
}
