//! The arrow keys that go through rows, wherever the keyboard is.
//!
//! Must not know what the rows are.

use egui::{FocusDirection, InputState, Key, Modifiers, Ui};

use super::choices::arrows_choose;
use super::fields::writes_in_area;

/// How many rows the arrow keys ask to go down, wherever the keyboard is; none while something is
/// open over the screen, or while a field of several lines is written in: there they are its caret's.
pub(crate) fn arrow_steps(ui: &Ui) -> isize {
    if writes_in_area(ui.ctx()) || arrows_choose(ui) {
        return 0;
    }
    if ui.memory(|memory| memory.top_modal_layer().is_some()) || egui::Popup::is_any_open(ui.ctx()) {
        return 0;
    }
    let steps = ui.input_mut(arrows_pressed);
    if steps != 0 {
        // The toolkit would go to the next thing in that direction.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    steps
}

/// How many rows the arrow keys of this frame ask to go down. In a slow frame there may be several.
pub(crate) fn arrows_pressed(input: &mut InputState) -> isize {
    let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key).cast_signed();
    pressed(Key::ArrowDown) - pressed(Key::ArrowUp)
}
