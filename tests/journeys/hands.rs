//! What a therapist's hands do beside typing and pressing: faster than a frame, beside what is open, in whichever field.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::NodeT;

use crate::therapist::Therapist;

impl Therapist {
    /// Types words and presses keys faster than a frame is drawn.
    pub(crate) fn at_once(&mut self, hands: &[(Modifiers, &str, Option<Key>)]) -> &mut Self {
        for (modifiers, words, key) in hands {
            self.window().event(Event::Text((*words).to_owned()));
            if let Some(key) = *key {
                let modifiers = *modifiers;
                self.window().event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
            }
        }
        self.looks()
    }

    /// Clicks at the very edge of the window, beside what is open over it.
    pub(crate) fn clicks_beside(&mut self) -> &mut Self {
        let press = |pressed| {
            let (pos, button, modifiers) = (egui::pos2(6.0, 400.0), egui::PointerButton::Primary, Modifiers::NONE);
            Event::PointerButton { pos, button, pressed, modifiers }
        };
        for event in [Event::PointerMoved(egui::pos2(6.0, 400.0)), press(true), press(false)] {
            self.window().event(event);
            self.window.as_mut().expect("the window is open").step();
        }
        self.looks()
    }

    /// The field that has the keyboard: its name, and what stands in it.
    pub(crate) fn writes_in(&self) -> Option<(String, String)> {
        let nodes = self.window().root().children_recursive();
        let is_written = |node: &egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.is_focused() && matches!(node.role(), Role::TextInput | Role::MultilineTextInput)
        };
        let node = nodes.into_iter().find(is_written)?;
        Some((node.accesskit_node().label().unwrap_or_default(), node.value().unwrap_or_default()))
    }
}
