//! Sessions that nobody held, as many as a benchmark wants, in files as the app writes them.

use std::path::Path;

use chrono::TimeDelta;
use holdspace::domain::id::SessionId;
use holdspace::domain::prompts::guideline::{KeptAs, Prompt};
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::guidelines::integration_session;
use holdspace::storage::format::write_session;

/// The words that lines are made of.
const WORDS: [&str; 24] = [
    "water",
    "the",
    "slowly",
    "hands",
    "a",
    "window",
    "and",
    "quiet",
    "“I keep seeing it”",
    "shore",
    "breath",
    "of",
    "warm",
    "again",
    "not",
    "yet",
    "#light",
    "kitchen",
    "grief",
    "garden",
    "#letting-go",
    "mother",
    "walks",
    "rain",
];

/// The session with this number: one an hour, the first one long ago.
pub(crate) fn session(number: usize, prompts: &[Prompt]) -> Session {
    let first = holdspace::domain::Moment::try_from("2015-01-01T09:00:00Z").unwrap();
    let began = first + TimeDelta::hours(i64::try_from(number).unwrap());
    let mut session = Session::begin(began, &format!("C-{}", number % 97), None, prompts.to_vec());
    session.id = SessionId::invented(began, &number.to_string());
    for (line, minute) in (0..12).zip((0..).step_by(4)) {
        let words: Vec<&str> = (0..9).map(|word| WORDS[(number * 7 + line * 5 + word * word) % WORDS.len()]).collect();
        let prompt = prompts.get(line % prompts.len()).map(|prompt| prompt.id.clone());
        let stamp = Stamp { at: began + TimeDelta::minutes(minute), prompt };
        let keep = (line == 11).then_some(KeptAs::Thread);
        session.notes.add(&format!("{} {number}", words.join(" ")), keep, &stamp);
    }
    session.ended = Some(began + TimeDelta::minutes(50));
    session
}

/// Puts so many sessions into a folder.
///
/// They are not synced, one by one: nobody will miss them.
#[expect(clippy::disallowed_methods, reason = "careful writing would take most of the benchmark's time")]
pub(crate) fn fill(sessions: &Path, count: usize) {
    std::fs::create_dir_all(sessions).unwrap();
    let prompts = integration_session().prompts[..3].to_vec();
    for number in 0..count {
        let session = session(number, &prompts);
        let bytes = write_session(&session);
        assert!((4_000..=5_200).contains(&bytes.len()), "a session has 4 to 5 KB: {}", bytes.len());
        std::fs::write(sessions.join(format!("{}.json", session.id)), bytes).unwrap();
    }
}
