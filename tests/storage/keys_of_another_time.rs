//! Keys of another time, or of another device, beside those that seal the notes: they say nothing of these. And what
//! this computer remembers of a folder whatever is written in it.

use std::path::{Path, PathBuf};

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::{Credential, Form, LockReason, Sealing, SealingRequest};
use holdspace::storage::files::Files;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::seal::{new_recovery_code, wrap};
use holdspace::storage::worker::{Report, SealingReport};

use crate::fixture::*;
use crate::key_changes::rotate_key;
use crate::sealing::{
    MARK, assert_none_with, files_with, names_of, other_words, practice, sealed_practice, unlock, until_sealing, words,
};
use crate::support::folder::copy;

/// The files of the keys in the notes folder.
fn keys_of(fixture: &Fixture) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = everything_in(&fixture.folders.data.join("keys")).into_iter();
    paths.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn put_all(files: &[(PathBuf, Vec<u8>)]) {
    for (path, bytes) in files {
        put(path, bytes);
    }
}

fn seals(app: &mut TestApp, passphrase: Passphrase) {
    app.worker.send(SealingRequest::Seal { passphrase, code: new_recovery_code() });
    until_sealing(app, Sealing::Sealed);
}

/// Until no session is sealed any more.
fn makes_plain(app: &mut TestApp, passphrase: Passphrase) {
    app.worker.send(SealingRequest::Unseal(passphrase));
    until_sealing(app, Sealing::NotSealed);
}

fn is_locked(app: &mut TestApp) -> LockReason {
    app.until(|report| match report {
        Report::Sealing(SealingReport::Locked(reason)) => Some(reason),
        _ => None,
    })
}

fn opens_nothing(app: &mut TestApp, passphrase: Passphrase) {
    app.worker.send(SealingRequest::Unlock(passphrase));
    app.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::Passphrase), .. }))
            .then_some(())
    });
}

/// Notes that were sealed, made plain, and sealed with another passphrase.
fn sealed_twice() -> Fixture {
    let fixture = practice();
    let mut app = fixture.start(soon());
    app.all_read();
    seals(&mut app, words());
    makes_plain(&mut app, words());
    seals(&mut app, other_words());
    assert!(app.worker.finish());
    fixture
}

/// Writes a session and looks that it is in no file.
fn writes_sealed(app: &mut TestApp, fixture: &Fixture, name: &str) {
    app.save(&session(name, MARK), 1);
    app.saved(name);
    assert_none_with(fixture.root(), MARK);
}

/// The notes open on each device, whole, and what is written there is sealed.
fn stay_sealed_on(devices: [&Fixture; 2]) {
    for device in devices {
        let mut app = device.start(soon());
        is_locked(&mut app);
        assert_eq!(names_of(&unlock(&mut app, words()))[..2], ["one", "two"]);
        until_sealing(&mut app, Sealing::Sealed);
        writes_sealed(&mut app, device, "zz");
        assert!(app.worker.finish());
    }
}

#[test]
fn the_passphrase_of_an_earlier_sealing_opens_nothing_and_makes_nothing_plain() {
    let fixture = sealed_twice();
    let mut app = fixture.start(soon());
    is_locked(&mut app);
    opens_nothing(&mut app, words());
    assert_eq!(names_of(&unlock(&mut app, other_words())), ["one", "two"]);
    // Neither where it is asked for while the notes are open.
    for request in [
        SealingRequest::Unseal(words()),
        SealingRequest::RotateKey { passphrase: words(), code: new_recovery_code() },
        SealingRequest::ChangePassphrase { now: words(), new: words() },
    ] {
        app.worker.send(request);
        app.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    }
    writes_sealed(&mut app, &fixture, "three");
}

#[test]
fn notes_stay_sealed_once_they_are_opened_by_a_passphrase_that_opened_plain_ones() {
    let fixture = sealed_twice();
    let mut app = fixture.start(soon());
    is_locked(&mut app);
    unlock(&mut app, other_words());
    app.worker.send(SealingRequest::ChangePassphrase { now: other_words(), new: words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    assert!(app.worker.finish());
    // Also on a computer that remembers nothing of it.
    let mut elsewhere = Fixture::new();
    elsewhere.folders.data.clone_from(&fixture.folders.data);
    stay_sealed_on([&fixture, &elsewhere]);
}

#[test]
fn keys_of_plain_notes_that_somebody_puts_back_make_nothing_plain() {
    let first = practice();
    let mut app = first.start(soon());
    app.all_read();
    seals(&mut app, words());
    makes_plain(&mut app, words());
    assert!(app.worker.finish());
    let plain_keys = keys_of(&first);
    std::fs::remove_dir_all(first.folders.data.join("keys")).unwrap();
    // A computer that knew nothing of those keys seals with the same passphrase.
    let mut second = Fixture::new();
    second.folders.data.clone_from(&first.folders.data);
    let mut app = second.start(soon());
    app.all_read();
    seals(&mut app, words());
    put_all(&plain_keys);
    assert!(app.worker.finish());
    stay_sealed_on([&second, &first]);
}

#[test]
fn a_device_whose_notes_were_plain_writes_nothing_plain_into_notes_that_another_sealed() {
    let fixture = practice();
    let mut app = fixture.start(soon());
    app.all_read();
    seals(&mut app, words());
    makes_plain(&mut app, words());
    assert!(app.worker.finish());
    let mut second = Fixture::new();
    second.folders.data.clone_from(&fixture.folders.data);
    let mut app = second.start(soon());
    is_locked(&mut app);
    app.worker.send(SealingRequest::UsePlain);
    app.all_read();
    seals(&mut app, other_words());
    assert!(app.worker.finish());
    let mut app = fixture.start(soon());
    assert_eq!(is_locked(&mut app), LockReason::ChangedElsewhere);
    // What opened the notes before they were plain opens none of these, and what is written is sealed with it.
    assert!(unlock(&mut app, words()).is_empty());
    writes_sealed(&mut app, &fixture, "zz");
}

/// Changes one character of the id in the folder's marker.
pub(crate) fn change_marker(fixture: &Fixture) {
    let path = fixture.folders.data.join("holdspace.json");
    let mut marker: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let id = marker["id"].as_str().unwrap().to_owned();
    let other = if id.ends_with('0') { '1' } else { '0' };
    marker["id"] = format!("{}{other}", &id[..id.len() - 1]).into();
    put(&path, marker.to_string().as_bytes());
}

#[test]
fn whoever_changes_what_a_folder_is_known_by_and_takes_its_keys_locks_nobody_out() {
    let (fixture, _) = sealed_practice();
    change_marker(&fixture);
    std::fs::remove_dir_all(fixture.folders.data.join("keys")).unwrap();
    let mut app = fixture.start(soon());
    assert_eq!(is_locked(&mut app), LockReason::KeysNotThere { has_copies: true });
    assert_eq!(names_of(&unlock(&mut app, words())), ["one", "two"]);
    writes_sealed(&mut app, &fixture, "zz");
    assert!(app.worker.finish());
    assert_eq!(keys_of(&fixture).len(), 3);
}

#[test]
fn an_old_passphrase_opens_nothing_also_if_the_folder_is_known_by_another_id() {
    let (fixture, _) = sealed_practice();
    let old = keys_of(&fixture);
    let mut app = fixture.start(soon());
    is_locked(&mut app);
    unlock(&mut app, words());
    rotate_key(&mut app, words(), new_recovery_code());
    app.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    assert!(app.worker.finish());
    change_marker(&fixture);
    std::fs::remove_dir_all(fixture.folders.data.join("keys")).unwrap();
    put_all(&old);
    let mut app = fixture.start(soon());
    is_locked(&mut app);
    opens_nothing(&mut app, words());
    assert_eq!(names_of(&unlock(&mut app, other_words())), ["one", "two"]);
}

/// Puts files into the folder of the keys that come first in every order, and say nothing to anybody.
fn put_a_thousand(folder: &Path) {
    let wrapped = wrap("nothing", "nobody's words", 1).unwrap();
    for number in 0..1000 {
        put(&folder.join(format!("!{number:04}.age")), &wrapped);
    }
}

#[test]
fn a_thousand_files_beside_the_keys_keep_nobody_from_them_and_close_nothing() {
    let (fixture, _) = sealed_practice();
    let mut app = fixture.start(soon());
    is_locked(&mut app);
    unlock(&mut app, words());
    put_a_thousand(&fixture.folders.data.join("keys"));
    app.worker.send(LibraryRequest::Rescan);
    writes_sealed(&mut app, &fixture, "zz");
    assert!(app.worker.finish());
    for _ in 0..2 {
        let mut app = fixture.start(soon());
        assert_eq!(is_locked(&mut app), LockReason::Sealed);
        assert_eq!(names_of(&unlock(&mut app, words())), ["one", "two", "zz"]);
        app.worker.send(LibraryRequest::Rescan);
        writes_sealed(&mut app, &fixture, "zz");
        assert!(app.worker.finish());
    }
    assert_eq!(keys_of(&fixture).len(), 1003);
}

#[test]
fn a_key_that_somebody_puts_into_plain_notes_is_said_and_can_be_passed_over() {
    let fixture = practice();
    let wrapped = wrap("nothing", "nobody's words", 1).unwrap();
    put(&fixture.folders.data.join("keys/passphrase-1.age"), &wrapped);
    let mut app = fixture.start(soon());
    assert_eq!(is_locked(&mut app), LockReason::ChangedElsewhere);
    app.worker.send(SealingRequest::UsePlain);
    assert_eq!(names_of(&app.read_sessions()), ["one", "two"]);
    assert!(app.worker.finish());
    let mut app = fixture.start(soon());
    assert_eq!(names_of(&app.read_sessions()), ["one", "two"], "it is asked once");
    assert!(!files_with(fixture.root(), MARK).is_empty());
}

#[test]
fn notes_that_were_sealed_twice_can_be_made_plain_though_that_is_cut_off_and_the_first_keys_forgotten() {
    let fixture = sealed_twice();
    let (files, notes) = (Files::default(), NotesFolder::at(&fixture.folders));
    // Cut off before any file was plain.
    let mut keyring = Keys::read(&notes).unwrap().unwrap().unlock(&other_words(), None).unwrap();
    let by_id = fixture.store().folders().clone();
    keyring.set_form(&NotesFolder::new(&files, &by_id), Form::Plain).unwrap();
    let mut app = fixture.start(soon());
    is_locked(&mut app);
    app.worker.send(SealingRequest::Unlock(other_words()));
    until_sealing(&mut app, Sealing::NotSealed);
    assert!(!files_with(&fixture.folders.data.join("sessions"), MARK).is_empty());
    // Neither passphrase is a wrong one for what is left of the keys.
    app.worker.send(SealingRequest::ForgetPreviousKeys(words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PreviousKeysForgotten)).then_some(()));
    app.worker.send(SealingRequest::ForgetPreviousKeys(other_words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PreviousKeysForgotten)).then_some(()));
    assert!(app.worker.finish());
    assert!(keys_of(&fixture).is_empty());
}

#[test]
fn another_library_that_is_put_at_the_path_of_a_sealed_one_is_opened_by_its_own_keys() {
    let ((here, _), (other, _)) = (sealed_practice(), sealed_practice());
    let its_own = keys_of(&other);
    std::fs::remove_dir_all(&here.folders.data).unwrap();
    copy(&other.folders.data, &here.folders.data);
    let mut app = here.start(soon());
    is_locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["one", "two"]);
    writes_sealed(&mut app, &here, "zz");
    assert!(app.worker.finish());
    let named = |files: &[(PathBuf, Vec<u8>)], what: &str| {
        let names = files.iter().map(|(path, _)| path.file_name().unwrap().to_owned());
        names.filter(|name| name.to_string_lossy().starts_with(what)).collect::<Vec<_>>()
    };
    for what in ["passphrase-", "recovery-"] {
        assert_eq!(named(&keys_of(&here), what), named(&its_own, what), "nothing of the other library is put there");
    }
}

#[test]
fn a_key_that_was_forgotten_elsewhere_is_there_until_every_file_has_the_new_one() {
    let (fixture, _) = sealed_practice();
    let notes = NotesFolder::new(&Files::default(), fixture.store().folders());
    let before = Keys::read(&notes).unwrap().unwrap().unlock(&words(), None).unwrap();
    let sealed = before.key.seal(b"{}").unwrap();
    // Another device changes the key and forgets the one before.
    let mut elsewhere = before.rotate(&notes, (&words(), &new_recovery_code()), 4).unwrap();
    elsewhere.forget_previous(&notes).unwrap();
    assert!(elsewhere.open(&sealed).is_err());
    let mut here = Keys::read(&notes).unwrap().unwrap().unlock(&words(), None).unwrap();
    assert!(here.open(&sealed).is_ok());
    here.set_form(&notes, Form::Sealed).unwrap();
    assert!(here.open(&sealed).is_ok(), "also once the keys were changed");
    let here = here.rotate(&notes, (&words(), &new_recovery_code()), 4).unwrap();
    assert!(here.open(&sealed).is_ok(), "also once there is another key");
}
