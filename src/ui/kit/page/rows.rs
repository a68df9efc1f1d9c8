//! Rows, filled with the pieces of a line.
//!
//! Must not know what a line says, or what its pieces look like.

use std::ops::Range;

use super::measured::Measured;
use super::order::{Directions, seen};

/// A row of a line.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// In the order in which they are written.
    pub(super) pieces: Vec<Measured>,
    /// In bytes of the line.
    pub(crate) bytes: Range<usize>,
    /// Without the spaces at its end.
    pub(crate) width: f32,
}

/// Fills rows of a width with pieces, the first of which begins at a byte of the line.
pub(super) fn filled(pieces: Vec<Measured>, start: usize, width: f32) -> Vec<Row> {
    let ends = row_ends(&pieces, width);
    let mut pieces = pieces.into_iter();
    let (mut first, mut start) = (0, start);
    let row = |(end, width): (usize, f32)| {
        let pieces: Vec<Measured> = pieces.by_ref().take(end - first).collect();
        let bytes = start..start + pieces.iter().map(|piece| piece.bytes).sum::<usize>();
        (first, start) = (end, bytes.end);
        Row { pieces, bytes, width }
    };
    ends.into_iter().map(row).collect()
}

/// Behind which pieces rows end, and how wide each is without the spaces at its end.
fn row_ends(pieces: &[Measured], width: f32) -> Vec<(usize, f32)> {
    let mut ends = Vec::new();
    let (mut index, mut x, mut x_of_words, mut allowed) = (0, 0.0, 0.0, None);
    while let Some(piece) = pieces.get(index) {
        let is_beyond = piece.is_words() && x + piece.width > width;
        if let Some((end, width)) = allowed.take_if(|_| is_beyond) {
            ends.push((end, width));
            (index, x, x_of_words) = (end, 0.0, 0.0);
            continue;
        }
        index += 1;
        x += piece.width;
        if piece.is_words() {
            x_of_words = x;
        }
        if piece.may_end_row {
            allowed = Some((index, x_of_words));
        }
    }
    ends.push((pieces.len(), x_of_words));
    ends
}

/// The pieces of some that are between two of their bytes, if both are at an edge of one.
pub(super) fn pieces_between(pieces: &[Measured], bytes: &Range<usize>) -> Option<Range<usize>> {
    let ends = pieces.iter().scan(0, |end, piece| {
        *end += piece.bytes;
        Some(*end)
    });
    let edges: Vec<usize> = std::iter::once(0).chain(ends).collect();
    Some(edges.binary_search(&bytes.start).ok()?..edges.binary_search(&bytes.end).ok()?)
}

impl Row {
    /// Gives its pieces their places. Spaces at its end have the direction of the line: Unicode's rule L1.
    pub(super) fn place(&mut self, directions: &Directions, line_width: f32) {
        let mut x = 0.0;
        if directions.is_plain() {
            for piece in &mut self.pieces {
                piece.x = x;
                x += piece.width;
            }
            return;
        }
        let trailing = self.pieces.iter().rposition(Measured::is_words).map_or(0, |last| last + 1);
        for piece in &mut self.pieces[trailing..] {
            piece.level = directions.base();
        }
        if directions.is_right_to_left() {
            let hanging: f32 = self.pieces[trailing..].iter().map(|piece| piece.width).sum();
            x = line_width - self.width - hanging;
        }
        let levels: Vec<u8> = self.pieces.iter().map(|piece| piece.level).collect();
        for index in seen(&levels) {
            self.pieces[index].x = x;
            x += self.pieces[index].width;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::page::pieces::Content;

    fn piece(content: Content, width: f32, may_end_row: bool) -> Measured {
        Measured { bytes: 1, level: 0, content, is_theme: false, may_end_row, width, x: 0.0, glyphs: None }
    }

    fn words(width: f32) -> Measured {
        piece(Content::Words, width, false)
    }

    fn space() -> Measured {
        piece(Content::Spaces, 1.0, true)
    }

    fn rows(pieces: Vec<Measured>) -> Vec<(Range<usize>, f32)> {
        filled(pieces, 10, 5.0).into_iter().map(|row| (row.bytes, row.width)).collect()
    }

    #[test]
    fn a_row_ends_where_it_may_and_spaces_hang_over_its_end() {
        assert_eq!(rows(vec![words(2.0), space(), words(2.0), space(), words(1.0)]), [(10..14, 5.0), (14..15, 1.0)]);
        assert_eq!(rows(vec![words(5.0), space(), space(), words(2.0)]), [(10..13, 5.0), (13..14, 2.0)]);
        assert_eq!(rows(vec![words(2.0), space(), words(2.0), words(1.0)]), [(10..12, 2.0), (12..14, 3.0)]);
        assert_eq!(rows(vec![words(9.0)]), [(10..11, 9.0)], "one character that is wider than a row");
        assert_eq!(rows(Vec::new()), [(10..10, 0.0)]);
    }

    #[test]
    fn pieces_are_found_by_their_edges() {
        let mut pieces = vec![words(1.0), space(), words(1.0)];
        pieces[2].bytes = 3;
        assert_eq!(pieces_between(&pieces, &(1..5)), Some(1..3));
        assert_eq!(pieces_between(&pieces, &(1..1)), Some(1..1));
        assert_eq!(pieces_between(&pieces, &(1..4)), None);
    }
}
