//! The eight things that are done while a session runs, counted by keys and by clicks; the README has the figures.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use holdspace::guidelines::integration_session;

use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A therapist whose keys and clicks are counted. A key that is held with another one is one.
struct Counted {
    therapist: Therapist,
    keys: usize,
    clicks: usize,
}

impl Counted {
    fn at(folder: &std::path::Path) -> Self {
        Self { therapist: Therapist::at(folder), keys: 0, clicks: 0 }
    }

    fn types(&mut self, words: &str) -> &mut Self {
        self.keys += words.chars().count();
        self.therapist.types(words);
        self
    }

    fn presses(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.keys += 1;
        self.therapist.presses(modifiers, key);
        self
    }

    /// Clicks with the pointer, where it is on the screen.
    fn clicks(&mut self, name: &str) -> &mut Self {
        let place = self.therapist.window().get_by_label(name).rect();
        let window = self.therapist.window().ctx.content_rect();
        assert!(window.contains_rect(place), "{name} is not in sight");
        self.clicks += 1;
        self.therapist.clicks(name);
        self
    }

    /// The keys and the clicks since this was asked last.
    fn counted(&mut self) -> (usize, usize) {
        (std::mem::take(&mut self.keys), std::mem::take(&mut self.clicks))
    }

    /// Whether a prompt of the guideline is in view: its guidance is.
    fn sees_prompt(&self, index: usize) -> bool {
        self.therapist.hears(&integration_session().prompts[index].guidance)
    }
}

#[test]
fn by_keys_each_takes_as_many_as_the_readme_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut hands = Counted::at(folder.path());
    hands.types("K-07").presses(NONE, Key::Enter);
    assert!(hands.therapist.hears("Notes"));
    assert_eq!(hands.counted(), ("K-07".len() + 1, 0), "begin");

    hands.presses(NONE, Key::PageDown);
    assert!(hands.sees_prompt(2));
    assert_eq!(hands.counted(), (1, 0), "next prompt");

    hands.types("Her mother, not now.\n");
    assert_eq!(hands.counted(), ("Her mother, not now.".len() + 1, 0), "note a line");
    hands.presses(CTRL, Key::L);
    assert!(hands.therapist.hears_part("Kept for next time"));
    assert_eq!(hands.counted(), (1, 0), "keep it");

    hands.presses(NONE, Key::Escape);
    assert!(!hands.therapist.hears("Notes"));
    assert_eq!(hands.counted(), (1, 0), "hide");
    hands.presses(NONE, Key::Escape);
    hands.counted();

    hands.presses(NONE, Key::F8);
    assert!(hands.therapist.hears("Your support card"));
    assert_eq!(hands.counted(), (1, 0), "slow down");

    hands.presses(CTRL, Key::E).presses(CTRL, Key::Enter);
    assert!(hands.therapist.hears("Client code"));
    assert_eq!(hands.counted(), (2, 0), "close");
    hands.therapist.sees_it_saved().leaves();
    let held = &sessions(folder.path())[0];
    assert_eq!((texts(held)[0], held["lines"][0]["keep"].as_str()), ("Her mother, not now.", Some("thread")));
    assert!(!held["ended"].is_null());
}

#[test]
fn every_prompt_is_five_keys_away_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let mut hands = Counted::at(folder.path());
    hands.types("K-07").presses(NONE, Key::Enter);
    for (index, prompt) in integration_session().prompts.iter().enumerate() {
        let words = prompt.title.split(' ').map(|word| word.chars().take(3).collect::<String>().to_lowercase());
        let is_reached = |letters: String| {
            hands.counted();
            hands.presses(CTRL, Key::J).types(&letters).presses(NONE, Key::Enter);
            assert!(hands.counted().0 <= 5);
            hands.sees_prompt(index)
        };
        assert!(words.into_iter().any(is_reached), "{}", prompt.title);
    }
    hands.therapist.leaves();
}

#[test]
fn by_clicks_each_takes_two_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let mut hands = Counted::at(folder.path());
    hands.types("K-07").clicks("Begin");
    assert!(hands.therapist.hears("Notes"));
    assert_eq!(hands.counted(), ("K-07".len(), 1), "begin");

    hands.clicks("Deepening: Toward their goals");
    assert!(hands.sees_prompt(4));
    assert_eq!(hands.counted(), (0, 1), "next prompt, and any other");

    hands.types("Her mother, not now.\n").counted();
    hands.clicks("Keep for next time");
    assert!(hands.therapist.hears_part("Kept for next time"));
    assert_eq!(hands.counted(), (0, 1), "keep it");

    hands.clicks("Hide the screen");
    assert!(!hands.therapist.hears("Notes"));
    assert_eq!(hands.counted(), (0, 1), "hide");
    hands.therapist.presses(NONE, Key::Escape);

    hands.clicks("Slow down");
    assert!(hands.therapist.hears("Your support card"));
    assert_eq!(hands.counted(), (0, 1), "slow down");

    hands.types("!").counted();
    hands.clicks("Close the session").clicks("End session");
    assert!(hands.therapist.hears("Client code"));
    assert_eq!(hands.counted(), (0, 2), "close");
    hands.therapist.sees_it_saved().leaves();
    let held = &sessions(folder.path())[0];
    assert_eq!(texts(held), ["Her mother, not now.", "!"], "what is typed after a click is in the notes");
}
