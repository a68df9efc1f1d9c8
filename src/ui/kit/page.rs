//! A page of text that is written on: every line keeps its layout, and a key lays out the words that it touches.
//!
//! Owns the caret and what is drawn. What the lines are is told by a [`PageText`], which also carries out each edit. Must
//! not know whose words they are.
//!
//! [`order`] says in which direction a line runs, [`pieces`] cuts it, [`glyphs`] lays them out as the toolkit
//! does, and they are then [`measured`]; [`rows`] are filled with them, [`cells`] are the characters of a row, and
//! [`line_layout`] is a line of them. [`line_heights`] says how high each line is, and [`page_layout`] puts the lines below each other. [`motion`] is
//! where the caret goes by the text alone, [`input`] what the keys mean, [`writing`] what
//! becomes of them, [`pointer`] what the pointer does; [`menu`] offers what can be done,
//! [`reveal`] brings the caret into sight, [`paint`] draws it, and [`accessibility`] says it to a screen reader.

mod accessibility;
pub(crate) mod caret;
mod cells;
mod composed;
pub(crate) mod composing;
pub(crate) mod glyphs;
pub(crate) mod input;
mod line_heights;
mod line_layout;
mod measured;
pub(crate) mod menu;
mod motion;
mod order;
mod page_layout;
mod paint;
mod pieces;
mod pointer;
mod reveal;
mod rows;
#[cfg(test)]
mod tests;
mod writing;

use std::ops::Range;

use egui::{EventFilter, Id, Pos2, Rect, Response, ScrollArea, Sense, Ui, Vec2, vec2};

use caret::Caret;
use cells::Side;
use composed::Composed;
use composing::Composing;
use glyphs::Look;
use page_layout::PageLayout;
use pointer::Drag;
use reveal::{DEEPEST, Reveal};

use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;

/// What a page edits: lines of text, and what is around them.
pub(crate) trait PageText {
    /// A number that every change of the text raises.
    fn revision(&self) -> u64;

    /// How many lines there are: one at least.
    fn line_count(&self) -> usize;

    /// What a line says.
    fn line(&self, line: usize) -> &str;

    /// Puts `text` in the place of a range; the caret was at `caret`. Says whether it did.
    fn replace(&mut self, range: Range<Place>, text: &str, caret: Place, edit: PageEdit) -> bool;

    /// The room above a line, in points.
    fn room_above(&self, _line: usize) -> f32 {
        0.0
    }

    /// The room below a line whose last row ends so far from the left, in a page of a width.
    fn room_below(&self, _line: usize, _end: f32, _width: f32) -> f32 {
        0.0
    }

    /// Takes its last edit back; returns where the caret belongs. Nothing if there is none, or that is not for the page.
    fn undo(&mut self) -> Option<Place> {
        None
    }

    /// Makes the last edit that was taken back again; as [`PageText::undo`].
    fn redo(&mut self) -> Option<Place> {
        None
    }

    /// What is only composed, and not written yet.
    fn composed(&self) -> Option<Range<Place>> {
        None
    }

    /// What is found in a line by somebody who looks for it, in bytes of the line.
    fn found_in(&self, _line: usize) -> Vec<Range<usize>> {
        Vec::new()
    }

    /// Draws what is beside a line, which is in sight.
    fn paint_beside(&self, _ui: &Ui, _line: &DrawnLine) {}
}

/// A line as it was drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DrawnLine {
    pub(crate) line: usize,
    /// Its first row, as wide as the page.
    pub(crate) first_row: Rect,
    /// Its last row, as wide as the page.
    pub(crate) last_row: Rect,
    /// How wide the last row is, in points.
    pub(crate) end: f32,
    /// Whether it is read from right to left.
    pub(crate) is_right_to_left: bool,
}

/// How a page is drawn, and what it does with some keys.
#[derive(Debug, Clone)]
pub(crate) struct PageStyle<'a> {
    /// What the toolkit knows it by.
    pub(crate) id: Id,
    /// What a screen reader calls it.
    pub(crate) name: &'a str,
    pub(crate) look: Look,
    /// The room left and right of the text, and below it, in points.
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) below: f32,
    /// Whether the caret's line is no deeper than two thirds of what is in sight while one writes.
    pub(crate) keeps_caret_high: bool,
    /// Whether Tab is taken by the page rather than going on to the next control.
    pub(crate) takes_tab: bool,
    /// Whether what is chosen is drawn as chosen.
    pub(crate) shows_chosen: bool,
    pub(crate) height: PageHeight,
}

/// How high a page is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum PageHeight {
    /// As high as the room for it. What is more is scrolled.
    Fills,
    /// As high as its text, which has room for so many rows at least, and this much above it, in points.
    Grows { rows: usize, above: f32 },
}

/// A page as it was drawn last, and its caret.
#[derive(Debug, Default)]
pub(crate) struct Page {
    caret: Caret,
    layout: PageLayout,
    /// Where the caret was, from the left, when it began to go up or down.
    goal: Option<f32>,
    composing: Composing,
    drag: Drag,
    /// The word that was pressed on as words are chosen.
    word: Range<Place>,
    /// When and where the button went down last.
    last_press: Option<(f64, Pos2)>,
    /// Where what is carried would land.
    lands_at: Option<Place>,
    reveal: Reveal,
    /// How far it is to be scrolled in the next frame, in points from its top.
    scroll_to: Option<f32>,
    /// How high it was, or if it grows, its text: where less is in sight, the caret still is.
    height: f32,
    /// How full the toolkit's picture of all glyphs was: once it is emptier it was made again.
    glyphs_used: f32,
    /// Whether Tab was pressed in the frame before.
    had_tab: bool,
    /// When it was written on or its caret moved last, in seconds of the toolkit.
    last_use: f64,
    caret_on_screen: Pos2,
    /// What a screen reader was told.
    runs: Vec<accessibility::Run>,
}

impl Page {
    /// The caret.
    pub(crate) fn caret(&self) -> Caret {
        self.caret
    }

    /// How high the text was as it was drawn last, in points.
    pub(crate) fn text_height(&self) -> f32 {
        self.layout.height()
    }

    /// Puts the caret somewhere.
    pub(crate) fn set_caret(&mut self, caret: Caret) {
        self.move_caret(caret);
        self.reveal = Reveal::Around;
    }

    /// The caret is elsewhere because the text is another: that is not brought into sight.
    pub(crate) fn move_caret(&mut self, caret: Caret) {
        self.caret = caret;
        self.goal = None;
    }

    /// Draws the page and takes what is typed into it.
    pub(crate) fn ui(&mut self, ui: &mut Ui, text: &mut dyn PageText, style: &PageStyle<'_>) -> Response {
        let width = row_width(ui, style);
        self.caret = self.caret.within(text);
        self.follow_glyphs(ui);
        self.layout.follow(ui, text, width, &style.look);
        if self.composing.follow(ui.ctx().cumulative_frame_nr()) {
            self.leave_composing(ui, text, style);
        }
        if ui.memory(|memory| memory.has_focus(style.id)) {
            let chosen = self.caret;
            self.take_events(ui, text, style);
            self.hand_out_chosen_by_keys(ui, text, chosen);
        }
        if is_left(ui, style) {
            self.leave_composing(ui, text, style);
        }
        self.take_actions(ui, text, style);
        if let PageHeight::Grows { above, .. } = style.height {
            let in_sight = ui.clip_rect().translate(vec2(0.0, -ui.cursor().top() - above));
            return self.content_ui(ui, text, style, width, f32::INFINITY, in_sight);
        }
        let height = ui.available_height();
        if height < self.height && self.reveal == Reveal::No {
            self.reveal = Reveal::Caret;
        }
        self.height = height;
        let mut scrolling =
            ScrollArea::vertical().id_salt(style.id.with("scroll")).auto_shrink(false).min_scrolled_height(0.0);
        if let Some(offset) = self.scroll_to.take() {
            scrolling = scrolling.vertical_scroll_offset(offset);
        }
        scrolling.show_viewport(ui, |ui, viewport| self.content_ui(ui, text, style, width, height, viewport)).inner
    }

    fn content_ui(
        &mut self,
        ui: &mut Ui,
        text: &mut dyn PageText,
        style: &PageStyle<'_>,
        width: f32,
        height: f32,
        viewport: Rect,
    ) -> Response {
        let moved = self.lay_out_in_sight(ui, text, style, viewport);
        if moved != 0.0 && viewport.top() > 0.0 {
            self.scroll_by(ui, moved, style.height, viewport.top());
        }
        let (above, size) = self.room_of(ui, style, height);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let origin = rect.min + vec2(style.left, above);
        let response = ui.interact(rect, style.id, Sense::click_and_drag());
        self.follow_tab(ui, &response);
        self.take_pointer(ui, text, style, &response, origin);
        if response.hovered() {
            ui.set_cursor_icon(egui::CursorIcon::Text);
        }
        let filter =
            EventFilter { tab: style.takes_tab, horizontal_arrows: true, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(style.id, filter));
        let sight = Sight { style, origin, width, height, viewport };
        if self.composing.words().is_empty() {
            self.draw(ui, text, &response, &sight);
        } else {
            let composed = Composed::new(text, self.caret.focus, self.composing.words());
            let written = std::mem::replace(&mut self.caret, Caret::at(composed.end(), Side::Before));
            self.layout.follow(ui, &composed, width, &style.look);
            self.draw(ui, &composed, &response, &sight);
            self.caret = written;
        }
        if style.height != PageHeight::Fills && (self.height - self.layout.height()).abs() > 0.0 {
            self.height = self.layout.height();
            ui.ctx().request_repaint();
        }
        response
    }

    /// Whoever comes to the page by Tab sees the caret. Elsewhere it stays scrolled as it is until something is written.
    fn follow_tab(&mut self, ui: &Ui, response: &Response) {
        let tab = ui.input(|input| input.key_pressed(egui::Key::Tab));
        let comes_by_tab = std::mem::replace(&mut self.had_tab, tab) || tab;
        if comes_by_tab && response.gained_focus() && self.reveal == Reveal::No {
            self.reveal = Reveal::Caret;
        }
    }

    /// The room above the text, and the size of the whole, of which a height is in sight.
    fn room_of(&self, ui: &Ui, style: &PageStyle<'_>, height: f32) -> (f32, Vec2) {
        let text = self.layout.height();
        let (above, whole) = match style.height {
            PageHeight::Fills => {
                let keeps_room = style.keeps_caret_high && text > height * DEEPEST;
                let padding = if keeps_room { height * (1.0 - DEEPEST) } else { style.below };
                (0.0, (text + padding).max(height))
            }
            PageHeight::Grows { rows, above } => {
                // What is composed may take more rows: they are known once it was drawn.
                let text = if self.composing.words().is_empty() { text } else { text.max(self.height) };
                (above, above + text.max(rows as f32 * style.look.row_height) + style.below)
            }
        };
        (above, vec2(ui.available_width(), whole))
    }

    fn draw(&mut self, ui: &mut Ui, text: &dyn PageText, response: &Response, sight: &Sight<'_>) {
        // Of several fields on a screen, only the one that is written in comes into sight.
        let may_reveal = sight.style.height == PageHeight::Fills || response.has_focus();
        if self.reveal != Reveal::No && may_reveal {
            self.reveal_caret(ui, text, sight);
        }
        self.reveal = Reveal::No;
        self.lay_out_in_sight(ui, text, sight.style, sight.viewport);
        self.paint(ui, text, sight);
        self.describe(ui, text, response, sight);
    }

    /// Sees to it that every line in sight is laid out. Returns by how much what is above them turned out higher than it
    /// was taken to be: the page is scrolled by that, so that nothing moves.
    fn lay_out_in_sight(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, viewport: Rect) -> f32 {
        let mut moved = 0.0;
        let mut at = self.layout.line_at(viewport.top());
        let first = at.line;
        while at.line < self.layout.line_count() {
            let change = self.layout.lay_out(ui, text, at.line, &style.look);
            if at.top < viewport.top() {
                moved += change;
            }
            let bottom = at.top + self.layout.line_height(at.line);
            if bottom > viewport.bottom() || at.line + 1 == self.layout.line_count() {
                break;
            }
            at.line += 1;
            at.top = bottom;
        }
        self.layout.keep_only(&(first..at.line));
        moved
    }

    /// The toolkit makes its picture of all glyphs again once it is full: what was laid out before points into the old
    /// one.
    fn follow_glyphs(&mut self, ui: &Ui) {
        let used = ui.fonts_mut(|fonts| fonts.font_atlas_fill_ratio());
        if used < self.glyphs_used {
            self.layout.forget_glyphs();
        }
        self.glyphs_used = used;
    }
}

/// Whether the caret or the keyboard goes elsewhere in this frame.
fn is_left(ui: &Ui, style: &PageStyle<'_>) -> bool {
    let is_pressed = || {
        let is_over = ui.ctx().read_response(style.id).is_some_and(|page| page.contains_pointer());
        is_over && ui.input(|input| input.pointer.any_pressed())
    };
    !ui.memory(|memory| memory.has_focus(style.id)) || !ui.input(|input| input.focused) || is_pressed()
}

/// How wide the rows of a page are.
fn row_width(ui: &Ui, style: &PageStyle<'_>) -> f32 {
    (ui.available_width() - style.left - style.right).max(40.0)
}

/// What is in sight of a page, and where.
struct Sight<'a> {
    style: &'a PageStyle<'a>,
    /// The top left of the text on the screen.
    origin: Pos2,
    /// The width of the rows.
    width: f32,
    /// The height of what is in sight.
    height: f32,
    /// What is in sight, from the top left of the page.
    viewport: Rect,
}

/// What a range of a text says.
pub(crate) fn text_in(text: &dyn PageText, range: &Range<Place>) -> String {
    let mut said = String::new();
    for line in range.start.line..=range.end.line {
        let says = text.line(line);
        let from = if line == range.start.line { range.start.byte } else { 0 };
        let to = if line == range.end.line { range.end.byte } else { says.len() };
        said.push_str(&says[from..to]);
        if line < range.end.line {
            said.push('\n');
        }
    }
    said
}
