//! Dates and times as they are typed, mended and said: of dosing, and of a session that was left open, begun
//! late, or written down afterwards; and which sessions are kept at all.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::Value;

use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const DAY: i64 = 24 * 3600;
const STAYS: &str = "Not a date yet. Still Friday 20 November 2026.";

/// The sessions that can be continued, as a screen reader hears them.
fn continued(therapist: &Therapist) -> Vec<String> {
    let window = therapist.window.as_ref().unwrap();
    let buttons = window.query_all_by_label_contains("Continue ");
    buttons.filter_map(|button| button.accesskit_node().label()).collect()
}

/// What the only session on the disk says.
fn only(folder: &std::path::Path) -> Value {
    let mut sessions = sessions(folder);
    assert_eq!(sessions.len(), 1);
    sessions.remove(0)
}

#[test]
fn a_date_is_said_in_full_and_stays_until_another_one_is_understood() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.rewrites("Date of dosing", "20 Nov");
    assert!(therapist.hears("Friday 20 November 2026"));
    therapist.rewrites("Date of dosing", "30 Feb").rests();
    assert!(therapist.rect_of("Remove the date").height() < 40.0, "its words do not break beside what is said");
    therapist
        .rewrites("Date of dosing", "20 Nov")
        .rewrites("Client code", "K-07")
        .presses(NONE, Key::Enter)
        .types("words")
        .presses(CTRL, Key::I);
    assert_eq!(therapist.reads("Date of dosing"), "2026-11-20");
    for typed in ["30 Feb", "2026-02-30", "31/31/2026", "soon"] {
        therapist.rewrites("Date of dosing", typed);
        assert!(therapist.hears(STAYS), "{typed}");
    }
    therapist.presses(CTRL, Key::A).presses(NONE, Key::Delete).sees_it_saved();
    assert!(therapist.hears("Friday 20 November 2026"), "an empty field takes nothing away");
    therapist.presses(NONE, Key::Tab);
    assert_eq!(therapist.reads("Date of dosing"), "2026-11-20", "and says it again once one has left it");
    assert_eq!(only(folder.path())["dosed_on"], "2026-11-20");
    for (typed, said, kept) in [
        ("5/6/2026", "Wednesday 6 May 2026", "2026-05-06"),
        ("23.11.2026", "Monday 23 November 2026", "2026-11-23"),
        ("Fri", "Friday 20 November 2026", "2026-11-20"),
        ("2036-11-20", "Thursday 20 November 2036, in the future", "2036-11-20"),
    ] {
        therapist.rewrites("Date of dosing", typed).sees_it_saved();
        assert!(therapist.hears(said), "{typed}");
        therapist.until("it is on the disk", |_| only(folder.path())["dosed_on"] == kept);
    }
    therapist.clicks("Remove the date").sees_it_saved();
    therapist.until("it is off the disk", |_| only(folder.path()).get("dosed_on").is_none());
}

#[test]
fn what_was_no_date_at_begin_is_still_there_in_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.rewrites("Date of dosing", "30 Feb").presses(NONE, Key::Enter);
    assert_eq!(therapist.reads("Date of dosing"), "30 Feb");
    therapist.rewrites("Date of dosing", "20 Feb");
    assert!(therapist.hears("Friday 20 February 2026"));
}

#[test]
fn an_older_session_counts_its_shortcuts_from_its_own_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").presses(CTRL, Key::I);
    assert!(therapist.hears("3 days ago"));
    therapist.waits(9 * DAY);
    assert!(!therapist.hears("3 days ago"));
    therapist.clicks("3 days before");
    assert!(therapist.hears("Friday 20 November 2026") && therapist.hears_part("3 days after dosing"));
    therapist.rewrites("Date of dosing", "3 days ago");
    assert!(therapist.hears("Sunday 29 November 2026, after this session"));
}

#[test]
fn a_session_left_open_ends_at_its_last_line_if_its_owner_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").waits(52 * 60).types("\nthe last").waits(9 * DAY).types("\nmuch later");
    therapist.presses(CTRL, Key::E);
    assert!(therapist.hears("End session now, after 216 h 52") && !therapist.hears("End session"));
    let buttons = ["End session at 14:54, its last line", "End session now, after 216 h 52", "Back to the notes"];
    assert!(buttons.into_iter().all(|name| therapist.shows(name)));
    therapist.clicks("End session at 14:54, its last line").leaves();
    let session = only(folder.path());
    assert_eq!(session["ended"], "2026-11-23T14:54:11-05:00");
    assert_eq!(session["lines"][2]["at"], "2026-12-02T14:54:11-05:00", "what was written later says so");
}

#[test]
fn an_edit_of_days_later_leaves_the_end_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").presses(CTRL, Key::E).clicks("End session").waits(4 * DAY);
    therapist.searches_every_note().clicks("Edit").types(", and more").presses(CTRL, Key::E);
    assert!(!therapist.hears_part("End session now"));
    assert!(!therapist.hears_part("its last line"), "it ended then");
    therapist.clicks("Done").leaves();
    assert_eq!(only(folder.path())["ended"], "2026-11-23T14:02:11-05:00");
}

#[test]
fn the_day_the_beginning_and_the_end_can_be_mended_and_lines_keep_their_times() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").waits(50 * 60).presses(CTRL, Key::E);
    therapist.rewrites("Began at", "13:30").rewrites("Ended at", "14:40");
    assert!(therapist.hears("Monday 23 November 2026, 13:30 to 14:40") && therapist.hears("1 h 10"));
    for (field, typed) in [("Ended at", "13:00"), ("Began at", "15:00")] {
        therapist.rewrites(field, typed);
        assert!(therapist.hears_part("It can’t end before it begins."), "{field}");
        assert!(therapist.hears_part("Until then: Monday 23 November 2026, 13:30 to 14:40"), "{field}");
        therapist.presses(CTRL, Key::A).presses(NONE, Key::Delete).presses(NONE, Key::Tab);
    }
    therapist.clicks("Done").waits(3 * DAY).searches_every_note().clicks("Edit").presses(CTRL, Key::E);
    therapist.rewrites("Day of the session", "20 Nov").rewrites("Ended at", "21 Nov 0:20");
    assert!(therapist.hears("Friday 20 November 2026, 13:30 to Saturday 21 November 2026, 00:20"));
    therapist.clicks("Done").sees_it_saved().searches_every_note().clicks("Earlier versions");
    therapist.until("they are read", |therapist| therapist.hears_part("Began"));
    therapist.leaves();
    let session = only(folder.path());
    assert_eq!(session["began"], "2026-11-20T13:30:00-05:00");
    assert_eq!(session["ended"], "2026-11-21T00:20:00-05:00");
    assert_eq!(session["lines"][0]["at"], "2026-11-23T14:02:11-05:00");
    let history = folder.path().join("data/history").join(session["id"].as_str().unwrap());
    let versions = history.read_dir().unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    assert!(versions.into_iter().any(|version| version.contains("2026-11-23T13:30:00-05:00")));
}

#[test]
fn a_session_that_was_held_earlier_gets_its_own_times() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.types("K-07").clicks("It was held earlier…").presses(NONE, Key::Enter);
    assert!(therapist.hears_part("Type the day it was held"), "it does not begin before that is known");
    therapist.rewrites("Day of the session", "Fri").rewrites("Began at", "2 pm").rewrites("Ended at", "14:50");
    assert!(therapist.hears("Friday 20 November 2026, 14:00 to 14:50"));
    therapist.presses(NONE, Key::Enter).types("from memory").leaves();
    let session = only(folder.path());
    assert_eq!(session["began"], "2026-11-20T14:00:00-05:00");
    assert_eq!(session["ended"], "2026-11-20T14:50:00-05:00");
    assert_eq!(session["lines"][0]["at"], "2026-11-23T14:02:11-05:00");
}

#[test]
fn the_footer_counts_past_midnight() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").waits(8 * 3600).types("\nlate").waits(3 * 3600);
    assert!(therapist.hears("Began yesterday, 14:02 · 11 h 00"));
    therapist.waits(2 * DAY);
    assert!(therapist.hears_part("14:02 · 0 min"), "it was left open");
}

#[test]
fn begin_lists_every_session_that_was_not_ended_the_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for client in ["A-1", "B-2", "C-3"] {
        therapist.begins(client).types("one\ntwo").presses(CTRL, Key::N).waits(3600);
    }
    therapist.waits(DAY).begins("D-4").presses(CTRL, Key::N);
    assert!(!therapist.sees("D-4"), "it was never written in");
    let offered = continued(&therapist);
    let expected = ["C-3, yesterday, 16:02", "B-2, yesterday, 15:02", "A-1, yesterday, 14:02"];
    assert_eq!(offered, expected.map(|session| format!("Continue {session}")));
    assert!(therapist.hears_part("yesterday, 16:02 · 2 lines"));
    therapist.clicks("Continue B-2, yesterday, 15:02");
    assert_eq!(therapist.reads("Notes"), "one\ntwo");
    therapist.presses(CTRL, Key::N).presses(CTRL, Key::O);
    assert!(therapist.hears_part("C-3"), "the key continues the newest");
}

#[test]
fn a_session_that_was_never_written_in_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let leave: [fn(&mut Therapist) -> &mut Therapist; 2] = [
        |therapist| therapist.presses(CTRL, Key::N),
        |therapist| therapist.presses(CTRL, Key::E).clicks("End session"),
    ];
    for (client, leave) in [("K-07", leave[0]), ("", leave[0]), ("", leave[1])] {
        let mut therapist = Therapist::at(folder.path());
        therapist.begins(client).presses(NONE, Key::PageDown).sees_it_saved();
        assert_eq!(sessions(folder.path()).len(), 1, "while it is open it is on the disk");
        leave(&mut therapist).until("it is gone", |_| sessions(folder.path()).is_empty());
        therapist.leaves();
    }
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").sees_it_saved().leaves();
    assert!(sessions(folder.path()).is_empty(), "also as the window closes");
    assert!(!folder.path().join("data/history").exists());
}

#[test]
fn what_was_written_ended_or_dated_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("A-1").types("x").presses(NONE, Key::Enter).presses(CTRL, Key::N).waits(60);
    therapist.begins("B-2").presses(CTRL, Key::E).clicks("End session").waits(60);
    therapist.rewrites("Date of dosing", "20 Nov").presses(NONE, Key::Enter).presses(CTRL, Key::N).leaves();
    let kept = sessions(folder.path());
    assert_eq!(kept.len(), 3);
    assert_eq!(texts(&kept[0])[0], "x");
    assert!(!kept[1]["ended"].is_null());
    assert_eq!(kept[2]["dosed_on"], "2026-11-20");
}

#[test]
fn a_search_by_date_takes_what_people_write_and_says_what_it_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("x").presses(CTRL, Key::E).clicks("End session").waits(2 * DAY);
    therapist.begins("M-12").types("x").presses(CTRL, Key::E).clicks("End session");
    therapist.searches_every_note().types("after:Wed before:11/26/2026");
    assert!(therapist.hears("from Wednesday 25 November 2026 on, before Thursday 26 November 2026"));
    assert!(therapist.hears("2 sessions · 1 found"));
    therapist.rewrites("Search every note", "before:\"24 Nov\"");
    assert!(therapist.hears("before Tuesday 24 November 2026") && therapist.hears("2 sessions · 1 found"));
}
