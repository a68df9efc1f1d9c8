//! All lines of a page, one below the other: how high each is, and the layout of those that are in sight or were edited.
//!
//! A line that was never in sight has an estimated height, so that a long page costs nothing until it is read.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use egui::Ui;

use super::PageText;
use super::glyphs::Look;
use super::line_layout::LineLayout;
use crate::domain::place::Place;

/// One line of the page.
#[derive(Debug, Clone)]
struct Slot {
    /// The room above its first row.
    above: f32,
    /// The room of its rows.
    rows: f32,
    /// The room below its last row.
    below: f32,
    /// What it says, in short: whether it changed is told from that.
    hash: u64,
    layout: Option<Box<LineLayout>>,
}

impl Slot {
    fn height(&self) -> f32 {
        self.above + self.rows + self.below
    }
}

/// The lines of a page as they were laid out last.
#[derive(Debug, Default)]
pub(crate) struct PageLayout {
    slots: Vec<Slot>,
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
        let hashes: Vec<u64> = (0..text.line_count()).map(|line| self.hash(text.line(line))).collect();
        let same = |(slot, hash): &(&Slot, &u64)| slot.hash == **hash;
        let head = self.slots.iter().zip(&hashes).take_while(same).count();
        let rest = (self.slots[head..].iter().rev()).zip(hashes[head..].iter().rev());
        let tail = rest.take_while(same).count();
        let new = (head..hashes.len() - tail).map(|line| self.estimated(text, line, look)).collect::<Vec<_>>();
        let end = self.slots.len() - tail;
        self.slots.splice(head..end, new);
        for line in 0..self.slots.len() {
            self.slots[line].above = text.room_above(line);
        }
    }

    fn hash(&self, line: &str) -> u64 {
        self.hasher.hash_one(line)
    }

    fn estimated(&self, text: &dyn PageText, line: usize, look: &Look) -> Slot {
        let says = text.line(line);
        let rows = self
            .setting
            .map_or(1.0, |setting| (says.len() as f32 * look.font.size * 0.5 / setting.width.max(1.0)).ceil().max(1.0));
        let rows = rows * look.row_height;
        Slot { above: text.room_above(line), rows, below: 0.0, hash: self.hash(says), layout: None }
    }

    /// Takes in an edit that was just made of the text: `range` of it as it was became lines, of which `inserted` is how
    /// many bytes came in the place of what was replaced, if all of it is within one line.
    pub(crate) fn edited(&mut self, ui: &Ui, text: &dyn PageText, range: &Range<Place>, behind: Place, look: &Look) {
        let (start, end) = (range.start, range.end);
        if start.line == end.line && behind.line == start.line {
            let replaced = start.byte..end.byte;
            let says = text.line(start.line);
            let hash = self.hash(says);
            let slot = &mut self.slots[start.line];
            slot.hash = hash;
            match &mut slot.layout {
                Some(layout) => layout.edit(ui, says, look, replaced, behind.byte - start.byte),
                None => self.slots[start.line] = self.estimated(text, start.line, look),
            }
        } else {
            let new: Vec<Slot> = (start.line..=behind.line).map(|line| self.estimated(text, line, look)).collect();
            self.slots.splice(start.line..=end.line, new);
        }
        self.room_around(text, start.line..behind.line + 1);
        self.revision = Some(text.revision());
    }

    /// What is above a line depends on those before it, as far as the last one that has words; and on whether it is the
    /// last.
    fn room_around(&mut self, text: &dyn PageText, edited: Range<usize>) {
        let count = self.slots.len();
        let next = (edited.end..count).find(|line| !text.line(*line).is_empty()).map_or(count, |line| line + 1);
        for line in (edited.start..next).chain(count.saturating_sub(2)..count) {
            self.slots[line].above = text.room_above(line);
        }
    }

    /// Sees to it that a line is laid out, and returns by how much its height changed.
    pub(crate) fn lay_out(&mut self, ui: &Ui, text: &dyn PageText, line: usize, look: &Look) -> f32 {
        let Some(Setting { width, .. }) = self.setting else { return 0.0 };
        let slot = &mut self.slots[line];
        let before = slot.height();
        slot.above = text.room_above(line);
        let layout = slot.layout.get_or_insert_with(|| Box::new(LineLayout::of(ui, text.line(line), look, width)));
        slot.rows = layout.rows().len() as f32 * look.row_height;
        slot.below = layout.rows().last().map_or(0.0, |row| text.room_below(line, row.width, width));
        slot.height() - before
    }

    /// A line that is laid out.
    pub(crate) fn line(&mut self, line: usize) -> Option<&mut LineLayout> {
        self.slots.get_mut(line)?.layout.as_deref_mut()
    }

    /// How many lines there are.
    pub(crate) fn line_count(&self) -> usize {
        self.slots.len()
    }

    /// The height of the page.
    pub(crate) fn height(&self) -> f32 {
        self.slots.iter().map(Slot::height).sum()
    }

    /// Whether it is of a text as that is now.
    pub(crate) fn follows(&self, text: &dyn PageText) -> bool {
        self.revision == Some(text.revision())
    }

    /// The room above a line.
    pub(crate) fn room_above(&self, line: usize) -> f32 {
        self.slots.get(line).map_or(0.0, |slot| slot.above)
    }

    /// How high a line is, with what is around it.
    pub(crate) fn line_height(&self, line: usize) -> f32 {
        self.slots.get(line).map_or(0.0, Slot::height)
    }

    /// Where a line is on the page.
    pub(crate) fn top_of(&self, line: usize) -> LineTop {
        let top: f32 = self.slots[..line].iter().map(Slot::height).sum();
        LineTop { line, top, first_row: top + self.slots[line].above }
    }

    /// The line that a height of the page is in.
    pub(crate) fn line_at(&self, y: f32) -> LineTop {
        let mut top = 0.0;
        for (line, slot) in self.slots.iter().enumerate() {
            if y < top + slot.height() || line + 1 == self.slots.len() {
                return LineTop { line, top, first_row: top + slot.above };
            }
            top += slot.height();
        }
        LineTop { line: 0, top: 0.0, first_row: 0.0 }
    }

    /// Forgets the layouts of lines that are not in sight, so that a long page takes no more than what is looked at.
    pub(crate) fn keep_only(&mut self, lines: &Range<usize>) {
        let far = |line: usize| line + KEPT < lines.start || line > lines.end + KEPT;
        for (line, slot) in self.slots.iter_mut().enumerate() {
            if far(line) {
                slot.layout = None;
            }
        }
    }

    /// What glyphs look like was made again by the toolkit: it is asked for again.
    pub(crate) fn forget_glyphs(&mut self) {
        self.slots.iter_mut().filter_map(|slot| slot.layout.as_mut()).for_each(|layout| layout.forget_glyphs());
    }
}

/// How many lines above and below those in sight keep their layout.
const KEPT: usize = 50;
