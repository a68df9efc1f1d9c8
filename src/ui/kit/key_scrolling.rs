//! What is read and scrolls by itself: by the wheel and, once it has the keyboard, by the arrow keys.

use egui::scroll_area::ScrollAreaOutput;
use egui::style::ScrollAnimation;
use egui::{Event, EventFilter, Id, Key, Rect, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

use super::focus::FocusRing;

/// How far an arrow key scrolls, in points.
const STEP: f32 = 52.0;

/// What the toolkit and a screen reader know it by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scrolled<'a> {
    pub(crate) id: Id,
    pub(crate) name: &'a str,
    /// Whether it can have the keyboard: there is more of it than is in sight.
    pub(crate) takes_keyboard: bool,
}

/// Draws it in a place.
pub(crate) fn scrolled_by_keys<T>(
    ui: &mut Ui,
    of: Scrolled<'_>,
    place: Rect,
    scroll: ScrollArea,
    content: impl FnOnce(&mut Ui) -> T,
) -> ScrollAreaOutput<T> {
    let mut moves = 0.0;
    if of.takes_keyboard {
        let response = ui.interact(place, of.id, Sense::FOCUSABLE);
        response.widget_info(|| WidgetInfo::labeled(Role::Document, true, of.name));
        if response.with_focus_ring(ui).has_focus() {
            moves = arrows(ui, of.id);
        }
    }
    scroll.show(ui, |ui| {
        if moves != 0.0 {
            ui.scroll_with_delta_animation(vec2(0.0, moves), ScrollAnimation::none());
        }
        content(ui)
    })
}

/// Scrolls what is being drawn down by so many pages, with some of what was in sight still in sight.
pub(crate) fn turn_pages(ui: &Ui, pages: f32) {
    if pages != 0.0 {
        let page = (ui.clip_rect().height() - STEP).max(STEP);
        ui.scroll_with_delta_animation(vec2(0.0, -pages * page), ScrollAnimation::none());
    }
}

/// How far the arrow keys ask to scroll.
fn arrows(ui: &Ui, id: Id) -> f32 {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let moved = |event: &Event| match event {
        Event::Key { key: Key::ArrowDown, pressed: true, .. } => -STEP,
        Event::Key { key: Key::ArrowUp, pressed: true, .. } => STEP,
        _ => 0.0,
    };
    ui.input(|input| input.events.iter().map(moved).sum())
}
