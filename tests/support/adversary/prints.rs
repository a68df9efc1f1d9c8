//! What can be seen of a folder from outside, to be compared afterwards.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::library::SESSIONS;
use crate::support::folder::{everything_in, read};

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
        let metadata = path.symlink_metadata().ok()?;
        let (mode, owner, modified) = (metadata.permissions().mode(), metadata.uid(), metadata.modified().ok());
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
