//! Whatever is pressed, in whatever order: nothing panics, what the screen shows is what the file
//! holds, and every file can be read again.

use egui::{Key, Modifiers};
use proptest::prelude::*;

use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A client who is not in the room, and what was written with them.
const OTHER: &str = "M-12";
const OTHERS_WORDS: &str = "the garden";

/// One thing that hands can do.
#[derive(Debug, Clone)]
enum Hand {
    Types(String),
    Pastes(String),
    Presses(Modifiers, Key),
    /// Clicks what has this name, where it is on the screen.
    Clicks(&'static str),
    /// Lets seconds pass.
    Waits(i64),
}

const NAMES: [&str; 30] = [
    "Begin",
    "End session",
    "Back to the session",
    "Turn the screen to the client",
    "Edit",
    "Finalize…",
    "Finalize",
    "Add addendum",
    "Add it",
    "Earlier versions",
    "Restore this version",
    "Go on with it",
    "Notes",
    "Search every note",
    "Client code",
    "Reflect themes",
    "Done",
    "Yesterday",
    "Hide: Follow the client",
    "Move down: Follow the client",
    "Restore the guideline’s order",
    "Keep this order in “My order”",
    "Add a prompt",
    "Your own prompt  ·  Delete it",
    "Back to the guideline’s words everywhere",
    "Section Opening",
    "Name of the section",
    "Add a section below",
    "Title",
    "Close",
];

fn hand() -> impl Strategy<Value = Hand> {
    let moves = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight, Key::Home, Key::End];
    let edits = [Key::Enter, Key::Backspace, Key::Delete, Key::Tab];
    let plain = [Key::PageDown, Key::PageUp, Key::Escape, Key::F1, Key::F8, Key::F9];
    let commands = [
        Key::Enter,
        Key::A,
        Key::B,
        Key::D,
        Key::E,
        Key::F,
        Key::I,
        Key::J,
        Key::L,
        Key::N,
        Key::O,
        Key::S,
        Key::T,
        Key::X,
        Key::Y,
        Key::Z,
        Key::Comma,
        Key::Plus,
        Key::Minus,
        Key::Num0,
        Key::Num1,
        Key::Num5,
        Key::Home,
        Key::End,
    ];
    let press = |modifiers: Modifiers, keys: Vec<Key>| {
        prop::sample::select(keys).prop_map(move |key| Hand::Presses(modifiers, key))
    };
    prop_oneof![
        6 => "[a-cé #]{1,5}".prop_map(Hand::Types),
        1 => "[ab\r\n]{0,9}".prop_map(Hand::Pastes),
        3 => press(NONE, edits.to_vec()),
        2 => press(NONE, moves.to_vec()),
        2 => press(Modifiers::SHIFT, moves.to_vec()),
        2 => press(NONE, plain.to_vec()),
        3 => press(CTRL, commands.to_vec()),
        1 => press(Modifiers::ALT, vec![Key::ArrowUp, Key::ArrowDown]),
        2 => prop::sample::select(NAMES.to_vec()).prop_map(Hand::Clicks),
        1 => (1..200_i64).prop_map(Hand::Waits),
        1 => press(Modifiers::CTRL, vec![Key::Tab]),
        1 => press(CTRL | Modifiers::SHIFT, vec![Key::P, Key::Z]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_is_shown_and_saved(hands in prop::collection::vec(hand(), 1..60)) {
        let folder = tempfile::tempdir().unwrap();
        let mut therapist = Therapist::at(folder.path());
        therapist.begins(OTHER).types(OTHERS_WORDS).presses(CTRL, Key::E).clicks("End session").waits(3600);
        therapist.begins("K-07");
        for hand in hands {
            match hand {
                Hand::Types(words) => therapist.types(&words),
                Hand::Pastes(words) => therapist.pastes(&words),
                Hand::Presses(modifiers, key) => therapist.presses(modifiers, key),
                Hand::Clicks(name) => therapist.clicks_if_there(name),
                Hand::Waits(seconds) => therapist.waits(seconds),
            };
            // The bar says whose session is open.
            if therapist.hears_part("K-07 · ") {
                prop_assert!(!therapist.sees(OTHER) && !therapist.sees(OTHERS_WORDS), "another client is seen");
            }
        }
        // Back to the notes of the session that is open, if one is.
        for _ in 0..4 {
            if therapist.hears("Notes") {
                break;
            }
            therapist.clicks_if_there("Back to the session");
            therapist.presses(NONE, Key::Escape);
        }
        let shown = therapist.hears("Notes").then(|| therapist.reads("Notes"));
        therapist.leaves();

        let written = sessions(folder.path());
        // A session in which nothing was written leaves no file.
        if let Some(shown) = shown.filter(|shown| !shown.trim().is_empty()) {
            let shown = shown.trim_end_matches('\n');
            prop_assert!(written.iter().any(|session| texts(session).join("\n") == shown), "{shown:?} is in no file");
        }
        let mut again = Therapist::at(folder.path());
        again.presses(CTRL, Key::F);
        prop_assert!(!again.hears_part("not read"));
    }
}
