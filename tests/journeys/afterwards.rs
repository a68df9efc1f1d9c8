//! What is done with a session after it was held: it is edited, finalized, added to, changed from
//! outside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};
use holdspace::storage::files::Files;
use serde_json::Value;

use crate::support::faulty_disk::{FaultyDisk, Lasting};
use crate::therapist::{Therapist, sessions, texts};

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

/// An app on a folder with one session that was held and ended, which is read.
fn after_a_session(folder: &Path, files: Files) -> Therapist {
    let mut therapist = Therapist::on_disk(folder, files);
    therapist.begins("K-07").types("the river").presses(CTRL, Key::E).clicks("End session").sees_it_saved();
    therapist.waits(3600).searches_every_note();
    therapist
}

fn finalized(folder: &Path) -> Therapist {
    let mut therapist = after_a_session(folder, Files::default());
    therapist.clicks("Finalize…").clicks("Finalize");
    therapist.until("it is finalized", |therapist| therapist.hears_part("Finalized on"));
    therapist
}

fn file_in(folder: &Path) -> PathBuf {
    let mut entries = folder.join("data").join("sessions").read_dir().unwrap();
    entries.next().unwrap().unwrap().path()
}

/// Changes the only session as an editor would.
#[expect(clippy::disallowed_methods, reason = "a test plays the other program, which is not careful")]
fn change_from_outside(folder: &Path, from: &str, to: &str) {
    let path = file_in(folder);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from));
    std::fs::write(path, text.replace(from, to)).unwrap();
}

fn addenda(session: &Value) -> Vec<&str> {
    session["addenda"].as_array().unwrap().iter().map(|addendum| addendum["text"].as_str().unwrap()).collect()
}

fn reads_versions(therapist: &mut Therapist) {
    therapist.clicks("Earlier versions").until("they are read", |therapist| therapist.hears_part("Earlier version "));
}

#[test]
fn finalizing_asks_once_and_what_is_finalized_is_not_written_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_a_session(folder.path(), Files::default());
    therapist.clicks("Finalize…");
    assert!(therapist.hears_part("Once finalized it can’t be edited"));
    therapist.clicks("Cancel");
    therapist.commands("finalize this").presses(NONE, Key::Escape);
    assert!(therapist.hears("Edit"), "Esc leaves it open, and hides nothing");
    assert!(sessions(folder.path())[0]["finalized"].is_null());
    therapist.commands("finalize this").clicks("Finalize");
    therapist.until("it is finalized", |therapist| therapist.hears_part("Finalized on 23 November 2026"));
    assert!(!therapist.hears("Edit") && !therapist.hears("Finalize…"));
    therapist.commands("edit this");
    assert!(therapist.hears_part("Finalized on"), "no command opens it either");
    // What it was before is an earlier version; nothing is restored over what is frozen.
    reads_versions(&mut therapist);
    assert!(!therapist.hears("Restore this version"));
    therapist.commands("restore this").presses(NONE, Key::Escape).leaves();
    let written = &sessions(folder.path())[0];
    assert!(written["finalized"].is_string() && written["digest"].as_str().unwrap().len() == 64);
    let mut again = Therapist::at(folder.path());
    again.searches_every_note();
    assert!(again.hears_part("Finalized on") && !again.hears_part("was changed after"));
    again.leaves();
}

#[test]
fn an_addendum_is_kept_while_it_is_typed_and_then_dated_shown_and_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = finalized(folder.path());
    therapist.presses(CTRL, Key::Enter).types("She called").sees_it_saved();
    let typed = |session: &Value| session["addendum_draft"].as_str().map(str::to_owned);
    therapist.until("it is kept", |therapist| typed(&therapist.sessions()[0]).as_deref() == Some("She called"));
    assert!(addenda(&sessions(folder.path())[0]).is_empty());
    // It survives leaving it, another screen, and another start.
    therapist.presses(NONE, Key::Escape);
    assert_eq!(therapist.reads("New addendum"), "She called", "Esc leaves it, and hides nothing");
    therapist.goes_to("Prompts").goes_to("Review");
    assert_eq!(therapist.reads("New addendum"), "She called");
    therapist.leaves();
    let mut again = Therapist::at(folder.path());
    again.searches_every_note().clicks("Add addendum").types(" the group.");
    assert_eq!(again.reads("New addendum"), "She called the group.");
    again.presses(CTRL, Key::Enter);
    assert!(again.hears_part("Addendum, 23 November 2026") && again.hears("She called the group."));
    again.sees_it_saved();
    let written = &sessions(folder.path())[0];
    assert_eq!(addenda(written), ["She called the group."]);
    assert_eq!((typed(written), texts(written)), (None, vec!["the river"]));
    again.searches_every_note().types("group called");
    assert!(again.hears_part("1 with “group called”") && !again.hears_part("was changed after"));
    again.leaves();
}

#[test]
fn the_words_of_an_addendum_survive_an_app_that_is_gone_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = finalized(folder.path());
    therapist.clicks("Add addendum").types("not added yet").leaves();
    let mut again = Therapist::at(folder.path());
    again.searches_every_note();
    assert_eq!(again.reads("New addendum"), "not added yet");
    again.clicks("Add it").sees_it_saved().leaves();
    assert_eq!(addenda(&sessions(folder.path())[0]), ["not added yet"]);
}

#[test]
fn a_change_from_outside_is_said_and_what_was_frozen_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = finalized(folder.path());
    // So that what was frozen is among the earlier versions.
    therapist.presses(CTRL, Key::Enter).types("added").presses(CTRL, Key::Enter).sees_it_saved();
    therapist.leaves();
    let mut between = Therapist::at(folder.path());
    between.searches_every_note().presses(CTRL, Key::Enter).types("again").presses(CTRL, Key::Enter).sees_it_saved();
    assert!(!between.hears_part("was changed after it was finalized"));
    between.leaves();
    change_from_outside(folder.path(), "the river", "the garden");
    let mut again = Therapist::at(folder.path());
    again.searches_every_note();
    assert!(again.hears_part("This session was changed after it was finalized, and not by Holdspace."));
    assert!(again.hears("the garden"));
    reads_versions(&mut again);
    assert!(again.sees("removed “the river”") || again.sees("removed “river”, added “garden”"));
    again.clicks("Restore this version").until("it is back", |therapist| therapist.hears("the river"));
    again.until("all is well", |therapist| !therapist.hears_part("was changed after it was finalized"));
    again.leaves();
    let written = &sessions(folder.path())[0];
    assert_eq!((texts(written), addenda(written)), (vec!["the river"], vec!["added", "again"]));
}

#[test]
fn a_later_edit_keeps_the_end_dates_its_lines_and_is_shown_as_a_difference() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_a_session(folder.path(), Files::default());
    let before = sessions(folder.path());
    therapist.waits(2 * 24 * 3600).clicks("Edit");
    assert!(therapist.hears_part("Editing a session of 23 November 2026"));
    therapist.types("\nand the mountain").presses(NONE, Key::ArrowUp).presses(NONE, Key::End).types(" at night");
    therapist.presses(CTRL, Key::E);
    assert!(therapist.hears_part("Monday 23 November 2026, 14:02 to 14:02"));
    therapist.clicks("Done").sees_it_saved();
    let after = sessions(folder.path());
    assert_eq!(after[0]["ended"], before[0]["ended"]);
    assert_eq!(after[0]["lines"][0]["at"], before[0]["lines"][0]["at"], "its stamp stays");
    assert!(therapist.hears("0 min") && therapist.hears_part("written later, on 25 November 2026"));
    reads_versions(&mut therapist);
    assert!(therapist.hears("changed line: the river, added “at night”"));
    assert!(therapist.hears("added line: and the mountain"));
    therapist.clicks("Full text of this version");
    assert!(therapist.hears("the river") && !therapist.sees("mountain"));
    therapist.clicks("What changed in this version");
    assert!(therapist.hears("This is the oldest version that is kept."));
    therapist.clicks("Restore this version").until("it is restored", |therapist| {
        texts(&therapist.sessions()[0]) == ["the river"] && !therapist.sees("mountain")
    });
    assert!(therapist.hears_part("Restored: the session says again what was kept on"));
    reads_versions(&mut therapist);
    assert!(therapist.hears("removed line: and the mountain"), "what it said is an earlier version");
    therapist.leaves();
}

#[test]
fn a_session_that_is_edited_keeps_its_end_until_another_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_a_session(folder.path(), Files::default());
    let before = sessions(folder.path());
    therapist.clicks("Edit").types(", still").presses(CTRL, Key::E).sees_it_saved();
    assert!(!therapist.hears_part("End session now"), "no click takes the end away");
    assert_eq!(sessions(folder.path())[0]["ended"], before[0]["ended"]);
    therapist.rewrites("Ended at", "23:50").sees_it_saved();
    let after = sessions(folder.path());
    assert!(after[0]["ended"].as_str().unwrap() > before[0]["ended"].as_str().unwrap());
    therapist.leaves();
}

#[test]
fn a_disk_that_refuses_leaves_the_session_open_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let disk = FaultyDisk::default();
    let mut therapist = after_a_session(folder.path(), Files::on(Arc::new(disk.clone())));
    let full = 28;
    for number in 1..12 {
        disk.refuse(number, full, Lasting::FromThenOn);
        // A call that failed late may have written it all the same, and the next look finds it.
        therapist.commands("finalize this").clicks_if_there("Finalize");
        therapist.until("it is said, or done", |therapist| {
            therapist.problem().is_some() || therapist.hears_part("Finalized on")
        });
        if let Some(problem) = therapist.problem() {
            assert!(problem.starts_with("The disk is full."), "call {number}: {problem}");
            assert_eq!(texts(&therapist.sessions()[0]), ["the river"], "call {number}");
        }
        disk.heal();
        therapist.looks_around();
        if therapist.hears_part("Finalized on") {
            break;
        }
        assert!(therapist.hears("Edit"), "call {number}: it is as open as before");
    }
    therapist.commands("finalize this").clicks_if_there("Finalize");
    therapist.until("it is finalized", |therapist| therapist.hears_part("Finalized on"));
    assert!(!therapist.hears_part("was changed after"));
    therapist.leaves();
    assert!(sessions(folder.path())[0]["finalized"].is_string());
}

#[test]
fn an_addendum_that_the_disk_refuses_stays_and_is_saved_once_it_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let disk = FaultyDisk::default();
    let mut therapist = after_a_session(folder.path(), Files::on(Arc::new(disk.clone())));
    therapist.commands("finalize this").clicks("Finalize");
    therapist.until("it is finalized", |therapist| therapist.hears_part("Finalized on"));
    disk.refuse(1, 28, Lasting::FromThenOn);
    therapist.clicks("Add addendum").types("She called.");
    therapist.until("it is said", |therapist| therapist.problem().is_some());
    therapist.presses(CTRL, Key::Enter);
    assert!(therapist.hears("She called."), "it is there all the same");
    disk.heal();
    therapist.until("nothing is wrong", |therapist| therapist.problem().is_none() && !therapist.hears("Saving…"));
    assert_eq!(addenda(&therapist.sessions()[0]), ["She called."]);
    therapist.leaves();
}
