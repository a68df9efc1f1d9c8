//! Renaming in every session of the folder: what is under way is in a file of its own until it is
//! done, so that the next start goes on with it.

use chrono::Utc;

use super::history;
use super::session_file::{read_session_file, session_id};
use super::{Store, read_file};
use crate::domain::id::SessionId;
use crate::domain::library::renaming::{Renamed, Renaming};
use crate::domain::problem::ReadError;
use crate::domain::session::Session;
use crate::storage::error::{Problem, StorageError, UnreadableFile};
use crate::storage::format;
use crate::storage::format::SealingMemory;
use crate::storage::notes_folder::known_folders;

/// What became of one session.
#[derive(Debug, Clone, PartialEq)]
pub enum InSession {
    /// It does not have the name.
    Unconcerned,
    /// It stays as it is: its words are frozen, or it cannot be read.
    Left,
    /// It says this now.
    Renamed(Box<Session>),
}

impl Store {
    /// The renaming that was under way when the app ended last. Sealed notes obey only one that was begun on this
    /// computer: whoever can write in the folder can put a file there, also an old one.
    ///
    /// # Errors
    /// When its file cannot be read, or is not to be obeyed. It is left as it is.
    pub fn renaming(&self) -> Result<Option<Renaming>, UnreadableFile> {
        let path = self.notes.paths.renaming();
        let Some(bytes) = read_file(&self.notes.files, &path)? else { return Ok(None) };
        let renaming = format::read_renaming(&bytes).map_err(|error| UnreadableFile::new(&path, &error))?;
        let known = known_folders::entry(&self.notes);
        let is_sealed = known.as_ref().and_then(|known| known.sealing.as_ref()).is_some_and(SealingMemory::is_sealed);
        let is_ours = renaming.id.is_some() && known.is_some_and(|known| known.renaming == renaming.id);
        if is_sealed && !is_ours {
            Err(UnreadableFile::new(&path, ReadError::NotBegunHere))
        } else {
            Ok(Some(renaming))
        }
    }

    /// Writes down that a renaming is under way, in the folder and on this computer.
    ///
    /// # Errors
    /// When it cannot be written; then nothing is to be renamed.
    pub fn begin_renaming(&self, renaming: &Renaming) -> Result<(), StorageError> {
        let id = Some(uuid::Uuid::now_v7().simple().to_string());
        known_folders::update(&self.notes, |known| known.renaming.clone_from(&id))?;
        self.notes.files.create_one_folder(&self.notes.paths.renaming_folder())?;
        let file = Renaming { id, ..renaming.clone() };
        self.notes
            .files
            .put(&self.notes.paths.renaming(), &format::write_renaming(&file))
            .map_err(StorageError::of_folder)
    }

    /// Why another renaming cannot begin yet.
    pub(crate) fn renaming_underway(&self) -> StorageError {
        StorageError::new(Problem::RenamingUnderway, &self.notes.paths.renaming())
    }

    /// A renaming is done.
    ///
    /// # Errors
    /// When its file cannot be taken away.
    pub fn end_renaming(&self) -> Result<(), StorageError> {
        self.notes.files.remove(&self.notes.paths.renaming())?;
        self.notes.files.remove_empty_folder(&self.notes.paths.renaming_folder());
        // If that cannot be written, the next renaming takes its place.
        let _ = known_folders::update(&self.notes, |known| known.renaming = None);
        Ok(())
    }

    /// Renames in one session. What it said before is kept.
    ///
    /// # Errors
    /// When it cannot be saved. It is as it was, or renamed.
    pub fn rename_in(&mut self, id: &SessionId, renaming: &Renaming) -> Result<InSession, StorageError> {
        let Ok(session) = self.read_session(id) else { return Ok(InSession::Left) };
        let renamed = match renaming.of(&session) {
            Renamed::Unconcerned => return Ok(InSession::Unconcerned),
            Renamed::Frozen => return Ok(InSession::Left),
            Renamed::Becomes(renamed) => renamed,
        };
        let tracked = self.sessions.track(id);
        let was_edited = tracked.merge_base.is_some();
        let merged_up_to = tracked.merge_base().forget_others();
        // What it said until now is a version of its own.
        tracked.kept = None;
        let saved = self.save_session(&renamed, merged_up_to, Utc::now()).map(|saved| saved.file.clone());
        if !was_edited {
            self.sessions.track(id).merge_base = None;
        }
        saved.map(|session| InSession::Renamed(Box::new(session)))
    }

    /// Renames in the sessions that are in the trash. What cannot be read there stays as it is.
    ///
    /// # Errors
    /// When one cannot be saved.
    pub fn rename_in_trash(&self, renaming: &Renaming) -> Result<(), StorageError> {
        let paths = self.notes.files.list_if_there(&self.notes.paths.trash()).into_iter();
        for (id, path) in paths.filter_map(|path| Some((session_id(&path)?, path))) {
            let Ok(file) = read_session_file(&self.notes.files, &path, &id) else { continue };
            let Renamed::Becomes(mut renamed) = renaming.of(&file.session) else { continue };
            self.replica.mark(&mut renamed);
            self.keep(&file)?;
            let keep = |came_out: &[u8]| history::keep(&self.notes, &id, came_out);
            self.notes.files.replace(&path, &format::write_session(&renamed), &file.bytes, keep)?;
        }
        Ok(())
    }
}
