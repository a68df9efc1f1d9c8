//! A finger on the screen: what it moves over scrolls, and nothing is taken along.

use egui::{Response, Ui, style::ScrollAnimation, vec2};

/// Whether a finger is on the screen.
pub(crate) fn is_touched(ui: &Ui) -> bool {
    ui.input(egui::InputState::any_touches)
}

/// Scrolls what something is in along with the finger that moves over it; says whether a finger does.
pub(crate) fn scrolls_by_touch(ui: &Ui, response: &Response) -> bool {
    let is_touched = is_touched(ui);
    if is_touched && response.dragged() {
        ui.scroll_with_delta_animation(vec2(0.0, response.drag_delta().y), ScrollAnimation::none());
    }
    is_touched
}
