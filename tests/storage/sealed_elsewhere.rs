//! Sealed notes that another machine, or a sync program, writes into as well.

use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::problem::ReadError;
use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;
use crate::sealing::{
    MARK, assert_none_with, locked, names_of, one, practice, sealed_practice, unlock, until_sealing, words,
};

#[test]
fn a_plain_file_that_comes_later_is_sealed_and_put_together_with_its_session() {
    let (fixture, _) = sealed_practice();
    let mut app = fixture.start(soon());
    locked(&mut app);
    let read = unlock(&mut app, words());
    let mut theirs = one(&read).clone();
    theirs.notes.add("from another machine", None, &stamp());
    fixture.put_session("one", &format::write_session(&theirs));
    fixture.put_session("new", &format::write_session(&session("new", MARK)));
    app.worker.send(LibraryRequest::Rescan);
    let together = app.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => {
            sessions_of(sessions).into_iter().find(|session| session.id == id("one"))
        }
        _ => None,
    });
    until_sealing(&mut app, Sealing::Sealed);
    assert!(together.notes.text().contains("from another machine") && together.notes.text().contains(MARK));
    assert!(app.worker.finish());
    assert_none_with(fixture.root(), MARK);
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["new", "one", "two"]);
}

#[test]
fn a_folder_that_another_machine_seals_is_locked() {
    let fixture = practice();
    let (sealed, _) = sealed_practice();
    let mut app = fixture.start(soon());
    app.all_read();
    let keys = everything_in(&sealed.folders.data.join("keys"));
    for path in keys {
        let place = fixture.folders.data.join("keys").join(path.file_name().unwrap());
        put(&place, &std::fs::read(&path).unwrap());
    }
    app.save(&session("two", "typed meanwhile"), 1);
    app.worker.send(LibraryRequest::Rescan);
    locked(&mut app);
    let read = unlock(&mut app, words());
    assert!(read.iter().any(|session| session.notes.text().contains("typed meanwhile")));
    until_sealing(&mut app, Sealing::Sealed);
    assert_none_with(fixture.root(), MARK);
}

#[test]
fn keys_that_come_before_what_names_them_stay() {
    // Another machine seals: its keys may come in any order.
    let fixture = practice();
    let coming = |name: &str| fixture.folders.data.join("keys").join(name);
    put(&coming("passphrase-1.age"), b"wrapped elsewhere");
    let mut app = fixture.start(soon());
    app.all_read();
    assert!(app.worker.finish() && coming("passphrase-1.age").exists());

    // Another machine changes the key, or the passphrase.
    let (fixture, _) = sealed_practice();
    let coming = |name: &str| fixture.folders.data.join("keys").join(name);
    let names = ["former-2.age", "passphrase-2.age", "recovery-2.age"];
    for name in names {
        put(&coming(name), b"wrapped elsewhere");
    }
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(unlock(&mut app, words()).len(), 2);
    assert!(app.worker.finish() && names.iter().all(|name| coming(name).exists()));
}

#[test]
fn a_copy_that_a_sync_program_made_of_a_sealed_session_is_put_together_with_it() {
    let (fixture, _) = sealed_practice();
    let place = fixture.session_path("one").with_extension("json.age");
    let base = std::fs::read(&place).unwrap();
    let mut app = fixture.start(soon());
    locked(&mut app);
    let mut changed = one(&unlock(&mut app, words())).clone();
    changed.notes.add("at this machine", None, &stamp());
    app.save(&changed, 1);
    app.saved("one");
    let here = std::fs::read(&place).unwrap();
    assert!(app.worker.finish());
    for copy in
        ["one.sync-conflict-20261125-061105-ABCDEFG.json.age", "one.json.sync-conflict-20261125-061105-ABCDEFG.age"]
    {
        // Another machine went on from what stood there before.
        put(&place, &base);
        let mut app = fixture.start(soon());
        locked(&mut app);
        let mut theirs = one(&unlock(&mut app, words())).clone();
        theirs.notes.add(&format!("there, {copy}"), None, &stamp());
        app.save(&theirs, 1);
        app.saved("one");
        assert!(app.worker.finish());
        let conflict = place.with_file_name(copy);
        std::fs::rename(&place, &conflict).unwrap();
        put(&place, &here);
        let mut app = fixture.start(soon());
        locked(&mut app);
        let together = one(&unlock(&mut app, words())).notes.text();
        assert!(together.contains("at this machine") && together.contains("there, "), "{copy}: {together}");
        assert!(!conflict.exists());
        assert!(app.worker.finish());
    }
    assert_none_with(fixture.root(), "there, ");
}

#[test]
fn sealed_copies_in_the_trash_and_among_earlier_versions_are_taken_in() {
    let (fixture, _) = sealed_practice();
    let (trash, versions) = (fixture.folders.data.join("trash"), fixture.folders.data.join("history").join("one"));
    let conflict = |path: &std::path::Path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        path.with_file_name(format!("{name}.sync-conflict-20261125-171518-ABCDEFG.age"))
    };
    // Another machine sealed what is in the trash with the same key, a version, and something that is none yet.
    let (trashed, version) = (trash.join("gone.json.age"), everything_in(&versions).remove(0));
    let in_place = fixture.session_path("one").with_extension("json.age");
    std::fs::copy(&trashed, conflict(&trashed)).unwrap();
    std::fs::copy(&version, conflict(&version)).unwrap();
    std::fs::copy(&in_place, versions.join("a.json.sync-conflict-20261125-171519-ABCDEFG.age")).unwrap();
    let before = everything_in(&versions).len();
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    assert!(app.worker.finish());
    assert_eq!(everything_in(&trash), [trashed]);
    let after = everything_in(&versions);
    assert_eq!(after.len(), before - 1, "one says what another one says");
    assert!(after.iter().all(|path| !path.to_string_lossy().contains("sync-conflict")), "{after:?}");
    assert_none_with(fixture.root(), MARK);
}

/// Whoever can write in the folder can put a plain file there, and an old sealed one.
#[test]
fn a_renaming_that_was_not_begun_on_this_computer_changes_nothing_in_sealed_notes() {
    let (fixture, _) = sealed_practice();
    let key = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap().unlock(&words(), None).unwrap().key;
    let renaming = Renaming { id: Some("0".repeat(32)), ..Renaming::of_client("K-07", "R-03").unwrap() };
    let bytes = format::write_renaming(&renaming);
    let place = fixture.folders.data.join("renaming/renaming.json");
    for (path, bytes) in [(place.clone(), bytes.clone()), (place.with_extension("json.age"), key.seal(&bytes).unwrap())]
    {
        put(&path, &bytes);
        let mut app = fixture.start(soon());
        locked(&mut app);
        app.worker.send(SealingRequest::Unlock(words()));
        let reports = app.all_read();
        let is_left = |report: &Report| matches!(report, Report::Library(LibraryReport::Unreadable(file)) if file.reason == ReadError::NotBegunHere);
        assert!(reports.iter().any(is_left), "{reports:?}");
        // Another one can be begun all the same.
        let from = if path == place { "K-07" } else { "M-12" };
        let to = if path == place { "M-12" } else { "K-07" };
        app.worker.send(LibraryRequest::Rename(Box::new(Renaming::of_client(from, to).unwrap()), None));
        let renamed = app.until(|report| match report {
            Report::Library(LibraryReport::Renamed { renamed, .. }) => Some(renamed),
            _ => None,
        });
        assert_eq!(renamed, 2, "both sessions had the code that they had before");
        assert!(app.worker.finish());
        assert!(everything_in(&fixture.folders.data.join("renaming")).is_empty());
    }
}
