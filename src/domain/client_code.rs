//! A client is a short code. A code that looks like a person gets one line of advice.

use super::text_folding::{entered_name, identifier_key};

/// Whether a code looks like a name, an e-mail address, a telephone number or a date of birth.
///
/// It is only ever advice: every code is accepted.
pub(crate) fn looks_personal(code: &str) -> bool {
    let code = &entered_name(code);
    looks_like_address(code) || looks_like_number(code) || looks_like_name(code)
}

fn looks_like_address(code: &str) -> bool {
    code.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// A telephone number, or a date: digits with only such marks between them as both are written with.
fn looks_like_number(code: &str) -> bool {
    let marks = |c: char| matches!(c, ' ' | '-' | '/' | '.' | '+' | '(' | ')');
    let digits = code.chars().filter(char::is_ascii_digit).count();
    digits >= 6 && code.chars().all(|c| c.is_ascii_digit() || marks(c))
}

/// A word of at least three letters that begins with a capital and goes on in small letters.
fn looks_like_name(code: &str) -> bool {
    let name = |word: &str| {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        capital && word.chars().count() >= 3 && letters.all(|c| c.is_lowercase() || c == '’' || c == '\'')
    };
    code.split([' ', ',', '-']).any(name)
}

/// A client's code as codes are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientKey(String);

impl ClientKey {
    /// The key of a code.
    pub fn of(code: &str) -> Self {
        Self(identifier_key(code))
    }

    /// Whether there is no code: two sessions without one are not one client's.
    pub fn is_nobody(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advises_on_persons_and_not_on_codes() {
        for personal in [
            "Anna",
            "Anna B",
            "a.b@example.org",
            "+1 555 010 99 88",
            "12/03/1984",
            "1984-03-12",
            "Öztürk",
            "O\u{308}ztu\u{308}rk",
            "An\u{200b}na",
        ] {
            assert!(looks_personal(personal), "{personal}");
        }
        for code in ["", "K-07", "k07", "KTM-12", "2026-7", "AB", "river 3", "1234"] {
            assert!(!looks_personal(code), "{code}");
        }
    }
}
