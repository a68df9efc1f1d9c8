//! No word of a session, no client's code and no title of a prompt leaves the session files.

use holdspace::domain::prompts::guideline::Prompt;
use holdspace::domain::prompts::prompt_sets::PromptSets;
use holdspace::domain::session::Session;
use holdspace::guidelines::integration_session;
use holdspace::storage::error::Problem;
use holdspace::storage::format;
use holdspace::storage::worker::SavingRequest;

use crate::fixture::*;

/// Stands in every text that a therapist wrote.
const MARK: &str = "wistaria";

fn marked(name: &str) -> Session {
    let mut session = session(name, &format!("{MARK} in a line"));
    session.client = format!("{MARK}-07");
    session.closing.noticed = format!("{MARK} noticed");
    let prompt = integration_session().prompts.remove(0);
    session.prompts.push(Prompt { title: format!("{MARK} title"), ..prompt });
    session
}

/// The bytes of a marked session, with one place changed.
fn damaged(name: &str, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(format::write_session(&marked(name))).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

fn put_damaged(fixture: &Fixture) {
    let changes = [
        ("bad-kind", "\"wistaria-07\"", "[\"wistaria-07\"]"),
        ("bad-type", "\"wistaria-07\"", "{\"wistaria\": 1}"),
        ("bad-variant", "\"kind\": \"me\"", "\"kind\": [\"wistaria\"]"),
        ("bad-id", "\"id\": \"bad-id\"", "\"id\": \"wistaria wistaria\""),
        ("bad-date", "\"began\": \"2026", "\"began\": \"wistaria"),
        ("bad-key", "\"clients\": ", "\"wistaria\": 1, \"wistaria\": "),
        ("bad-end", "\"finalized\": null", "\"finalized\": wistaria"),
        ("bad-missing", "\"text\": ", "\"wistaria\": "),
    ];
    for (name, from, to) in changes {
        fixture.put_session(name, &damaged(name, from, to));
        put(&fixture.copy_path(&format!("copy-{name}")), &damaged(name, from, to));
    }
}

#[test]
fn nothing_that_was_written_is_said_logged_or_made_a_name() {
    let fixture = Fixture::new().opened();
    put_damaged(&fixture);
    let mut app = fixture.start(soon());
    let sessions = app.read_sessions();
    assert!(sessions.is_empty(), "each of them is damaged");
    app.save(&marked("bad-kind"), 1);
    app.problem_of(Problem::UnreadableInTheWay);
    app.save(&marked("good"), 1);
    app.saved("good");
    let mut sets = PromptSets::first(&integration_session());
    sets.sets[0].name = format!("{MARK} set");
    app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    fixture.pull_out();
    app.save(&marked("good"), 2);
    assert!(!app.write_all());
    fixture.put_back();
    app.saved("good");
    while app.next_if_any().is_some() {}
    assert_eq!(app.said.lines().filter(|line| line.starts_with("UnreadableFile")).count(), 16, "{}", app.said);
    assert!(!app.worker.finish(), "one is still in the way");
    assert!(!app.said.is_empty() && !app.said.to_lowercase().contains(MARK), "{}", app.said);
    search(&fixture);
}

fn search(fixture: &Fixture) {
    let log = std::fs::read_to_string(fixture.folders.state.join("holdspace.log")).unwrap();
    assert!(log.lines().count() >= 9, "{log}");
    for path in everything_in(fixture.root()) {
        assert!(!path.to_string_lossy().contains(MARK), "{}", path.display());
        let is_for_words = path.starts_with(&fixture.folders.data) || path.starts_with(fixture.recovery());
        if path.is_file() && !is_for_words {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).to_lowercase();
            assert!(!text.contains(MARK), "{}", path.display());
        }
    }
}
