//! A line cut into pieces, each of one direction and one look, between which a row may end or may not.
//!
//! Must not know how wide anything is. The pieces of two lines that share a part are the same there, so that an edit
//! cuts again only the words that it touches.

use std::ops::Range;

use unicode_bidi::{BidiClass, bidi_class};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::order::Directions;

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LinePiece {
    /// Where it is, in bytes of the line.
    pub(crate) range: Range<usize>,
    /// Its level: odd if it runs from right to left.
    pub(crate) level: u8,
    /// What it consists of.
    pub(crate) content: Content,
    /// Whether it is drawn as a theme is.
    pub(crate) is_theme: bool,
    /// Whether a row may end behind it.
    pub(crate) may_end_row: bool,
}

/// What a piece consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Something to be seen.
    Words,
    /// Spaces. They never begin a row, and hang over its end.
    Spaces,
}

/// No piece has more characters; longer words are several.
const MAX_GRAPHEMES: usize = 64;

/// Whether a row may end at this character, and does not show it there.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The nearest place at or before a byte at which words are cut whatever is around them.
pub(crate) fn word_start(line: &str, byte: usize) -> usize {
    let spaces = line[..byte].char_indices().rev().filter(|(start, character)| stands_alone(line, *start, *character));
    spaces.map(|(start, space)| start + space.len_utf8()).next().unwrap_or(0)
}

/// The nearest place at or behind a byte at which words are cut whatever is around them.
pub(crate) fn word_end(line: &str, byte: usize) -> usize {
    let after = line[byte..].char_indices().map(|(start, character)| (byte + start, character));
    after
        .filter(|(start, character)| stands_alone(line, *start, *character))
        .map(|(start, _)| start)
        .next()
        .unwrap_or(line.len())
}

/// Whether a character is a space that nothing is joined to.
fn stands_alone(line: &str, start: usize, character: char) -> bool {
    let is_edge = |byte| GraphemeCursor::new(byte, line.len(), true).is_boundary(line, 0).unwrap_or(true);
    is_space(character) && is_edge(start) && is_edge(start + character.len_utf8())
}

/// Cuts a range of a line, which begins and ends where words do. `themes` are in bytes of the line, in order.
pub(crate) fn cut(line: &str, range: Range<usize>, directions: &Directions, themes: &[Range<usize>]) -> Vec<LinePiece> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let (end, is_space) = run(&line[start..range.end]);
        let run = start..start + end;
        if is_space {
            cut_spaces(run, directions, &mut pieces);
        } else {
            cut_word(line, run, directions, themes, &mut pieces);
        }
        start += end;
    }
    pieces
}

/// How many bytes a text begins with that are all of spaces, or none is; and whether they are.
fn run(text: &str) -> (usize, bool) {
    let mut graphemes = text.grapheme_indices(true).map(|(start, grapheme)| (start, grapheme.chars().all(is_space)));
    let is_space = graphemes.next().is_some_and(|(_, is_space)| is_space);
    (graphemes.find(|(_, other)| *other != is_space).map_or(text.len(), |(start, _)| start), is_space)
}

fn cut_spaces(range: Range<usize>, directions: &Directions, pieces: &mut Vec<LinePiece>) {
    for range in parts(range, |byte| directions.level(byte), directions.is_plain()) {
        let level = directions.level(range.start);
        pieces.push(LinePiece { range, level, content: Content::Spaces, is_theme: false, may_end_row: true });
    }
}

/// Cuts a range where the value of its bytes changes.
fn parts(range: Range<usize>, value: impl Fn(usize) -> u8, is_one: bool) -> Vec<Range<usize>> {
    if is_one {
        return vec![range];
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    for byte in range {
        match parts.last_mut() {
            Some(part) if value(part.start) == value(byte) => part.end = byte + 1,
            _ => parts.push(byte..byte + 1),
        }
    }
    parts
}

fn cut_word(
    line: &str,
    range: Range<usize>,
    directions: &Directions,
    themes: &[Range<usize>],
    pieces: &mut Vec<LinePiece>,
) {
    let ends = ends_within(&line[range.clone()]);
    let theme = |byte: usize| themes.iter().find(|theme| theme.end > byte).filter(|theme| theme.start <= byte);
    let mut start = range.start;
    for end in ends.iter().map(|end| range.start + end).chain([range.end]) {
        for part in parts(start..end, |byte| directions.level(byte), directions.is_plain()) {
            let mut from = part.start;
            while from < part.end {
                let edge = match theme(from) {
                    Some(theme) => theme.end,
                    None => themes.iter().map(|theme| theme.start).find(|start| *start > from).unwrap_or(part.end),
                };
                let to = edge.min(part.end);
                cut_of_one_look(line, from..to, directions.level(from), theme(from).is_some(), pieces);
                from = to;
            }
        }
        if let Some(last) = pieces.last_mut() {
            last.may_end_row = end < range.end;
        }
        start = end;
    }
}

/// Where a row may end within a word, in its bytes.
fn ends_within(word: &str) -> Vec<usize> {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'.' | b',' | b'#')) {
        return Vec::new();
    }
    let ends = linebreaks(word).filter(|(end, kind)| *end < word.len() && *kind == BreakOpportunity::Allowed);
    ends.map(|(end, _)| end).collect()
}

/// Cuts what has one level and one look. From right to left, only letters of such scripts can be drawn together:
/// everything else is drawn one by one, in its turn.
fn cut_of_one_look(line: &str, range: Range<usize>, level: u8, is_theme: bool, pieces: &mut Vec<LinePiece>) {
    let mut graphemes = 0;
    let mut before = None;
    let first = pieces.len();
    for (start, grapheme) in line[range.clone()].grapheme_indices(true) {
        let start = range.start + start;
        let is_letter = level.is_multiple_of(2) || grapheme.chars().next().is_some_and(is_right_to_left_letter);
        let goes_on = before == Some(true) && is_letter && graphemes < MAX_GRAPHEMES;
        match pieces.last_mut() {
            Some(piece) if goes_on => {
                piece.range.end = start + grapheme.len();
                graphemes += 1;
            }
            _ => {
                let range = start..start + grapheme.len();
                pieces.push(LinePiece { range, level, content: Content::Words, is_theme, may_end_row: false });
                graphemes = 1;
            }
        }
        before = Some(is_letter);
    }
    debug_assert!(pieces[first..].last().is_none_or(|piece| piece.range.end == range.end));
}

fn is_right_to_left_letter(character: char) -> bool {
    matches!(bidi_class(character), BidiClass::R | BidiClass::AL)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::library::themes::theme_ranges;

    fn cut_whole(line: &str) -> Vec<LinePiece> {
        cut(line, 0..line.len(), &Directions::of(line), &theme_ranges(line))
    }

    fn words(line: &str) -> Vec<String> {
        cut_whole(line).into_iter().map(|piece| line[piece.range].to_owned()).collect()
    }

    #[test]
    fn a_line_is_cut_between_its_words_and_where_a_row_may_end() {
        assert_eq!(words("the  river"), ["the", "  ", "river"]);
        assert_eq!(words("well-known, yes"), ["well-", "known,", " ", "yes"]);
        assert_eq!(words("#sea, and #night"), ["#sea", ",", " ", "and", " ", "#night"]);
        assert_eq!(words("水の音"), ["水", "の", "音"]);
        assert!(cut_whole("#sea, on").iter().map(|piece| piece.may_end_row).eq([false, false, true, false]));
    }

    #[test]
    fn what_runs_from_right_to_left_is_cut_by_letters_and_what_is_between_them() {
        assert_eq!(words("אמר (שלום)!"), ["אמר", " ", "(", "שלום", ")", "!"]);
    }

    fn lines() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..12).prop_map(|parts| parts.concat())
    }

    const PARTS: [&str; 16] = [
        "a",
        "night",
        " ",
        "  ",
        "-",
        "#sea",
        "שלום",
        "(",
        "سلام",
        "12",
        "नमस्ते",
        "水",
        "👩‍👧",
        "e\u{301}",
        "\u{202e}",
        "ไทย",
    ];

    proptest! {
        #[test]
        fn the_pieces_are_the_line_and_never_cut_a_character(line in lines()) {
            let pieces = cut_whole(&line);
            let mut edges: Vec<usize> = line.grapheme_indices(true).map(|(start, _)| start).collect();
            edges.push(line.len());
            let mut end = 0;
            for piece in &pieces {
                prop_assert_eq!(piece.range.start, end);
                prop_assert!(piece.range.end > end);
                end = piece.range.end;
            }
            prop_assert_eq!(end, line.len());
        }

        #[test]
        fn cutting_again_what_an_edit_touched_is_cutting_the_whole(
            line in "[a-z ]{0,20}", at in 0..21_usize, typed in "[a-z -]{0,3}"
        ) {
            let at = at.min(line.len());
            let after = format!("{}{typed}{}", &line[..at], &line[at..]);
            let start = word_start(&line, at);
            let end = word_end(&line, at);
            let mut pieces = cut(&line, 0..start, &Directions::default(), &[]);
            pieces.extend(cut(&after, start..end + typed.len(), &Directions::default(), &[]));
            let moved = |piece: LinePiece| LinePiece {
                range: piece.range.start + typed.len()..piece.range.end + typed.len(),
                ..piece
            };
            pieces.extend(cut(&line, end..line.len(), &Directions::default(), &[]).into_iter().map(moved));
            let by_words = |pieces: Vec<LinePiece>| -> Vec<String> {
                pieces.into_iter().filter(|piece| piece.content == Content::Words)
                    .map(|piece| after[piece.range].to_owned()).collect()
            };
            prop_assert_eq!(by_words(pieces), by_words(cut(&after, 0..after.len(), &Directions::default(), &[])));
        }
    }
}
