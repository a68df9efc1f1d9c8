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

/// Goes on filling rows, the last of which was not full, with the pieces of the row that followed it. Most of them stay
/// together, and are moved as little as can be: in a long line, many rows may become others at one key.
pub(super) fn go_on_filling(rows: &mut Vec<Row>, next: Vec<Measured>, width: f32) {
    let Some(open) = rows.pop() else { return };
    let (mut pieces, mut start) = (next, open.bytes.start);
    pieces.splice(0..0, open.pieces);
    loop {
        let (end, width) = row_end(&pieces, width);
        let behind = pieces.split_off(end);
        let bytes = start..start + pieces.iter().map(|piece| piece.bytes).sum::<usize>();
        start = bytes.end;
        rows.push(Row { pieces, bytes, width });
        if behind.is_empty() {
            return;
        }
        pieces = behind;
    }
}

/// Behind which pieces rows end, and how wide each is without the spaces at its end.
fn row_ends(pieces: &[Measured], width: f32) -> Vec<(usize, f32)> {
    let mut ends = Vec::new();
    let mut start = 0;
    loop {
        let (end, width) = row_end(&pieces[start..], width);
        start += end;
        ends.push((start, width));
        if start == pieces.len() {
            return ends;
        }
    }
}

/// How many pieces are in a row that begins with the first of some, and how wide it is without the spaces at its end.
fn row_end(pieces: &[Measured], width: f32) -> (usize, f32) {
    let (mut x, mut x_of_words, mut allowed) = (0.0, 0.0, None);
    for (index, piece) in pieces.iter().enumerate() {
        let is_beyond = piece.is_words() && x + piece.width > width;
        if let Some(end) = allowed.filter(|_| is_beyond) {
            return end;
        }
        x += piece.width;
        if piece.is_words() {
            x_of_words = x;
        }
        if piece.may_end_row {
            allowed = Some((index + 1, x_of_words));
        }
    }
    (pieces.len(), x_of_words)
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
    use proptest::prelude::*;

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

    fn any_piece() -> impl Strategy<Value = Measured> {
        (1..9_u8, any::<bool>(), any::<bool>()).prop_map(|(width, is_space, may_end_row)| {
            let content = if is_space { Content::Spaces } else { Content::Words };
            piece(content, f32::from(width), is_space || may_end_row)
        })
    }

    proptest! {
        #[test]
        fn rows_that_are_gone_on_with_are_those_that_are_filled_at_once(
            parts in prop::collection::vec(prop::collection::vec(any_piece(), 1..12), 1..8)
        ) {
            let plain = |rows: Vec<Row>| -> Vec<_> { rows.into_iter().map(|row| (row.bytes, row.pieces.len(), row.width)).collect() };
            let at_once = filled(parts.concat(), 10, 12.0);
            let mut rows = filled(parts[0].clone(), 10, 12.0);
            for next in &parts[1..] {
                go_on_filling(&mut rows, next.clone(), 12.0);
            }
            prop_assert_eq!(plain(rows), plain(at_once));
        }
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
