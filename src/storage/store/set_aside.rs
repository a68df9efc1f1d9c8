//! Taking in the copies that a sync program makes of conflicts in the trash and among the earlier versions.
//!
//! They are known by the id inside, never by their name. What cannot be read, or says something else than a session
//! of that id, is never moved.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Store;
use super::history;
use super::intake::is_named_as_json;
use super::session_file::{SessionFile, read_any_session_file, read_session_file, session_id};
use crate::domain::id::SessionId;
use crate::storage::error::StorageError;
use crate::storage::files::is_temporary;

impl Store {
    /// Takes in the copies among the files of a folder of the trash or of earlier versions.
    pub(super) fn take_in_set_aside(&mut self, folder: &Path, paths: &[PathBuf]) {
        // A temporary file that is still there is whole.
        let may_be_copy = |path: &&PathBuf| is_named_as_json(path) || is_temporary(path);
        let copies = paths.iter().filter(may_be_copy);
        // What cannot be taken in stays, and is tried again by the next look.
        if *folder == self.notes.paths.trash() {
            for path in copies.filter(|path| session_id(path).is_none()) {
                let _ = self.take_in_trashed(path);
            }
        } else if let Some(id) = history::session_of(&self.notes.paths, folder) {
            let copies: Vec<&PathBuf> = copies.filter(|path| !history::is_version(path)).collect();
            if !copies.is_empty() {
                self.take_in_versions(&id, folder, &copies);
            }
        }
    }

    /// Puts a copy in the trash together with the session there that it is of. If that is not there, the copy
    /// becomes it.
    fn take_in_trashed(&mut self, path: &Path) -> Result<(), StorageError> {
        let Ok(copy) = read_any_session_file(&self.notes.files, path) else { return Ok(()) };
        let id = &copy.session.id;
        let place = self.notes.paths.trashed(id);
        if !self.notes.files.exists(&place) {
            let _ = self.keep(&copy);
            return self.notes.files.rename(path, &place);
        }
        match read_session_file(&self.notes.files, &place, id) {
            Ok(in_place) => self.put_together(path, &copy, &place, &in_place).map(drop),
            Err(_) => Ok(()),
        }
    }

    /// Makes versions of their own of copies of earlier versions, unless they say what another one says.
    fn take_in_versions(&self, id: &SessionId, folder: &Path, copies: &[&PathBuf]) {
        let read = |path: &Path| read_session_file(&self.notes.files, path, id).ok();
        let versions = history::versions(&self.notes, id);
        let mut known: HashSet<Vec<u8>> = versions.iter().filter_map(|(_, path)| Some(read(path)?.bytes)).collect();
        let in_place = read(&self.notes.paths.session(id)).map(|file| file.bytes);
        for path in copies {
            let Some(SessionFile { bytes, .. }) = read(path) else { continue };
            let was_to_be_kept = is_temporary(path) && in_place.as_ref() == Some(&bytes);
            if was_to_be_kept || known.contains(&bytes) {
                // It says nothing that is not there.
                let _ = self.notes.files.remove_known(path, &bytes);
            } else if self.notes.files.rename(path, &folder.join(history::new_name())).is_ok() {
                known.insert(bytes);
            }
        }
    }
}
