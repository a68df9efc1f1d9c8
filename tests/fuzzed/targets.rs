//! What fuzzing tries: for each target a function that takes any bytes at all, and panics where a
//! promise of the library does not hold.
//!
//! `fuzz/` lets libFuzzer choose the bytes, `tests/corpus.rs` takes them from `tests/corpus/`. A new
//! target is a function here, a line in [`TARGETS`], a file in `fuzz/fuzz_targets/`, a `[[bin]]` in
//! `fuzz/Cargo.toml`, a line in `script/fuzz`, and a folder of `tests/corpus/`.

#[path = "merging.rs"]
pub mod merging;
#[path = "notes.rs"]
pub mod notes;
#[path = "sealing.rs"]
pub mod sealing;

use std::ops::Range;

use chrono::TimeDelta;
use holdspace::domain::client_code::ClientKey;
use holdspace::domain::library::search::Query;
use holdspace::domain::library::search::passages::passages;
use holdspace::domain::library::search::search_text::SearchText;
use holdspace::domain::library::themes::{Completion, completion, theme_ranges};
use holdspace::domain::library::{IndexedSession, Library};
use holdspace::domain::session::Session;
use holdspace::domain::settings::Settings;
use holdspace::domain::text_folding::folded;
use holdspace::storage::format;
use holdspace::storage::format::FormatError;

use notes::{moment, stamp};

/// A function that any bytes are given to.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 7] = [
    ("formats", formats),
    ("keyring", sealing::keyring),
    ("marker", sealing::marker),
    ("merging", merging::merging),
    ("notes", notes::notes),
    ("sealed", sealing::sealed),
    ("search", search),
];

/// The name's target, for libFuzzer to run.
///
/// # Panics
/// When there is none with this name.
pub fn named(name: &str) -> Target {
    TARGETS.iter().find(|target| target.0 == name).expect("a target of this name").1
}

// Formats: whatever can be read can be written, and is then the same for ever.

/// The first byte chooses the reader, and the rest is the file.
///
/// # Panics
/// When what was read is not read again as it was written.
pub fn formats(data: &[u8]) {
    let Some((reader, file)) = data.split_first() else { return };
    match reader {
        7 => return drop(stays(file, format::read_attempts, format::write_attempts)),
        8 => return is_known_as_notes(file),
        _ => {}
    }
    match reader % 7 {
        0 => sessions(file),
        1 => drop(stays(file, format::read_prompt_sets, format::write_prompt_sets)),
        2 => {
            // The app brings settings into their bounds as it reads them.
            let read = |bytes: &[u8]| format::read_settings(bytes).map(Settings::bounded);
            drop(stays(file, read, format::write_settings));
        }
        3 => drop(stays(file, format::read_marker, format::write_marker)),
        4 => drop(stays(file, format::read_known_folders, format::write_known_folders)),
        6 => drop(stays(file, format::read_renaming, format::write_renaming)),
        _ => drop(stays(file, format::read_guideline, format::write_guideline)),
    }
}

/// What is read as a file of the notes is also known as one without being read whole.
fn is_known_as_notes(file: &[u8]) {
    let is_of_notes = format::is_of_notes(file);
    let is_read = format::read_session(file).is_ok() || format::read_renaming(file).is_ok();
    assert!(is_of_notes || !is_read, "{}", lossy(file));
    let is_other = format::is_first_key_list(file) || format::read_attempts(file).is_ok();
    assert!(!(is_other && is_read));
}

/// Reads a file, and checks that what it holds is written and read without another change; returns
/// what was read.
///
/// # Panics
/// When it is not.
pub fn stays<T>(
    file: &[u8],
    read: impl Fn(&[u8]) -> Result<T, FormatError>,
    write: impl Fn(&T) -> Vec<u8>,
) -> Option<T> {
    let value = match read(file) {
        Ok(value) => value,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return None;
        }
    };
    let written = write(&value);
    let again = read(&written).unwrap_or_else(|error| panic!("what was written is refused: {error}"));
    let rewritten = write(&again);
    assert!(written == rewritten, "{}\nbecame\n{}", lossy(&written), lossy(&rewritten));
    Some(value)
}

fn lossy(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A session is also put on the shelf, and asked what the screens ask.
fn sessions(file: &[u8]) {
    let Some(session) = stays(file, format::read_session, format::write_session) else { return };
    assert!(session.minutes() >= 0);
    assert!(session.days_after_dosing().is_none_or(|days| days >= 0));
    for theme in session.themes() {
        assert!(!theme.is_empty() && !theme.contains(['#', ' ', '\n']), "{theme:?} is no theme");
    }
    let mut later = session.clone();
    later.began = session.began + TimeDelta::days(1);
    later.id = holdspace::domain::id::SessionId::fresh(moment());
    let mut library = Library::default();
    library.put([IndexedSession::from(session.clone()), IndexedSession::from(later.clone())]);
    library.put([IndexedSession::from(session.clone())]);
    assert_eq!(library.len(), 2);
    assert_eq!(library.get(&session.id).map(format::write_session), Some(format::write_session(&session)));
    assert_eq!(library.find(&Query::default(), Some(&session.client)).len(), 2);
    assert!(library.open_lines(&session) <= session.notes.lines().len());
    // A code may look like a condition.
    library.find(&Query::parse(&session.client), None);
    // Without a code it is nobody's.
    let themes = if has_code(&session) { session.themes().len() } else { 0 };
    assert_eq!(library.themes(&session.client).len(), themes);
    let kept = library.last_before(&later).map_or(0, |(_, lines)| lines.len());
    let marked = session.notes.lines().iter().filter(|line| line.keep.is_some()).count();
    assert!(kept <= marked);
    assert_eq!(library.clients().len(), usize::from(has_code(&session)));
}

fn has_code(session: &Session) -> bool {
    !ClientKey::of(&session.client).is_nobody()
}

// Search: what is found is shown, and what is shown is there.

/// What is before the first byte of 255, which no text holds, is typed into the search, and the
/// rest is a session's notes; after another such byte comes its closing.
///
/// # Panics
/// When a word that a session is found by stands nowhere in it, or what is there is not found.
pub fn search(data: &[u8]) {
    let mut parts = data.splitn(3, |byte| *byte == u8::MAX).map(lossy);
    let [typed, text, closing] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let query = Query::parse(&typed);
    let is_plain = |typed: &str| !typed.contains(['"', '“', '”', '„', ':']);
    let plain_words = typed.split_whitespace().filter(|piece| is_plain(piece)).map(Query::parse);
    let words: Vec<Query> = plain_words.filter(|query| query.words().is_some()).collect();

    let mut session = Session::begin(moment(), "K-07", None, Vec::new());
    session.notes.replace_text(&text, text.len(), &stamp(0));
    session.closing.noticed = closing.into_owned();
    // What the screen highlights: each part, the notes line by line.
    let shown: Vec<&str> =
        std::iter::once(session.client.as_str()).chain(passages(&session).map(|(_, text)| text)).collect();

    let searched = SearchText::of(&session);
    let whole = searched.text();
    if is_plain(&typed) {
        assert_eq!(query.is_empty(), words.is_empty());
        assert_eq!(query.matches(whole), words.iter().all(|word| word.matches(whole)));
    }
    for word in &words {
        let is_shown = shown.iter().any(|part| !word.ranges(part).is_empty());
        assert_eq!(word.matches(whole), is_shown, "{word:?} is found or shown, and not both: {shown:?}");
    }
    check_hits(&query, &session);
    for part in &shown {
        check_ranges(part, &query.ranges(part));
        check_ranges(part, &theme_ranges(part));
        for word in &words {
            check_highlights(part, word);
        }
    }
    check_completion(&typed, &text);
}

/// Every hit is in order and within its passage, and the snippet is one line around the first of them.
fn check_hits(query: &Query, session: &Session) {
    let hits = query.hits(session);
    let snippet = query.snippet(session);
    assert_eq!(hits.is_empty(), snippet.is_none());
    assert!(query.shows_places() || hits.is_empty());
    let texts: Vec<_> = passages(session).collect();
    let place = |passage| texts.iter().position(|(other, _)| *other == passage).expect("a passage of the session");
    for hit in &hits {
        assert!(texts[place(hit.passage)].1.get(hit.range.clone()).is_some_and(|words| !words.is_empty()));
    }
    assert!(hits.is_sorted_by_key(|hit| (place(hit.passage), hit.range.start)));
    if let Some(snippet) = snippet {
        check_ranges(&snippet.text, &snippet.hits);
        assert!(!snippet.text.contains('\n'));
    }
}

/// Ranges are in order, without overlaps, and cut no character in two.
fn check_ranges(text: &str, ranges: &[Range<usize>]) {
    for range in ranges {
        assert!(range.start < range.end, "{range:?} is empty");
        assert!(text.get(range.clone()).is_some(), "{range:?} is not within {text:?}");
    }
    assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{ranges:?}");
}

/// What is highlighted for one word holds it, and what lies between does not.
fn check_highlights(text: &str, word: &Query) {
    let mut end = 0;
    for range in word.ranges(text) {
        assert!(word.matches(&folded(&text[range.clone()])), "{word:?} is not at {range:?} of {text:?}");
        assert!(!word.matches(&folded(&text[end..range.start])), "{word:?} is passed over in {text:?}");
        end = range.end;
    }
    assert!(!word.matches(&folded(&text[end..])), "{word:?} is passed over at the end of {text:?}");
}

/// What completes a theme is the rest of one that is known, after what was typed.
fn check_completion(typed: &str, text: &str) {
    let themes: Vec<&str> = theme_ranges(text).into_iter().map(|range| &text[range.start + 1..range.end]).collect();
    // Every caret would cost the square of what was typed.
    for caret in [typed.len(), typed.len() / 2] {
        if let Some(Completion { rest, .. }) = completion(typed, caret, themes.iter().copied()) {
            assert!(typed.is_char_boundary(caret) && !rest.is_empty());
            assert!(themes.iter().any(|theme| theme.ends_with(rest)));
        }
    }
}
