//! What was typed into the search, read: words, phrases and conditions.
//!
//! Whatever is half typed asks for nothing yet. Must not know what is searched.

use chrono::NaiveDate;

use crate::domain::client_code::ClientKey;
use crate::domain::date_input::DateReader;
use crate::domain::text_folding::folded;

/// One part of what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum QueryPart {
    /// A word, or a phrase in quotes, as typed.
    Words(String),
    /// Something that a session is or has.
    Condition(Condition),
    /// Nothing yet: it is half typed.
    Nothing,
    /// A condition that is not to be understood as it is.
    Unclear(Unclear),
}

/// Something that a session is or has.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    /// It is with this client.
    Client(ClientKey),
    /// This theme is named in it, in the form of [`theme_key`].
    Theme(String),
    /// Something is written in it under a prompt with this id, or with these words in its title.
    Prompt(PromptName),
    /// It began before this day.
    Before(NaiveDate),
    /// It began on this day or later.
    From(NaiveDate),
    /// Something of it is still kept for next time, or nothing is.
    Open(bool),
}

/// What a prompt is asked for by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PromptName {
    /// Its id.
    pub(crate) id: String,
    /// Words in its title, in the form of [`title_key`].
    pub(crate) title: String,
}

/// A condition that cannot be understood, and how it would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// After `before:` a date is missing, or it is not one.
    Before,
    /// After `after:` a date is missing, or it is not one.
    After,
    /// After `open:` stands neither `yes` nor `no`.
    Open,
}

/// A theme as it is compared: its words may be joined or not.
pub(crate) fn theme_key(theme: &str) -> String {
    folded(theme).replace(['-', '_'], " ")
}

/// The title of a prompt as it is compared: its words may be joined, and it is one line.
pub(crate) fn title_key(title: &str) -> String {
    folded(title).replace(['-', '\n'], " ")
}

/// Reads what was typed, with the dates in it.
pub(crate) fn parts(typed: &str, dates: DateReader) -> Vec<QueryPart> {
    let mut parts = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (part, after) = next_part(rest, dates);
        parts.push(part);
        rest = after.trim_start();
    }
    parts
}

/// How words are typed that are looked for as they are, side by side. Quotes among them are left out: they have no
/// meaning but this one.
pub(crate) fn phrase(words: &str) -> String {
    let words = words.replace(is_quote, " ");
    let words = words.trim();
    let is_one_word = !words.contains(|character: char| character.is_whitespace() || character == ':');
    if is_one_word { words.to_owned() } else { format!("\"{words}\"") }
}

/// Reads the part that a text begins with; gives what follows it.
fn next_part(typed: &str, dates: DateReader) -> (QueryPart, &str) {
    if let Some((phrase, after)) = quoted(typed) {
        return (words(phrase), after);
    }
    let end = typed.find(char::is_whitespace).unwrap_or(typed.len());
    let Some(colon) = typed[..end].find(':') else { return (words(&typed[..end]), &typed[end..]) };
    let operator = typed[..colon].to_ascii_lowercase();
    let (value, after) = quoted(&typed[colon + 1..]).unwrap_or((&typed[colon + 1..end], &typed[end..]));
    match condition(&operator, value.trim(), dates) {
        Some(part) => (part, after),
        None => (words(&typed[..end]), &typed[end..]),
    }
}

/// What is between the quotes that a text begins with, and what follows. Quotes that were not
/// closed yet run to the end.
fn quoted(typed: &str) -> Option<(&str, &str)> {
    let inner = typed.strip_prefix(is_quote)?;
    Some(inner.split_once(is_quote).unwrap_or((inner, "")))
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„')
}

fn words(typed: &str) -> QueryPart {
    let typed = typed.trim();
    if folded(typed).trim().is_empty() { QueryPart::Nothing } else { QueryPart::Words(typed.to_owned()) }
}

/// What an operator asks for; nothing if it is none. With nothing behind it, it asks for nothing.
fn condition(operator: &str, value: &str, dates: DateReader) -> Option<QueryPart> {
    let date = |unclear, condition: fn(NaiveDate) -> Condition| {
        dates.read(value).map_or(QueryPart::Unclear(unclear), |day| QueryPart::Condition(condition(day)))
    };
    Some(match operator {
        "client" if value.is_empty() => QueryPart::Nothing,
        "client" => QueryPart::Condition(Condition::Client(ClientKey::of(value))),
        "theme" => theme(value),
        "prompt" => prompt(value),
        "before" => date(Unclear::Before, Condition::Before),
        "after" => date(Unclear::After, Condition::From),
        "open" => open(value),
        _ => return None,
    })
}

fn theme(value: &str) -> QueryPart {
    let key = theme_key(value.trim_start_matches('#')).trim().to_owned();
    if key.is_empty() { QueryPart::Nothing } else { QueryPart::Condition(Condition::Theme(key)) }
}

fn prompt(value: &str) -> QueryPart {
    let name = PromptName { id: folded(value), title: title_key(value) };
    if name.title.trim().is_empty() { QueryPart::Nothing } else { QueryPart::Condition(Condition::Prompt(name)) }
}

fn open(value: &str) -> QueryPart {
    match value.to_ascii_lowercase().as_str() {
        "yes" => QueryPart::Condition(Condition::Open(true)),
        "no" => QueryPart::Condition(Condition::Open(false)),
        _ => QueryPart::Unclear(Unclear::Open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date_input::DateOrder;

    fn said(words: &str) -> QueryPart {
        QueryPart::Words(words.to_owned())
    }

    fn theme(key: &str) -> QueryPart {
        QueryPart::Condition(Condition::Theme(key.to_owned()))
    }

    fn dates() -> DateReader {
        DateReader::new(date("2026-11-25"), DateOrder::DayFirst)
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn reads_words_phrases_and_conditions() {
        let client = |code: &str| QueryPart::Condition(Condition::Client(ClientKey::of(code)));
        for (typed, expected) in [
            ("", vec![]),
            ("  by the  Water ", vec![said("by"), said("the"), said("Water")]),
            ("\"let go\" of", vec![said("let go"), said("of")]),
            ("“let go” \"of it", vec![said("let go"), said("of it")]),
            ("\" \" \"\" \u{301}", vec![]),
            ("say \"", vec![said("say")]),
            ("client:k-07 Client:\"River 3\"x", vec![client("K-07"), client("river 3"), said("x")]),
            ("client: theme: prompt: theme:#", vec![]),
            (
                "theme:Letting-Go theme:\"letting go\" theme:#été",
                vec![theme("letting go"), theme("letting go"), theme("ete")],
            ),
            ("before:2026-6-1", vec![QueryPart::Condition(Condition::Before(date("2026-06-01")))]),
            ("after:2026-06-01", vec![QueryPart::Condition(Condition::From(date("2026-06-01")))]),
            (
                "after:\"20 Nov\" before:5/6/2026 after:yesterday",
                vec![
                    QueryPart::Condition(Condition::From(date("2026-11-20"))),
                    QueryPart::Condition(Condition::Before(date("2026-06-05"))),
                    QueryPart::Condition(Condition::From(date("2026-11-24"))),
                ],
            ),
            ("before:June after:", vec![QueryPart::Unclear(Unclear::Before), QueryPart::Unclear(Unclear::After)]),
            (
                "open:Yes open:no",
                vec![QueryPart::Condition(Condition::Open(true)), QueryPart::Condition(Condition::Open(false))],
            ),
            ("open: open:ye", vec![QueryPart::Unclear(Unclear::Open), QueryPart::Unclear(Unclear::Open)]),
            ("foo:bar 14:02 :x", vec![said("foo:bar"), said("14:02"), said(":x")]),
        ] {
            let read: Vec<QueryPart> =
                parts(typed, dates()).into_iter().filter(|part| *part != QueryPart::Nothing).collect();
            assert_eq!(read, expected, "{typed:?}");
        }
        let name = PromptName { id: "felt-sense".to_owned(), title: "felt sense".to_owned() };
        assert_eq!(parts("prompt:Felt-Sense", dates()), [QueryPart::Condition(Condition::Prompt(name))]);
    }

    proptest::proptest! {
        #[test]
        fn a_phrase_is_read_as_its_words_whatever_they_are(typed in "([a-z]{0,7}:)?[ :#a-z\\-0-9é]{0,30}") {
            let said = typed.trim();
            let expected = if said.is_empty() { vec![] } else { vec![QueryPart::Words(said.to_owned())] };
            proptest::prop_assert_eq!(parts(&phrase(&typed), dates()), expected);
        }

        #[test]
        fn reads_anything(typed in "([a-z]{0,7}:)?[\"“” :#a-z\\-0-9é]{0,30}") {
            parts(&typed, dates());
        }
    }
}
