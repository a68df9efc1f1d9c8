//! The caret, and where each step takes it.

use std::ops::Range;

use egui::Ui;

use super::cells::{Side, Stop};
use super::input::CaretStep;
use super::motion::{MotionWay, by_character, by_word};
use super::{Page, PageStyle, PageText, Reveal};
use crate::domain::place::Place;

/// The caret, and what is chosen: all that is between it and its other end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Caret {
    pub(crate) anchor: Place,
    /// Where the caret itself is.
    pub(crate) focus: Place,
    pub(super) side: Side,
}

/// What is chosen of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChosenPart {
    pub(super) bytes: Range<usize>,
    /// Whether the break behind it is chosen too.
    pub(super) breaks: bool,
}

impl Caret {
    /// A caret with nothing chosen.
    pub(super) fn at(place: Place, side: Side) -> Self {
        Self { anchor: place, focus: place, side }
    }

    /// A caret at a place.
    pub(crate) fn at_place(place: Place) -> Self {
        Self::between(place, place)
    }

    /// A caret at the second of two places; what is between them is chosen.
    pub(crate) fn between(anchor: Place, focus: Place) -> Self {
        Self { anchor, focus, side: Side::Before }
    }

    /// Whether nothing is chosen.
    pub(crate) fn is_empty(self) -> bool {
        self.anchor == self.focus
    }

    /// What is chosen.
    pub(crate) fn range(self) -> Range<Place> {
        self.anchor.min(self.focus)..self.anchor.max(self.focus)
    }

    /// What is chosen of a line with so many bytes.
    pub(super) fn chosen_in(self, line: usize, bytes: usize) -> Option<ChosenPart> {
        let Range { start, end } = self.range();
        if self.is_empty() || line < start.line || line > end.line {
            return None;
        }
        let from = if line == start.line { start.byte } else { 0 };
        let to = if line == end.line { end.byte } else { bytes };
        Some(ChosenPart { bytes: from..to, breaks: line < end.line })
    }

    /// The caret in a text that may have become another.
    pub(super) fn within(self, text: &dyn PageText) -> Self {
        let clamped = |place: Place| {
            let line = place.line.min(text.line_count() - 1);
            let says = text.line(line);
            let byte = if place.line > line { says.len() } else { place.byte };
            Place::new(line, says.floor_char_boundary(byte.min(says.len())))
        };
        Self { anchor: clamped(self.anchor), focus: clamped(self.focus), ..self }
    }
}

impl Page {
    /// Takes the caret one step.
    pub(super) fn go(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, step: CaretStep, chooses: bool) {
        let goes_up_or_down = matches!(step, CaretStep::Up | CaretStep::Down | CaretStep::PageUp | CaretStep::PageDown);
        let before = self.caret;
        let leaves_chosen = !chooses && !before.is_empty() && matches!(step, CaretStep::Left | CaretStep::Right);
        let mut caret = if leaves_chosen {
            self.edge_of_chosen(ui, text, style, step == CaretStep::Right)
        } else {
            self.step(ui, text, style, step)
        };
        if chooses {
            caret.anchor = before.anchor;
        }
        if !goes_up_or_down {
            self.goal = None;
        }
        self.caret = caret;
        self.reveal = Reveal::Caret;
        self.last_use = ui.input(|input| input.time);
    }

    /// The end of what is chosen that is further to the left, or to the right.
    fn edge_of_chosen(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, is_right: bool) -> Caret {
        let range = self.caret.range();
        self.layout.lay_out(ui, text, range.start.line, &style.look);
        let turned = self.layout.line(range.start.line).is_some_and(|line| line.is_right_to_left());
        let place = if is_right == turned { range.start } else { range.end };
        Caret::at(place, if place == range.start { Side::After } else { Side::Before })
    }

    /// Where a step takes the caret, with nothing chosen.
    pub(super) fn step(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, step: CaretStep) -> Caret {
        let focus = self.caret.focus;
        let is_windows = ui.ctx().os() == egui::os::OperatingSystem::Windows;
        let length = text.line(focus.line).len();
        let place = match step {
            CaretStep::Left => return self.beside(ui, text, style, false),
            CaretStep::Right => return self.beside(ui, text, style, true),
            CaretStep::Up => return self.by_rows(ui, text, style, -1),
            CaretStep::Down => return self.by_rows(ui, text, style, 1),
            CaretStep::PageUp => return self.by_rows(ui, text, style, -rows_in_sight(ui, style)),
            CaretStep::PageDown => return self.by_rows(ui, text, style, rows_in_sight(ui, style)),
            CaretStep::RowStart => return self.row_edge(ui, text, style, false),
            CaretStep::RowEnd => return self.row_edge(ui, text, style, true),
            CaretStep::CharacterBack => by_character(text, focus, MotionWay::Back),
            CaretStep::CharacterOn => by_character(text, focus, MotionWay::On),
            CaretStep::WordBack => by_word(text, focus, MotionWay::Back, false),
            CaretStep::WordOn => by_word(text, focus, MotionWay::On, is_windows),
            CaretStep::WordLeft => by_word(text, focus, self.way(ui, text, style, false), is_windows),
            CaretStep::WordRight => by_word(text, focus, self.way(ui, text, style, true), is_windows),
            CaretStep::LineStart => Place { byte: 0, ..focus },
            CaretStep::LineUp if focus.byte > 0 => Place { byte: 0, ..focus },
            CaretStep::LineUp => Place::new(focus.line.saturating_sub(1), 0),
            CaretStep::LineDown if focus.line + 1 < text.line_count() => Place::new(focus.line + 1, 0),
            CaretStep::LineEnd | CaretStep::LineDown => Place { byte: length, ..focus },
            CaretStep::PageStart => Place::default(),
            CaretStep::PageEnd => Place::new(text.line_count() - 1, text.line(text.line_count() - 1).len()),
        };
        let side = if place < focus { Side::After } else { Side::Before };
        Caret::at(place, side)
    }

    /// Which way in the text the left or the right is, in the line of the caret.
    fn way(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, is_right: bool) -> MotionWay {
        let line = self.caret.focus.line;
        self.layout.lay_out(ui, text, line, &style.look);
        let turned = self.layout.line(line).is_some_and(|line| line.is_right_to_left());
        if is_right == turned { MotionWay::Back } else { MotionWay::On }
    }

    fn stop(&self) -> Stop {
        Stop { byte: self.caret.focus.byte, side: self.caret.side }
    }

    /// One character to the left or to the right, as it is seen; behind the edge of a row, into the next one.
    fn beside(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, to_right: bool) -> Caret {
        let (line, stop) = (self.caret.focus.line, self.stop());
        let way = self.way(ui, text, style, to_right);
        let says = text.line(line);
        let Some(layout) = self.layout.line(line) else { return self.caret };
        if let Some(stop) = layout.beside(ui, says, stop, to_right, &style.look) {
            return Caret::at(Place::new(line, stop.byte), stop.side);
        }
        let row = layout.row_of(stop);
        let next = match way {
            MotionWay::On if row + 1 < layout.rows().len() => Some(row + 1),
            MotionWay::Back => row.checked_sub(1),
            MotionWay::On => None,
        };
        if let Some(next) = next {
            let edge = layout.edge(ui, says, next, !to_right, &style.look);
            let over = layout.beside(ui, says, edge, to_right, &style.look).unwrap_or(edge);
            return Caret::at(Place::new(line, over.byte), over.side);
        }
        let place = match way {
            MotionWay::On if line + 1 < text.line_count() => Place::new(line + 1, 0),
            MotionWay::Back if line > 0 => Place::new(line - 1, text.line(line - 1).len()),
            MotionWay::On | MotionWay::Back => return self.caret_without_choice(),
        };
        Caret::at(place, if way == MotionWay::On { Side::After } else { Side::Before })
    }

    fn caret_without_choice(&self) -> Caret {
        Caret { anchor: self.caret.focus, ..self.caret }
    }

    /// So many rows up or down, as far from the left as it was.
    fn by_rows(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, rows: isize) -> Caret {
        let look = &style.look;
        let Place { mut line, .. } = self.caret.focus;
        self.layout.lay_out(ui, text, line, look);
        let stop = self.stop();
        let Some(layout) = self.layout.line(line) else { return self.caret };
        let (mut row, x) = layout.x_of(ui, text.line(line), stop, look);
        let goal = *self.goal.get_or_insert(x);
        for _ in 0..rows.unsigned_abs() {
            let count = self.layout.line(line).map_or(1, |layout| layout.rows().len());
            if rows > 0 && row + 1 < count {
                row += 1;
            } else if rows > 0 && line + 1 < text.line_count() {
                (line, row) = (line + 1, 0);
                self.layout.lay_out(ui, text, line, look);
            } else if rows < 0 && row > 0 {
                row -= 1;
            } else if rows < 0 && line > 0 {
                line -= 1;
                self.layout.lay_out(ui, text, line, look);
                row = self.layout.line(line).map_or(0, |layout| layout.rows().len() - 1);
            } else {
                let byte = if rows > 0 { text.line(line).len() } else { 0 };
                return Caret::at(Place::new(line, byte), Side::Before);
            }
        }
        let Some(layout) = self.layout.line(line) else { return self.caret };
        let stop = layout.stop_at(ui, text.line(line), row, goal, look);
        Caret::at(Place::new(line, stop.byte), stop.side)
    }

    /// The start or the end of the row; from there, of the line.
    fn row_edge(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, is_end: bool) -> Caret {
        let (focus, stop) = (self.caret.focus, self.stop());
        self.layout.lay_out(ui, text, focus.line, &style.look);
        let says = text.line(focus.line);
        let Some(layout) = self.layout.line(focus.line) else { return self.caret };
        let row = layout.row_of(stop);
        let bytes = layout.rows()[row].bytes.clone();
        let is_last = row + 1 == layout.rows().len();
        let (place, side) = if is_end {
            let end = if is_last { bytes.end } else { says[..bytes.end].trim_end_matches(' ').len().max(bytes.start) };
            (if focus.byte == end { says.len() } else { end }, Side::Before)
        } else {
            (if focus.byte == bytes.start { 0 } else { bytes.start }, Side::After)
        };
        Caret::at(Place { byte: place, ..focus }, side)
    }
}

/// How many rows are in sight, but for one that stays.
fn rows_in_sight(ui: &Ui, style: &PageStyle<'_>) -> isize {
    let height = ui.available_height().min(ui.clip_rect().height());
    ((height / style.look.row_height) as isize - 1).max(1)
}
