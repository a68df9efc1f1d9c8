//! The notes folder: which files are in it, reading them, and saving them without ever writing over
//! one that was not read.
//!
//! Must not know about threads or time. Never makes the notes folder while saving: a folder that is
//! gone is a drive that is not there.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use super::error::{Kind, StorageError, UnreadableFile};
use super::files::{self, Existing};
use super::folders::Folders;
use super::format::{self, FormatError, KnownFolder, KnownFolders, LARGEST, Marker};
use super::history;
use crate::domain::Unknown;
use crate::domain::id::SessionId;
use crate::domain::prompt_set::PromptSets;
use crate::domain::session::Session;
use crate::domain::settings::Settings;

/// The least time between two versions of a session that is being written.
const BETWEEN_VERSIONS: TimeDelta = TimeDelta::minutes(10);

/// The most notes folders that are remembered.
const MOST_KNOWN: usize = 50;

/// An opened notes folder.
#[derive(Debug)]
pub struct Store {
    folders: Folders,
    /// Sessions whose file was read or written, each with the hash of what the app knows to be in
    /// it: that may be replaced. Anything else that stands there goes to the history first.
    known: HashMap<SessionId, Option<u64>>,
    /// Sessions whose file could not be read: it is never replaced.
    unreadable: HashSet<SessionId>,
    /// When a version of each session was kept last, or its file made.
    kept: HashMap<SessionId, DateTime<Utc>>,
    prompt_sets: PromptSetsFile,
    /// Held as long as the folder is open, so that a second window waits.
    _lock: Option<File>,
}

/// What is known of the file of the prompt sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PromptSetsFile {
    NotLooked,
    NotThere,
    Known,
    Unreadable,
}

/// What stands in the folder of the sessions.
#[derive(Debug, Default)]
pub struct Listing {
    /// The sessions, oldest first.
    pub sessions: Vec<SessionId>,
    /// Files that are not a session's by their name.
    pub others: Vec<UnreadableFile>,
}

impl Store {
    /// Opens the notes folder. One that is new is made; one that this computer has opened before is
    /// never made again.
    ///
    /// # Errors
    /// When the folder is not there or cannot be made, belongs to a newer version, or is open elsewhere.
    pub fn open(folders: &Folders) -> Result<Self, StorageError> {
        let marker = files::read_if_there(&folders.marker(), LARGEST).map_err(|error| match error.kind {
            Kind::NotAFolder => StorageError { path: folders.data.clone(), ..error },
            _ => error,
        });
        match marker? {
            Some(marker) if format::read_marker(&marker) == Err(FormatError::NewerVersion) => {
                return Err(StorageError::new(Kind::NewerFolder, &folders.data));
            }
            // A marker that is damaged still marks the folder.
            Some(_) => {}
            None if is_known(folders) => return Err(StorageError::new(Kind::FolderNotThere, &folders.data)),
            None => make(folders)?,
        }
        let lock =
            files::lock(&folders.lock()).map_err(|error| StorageError { path: folders.data.clone(), ..error })?;
        files::create_one_folder(&folders.sessions())?;
        remember(folders);
        Ok(Self {
            folders: folders.clone(),
            known: HashMap::new(),
            unreadable: HashSet::new(),
            kept: HashMap::new(),
            prompt_sets: PromptSetsFile::NotLooked,
            _lock: lock,
        })
    }

    /// What stands in the folder of the sessions.
    ///
    /// # Errors
    /// When the system refuses to list it.
    pub fn list(&self) -> Result<Listing, StorageError> {
        let folder = self.folders.sessions();
        let of_system = |error| StorageError::of(&folder, &error).of_folder();
        let mut listing = Listing::default();
        for entry in folder.read_dir().map_err(of_system)? {
            let path = entry.map_err(of_system)?.path();
            let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            match session_id(&path) {
                Some(id) => listing.sessions.push(id),
                None if is_hidden => {}
                None => listing.others.push(UnreadableFile::new(&path, &"Its name is not that of a session.")),
            }
        }
        listing.sessions.sort_unstable();
        Ok(listing)
    }

    /// Reads one session.
    ///
    /// # Errors
    /// When its file cannot be read as this session. The file is then never written over.
    pub fn read_session(&mut self, id: &SessionId) -> Result<Session, UnreadableFile> {
        match read_session_file(&self.session_path(id), id) {
            Ok((session, hash)) => {
                self.known.insert(id.clone(), Some(hash));
                self.unreadable.remove(id);
                Ok(session)
            }
            Err(unreadable) => {
                self.unreadable.insert(id.clone());
                Err(unreadable)
            }
        }
    }

    /// Says that the app shows other words than a file that was read: what stands there goes to the
    /// history before it is replaced.
    pub fn supersede(&mut self, id: &SessionId) {
        self.known.insert(id.clone(), None);
    }

    /// Saves a session: on return it is on the disk. What stood there goes to the history when the
    /// session was read in this run, and then every ten minutes at most.
    ///
    /// # Errors
    /// When it cannot be saved. The file is as it was.
    pub fn save_session(&mut self, session: &Session, now: DateTime<Utc>) -> Result<(), StorageError> {
        let path = self.session_path(&session.id);
        // Once it was moved away, the place is free.
        if self.unreadable.contains(&session.id) && is_taken(&path) {
            return Err(StorageError::new(Kind::UnreadableInTheWay, &path));
        }
        let bytes = session_bytes(session).ok_or_else(|| StorageError::new(Kind::WouldNotRead, &path))?;
        let existing = if let Some(hash) = self.known.get(&session.id).copied() {
            self.keep_what_others_wrote(&session.id, hash)?;
            self.keep_version(&session.id, now);
            Existing::MayReplace
        } else {
            self.kept.insert(session.id.clone(), now);
            Existing::MustNotExist
        };
        let replaced = files::replace(&path, &bytes, existing).map_err(StorageError::of_folder);
        if replaced.is_ok() || is_ours(&path, &bytes) {
            self.known.insert(session.id.clone(), Some(hash_of(&bytes)));
            self.unreadable.remove(&session.id);
        }
        replaced
    }

    /// Keeps what stands in the place of a session, unless it is what the app read or wrote last:
    /// another computer, or another window, may have written there.
    fn keep_what_others_wrote(&mut self, id: &SessionId, hash: Option<u64>) -> Result<(), StorageError> {
        let path = self.session_path(id);
        let found = files::read_if_there(&path, LARGEST).map_err(StorageError::of_folder)?;
        let Some(bytes) = found.filter(|bytes| Some(hash_of(bytes)) != hash) else { return Ok(()) };
        if parse_session(&path, &bytes, id).is_err() {
            self.unreadable.insert(id.clone());
            return Err(StorageError::new(Kind::UnreadableInTheWay, &path));
        }
        history::keep(&self.folders, id, &bytes)
    }

    /// Keeps what stands in the place of a session, if it is time to. Where that fails, the newer
    /// words are saved all the same.
    fn keep_version(&mut self, id: &SessionId, now: DateTime<Utc>) {
        let is_early = self.kept.get(id).is_some_and(|kept| (now - *kept).abs() < BETWEEN_VERSIONS);
        if is_early {
            return;
        }
        let found = files::read_if_there(&self.session_path(id), LARGEST);
        if let Ok(Some(bytes)) = found
            && history::keep(&self.folders, id, &bytes).is_ok()
        {
            self.kept.insert(id.clone(), now);
        }
    }

    /// Reads the prompt sets; nothing where none were saved yet.
    ///
    /// # Errors
    /// When their file cannot be read. The file is then never written over.
    pub fn read_prompt_sets(&mut self) -> Result<Option<PromptSets>, UnreadableFile> {
        let path = self.folders.prompt_sets();
        let read = read_file(&path).and_then(|bytes| {
            let read = bytes.map(|bytes| format::read_prompt_sets(&bytes)).transpose();
            read.map_err(|error| UnreadableFile::new(&path, &error))
        });
        self.prompt_sets = match &read {
            Ok(Some(_)) => PromptSetsFile::Known,
            Ok(None) => PromptSetsFile::NotThere,
            Err(_) => PromptSetsFile::Unreadable,
        };
        read
    }

    /// Saves the prompt sets: on return they are on the disk.
    ///
    /// # Errors
    /// When they cannot be saved. The file is as it was.
    pub fn save_prompt_sets(&mut self, sets: &PromptSets) -> Result<(), StorageError> {
        let path = self.folders.prompt_sets();
        let existing = match self.prompt_sets {
            PromptSetsFile::Known => Existing::MayReplace,
            PromptSetsFile::NotThere => Existing::MustNotExist,
            PromptSetsFile::Unreadable if !is_taken(&path) => Existing::MustNotExist,
            PromptSetsFile::NotLooked | PromptSetsFile::Unreadable => {
                return Err(StorageError::new(Kind::UnreadableInTheWay, &path));
            }
        };
        let bytes = format::write_prompt_sets(sets);
        let replaced = files::replace(&path, &bytes, existing).map_err(StorageError::of_folder);
        if replaced.is_ok() || is_ours(&path, &bytes) {
            self.prompt_sets = PromptSetsFile::Known;
        }
        replaced
    }

    /// Whether the folder is still there: a drive may be pulled out at any time.
    pub fn is_there(&self) -> bool {
        self.folders.marker().is_file()
    }

    fn session_path(&self, id: &SessionId) -> PathBuf {
        self.folders.sessions().join(format!("{id}.json"))
    }
}

/// The id that a file is named by, if it is a session's.
fn session_id(path: &Path) -> Option<SessionId> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".json")?;
    SessionId::try_from(stem).ok()
}

/// Whether anything stands at a path, be it a link that leads nowhere.
fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a file holds `bytes` although replacing it failed: only the very last step did, and the
/// next attempt may replace it.
fn is_ours(path: &Path, bytes: &[u8]) -> bool {
    files::read_bounded(path, LARGEST).is_ok_and(|found| found == bytes)
}

/// Reads the file of a session, wherever it is; returns the hash of its bytes too.
pub(super) fn read_session_file(path: &Path, id: &SessionId) -> Result<(Session, u64), UnreadableFile> {
    let bytes = files::read_bounded(path, LARGEST).map_err(|error| UnreadableFile::new(path, &error))?;
    Ok((parse_session(path, &bytes, id)?, hash_of(&bytes)))
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

fn parse_session(path: &Path, bytes: &[u8], id: &SessionId) -> Result<Session, UnreadableFile> {
    let session = format::read_session(bytes).map_err(|error| UnreadableFile::new(path, &error))?;
    if session.id != *id {
        return Err(UnreadableFile::new(path, &"The id inside is not the one that it is named by."));
    }
    Ok(session)
}

/// A session as it is written, if reading it again gives the same.
fn session_bytes(session: &Session) -> Option<Vec<u8>> {
    let bytes = format::write_session(session);
    let read = format::read_session(&bytes).ok()?;
    (format::write_session(&read) == bytes).then_some(bytes)
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>, UnreadableFile> {
    files::read_if_there(path, LARGEST).map_err(|error| UnreadableFile::new(path, &error))
}

/// Makes a new notes folder.
fn make(folders: &Folders) -> Result<(), StorageError> {
    if folders.is_usual() {
        files::create_folder(&folders.data)?;
    } else {
        files::create_one_folder(&folders.data)?;
    }
    files::create_one_folder(&folders.sessions())?;
    let marker = Marker { id: uuid::Uuid::now_v7().to_string(), unknown: Unknown::new() };
    files::replace(&folders.marker(), &format::write_marker(&marker), Existing::MustNotExist)
}

fn known_folders(folders: &Folders) -> Option<KnownFolders> {
    let bytes = files::read_if_there(&folders.known(), LARGEST).ok()?;
    bytes.map_or(Some(KnownFolders::default()), |bytes| format::read_known_folders(&bytes).ok())
}

fn path_text(folders: &Folders) -> String {
    folders.data.to_string_lossy().into_owned()
}

/// Whether this computer has opened the notes folder before.
fn is_known(folders: &Folders) -> bool {
    let path = path_text(folders);
    known_folders(folders).is_some_and(|known| known.folders.iter().any(|folder| folder.path == path))
}

/// Remembers that this computer has opened the notes folder. Where that cannot be written, the
/// folder can be used all the same.
fn remember(folders: &Folders) {
    let Some(mut known) = known_folders(folders).filter(|_| !is_known(folders)) else { return };
    let excess = (known.folders.len() + 1).saturating_sub(MOST_KNOWN);
    known.folders.drain(..excess);
    known.folders.push(KnownFolder { path: path_text(folders), unknown: Unknown::new() });
    if files::create_folder(&folders.state).is_ok() {
        let _ = files::replace(&folders.known(), &format::write_known_folders(&known), Existing::MayReplace);
    }
}

/// Reads the settings; those of a new therapist where there are none, or none that can be read.
pub fn read_settings(folders: &Folders) -> (Settings, Option<UnreadableFile>) {
    let path = folders.settings();
    let read = read_file(&path).and_then(|bytes| {
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
pub fn save_settings(folders: &Folders, settings: &Settings) -> Result<(), StorageError> {
    let path = folders.settings();
    if read_settings(folders).1.is_some() {
        return Err(StorageError::new(Kind::UnreadableInTheWay, &path));
    }
    files::create_folder(&folders.config)?;
    files::replace(&path, &format::write_settings(settings), Existing::MayReplace)
}
