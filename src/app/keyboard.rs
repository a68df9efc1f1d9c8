//! Where the keyboard was before something opened over it, or another screen was shown: it is there again afterwards.

use egui::{Context, Id};
use strum::EnumCount;

use super::App;
use crate::ui::Screen;
use crate::ui::kit::fields::is_text_field;
use crate::ui::session::notes_pane::NotesPane;

/// The text field that has the keyboard on each screen.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    at: [Option<Id>; Screen::COUNT],
    /// What had the keyboard when something could be typed on last, a field or not.
    last: Option<Id>,
    /// The screen that could be typed on in the last frame; none while something was open over it.
    shown: Option<Screen>,
    /// The field that gets the keyboard back as soon as it can have it.
    returns_to: Option<Id>,
}

impl Keyboard {
    /// What had the keyboard as the veil was drawn. The key that draws it takes the keyboard away first.
    pub(super) fn before_veil(&self) -> Option<Id> {
        self.last
    }
}

impl App {
    pub(super) fn is_covered(&self) -> bool {
        self.notes.overlay.is_some() || self.notes.is_veiled || self.locking.is_locked()
    }

    /// Gives the keyboard back to the field that had it, once nothing is open over it any more. A screen that asks for
    /// the keyboard itself gets it.
    pub(super) fn give_keyboard_back(&mut self, ctx: &Context) {
        let shown = (!self.is_covered()).then_some(self.screen);
        if self.notes.keyboard.shown != shown {
            self.notes.keyboard.shown = shown;
            self.notes.keyboard.returns_to = shown.and_then(|screen| self.notes.keyboard.at[screen as usize]);
            if shown == Some(Screen::Prompts) && self.notes.keyboard.returns_to.is_none() {
                self.prompts_screen.take_keyboard();
            }
        }
        if self.notes.keyboard.returns_to.is_none() {
            return;
        }
        if ctx.memory(|memory| memory.top_modal_layer().is_some()) {
            return ctx.request_repaint();
        }
        if let Some(id) = self.notes.keyboard.returns_to.take() {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Remembers which field has the keyboard on the screen that is drawn. A click beside it may be the one that
    /// leaves the screen: it is not forgotten before the click is over.
    pub(super) fn remember_keyboard(&mut self, ctx: &Context) {
        if self.is_covered() || self.notes.keyboard.returns_to.is_some() {
            return;
        }
        let focused = ctx.memory(egui::Memory::focused);
        self.notes.keyboard.last = focused;
        let notes = self.notes.current.session().map(|open| NotesPane::id(open.session()));
        let is_field = |id: &Id| Some(*id) == notes || is_text_field(ctx, *id);
        let field = focused.filter(is_field);
        let is_clicking = ctx.input(|input| input.pointer.any_down() || input.pointer.any_released());
        if field.is_some() || !is_clicking {
            self.notes.keyboard.at[self.screen as usize] = field;
        }
    }
}
