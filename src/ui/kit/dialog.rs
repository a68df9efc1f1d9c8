//! A dialog over the window: named, modal, with the keyboard in it from the first, and the page behind it out of reach.
//!
//! Must not know what is in it.

use egui::{
    Align2, Color32, Context, FocusDirection, Frame, Id, LayerId, Margin, Memory, Modal, Popup, ScrollArea, Ui, Vec2,
    vec2,
};

use super::lazy_column::scrolls_by_keys;
use super::room::{WindowRoom, page_scrolls, scrolls};
use super::widgets::button;
use crate::ui::text;

/// The room below what scrolls, for the way out.
const BELOW: f32 = 48.0;

/// How much darker what is behind it is.
const BEHIND: u8 = 64;

/// The same where everything is dark.
const BEHIND_DARK: u8 = 160;

/// How wide it is, where the window has room.
const WIDTH: f32 = 520.0;

/// What came of a dialog in a frame.
#[derive(Debug)]
pub(crate) struct DialogAnswer<T> {
    /// What was drawn in it came to this.
    pub(crate) inner: T,
    /// Whether something in it closes it.
    pub(crate) closes: bool,
    /// Whether it was clicked beside it.
    pub(crate) is_clicked_beside: bool,
}

/// Draws a dialog over the window, called `name` by a screen reader.
pub(crate) fn dialog<T>(ctx: &Context, name: &str, content: impl FnOnce(&mut Ui) -> T) -> DialogAnswer<T> {
    let id = Id::unique("overlay");
    let room = WindowRoom::of(ctx);
    let (beside, above) = if room.is_small() { (8.0, 8.0) } else { (96.0, 120.0) };
    // It hangs from its upper edge: what has the keyboard stays in its place, however much is below.
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, above / 2.0)).accessible_name(name);
    let layer = area.layer();
    let is_new = give_it_the_keyboard(ctx, layer, name);
    let opening = opening(ctx, is_new);
    let margin = room.margin(20);
    let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(margin));
    let is_dark = ctx.global_style().visuals.dark_mode;
    let behind = Color32::from_black_alpha(if is_dark { BEHIND_DARK } else { BEHIND });
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(behind);
    let shown = modal.show(ctx, |ui| {
        let around = vec2(beside, above) + Vec2::splat(2.0 * f32::from(margin) + 2.0);
        let width = WIDTH.min(ctx.content_rect().width() - around.x);
        // With a part of a pixel it would be wider in every other frame, and its words would break otherwise.
        let pixels = ctx.pixels_per_point();
        ui.set_width((width * pixels).floor() / pixels);
        ui.set_max_height(ctx.content_rect().height() - around.y);
        // However far it was scrolled before, it opens at its beginning.
        ui.push_id(opening, |ui| page_scrolls(ui, "overlay", content)).inner
    });
    ctx.accesskit_node_builder(id, egui::accesskit::Node::set_modal);
    DialogAnswer {
        is_clicked_beside: shown.backdrop_response.clicked(),
        closes: shown.response.should_close(),
        inner: shown.inner,
    }
}

/// Draws the part of a dialog that scrolls, by the wheel and by the keys; below it is room for the way out.
pub(crate) fn dialog_scrolls<T>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
    let scroll = ScrollArea::vertical().auto_shrink([false, true]).max_height(ui.available_height() - BELOW);
    scrolls(ui, scroll, |ui| {
        scrolls_by_keys(ui);
        content(ui)
    })
}

/// The way out of a dialog; says whether it was taken.
pub(crate) fn close_ui(ui: &mut Ui) -> bool {
    ui.add_space(8.0);
    button(ui, text::shell::close()).clicked()
}

/// The first thing in it that can have the keyboard gets it as it opens, unless a field in it has asked. A click beside
/// everything takes the keyboard from it again, as elsewhere. Says whether it opens.
fn give_it_the_keyboard(ctx: &Context, layer: LayerId, name: &str) -> bool {
    let (waits, shown) = (Id::unique("overlay waits for the keyboard"), Id::unique("overlay that is shown"));
    // One dialog may lead to another one in its place.
    let name = Id::unique(name);
    let is_other = ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or(shown, name), name)) != name;
    let is_new = is_other || ctx.memory(Memory::top_modal_layer) != Some(layer);
    if !is_new && !ctx.data(|data| data.get_temp(waits)).unwrap_or(false) {
        return is_new;
    }
    let focused = ctx.memory(Memory::focused).and_then(|id| ctx.read_response(id));
    let is_there = !is_new && focused.is_some_and(|response| response.layer_id == layer);
    ctx.data_mut(|data| data.insert_temp(waits, !is_there));
    if is_there || Popup::is_any_open(ctx) {
        return is_new;
    }
    ctx.request_repaint();
    if !is_new {
        ctx.memory_mut(|memory| {
            if let Some(other) = memory.focused() {
                memory.surrender_focus(other);
            }
            memory.move_focus(FocusDirection::Next);
        });
    }
    is_new
}

/// How many dialogs have opened so far.
fn opening(ctx: &Context, is_new: bool) -> u64 {
    ctx.data_mut(|data| {
        let openings = data.get_temp_mut_or_default::<u64>(Id::unique("overlays so far"));
        *openings += u64::from(is_new);
        *openings
    })
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::NodeT;

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn it_opens_at_its_beginning_however_far_it_was_scrolled() {
        let mut window = WindowOfOne::of(true, |ui, is_open| {
            if *is_open {
                dialog(ui.ctx(), "Help", |ui| {
                    dialog_scrolls(ui, |ui| {
                        ui.label("its heading");
                        for row in 0..200 {
                            *is_open &= !button(ui, &format!("row {row}")).clicked();
                        }
                    });
                });
            } else {
                *is_open = ui.button("open").clicked();
            }
        });
        let top = |window: &WindowOfOne<'_, bool>| window.node("its heading").rect().top();
        window.presses(egui::Key::F20);
        let first = top(&window);
        for _ in 0..60 {
            window.presses(egui::Key::Tab);
        }
        assert!(top(&window) < first, "the keyboard takes it along");
        window.presses(egui::Key::Space).clicks("open").presses(egui::Key::F20);
        assert!((top(&window) - first).abs() < 1.0);
    }

    #[test]
    fn it_is_named_and_modal_and_what_is_first_in_it_has_the_keyboard() {
        let mut window = WindowOfOne::of((), |ui, ()| {
            let behind = ui.button("behind");
            if ui.input(|input| input.time < 0.3) {
                behind.request_focus();
            }
            dialog(ui.ctx(), "Settings", |ui| {
                ui.label("words");
                let _ = (ui.button("first"), ui.button("second"));
            });
        });
        window.presses(egui::Key::F20);
        let dialog = window.node("Settings").accesskit_node();
        assert!(dialog.is_modal() && dialog.is_dialog());
        assert!(window.node("first").accesskit_node().is_focused());
    }
}
