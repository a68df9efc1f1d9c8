//! Opening the notes folder: a new one is made, a known one never again.

use std::path::Path;

use holdspace::domain::session::Session;
use holdspace::storage::error::{Kind, StorageError};
use holdspace::storage::folders::Folders;
use holdspace::storage::store::Store;

use crate::desk::{Desk, put, quick, read, session};

fn open(folder: &Path) -> Result<(), StorageError> {
    Store::open(&Folders::within(folder)).map(drop)
}

fn check_refused(folder: &Path, expected: Kind) {
    let error = open(folder).unwrap_err();
    assert_eq!(error.kind, expected);
    assert_eq!(error.path, folder.join("data"));
}

#[test]
fn a_new_folder_is_made_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).unwrap();
    let marker = folder.path().join("data").join("holdspace.json");
    let first = std::fs::read(&marker).unwrap();
    open(folder.path()).unwrap();
    assert_eq!(std::fs::read(&marker).unwrap(), first, "a folder keeps its id");
}

#[test]
fn an_empty_folder_that_is_there_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    open(folder.path()).unwrap();
}

#[test]
fn a_known_folder_that_is_gone_is_a_drive_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).unwrap();
    std::fs::rename(folder.path().join("data"), folder.path().join("away")).unwrap();
    check_refused(folder.path(), Kind::FolderNotThere);
    assert!(!folder.path().join("data").exists());
    // What stands there while the drive is away is an empty folder.
    std::fs::create_dir(folder.path().join("data")).unwrap();
    check_refused(folder.path(), Kind::FolderNotThere);
    assert_eq!(folder.path().join("data").read_dir().unwrap().count(), 0);
}

#[test]
fn a_folder_within_nothing_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no").join("such").join("place");
    check_refused(&nowhere, Kind::FolderNotThere);
    assert!(!folder.path().join("no").exists());
}

#[test]
fn a_file_in_its_place_is_left() {
    let folder = tempfile::tempdir().unwrap();
    put(&folder.path().join("data"), b"a letter");
    let error = open(folder.path()).unwrap_err();
    assert_eq!(error.kind, Kind::NotAFolder);
    assert_eq!(std::fs::read(folder.path().join("data")).unwrap(), b"a letter");
}

#[test]
fn a_folder_of_a_newer_version_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let marker = folder.path().join("data").join("holdspace.json");
    put(&marker, br#"{"format": "holdspace-folder", "version": 2, "id": "a"}"#);
    check_refused(folder.path(), Kind::NewerFolder);
    assert_eq!(folder.path().join("data").read_dir().unwrap().count(), 1);
}

#[test]
fn it_goes_on_trying_to_open_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let drive = folder.path().join("drive");
    let folders = Folders { data: drive.join("notes"), ..Folders::within(folder.path()) };
    let recovery = folders.recovery();
    let mut desk = Desk::of(folders, quick());
    let written = session(0, "written meanwhile");
    desk.problem().send(&written, 1);
    // The first try has failed, and has left a copy: it must not come before newer words.
    let copy = recovery.join(format!("{}.json", written.id));
    while !copy.exists() {
        std::thread::yield_now();
    }
    let longer = Session { id: written.id.clone(), ..session(0, "written meanwhile, and more") };
    desk.send(&longer, 2);
    std::fs::create_dir(&drive).unwrap();
    desk.solved().saved(2);
    assert_eq!(read(&drive.join("notes").join("sessions").join(format!("{}.json", longer.id))), longer);
}
