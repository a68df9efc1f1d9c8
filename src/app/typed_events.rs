//! What is typed at the notes, kept from the toolkit while a frame begins.
//!
//! For whatever it is told of, the toolkit draws the window twice more, so that everything finds its place. The page has its
//! place at once, and a window is drawn by the processor alone on many machines: a key would cost three times as much. So the
//! toolkit is told of no letters as a frame begins. They are among its events before anything looks at them, and the window
//! is drawn once more when nothing has been typed for a moment.

use std::time::Duration;

use egui::{Context, Event, ViewportCommand};

use super::App;
use super::locking::draw_even_if_hidden;
use crate::ui::kit::frame_events::{BehindPaste, take_insert_keys};
use crate::ui::kit::page::composing::interrupt;
use crate::ui::session::notes_pane::NotesPane;
use crate::ui::{Screen, Stage};

/// When nothing has been typed for so long, the window is drawn once more.
const SETTLES_AFTER: Duration = Duration::from_millis(100);

/// What the toolkit was told of, and no frame has looked at yet. If the window is not drawn it is told of it again, before
/// what is newer.
#[derive(Debug, Default)]
pub(super) struct Undrawn {
    count: usize,
    has_words: bool,
}

impl Undrawn {
    pub(super) fn of(events: &[Event]) -> Self {
        let types = |event: &Event| {
            matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_) | Event::Key { pressed: true, .. })
        };
        Self { count: events.len(), has_words: events.iter().any(types) }
    }
}

impl App {
    /// Puts what was held back where it belongs among the events: behind what no frame has looked at yet, and before what
    /// is newer.
    pub(super) fn put_in_order(&mut self, events: &mut Vec<Event>) {
        let mut newer = events.split_off(self.undrawn.count.min(events.len()));
        if let Some(waiting) = self.notes.behind_paste.take() {
            self.notes.behind_paste = waiting.follow(&mut newer);
        }
        let undrawn = std::mem::replace(events, std::mem::take(&mut self.notes.typed_events));
        events.extend(undrawn);
        events.append(&mut self.notes.deferred_events);
        events.extend(newer);
    }

    /// Whether something was typed that no frame has looked at yet.
    pub(super) fn has_undrawn_words(&self) -> bool {
        let notes = &self.notes;
        let is_waiting = notes.behind_paste.is_some();
        self.undrawn.has_words || is_waiting || !notes.deferred_events.is_empty() || !notes.typed_events.is_empty()
    }

    /// Takes the keys of old for the clipboard. What is typed behind one that pastes waits for what is pasted.
    pub(super) fn take_insert_keys(&mut self, ctx: &Context, events: &mut Vec<Event>) {
        if let Some(behind) = take_insert_keys(events) {
            self.notes.behind_paste = Some(BehindPaste::of(behind));
            ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        if self.notes.behind_paste.is_some() {
            ctx.request_repaint();
        }
    }

    /// What was typed just before the window was hidden is written without waiting for its return.
    pub(super) fn draw_what_is_typed(&self, ctx: &Context) {
        let is_hidden = ctx.input(|input| input.raw.viewport().visible() == Some(false));
        if is_hidden && self.has_undrawn_words() {
            draw_even_if_hidden(ctx);
        }
    }

    /// Takes the events of a frame away from the toolkit, if they write in the notes and do nothing else.
    pub(super) fn set_typed_apart(&mut self, ctx: &Context, events: &mut Vec<Event>) {
        if self.writes_in_notes(ctx) && only_type(events) {
            // A key that the toolkit knows to be down has to be let go there.
            let is_known = |key| ctx.input(|input| input.key_down(key));
            let ends_known =
                |event: &mut Event| matches!(event, Event::Key { pressed: false, key, .. } if is_known(*key));
            let known = events.extract_if(.., ends_known).collect();
            self.notes.typed_events = std::mem::replace(events, known);
        }
    }

    /// Puts them back, before anything looks for them.
    pub(super) fn give_typed_back(&mut self, ctx: &Context) {
        if self.notes.typed_events.is_empty() {
            return;
        }
        let typed = std::mem::take(&mut self.notes.typed_events);
        ctx.input_mut(|input| input.events.extend(typed));
        ctx.request_repaint_after(SETTLES_AFTER);
    }

    /// Writes what was being composed at the notes, if they are drawn no longer, and has the input method forget it.
    pub(super) fn write_composed_unseen(&mut self, ctx: &Context) {
        let (now, frame) = (self.now(), ctx.cumulative_frame_nr());
        let notes = &mut self.notes.session_screen.notes;
        if self.notes.current.change(|open| notes.write_composed_unseen(frame, open, now)) == Some(true) {
            interrupt(ctx);
        }
    }

    /// Writes what is being composed at the notes, since they go.
    pub(super) fn write_composed(&mut self) {
        let now = self.now();
        let notes = &mut self.notes.session_screen.notes;
        self.notes.current.change(|open| notes.write_composed(open, now));
    }

    /// Whether the notes have the keyboard, and nothing is open.
    fn writes_in_notes(&self, ctx: &Context) -> bool {
        let is_shown = self.screen == Screen::Session && self.stage() == Some(Stage::Notes) && !self.is_covered();
        let notes = self.notes.current.session().map(|open| NotesPane::id(open.session()));
        is_shown
            && notes.is_some()
            && ctx.memory(|memory| memory.focused() == notes && memory.top_modal_layer().is_none())
    }
}

/// Whether events write letters and do nothing else. The toolkit tells of a key just before what it writes.
fn only_type(events: &[Event]) -> bool {
    events.iter().enumerate().all(|(index, event)| match event {
        Event::Text(_) | Event::Key { pressed: false, .. } => true,
        Event::Key { pressed: true, modifiers, .. } => {
            let writes = matches!(events.get(index + 1), Some(Event::Text(_)));
            writes && (modifiers.is_none() || modifiers.shift_only())
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use egui::{Key, Modifiers};

    use super::*;

    fn key(key: Key, pressed: bool, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
    }

    #[test]
    fn letters_and_their_keys_are_only_typed() {
        let a = || Event::Text("a".to_owned());
        let down = |modifiers| key(Key::A, true, modifiers);
        let up = |of| key(of, false, Modifiers::NONE);
        let check = |events: &[Event], expected| assert_eq!(only_type(events), expected, "{events:?}");
        check(&[], true);
        check(&[down(Modifiers::NONE), a(), up(Key::A), down(Modifiers::SHIFT), a(), a()], true);
        check(&[down(Modifiers::COMMAND), a()], false);
        check(&[a(), down(Modifiers::NONE)], false);
        check(&[key(Key::Backspace, true, Modifiers::NONE), up(Key::A)], false);
        check(&[a(), Event::PointerGone], false);
    }
}
