//! What this computer remembers of a notes folder that was sealed: outside the folder, so that nobody who can write
//! there can make the app forget it.
//!
//! Must not know what is sealed, nor with what.

use crate::domain::Unknown;
use crate::domain::sealing::Form;
use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::format::SealingMemory;
use crate::storage::store::known_folders;

/// What is remembered of a notes folder; nothing if it was never sealed here.
pub(crate) fn read(files: &Files, folders: &Folders) -> Option<SealingMemory> {
    known_folders::entry(files, folders)?.sealing
}

/// Changes what is remembered. If that cannot be written, the notes can be used all the same.
pub(crate) fn update(files: &Files, folders: &Folders, change: impl FnOnce(&mut SealingMemory)) {
    let _ = known_folders::update(files, folders, |entry| change(entry.sealing.get_or_insert_with(unsealed)));
}

/// Whether the notes folder that was opened last at this path is another one, and was sealed.
pub(crate) fn is_other_sealed(files: &Files, folders: &Folders) -> bool {
    let other = known_folders::other_at_path(files, folders).and_then(|other| other.sealing);
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
