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

/// What this computer remembers of the notes folder; nothing where it has never opened it.
pub(super) fn entry(files: &Files, folders: &Folders) -> Option<KnownFolder> {
    let path = path_text(folders);
    known_folders(files, folders)?.folders.into_iter().find(|folder| folder.path == path)
}

/// Whether this computer has opened the notes folder before.
pub(super) fn is_known(files: &Files, folders: &Folders) -> bool {
    entry(files, folders).is_some()
}

/// Remembers that this computer has opened the notes folder.
pub(super) fn remember(files: &Files, folders: &Folders) {
    if !is_known(files, folders) {
        update(files, folders, |_| ());
    }
}

/// Changes what this computer remembers of the notes folder. Where that cannot be written, the folder can be used all
/// the same.
pub(super) fn update(files: &Files, folders: &Folders, change: impl FnOnce(&mut KnownFolder)) {
    let Some(mut known) = known_folders(files, folders) else { return };
    let path = path_text(folders);
    let known_place = known.folders.iter().position(|folder| folder.path == path);
    let place = known_place.unwrap_or_else(|| {
        forget_oldest(&mut known.folders);
        known.folders.push(KnownFolder { path, sealing: None, unknown: Unknown::new() });
        known.folders.len() - 1
    });
    let before = known.folders[place].clone();
    change(&mut known.folders[place]);
    let has_changed = known_place.is_none() || before != known.folders[place];
    if has_changed && files.create_folder(&folders.state).is_ok() {
        let _ = files.put(&folders.known(), &format::write_known_folders(&known));
    }
}

/// Makes room for another folder. One that was sealed is never forgotten.
fn forget_oldest(folders: &mut Vec<KnownFolder>) {
    if folders.len() >= MOST_KNOWN
        && let Some(oldest) = folders.iter().position(|folder| folder.sealing.is_none())
    {
        folders.remove(oldest);
    }
}
