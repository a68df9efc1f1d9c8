//! All lines of a page, one below the other: how high each is, and the layout of those that are in sight or were edited.
//!
//! A line that was never in sight has an estimated height, so that a long page costs nothing until it is read.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU64;
use std::ops::Range;

use egui::Ui;

use super::PageText;
use super::glyphs::Look;
use super::line_heights::{LineHeight, LineHeights};
use super::line_layout::LineLayout;
use crate::domain::place::Place;

/// The lines of a page as they were laid out last.
#[derive(Debug, Default)]
pub(crate) struct PageLayout {
    heights: LineHeights,
    /// The lines that are laid out.
    laid_out: BTreeMap<usize, LineLayout>,
    /// What each line says, in short: whether it changed is told from that.
    hashes: Vec<Option<NonZeroU64>>,
    /// The line that was written on last, whose hash is not known: it is only found out once another one is written on.
    unhashed: Option<usize>,
    hasher: RandomState,
    /// What the layout depends on beside the text.
    setting: Option<Setting>,
    /// The text's revision.
    revision: Option<u64>,
}

/// What the layout of every line depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Setting {
    width: f32,
    pixels_per_point: f32,
    font_size: f32,
}

/// The top of a line and its first row, in points from the top of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LineTop {
    pub(crate) line: usize,
    pub(crate) top: f32,
    pub(crate) first_row: f32,
}

impl PageLayout {
    /// Follows the text, the width and the scale.
    pub(crate) fn follow(&mut self, ui: &Ui, text: &dyn PageText, width: f32, look: &Look) {
        let pixels_per_point = ui.ctx().pixels_per_point();
        let setting = Setting { width, pixels_per_point, font_size: look.font.size };
        if self.setting != Some(setting) {
            *self = Self { setting: Some(setting), hasher: self.hasher.clone(), ..Self::default() };
        }
        if self.revision != Some(text.revision()) {
            self.follow_text(text, look);
            self.revision = Some(text.revision());
        }
    }

    /// Takes in a text that was changed elsewhere: lines that say the same keep their layout.
    fn follow_text(&mut self, text: &dyn PageText, look: &Look) {
        let hashes: Vec<_> = (0..text.line_count()).map(|line| self.hash(text.line(line))).collect();
        let same = |(old, new): &(&Option<NonZeroU64>, &Option<NonZeroU64>)| old.is_some() && old == new;
        let head = self.hashes.iter().zip(&hashes).take_while(same).count();
        let rest = (self.hashes[head..].iter().rev()).zip(hashes[head..].iter().rev());
        let tail = rest.take_while(same).count();
        let (old_end, new_end) = (self.hashes.len() - tail, hashes.len() - tail);
        if old_end == new_end {
            let changed = (head..new_end).filter(|line| !same(&(&self.hashes[*line], &hashes[*line])));
            for line in changed.collect::<Vec<_>>() {
                self.put(text, look, line..line + 1, line..line + 1);
            }
        } else {
            self.put(text, look, head..old_end, head..new_end);
        }
        self.hashes = hashes;
        self.unhashed = None;
        for line in 0..self.line_count() {
            self.follow_room_above(text, line);
        }
    }

    fn hash(&self, line: &str) -> Option<NonZeroU64> {
        NonZeroU64::new(self.hasher.hash_one(line))
    }

    /// Puts `new` lines of the text in the place of `old` ones.
    fn put(&mut self, text: &dyn PageText, look: &Look, old: Range<usize>, new: Range<usize>) {
        let width = self.setting.map_or(f32::INFINITY, |setting| setting.width);
        self.heights.splice(old.clone(), new.clone().map(|line| estimated(text, line, look, width)));
        let behind = self.laid_out.split_off(&old.end);
        self.laid_out.split_off(&old.start);
        self.laid_out.extend(behind.into_iter().map(|(line, layout)| (line - old.end + new.end, layout)));
    }

    /// Takes in an edit that was just made of the text: `range` of it as it was became what ends at `behind`.
    pub(crate) fn edited(&mut self, ui: &Ui, text: &dyn PageText, range: &Range<Place>, behind: Place, look: &Look) {
        let (start, end) = (range.start, range.end);
        let (old, new) = (start.line..end.line + 1, start.line..behind.line + 1);
        self.follow_hashes(text, &old, &new);
        match self.laid_out.get_mut(&start.line) {
            Some(layout) if old == new && old.len() == 1 => {
                layout.edit(ui, text.line(start.line), look, start.byte..end.byte, behind.byte - start.byte);
            }
            _ => self.put(text, look, old, new.clone()),
        }
        self.room_around(text, new);
        self.revision = Some(text.revision());
    }

    /// The hash of one line is not known: of the one that is written on. A long one is not hashed at each key.
    fn follow_hashes(&mut self, text: &dyn PageText, old: &Range<usize>, new: &Range<usize>) {
        let is_one = old == new && old.len() == 1;
        if is_one && self.unhashed == Some(old.start) {
            return;
        }
        let hashes: Vec<_> =
            if is_one { vec![None] } else { new.clone().map(|line| self.hash(text.line(line))).collect() };
        self.hashes.splice(old.clone(), hashes);
        let before = self.unhashed.take().filter(|line| !old.contains(line));
        if let Some(line) = before.map(|line| if line < old.start { line } else { line - old.end + new.end }) {
            self.hashes[line] = self.hash(text.line(line));
        }
        self.unhashed = is_one.then_some(old.start);
    }

    /// What is above a line depends on those before it, as far as the last one that has words; and on whether it is the
    /// last.
    fn room_around(&mut self, text: &dyn PageText, edited: Range<usize>) {
        let count = self.line_count();
        let next = (edited.end..count).find(|line| !text.line(*line).is_empty());
        for line in edited.chain(next).chain(count.saturating_sub(2)..count) {
            self.follow_room_above(text, line);
        }
    }

    fn follow_room_above(&mut self, text: &dyn PageText, line: usize) {
        self.heights.set(line, LineHeight { above: text.room_above(line), ..self.heights.of(line) });
    }

    /// Sees to it that a line is laid out, and returns by how much its height changed.
    pub(crate) fn lay_out(&mut self, ui: &Ui, text: &dyn PageText, line: usize, look: &Look) -> f32 {
        let Some(Setting { width, .. }) = self.setting else { return 0.0 };
        let before = self.heights.of(line).total();
        let layout = self.laid_out.entry(line).or_insert_with(|| LineLayout::of(ui, text.line(line), look, width));
        let height = LineHeight {
            above: text.room_above(line),
            rows: layout.rows().len() as f32 * look.row_height,
            below: layout.rows().last().map_or(0.0, |row| text.room_below(line, row.width, width)),
        };
        self.heights.set(line, height);
        height.total() - before
    }

    /// A line that is laid out.
    pub(crate) fn line(&mut self, line: usize) -> Option<&mut LineLayout> {
        self.laid_out.get_mut(&line)
    }

    /// How many lines there are.
    pub(crate) fn line_count(&self) -> usize {
        self.heights.len()
    }

    /// The height of the page.
    pub(crate) fn height(&self) -> f32 {
        self.heights.total()
    }

    /// Whether it is of a text as that is now.
    pub(crate) fn follows(&self, text: &dyn PageText) -> bool {
        self.revision == Some(text.revision())
    }

    /// The room above a line.
    pub(crate) fn room_above(&self, line: usize) -> f32 {
        self.heights.of(line).above
    }

    /// How high a line is, with what is around it.
    pub(crate) fn line_height(&self, line: usize) -> f32 {
        self.heights.of(line).total()
    }

    /// Where a line is on the page.
    pub(crate) fn top_of(&self, line: usize) -> LineTop {
        let top = self.heights.top_of(line);
        LineTop { line, top, first_row: top + self.room_above(line) }
    }

    /// The line that a height of the page is in.
    pub(crate) fn line_at(&self, y: f32) -> LineTop {
        let (line, top) = self.heights.line_at(y);
        LineTop { line, top, first_row: top + self.room_above(line) }
    }

    /// Forgets the layouts of lines that are not in sight, so that a long page takes no more than what is looked at.
    pub(crate) fn keep_only(&mut self, lines: &Range<usize>) {
        let near = lines.start.saturating_sub(KEPT)..=lines.end + KEPT;
        self.laid_out.retain(|line, _| near.contains(line));
    }

    /// What glyphs look like was made again by the toolkit: it is asked for again.
    pub(crate) fn forget_glyphs(&mut self) {
        self.laid_out.values_mut().for_each(LineLayout::forget_glyphs);
    }
}

/// How high a line may be that is not laid out yet, in a page of a width.
fn estimated(text: &dyn PageText, line: usize, look: &Look, width: f32) -> LineHeight {
    let rows = (text.line(line).len() as f32 * look.font.size * 0.5 / width.max(1.0)).ceil().max(1.0);
    LineHeight { above: text.room_above(line), rows: rows * look.row_height, below: 0.0 }
}

/// How many lines above and below those in sight keep their layout.
const KEPT: usize = 50;
