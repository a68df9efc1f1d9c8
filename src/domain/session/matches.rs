//! Where words are in the notes of one session: the whole of what is looked for, within one line, compared as a search
//! compares.
//!
//! Must not know of a caret, or of what is drawn.

use std::ops::Range;

use super::notes::Notes;
use crate::domain::place::Place;
use crate::domain::text_folding::{FoldedText, folded};

/// The places of what is looked for, in their order. No two of them overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Matches(Vec<Range<Place>>);

impl Matches {
    /// Looks for words in notes. Nothing is found when nothing is looked for.
    pub(crate) fn of(notes: &Notes, looked_for: &str) -> Self {
        let looked_for = folded(looked_for);
        if looked_for.is_empty() {
            return Self::default();
        }
        let lines = notes.lines().iter().enumerate();
        Self(lines.flat_map(|(line, says)| in_line(line, &says.text, &looked_for)).collect())
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// One of them, by its number from 0.
    pub(crate) fn get(&self, number: usize) -> Option<Range<Place>> {
        self.0.get(number).cloned()
    }

    /// The number of the first one that does not begin before a place; after the last one comes the first again.
    pub(crate) fn at_or_after(&self, place: Place) -> Option<usize> {
        let next = self.0.partition_point(|found| found.start < place);
        (!self.0.is_empty()).then(|| next % self.0.len())
    }

    /// The number of the last one that begins before a place; before the first one comes the last.
    pub(crate) fn before(&self, place: Place) -> Option<usize> {
        let next = self.0.partition_point(|found| found.start < place);
        next.checked_sub(1).or_else(|| self.0.len().checked_sub(1))
    }

    /// The number of the one that is at a range.
    pub(crate) fn number_of(&self, range: &Range<Place>) -> Option<usize> {
        self.0.binary_search_by(|found| found.start.cmp(&range.start)).ok().filter(|number| self.0[*number] == *range)
    }

    /// Those in a line, in bytes of it.
    pub(crate) fn in_line(&self, line: usize) -> impl Iterator<Item = Range<usize>> {
        let first = self.0.partition_point(|found| found.start.line < line);
        let found = self.0[first..].iter().take_while(move |found| found.start.line == line);
        found.map(|found| found.start.byte..found.end.byte)
    }
}

fn in_line(line: usize, says: &str, looked_for: &str) -> Vec<Range<Place>> {
    if !folded(says).contains(looked_for) {
        return Vec::new();
    }
    let text = FoldedText::of(says);
    let mut found: Vec<Range<Place>> = Vec::new();
    for (start, matched) in text.text().match_indices(looked_for) {
        let bytes = text.origin(start..start + matched.len());
        let begins_behind = found.last().is_none_or(|last| last.end.byte <= bytes.start);
        if begins_behind {
            found.push(Place::new(line, bytes.start)..Place::new(line, bytes.end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Moment;
    use crate::domain::session::notes::Stamp;

    fn notes(words: &str) -> Notes {
        let at = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let mut notes = Notes::default();
        notes.replace_text(words, words.len(), &Stamp { at, prompt: None });
        notes
    }

    fn bytes(words: &str, looked_for: &str) -> Vec<(usize, Range<usize>)> {
        let found = Matches::of(&notes(words), looked_for);
        found.0.iter().map(|found| (found.start.line, found.start.byte..found.end.byte)).collect()
    }

    #[test]
    fn case_and_accents_do_not_count_and_what_is_found_has_its_own_length() {
        assert_eq!(bytes("The Éte\nan été, ete", "ete"), [(0, 4..8), (1, 3..8), (1, 10..13)]);
        assert_eq!(bytes("Straße", "strasse"), [(0, 0..7)]);
        assert_eq!(bytes("aaaa", "aa"), [(0, 0..2), (0, 2..4)]);
        assert_eq!(bytes("one", ""), []);
    }

    #[test]
    fn after_the_last_one_comes_the_first_again() {
        let found = Matches::of(&notes("sea\nthe sea"), "sea");
        let at = |line, byte| Place::new(line, byte);
        assert_eq!((found.at_or_after(at(0, 0)), found.at_or_after(at(0, 1))), (Some(0), Some(1)));
        assert_eq!((found.at_or_after(at(1, 5)), found.before(at(0, 0))), (Some(0), Some(1)));
        assert_eq!((found.before(at(1, 4)), found.number_of(&(at(1, 4)..at(1, 7)))), (Some(0), Some(1)));
        assert_eq!((found.at_or_after(at(9, 0)), Matches::default().before(at(0, 0))), (Some(0), None));
        assert!(found.in_line(1).eq(std::iter::once(4..7)));
    }

    proptest! {
        #[test]
        fn whatever_is_found_says_what_was_looked_for(words in "[a-cé ß\n🌊]{0,40}", looked_for in "[a-cÉ s]{1,3}") {
            let notes = notes(&words);
            let found = Matches::of(&notes, &looked_for);
            for range in &found.0 {
                let says = &notes.lines()[range.start.line].text[range.start.byte..range.end.byte];
                prop_assert!(folded(says).contains(&folded(&looked_for)), "{says:?}");
            }
            let is_said = notes.lines().iter().any(|line| folded(&line.text).contains(&folded(&looked_for)));
            prop_assert_eq!(found.count() > 0, is_said);
        }
    }
}
