//! A change of all files: which one is under way, and how it ends.
//!
//! The order is the promise: a change is done only when every file has its form, and that is on the disk. Must not
//! know what the files say, nor how the change is shared out over time.

use std::path::PathBuf;

use super::converting::Converter;
use super::keys::keyring::Keyring;
use super::sealing_memory;
use crate::domain::sealing::{Form, SealingChange};
use crate::storage::error::StorageError;
use crate::storage::notes_folder::NotesFolder;

/// What gives the files of a folder the form that its keys ask for.
pub fn begin(notes: &NotesFolder, keyring: &Keyring) -> Converter {
    let (form, key) = (keyring.form(), keyring.key.id());
    let memory = sealing_memory::read(notes);
    let converter = Converter::new(notes, keyring, form);
    if memory.is_some_and(|memory| memory.converted_to == Some(key)) { converter.after_all() } else { converter }
}

/// The change that is under way as long as a file has not its form.
pub(crate) fn change_of(converter: &Converter) -> SealingChange {
    match converter.form() {
        Form::Plain => SealingChange::Unseal,
        Form::Sealed if converter.goes_through_all() => SealingChange::Rotate,
        Form::Sealed => SealingChange::Seal,
    }
}

/// Ends a change, unless files are left that have not their form: these are returned. This computer remembers that it
/// has gone through all. What opens the files as they were stays with the keys: another device may bring such a file
/// later.
///
/// # Errors
/// When it cannot be known whether any is left, or the system refuses. The change is then still under way.
pub fn end(notes: &NotesFolder, keyring: &Keyring, converter: &Converter) -> Result<Vec<PathBuf>, StorageError> {
    let left = converter.unconverted_now()?;
    if left.is_empty() {
        converter.put_on_disk()?;
        let (form, key) = (converter.form(), keyring.key.id());
        sealing_memory::update(notes, |memory| (memory.form, memory.converted_to) = (form, Some(key)));
    }
    Ok(left)
}
