//! A look at every file of the notes folder: which are sound, which are not and why, which were left
//! over. Changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;

use super::error::{Problem, StorageError};
use super::files::{Files, is_temporary};
use super::folders::Folders;
use super::format;
use super::format::{FormatError, MAX_BYTES};
use super::notes_folder::NotesFolder;
use super::store::session_file::{read_any_session_file, read_session_file, session_id};
use super::vault::attempts::{Attempts, FIRST_WAIT};
use super::vault::converting::Converter;
use super::vault::keys::Keys;
use super::vault::keys::keyring::Keyring;
use super::vault::seal::SealError;
use super::vault::sealing_disk::SealingDisk;
use super::vault::sealing_memory;
use crate::domain::id::SessionId;
use crate::domain::passphrase::Passphrase;
use crate::domain::problem::ReadError;

/// What was found at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, or a folder where a file should be.
    pub path: PathBuf,
    /// What it is.
    pub verdict: Verdict,
}

/// Whether a file is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It can be read as what it should be.
    Sound,
    /// It cannot, and why.
    Unsound(Unsound),
    /// It waits to be taken in: a save that was cut off left it, or it is a copy of a session.
    LeftOver,
}

/// Why a file is not sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsound {
    /// It cannot be read.
    Unreadable(ReadError),
    /// It is none of the app's files.
    NotOurs,
    /// It is damaged.
    Damaged,
    /// It is an earlier version, in a folder that is not named after a session.
    NotInFolderOfSession,
    /// Another program changed it after it was finalized.
    ChangedSinceFinalized,
}

impl<T: Into<ReadError>> From<T> for Unsound {
    fn from(error: T) -> Self {
        Self::Unreadable(error.into())
    }
}

/// Looks at every file of the notes folder, of the settings and of the recovery copies, in the order
/// of their paths.
///
/// # Errors
/// When the notes folder is not there, or is none.
pub fn check(folders: &Folders) -> Result<Vec<Finding>, StorageError> {
    Ok(check_with(&opened(folders)?))
}

/// The notes folder, with what the marker says; nothing leads out of it.
fn opened(folders: &Folders) -> Result<NotesFolder, StorageError> {
    let mut notes = NotesFolder::at(folders);
    if notes.hold()? { Ok(notes) } else { Err(StorageError::new(Problem::FolderNotThere, &folders.data)) }
}

/// The same if the notes are sealed. What is still in another form waits to take its own.
///
/// # Errors
/// As [`check`]; and when the passphrase does not open the keys, comes too soon after a wrong one, or the keys
/// cannot be read.
pub fn check_sealed(folders: &Folders, passphrase: &Passphrase) -> Result<Vec<Finding>, StorageError> {
    let disk = opened(folders)?;
    let missing = || StorageError::new(Problem::KeysNotThere, &disk.paths.keys());
    let keys = Keys::read(&disk)?.ok_or_else(missing)?;
    let keyring = unlock(&keys, &disk, passphrase)?;
    let converter = Converter::new(&disk, &keyring, keyring.form());
    let unconverted = converter.unconverted_now()?;
    let sealed = Files::on(Arc::new(SealingDisk::new(disk.files.disk(), converter)));
    let mut findings = check_with(&disk.with_files(&sealed));
    findings.retain(|finding| !unconverted.contains(&finding.path));
    findings.extend(unconverted.into_iter().map(|path| Finding { path, verdict: Verdict::LeftOver }));
    for path in listed(&disk.files, &disk.paths.keys()) {
        let verdict = match keyring.is_sound(&disk.files, &path) {
            Some(true) => Verdict::Sound,
            Some(false) => Verdict::Unsound(Unsound::Damaged),
            // Another device made it, or was about to.
            None => Verdict::LeftOver,
        };
        findings.push(Finding { path, verdict });
    }
    findings.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(findings)
}

/// Opens the keys, at the pace at which the window does.
fn unlock(keys: &Keys, notes: &NotesFolder, passphrase: &Passphrase) -> Result<Keyring, StorageError> {
    let mut attempts = Attempts::of(&notes.files, &notes.paths);
    if !attempts.time_left(Utc::now()).is_zero() {
        return Err(StorageError::new(Problem::TriedTooSoon, &notes.paths.keys()));
    }
    let opened = keys.unlock(passphrase, sealing_memory::recall(notes).as_ref());
    match opened {
        Ok(_) => attempts.reset(),
        Err(error) if error.kind == Problem::Sealed(SealError::OtherKey) => {
            attempts.record_failure(FIRST_WAIT, Utc::now());
            return Err(StorageError { kind: Problem::OtherPassphrase, ..error });
        }
        Err(_) => {}
    }
    opened
}

fn check_with(notes: &NotesFolder) -> Vec<Finding> {
    let NotesFolder { files, paths: folders } = notes;
    let mut paths = listed(files, &folders.data);
    for folder in [folders.sessions(), folders.trash(), folders.recovery(), folders.renaming_folder()] {
        paths.extend(listed(files, &folder));
    }
    paths.extend(listed(files, &folders.history()).iter().flat_map(|folder| listed(files, folder)));
    paths.extend(Some(folders.settings()).filter(|path| files.exists(path)));
    let ours = [
        folders.sessions(),
        folders.trash(),
        folders.history(),
        folders.renaming_folder(),
        folders.keys(),
        folders.lock(),
    ];
    paths.retain(|path| !ours.contains(path));
    paths.sort();
    let finding = |path: PathBuf| Finding { verdict: verdict(notes, &path), path };
    paths.into_iter().map(finding).collect()
}

/// Everything in a folder but what others hid there; nothing if it is not there.
fn listed(files: &Files, folder: &Path) -> Vec<PathBuf> {
    let paths = files.list_if_there(folder).into_iter();
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    paths.filter(|path| is_temporary(path) || !is_hidden(path)).collect()
}

fn verdict(notes: &NotesFolder, path: &Path) -> Verdict {
    let NotesFolder { files, paths: folders } = notes;
    let folder = path.parent().unwrap_or(path);
    if is_temporary(path) || folder == folders.recovery() {
        return Verdict::LeftOver;
    }
    let read = |read: fn(&[u8]) -> Result<(), FormatError>| {
        let bytes = files.read(path, MAX_BYTES).map_err(|error| Unsound::from(&error));
        bytes.and_then(|bytes| read(&bytes).map_err(|error| Unsound::from(&error)))
    };
    let sound = if path == folders.marker() {
        read(|bytes| format::read_marker(bytes).map(drop))
    } else if path == folders.prompt_sets() || folder == folders.prompt_sets_history() {
        read(|bytes| format::read_prompt_sets(bytes).map(drop))
    } else if path == folders.renaming() {
        read(|bytes| format::read_renaming(bytes).map(drop))
    } else if path == folders.settings() {
        read(|bytes| format::read_settings(bytes).map(drop))
    } else if folder == folders.sessions() || folder == folders.trash() {
        return session_verdict(files, path);
    } else if folder.parent() == Some(&folders.history()) {
        earlier_verdict(files, path)
    } else {
        Err(Unsound::NotOurs)
    };
    sound.map_or_else(Verdict::Unsound, |()| Verdict::Sound)
}

fn session_verdict(files: &Files, path: &Path) -> Verdict {
    if path.extension().is_none_or(|extension| extension != "json") {
        return Verdict::Unsound(ReadError::NotNamedAsSession.into());
    }
    match read_any_session_file(files, path) {
        Ok(file) if file.session.was_changed_since_finalized() => Verdict::Unsound(Unsound::ChangedSinceFinalized),
        Ok(file) if session_id(path).as_ref() == Some(&file.session.id) => Verdict::Sound,
        // A copy of a session under another name: it is taken in as soon as the folder is opened.
        Ok(_) => Verdict::LeftOver,
        Err(unreadable) => Verdict::Unsound(unreadable.reason.into()),
    }
}

/// An earlier version is in a folder that is named by its id.
fn earlier_verdict(files: &Files, path: &Path) -> Result<(), Unsound> {
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    let id = folder.and_then(|folder| SessionId::try_from(folder).ok());
    let id = id.ok_or(Unsound::NotInFolderOfSession)?;
    read_session_file(files, path, &id).map(drop).map_err(|error| error.reason.into())
}
