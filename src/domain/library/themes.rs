//! Themes: the `#words` in a line, in the client's words, typed by the therapist.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text_folding::{
    NaturalSortKey, identifier_key, is_hyphen, is_ignorable, is_joiner, is_mark, is_same_name, is_word_part,
};

/// Where the themes are in a line, each with its `#`. A theme is a word of letters with their marks, digits,
/// hyphens and `_`, and begins at the start of a word.
pub fn theme_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let range = |(start, _)| {
        let length = word_length(&text[start + 1..]);
        (length > 0 && begins_word(text, start)).then_some(start..start + 1 + length)
    };
    text.match_indices('#').filter_map(range).collect()
}

/// Whether no word, and no other `#`, goes on to a place. What cannot be seen is not between them.
fn begins_word(text: &str, place: usize) -> bool {
    let before = text[..place].chars().rev().find(|character| !is_ignorable(*character));
    before.is_none_or(|before| !is_word_part(before) && before != '#')
}

/// How many bytes the theme has that a text begins with. What cannot be seen, and a hyphen that was not typed as
/// one, are part of it only within: never at its end.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    for (index, character) in text.char_indices() {
        let is_within = is_ignorable(character) || (is_hyphen(character) && character != '-');
        let is_word = is_word_part(character) || matches!(character, '-' | '_');
        if (length == 0 && is_mark(character)) || !(is_word || is_within) {
            break;
        }
        if !is_within {
            length = index + character.len_utf8();
        }
    }
    length
}

/// The themes in a line, without their `#`.
pub(crate) fn themes_in(text: &str) -> impl Iterator<Item = &str> {
    theme_ranges(text).into_iter().map(|range| &text[range.start + 1..range.end])
}

/// A theme, and how many sessions it is named in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeCount {
    /// The theme, as it was written in one of them, without what cannot be seen.
    pub theme: String,
    /// How many sessions name it.
    pub sessions: usize,
}

/// The themes of some sessions, in alphabetical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeCounts {
    by_key: BTreeMap<NaturalSortKey, ThemeCount>,
}

impl ThemeCounts {
    /// Counts the themes of one more session.
    pub fn add<'a>(&mut self, themes: impl IntoIterator<Item = &'a str>) {
        for theme in themes {
            let new = || ThemeCount { theme: theme_from(theme).unwrap_or_else(|| theme.to_owned()), sessions: 0 };
            self.by_key.entry(NaturalSortKey::of(theme)).or_insert_with(new).sessions += 1;
        }
    }

    /// Counts the themes of one session no longer.
    pub fn remove<'a>(&mut self, themes: impl IntoIterator<Item = &'a str>) {
        for key in themes.into_iter().map(NaturalSortKey::of) {
            if let Some(count) = self.by_key.get_mut(&key) {
                count.sessions -= 1;
                if count.sessions == 0 {
                    self.by_key.remove(&key);
                }
            }
        }
    }

    /// The themes, in order.
    pub fn iter(&self) -> impl Iterator<Item = &ThemeCount> {
        self.by_key.values()
    }
}

/// What a theme is known by.
pub(crate) fn theme_key(theme: &str) -> String {
    identifier_key(theme)
}

/// Whether two words are one theme.
pub(crate) fn is_same_theme(one: &str, other: &str) -> bool {
    is_same_name(one, other)
}

/// The theme that was typed, without its `#`; its words are joined by `-`. Nothing if it is none.
pub(crate) fn theme_from(typed: &str) -> Option<String> {
    let visible: String =
        typed.chars().filter(|character| !is_ignorable(*character) || is_joiner(*character)).nfc().collect();
    let words: Vec<&str> = visible.trim().trim_start_matches('#').split_whitespace().collect();
    let theme = words.join("-");
    let theme = theme.trim_matches(is_joiner);
    (!theme.is_empty() && word_length(theme) == theme.len()).then(|| theme.to_owned())
}

/// A text in which a theme became another one; nothing if it does not hold it. Where the two come to
/// stand side by side, one is enough.
pub(crate) fn renamed_theme(text: &str, from: &str, to: &str) -> Option<String> {
    let mut renamed = String::with_capacity(text.len());
    let (mut copied, mut changed) = (0, false);
    let mut last_end = None;
    for range in theme_ranges(text) {
        let theme = &text[range.start + 1..range.end];
        let becomes = is_same_theme(theme, from) && theme != to;
        let between = &text[copied..range.start];
        let is_again = becomes || is_same_theme(theme, to);
        let follows = last_end == Some(copied) && !between.is_empty() && between.trim().is_empty();
        if is_again && follows && (becomes || changed) {
            changed = true;
        } else {
            renamed.push_str(between);
            renamed.push('#');
            renamed.push_str(if becomes { to } else { theme });
            changed |= becomes;
        }
        copied = range.end;
        last_end = is_again.then_some(copied);
    }
    renamed.push_str(&text[copied..]);
    changed.then_some(renamed)
}

/// A theme that completes what is typed of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion<'a> {
    /// All of the theme.
    pub whole: &'a str,
    /// What is still to be typed.
    pub rest: &'a str,
}

/// What completes the theme that is being typed at `caret`, in bytes: the first of `themes` that begins with what is
/// between its `#` and the caret, however that is spelled.
pub fn completion<'a>(text: &str, caret: usize, themes: impl IntoIterator<Item = &'a str>) -> Option<Completion<'a>> {
    let word_start = text.get(..caret)?.rfind(char::is_whitespace).unwrap_or(0);
    let word_end = text[caret..].find(char::is_whitespace).map_or(text.len(), |at| caret + at);
    let ranges = theme_ranges(&text[word_start..word_end]);
    let range = ranges.into_iter().find(|range| word_start + range.end == caret)?;
    let key = theme_key(&text[word_start + range.start + 1..caret]);
    themes.into_iter().find_map(|whole| {
        let rest = rest_after(whole, &key).filter(|rest| !rest.is_empty())?;
        Some(Completion { whole, rest })
    })
}

/// What follows in a theme after a beginning with this key. A letter with its marks is never taken apart.
fn rest_after<'a>(theme: &'a str, key: &str) -> Option<&'a str> {
    let is_last = |(start, letter): (usize, &str)| {
        let end = start + letter.len();
        (theme_key(&theme[..end]) == key).then(|| &theme[end..])
    };
    theme.grapheme_indices(true).take(key.len()).find_map(is_last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_words_after_a_hash() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = theme_ranges(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("#water and #letting-go.", &["#water", "#letting-go"]);
        check("(#été)", &["#été"]);
        check("no. # 5, C#5, ##x", &[]);
    }

    /// Words whose letters have marks, and what cannot be seen between them.
    const WHOLE: [&str; 9] = [
        "हिन्दी",
        "น้ำ",
        "می\u{200c}خواهم",
        "தண்ணீர்",
        "e\u{301}te\u{301}",
        "ක්\u{200d}ෂ",
        "letting\u{2011}go",
        "mo\u{ad}ther",
        "ガラス",
    ];

    #[test]
    fn a_theme_is_a_whole_word_in_every_script() {
        for word in WHOLE {
            for text in [format!("#{word}"), format!("(#{word}, and on)"), format!("\u{200b}#{word}\u{200b} \u{301}#")]
            {
                assert_eq!(themes_in(&text).collect::<Vec<_>>(), [word], "{text:?}");
            }
            assert_eq!(themes_in(&format!("{word}#{word}")).count(), 0, "{word} is one word with what follows");
            let renamed = renamed_theme(&format!("by the #{word}, on"), word, "water");
            assert_eq!(renamed.as_deref(), Some("by the #water, on"));
            let renamed = renamed_theme("by the #water, on", "WATER", word);
            assert_eq!(renamed, Some(format!("by the #{word}, on")));
            let entered = theme_from(&format!("\u{feff}#{word}\u{200c}")).unwrap();
            assert!(is_same_theme(&entered, word), "{word}");
            assert_eq!(
                entered.chars().filter(|c| is_joiner(*c)).count(),
                word.chars().filter(|c| is_joiner(*c)).count()
            );
        }
        assert_eq!(theme_from("#\u{301}"), None);
        assert!(theme_ranges("#\u{301} #\u{200b} #\u{93f}").is_empty());
        assert_eq!(themes_in("#water\u{2013}, #grief\u{2014}then").collect::<Vec<_>>(), ["water", "grief"]);
    }

    #[test]
    fn a_theme_is_completed_by_whole_letters_however_it_is_spelled() {
        let check = |typed: &str, expected: Option<&str>| {
            let themes = ["हिन्दी", "น้ำตก", "été", "letting\u{2011}go", "ﬁre"];
            let completed = completion(&format!("#{typed}"), typed.len() + 1, themes);
            assert_eq!(completed.map(|theme| theme.rest), expected, "{typed:?}");
        };
        check("ह", None);
        check("हि", Some("न्दी"));
        check("น้ำ", Some("ตก"));
        check("น้", None);
        check("e", None);
        check("e\u{301}", Some("té"));
        check("É", Some("té"));
        check("letting-", Some("go"));
        check("FI", Some("re"));
        check("f", None);
    }

    #[test]
    fn themes_are_counted_by_what_they_are_and_in_their_natural_order() {
        let mut counts = ThemeCounts::default();
        counts.add(["year-10", "year-2", "zo\u{ad}o", "e\u{301}te\u{301}"]);
        counts.add(["été", "Year\u{2011}2", "eve"]);
        let listed: Vec<_> = counts.iter().map(|count| (count.theme.as_str(), count.sessions)).collect();
        assert_eq!(listed, [("été", 2), ("eve", 1), ("year-2", 2), ("year-10", 1), ("zoo", 1)]);
    }

    #[test]
    fn a_theme_becomes_another_one() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(renamed_theme(text, "river", "water").as_deref(), expected, "{text:?}");
        };
        check("by the #River, #rivers", Some("by the #water, #rivers"));
        check("#river #water", Some("#water"));
        check("#water #river, and on", Some("#water, and on"));
        check("#water, #river", Some("#water, #water"));
        check("#water #water", None);
        check("the river", None);
        assert_eq!(renamed_theme("#river", "river", "River").as_deref(), Some("#River"));
        assert_eq!(theme_from(" #letting go ").as_deref(), Some("letting-go"));
        assert_eq!(theme_from("#"), None);
        assert_eq!(theme_from("a,b"), None);
    }

    #[test]
    fn completes_what_is_typed_at_the_caret() {
        let check = |before: &str, after: &str, expected: Option<&str>| {
            let text = format!("{before}{after}");
            let completed = completion(&text, before.len(), ["water", "letting-go", "été"]);
            assert_eq!(completed.map(|theme| theme.rest), expected, "{text:?}");
            assert!(completed.is_none_or(|theme| theme.whole.ends_with(theme.rest)), "{text:?}");
        };
        check("one #wa", "", Some("ter"));
        check("#W", "\nnext", Some("ater"));
        check("line\n#letting-", "", Some("go"));
        check("#é", "", Some("té"));
        check("#water", "", None);
        check("#wa", "x", None);
        check("wa", "", None);
        check("#", "", None);
    }
}
