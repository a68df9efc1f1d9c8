//! A notes folder with invented sessions, made by the app's own store.

use chrono::Utc;

use super::error::StorageError;
use super::folders::Folders;
use super::notes_folder::NotesFolder;
use super::store::Store;
use super::store::replica::Replica;
use crate::domain::session::Session;

/// Makes the notes folder and saves the sessions in it.
///
/// # Errors
/// When something is there already, and nothing is changed then; or when it cannot be written.
pub fn write(folders: &Folders, sessions: &[Session]) -> Result<(), StorageError> {
    let mut store = Store::open_new(&NotesFolder::at(folders), &Replica::default())?;
    for session in sessions {
        store.save_session(session, 0, Utc::now())?;
    }
    Ok(())
}
