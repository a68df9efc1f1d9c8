//! A text as it is compared in a search: case, accents and the shapes of apostrophes do not count.
//!
//! Must not know what is searched.

use std::ops::Range;

use unicode_normalization::char::decompose_canonical;

/// A text as it is compared.
pub fn folded(text: &str) -> String {
    let mut folded_text = String::with_capacity(text.len());
    for character in text.chars() {
        fold(character, |folded_character| folded_text.push(folded_character));
    }
    folded_text
}

/// Gives what a character is compared as: itself in lower case without its accents; nothing for an
/// accent alone. A line break stays one, and every other space is one.
///
/// Each character is looked at by itself. The standard library looks at the end of a word too, where
/// it writes a capital sigma as “ς”: the beginning of a word, typed in capitals, would then not be found.
fn fold(character: char, mut push: impl FnMut(char)) {
    match character {
        '\n' => push('\n'),
        '\t' | '\r' => push(' '),
        _ if character.is_ascii() => push(character.to_ascii_lowercase()),
        '’' | '‘' | 'ʼ' => push('\''),
        _ if character.is_whitespace() => push(' '),
        _ => decompose_canonical(character, |part| {
            if !is_accent(part) {
                part.to_lowercase().filter(|lower| !is_accent(*lower)).for_each(|lower| push_plain(lower, &mut push));
            }
        }),
    }
}

/// A small letter, where both small sigmas are one letter, and a sharp s is two.
fn push_plain(lower: char, push: &mut impl FnMut(char)) {
    match lower {
        'ς' => push('σ'),
        'ß' => {
            push('s');
            push('s');
        }
        _ => push(lower),
    }
}

/// Whether a character only changes the letter before it. The signs of scripts in which they are
/// letters of their own stand elsewhere, and stay.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// A folded text that remembers where each part of it came from.
pub(super) struct Traced {
    /// The folded text.
    pub(super) text: String,
    /// For each byte of it the range of the characters that it came from.
    origins: Vec<Range<usize>>,
}

impl Traced {
    /// Folds a text.
    pub(super) fn of(text: &str) -> Self {
        let mut traced = Self { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
        for (start, character) in text.char_indices() {
            let before = traced.text.len();
            fold(character, |folded_character| traced.text.push(folded_character));
            let end = start + character.len_utf8();
            if traced.text.len() == before {
                traced.belongs_to_last(end);
            }
            traced.origins.resize(traced.text.len(), start..end);
        }
        traced
    }

    /// An accent that stands by itself belongs to the letter before it.
    fn belongs_to_last(&mut self, end: usize) {
        let Some(start) = self.origins.last().map(|origin| origin.start) else { return };
        self.origins.iter_mut().rev().take_while(|origin| origin.start == start).for_each(|origin| origin.end = end);
    }

    /// Where a part of the folded text came from. The part is not empty.
    pub(super) fn origin(&self, part: Range<usize>) -> Range<usize> {
        self.origins[part.start].start..self.origins[part.end - 1].end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_apostrophes_do_not_count() {
        for (text, expected) in [
            ("Café", "cafe"),
            ("Cafe\u{301}", "cafe"),
            ("İstanbul", "istanbul"),
            ("Οδυσσεύς", "οδυσσευσ"),
            ("Straße, STRASSE, ẞ", "strasse, strasse, ss"),
            ("don’t\u{a0}go\tnow", "don't go now"),
            ("one\ntwo", "one\ntwo"),
            ("にがて", "にか\u{3099}て"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_folded_knows_where_it_came_from() {
        let text = "xe\u{301}ß";
        let traced = Traced::of(text);
        assert_eq!(traced.text, "xess");
        assert_eq!(&text[traced.origin(1..2)], "e\u{301}");
        assert_eq!(&text[traced.origin(2..3)], "ß");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            proptest::prop_assert_eq!(folded(&folded(&text)), folded(&text));
            proptest::prop_assert_eq!(Traced::of(&text).text, folded(&text));
        }
    }
}
