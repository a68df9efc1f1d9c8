//! The search against one that is slow and plainly correct: over ten thousand sessions that nobody held
//! both find the same, whatever is asked.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod slow;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;

use holdspace::domain::library::Library;
use holdspace::domain::library::search::Query;
use holdspace::domain::session::Session;

use slow::{Ask, SlowSearch};
use support::chance::Chance;
use support::generated::{Size, at, client, sessions};

const SIZE: Size = Size { sessions: 10_000, lines: 3, words: 3 };

const QUERIES: usize = 1_000;

/// What is typed to ask for something.
fn typed(chance: &mut Chance, ask: &Ask) -> String {
    let quoted = |value: &str| if value.contains(' ') { format!("\"{value}\"") } else { value.to_owned() };
    match ask {
        Ask::Words(words) if words.contains(' ') => match chance.below(2) {
            0 => format!("\"{words}\""),
            _ => format!("“{words}”"),
        },
        Ask::Words(word) => word.clone(),
        Ask::Client(code) => format!("client:{}", quoted(code)),
        Ask::Theme(theme) => format!("Theme:{}", quoted(theme)),
        Ask::Prompt(name) => format!("prompt:{name}"),
        Ask::Before(day) => format!("before:{day}"),
        Ask::After(day) => format!("after:{day}"),
        Ask::Open(open) => format!("open:{}", if *open { "yes" } else { "no" }),
        Ask::Nothing => {
            (*chance.of(&["", "client:", "before:202", "open:", "theme:#", "after:soon", "\"\""])).to_owned()
        }
    }
}

fn ask(chance: &mut Chance, sessions: &[Session]) -> Ask {
    match chance.below(14) {
        0..=4 => word(chance),
        5..=6 => phrase(chance, sessions),
        7 => Ask::Client(client(chance, SIZE.sessions / 12)),
        8 => Ask::Theme(chance.theme().replace('-', chance.of::<&str>(&["-", " ", "_"])).to_uppercase()),
        9 => Ask::Prompt(prompt(chance, &sessions[0])),
        10 => Ask::Before(at(chance.below(SIZE.sessions * 5)).date_naive()),
        11 => Ask::After(at(chance.below(SIZE.sessions * 5)).date_naive()),
        12 => Ask::Open(chance.percent(50)),
        _ => Ask::Nothing,
    }
}

/// A word of the notes, or its beginning, in small letters or large ones.
fn word(chance: &mut Chance) -> Ask {
    let word = chance.word();
    let count = word.chars().count();
    let beginning: String = word.chars().take(1 + chance.below(count)).collect();
    let word = if chance.percent(50) { beginning } else { word.to_owned() };
    let word = if chance.percent(20) { word.to_uppercase() } else { word };
    if word.starts_with(['“', '”']) { Ask::Nothing } else { Ask::Words(word) }
}

/// Words that follow each other in a line.
fn phrase(chance: &mut Chance, sessions: &[Session]) -> Ask {
    let session = chance.of(sessions);
    let Some(line) = session.notes.lines().first() else { return Ask::Nothing };
    let words: Vec<&str> = line.text.split(' ').collect();
    let first = chance.below(words.len());
    let taken = words[first..].iter().take(1 + chance.below(3)).copied().collect::<Vec<_>>().join(" ");
    if taken.is_empty() || taken.contains(['“', '”']) { Ask::Nothing } else { Ask::Words(taken) }
}

/// A prompt by its id, or by words of its title.
fn prompt(chance: &mut Chance, session: &Session) -> String {
    let prompt = chance.of(&session.prompts);
    if chance.percent(40) {
        return prompt.id.as_str().to_owned();
    }
    let words: Vec<&str> = prompt.title.split(' ').collect();
    words[chance.below(words.len())..].iter().take(2).copied().collect::<Vec<_>>().join("-")
}

/// The library as it comes to be: read in pieces in any order, some sessions saved again, some gone.
fn library(chance: &mut Chance, sessions: &mut Vec<Session>) -> Library {
    let mut library = Library::default();
    let mut pieces: Vec<Vec<Session>> = sessions.chunks(700).map(<[Session]>::to_vec).collect();
    while !pieces.is_empty() {
        let piece = pieces.swap_remove(chance.below(pieces.len()));
        library.put(piece.into_iter().map(Into::into));
        library.find(&Query::parse("open:yes"), None);
    }
    for _ in 0..50 {
        let gone = sessions.swap_remove(chance.below(sessions.len()));
        library.remove(&gone.id);
    }
    for index in (0..sessions.len()).step_by(37) {
        let another = sessions[chance.below(sessions.len())].clone();
        (sessions[index].client, sessions[index].began) = (another.client, another.began);
        library.put([sessions[index].clone().into()]);
    }
    library.find(&Query::parse("open:yes"), None);
    for index in (0..sessions.len()).step_by(41) {
        sessions[index].notes = sessions[chance.below(sessions.len())].notes.clone();
        library.put([sessions[index].clone().into()]);
    }
    library
}

#[test]
fn finds_what_a_slow_search_finds() {
    let mut chance = Chance::new(11);
    let mut sessions = sessions(3, SIZE);
    let library = library(&mut chance, &mut sessions);
    let slow = SlowSearch::over(&sessions);
    let (mut found_any, mut found_none) = (0, 0);
    for _ in 0..QUERIES {
        let asks: Vec<Ask> = (0..=chance.below(3)).map(|_| ask(&mut chance, &sessions)).collect();
        let typed = asks.iter().map(|ask| typed(&mut chance, ask)).collect::<Vec<_>>().join(" ");
        let found = library.find(&Query::parse(&typed), None);
        let mut found: Vec<_> = found.into_iter().map(|index| &library.at(index).unwrap().id).collect();
        found.sort();
        assert!(found == slow.find(&asks), "{typed:?}");
        *if found.is_empty() { &mut found_none } else { &mut found_any } += 1;
    }
    assert!(found_any > QUERIES / 4 && found_none > QUERIES / 20, "{found_any} and {found_none} say something");
}

#[test]
fn every_session_is_in_its_place_and_says_what_is_open() {
    let mut chance = Chance::new(12);
    let mut sessions = sessions(4, Size { sessions: 3_000, ..SIZE });
    let library = library(&mut chance, &mut sessions);
    let stands: Vec<_> = library.sessions().map(|session| (session.began, &session.id)).collect();
    assert_eq!(stands.len(), sessions.len());
    assert!(stands.is_sorted_by(|one, other| one > other), "the newest is first");
    for (session, open_lines) in SlowSearch::over(&sessions).open_lines() {
        assert_eq!(library.get(&session.id), Some(session));
        assert_eq!(library.open_lines(session), open_lines, "{}", session.id);
    }
    let named: usize = library.theme_counts().iter().map(|count| count.sessions).sum();
    assert_eq!(named, sessions.iter().map(|session| session.themes().len()).sum::<usize>());
    let open: usize = sessions.iter().map(|session| library.open_lines(session)).sum();
    let clients: usize = library.clients().iter().map(|client| library.kept_lines(client).len()).sum();
    let of_nobody = library.sessions().filter(|session| session.client.is_empty());
    assert_eq!(open, clients + of_nobody.map(|session| library.open_lines(session)).sum::<usize>());
}
