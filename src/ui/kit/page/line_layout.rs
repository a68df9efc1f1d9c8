//! One line of a page laid out in rows: where each of its characters is, and what is at a place.
//!
//! Must not know of other lines, of what is around a line, or of the keyboard.

use std::ops::Range;

use egui::Ui;

use super::cells::{Cell, Side, Stop, at_stop, cells_of, gap_of};
use super::glyphs::{Glyphs, Look};
use super::measured::{Measured, measured};
use super::order::Directions;
use super::pieces::{cut, word_end, word_start};
use super::rows::{Row, filled, go_on_filling, pieces_between};

/// One line, laid out.
#[derive(Debug, Clone)]
pub(crate) struct LineLayout {
    directions: Directions,
    rows: Vec<Row>,
    width: f32,
}

impl LineLayout {
    /// Lays a line out in rows of a width, in points.
    pub(crate) fn of(ui: &Ui, line: &str, look: &Look, width: f32) -> Self {
        let directions = Directions::of(line);
        let pieces = cut(line, 0..line.len(), &directions, &(look.themes)(line));
        let mut rows = filled(measured(ui, line, &pieces, look, width), 0, width);
        for row in &mut rows {
            row.place(&directions, width);
        }
        Self { directions, rows, width }
    }

    /// Lays it out again after bytes of it were replaced: `replaced` of the line as it was, by `inserted` bytes. Only the
    /// words that the edit touched are measured, and only rows that become others are filled.
    pub(crate) fn edit(&mut self, ui: &Ui, line: &str, look: &Look, replaced: Range<usize>, inserted: usize) {
        let behind = replaced.start + inserted;
        let words = word_start(line, replaced.start)..word_end(line, behind);
        let old_words = words.start..words.end + replaced.len() - inserted;
        let is_plain = self.directions.is_plain() && Directions::of(&line[replaced.start..behind]).is_plain();
        let is_done = is_plain && {
            let themes = (look.themes)(&line[words.clone()]).into_iter();
            let themes: Vec<_> = themes.map(|theme| words.start + theme.start..words.start + theme.end).collect();
            let pieces = cut(line, words.clone(), &self.directions, &themes);
            let again = measured(ui, line, &pieces, look, self.width);
            self.put(&old_words, again, words.len())
        };
        if !is_done {
            *self = Self::of(ui, line, look, self.width);
        }
    }

    /// Puts pieces in the place of those between two bytes of the line as it was, and fills rows from the one before on,
    /// in which the first of them may have room now, until they begin where they did. Says whether it did: both bytes
    /// have to be at an edge of a piece.
    fn put(&mut self, old: &Range<usize>, again: Vec<Measured>, bytes: usize) -> bool {
        let moved = |byte: usize| byte + bytes - old.len();
        let (first, last) = (self.row_at(old.start).saturating_sub(1), self.row_at(old.end));
        let start = self.rows[first].bytes.start;
        let mut pieces: Vec<Measured> =
            self.rows[first..=last].iter_mut().flat_map(|row| std::mem::take(&mut row.pieces)).collect();
        let Some(between) = pieces_between(&pieces, &(old.start - start..old.end - start)) else { return false };
        pieces.splice(between, again);
        let mut rows = filled(pieces, start, self.width);
        let mut next = last + 1;
        while next < self.rows.len() {
            go_on_filling(&mut rows, std::mem::take(&mut self.rows[next].pieces), self.width);
            let begun = moved(self.rows[next].bytes.start);
            next += 1;
            if rows.last().is_some_and(|row| row.bytes.start == begun) {
                break;
            }
        }
        for row in &mut rows {
            row.place(&self.directions, self.width);
        }
        for row in &mut self.rows[next..] {
            row.bytes = moved(row.bytes.start)..moved(row.bytes.end);
        }
        self.rows.splice(first..next, rows);
        true
    }

    /// The last row that begins at or before a byte.
    fn row_at(&self, byte: usize) -> usize {
        self.rows.partition_point(|row| row.bytes.start <= byte).saturating_sub(1)
    }

    /// The rows, from the top.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether the line is read from right to left.
    pub(crate) fn is_right_to_left(&self) -> bool {
        self.directions.is_right_to_left()
    }

    /// The pieces of a row to be drawn: what they look like, where from the left, and whether as a theme.
    pub(crate) fn drawn(&mut self, ui: &Ui, line: &str, row: usize, look: &Look) -> Vec<(Glyphs, f32, bool)> {
        let Row { pieces, bytes, .. } = &mut self.rows[row];
        let mut rest = &line[bytes.clone()];
        let mut drawn = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let (says, behind) = rest.split_at(piece.bytes);
            rest = behind;
            if piece.is_words() {
                let glyphs = piece.glyphs.get_or_insert_with(|| Glyphs::of(ui, says, piece.level, look));
                drawn.push((glyphs.clone(), piece.x, piece.is_theme));
            }
        }
        drawn
    }

    /// Forgets what its pieces look like: it is asked for again once they are in sight.
    pub(crate) fn forget_glyphs(&mut self) {
        self.rows.iter_mut().flat_map(|row| &mut row.pieces).for_each(|piece| piece.glyphs = None);
    }

    /// The characters of a row in the order in which they are seen, from left to right.
    pub(crate) fn cells(&self, ui: &Ui, line: &str, row: usize, look: &Look) -> Vec<Cell> {
        let bytes = self.rows[row].bytes.clone();
        self.cells_around(ui, line, row, &bytes, look)
    }

    /// The same of those pieces alone that are within a range of bytes, or beside it.
    fn cells_around(&self, ui: &Ui, line: &str, row: usize, around: &Range<usize>, look: &Look) -> Vec<Cell> {
        let Row { pieces, bytes, .. } = &self.rows[row];
        let mut start = bytes.start;
        let mut placed: Vec<(usize, &Measured)> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let end = start + piece.bytes;
            if start <= around.end && end >= around.start {
                placed.push((start, piece));
            }
            start = end;
        }
        placed.sort_by(|(_, one), (_, other)| one.x.total_cmp(&other.x));
        let cells = |(start, piece): (usize, &Measured)| {
            let says = &line[start..start + piece.bytes];
            cells_of(says, start, piece, || Glyphs::of(ui, says, piece.level, look))
        };
        placed.into_iter().flat_map(cells).collect()
    }

    /// The row that a caret is in.
    pub(crate) fn row_of(&self, stop: Stop) -> usize {
        let after = self.row_at(stop.byte);
        let begins = self.rows[after].bytes.start == stop.byte && after > 0;
        if begins && stop.side == Side::Before { after - 1 } else { after }
    }

    /// Where a caret is drawn: its row, and how far from the left.
    pub(crate) fn x_of(&self, ui: &Ui, line: &str, stop: Stop, look: &Look) -> (usize, f32) {
        let row = self.row_of(stop);
        let cells = self.cells_around(ui, line, row, &(stop.byte..stop.byte), look);
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
