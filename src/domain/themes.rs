//! Themes: the `#words` in a line, in the client's words, typed by the therapist.

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

/// What completes the theme that is being typed at `caret`, in bytes: the rest of the first of
/// `themes` that begins with what stands between its `#` and the caret, case aside.
pub fn completion<'a>(text: &str, caret: usize, themes: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let line_start = text.get(..caret)?.rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[caret..].find('\n').map_or(text.len(), |at| caret + at);
    let ranges = theme_ranges(&text[line_start..line_end]);
    let range = ranges.into_iter().find(|range| line_start + range.end == caret)?;
    let typed = &text[line_start + range.start + 1..caret];
    themes.into_iter().find_map(|theme| {
        let begins = theme.get(..typed.len())?.to_lowercase() == typed.to_lowercase();
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
