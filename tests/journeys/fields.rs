//! Every text field that holds somebody's words, one after the other: nothing that was typed into it goes away by
//! itself, undo brings back what was taken away, and never what belongs elsewhere.

use std::path::Path;

use egui::{Key, Modifiers};
use holdspace::storage::files::Files;

use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
/// What the keyboard sends: the test's own command key is no Control to the toolkit.
const CONTROL: Modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND };

/// A field: its name on the screen, and the way there from the start.
struct Field {
    name: &'static str,
    way: fn(&mut Therapist),
}

/// A session of K-07 that was ended.
fn held(therapist: &mut Therapist) {
    therapist.begins("K-07").types("her mother").presses(CTRL, Key::E).clicks("End session");
}

fn closing(therapist: &mut Therapist) {
    therapist.begins("K-07").types("her mother").presses(CTRL, Key::E);
}

fn held_earlier(therapist: &mut Therapist) {
    therapist.clicks("It was held earlier…");
}

fn prompts(therapist: &mut Therapist) {
    therapist.goes_to("Prompts");
}

/// Every field that holds words.
fn fields() -> Vec<Field> {
    let field = |name, way| Field { name, way };
    vec![
        field("Client code", |_| {}),
        field("Notes", |therapist| {
            therapist.begins("K-07");
        }),
        field("Add a line for next time", closing),
        field("How it was, in the client’s words", closing),
        field("What I noticed in myself", closing),
        field("For the chart", closing),
        field("New addendum", |therapist| {
            held(therapist);
            therapist.goes_to("Review").clicks("Finalize…").clicks("Finalize");
            therapist.until("it is finalized", |therapist| therapist.hears("Add addendum")).clicks("Add addendum");
        }),
        field("Client code", |therapist| {
            therapist.begins("K-07").presses(CTRL, Key::I);
        }),
        field("Date of dosing", |_| {}),
        field("Day of the session", held_earlier),
        field("Began at", held_earlier),
        field("Ended at", held_earlier),
        field("Date of dosing", |therapist| {
            therapist.begins("K-07").presses(CTRL, Key::I);
        }),
        field("Day of the session", closing),
        field("Began at", closing),
        field("Ended at", closing),
        field("New name", |therapist| {
            held(therapist);
            therapist.goes_to("Review").commands("Clients and themes").clicks("Rename K-07…");
        }),
        field("Name of the set", |therapist| {
            prompts(therapist);
            therapist.commands("Rename this prompt set");
        }),
        field("Name of the section", |therapist| {
            prompts(therapist);
            therapist.clicks("Section Opening");
        }),
        field("Title", prompts),
        field("Guidance", prompts),
        field("Example wording, one per line", prompts),
        field("Only if", prompts),
        field("File", |therapist| {
            prompts(therapist);
            therapist.commands("Import a prompt set");
        }),
        field("Support card", |therapist| {
            therapist.presses(CTRL, Key::Comma);
        }),
    ]
}

/// What hands do, by name.
type Named = (&'static str, fn(&mut Therapist));

/// The veil is drawn as another window comes to the front.
fn veils_on_leaving(folder: &Path) {
    let settings = r#"{ "format": "holdspace-settings", "version": 1, "veils_on_leaving": true }"#;
    std::fs::create_dir(folder.join("config")).unwrap();
    Files::default().put(&folder.join("config/settings.json"), settings.as_bytes()).unwrap();
}

/// Opens each field in an app of its own.
fn for_each_field(mut check: impl FnMut(&mut Therapist, &'static str)) {
    for Field { name, way } in fields() {
        let folder = tempfile::tempdir().unwrap();
        veils_on_leaving(folder.path());
        let mut therapist = Therapist::at(folder.path());
        way(&mut therapist);
        check(&mut therapist, name);
    }
}

#[test]
fn what_is_taken_away_right_after_it_was_typed_comes_back_in_every_field() {
    for_each_field(|therapist, name| {
        let to_start = [(Modifiers::SHIFT, Key::Home), (NONE, Key::Backspace)];
        for keys in [&to_start[..], &[(CONTROL, Key::Backspace)], &[(CTRL, Key::A), (NONE, Key::Delete)]] {
            therapist.rewrites(name, "a quiet river");
            for (modifiers, key) in keys {
                therapist.presses(*modifiers, *key);
            }
            assert_ne!(therapist.reads(name), "a quiet river", "{name}, after {keys:?}");
            therapist.presses(CTRL, Key::Z);
            assert_eq!(therapist.reads(name), "a quiet river", "{name}, after {keys:?}");
        }
    });
}

#[test]
fn every_field_of_several_lines_is_a_page() {
    let several = [
        "Notes",
        "How it was, in the client’s words",
        "What I noticed in myself",
        "For the chart",
        "New addendum",
        "Guidance",
        "Example wording, one per line",
        "Support card",
    ];
    let mut seen = 0;
    for_each_field(|therapist, name| {
        if !several.contains(&name) {
            return;
        }
        seen += 1;
        therapist.rewrites(name, "a cafe\u{301}").presses(NONE, Key::Backspace);
        assert_eq!(therapist.reads(name), "a caf", "{name}: what is seen as one character goes as one");
        therapist.rewrites(name, "one").presses(NONE, Key::Enter).types("two").presses(NONE, Key::ArrowUp).types("X");
        assert_eq!(therapist.reads(name), "oneX\ntwo", "{name}: the arrows are its caret's");
        therapist.rewrites(name, "one two").presses(CONTROL | Modifiers::SHIFT, Key::ArrowLeft);
        therapist.presses(NONE, Key::Menu).clicks("Cut");
        assert_eq!(therapist.reads(name), "one ", "{name}: its menu cuts what is chosen");
        therapist.presses(Modifiers::SHIFT, Key::F10).clicks("Undo");
        assert_eq!(therapist.reads(name), "one two", "{name}: its menu takes it back");
    });
    assert_eq!(seen, several.len());
}

#[test]
fn what_is_taken_away_but_for_a_space_comes_back() {
    for_each_field(|therapist, name| {
        therapist.rewrites(name, "river ").presses(NONE, Key::Home).presses(CONTROL, Key::Delete);
        let taken_away = therapist.reads(name) != "river ";
        therapist.presses(CTRL, Key::Z);
        assert!(!taken_away || therapist.reads(name) == "river ", "{name}: {:?}", therapist.reads(name));
    });
}

#[test]
fn the_keyboard_is_where_it_was_once_what_opened_over_it_is_closed() {
    for_each_field(|therapist, name| {
        therapist.rewrites(name, "a");
        let is_over_all = name == "Support card";
        let disturbances: [Named; 4] = [
            ("the keys", |therapist| {
                therapist.presses(NONE, Key::F1).presses(NONE, Key::Escape);
            }),
            ("the palette", |therapist| {
                therapist.presses(CTRL | Modifiers::SHIFT, Key::P).types("set").presses(NONE, Key::Escape);
            }),
            ("another window", |therapist| {
                therapist.looks_around().presses(NONE, Key::Escape);
            }),
            ("other screens", |therapist| {
                for _ in 0..3 {
                    therapist.presses(Modifiers::CTRL, Key::Tab);
                }
            }),
        ];
        let mut typed = "a".to_owned();
        for (what, disturb) in disturbances.into_iter().filter(|_| !is_over_all) {
            disturb(therapist);
            therapist.types("b");
            typed.push('b');
            assert_eq!(therapist.reads(name), typed, "{name}, after {what}");
        }
    });
}

#[test]
fn the_code_that_was_typed_on_begin_is_the_one_that_the_session_begins_with() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.types("K").presses(NONE, Key::F1).clicks("Close").types("-").presses(CTRL, Key::Comma);
    therapist.clicks("Close").types("0").presses(NONE, Key::Escape).presses(NONE, Key::Escape).types("7");
    therapist.goes_to("Review").goes_to("Session").presses(CTRL, Key::N).presses(NONE, Key::Enter);
    assert!(therapist.hears("Notes"));
    therapist.types("her mother").leaves();
    assert_eq!(crate::therapist::sessions(folder.path())[0]["clients"][0], "K-07");
}

#[test]
fn the_line_that_is_added_at_closing_is_kept_without_enter() {
    let ways: [Named; 6] = [
        ("the end", |therapist| {
            therapist.clicks("End session");
        }),
        ("Ctrl+N", |therapist| {
            therapist.presses(CTRL, Key::N);
        }),
        ("the window", |_| {}),
        ("back", |therapist| {
            therapist.clicks("Back to the notes");
        }),
        ("another screen", |therapist| {
            therapist.goes_to("Review");
        }),
        ("the veil", |therapist| {
            therapist.looks_around();
        }),
    ];
    for (what, way) in ways {
        let folder = tempfile::tempdir().unwrap();
        veils_on_leaving(folder.path());
        let mut therapist = Therapist::at(folder.path());
        therapist.begins("K-07").types("one").presses(CTRL, Key::E).types("walk by the river");
        assert_eq!(therapist.reads("Add a line for next time"), "walk by the river");
        way(&mut therapist);
        therapist.leaves();
        let written = crate::therapist::sessions(folder.path());
        assert_eq!(crate::therapist::texts(&written[0]), ["one", "walk by the river"], "after {what}");
        assert_eq!(written[0]["lines"][1]["keep"], "thread");
    }
}

#[test]
fn the_line_that_is_being_added_is_kept_as_the_kind_that_is_chosen_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").presses(CTRL, Key::E).types("walk by").sees_it_saved();
    assert_eq!(therapist.sessions()[0]["lines"][1]["keep"], "thread");
    therapist.opens("Kept for next time as").clicks("Self-care").types(" the river").sees_it_saved();
    let written = therapist.sessions();
    assert_eq!(crate::therapist::texts(&written[0]), ["one", "walk by the river"]);
    assert_eq!(written[0]["lines"][1]["keep"], "self-care");
    therapist.clicks("Back to the notes").types("after it").presses(CTRL, Key::E);
    assert_eq!(therapist.reads("Add a line for next time"), "walk by the river", "it can be finished");
    therapist.clicks("Add a line for next time").presses(NONE, Key::Enter).types("call Ana").leaves();
    let written = crate::therapist::sessions(folder.path());
    assert_eq!(crate::therapist::texts(&written[0]), ["one", "walk by the river", "after it", "call Ana"]);
}

#[test]
fn the_line_that_is_being_added_is_in_its_field_alone_and_on_the_clients_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").presses(CTRL, Key::E).opens("Kept for next time as").clicks("Self-care");
    therapist.types("a walk");
    assert!(!therapist.hears_part("Let go: "), "it is not listed before it is finished");
    therapist.clicks("Turn the screen to the client");
    assert!(therapist.hears("Caring for yourself") && therapist.hears("For the client: a walk"));
    therapist.clicks("Done").clicks("Add a line for next time").presses(NONE, Key::Enter);
    assert!(therapist.hears("Let go: a walk"));
}

#[test]
fn the_kind_of_the_added_line_is_chosen_by_keys_too_and_the_list_closes() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").presses(CTRL, Key::E).types("walk by");
    therapist.presses(Modifiers::SHIFT, Key::Tab).presses(NONE, Key::Space).rests();
    assert!(therapist.sees("Goal"));
    therapist.presses(NONE, Key::ArrowDown).presses(NONE, Key::Enter).rests();
    assert!(!therapist.sees("Goal"));
    therapist.types(" the river").sees_it_saved();
    let written = therapist.sessions();
    assert_eq!(crate::therapist::texts(&written[0]), ["one", "walk by the river"]);
    assert_eq!(written[0]["lines"][1]["keep"], "self-care");
}

#[test]
fn undo_brings_no_other_clients_name_into_a_renaming() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for client in ["K-07", "B-02"] {
        therapist.waits(60).begins(client).types("words").presses(CTRL, Key::E).clicks("End session");
    }
    therapist.goes_to("Review").commands("Clients and themes").clicks_part("K-07, last").clicks("Rename K-07…");
    therapist.rewrites("New name", "K-77").rests().clicks("Cancel");
    therapist.clicks_part("B-02, last").clicks("Rename B-02…").rests();
    for _ in 0..6 {
        therapist.presses(CTRL, Key::Z);
        assert_eq!(therapist.reads("New name"), "B-02");
    }
    therapist.clicks("Cancel").clicks_part("K-07, last").clicks("Rename K-07…");
    therapist.presses_often(CTRL, Key::Z, 6);
    assert_eq!(therapist.reads("New name"), "K-07", "what was left is not undone to");
}

#[test]
fn a_renaming_that_is_half_typed_stays_until_its_owner_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for client in ["K-07", "B-02"] {
        therapist.waits(60).begins(client).types("words").presses(CTRL, Key::E).clicks("End session");
    }
    therapist.goes_to("Review").commands("Clients and themes").clicks_part("K-07, last").clicks("Rename K-07…");
    therapist.rewrites("New name", "K-77").clicks_part("B-02, last");
    assert_eq!(therapist.reads("New name"), "K-77", "a click beside it drops nothing");
    therapist.clicks("Rename B-02…");
    assert_eq!(therapist.reads("New name"), "B-02");
    therapist.rewrites("New name", "B-22").commands("Clients and themes").commands("Clients and themes");
    therapist.clicks_part("K-07, last").clicks("Rename K-07…");
    assert_eq!(therapist.reads("New name"), "K-77");
    therapist.clicks("Cancel").clicks("Rename K-07…");
    assert_eq!(therapist.reads("New name"), "K-07");
    therapist.clicks_part("B-02, last").clicks("Rename B-02…");
    assert_eq!(therapist.reads("New name"), "B-22");
}

#[test]
fn a_path_that_is_half_typed_stays_when_its_form_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").commands("Import a prompt set").rewrites("File", "/tmp/a");
    therapist.clicks("Section Opening").commands("Import a prompt set");
    assert_eq!(therapist.reads("File"), "/tmp/a");
}

#[test]
fn a_click_beside_the_passphrase_that_is_typed_leaves_it_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.commands("sealing").clicks("Seal the notes…").types("a quiet river").clicks_beside();
    assert!(therapist.hears("New passphrase"));
    therapist.clicks("Back").clicks_beside();
    assert!(!therapist.hears("Seal the notes…"), "with nothing typed a click beside it closes it");
}

#[test]
fn what_is_composed_in_the_notes_is_not_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07");
    for composed in ["n", "ni", "nin"] {
        assert!(therapist.composes(composed), "what the system composes is cut off at {composed}");
    }
}
