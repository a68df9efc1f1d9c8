//! Whether one version of a session lacks much of what another one says.
//!
//! Counts what was typed: lines, closing fields, addenda. Must not know where versions are kept.

use std::collections::HashMap;

use super::client_wording::ClientWording;
use super::{ClosingField, Session};
use crate::domain::id::LineId;

/// Removing at least this many characters is much when it is more than a quarter of all.
const SHARE_COUNTS_FROM: usize = 20;

/// Removing this many characters is much, however long the session is.
const MUCH: usize = 400;

/// Removing this many lines is much, however long the session is.
const MANY_LINES: usize = 4;

/// How much of a version is not in the one after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Removed {
    characters: usize,
    /// Lines and fields with words of which none are left.
    whole: usize,
}

impl Removed {
    fn add(&mut self, before: &str, after: &str) {
        let characters = removed_characters(before, after);
        self.characters += characters;
        if characters > 0 && after.trim().is_empty() {
            self.whole += 1;
        }
    }
}

/// Whether `after` lacks so much of what `before` says that `before` is worth keeping: all of it, at least four whole
/// lines or fields, at least 400 characters, or more than a quarter (of at least 20 characters).
pub(crate) fn takes_much_away(before: &Session, after: &Session) -> bool {
    let Removed { characters, whole } = removed(before, after);
    let all = written_characters(before);
    let is_large_share = characters >= SHARE_COUNTS_FROM && characters * 4 > all;
    let is_all = characters > 0 && characters == all;
    is_all || is_large_share || characters >= MUCH || whole >= MANY_LINES
}

/// Whether `after` lacks anything of what `before` says.
pub(crate) fn takes_any_away(before: &Session, after: &Session) -> bool {
    removed(before, after).characters > 0
}

/// How many characters a person typed into a session, without those between words.
pub(crate) fn written_characters(session: &Session) -> usize {
    texts(session).map(count).sum()
}

fn count(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}

fn texts(session: &Session) -> impl Iterator<Item = &str> {
    let lines = session.notes.lines().iter().map(|line| line.text.as_str());
    let closing = ClosingField::ALL.iter().map(|field| session.closing.field(*field));
    let also = session.closing.conflicting_texts.iter().map(|also| also.text.as_str());
    let addenda = session.addenda.iter().map(|addendum| addendum.text.as_str());
    let for_client = session.client_wording.iter().map(|wording| wording.text.as_str());
    lines.chain(closing).chain(for_client).chain(also).chain(addenda).chain([session.addendum_draft.as_str()])
}

fn removed(before: &Session, after: &Session) -> Removed {
    let mut removed = Removed::default();
    let lines: HashMap<&LineId, &str> = after.notes.lines().iter().map(|line| (&line.id, line.text.as_str())).collect();
    for line in before.notes.lines() {
        removed.add(&line.text, lines.get(&line.id).copied().unwrap_or_default());
    }
    for field in ClosingField::ALL {
        removed.add(before.closing.field(field), after.closing.field(field));
    }
    for wording in &before.client_wording {
        let of_line = |other: &&ClientWording| other.line == wording.line && other.from == wording.from;
        let mut after = after.client_wording.iter().filter(of_line).map(|other| other.text.as_str());
        let same = after.clone().find(|text| *text == wording.text);
        removed.add(&wording.text, same.or(after.next_back()).unwrap_or_default());
    }
    for also in &before.closing.conflicting_texts {
        let is_there = after.closing.also_in(also.field).chain([after.closing.field(also.field)]);
        removed.add(&also.text, is_there.into_iter().find(|text| *text == also.text).unwrap_or_default());
    }
    for addendum in &before.addenda {
        let same = after.addenda.iter().find(|other| other.at == addendum.at && other.text == addendum.text);
        removed.add(&addendum.text, same.map(|same| same.text.as_str()).unwrap_or_default());
    }
    // Once it is added, its words are in the addendum.
    let was_added = after.addenda.iter().any(|addendum| addendum.text.contains(before.addendum_draft.trim()));
    if !was_added {
        removed.add(&before.addendum_draft, &after.addendum_draft);
    }
    removed
}

/// The characters of a text that are neither at its beginning nor at its end any more, without those between words.
fn removed_characters(before: &str, after: &str) -> usize {
    let same_start = before.chars().zip(after.chars()).take_while(|(one, other)| one == other);
    let start: usize = same_start.map(|(character, _)| character.len_utf8()).sum();
    let (rest, other) = (&before[start..], &after[start..]);
    let same_end = rest.chars().rev().zip(other.chars().rev()).take_while(|(one, other)| one == other);
    let end: usize = same_end.map(|(character, _)| character.len_utf8()).sum();
    count(&rest[..rest.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::notes::Stamp;

    fn page(lines: &[&str]) -> Session {
        let at = "2026-11-23T14:02:11-05:00".try_into().unwrap();
        let mut session = Session::begin(at, "K-07", None, Vec::new());
        for line in lines {
            session.notes.add(line, None, &Stamp { at, prompt: None });
        }
        session
    }

    fn without(session: &Session, lines: &[usize]) -> Session {
        let mut kept = session.notes.lines().to_vec();
        lines.iter().rev().for_each(|line| {
            kept.remove(*line);
        });
        Session { notes: kept.into(), ..session.clone() }
    }

    #[test]
    fn all_of_a_page_is_much_however_short_it_is() {
        let short = page(&["a", "b"]);
        assert!(takes_much_away(&short, &without(&short, &[0, 1])));
        assert!(!takes_much_away(&short, &short));
        let empty = page(&[]);
        assert!(!takes_much_away(&empty, &short));
    }

    #[test]
    fn a_slip_of_the_keys_is_not_much_and_a_quarter_of_a_page_is() {
        let lines: Vec<String> = (0..8).map(|line| format!("{line} words of some length")).collect();
        let whole = page(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(!takes_much_away(&whole, &without(&whole, &[0])) && takes_any_away(&whole, &without(&whole, &[0])));
        assert!(takes_much_away(&whole, &without(&whole, &[0, 1, 2])));
    }

    #[test]
    fn four_lines_or_four_hundred_characters_are_much_however_long_the_page_is() {
        let lines: Vec<String> = (0..200).map(|line| format!("{line} words")).collect();
        let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let long = "x".repeat(400);
        lines.push(&long);
        let whole = page(&lines);
        assert!(!takes_much_away(&whole, &without(&whole, &[0, 1, 2])));
        assert!(takes_much_away(&whole, &without(&whole, &[0, 1, 2, 3])));
        assert!(takes_much_away(&whole, &without(&whole, &[200])));
    }

    #[test]
    fn closing_fields_and_addenda_count_and_an_addendum_that_is_added_is_not_gone() {
        let mut before = page(&["a line that stays as it is"]);
        before.closing.noticed = "calm, and a little tired afterwards".to_owned();
        let mut after = before.clone();
        after.closing.noticed.clear();
        assert!(takes_much_away(&before, &after));
        before.addendum_draft = "later that week she called once more".to_owned();
        let mut added = before.clone();
        added.addendum_draft.clear();
        assert!(takes_much_away(&before, &added));
        added.addenda.push(crate::domain::session::Addendum::new(added.began, &before.addendum_draft));
        assert!(!takes_any_away(&before, &added));
        assert!(takes_much_away(&added, &before));
    }
}
