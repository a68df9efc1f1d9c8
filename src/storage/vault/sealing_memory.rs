//! What this computer remembers of a notes folder that was sealed: outside the folder, so that nobody who can write
//! there can make the app forget it.
//!
//! Must not know what is sealed, nor with what.

use crate::domain::Unknown;
use crate::domain::sealing::Form;
use crate::storage::format::SealingMemory;
use crate::storage::notes_folder::{NotesFolder, known_folders};

/// What is remembered of a notes folder; nothing if it was never sealed here.
pub(crate) fn read(notes: &NotesFolder) -> Option<SealingMemory> {
    known_folders::entry(notes)?.sealing
}

/// Changes what is remembered. If that cannot be written, the notes can be used all the same.
pub(crate) fn update(notes: &NotesFolder, change: impl FnOnce(&mut SealingMemory)) {
    let _ = known_folders::update(notes, |entry| change(entry.sealing.get_or_insert_with(unsealed)));
}

/// Whether the notes folder that was opened last at this path is another one, and was sealed.
pub(crate) fn is_other_sealed(notes: &NotesFolder) -> bool {
    let other = known_folders::other_at_path(notes).and_then(|other| other.sealing);
    other.is_some_and(|memory| memory.form == Form::Sealed)
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
        device: uuid::Uuid::now_v7().simple().to_string(),
        unknown: Unknown::new(),
    }
}
