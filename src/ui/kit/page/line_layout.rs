//! One line of a page laid out in rows: where each of its characters is, and what is at a place.
//!
//! Must not know of other lines, of what is around a line, or of the keyboard.

use std::ops::Range;

use egui::Ui;
use unicode_segmentation::UnicodeSegmentation;

use super::cells::{Cell, Side, Stop, at_stop, cells_of, gap_of};
use super::glyphs::{Glyphs, Look};
use super::order::{Directions, seen};
use super::pieces::{Content, LinePiece, cut, word_end, word_start};

/// A piece, measured.
#[derive(Debug, Clone)]
struct Measured {
    piece: LinePiece,
    width: f32,
    /// Where it begins in its row, from the left.
    x: f32,
    glyphs: Option<Glyphs>,
}

/// A row of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Its pieces, in the order in which they are written.
    pieces: Range<usize>,
    /// In bytes of the line.
    pub(crate) bytes: Range<usize>,
    /// Without the spaces at its end.
    pub(crate) width: f32,
}

/// One line, laid out.
#[derive(Debug, Clone)]
pub(crate) struct LineLayout {
    directions: Directions,
    pieces: Vec<Measured>,
    rows: Vec<Row>,
    width: f32,
}

impl LineLayout {
    /// Lays a line out in rows of a width, in points.
    pub(crate) fn of(ui: &Ui, line: &str, look: &Look, width: f32) -> Self {
        let directions = Directions::of(line);
        let pieces = cut(line, 0..line.len(), &directions, &(look.themes)(line));
        let pieces = pieces.into_iter().flat_map(|piece| measured(ui, line, piece, look)).collect();
        let mut layout = Self { directions, pieces, rows: Vec::new(), width };
        layout.fill_rows(ui, line, look);
        layout
    }

    /// Lays it out again after bytes of it were replaced: `replaced` of the line as it was, by `inserted` bytes. Only the
    /// words that the edit touched are measured.
    pub(crate) fn edit(&mut self, ui: &Ui, line: &str, look: &Look, replaced: Range<usize>, inserted: usize) {
        let directions = Directions::of(line);
        let start = word_start(line, replaced.start);
        let end = word_end(line, replaced.start + inserted);
        let moved = |byte: usize| byte + inserted - replaced.len();
        let Some(pieces) = self.pieces_between(start, end + replaced.len() - inserted) else {
            *self = Self::of(ui, line, look, self.width);
            return;
        };
        if !directions.is_plain() || !self.directions.is_plain() {
            *self = Self::of(ui, line, look, self.width);
            return;
        }
        let themes = (look.themes)(&line[start..end]);
        let themes: Vec<_> = themes.into_iter().map(|theme| start + theme.start..start + theme.end).collect();
        let again = cut(line, start..end, &directions, &themes);
        let again: Vec<Measured> = again.into_iter().flat_map(|piece| measured(ui, line, piece, look)).collect();
        for measured in &mut self.pieces[pieces.end..] {
            let range = &mut measured.piece.range;
            *range = moved(range.start)..moved(range.end);
        }
        self.pieces.splice(pieces, again);
        self.fill_rows(ui, line, look);
    }

    /// The pieces between two bytes of the line, if both are at an edge of one.
    fn pieces_between(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let first = self.pieces.partition_point(|measured| measured.piece.range.start < start);
        let last = self.pieces.partition_point(|measured| measured.piece.range.end <= end);
        let is_edge = |piece: usize, byte: usize| {
            piece.checked_sub(1).map_or(0, |before| self.pieces[before].piece.range.end) == byte
        };
        (first <= last && is_edge(first, start) && is_edge(last, end)).then_some(first..last)
    }

    /// The rows, from the top.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the line is read from right to left.
    pub(crate) fn is_right_to_left(&self) -> bool {
        self.directions.is_right_to_left()
    }

    /// Fills rows with the pieces and gives each piece its place.
    fn fill_rows(&mut self, ui: &Ui, line: &str, look: &Look) {
        loop {
            self.rows.clear();
            let Some(too_wide) = self.break_rows(line) else { break };
            self.loosen(ui, line, look, too_wide);
        }
        for row in 0..self.rows.len() {
            self.place(row);
        }
    }

    /// Breaks the line into rows. If words without a place to end a row are wider than a row, they are returned.
    fn break_rows(&mut self, line: &str) -> Option<Range<usize>> {
        let (mut first, mut allowed) = (0, None);
        let (mut x, mut width, mut width_allowed) = (0.0_f32, 0.0_f32, 0.0_f32);
        let mut index = 0;
        while index < self.pieces.len() {
            let Measured { piece, width: own, .. } = &self.pieces[index];
            let is_words = piece.content == Content::Words;
            if is_words && x + own > self.width && x > 0.0 {
                let Some(end) = allowed else {
                    let chain = self.pieces[index..].iter().position(|other| other.piece.may_end_row);
                    return Some(first..chain.map_or(self.pieces.len(), |length| index + length + 1));
                };
                self.rows.push(self.row(first..end, width_allowed));
                (first, allowed, index) = (end, None, end);
                (x, width) = (0.0, 0.0);
                continue;
            }
            if is_words && *own > self.width && piece_is_long(line, piece) {
                return Some(index..index + 1);
            }
            x += own;
            if is_words {
                width = x;
            }
            if piece.may_end_row {
                allowed = Some(index + 1);
                width_allowed = width;
            }
            index += 1;
        }
        self.rows.push(self.row(first..self.pieces.len(), width));
        None
    }

    fn row(&self, pieces: Range<usize>, width: f32) -> Row {
        let end_before = pieces.start.checked_sub(1).map_or(0, |before| self.pieces[before].piece.range.end);
        let end = pieces.clone().next_back().map_or(end_before, |last| self.pieces[last].piece.range.end);
        let start = self.pieces.get(pieces.start).map_or(end, |first| first.piece.range.start.min(end));
        Row { pieces, bytes: start..end, width }
    }

    /// Draws pieces character by character, and lets a row end between any of them.
    fn loosen(&mut self, ui: &Ui, line: &str, look: &Look, range: Range<usize>) {
        let loose: Vec<Measured> = self.pieces[range.clone()]
            .iter()
            .flat_map(|measured| {
                let mut parts = one_by_one(ui, line, &measured.piece, look);
                for part in &mut parts {
                    part.piece.may_end_row = true;
                }
                parts
            })
            .collect();
        self.pieces.splice(range, loose);
    }

    /// Gives the pieces of a row their places. Spaces at its end have the direction of the line: Unicode's rule L1.
    fn place(&mut self, row: usize) {
        let Row { pieces: range, width, .. } = self.rows[row].clone();
        let base = self.directions.base();
        if self.directions.is_plain() {
            let mut x = 0.0;
            for measured in &mut self.pieces[range] {
                measured.x = x;
                x += measured.width;
            }
            return;
        }
        let words = |measured: &Measured| measured.piece.content == Content::Words;
        let trailing =
            self.pieces[range.clone()].iter().rposition(words).map_or(range.start, |last| range.start + last + 1);
        for measured in &mut self.pieces[trailing..range.end] {
            measured.piece.level = base;
        }
        let levels: Vec<u8> = self.pieces[range.clone()].iter().map(|measured| measured.piece.level).collect();
        let hanging: f32 = self.pieces[trailing..range.end].iter().map(|measured| measured.width).sum();
        let mut x = if self.is_right_to_left() { self.width - width - hanging } else { 0.0 };
        for index in seen(&levels) {
            let measured = &mut self.pieces[range.start + index];
            measured.x = x;
            x += measured.width;
        }
    }

    /// The pieces of a row to be drawn: what they look like, where from the left, and whether as a theme.
    pub(crate) fn drawn(&mut self, ui: &Ui, line: &str, row: usize, look: &Look) -> Vec<(Glyphs, f32, bool)> {
        let range = self.rows[row].pieces.clone();
        let words = self.pieces[range].iter_mut().filter(|measured| measured.piece.content == Content::Words);
        words
            .map(|measured| {
                let Measured { piece, x, glyphs, .. } = measured;
                let glyphs =
                    glyphs.get_or_insert_with(|| Glyphs::of(ui, &line[piece.range.clone()], piece.level, look));
                (glyphs.clone(), *x, piece.is_theme)
            })
            .collect()
    }

    /// Forgets what its pieces look like: it is asked for again once they are in sight.
    pub(crate) fn forget_glyphs(&mut self) {
        self.pieces.iter_mut().for_each(|measured| measured.glyphs = None);
    }

    /// The characters of a row in the order in which they are seen, from left to right.
    pub(crate) fn cells(&self, ui: &Ui, line: &str, row: usize, look: &Look) -> Vec<Cell> {
        let mut measured: Vec<&Measured> = self.pieces[self.rows[row].pieces.clone()].iter().collect();
        measured.sort_by(|one, other| one.x.total_cmp(&other.x));
        let cells = |Measured { piece, x, width, glyphs }: &Measured| {
            let text = &line[piece.range.clone()];
            let glyphs = glyphs.clone().unwrap_or_else(|| Glyphs::of(ui, text, piece.level, look));
            cells_of(text, piece, *x, *width, &glyphs)
        };
        measured.into_iter().flat_map(cells).collect()
    }

    /// The row that a caret is in.
    pub(crate) fn row_of(&self, stop: Stop) -> usize {
        let after = self.rows.partition_point(|row| row.bytes.start <= stop.byte).saturating_sub(1);
        let begins = self.rows[after].bytes.start == stop.byte && after > 0;
        if begins && stop.side == Side::Before { after - 1 } else { after }
    }

    /// Where a caret is drawn: its row, and how far from the left.
    pub(crate) fn x_of(&self, ui: &Ui, line: &str, stop: Stop, look: &Look) -> (usize, f32) {
        let row = self.row_of(stop);
        let cells = self.cells(ui, line, row, look);
        let start = if self.is_right_to_left() { self.width } else { 0.0 };
        (row, at_stop(&cells, stop).unwrap_or(start))
    }

    /// The place in a row that is nearest to `x`, from the left.
    pub(crate) fn stop_at(&self, ui: &Ui, line: &str, row: usize, x: f32, look: &Look) -> Stop {
        let cells = self.cells(ui, line, row, look);
        let Some(last) = cells.last() else { return Stop { byte: self.rows[row].bytes.start, side: Side::After } };
        let cell = cells.iter().find(|cell| x < cell.right).unwrap_or(last);
        let stop = if x < f32::midpoint(cell.left, cell.right) { cell.at_left() } else { cell.at_right() };
        self.within_row(row, stop)
    }

    /// A row that goes on below shows no caret behind the space at its end.
    fn within_row(&self, row: usize, stop: Stop) -> Stop {
        if row + 1 < self.rows.len() && stop.byte == self.rows[row].bytes.end {
            return Stop { side: Side::Before, ..stop };
        }
        stop
    }

    /// The place one character to the left or to the right of a caret, as it is seen; nothing at the edge of its row.
    pub(crate) fn beside(&self, ui: &Ui, line: &str, stop: Stop, to_right: bool, look: &Look) -> Option<Stop> {
        let row = self.row_of(stop);
        let cells = self.cells(ui, line, row, look);
        let gap = gap_of(&cells, stop)?;
        if to_right { cells.get(gap).map(Cell::at_right) } else { cells.get(gap.checked_sub(1)?).map(Cell::at_left) }
    }

    /// The place at the left or the right edge of a row.
    pub(crate) fn edge(&self, ui: &Ui, line: &str, row: usize, is_right: bool, look: &Look) -> Stop {
        let cells = self.cells(ui, line, row, look);
        let stop = if is_right { cells.last().map(Cell::at_right) } else { cells.first().map(Cell::at_left) };
        stop.unwrap_or(Stop { byte: self.rows[row].bytes.start, side: Side::After })
    }

    /// Where a range of bytes is seen in a row: stretches from left to right.
    pub(crate) fn stretches(
        &self,
        ui: &Ui,
        line: &str,
        row: usize,
        bytes: &Range<usize>,
        look: &Look,
    ) -> Vec<(f32, f32)> {
        let mut stretches: Vec<(f32, f32)> = Vec::new();
        let chosen = |cell: &Cell| bytes.start <= cell.bytes.start && cell.bytes.end <= bytes.end;
        for cell in self.cells(ui, line, row, look).into_iter().filter(chosen) {
            match stretches.last_mut() {
                Some(last) if (last.1 - cell.left).abs() < 0.5 => last.1 = cell.right,
                _ => stretches.push((cell.left, cell.right)),
            }
        }
        stretches
    }
}

fn piece_is_long(line: &str, piece: &LinePiece) -> bool {
    line[piece.range.clone()].graphemes(true).nth(1).is_some()
}

/// Measures a piece; several if the toolkit does not draw it as one.
fn measured(ui: &Ui, line: &str, piece: LinePiece, look: &Look) -> Vec<Measured> {
    let text = &line[piece.range.clone()];
    let glyphs = Glyphs::of(ui, text, piece.level, look);
    if !text.is_ascii() && glyphs.widths(text, piece.level).is_none() {
        return one_by_one(ui, line, &piece, look);
    }
    vec![Measured { width: glyphs.width, piece, x: 0.0, glyphs: None }]
}

/// Measures the characters of a piece one by one.
fn one_by_one(ui: &Ui, line: &str, piece: &LinePiece, look: &Look) -> Vec<Measured> {
    let start = piece.range.start;
    let graphemes = line[piece.range.clone()].grapheme_indices(true).map(|(at, text)| (start + at, text));
    let mut parts: Vec<Measured> = graphemes
        .map(|(start, text)| {
            let width = Glyphs::of(ui, text, piece.level, look).width;
            let piece = LinePiece { range: start..start + text.len(), may_end_row: false, ..piece.clone() };
            Measured { piece, width, x: 0.0, glyphs: None }
        })
        .collect();
    if let Some(last) = parts.last_mut() {
        last.piece.may_end_row = piece.may_end_row;
    }
    parts
}
