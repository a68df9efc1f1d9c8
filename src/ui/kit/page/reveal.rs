//! Bringing the caret into sight.

use egui::style::ScrollAnimation;
use egui::{Rect, Ui, pos2, vec2};

use super::cells::Stop;
use super::{Page, PageHeight, PageStyle, PageText, Sight};
use crate::domain::place::Place;

/// Whether the caret is to be in sight once the page is drawn.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reveal {
    /// It stays where it is.
    #[default]
    No,
    /// It went somewhere.
    Caret,
    /// It was put somewhere, as to what was found: what is around it comes into sight with it.
    Around,
    /// Something was written at it.
    Writing,
}

/// As deep in the page as this, in parts of what is in sight, the caret's line is at most while one writes.
pub(super) const DEEPEST: f32 = 2.0 / 3.0;

/// So much of what is in sight, in parts of it, is above a caret that was put where it was not.
const AROUND: f32 = 1.0 / 3.0;

impl Page {
    /// Scrolls so far that the caret is in sight: while one writes, no deeper than two thirds.
    pub(super) fn reveal_caret(&mut self, ui: &Ui, text: &dyn PageText, sight: &Sight<'_>) {
        let reveal = std::mem::take(&mut self.reveal);
        let writes = reveal == Reveal::Writing && sight.style.keeps_caret_high;
        if sight.style.height != PageHeight::Fills {
            let rect = self.caret_rect(ui, text, sight.style).translate(sight.origin.to_vec2());
            return ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
        }
        self.lay_out_above_caret(ui, text, sight);
        let mut rect = self.caret_rect(ui, text, sight.style);
        if self.caret.focus.line == 0 && rect.bottom() <= sight.height {
            // What is above the first line comes into sight with it.
            rect.min.y = 0.0;
        }
        let top = sight.viewport.top();
        let deepest = sight.height * DEEPEST;
        let room = if writes && rect.bottom() - top > deepest { sight.height - deepest } else { 0.0 };
        let is_beyond = rect.top() < top || rect.bottom() > top + sight.height;
        let wanted = if reveal == Reveal::Around && is_beyond {
            (rect.top() - sight.height * AROUND).max(0.0)
        } else if rect.top() < top {
            rect.top()
        } else {
            top.max(rect.bottom() + room - sight.height)
        };
        if (wanted - top).abs() > 0.0 {
            self.scroll_to = Some(wanted);
            ui.ctx().request_repaint();
        }
    }

    /// What is above turned out higher than it was taken to be: the page is scrolled by that, so that nothing moves.
    pub(super) fn scroll_by(&mut self, ui: &Ui, higher: f32, height: PageHeight, top: f32) {
        if height == PageHeight::Fills {
            // The toolkit's own way takes a frame longer, and goes too far if there is a key in each.
            self.scroll_to = Some(top + higher);
            ui.ctx().request_repaint();
        } else {
            ui.scroll_with_delta_animation(vec2(0.0, -higher), ScrollAnimation::none());
        }
    }

    /// Lays out the lines that will be in sight above the caret: they are as high then as they are taken to be now.
    fn lay_out_above_caret(&mut self, ui: &Ui, text: &dyn PageText, sight: &Sight<'_>) {
        let mut height = 0.0;
        for line in (0..self.caret.focus.line).rev() {
            if height > sight.height {
                break;
            }
            self.layout.lay_out(ui, text, line, &sight.style.look);
            height += self.layout.line_height(line);
        }
    }

    /// Where the caret is, from the top left of the text.
    pub(super) fn caret_rect(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>) -> Rect {
        let Place { line, byte } = self.caret.focus;
        self.layout.lay_out(ui, text, line, &style.look);
        let top = self.layout.top_of(line).first_row;
        let stop = Stop { byte, side: self.caret.side };
        let look = &style.look;
        let (row, x) = self.layout.line(line).map_or((0, 0.0), |layout| layout.x_of(ui, text.line(line), stop, look));
        let y = top + row as f32 * look.row_height;
        Rect::from_min_size(pos2(x, y), vec2(0.0, look.row_height))
    }
}
