//! Begin while one types: nothing on it moves, whatever comes and goes.

use std::collections::BTreeMap;
use std::path::Path;

use egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::NodeT;

use crate::therapist::Therapist;

/// Codes that complete what is typed.
const CODES: [&str; 4] = ["K-07", "K-012", "KLM-3", "M-12"];

/// Past sessions of clients with these codes, and one that was not ended.
fn after_sessions(folder: &Path) -> Therapist {
    let mut therapist = Therapist::at(folder);
    for client in CODES {
        therapist.begins(client).types("the letter").presses(Modifiers::COMMAND, Key::L);
        therapist.presses(Modifiers::COMMAND, Key::E).presses(Modifiers::COMMAND, Key::Enter).waits(3600);
    }
    therapist.begins("R-03").types("not ended").presses(Modifiers::COMMAND, Key::N).waits(24 * 3600);
    therapist
}

/// Where everything is that has a name, but for the codes that complete what is typed: there are ever fewer of them.
fn places(therapist: &Therapist) -> BTreeMap<String, Rect> {
    let nodes = therapist.window().root().children_recursive();
    let placed = nodes.filter(|node| node.accesskit_node().bounding_box().is_some());
    let named = placed.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    named.filter(|(name, _)| !CODES.contains(&name.as_str())).collect()
}

/// Types character by character, and takes it back: what is there before and after each is where it was.
fn nothing_moves(therapist: &mut Therapist, field: &str, words: &[&str]) {
    for typed in words {
        therapist.rewrites(field, "");
        let mut before = places(therapist);
        for character in typed.chars() {
            therapist.types(&character.to_string());
            let now = places(therapist);
            for (name, place) in &now {
                let moved = before.get(name).filter(|was| (was.min - place.min).length() > 0.5);
                assert!(moved.is_none(), "“{name}” moved from {moved:?} to {place:?} at “{typed}”");
            }
            before = now;
        }
    }
    therapist.rewrites(field, "");
}

#[test]
fn nothing_on_begin_moves_when_one_types() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = after_sessions(folder.path());
    for (width, height) in [(720.0, 480.0), (1280.0, 800.0)] {
        therapist.window.as_mut().unwrap().set_size(vec2(width, height));
        therapist.looks();
        nothing_moves(&mut therapist, "Client code", &["K-07", "klm-3x", "John Smith", "M-1", "zz"]);
        nothing_moves(&mut therapist, "Date of dosing", &["20 Nov", "30 Feb", "2026-11-20", "soon", "tomorrowx"]);
    }
    therapist.clicks("It was held earlier…");
    nothing_moves(&mut therapist, "Day of the session", &["20 Nov", "x"]);
    nothing_moves(&mut therapist, "Began at", &["14:02", "25"]);
    therapist.rewrites("Day of the session", "20 Nov").rewrites("Began at", "14:02");
    nothing_moves(&mut therapist, "Ended at", &["13:00", "14:50", "21 Nov 0:20"]);
    therapist.leaves();
}
