//! What this computer remembers of a notes folder that was sealed: outside the folder, so that nobody who can write
//! there can make the app forget it.
//!
//! Must not know what is sealed, nor with what.

use std::collections::BTreeSet;

use crate::domain::Unknown;
use crate::domain::sealing::Form;
use crate::storage::error::StorageError;
use crate::storage::format::{KnownFolder, SealingMemory};
use crate::storage::notes_folder::{NotesFolder, known_folders};

/// What is remembered of a notes folder; nothing if it was never sealed here.
pub(crate) fn read(notes: &NotesFolder) -> Option<SealingMemory> {
    known_folders::entry(notes)?.sealing
}

/// Changes what is remembered. If that cannot be written, the notes can be used all the same.
pub(crate) fn update(notes: &NotesFolder, change: impl FnOnce(&mut SealingMemory)) {
    let _ = try_update(notes, change);
}

/// Changes what is remembered.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn try_update(notes: &NotesFolder, change: impl FnOnce(&mut SealingMemory)) -> Result<(), StorageError> {
    known_folders::update(notes, |entry| change(entry.sealing.get_or_insert_with(unsealed)))
}

/// What is remembered of a notes folder; if nothing is, which keys the sealed one had that was opened last at its path:
/// whoever can write in a folder can change what it is known by. What form another folder had says nothing of this one.
pub(crate) fn recall(notes: &NotesFolder) -> Option<SealingMemory> {
    read(notes).or_else(|| Some(SealingMemory { form: Form::Plain, ..sealed_at_path(notes)?.sealing? }))
}

/// What is remembered of the notes folder that was sealed, is another one than this, and was opened last at its path.
pub(crate) fn sealed_at_path(notes: &NotesFolder) -> Option<KnownFolder> {
    let is_sealed = |other: &KnownFolder| other.sealing.as_ref().is_some_and(SealingMemory::is_sealed);
    known_folders::others_at_path(notes).into_iter().rfind(is_sealed)
}

/// A folder of which nothing was remembered yet.
fn unsealed() -> SealingMemory {
    SealingMemory {
        form: Form::Plain,
        key: String::new(),
        previous: [].into(),
        files: [].into(),
        converted_to: None,
        unfinished: None,
        unfinished_files: BTreeSet::new(),
        device: uuid::Uuid::now_v7().simple().to_string(),
        unknown: Unknown::new(),
    }
}
