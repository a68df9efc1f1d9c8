//! What is typed in slow frames, and what a frame costs: whatever the window takes to be drawn, no key is lost, and none meets
//! another window than it was meant for.

use egui::{Key, Modifiers};

use crate::sealing::{WORDS, sealed, unlocks};
use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn words_erased_in_one_slow_frame_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").at_once(&[(CTRL | Modifiers::CTRL, "kept", Some(Key::Backspace))]);
    assert_eq!(therapist.reads("Notes"), "");
    therapist.presses(CTRL, Key::Z);
    assert_eq!(therapist.reads("Notes"), "kept");
}

#[test]
fn a_letter_is_drawn_once_and_what_is_typed_while_nothing_is_drawn_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the ").looks();
    let is_drawn_again =
        [(Key::P, "p"), (Key::O, "o"), (Key::N, "n")].map(|(key, letter)| therapist.types_letter(key, letter));
    assert_eq!(is_drawn_again, [false; 3]);
    let enter = Some(Key::Enter);
    therapist.types_hidden(&[("d and", None), (" the river", enter), ("aa", enter), ("bb", None), ("cc", enter)]);
    therapist.types_hidden(&[("dd", None), ("ee", None)]).leaves();
    assert_eq!(texts(&sessions(folder.path())[0]), ["the pond and the river", "aa", "bbcc", "ddee"]);
}

#[test]
fn what_is_typed_in_slow_frames_lands_where_it_was_meant_and_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    let (down, enter) = (Some(Key::PageDown), Some(Key::Enter));
    therapist.in_slow_frames(&[
        &[(NONE, "K-0", None), (NONE, "7", enter), (NONE, "a", down), (NONE, "b", down)],
        &[(NONE, "c", None)],
    ]);
    assert_eq!(therapist.reads("Notes"), "abc");
    let palette = (CTRL | Modifiers::SHIFT, "d", Some(Key::P));
    therapist.at_once(&[palette, (NONE, "save", enter), (NONE, "e", None)]);
    assert_eq!(therapist.reads("Notes"), "abcde", "also right after something was open over it");
    therapist.leaves();
    let session = &sessions(folder.path())[0];
    assert_eq!((&session["clients"][0], texts(session)), (&"K-07".into(), vec!["abcde"]));
}

#[test]
fn what_is_composed_when_the_notes_go_is_written_once_as_it_was() {
    let leaves: [fn(&mut Therapist) -> &mut Therapist; 7] = [
        |therapist| therapist.presses(CTRL, Key::E).presses(NONE, Key::Tab),
        |therapist| therapist.presses(Modifiers::CTRL, Key::Tab),
        |therapist| therapist.presses(CTRL, Key::N),
        |therapist| therapist.presses(CTRL, Key::F),
        |therapist| therapist.clicks("Hide the screen"),
        |therapist| therapist.clicks_at("Notes", egui::vec2(0.5, 0.01)),
        |therapist| therapist,
    ];
    for (number, leave) in leaves.into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let mut therapist = Therapist::at(folder.path());
        therapist.begins("K-07").types("a ").composes("ni hao");
        leave(&mut therapist);
        therapist.leaves();
        assert_eq!(texts(&sessions(folder.path())[0]), ["a ni hao"], "{number}");
    }
}

#[test]
fn what_is_composed_as_the_notes_are_locked_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.presses(CTRL, Key::N).begins("M-12").types("a ").composes("ni hao");
    therapist.presses(CTRL | Modifiers::SHIFT, Key::L);
    unlocks(&mut therapist, WORDS);
    therapist.until("the session is open again", |therapist| therapist.hears("Notes"));
    assert_eq!(therapist.reads("Notes"), "a ni hao");
}
