//! Search over everything that was written: words and phrases that must all be there, in any order,
//! compared as `text_folding` says, and conditions that a session meets.
//!
//! A condition asks about the session, and the words may stand anywhere in it: `prompt:felt-sense water`
//! finds the sessions with something under that prompt and the word anywhere.

pub mod passages;
pub mod search_text;
mod text_arena;
pub mod typed;

use std::ops::Range;

use chrono::NaiveDate;
use memchr::memmem::Finder;

use super::themes::theme_ranges;
use crate::domain::date_input::DateReader;
use crate::domain::text_folding::{FoldedText, folded};
use search_text::{IndexEntry, SearchTexts};
use typed::{Condition, PromptName, QueryPart, Unclear, parts, theme_key};

/// What is looked for. Nothing asked for matches everything.
#[derive(Debug, Clone, Default)]
pub struct Query {
    words: Vec<WordFinder>,
    conditions: Vec<ConditionFinder>,
    unclear: Vec<Unclear>,
}

/// A word, or a phrase.
#[derive(Debug, Clone)]
struct WordFinder {
    typed: String,
    finder: Finder<'static>,
}

/// A condition, and what is looked for to see whether it holds.
#[derive(Debug, Clone)]
struct ConditionFinder {
    condition: Condition,
    /// One of them is there, if it is a condition on a theme or a prompt.
    any_of: Vec<Finder<'static>>,
}

impl ConditionFinder {
    fn of(condition: Condition) -> Self {
        let any_of = match &condition {
            Condition::Theme(theme) => vec![format!("\n{theme}\n")],
            Condition::Prompt(PromptName { id, title }) => vec![title.clone(), format!("\n{id}\t")],
            _ => Vec::new(),
        };
        let any_of = any_of.iter().map(|words| Finder::new(words.as_bytes()).into_owned()).collect();
        Self { condition, any_of }
    }

    fn is_in(&self, labels: &str) -> bool {
        self.any_of.iter().any(|finder| finder.find(labels.as_bytes()).is_some())
    }

    /// Whether it holds for a session, of which something is still kept for next time or nothing is.
    fn holds(&self, all: &SearchTexts, kept: &IndexEntry, is_open: bool) -> bool {
        match &self.condition {
            Condition::Client(client) => kept.about.client == *client,
            Condition::Theme(_) => self.is_in(all.themes(kept)),
            Condition::Prompt(_) => self.is_in(all.prompts(kept)),
            Condition::Before(day) => kept.about.day < *day,
            Condition::From(day) => kept.about.day >= *day,
            Condition::Open(open) => is_open == *open,
        }
    }
}

impl WordFinder {
    fn of(typed: String) -> Self {
        let finder = Finder::new(folded(&typed).replace('\n', " ").as_bytes()).into_owned();
        Self { typed, finder }
    }

    fn stands_in(&self, folded_text: &str) -> bool {
        self.finder.find(folded_text.as_bytes()).is_some()
    }

    fn len(&self) -> usize {
        self.finder.needle().len()
    }
}

impl Query {
    /// Reads a query as typed, in which every date has its year.
    pub fn parse(typed: &str) -> Self {
        Self::parse_on(typed, DateReader::of_whole_dates())
    }

    /// Reads a query as typed, with dates as people write them.
    pub(crate) fn parse_on(typed: &str, dates: DateReader) -> Self {
        let mut query = Self::default();
        for part in parts(typed, dates) {
            match part {
                QueryPart::Words(typed) => query.words.push(WordFinder::of(typed)),
                QueryPart::Condition(condition) => query.conditions.push(ConditionFinder::of(condition)),
                QueryPart::Unclear(unclear) => query.unclear.push(unclear),
                QueryPart::Nothing => {}
            }
        }
        query
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.is_empty()
    }

    /// What was typed that cannot be understood, the first of it.
    pub(crate) fn unclear(&self) -> Option<Unclear> {
        self.unclear.first().copied()
    }

    /// The first day of those that are looked at, and the day after the last of them, as far as it asks for them.
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let conditions = || self.conditions.iter().map(|asked| &asked.condition);
        let from =
            conditions().filter_map(|condition| if let Condition::From(day) = condition { Some(*day) } else { None });
        let before =
            conditions().filter_map(|condition| if let Condition::Before(day) = condition { Some(*day) } else { None });
        (from.max(), before.min())
    }

    /// The words that are looked for, as typed; nothing if anything else is asked for.
    pub fn words(&self) -> Option<String> {
        let typed: Vec<&str> = self.words.iter().map(|words| words.typed.as_str()).collect();
        (!typed.is_empty() && self.conditions.is_empty() && self.unclear.is_empty()).then(|| typed.join(" "))
    }

    /// Whether what is looked for stands at places in a session that can be shown.
    pub fn shows_places(&self) -> bool {
        !self.words.is_empty() || self.asked_themes().next().is_some()
    }

    /// Whether it asks what is still kept for next time.
    pub(crate) fn asks_what_is_open(&self) -> bool {
        self.conditions.iter().any(|asked| matches!(asked.condition, Condition::Open(_)))
    }

    /// Whether a folded text holds every word.
    pub fn matches(&self, folded_text: &str) -> bool {
        self.words.iter().all(|words| words.stands_in(folded_text))
    }

    /// Whether a session is found, of which something is still kept for next time or nothing is.
    pub fn finds(&self, all: &SearchTexts, kept: &IndexEntry, is_open: bool) -> bool {
        self.conditions.iter().all(|asked| asked.holds(all, kept, is_open)) && self.matches(all.text(kept))
    }

    /// Where anything that was looked for stands in a text, in bytes of it, in order and without
    /// overlaps.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut ranges = self.theme_ranges(text);
        let folded_text = folded(text);
        if self.words.iter().any(|words| words.stands_in(&folded_text)) {
            let traced = FoldedText::of(text);
            for words in &self.words {
                let found = words.finder.find_iter(traced.text().as_bytes());
                ranges.extend(found.map(|at| traced.origin(at..at + words.len())));
            }
        }
        ranges.sort_by_key(|range| (range.start, range.end));
        merged(ranges)
    }

    fn asked_themes(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().filter_map(|asked| match &asked.condition {
            Condition::Theme(theme) => Some(theme.as_str()),
            _ => None,
        })
    }

    fn theme_ranges(&self, text: &str) -> Vec<Range<usize>> {
        if self.asked_themes().next().is_none() {
            return Vec::new();
        }
        let is_asked = |range: &Range<usize>| {
            let theme = theme_key(&text[range.start + 1..range.end]);
            self.asked_themes().any(|asked| asked == theme)
        };
        theme_ranges(text).into_iter().filter(is_asked).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_word_in_any_order_and_case() {
        let query = Query::parse("  Water THE ");
        assert!(query.matches(&folded("I keep seeing the WATER.")));
        assert!(!query.matches(&folded("water")));
        assert!(Query::parse("").matches("anything"));
        assert!(!Query::parse("\"keep the\"").matches(&folded("keep seeing the water")));
        assert!(Query::parse("CAFE don't").matches(&folded("don’t, café")));
    }

    #[test]
    fn says_what_is_looked_for() {
        for (typed, words, shows_places) in [
            ("water", Some("water"), true),
            ("“let go” water", Some("let go water"), true),
            ("theme:water", None, true),
            ("client:K-07", None, false),
            ("water before:x", None, true),
            ("client:", None, false),
        ] {
            let query = Query::parse(typed);
            assert_eq!(query.words().as_deref(), words, "{typed}");
            assert_eq!(query.shows_places(), shows_places, "{typed}");
        }
        assert!(Query::parse("client: before:x").is_empty());
        assert_eq!(Query::parse("before:x").unclear(), Some(Unclear::Before));
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
        check("istanbul", "in İstanbul and ISTANBUL", &["İstanbul", "ISTANBUL"]);
        check("ab bc", "abc", &["abc"]);
        check("theme:letting-go", "#Letting_go, #letting", &["#Letting_go"]);
        check("\"by the\"", "by the sea, by  the", &["by the"]);
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
