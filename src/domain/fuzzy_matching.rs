//! Finding one of a few things by what is typed of its name, with a slip of the finger or without.

use super::text_folding::{folded, is_word_part};

/// A word that is shorter than this is not taken for another one.
const MIN_LENGTH_FOR_A_SLIP: usize = 4;

/// How well something is found; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchRank {
    /// Its title begins with it.
    TitleBegins,
    /// Every word that was typed begins a word of its title.
    WordsBegin,
    /// Every word that was typed stands in its title.
    InTitle,
    /// Every word is in its title or in what else it says.
    InText,
    /// Every word is there, but for one slip in each.
    WithSlips,
}

/// How well something is found by what was typed; nothing if it is not. Everything is found by
/// nothing.
pub(crate) fn match_rank(typed: &str, title: &str, text: &str) -> Option<MatchRank> {
    let (typed, title) = (folded(typed), folded(title));
    let all = format!("{title} {}", folded(text));
    let every = |is_there: &dyn Fn(&str) -> bool| typed.split_whitespace().all(is_there);
    let begins_one = |word: &str| words_of(&title).any(|begun| begun.starts_with(word));
    if title.starts_with(typed.trim()) {
        Some(MatchRank::TitleBegins)
    } else if every(&begins_one) {
        Some(MatchRank::WordsBegin)
    } else if every(&|word| title.contains(word)) {
        Some(MatchRank::InTitle)
    } else if every(&|word| all.contains(word)) {
        Some(MatchRank::InText)
    } else {
        every(&|word| all.contains(word) || begins_with_a_slip(word, &all)).then_some(MatchRank::WithSlips)
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !is_word_part(character)).filter(|word| !word.is_empty())
}

/// Whether any word of a text begins with what was typed, but for one letter that is missing, too many,
/// another one, or in the wrong order.
fn begins_with_a_slip(typed: &str, text: &str) -> bool {
    let length = typed.chars().count();
    if length < MIN_LENGTH_FOR_A_SLIP {
        return false;
    }
    words_of(text).any(|word| {
        (length - 1..=length + 1).any(|taken| {
            let beginning: String = word.chars().take(taken).collect();
            strsim::osa_distance(typed, &beginning) <= 1
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(typed: &str) -> Option<MatchRank> {
        match_rank(typed, "Anchor in the felt sense", "Help them settle into what they sense: a color, a sound.")
    }

    #[test]
    fn finds_by_title_by_text_and_with_a_slip() {
        for (typed, expected) in [
            ("", Some(MatchRank::TitleBegins)),
            ("anchor in", Some(MatchRank::TitleBegins)),
            ("felt ANCH", Some(MatchRank::WordsBegin)),
            ("felt chor", Some(MatchRank::InTitle)),
            ("color", Some(MatchRank::InText)),
            ("anchor settle", Some(MatchRank::InText)),
            ("anhcor", Some(MatchRank::WithSlips)),
            ("ancor", Some(MatchRank::WithSlips)),
            ("setle color", Some(MatchRank::WithSlips)),
            ("colour", Some(MatchRank::WithSlips)),
            ("acnohr", None),
            ("fet", None),
            ("mystical", None),
        ] {
            assert_eq!(anchor(typed), expected, "{typed}");
        }
        for typed in ["cafe", "CAFE\u{301}", "caf\u{e9}", "co\u{2011}op", "caf\u{200b}e co-op"] {
            let rank = match_rank(typed, "Caf\u{e9}, co-op", "");
            assert!(rank.is_some_and(|rank| rank <= MatchRank::InTitle), "{typed:?}");
            assert_eq!(match_rank(typed, "", "cafe\u{301} and co\u{2010}op"), Some(MatchRank::InText), "{typed:?}");
        }
        assert_eq!(match_rank("field", "", "a \u{fb01}eld"), Some(MatchRank::InText));
        assert_eq!(
            match_rank("हिन्दा", "वह हिन्दी", ""),
            Some(MatchRank::WithSlips),
            "a word with its vowel signs is one word"
        );
    }
}
