//! How high each line of a page is, and where it begins: found without going over all of them.
//!
//! Must not know what a line says or why it is so high.

use std::ops::Range;

/// So many lines are added up together.
const BLOCK: usize = 128;

/// How high a line is, in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct LineHeight {
    /// The room above its first row.
    pub(super) above: f32,
    /// The room of its rows.
    pub(super) rows: f32,
    /// The room below its last row.
    pub(super) below: f32,
}

impl LineHeight {
    pub(super) fn total(self) -> f32 {
        self.above + self.rows + self.below
    }
}

/// The heights of all lines, one below the other.
#[derive(Debug, Default)]
pub(super) struct LineHeights {
    lines: Vec<LineHeight>,
    /// The sum of each block of lines.
    blocks: Vec<f32>,
}

impl LineHeights {
    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The height of a line; none if there is no such line.
    pub(super) fn of(&self, line: usize) -> LineHeight {
        self.lines.get(line).copied().unwrap_or_default()
    }

    /// Gives a line another height.
    pub(super) fn set(&mut self, line: usize, height: LineHeight) {
        if self.lines[line] != height {
            self.lines[line] = height;
            self.blocks[line / BLOCK] = self.sum_of_block(line / BLOCK);
        }
    }

    /// Puts other lines in the place of some.
    pub(super) fn splice(&mut self, lines: Range<usize>, others: impl IntoIterator<Item = LineHeight>) {
        let first = lines.start / BLOCK;
        self.lines.splice(lines, others);
        self.blocks.truncate(first);
        let sums = (first..self.lines.len().div_ceil(BLOCK)).map(|block| self.sum_of_block(block)).collect::<Vec<_>>();
        self.blocks.extend(sums);
    }

    fn sum_of_block(&self, block: usize) -> f32 {
        let end = self.lines.len().min((block + 1) * BLOCK);
        self.lines[block * BLOCK..end].iter().map(|line| line.total()).sum()
    }

    /// The height of all lines.
    pub(super) fn total(&self) -> f32 {
        self.blocks.iter().sum()
    }

    /// Where a line begins.
    pub(super) fn top_of(&self, line: usize) -> f32 {
        let block = line / BLOCK;
        let blocks: f32 = self.blocks[..block].iter().sum();
        blocks + self.lines[block * BLOCK..line].iter().map(|line| line.total()).sum::<f32>()
    }

    /// The line that is at a height, and where it begins: the first or the last one beyond all of them.
    pub(super) fn line_at(&self, y: f32) -> (usize, f32) {
        let Some(last) = self.lines.len().checked_sub(1) else { return (0, 0.0) };
        let (mut line, mut top) = (0, 0.0);
        for sum in &self.blocks[..last / BLOCK] {
            if y < top + sum {
                break;
            }
            line += BLOCK;
            top += sum;
        }
        while line < last && y >= top + self.lines[line].total() {
            top += self.lines[line].total();
            line += 1;
        }
        (line, top)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What becomes of some lines.
    #[derive(Debug, Clone)]
    enum Act {
        Set(usize, u8),
        Splice(usize, usize, Vec<u8>),
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let line = || 0..2_000_usize;
        let act = prop_oneof![
            (line(), 0..90_u8).prop_map(|(line, height)| Act::Set(line, height)),
            (line(), 0..300_usize, prop::collection::vec(0..90_u8, 0..400))
                .prop_map(|(line, count, others)| Act::Splice(line, count, others)),
        ];
        prop::collection::vec(act, 1..20)
    }

    /// A height in whole points and quarters: their sums are exact.
    fn height(points: u8) -> LineHeight {
        LineHeight { above: f32::from(points) / 4.0, rows: f32::from(points), below: 1.0 }
    }

    proptest! {
        #[test]
        fn every_line_begins_where_the_plain_sum_says(acts in acts()) {
            let mut heights = LineHeights::default();
            let mut plain: Vec<LineHeight> = Vec::new();
            for act in acts {
                match act {
                    Act::Set(line, points) if line < plain.len() => {
                        heights.set(line, height(points));
                        plain[line] = height(points);
                    }
                    Act::Set(..) => {}
                    Act::Splice(line, count, others) => {
                        let start = line.min(plain.len());
                        let lines = start..(start + count).min(plain.len());
                        let others: Vec<LineHeight> = others.into_iter().map(height).collect();
                        heights.splice(lines.clone(), others.iter().copied());
                        plain.splice(lines, others);
                    }
                }
                let mut top = 0.0;
                for (line, height) in plain.iter().enumerate() {
                    prop_assert_eq!((heights.of(line), heights.top_of(line)), (*height, top));
                    prop_assert_eq!(heights.line_at(top), (line, top));
                    prop_assert_eq!(heights.line_at(top + height.total() - 0.25), (line, top));
                    top += height.total();
                }
                prop_assert_eq!((heights.len(), heights.total()), (plain.len(), top));
                prop_assert_eq!(heights.line_at(top + 1.0).0, plain.len().saturating_sub(1));
                prop_assert_eq!(heights.line_at(-1.0), (0, 0.0));
            }
        }
    }
}
