//! Session files that stand in each other's place: whoever can write in the folder changed their names. Each
//! is known by the id inside, and none keeps another from being read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::domain::sealing::Form;
use holdspace::domain::session::Session;
use holdspace::storage::disk::NotesDisk;
use holdspace::storage::files::Files;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::store::{ExternalChange, ScanScope, Store, Taken};
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::{Key, new_recovery_code};
use holdspace::storage::vault::sealing_disk::SealingDisk;

use crate::fixture::*;
use crate::sealing::{locked, names_of, unlock, words};

fn swap(one: &Path, other: &Path) {
    let away = one.with_extension("away");
    std::fs::rename(one, &away).unwrap();
    std::fs::rename(other, one).unwrap();
    std::fs::rename(&away, other).unwrap();
}

fn marked(name: &str, words: &str) -> Session {
    let mut session = session(name, words);
    session.version_vector.increment("a", 1);
    session
}

fn sorted(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.sort_by_key(|session| session.id.as_str().to_owned());
    sessions
}

/// Every session that the folder has, read as the app reads it at its start.
fn read_all(store: &mut Store) -> Vec<Session> {
    let listing = store.list().unwrap();
    for path in listing.others {
        store.take_in(&path);
    }
    let reader = store.reader();
    let mut read = Vec::new();
    for id in listing.sessions {
        read.extend(store.take_read(reader.read(&id)).into_iter().flatten());
    }
    let mut sessions = sessions_of(read);
    sessions.dedup();
    sorted(sessions)
}

#[test]
fn two_plain_sessions_with_swapped_names_are_both_read() {
    let fixture = Fixture::new().opened();
    let (one, two) = (marked("one", "of one"), marked("two", "of two"));
    fixture.put_session("one", &format::write_session(&two));
    fixture.put_session("two", &format::write_session(&one));
    let mut app = fixture.start(never());
    assert_eq!(sorted(app.read_sessions()), [unsaved(one.clone()), unsaved(two.clone())]);
    assert_eq!((fixture.in_place("one"), fixture.in_place("two")), (unsaved(one), unsaved(two)));
    assert_eq!(everything_in(&fixture.folders.data.join("sessions")).len(), 2);
}

#[test]
fn three_in_a_circle_are_all_read() {
    let fixture = Fixture::new().opened();
    let all = ["one", "three", "two"].map(|name| marked(name, name));
    for (place, holds) in [("one", 1), ("three", 2), ("two", 0)] {
        fixture.put_session(place, &format::write_session(&all[holds]));
    }
    let mut app = fixture.start(soon());
    let mut read = app.read_sessions();
    while read.len() < 3 {
        app.worker.send(holdspace::domain::library::requests::LibraryRequest::Rescan);
        if let holdspace::storage::worker::Report::Library(holdspace::storage::worker::LibraryReport::Sessions(more)) =
            app.next()
        {
            read.extend(sessions_of(more));
        }
    }
    assert_eq!(sorted(read), all.map(unsaved));
    assert_eq!(everything_in(&fixture.folders.data.join("sessions")).len(), 3);
}

#[test]
fn sessions_that_are_swapped_while_the_folder_is_open_are_noticed_and_change_back() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    for name in ["one", "two"] {
        store.save_session(&session(name, name), 0, moment().to_utc()).unwrap();
    }
    swap(&fixture.session_path("one"), &fixture.session_path("two"));
    let noticed = store.rescan(ScanScope::All).unwrap();
    assert!(!noticed.iter().any(|noticed| matches!(noticed, ExternalChange::Unreadable(_))), "{noticed:?}");
    for name in ["one", "two"] {
        assert_eq!(fixture.in_place(name).notes.text(), name);
        assert!(store.save_session(&session(name, "more"), 0, moment().to_utc()).is_ok());
    }
}

/// A folder with two sealed sessions.
fn sealed() -> (Fixture, Files) {
    let fixture = Fixture::new().opened();
    let files = Files::default();
    let keyring =
        Keyring::create(&NotesFolder::new(&files, &fixture.folders), (&words(), &new_recovery_code()), None, 2)
            .unwrap();
    let converter = Converter::new(&NotesFolder::new(&files, &fixture.folders), &keyring, Form::Sealed);
    let files = Files::on(Arc::new(SealingDisk::new(Arc::new(NotesDisk::default()), converter)));
    let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
    for name in ["one", "two"] {
        store.save_session(&session(name, name), 0, moment().to_utc()).unwrap();
    }
    (fixture, files)
}

#[test]
fn two_sealed_sessions_with_swapped_names_are_both_read() {
    let (fixture, files) = sealed();
    let place = |name: &str| fixture.session_path(name).with_extension("json.age");
    swap(&place("one"), &place("two"));
    let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
    let read = read_all(&mut store);
    assert_eq!(read.iter().map(|read| read.notes.text()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(everything_in(&fixture.folders.data.join("sessions")), [place("one"), place("two")]);
    for name in ["one", "two"] {
        assert!(store.save_session(&session(name, "more"), 0, moment().to_utc()).is_ok());
    }
}

/// Whoever gives a session's file the name of one that was cut off, in whatever folder, does not have it removed.
#[test]
fn a_session_under_the_name_of_what_was_cut_off_stays_in_whatever_folder() {
    for folder in ["", "sessions", "history", "history/one", "history/two", "trash", "renaming", "keys"] {
        let (fixture, files) = sealed();
        let bytes = std::fs::read(fixture.session_path("one").with_extension("json.age")).unwrap();
        let cut_off = fixture.folders.data.join(folder).join(".holdspace-1.tmp");
        std::fs::create_dir_all(cut_off.parent().unwrap()).unwrap();
        std::fs::rename(fixture.session_path("one").with_extension("json.age"), &cut_off).unwrap();
        let keys = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap();
        let mut keyring = keys.unlock(&words(), None).unwrap();
        keyring.put_in_order(&NotesFolder::at(&fixture.folders), moment()).unwrap();
        let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
        read_all(&mut store);
        store.clear_leftovers();
        read_all(&mut store);
        let holds_it = |path: &PathBuf| std::fs::read(path).is_ok_and(|held| held == bytes);
        assert!(everything_in(&fixture.folders.data).iter().any(holds_it), "it is gone from {folder:?}");
    }
}

/// What is sealed may end with any byte, and nothing is opened where no session has its place.
#[test]
fn what_is_sealed_and_ends_with_a_zero_stays_in_whatever_folder() {
    let (fixture, files) = sealed();
    let plain = format::write_session(&session("three", "three"));
    let ending_with_zero =
        std::iter::repeat_with(|| Key::new().seal(&plain).unwrap()).find(|bytes| bytes.ends_with(&[0]));
    let bytes = ending_with_zero.unwrap();
    let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
    for folder in ["", "sessions", "history", "history/one", "trash", "renaming"] {
        let place = fixture.folders.data.join(folder).join(".holdspace-1.tmp");
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        put(&place, &bytes);
        read_all(&mut store);
        store.clear_leftovers();
        let holds_it = |path: &PathBuf| std::fs::read(path).is_ok_and(|held| held == bytes);
        assert!(everything_in(&fixture.folders.data).iter().any(holds_it), "it is gone from {folder:?}");
        for path in everything_in(&fixture.folders.data).iter().filter(|path| holds_it(path)) {
            std::fs::remove_file(path).unwrap();
        }
    }
}

/// A session in its place that is sealed with a key that nobody has here, and the one that was there beside it.
fn beside_unknown_key() -> (Fixture, Files, PathBuf, Vec<u8>) {
    let (fixture, files) = sealed();
    let place = fixture.session_path("one").with_extension("json.age");
    std::fs::rename(&place, copy_of(&fixture, "140211")).unwrap();
    let theirs = Key::new().seal(&format::write_session(&marked("one", "of another key"))).unwrap();
    put(&place, &theirs);
    (fixture, files, place, theirs)
}

fn copy_of(fixture: &Fixture, time: &str) -> PathBuf {
    fixture.session_path(&format!("one.sync-conflict-20261123-{time}-ABCDEFG")).with_extension("json.age")
}

/// Whatever took the place of a file would go to the other devices as what came after it.
#[test]
fn a_file_of_an_unknown_key_keeps_its_place_and_the_copy_beside_it_is_read() {
    let (fixture, files, place, theirs) = beside_unknown_key();
    let before = everything_in(&fixture.folders.data.join("sessions"));
    let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
    let listed = store.list().unwrap().others;
    let Taken::Beside(Some(read)) = store.take_in(&listed[0]) else { panic!("it is not read") };
    assert_eq!(read.notes.text(), "one");
    assert_eq!(store.take_in(&listed[0]), Taken::Beside(None), "it is no news");
    assert!(store.save_session(&session("one", "more"), 0, moment().to_utc()).is_err());
    drop(store);
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["one", "two"]);
    assert!(app.worker.finish());
    assert_eq!(std::fs::read(&place).unwrap(), theirs);
    assert_eq!(everything_in(&fixture.folders.data.join("sessions")), before);
}

#[test]
fn what_is_read_beside_a_file_of_an_unknown_key_is_said_once_and_goes_with_its_files() {
    let (fixture, files, place, _) = beside_unknown_key();
    let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
    let texts = |noticed: Vec<ExternalChange>| -> Vec<String> {
        let texts = noticed.into_iter().filter_map(|noticed| match noticed {
            ExternalChange::Changed(session) if session.id == id("one") => Some(session.notes.text()),
            ExternalChange::Gone(gone) if gone == id("one") => Some("gone".to_owned()),
            _ => None,
        });
        texts.collect()
    };
    assert_eq!(texts(store.rescan(ScanScope::All).unwrap()), ["one"]);
    assert_eq!(texts(store.rescan(ScanScope::All).unwrap()), [""; 0]);
    // Another copy comes: what both say is shown.
    let more = format::write_session(&marked("one", "of a third device"));
    files.put_new(&fixture.session_path("one.sync-conflict-20261123-140212-ABCDEFG"), &more).unwrap();
    let read = texts(store.rescan(ScanScope::All).unwrap());
    assert!(read.len() == 1 && read[0].contains("one") && read[0].contains("of a third device"), "{read:?}");
    assert_eq!(texts(store.rescan(ScanScope::All).unwrap()), [""; 0]);
    for path in [place, copy_of(&fixture, "140211"), copy_of(&fixture, "140212")] {
        std::fs::remove_file(path).unwrap();
    }
    assert_eq!(texts(store.rescan(ScanScope::All).unwrap()), ["gone"]);
}
