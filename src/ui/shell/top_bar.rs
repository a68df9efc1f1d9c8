//! The bar at the top: the three screens, what the open session is, settings and help.

use egui::{Align, Layout, Rect, Stroke, Ui, accesskit::Role, pos2, vec2};
use strum::IntoEnumIterator;

use super::command::Command;
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{FocusRing, paint_text, selectable, text_button};
use crate::ui::{Action, Screen, text};

/// The height of the bar.
pub(crate) const HEIGHT: f32 = 44.0;

/// Draws the bar. `facts` are those of the open session, and lead to its details.
pub fn ui(ui: &mut Ui, screen: Screen, facts: Option<&str>) -> Option<Action> {
    let mut action = None;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 22.0;
        for tab in Screen::iter() {
            if tab_ui(ui, tab, tab == screen) {
                action = Some(Action::Show(tab));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            let color = palette(ui).quiet;
            for (name, command) in [(text::shell::help(), Command::Keys), (text::shell::settings(), Command::Settings)]
            {
                if text_button(ui, name, regular(size::QUIET), color).clicked() {
                    action = Some(Action::Run(command));
                }
            }
            if let Some(facts) = facts
                && text_button(ui, facts, regular(size::QUIET), color).clicked()
            {
                action = Some(Action::Run(Command::Details));
            }
        });
    });
    action
}

fn tab_ui(ui: &mut Ui, tab: Screen, chosen: bool) -> bool {
    let palette = palette(ui);
    let (font, color) =
        if chosen { (semibold(size::BODY), palette.text) } else { (regular(size::BODY), palette.quiet) };
    let widest = ui.painter().layout_no_wrap(tab.name().to_owned(), semibold(size::BODY), color).size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(widest + 4.0, HEIGHT), egui::Sense::click());
    selectable(ui, &response, Role::Tab, chosen, tab.name());
    paint_text(ui, rect, egui::Align2::CENTER_CENTER, tab.name(), font, color);
    if chosen {
        let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
        ui.painter().hline(line.x_range(), line.center().y, Stroke::new(2.0, palette.accent));
    }
    response.with_focus_ring(ui).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn shown(facts: Option<&'static str>) -> WindowOfOne<'static, Option<Action>> {
        WindowOfOne::of(None, move |ui, asked| *asked = super::ui(ui, Screen::Session, facts).or(asked.take()))
    }

    #[test]
    fn a_tab_leads_to_its_screen() {
        for screen in Screen::iter() {
            assert_eq!(shown(None).clicks(screen.name()).view(), &Some(Action::Show(screen)));
        }
    }

    #[test]
    fn the_facts_of_the_session_lead_to_its_details() {
        assert_eq!(shown(Some("K-07 · 12 min")).clicks("K-07 · 12 min").view(), &Some(Action::Run(Command::Details)));
    }
}
