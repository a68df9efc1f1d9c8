//! What is in sight of a page, drawn: what is chosen, the words, and the caret.

use std::ops::Range;

use egui::output::IMEOutput;
use egui::text_selection::visuals::paint_text_cursor;
use egui::{Color32, IMEPurpose, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::caret::{Caret, ChosenPart};
use super::cells::Side;
use super::glyphs::Look;
use super::line_layout::LineLayout;
use super::{DrawnLine, Page, PageText, Sight};
use crate::domain::place::Place;
use crate::ui::kit::theme::palette;

/// The width of a line break that is chosen, in points.
const LINE_BREAK: f32 = 6.0;

/// One line as it is drawn.
struct PaintedLine<'a> {
    says: &'a str,
    layout: &'a mut LineLayout,
    look: &'a Look,
    /// The top left of its first row on the screen.
    origin: Pos2,
    width: f32,
}

impl Page {
    pub(super) fn paint(&mut self, ui: &Ui, text: &dyn PageText, sight: &Sight<'_>) {
        let has_focus = ui.memory(|memory| memory.has_focus(sight.style.id));
        let mut at = self.layout.line_at(sight.viewport.top() - sight.style.look.row_height);
        while at.line < self.layout.line_count() && at.top < sight.viewport.bottom() {
            self.layout.lay_out(ui, text, at.line, &sight.style.look);
            let height = self.layout.line_height(at.line);
            self.paint_line(ui, text, at.line, at.top + self.layout.room_above(at.line), sight);
            at.line += 1;
            at.top += height;
        }
        if has_focus {
            self.paint_caret(ui, text, sight);
        }
        if let Some(place) = self.lands_at {
            self.paint_landing(ui, text, sight, place);
        }
    }

    fn paint_line(&mut self, ui: &Ui, text: &dyn PageText, line: usize, first_row: f32, sight: &Sight<'_>) {
        let chosen = self.caret.chosen_in(line, text.line(line).len()).filter(|_| sight.style.shows_chosen);
        let found = text.found_in(line);
        let composed = text.composed().filter(|composed| composed.start.line == line);
        let Some(layout) = self.layout.line(line) else { return };
        let look = &sight.style.look;
        let origin = sight.origin + vec2(0.0, first_row);
        let mut drawn = PaintedLine { says: text.line(line), layout, look, origin, width: sight.width };
        for row in drawn.rows_in_sight(ui.clip_rect()) {
            for found in &found {
                drawn.fill(ui, row, found, palette(ui).selection);
            }
            if let Some(chosen) = &chosen {
                drawn.paint_chosen(ui, row, chosen);
            }
            drawn.paint_words(ui, row);
            if let Some(composed) = &composed {
                drawn.underline(ui, row, composed.start.byte..composed.end.byte, palette(ui).text);
            }
            for found in found.iter().filter(|found| chosen.as_ref().is_some_and(|chosen| chosen.bytes == **found)) {
                drawn.underline(ui, row, found.clone(), palette(ui).accent);
            }
        }
        text.paint_beside(ui, &drawn.described(line));
    }

    /// Where what is carried would land, as a caret of its own.
    fn paint_landing(&mut self, ui: &Ui, text: &dyn PageText, sight: &Sight<'_>, place: Place) {
        let caret = std::mem::replace(&mut self.caret, Caret::at(place, Side::Before));
        let rect = self.caret_rect(ui, text, sight.style).translate(sight.origin.to_vec2()).shrink2(vec2(0.0, 2.0));
        self.caret = caret;
        ui.painter().vline(rect.center().x, rect.y_range(), Stroke::new(2.0, palette(ui).accent));
    }

    fn paint_caret(&mut self, ui: &Ui, text: &dyn PageText, sight: &Sight<'_>) {
        let rect = self.caret_rect(ui, text, sight.style).translate(sight.origin.to_vec2()).shrink2(vec2(0.0, 2.0));
        self.caret_on_screen = rect.left_bottom();
        paint_text_cursor(ui, ui.painter(), rect, ui.input(|input| input.time) - self.last_use);
        let ime = IMEOutput {
            purpose: IMEPurpose::Normal,
            rect: ui.clip_rect(),
            cursor_rect: rect,
            should_interrupt_composition: false,
        };
        ui.output_mut(|output| output.ime = Some(ime));
    }
}

impl PaintedLine<'_> {
    fn row(&self, row: usize) -> Rect {
        let height = self.look.row_height;
        Rect::from_min_size(self.origin + vec2(0.0, row as f32 * height), vec2(self.width, height))
    }

    fn rows_in_sight(&self, clip: Rect) -> Range<usize> {
        let height = self.look.row_height;
        let first = ((clip.top() - self.origin.y) / height).floor().max(0.0) as usize;
        let end = ((clip.bottom() - self.origin.y) / height).ceil().max(0.0) as usize;
        let count = self.layout.rows().len();
        first.min(count)..end.min(count)
    }

    fn paint_chosen(&self, ui: &Ui, row: usize, chosen: &ChosenPart) {
        let color = palette(ui).selection;
        self.fill(ui, row, &chosen.bytes, color);
        if chosen.breaks && row + 1 == self.layout.rows().len() {
            let is_turned = self.layout.is_right_to_left();
            let end = self.layout.edge(ui, self.says, row, !is_turned, self.look);
            let x = self.origin.x + self.layout.x_of(ui, self.says, end, self.look).1;
            let behind = if is_turned { x - LINE_BREAK..=x } else { x..=x + LINE_BREAK };
            ui.painter().rect_filled(Rect::from_x_y_ranges(behind, self.row(row).y_range()), 0.0, color);
        }
    }

    fn fill(&self, ui: &Ui, row: usize, bytes: &Range<usize>, color: Color32) {
        let rect = self.row(row);
        for (left, right) in self.layout.stretches(ui, self.says, row, bytes, self.look) {
            let stretch = Rect::from_x_y_ranges(rect.left() + left..=rect.left() + right, rect.y_range());
            ui.painter().rect_filled(stretch, 0.0, color);
        }
    }

    fn paint_words(&mut self, ui: &Ui, row: usize) {
        let (colors, corner) = (palette(ui), self.row(row).min);
        let words = self.layout.drawn(ui, self.says, row, self.look).into_iter().map(|(glyphs, x, is_theme)| {
            let color = if is_theme { colors.accent } else { colors.text };
            Shape::galley(corner + vec2(x, 0.0), glyphs.galley, color)
        });
        ui.painter().extend(words);
    }

    fn underline(&self, ui: &Ui, row: usize, bytes: Range<usize>, color: Color32) {
        let rect = self.row(row);
        for (left, right) in self.layout.stretches(ui, self.says, row, &bytes, self.look) {
            let range = rect.left() + left..=rect.left() + right;
            ui.painter().hline(range, rect.bottom() - 3.0, Stroke::new(1.5, color));
        }
    }

    fn described(&self, line: usize) -> DrawnLine {
        let rows = self.layout.rows();
        DrawnLine {
            line,
            first_row: self.row(0),
            last_row: self.row(rows.len().saturating_sub(1)),
            end: rows.last().map_or(0.0, |row| row.width),
            is_right_to_left: self.layout.is_right_to_left(),
        }
    }
}
