//! Folders as they are on the disk: walked, copied, compared. A link is never followed.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::library::SESSIONS;

/// Files that are larger are read up to here.
const MAX_BYTES: usize = 4 << 20;

/// Every path below a folder, in order.
pub(crate) fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    // What the program has open may come and go while it is walked.
    for path in folder.read_dir().into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
        if path.symlink_metadata().is_ok_and(|look| look.is_dir()) {
            walk(&path, found);
        }
        found.push(path);
    }
}

/// What an ordinary file holds; nothing where something else is there.
pub(crate) fn read(path: &Path) -> Option<Vec<u8>> {
    let is_file = path.symlink_metadata().is_ok_and(|look| look.is_file());
    let mut bytes = if is_file { std::fs::read(path).ok()? } else { return None };
    bytes.truncate(MAX_BYTES);
    Some(bytes)
}

/// Every ordinary file below a folder, with what it holds.
pub(crate) fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    everything_in(folder).into_iter().filter_map(|path| Some((path.clone(), read(&path)?))).collect()
}

/// Copies a folder, with everything in it, to a place where nothing is yet.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            std::fs::copy(&path, &place).unwrap();
        }
    }
    std::fs::set_permissions(to, from.metadata().unwrap().permissions()).unwrap();
}

/// Puts bytes into a new file, as another program would. What is there is taken away first, so that nothing is
/// ever written through a link.
#[expect(clippy::disallowed_methods, reason = "a test plays the other program, which is not careful")]
pub(crate) fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if path.symlink_metadata().is_ok() {
        std::fs::remove_file(path)?;
    }
    std::fs::write(path, bytes)
}

/// What can be seen of one thing on the disk.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Print {
    path: PathBuf,
    mode: u32,
    owner: u32,
    modified: Option<SystemTime>,
    bytes: Option<Vec<u8>>,
    leads_to: Option<PathBuf>,
}

/// What can be seen of everything in a folder, and of the folder.
pub(crate) fn prints_of(folder: &Path) -> Vec<Print> {
    let print = |path: PathBuf| {
        let look = path.symlink_metadata().ok()?;
        let (mode, owner, modified) = (look.permissions().mode(), look.uid(), look.modified().ok());
        Some(Print { mode, owner, modified, bytes: read(&path), leads_to: std::fs::read_link(&path).ok(), path })
    };
    std::iter::once(folder.to_owned()).chain(everything_in(folder)).filter_map(print).collect()
}

/// What is not as it was, in words.
pub(crate) fn difference(before: &[Print], after: &[Print]) -> Option<String> {
    let find = |prints: &[Print], path: &Path| prints.iter().find(|print| print.path == path).cloned();
    for print in before {
        match find(after, &print.path) {
            None => return Some(format!("{} is gone", print.path.display())),
            Some(now) if now.bytes != print.bytes || now.leads_to != print.leads_to => {
                return Some(format!("{} says something else", print.path.display()));
            }
            Some(now) if now != *print => return Some(format!("{} was touched", print.path.display())),
            Some(_) => {}
        }
    }
    let new = after.iter().find(|print| find(before, &print.path).is_none())?;
    Some(format!("{} is new", new.path.display()))
}

/// The sessions that are in their place, each with the name of its file in the notes folder and what that holds.
pub(crate) fn sessions_in(notes: &Path) -> BTreeMap<String, (PathBuf, Vec<u8>)> {
    let read_either = |name: &str| {
        let places = [format!("sessions/{name}.json.age"), format!("sessions/{name}.json")];
        places.into_iter().find_map(|place| Some((PathBuf::from(&place), read(&notes.join(place))?)))
    };
    SESSIONS.iter().filter_map(|name| Some(((*name).to_owned(), read_either(name)?))).collect()
}
