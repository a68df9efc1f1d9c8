//! Which notes folders this computer has opened before: one that is missing now is a drive that is not
//! there, never a folder without sessions.
//!
//! Each is known by the id in its marker, and by every path that it was opened at: by these it is known even
//! when it is not there. What is only remembered on this computer of a folder belongs beside them.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use crate::domain::Unknown;
use crate::storage::error::StorageError;
use crate::storage::folders::{FolderId, Folders};
use crate::storage::format;
use crate::storage::format::{KnownFolder, KnownFolders, MAX_BYTES};
use crate::storage::notes_folder::NotesFolder;

/// The most notes folders that are remembered, and the most paths of one.
const MAX_KNOWN: usize = 50;
const MAX_PATHS: usize = 20;

/// The most links that are followed in one path; then it is one that leads nowhere.
const MAX_LINKS: usize = 40;

/// What is remembered of a notes folder: by its id, if that is known and was remembered; else by its path, if
/// no other id was remembered with it. Without an id, the folder that was opened last at this path.
pub(crate) fn entry(notes: &NotesFolder) -> Option<KnownFolder> {
    let known = known_folders(notes)?;
    position(&known, &notes.paths).map(|index| known.folders[index].clone())
}

/// Changes what is remembered of a notes folder; the entry is new when nothing was.
///
/// # Errors
/// When it cannot be written, or what is remembered cannot be read. Nothing is changed then.
pub(crate) fn update(notes: &NotesFolder, change: impl FnOnce(&mut KnownFolder)) -> Result<(), StorageError> {
    let unreadable = || StorageError::new(crate::storage::error::Problem::UnreadableInTheWay, &notes.paths.known());
    let mut known = known_folders(notes).ok_or_else(unreadable)?;
    let before = known.clone();
    let path = text(&notes.paths.data);
    let mut entry = match position(&known, &notes.paths) {
        Some(index) => known.folders.remove(index),
        None => KnownFolder {
            id: None,
            path: path.clone(),
            other_paths: Vec::new(),
            sealing: None,
            renaming: None,
            unknown: Unknown::new(),
        },
    };
    entry.id = notes.paths.id.as_ref().map(ToString::to_string).or(entry.id);
    if entry.path != path && !entry.other_paths.contains(&path) {
        let excess = (entry.other_paths.len() + 1).saturating_sub(MAX_PATHS);
        entry.other_paths.drain(..excess);
        entry.other_paths.push(path);
    }
    change(&mut entry);
    // One that was sealed is never forgotten.
    if known.folders.len() >= MAX_KNOWN
        && let Some(oldest) = known.folders.iter().position(|folder| folder.sealing.is_none())
    {
        known.folders.remove(oldest);
    }
    // The one that was opened last is the last.
    known.folders.push(entry);
    if known == before {
        return Ok(());
    }
    notes.files.create_folder(&notes.paths.state)?;
    notes.files.put(&notes.paths.known(), &format::write_known_folders(&known))
}

/// Whether this computer has opened a notes folder at this path before, however the path is spelled.
pub(crate) fn is_known(notes: &NotesFolder) -> bool {
    entry(&notes.by_path()).is_some()
}

/// The id of the notes folder that was opened last at this path.
pub(crate) fn id_at_path(notes: &NotesFolder) -> Option<FolderId> {
    entry(&notes.by_path())?.id.map(|id| FolderId::of_marker(&id))
}

/// What is remembered of the other notes folders that were opened at this path, the last one last: those with another id.
/// Whoever can write in a folder can change its id.
pub(crate) fn others_at_path(notes: &NotesFolder) -> Vec<KnownFolder> {
    let (Some(known), Some(id)) = (known_folders(notes), notes.paths.id.as_ref().map(ToString::to_string)) else {
        return Vec::new();
    };
    let is_here = is_at(&notes.paths);
    let is_other = |entry: &KnownFolder| entry.id.as_ref().is_some_and(|other| *other != id) && is_here(entry);
    known.folders.into_iter().filter(is_other).collect()
}

/// Remembers that this computer has opened the notes folder. If that cannot be written, the folder can be
/// used all the same.
pub(crate) fn remember(notes: &NotesFolder) {
    let _ = update(notes, |_| {});
}

/// Every path by which this computer knows the notes folder, each as it was given and with its links followed.
pub(crate) fn paths_of(notes: &NotesFolder) -> Vec<PathBuf> {
    let known = entry(notes).map(|entry| paths(&entry).map(PathBuf::from).collect::<Vec<_>>());
    let mut all = Vec::new();
    for path in known.unwrap_or_default().iter().chain([&notes.paths.data]) {
        all.extend(spellings(path).into_iter().filter(|path| !all.contains(path)).collect::<Vec<_>>());
    }
    all
}

fn known_folders(notes: &NotesFolder) -> Option<KnownFolders> {
    let bytes = notes.files.read_if_there(&notes.paths.known(), MAX_BYTES).ok()?;
    bytes.map_or(Some(KnownFolders::default()), |bytes| format::read_known_folders(&bytes).ok())
}

/// Which entry is that of a notes folder.
fn position(known: &KnownFolders, folders: &Folders) -> Option<usize> {
    let is_here = is_at(folders);
    let id = folders.id.as_ref().map(ToString::to_string);
    let of_id = |entry: &KnownFolder| id.is_some() && entry.id == id;
    known.folders.iter().rposition(of_id).or_else(|| {
        let may_be_it = |entry: &&KnownFolder| id.is_none() || entry.id.is_none();
        known.folders.iter().rposition(|entry| may_be_it(&entry) && is_here(entry))
    })
}

/// Whether a notes folder was opened at the path of this one.
fn is_at(folders: &Folders) -> impl Fn(&KnownFolder) -> bool {
    let here: Vec<String> = spellings(&folders.data).iter().map(|path| text(path)).collect();
    move |entry| paths(entry).any(|path| spellings(Path::new(path)).iter().any(|path| here.contains(&text(path))))
}

fn paths(entry: &KnownFolder) -> impl Iterator<Item = &str> {
    [&entry.path].into_iter().chain(&entry.other_paths).map(String::as_str)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A path as it was given, and as it is with its links followed.
fn spellings(path: &Path) -> Vec<PathBuf> {
    let (given, resolved) = (path.to_owned(), resolved(path));
    if given.as_os_str() == resolved.as_os_str() { vec![given] } else { vec![given, resolved] }
}

/// A path with its links followed and its `..` carried out, as far as it leads; what is not there may be a
/// drive that is away, and stays as it is spelled.
fn resolved(path: &Path) -> PathBuf {
    let parts = |path: &Path| path.components().rev().map(|part| part.as_os_str().to_owned()).collect::<Vec<_>>();
    let mut resolved = PathBuf::new();
    let mut links = 0;
    let mut rest: Vec<OsString> = parts(path);
    while let Some(part) = rest.pop() {
        match Path::new(&part).components().next() {
            Some(Component::ParentDir) => drop(resolved.pop()),
            Some(Component::Normal(name)) => {
                resolved.push(name);
                if links < MAX_LINKS
                    && let Ok(target) = resolved.read_link()
                {
                    links += 1;
                    resolved.pop();
                    rest.extend(parts(&target));
                }
            }
            Some(Component::CurDir) | None => {}
            Some(root) => resolved.push(root),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(root: &Path, data: &str, id: Option<&str>) -> NotesFolder {
        let paths = Folders { data: root.join(data), id: id.map(FolderId::of_marker), ..Folders::within(root) };
        NotesFolder::at(&paths)
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_known_by_every_spelling_also_when_it_leads_nowhere_now() {
        let root = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(root.path().join("drive"), root.path().join("link")).unwrap();
        remember(&folder(root.path(), "link/notes", Some("a")));
        for spelling in ["link/notes", "drive/notes", "link/notes/", "drive/other/../notes", "./link/notes"] {
            assert!(is_known(&folder(root.path(), spelling, None)), "{spelling}");
        }
        assert!(!is_known(&folder(root.path(), "drive", None)));
    }

    #[test]
    fn a_folder_is_known_by_its_id_wherever_it_is_moved() {
        let root = tempfile::tempdir().unwrap();
        remember(&folder(root.path(), "one", None));
        remember(&folder(root.path(), "one", Some("a")));
        remember(&folder(root.path(), "two", Some("a")));
        let entry = entry(&folder(root.path(), "three", Some("a"))).unwrap();
        assert_eq!(entry.path, text(&root.path().join("one")));
        assert_eq!(entry.other_paths, [text(&root.path().join("two"))]);
        // Another one that is put there is another one.
        remember(&folder(root.path(), "two", Some("b")));
        assert_eq!(id_at_path(&folder(root.path(), "two", None)), Some(FolderId::of_marker("b")));
        assert_eq!(id_at_path(&folder(root.path(), "one", None)), Some(FolderId::of_marker("a")));
    }

    #[test]
    fn what_a_later_version_remembers_stays() {
        let root = tempfile::tempdir().unwrap();
        let folder = folder(root.path(), "one", Some("a"));
        update(&folder, |entry| drop(entry.unknown.insert("later".to_owned(), true.into()))).unwrap();
        remember(&folder);
        assert_eq!(entry(&folder).unwrap().unknown["later"], true.into());
    }
}
