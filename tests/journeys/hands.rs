//! What a therapist's hands do beside typing and pressing: faster than a frame, beside what is open, in whichever field,
//! with the pointer from one place to another.

use eframe::App;
use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers, RawInput, TouchDeviceId, TouchId, TouchPhase};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::therapist::{Therapist, read_aloud};

impl Therapist {
    /// Types words and presses keys faster than a frame is drawn.
    pub(crate) fn at_once(&mut self, hands: &[(Modifiers, &str, Option<Key>)]) -> &mut Self {
        self.in_slow_frames(&[hands])
    }

    /// The same in several frames, each of which takes as long.
    pub(crate) fn in_slow_frames(&mut self, frames: &[&[(Modifiers, &str, Option<Key>)]]) -> &mut Self {
        for hands in frames {
            self.draws_frame(hands.iter().flat_map(|(modifiers, words, key)| {
                let words = (!words.is_empty()).then(|| Event::Text((*words).to_owned()));
                let press = key.map(|key| press(*modifiers, key));
                words.into_iter().chain(press)
            }));
        }
        // What had to wait comes with the next frames, perhaps not with the very next one.
        let mut empty_frames = 0;
        while empty_frames < 3 {
            empty_frames = if self.draws_frame([]) { 0 } else { empty_frames + 1 };
        }
        self.looks()
    }

    /// Draws one frame with all of these events, as the window does: the app may hold some of them back. Says whether
    /// any came to be handled. What the harness itself is told to do is drawn event by event, past that.
    fn draws_frame(&mut self, events: impl IntoIterator<Item = Event>) -> bool {
        let window = self.window.as_mut().expect("the window is open");
        let (ctx, mut input) =
            (window.ctx.clone(), RawInput { events: events.into_iter().collect(), ..RawInput::default() });
        window.state_mut().raw_input_hook(&ctx, &mut input);
        let any = !input.events.is_empty();
        window.input_mut().events = input.events;
        window.step();
        any
    }

    /// Types a letter; says whether the window is then drawn again at once.
    pub(crate) fn types_letter(&mut self, key: Key, letter: &str) -> bool {
        self.draws_frame([press(Modifiers::NONE, key), Event::Text(letter.to_owned())]);
        let output = self.window.as_ref().expect("the window is open").output();
        output.viewport_output[&egui::ViewportId::ROOT].repaint_delay.is_zero()
    }

    /// Types words, and presses a key after each, in as many passes in which the window cannot be drawn: what the app lets
    /// through comes again with what is newer. Then it is drawn.
    pub(crate) fn types_hidden(&mut self, passes: &[(&str, Option<Key>)]) -> &mut Self {
        let mut undrawn = Vec::new();
        for (words, key) in passes {
            let window = self.window.as_mut().expect("the window is open");
            undrawn.push(Event::Text((*words).to_owned()));
            undrawn.extend(key.map(|key| press(Modifiers::NONE, key)));
            let (ctx, mut input) = (window.ctx.clone(), RawInput { events: undrawn, ..RawInput::default() });
            window.state_mut().raw_input_hook(&ctx, &mut input);
            undrawn = input.events;
        }
        self.draws_frame(undrawn);
        self.at_once(&[])
    }

    /// The system composes a word; says whether it may go on with it in the next frame.
    pub(crate) fn composes(&mut self, word: &str) -> bool {
        let composed = ImeEvent::Preedit { text: word.to_owned(), active_range_chars: None };
        self.draws_frame([Event::Ime(composed)]);
        let output = self.window.as_ref().expect("the window is open").output();
        output.platform_output.ime.is_some_and(|ime| !ime.should_interrupt_composition)
    }

    /// Clicks at the very edge of the window, beside what is open over it.
    pub(crate) fn clicks_beside(&mut self) -> &mut Self {
        self.clicks_place(egui::pos2(6.0, 400.0))
    }

    /// The field that has the keyboard: its name, and what is in it.
    pub(crate) fn writes_in(&self) -> Option<(String, String)> {
        let nodes = self.window().root().children_recursive();
        let is_written = |node: &egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.is_focused() && matches!(node.role(), Role::TextInput | Role::MultilineTextInput)
        };
        let node = nodes.into_iter().find(is_written)?;
        Some((node.accesskit_node().label().unwrap_or_default(), read_aloud(&node)))
    }

    /// Goes from one thing to the next by Tab until what has a name has the keyboard.
    pub(crate) fn reaches(&mut self, name: &str) -> &mut Self {
        let is_there = |therapist: &Self| {
            let mut named = therapist.window().query_all_by_label(name);
            named.any(|node| node.accesskit_node().is_focused())
        };
        let mut steps = 0;
        while !is_there(self) {
            self.presses(Modifiers::NONE, Key::Tab);
            steps += 1;
            assert!(steps < 200, "{name} never has the keyboard");
        }
        self
    }

    /// Clicks a place in what has a name, by shares of its width and height.
    pub(crate) fn clicks_at(&mut self, name: &str, share: egui::Vec2) -> &mut Self {
        let rect = self.window().get_by_label(name).rect();
        self.clicks_place(rect.min + rect.size() * share)
    }

    /// Clicks twice in a hurry. A frame takes long here: the toolkit is told that it is one.
    pub(crate) fn double_clicks(&mut self, name: &str) -> &mut Self {
        let clicks_slowly = |options: &mut egui::Options| options.input_options.max_double_click_delay = 5.0;
        self.window().ctx.options_mut(clicks_slowly);
        let pos = self.window().get_by_label(name).rect().center();
        for _ in 0..2 {
            for event in [Event::PointerMoved(pos), pointer_button(pos, true), pointer_button(pos, false)] {
                self.steps(event);
            }
        }
        self.looks()
    }

    fn clicks_place(&mut self, pos: egui::Pos2) -> &mut Self {
        for event in [Event::PointerMoved(pos), pointer_button(pos, true), pointer_button(pos, false)] {
            self.steps(event);
        }
        self.looks()
    }

    /// Drags a row to just below the middle of another one, and lets it go.
    pub(crate) fn drags(&mut self, row: &str, beyond: &str) -> &mut Self {
        self.drags_with(row, beyond, |_| ())
    }

    /// The same, with something done before it is let go.
    pub(crate) fn drags_with(&mut self, row: &str, beyond: &str, before: impl FnOnce(&mut Self)) -> &mut Self {
        let to = self.row_at(beyond).center() + egui::vec2(0.0, 4.0);
        self.drags_to(row, to, before)
    }

    /// Drags a row to a place that is not in its list, and lets it go.
    pub(crate) fn drags_out(&mut self, row: &str, to: egui::Pos2) -> &mut Self {
        self.drags_to(row, to, |_| ())
    }

    /// Touches a row, moves the finger up or down, and takes it away; not moved, it taps.
    pub(crate) fn swipes(&mut self, row: &str, by: f32) -> &mut Self {
        let from = self.row_at(row).center();
        let finger = |phase, pos| Event::Touch { device_id: TouchDeviceId(1), id: TouchId(1), phase, pos, force: None };
        let to = |step: u8| from + egui::vec2(0.0, by * f32::from(step) / 10.0);
        self.draws_frame([finger(TouchPhase::Start, from), Event::PointerMoved(from), pointer_button(from, true)]);
        let steps = if by == 0.0 { 0 } else { 10 };
        for step in 1..=steps {
            self.draws_frame([finger(TouchPhase::Move, to(step)), Event::PointerMoved(to(step))]);
        }
        self.draws_frame([finger(TouchPhase::End, to(steps)), pointer_button(to(steps), false), Event::PointerGone]);
        self.looks()
    }

    fn row_at(&self, name: &str) -> egui::Rect {
        self.window().get_by_role_and_label(Role::ListBoxOption, name).rect()
    }

    fn drags_to(&mut self, row: &str, to: egui::Pos2, before: impl FnOnce(&mut Self)) -> &mut Self {
        let from = self.row_at(row).center();
        let middle = from + (to - from) * 0.5;
        let press = pointer_button(from, true);
        for event in [Event::PointerMoved(from), press, Event::PointerMoved(middle), Event::PointerMoved(to)] {
            self.steps(event);
        }
        before(self);
        self.steps(pointer_button(to, false));
        self.looks()
    }

    fn steps(&mut self, event: Event) {
        self.window().event(event);
        self.window.as_mut().expect("the window is open").step();
    }

    /// Turns the wheel over what has a name.
    pub(crate) fn scrolls_over(&mut self, name: &str, points: f32) -> &mut Self {
        let over = self.rect_of(name).center();
        self.steps(Event::PointerMoved(over));
        let (unit, phase, modifiers) = (egui::MouseWheelUnit::Point, egui::TouchPhase::Move, Modifiers::NONE);
        self.steps(Event::MouseWheel {
            unit,
            delta: egui::vec2(0.0, points),
            phase,
            modifiers,
            source: egui::MouseWheelSource::Wheel,
        });
        self.rests().looks()
    }
}

fn press(modifiers: Modifiers, key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

fn pointer_button(pos: egui::Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}
