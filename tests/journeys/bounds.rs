//! What is allowed at its furthest: times at either end, many themes, and more text than a file can hold.

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::prompts::guideline::KeptAs;
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::session::session_size::MAX_FILE_BYTES;
use holdspace::domain::session::{Addendum, OutcomeKind, Session};
use holdspace::guidelines::integration_session;
use holdspace::storage::files::Files;
use holdspace::storage::format::write_session;
use holdspace::ui::text;
use proptest::prelude::*;

use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// The first and the last moments, on clocks whose offset takes them beyond; and one of today.
const TIMES: [&str; 9] = [
    "0001-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00-23:59",
    "0001-01-01T00:00:00+00:00",
    "0001-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59+23:59",
    "9999-12-31T23:59:59-23:59",
    "9999-12-31T23:59:60+00:00",
    "9999-12-31T12:00:00+00:00",
    "2026-11-23T14:02:11-05:00",
];

fn time() -> impl Strategy<Value = Moment> {
    prop::sample::select(TIMES.to_vec()).prop_map(|text| Moment::try_from(text).unwrap())
}

/// A session all of whose times are somewhere else; its id does not come of them.
fn session() -> impl Strategy<Value = Session> {
    let times = prop::collection::vec(time(), 8);
    (times, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(times, is_dosed, is_ended, is_finalized)| {
        let dosed_on = is_dosed.then(|| times[0].date_naive().clamp(first_day(), last_day()));
        let mut session = Session::begin(times[1], "K-07", dosed_on, integration_session().prompts);
        let prompt = Some(session.prompts[2].id.clone());
        session.notes.add("by the #river", Some(KeptAs::Thread), &Stamp { at: times[2], prompt: prompt.clone() });
        session.notes.add("and on", None, &Stamp { at: times[3], prompt });
        let (line, from) = (session.notes.lines()[0].id.clone(), session.id.clone());
        session.set_outcome(&line, &from, OutcomeKind::KeptOpen, times[4]);
        session.ended = is_ended.then_some(times[5]);
        if is_finalized && let Some(mut frozen) = session.finalize(times[6]) {
            frozen.addenda.push(Addendum::new(times[7], "later"));
            session = frozen;
        }
        session
    })
}

fn first_day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(1, 1, 1).unwrap()
}

fn last_day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(9999, 12, 31).unwrap()
}

fn put(folder: &Path, session: &Session) {
    let sessions = folder.join("data").join("sessions");
    Files::default().create_folder(&sessions).unwrap();
    let path = sessions.join(format!("{}.json", session.id));
    Files::default().put_new(&path, &write_session(session)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn sessions_of_the_first_and_the_last_moments_are_drawn_everywhere(mut found in prop::collection::vec(session(), 3)) {
        let folder = tempfile::tempdir().unwrap();
        for (number, session) in found.iter_mut().enumerate() {
            session.id = SessionId::try_from(format!("one-{number}")).unwrap();
            put(folder.path(), session);
        }
        let mut therapist = Therapist::at(folder.path());
        // Begin shows what was last, and lists the client.
        therapist.types("K-07").searches_every_note();
        prop_assert!(!therapist.hears_part("could not be read"));
        for _ in 0..found.len() {
            for command in ["Timeline as a table", "Every session with", "By prompt", "By theme", "This session beside", "Earlier versions", "Clients and themes"] {
                therapist.commands(command).presses(NONE, Key::PageDown).presses(NONE, Key::Escape);
            }
            therapist.commands("Timeline as a table").searches_every_note().presses(NONE, Key::ArrowDown);
        }
        for date in ["before:0001-01-02", "after:9999-12-31", "river"] {
            therapist.commands("Search every note").presses(CTRL, Key::A).types(date).presses(NONE, Key::Enter);
        }
        therapist.commands("Search every note").presses(CTRL, Key::A).presses(NONE, Key::Delete);
        // Taken up again, what is typed is saved beside what was there, with Details and closing drawn.
        therapist.commands("Continue the unfinished").commands("Edit this session").types("x");
        therapist.commands("Client code, date of dosing").clicks_if_there("Yesterday");
        therapist.commands("Show or hide last time").presses(CTRL, Key::E);
        therapist.commands("Move this session to the trash").commands("Show or hide the trash");
        therapist.leaves();
        let mut again = Therapist::at(folder.path());
        again.searches_every_note();
        prop_assert!(!again.hears_part("could not be read"));
    }
}

/// A page with so many words, of which so many are themes of their own, and all others the first ones again.
fn page_with_themes(folder: &Path, themes: usize, words: usize) {
    let began = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
    let mut session = Session::begin(began, "K-07", None, Vec::new());
    let theme = |number: usize| format!("#t{:04}", number % themes);
    for line in 0..words / 50 {
        let text: Vec<String> = (line * 50..line * 50 + 50).map(theme).collect();
        session.notes.add(&text.join(" "), None, &Stamp { at: began, prompt: None });
    }
    put(folder, &session);
}

/// How long this thread has had a processor. Only Linux tells; elsewhere it is how long the test has run, which says
/// the same while nothing else keeps the machine busy.
fn processor_time() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse().ok()).filter(|told| *told > 0);
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

/// What a key takes, while a theme is typed that all others are offered for.
fn per_key(themes: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    page_with_themes(folder.path(), themes, 5000);
    let mut therapist = Therapist::at(folder.path());
    therapist.commands("Continue the unfinished").presses(NONE, Key::Enter).types("#");
    let begun = processor_time();
    for _ in 0..KEYS {
        therapist.types("t");
    }
    let taken = processor_time().checked_sub(begun).unwrap();
    assert!(
        texts(
            &{
                therapist.leaves();
                sessions(folder.path())
            }[0]
        )
        .last()
        .unwrap()
        .starts_with("#ttt")
    );
    taken / KEYS
}

/// So many keys are typed.
const KEYS: u32 = 12;

/// How much longer a key may take with five thousand themes than with fifty, on a page of the same length.
const LIMIT: f64 = 5.0;

#[test]
fn five_thousand_themes_cost_a_key_what_fifty_do() {
    let (many, few) = (per_key(5000), per_key(50));
    let ratio = many.as_secs_f64() / few.as_secs_f64();
    assert!(
        ratio < LIMIT,
        "a key takes {many:.1?} with 5,000 themes and {few:.1?} with 50: {ratio:.2} times, of {LIMIT} at most"
    );
}

#[test]
fn what_is_too_long_for_a_session_is_left_out_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("mine");
    assert!(!therapist.hears(text::app::left_out()));
    therapist.pastes(&"a\n".repeat(2_500_000));
    assert!(therapist.hears(text::app::left_out()));
    assert_eq!(therapist.reads("Notes"), "mine");
    therapist.types(" too");
    assert!(!therapist.hears(text::app::left_out()), "it is said until something is written");
    therapist.pastes(&"a".repeat(MAX_FILE_BYTES));
    assert!(therapist.hears(text::app::left_out()));
    // In a field of closing, and under the veil.
    therapist.presses(CTRL, Key::E).rewrites("For the chart", "x").pastes(&"a".repeat(MAX_FILE_BYTES));
    assert!(therapist.hears(text::app::left_out()));
    assert_eq!(therapist.reads("For the chart"), "x");
    therapist.presses(NONE, Key::Escape).pastes(&"a\n".repeat(2_500_000)).types("!");
    therapist.presses(NONE, Key::Escape).clicks("Back to the notes").sees_it_saved();
    therapist.leaves();
    assert_eq!(texts(&sessions(folder.path())[0]), ["mine too!"]);
}

#[test]
fn a_copy_of_the_prompt_sets_is_said_in_one_line_and_can_be_added() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let read =
        || -> serde_json::Value { serde_json::from_slice(&std::fs::read(data.join("prompts.json")).unwrap()).unwrap() };
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").clicks("Add a prompt").sees_it_saved().leaves();
    let ours = read();
    let mut theirs = ours.clone();
    theirs["sets"][0]["name"] = "Theirs".into();
    theirs["sets"][1]["id"] = "only-theirs".into();
    Files::default()
        .put_new(&data.join("prompts.sync-conflict-1.json"), &serde_json::to_vec(&theirs).unwrap())
        .unwrap();
    let mut again = Therapist::at(folder.path());
    again.goes_to("Prompts");
    assert!(again.hears_part("Added from another device: “Short 2”. Another device changed “Theirs” too."));
    again.clicks("Add theirs as a copy").sees_it_saved();
    assert!(!again.hears_part("Another device"));
    again.leaves();
    let sets = read()["sets"].clone();
    let named: Vec<_> = sets.as_array().unwrap().iter().map(|set| set["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(named, ["My order", "Short", "Short 2", "Theirs"]);
    assert_eq!(sets[0], ours["sets"][0]);
}
