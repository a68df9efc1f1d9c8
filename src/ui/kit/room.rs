//! How much room the window has, in points: larger text leaves fewer of them.
//!
//! The one place that says what is small. Must not know what is drawn.

use std::ops::Range;

use egui::accesskit::Role;
use egui::{Align, Context, Frame, Id, Layout, Margin, Rect, ScrollArea, Ui, UiBuilder, vec2};

use super::semantics::part;

/// A window that is narrower has one pane at a time.
const TWO_PANES: egui::Vec2 = egui::vec2(700.0, 420.0);

/// A window that is narrower has rows instead of columns, and hardly any margins.
const NARROW: f32 = 560.0;

/// A part of a page that is narrower has no columns.
pub(crate) const COLUMNS: f32 = 480.0;

/// A part of a page that is narrower has no room for a word beside a label.
const LABEL_AND_WORDS: f32 = 230.0;

/// In a window that is lower, all of a page scrolls, and not the part of it that is long.
const LOW: f32 = 360.0;

/// A window that is lower has nothing at its edges that is not needed at once.
const VERY_LOW: f32 = 250.0;

/// A window that is lower has one thing in it, and no title above that.
const LOWEST: f32 = 180.0;

/// The room that the window has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WindowRoom {
    size: egui::Vec2,
}

impl WindowRoom {
    /// The room of the window that is drawn.
    pub(crate) fn of(ctx: &Context) -> Self {
        Self { size: ctx.content_rect().size() }
    }

    /// The room of a window of a size.
    #[cfg(test)]
    pub(crate) fn of_size(size: egui::Vec2) -> Self {
        Self { size }
    }

    /// Whether two panes fit beside each other.
    pub(crate) fn has_two_panes(self) -> bool {
        self.size.x >= TWO_PANES.x && self.size.y >= TWO_PANES.y
    }

    /// Whether all of a page scrolls, and not only the part of it that is long.
    pub(crate) fn is_small(self) -> bool {
        self.size.y < LOW || self.size.x < NARROW
    }

    /// Whether there is room for one thing alone.
    pub(crate) fn is_very_low(self) -> bool {
        self.size.y < VERY_LOW
    }

    /// Whether there is no room for so much as a title above it.
    pub(crate) fn is_lowest(self) -> bool {
        self.size.y < LOWEST
    }

    /// Whether a heading as large as on a desk has words that are wider than the window.
    pub(crate) fn is_very_narrow(self) -> bool {
        self.size.x < 0.5 * NARROW
    }

    /// The margin beside what is drawn, of as much as there usually is.
    pub(crate) fn margin(self, usual: i8) -> i8 {
        match self.size.x {
            ..280.0 => usual.min(8),
            ..NARROW => usual.min(14),
            _ => usual,
        }
    }
}

/// Draws a part of a page that scrolls by itself; in a small window it is drawn whole, as all of the page scrolls there.
pub(crate) fn scrolls<T>(ui: &mut Ui, scroll: ScrollArea, content: impl FnOnce(&mut Ui) -> T) -> T {
    if WindowRoom::of(ui.ctx()).is_small() { content(ui) } else { scroll.show(ui, content).inner }
}

/// Draws a page, all of which scrolls in a small window.
pub(crate) fn page_scrolls<T>(ui: &mut Ui, id: impl egui::AsIdSalt, content: impl FnOnce(&mut Ui) -> T) -> T {
    if WindowRoom::of(ui.ctx()).is_small() {
        let scroll = ScrollArea::vertical().id_salt(id).auto_shrink([false, true]).min_scrolled_height(0.0);
        scroll.show(ui, content).inner
    } else {
        content(ui)
    }
}

/// A column in the middle, of this width or what there is, that scrolls where it is too long.
pub(crate) fn centered<T>(ui: &mut Ui, width: f32, top: f32, content: impl FnOnce(&mut Ui) -> T) -> T {
    centered_from(ui, width, top, false, content)
}

/// The same; it is scrolled to its beginning if it has just come.
pub(crate) fn centered_from<T>(
    ui: &mut Ui,
    width: f32,
    top: f32,
    has_come: bool,
    content: impl FnOnce(&mut Ui) -> T,
) -> T {
    let column = Column::of(ui, width);
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if has_come {
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    let scroll = scroll.show(ui, |ui| {
        ui.add_space(top);
        column.ui(ui, content)
    });
    scroll.inner
}

/// The same with an end that stays in sight: right below the rest, or if that is too long at the bottom, while the rest
/// scrolls. In a small window the end scrolls too.
pub(crate) fn centered_with_end<T, E>(
    ui: &mut Ui,
    (width, top): (f32, f32),
    has_come: bool,
    content: impl FnOnce(&mut Ui) -> T,
    end: impl FnOnce(&mut Ui) -> E,
) -> (T, E) {
    if WindowRoom::of(ui.ctx()).is_small() {
        return centered_from(ui, width, top, has_come, |ui| (content(ui), end(ui)));
    }
    let column = Column::of(ui, width);
    let id = ui.scope_id().with("end-height");
    let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or_default();
    let room = ui.available_height() - height - ui.spacing().item_spacing.y;
    let mut scroll = ScrollArea::vertical().auto_shrink([false, true]).max_height(room).min_scrolled_height(0.0);
    if has_come {
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    let scrolled = scroll.show(ui, |ui| {
        ui.add_space(top);
        column.ui(ui, content)
    });
    let end = ui.scope(|ui| column.ui(ui, end));
    let is_high = end.response.rect.height();
    keep_size(ui, id, (height, is_high));
    (scrolled.inner, end.inner)
}

/// Keeps how large something was drawn, for what makes room for it before it is drawn. If it is larger or smaller than it
/// was, the frame is drawn again.
fn keep_size(ui: &Ui, kept: Id, (before, now): (f32, f32)) {
    if (now - before).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(kept, now));
        ui.ctx().request_discard("kept-size");
    }
}

/// What fills a part of the window, and an end below it that is as high as it needs to be, and is read after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AboveEnd {
    kept: Id,
    whole: Rect,
    height: f32,
}

impl AboveEnd {
    /// For an end as high as it was when it was drawn last.
    pub(crate) fn of(ui: &Ui) -> Self {
        let kept = ui.unique_id().with("end-height");
        let height = ui.data(|data| data.get_temp(kept)).unwrap_or_default();
        Self { kept, whole: ui.available_rect_before_wrap(), height }
    }

    /// Draws what fills the room above it.
    pub(crate) fn filled_ui<T>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
        let (above, _) = self.whole.split_top_bottom_at_y(self.whole.bottom() - self.height);
        ui.scope_builder(UiBuilder::new().max_rect(above), content).inner
    }

    /// Draws it. How high it is does not depend on how high it was.
    pub(crate) fn end_ui<T>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
        let end = self.whole.translate(vec2(0.0, self.whole.height() - self.height));
        let shown = ui.scope_builder(UiBuilder::new().max_rect(end), content);
        let is_high = shown.response.rect.height();
        keep_size(ui, self.kept, (self.height, is_high));
        shown.inner
    }
}

/// A column in the middle: how wide it is, and what is left of it.
#[derive(Debug, Clone, Copy)]
struct Column {
    width: f32,
    left: f32,
}

impl Column {
    /// Of this width or what there is. A bar that comes beside what scrolls does not move it.
    fn of(ui: &Ui, width: f32) -> Self {
        let beside = 2.0 * f32::from(WindowRoom::of(ui.ctx()).margin(24));
        let width = width.min(ui.available_width() - beside);
        Self { width, left: ((ui.available_width() - width) / 2.0).max(0.0) }
    }

    fn ui<T>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
        let row = ui.horizontal(|ui| {
            ui.add_space(self.left);
            let column = ui.vertical(|ui| {
                ui.set_width(self.width);
                content(ui)
            });
            column.inner
        });
        row.inner
    }
}

/// A list whose rows have one height: what a screen reader calls it, how high each is, and how many there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowList<'a> {
    pub(crate) name: &'a str,
    pub(crate) height: f32,
    pub(crate) count: usize,
}

/// Draws the rows of a list, of which those in sight alone are drawn, in what scrolls by itself; in a small window as a
/// part of the page.
pub(crate) fn scrolled_rows(
    ui: &mut Ui,
    scroll: ScrollArea,
    list: RowList<'_>,
    content: impl FnOnce(&mut Ui, Range<usize>),
) {
    let RowList { name, height, count } = list;
    let content = |ui: &mut Ui, rows: Range<usize>| {
        part(ui, Role::ListBox, name);
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| node.set_size_of_set(count));
        content(ui, rows);
    };
    if !WindowRoom::of(ui.ctx()).is_small() {
        scroll.show_rows(ui, height, count, content);
        return;
    }
    let (top, clip) = (ui.cursor().top(), ui.clip_rect());
    // One more on either side can be gone to by a key.
    let first = ((clip.top() - top) / height).floor().max(1.0) as usize - 1;
    let end = ((clip.bottom() - top) / height).ceil().max(0.0) as usize + 1;
    let rows = first.min(count)..end.min(count);
    ui.add_space(rows.start as f32 * height);
    let below = (count - rows.end) as f32 * height;
    ui.scope(|ui| {
        // A row stays the one it is while others come into sight above it.
        ui.skip_ahead_auto_ids(rows.start);
        content(ui, rows);
    });
    ui.add_space(below);
}

/// The frame of a page to read.
pub(crate) fn page_frame(ui: &Ui) -> Frame {
    let room = WindowRoom::of(ui.ctx());
    let beside = room.margin(40);
    Frame::new().inner_margin(Margin { left: beside, right: beside, top: room.margin(22), bottom: 0 })
}

/// Draws a label column and what it is of beside each other, or where that is too narrow below each other.
pub(crate) fn beside_or_below<T>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
    beside_or_below_from(ui, LABEL_AND_WORDS, content)
}

/// The same where both need this width.
pub(crate) fn beside_or_below_from<T>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> T) -> T {
    if ui.available_width() < width { ui.vertical(content).inner } else { ui.horizontal_top(content).inner }
}

/// Draws something at the left end of a row and something at its right end, or where that is too narrow one after the
/// other.
pub(crate) fn at_both_ends<L, R>(
    ui: &mut Ui,
    left: impl FnOnce(&mut Ui) -> L,
    right: impl FnOnce(&mut Ui) -> R,
) -> (L, R) {
    at_both_ends_from(ui, COLUMNS, left, right)
}

/// The same where both need this width.
pub(crate) fn at_both_ends_from<L, R>(
    ui: &mut Ui,
    width: f32,
    left: impl FnOnce(&mut Ui) -> L,
    right: impl FnOnce(&mut Ui) -> R,
) -> (L, R) {
    if ui.available_width() < width {
        return ui.horizontal_wrapped(|ui| (left(ui), right(ui))).inner;
    }
    ui.horizontal(|ui| (left(ui), at_row_end(ui, right))).inner
}

/// Draws something at the right end of a row, in the order in which it is read.
fn at_row_end<T>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
    let kept = ui.unique_id().with("row-end-width");
    let width = ui.data(|data| data.get_temp::<f32>(kept)).unwrap_or_default();
    ui.add_space((ui.available_width() - width).max(0.0));
    let shown = ui.with_layout(Layout::left_to_right(Align::Center), content);
    let is_wide = shown.response.rect.width();
    keep_size(ui, kept, (width, is_wide));
    shown.inner
}

/// Draws a title and what is said beside it, or in a small window below it.
pub(crate) fn title_row<T>(ui: &mut Ui, title: impl FnOnce(&mut Ui), facts: impl FnOnce(&mut Ui) -> T) -> T {
    if WindowRoom::of(ui.ctx()).is_small() {
        title(ui);
        return facts(ui);
    }
    let row = ui.horizontal_wrapped(|ui| {
        title(ui);
        ui.add_space(6.0);
        facts(ui)
    });
    row.inner
}
