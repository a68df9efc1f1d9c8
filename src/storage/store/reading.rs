//! Reading the files of sessions, so that several can be read at once: what is read changes nothing in
//! the store until the store takes it.

use super::session_file::read_session_file;
use super::{Store, Taken};
use crate::domain::id::SessionId;
use crate::domain::library::IndexedSession;
use crate::storage::disk::Metadata;
use crate::storage::error::UnreadableFile;
use crate::storage::notes_folder::NotesFolder;

/// Reads sessions of one folder, from whichever thread.
#[derive(Debug)]
pub struct Reader {
    notes: NotesFolder,
}

/// What reading the file of a session brought.
#[derive(Debug)]
pub struct ReadSession {
    id: SessionId,
    /// The file as it was before it was read: whoever writes into it in between is noticed later.
    look: Option<Metadata>,
    /// The session and what its bytes are known by.
    outcome: Result<(IndexedSession, u64), UnreadableFile>,
}

impl Reader {
    /// Reads a session.
    pub fn read(&self, id: &SessionId) -> ReadSession {
        let path = self.notes.paths.session(id);
        let look = self.notes.files.metadata(&path).ok();
        let outcome = read_session_file(&self.notes.files, &path, id).map(|file| (file.session.into(), file.hash));
        ReadSession { id: id.clone(), look, outcome }
    }
}

impl ReadSession {
    /// Which session it is.
    pub fn id(&self) -> &SessionId {
        &self.id
    }
}

impl Store {
    /// What reads the sessions of this folder.
    pub fn reader(&self) -> Reader {
        Reader { notes: self.notes.clone() }
    }

    /// Takes what was read. A file that is named by one session and holds another is taken in, and that
    /// one is read, and the session of that name if its file is in its place now.
    ///
    /// # Errors
    /// When the file could not be read, or not be taken in. It stays as it is.
    pub fn take_read(&mut self, read: ReadSession) -> Result<Vec<IndexedSession>, UnreadableFile> {
        let ReadSession { id, look, outcome } = read;
        let unreadable = match outcome {
            // Another file was taken into this one after it was read.
            Ok(_) if self.sessions.known(&id).is_some_and(|known| known.look != look) => {
                return self.read_session(&id).map(|session| vec![session.into()]);
            }
            Ok((session, hash)) => {
                self.sessions.track(&id).is_read(hash, look);
                return Ok(vec![session]);
            }
            Err(unreadable) => unreadable,
        };
        self.sessions.track(&id).is_unreadable(look);
        let path = self.session_path(&id);
        match self.take_in_if_misnamed(&id, &path) {
            Some(Taken::In(inside)) => {
                let inside = self.read_session(&inside)?;
                // The two may have changed places.
                let here = self.notes.files.exists(&path).then(|| self.read_session(&id).ok()).flatten();
                Ok([Some(inside), here].into_iter().flatten().map(Into::into).collect())
            }
            Some(Taken::Gone) => Ok(Vec::new()),
            Some(Taken::Beside(session)) => Ok(session.into_iter().map(|session| (*session).into()).collect()),
            Some(Taken::Left(file)) => Err(file),
            None => Err(unreadable),
        }
    }
}
