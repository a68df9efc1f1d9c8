//! A folder that goes away and comes back, and what could not be saved meanwhile.

use std::fs::{File, FileTimes};
use std::path::Path;
use std::time::{Duration, SystemTime};

use holdspace::domain::session::Session;
use holdspace::storage::folders::Folders;
use holdspace::storage::format::write_session;

use crate::desk::{Desk, files, path_of, put, quick, read, recovery_copy, session};

fn with_words(like: &Session, words: &str) -> Session {
    Session { id: like.id.clone(), ..session(0, words) }
}

#[test]
fn a_folder_that_goes_away_loses_nothing_and_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (data, away) = (folder.path().join("data"), folder.path().join("away"));
    let mut desk = Desk::open(folder.path());
    let first = session(0, "before");
    desk.send(&first, 1).saved(1);
    std::fs::rename(&data, &away).unwrap();
    let second = with_words(&first, "before and after");
    desk.send(&second, 2).problem();
    assert!(desk.problems()[0].starts_with("The notes folder is not there."), "{:?}", desk.problems());
    assert!(!data.exists());
    assert_eq!(read(&recovery_copy(folder.path(), &first)), second);

    std::fs::rename(&away, &data).unwrap();
    desk.saved(2).solved();
    assert_eq!(read(&path_of(folder.path(), &first)), second);
    assert!(!recovery_copy(folder.path(), &first).exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_said_and_left() {
    let folder = tempfile::tempdir().unwrap();
    let (sessions, away) = (folder.path().join("data").join("sessions"), folder.path().join("away"));
    let mut desk = Desk::open(folder.path());
    desk.all_read();
    std::fs::rename(&sessions, &away).unwrap();
    put(&sessions, b"in the way");
    let ours = session(0, "kept");
    desk.send(&ours, 1).problem();
    assert_eq!(std::fs::read(&sessions).unwrap(), b"in the way");
    std::fs::remove_file(&sessions).unwrap();
    std::fs::rename(&away, &sessions).unwrap();
    desk.saved(1).solved();
    assert_eq!(read(&path_of(folder.path(), &ours)), ours);
}

fn changed_at(path: &Path, seconds_ago: u64) {
    let then = SystemTime::now() - Duration::from_secs(seconds_ago);
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_modified(then)).unwrap();
}

/// Puts a file and a recovery copy there, one of them older, and starts; returns the session that was
/// read and the text of the history.
fn start_with(file_age: u64, copy_age: u64) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    drop(Desk::open(folder.path()));
    let in_place = session(0, "in its place");
    let copy = with_words(&in_place, "in the copy");
    let (place, copied) = (path_of(folder.path(), &in_place), recovery_copy(folder.path(), &in_place));
    put(&place, &write_session(&in_place));
    put(&copied, &write_session(&copy));
    changed_at(&place, file_age);
    changed_at(&copied, copy_age);

    let mut desk = Desk::open(folder.path());
    let read_text = desk.all_read().sessions().remove(0).notes.text();
    assert_eq!(desk.sessions().len(), 1);
    drop(desk);
    assert_eq!(read(&place).notes.text(), read_text, "what is shown is on the disk");
    assert!(!copied.exists(), "nothing is left to recover");
    let history = files(&folder.path().join("data").join("history").join(in_place.id.as_str()));
    assert_eq!(history.len(), 1);
    (read_text, read(&history[0]).notes.text())
}

#[test]
fn after_a_crash_the_newer_version_counts_and_the_older_one_is_kept() {
    assert_eq!(start_with(60, 5), ("in the copy".to_owned(), "in its place".to_owned()));
    assert_eq!(start_with(5, 60), ("in its place".to_owned(), "in the copy".to_owned()));
}

#[test]
fn a_copy_without_a_file_is_a_session() {
    let folder = tempfile::tempdir().unwrap();
    drop(Desk::open(folder.path()));
    let only = session(0, "never saved in its place");
    put(&recovery_copy(folder.path(), &only), &write_session(&only));
    let mut desk = Desk::open(folder.path());
    assert_eq!(desk.all_read().sessions(), std::slice::from_ref(&only));
    drop(desk);
    assert_eq!(read(&path_of(folder.path(), &only)), only);
    assert!(!recovery_copy(folder.path(), &only).exists());
}

#[test]
fn a_copy_of_one_folder_does_not_come_up_in_another() {
    let folder = tempfile::tempdir().unwrap();
    let (one, away) = (folder.path().join("data"), folder.path().join("away"));
    let mut desk = Desk::open(folder.path());
    desk.all_read();
    std::fs::rename(&one, &away).unwrap();
    desk.send(&session(0, "of the first folder"), 1).problem();
    drop(desk);
    let other = Folders { data: folder.path().join("other"), ..Folders::within(folder.path()) };
    assert!(Desk::of(other, quick()).all_read().sessions().is_empty());
    std::fs::rename(&away, &one).unwrap();
    assert_eq!(Desk::open(folder.path()).all_read().sessions().len(), 1);
}

#[test]
fn a_copy_that_cannot_be_read_is_listed_and_left() {
    let folder = tempfile::tempdir().unwrap();
    drop(Desk::open(folder.path()));
    let copy = recovery_copy(folder.path(), &session(0, ""));
    put(&copy, b"{\"half\":");
    let mut desk = Desk::open(folder.path());
    assert_eq!(desk.all_read().unreadable().len(), 1);
    drop(desk);
    assert_eq!(std::fs::read(&copy).unwrap(), b"{\"half\":");
}
