//! Searching past sessions: words, conditions, and going from hit to hit.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT;

use crate::sizes::room;
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// A therapist in the search, who held a session with each client and wrote the lines.
fn after_sessions<'a>(folder: &std::path::Path, sessions: impl IntoIterator<Item = (&'a str, String)>) -> Therapist {
    let mut therapist = Therapist::at(folder);
    for (client, words) in sessions {
        therapist.begins(client).types(&words).presses(CTRL, Key::E).clicks("End session").waits(3600);
    }
    therapist.searches_every_note();
    therapist
}

/// What was typed before goes, and this comes.
fn searches<'a>(therapist: &'a mut Therapist, typed: &str) -> &'a mut Therapist {
    therapist.rewrites("Search every note", typed)
}

#[test]
fn sessions_are_found_by_words_phrases_and_conditions() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = [("K-07", "Café by the river #letting-go".to_owned()), ("M-12", "the garden by night".to_owned())];
    let mut therapist = after_sessions(folder.path(), sessions);
    for (typed, found) in [
        ("cafe RIVER", "1 with “cafe RIVER”"),
        ("“by the”", "1 with “by the”"),
        ("by the", "2 with “by the”"),
        ("client:m-12", "1 found"),
        ("theme:letting-go", "1 found"),
        ("theme:letting", "0 found"),
        ("prompt:nothing-like-it", "0 found"),
        ("by before:2026-11-23", "0 found"),
        ("by after:2026-11-23", "2 found"),
        ("open:no", "2 found"),
        ("foo:bar", "0 with “foo:bar”"),
    ] {
        searches(&mut therapist, typed);
        assert!(therapist.hears(&format!("2 sessions · {found}")), "{typed}");
    }
    searches(&mut therapist, "client:");
    assert!(therapist.hears("2 sessions"), "what is half typed asks for nothing");
    searches(&mut therapist, "river");
    assert!(therapist.hears_part(", K-07, 0 min, letting go, Café by the river #letting-go"), "the row says where");
}

#[test]
fn what_is_still_kept_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::L);
    therapist.presses(CTRL, Key::E).clicks("End session").waits(3600);
    therapist.begins("M-12").types("a garden").presses(CTRL, Key::E).clicks("End session").waits(3600);
    therapist.searches_every_note();
    searches(&mut therapist, "open:yes");
    assert!(therapist.hears("2 sessions · 1 found") && therapist.hears("the letter"));
    searches(&mut therapist, "open:no");
    assert!(therapist.hears("2 sessions · 1 found") && therapist.hears("a garden"));
}

#[test]
fn a_quiet_line_says_what_can_be_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_sessions(folder.path(), [("K-07", "water".to_owned())]);
    assert!(therapist.hears_part("theme: prompt: before:"));
    therapist.types("before:June");
    assert!(therapist.hears("before: a date like 2026-06-01") && therapist.hears("1 session"));
    assert!(!therapist.hears_part("theme: prompt:"));
    searches(&mut therapist, "open:");
    assert!(therapist.hears("open: yes or no"));
    searches(&mut therapist, "water");
    assert!(therapist.hears("Enter goes to the next match, Shift+Enter to the one before"));
}

#[test]
fn the_rows_stay_in_their_place_whatever_is_said_below_the_search() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_sessions(folder.path(), [("K-07", "water".to_owned()), ("M-12", "a garden".to_owned())]);
    let rows = |therapist: &Therapist| {
        let mut rows = therapist.window().root().children_recursive();
        rows.find(|node| node.accesskit_node().role() == Role::ListBoxOption).map(|row| row.rect().top())
    };
    let before = rows(&therapist);
    assert!(before.is_some());
    for typed in ["before:June", "open:", "open:no", "water", "after:2026-11-01"] {
        searches(&mut therapist, typed);
        assert_eq!(rows(&therapist), before, "{typed}");
    }
    searches(&mut therapist, "water").presses(NONE, Key::Enter);
    assert_eq!(rows(&therapist), before, "at a match");
    searches(&mut therapist, "").presses(NONE, Key::Tab);
    assert_eq!(rows(&therapist), before, "without the keyboard");
}

#[test]
fn tab_goes_to_the_chosen_session_alone_and_the_keyboard_goes_along_with_the_arrows() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = ["K-07", "M-12", "R-03"].map(|client| (client, format!("of {client}")));
    let mut therapist = after_sessions(folder.path(), sessions);
    let row = |therapist: &Therapist| {
        let rows = therapist.window().root().children_recursive();
        let mut focused = rows.filter(|node| node.accesskit_node().role() == Role::ListBoxOption && node.is_focused());
        focused.next().and_then(|node| node.accesskit_node().label())
    };
    let tabs = (0..20).filter(|_| row(therapist.presses(NONE, Key::Tab)).is_some()).count();
    assert!((1..=3).contains(&tabs), "{tabs} stops");
    while row(&therapist).is_none() {
        therapist.presses(NONE, Key::Tab);
    }
    for (key, client) in [(Key::ArrowDown, "M-12"), (Key::ArrowDown, "K-07"), (Key::ArrowUp, "M-12")] {
        therapist.presses(NONE, key);
        assert!(row(&therapist).is_some_and(|row| row.contains(client)) && therapist.hears(&format!("of {client}")));
    }
}

#[test]
fn in_a_small_window_enter_opens_the_session_that_the_arrows_chose() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = ["K-07", "M-12"].map(|client| (client, format!("of {client}")));
    let mut therapist = after_sessions(folder.path(), sessions);
    therapist.sits_at(room(480, 340, 100));
    therapist.presses(NONE, Key::ArrowDown);
    assert!(!therapist.hears("of K-07"));
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.hears("of K-07"));
    therapist.presses(NONE, Key::Escape).presses(NONE, Key::ArrowUp).presses(NONE, Key::Enter);
    assert!(therapist.hears("of M-12"), "also with the keyboard nowhere");
}

/// So many lines, and among them some with water.
fn long_page(water: &[usize]) -> String {
    let line = |number| format!("Line {number}{}", if water.contains(&number) { ", water" } else { "" });
    (0..60).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn enter_opens_a_session_at_the_line_and_goes_on_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = [("K-07", long_page(&[50])), ("M-12", long_page(&[2, 30, 59]))];
    let mut therapist = after_sessions(folder.path(), sessions);
    therapist.types("water");
    assert!(therapist.shows("Line 2, water") && !therapist.shows("Line 30, water"));
    therapist.types("\n");
    assert!(therapist.shows("Line 2, water") && therapist.hears("1 of 3 in this session: Line 2, water"));
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.shows("Line 30, water") && !therapist.shows("Line 2, water"));
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.shows("Line 59, water") && therapist.hears("3 of 3 in this session: Line 59, water"));
    // Another session is chosen meanwhile, and the search keeps the keyboard.
    therapist.presses(NONE, Key::ArrowDown);
    assert!(!therapist.hears_part("in this session") && !therapist.shows("Line 50, water"));
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.shows("Line 50, water") && therapist.hears("1 of 1 in this session: Line 50, water"));
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.shows("Line 2, water"), "after the last comes the first of the next session");
    therapist.presses(SHIFT, Key::Enter);
    assert!(therapist.shows("Line 50, water"), "and before the first the last of the one before");
    therapist.types("s");
    assert_eq!(therapist.reads("Search every note"), "waters");
    assert!(therapist.hears("2 sessions · 0 with “waters”"));
}

#[test]
fn what_is_typed_and_entered_at_once_is_found_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_sessions(folder.path(), [("K-07", long_page(&[50]))]);
    therapist.types("water\n");
    assert!(therapist.shows("Line 50, water"));
}

#[test]
fn a_row_opens_its_session_at_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = [("K-07", long_page(&[50])), ("M-12", long_page(&[40]))];
    let mut therapist = after_sessions(folder.path(), sessions);
    therapist.presses(NONE, Key::ArrowDown).clicks_part("M-12, 0 min");
    assert!(therapist.hears("Line 40, water"), "what is said below the search goes, and the row is still chosen");
    therapist.searches_every_note().types("water").clicks_part("K-07, 0 min, Line 50, water");
    assert!(therapist.hears("Line 50, water"), "it is read");
    assert!(therapist.hears("1 of 1 in this session: Line 50, water"));
    assert!(therapist.shows("Line 50, water"));
}

#[test]
fn words_are_found_in_the_notes_on_the_screen_and_then_in_every_note() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_sessions(folder.path(), [("K-07", "the sea by night".to_owned())]);
    therapist.presses(CTRL, Key::N).begins("K-07").types("the Séa\nthe river\na sea of it");
    let caret = therapist.caret();
    therapist.presses(CTRL, Key::F).types("sea");
    assert!(therapist.hears("1 of 2"));
    assert_eq!(therapist.chosen(), "Séa");
    therapist.presses(NONE, Key::Enter);
    assert_eq!(therapist.chosen(), "sea");
    assert!(therapist.hears("2 of 2"));
    therapist.presses(NONE, Key::Enter).presses(SHIFT, Key::Enter);
    assert!(therapist.hears("2 of 2"), "after the last one comes the first again, and before that the last");
    therapist.types("weed");
    assert!(therapist.hears("Not found"));
    assert_eq!(therapist.caret(), caret, "nothing is found: the caret is where it was");
    therapist.presses(NONE, Key::Escape);
    assert_eq!(therapist.caret(), caret);
    therapist.types(", and more").presses(CTRL, Key::F);
    assert!(therapist.hears("Not found"), "what was looked for last is there again");
    therapist.types("the s").presses(CTRL, Key::F);
    assert!(therapist.hears("2 sessions · 2 with “the s”"), "as one phrase");
}

#[test]
fn the_caret_stays_where_it_is_put_while_words_are_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the sea\nthe river").presses(CTRL, Key::F).types("sea");
    therapist
        .clicks("Next")
        .clicks("Notes")
        .presses(NONE, Key::ArrowUp)
        .presses(NONE, Key::End)
        .types("wood")
        .presses(NONE, Key::Escape)
        .types("s");
    assert_eq!(therapist.reads("Notes"), "the seawoods\nthe river");
}

#[test]
fn what_was_looked_for_is_looked_for_again_after_an_edit_and_after_no_other_session() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = [("K-07", "by the river".to_owned()), ("M-12", "the garden by night".to_owned())];
    let mut therapist = after_sessions(folder.path(), sessions);
    searches(&mut therapist, "river");
    assert!(therapist.hears("2 sessions · 1 with “river”"));
    therapist.clicks("Edit").types(", again");
    // Beside the open session nothing is left of it.
    therapist.searches_every_note();
    assert!(!therapist.hears_part("with “river”") && therapist.hears("1 session"));
    therapist.goes_to("Session").presses(CTRL, Key::E).clicks("Done");
    assert!(therapist.hears("2 sessions · 1 with “river”"), "it is there again");

    therapist.clicks("Edit").presses(CTRL, Key::E).clicks("Back to the notes");
    therapist.presses(CTRL, Key::N).begins("K-07").types("new").searches_every_note();
    assert!(!therapist.hears_part("with “river”"));
    therapist.goes_to("Session").presses(CTRL, Key::E).clicks("End session").searches_every_note();
    assert!(therapist.hears("3 sessions"), "{:?}", therapist.everything_heard());
}

#[test]
fn a_session_whose_words_an_edit_took_away_stays_the_one_that_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = [("K-07", "by the river".to_owned()), ("M-12", "the garden by night".to_owned())];
    let mut therapist = after_sessions(folder.path(), sessions);
    searches(&mut therapist, "river").clicks("Edit").presses(CTRL, Key::A).types("by the sea");
    therapist.presses(CTRL, Key::E).clicks("Done");
    assert!(therapist.hears("by the sea") && therapist.hears("2 sessions"), "{:?}", therapist.everything_heard());
}
