//! Which notes folders this computer has opened before: one that is missing now is a drive that is not
//! there, never a folder without sessions.

use super::files::Files;
use super::folders::Folders;
use super::format::{self, KnownFolder, KnownFolders, LARGEST};
use crate::domain::Unknown;

/// The most notes folders that are remembered.
const MOST_KNOWN: usize = 50;

fn known_folders(files: &Files, folders: &Folders) -> Option<KnownFolders> {
    let bytes = files.read_if_there(&folders.known(), LARGEST).ok()?;
    bytes.map_or(Some(KnownFolders::default()), |bytes| format::read_known_folders(&bytes).ok())
}

fn path_text(folders: &Folders) -> String {
    folders.data.to_string_lossy().into_owned()
}

/// Whether this computer has opened the notes folder before.
pub(super) fn is_known(files: &Files, folders: &Folders) -> bool {
    let path = path_text(folders);
    known_folders(files, folders).is_some_and(|known| known.folders.iter().any(|folder| folder.path == path))
}

/// Remembers that this computer has opened the notes folder. Where that cannot be written, the
/// folder can be used all the same.
pub(super) fn remember(files: &Files, folders: &Folders) {
    let Some(mut known) = known_folders(files, folders).filter(|_| !is_known(files, folders)) else { return };
    let excess = (known.folders.len() + 1).saturating_sub(MOST_KNOWN);
    known.folders.drain(..excess);
    known.folders.push(KnownFolder { path: path_text(folders), unknown: Unknown::new() });
    if files.create_folder(&folders.state).is_ok() {
        let _ = files.put(&folders.known(), &format::write_known_folders(&known));
    }
}
