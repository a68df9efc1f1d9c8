//! Keys that another device changed, made apart, or took away; and those of the first version.

use std::path::{Path, PathBuf};

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::recovery_code::RecoveryCode;
use holdspace::domain::sealing::{Credential, LockReason, Sealing, SealingRequest};
use holdspace::storage::error::Kind;
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

/// The keys as the first version kept them, in the place of those that are there, with a key that it was changing from.
pub(crate) fn put_first_version(bench: &Bench, key: &Key, passphrase: &str, code: &RecoveryCode) -> Key {
    let folder = bench.folders.data.join("keys");
    std::fs::remove_dir_all(&folder).unwrap();
    let _ = std::fs::remove_dir_all(bench.folders.state.join("keys"));
    let previous = Key::new();
    put(&folder.join("passphrase-2.age"), &seal::wrap(&key.text(), passphrase, 4).unwrap());
    put(&folder.join("recovery-2.age"), &seal::wrap(&key.text(), &code.printed(), 4).unwrap());
    put(&folder.join("former-2.age"), &key.seal(previous.text().as_bytes()).unwrap());
    put(&folder.join("keys.json"), &fixture("keys-first-version.json"));
    previous
}

#[test]
fn keys_of_the_first_version_open_the_notes_and_take_the_form_of_this_one() {
    let (bench, code) = sealed_practice();
    let keys = Keys::read(&NotesFolder::at(&bench.folders)).unwrap().unwrap();
    let key = keys.unlock(&words(), None).unwrap().key;
    let previous = put_first_version(&bench, &key, words().words(), &code);
    let late = previous.seal(&format::write_session(&session("late", MARK))).unwrap();
    put(&bench.session_path("late").with_extension("json.age"), &late);
    // What the list said is not believed: it says that the notes are to be plain.
    let mut desk = bench.start(soon());
    locked(&mut desk);
    assert_eq!(names_of(&unlock(&mut desk, words())), ["late", "one", "two"]);
    until_sealing(&mut desk, Sealing::Sealed);
    assert!(desk.worker.finish());
    assert_none_with(bench.root(), MARK);
    assert!(
        !bench.folders.data.join("keys/keys.json").exists() && !bench.folders.data.join("keys/former-2.age").exists()
    );
    let mut desk = bench.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Recover { code, new: other_words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    assert_eq!(names_of(&desk.read_sessions()), ["late", "one", "two"]);
}

/// A device that shares the notes folder of another.
fn second_device(bench: &Bench) -> Bench {
    let mut second = Bench::new();
    second.folders.data.clone_from(&bench.folders.data);
    second
}

#[test]
fn what_a_device_sealed_before_it_knew_of_another_key_is_opened_and_sealed_anew() {
    let (bench, _) = sealed_practice();
    let before = Keys::read(&NotesFolder::at(&bench.folders)).unwrap().unwrap().unlock(&words(), None).unwrap().key;
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    desk.worker.send(SealingRequest::RotateKey { passphrase: words(), code: new_recovery_code() });
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::Sealing(Sealing::Underway { .. }))).then_some(())
    });
    until_sealing(&mut desk, Sealing::Sealed);
    let place = bench.session_path("late").with_extension("json.age");
    put(&place, &before.seal(&format::write_session(&session("late", MARK))).unwrap());
    desk.worker.send(LibraryRequest::Rescan);
    let late = desk.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => {
            sessions_of(sessions).into_iter().find(|session| session.id == id("late"))
        }
        _ => None,
    });
    assert_eq!(late.notes.text(), MARK);
    until_sealing(&mut desk, Sealing::Sealed);
    assert!(before.open(&std::fs::read(&place).unwrap()).is_err(), "it is still sealed with the key before");
    // Once the previous keys are forgotten, nothing that comes so late is opened.
    desk.worker.send(SealingRequest::ForgetPreviousKeys(words()));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::PreviousKeysForgotten)).then_some(()));
    put(&bench.session_path("later").with_extension("json.age"), &before.seal(b"{}").unwrap());
    assert!(desk.worker.finish());
    let mut desk = second_device(&bench).start(soon());
    locked(&mut desk);
    assert_eq!(names_of(&unlock(&mut desk, words())), ["late", "one", "two"]);
}

#[test]
fn two_devices_that_sealed_apart_are_opened_by_either_passphrase() {
    let (bench, _) = sealed_practice();
    let (other, _) = sealed_practice();
    // The other one sealed under its own words; a sync program brings its keys and a session.
    let mut desk = other.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    desk.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    desk.save(&session("theirs", MARK), 1);
    desk.saved("theirs");
    assert!(desk.worker.finish());
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    for path in everything_in(&other.folders.data.join("keys")) {
        put(&bench.folders.data.join("keys").join(path.file_name().unwrap()), &std::fs::read(&path).unwrap());
    }
    let theirs = other.session_path("theirs").with_extension("json.age");
    put(&bench.session_path("theirs").with_extension("json.age"), &std::fs::read(theirs).unwrap());
    desk.worker.send(LibraryRequest::Rescan);
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::OtherKeys(true))).then_some(()));
    desk.worker.send(SealingRequest::OpenOthers(other_words()));
    desk.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => {
            sessions_of(sessions).into_iter().find(|session| session.id == id("theirs"))
        }
        _ => None,
    });
    until_sealing(&mut desk, Sealing::Sealed);
    assert!(desk.worker.finish());
    for passphrase in [words(), other_words()] {
        for device in [&bench, &second_device(&bench)] {
            let mut desk = device.start(soon());
            locked(&mut desk);
            assert_eq!(names_of(&unlock(&mut desk, passphrase.clone())), ["one", "theirs", "two"]);
            assert!(desk.worker.finish());
        }
    }
    // Until one is chosen.
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    desk.worker.send(SealingRequest::ChangePassphrase { now: words(), new: words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    assert!(desk.worker.finish());
    let second = second_device(&bench);
    let mut desk = second.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Unlock(other_words()));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    assert_eq!(names_of(&unlock(&mut desk, words())), ["one", "theirs", "two"]);
}

fn why_locked(desk: &mut Desk) -> LockReason {
    desk.until(|report| match report {
        Report::Sealing(SealingReport::Locked(reason)) => Some(reason),
        _ => None,
    })
}

/// Takes the keys out of the notes folder, and this computer's copies away where these are not to be there either.
fn without_keys(bench: &Bench, copies_too: bool) -> PathBuf {
    let away = bench.root().join("keys away");
    std::fs::rename(bench.folders.data.join("keys"), &away).unwrap();
    if copies_too {
        std::fs::remove_dir_all(bench.folders.state.join("keys")).unwrap();
    }
    away
}

#[test]
fn notes_without_their_keys_are_not_taken_for_plain_ones() {
    let (bench, _) = sealed_practice();
    let away = without_keys(&bench, true);
    let before = everything_in(&bench.folders.data);
    let mut desk = bench.start(soon());
    assert_eq!(why_locked(&mut desk), LockReason::KeysNotThere { has_copies: false });
    assert_eq!(desk.problem().kind, Kind::KeysNotThere);
    // Nothing is begun, and nothing written, neither there nor beside it.
    desk.save(&session("two", "typed meanwhile"), 1);
    assert!(!desk.write_all());
    assert_eq!(everything_in(&bench.folders.data), before);
    assert_none_with(bench.root(), "typed meanwhile");
    std::fs::rename(&away, bench.folders.data.join("keys")).unwrap();
    locked(&mut desk);
    assert_eq!(unlock(&mut desk, words()).len(), 2);
}

#[test]
fn keys_that_somebody_took_away_are_put_back_from_this_computer() {
    let (bench, _) = sealed_practice();
    let away = without_keys(&bench, false);
    let mut desk = bench.start(soon());
    assert_eq!(why_locked(&mut desk), LockReason::KeysNotThere { has_copies: true });
    assert_eq!(unlock(&mut desk, words()).len(), 2);
    assert!(desk.worker.finish());
    let count = |folder: &Path| everything_in(folder).len();
    assert_eq!(count(&bench.folders.data.join("keys")), count(&away));
    assert_none_with(&bench.folders.data.join("sessions"), "K-07");
}

#[test]
fn sealed_notes_whose_keys_and_sessions_were_taken_away_are_plain_only_once_their_owner_says_so() {
    let (bench, _) = sealed_practice();
    let take_away_sessions = || {
        for path in everything_in(&bench.folders.data.join("sessions")) {
            std::fs::remove_file(path).unwrap();
        }
    };
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    std::fs::remove_dir_all(bench.folders.data.join("keys")).unwrap();
    take_away_sessions();
    desk.save(&session("two", MARK), 1);
    desk.worker.send(LibraryRequest::Rescan);
    assert_eq!(why_locked(&mut desk), LockReason::KeysNotThere { has_copies: true });
    assert!(desk.worker.finish());
    assert_none_with(bench.root(), MARK);
    std::fs::remove_dir_all(bench.folders.state.join("keys")).unwrap();
    take_away_sessions();
    let mut desk = bench.start(soon());
    assert_eq!(why_locked(&mut desk), LockReason::KeysNotThere { has_copies: false });
    desk.worker.send(SealingRequest::UsePlain);
    desk.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
    desk.save(&session("three", MARK), 1);
    desk.saved("three");
    assert!(bench.session_path("three").exists());
}

#[test]
fn what_seals_is_in_no_file() {
    let (bench, _) = sealed_practice();
    let key = Keys::read(&NotesFolder::at(&bench.folders)).unwrap().unwrap().unlock(&words(), None).unwrap().key;
    let secret: age::x25519::Identity = key.text().trim().parse().unwrap();
    assert_none_with(bench.root(), &secret.to_public().to_string());
    assert_none_with(bench.root(), key.text().trim());
}

/// Puts files back that were in the folder of the keys, as whoever has an old copy can.
fn put_back(old: &[(PathBuf, Vec<u8>)]) {
    for (path, bytes) in old {
        put(path, bytes);
    }
}

#[test]
fn old_files_of_the_keys_that_are_put_back_open_nothing() {
    let (bench, code) = sealed_practice();
    let keys = bench.folders.data.join("keys");
    let read = |path: PathBuf| (path.clone(), std::fs::read(path).unwrap());
    let old: Vec<_> = everything_in(&keys).into_iter().map(read).collect();
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    desk.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    assert!(desk.worker.finish());
    for device in [&bench, &second_device(&bench)] {
        put_back(&old);
        let mut desk = device.start(soon());
        locked(&mut desk);
        desk.worker.send(SealingRequest::Unlock(words()));
        desk.until(|report| {
            matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::Passphrase), .. }))
                .then_some(())
        });
        assert_eq!(unlock(&mut desk, other_words()).len(), 2);
        assert!(desk.worker.finish());
    }
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, other_words());
    desk.worker.send(SealingRequest::RotateKey { passphrase: other_words(), code: new_recovery_code() });
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::Sealing(Sealing::Underway { .. }))).then_some(())
    });
    until_sealing(&mut desk, Sealing::Sealed);
    assert!(desk.worker.finish());
    put_back(&old);
    let mut desk = bench.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Recover { code, new: words() });
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::RecoveryCode), .. }))
            .then_some(())
    });
    assert_eq!(unlock(&mut desk, other_words()).len(), 2);
}

#[test]
fn the_keys_of_locked_notes_are_not_changed_also_by_whoever_has_the_words() {
    let (bench, _) = sealed_practice();
    let before = everything_in(&bench.folders.data.join("keys"));
    let mut desk = bench.start(soon());
    locked(&mut desk);
    for request in [
        SealingRequest::ChangePassphrase { now: words(), new: other_words() },
        SealingRequest::RotateKey { passphrase: words(), code: new_recovery_code() },
        SealingRequest::Unseal(words()),
        SealingRequest::OpenOthers(words()),
        SealingRequest::ForgetPreviousKeys(words()),
    ] {
        desk.worker.send(request);
        let refused = desk.until(|report| match report {
            Report::Refused(Subject::Sealing, error) => Some(error.kind),
            _ => None,
        });
        assert_eq!(refused, Kind::Locked);
    }
    assert_eq!(everything_in(&bench.folders.data.join("keys")), before);
    unlock(&mut desk, words());
}
