//! Themes: the `#words` in a line, in the client's words, typed by the therapist.

use std::collections::BTreeMap;

/// Where the themes stand in a line, each with its `#`. A theme is a word of letters, digits, `-`
/// and `_`, and begins at the start of a word.
pub fn theme_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut before = ' ';
    for (start, character) in text.char_indices() {
        if character == '#' && !before.is_alphanumeric() && before != '#' {
            let word = |c: &char| c.is_alphanumeric() || *c == '-' || *c == '_';
            let length: usize = text[start + 1..].chars().take_while(word).map(char::len_utf8).sum();
            if length > 0 {
                ranges.push(start..start + 1 + length);
            }
        }
        before = character;
    }
    ranges
}

/// The themes in a line, without their `#`.
pub fn themes_in(text: &str) -> impl Iterator<Item = &str> {
    theme_ranges(text).into_iter().map(|range| &text[range.start + 1..range.end])
}

/// A theme, and how many sessions it is named in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeCount {
    /// The theme, as it was written in one of them.
    pub theme: String,
    /// How many sessions name it.
    pub sessions: usize,
}

/// The themes of some sessions, in alphabetical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeCounts {
    by_key: BTreeMap<String, ThemeCount>,
}

impl ThemeCounts {
    /// Counts the themes of one more session.
    pub fn add<'a>(&mut self, themes: impl IntoIterator<Item = &'a str>) {
        for theme in themes {
            let new = || ThemeCount { theme: theme.to_owned(), sessions: 0 };
            self.by_key.entry(theme_key(theme)).or_insert_with(new).sessions += 1;
        }
    }

    /// Counts the themes of one session no longer.
    pub fn remove<'a>(&mut self, themes: impl IntoIterator<Item = &'a str>) {
        for key in themes.into_iter().map(theme_key) {
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

/// What a theme is known by: case does not count.
pub fn theme_key(theme: &str) -> String {
    theme.to_lowercase()
}

/// Whether two words are one theme.
pub fn is_same_theme(one: &str, other: &str) -> bool {
    one == other || theme_key(one) == theme_key(other)
}

/// The theme that was typed, without its `#`; its words are joined by `-`. Nothing where it is none.
pub fn theme_from(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.trim().trim_start_matches('#').split_whitespace().collect();
    let theme = words.join("-");
    let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!theme.is_empty() && theme.chars().all(is_word)).then_some(theme)
}

/// A text in which a theme became another one; nothing where it does not hold it. Where the two come to
/// stand side by side, one is enough.
pub fn renamed_theme(text: &str, from: &str, to: &str) -> Option<String> {
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

/// What completes the theme that is being typed at `caret`, in bytes: the rest of the first of
/// `themes` that begins with what stands between its `#` and the caret, case aside.
pub fn completion<'a>(text: &str, caret: usize, themes: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let line_start = text.get(..caret)?.rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[caret..].find('\n').map_or(text.len(), |at| caret + at);
    let ranges = theme_ranges(&text[line_start..line_end]);
    let range = ranges.into_iter().find(|range| line_start + range.end == caret)?;
    let typed = &text[line_start + range.start + 1..caret];
    let key = theme_key(typed);
    themes.into_iter().find_map(|theme| {
        let begins = theme_key(theme.get(..typed.len())?) == key;
        theme.get(typed.len()..).filter(|rest| begins && !rest.is_empty())
    })
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
            assert_eq!(completion(&text, before.len(), ["water", "letting-go", "été"]), expected, "{text:?}");
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
