//! What has the keyboard: the ring around it, and that it is in sight.

use egui::{CornerRadius, Rect, Response, Stroke, Ui, Vec2, vec2};

use super::theme::palette;

/// Says where the keyboard is.
pub(crate) trait FocusRing {
    /// Draws the ring around what has the keyboard.
    fn with_focus_ring(self, ui: &Ui) -> Self;

    /// The same a little beside it: its words begin at its edge.
    fn with_ring_beside(self, ui: &Ui) -> Self;
}

impl FocusRing for Response {
    fn with_focus_ring(self, ui: &Ui) -> Self {
        if self.has_focus() {
            focus_ring(ui, self.rect);
            bring_into_sight(ui, &self);
        }
        self
    }

    fn with_ring_beside(self, ui: &Ui) -> Self {
        if self.has_focus() {
            focus_ring(ui, self.rect.expand2(vec2(4.0, 0.0)));
            bring_into_sight(ui, &self);
        }
        self
    }
}

/// What has the keyboard in a window of which size, since which frame, and until which.
type KeyboardSince = ((egui::Id, Vec2), u64, u64);

/// After so many frames it is looked at once more: what else changed with the keyboard has its place then, and the
/// toolkit has scrolled to where it was asked to.
const SETTLED: u64 = 3;

/// Scrolls to what has come to have the keyboard, and again as the window or the text becomes larger or smaller. What was
/// clicked is under the pointer and does not move.
pub(super) fn bring_into_sight(ui: &Ui, response: &Response) {
    let (known, frame) = (egui::Id::unique("keyboard since"), ui.ctx().cumulative_frame_nr());
    let what = (response.id, ui.ctx().content_rect().size());
    let before = ui.data(|data| data.get_temp::<KeyboardSince>(known));
    let still = before.filter(|(had, _, last)| *had == what && frame <= last + 1);
    let since = still.map_or(frame, |(_, since, _)| since);
    ui.data_mut(|data| data.insert_temp(known, (what, since, frame)));
    let is_clicking = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    if is_clicking {
        ui.data_mut(|data| data.insert_temp(known, (what, 0_u64, frame)));
    } else if frame == since || frame == since + SETTLED {
        ui.scroll_to_rect_animation(response.rect, None, egui::style::ScrollAnimation::none());
    }
    if frame < since + SETTLED {
        ui.ctx().request_repaint();
    }
}

/// Draws the ring of what has the keyboard.
pub(crate) fn focus_ring(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(2.0, palette(ui).focus);
    ui.painter().rect_stroke(rect, CornerRadius::same(6), stroke, egui::StrokeKind::Inside);
}
