//! What runs from one session with a client to the next: what is kept, themes, and the names of both.

use std::sync::Arc;

use egui::{Key, Modifiers};
use holdspace::domain::library::renaming::Renaming;
use holdspace::storage::files::Files;
use holdspace::storage::format;

use crate::gate::GatedDisk;
use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// Ends the session that is open; the next one is some days later.
fn ends_it(therapist: &mut Therapist) {
    therapist.presses(CTRL, Key::E).clicks("End session").waits(7 * 24 * 3600);
}

#[test]
fn a_thread_is_offered_until_it_is_resolved_and_the_timeline_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter #mother").presses(CTRL, Key::L);
    ends_it(&mut therapist);

    therapist.types("K-07");
    assert!(therapist.hears("the letter #mother"), "Begin shows what is kept");
    therapist.presses(NONE, Key::Enter).types("a river #water").presses(CTRL, Key::E);
    assert!(therapist.hears("since 23 Nov"));
    therapist.clicks("Keep open: the letter #mother").clicks("End session").waits(7 * 24 * 3600);

    therapist.begins("k-07").presses(CTRL, Key::E);
    assert!(therapist.hears("since 23 Nov · came up 30 Nov"));
    therapist.clicks("Resolved: the letter #mother").clicks("End session").waits(7 * 24 * 3600);

    therapist.types("K-07");
    assert!(!therapist.hears("the letter #mother") && therapist.hears("Nothing was kept for next time."));
    therapist.presses(NONE, Key::Enter).presses(CTRL, Key::E);
    assert!(!therapist.hears("the letter #mother"));

    therapist
        .searches_every_note()
        .until("the timeline is there", |therapist| therapist.hears("Timeline, 4 sessions. The table says the same."));
    assert!(therapist.hears("Nothing is open."));
    therapist.clicks("water: every line with #water");
    assert!(therapist.hears_part("a river ") && !therapist.hears("Nothing is open."), "the page of the theme");
    therapist.presses(NONE, Key::Escape);
    therapist.commands("timeline as");
    for words in ["Session", "After dosing", "23 Nov", "mother", "the letter #mother (resolved)", "water"] {
        assert!(therapist.hears(words), "{words}");
    }
}

#[test]
fn what_a_line_is_kept_as_is_changed_with_one_key_and_back_by_undo() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("a walk each morning").presses(CTRL, Key::G);
    assert!(therapist.hears_part("Kept for next time as a thread"), "first as its prompt suggests");
    therapist.presses(CTRL, Key::G);
    assert!(therapist.hears_part("Kept for next time as self-care"));
    therapist.presses(CTRL, Key::G).waits(5).presses(CTRL, Key::G);
    assert!(therapist.hears_part("Kept for next time as a goal"));
    therapist.waits(5).presses(CTRL, Key::G);
    assert!(therapist.hears_part("Kept for next time as a thread"));
    therapist.presses_often(CTRL, Key::Z, 2).sees_it_saved();
    assert_eq!(sessions(folder.path())[0]["lines"][0]["keep"], "support");
    therapist.presses(CTRL, Key::L).types(" at noon");
    assert!(therapist.hears_part("Enter for the next line"));
}

#[test]
fn themes_complete_from_this_client_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("M-12").types("#watching #grief");
    ends_it(&mut therapist);
    therapist.begins("K-07").types("#water");
    ends_it(&mut therapist);
    therapist.begins("K-07").types("#wat");
    assert!(therapist.hears("Tab completes “water”"));
    therapist.presses(NONE, Key::Tab).types(" #gr");
    assert!(!therapist.hears_part("Tab completes"), "another client's theme");
    assert_eq!(therapist.reads("Notes"), "#water #gr");
}

#[test]
fn a_code_is_renamed_in_every_session_also_in_the_one_that_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for client in ["K-07", "M-12", "K-07"] {
        therapist.begins(client).types("words");
        ends_it(&mut therapist);
    }
    therapist.begins("K-07").types("and more").searches_every_note().commands("clients and themes");
    assert!(therapist.hears("K-07, last 14 Dec, 3 sessions"), "the newest first, each with their last session");
    therapist.clicks("Rename K-07…").rewrites("New name", "R-03").presses(NONE, Key::Enter);
    therapist.until("it is done", |therapist| therapist.hears("K-07 is now R-03 in 2 sessions."));
    assert!(therapist.hears("R-03, last 14 Dec, 3 sessions") && !therapist.hears_part("K-07, last"));
    therapist.goes_to("Session").types(", still").sees_it_saved();
    therapist.leaves();
    let written = sessions(folder.path());
    let clients: Vec<&str> = written.iter().map(|session| session["clients"][0].as_str().unwrap()).collect();
    assert_eq!(clients, ["R-03", "M-12", "R-03", "R-03"]);
    assert_eq!(texts(&written[3]), ["and more, still"]);
}

/// The app died in the middle of a renaming, and goes on with it while a session is held.
#[test]
fn a_session_that_is_opened_while_codes_are_renamed_takes_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("before").waits(3600);
    therapist.presses(CTRL, Key::N).begins("K-07").types("later");
    ends_it(&mut therapist);
    therapist.leaves();
    let renaming = format::write_renaming(&Renaming::of_client("K-07", "R-03").unwrap());
    let underway = folder.path().join("data/renaming");
    Files::default().create_one_folder(&underway).unwrap();
    Files::default().put(&underway.join("renaming.json"), &renaming).unwrap();

    // Both are read; then the newer one waits at the gate to be renamed.
    let disk = GatedDisk::letting(2);
    let mut therapist = Therapist::arriving(folder.path(), Files::on(Arc::new(disk.clone())));
    therapist.until("all are read", |therapist| !therapist.is_loading());
    therapist.presses(CTRL, Key::O).types(" and on");
    assert!(therapist.hears_part("K-07 · "));
    disk.open_gate();
    therapist.until("the open one is renamed", |therapist| therapist.hears_part("R-03 · ")).types(", still");
    therapist.leaves();
    let written = sessions(folder.path());
    assert_eq!((&written[0]["clients"][0], &written[1]["clients"][0]), (&"R-03".into(), &"R-03".into()));
    assert_eq!(texts(&written[0]), ["before and on, still"]);
    assert!(!folder.path().join("data/renaming/renaming.json").exists());
}

#[test]
fn two_clients_become_one_only_by_the_button() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for client in ["K-07", "M-12"] {
        therapist.begins(client).types("words");
        ends_it(&mut therapist);
    }
    therapist.searches_every_note().commands("clients and themes").clicks("Rename M-12…");
    therapist.rewrites("New name", "k-07");
    assert!(therapist.hears_part("This code is already in use."));
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.hears("Merge"), "Enter alone does not");
    therapist.clicks("Merge").until("it is done", |therapist| therapist.hears_part("is now k-07"));
    therapist.leaves();
    let written = sessions(folder.path());
    assert_eq!((&written[0]["clients"][0], &written[1]["clients"][0]), (&"K-07".into(), &"k-07".into()));
}

#[test]
fn a_theme_is_renamed_for_one_client_and_two_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for (client, words) in [("M-12", "#river"), ("K-07", "by the #river"), ("K-07", "#water and #river")] {
        therapist.begins(client).types(words);
        ends_it(&mut therapist);
    }
    therapist.searches_every_note().commands("clients and themes").clicks("#river, 2 sessions");
    therapist.rewrites("New name", "water");
    assert!(therapist.hears_part("This theme already exists."));
    therapist.clicks("Merge").until("it is done", |therapist| therapist.hears("#water, 2 sessions"));
    assert!(!therapist.hears_part("#river, "));
    therapist.presses(NONE, Key::Escape).leaves();
    let written = sessions(folder.path());
    assert_eq!(texts(&written[0]), ["#river"]);
    assert_eq!(texts(&written[1]), ["by the #water"]);
    assert_eq!(texts(&written[2]), ["#water and #water"]);
    assert!(folder.path().join("data/history").join(written[1]["id"].as_str().unwrap()).is_dir());
}

#[test]
fn a_line_kept_for_next_time_that_is_cut_and_pasted_keeps_its_mark_its_minute_and_its_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one\nthe letter").presses(CTRL, Key::L).sees_it_saved();
    let before = therapist.sessions()[0]["lines"][1].clone();
    // Chosen backwards, and then forwards.
    therapist.presses(Modifiers::SHIFT, Key::Home).cuts().pastes("the letter");
    therapist.presses(NONE, Key::Home).presses(Modifiers::SHIFT, Key::End).cuts().presses(NONE, Key::PageDown);
    therapist.waits(300).types("two\n").pastes("the letter").leaves();
    let written = sessions(folder.path());
    assert_eq!(texts(&written[0]), ["one", "two", "the letter"]);
    let after = &written[0]["lines"][2];
    for field in ["id", "at", "prompt", "keep"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert!(written[0]["lines"][1]["keep"].is_null());
    assert_eq!(written[0]["lines"][1]["at"], "2026-11-23T14:07:11-05:00");
}

#[test]
fn the_words_for_the_client_are_there_in_the_next_session_too_and_the_line_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").presses(CTRL, Key::Num5).types("Sister Ana").presses(CTRL, Key::L).presses(CTRL, Key::E);
    therapist.clicks("Turn the screen to the client").rewrites("For the client: Sister Ana", "Ana, on Sundays");
    therapist.presses(NONE, Key::Enter).types("lost").presses(NONE, Key::Escape);
    assert!(!therapist.sees("Ana"), "it is hidden");
    therapist.presses(NONE, Key::Escape).clicks("Done");
    ends_it(&mut therapist);
    therapist.sees_it_saved();
    let written = &sessions(folder.path())[0];
    assert_eq!((texts(written)[0], &written["client_wording"][0]["text"]), ("Sister Ana", &"Ana, on Sundays".into()));

    therapist.waits(24 * 3600).begins("K-07").types("x").presses(CTRL, Key::E).clicks("Turn the screen to the client");
    assert_eq!(therapist.reads("For the client: Sister Ana"), "Ana, on Sundays");
    therapist.rewrites("For the client: Sister Ana", "Your sister").clicks("Done");
    ends_it(&mut therapist);
    therapist.sees_it_saved();
    let written = &sessions(folder.path())[1];
    assert_eq!(written["client_wording"][0]["from"], sessions(folder.path())[0]["id"]);
    therapist.leaves();
}
