//! Recovery copies: what could not be saved in its place stands on this computer until it can.
//!
//! Each is one session, in the state folder. Nothing is dropped here: of two versions the older one
//! goes to the history of its session.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::Utc;

use super::error::{StorageError, UnreadableFile};
use super::files::{self, Existing};
use super::folders::Folders;
use super::format::{LARGEST, write_session};
use super::store::read_session_file;
use crate::domain::id::SessionId;
use crate::domain::session::Session;

/// Keeps a copy of a session that could not be saved.
///
/// # Errors
/// When this cannot be written either.
pub(super) fn keep(folders: &Folders, session: &Session) -> Result<(), StorageError> {
    files::create_folder(&folders.recovery())?;
    files::replace(&copy_path(folders, &session.id), &write_session(session), Existing::MayReplace)
}

/// Takes the copy away, once the session is saved in its place.
pub(super) fn remove(folders: &Folders, id: &SessionId) {
    let _ = files::remove(&copy_path(folders, id));
}

fn copy_path(folders: &Folders, id: &SessionId) -> PathBuf {
    folders.recovery().join(format!("{id}.json"))
}

fn session_path(folders: &Folders, id: &SessionId) -> PathBuf {
    folders.sessions().join(format!("{id}.json"))
}

/// The sessions that have a copy, and those copies that cannot be read.
pub(super) fn sessions(folders: &Folders) -> (Vec<Session>, Vec<UnreadableFile>) {
    let (mut sessions, mut unreadable) = (Vec::new(), Vec::new());
    let Ok(entries) = folders.recovery().read_dir() else { return (sessions, unreadable) };
    for path in entries.flatten().map(|entry| entry.path()) {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| !stem.starts_with('.'));
        let Some(id) = stem.and_then(|stem| SessionId::try_from(stem).ok()) else { continue };
        match read_session_file(&path, &id) {
            Ok(session) => sessions.push(session),
            Err(error) => unreadable.push(error),
        }
    }
    (sessions, unreadable)
}

/// Decides between a copy and the file in its place. Returns whether the copy is to be saved; what
/// is not used goes to the history first.
///
/// # Errors
/// When the history cannot be written: then neither is touched.
pub(super) fn settle(folders: &Folders, id: &SessionId) -> Result<bool, StorageError> {
    let (copy, place) = (copy_path(folders, id), session_path(folders, id));
    let Some(in_place) = files::read_if_there(&place, LARGEST)? else { return Ok(true) };
    let copied = files::read_bounded(&copy, LARGEST)?;
    if in_place == copied {
        files::remove(&copy)?;
        return Ok(false);
    }
    if changed_at(&copy) > changed_at(&place) {
        keep_in_history(folders, id, &in_place)?;
        return Ok(true);
    }
    keep_in_history(folders, id, &copied)?;
    files::remove(&copy)?;
    Ok(false)
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

fn keep_in_history(folders: &Folders, id: &SessionId, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = folders.history().join(id.as_str());
    files::create_folder(&folder)?;
    let name = Utc::now().format("%Y%m%dT%H%M%S%.9fZ.json").to_string();
    files::replace(&folder.join(name), bytes, Existing::MustNotExist)
}
