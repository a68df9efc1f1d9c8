//! Places on the page: by their line and byte, and by the bytes of the whole page.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Notes;
use crate::domain::place::Place;

impl Notes {
    /// The index of the line that holds the byte at `offset` of the page.
    pub fn line_at(&self, offset: usize) -> usize {
        let mut end = 0;
        for (index, line) in self.lines.iter().enumerate() {
            end += line.text.len() + 1;
            if offset < end {
                return index;
            }
        }
        self.lines.len().saturating_sub(1)
    }

    /// Where the byte at `offset` of the page is.
    pub fn place_of(&self, offset: usize) -> Place {
        let line = self.line_at(offset);
        let length = self.lines.get(line).map_or(0, |line| line.text.len());
        Place { line, byte: offset.saturating_sub(self.start_of(line)).min(length) }
    }

    /// The offset of a place in bytes of the page.
    pub fn offset_of(&self, place: Place) -> usize {
        self.start_of(place.line) + place.byte
    }

    /// The place behind the last character of the page.
    pub fn end(&self) -> Place {
        self.lines.last().map_or_else(Place::default, |last| Place::new(self.lines.len() - 1, last.text.len()))
    }

    /// The place one character back from one, as a reader knows characters.
    pub(crate) fn one_character_back(&self, place: Place) -> Place {
        let text = self.lines.get(place.line).map_or("", |line| &line.text[..place.byte]);
        match (text.grapheme_indices(true).next_back(), place.line.checked_sub(1)) {
            (Some((byte, _)), _) => Place { byte, ..place },
            (None, Some(before)) => Place::new(before, self.lines[before].text.len()),
            (None, None) => place,
        }
    }

    /// The place one word back from one.
    pub(crate) fn one_word_back(&self, place: Place) -> Place {
        let text = self.lines.get(place.line).map_or("", |line| &line.text[..place.byte]);
        if text.is_empty() {
            return self.one_character_back(place);
        }
        Place { byte: start_of_word_before(text).unwrap_or_default(), ..place }
    }

    /// The nearest place on the page at or before one, between two of its characters.
    pub(crate) fn clamped(&self, place: Place) -> Place {
        let Some(last) = self.lines.len().checked_sub(1) else { return Place::default() };
        let line = place.line.min(last);
        let text = &self.lines[line].text;
        let byte = if place.line > last { text.len() } else { place.byte };
        Place { line, byte: text.floor_char_boundary(byte) }
    }

    /// What a range of the page says.
    pub(crate) fn text_in(&self, range: &Range<Place>) -> String {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate().take(range.end.line + 1).skip(range.start.line) {
            if index > range.start.line {
                text.push('\n');
            }
            let from = if index == range.start.line { range.start.byte } else { 0 };
            let to = if index == range.end.line { range.end.byte } else { line.text.len() };
            text.push_str(&line.text[from..to]);
        }
        text
    }

    /// The offset in bytes at which a line begins in the page.
    pub fn start_of(&self, line: usize) -> usize {
        self.lines.iter().take(line).map(|line| line.text.len() + 1).sum()
    }
}

/// Where the last word of a text begins; nothing if it has none.
pub(crate) fn start_of_word_before(text: &str) -> Option<usize> {
    let is_word = |segment: &str| segment.chars().any(char::is_alphanumeric);
    text.split_word_bound_indices().rev().find(|(_, segment)| is_word(segment)).map(|(start, _)| start)
}
