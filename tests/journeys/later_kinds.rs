//! Kinds that a later version of the app has: they show as their words, and stay through every edit.

use std::path::Path;

use egui::{Key, Modifiers};
use holdspace::storage::files::Files;

use crate::therapist::{Therapist, sessions};

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

const LATER: &str = r#"{
  "format": "holdspace-session", "version": 2, "id": "0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11", "clients": ["K-07"],
  "began": "2026-11-16T14:02:11-05:00", "ended": "2026-11-16T14:50:00-05:00",
  "lines": [
    {"id": "a", "at": "2026-11-16T14:05:11-05:00", "text": "the candle", "keep": "ritual"},
    {"id": "b", "at": "2026-11-16T14:06:11-05:00", "text": "the letter", "keep": "thread"}
  ],
  "outcomes": [{
    "line": "b", "from": "0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11", "outcome": "handed-on",
    "at": "2026-11-16T14:49:11-05:00"
  }]
}"#;

fn put(folder: &Path) {
    let folder = folder.join("data").join("sessions");
    Files::default().create_folder(&folder).unwrap();
    Files::default().put_new(&folder.join("0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11.json"), LATER.as_bytes()).unwrap();
}

#[test]
fn a_kind_of_a_later_version_shows_its_word_and_is_still_there_after_an_edit() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path());
    let mut therapist = Therapist::at(folder.path());
    therapist.types("K-07");
    assert!(therapist.hears("ritual") && therapist.hears("the candle"), "the next session with the client sees it");
    assert!(therapist.hears("the letter"), "what was said of it did not end it");
    therapist.searches_every_note();
    assert!(!therapist.hears_part("could not be read"));
    therapist.commands("Edit this session").presses(NONE, Key::ArrowUp);
    assert!(therapist.hears_part("Kept for next time as “ritual”"));
    therapist.types(" and ").sees_it_saved().presses(CTRL, Key::E);
    assert!(therapist.hears("ritual"), "what it is kept as");
    assert!(therapist.hears("handed-on: the letter"), "what was said of it");
    therapist.leaves();
    let written = &sessions(folder.path())[0];
    assert_eq!(written["version"], 2);
    assert_eq!((&written["lines"][0]["keep"], &written["lines"][1]["keep"]), (&"ritual".into(), &"thread".into()));
    assert_eq!(written["outcomes"][0]["outcome"], "handed-on");
    let typed =
        written["lines"].as_array().unwrap().iter().filter(|line| line["text"].as_str().unwrap().contains("and"));
    assert!(typed.count() >= 1);
}
