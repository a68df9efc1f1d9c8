//! Reading across sessions: two beside each other, all of a client's as one page, by prompt, by theme.

use std::path::Path;

use chrono::NaiveDate;
use egui::{Key, Modifiers};
use holdspace::domain::demo;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::guidelines::integration_session;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format::write_session;

use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;

/// A therapist at Review, over the invented sessions; the newest one, with K-07, is read.
fn reading(folder: &Path) -> Therapist {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let sessions = demo::sessions(today, &integration_session().prompts);
    holdspace::storage::demo::write(&Folders::within(folder), &sessions).unwrap();
    let mut therapist = Therapist::at(folder);
    therapist.searches_every_note();
    therapist
}

#[test]
fn two_sessions_stand_beside_each_other_until_esc() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    therapist.clicks("Beside another…");
    assert!(therapist.hears("Choose a second session in the list."));
    therapist.presses(NONE, Key::ArrowDown);
    let (held, chosen) = ("What she would write back", "A song while packing");
    assert!(therapist.hears(held) && therapist.hears(chosen));
    therapist.presses(NONE, Key::ArrowDown);
    assert!(therapist.hears(held) && therapist.hears("To write to her sister") && !therapist.hears(chosen));
    therapist.presses(NONE, Key::Escape);
    assert!(therapist.hears(held) && !therapist.hears("To write to her sister"), "back to the one that was read");
    therapist.commands("this session beside").presses(NONE, Key::ArrowDown).clicks("Back to one session");
    assert!(therapist.hears(held) && !therapist.hears(chosen));
}

#[test]
fn every_session_with_a_client_is_one_page_and_each_date_leads_to_its_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    therapist.clicks("Every session");
    assert!(therapist.hears("every session, oldest first · 6 sessions · 33 lines"));
    assert!(therapist.hears("3 August 2026") && therapist.sees("The letter in the drawer"));
    assert!(!therapist.sees("What she would write back"), "what is far out of view is not drawn");
    therapist.presses_often(NONE, Key::PageDown, 9);
    assert!(therapist.hears("22 November 2026") && therapist.sees("What she would write back"));
    assert!(!therapist.sees("The letter in the drawer") && !therapist.sees("One chair fewer"));
    therapist.presses_often(NONE, Key::PageUp, 9).clicks("3 August 2026");
    assert!(therapist.hears_part("first session, 3 days after dosing") && therapist.hears("Add addendum"));
    assert!(!therapist.hears("17 August 2026"), "one session is read");
}

#[test]
fn a_link_shows_its_session_even_where_the_search_leaves_it_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    therapist.types("aloud").clicks("Every session").clicks("3 August 2026");
    assert!(therapist.sees("The letter in the drawer"));
    assert_eq!(therapist.reads("Search every note"), "");
}

#[test]
fn a_prompt_gathers_what_was_said_under_it_by_its_title_or_from_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    therapist.clicks("Challenges and unresolved issues");
    assert!(therapist.hears("K-07 · 5 sessions · 5 lines"));
    assert!(therapist.hears("What held her") && therapist.hears("What she would write back"));
    assert!(!therapist.hears("The move to the coast") && !therapist.sees("Shoulders down."));
    therapist.presses(NONE, Key::Escape);
    assert!(therapist.sees("Shoulders down.") && !therapist.hears("What held her"));
    therapist.commands("by prompt").clicks("Toward their goals, 1 session · 1 line");
    assert!(therapist.hears("To sleep with the light off"));
}

#[test]
fn a_prompt_with_other_words_on_another_day_says_them() {
    let folder = tempfile::tempdir().unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let mut sessions = demo::sessions(today, &integration_session().prompts);
    for prompt in sessions.iter_mut().take(3).flat_map(|session| &mut session.prompts) {
        prompt.title = format!("{}, as it was", prompt.title);
    }
    holdspace::storage::demo::write(&Folders::within(folder.path()), &sessions).unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.searches_every_note().clicks("Open, and let it lead");
    assert!(therapist.hears("On that day: Open, and let it lead, as it was"));
    therapist.presses(NONE, Key::Escape).clicks("Challenges and unresolved issues");
    assert!(therapist.hears("On that day: Challenges and unresolved issues, as it was"));
}

#[test]
fn a_theme_gathers_its_lines_of_all_clients_or_of_the_one_that_is_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    therapist.clicks("By theme").clicks("#light, 3 sessions · 3 lines");
    assert!(therapist.hears("all clients · 3 sessions · 3 lines") && therapist.hears("R-03"));
    assert!(therapist.sees("The window, all morning.") && !therapist.sees("Dust, and every bit of it lit."));
    therapist.presses(NONE, Key::Escape).opens("Client").clicks("M-12").clicks("By theme");
    assert!(therapist.hears("#garden, 3 sessions · 3 lines") && !therapist.hears_part("#light"));
    therapist.clicks("#garden, 3 sessions · 3 lines").types("gate");
    assert!(therapist.hears("M-12 · 3 sessions · 3 lines"), "a search narrows the list, and not the page");
}

#[test]
fn a_theme_in_a_line_is_clicked() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    let line = "“It was like being let go of, in a good way.” #water #letting-go";
    // Its last word but for a letter or two.
    therapist.clicks_at(line, egui::vec2(0.97, 0.5));
    assert!(therapist.hears("all clients · 1 session · 2 lines"));
    therapist.presses(NONE, Key::Escape).clicks_at(line, egui::vec2(0.2, 0.5));
    assert!(!therapist.hears("Back to one session"), "a word that is no theme leads nowhere");
}

#[test]
fn choosing_in_the_list_closes_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = reading(folder.path());
    therapist.clicks("Every session").presses(NONE, Key::ArrowDown);
    assert!(therapist.hears("A song while packing") && !therapist.hears("Back to one session"));
}

#[test]
fn a_page_of_two_hundred_sessions_draws_what_is_in_view() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = folder.path().join("data").join("sessions");
    Files::default().create_folder(&sessions).unwrap();
    let first = holdspace::domain::Moment::try_from("2020-01-01T09:00:00Z").unwrap();
    for number in 0..200 {
        let began = first + chrono::TimeDelta::days(number);
        let mut session = Session::begin(began, "L-40", None, Vec::new());
        for line in 0..=(number % 7) {
            let stamp = Stamp { at: began + chrono::TimeDelta::minutes(line), prompt: None };
            session.notes.add(&format!("words of day {number}, line {line}"), None, &stamp);
        }
        session.ended = Some(began + chrono::TimeDelta::minutes(50));
        let path = sessions.join(format!("{}.json", session.id));
        Files::default().put_new(&path, &write_session(&session)).unwrap();
    }
    let mut therapist = Therapist::at(folder.path());
    therapist.searches_every_note().commands("every session");
    assert!(therapist.hears_part("200 sessions · 794 lines"));
    assert!(therapist.hears("words of day 0, line 0") && !therapist.hears_part("words of day 30,"));
    // Page by page nothing is skipped: the first line of every day is seen.
    let mut next = 1;
    for _ in 0..200 {
        while next < 200 && therapist.hears(&format!("words of day {next}, line 0")) {
            next += 1;
        }
        therapist.presses(NONE, Key::PageDown);
    }
    assert_eq!(next, 200, "the last day is reached");
    therapist.presses_often(NONE, Key::PageUp, 200);
    assert!(therapist.hears("words of day 0, line 0"));
}
