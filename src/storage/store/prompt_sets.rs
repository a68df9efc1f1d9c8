//! The file of the prompt sets.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::history;
use super::intake::is_named_as_json;
use super::read_file;
use crate::domain::prompts::prompt_set::PromptSet;
use crate::domain::prompts::prompt_sets::PromptSets;
use crate::storage::disk::Metadata;
use crate::storage::error::{Problem, StorageError, UnreadableFile};
use crate::storage::files::{hash_of, is_temporary};
use crate::storage::format;
use crate::storage::format::MAX_BYTES;
use crate::storage::notes_folder::NotesFolder;

/// The file of the prompt sets in a notes folder.
#[derive(Debug)]
pub struct PromptSetsFile {
    pub(super) notes: NotesFolder,
    seen: Seen,
    /// Whether it was said that it cannot be read, since that was asked last.
    said_unreadable: bool,
    /// Files beside it that hold no prompt sets, as they were then.
    others: HashMap<PathBuf, Metadata>,
}

/// What is known of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    NotLooked,
    NotThere,
    /// It was read or written with this hash; what was tried to be written since may be there too.
    Known(Vec<u64>),
    Unreadable,
}

/// What a copy of the prompt sets held that another device had changed too. It is kept in the history, and
/// taken away.
#[derive(Debug, Clone, PartialEq)]
pub struct TheirSets {
    /// What the copy held.
    pub sets: PromptSets,
    /// The names of the sets that only the copy had: they are in the file now.
    pub added: Vec<String>,
    /// Those that the file has otherwise.
    pub changed: Vec<PromptSet>,
}

impl PromptSetsFile {
    /// The file in this folder. Nothing is known of it yet.
    pub(super) fn new(notes: &NotesFolder) -> Self {
        Self { notes: notes.clone(), seen: Seen::NotLooked, said_unreadable: false, others: HashMap::new() }
    }

    /// Its path, if it could not be read when it was read last.
    pub(super) fn unreadable(&self) -> Option<PathBuf> {
        (self.seen == Seen::Unreadable).then(|| self.notes.paths.prompt_sets())
    }

    /// Its path, if it was said that it cannot be read since this was asked last.
    pub(super) fn take_said_unreadable(&mut self) -> Option<PathBuf> {
        std::mem::take(&mut self.said_unreadable).then(|| self.notes.paths.prompt_sets())
    }

    /// Takes in the copies that a sync program made of the file of the prompt sets, known by the format
    /// inside. A copy goes once it is kept and the file has the sets that only it had; what cannot be done
    /// is tried again.
    pub(crate) fn take_in_copies(&mut self) -> Vec<TheirSets> {
        if self.seen == Seen::NotLooked {
            // What cannot be read is said by whoever reads it to show it.
            let _ = self.read();
        }
        let copies: Vec<PathBuf> = self.notes.files.list_if_there(&self.notes.paths.data);
        copies.iter().filter_map(|path| self.take_in_copy(path)).collect()
    }

    fn take_in_copy(&mut self, path: &Path) -> Option<TheirSets> {
        let place = self.notes.paths.prompt_sets();
        let is_other =
            path != place && path != self.notes.paths.marker() && !is_temporary(path) && is_named_as_json(path);
        let look = self.notes.files.metadata(path).ok().filter(|_| is_other)?;
        if self.others.get(path) == Some(&look) {
            return None;
        }
        let read = self.notes.files.read(path, MAX_BYTES).ok();
        let Some((bytes, theirs)) = read
            .and_then(|bytes| Some((format::read_prompt_sets(&bytes).ok()?, bytes)))
            .map(|(theirs, bytes)| (bytes, theirs))
        else {
            self.others.insert(path.to_owned(), look);
            return None;
        };
        // If there is no file yet, or none that can be read, the copy may be the only one.
        let in_place = self.notes.files.read_if_there(&place, MAX_BYTES).ok()??;
        let ours = format::read_prompt_sets(&in_place).ok()?;
        history::keep_prompt_sets(&self.notes, &bytes).ok()?;
        let mut together = ours.clone();
        let added = together.add_missing(&theirs);
        if together != ours {
            self.save(&together).ok()?;
        }
        self.notes.files.remove_known(path, &bytes).ok()?;
        let changed = ours.changed_in(&theirs);
        Some(TheirSets { sets: theirs, added, changed })
    }

    /// Reads the prompt sets; nothing if none were saved yet.
    ///
    /// # Errors
    /// When their file cannot be read. The file is then never written over.
    pub fn read(&mut self) -> Result<Option<PromptSets>, UnreadableFile> {
        let path = self.notes.paths.prompt_sets();
        let read = read_file(&self.notes.files, &path).and_then(|bytes| {
            let Some(bytes) = bytes else { return Ok(None) };
            let sets = format::read_prompt_sets(&bytes).map_err(|error| UnreadableFile::new(&path, &error))?;
            Ok(Some((sets, hash_of(&bytes))))
        });
        if read.is_err() {
            self.said_unreadable = true;
        }
        self.seen = match &read {
            Ok(Some((_, hash))) => Seen::Known(vec![*hash]),
            Ok(None) => Seen::NotThere,
            Err(_) => Seen::Unreadable,
        };
        read.map(|read| read.map(|(sets, _)| sets))
    }

    /// Saves the prompt sets: on return they are on the disk. What somebody else has written there
    /// is kept beside the earlier versions of the sessions.
    ///
    /// # Errors
    /// When they cannot be saved. The file is as it was, or holds them and may yet be as it was after
    /// a power cut.
    pub fn save(&mut self, sets: &PromptSets) -> Result<(), StorageError> {
        let path = self.notes.paths.prompt_sets();
        let bytes = format::write_prompt_sets(sets);
        let hash = hash_of(&bytes);
        let in_the_way = StorageError::new(Problem::UnreadableInTheWay, &path);
        let known = match &self.seen {
            Seen::Known(hashes) => hashes.clone(),
            Seen::NotThere => Vec::new(),
            Seen::Unreadable if !self.notes.files.exists(&path) => Vec::new(),
            Seen::NotLooked | Seen::Unreadable => return Err(in_the_way),
        };
        let in_place = self.notes.files.read_if_there(&path, MAX_BYTES).map_err(StorageError::of_folder)?;
        self.seen = Seen::Known(known.iter().copied().chain([hash]).collect());
        let Some(in_place) = in_place else {
            self.notes.files.put_new(&path, &bytes).map_err(StorageError::of_folder)?;
            self.seen = Seen::Known(vec![hash]);
            return Ok(());
        };
        if format::read_prompt_sets(&in_place).is_err() {
            self.seen = Seen::Unreadable;
            return Err(in_the_way);
        }
        let notes = &self.notes;
        let keep = |bytes: &[u8]| history::keep_prompt_sets(notes, bytes);
        if !known.contains(&hash_of(&in_place)) {
            keep(&in_place)?;
        }
        notes.files.replace(&path, &bytes, &in_place, keep).map_err(StorageError::of_folder)?;
        self.seen = Seen::Known(vec![hash]);
        Ok(())
    }

    /// Whether these bytes are the prompt sets in their place, or are in the history, or can be put there.
    pub(super) fn has(&self, bytes: &[u8]) -> bool {
        self.is_in_place(bytes) || history::keep_prompt_sets(&self.notes, bytes).is_ok()
    }

    fn is_in_place(&self, bytes: &[u8]) -> bool {
        let in_place = self.notes.files.read(&self.notes.paths.prompt_sets(), MAX_BYTES);
        in_place.is_ok_and(|in_place| in_place == bytes)
    }
}
