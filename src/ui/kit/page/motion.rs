//! Where the caret goes by words, by lines and by what a reader sees as one character; all of it by the text alone.
//!
//! Must not know how anything is drawn.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::PageText;
use super::pieces::{is_space, word_end, word_start};
use crate::domain::place::Place;
use crate::domain::session::notes::start_of_word_before;

/// Which way in the text, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MotionWay {
    Back,
    On,
}

/// The place one character on, or back.
pub(crate) fn by_character(text: &dyn PageText, place: Place, way: MotionWay) -> Place {
    let line = text.line(place.line);
    let mut cursor = GraphemeCursor::new(place.byte, line.len(), true);
    let byte = match way {
        MotionWay::Back => cursor.prev_boundary(line, 0),
        MotionWay::On => cursor.next_boundary(line, 0),
    };
    byte.ok().flatten().map_or_else(|| beside_line(text, place, way), |byte| Place { byte, ..place })
}

/// The end of the line before, or the start of the next one; the place itself where there is none.
fn beside_line(text: &dyn PageText, place: Place, way: MotionWay) -> Place {
    match way {
        MotionWay::Back => place.line.checked_sub(1).map_or(place, |line| Place::new(line, text.line(line).len())),
        MotionWay::On if place.line + 1 < text.line_count() => Place::new(place.line + 1, 0),
        MotionWay::On => place,
    }
}

/// The place one word on, or back. `to_start` says whether a step on ends where the next word begins.
pub(crate) fn by_word(text: &dyn PageText, place: Place, way: MotionWay, to_start: bool) -> Place {
    let line = text.line(place.line);
    let byte = match way {
        MotionWay::Back => start_of_word_before(&line[..place.byte]),
        MotionWay::On if to_start => start_of_next_word(&line[place.byte..]).map(|byte| place.byte + byte),
        MotionWay::On => end_of_next_word(&line[place.byte..]).map(|byte| place.byte + byte),
    };
    let at_edge = match way {
        MotionWay::Back => place.byte == 0,
        MotionWay::On => place.byte == line.len(),
    };
    match byte {
        Some(byte) => Place { byte, ..place },
        None if at_edge => beside_line(text, place, way),
        None => Place { byte: if way == MotionWay::Back { 0 } else { line.len() }, ..place },
    }
}

fn is_word(segment: &str) -> bool {
    segment.chars().any(char::is_alphanumeric)
}

fn end_of_next_word(text: &str) -> Option<usize> {
    let word = text.split_word_bound_indices().find(|(_, segment)| is_word(segment));
    word.map(|(start, segment)| start + segment.len())
}

fn start_of_next_word(text: &str) -> Option<usize> {
    let mut segments = text.split_word_bound_indices();
    segments.next();
    segments.find(|(_, segment)| !segment.chars().all(char::is_whitespace)).map(|(start, _)| start)
}

/// The word, the spaces or the sign that a byte of a line is in; at the end of the line, the one before it.
pub(crate) fn word_at(line: &str, byte: usize) -> Range<usize> {
    let byte = byte.min(line.len());
    let is_in_spaces = line[byte..].graphemes(true).next().is_some_and(|grapheme| grapheme.chars().all(is_space));
    if is_in_spaces {
        let end = line[byte..].find(|character| !is_space(character)).map_or(line.len(), |length| byte + length);
        return line[..byte].trim_end_matches(is_space).len()..end;
    }
    let start = word_start(line, byte);
    let mut segments = line[start..word_end(line, byte)].split_word_bound_indices();
    let holds_byte = |(at, segment): &(usize, &str)| start + at + segment.len() > byte;
    let last = segments.clone().next_back();
    let (at, segment) = segments.find(holds_byte).or(last).unwrap_or((0, ""));
    start + at..start + at + segment.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::page::tests::plain::Plain;

    fn page(text: &str) -> Plain {
        Plain::from(text)
    }

    #[test]
    fn a_character_is_what_a_reader_sees_as_one() {
        let text = page("a👩‍👧e\u{301}नि\nb");
        let mut places = vec![Place::default()];
        while places.last() != Some(&Place::new(1, 1)) {
            places.push(by_character(&text, *places.last().unwrap(), MotionWay::On));
        }
        assert_eq!(places.len(), 7, "{places:?}");
        let mut back = vec![Place::new(1, 1)];
        while back.last() != Some(&Place::default()) {
            back.push(by_character(&text, *back.last().unwrap(), MotionWay::Back));
        }
        back.reverse();
        assert_eq!(back, places);
    }

    #[test]
    fn words_are_stepped_over_whole() {
        let text = page("the river, quiet\nshe");
        let on = |byte, to_start| by_word(&text, Place::new(0, byte), MotionWay::On, to_start);
        assert_eq!([on(0, false), on(3, false), on(16, false)], [Place::new(0, 3), Place::new(0, 9), Place::new(1, 0)]);
        assert_eq!([on(0, true), on(4, true), on(16, true)], [Place::new(0, 4), Place::new(0, 9), Place::new(1, 0)]);
        let back = |line, byte| by_word(&text, Place::new(line, byte), MotionWay::Back, false);
        assert_eq!([back(0, 16), back(0, 11), back(1, 0)], [Place::new(0, 11), Place::new(0, 4), Place::new(0, 16)]);
        assert_eq!(back(0, 0), Place::default());
    }

    #[test]
    fn a_double_click_takes_one_word_and_nothing_beside_it() {
        let at = |byte| &"the  river, quiet"[word_at("the  river, quiet", byte)];
        assert_eq!([at(0), at(2), at(3), at(4), at(5), at(9)], ["the", "the", "  ", "  ", "river", "river"]);
        assert_eq!([at(10), at(12), at(17)], [",", "quiet", "quiet"]);
    }
}
