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
use holdspace::storage::{error::Problem, files::Files, notes_folder::NotesFolder};

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
pub(crate) fn practice() -> Fixture {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    for name in ["one", "two", "gone"] {
        app.save(&session(name, MARK), 1);
        app.saved(name);
    }
    let mut changed = session("one", MARK);
    changed.notes.add(&format!("{MARK} again"), None, &stamp());
    app.worker.send(LibraryRequest::Restore(Box::new(changed)));
    app.until(|report| matches!(report, Report::Library(LibraryReport::Versions { .. })).then_some(()));
    app.worker.send(LibraryRequest::MoveToTrash(id("gone")));
    app.until(|report| matches!(report, Report::Library(LibraryReport::Trash(_))).then_some(()));
    assert!(app.worker.finish());
    fixture.put_session("broken", format!("{{ \"format\": \"holdspace-session\", {MARK}").as_bytes());
    fixture.put_session("foreign", br#"{ "format": "a letter" }"#);
    fixture
}

pub(crate) fn until_sealing(app: &mut TestApp, wanted: Sealing) {
    app.until(|report| {
        matches!(report, Report::Sealing(SealingReport::Sealing(sealing)) if sealing == wanted).then_some(())
    });
}

fn seal(app: &mut TestApp) -> RecoveryCode {
    let code = new_recovery_code();
    app.worker.send(SealingRequest::Seal { passphrase: words(), code: code.clone() });
    until_sealing(app, Sealing::Sealed);
    code
}

pub(crate) fn sealed_practice() -> (Fixture, RecoveryCode) {
    let fixture = practice();
    let mut app = fixture.start(soon());
    app.all_read();
    let code = seal(&mut app);
    assert!(app.worker.finish());
    (fixture, code)
}

pub(crate) fn locked(app: &mut TestApp) {
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Locked(_))).then_some(()));
}

pub(crate) fn unlock(app: &mut TestApp, passphrase: Passphrase) -> Vec<Session> {
    app.worker.send(SealingRequest::Unlock(passphrase));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    app.read_sessions()
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
    let fixture = practice();
    assert!(files_with(fixture.root(), MARK).len() >= 5);
    let mut app = fixture.start(soon());
    let before = app.read_sessions();
    seal(&mut app);
    assert_none_with(fixture.root(), MARK);
    assert_none_with(fixture.root(), "K-07");
    // What is written from now on is sealed as well.
    app.save(&session("three", MARK), 1);
    app.saved("three");
    assert!(app.worker.finish());
    assert_none_with(fixture.root(), MARK);
    assert!(fixture.session_path("three").with_extension("json.age").exists());

    let mut app = fixture.start(soon());
    locked(&mut app);
    let read = unlock(&mut app, words());
    assert_eq!(names_of(&read), ["one", "three", "two"]);
    assert_eq!(one(&read), one(&before));
    app.worker.send(LibraryRequest::ReadVersions(id("one")));
    let versions = app.until(|report| match report {
        Report::Library(LibraryReport::Versions { versions, .. }) => Some(versions),
        _ => None,
    });
    assert_eq!(versions.len(), 1);
    app.worker.send(LibraryRequest::PutBack(id("gone")));
    let back = app.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => Some(sessions_of(sessions)),
        _ => None,
    });
    assert_eq!(back[0].notes.text(), MARK);
}

#[test]
fn removing_the_sealing_makes_every_file_plain_and_keeps_what_opens_files_that_come_late() {
    let (fixture, _) = sealed_practice();
    let late = std::fs::read(fixture.session_path("one").with_extension("json.age")).unwrap();
    let mut app = fixture.start(soon());
    locked(&mut app);
    let before = unlock(&mut app, words());
    app.worker.send(SealingRequest::Unseal(words()));
    until_sealing(&mut app, Sealing::NotSealed);
    app.save(&session("three", MARK), 1);
    app.saved("three");
    assert!(app.worker.finish());
    let sessions = || everything_in(&fixture.folders.data.join("sessions"));
    let ends_sealed = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "age");
    assert!(!sessions().iter().any(ends_sealed));
    assert_eq!(&fixture.in_place("one"), one(&before));
    assert!(std::fs::read_to_string(fixture.session_path("broken")).unwrap().contains(MARK));
    // It opens as plain notes do; what another device brings late waits for the passphrase of that time.
    put(&fixture.session_path("late").with_extension("json.age"), &late);
    let mut app = fixture.start(soon());
    let mut has_others = false;
    app.until(|report| {
        has_others |= matches!(report, Report::Sealing(SealingReport::OtherKeys(true)));
        matches!(report, Report::Library(LibraryReport::AllRead)).then_some(())
    });
    assert!(has_others);
    app.worker.send(SealingRequest::OpenOthers(words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::OtherKeys(false))).then_some(()));
    until_sealing(&mut app, Sealing::NotSealed);
    assert!(app.worker.finish());
    assert!(!sessions().iter().any(ends_sealed));
    let mut app = fixture.start(soon());
    assert_eq!(names_of(&app.read_sessions()), ["one", "three", "two"]);
}

#[test]
fn wrong_words_open_nothing_and_are_waited_after_longer_each_time() {
    let (fixture, code) = sealed_practice();
    let wrong = std::time::Duration::from_millis(20);
    let mut app = fixture.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut app);
    let mut waits = Vec::new();
    while waits.len() < 4 {
        app.worker.send(SealingRequest::Unlock(other_words()));
        let wait = app.until(|report| match report {
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
    assert!(app.next_if_any().is_none());
    drop(app);
    std::fs::remove_file(fixture.folders.state.join("attempts.json")).unwrap();

    let mut app = fixture.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Recover { code: new_recovery_code(), new: other_words() });
    app.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::RecoveryCode), .. }))
            .then_some(())
    });
    app.worker.send(SealingRequest::Recover { code, new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    assert_eq!(names_of(&app.read_sessions()), ["one", "two"]);
    drop(app);

    let mut app = fixture.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Unlock(words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    assert_eq!(names_of(&unlock(&mut app, other_words())), ["one", "two"]);
}

/// The time that is left, as a worker says it.
fn told_to_wait(app: &mut TestApp) -> std::time::Duration {
    app.until(|report| match report {
        Report::Sealing(SealingReport::NotOpened { by: None, wait }) => Some(wait),
        _ => None,
    })
}

#[test]
fn the_waiting_after_wrong_words_outlives_a_restart() {
    let (fixture, code) = sealed_practice();
    let wrong = std::time::Duration::from_secs(40);
    let mut app = fixture.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut app);
    app.worker.send(SealingRequest::Unlock(other_words()));
    app.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(_), .. })).then_some(()));
    drop(app);

    let mut app = fixture.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut app);
    let left = told_to_wait(&mut app);
    assert!(!left.is_zero() && left <= wrong, "it is said as it starts: {left:?}");
    app.worker.send(SealingRequest::Unlock(words()));
    told_to_wait(&mut app);
    app.worker.send(SealingRequest::Recover { code, new: words() });
    told_to_wait(&mut app);
    drop(app);

    // The time is up.
    let attempts = fixture.folders.state.join("attempts.json");
    let mut value: serde_json::Value = serde_json::from_slice(&std::fs::read(&attempts).unwrap()).unwrap();
    assert_eq!(value["failures"], 1);
    value["next_attempt"] = "2026-01-01T00:00:00Z".into();
    put(&attempts, value.to_string().as_bytes());
    let mut app = fixture.start(Timing { unlock_delay: wrong, ..soon() });
    locked(&mut app);
    assert_eq!(unlock(&mut app, words()).len(), 2);
    assert!(!attempts.exists(), "the right words end it");
}

#[test]
fn notes_that_were_sealed_under_words_as_they_were_typed_open_in_either_spelling() {
    const COMPOSED: &str = "caf\u{e9} au lait, tr\u{e8}s chaud";
    const DECOMPOSED: &str = "cafe\u{301} au lait,\u{a0}tre\u{300}s chaud";
    let (meant, typed) = (Passphrase::new(COMPOSED.to_owned()), Passphrase::new(DECOMPOSED.to_owned()));
    let fixture = Fixture::new().opened();
    let (files, code) = (Files::default(), new_recovery_code());
    let keyring = Keyring::create(&NotesFolder::new(&files, &fixture.folders), (&typed, &code), None, 4).unwrap();
    let keys = Keys::read(&NotesFolder::new(&files, &fixture.folders)).unwrap().unwrap();
    for words in [&meant, &typed] {
        assert_eq!(keys.unlock(words, None).unwrap().key.text(), keyring.key.text());
    }
    assert!(keys.unlock(&other_words(), None).is_err());
    // An earlier version sealed under the very bytes.
    crate::key_changes::put_first_version(&fixture, &keyring.key, DECOMPOSED, &code);
    let keys = Keys::read(&NotesFolder::new(&files, &fixture.folders)).unwrap().unwrap();
    assert!(keys.unlock(&typed, None).is_ok(), "as it was typed then");
    assert!(keys.unlock(&meant, None).is_err(), "nobody can know how else it was typed");
}

#[test]
fn another_passphrase_opens_the_notes_once_it_was_changed() {
    let (fixture, code) = sealed_practice();
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    app.worker.send(SealingRequest::ChangePassphrase { now: other_words(), new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::NotOpened { .. })).then_some(()));
    app.worker.send(SealingRequest::ChangePassphrase { now: words(), new: other_words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(()));
    drop(app);
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(unlock(&mut app, other_words()).len(), 2);
    drop(app);
    // The code is the one on the paper, as before.
    let mut app = fixture.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Recover { code, new: words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
}

#[test]
fn a_rotated_key_seals_every_file_anew_and_the_one_before_opens_nothing() {
    let (fixture, code) = sealed_practice();
    let path = fixture.session_path("one").with_extension("json.age");
    let before = std::fs::read(&path).unwrap();
    let old_keys: Vec<_> = everything_in(&fixture.folders.data.join("keys"));
    let mut app = fixture.start(soon());
    locked(&mut app);
    let read = unlock(&mut app, words());
    let new_code = new_recovery_code();
    crate::key_changes::rotate_key(&mut app, words(), new_code.clone());
    assert!(std::fs::read(&path).unwrap() != before);
    app.save(&session("three", MARK), 1);
    app.saved("three");
    assert!(app.worker.finish());
    let left: Vec<_> = everything_in(&fixture.folders.data.join("keys"));
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.iter().all(|path| !old_keys.contains(path)));

    let mut app = fixture.start(soon());
    locked(&mut app);
    app.worker.send(SealingRequest::Recover { code, new: words() });
    app.until(|report| {
        matches!(report, Report::Sealing(SealingReport::NotOpened { by: Some(Credential::RecoveryCode), .. }))
            .then_some(())
    });
    app.worker.send(SealingRequest::Recover { code: new_code, new: words() });
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    let again = app.read_sessions();
    assert_eq!(names_of(&again), ["one", "three", "two"]);
    assert_eq!(one(&again), one(&read));
}

#[test]
fn locking_writes_what_waits_first_and_then_does_nothing_more() {
    let (fixture, _) = sealed_practice();
    let mut app = fixture.start(never());
    locked(&mut app);
    unlock(&mut app, words());
    let mut changed = session("one", MARK);
    changed.notes.add("typed just now", None, &stamp());
    app.save(&changed, 7);
    app.worker.send(Request::Lock(None));
    assert_eq!(app.saved("one"), 7);
    locked(&mut app);
    app.worker.send(LibraryRequest::ReadVersions(id("one")));
    let refused = app.until(|report| match report {
        Report::Refused(_, error) => Some(error.kind),
        _ => None,
    });
    assert_eq!(refused, Problem::Locked);
    let read = unlock(&mut app, words());
    assert!(one(&read).notes.text().contains("typed just now"));
}

#[test]
fn what_cannot_be_saved_as_the_notes_are_locked_has_a_sealed_copy() {
    let (fixture, _) = sealed_practice();
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    fixture.pull_out();
    app.save(&session("one", MARK), 1);
    app.worker.send(Request::Lock(None));
    app.problem();
    assert_none_with(fixture.root(), MARK);
    assert!(fixture.copy_path("one").with_extension("json.age").exists());
    fixture.put_back();
    locked(&mut app);
    unlock(&mut app, words());
    app.saved("one");
    assert!(!fixture.copy_path("one").with_extension("json.age").exists());
    assert_none_with(fixture.root(), MARK);
}

#[test]
fn a_renaming_that_is_under_way_says_no_code_in_plain() {
    let (fixture, _) = sealed_practice();
    let mut app = fixture.start(soon());
    locked(&mut app);
    unlock(&mut app, words());
    let mut store_of_renaming = Vec::new();
    app.worker.send(LibraryRequest::Rename(Box::new(Renaming::of_client("K-07", "R-03").unwrap()), None));
    app.until(|report| {
        store_of_renaming.extend(files_with(fixture.root(), "R-03"));
        matches!(report, Report::Library(LibraryReport::Renamed { .. })).then_some(())
    });
    assert!(store_of_renaming.is_empty(), "{store_of_renaming:?}");
    assert_none_with(fixture.root(), "R-03");
}
