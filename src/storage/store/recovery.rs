//! Recovery copies: what could not be saved in its place is on this computer until it can.
//!
//! Each is one session, in the state folder. Nothing is dropped here: of two versions the older one
//! goes to the history of its session.

use std::path::{Path, PathBuf};

use super::recovery_copy::RecoveryCopy;
use super::session_file::{SessionFile, parse_session, session_id};
use super::{is_cut_short, is_incomplete};
use crate::domain::id::SessionId;
use crate::domain::problem::ReadError;
use crate::domain::session::merge::merge;
use crate::storage::error::{StorageError, UnreadableFile};
use crate::storage::files::{Files, is_temporary, new_temporary};
use crate::storage::folders::{FolderId, Folders};
use crate::storage::format;
use crate::storage::format::MAX_BYTES;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::notes_folder::known_folders::{others_at_path, paths_of};
use crate::storage::stamp::{is_out_of_place, stamp};
use crate::storage::vault::sealed_name::{plain_path, sealed_path};

/// Keeps a copy of a session that could not be saved.
///
/// # Errors
/// When this cannot be written either.
pub(crate) fn keep(notes: &NotesFolder, copy: &RecoveryCopy) -> Result<(), StorageError> {
    notes.files.create_folder(&notes.paths.recovery())?;
    notes.files.put(&copy_path(&notes.paths, &copy.session.id), &copy.bytes())
}

/// Keeps a copy that was sealed before; this needs no key. `files` are those of the disk itself.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn keep_sealed(notes: &NotesFolder, id: &SessionId, sealed: &[u8]) -> Result<(), StorageError> {
    notes.files.create_folder(&notes.paths.recovery())?;
    notes.files.put(&sealed_path(&copy_path(&notes.paths, id)), sealed)
}

/// Keeps a copy that was sealed before, under a name that no other copy has.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn keep_sealed_aside(notes: &NotesFolder, id: &SessionId, sealed: &[u8]) -> Result<(), StorageError> {
    notes.files.create_folder(&notes.paths.recovery())?;
    notes.files.put_new(&sealed_path(&copy_path(&notes.paths, id).with_extension(format!("{}.json", stamp()))), sealed)
}

/// Moves the copies to where they belong that were made when only a path was known of the notes folder, by
/// whichever of its paths. `files` are the files as they are on the disk: sealed ones are moved unopened.
pub(crate) fn adopt(notes: &NotesFolder) {
    let own = notes.paths.recovery();
    let previous = paths_of(notes).into_iter().map(|path| notes.paths.recovery_by_path(&path));
    for previous in previous.filter(|previous| *previous != own) {
        notes.files.list_if_there(&previous).iter().for_each(|copy| move_here(notes, copy));
        notes.files.remove_empty_folder(&previous);
    }
}

/// The same of copies that were made when this folder had another id in its marker, which whoever writes in it can
/// change. `is_ours` says whether a copy is of these notes, by its session and its bytes on the disk: another folder may
/// have been at this path.
pub(crate) fn adopt_of_former_ids(notes: &NotesFolder, is_ours: impl Fn(&SessionId, &[u8]) -> bool) {
    for id in others_at_path(notes).into_iter().filter_map(|other| other.id) {
        let former = notes.known_by(FolderId::of_marker(&id)).paths.recovery();
        for copy in notes.files.list_if_there(&former) {
            let Some(id) = session_named(&plain_path(&copy)) else { continue };
            if notes.files.read(&copy, 2 * MAX_BYTES).is_ok_and(|bytes| is_ours(&id, &bytes)) {
                move_here(notes, &copy);
            }
        }
        notes.files.remove_empty_folder(&former);
    }
}

fn move_here(notes: &NotesFolder, copy: &Path) {
    let own = notes.paths.recovery();
    let Some(name) = copy.file_name() else { return };
    let named = own.join(name);
    let exists = [plain_path(&named), sealed_path(&plain_path(&named))].iter().any(|path| notes.files.exists(path));
    // By such a name it is put together with the one that is there.
    let named = if exists { new_temporary(&own) } else { named };
    let _ = notes.files.create_folder(&own).and_then(|()| notes.files.rename(copy, &named));
}

/// Takes the copy away, once the session is saved in its place.
pub(crate) fn remove(notes: &NotesFolder, id: &SessionId) {
    let path = copy_path(&notes.paths, id);
    if notes.files.exists(&path) {
        let _ = notes.files.remove(&path);
    }
}

fn copy_path(folders: &Folders, id: &SessionId) -> PathBuf {
    folders.recovery().join(format!("{id}.json"))
}

/// The sessions that have a copy, and what cannot be read. That is given another name, so that no
/// later copy takes its place.
pub(crate) fn sessions(notes: &NotesFolder) -> (Vec<RecoveryCopy>, Vec<UnreadableFile>) {
    let (mut sessions, mut unreadable) = (Vec::new(), Vec::new());
    for path in notes.files.list_if_there(&notes.paths.recovery()) {
        if is_temporary(&path) {
            finish_copy(notes, &path);
        } else if is_out_of_place(&path) {
            try_again(notes, &path);
        }
    }
    for path in notes.files.list_if_there(&notes.paths.recovery()).into_iter().filter(|path| !is_hidden(path)) {
        let Some(id) = session_id(&path) else {
            unreadable.push(UnreadableFile::new(&path, ReadError::SetAside));
            continue;
        };
        let read = notes.files.read(&path, MAX_BYTES).map_err(|error| UnreadableFile::new(&path, &error));
        let read = read.and_then(|bytes| RecoveryCopy::parse(&path, bytes));
        match read {
            Ok(copy) if copy.session.id == id => sessions.push(copy),
            Ok(_) => {
                unreadable.push(set_aside_because(&notes.files, path, ReadError::OtherIdThanName));
            }
            Err(error) => unreadable.push(set_aside_because(&notes.files, path, error.reason)),
        }
    }
    (sessions, unreadable)
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// A copy that was written whole but had not got its name yet gets it, if it is the later one; what
/// was cut short goes.
fn finish_copy(notes: &NotesFolder, path: &Path) {
    let bytes = match notes.files.read(path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if is_cut_short(&error) => {
            let _ = notes.files.remove(path);
            return;
        }
        Err(_) => return,
    };
    if is_incomplete(&bytes) {
        let _ = notes.files.remove(path);
        return;
    }
    if let Ok(copy) = parse_session(path, bytes) {
        put_together(notes, path, copy);
    }
}

/// A copy that was set aside gets its name back if it can be read by now: no key may have opened it then.
fn try_again(notes: &NotesFolder, path: &Path) {
    let read = notes.files.read(path, MAX_BYTES).ok();
    let copy = read.and_then(|bytes| parse_session(path, bytes).ok());
    if let Some(copy) = copy.filter(|copy| session_named(path).as_ref() == Some(&copy.session.id)) {
        put_together(notes, path, copy);
    }
}

/// The session that a copy is of, by its name, also if it was set aside.
fn session_named(path: &Path) -> Option<SessionId> {
    let (stem, _) = path.file_name()?.to_str()?.split_once('.')?;
    SessionId::try_from(stem).ok()
}

/// Gives a copy the name of its session; of two, the later one, or both as one.
fn put_together(notes: &NotesFolder, path: &Path, copy: SessionFile) {
    let named = copy_path(&notes.paths, &copy.session.id);
    let older = notes.files.read(&named, MAX_BYTES).ok().and_then(|bytes| parse_session(&named, bytes).ok());
    match older {
        Some(older) if older.session.version_vector.includes(&copy.session.version_vector) => {
            let _ = notes.files.remove(path);
        }
        Some(older) => {
            let bytes = if copy.session.version_vector.includes(&older.session.version_vector) {
                copy.bytes
            } else {
                format::write_session(&merge(None, &older.session, &copy.session))
            };
            if notes.files.put(&named, &bytes).is_ok() {
                let _ = notes.files.remove(path);
            }
        }
        None => {
            let _ = notes.files.rename(path, &named);
        }
    }
}

fn set_aside_because(files: &Files, copy: PathBuf, reason: ReadError) -> UnreadableFile {
    UnreadableFile::new(&set_aside(files, &copy).unwrap_or(copy), reason)
}

/// Gives a copy another name beside it. This needs no room on the disk.
fn set_aside(files: &Files, copy: &Path) -> Option<PathBuf> {
    let aside = copy.with_extension(format!("{}.json", stamp()));
    files.rename(copy, &aside).ok()?;
    Some(aside)
}

/// Gives the copy of a session another name, so that no later one takes its place.
pub(crate) fn set_aside_copy(notes: &NotesFolder, id: &SessionId) {
    set_aside(&notes.files, &copy_path(&notes.paths, id));
}
