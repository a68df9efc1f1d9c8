//! A column of parts of unequal height, laid out only where they are in view: however long it is, a
//! frame costs what is seen of it.
//!
//! Owns how high each part was found to be. Must not know what the parts are.

use egui::{Key, Modifiers, Popup, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::fields::writes_in_text_field;

/// How much of the view a page up or down leaves in view.
const KEPT: f32 = 48.0;

/// How high each part is, as far as it was ever in view at this width.
#[derive(Debug, Default)]
pub(crate) struct LazyColumn {
    width: f32,
    heights: Vec<Option<f32>>,
    /// Where it is to be scrolled to in the next frame.
    next_offset: Option<f32>,
    /// Whether it goes to its end, which moves away while the last parts turn out to be higher than they were guessed.
    goes_to_end: bool,
}

impl LazyColumn {
    /// Draws `count` parts. `guess` says about how high one is that was not seen yet; `draw` draws one.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        id: &str,
        count: usize,
        guess: impl Fn(usize) -> f32,
        mut draw: impl FnMut(&mut Ui, usize),
    ) {
        let mut scroll = ScrollArea::vertical().id_salt(id).auto_shrink(false);
        if let Some(offset) = self.next_offset.take() {
            scroll = scroll.vertical_scroll_offset(offset);
        }
        let keys = scroll_keys(ui, ui.available_height(), Modifiers::NONE);
        let mut grown_above = 0.0;
        let output = scroll.show_viewport(ui, |ui, view| {
            self.fit(ui.available_width(), count);
            let corner = ui.max_rect().min;
            let mut top = 0.0;
            for part in 0..count {
                let height = self.heights[part].unwrap_or_else(|| guess(part));
                if top + height >= view.top() && top <= view.bottom() {
                    let found = part_ui(ui, pos2(corner.x, corner.y + top), self.width, part, &mut draw);
                    self.heights[part] = Some(found);
                    if top < view.top() {
                        grown_above += found - height;
                    }
                    top += found;
                } else {
                    top += height;
                }
            }
            ui.set_height(top);
        });
        let offset = output.state.clamped_offset().y;
        let last = (output.content_size.y - output.inner_rect.height()).max(0.0);
        self.goes_to_end = keys > last || (self.goes_to_end && keys == 0.0 && offset < last);
        // What is in view stays where it is, whatever was found above it.
        let wanted = if self.goes_to_end { last } else { (offset + grown_above + keys).clamp(0.0, last) };
        let moves = grown_above != 0.0 || keys != 0.0 || self.goes_to_end;
        if moves && (wanted - offset).abs() > f32::EPSILON {
            self.next_offset = Some(wanted);
            ui.request_repaint();
        }
    }

    fn fit(&mut self, width: f32, count: usize) {
        if (self.width - width).abs() > 0.5 || self.heights.len() != count {
            *self = Self { width, heights: vec![None; count], ..Self::default() };
        }
    }
}

/// Draws one part; returns its height.
fn part_ui(ui: &mut Ui, at: egui::Pos2, width: f32, part: usize, draw: &mut impl FnMut(&mut Ui, usize)) -> f32 {
    let place = Rect::from_min_size(at, vec2(width, 0.0));
    let mut part_ui = ui.new_child(UiBuilder::new().max_rect(place).id_salt(("part", part)));
    draw(&mut part_ui, part);
    part_ui.min_rect().height()
}

/// How far the keys ask to scroll a view of this height: by pages, to the beginning, to the end. Nothing
/// while a text is being written, or while something is open over what scrolls.
pub(crate) fn scroll_keys(ui: &Ui, height: f32, modifiers: Modifiers) -> f32 {
    if !ui.memory(|memory| memory.is_above_modal_layer(ui.layer_id())) || Popup::is_any_open(ui.ctx()) {
        return 0.0;
    }
    let writes = writes_in_text_field(ui.ctx());
    ui.input_mut(|input| {
        let mut pressed = |key| input.count_and_consume_key(modifiers, key) as f32;
        let pages = (pressed(Key::PageDown) - pressed(Key::PageUp)) * (height - KEPT);
        // In a text these two belong to its caret.
        let ends = if writes { 0.0 } else { (pressed(Key::End) - pressed(Key::Home)) * 1e9 };
        pages + ends
    })
}

/// Scrolls what is being drawn by the keys. To be called within what scrolls.
pub(crate) fn scrolls_by_keys(ui: &Ui) {
    let by = scroll_keys(ui, ui.clip_rect().height(), Modifiers::NONE);
    if by != 0.0 {
        ui.scroll_with_delta(vec2(0.0, -by));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[derive(Default)]
    struct Long {
        column: LazyColumn,
        drawn: Vec<usize>,
    }

    fn long() -> WindowOfOne<'static, Long> {
        WindowOfOne::of(Long::default(), |ui, Long { column, drawn }| {
            drawn.clear();
            column.ui(
                ui,
                "long",
                10_000,
                |_| 20.0,
                |ui, part| {
                    drawn.push(part);
                    ui.set_height(20.0 + (part % 3) as f32 * 10.0);
                },
            );
        })
    }

    #[test]
    fn only_what_is_in_view_is_drawn() {
        let window = long();
        assert!(window.view().drawn.first() == Some(&0) && window.view().drawn.len() < 40);
    }

    #[test]
    fn the_keys_go_to_the_end_and_back() {
        let mut window = long();
        window.presses(Key::End);
        let drawn = &window.view().drawn;
        assert!(drawn.last() == Some(&9_999) && drawn.len() < 40, "{drawn:?}");
        window.presses(Key::Home).presses(Key::PageDown);
        let drawn = &window.view().drawn;
        assert!(drawn[0] > 0 && drawn[0] < 40, "{drawn:?}");
    }
}
