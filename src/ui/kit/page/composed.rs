//! A text with what an input method composes at the caret, which is not written yet.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use egui::Ui;

use super::{DrawnLine, PageText};
use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;

/// A text as it is shown while something is composed in it.
pub(super) struct Composed<'a> {
    text: &'a dyn PageText,
    at: Place,
    /// How many bytes are composed.
    bytes: usize,
    /// The line in which it is composed, with it.
    line: String,
    revision: u64,
}

impl<'a> Composed<'a> {
    /// A text in which `composed` is shown at a place.
    pub(super) fn new(text: &'a dyn PageText, at: Place, composed: &str) -> Self {
        let (before, after) = text.line(at.line).split_at(at.byte);
        let line = [before, composed, after].concat();
        let mut hasher = DefaultHasher::new();
        (text.revision(), &line, at.line).hash(&mut hasher);
        Self { text, at, bytes: composed.len(), line, revision: hasher.finish() }
    }

    /// The place behind what is composed.
    pub(super) fn end(&self) -> Place {
        Place { byte: self.at.byte + self.bytes, ..self.at }
    }
}

impl PageText for Composed<'_> {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn line_count(&self) -> usize {
        self.text.line_count()
    }

    fn line(&self, line: usize) -> &str {
        if line == self.at.line { &self.line } else { self.text.line(line) }
    }

    fn replace(&mut self, _: Range<Place>, _: &str, _: Place, _: PageEdit) -> bool {
        false
    }

    fn room_above(&self, line: usize) -> f32 {
        self.text.room_above(line)
    }

    fn room_below(&self, line: usize, end: f32, width: f32) -> f32 {
        self.text.room_below(line, end, width)
    }

    fn composed(&self) -> Option<Range<Place>> {
        Some(self.at..self.end())
    }

    fn paint_beside(&self, ui: &Ui, line: &DrawnLine) {
        self.text.paint_beside(ui, line);
    }
}
