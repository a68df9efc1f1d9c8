//! The file of the prompt sets.

use std::path::Path;

use super::{Store, read_file};
use crate::domain::prompt_sets::PromptSets;
use crate::storage::error::{Kind, StorageError, UnreadableFile};
use crate::storage::files::{Files, hash_of};
use crate::storage::folders::Folders;
use crate::storage::format::{self, LARGEST};
use crate::storage::history;

/// What is known of the file of the prompt sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PromptSetsFile {
    NotLooked,
    NotThere,
    /// It was read or written with this hash; what was tried to be written since may stand there too.
    Known(Vec<u64>),
    Unreadable,
}

impl Store {
    /// Reads the prompt sets; nothing where none were saved yet.
    ///
    /// # Errors
    /// When their file cannot be read. The file is then never written over.
    pub fn read_prompt_sets(&mut self) -> Result<Option<PromptSets>, UnreadableFile> {
        let path = self.folders.prompt_sets();
        let read = read_file(&self.files, &path).and_then(|bytes| {
            let Some(bytes) = bytes else { return Ok(None) };
            let sets = format::read_prompt_sets(&bytes).map_err(|error| UnreadableFile::new(&path, &error))?;
            Ok(Some((sets, hash_of(&bytes))))
        });
        if read.is_err() {
            self.said_unreadable.insert(path);
        }
        self.prompt_sets = match &read {
            Ok(Some((_, hash))) => PromptSetsFile::Known(vec![*hash]),
            Ok(None) => PromptSetsFile::NotThere,
            Err(_) => PromptSetsFile::Unreadable,
        };
        read.map(|read| read.map(|(sets, _)| sets))
    }

    /// Saves the prompt sets: on return they are on the disk. What somebody else wrote there meanwhile
    /// is kept beside the earlier versions of the sessions.
    ///
    /// # Errors
    /// When they cannot be saved. The file is as it was, or holds them and may yet be as it was after
    /// a power cut.
    pub fn save_prompt_sets(&mut self, sets: &PromptSets) -> Result<(), StorageError> {
        let path = self.folders.prompt_sets();
        let bytes = format::write_prompt_sets(sets);
        let hash = hash_of(&bytes);
        let in_the_way = StorageError::new(Kind::UnreadableInTheWay, &path);
        let known = match &self.prompt_sets {
            PromptSetsFile::Known(hashes) => hashes.clone(),
            PromptSetsFile::NotThere => Vec::new(),
            PromptSetsFile::Unreadable if !self.files.is_taken(&path) => Vec::new(),
            PromptSetsFile::NotLooked | PromptSetsFile::Unreadable => return Err(in_the_way),
        };
        let in_place = self.files.read_if_there(&path, LARGEST).map_err(StorageError::of_folder)?;
        self.prompt_sets = PromptSetsFile::Known(known.iter().copied().chain([hash]).collect());
        let Some(in_place) = in_place else {
            self.files.put_new(&path, &bytes).map_err(StorageError::of_folder)?;
            self.prompt_sets = PromptSetsFile::Known(vec![hash]);
            return Ok(());
        };
        if format::read_prompt_sets(&in_place).is_err() {
            self.prompt_sets = PromptSetsFile::Unreadable;
            return Err(in_the_way);
        }
        let (files, folders) = (&self.files, &self.folders);
        let keep = |bytes: &[u8]| history::keep_prompt_sets(files, folders, bytes);
        if !known.contains(&hash_of(&in_place)) {
            keep(&in_place)?;
        }
        files.replace(&path, &bytes, &in_place, keep).map_err(StorageError::of_folder)?;
        self.prompt_sets = PromptSetsFile::Known(vec![hash]);
        Ok(())
    }

    /// Takes away what a save of the prompt sets, or of the folder's marker, left behind. What is whole
    /// and not the file itself is kept.
    pub(super) fn clear_prompt_sets_leftover(&self, path: &Path) {
        let Ok(bytes) = self.files.read(path, LARGEST) else { return };
        let is_kept = format::read_prompt_sets(&bytes).is_err()
            || is_in_place(&self.files, &self.folders, &bytes)
            || history::keep_prompt_sets(&self.files, &self.folders, &bytes).is_ok();
        if is_kept {
            let _ = self.files.remove(path);
        }
    }
}

fn is_in_place(files: &Files, folders: &Folders, bytes: &[u8]) -> bool {
    files.read(&folders.prompt_sets(), LARGEST).is_ok_and(|in_place| in_place == bytes)
}
