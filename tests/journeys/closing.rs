//! Closing by keys: where they lead, what is copied, and the way back from an end.

use std::sync::{Arc, Mutex};

use egui::accesskit::Role;
use egui::{Key, Modifiers, Ui, ViewportCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use holdspace::storage::files::Files;

use crate::panes::with_keyboard;
use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

#[test]
fn tab_goes_through_it_in_the_order_in_which_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::L).presses(CTRL, Key::E);
    assert_eq!(therapist.writes_in().unwrap().0, "Add a line for next time", "the caret is in the first field");
    therapist.reaches("Keep open: the letter");
    let order = [
        "Kept for next time as",
        "Add a line for next time",
        "How it was, in the client’s words",
        "What I noticed in myself",
        "For the chart",
        "Day of the session",
        "Began at",
        "Ended at",
        "End session",
        "Turn the screen to the client",
        "Show goals and threads too",
        "Back to the notes",
    ];
    for name in order {
        therapist.presses(NONE, Key::Tab);
        let is_there = |node: egui_kittest::Node<'_>| node.accesskit_node().is_focused();
        assert!(therapist.window().query_all_by_label(name).any(is_there), "{name}");
    }
    therapist.leaves();
}

#[test]
fn both_boxes_are_as_high_as_the_higher_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").presses(CTRL, Key::E);
    let heights = |therapist: &Therapist| {
        ["How it was, in the client’s words", "What I noticed in myself"].map(|name| {
            let field = therapist.window().get_by_role_and_label(Role::MultilineTextInput, name);
            field.rect().height().round() as i32
        })
    };
    let [one, other] = heights(&therapist);
    assert_eq!(one, other);
    therapist.rewrites("What I noticed in myself", "one\ntwo\nthree\nfour\nfive\nsix");
    let [higher, with_it] = heights(&therapist);
    assert!(higher == with_it && higher > one);
    therapist.rewrites("What I noticed in myself", "one");
    assert_eq!(heights(&therapist), [one, one], "they are low again");
    therapist.leaves();
}

#[test]
fn the_summary_for_the_chart_is_copied_alone_and_taken_off_the_clipboard_later() {
    let folder = tempfile::tempdir().unwrap();
    let settings = r#"{ "format": "holdspace-settings", "version": 1, "clear_clipboard": true }"#;
    std::fs::create_dir(folder.path().join("config")).unwrap();
    Files::default().put(&folder.path().join("config/settings.json"), settings.as_bytes()).unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("a private note").presses(CTRL, Key::E).presses(CTRL_SHIFT, Key::C);
    assert!(therapist.cleared_later().is_empty(), "there is nothing to copy");
    therapist.rewrites("For the chart", "Next on Friday.").presses(CTRL_SHIFT, Key::C);
    assert!(therapist.hears("Copied"));
    assert_eq!(therapist.looks().cleared_later(), ["Next on Friday."]);
    therapist.types(" 14:00").clicks("Copy");
    assert_eq!(therapist.looks().cleared_later(), ["Next on Friday.", "Next on Friday. 14:00"]);
    therapist.leaves();
}

#[test]
fn what_was_just_ended_is_opened_again_from_where_it_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").waits(40 * 60).presses(CTRL, Key::E).presses(CTRL, Key::Enter);
    assert!(therapist.hears("Just ended") && !therapist.hears("Not ended yet"));
    therapist.clicks("Open again").waits(5 * 60).types("\ntwo").sees_it_saved();
    assert!(therapist.hears("Began 14:02 · 45 min"));
    let held = &sessions(folder.path())[0];
    assert!(held["ended"].is_null() && texts(held) == ["one", "two"]);
    therapist.presses(CTRL, Key::N);
    assert!(therapist.hears("Not ended yet") && !therapist.hears("Just ended"));
    therapist.leaves();
}

#[test]
fn captures_may_show_what_the_client_is_shown_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let look = move |ui: &mut Ui| {
        let commands = ui.ctx().viewport(|viewport| viewport.commands.clone());
        let protects = commands.iter().filter_map(|command| match command {
            ViewportCommand::ContentProtected(is_protected) => Some(*is_protected),
            _ => None,
        });
        seen.lock().unwrap().extend(protects);
    };
    therapist.window().ctx.on_end_pass("captures", Arc::new(look));
    therapist.begins("K-07").types("x").presses(CTRL, Key::E);
    therapist.clicks("Turn the screen to the client").looks();
    assert_eq!(*asked.lock().unwrap(), [false]);
    therapist.clicks("Done").looks();
    assert_eq!(*asked.lock().unwrap(), [false, true]);
}

#[test]
fn a_time_that_cannot_be_read_is_said_before_the_session_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::E).rewrites("Began at", "foo");
    let is_said = |therapist: &Therapist| therapist.hears_part("This isn’t a time yet.");
    therapist.reaches("Back to the notes").presses(CTRL, Key::Enter);
    assert!(is_said(&therapist));
    assert_eq!(therapist.writes_in().unwrap().0, "Began at");
    therapist.clicks("End session");
    assert!(is_said(&therapist), "its button says the same");
    therapist.presses(CTRL, Key::A).presses(NONE, Key::Delete).presses(CTRL, Key::Enter);
    assert!(therapist.hears("Begin a session"));
    therapist.leaves();
}

#[test]
fn whoever_needs_to_slow_down_as_it_closes_has_it_beside_the_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::E);
    therapist.rewrites("For the chart", "Next week.").presses(NONE, Key::F8);
    assert!(therapist.hears("Slow down") && therapist.hears("Notes"));
    therapist.types(" again").presses(CTRL, Key::E);
    assert_eq!(therapist.reads("For the chart"), "Next week.");
    therapist.presses(CTRL, Key::Enter).sees_it_saved().leaves();
    assert_eq!(texts(&therapist.sessions()[0]), ["the letter again"]);
}

#[test]
fn behind_the_veil_nothing_loses_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::E).reaches("Back to the notes");
    assert_eq!(with_keyboard(&therapist), "Back to the notes");
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.hears("Back to the notes"));
    therapist.waits(2).rests().presses(NONE, Key::Escape);
    assert_eq!(with_keyboard(&therapist), "Back to the notes");
    therapist.leaves();
}

#[test]
fn after_the_veil_what_is_typed_beside_the_notes_is_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("hello").reaches("Close the session").presses(NONE, Key::Escape).types(", she said");
    therapist.waits(2).rests().presses(NONE, Key::Escape).types(" it was fine").presses(NONE, Key::Enter).types("on");
    therapist.sees_it_saved().leaves();
    assert_eq!(texts(&therapist.sessions()[0]), ["hello, she said it was fine", "on"]);
}
