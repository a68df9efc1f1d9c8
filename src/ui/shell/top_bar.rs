//! The bar at the top: the three screens, what the open session is, settings and help.

use egui::{Rect, Stroke, Ui, accesskit::Role, pos2, vec2};
use strum::IntoEnumIterator;

use super::command::Command;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::semantics::{part, selectable};
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{paint_text, text_button, text_width};
use crate::ui::{Action, Screen, text};

/// What says the words of something.
type Words = fn() -> &'static str;

/// The room between the tabs, and between what is at the right.
const BETWEEN: f32 = 22.0;

/// The height of the bar in a window.
pub(crate) fn height(room: WindowRoom) -> f32 {
    if room.is_very_low() { 32.0 } else { 44.0 }
}

/// Draws the bar. `facts` are those of the open session, and lead to its details. Without room for all of it, there are
/// the screen that is shown and a menu. The menu is there too if what can be done has no room under the notes.
pub fn ui(ui: &mut Ui, screen: Screen, facts: Option<&str>) -> Option<Action> {
    let whole = tabs_width(ui) + facts_width(ui, facts) + commands_width(ui);
    let fits = whole <= ui.available_width();
    let has_menu = !fits || !WindowRoom::of(ui.ctx()).has_two_panes();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        let tabs = Screen::iter().filter(|tab| fits || *tab == screen);
        part(ui, Role::TabList, text::spoken::screens());
        // Each is drawn, whichever is clicked.
        let clicked = tabs.fold(None, |clicked, tab| tab_ui(ui, tab, tab == screen).then_some(tab).or(clicked));
        let asked = end_ui(ui, facts, has_menu);
        clicked.map(Action::Show).or(asked)
    })
    .inner
}

/// What is at the right end, in the order in which it is read.
const COMMANDS: [(Words, Command); 2] =
    [(text::shell::settings, Command::Settings), (text::shell::help, Command::Keys)];

/// The width of the menu.
const MENU: f32 = 32.0;

/// Draws the facts, if there is room for them, and the commands or the menu, at the end of the bar.
fn end_ui(ui: &mut Ui, facts: Option<&str>, has_menu: bool) -> Option<Action> {
    let last = if has_menu { MENU } else { commands_width(ui) - BETWEEN };
    let facts = facts.filter(|facts| facts_width(ui, Some(facts)) + last <= ui.available_width());
    ui.add_space((ui.available_width() - facts_width(ui, facts) - last).max(0.0));
    let asked = facts.and_then(|facts| facts_ui(ui, facts));
    asked.or(if has_menu { menu_ui(ui).then_some(Action::OpenMenu) } else { commands_ui(ui) })
}

fn commands_ui(ui: &mut Ui) -> Option<Action> {
    let color = palette(ui).quiet;
    let mut asked = None;
    for (name, command) in COMMANDS {
        if text_button(ui, name(), regular(size::QUIET), color).clicked() {
            asked = Some(Action::Run(command));
        }
    }
    asked
}

fn facts_ui(ui: &mut Ui, facts: &str) -> Option<Action> {
    let color = palette(ui).quiet;
    text_button(ui, facts, regular(size::QUIET), color).clicked().then_some(Action::Run(Command::Details))
}

/// The button of the menu: three lines.
fn menu_ui(ui: &mut Ui) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(MENU, 28.0), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Button, true, text::shell::menu()));
    for line in [-5.0, 0.0, 5.0] {
        let stroke = Stroke::new(1.5, palette(ui).text);
        ui.painter().hline(rect.shrink(8.0).x_range(), rect.center().y + line, stroke);
    }
    response.with_focus_ring(ui).clicked()
}

fn tabs_width(ui: &Ui) -> f32 {
    Screen::iter().map(|tab| tab_width(ui, tab) + BETWEEN).sum()
}

fn facts_width(ui: &Ui, facts: Option<&str>) -> f32 {
    facts.map_or(0.0, |facts| text_width(ui, facts, regular(size::QUIET)) + 8.0 + BETWEEN)
}

fn commands_width(ui: &Ui) -> f32 {
    COMMANDS.iter().map(|(name, _)| text_width(ui, name(), regular(size::QUIET)) + 8.0 + BETWEEN).sum()
}

/// As wide as when it is chosen.
fn tab_width(ui: &Ui, tab: Screen) -> f32 {
    text_width(ui, tab.name(), semibold(size::BODY)) + 4.0
}

fn tab_ui(ui: &mut Ui, tab: Screen, chosen: bool) -> bool {
    let palette = palette(ui);
    let (font, color) =
        if chosen { (semibold(size::BODY), palette.text) } else { (regular(size::BODY), palette.quiet) };
    let place = vec2(tab_width(ui, tab), ui.max_rect().height());
    let (rect, response) = ui.allocate_exact_size(place, egui::Sense::click());
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

    #[test]
    fn where_not_all_of_it_fits_there_are_the_screen_and_a_menu() {
        let facts = "K-07 · seventh session of a client with a long code · 3 days after dosing, and so on, and so on";
        let mut window = shown(Some(facts));
        assert!(window.hears(Screen::Session.name()) && !window.hears(Screen::Review.name()) && !window.hears(facts));
        assert_eq!(window.clicks(text::shell::menu()).view(), &Some(Action::OpenMenu));
    }
}
