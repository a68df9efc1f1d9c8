//! Somebody else writes into the folder while the app is open.

use std::path::Path;

use egui::{Key, Modifiers};
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;

use crate::support::times::minute;
use crate::therapist::{Therapist, texts};

const CTRL: Modifiers = Modifiers::COMMAND;

/// Another computer changes the only session. A share keeps nobody out: the lock is put aside.
fn change_elsewhere(folder: &Path, change: impl FnOnce(&mut Session)) {
    let folders = Folders::within(folder);
    let lock = folders.data.join("holdspace.lock");
    let aside = folder.join("lock put aside");
    std::fs::rename(&lock, &aside).unwrap();
    let mut store = Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap();
    let id = store.list().unwrap().sessions.remove(0);
    let mut session = store.read_session(&id).unwrap();
    store.begin_editing(&session);
    change(&mut session);
    // The app may take the temporary file for one that was left over; then the other computer tries again.
    assert!((0..100).any(|_| store.save_session(&session, 0, minute(10).to_utc()).is_ok()));
    drop(store);
    std::fs::rename(&aside, &lock).unwrap();
}

fn add(session: &mut Session, words: &str) {
    session.notes.add(words, None, &Stamp { at: minute(10), prompt: None });
}

#[test]
fn what_another_computer_wrote_appears_and_the_caret_stays_in_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("first\nsecond").sees_it_saved();
    therapist.presses(Modifiers::NONE, Key::ArrowUp).presses(Modifiers::NONE, Key::End);
    change_elsewhere(folder.path(), |session| add(session, "elsewhere"));
    therapist.until("it is there", |therapist| therapist.reads("Notes") == "first\nsecond\nelsewhere");
    assert!(therapist.problem().is_none(), "nothing is wrong");
    therapist.types(", and on");
    assert_eq!(therapist.reads("Notes"), "first, and on\nsecond\nelsewhere");
    therapist.sees_it_saved().until("it is written", |therapist| {
        texts(&therapist.sessions()[0]) == ["first, and on", "second", "elsewhere"]
    });
    therapist.leaves();
}

#[test]
fn a_line_that_both_changed_stands_twice_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("river\nafter").sees_it_saved();
    therapist.leaves();
    // Both change it while neither knows of the other: the app is started on what was there before.
    let before = folder.path().join("before");
    let file = || {
        let mut entries = folder.path().join("data").join("sessions").read_dir().unwrap();
        entries.next().unwrap().unwrap().path()
    };
    std::fs::copy(file(), &before).unwrap();
    change_elsewhere(folder.path(), |session| {
        session.notes.replace_text("a cold river\nafter", 7, &Stamp { at: minute(10), prompt: None });
    });
    let theirs = folder.path().join("theirs");
    std::fs::copy(file(), &theirs).unwrap();
    std::fs::rename(&before, file()).unwrap();

    let mut again = Therapist::at(folder.path());
    again.until("it is offered", |therapist| therapist.hears("Not ended yet")).presses(CTRL, Key::O);
    again.presses(Modifiers::NONE, Key::ArrowUp).presses(Modifiers::NONE, Key::Home).types("her ").sees_it_saved();
    std::fs::rename(&theirs, file()).unwrap();
    again.until("both are there", |therapist| therapist.reads("Notes") == "a cold river\nher river\nafter");
    again.types("own ").sees_it_saved();
    again.until("both are kept", |therapist| {
        texts(&therapist.sessions()[0]) == ["a cold river", "her own river", "after"]
    });
    let lines = &again.sessions()[0]["lines"];
    assert_eq!(lines[1]["conflict_of"], lines[0]["id"], "the second one says whose twin it is");
    again.leaves();
}

#[test]
fn what_another_computer_finalizes_while_it_is_written_is_frozen_and_keeps_the_words_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("first").presses(CTRL, Key::E).clicks("End session").sees_it_saved();
    therapist.searches_every_note().clicks("Edit").types("\nsecond").sees_it_saved();
    change_elsewhere(folder.path(), |session| {
        *session = session.finalize(minute(10)).unwrap();
    });
    therapist.until("it is frozen", |therapist| therapist.hears_part("Finalized on"));
    assert!(!therapist.hears("Back to the session") && !therapist.hears("Edit"));
    therapist.until("nothing waits", |therapist| !therapist.hears("Saving…"));
    assert_eq!(texts(&therapist.sessions()[0]), ["first", "second"]);
    therapist.leaves();
}

#[test]
fn words_that_were_typed_before_it_was_known_that_it_is_finalized_are_added_and_so_are_those_after() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("first").presses(CTRL, Key::E).clicks("End session").sees_it_saved();
    therapist.leaves();
    // The other computer's file arrives after words were typed here on what was there before.
    let file = || folder.path().join("data").join("sessions").read_dir().unwrap().next().unwrap().unwrap().path();
    let before = folder.path().join("before");
    std::fs::copy(file(), &before).unwrap();
    change_elsewhere(folder.path(), |session| {
        *session = session.finalize(minute(10)).unwrap();
    });
    let theirs = folder.path().join("theirs");
    std::fs::copy(file(), &theirs).unwrap();
    std::fs::rename(&before, file()).unwrap();

    let mut again = Therapist::at(folder.path());
    again.searches_every_note().clicks("Edit").types("\ntyped meanwhile").sees_it_saved();
    std::fs::rename(&theirs, file()).unwrap();
    again.until("it is frozen", |therapist| therapist.hears_part("Finalized on"));
    assert!(again.hears("typed meanwhile") && again.hears_part("Written on another device"));
    again.types("and on").sees_it_saved();
    assert_eq!(again.reads("New addendum"), "and on", "whoever types on loses no word");
    again.until("it is written", |therapist| {
        let session = &therapist.sessions()[0];
        texts(session) == ["first"]
            && session["addenda"][0]["text"] == "typed meanwhile"
            && session["addendum_draft"] == "and on"
    });
    assert!(!again.hears_part("was changed after it was finalized"));
    again.leaves();
}

#[test]
fn what_is_typed_under_the_veil_is_kept_also_where_the_session_is_finalized_elsewhere_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("first").presses(CTRL, Key::E).clicks("End session").sees_it_saved();
    therapist.searches_every_note().clicks("Edit").types("\nsecond").sees_it_saved();
    therapist.presses(Modifiers::NONE, Key::Escape);
    change_elsewhere(folder.path(), |session| {
        *session = session.finalize(minute(10)).unwrap();
    });
    therapist.types("a").until("it is kept", |therapist| is_kept(therapist, "a"));
    // By now it is known here that the session is finalized.
    therapist.types("b\nc").until("it is kept too", |therapist| is_kept(therapist, "b\nc"));
    therapist.presses(Modifiers::NONE, Key::Escape);
    assert!(therapist.hears_part("Finalized on"));
    therapist.leaves();
}

/// Whether words are in an addendum, or in the one that is begun.
fn is_kept(therapist: &Therapist, words: &str) -> bool {
    let session = &therapist.sessions()[0];
    let begun = session["addendum_draft"].as_str().unwrap_or_default();
    let addenda = session["addenda"].as_array().unwrap();
    begun.contains(words) || addenda.iter().any(|addendum| addendum["text"].as_str().unwrap().contains(words))
}

#[test]
fn a_session_from_another_computer_is_listed_and_one_that_is_gone_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("ours").sees_it_saved();
    let other = tempfile::tempdir().unwrap();
    let mut colleague = Therapist::at(other.path());
    colleague.begins("R-03").types("theirs").sees_it_saved();
    colleague.leaves();
    let file = other.path().join("data").join("sessions").read_dir().unwrap().next().unwrap().unwrap();
    let here = folder.path().join("data").join("sessions").join(file.file_name());
    std::fs::rename(file.path(), &here).unwrap();
    therapist.searches_every_note().asks_for_all_clients();
    therapist.until("it is listed", |therapist| therapist.hears_part("R-03"));
    std::fs::remove_file(here).unwrap();
    therapist.until("it is no longer listed", |therapist| !therapist.hears_part("R-03"));
    assert!(therapist.hears_part("K-07"));
    therapist.leaves();
}

#[test]
fn what_is_chosen_stays_chosen_while_another_computers_words_come() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("first\nsecond\nthird").sees_it_saved();
    therapist.presses(Modifiers::NONE, Key::ArrowUp).presses(Modifiers::NONE, Key::Home);
    therapist.presses(Modifiers::SHIFT, Key::End);
    change_elsewhere(folder.path(), |session| {
        let text = format!("elsewhere\n{}", session.notes.text());
        session.notes.replace_text(&text, 10, &Stamp { at: minute(10), prompt: None });
    });
    therapist.until("it is there", |therapist| therapist.reads("Notes") == "elsewhere\nfirst\nsecond\nthird");
    therapist.types("2");
    assert_eq!(therapist.reads("Notes"), "elsewhere\nfirst\n2\nthird");
    therapist.leaves();
}

#[test]
fn what_is_chosen_in_a_field_of_closing_moves_along_with_another_computers_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("first").presses(CTRL, Key::E).rewrites("For the chart", "calm, later tired");
    therapist.sees_it_saved();
    therapist.presses(CTRL | Modifiers::CTRL | Modifiers::SHIFT, Key::ArrowLeft);
    change_elsewhere(folder.path(), |session| session.closing.chart_summary = "At first calm, later tired".to_owned());
    therapist
        .until("it is there", |therapist| therapist.reads("For the chart") == "At first calm, later tired")
        .types("quiet");
    assert_eq!(therapist.reads("For the chart"), "At first calm, later quiet");
    therapist.rests().presses_often(CTRL, Key::Z, 4);
    assert!(therapist.reads("For the chart").starts_with("At first calm"), "undo takes away nothing of theirs");
    therapist.leaves();
}
