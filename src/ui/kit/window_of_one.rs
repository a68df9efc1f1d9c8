//! A window with one view in it, for the test beside the view.

use egui::{Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::theme;

/// A view, drawn by itself with what it holds.
pub(crate) struct WindowOfOne<'a, View>(Harness<'a, View>);

impl<'a, View: 'a> WindowOfOne<'a, View> {
    /// Draws the view.
    pub(crate) fn of(view: View, mut draw: impl FnMut(&mut Ui, &mut View) + 'a) -> Self {
        let mut has_fonts = false;
        let draw = move |ui: &mut Ui, view: &mut View| {
            // The fonts are there from the second frame on.
            if std::mem::replace(&mut has_fonts, true) {
                draw(ui, view);
            } else {
                theme::install(ui.ctx());
                ui.ctx().request_repaint();
            }
        };
        Self(Harness::builder().with_size(vec2(720.0, 800.0)).with_max_steps(8).build_ui_state(draw, view))
    }

    /// What the view holds now.
    pub(crate) fn view(&self) -> &View {
        self.0.state()
    }

    /// The same, to be changed.
    pub(crate) fn view_mut(&mut self) -> &mut View {
        self.0.state_mut()
    }

    /// Clicks a place, within one frame.
    pub(crate) fn clicks_place(&mut self, pos: egui::Pos2) -> &mut Self {
        let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
        let press = |pressed| egui::Event::PointerButton { pos, button, pressed, modifiers };
        self.0.input_mut().events.extend([egui::Event::PointerMoved(pos), press(true), press(false)]);
        self.0.run();
        self
    }

    /// Whether a screen reader hears this name, or these words.
    pub(crate) fn hears(&self, name: &str) -> bool {
        self.0.query_all_by_label(name).next().is_some() || self.0.query_all_by_value(name).next().is_some()
    }

    /// Clicks what has this name.
    pub(crate) fn clicks(&mut self, name: &str) -> &mut Self {
        self.0.get_by_label(name).click();
        self.0.run();
        self
    }

    /// Presses a key.
    pub(crate) fn presses(&mut self, key: egui::Key) -> &mut Self {
        self.0.key_press(key);
        self.0.run();
        self
    }

    /// Presses a key while others are held.
    pub(crate) fn presses_with(&mut self, modifiers: egui::Modifiers, key: egui::Key) -> &mut Self {
        self.0.key_press_modifiers(modifiers, key);
        self.0.run();
        self
    }

    /// What a screen reader knows of what has this name.
    pub(crate) fn node<'n>(&'n self, name: &'n str) -> egui_kittest::Node<'n> {
        self.0.get_by_label(name)
    }

    /// What has the keyboard.
    pub(crate) fn focused(&self) -> Option<egui::Id> {
        self.0.ctx.memory(egui::Memory::focused)
    }

    /// Types into what has the keyboard.
    pub(crate) fn types(&mut self, words: &str) -> &mut Self {
        self.0.event(egui::Event::Text(words.to_owned()));
        self.0.run();
        self
    }
}
