//! The characters of a row as they are seen, and the places of the caret between them.
//!
//! Must not know of lines or of how a row was filled.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::glyphs::Glyphs;
use super::measured::Measured;

/// A place in a line where the caret can be: between two characters, and beside which of them it is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stop {
    /// In bytes of the line.
    pub(crate) byte: usize,
    /// Which character it is beside. Where a row ends or the direction changes, the two are not side by side.
    pub(crate) side: Side,
}

/// Beside which character a caret is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Side {
    /// The one behind it.
    #[default]
    After,
    /// The one before it.
    Before,
}

/// One character as a reader knows it, and where it is in its row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// In bytes of the line.
    pub(crate) bytes: Range<usize>,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) is_right_to_left: bool,
}

impl Cell {
    /// The place at its left edge.
    pub(super) fn at_left(&self) -> Stop {
        if self.is_right_to_left { self.end() } else { self.start() }
    }

    /// The place at its right edge.
    pub(super) fn at_right(&self) -> Stop {
        if self.is_right_to_left { self.start() } else { self.end() }
    }

    fn start(&self) -> Stop {
        Stop { byte: self.bytes.start, side: Side::After }
    }

    fn end(&self) -> Stop {
        Stop { byte: self.bytes.end, side: Side::Before }
    }
}

/// How many characters from the left a caret is in a row, as it is seen.
pub(super) fn gap_of(cells: &[Cell], stop: Stop) -> Option<usize> {
    let before = || {
        let cell = cells.iter().position(|cell| cell.bytes.end == stop.byte)?;
        Some(if cells[cell].is_right_to_left { cell } else { cell + 1 })
    };
    let after = || {
        let cell = cells.iter().position(|cell| cell.bytes.start == stop.byte)?;
        Some(if cells[cell].is_right_to_left { cell + 1 } else { cell })
    };
    match stop.side {
        Side::Before => before().or_else(after),
        Side::After => after().or_else(before),
    }
}

/// How far from the left a caret is among the characters of its row; nothing if the row has none.
pub(super) fn at_stop(cells: &[Cell], stop: Stop) -> Option<f32> {
    let before = || cells.iter().find(|cell| cell.bytes.end == stop.byte);
    let after = || cells.iter().find(|cell| cell.bytes.start == stop.byte);
    let at_end = |cell: &Cell| if cell.is_right_to_left { cell.left } else { cell.right };
    let at_start = |cell: &Cell| if cell.is_right_to_left { cell.right } else { cell.left };
    let x = match stop.side {
        Side::Before => before().map(at_end).or_else(|| after().map(at_start)),
        Side::After => after().map(at_start).or_else(|| before().map(at_end)),
    };
    x.or_else(|| cells.iter().find(|cell| cell.bytes.contains(&stop.byte)).map(at_start))
}

/// The characters of a piece from left to right; it says `text`, and begins at a byte of its line. What it looks like is
/// asked for if that is not known: spaces need not be looked at.
pub(super) fn cells_of(text: &str, start: usize, piece: &Measured, glyphs: impl FnOnce() -> Glyphs) -> Vec<Cell> {
    let is_right_to_left = piece.level % 2 == 1;
    let graphemes: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    let even = || vec![piece.width / graphemes.len() as f32; graphemes.len()];
    let widths = if text.bytes().all(|byte| byte == b' ') {
        even()
    } else {
        piece.glyphs.clone().unwrap_or_else(glyphs).widths(text, piece.level).unwrap_or_else(even)
    };
    let mut left = piece.x;
    let mut cell = |(at, text): (usize, &str), width: f32| {
        let start = start + at;
        let cell = Cell { bytes: start..start + text.len(), left, right: left + width, is_right_to_left };
        left += width;
        cell
    };
    let written = graphemes.into_iter().zip(widths);
    if is_right_to_left {
        written.rev().map(|(grapheme, width)| cell(grapheme, width)).collect()
    } else {
        written.map(|(grapheme, width)| cell(grapheme, width)).collect()
    }
}
