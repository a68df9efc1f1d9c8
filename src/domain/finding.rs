//! Finding one of a few things by what is typed of its name, with a slip of the finger or without.

use super::text_folding::{folded, is_word_part};

/// A word that is shorter than this is not taken for another one.
const SHORTEST_WITH_A_SLIP: usize = 4;

/// How well something is found; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// Every word that was typed stands in its title.
    InTitle,
    /// Every word stands in its title or in what else it says.
    InText,
    /// Every word stands there, but for one slip in each.
    WithSlips,
}

/// How well something is found by what was typed; nothing where it is not. Everything is found by
/// nothing.
pub fn found(typed: &str, title: &str, text: &str) -> Option<Found> {
    let (typed, title) = (folded(typed), folded(title));
    let all = format!("{title} {}", folded(text));
    let every = |is_there: &dyn Fn(&str) -> bool| typed.split_whitespace().all(is_there);
    if every(&|word| title.contains(word)) {
        Some(Found::InTitle)
    } else if every(&|word| all.contains(word)) {
        Some(Found::InText)
    } else {
        every(&|word| all.contains(word) || begins_with_a_slip(word, &all)).then_some(Found::WithSlips)
    }
}

/// Whether any word of a text begins with what was typed, but for one letter that is missing, too many,
/// another one, or in the wrong order.
fn begins_with_a_slip(typed: &str, text: &str) -> bool {
    let length = typed.chars().count();
    if length < SHORTEST_WITH_A_SLIP {
        return false;
    }
    let words = text.split(|character: char| !is_word_part(character)).filter(|word| !word.is_empty());
    words.into_iter().any(|word| {
        (length - 1..=length + 1).any(|taken| {
            let beginning: String = word.chars().take(taken).collect();
            strsim::osa_distance(typed, &beginning) <= 1
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(typed: &str) -> Option<Found> {
        found(typed, "Anchor in the felt sense", "Help them settle into what they sense: a color, a sound.")
    }

    #[test]
    fn finds_by_title_by_text_and_with_a_slip() {
        for (typed, expected) in [
            ("", Some(Found::InTitle)),
            ("felt ANCH", Some(Found::InTitle)),
            ("color", Some(Found::InText)),
            ("anchor settle", Some(Found::InText)),
            ("anhcor", Some(Found::WithSlips)),
            ("ancor", Some(Found::WithSlips)),
            ("setle color", Some(Found::WithSlips)),
            ("colour", Some(Found::WithSlips)),
            ("acnohr", None),
            ("fet", None),
            ("mystical", None),
        ] {
            assert_eq!(anchor(typed), expected, "{typed}");
        }
        for typed in ["cafe", "CAFE\u{301}", "caf\u{e9}", "co\u{2011}op", "caf\u{200b}e co-op"] {
            assert_eq!(found(typed, "Caf\u{e9}, co-op", ""), Some(Found::InTitle), "{typed:?}");
            assert_eq!(found(typed, "", "cafe\u{301} and co\u{2010}op"), Some(Found::InText), "{typed:?}");
        }
        assert_eq!(found("field", "", "a \u{fb01}eld"), Some(Found::InText));
        assert_eq!(found("हिन्दा", "वह हिन्दी", ""), Some(Found::WithSlips), "a word with its vowel signs is one word");
    }
}
