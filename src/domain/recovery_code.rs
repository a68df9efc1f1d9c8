//! The recovery code: what opens sealed notes when the passphrase is forgotten. It is printed on paper,
//! and typed back by hand.
//!
//! Twenty-six characters hold 130 bits that nobody chose; two more say whether it was typed as it is
//! on the paper. Must not know where the bits come from.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The characters, each five bits: no I, L, O or U, which are read as others (Crockford's base 32).
const CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters hold bits, and how many stand behind them to check.
const BITS: usize = 26;
const CHECKS: usize = 2;

/// How many characters stand together.
const GROUP: usize = 4;

/// How many bytes a code is made of.
pub const BYTES: usize = 17;

/// A recovery code.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// The code of some bytes. Of the last one only its two highest bits count.
    pub fn of(bytes: &[u8; BYTES]) -> Self {
        let mut code = Zeroizing::new(String::with_capacity(BITS + CHECKS));
        let bit = |index: usize| usize::from(bytes[index / 8] >> (7 - index % 8) & 1);
        for character in 0..BITS {
            let value = (0..5).fold(0, |value, offset| value << 1 | bit(character * 5 + offset));
            code.push(char::from(CHARACTERS[value]));
        }
        let check = check_of(&code);
        code.push_str(&check);
        Self(code)
    }

    /// The code that somebody typed from the paper, with whatever spaces and dashes. Nothing if a
    /// character is missing or wrong.
    pub fn typed(text: &str) -> Option<Self> {
        let mut code = Zeroizing::new(String::with_capacity(BITS + CHECKS));
        for character in text.chars().filter(|character| !character.is_whitespace() && !is_dash(*character)) {
            if code.len() == BITS + CHECKS {
                return None;
            }
            code.push(meant(character)?);
        }
        let is_whole = code.len() == BITS + CHECKS && check_of(&code[..BITS]) == code[BITS..];
        is_whole.then_some(Self(code))
    }

    /// The code as it is on the paper: in groups of four, with a dash between.
    pub fn printed(&self) -> Zeroizing<String> {
        let mut printed = Zeroizing::new(String::with_capacity(2 * self.0.len()));
        for (index, character) in self.0.chars().enumerate() {
            if index > 0 && index.is_multiple_of(GROUP) {
                printed.push('-');
            }
            printed.push(character);
        }
        printed
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode")
    }
}

/// A page with the code, to be printed: it is wiped when it is dropped, and nothing prints it by itself.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryPage(Zeroizing<String>);

impl RecoveryPage {
    /// A page as its file holds it.
    pub fn of(html: Zeroizing<String>) -> Self {
        Self(html)
    }

    /// What its file holds.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for RecoveryPage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryPage")
    }
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '–' | '—')
}

/// The character that was meant by one that was typed.
fn meant(typed: char) -> Option<char> {
    let typed = match typed.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    let is_one = u8::try_from(typed).is_ok_and(|typed| CHARACTERS.contains(&typed));
    is_one.then_some(typed)
}

/// What is behind the characters that hold bits.
fn check_of(code: &str) -> String {
    let digest = Sha256::digest(code.as_bytes());
    digest.iter().take(CHECKS).map(|byte| char::from(CHARACTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stands_on_paper_in_seven_groups() {
        let printed = RecoveryCode::of(&[0xA5; BYTES]).printed();
        assert_eq!(printed.split('-').map(str::len).collect::<Vec<_>>(), [4; 7]);
        assert_eq!(format!("{:?}", RecoveryCode::of(&[0; BYTES])), "RecoveryCode");
    }

    proptest! {
        #[test]
        fn is_read_back_however_it_was_typed(bytes: [u8; BYTES], spaced: bool) {
            let code = RecoveryCode::of(&bytes);
            let mut typed = code.printed().to_lowercase().replace('0', "o").replace('1', "l");
            if spaced {
                typed = format!(" {} ", typed.replace('-', " "));
            }
            prop_assert_eq!(RecoveryCode::typed(&typed), Some(code));
        }

        #[test]
        fn every_bit_of_a_hundred_and_thirty_counts(bytes: [u8; BYTES], bit in 0..130_usize) {
            let mut other = bytes;
            other[bit / 8] ^= 1 << (7 - bit % 8);
            prop_assert_ne!(RecoveryCode::of(&bytes), RecoveryCode::of(&other));
        }

        #[test]
        fn a_character_too_few_or_too_many_is_refused(bytes: [u8; BYTES]) {
            let printed = RecoveryCode::of(&bytes).printed();
            prop_assert_eq!(RecoveryCode::typed(&printed[1..]), None);
            let longer = format!("{}0", printed.as_str());
            prop_assert_eq!(RecoveryCode::typed(&longer), None);
        }

        #[test]
        fn text_that_nobody_chose_does_no_harm(text in ".{0,60}") {
            let _ = RecoveryCode::typed(&text);
        }
    }

    #[test]
    fn one_wrong_character_is_nearly_always_noticed() {
        let printed = RecoveryCode::of(&[7; BYTES]).printed();
        let mut unnoticed = 0;
        for place in (0..printed.len()).filter(|place| printed.as_bytes()[*place] != b'-') {
            for other in CHARACTERS.iter().map(|other| char::from(*other)) {
                let mut wrong = printed.to_string();
                wrong.replace_range(place..=place, &other.to_string());
                unnoticed += usize::from(wrong != *printed && RecoveryCode::typed(&wrong).is_some());
            }
        }
        assert!(unnoticed <= 4, "{unnoticed} of 868");
    }
}
