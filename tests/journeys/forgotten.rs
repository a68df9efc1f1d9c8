//! Locking drops every word of the clients': wherever one was typed, nothing that the app or its toolkit holds has it
//! afterwards. The app is written out whole, so that a field that is added later is looked into without being named.

use egui::{Key, Modifiers};

use crate::sealing::{CLIENT, CTRL_SHIFT, MARK, WORDS, sealed, unlocks};
use crate::therapist::Therapist;

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

const MARKED: &str = "quietmarkedword";

/// Everything that the app holds, and what its toolkit remembers.
fn all_of(therapist: &Therapist) -> String {
    let window = therapist.window();
    let memory = window.ctx.memory(|memory| format!("{memory:?}"));
    format!("{:?} {memory}", window.state())
}

type Place = (&'static str, fn(&mut Therapist));

/// The places to type in, each on its way from an open session.
const PLACES: [Place; 13] = [
    ("the notes", |therapist| {
        therapist.types(MARKED);
    }),
    ("the notes, taken back", |therapist| {
        therapist.types(MARKED).presses(CTRL, Key::Z);
    }),
    ("the notes under the veil", |therapist| {
        therapist.presses(NONE, Key::Escape).types(MARKED);
    }),
    ("the palette", |therapist| {
        therapist.presses(CTRL_SHIFT, Key::P).types(MARKED);
    }),
    ("the jump to a prompt", |therapist| {
        therapist.presses(CTRL, Key::J).types(MARKED);
    }),
    ("the code of the session", |therapist| {
        therapist.presses(CTRL, Key::I).rewrites("Client code", MARKED);
    }),
    ("the date of dosing", |therapist| {
        therapist.presses(CTRL, Key::I).rewrites("Date of dosing", MARKED);
    }),
    ("the line that is added", |therapist| {
        therapist.presses(CTRL, Key::E).types(MARKED);
    }),
    ("a field of closing", |therapist| {
        therapist.presses(CTRL, Key::E).rewrites("How it was, in the client’s words", MARKED);
    }),
    ("the beginning", |therapist| {
        therapist.presses(CTRL, Key::E).rewrites("Began at", MARKED);
    }),
    ("Begin", |therapist| {
        therapist.presses(CTRL, Key::N).types(MARKED);
    }),
    ("the search", |therapist| {
        therapist.searches_every_note().types(MARKED);
    }),
    ("a new name", |therapist| {
        therapist.presses(CTRL, Key::N).goes_to("Review").commands("Clients and themes").clicks_part("K-31, last");
        therapist.clicks("Rename K-31…").rewrites("New name", MARKED);
    }),
];

#[test]
fn locking_leaves_no_word_in_the_app_wherever_it_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    let of_client = all_of(&therapist);
    assert!(of_client.contains(CLIENT) && of_client.contains(MARK), "it would be found");
    for (place, goes_there) in PLACES {
        therapist.presses(CTRL, Key::N).rewrites("Client code", "K-31").presses(NONE, Key::Enter);
        goes_there(&mut therapist);
        therapist.rests();
        assert!(all_of(&therapist).contains(MARKED), "it would be found: {place}");
        // The keys of whatever is open go to it: the computer locks.
        therapist.locks_the_computer().rests();
        therapist.until("it is locked", |therapist| therapist.hears("The notes are locked"));
        let left = all_of(&therapist);
        for word in [MARKED, CLIENT, "K-31", MARK] {
            let around = left.find(word).map(|at| left[at.saturating_sub(300)..].chars().take(340).collect::<String>());
            assert_eq!(around, None, "{word} is left of {place}");
        }
        unlocks(&mut therapist, WORDS);
        therapist.until("all is read", |therapist| !therapist.is_loading());
        // Whatever came back with the session is closed, down to the veil.
        therapist.presses(NONE, Key::Escape).rests();
        if !therapist.shows("Session") {
            therapist.presses(NONE, Key::Escape);
        }
        therapist.goes_to("Session");
    }
    therapist.leaves();
}
