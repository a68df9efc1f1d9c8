//! A change of all files: which one the keys ask for, and how it ends.
//!
//! The order is the promise: the keys say that a change is done only where every file has its form, and that is
//! on the disk. Must not know what the files say, nor how the change is shared out over time.

use std::path::PathBuf;

use super::error::StorageError;
use super::files::Files;
use super::folders::Folders;
use super::keys::{Keyring, Keys};
use super::settling::Settler;
use crate::domain::sealing::{Change, Form};

/// The change that is under way as long as a file has not its form.
pub fn change_of(keys: &Keys, keyring: &Keyring) -> Change {
    match (keys.form(), &keyring.former) {
        (Form::Plain, _) => Change::Unseal,
        (Form::Sealed, Some(_)) => Change::Rotate,
        (Form::Sealed, None) => Change::Seal,
    }
}

/// Ends a change, unless files are left that have not their form: these are returned. What opened the files as
/// they were goes last.
///
/// # Errors
/// When it cannot be known whether any is left, or the system refuses. The change is then still under way.
pub fn end(
    files: &Files,
    folders: &Folders,
    keys: &mut Keys,
    settler: &Settler,
    change: Change,
) -> Result<Vec<PathBuf>, StorageError> {
    let left = settler.unsettled_now()?;
    if left.is_empty() {
        settler.put_on_disk()?;
        match change {
            Change::Seal => {}
            Change::Unseal => Keys::remove(files, folders)?,
            Change::Rotate => keys.end_rotation(files, folders)?,
        }
    }
    Ok(left)
}
