//! Whatever is pressed, in whatever order: nothing panics, what the screen shows is what the file
//! holds, and every file can be read again.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use proptest::prelude::*;

use crate::support::folder::holds_text;
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

const NAMES: [&str; 32] = [
    "Begin",
    "Resume",
    "End session",
    "Back to the notes",
    "Back to the session",
    "Open again",
    "Turn the screen to the client",
    "Edit",
    "Finalize…",
    "Finalize",
    "Add addendum",
    "Add it",
    "Earlier versions",
    "Restore this version",
    "Notes",
    "Search every note",
    "Client code",
    "Reflect on themes",
    "Done",
    "Yesterday",
    "Shown, hide: Follow the client",
    "Move down: Follow the client",
    "Restore the guideline’s order",
    "Keep this order in “My order”",
    "Add a prompt",
    "Your own prompt  ·  Delete it",
    "Restore all of the guideline’s wording",
    "Section Opening",
    "Name of the section",
    "Add a section below",
    "Title",
    "Close",
];

/// Every name that is pressed or read here.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(ON_DISK).chain(WAYS)
}

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

/// Whether all clients were asked for, in Review's choice.
fn shows_all_clients(therapist: &Therapist) -> bool {
    let mut choices = therapist.window().query_all_by_label("Client");
    choices.any(|node| node.accesskit_node().value().as_deref() == Some("All clients"))
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
            if therapist.hears_part("K-07 · ") && !shows_all_clients(&therapist) {
                prop_assert!(!therapist.sees(OTHER) && !therapist.sees(OTHERS_WORDS), "another client is seen");
            }
        }
        // Back to the notes of the session that is open, if one is.
        for _ in 0..4 {
            if therapist.hears("Notes") {
                break;
            }
            therapist.clicks_if_there("Back to the notes").clicks_if_there("Back to the session");
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
        again.searches_every_note();
        prop_assert!(!again.hears_part("could not be read"));
    }
}

/// What hands can do that takes no word away, and what takes some away.
#[derive(Debug, Clone)]
enum Writing {
    /// Types a word that is typed nowhere else.
    Word,
    Presses(Modifiers, Key),
    Clicks(&'static str),
    /// Takes words away in the field that has the keyboard; undo brings them back.
    Erases(Vec<(Modifiers, Key)>),
    /// Chooses everything in that field, and types over it; undo brings it back.
    Replaces,
}

/// The fields whose words are on the disk, by name.
const ON_DISK: [&str; 12] = [
    "Notes",
    "Add a line for next time",
    "How it was, in the client’s words",
    "What I noticed in myself",
    "For the chart",
    "New addendum",
    "Title",
    "Guidance",
    "Example wording, one per line",
    "Only if",
    "Name of the section",
    "Support card",
];

const WAYS: [&str; 23] = [
    "Begin",
    "End session",
    "Back to the notes",
    "Back to the session",
    "Open again",
    "Turn the screen to the client",
    "Edit",
    "Finalize…",
    "Finalize",
    "Add addendum",
    "Add it",
    "Earlier versions",
    "Notes",
    "Client code",
    "What I noticed in myself",
    "For the chart",
    "Title",
    "Guidance",
    "Only if",
    "Section Opening",
    "Name of the section",
    "Support card",
    "Close",
];

fn writing() -> impl Strategy<Value = Writing> {
    const CONTROL: Modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND };
    let press = |modifiers: Modifiers, keys: Vec<Key>| {
        prop::sample::select(keys).prop_map(move |key| Writing::Presses(modifiers, key))
    };
    let plain = [Key::Enter, Key::Escape, Key::F1, Key::F8, Key::F9, Key::PageDown, Key::PageUp, Key::Home, Key::End];
    let commands = [Key::E, Key::I, Key::J, Key::L, Key::N, Key::O, Key::F, Key::S, Key::T, Key::Comma, Key::Enter];
    let erases: Vec<Vec<(Modifiers, Key)>> = vec![
        vec![(Modifiers::SHIFT, Key::Home), (NONE, Key::Backspace)],
        vec![(CONTROL, Key::Backspace)],
        vec![(NONE, Key::Backspace)],
        vec![(NONE, Key::Home), (CONTROL, Key::Delete)],
        vec![(CTRL, Key::A), (NONE, Key::Delete)],
    ];
    prop_oneof![
        6 => Just(Writing::Word),
        3 => press(NONE, plain.to_vec()),
        3 => press(CTRL, commands.to_vec()),
        2 => press(Modifiers::CTRL, vec![Key::Tab]),
        4 => prop::sample::select(WAYS.to_vec()).prop_map(Writing::Clicks),
        2 => prop::sample::select(erases).prop_map(Writing::Erases),
        1 => Just(Writing::Replaces),
    ]
}

/// The field of those on the disk that has the keyboard: its name, and what is in it.
fn written_in(therapist: &Therapist) -> Option<(String, String)> {
    let (name, text) = therapist.writes_in()?;
    // Within a session the code is the session's; on Begin it waits in the form. A session in which nothing was written
    // leaves no file.
    let is_of_session = || therapist.hears("Notes") && !therapist.reads("Notes").trim().is_empty();
    let is_kept = ON_DISK.contains(&name.as_str()) || (name == "Client code" && is_of_session());
    is_kept.then_some((name, text))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whatever else is pressed: a word that was typed into a field is on the disk, unless its owner took it away; and
    /// undo brings back what was taken away.
    #[test]
    fn every_word_that_was_typed_is_kept_or_was_taken_away(writings in prop::collection::vec(writing(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let mut therapist = Therapist::at(folder.path());
        therapist.begins("K-07");
        let mut words = Vec::new();
        for (number, writing) in writings.into_iter().enumerate() {
            let before = written_in(&therapist);
            match writing {
                Writing::Word => {
                    let word = format!("w{number}x ");
                    therapist.types(&word);
                    if let (Some((name, text)), true) = (written_in(&therapist), before.is_some()) {
                        prop_assert!(text.contains(word.trim()), "{word:?} is not in {name}: {text:?}");
                        words.push(word.trim().to_owned());
                    }
                }
                Writing::Presses(modifiers, key) => {
                    therapist.presses(modifiers, key);
                }
                Writing::Clicks(name) => {
                    therapist.clicks_if_there(name);
                    if therapist.writes_in().is_some() {
                        // What is typed within a word would make another word of it.
                        therapist.presses(NONE, Key::End);
                    }
                }
                Writing::Erases(_) | Writing::Replaces if before.is_none() => {}
                Writing::Erases(keys) => {
                    for (modifiers, key) in keys {
                        therapist.presses(modifiers, key);
                    }
                    if written_in(&therapist) != before {
                        therapist.presses(CTRL, Key::Z);
                        prop_assert_eq!(written_in(&therapist), before, "undo brings it back");
                    }
                }
                Writing::Replaces => {
                    therapist.presses(CTRL, Key::A).types("y").presses(CTRL, Key::Z);
                    if written_in(&therapist).is_some_and(|now| now.1.is_empty()) {
                        therapist.presses(CTRL, Key::Z);
                    }
                    prop_assert_eq!(written_in(&therapist), before, "undo brings it back");
                }
            }
        }
        therapist.leaves();
        for word in words {
            prop_assert!(holds_text(folder.path(), &word), "{word:?} is in no file");
        }
    }
}
