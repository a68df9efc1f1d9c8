//! Whether the notes have to be opened before they are read: by what is in the folder, and by what this computer
//! remembers of it.
//!
//! What the folder says is not believed if this computer knows better: that the notes are plain, its owner has to
//! say here. Must not know how anything is opened.

use super::keys::Keys;
use super::sealed_name::is_sealed_name;
use super::sealing_memory;
use crate::domain::sealing::{Form, LockReason};
use crate::storage::error::StorageError;
use crate::storage::notes_folder::{NotesFolder, known_folders};

/// Why the notes are locked; nothing if they are plain.
///
/// # Errors
/// When it cannot be seen.
pub fn lock_reason(notes: &NotesFolder) -> Result<Option<LockReason>, StorageError> {
    let memory = sealing_memory::read(notes);
    let keys = Keys::read(notes)?;
    let are_in_folder = keys.as_ref().is_some_and(Keys::are_in_folder);
    let missing = LockReason::KeysNotThere { has_copies: keys.is_some() };
    Ok(match memory {
        Some(memory) if memory.is_sealed() => Some(if are_in_folder { LockReason::Sealed } else { missing }),
        Some(memory) => {
            let is_known = keys.as_ref().is_none_or(|keys| keys.digests().all(|digest| memory.files.contains(digest)));
            (are_in_folder && !is_known).then_some(LockReason::ChangedElsewhere)
        }
        // This computer has opened them, and never knew them sealed.
        None if are_in_folder && known_folders::entry(notes).is_some() => Some(LockReason::ChangedElsewhere),
        None if are_in_folder => Some(LockReason::Sealed),
        None if has_sealed_sessions(notes) => Some(missing),
        None => sealing_memory::sealed_at_path(notes).map(|_| LockReason::OtherFolder),
    })
}

/// Whether the notes are locked, as far as that can be seen.
pub fn is_locked(notes: &NotesFolder) -> bool {
    let mut notes = notes.clone();
    // Whatever cannot be seen now is said when the folder is opened.
    let _ = notes.hold();
    lock_reason(&notes).is_ok_and(|reason| reason.is_some())
}

/// Whether a session in the folder is sealed.
pub(crate) fn has_sealed_sessions(notes: &NotesFolder) -> bool {
    notes.files.list_if_there(&notes.paths.sessions()).iter().any(|path| is_sealed_name(path))
}

/// The owner says here that the notes are plain, whatever was remembered.
pub(crate) fn use_plain(notes: &NotesFolder) -> Result<(), StorageError> {
    let keys = Keys::read(notes)?;
    let digests = keys.iter().flat_map(Keys::digests).map(str::to_owned).collect();
    sealing_memory::update(notes, |memory| (memory.form, memory.files) = (Form::Plain, digests));
    Ok(())
}
