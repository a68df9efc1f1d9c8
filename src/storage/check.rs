//! A look at every file of the notes folder: which are sound, which are not and why, which were left
//! over. Changes nothing.

use std::fmt;
use std::path::{Path, PathBuf};

use super::error::{Kind, StorageError};
use super::files;
use super::folders::Folders;
use super::format::{self, LARGEST};
use super::store::read_session_file;
use crate::domain::id::SessionId;

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
    /// It cannot, and why: a sentence or two that quote nothing of it.
    Unsound(String),
    /// It waits to be saved in its place, or was left behind by a save that was cut off.
    LeftOver,
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound => formatter.write_str("sound"),
            Self::Unsound(reason) => write!(formatter, "not sound: {reason}"),
            Self::LeftOver => formatter.write_str("left over"),
        }
    }
}

/// What reading a file as what it should be comes to.
type Read = Result<(), String>;

/// Looks at every file of the notes folder, of the settings and of the recovery copies, in the order
/// of their paths.
///
/// # Errors
/// When the notes folder is not there, or is none.
pub fn check(folders: &Folders) -> Result<Vec<Finding>, StorageError> {
    if !folders.marker().is_file() {
        return Err(StorageError::new(Kind::FolderNotThere, &folders.data));
    }
    let mut findings = Vec::new();
    let read_marker = |bytes: &[u8]| said(format::read_marker(bytes));
    let read_prompt_sets = |bytes: &[u8]| said(format::read_prompt_sets(bytes));
    let read_settings = |bytes: &[u8]| said(format::read_settings(bytes));
    check_file(&folders.marker(), read_marker, &mut findings);
    check_file(&folders.prompt_sets(), read_prompt_sets, &mut findings);
    check_file(&folders.settings(), read_settings, &mut findings);
    for path in listed(&folders.data) {
        if is_temporary(&path) {
            findings.push(Finding { path, verdict: Verdict::LeftOver });
        }
    }
    for path in listed(&folders.sessions()) {
        findings.push(Finding { verdict: session_verdict(&path), path });
    }
    for path in listed(&folders.history()).iter().flat_map(|folder| listed(folder)) {
        findings.push(Finding { verdict: earlier_verdict(&path), path });
    }
    for path in listed(&folders.recovery()) {
        findings.push(Finding { path, verdict: Verdict::LeftOver });
    }
    findings.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(findings)
}

/// Everything in a folder; nothing where it is not there.
fn listed(folder: &Path) -> Vec<PathBuf> {
    folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn said<T>(read: Result<T, format::FormatError>) -> Read {
    read.map(drop).map_err(|error| error.to_string())
}

fn check_file(path: &Path, read: impl Fn(&[u8]) -> Read, findings: &mut Vec<Finding>) {
    let read = match files::read_if_there(path, LARGEST) {
        Ok(None) => return,
        Ok(Some(bytes)) => read(&bytes),
        Err(error) => Err(error.to_string()),
    };
    findings.push(Finding { path: path.to_owned(), verdict: verdict(read) });
}

fn verdict(read: Read) -> Verdict {
    read.map_or_else(Verdict::Unsound, |()| Verdict::Sound)
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(files::is_temporary_name)
}

fn session_verdict(path: &Path) -> Verdict {
    if is_temporary(path) {
        return Verdict::LeftOver;
    }
    let stem = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".json"));
    match stem.and_then(|stem| SessionId::try_from(stem).ok()) {
        Some(id) => verdict(read_session_file(path, &id).map(drop).map_err(|error| error.reason)),
        None => Verdict::Unsound("Its name is not that of a session.".to_owned()),
    }
}

/// An earlier version stands in a folder that is named by its id.
fn earlier_verdict(path: &Path) -> Verdict {
    if is_temporary(path) {
        return Verdict::LeftOver;
    }
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    match folder.and_then(|folder| SessionId::try_from(folder).ok()) {
        Some(id) => verdict(read_session_file(path, &id).map(drop).map_err(|error| error.reason)),
        None => Verdict::Unsound("Its folder is not named by a session.".to_owned()),
    }
}
