//! When two texts are the same: the one rule for client codes, themes, names of sets and sections,
//! completion and search.
//!
//! Text is decomposed for compatibility (NFKD: two texts have the same NFKD exactly if they have the same
//! NFKC), code points that nobody can see are removed (Unicode's `Default_Ignorable_Code_Point`), and
//! case is folded in full. On top of that all hyphens are one, all apostrophes are one, and all spaces
//! are one.
//!
//! There are two strengths, [`Strength::Identifier`] and [`Strength::Search`]. A mark belongs to its
//! letter in both: nothing here ever splits the two.
//!
//! Must not know what the texts are. Passphrases and recovery codes are secrets, and have rules of their own.

mod characters;

use std::ops::Range;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use characters::{common_form, continues_letter, is_accent, plain_letters, replaced_before_decomposition};
pub(crate) use characters::{is_hyphen, is_ignorable, is_joiner, is_mark, is_word_part};

/// How much has to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// For what names something: A-1 and Ä-1 are two clients.
    Identifier,
    /// For what is looked for: accents do not count, and letters that have no decomposition (ł, ø, œ) are
    /// the plain letters that people type for them.
    Search,
}

/// What a name is known by: two names are the same if their keys are equal. Spaces around it do not count,
/// and several in a row are one.
pub(crate) fn identifier_key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold(name, Strength::Identifier, |character, _| folded.push(character));
    let is_plain = !folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  ");
    if is_plain && !folded.contains('\n') {
        return folded;
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names are the same.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    one == other || identifier_key(one) == identifier_key(other)
}

/// A text as it is compared in a search. A line break stays one; every other space is a plain one.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold(text, Strength::Search, |character, _| folded.push(character));
    folded
}

/// A text without the code points that nobody can see, composed (NFC), and without spaces around it: how a
/// name is kept that somebody enters.
pub(crate) fn entered_name(typed: &str) -> String {
    let visible: String = typed.chars().filter(|character| !is_ignorable(*character)).nfc().collect();
    visible.trim().to_owned()
}

/// A text folded for search that remembers which part of the original each byte came from.
#[derive(Debug)]
pub struct FoldedText {
    text: String,
    /// For each byte of it the range of the original that it came from: a letter with all its marks.
    origins: Vec<Range<usize>>,
}

impl FoldedText {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
        fold(text, Strength::Search, |character, origin| {
            folded.text.push(character);
            folded.origins.resize(folded.text.len(), origin);
        });
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a range of the folded text came from. The range is not empty.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.origins[range.start].start..self.origins[range.end - 1].end
    }
}

/// Where a name is in a list. Accents and case do not count unless nothing else differs, and a number is as
/// large as its value: K-2 comes before K-10. Two names have equal keys exactly if they are the same name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NaturalSortKey {
    numbered: String,
    identifier: String,
}

impl NaturalSortKey {
    /// The key of a name.
    pub fn of(name: &str) -> Self {
        let identifier = identifier_key(name);
        Self { numbered: with_sized_numbers(&folded(&identifier)), identifier }
    }
}

/// A text in which each number is preceded by how many digits it has, so that it sorts by its value.
fn with_sized_numbers(text: &str) -> String {
    let mut sized = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        sized.push_str(&rest[..start]);
        let length = rest[start..].find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len() - start);
        let digits = rest[start..start + length].trim_start_matches('0');
        let size = format!("{:08}", digits.len());
        sized.extend([size.as_str(), digits]);
        rest = &rest[start + length..];
    }
    sized.push_str(rest);
    sized
}

/// Gives each folded character and the range of the text that it came from: a letter with all that belongs
/// to it.
fn fold(text: &str, strength: Strength, mut push: impl FnMut(char, Range<usize>)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < text.len() {
        // Nothing belongs to a letter that a plain one follows: most text is no more than that.
        let is_plain = bytes[start].is_ascii() && bytes.get(start + 1).is_none_or(u8::is_ascii);
        let end = start + if is_plain { 1 } else { letter_length(&text[start..]) };
        match &bytes[start..end] {
            [ascii] => push(fold_ascii(*ascii), start..end),
            _ => fold_letter(&text[start..end], strength, |character| push(character, start..end)),
        }
        start = end;
    }
}

/// How many bytes the first letter of a text has with its marks and what nobody can see around them. A text
/// can be folded letter by letter: normalization never reaches beyond.
fn letter_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    let mut has_letter = characters.next().is_some_and(|(_, first)| !is_ignorable(first));
    for (index, character) in characters {
        if !character.is_ascii() && (is_ignorable(character) || continues_letter(character)) {
            continue;
        }
        if has_letter {
            return index;
        }
        has_letter = true;
    }
    text.len()
}

fn fold_ascii(byte: u8) -> char {
    match byte {
        b'\n' => '\n',
        b'`' => '\'',
        b'\t' | b'\r' | b'\x0b' | b'\x0c' => ' ',
        _ => char::from(byte.to_ascii_lowercase()),
    }
}

fn fold_letter(letter: &str, strength: Strength, mut push: impl FnMut(char)) {
    let is_search = strength == Strength::Search;
    let visible = letter.chars().filter(|character| !is_ignorable(*character));
    let decomposed = visible.map(replaced_before_decomposition).nfkd();
    let kept = decomposed.filter(|character| !(is_ignorable(*character) || is_search && is_accent(*character)));
    for character in kept.default_case_fold() {
        match plain_letters(character).filter(|_| is_search) {
            Some(plain) => plain.chars().for_each(&mut push),
            None => push(common_form(character)),
        }
    }
}

#[cfg(test)]
mod tests;
