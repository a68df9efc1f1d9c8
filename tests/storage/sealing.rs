//! Sealing a folder, opening it, and making it plain again, by the worker, over real files.

use std::path::{Path, PathBuf};

use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::recovery_code::RecoveryCode;
use holdspace::domain::sealing::{Credential, Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::storage::vault::keys::{Keys, keyring::Keyring};
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::worker::{LibraryReport, Report, Request, SealingReport, Timing};
use holdspace::storage::{error::Kind, files::Files, notes_folder::NotesFolder};

use crate::fixture::*;

/// Words that stand nowhere but in notes.
pub(crate) const MARK: &str = "zxqv the river was quiet";

pub(crate) fn words() -> Passphrase {
    Passphrase::new("a quiet river at dawn".to_owned())
}

pub(crate) fn other_words() -> Passphrase {
    Passphrase::new("another river at dusk".to_owned())
}

/// A plain folder with three sessions, one of them with history, one in the trash, a damaged one, and a file that is
/// none of the app's.
pub(crate) fn practice() -> Bench {
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    for name in ["one", "two", "gone"] {
        desk.save(&session(name, MARK), 1);
        desk.saved(name);
    }
    let mut changed = session("one", MARK);
    changed.notes.add(&format!("{MARK} again"), None, &stamp());
    desk.worker.send(LibraryRequest::Restore(Box::new(changed)));
    desk.until(|report| matches!(report, Report::Library(LibraryReport::Versions { .. })).then_some(()));
    desk.worker.send(LibraryRequest::MoveToTrash(id("gone")));
    desk.until(|report| matches!(report, Report::Library(LibraryReport::Trash(_))).then_some(()));
    assert!(desk.worker.finish());
    bench.put_session("broken", format!("{{ \"format\": \"holdspace-session\", {MARK}").as_bytes());
    bench.put_session("foreign", br#"{ "format": "a letter" }"#);
    bench
}

pub(crate) fn until_sealing(desk: &mut Desk, wanted: Sealing) {
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::Sealing(sealing)) if sealing == wanted).then_some(())
    });
}

fn seal(desk: &mut Desk) -> RecoveryCode {
    let code = new_recovery_code();
    desk.worker.send(SealingRequest::Seal { passphrase: words(), code: code.clone() });
    until_sealing(desk, Sealing::Sealed);
    code
}

pub(crate) fn sealed_practice() -> (Bench, RecoveryCode) {
    let bench = practice();
    let mut desk = bench.start(soon());
    desk.all_read();
    let code = seal(&mut desk);
    assert!(desk.worker.finish());
    (bench, code)
}

pub(crate) fn locked(desk: &mut Desk) {
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::Locked(_))).then_some(()));
}

pub(crate) fn unlock(desk: &mut Desk, passphrase: Passphrase) -> Vec<Session> {
    desk.worker.send(SealingRequest::Unlock(passphrase));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    desk.read_sessions()
}

/// The files whose bytes hold some text.
pub(crate) fn files_with(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = everything_in(folder);
    found.retain(|path| {
        std::fs::read(path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text))
            || path.to_string_lossy().contains(text)
    });
    found
}

pub(crate) fn assert_none_with(folder: &Path, text: &str) {
    let found = files_with(folder, text);
    assert!(found.is_empty(), "{found:?}");
}

pub(crate) fn names_of(sessions: &[Session]) -> Vec<&str> {
    let mut names: Vec<&str> = sessions.iter().map(|session| session.id.as_str()).collect();
    names.sort_unstable();
    names
}

pub(crate) fn one(sessions: &[Session]) -> &Session {
    sessions.iter().find(|session| session.id == id("one")).unwrap()
}

#[test]
fn sealing_leaves_no_plain_text_and_loses_nothing() {
    let bench = practice();
    assert!(files_with(bench.root(), MARK).len() >= 5);
    let mut desk = bench.start(soon());
    let before = desk.read_sessions();
    seal(&mut desk);
    assert_none_with(bench.root(), MARK);
    assert_none_with(bench.root(), "K-07");
    // What is written from now on is sealed as well.
    desk.save(&session("three", MARK), 1);
    desk.saved("three");
    assert!(desk.worker.finish());
    assert_none_with(bench.root(), MARK);
    assert!(bench.session_path("three").with_extension("json.age").exists());

    let mut desk = bench.start(soon());
    locked(&mut desk);
    let read = unlock(&mut desk, words());
    assert_eq!(names_of(&read), ["one", "three", "two"]);
    assert_eq!(one(&read), one(&before));
    desk.worker.send(LibraryRequest::ReadVersions(id("one")));
    let versions = desk.until(|report| match report {
        Report::Library(LibraryReport::Versions { versions, .. }) => Some(versions),
        _ => None,
    });
    assert_eq!(versions.len(), 1);
    desk.worker.send(LibraryRequest::PutBack(id("gone")));
    let back = desk.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => Some(sessions_of(sessions)),
        _ => None,
    });
    assert_eq!(back[0].notes.text(), MARK);
}

#[test]
fn removing_the_sealing_makes_every_file_plain_and_keeps_what_opens_files_that_come_late() {
    let (bench, _) = sealed_practice();
    let late = std::fs::read(bench.session_path("one").with_extension("json.age")).unwrap();
    let mut desk = bench.start(soon());
    locked(&mut desk);
    let before = unlock(&mut desk, words());
    desk.worker.send(SealingRequest::Unseal(words()));
    until_sealing(&mut desk, Sealing::NotSealed);
    desk.save(&session("three", MARK), 1);
    desk.saved("three");
    assert!(desk.worker.finish());
    let sessions = || everything_in(&bench.folders.data.join("sessions"));
    let ends_sealed = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "age");
    assert!(!sessions().iter().any(ends_sealed));
    assert_eq!(&bench.in_place("one"), one(&before));
    assert!(std::fs::read_to_string(bench.session_path("broken")).unwrap().contains(MARK));
    // It opens as plain notes do; what another device brings late waits for the passphrase of that time.
    put(&bench.session_path("late").with_extension("json.age"), &late);
    let mut desk = bench.start(soon());
    let mut has_others = false;
    desk.until(|report| {
        has_others |= matches!(report, Report::Sealing(SealingReport::OtherKeys(true)));
        matches!(report, Report::Library(LibraryReport::AllRead)).then_some(())
    });
    assert!(has_others);
    desk.worker.send(SealingRequest::OpenOthers(words()));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::OtherKeys(false))).then_some(()));
    until_sealing(&mut desk, Sealing::NotSealed);
    assert!(desk.worker.finish());
    assert!(!sessions().iter().any(ends_sealed));
    let mut desk = bench.start(soon());
    assert_eq!(names_of(&desk.read_sessions()), ["one", "three", "two"]);
}

#[test]
fn wrong_words_open_nothing_and_are_waited_after_longer_each_time() {
    let (bench, code) = sealed_practice();
    let wrong = std::time::Duration::from_millis(20);
    let mut desk = bench.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut desk);
    let mut waits = Vec::new();
    while waits.len() < 4 {
        desk.worker.send(SealingRequest::Unlock(other_words()));
        let wait = desk.until(|report| match report {
            Report::Sealing(SealingReport::NotOpened { by, wait }) => Some((by, wait)),
            _ => None,
        });
        match wait {
            (Some(by), wait) => {
                assert_eq!(by, Credential::Passphrase);
                waits.push(wait);
            }
            // It came too soon, and is told how long it still has to wait.
            (None, left) => assert!(waits.last().is_some_and(|last| left <= *last)),
        }
    }
    assert_eq!(waits, [wrong, wrong * 2, wrong * 4, wrong * 8]);
    assert!(desk.next_if_any().is_none());
    drop(desk);
    std::fs::remove_file(bench.folders.state.join("attempts.json")).unwrap();

    let mut desk = bench.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Recover { code: new_recovery_code(), new: other_words() });
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::RecoveryCode), .. }))
            .then_some(())
    });
    desk.worker.send(SealingRequest::Recover { code, new: other_words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    assert_eq!(names_of(&desk.read_sessions()), ["one", "two"]);
    drop(desk);

    let mut desk = bench.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Unlock(words()));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    assert_eq!(names_of(&unlock(&mut desk, other_words())), ["one", "two"]);
}

/// The time that is left, as a worker says it.
fn told_to_wait(desk: &mut Desk) -> std::time::Duration {
    desk.until(|report| match report {
        Report::Sealing(SealingReport::NotOpened { by: None, wait }) => Some(wait),
        _ => None,
    })
}

#[test]
fn the_waiting_after_wrong_words_outlives_a_restart() {
    let (bench, code) = sealed_practice();
    let wrong = std::time::Duration::from_secs(40);
    let mut desk = bench.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut desk);
    desk.worker.send(SealingRequest::Unlock(other_words()));
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(_), .. })).then_some(()));
    drop(desk);

    let mut desk = bench.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut desk);
    let left = told_to_wait(&mut desk);
    assert!(!left.is_zero() && left <= wrong, "it is said as it starts: {left:?}");
    desk.worker.send(SealingRequest::Unlock(words()));
    told_to_wait(&mut desk);
    desk.worker.send(SealingRequest::Recover { code, new: words() });
    told_to_wait(&mut desk);
    drop(desk);

    // The time is up.
    let attempts = bench.folders.state.join("attempts.json");
    let mut value: serde_json::Value = serde_json::from_slice(&std::fs::read(&attempts).unwrap()).unwrap();
    assert_eq!(value["failures"], 1);
    value["next_attempt"] = "2026-01-01T00:00:00Z".into();
    put(&attempts, value.to_string().as_bytes());
    let mut desk = bench.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut desk);
    assert_eq!(unlock(&mut desk, words()).len(), 2);
    assert!(!attempts.exists(), "the right words end it");
}

#[test]
fn notes_that_were_sealed_under_words_as_they_were_typed_open_in_either_spelling() {
    const COMPOSED: &str = "caf\u{e9} au lait, tr\u{e8}s chaud";
    const DECOMPOSED: &str = "cafe\u{301} au lait,\u{a0}tre\u{300}s chaud";
    let (meant, typed) = (Passphrase::new(COMPOSED.to_owned()), Passphrase::new(DECOMPOSED.to_owned()));
    let bench = Bench::new().opened();
    let (files, code) = (Files::default(), new_recovery_code());
    let keyring = Keyring::create(&NotesFolder::new(&files, &bench.folders), (&typed, &code), None, 4).unwrap();
    let keys = Keys::read(&NotesFolder::new(&files, &bench.folders)).unwrap().unwrap();
    for words in [&meant, &typed] {
        assert_eq!(keys.unlock(words, None).unwrap().key.text(), keyring.key.text());
    }
    assert!(keys.unlock(&other_words(), None).is_err());
    // An earlier version sealed under the very bytes.
    crate::key_changes::put_first_version(&bench, &keyring.key, DECOMPOSED, &code);
    let keys = Keys::read(&NotesFolder::new(&files, &bench.folders)).unwrap().unwrap();
    assert!(keys.unlock(&typed, None).is_ok(), "as it was typed then");
    assert!(keys.unlock(&meant, None).is_err(), "nobody can know how else it was typed");
}

#[test]
fn another_passphrase_opens_the_notes_once_it_was_changed() {
    let (bench, code) = sealed_practice();
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    desk.worker.send(SealingRequest::ChangePassphrase { now: other_words(), new: other_words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    desk.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    drop(desk);
    let mut desk = bench.start(soon());
    locked(&mut desk);
    assert_eq!(unlock(&mut desk, other_words()).len(), 2);
    drop(desk);
    // The code is the one on the paper, as before.
    let mut desk = bench.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Recover { code, new: words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
}

#[test]
fn a_rotated_key_seals_every_file_anew_and_the_one_before_opens_nothing() {
    let (bench, code) = sealed_practice();
    let path = bench.session_path("one").with_extension("json.age");
    let before = std::fs::read(&path).unwrap();
    let old_keys: Vec<_> = everything_in(&bench.folders.data.join("keys"));
    let mut desk = bench.start(soon());
    locked(&mut desk);
    let read = unlock(&mut desk, words());
    let new_code = new_recovery_code();
    desk.worker.send(SealingRequest::RotateKey { passphrase: words(), code: new_code.clone() });
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::Sealing(Sealing::Underway { .. }))).then_some(())
    });
    until_sealing(&mut desk, Sealing::Sealed);
    assert!(std::fs::read(&path).unwrap() != before);
    desk.save(&session("three", MARK), 1);
    desk.saved("three");
    assert!(desk.worker.finish());
    let left: Vec<_> = everything_in(&bench.folders.data.join("keys"));
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.iter().all(|path| !old_keys.contains(path)));

    let mut desk = bench.start(soon());
    locked(&mut desk);
    desk.worker.send(SealingRequest::Recover { code, new: words() });
    desk.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::RecoveryCode), .. }))
            .then_some(())
    });
    desk.worker.send(SealingRequest::Recover { code: new_code, new: words() });
    desk.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    let again = desk.read_sessions();
    assert_eq!(names_of(&again), ["one", "three", "two"]);
    assert_eq!(one(&again), one(&read));
}

#[test]
fn locking_writes_what_waits_first_and_then_does_nothing_more() {
    let (bench, _) = sealed_practice();
    let mut desk = bench.start(never());
    locked(&mut desk);
    unlock(&mut desk, words());
    let mut changed = session("one", MARK);
    changed.notes.add("typed just now", None, &stamp());
    desk.save(&changed, 7);
    desk.worker.send(Request::Lock(None));
    assert_eq!(desk.saved("one"), 7);
    locked(&mut desk);
    desk.worker.send(LibraryRequest::ReadVersions(id("one")));
    let refused = desk.until(|report| match report {
        Report::Refused(_, error) => Some(error.kind),
        _ => None,
    });
    assert_eq!(refused, Kind::Locked);
    let read = unlock(&mut desk, words());
    assert!(one(&read).notes.text().contains("typed just now"));
}

#[test]
fn what_cannot_be_saved_as_the_notes_are_locked_has_a_sealed_copy() {
    let (bench, _) = sealed_practice();
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    bench.pull_out();
    desk.save(&session("one", MARK), 1);
    desk.worker.send(Request::Lock(None));
    desk.problem();
    assert_none_with(bench.root(), MARK);
    assert!(bench.copy_path("one").with_extension("json.age").exists());
    bench.put_back();
    locked(&mut desk);
    unlock(&mut desk, words());
    desk.saved("one");
    assert!(!bench.copy_path("one").with_extension("json.age").exists());
    assert_none_with(bench.root(), MARK);
}

#[test]
fn a_renaming_that_is_under_way_says_no_code_in_plain() {
    let (bench, _) = sealed_practice();
    let mut desk = bench.start(soon());
    locked(&mut desk);
    unlock(&mut desk, words());
    let mut store_of_renaming = Vec::new();
    desk.worker.send(LibraryRequest::Rename(Box::new(Renaming::of_client("K-07", "R-03").unwrap()), None));
    desk.until(|report| {
        store_of_renaming.extend(files_with(bench.root(), "R-03"));
        matches!(report, Report::Library(LibraryReport::Renamed { .. })).then_some(())
    });
    assert!(store_of_renaming.is_empty(), "{store_of_renaming:?}");
    assert_none_with(bench.root(), "R-03");
}
