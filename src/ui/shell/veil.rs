//! The veil: the window, blank but for the time.

use egui::accesskit::Role;
use egui::{Align2, Rect, Ui, WidgetInfo};

use crate::domain::Moment;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::is_clicked_once;
use crate::ui::text;

/// Draws the veil over the whole window. Returns whether it is lifted, by a click on the time: the second one of those that
/// drew it is none, and neither is one beside it, for the pointer may be pushed.
pub fn ui(ui: &mut Ui, now: Moment) -> bool {
    let (place, time) = blank_ui(ui, now);
    let response = ui.interact(place, ui.scope_id().with("time"), egui::Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &time));
    is_clicked_once(&response)
}

/// Draws the veil where nothing lifts it: on a screen of the client's own.
pub fn own_screen_ui(ui: &mut Ui, now: Moment) {
    let (place, time) = blank_ui(ui, now);
    let response = ui.interact(place, ui.scope_id().with("time"), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &time));
}

/// Fills the window but for the time; says where that is, and what it says.
fn blank_ui(ui: &mut Ui, now: Moment) -> (Rect, String) {
    let palette = palette(ui);
    let rect = ui.max_rect();
    let time = text::dates::time(now);
    ui.allocate_rect(rect, egui::Sense::CLICK);
    ui.painter().rect_filled(rect, 0, palette.background);
    let place = ui.painter().text(rect.center(), Align2::CENTER_CENTER, &time, regular(size::CLOCK), palette.quiet);
    (place, time)
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::NodeT;

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

    #[test]
    fn on_a_screen_of_the_clients_own_the_time_is_no_button() {
        let now = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let role = |window: WindowOfOne<'_, bool>| window.node("14:02").accesskit_node().role();
        assert_eq!(role(WindowOfOne::of(false, move |ui, lifted| *lifted |= super::ui(ui, now))), Role::Button);
        let own = role(WindowOfOne::of(false, move |ui, _| own_screen_ui(ui, now)));
        assert_eq!(own, Role::Label);
    }
}
