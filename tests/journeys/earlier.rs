//! Earlier versions of a session, and the trash.

use egui::{Key, Modifiers};

use crate::therapist::{Therapist, texts};

const CTRL: Modifiers = Modifiers::COMMAND;

/// A session that was written, left, and changed at another sitting.
fn changed_twice(folder: &std::path::Path) -> Therapist {
    let mut therapist = Therapist::at(folder);
    therapist.begins("K-07").types("as it was").sees_it_saved();
    therapist.leaves();
    let mut again = Therapist::at(folder);
    again.until("it is offered", |therapist| therapist.hears("Not ended yet")).presses(CTRL, Key::O);
    again.types(", and as it is").sees_it_saved();
    again.leaves();
    let mut reading = Therapist::at(folder);
    reading.until("it is offered", |therapist| therapist.hears("Not ended yet")).searches_every_note();
    reading
}

#[test]
fn an_earlier_version_is_read_and_becomes_what_the_session_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = changed_twice(folder.path());
    therapist.clicks("Earlier versions");
    therapist.until("they are read", |therapist| therapist.hears_part("Earlier version "));
    assert!(therapist.sees("as it was") && !therapist.sees("as it was, and as it is"));
    therapist.presses(Modifiers::NONE, Key::Escape);
    assert!(therapist.sees("as it was, and as it is"), "Esc closes the earlier version, and hides nothing");
    therapist.clicks("Earlier versions").until("they are read", |therapist| therapist.hears("Restore this version"));
    therapist.clicks("Back to the current version");
    assert!(therapist.sees("as it was, and as it is"));
    therapist.clicks("Earlier versions").until("they are read", |therapist| therapist.hears("Restore this version"));
    therapist.clicks("Restore this version");
    therapist.until("it is restored", |therapist| texts(&therapist.sessions()[0]) == ["as it was"]);
    therapist.until("it is shown", |therapist| !therapist.sees("as it was, and as it is"));
    // What it said before is an earlier version now.
    therapist.clicks("Earlier versions").until("they are read", |therapist| therapist.hears("Restore this version"));
    assert!(therapist.sees("removed “, and as it is”"));
    therapist.clicks("Full text of this version");
    assert!(therapist.sees("as it was, and as it is"));
    therapist.leaves();
}

#[test]
fn a_session_goes_to_the_trash_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = changed_twice(folder.path());
    therapist.clicks("Move to trash");
    therapist.until("it is in the trash", |therapist| therapist.hears("Trash · 1 session"));
    assert!(therapist.sessions().is_empty());
    assert!(!therapist.sees("as it is"));
    therapist.clicks("Trash · 1 session").until("it is shown", |therapist| therapist.sees("as it was, and as it is"));
    therapist.commands("put this");
    therapist.until("it is back", |therapist| therapist.sessions().len() == 1);
    therapist.until("nothing is in the trash", |therapist| therapist.hears("Nothing here."));
    therapist.clicks("Back to the sessions");
    assert!(therapist.sees("as it was, and as it is") && !therapist.hears("Moved to the trash."));
    // Where it was moved there is the way back, too.
    therapist.clicks("Move to trash").until("it is said", |therapist| therapist.hears("Moved to the trash."));
    therapist.clicks("Put back").until("it is back", |therapist| therapist.sees("as it was, and as it is"));
    therapist.until("nothing is said", |therapist| !therapist.hears("Moved to the trash."));
    therapist.leaves();
}

#[test]
fn emptying_the_trash_asks_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = changed_twice(folder.path());
    therapist.commands("move this").until("it is in the trash", |therapist| therapist.hears("Trash · 1 session"));
    therapist.clicks("Trash · 1 session").clicks("Empty the trash…");
    assert!(therapist.hears_part("can’t be recovered"));
    therapist.clicks("Cancel");
    assert!(therapist.sees("as it was, and as it is"), "nothing was taken away");
    therapist.clicks("Empty the trash…").clicks("Empty the trash");
    therapist.until("it is empty", |therapist| therapist.hears("Nothing here."));
    therapist.leaves();
    let data = folder.path().join("data");
    for place in ["sessions", "trash", "history"] {
        let left = data.join(place).read_dir().into_iter().flatten().count();
        assert_eq!(left, 0, "{place}");
    }
}

#[test]
fn a_key_that_moved_a_session_to_the_trash_moves_no_other_by_one_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for client in ["K-07", "M-12", "R-03"] {
        therapist.begins(client).types("held").presses(CTRL, Key::E).clicks("End session").waits(3600);
    }
    therapist.goes_to("Review").reaches("Move to trash").presses(Modifiers::NONE, Key::Enter);
    therapist.until("it is in the trash", |therapist| therapist.hears("Trash · 1 session"));
    therapist.presses_often(Modifiers::NONE, Key::Enter, 3).rests().leaves();
    assert_eq!(therapist.sessions().len(), 2);
}
