//! What fuzzing tries: for each target a function that takes any bytes at all, and panics where a
//! promise of the library does not hold.
//!
//! `fuzz/` lets libFuzzer choose the bytes, `tests/corpus.rs` takes them from `tests/corpus/`. A new
//! target is a function here, a line in [`TARGETS`], a file in `fuzz/fuzz_targets/`, a `[[bin]]` in
//! `fuzz/Cargo.toml`, a line in `script/fuzz`, and a folder of `tests/corpus/`.

#[path = "merging.rs"]
pub mod merging;
#[path = "sealing.rs"]
pub mod sealing;

use std::collections::HashSet;
use std::ops::Range;

use chrono::{DateTime, TimeDelta};
use holdspace::domain::Moment;
use holdspace::domain::guideline::CarryKind;
use holdspace::domain::id::PromptId;
use holdspace::domain::library::{Library, Shelved};
use holdspace::domain::notes::{Change, Notes, Stamp};
use holdspace::domain::page_history::PageHistory;
use holdspace::domain::search::Query;
use holdspace::domain::search::folding::folded;
use holdspace::domain::search::passages::passages;
use holdspace::domain::search::searched::Searched;
use holdspace::domain::session::Session;
use holdspace::domain::settings::Settings;
use holdspace::domain::themes::{completion, theme_ranges};
use holdspace::storage::format::{self, FormatError};

/// A function that any bytes are given to.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 7] = [
    ("formats", formats),
    ("keyring", sealing::keyring),
    ("marker", sealing::marker),
    ("merging", merging::merging),
    ("notes", notes),
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
    library.put([Shelved::from(session.clone()), Shelved::from(later.clone())]);
    library.put([Shelved::from(session.clone())]);
    assert_eq!(library.len(), 2);
    assert_eq!(library.get(&session.id).map(format::write_session), Some(format::write_session(&session)));
    assert_eq!(library.find(&Query::default(), Some(&session.client)).len(), 2);
    assert!(library.open_lines(&session) <= session.notes.lines().len());
    // A code may look like a condition.
    library.find(&Query::parse(&session.client), None);
    assert_eq!(library.themes(&session.client).len(), session.themes().len());
    let kept = library.last_before(&later).map_or(0, |(_, carried)| carried.len());
    let marked = session.notes.lines().iter().filter(|line| line.carries_on.is_some()).count();
    assert!(kept <= marked);
    assert_eq!(library.clients().len(), usize::from(has_code(&session)));
}

fn has_code(session: &Session) -> bool {
    !session.client.trim().is_empty()
}

// Search: what is found is shown, and what is shown is there.

/// What stands before the first byte of 255, which no text holds, is typed into the search, and the
/// rest is a session's notes; after another such byte comes its closing.
///
/// # Panics
/// When a word that a session is found by stands nowhere in it, or what stands there is not found.
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

    let searched = Searched::of(&session);
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
        if let Some(rest) = completion(typed, caret, themes.iter().copied()) {
            assert!(typed.is_char_boundary(caret) && !rest.is_empty());
            assert!(themes.iter().any(|theme| theme.ends_with(rest)));
        }
    }
}

// Notes: the page is what was typed, and every edit can be taken back.

/// A sequence of edits: each takes a byte that says which, and the bytes that it needs.
///
/// # Panics
/// When the page is not what was typed, or taking the edits back does not restore it.
pub fn notes(data: &[u8]) {
    let mut bytes = Bytes { left: data };
    let first = bytes.text();
    let mut page = Page::begin(&first);
    let empty = page.notes.clone();
    while let Some(kind) = bytes.next() {
        match kind % 8 {
            0 => page.marks(&mut bytes),
            1 => page.adds(&mut bytes),
            2 => page.takes_back(),
            3 => page.becomes(&mut bytes),
            4 | 5 => page.types_anywhere(&mut bytes),
            _ => page.types(&mut bytes),
        }
        page.check();
    }
    page.check_undo_of_each(&empty);
    page.check_undo_of_all(&empty);
}

/// Takes what an edit needs from the bytes that were given; past their end everything is empty.
struct Bytes<'a> {
    left: &'a [u8],
}

impl Bytes<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.left.split_first()?;
        self.left = rest;
        Some(*first)
    }

    fn number(&mut self) -> usize {
        usize::from(self.next().unwrap_or_default())
    }

    /// A text of up to 31 bytes, before they are made Unicode.
    fn text(&mut self) -> String {
        let length = (self.number() % 32).min(self.left.len());
        let (text, rest) = self.left.split_at(length);
        self.left = rest;
        lossy(text).into_owned()
    }

    /// Two places in a text, in order, where no character is cut in two.
    fn range_of(&mut self, text: &str) -> Range<usize> {
        let [one, other] = [(); 2].map(|()| text.floor_char_boundary(self.number() % (text.len() + 1)));
        one.min(other)..one.max(other)
    }
}

/// A page, the edits that made it, and the history that the app would keep of them.
struct Page {
    notes: Notes,
    changes: Vec<Change>,
    history: PageHistory,
    caret: usize,
    seconds: i64,
}

impl Page {
    fn begin(text: &str) -> Self {
        let mut notes = Notes::default();
        notes.replace_text(text, text.len(), &stamp(0));
        Self { notes, changes: Vec::new(), history: PageHistory::default(), caret: text.len(), seconds: 0 }
    }

    /// Replaces a range, as an editor does: the caret stands after what was typed.
    fn types(&mut self, bytes: &mut Bytes<'_>) {
        let (before, old) = (self.notes.clone(), self.notes.text());
        let (range, typed) = (bytes.range_of(&old), bytes.text());
        let text = format!("{}{typed}{}", &old[..range.start], &old[range.end..]);
        self.replace(&text, range.start + typed.len());
        let above = before.line_at(range.start);
        let below = before.lines().len().saturating_sub(before.line_at(range.end) + 1);
        let same = |one: &[_], other: &[_]| assert!(one == other, "a line that was not touched is another one");
        same(&self.notes.lines()[..above], &before.lines()[..above]);
        let (lines, earlier) = (self.notes.lines(), before.lines());
        same(&lines[lines.len() - below..], &earlier[earlier.len() - below..]);
    }

    /// Replaces a range, with the caret said to be anywhere, even outside the page.
    fn types_anywhere(&mut self, bytes: &mut Bytes<'_>) {
        let old = self.notes.text();
        let (range, typed, caret) = (bytes.range_of(&old), bytes.text(), bytes.number());
        let text = format!("{}{typed}{}", &old[..range.start], &old[range.end..]);
        self.replace(&text, if caret == 255 { usize::MAX } else { caret });
    }

    /// The page becomes another text altogether.
    fn becomes(&mut self, bytes: &mut Bytes<'_>) {
        let (text, caret) = (bytes.text(), bytes.number());
        self.replace(&text, caret);
    }

    fn replace(&mut self, text: &str, caret: usize) {
        let old = self.notes.text();
        let change = self.notes.replace_text(text, caret, &stamp(self.seconds));
        assert_eq!(change.is_none(), old == text);
        assert_eq!(self.notes.text(), text);
        self.record(change, caret);
    }

    fn marks(&mut self, bytes: &mut Bytes<'_>) {
        let line = bytes.number() % (self.notes.lines().len() + 1);
        let kinds = [None, Some(CarryKind::Thread), Some(CarryKind::Goal)];
        let change = self.notes.set_carries_on(line, kinds[bytes.number() % kinds.len()]);
        self.record(change, self.caret);
    }

    fn adds(&mut self, bytes: &mut Bytes<'_>) {
        let text = bytes.text();
        let change = self.notes.add(&text, Some(CarryKind::Thread), &stamp(self.seconds));
        assert_eq!(change.after.len(), 1);
        self.record(Some(change), 0);
    }

    /// Undoes and redoes the last step, and is where it was.
    fn takes_back(&mut self) {
        let before = self.notes.clone();
        if self.history.undo(&mut self.notes).is_some() {
            assert!(self.history.redo(&mut self.notes).is_some());
        }
        assert_eq!(self.notes, before);
    }

    fn record(&mut self, change: Option<Change>, caret: usize) {
        // Some edits come at once, and some after a pause that makes them a step of their own.
        self.seconds += i64::try_from(self.changes.len() % 4).unwrap_or_default();
        if let Some(change) = change {
            self.history.record(&self.notes, change.clone(), self.caret, caret, stamp(self.seconds).at);
            self.changes.push(change);
        }
        self.caret = caret;
    }

    fn check(&self) {
        let (text, lines) = (self.notes.text(), self.notes.lines());
        let ids: HashSet<_> = lines.iter().map(|line| &line.id).collect();
        assert_eq!(ids.len(), lines.len(), "two lines have one id");
        assert!(lines.iter().all(|line| !line.text.contains('\n')));
        for (index, line) in lines.iter().enumerate() {
            let start = self.notes.start_of(index);
            assert_eq!(text.get(start..start + line.text.len()), Some(line.text.as_str()));
            assert_eq!(self.notes.line_at(start), index);
        }
    }

    fn check_undo_of_each(&self, empty: &Notes) {
        let mut undone = self.notes.clone();
        self.changes.iter().rev().for_each(|change| assert!(undone.undo(change).is_some()));
        assert_eq!(undone, *empty);
        self.changes.iter().for_each(|change| assert!(undone.redo(change).is_some()));
        assert_eq!(undone, self.notes);
    }

    fn check_undo_of_all(&self, empty: &Notes) {
        let (mut undone, mut history) = (self.notes.clone(), self.history.clone());
        while history.undo(&mut undone).is_some() {}
        assert_eq!(undone, *empty);
        while history.redo(&mut undone).is_some() {}
        assert_eq!(undone, self.notes);
    }
}

// What more than one target needs.

fn moment() -> Moment {
    DateTime::UNIX_EPOCH.into()
}

fn stamp(seconds: i64) -> Stamp {
    Stamp { at: moment() + TimeDelta::seconds(seconds), prompt: PromptId::try_from("open").ok() }
}
