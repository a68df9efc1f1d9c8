//! Reading past sessions again: the list, the search, opening one again, and ten thousand of them.

use std::path::Path;
use std::sync::Arc;

use egui::{Key, Modifiers};
use holdspace::domain::Moment;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::files::Files;
use holdspace::storage::format::write_session;

use crate::gate::GatedDisk;
use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn a_past_session_is_found_by_a_word_and_edited() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the river at night").presses(CTRL, Key::E).clicks("End session").waits(3600);
    therapist.begins("M-12").types("a garden").presses(CTRL, Key::E).clicks("End session").waits(3600);
    therapist.searches_every_note().types("RIVER night");
    assert!(therapist.hears("2 sessions · 1 with “RIVER night”"));
    assert!(therapist.hears("the river at night") && !therapist.hears("a garden"));
    let ended = sessions(folder.path())[0]["ended"].clone();
    therapist.clicks("Edit").types(", still").leaves();
    let written = sessions(folder.path());
    assert_eq!(texts(&written[0]), ["the river at night, still"]);
    assert_eq!(written[0]["ended"], ended, "it ended when it ended");
}

#[test]
fn up_and_down_choose_in_the_list_while_one_types() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for (client, words) in [("A-1", "first"), ("B-2", "second"), ("C-3", "third")] {
        therapist.begins(client).types(words).presses(CTRL, Key::E).clicks("End session").waits(3600);
    }
    therapist.searches_every_note();
    assert!(therapist.hears("third"));
    therapist.presses_often(NONE, Key::ArrowDown, 2);
    assert!(therapist.hears("first"));
    therapist.presses(NONE, Key::ArrowUp);
    assert!(therapist.hears("second"));
}

#[test]
fn leaving_for_review_and_coming_back_keeps_the_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("kept");
    let next_screen = Modifiers::CTRL;
    therapist.presses(next_screen, Key::Tab);
    assert!(therapist.hears("Back to the session"));
    therapist.presses_often(next_screen, Key::Tab, 2).types(" whole");
    assert_eq!(therapist.reads("Notes"), "kept whole");
    therapist.presses(next_screen | Modifiers::SHIFT, Key::Tab);
    assert!(
        therapist.hears("Name of the set") || therapist.hears_part(" of 16 · "),
        "and back from the first to the last"
    );
}

fn at(minutes: i64) -> Moment {
    holdspace::domain::Moment::try_from("2020-01-01T09:00:00Z").unwrap() + chrono::TimeDelta::minutes(minutes)
}

fn fill(folder: &Path, count: i64) {
    let sessions = folder.join("data").join("sessions");
    Files::default().create_folder(&sessions).unwrap();
    for number in 0..count {
        let mut session = Session::begin(at(number * 60), &format!("C-{}", number % 97), None, Vec::new());
        let stamp = Stamp { at: at(number * 60 + 1), prompt: None };
        session.notes.add(&format!("words number {number} of a day"), None, &stamp);
        session.ended = Some(at(number * 60 + 50));
        let path = sessions.join(format!("{}.json", session.id));
        Files::default().put_new(&path, &write_session(&session)).unwrap();
    }
}

#[test]
fn ten_thousand_sessions_can_be_searched_and_scrolled_while_they_load() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 10_000);
    let mut therapist = Therapist::arriving_at(folder.path());
    therapist.searches_every_note().until("some are read", |therapist| therapist.hears_part("words number 9999"));
    therapist.types("number").presses_often(NONE, Key::ArrowDown, 30);
    assert!(therapist.hears_part("words number 9969"), "the newest are read first");
    therapist.until("all are read", |therapist| therapist.hears("10,000 sessions · 10,000 with “number”"));
    therapist.types(" 4711");
    assert!(therapist.hears("10,000 sessions · 1 with “number 4711”"));
    assert!(therapist.hears("words number 4711 of a day"));
}

#[test]
fn a_session_is_begun_and_written_while_five_thousand_are_still_being_read() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 5_000);
    let disk = GatedDisk::letting(0);
    let mut therapist = Therapist::arriving(folder.path(), Files::on(Arc::new(disk.clone())));
    therapist.begins("K-07").types("from the first moment on");
    assert!(therapist.is_loading());
    assert_eq!(therapist.reads("Notes"), "from the first moment on");
    therapist.presses(NONE, Key::PageDown).types("\nand on");
    assert!(therapist.is_loading());
    disk.open_gate();
    therapist.sees_it_saved().until("all are read", |therapist| !therapist.is_loading());
    assert_eq!(therapist.reads("Notes"), "from the first moment on\nand on");
    therapist.searches_every_note();
    assert!(therapist.hears("1 session"), "those with this client");
    therapist.asks_for_all_clients();
    assert!(therapist.hears("5,001 sessions"));
    therapist.leaves();
}

#[test]
fn how_far_reading_is_stands_in_the_footer_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 1_200);
    let disk = GatedDisk::letting(0);
    let mut therapist = Therapist::arriving(folder.path(), Files::on(Arc::new(disk.clone())));
    let is_said = |therapist: &Therapist| therapist.hears_part("of 1,200 sessions…");
    // It is said when the time of a slice is over: that is long before so many are read, one for each look.
    while !is_said(&therapist) && therapist.is_loading() {
        disk.let_one_more();
        therapist.looks();
    }
    assert!(therapist.is_loading());
    disk.open_gate();
    therapist.until("all are read", |therapist| !therapist.is_loading());
    assert!(!is_said(&therapist) && therapist.hears("1,200 sessions on this computer"));
}
