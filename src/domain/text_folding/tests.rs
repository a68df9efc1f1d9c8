//! The cases that went wrong, others of their kind, and what holds for every text.

use std::cmp::Ordering;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::domain::client_code::ClientKey;
use crate::domain::library::search::Query;
use crate::domain::library::themes::{is_same_theme, themes_in};

/// One line of the table of cases.
#[derive(Debug, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Case {
    Search { text: String, query: String, found: bool },
    Client { one: String, other: String, same: bool },
    Theme(ThemeCase),
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum ThemeCase {
    Pair { one: String, other: String, same: bool },
    Alone { text: String, whole: bool },
}

fn only_theme(text: &str) -> &str {
    let themes: Vec<&str> = themes_in(text).collect();
    assert_eq!(themes.len(), 1, "{text:?}");
    themes[0]
}

#[test]
fn what_looks_the_same_is_the_same() {
    let table = include_str!("../../../tests/fixtures/same.jsonl");
    assert!(table.lines().count() >= 70);
    for line in table.lines() {
        match serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")) {
            Case::Search { text, query, found } => {
                let query = Query::parse(&format!("\"{query}\""));
                assert_eq!(query.matches(&folded(&text)), found, "{line}");
                assert_eq!(!query.ranges(&text).is_empty(), found, "{line}");
            }
            Case::Client { one, other, same } => {
                assert_eq!(ClientKey::of(&one) == ClientKey::of(&other), same, "{line}");
                assert_eq!(NaturalSortKey::of(&one) == NaturalSortKey::of(&other), same, "{line}");
                assert_eq!(ClientKey::of(&entered_name(&one)), ClientKey::of(&one), "{line}");
            }
            Case::Theme(ThemeCase::Pair { one, other, same }) => {
                assert_eq!(is_same_theme(only_theme(&one), only_theme(&other)), same, "{line}");
            }
            Case::Theme(ThemeCase::Alone { text, whole }) => {
                assert_eq!(only_theme(&text) == &text[1..], whole, "{line}");
            }
        }
    }
}

#[test]
fn case_accents_and_apostrophes_do_not_count_in_a_search() {
    for (text, expected) in [
        ("Café", "cafe"),
        ("Cafe\u{301}", "cafe"),
        ("İstanbul ışık", "istanbul isik"),
        ("Οδυσσεύς", "οδυσσευσ"),
        ("Straße, STRASSE, ẞ", "strasse, strasse, ss"),
        ("don’t\u{a0}go\tnow", "don't go now"),
        ("one\ntwo\r", "one\ntwo "),
        ("にがて", "にか\u{3099}て"),
        ("ｶﾞ ガ", "カ\u{3099} カ\u{3099}"),
        ("हिन्दी", "हिन्दी"),
        ("\u{1ffd}\u{b4}`", "'''"),
        ("well — then", "well — then"),
    ] {
        assert_eq!(folded(text), expected, "{text}");
    }
}

#[test]
fn what_was_folded_knows_where_it_came_from() {
    let text = "xe\u{301}ßo\u{ad}\u{200b}y\u{fb01}";
    let folded = FoldedText::of(text);
    assert_eq!(folded.text(), "xessoyfi");
    for (range, origin) in
        [(1..2, "e\u{301}"), (2..3, "ß"), (4..6, "o\u{ad}\u{200b}y"), (7..8, "\u{fb01}"), (0..8, text)]
    {
        assert_eq!(&text[folded.origin(range)], origin);
    }
    let vowel = "दि";
    assert_eq!(&vowel[FoldedText::of(vowel).origin(0..3)], vowel, "a letter is shown with its vowel sign");
}

#[test]
fn an_entered_name_is_composed_and_all_of_it_can_be_seen() {
    for (typed, expected) in [
        (" K\u{2011}07\u{200e}", "K\u{2011}07"),
        ("\u{feff} E\u{301}-1 \u{200b}", "É-1"),
        ("\u{200b}\u{2060}", ""),
        ("a b", "a b"),
    ] {
        assert_eq!(entered_name(typed), expected, "{typed:?}");
    }
}

#[test]
fn names_are_in_their_natural_order() {
    let sorted = [
        "",
        "2",
        "10",
        "A-1",
        "Ä-1",
        "A-2",
        "K",
        "K-2",
        "K-02",
        "K-2b",
        "K-10",
        "K-10-2",
        "K-10-11",
        "K-99999999999999999999999999",
        "K-100000000000000000000000000",
        "Karl",
        "L-1",
        "ø-1",
        "p",
    ];
    for (index, one) in sorted.iter().enumerate() {
        for (later, other) in sorted.iter().enumerate() {
            let order = NaturalSortKey::of(one).cmp(&NaturalSortKey::of(other));
            let is_tie = [one, other].iter().all(|name| ["K-2", "K-02"].contains(*name)) && index != later;
            assert!(order == index.cmp(&later) || (is_tie && order != Ordering::Equal), "{one} {other}");
        }
    }
}

/// Letters that Unicode 17 added: the table of case folding is of Unicode 16.
fn is_newer_than_the_table(character: char) -> bool {
    matches!(character, '\u{a7ce}'..='\u{a7d5}' | '\u{16ea0}'..='\u{16ed3}')
}

#[test]
fn every_character_is_folded_once_and_for_all() {
    // Nothing else is anything but an ideograph, or not assigned.
    let characters = ('\0'..='\u{1ffff}').chain('\u{2f800}'..='\u{2fa1f}').chain('\u{e0000}'..='\u{e01ef}');
    for character in characters {
        let text = character.to_string();
        let forms = [text.nfd().collect::<String>(), text.nfc().collect()];
        for key in [folded, identifier_key] {
            let once = key(&text);
            assert_eq!(key(&once), once, "{character:?}");
            for form in forms.iter().filter(|form| **form != text) {
                assert_eq!(key(form), once, "{character:?} as {form:?}");
            }
        }
        assert_eq!(folded(&identifier_key(&text)).trim(), folded(&text).trim(), "{character:?}");
        let upper = folded(&text.to_uppercase());
        assert!(upper == folded(&text) || is_newer_than_the_table(character), "{character:?} in upper case: {upper}");
    }
}

/// Unicode's own data, as the library for patterns has it.
const IGNORABLE: &str = "\\p{Default_Ignorable_Code_Point}";

/// Letters of many scripts, marks, signs, and what cannot be seen.
fn texts() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            4 => "[a-zA-Z0-9 #\\-'`\n]",
            3 => "[àÉñøŁœßıİſﬁǆ´’–‑ \u{2028}]",
            3 => "[\u{300}-\u{345}\u{591}\u{5bf}\u{64b}\u{3099}\u{94d}\u{93f}\u{e33}\u{e49}\u{1161}\u{11a8}ﾞﾟ\u{f73}]",
            2 => "[हनदीน้ำத한ᄒがｶ가ء\u{64a}\u{6cc}άᾳΣς]",
            1 => IGNORABLE,
            1 => "\\PC",
        ],
        0..12,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn folding_is_idempotent_and_the_same_for_every_form_of_a_text(text in texts()) {
        for key in [folded, identifier_key] {
            let once = key(&text);
            prop_assert_eq!(&key(&once), &once);
            prop_assert_eq!(&key(&text.nfd().collect::<String>()), &once);
            prop_assert_eq!(&key(&text.nfc().collect::<String>()), &once);
        }
        prop_assert_eq!(identifier_key(&entered_name(&text)), identifier_key(&text));
    }

    #[test]
    fn what_cannot_be_seen_changes_nothing(text in texts(), ignorable in IGNORABLE, place in 0..12_usize) {
        let at = text.char_indices().nth(place).map_or(text.len(), |(index, _)| index);
        let with = format!("{}{ignorable}{}", &text[..at], &text[at..]);
        prop_assert_eq!(folded(&with), folded(&text));
        prop_assert_eq!(identifier_key(&with), identifier_key(&text));
        prop_assert_eq!(entered_name(&with), entered_name(&text));
    }

    #[test]
    fn what_can_be_seen_is_not_taken_for_what_cannot(character in "[^\\p{Default_Ignorable_Code_Point}]") {
        prop_assert!(!character.chars().any(is_ignorable));
    }

    #[test]
    fn offsets_are_in_order_and_at_whole_letters(text in texts()) {
        let traced = FoldedText::of(&text);
        prop_assert_eq!(traced.text(), folded(&text));
        let mut last = 0..0;
        for (index, character) in traced.text().char_indices() {
            let origin = traced.origin(index..index + character.len_utf8());
            prop_assert!(origin == last || origin.start >= last.end, "{origin:?} after {last:?}");
            prop_assert!(text.get(origin.clone()).is_some_and(|letter| !letter.is_empty()));
            prop_assert!(!text[origin.end..].starts_with(is_mark), "a mark belongs to its letter");
            last = origin;
        }
    }

    #[test]
    fn names_are_equal_exactly_if_their_places_in_a_list_are(one in texts(), other in texts()) {
        let equal = NaturalSortKey::of(&one) == NaturalSortKey::of(&other);
        prop_assert_eq!(equal, is_same_name(&one, &other));
        prop_assert_eq!(NaturalSortKey::of(&one), NaturalSortKey::of(&one.nfd().collect::<String>()));
    }
}
