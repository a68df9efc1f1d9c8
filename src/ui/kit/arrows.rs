//! The keys that go through rows: the arrows wherever the keyboard is, those of pages and of the ends where the list
//! says so.
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

/// Where one is in a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowPlace {
    /// Which row is chosen, from 0.
    pub(crate) chosen: usize,
    /// The number of the last one.
    pub(crate) last: usize,
    /// How many are in sight.
    pub(crate) in_sight: usize,
}

/// The row that Home, End, Page up or Page down asks for.
pub(crate) fn row_pressed(input: &mut InputState, place: RowPlace) -> Option<usize> {
    let RowPlace { chosen, last, in_sight } = place;
    let page = in_sight.saturating_sub(1).max(1);
    let moves = [
        (Key::Home, 0),
        (Key::End, last),
        (Key::PageUp, chosen.saturating_sub(page)),
        (Key::PageDown, (chosen + page).min(last)),
    ];
    let asked = moves.into_iter().find(|(key, _)| input.consume_key(Modifiers::NONE, *key));
    asked.map(|(_, row)| row)
}
