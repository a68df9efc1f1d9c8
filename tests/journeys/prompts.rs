//! Putting the prompts in one's own order.

use egui::{Key, Modifiers};
use serde_json::Value;

use crate::therapist::{Therapist, sessions};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;

fn to_prompts(therapist: &mut Therapist) -> &mut Therapist {
    therapist.goes_to("Prompts")
}

fn first_section(folder: &std::path::Path) -> Vec<String> {
    let file: Value =
        serde_json::from_slice(&std::fs::read(folder.join("data").join("prompts.json")).unwrap()).unwrap();
    let prompts = file["sets"][0]["sections"][0]["prompts"].as_array().unwrap();
    prompts.iter().map(|placed| placed["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_order_is_kept_and_sessions_are_held_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).presses_often(NONE, Key::ArrowDown, 3).presses_often(ALT, Key::ArrowUp, 2);
    assert!(therapist.hears("Anchor in the felt sense, 3 of 16 · Opening"), "it went over into the section above");
    therapist.presses_often(ALT, Key::ArrowUp, 2);
    assert!(therapist.hears("Anchor in the felt sense, 1 of 16 · Opening"));
    therapist.clicks("Hide: Open, and let it lead");
    assert!(therapist.hears("16 prompts · 1 hidden"));
    therapist.sees_it_saved().leaves();
    assert_eq!(first_section(folder.path())[..2], ["felt-sense", "follow"]);

    let mut again = Therapist::at(folder.path());
    again.begins("K-07").types("x").leaves();
    let session = &sessions(folder.path())[0];
    let shown: Vec<_> =
        session["prompts"].as_array().unwrap().iter().map(|prompt| prompt["id"].as_str().unwrap()).collect();
    assert_eq!(shown.len(), 15);
    assert_eq!(shown[..3], ["felt-sense", "follow", "rather-not"]);
}

#[test]
fn buttons_move_and_undo_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).clicks("Move down: Follow the client");
    assert!(therapist.hears("Follow the client, 2 of 16 · Opening"));
    therapist.presses(CTRL, Key::Z);
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
    therapist.presses(CTRL | Modifiers::SHIFT, Key::Z);
    assert!(therapist.hears("Follow the client, 2 of 16 · Opening"));
    therapist.clicks("Restore the guideline’s order");
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
}

#[test]
fn the_guidelines_own_order_cannot_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).opens("Prompts").clicks("The guideline");
    therapist.presses_often(ALT, Key::ArrowDown, 3);
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
    assert!(!therapist.hears("Hide: Follow the client"));
}

#[test]
fn a_session_held_before_keeps_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("x");
    to_prompts(&mut therapist).presses_often(ALT, Key::ArrowDown, 4).sees_it_saved().leaves();
    assert_eq!(sessions(folder.path())[0]["prompts"][0]["id"], "follow");
}
