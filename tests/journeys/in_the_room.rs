//! Who is in the room: while a session is open its client alone is on any screen, until all clients are asked for.

use std::path::Path;

use egui::{Event, Key, Modifiers};

use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// The words of another client's session.
const OTHERS: [&str; 3] = ["M-12", "garden", "grief"];

/// A therapist with a past session of each of two clients, at Begin.
fn after_two_clients(folder: &Path) -> Therapist {
    let mut therapist = Therapist::at(folder);
    for (client, words) in [("R-03", "the river #lake"), ("M-12", "a garden #grief")] {
        therapist.begins(client).types(words).presses(CTRL, Key::L).presses(CTRL, Key::E);
        therapist.clicks("End session").waits(3600);
    }
    therapist
}

fn is_alone(therapist: &Therapist, place: &str) {
    for words in OTHERS {
        assert!(!therapist.sees(words), "{words} is seen {place}");
    }
}

#[test]
fn while_a_session_runs_no_other_client_is_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    // What was looked for and read before the session is not there in it.
    therapist.searches_every_note().types("garden");
    assert!(therapist.sees("M-12"));
    therapist.commands("clients and themes").goes_to("Session").rewrites("Client code", "R-03");
    therapist.presses(NONE, Key::Enter).types("by the #");
    is_alone(&therapist, "in the notes");
    therapist.types("gr").presses(NONE, Key::Tab);
    therapist.searches_every_note();
    assert!(therapist.hears("2 sessions") && therapist.hears_part(", lake"), "this client's are there");
    assert_eq!(therapist.reads("Search every note"), "");
    is_alone(&therapist, "in Review");
    for command in
        ["clients and themes", "every session", "by prompt", "by theme", "timeline as", "this session beside"]
    {
        therapist.commands(command);
        is_alone(&therapist, command);
        therapist.presses(NONE, Key::ArrowDown).presses(NONE, Key::ArrowDown);
        is_alone(&therapist, command);
        therapist.presses(NONE, Key::Escape);
    }
    therapist.searches_every_note().types("after:2020-01-01");
    assert!(therapist.hears("2 sessions · 2 found"), "a search goes through this client's");
    therapist.opens("Client");
    is_alone(&therapist, "where a client is chosen");
    therapist.clicks("All clients");
    assert!(therapist.sees("M-12") && therapist.hears("3 sessions · 3 found"), "what was typed stays");
    therapist.goes_to("Session").goes_to("Review");
    is_alone(&therapist, "once Review was left");
    assert_eq!(therapist.reads("Search every note"), "");
}

#[test]
fn a_session_without_a_code_shows_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    therapist.begins("").types("nobody yet").presses(CTRL, Key::N).waits(60).begins("").types("another");
    therapist.searches_every_note();
    assert!(therapist.hears("1 session") && therapist.sees("another") && !therapist.sees("nobody yet"));
    is_alone(&therapist, "in Review");
    assert!(!therapist.sees("R-03"));
    therapist.commands("by theme");
    assert!(therapist.hears("This session"));
    therapist.commands("clients and themes");
    assert!(!therapist.sees("R-03") && !therapist.sees("lake"));
    is_alone(&therapist, "among the clients");
}

#[test]
fn a_search_does_not_outlive_its_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    therapist.begins("R-03").types("the waves").searches_every_note().types("river").goes_to("Session");
    therapist.presses(CTRL, Key::E).clicks("End session").searches_every_note();
    assert!(therapist.hears("3 sessions") && therapist.hears("the waves"), "the session that was just ended is there");
    assert_eq!(therapist.reads("Search every note"), "");
}

#[test]
fn the_trash_shows_this_client_alone_and_is_not_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    therapist.searches_every_note().until("it is read", |therapist| therapist.sees("a garden"));
    therapist.commands("move this session to the trash");
    therapist.until("it is in the trash", |therapist| therapist.hears("Trash · 1 session"));
    therapist.until("the other is read", |therapist| therapist.sees("the river"));
    therapist.commands("move this session to the trash");
    therapist.until("both are in the trash", |therapist| therapist.hears("Trash · 2 sessions"));
    therapist
        .goes_to("Session")
        .rewrites("Client code", "R-03")
        .presses(NONE, Key::Enter)
        .types("words")
        .searches_every_note();
    therapist.commands("show or hide the trash");
    therapist.until("this client’s is there", |therapist| therapist.sees("the river"));
    is_alone(&therapist, "in the trash");
    assert!(!therapist.hears_part("Empty the trash"), "what is not shown is not lost");
    therapist.asks_for_all_clients().until("it is there", |therapist| therapist.sees("M-12"));
    assert!(therapist.hears_part("Empty the trash"));
}

#[test]
fn a_code_that_another_client_has_is_said_to_be_used_and_no_more_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    therapist.begins("R-03").types("words").searches_every_note().commands("clients and themes");
    therapist.clicks("Rename R-03…").rewrites("New name", "m-12");
    assert!(therapist.hears("Merge"), "two that become one cannot be told apart again");
    is_alone(&therapist, "as a code is typed");
}

#[test]
fn all_clients_that_were_asked_for_are_not_there_in_the_next_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    therapist.begins("R-03").types("words").searches_every_note().asks_for_all_clients();
    assert!(therapist.sees("M-12"));
    therapist.presses_often(NONE, Key::ArrowDown, 1).clicks("Edit").searches_every_note();
    assert!(
        therapist.sees("garden") && !therapist.sees("R-03") && !therapist.sees("river"),
        "only the one that is edited"
    );
}

#[test]
fn whose_themes_are_shown_is_said_and_what_is_written_meanwhile_is_among_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_two_clients(folder.path());
    therapist.begins("R-03").types("by the #sea").searches_every_note().commands("clients and themes");
    assert!(therapist.hears("Themes of R-03") && therapist.hears("#sea, 1 session"));
    therapist.goes_to("Session").types(" and #sand").searches_every_note();
    assert!(therapist.hears("#sand, 1 session") && therapist.hears("#lake, 1 session"));
    therapist.clicks("All clients");
    assert!(therapist.hears("#grief, 1 session"));
}

/// Esc as it goes down, or up.
fn escape(pressed: bool) -> Event {
    Event::Key { key: Key::Escape, physical_key: None, pressed, repeat: false, modifiers: NONE }
}

#[test]
fn esc_held_down_hides_and_does_not_show_by_turns() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words");
    // A key that is down already, and comes again, is one that is held.
    for times in 1..4 {
        let held = std::iter::repeat_n(true, times).chain([false]).map(escape);
        therapist.window.as_mut().unwrap().input_mut().events.extend(held);
        assert!(!therapist.looks().hears("Hide the screen"), "it is hidden");
        therapist.presses(NONE, Key::Escape);
        assert!(therapist.hears("Hide the screen"), "and shown again");
    }
}

#[test]
fn esc_twice_in_a_hurry_hides_and_does_not_show_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words");
    for hurried in 2..5 {
        let presses = (0..hurried).flat_map(|_| [escape(true), escape(false)]);
        therapist.window.as_mut().unwrap().input_mut().events.extend(presses);
        assert!(!therapist.looks().hears("Hide the screen"), "it is hidden");
        therapist.presses(NONE, Key::Escape);
        assert!(therapist.hears("Hide the screen"), "and shown again");
        therapist.rests();
    }

    // What was open is closed first.
    therapist.presses(CTRL, Key::Comma);
    let presses = (0..3).flat_map(|_| [escape(true), escape(false)]);
    therapist.window.as_mut().unwrap().input_mut().events.extend(presses);
    assert!(!therapist.looks().hears("Hide the screen") && !therapist.hears("Settings"));
}
