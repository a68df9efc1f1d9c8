//! The notes folder: which files are in it, reading them, and saving them without ever writing over
//! one that was not read.
//!
//! Must not know about threads or time. Never makes the notes folder while saving: a folder that is
//! gone is a drive that is not there.

pub(crate) mod history;
mod intake;
mod merge_base;
mod prompt_sets;
mod reading;
pub(crate) mod recovery;
pub(crate) mod recovery_copy;
mod renaming;
pub mod replica;
mod saving;
pub(crate) mod session_file;
mod set_aside;
mod tracked;
mod trash;
mod watch;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::{Lock, Metadata};
use super::error::{Problem, StorageError, UnreadableFile};
use super::files::{Files, is_temporary};
use super::folders::Folders;
use super::format;
use super::format::{MAX_BYTES, Marker};
use super::notes_folder::NotesFolder;
use super::notes_folder::known_folders::{is_known, remember};
use crate::domain::Unknown;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
pub use intake::Taken;
pub(super) use intake::{is_cut_short, is_incomplete};
pub use merge_base::MergeBases;
pub use prompt_sets::{PromptSetsFile, TheirSets};
pub use reading::{ReadSession, Reader};
pub use renaming::InSession;
use replica::Replica;
pub use saving::SavedFile;
use session_file::{SessionFile, read_session_file, session_id};
use tracked::{KnownFile, TrackedSessions};
pub use watch::{ExternalChange, ScanScope};

/// An opened notes folder.
#[derive(Debug)]
pub struct Store {
    notes: NotesFolder,
    replica: Replica,
    sessions: TrackedSessions,
    /// What was saved last: if the file looks as it did then, it need not be read again.
    saved_last: Option<SessionFile>,
    /// Files that could not be taken in, as they were then.
    left: HashMap<PathBuf, Option<Metadata>>,
    /// The files that the last look found unreadable, or that were said to be since.
    said_unreadable: BTreeSet<PathBuf>,
    /// The file of the prompt sets.
    pub prompt_sets: PromptSetsFile,
    /// When a name in the folder of the sessions was changed last.
    names_changed: Option<SystemTime>,
    /// Held as long as the folder is open, so that a second window waits.
    _lock: Option<Lock>,
}

/// What is in the folder of the sessions.
#[derive(Debug, Default)]
pub struct Listing {
    /// The sessions, oldest first.
    pub sessions: Vec<SessionId>,
    /// Files that are not a session's by their name: copies, leftovers, or something else.
    pub others: Vec<PathBuf>,
}

impl Store {
    /// Opens the notes folder. One that is new is made; one that this computer has opened before is
    /// never made again.
    ///
    /// # Errors
    /// When the folder is not there or cannot be made, belongs to a newer version, or is open elsewhere.
    pub fn open(notes: &NotesFolder, replica: &Replica) -> Result<Self, StorageError> {
        let mut notes = notes.clone();
        if !notes.hold()? {
            if is_known(&notes) {
                return Err(StorageError::new(Problem::FolderNotThere, &notes.paths.data));
            }
            make(&notes)?;
            notes.hold()?;
        }
        let store = Self::opened(notes, replica)?;
        remember(&store.notes);
        Ok(store)
    }

    /// Makes a notes folder if there is none, or the folder is empty. This computer does not
    /// remember that it opened it: whoever deletes it misses nothing.
    ///
    /// # Errors
    /// When something is there, or it cannot be made. Nothing is changed then.
    pub(crate) fn open_new(notes: &NotesFolder, replica: &Replica) -> Result<Self, StorageError> {
        let mut notes = notes.clone();
        notes.files.set_notes_folder(&notes.paths);
        if !notes.files.list_if_there(&notes.paths.data).is_empty() {
            return Err(StorageError::new(Problem::FolderNotEmpty, &notes.paths.data));
        }
        notes.files.create_folder(&notes.paths.data)?;
        make(&notes)?;
        notes.hold()?;
        Self::opened(notes, replica)
    }

    /// A notes folder that has its marker.
    fn opened(notes: NotesFolder, replica: &Replica) -> Result<Self, StorageError> {
        let of_folder = |error| StorageError { path: notes.paths.data.clone(), ..error };
        let lock = notes.files.lock(&notes.paths.lock()).map_err(of_folder)?;
        notes.files.create_one_folder(&notes.paths.sessions())?;
        Ok(Self {
            prompt_sets: PromptSetsFile::new(&notes),
            notes,
            replica: replica.clone(),
            sessions: TrackedSessions::default(),
            saved_last: None,
            left: HashMap::new(),
            said_unreadable: BTreeSet::new(),
            names_changed: None,
            _lock: lock,
        })
    }

    /// Keeps the notes in another form from now on: sealed, or plain. What the files say is the same; what could not be
    /// read is looked at again, for there may be a key for it now.
    pub(crate) fn use_files(&mut self, files: &Files) {
        self.sessions.all_mut().for_each(|(_, session)| session.unreadable = None);
        self.left.clear();
        self.notes = self.notes.with_files(files);
        self.prompt_sets.notes = self.notes.clone();
    }

    /// The folders that it is kept in, with the id of the notes folder.
    pub fn folders(&self) -> &Folders {
        &self.notes.paths
    }

    /// What is in the folder of the sessions.
    ///
    /// # Errors
    /// When the system refuses to list it.
    pub fn list(&mut self) -> Result<Listing, StorageError> {
        let folder = self.notes.paths.sessions();
        self.names_changed = self.notes.files.metadata(&folder).ok().and_then(|look| look.modified);
        let mut listing = Listing::default();
        for path in self.notes.files.list(&folder)? {
            match session_id(&path) {
                Some(id) => listing.sessions.push(id),
                None if is_hidden(&path) && !is_temporary(&path) => {}
                None => listing.others.push(path),
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
        match read_session_file(&self.notes.files, &self.session_path(id), id) {
            Ok(file) => {
                let look = self.notes.files.metadata(&self.session_path(id)).ok();
                self.sessions.track(id).is_read(file.hash, look);
                Ok(file.session)
            }
            Err(unreadable) => {
                let look = self.notes.files.metadata(&self.session_path(id)).ok();
                self.sessions.track(id).is_unreadable(look);
                Err(unreadable)
            }
        }
    }

    /// Remembers what the file of a session holds now.
    fn know(&mut self, id: &SessionId, hash: u64) {
        let look = self.notes.files.metadata(&self.session_path(id)).ok();
        self.sessions.track(id).known = Some(KnownFile { hash, look });
    }

    /// Why nothing can be read now, if that is so: a drive may be pulled out at any time.
    pub(crate) fn why_away(&self) -> Option<StorageError> {
        match self.notes.files.metadata(&self.notes.paths.marker()) {
            Ok(_) => None,
            Err(error) if error.kind == Problem::LeadsElsewhere => None,
            Err(error) if error.kind != Problem::FileNotThere => Some(error),
            Err(_) => Some(StorageError::new(Problem::FolderNotThere, &self.notes.paths.data)),
        }
    }

    fn session_path(&self, id: &SessionId) -> PathBuf {
        self.notes.paths.session(id)
    }

    /// What was saved last, if the file of the session looks as it did then. Somebody else may have
    /// written it in the same instant all the same: [`Files::replace`] notices, for it sees what comes
    /// out.
    fn remembered(&mut self, id: &SessionId) -> Option<SessionFile> {
        let look = self.notes.files.metadata(&self.session_path(id)).ok().filter(|look| look.modified.is_some())?;
        let saved = self.saved_last.take_if(|saved| saved.session.id == *id)?;
        let known = KnownFile { hash: saved.hash, look: Some(look) };
        if self.sessions.known(id) == Some(known) {
            return Some(saved);
        }
        self.saved_last = Some(saved);
        None
    }

    /// What the file of a session holds now; nothing if there is none. One that cannot be read is
    /// never written over.
    fn session_in_place(&mut self, id: &SessionId) -> Result<Option<SessionFile>, StorageError> {
        let path = self.session_path(id);
        // Once it was moved away, the place is free.
        let is_unreadable = self.sessions.get(id).is_some_and(|session| session.unreadable.is_some());
        if is_unreadable && self.notes.files.exists(&path) {
            return Err(StorageError::new(Problem::UnreadableInTheWay, &path));
        }
        let Some(bytes) = self.notes.files.read_if_there(&path, MAX_BYTES).map_err(StorageError::of_folder)? else {
            return Ok(None);
        };
        if let Some(saved) = self.saved_last.take_if(|saved| saved.session.id == *id && saved.bytes == bytes) {
            return Ok(Some(saved));
        }
        match session_file::parse_session(&path, bytes) {
            Ok(file) if file.session.id == *id => Ok(Some(file)),
            _ => {
                self.sessions.track(id).is_unreadable(None);
                Err(StorageError::new(Problem::UnreadableInTheWay, &path))
            }
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Makes a new notes folder.
fn make(notes: &NotesFolder) -> Result<(), StorageError> {
    if notes.paths.is_usual() {
        notes.files.create_folder(&notes.paths.data)?;
    } else {
        notes.files.create_one_folder(&notes.paths.data)?;
    }
    notes.files.create_one_folder(&notes.paths.sessions())?;
    let marker = Marker { id: uuid::Uuid::now_v7().to_string(), unknown: Unknown::new() };
    notes.files.put_new(&notes.paths.marker(), &format::write_marker(&marker))
}

/// What a file of another kind holds; nothing if it is not there.
fn read_file(files: &Files, path: &Path) -> Result<Option<Vec<u8>>, UnreadableFile> {
    files.read_if_there(path, MAX_BYTES).map_err(|error| UnreadableFile::new(path, &error))
}
