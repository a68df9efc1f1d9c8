//! The quiet line below the search: what was not understood, at which match one is, or what else can be typed.
//!
//! It has its room whether or not it says something: the rows below stay in their place.

use std::sync::Arc;

use egui::accesskit::{Live, Role};
use egui::{Galley, Sense, TextStyle, TextWrapMode, Ui, WidgetText, vec2};

use super::SessionList;
use crate::domain::library::Library;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::styled;
use crate::ui::text;

/// What the line shows, and what a screen reader says if that is more.
struct HelpLine {
    shown: String,
    said: Option<String>,
}

impl From<String> for HelpLine {
    fn from(shown: String) -> Self {
        Self { shown, said: None }
    }
}

impl SessionList {
    /// Draws the line.
    pub(super) fn help_ui(&self, ui: &mut Ui, library: &Library) {
        let HelpLine { shown, said } = self.help(library).unwrap_or_else(|| String::new().into());
        let room = galley(ui, text::search::help()).size();
        let words = galley(ui, &shown);
        let size = vec2(ui.available_width(), room.y.max(words.size().y));
        let (place, response) = ui.allocate_exact_size(size, Sense::hover());
        ui.painter().galley(place.min, words, palette(ui).quiet);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Label);
            node.set_live(Live::Polite);
            node.set_value(said.unwrap_or(shown));
        });
    }

    fn help(&self, library: &Library) -> Option<HelpLine> {
        if let Some(unclear) = self.found.query.unclear() {
            return Some(text::search::unclear(unclear).to_owned().into());
        }
        if let Some(hit) = self.hit(library) {
            let (number, count) = (hit.number + 1, hit.count);
            let around = self.read(library).and_then(|session| self.found.query.around(session, &hit.hit));
            let said = around.map(|around| text::review::hit(count, number, &around.text));
            return Some(HelpLine { shown: text::review::hit_place(count, number), said });
        }
        if !self.is_typing {
            return None;
        }
        let days = text::search::days_looked_at(self.found.query.days());
        let other = || match (self.typed.is_empty(), self.found.query.shows_places() && !self.is_empty()) {
            (true, _) => Some(text::search::help().to_owned()),
            (false, true) => Some(text::search::enter_help().to_owned()),
            (false, false) => None,
        };
        days.or_else(other).map(HelpLine::from)
    }
}

/// Words as the line has them, in the width that there is.
fn galley(ui: &Ui, words: &str) -> Arc<Galley> {
    let words = WidgetText::from(styled(words, size::SMALL, palette(ui).quiet));
    words.into_galley(ui, Some(TextWrapMode::Wrap), ui.available_width(), TextStyle::Body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library};

    #[test]
    fn it_has_its_room_whether_or_not_it_says_something() {
        let library = library(&[&held(9, &["the river"])]);
        let mut window = WindowOfOne::of((SessionList::default(), 0), move |ui, (list, height)| {
            let line = ui.scope(|ui| list.help_ui(ui, &library));
            *height = line.response.rect.height().round() as u32;
        });
        let says = text::search::help();
        let silent = window.presses(egui::Key::F20).view().1;
        assert!(silent > 0 && !window.hears(says));
        window.view_mut().0.is_typing = true;
        assert_eq!(window.presses(egui::Key::F20).view().1, silent);
        assert!(window.hears(says));
    }
}
