//! The veil: the window, blank but for the time.

use egui::{Align2, Ui};

use crate::domain::Moment;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::is_clicked_once;
use crate::ui::text;

/// Draws the veil over the whole window. Returns whether it is lifted, by a click on the time: the second one of those that
/// drew it is none, and neither is one beside it, for the pointer may be pushed.
pub fn ui(ui: &mut Ui, now: Moment) -> bool {
    let palette = palette(ui);
    let rect = ui.max_rect();
    let time = text::dates::time(now);
    ui.allocate_rect(rect, egui::Sense::CLICK);
    ui.painter().rect_filled(rect, 0, palette.background);
    let place = ui.painter().text(rect.center(), Align2::CENTER_CENTER, &time, regular(size::CLOCK), palette.quiet);
    let response = ui.interact(place, ui.scope_id().with("time"), egui::Sense::CLICK);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &time));
    is_clicked_once(&response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn nothing_is_there_but_the_time_and_a_click_on_it_lifts_it() {
        let now = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let mut window = WindowOfOne::of(false, move |ui, lifted| *lifted |= super::ui(ui, now));
        assert!(window.hears("14:02") && !window.view());
        assert!(!window.clicks_place(egui::pos2(20.0, 20.0)).view(), "beside it nothing is lifted");
        assert!(window.clicks("14:02").view());
    }
}
