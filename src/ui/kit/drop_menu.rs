//! A menu that opens below its button: entries that do something, chosen by the mouse or by a key.
//!
//! Owns the button and the list; what an entry does is its caller's.

use egui::accesskit::Role;
use egui::{Button, Popup, Ui, WidgetInfo};

use super::focus::FocusRing;
use super::semantics;
use super::theme::{palette, size};
use super::widgets::styled;

/// An entry: what it comes to, its words, and whether it can be chosen now.
pub(crate) type MenuItem<'a, T> = (T, &'a str, bool);

/// Draws the button with these words; returns what was chosen from the menu below it.
pub(crate) fn drop_menu<'a, T>(
    ui: &mut Ui,
    name: &str,
    entries: impl IntoIterator<Item = MenuItem<'a, T>>,
) -> Option<T> {
    let response = ui.button(styled(name, size::BODY, palette(ui).text));
    let popup = Popup::menu(&response).accessible_name(name);
    let was_open = popup.is_open() && !response.clicked();
    let chosen = popup.show(|ui| entries_ui(ui, entries, !was_open)).and_then(|shown| shown.inner);
    semantics::opens(ui, &response, Popup::menu(&response).is_open() && chosen.is_none());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_has_popup(egui::accesskit::HasPopup::Menu));
    if chosen.is_some() {
        // The toolkit closes it for a click alone, and leaves the keyboard in what is gone.
        Popup::close_all(ui.ctx());
        response.request_focus();
    }
    let _ = response.with_focus_ring(ui);
    chosen
}

/// Draws the entries; the keyboard is on the first one that can be chosen when they have just opened.
fn entries_ui<'a, T>(ui: &mut Ui, entries: impl IntoIterator<Item = MenuItem<'a, T>>, has_opened: bool) -> Option<T> {
    let mut chosen = None;
    let mut wants_keyboard = has_opened;
    for (value, words, is_enabled) in entries {
        let response = ui.add_enabled(is_enabled, Button::new(words));
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, is_enabled, words));
        if is_enabled && std::mem::take(&mut wants_keyboard) {
            response.request_focus();
        }
        if response.clicked() {
            chosen = Some(value);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use egui::Key;

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn shown() -> WindowOfOne<'static, Option<u8>> {
        WindowOfOne::of(None, |ui, chosen| {
            let entries = [(0, "not now", false), (1, "one", true), (2, "two", true)];
            *chosen = drop_menu(ui, "Set…", entries).or(chosen.take());
        })
    }

    #[test]
    fn a_key_chooses_and_closes_it_and_the_keyboard_comes_back() {
        let mut window = shown();
        window.clicks("Set…").presses(Key::Enter);
        assert_eq!(window.view(), &Some(1));
        assert!(!window.hears("one"), "it is closed");
        assert!(window.presses(Key::Enter).hears("one"), "its button has the keyboard");
    }

    #[test]
    fn a_click_chooses_and_closes_it() {
        let mut window = shown();
        window.clicks("Set…").clicks("two");
        assert_eq!(window.view(), &Some(2));
        assert!(!window.hears("two"), "it is closed");
    }
}
