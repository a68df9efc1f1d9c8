//! The characters that folding treats in a way of its own, each kind in one table.
//!
//! Everything else is Unicode's own data, in the crates for normalization and case folding.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};

/// Whether a code point cannot be seen: the property `Default_Ignorable_Code_Point` of Unicode 16, from
/// `DerivedCoreProperties.txt`.
pub(crate) fn is_ignorable(character: char) -> bool {
    // Most characters are asked no further.
    character >= '\u{ad}'
        && matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fff8}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether a code point cannot be seen, and yet changes the shape of the letters beside it, so that a word
/// is not shown without it: ZWNJ and ZWJ.
pub(crate) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Whether a character belongs to the letter before it: an accent, a vowel sign, a virama.
pub(crate) fn is_mark(character: char) -> bool {
    !character.is_ascii() && is_combining_mark(character)
}

/// Whether a character is part of a word: a letter, a digit, or what belongs to one.
pub(crate) fn is_word_part(character: char) -> bool {
    character.is_alphanumeric() || is_mark(character) || is_joiner(character)
}

/// Whether a character is a hyphen, or is taken for one: typed, non-breaking, the en dash that a word
/// processor makes of it, a minus. A dash between two thoughts (—) is none.
pub(crate) fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{58a}' | '\u{5be}' | '\u{1806}' | '\u{2010}'
            ..='\u{2013}' | '\u{2043}' | '\u{2212}' | '\u{2e17}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Whether a character is an apostrophe, or is typed for one: a quote, a grave or an acute accent that
/// stands alone, a prime, and the letters that look like one.
fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`'
            | '´'
            | '\u{2b9}'
            | '\u{2bb}'..='\u{2bd}'
            | '\u{2c8}'
            | '\u{2ca}'..='\u{2cb}'
            | '\u{55a}'
            | '\u{1fef}'
            | '\u{1ffd}'
            | '\u{2018}'..='\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{a78c}'
            | '\u{ff07}'
    )
}

/// An accent that stands alone is a space with a mark to Unicode (´), and an apostrophe to who types it.
pub(super) fn replaced_before_decomposition(character: char) -> char {
    if is_apostrophe(character) { '\'' } else { character }
}

/// What a character is compared as, once it is decomposed and its case is folded.
pub(super) fn common_form(character: char) -> char {
    match character {
        '\n' => '\n',
        _ if is_hyphen(character) => '-',
        _ if is_apostrophe(character) => '\'',
        _ if character.is_whitespace() => ' ',
        _ => character,
    }
}

/// Whether a character belongs to the letter before it: a mark, or what decomposes to one (ﾞ).
pub(super) fn continues_letter(character: char) -> bool {
    if character < '\u{300}' {
        return false;
    }
    if is_mark(character) {
        return true;
    }
    let mut first = None;
    decompose_compatible(character, |part| first = first.or(Some(part)));
    first.is_some_and(|first| canonical_combining_class(first) != 0)
}

/// Whether a mark only says how the letter before it sounds, so that many leave it out when they type:
/// accents, and the points of Hebrew, Arabic and Syriac. Marks that make another letter of it (vowel signs,
/// viramas, tones of Thai, the voicing of kana) always count, and so does the iota below a Greek letter, which
/// is a letter of its own in capitals.
pub(super) fn is_accent(character: char) -> bool {
    let is_of_such_a_script = matches!(
        character,
        '\u{300}'..='\u{344}'
            | '\u{346}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6ed}'
            | '\u{711}'
            | '\u{730}'..='\u{74a}'
            | '\u{8ca}'..='\u{8ff}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    );
    is_of_such_a_script && is_mark(character)
}

/// The letters that people type for one that does not decompose: after CLDR's transform `Latin-ASCII`, and
/// for Arabic script the letters that Persian and Arabic keyboards write in two ways. Small letters only,
/// for case is folded before; ß is two letters by then.
pub(super) fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ŋ' => "ng",
        'ƣ' => "oi",
        'ƀ' | 'ƃ' | 'ɓ' => "b",
        'ƈ' | 'ȼ' => "c",
        'đ' | 'ð' | 'ɖ' | 'ɗ' | 'ƌ' => "d",
        'ǝ' | 'ə' | 'ɛ' | 'ɇ' => "e",
        'ƒ' => "f",
        'ǥ' | 'ɠ' | 'ɣ' => "g",
        'ħ' | 'ⱨ' => "h",
        'ı' | 'ɨ' | 'ɩ' => "i",
        'ȷ' | 'ɉ' => "j",
        'ƙ' | 'ĸ' | 'ⱪ' => "k",
        'ł' | 'ƚ' | 'ɫ' | 'ⱡ' => "l",
        'ɱ' => "m",
        'ƞ' | 'ɲ' => "n",
        'ø' | 'ɔ' | 'ɵ' => "o",
        'ƥ' | 'ᵽ' => "p",
        'ɋ' => "q",
        'ɍ' | 'ɽ' => "r",
        'ȿ' => "s",
        'ŧ' | 'ƫ' | 'ƭ' | 'ʈ' | 'ⱦ' => "t",
        'ʉ' | 'ʊ' => "u",
        'ʋ' => "v",
        'ⱳ' => "w",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' | 'ɀ' | 'ⱬ' => "z",
        '\u{64a}' | '\u{649}' => "\u{6cc}",
        '\u{643}' => "\u{6a9}",
        _ => return None,
    })
}
