//! A choice among several that opens below its button and closes once one is chosen, by the mouse or by a key.
//!
//! Owns the button and the list; what is chosen among is its caller's.

use egui::accesskit::Role;
use egui::{AsIdSalt, ComboBox, EventFilter, Id, IdSalt, Key, Modifiers, Popup, Ui};

use super::focus::FocusRing;
use super::semantics;
use super::widgets::named;

/// A choice that opens below its button.
#[derive(Debug)]
pub(crate) struct DropDown<'a> {
    salt: IdSalt,
    name: &'a str,
    width: f32,
}

impl<'a> DropDown<'a> {
    /// A choice that a screen reader calls `name`, at least this wide. `salt` tells it from its neighbors.
    pub(crate) fn new(salt: impl AsIdSalt, name: &'a str, width: f32) -> Self {
        Self { salt: IdSalt::new(salt), name, width }
    }

    /// Draws it with the words of what is chosen now. Returns what is chosen instead; each choice comes with its words,
    /// and whether it is the one that is chosen now.
    pub(crate) fn ui<T, W: AsRef<str>>(
        self,
        ui: &mut Ui,
        chosen: &str,
        choices: impl IntoIterator<Item = (T, W, bool)>,
    ) -> Option<T> {
        // The ids that the toolkit gives it and what opens.
        let button = ui.make_persistent_id(IdSalt::new(self.salt));
        let popup = button.with("popup");
        let was_open = ComboBox::is_open(ui.ctx(), button);
        if !was_open {
            open_by_arrow(ui, button, popup);
        }
        let combo = ComboBox::from_id_salt(self.salt)
            .selected_text(chosen)
            .width(self.width.min(ui.available_width()))
            .height(360.0);
        let list = combo.show_ui(ui, |ui| list_ui(ui, choices, !was_open));
        let is_open = list.inner.is_some();
        named(ui, &list.response, self.name);
        semantics::value_of(ui, &list.response, chosen);
        semantics::opens(ui, &list.response, is_open);
        if is_open {
            // The toolkit makes a list of what it opens.
            ui.ctx().accesskit_node_builder(popup, |node| node.set_label(self.name));
        }
        let other = list.inner.flatten();
        if other.is_some() {
            // The toolkit closes it for a click alone, and leaves the keyboard in what is gone.
            Popup::close_all(ui.ctx());
            list.response.request_focus();
        }
        let _ = list.response.with_focus_ring(ui);
        other
    }
}

/// The arrows up and down open it, as everywhere on a desktop: they do not lead to the next field.
fn open_by_arrow(ui: &Ui, button: Id, popup: Id) {
    if !ui.memory(|memory| memory.has_focus(button)) {
        return;
    }
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(button, arrows));
    let is_pressed = ui.input_mut(|input| {
        [Key::ArrowDown, Key::ArrowUp].into_iter().any(|arrow| input.consume_key(Modifiers::NONE, arrow))
    });
    if is_pressed {
        Popup::open_id(ui.ctx(), popup);
    }
}

/// Draws the choices; the keyboard is on the chosen one when they have just opened.
fn list_ui<T, W: AsRef<str>>(
    ui: &mut Ui,
    choices: impl IntoIterator<Item = (T, W, bool)>,
    has_opened: bool,
) -> Option<T> {
    let mut other = None;
    for (value, words, is_chosen) in choices {
        let response = ui.selectable_label(is_chosen, words.as_ref());
        semantics::selectable(ui, &response, Role::ListBoxOption, is_chosen, words.as_ref());
        if has_opened && is_chosen {
            response.request_focus();
        }
        if response.clicked() {
            other = Some(value);
        }
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn chosen(first: &str) -> WindowOfOne<'static, String> {
        WindowOfOne::of(first.to_owned(), |ui, chosen| {
            let choices = ["one", "two"].map(|words| (words, words, words == chosen.as_str()));
            let other = DropDown::new("numbers", "Number", 120.0).ui(ui, chosen.as_str(), choices);
            if let Some(other) = other {
                other.clone_into(chosen);
            }
        })
    }

    #[test]
    fn it_closes_once_one_is_chosen() {
        let mut window = chosen("one");
        assert!(!window.clicks("Number").hears("nothing") && window.hears("two"));
        window.clicks("two");
        assert_eq!(window.view(), "two");
        assert!(!window.hears("one"), "it is closed");
    }

    #[test]
    fn the_keys_choose_in_it_and_come_back_to_its_button() {
        let mut window = chosen("one");
        window.clicks("Number").presses(Key::ArrowDown).presses(Key::Enter);
        assert_eq!(window.view(), "two");
        assert!(!window.hears("one"), "it is closed");
        assert!(window.presses(Key::Enter).hears("one"), "its button has the keyboard");
        window.presses(Key::Enter);
        assert!(!window.hears("one"));
        assert!(window.presses(Key::ArrowDown).hears("one"), "an arrow opens it too");
        window.presses(Key::ArrowUp).presses(Key::Enter);
        assert_eq!(window.view(), "one");
    }
}
