//! Keys that another device changed, made apart, or took away; and those of the first version.

use std::path::{Path, PathBuf};

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::recovery_code::RecoveryCode;
use holdspace::domain::sealing::{Credential, LockReason, Sealing, SealingRequest};
use holdspace::storage::error::Problem;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::seal;
use holdspace::storage::vault::seal::{Key, new_recovery_code};
use holdspace::storage::worker::{LibraryReport, Report, SealingReport, Subject};

use crate::fixture::*;
use crate::sealing::{
    MARK, assert_none_with, locked, names_of, other_words, sealed_practice, unlock, until_sealing, words,
};
use crate::support::folder::copy;

/// Changes the key, and waits until every file has the new one.
pub(crate) fn rotate_key(app: &mut TestApp, passphrase: Passphrase, code: RecoveryCode) {
    app.worker.send(SealingRequest::RotateKey { passphrase, code });
    app.until(|report| {
        matches!(report, Report::Sealing(SealingReport::Sealing(Sealing::Underway { .. }))).then_some(())
    });
    until_sealing(app, Sealing::Sealed);
}

/// The keys as the first version kept them, in the place of those that are there, with a key that it was changing from.
pub(crate) fn put_first_version(fixture: &Fixture, key: &Key, passphrase: &str, code: &RecoveryCode) -> Key {
    let folder = fixture.folders.data.join("keys");
    std::fs::remove_dir_all(&folder).unwrap();
    let _ = std::fs::remove_dir_all(fixture.folders.state.join("keys"));
    let previous = Key::new();
    put(&folder.join("passphrase-2.age"), &seal::wrap(&key.text(), passphrase, 4).unwrap());
    put(&folder.join("recovery-2.age"), &seal::wrap(&key.text(), &code.printed(), 4).unwrap());
    put(&folder.join("former-2.age"), &key.seal(previous.text().as_bytes()).unwrap());
    put(&folder.join("keys.json"), &fixture_file("keys-first-version.json"));
    previous
}

#[test]
fn keys_of_the_first_version_open_the_notes_and_take_the_form_of_this_one() {
    let (fixture, code) = sealed_practice();
    let keys = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap();
    let key = keys.unlock(&words(), None).unwrap().key;
    let previous = put_first_version(&fixture, &key, words().words(), &code);
    let late = previous.seal(&format::write_session(&session("late", MARK))).unwrap();
    put(&fixture.session_path("late").with_extension("json.age"), &late);
    // What the list said is not believed: it says that the notes are to be plain.
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["late", "one", "two"]);
    until_sealing(&mut app, Sealing::Sealed);
    assert!(app.worker.finish());
    assert_none_with(fixture.root(), MARK);
    assert!(
        !fixture.folders.data.join("keys/keys.json").exists()
            && !fixture.folders.data.join("keys/former-2.age").exists()
    );
    let mut app = fixture.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Recover { code, new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    assert_eq!(names_of(&app.read_sessions()), ["late", "one", "two"]);
}

/// A device that shares the notes folder of another.
fn second_device(fixture: &Fixture) -> Fixture {
    let mut second = Fixture::new();
    second.folders.data.clone_from(&fixture.folders.data);
    second
}

#[test]
fn what_a_device_sealed_before_it_knew_of_another_key_is_opened_and_sealed_anew() {
    let (fixture, _) = sealed_practice();
    let before = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap().unlock(&words(), None).unwrap().key;
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    rotate_key(&mut app, words(), new_recovery_code());
    let place = fixture.session_path("late").with_extension("json.age");
    put(&place, &before.seal(&format::write_session(&session("late", MARK))).unwrap());
    app.worker.send(LibraryRequest::Rescan);
    let late = app.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => {
            sessions_of(sessions).into_iter().find(|session| session.id == id("late"))
        }
        _ => None,
    });
    assert_eq!(late.notes.text(), MARK);
    until_sealing(&mut app, Sealing::Sealed);
    assert!(before.open(&std::fs::read(&place).unwrap()).is_err(), "it is still sealed with the key before");
    // Once the previous keys are forgotten, nothing that comes so late is opened.
    app.worker.send(SealingRequest::ForgetPreviousKeys(words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PreviousKeysForgotten)).then_some(()));
    put(&fixture.session_path("later").with_extension("json.age"), &before.seal(b"{}").unwrap());
    assert!(app.worker.finish());
    let mut app = second_device(&fixture).start(soon());
    locked(&mut app);
    assert_eq!(names_of(&unlock(&mut app, words())), ["late", "one", "two"]);
}

#[test]
fn two_devices_that_sealed_apart_are_opened_by_either_passphrase() {
    let (fixture, _) = sealed_practice();
    let (other, _) = sealed_practice();
    // The other one sealed under its own words; a sync program brings its keys and a session.
    let mut app = other.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    app.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    app.save(&session("theirs", MARK), 1);
    app.saved("theirs");
    assert!(app.worker.finish());
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    for path in everything_in(&other.folders.data.join("keys")) {
        put(&fixture.folders.data.join("keys").join(path.file_name().unwrap()), &std::fs::read(&path).unwrap());
    }
    let theirs = other.session_path("theirs").with_extension("json.age");
    put(&fixture.session_path("theirs").with_extension("json.age"), &std::fs::read(theirs).unwrap());
    app.worker.send(LibraryRequest::Rescan);
    app.until(|report| matches!(report, Report::Sealing(SealingReport::OtherKeys(true))).then_some(()));
    app.worker.send(SealingRequest::OpenOthers(other_words()));
    app.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => {
            sessions_of(sessions).into_iter().find(|session| session.id == id("theirs"))
        }
        _ => None,
    });
    until_sealing(&mut app, Sealing::Sealed);
    assert!(app.worker.finish());
    for passphrase in [words(), other_words()] {
        for device in [&fixture, &second_device(&fixture)] {
            let mut app = device.start(soon());
            locked(&mut app);
            assert_eq!(names_of(&unlock(&mut app, passphrase.clone())), ["one", "theirs", "two"]);
            assert!(app.worker.finish());
        }
    }
    // Until one is chosen.
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    app.worker.send(SealingRequest::ChangePassphrase { now: words(), new: words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    assert!(app.worker.finish());
    let second = second_device(&fixture);
    let mut app = second.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Unlock(other_words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    assert_eq!(names_of(&unlock(&mut app, words())), ["one", "theirs", "two"]);
}

fn why_locked(app: &mut TestApp) -> LockReason {
    app.until(|report| match report {
        Report::Sealing(SealingReport::Locked(reason)) => Some(reason),
        _ => None,
    })
}

/// Takes the keys out of the notes folder, and this computer's copies away where these are not to be there either.
fn without_keys(fixture: &Fixture, copies_too: bool) -> PathBuf {
    let away = fixture.root().join("keys away");
    std::fs::rename(fixture.folders.data.join("keys"), &away).unwrap();
    if copies_too {
        std::fs::remove_dir_all(fixture.folders.state.join("keys")).unwrap();
    }
    away
}

#[test]
fn notes_without_their_keys_are_not_taken_for_plain_ones() {
    let (fixture, _) = sealed_practice();
    let away = without_keys(&fixture, true);
    let before = everything_in(&fixture.folders.data);
    let mut app = fixture.start(soon());
    assert_eq!(why_locked(&mut app), LockReason::KeysNotThere { has_copies: false });
    assert_eq!(app.problem().kind, Problem::KeysNotThere);
    // Nothing is begun, and nothing written, neither there nor beside it.
    app.save(&session("two", "typed meanwhile"), 1);
    assert!(!app.write_all());
    assert_eq!(everything_in(&fixture.folders.data), before);
    assert_none_with(fixture.root(), "typed meanwhile");
    std::fs::rename(&away, fixture.folders.data.join("keys")).unwrap();
    locked(&mut app);
    assert_eq!(unlock(&mut app, words()).len(), 2);
}

#[test]
fn keys_that_somebody_took_away_are_put_back_from_this_computer() {
    let (fixture, _) = sealed_practice();
    let away = without_keys(&fixture, false);
    let mut app = fixture.start(soon());
    assert_eq!(why_locked(&mut app), LockReason::KeysNotThere { has_copies: true });
    assert_eq!(unlock(&mut app, words()).len(), 2);
    assert!(app.worker.finish());
    let count = |folder: &Path| everything_in(folder).len();
    assert_eq!(count(&fixture.folders.data.join("keys")), count(&away));
    assert_none_with(&fixture.folders.data.join("sessions"), "K-07");
}

#[test]
fn sealed_notes_whose_keys_and_sessions_were_taken_away_are_plain_only_once_their_owner_says_so() {
    let (fixture, _) = sealed_practice();
    let take_away_sessions = || {
        for path in everything_in(&fixture.folders.data.join("sessions")) {
            std::fs::remove_file(path).unwrap();
        }
    };
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    std::fs::remove_dir_all(fixture.folders.data.join("keys")).unwrap();
    take_away_sessions();
    app.save(&session("two", MARK), 1);
    app.worker.send(LibraryRequest::Rescan);
    assert_eq!(why_locked(&mut app), LockReason::KeysNotThere { has_copies: true });
    assert!(app.worker.finish());
    assert_none_with(fixture.root(), MARK);
    std::fs::remove_dir_all(fixture.folders.state.join("keys")).unwrap();
    take_away_sessions();
    let mut app = fixture.start(soon());
    assert_eq!(why_locked(&mut app), LockReason::KeysNotThere { has_copies: false });
    app.worker.send(SealingRequest::UsePlain);
    app.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
    app.save(&session("three", MARK), 1);
    app.saved("three");
    assert!(fixture.session_path("three").exists());
}

#[test]
fn what_seals_is_in_no_file() {
    let (fixture, _) = sealed_practice();
    let key = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap().unlock(&words(), None).unwrap().key;
    let secret: age::x25519::Identity = key.text().trim().parse().unwrap();
    assert_none_with(fixture.root(), &secret.to_public().to_string());
    assert_none_with(fixture.root(), key.text().trim());
}

/// Puts files back that were in the folder of the keys, as whoever has an old copy can.
fn put_back(old: &[(PathBuf, Vec<u8>)]) {
    for (path, bytes) in old {
        put(path, bytes);
    }
}

#[test]
fn old_files_of_the_keys_that_are_put_back_open_nothing() {
    let (fixture, code) = sealed_practice();
    let keys = fixture.folders.data.join("keys");
    let read = |path: PathBuf| (path.clone(), std::fs::read(path).unwrap());
    let old: Vec<_> = everything_in(&keys).into_iter().map(read).collect();
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    app.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    assert!(app.worker.finish());
    for device in [&fixture, &second_device(&fixture)] {
        put_back(&old);
        let mut app = device.start(soon());
        locked(&mut app);
        app.worker.send(SealingRequest::Unlock(words()));
        app.until(|report| {
            matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::Passphrase), .. }))
                .then_some(())
        });
        assert_eq!(unlock(&mut app, other_words()).len(), 2);
        assert!(app.worker.finish());
    }
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, other_words());
    rotate_key(&mut app, other_words(), new_recovery_code());
    assert!(app.worker.finish());
    put_back(&old);
    let mut app = fixture.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Recover { code, new: words() });
    app.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::RecoveryCode), .. }))
            .then_some(())
    });
    assert_eq!(unlock(&mut app, other_words()).len(), 2);
}

#[test]
fn the_keys_of_locked_notes_are_not_changed_also_by_whoever_has_the_words() {
    let (fixture, _) = sealed_practice();
    let before = everything_in(&fixture.folders.data.join("keys"));
    let mut app = fixture.start(soon());
    locked(&mut app);
    for request in [
        SealingRequest::ChangePassphrase { now: words(), new: other_words() },
        SealingRequest::RotateKey { passphrase: words(), code: new_recovery_code() },
        SealingRequest::Unseal(words()),
        SealingRequest::OpenOthers(words()),
        SealingRequest::ForgetPreviousKeys(words()),
    ] {
        app.worker.send(request);
        let refused = app.until(|report| match report {
            Report::Refused(Subject::Sealing, error) => Some(error.kind),
            _ => None,
        });
        assert_eq!(refused, Problem::Locked);
    }
    assert_eq!(everything_in(&fixture.folders.data.join("keys")), before);
    unlock(&mut app, words());
}

/// A sync program brings the keys of one device to another.
fn bring_keys(from: &Fixture, to: &Fixture) {
    std::fs::remove_dir_all(to.folders.data.join("keys")).unwrap();
    copy(&from.folders.data.join("keys"), &to.folders.data.join("keys"));
}

/// The key that a device has is replaced by another one, and forgotten there, while words of the first wait to be written.
#[test]
fn what_waits_as_another_device_changes_the_key_and_forgets_the_former_one_is_there_afterwards() {
    let ((first, _), second) = (sealed_practice(), Fixture::new());
    copy(&first.folders.data, &second.folders.data);
    let mut app = second.start(never());
    locked(&mut app);
    unlock(&mut app, words());
    let written = session("three", "written before that");
    app.save(&written, 1);
    assert!(app.write_all());
    let mut elsewhere = first.start(soon());
    locked(&mut elsewhere);
    unlock(&mut elsewhere, words());
    rotate_key(&mut elsewhere, words(), new_recovery_code());
    elsewhere.worker.send(SealingRequest::ForgetPreviousKeys(words()));
    elsewhere.until(|report| matches!(report, Report::Sealing(SealingReport::PreviousKeysForgotten)).then_some(()));
    assert!(elsewhere.worker.finish());
    bring_keys(&first, &second);
    let mut typed = written.clone();
    typed.notes.add(MARK, None, &stamp());
    app.save(&typed, 2);
    app.worker.send(LibraryRequest::Rescan);
    locked(&mut app);
    assert_none_with(second.root(), MARK);
    unlock(&mut app, words());
    assert!(app.write_all());
    until_sealing(&mut app, Sealing::Sealed);
    assert!(app.worker.finish());
    // Nobody else needs that key.
    let third = Fixture::new();
    copy(&second.folders.data, &third.folders.data);
    let mut app = third.start(soon());
    locked(&mut app);
    let read = unlock(&mut app, words());
    assert_eq!(names_of(&read), ["one", "three", "two"]);
    let three = read.iter().find(|session| session.id == id("three")).unwrap();
    assert!(three.notes.text().contains(MARK) && three.notes.text().contains("written before"), "{three:?}");
}

#[test]
fn former_keys_are_not_forgotten_while_a_file_needs_them() {
    let (fixture, _) = sealed_practice();
    let before = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap().unlock(&words(), None).unwrap().key;
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    rotate_key(&mut app, words(), new_recovery_code());
    // Nobody reads the trash unasked.
    let late = fixture.folders.data.join("trash/late.json.age");
    put(&late, &before.seal(&format::write_session(&session("late", MARK))).unwrap());
    app.worker.send(SealingRequest::ForgetPreviousKeys(words()));
    let refused = app.until(|report| match report {
        Report::Refused(Subject::Sealing, error) => Some(error.kind),
        _ => None,
    });
    assert_eq!(refused, Problem::SealingUnderway);
    until_sealing(&mut app, Sealing::Sealed);
    assert!(before.open(&std::fs::read(&late).unwrap()).is_err(), "it has the key that there is now");
    app.worker.send(SealingRequest::ForgetPreviousKeys(words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PreviousKeysForgotten)).then_some(()));
}
