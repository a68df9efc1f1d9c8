//! Putting the prompts of one session into another order, and keeping it afterwards.

use egui::{Key, Modifiers};
use serde_json::Value;

use crate::panes::with_keyboard;
use crate::sizes::{WINDOWS, room};
use crate::therapist::{Therapist, sessions};

const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;

fn first_titles(prompts: &Value) -> Vec<&str> {
    prompts.as_array().unwrap().iter().take(3).map(|prompt| prompt["title"].as_str().unwrap()).collect()
}

#[test]
fn what_is_moved_in_a_session_is_of_that_session_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").presses(ALT, Key::ArrowDown);
    assert!(therapist.hears_part("Open, and let it lead, 2 of 16 · Present moment"), "it went over into the next one");
    therapist.presses(ALT, Key::ArrowDown);
    assert!(therapist.hears_part("Open, and let it lead, 3 of 16 · Present moment"));
    therapist.types(", two");
    assert!(!therapist.hears_part("3 of 16"), "it is said until one goes on");
    therapist.sees_it_saved().presses(CTRL, Key::N).waits(3600).begins("M-12").types("three").leaves();
    let held = sessions(folder.path());
    let moved = ["Follow the client", "If they would rather not go into it", "Open, and let it lead"];
    assert_eq!(first_titles(&held[0]["prompts"]), moved);
    assert_eq!(held[0]["lines"][0]["text"], "one, two", "the keys moved the prompt and not the caret");
    assert_eq!(first_titles(&held[1]["prompts"])[1], "Open, and let it lead");
}

/// In a window of 1280×800.
#[test]
fn nothing_below_the_prompt_in_view_moves_when_it_changes_and_the_whole_outline_is_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07");
    let rows = ["Opening: Follow the client", "Deepening: Toward their goals", "Carrying on: Who holds space for them"];
    let places = |therapist: &Therapist| rows.map(|row| therapist.rect_of(row).top().round() as i32);
    let before = places(&therapist);
    for _ in 0..15 {
        therapist.presses(Modifiers::NONE, Key::PageDown);
        assert_eq!(places(&therapist), before);
    }
    let last = therapist.rect_of("Not every session feels good, if they don’t feel better");
    assert!(last.bottom() <= 800.0 - 34.0, "{last:?}");
    therapist.leaves();
}

#[test]
fn the_notes_stay_in_their_place_at_every_size_when_the_prompt_in_view_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07");
    for (width, height) in WINDOWS {
        for percent in [100, 150, 200, 300] {
            therapist.sits_at(room(width, height, percent));
            let corner = |therapist: &Therapist| therapist.rect_of("Notes").min;
            let before = corner(&therapist);
            for key in [Key::PageDown, Key::PageUp].into_iter().flat_map(|key| [key; 15]) {
                therapist.presses(Modifiers::NONE, key);
                assert_eq!(corner(&therapist), before, "{width}×{height} at {percent} %");
            }
        }
    }
    therapist.leaves();
}

/// In a low window the outline has room for a few rows.
#[test]
fn tab_goes_to_the_row_in_view_alone_and_the_arrows_to_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").sits_at(room(1280, 800, 150));
    let rows: Vec<String> = (0..40)
        .map(|_| with_keyboard(therapist.presses(Modifiers::NONE, Key::Tab)))
        .filter(|name| name.contains("Open, and let it lead") || name.contains("Follow the client"))
        .collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row == &rows[0]), "{rows:?}");
    while with_keyboard(&therapist) != rows[0] {
        therapist.presses(Modifiers::SHIFT, Key::Tab);
    }
    for (key, times, title) in [(Key::ArrowDown, 14, "Not every session feels good"), (Key::ArrowUp, 15, "Follow")] {
        therapist.presses_often(Modifiers::NONE, key, times);
        assert!(with_keyboard(&therapist).contains(title), "{}", with_keyboard(&therapist));
        let focused = therapist.window().ctx.memory(egui::Memory::focused);
        assert!(focused.is_some_and(|id| therapist.is_in_sight(id)));
    }
    therapist.types("on").sees_it_saved().leaves();
    assert_eq!(sessions(folder.path())[0]["lines"][0]["text"], "on", "what is typed is in the notes");
}

#[test]
fn a_row_of_the_outline_is_dragged_and_the_prompt_in_view_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").drags("Ask to deepen", "Opening: Follow the client");
    assert!(therapist.hears_part("Ask to deepen, 2 of 16 · Opening"));
    therapist.types(", two").sees_it_saved().leaves();
    let session = &sessions(folder.path())[0];
    assert_eq!(first_titles(&session["prompts"]), ["Follow the client", "Ask to deepen", "Open, and let it lead"]);
    assert_eq!(session["lines"][0]["text"], "one, two");
    assert_eq!(session["touched"], serde_json::json!(["open"]), "a prompt that is only moved was not opened");
}

#[test]
fn a_finger_scrolls_the_outline_and_takes_no_row_along() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").sits_at(room(1280, 800, 150));
    let (first, second) = ("Opening: Follow the client", "Open, and let it lead, touched");
    therapist.swipes(first, 0.0);
    assert!(therapist.hears("¶1"), "it is tapped, and in view");
    let before = therapist.top_of(second);
    therapist.swipes(second, -24.0);
    assert!(therapist.top_of(second) < before - 12.0, "{before}");
    therapist.types(", two").sees_it_saved().leaves();
    let session = &sessions(folder.path())[0];
    assert_eq!(first_titles(&session["prompts"])[..2], ["Follow the client", "Open, and let it lead"]);
}

#[test]
fn an_order_is_kept_when_one_asks_for_it_at_closing() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").presses(CTRL, Key::E);
    assert!(!therapist.hears_part("You moved prompts"), "nothing was moved");
    therapist.clicks("Back to the notes").presses(ALT, Key::ArrowUp).presses(CTRL, Key::E);
    therapist.clicks("Keep this order in “My order”");
    assert!(therapist.hears_part("is kept for the next sessions"));
    therapist.clicks("End session").waits(3600).begins("M-12").types("x").presses(CTRL, Key::N);
    therapist.goes_to("Prompts");
    assert!(therapist.hears("Open, and let it lead, 1 of 16 · Opening"));
    therapist.presses(CTRL, Key::Z);
    assert!(therapist.hears("Open, and let it lead, 2 of 16 · Opening"), "like every change it can be undone");
    therapist.leaves();
    let held = sessions(folder.path());
    assert_eq!(first_titles(&held[1]["prompts"])[..2], ["Open, and let it lead", "Follow the client"]);
}

#[test]
fn an_order_of_the_guideline_is_kept_as_a_set_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").presses(CTRL, Key::I).opens("Prompts").clicks("The guideline");
    therapist.clicks("Done").presses(ALT, Key::ArrowUp).presses(CTRL, Key::I);
    therapist.clicks("Keep this order as a set of your own").clicks("Done").presses(CTRL, Key::N);
    assert!(therapist.sees("My order 2"), "the next session begins with it");
    therapist.leaves();
}
