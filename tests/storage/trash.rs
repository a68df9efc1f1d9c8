//! Moving sessions out of the way and back, and restoring earlier versions.

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::storage::error::Problem;
use holdspace::storage::format;
use holdspace::storage::worker::Report;

use crate::fixture::*;

fn trashed(fixture: &Fixture) -> std::path::PathBuf {
    fixture.folders.data.join("trash").join("one.json")
}

#[test]
fn a_session_goes_to_the_trash_and_comes_back_as_it_was() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    store.save_session(&session("one", "words"), 0, moment().to_utc()).unwrap();
    let before = std::fs::read(fixture.session_path("one")).unwrap();
    store.move_to_trash(&id("one")).unwrap();
    assert!(!fixture.session_path("one").exists());
    assert_eq!(std::fs::read(trashed(&fixture)).unwrap(), before);
    assert_eq!(store.trash().len(), 1);
    let back = store.put_back(&id("one")).unwrap();
    assert_eq!(unsaved(back), session_in(&before));
    assert_eq!(std::fs::read(fixture.session_path("one")).unwrap(), before);
    assert!(!trashed(&fixture).exists() && store.trash().is_empty());
}

fn session_in(bytes: &[u8]) -> holdspace::domain::session::Session {
    parsed(bytes)
}

#[test]
fn a_session_that_came_back_by_another_way_meanwhile_is_put_together_with_it() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    let mut one = session("one", "before");
    store.save_session(&one, 0, moment().to_utc()).unwrap();
    store.move_to_trash(&id("one")).unwrap();
    one.notes.add("written elsewhere", None, &stamp());
    fixture.put_session("one", &format::write_session(&one));
    store.put_back(&id("one")).unwrap();
    assert_eq!(fixture.in_place("one").notes.text(), "before\nwritten elsewhere");
    assert!(!trashed(&fixture).exists());
    // And into the trash over one that is there.
    put(&trashed(&fixture), &format::write_session(&session("one", "older, in the trash")));
    store.move_to_trash(&id("one")).unwrap();
    assert_eq!(parsed(&std::fs::read(trashed(&fixture)).unwrap()).notes.text(), "before\nwritten elsewhere");
    assert!(fixture.history("one").iter().any(|version| version.notes.text() == "older, in the trash"));
}

/// Whoever can write in the folder may have given something of somebody the name of a version.
#[test]
fn what_only_has_the_name_of_a_version_stays_as_the_trash_is_emptied() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    store.save_session(&session("one", "first"), 0, moment().to_utc()).unwrap();
    store.begin_editing(&session("one", "first"));
    store.save_session(&session("one", "second"), 0, moment().to_utc()).unwrap();
    let history = fixture.folders.data.join("history/one");
    let (letter, of_another) =
        (history.join("20200101T140211.000000000Z.json"), history.join("20200101T140212.000000000Z.json"));
    put(&letter, b"a letter");
    put(&of_another, &format::write_session(&session("two", "of another")));
    store.move_to_trash(&id("one")).unwrap();
    store.empty_trash().unwrap();
    assert_eq!(everything_in(&history), [letter, of_another]);
}

#[test]
fn emptying_takes_the_earlier_versions_too_and_leaves_what_cannot_be_read() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    store.save_session(&session("one", "first"), 0, moment().to_utc()).unwrap();
    store.begin_editing(&session("one", "first"));
    store.save_session(&session("one", "second"), 0, moment().to_utc()).unwrap();
    assert!(!fixture.history("one").is_empty());
    store.save_session(&session("two", "stays"), 0, moment().to_utc()).unwrap();
    store.move_to_trash(&id("one")).unwrap();
    put(&fixture.folders.data.join("trash").join("damaged.json"), b"{ damaged");
    store.empty_trash().unwrap();
    assert!(!fixture.folders.data.join("history").join("one").exists());
    assert_eq!(everything_in(&fixture.folders.data.join("trash")), [fixture.folders.data.join("trash/damaged.json")]);
    assert_eq!(fixture.in_place("two").notes.text(), "stays");
}

#[test]
fn an_unreadable_session_is_not_moved() {
    let fixture = Fixture::new().opened();
    fixture.put_session("one", b"{ damaged");
    assert_eq!(fixture.store().move_to_trash(&id("one")).unwrap_err().kind, Problem::UnreadableInTheWay);
    assert_eq!(std::fs::read(fixture.session_path("one")).unwrap(), b"{ damaged");
}

#[test]
fn an_earlier_version_is_restored_as_a_new_one() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    let first = store.save_session(&session("one", "first"), 0, moment().to_utc()).unwrap().file.clone();
    store.begin_editing(&first);
    let second = session("one", "second");
    store.save_session(&second, 0, moment().to_utc()).unwrap();
    let versions = store.versions(&id("one"));
    assert_eq!(versions.len(), 1);
    let restored = store.restore(&versions[0].1).unwrap();
    assert_eq!(restored.notes.text(), "first");
    assert_eq!(fixture.in_place("one").notes.text(), "first");
    assert!(fixture.history("one").contains(&second), "what it said until now is kept");
    assert!(restored.version_vector.includes(&first.version_vector) && restored.version_vector != first.version_vector);
}

#[test]
fn what_is_asked_for_and_cannot_be_done_is_said() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    app.save(&session("one", "words"), 1);
    app.saved("one");
    put(&fixture.folders.data.join("trash"), b"a file in place of a folder");
    app.worker.send(LibraryRequest::MoveToTrash(id("one")));
    let refused = app.until(|report| match report {
        Report::Refused(_, error) => Some(error.kind),
        _ => None,
    });
    assert_eq!(refused, Problem::NotAFolder);
    assert_eq!(fixture.in_place("one").notes.text(), "words");
}

#[test]
fn a_copy_that_a_sync_program_makes_in_the_trash_is_put_together_with_the_session_there() {
    let fixture = Fixture::new().opened();
    let beside = |name: &str| fixture.folders.data.join("trash").join(name);
    let (mut here, mut there) = (session("one", "here"), session("one", "there"));
    here.version_vector.increment("a", 1);
    there.version_vector.increment("b", 1);
    put(&trashed(&fixture), &format::write_session(&here));
    put(&beside("one.sync-conflict-20261125-171518-ABCDEFG.json"), &format::write_session(&there));
    put(&beside("two.sync-conflict-20261125-171518-ABCDEFG.json"), &format::write_session(&session("two", "alone")));
    let others = ["letter.json", "damaged.sync-conflict-20261125-171518-ABCDEFG.json"].map(beside);
    for path in &others {
        put(path, b"{ \"not\": \"a session\" }");
    }
    let mut app = fixture.start(never());
    app.all_read();
    let in_trash = parsed(&std::fs::read(trashed(&fixture)).unwrap()).notes.text().clone();
    assert!(in_trash.contains("here") && in_trash.contains("there"), "{in_trash}");
    assert_eq!(parsed(&std::fs::read(beside("two.json")).unwrap()).notes.text(), "alone");
    for version in [here, there] {
        assert!(fixture.history("one").contains(&unsaved(version)));
    }
    let mut left = others.to_vec();
    left.extend([trashed(&fixture), beside("two.json")]);
    left.sort();
    let mut found = everything_in(&fixture.folders.data.join("trash"));
    found.sort();
    assert_eq!(found, left);
}

#[test]
fn only_a_session_in_which_nobody_ever_wrote_is_discarded() {
    let fixture = Fixture::new().opened();
    let mut store = fixture.store();
    assert!(store.discard_unwritten(&id("one")).unwrap(), "it has no file");
    let empty = session("one", "");
    store.save_session(&empty, 0, moment().to_utc()).unwrap();
    assert!(store.discard_unwritten(&id("one")).unwrap());
    assert!(!fixture.session_path("one").exists() && fixture.history("one").is_empty());

    // Another device wrote into it meanwhile.
    store.save_session(&empty, 0, moment().to_utc()).unwrap();
    fixture.put_session("one", &format::write_session(&session("one", "written elsewhere")));
    assert!(!store.discard_unwritten(&id("one")).unwrap());
    assert_eq!(fixture.in_place("one").notes.text(), "written elsewhere");

    // Its words were taken out again: they are in an earlier version.
    store.save_session(&session("two", "a whole line of words"), 0, moment().to_utc()).unwrap();
    let mut emptied = fixture.in_place("two");
    emptied.notes.replace_text("", 0, &stamp());
    store.save_session(&emptied, 0, moment().to_utc()).unwrap();
    assert!(!fixture.history("two").is_empty());
    assert!(!store.discard_unwritten(&id("two")).unwrap() && fixture.session_path("two").exists());
}
