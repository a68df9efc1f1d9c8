//! The words that open sealed notes, compared as a person means them. They are wiped from memory when
//! they are dropped, and nothing prints them.
//!
//! The rules are those of the `OpaqueString` profile (RFC 8265, section 4.2) over the `FreeformClass` (RFC
//! 8264, section 4.3), with three differences. Letters are composed before they are looked at, so that
//! Korean that was typed in parts is the same as whole. Characters that no version of Unicode has named yet
//! are taken, for which they are differs between two computers. And only a new passphrase is refused: one
//! that sealed notes before opens them as it was typed.

use std::fmt;
use std::iter;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use zeroize::Zeroizing;

/// The fewest characters of a passphrase, spaces not counted.
pub(crate) const MIN_LENGTH: usize = 10;

/// The fewest different characters among them: ten times one letter are as easy to guess as ten spaces.
const FEWEST_DIFFERENT: usize = 5;

/// The most bytes that a byte becomes as letters are composed (Unicode Standard Annex 15, section 9).
const MAX_GROWTH: usize = 3;

/// The canonical combining class of the sign that joins two letters of an Indic script.
const VIRAMA: u8 = 9;

/// Words that only their owner knows.
#[derive(Clone)]
pub struct Passphrase {
    words: Zeroizing<String>,
    typed: Zeroizing<String>,
}

/// Why notes are not sealed under a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseRefusal {
    /// It is shorter than [`MIN_LENGTH`], by so many characters.
    TooShort {
        /// How many are missing.
        missing: usize,
    },
    /// It repeats a few characters.
    Repeated,
    /// It holds a character that nobody sees, so that nobody could type it again.
    Unseen,
}

impl Passphrase {
    /// The words that somebody typed.
    pub fn new(typed: String) -> Self {
        Self { words: normalized(&typed), typed: Zeroizing::new(typed) }
    }

    /// The words as they are meant: what notes are sealed under.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The words to try, in this order: as they are meant, and as they were typed where that differs. Notes
    /// that an earlier version sealed open with the second.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = &str> {
        let differs = *self.words != *self.typed;
        iter::once(self.words.as_str()).chain(differs.then_some(self.typed.as_str()))
    }

    /// Looks whether notes may be sealed under it.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check_new(&self) -> Result<(), PassphraseRefusal> {
        if has_unseen(&self.words) {
            return Err(PassphraseRefusal::Unseen);
        }
        let mut counted: Zeroizing<Vec<char>> = Zeroizing::new(Vec::with_capacity(self.words.len()));
        counted.extend(self.words.chars().filter(|character| !character.is_whitespace()));
        if counted.len() < MIN_LENGTH {
            return Err(PassphraseRefusal::TooShort { missing: MIN_LENGTH - counted.len() });
        }
        counted.sort_unstable();
        counted.dedup();
        if counted.len() < FEWEST_DIFFERENT { Err(PassphraseRefusal::Repeated) } else { Ok(()) }
    }
}

/// Two are the same if they mean the same words.
impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Passphrase {}

impl fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passphrase")
    }
}

/// The rules of `OpaqueString`: other spaces become U+0020, and letters are composed (NFC). A line break at an
/// end was pasted along.
fn normalized(typed: &str) -> Zeroizing<String> {
    // What grows leaves copies of itself behind.
    let mut words = Zeroizing::new(String::with_capacity(MAX_GROWTH * typed.len()));
    let pasted = typed.trim_matches(['\r', '\n']);
    words.extend(pasted.chars().map(|character| if is_other_space(character) { ' ' } else { character }).nfc());
    words
}

/// The characters of the general category Zs but U+0020.
fn is_other_space(character: char) -> bool {
    matches!(character, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Whether the words hold a character that the `FreeformClass` refuses because nobody sees it.
fn has_unseen(words: &str) -> bool {
    let mut before = None;
    words.chars().any(|character| {
        let previous = before.replace(character);
        match character {
            // RFC 5892, appendix A.1 and A.2, by the letter before alone: Persian and Indic words need them.
            '\u{200C}' | '\u{200D}' => !previous.is_some_and(is_joined),
            _ => is_unseen(character),
        }
    })
}

fn is_joined(character: char) -> bool {
    character.is_alphabetic() || canonical_combining_class(character) == VIRAMA
}

/// Controls, line and paragraph separators, what is ignored by default (RFC 8264, section 9.13), private use
/// and what is no character.
fn is_unseen(character: char) -> bool {
    let is_no_character = u32::from(character) & 0xFFFE == 0xFFFE;
    character.is_control()
        || is_no_character
        || matches!(
            character,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{E000}'..='\u{F8FF}'
                | '\u{FDD0}'..='\u{FDEF}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
                | '\u{F0000}'..='\u{10FFFD}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(typed: &str) -> Passphrase {
        Passphrase::new(typed.to_owned())
    }

    fn refused(typed: &str) -> Option<PassphraseRefusal> {
        passphrase(typed).check_new().err()
    }

    #[test]
    fn nothing_prints_it() {
        assert_eq!(format!("{:?}", passphrase("a quiet river at dawn")), "Passphrase");
    }

    /// The examples of RFC 8265, section 4.3, and what keyboards type differently.
    #[test]
    fn words_are_compared_as_they_are_meant() {
        for (typed, meant) in [
            ("Correct Horse Battery Staple", "Correct Horse Battery Staple"),
            ("foo\u{1680}bar", "foo bar"),
            ("Jack of \u{2666}s", "Jack of \u{2666}s"),
            ("cafe\u{301} au lait", "caf\u{e9} au lait"),
            ("\u{1112}\u{1161}\u{11ab}\u{ae00}", "\u{d55c}\u{ae00}"),
            ("a\u{3000}quiet\u{a0}river", "a quiet river"),
            ("a quiet river\r\n", "a quiet river"),
            ("  two  spaces ", "  two  spaces "),
            // Width and case are the owner's.
            ("\u{ff34}\u{ff45}a", "\u{ff34}\u{ff45}a"),
        ] {
            let passphrase = passphrase(typed);
            assert_eq!(passphrase.words(), meant);
            let candidates: Vec<&str> = passphrase.candidates().collect();
            assert_eq!(candidates, if typed == meant { vec![meant] } else { vec![meant, typed] });
        }
        assert_eq!(passphrase("cafe\u{301} au lait"), passphrase("caf\u{e9} au lait"));
        assert!(passphrase("Correct Horse Battery Staple") != passphrase("correct horse battery staple"));
    }

    #[test]
    fn the_length_is_counted_in_what_is_left_without_spaces() {
        for (typed, refusal) in [
            ("", Some(PassphraseRefusal::TooShort { missing: MIN_LENGTH })),
            ("          ", Some(PassphraseRefusal::TooShort { missing: MIN_LENGTH })),
            (
                "\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}",
                Some(PassphraseRefusal::TooShort { missing: 10 }),
            ),
            ("a b c d e f", Some(PassphraseRefusal::TooShort { missing: 4 })),
            ("     river     ", Some(PassphraseRefusal::TooShort { missing: 5 })),
            ("e\u{301}e\u{301}abcdefg", Some(PassphraseRefusal::TooShort { missing: 1 })),
            ("aaaaaaaaaaaa", Some(PassphraseRefusal::Repeated)),
            ("10 10 10 10 10 10", Some(PassphraseRefusal::Repeated)),
            ("a quiet river", None),
            ("abcdefghij", None),
        ] {
            assert_eq!(refused(typed), refusal, "{typed:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_refused_in_a_new_passphrase() {
        for unseen in [
            "\u{7}",
            "\t",
            "\n",
            "\u{ad}",
            "\u{200b}",
            "\u{200e}",
            "\u{feff}",
            "\u{fe0f}",
            "\u{e000}",
            "\u{fffe}",
            "\u{1fffe}",
        ] {
            assert_eq!(
                refused(&format!("a quiet{unseen} river at dawn")),
                Some(PassphraseRefusal::Unseen),
                "{unseen:?}"
            );
        }
        assert_eq!(refused("a quiet \u{200d}river at dawn"), Some(PassphraseRefusal::Unseen));
        for seen in [
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645} river at dawn",
            "\u{915}\u{94d}\u{200d}\u{937} river at dawn",
            "\u{1f30a} quiet river \u{2728}",
        ] {
            assert_eq!(refused(seen), None, "{seen:?}");
        }
    }
}
