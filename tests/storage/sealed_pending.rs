//! Words that no disk takes as the notes are locked: notes, copies and state on one disk that is full.

use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::open_session::OpenSession;
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::worker::{LibraryReport, Report, Request, SavingReport, SavingRequest};

use crate::fixture::*;
use crate::sealing::{MARK, assert_none_with, locked, one, unlock, until_sealing, words};

/// Words that no disk has.
const NEW: &str = "qvxz the far bank";

/// Sealed notes on a disk that is full, with a session in which words were typed since.
fn full() -> (Bench, Desk, Session) {
    let bench = Bench::on_small_disk();
    let mut desk = bench.start(soon());
    desk.all_read();
    let mut session = session("one", MARK);
    desk.save(&session, 1);
    desk.saved("one");
    desk.worker.send(SealingRequest::Seal { passphrase: words(), code: new_recovery_code() });
    until_sealing(&mut desk, Sealing::Sealed);
    bench.fill();
    session.notes.add(NEW, None, &stamp());
    desk.save(&session, 2);
    desk.problem();
    (bench, desk, session)
}

fn waiting(desk: &mut Desk, wanted: bool) {
    desk.until(|report| {
        matches!(report, Report::Saving(SavingReport::WordsWaiting(waiting)) if waiting == wanted).then_some(())
    });
}

fn lock(desk: &mut Desk) {
    desk.worker.send(Request::Lock(None));
    locked(desk);
    waiting(desk, true);
}

#[test]
fn they_are_there_again_after_unlocking_and_are_saved_as_soon_as_there_is_room() {
    let (bench, mut desk, session) = full();
    lock(&mut desk);
    assert!(!desk.write_all(), "they are on no disk");
    assert_none_with(bench.root(), NEW);
    let read = unlock(&mut desk, words());
    assert_eq!(one(&read).notes.text(), session.notes.text());
    // As the screen does with a session that it opens.
    desk.worker.send(SavingRequest::BeginEditing(Box::new(one(&read).clone())));
    assert!(!desk.write_all());
    while let Some(report) = desk.next_if_any() {
        assert!(!matches!(report, Report::Library(LibraryReport::RemoteChange(_))), "nobody else wrote");
        assert!(!matches!(report, Report::Saving(SavingReport::SessionSaved { .. })), "it is not saved");
    }
    // And once more.
    lock(&mut desk);
    assert_eq!(one(&unlock(&mut desk, words())).notes.text(), session.notes.text());
    bench.free();
    desk.saved("one");
    assert!(desk.worker.finish());
    assert_none_with(bench.root(), NEW);
    let mut desk = bench.start(soon());
    locked(&mut desk);
    assert_eq!(one(&unlock(&mut desk, words())).notes.text(), session.notes.text());
}

#[test]
fn they_are_written_sealed_while_the_notes_are_locked_as_soon_as_there_is_room() {
    let (bench, mut desk, session) = full();
    lock(&mut desk);
    bench.free();
    waiting(&mut desk, false);
    assert!(bench.copy_path("one").with_extension("json.age").exists());
    assert_none_with(bench.root(), NEW);
    assert!(desk.worker.finish());
    let mut desk = bench.start(soon());
    locked(&mut desk);
    assert_eq!(one(&unlock(&mut desk, words())).notes.text(), session.notes.text());
    desk.saved("one");
    assert!(!bench.copy_path("one").with_extension("json.age").exists());
}

#[test]
fn words_that_come_after_the_notes_were_locked_are_sealed_too() {
    let (bench, mut desk, mut session) = full();
    bench.free();
    desk.saved("one");
    desk.worker.send(Request::Lock(None));
    locked(&mut desk);
    session.notes.add("qvxz on its way", None, &stamp());
    desk.save(&session, 3);
    waiting(&mut desk, true);
    waiting(&mut desk, false);
    assert_none_with(bench.root(), "qvxz");
    assert_eq!(one(&unlock(&mut desk, words())).notes.text(), session.notes.text());
    desk.saved("one");
}

#[test]
fn prompt_sets_are_written_before_the_notes_are_locked() {
    let (bench, _) = crate::sealing::sealed_practice();
    let mut desk = bench.start(never());
    locked(&mut desk);
    unlock(&mut desk, words());
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    desk.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    desk.worker.send(Request::Lock(None));
    desk.until(|report| matches!(report, Report::Saving(SavingReport::PromptSetsSaved { .. })).then_some(()));
    locked(&mut desk);
}

#[test]
fn what_could_be_undone_comes_back_with_the_session_and_is_nowhere_meanwhile() {
    let (bench, mut desk, session) = full();
    let mut open = OpenSession::open(session.clone()).unwrap();
    let text = session.notes.text();
    open.write(&format!("{text}\nqvxz undone"), text.len(), text.len() + 12, moment());
    open.undo();
    desk.worker.send(Request::Lock(Some(Box::new((id("one"), open.history().clone())))));
    locked(&mut desk);
    assert_none_with(bench.root(), "qvxz");
    desk.worker.send(SealingRequest::Unlock(words()));
    let (of, history) = desk.until(|report| match report {
        Report::Library(LibraryReport::Undo(undo)) => Some(*undo),
        _ => None,
    });
    assert_eq!((&of, &history), (&id("one"), open.history()));
}

/// Words were refused, and another machine wrote before they could be put in their place.
#[test]
fn a_copy_is_merged_with_what_its_words_came_from() {
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    let mut first = session("one", "deleted there");
    for line in ["deleted here", "stays"] {
        first.notes.add(line, None, &stamp());
    }
    desk.save(&first, 1);
    desk.saved("one");
    let away = bench.pull_out();
    let without = |session: &Session, gone: &str| {
        let lines = session.notes.lines().iter().filter(|line| line.text != gone).cloned().collect::<Vec<_>>();
        Session { notes: lines.into(), ..session.clone() }
    };
    let mut ours = without(&first, "deleted here");
    ours.notes.add("ours", None, &stamp());
    desk.save(&ours, 2);
    desk.problem();
    assert!(!desk.worker.finish());

    let path = away.join("sessions").join("one.json");
    let file = holdspace::storage::format::read_session(&std::fs::read(&path).unwrap()).unwrap();
    let mut theirs = without(&file, "deleted there");
    theirs.notes.add("theirs", None, &stamp());
    theirs.version_vector.increment("another", 1);
    put(&path, &holdspace::storage::format::write_session(&theirs));
    bench.put_back();
    let mut desk = bench.start(soon());
    let read = desk.read_sessions();
    let mut texts: Vec<&str> = read[0].notes.lines().iter().map(|line| line.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["ours", "stays", "theirs"]);
    desk.saved("one");
}
