//! Words that no disk takes as the notes are locked: notes, copies and state on one disk that is full.

use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::open_session::OpenSession;
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::worker::{LibraryReport, Report, Request, SavingReport, SavingRequest, SealingReport};

use crate::fixture::*;
use crate::sealing::{MARK, assert_none_with, locked, one, unlock, until_sealing, words};

/// Words that no disk has.
const NEW: &str = "qvxz the far bank";

/// Sealed notes on a disk that is full, with a session in which words were typed since.
fn full() -> (Fixture, TestApp, Session) {
    let fixture = Fixture::on_small_disk();
    let mut app = fixture.start(soon());
    app.all_read();
    let mut session = session("one", MARK);
    app.save(&session, 1);
    app.saved("one");
    app.worker.send(SealingRequest::Seal { passphrase: words(), code: new_recovery_code() });
    until_sealing(&mut app, Sealing::Sealed);
    fixture.fill();
    session.notes.add(NEW, None, &stamp());
    app.save(&session, 2);
    app.problem();
    (fixture, app, session)
}

fn waiting(app: &mut TestApp, wanted: bool) {
    app.until(|report| {
        matches!(report, Report::Saving(SavingReport::WordsWaiting(waiting)) if waiting == wanted).then_some(())
    });
}

fn lock(app: &mut TestApp) {
    app.worker.send(Request::Lock(None));
    locked(app);
    waiting(app, true);
}

#[test]
fn they_are_there_again_after_unlocking_and_are_saved_as_soon_as_there_is_room() {
    let (fixture, mut app, session) = full();
    lock(&mut app);
    assert!(!app.write_all(), "they are on no disk");
    assert_none_with(fixture.root(), NEW);
    let read = unlock(&mut app, words());
    assert_eq!(one(&read).notes.text(), session.notes.text());
    // As the screen does with a session that it opens.
    app.worker.send(SavingRequest::BeginEditing(Box::new(one(&read).clone())));
    assert!(!app.write_all());
    while let Some(report) = app.next_if_any() {
        assert!(!matches!(report, Report::Library(LibraryReport::RemoteChange(_))), "nobody else wrote");
        assert!(!matches!(report, Report::Saving(SavingReport::SessionSaved { .. })), "it is not saved");
    }
    // And once more.
    lock(&mut app);
    assert_eq!(one(&unlock(&mut app, words())).notes.text(), session.notes.text());
    fixture.free();
    app.saved("one");
    assert!(app.worker.finish());
    assert_none_with(fixture.root(), NEW);
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(one(&unlock(&mut app, words())).notes.text(), session.notes.text());
}

#[test]
fn they_are_written_sealed_while_the_notes_are_locked_as_soon_as_there_is_room() {
    let (fixture, mut app, session) = full();
    lock(&mut app);
    fixture.free();
    waiting(&mut app, false);
    assert!(fixture.copy_path("one").with_extension("json.age").exists());
    assert_none_with(fixture.root(), NEW);
    assert!(app.worker.finish());
    let mut app = fixture.start(soon());
    locked(&mut app);
    assert_eq!(one(&unlock(&mut app, words())).notes.text(), session.notes.text());
    app.saved("one");
    assert!(!fixture.copy_path("one").with_extension("json.age").exists());
}

#[test]
fn words_that_come_after_the_notes_were_locked_are_sealed_too() {
    let (fixture, mut app, mut session) = full();
    fixture.free();
    app.saved("one");
    app.worker.send(Request::Lock(None));
    locked(&mut app);
    session.notes.add("qvxz on its way", None, &stamp());
    app.save(&session, 3);
    waiting(&mut app, true);
    waiting(&mut app, false);
    assert_none_with(fixture.root(), "qvxz");
    assert_eq!(one(&unlock(&mut app, words())).notes.text(), session.notes.text());
    app.saved("one");
}

#[test]
fn prompt_sets_are_written_before_the_notes_are_locked() {
    let (fixture, _) = crate::sealing::sealed_practice();
    let mut app = fixture.start(never());
    locked(&mut app);
    unlock(&mut app, words());
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    app.worker.send(Request::Lock(None));
    app.until(|report| matches!(report, Report::Saving(SavingReport::PromptSetsSaved { .. })).then_some(()));
    locked(&mut app);
}

#[test]
fn what_could_be_undone_comes_back_with_the_session_and_is_nowhere_meanwhile() {
    let (fixture, mut app, session) = full();
    let mut open = OpenSession::open(session.clone()).unwrap();
    let text = session.notes.text();
    open.write(&format!("{text}\nqvxz undone"), text.len(), text.len() + 12, moment());
    open.undo();
    app.worker.send(Request::Lock(Some(Box::new((id("one"), open.history().clone())))));
    locked(&mut app);
    assert_none_with(fixture.root(), "qvxz");
    app.worker.send(SealingRequest::Unlock(words()));
    let (of, history) = app.until(|report| match report {
        Report::Library(LibraryReport::Undo(undo)) => Some(*undo),
        _ => None,
    });
    assert_eq!((&of, &history), (&id("one"), open.history()));
}

/// Words were refused, and another machine wrote before they could be put in their place.
#[test]
fn a_copy_is_merged_with_what_its_words_came_from() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    let mut first = session("one", "deleted there");
    for line in ["deleted here", "stays"] {
        first.notes.add(line, None, &stamp());
    }
    app.save(&first, 1);
    app.saved("one");
    let away = fixture.pull_out();
    let without = |session: &Session, gone: &str| {
        let lines = session.notes.lines().iter().filter(|line| line.text != gone).cloned().collect::<Vec<_>>();
        Session { notes: lines.into(), ..session.clone() }
    };
    let mut ours = without(&first, "deleted here");
    ours.notes.add("ours", None, &stamp());
    app.save(&ours, 2);
    app.problem();
    assert!(!app.worker.finish());

    let path = away.join("sessions").join("one.json");
    let file = holdspace::storage::format::read_session(&std::fs::read(&path).unwrap()).unwrap();
    let mut theirs = without(&file, "deleted there");
    theirs.notes.add("theirs", None, &stamp());
    theirs.version_vector.increment("another", 1);
    put(&path, &holdspace::storage::format::write_session(&theirs));
    fixture.put_back();
    let mut app = fixture.start(soon());
    let read = app.read_sessions();
    let mut texts: Vec<&str> = read[0].notes.lines().iter().map(|line| line.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["ours", "stays", "theirs"]);
    app.saved("one");
}

#[test]
fn words_that_wait_as_the_notes_are_locked_and_opened_at_once_are_there_again() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(never());
    app.all_read();
    // All of it waits for the thread while that makes the key.
    app.worker.send(SealingRequest::Seal { passphrase: words(), code: new_recovery_code() });
    app.save(&session("one", MARK), 1);
    app.worker.send(Request::Lock(None));
    app.worker.send(SealingRequest::Unlock(words()));
    waiting(&mut app, false);
    app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
    assert_eq!(one(&app.read_sessions()).notes.text(), MARK);
}
