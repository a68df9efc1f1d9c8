//! Reading an earlier session in the place of the guide while one writes.

use egui::{Key, Modifiers};

use crate::sizes::room;
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn holds(therapist: &mut Therapist, client: &str, words: &str) {
    therapist.begins(client).types(words).presses(CTRL, Key::E).presses(CTRL, Key::Enter).waits(24 * 3600);
}

#[test]
fn earlier_sessions_of_this_client_are_read_beside_the_notes_which_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    holds(&mut therapist, "K-07", "the letter");
    holds(&mut therapist, "M-12", "somebody else");
    holds(&mut therapist, "K-07", "the river");
    therapist.begins("K-07").types("now").clicks("Read that session");
    assert!(therapist.sees("the river") && !therapist.sees("Opening"), "it is in the place of the guide");
    therapist.types(" and then").clicks("‹ Earlier").types(".");
    assert!(therapist.sees("the letter") && !therapist.sees("the river") && !therapist.sees("somebody else"));
    assert_eq!(therapist.reads("Notes"), "now and then.");
    therapist.clicks("Later ›");
    assert!(therapist.sees("the river"));
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.sees("the river") && therapist.sees("Opening"), "the guide is there again");
    therapist.types("!").clicks("Read that session").clicks("Back to the prompts");
    assert_eq!(therapist.reads("Notes"), "now and then.!");
    therapist.clicks("Read that session").presses(CTRL, Key::N).begins("M-12");
    assert!(!therapist.sees("the river") && !therapist.sees("somebody else"), "it is closed with its session");
    therapist.leaves();
}

#[test]
fn an_earlier_session_scrolls_by_itself_and_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    let lines: Vec<String> = (1..60).map(|number| format!("line {number}")).collect();
    holds(&mut therapist, "K-07", &lines.join("\n"));
    therapist.begins("K-07").types("now").clicks("Read that session");
    let top = |therapist: &Therapist| therapist.top_of("line 3");
    let (before, notes) = (top(&therapist), therapist.top_of("Notes"));
    therapist.reaches("Earlier session").presses(NONE, Key::ArrowDown);
    assert!(top(&therapist) < before - 20.0);
    assert!((therapist.top_of("Notes") - notes).abs() < 0.5);
    therapist.types("!");
    assert_eq!(therapist.reads("Notes"), "now!");
    therapist.leaves();
}

#[test]
fn page_down_scrolls_what_is_in_the_place_of_the_guide_and_leaves_the_prompt_that_nobody_sees() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    let lines: Vec<String> = (1..90).map(|number| format!("line {number}")).collect();
    holds(&mut therapist, "K-07", &lines.join("\n"));
    therapist.begins("K-07").types("now").clicks("Read that session");
    let before = therapist.top_of("line 30");
    therapist.presses(NONE, Key::PageDown);
    assert!(therapist.top_of("line 30") < before - 200.0);
    therapist.presses(NONE, Key::PageUp);
    assert!((therapist.top_of("line 30") - before).abs() < 0.5);
    therapist.presses(NONE, Key::PageDown).presses(NONE, Key::Escape);
    assert!(therapist.hears("¶2"), "the one that was in view");
    therapist.presses(NONE, Key::F8).presses(NONE, Key::PageDown).presses(NONE, Key::F8);
    assert!(therapist.hears("¶2"));
    // To go to a prompt is to see it.
    therapist.presses(NONE, Key::F8).presses(CTRL, Key::Num3);
    assert!(therapist.hears("¶5"));
    therapist.leaves();
}

#[test]
fn in_a_small_window_what_is_opened_beside_the_notes_shows_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    holds(&mut therapist, "K-07", "the letter");
    therapist.begins("K-07").types("now").sits_at(room(720, 480, 200));
    for key in [Key::I, Key::F] {
        therapist.presses(NONE, Key::F9);
        assert!(!therapist.hears("Notes"), "the guide is alone");
        therapist.presses(CTRL, key);
        assert!(therapist.hears("Notes"), "{key:?}");
        therapist.presses(NONE, Key::Escape);
    }
    therapist.presses(NONE, Key::F8);
    assert!(!therapist.hears("Notes"));
    assert!(therapist.presses(CTRL, Key::I).hears("Notes"));
    therapist.leaves();
}
