//! A tour of every screen. What other journeys press at random by its name has to be found on it, or they would press
//! nothing, and find nothing, once a name is another one.

use std::collections::BTreeSet;

use egui::{Key, Modifiers};

use crate::anything;
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;

/// The names that are looked for, and those that were heard so far.
struct Tour {
    therapist: Therapist,
    missing: BTreeSet<&'static str>,
}

impl Tour {
    /// Hears what is on the screen now, and goes on.
    fn goes_on(&mut self) -> &mut Therapist {
        let therapist = &self.therapist;
        self.missing.retain(|name| !therapist.hears(name));
        &mut self.therapist
    }

    fn session(&mut self) {
        self.goes_on().begins("K-07").types("the river").presses(CTRL, Key::Comma);
        self.goes_on().clicks("Close").presses(CTRL, Key::I);
        self.goes_on().clicks("Done").presses(ALT, Key::ArrowDown).sees_it_saved().presses(CTRL, Key::N);
        self.goes_on().searches_every_note();
        self.goes_on().clicks("Resume").searches_every_note();
        self.goes_on().goes_to("Session").presses(ALT, Key::ArrowUp).presses(CTRL, Key::E);
        self.goes_on().clicks("Turn the screen to the client");
        self.goes_on().clicks("Done").clicks("End session").sees_it_saved();
    }

    fn review(&mut self) {
        self.goes_on().waits(3 * 24 * 3600).searches_every_note();
        self.goes_on().clicks("Edit").types(", still").presses(CTRL, Key::E).clicks("Done").sees_it_saved();
        self.goes_on().clicks("Earlier versions");
        self.therapist.until("they are read", |therapist| therapist.hears("Restore this version"));
        self.goes_on().presses(NONE, Key::Escape).clicks("Finalize…");
        self.goes_on().clicks("Finalize").until("it is frozen", |therapist| therapist.hears("Add addendum"));
        self.goes_on().clicks("Add addendum").types("She called.");
        self.goes_on().sees_it_saved();
    }

    fn prompts(&mut self) {
        self.therapist.goes_to("Prompts");
        self.goes_on().clicks("Move down: Follow the client");
        self.goes_on().rewrites("Title", "Mine").rewrites("Guidance", "Mine too");
        self.goes_on().clicks("Add a prompt");
        self.goes_on().clicks("Section Opening");
        self.goes_on().sees_it_saved();
    }
}

#[test]
fn every_name_that_is_pressed_at_random_is_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let missing = anything::names().collect();
    let mut tour = Tour { therapist: Therapist::at(folder.path()), missing };
    tour.session();
    tour.review();
    tour.prompts();
    assert!(tour.missing.is_empty(), "no screen has {:?}", tour.missing);
    tour.therapist.leaves();
}
