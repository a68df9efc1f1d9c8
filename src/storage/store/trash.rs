//! The trash: sessions that were moved out of the way, and can be put back until it is emptied.

use std::path::PathBuf;

use super::Store;
use super::history;
use super::session_file::{SessionFile, read_session_file, session_id};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::storage::error::{Problem, StorageError};

impl Store {
    /// Moves a session to the trash. Its earlier versions stay where they are.
    ///
    /// # Errors
    /// When it cannot be moved, or its file cannot be read. It is then where it was.
    pub fn move_to_trash(&mut self, id: &SessionId) -> Result<(), StorageError> {
        if self.session_in_place(id)?.is_none() {
            return Ok(());
        }
        self.notes.files.create_one_folder(&self.notes.paths.trash())?;
        let (place, trash) = (self.session_path(id), self.notes.paths.trashed(id));
        if let Ok(older) = read_session_file(&self.notes.files, &trash, id) {
            // It was there before, and came back by another way.
            self.keep(&older)?;
            self.notes.files.remove_known(&trash, &older.bytes)?;
        }
        self.notes.files.rename(&place, &trash)?;
        self.sessions.track(id).forget_file();
        Ok(())
    }

    /// Puts a session back from the trash; returns it as it is in its place now.
    ///
    /// # Errors
    /// When it cannot be moved, or not be read. It is then where it was.
    pub fn put_back(&mut self, id: &SessionId) -> Result<Session, StorageError> {
        let trash = self.notes.paths.trashed(id);
        let file = read_session_file(&self.notes.files, &trash, id)
            .map_err(|unreadable| StorageError::new(Problem::UnreadableInTheWay, &unreadable.path))?;
        self.take_in_copy(&trash, &file)?;
        self.sessions.track(id).kept = None;
        self.read_session(id).map_err(|unreadable| StorageError::new(Problem::UnreadableInTheWay, &unreadable.path))
    }

    /// The sessions in the trash, oldest first.
    pub fn trash(&self) -> Vec<Session> {
        self.trashed().map(|(_, file)| file.session).collect()
    }

    /// The files in the trash that can be read.
    fn trashed(&self) -> impl Iterator<Item = (PathBuf, SessionFile)> {
        let paths = self.notes.files.list_if_there(&self.notes.paths.trash()).into_iter();
        paths.filter_map(|path| {
            let file = read_session_file(&self.notes.files, &path, &session_id(&path)?).ok()?;
            Some((path, file))
        })
    }

    /// Takes the sessions in the trash away for good, with their earlier versions. What cannot be read
    /// stays.
    ///
    /// # Errors
    /// When the system refuses; those that were taken away by then are gone.
    pub fn empty_trash(&mut self) -> Result<(), StorageError> {
        for (path, file) in self.trashed() {
            if !self.notes.files.exists(&self.session_path(&file.session.id)) {
                history::forget(&self.notes, &file.session.id)?;
            }
            self.notes.files.remove_known(&path, &file.bytes)?;
        }
        Ok(())
    }

    /// Takes away a session in which nothing was ever written; says whether it is gone. One with words of anybody,
    /// in its file or in an earlier version, stays.
    ///
    /// # Errors
    /// When its file cannot be read or taken away. It is then where it was.
    pub fn discard_unwritten(&mut self, id: &SessionId) -> Result<bool, StorageError> {
        let Some(in_place) = self.session_in_place(id)? else { return Ok(true) };
        let was_written = self.versions(id).iter().any(|(_, version)| version.has_words());
        if was_written || !in_place.session.is_unwritten() {
            return Ok(false);
        }
        history::forget(&self.notes, id)?;
        self.notes.files.remove_known(&self.session_path(id), &in_place.bytes)?;
        self.sessions.forget(id);
        Ok(true)
    }
}
