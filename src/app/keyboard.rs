//! Where the keyboard was before something opened over it, or another screen was shown: it is there again afterwards.

use egui::{Context, Id};
use strum::EnumCount;

use super::App;
use crate::ui::kit::fields::is_text_field;
use crate::ui::session::notes_pane::NotesPane;
use crate::ui::{Screen, Stage};

/// The text field that has the keyboard on each screen.
#[derive(Debug, Default)]
pub(super) struct Keyboard {
    at: [Option<Id>; Screen::COUNT],
    /// What had the keyboard when something could be typed on last, a field or not, and where that was.
    last: Option<(Id, Screen, Option<Stage>)>,
    /// The screen that could be typed on in the last frame; none while something was open over it.
    shown: Option<Screen>,
    /// The field that gets the keyboard back as soon as it can have it.
    returns_to: Option<Id>,
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

    /// What had the keyboard here as the veil was drawn: the key that draws it takes the keyboard away first. Beside the
    /// notes nothing has it afterwards, as what is typed next is theirs.
    pub(super) fn had_keyboard_before_veil(&self) -> Option<Id> {
        let (id, ..) = self.notes.keyboard.last.filter(|(_, screen, stage)| {
            (*screen, *stage) == (self.screen, self.stage()) && *stage != Some(Stage::Notes)
        })?;
        Some(id)
    }

    /// Remembers which field has the keyboard on the screen that is drawn. A click beside it may be the one that
    /// leaves the screen: it is not forgotten before the click is over.
    pub(super) fn remember_keyboard(&mut self, ctx: &Context) {
        if self.is_covered() || self.notes.keyboard.returns_to.is_some() {
            return;
        }
        let focused = ctx.memory(egui::Memory::focused);
        self.notes.keyboard.last = focused.map(|focused| (focused, self.screen, self.stage()));
        let notes = self.notes.current.session().map(|open| NotesPane::id(open.session()));
        let is_field = |id: &Id| Some(*id) == notes || is_text_field(ctx, *id);
        let field = focused.filter(is_field);
        let is_clicking = ctx.input(|input| input.pointer.any_down() || input.pointer.any_released());
        if field.is_some() || !is_clicking {
            self.notes.keyboard.at[self.screen as usize] = field;
        }
    }
}
