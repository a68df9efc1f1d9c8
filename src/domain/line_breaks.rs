//! One kind of line break. Text from elsewhere ends its lines as other systems do; from where it comes in,
//! every line break is `\n`.
//!
//! It comes in by the window's events (`ui/kit/line_breaks.rs`: typed, pasted by keys or by the middle button,
//! composed, on every screen and behind the veil), with a file of sessions, prompt sets or settings that is read, with a
//! guideline that is imported, and where a line is made of a field (`Notes::add`). Words that are frozen keep theirs: their
//! digest is over them.

use std::borrow::Cow;

/// Whether a character ends a line: LF, VT, FF, CR, NEL, LS or PS.
fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A text whose every line break is `\n`. CR and LF together are one.
pub(crate) fn normalized(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| character != '\n' && is_line_break(character)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(is_line_break, "\n"))
}

/// The same for a text that is kept somewhere.
pub(crate) fn normalize(text: &mut String) {
    if let Cow::Owned(normalized) = normalized(text) {
        *text = normalized;
    }
}

/// A text on one line: a space for every line break.
pub(crate) fn on_one_line(text: &str) -> String {
    normalized(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_is_one() {
        for (text, expected) in [
            ("a\nb", "a\nb"),
            ("a\r\nb\r\n\r\nc", "a\nb\n\nc"),
            ("a\rb\r\rc\n\rd", "a\nb\n\nc\n\nd"),
            ("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f", "a\nb\nc\nd\ne\nf"),
            ("", ""),
            ("\r", "\n"),
            ("tab\tand\u{a0}space stay", "tab\tand\u{a0}space stay"),
        ] {
            assert_eq!(normalized(text), expected, "{text:?}");
            let mut kept = text.to_owned();
            normalize(&mut kept);
            assert_eq!(kept, expected, "{text:?}");
        }
        assert_eq!(on_one_line("a\r\nb\u{2028}c"), "a b c");
    }

    proptest::proptest! {
        #[test]
        fn once_is_enough(text in "[a\r\n\u{b}\u{c}\u{85}\u{2028}\u{2029}é]{0,20}") {
            let once = normalized(&text).into_owned();
            proptest::prop_assert!(!once.contains(|character| character != '\n' && is_line_break(character)));
            proptest::prop_assert_eq!(normalized(&once), once.as_str());
            proptest::prop_assert_eq!(once.chars().filter(|c| *c == 'a').count(), text.chars().filter(|c| *c == 'a').count());
        }
    }
}
