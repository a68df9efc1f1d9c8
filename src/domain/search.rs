//! Search over everything that was written: every word of the query, in any order, case aside.

use std::ops::Range;

use memchr::memmem;

use super::session::Session;

/// What is looked for: words that must all be there. No words match everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Reads a query as typed.
    pub fn parse(typed: &str) -> Self {
        Self { words: folded(typed).split_whitespace().map(str::to_owned).collect() }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a folded text holds every word.
    pub fn matches(&self, folded_text: &str) -> bool {
        self.words.iter().all(|word| memmem::find(folded_text.as_bytes(), word.as_bytes()).is_some())
    }

    /// Where any of the words stands in a text, in bytes of it, in order and without overlaps.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let (folded_text, origins) = folded_with_origins(text);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for word in &self.words {
            let found = memmem::find_iter(folded_text.as_bytes(), word.as_bytes());
            ranges.extend(found.map(|at| origins[at].start..origins[at + word.len() - 1].end));
        }
        ranges.sort_by_key(|range| (range.start, range.end));
        merged(ranges)
    }
}

fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// A text as it is compared: in lower case, each character by itself. The standard library looks at
/// the end of a word too, where it writes a capital sigma as “ς”: the beginning of a word, typed in
/// capitals, would then not be found.
pub fn folded(text: &str) -> String {
    let mut folded_text = String::with_capacity(text.len());
    folded_text.extend(text.chars().flat_map(folded_character));
    folded_text
}

/// A character in lower case, where both small sigmas are one letter.
fn folded_character(character: char) -> impl Iterator<Item = char> {
    character.to_lowercase().map(|lower| if lower == 'ς' { 'σ' } else { lower })
}

/// The folded text, and for each of its bytes the range of the character that it came from.
fn folded_with_origins(text: &str) -> (String, Vec<Range<usize>>) {
    let mut folded_text = String::with_capacity(text.len());
    let mut origins = Vec::with_capacity(text.len());
    for (start, character) in text.char_indices() {
        folded_text.extend(folded_character(character));
        origins.resize(folded_text.len(), start..start + character.len_utf8());
    }
    (folded_text, origins)
}

/// All that a search looks at in a session, folded: the code, the notes, the closing and the
/// addenda.
pub fn searchable(session: &Session) -> String {
    let closing = &session.closing;
    let mut text = session.client.clone();
    for part in [&session.notes.text(), &closing.client_words, &closing.noticed, &closing.chart_summary] {
        text.push('\n');
        text.push_str(part);
    }
    for addendum in &session.addenda {
        text.push('\n');
        text.push_str(&addendum.text);
    }
    folded(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_word_in_any_order_and_case() {
        let query = Query::parse("  Water THE ");
        assert!(query.matches(&folded("I keep seeing the WATER.")));
        assert!(!query.matches(&folded("water")));
        assert!(Query::parse("").matches("anything"));
    }

    #[test]
    fn a_sigma_is_found_wherever_it_stands() {
        for (typed, text) in [("ΟΔΥΣ", "Οδυσσεύς"), ("ΟΔΟΣ", "οδος"), ("οδος", "ΟΔΟΣ")] {
            let query = Query::parse(typed);
            assert!(query.matches(&folded(text)), "{typed} in {text}");
            assert_eq!(query.ranges(text).len(), 1, "{typed} in {text}");
        }
    }

    #[test]
    fn ranges_are_those_of_the_text_itself() {
        let check = |typed: &str, text: &str, expected: &[&str]| {
            let found: Vec<&str> = Query::parse(typed).ranges(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{typed:?} in {text:?}");
        };
        check("water", "Water, water", &["Water", "water"]);
        check("é", "CAFÉ é", &["É", "é"]);
        check("istanbul", "in İstanbul and ISTANBUL", &["ISTANBUL"]);
        check("ab bc", "abc", &["abc"]);
        check("", "abc", &[]);
    }

    proptest::proptest! {
        #[test]
        fn ranges_never_split_a_character(typed in "\\PC{0,4}", text in "\\PC{0,40}") {
            for range in Query::parse(&typed).ranges(&text) {
                proptest::prop_assert!(text.get(range).is_some());
            }
        }
    }
}
