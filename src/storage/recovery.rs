//! Recovery copies: what could not be saved in its place stands on this computer until it can.
//!
//! Each is one session, in the state folder. Nothing is dropped here: of two versions the older one
//! goes to the history of its session.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::{StorageError, UnreadableFile};
use super::files::{self, Existing};
use super::folders::Folders;
use super::format::{self, LARGEST};
use super::history;
use super::store::read_session_file;
use crate::domain::id::SessionId;
use crate::domain::session::Session;

/// Keeps a copy of a session that could not be saved.
///
/// # Errors
/// When this cannot be written either.
pub(super) fn keep(folders: &Folders, session: &Session) -> Result<(), StorageError> {
    // What is too long to be read again is better kept than lost.
    let bytes = format::write_session(session);
    files::create_folder(&folders.recovery())?;
    files::replace(&copy_path(folders, &session.id), &bytes, Existing::MayReplace)
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

/// The sessions that have a copy, and what cannot be read. That is given another name, so that no
/// later copy takes its place.
pub(super) fn sessions(folders: &Folders) -> (Vec<Session>, Vec<UnreadableFile>) {
    let (mut sessions, mut unreadable) = (Vec::new(), Vec::new());
    let Ok(entries) = folders.recovery().read_dir() else { return (sessions, unreadable) };
    // Renaming while the folder is listed could list a file twice.
    let paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    for path in paths {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| !stem.starts_with('.')) else {
            continue;
        };
        let Ok(id) = SessionId::try_from(stem) else {
            unreadable.push(UnreadableFile::new(&path, &"It was set aside."));
            continue;
        };
        match read_session_file(&path, &id) {
            Ok((session, _)) => sessions.push(session),
            Err(error) => unreadable.push(UnreadableFile { path: set_aside(&path).unwrap_or(path), ..error }),
        }
    }
    (sessions, unreadable)
}

/// Gives a copy another name beside it. This needs no room on the disk.
fn set_aside(copy: &Path) -> Option<PathBuf> {
    let aside = copy.with_extension(format!("{}.json", history::stamp()));
    files::rename(copy, &aside).ok()?;
    Some(aside)
}

/// Decides between a copy and the readable file in its place. Returns whether the copy is to be
/// saved. One that is not goes to the history.
pub(super) fn settle(folders: &Folders, id: &SessionId) -> bool {
    let (copy, place) = (copy_path(folders, id), session_path(folders, id));
    let (Ok(copied), Ok(in_place)) = (files::read_bounded(&copy, LARGEST), files::read_bounded(&place, LARGEST)) else {
        return true;
    };
    if in_place != copied {
        if changed_at(&copy) > changed_at(&place) {
            return true;
        }
        if history::keep(folders, id, &copied).is_err() {
            set_aside(&copy);
            return false;
        }
    }
    let _ = files::remove(&copy);
    false
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}
