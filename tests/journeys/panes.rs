//! Going from one pane of a screen to the other by F6.

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT;

use crate::sizes::room;
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;

/// What the thing is called that has the keyboard.
pub(crate) fn with_keyboard(therapist: &Therapist) -> String {
    let window = therapist.window();
    let focused = window.ctx.memory(egui::Memory::focused).map(|id| id.value());
    let nodes = window.root().children_recursive();
    let mut with_keyboard = nodes.filter(|node| Some(node.accesskit_node().locate().0.0) == focused);
    with_keyboard.next().and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

#[test]
fn f6_goes_between_the_guide_and_the_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").presses(NONE, Key::F6);
    assert!(with_keyboard(&therapist).contains("Open, and let it lead"));
    assert_eq!(with_keyboard(therapist.presses(NONE, Key::F6)), "Notes");
    // In a small window the guide is a strip above the notes.
    therapist.sits_at(room(480, 340, 100)).presses(NONE, Key::F6);
    assert_eq!(with_keyboard(&therapist), "Open, and let it lead");
    assert_eq!(with_keyboard(therapist.presses(NONE, Key::F6)), "Notes");
    therapist.presses(NONE, Key::F6).types(", two");
    assert_eq!(with_keyboard(&therapist), "Notes", "what is typed is in the notes, wherever the keyboard was");
    therapist.sees_it_saved().leaves();
    assert_eq!(therapist.sessions()[0]["lines"][0]["text"], "one, two");
}

#[test]
fn f6_goes_between_a_list_and_what_is_chosen_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("water").presses(Modifiers::COMMAND, Key::E).clicks("End session").waits(3600);
    therapist.goes_to("Review").presses(NONE, Key::F6);
    assert_eq!(with_keyboard(&therapist), "Search every note", "nothing had it: the list comes first");
    assert_eq!(with_keyboard(therapist.presses(NONE, Key::F6)), "Edit");
    assert_eq!(with_keyboard(therapist.presses(NONE, Key::F6)), "Search every note");
    therapist.goes_to("Prompts");
    let row = with_keyboard(&therapist);
    assert!(!row.is_empty());
    assert_ne!(with_keyboard(therapist.presses(NONE, Key::F6)), row);
    assert_eq!(with_keyboard(therapist.presses(NONE, Key::F6)), row);
    therapist.leaves();
}
