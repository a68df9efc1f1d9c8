//! The keys of the list of prompts, while it has the keyboard or nothing has: they choose a row, edit it, and take it
//! away.
//!
//! Owns what was typed of a title. Must not know what a row is.

use egui::{Event, Id, InputState, Key, Memory, Modifiers, Popup, Ui};

use crate::domain::text_folding::folded;
use crate::ui::kit::arrows::{RowPlace, arrow_steps, row_pressed};
use crate::ui::kit::fields::writes_in_text_field;

/// What is typed after so many seconds begins another title.
const ANOTHER_TITLE: f64 = 1.0;

/// What the keys ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListRequest {
    /// To choose the row of this number.
    Choose(usize),
    /// To edit the chosen row.
    Edit,
    /// To take the chosen row away.
    TakeAway,
}

/// The rows of a list, as its keys see them.
#[derive(Debug)]
pub(crate) struct ListRows<'a> {
    /// What each is called.
    pub(crate) titles: &'a [String],
    /// Which one is chosen.
    pub(crate) chosen: usize,
    /// How many are in sight.
    pub(crate) in_sight: usize,
    /// What the toolkit knows the chosen one by.
    pub(crate) row: Option<Id>,
}

/// What is typed of a title.
#[derive(Debug, Default)]
pub(crate) struct ListKeys {
    typed: String,
    typed_at: f64,
}

impl ListKeys {
    /// What the keys of this frame ask for.
    pub(crate) fn pressed(&mut self, ui: &Ui, rows: &ListRows<'_>) -> Option<ListRequest> {
        let last = rows.titles.len().checked_sub(1)?;
        let steps = arrow_steps(ui);
        if steps != 0 {
            return Some(ListRequest::Choose(rows.chosen.saturating_add_signed(steps).min(last)));
        }
        let focused = ui.memory(Memory::focused);
        let is_covered = ui.memory(|memory| memory.top_modal_layer().is_some()) || Popup::is_any_open(ui.ctx());
        if is_covered || writes_in_text_field(ui.ctx()) || (focused.is_some() && focused != rows.row) {
            return None;
        }
        ui.input_mut(|input| self.of_input(input, rows, last, focused.is_some()))
    }

    /// A single letter is no key of the window: it counts while the list itself has the keyboard.
    fn of_input(
        &mut self,
        input: &mut InputState,
        rows: &ListRows<'_>,
        last: usize,
        has_keyboard: bool,
    ) -> Option<ListRequest> {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        if pressed(Key::Enter) || pressed(Key::F2) {
            return Some(ListRequest::Edit);
        }
        if pressed(Key::Delete) {
            return Some(ListRequest::TakeAway);
        }
        let place = RowPlace { chosen: rows.chosen, last, in_sight: rows.in_sight };
        if let Some(row) = row_pressed(input, place) {
            return Some(ListRequest::Choose(row));
        }
        let letters = if has_keyboard { self.letters(input, rows) } else { None };
        letters.map(ListRequest::Choose)
    }

    /// The row whose title begins as what is typed; the same letter again goes to the next such row.
    fn letters(&mut self, input: &mut InputState, rows: &ListRows<'_>) -> Option<usize> {
        let mut letters = String::new();
        input.events.retain(|event| match event {
            Event::Text(text) => {
                letters.push_str(text);
                false
            }
            _ => true,
        });
        if letters.trim().is_empty() && (letters.is_empty() || self.typed.is_empty()) {
            return None;
        }
        if input.time - self.typed_at > ANOTHER_TITLE {
            self.typed.clear();
        }
        self.typed_at = input.time;
        let goes_on = !self.typed.is_empty() && self.typed != letters;
        if goes_on {
            self.typed.push_str(&letters);
        } else {
            self.typed = letters;
        }
        let from = if goes_on { rows.chosen } else { rows.chosen + 1 };
        row_that_begins(rows.titles, &self.typed, from)
    }
}

/// The first row from this one on, and then from the first, whose title begins so.
fn row_that_begins(titles: &[String], typed: &str, from: usize) -> Option<usize> {
    let typed = folded(typed);
    let count = titles.len();
    (0..count).map(|step| (from + step) % count).find(|row| folded(&titles[*row]).starts_with(&typed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    type Asked = (ListKeys, usize, Vec<ListRequest>);

    fn shown() -> WindowOfOne<'static, Asked> {
        let titles = ["Opening", "Follow", "Éclair", "Forth", "Eternal"].map(str::to_owned);
        WindowOfOne::of((ListKeys::default(), 0, Vec::new()), move |ui, (keys, chosen, asked): &mut Asked| {
            let row = ui.allocate_response(egui::vec2(20.0, 20.0), egui::Sense::click());
            if ui.input(|input| input.time < 0.4) {
                row.request_focus();
            }
            let rows = ListRows { titles: &titles, chosen: *chosen, in_sight: 3, row: Some(row.id) };
            if let Some(request) = keys.pressed(ui, &rows) {
                if let ListRequest::Choose(row) = request {
                    *chosen = row;
                }
                asked.push(request);
            }
        })
    }

    #[test]
    fn the_keys_choose_a_row() {
        let mut window = shown();
        let mut chosen = |key| window.presses(key).view().1;
        let keys = [Key::ArrowDown, Key::End, Key::ArrowDown, Key::PageUp, Key::Home, Key::PageDown, Key::ArrowUp];
        assert_eq!(keys.map(&mut chosen), [1, 4, 4, 2, 0, 2, 1]);
    }

    #[test]
    fn letters_choose_the_row_that_begins_so_and_once_more_the_next() {
        let mut window = shown();
        assert_eq!(window.types("f").view().1, 1);
        assert_eq!(window.types("f").view().1, 3, "the same letter again");
        assert_eq!(shown().types("fort").view().1, 3);
        assert_eq!(shown().types("ec").view().1, 2, "accents do not count");
        assert_eq!(shown().types("x").view().1, 0, "nothing begins so");
    }

    #[test]
    fn the_chosen_row_is_edited_and_taken_away() {
        let mut window = shown();
        for key in [Key::Enter, Key::F2, Key::Delete] {
            window.presses(key);
        }
        assert_eq!(window.view().2, [ListRequest::Edit, ListRequest::Edit, ListRequest::TakeAway]);
    }
}
