//! Recovery copies that could not be taken in at first: no key opened them, or the folder was known by another id.

use std::path::PathBuf;

use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::SealingRequest;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;
use crate::keys_of_another_time::change_marker;
use crate::sealing::{MARK, locked, names_of, other_words, sealed_practice, unlock, words};

/// The keys of a folder.
fn keyring(fixture: &Fixture, passphrase: &Passphrase) -> Keyring {
    Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap().unlock(passphrase, None).unwrap()
}

/// A recovery copy of a session that is not in its place.
fn copy_of(name: &str) -> Vec<u8> {
    let mut copy = session(name, MARK);
    copy.version_vector.increment("a", 1);
    format::write_session(&copy)
}

/// Where the copies are of the folder by the id that it has now.
fn copies_by_id(fixture: &Fixture) -> PathBuf {
    let marker = std::fs::read(fixture.folders.data.join("holdspace.json")).unwrap();
    fixture.folders.state.join("recovery").join(format::read_marker(&marker).unwrap().id)
}

#[test]
fn a_copy_that_no_key_opened_comes_back_once_the_keys_that_do_are_opened() {
    let (fixture, _) = sealed_practice();
    let (other, _) = sealed_practice();
    let notes = NotesFolder::at(&other.folders);
    let mut theirs = keyring(&other, &words());
    theirs.change_passphrase(&notes, &other_words(), 1).unwrap();
    let copy = copies_by_id(&fixture).join("left.json.age");
    put(&copy, &theirs.key.seal(&copy_of("left")).unwrap());
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["one", "two"]);
    assert!(!copy.exists(), "it was set aside, so that no other copy takes its place");
    for path in everything_in(&other.folders.data.join("keys")) {
        put(&fixture.folders.data.join("keys").join(path.file_name().unwrap()), &std::fs::read(&path).unwrap());
    }
    app.worker.send(SealingRequest::OpenOthers(other_words()));
    let recovered = app.until(|report| match report {
        Report::Library(LibraryReport::Recovered(session)) => Some(session),
        _ => None,
    });
    assert_eq!(recovered.id, id("left"));
    app.saved("left");
    assert!(app.worker.finish());
    assert!(everything_in(&fixture.recovery()).is_empty());
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["left", "one", "two"]);
}

#[test]
fn copies_come_back_though_somebody_changed_the_id_of_the_folder() {
    let (fixture, _) = sealed_practice();
    let copy = copies_by_id(&fixture).join("left.json.age");
    put(&copy, &keyring(&fixture, &words()).key.seal(&copy_of("left")).unwrap());
    change_marker(&fixture);
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["left", "one", "two"]);
    app.saved("left");
}

#[test]
fn copies_of_plain_notes_whose_id_was_changed_come_back_if_their_session_is_there_and_no_others() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.save(&session("one", "before"), 1);
    app.saved("one");
    assert!(app.worker.finish());
    let mut later = fixture.in_place("one");
    later.notes.add("after", None, &stamp());
    later.version_vector.increment("a", 1);
    let former = copies_by_id(&fixture);
    put(&former.join("one.json"), &format::write_session(&later));
    put(&former.join("elsewhere.json"), &copy_of("elsewhere"));
    change_marker(&fixture);
    let mut app = fixture.start(soon());
    let read = app.read_sessions();
    assert_eq!(names_of(&read), ["one"]);
    assert_eq!(read[0].notes.text(), "before\nafter");
    assert!(former.join("elsewhere.json").exists(), "it may be of another folder that was at this path");
}
