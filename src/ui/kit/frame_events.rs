//! The events of one frame, taken apart so that each meets the window as it was when it was made.

use egui::{Event, Key};

use crate::ui::shell::command::Command;

/// A letter with Alt is a key, and writes nothing. On macOS it writes another letter, and on Windows it does with Ctrl: that is
/// how `AltGr` arrives there.
pub(crate) fn leave_out_alt(events: &mut Vec<Event>) {
    if cfg!(target_os = "macos") {
        return;
    }
    let mut is_with_alt = false;
    events.retain(|event| {
        // The toolkit tells of the key just before what it writes.
        let is_written = matches!(event, Event::Text(_)) && is_with_alt;
        is_with_alt = matches!(event, Event::Key { pressed: true, modifiers, .. } if modifiers.alt && !modifiers.ctrl);
        !is_written
    });
}

/// The keys of old for the clipboard: Ctrl+Insert copies, Shift+Insert pastes, Shift+Delete cuts. On Windows the toolkit
/// knows them. Where one pastes, that comes with a later frame: returns what comes behind it.
pub(crate) fn take_insert_keys(events: &mut Vec<Event>) -> Option<Vec<Event>> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let is_paste = |event: &Event| matches!(event, Event::Key { key: Key::Insert, pressed: true, modifiers, .. } if modifiers.shift_only());
    let behind = events.iter().position(is_paste).map(|paste| events.split_off(paste + 1));
    events.retain_mut(|event| {
        let Event::Key { key, pressed, modifiers, .. } = *event else { return true };
        match key {
            Key::Insert if modifiers.command_only() => *event = if pressed { Event::Copy } else { return false },
            Key::Delete if modifiers.shift_only() => *event = if pressed { Event::Cut } else { return false },
            Key::Insert if modifiers.shift_only() => return false,
            _ => {}
        }
        true
    });
    behind
}

/// After so many frames there was nothing to paste.
const PASTE_FRAMES: u8 = 4;

/// What was typed behind a key that pastes, and waits for what it pastes.
#[derive(Debug)]
pub(crate) struct BehindPaste {
    events: Vec<Event>,
    frames: u8,
}

impl BehindPaste {
    /// These events wait.
    pub(crate) fn of(events: Vec<Event>) -> Self {
        Self { events, frames: PASTE_FRAMES }
    }

    /// Puts what waited behind what is pasted, if that is among the events of a frame. If not, these wait too.
    pub(crate) fn follow(mut self, events: &mut Vec<Event>) -> Option<Self> {
        let pasted: Vec<Event> = events.extract_if(.., |event| matches!(event, Event::Paste(_))).collect();
        if pasted.is_empty() && self.frames > 0 {
            self.events.append(events);
            return Some(Self { frames: self.frames - 1, ..self });
        }
        events.splice(..0, pasted.into_iter().chain(self.events));
        None
    }
}

/// Splits the events of a frame, so that however slow it was each event meets the window as it was
/// when it was made: a command comes after what was typed before it, and what was typed after a
/// command, or after a key or a click that may move the keyboard elsewhere, comes after that; and a key that
/// takes words away, or chooses them, comes after they were typed, so that undo knows them. Returns what has to wait
/// for the next frame.
pub(crate) fn split_events(events: &mut Vec<Event>) -> Vec<Event> {
    for index in 0..events.len() {
        let is_command = Command::of(&events[index]).is_some();
        let moves = moves_keyboard(&events[index]);
        // Where an arrow key stands in the same frame, the toolkit takes the keyboard on by one widget; what Space
        // presses is the widget that has the keyboard once the frame's Tab has moved it; and it may lead elsewhere,
        // where the next key is meant for something else.
        let before = &events[..index];
        let waits = (is_command && before.iter().any(is_typing))
            || (edits(&events[index]) && before.iter().any(types_words))
            || (moves && before.iter().any(|event| is_arrow(event) || is_key(event, &[Key::Space])));
        if waits {
            return events.split_off(index);
        }
        if (is_command || moves) && index + 1 < events.len() {
            return events.split_off(index + 1);
        }
    }
    Vec::new()
}

fn is_typing(event: &Event) -> bool {
    types_words(event) || matches!(event, Event::Cut | Event::Key { pressed: true, .. })
}

fn is_arrow(event: &Event) -> bool {
    is_key(event, &[Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight])
}

fn is_key(event: &Event, keys: &[Key]) -> bool {
    matches!(event, Event::Key { key, pressed: true, .. } if keys.contains(key))
}

fn types_words(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::MiddleClickPaste { .. } | Event::Ime(_))
}

/// Whether an event may take away what was typed, or choose it.
fn edits(event: &Event) -> bool {
    const KEYS: [Key; 8] = [
        Key::Backspace,
        Key::Delete,
        Key::Home,
        Key::End,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
    ];
    match event {
        Event::Cut => true,
        Event::Key { key, pressed: true, modifiers, .. } => {
            KEYS.contains(key) || (modifiers.any() && !modifiers.shift_only() && !modifiers.alt)
        }
        _ => false,
    }
}

/// Whether what is typed afterwards may belong to another field.
fn moves_keyboard(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { key: Key::Enter | Key::Tab | Key::Escape, pressed: true, .. }
            | Event::PointerButton { pressed: false, .. }
    )
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    const NONE: Modifiers = Modifiers::NONE;

    fn press(modifiers: Modifiers, key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    /// The frames that the events of one slow frame become.
    fn frames(mut events: Vec<Event>) -> Vec<Vec<Event>> {
        let mut frames = Vec::new();
        while !events.is_empty() {
            let later = split_events(&mut events);
            frames.push(std::mem::replace(&mut events, later));
        }
        frames
    }

    #[test]
    fn what_is_typed_behind_a_paste_stays_behind_it() {
        let paste = || Event::Paste("pasted".to_owned());
        let mut events = vec![text("b")];
        let waiting = BehindPaste::of(vec![text("a")]).follow(&mut events).unwrap();
        assert!(events.is_empty(), "it waits too");
        events.extend([text("c"), paste()]);
        assert!(waiting.follow(&mut events).is_none());
        assert_eq!(events, [paste(), text("a"), text("b"), text("c")]);
    }

    #[test]
    fn where_there_is_nothing_to_paste_what_waited_comes_after_a_few_frames() {
        let mut waiting = Some(BehindPaste::of(vec![text("a")]));
        let mut events = Vec::new();
        for _ in 0..=PASTE_FRAMES {
            assert!(events.is_empty());
            waiting = waiting.and_then(|waiting| waiting.follow(&mut events));
        }
        assert_eq!((waiting.is_none(), events), (true, vec![text("a")]));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_keys_of_old_are_for_the_clipboard() {
        let key = |key, modifiers, pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        let (ctrl, shift) = (Modifiers { ctrl: true, ..Modifiers::COMMAND }, Modifiers::SHIFT);
        let taken = |of, modifiers| {
            let mut events = vec![key(of, modifiers, true), key(of, modifiers, false)];
            (take_insert_keys(&mut events), events)
        };
        assert_eq!(taken(Key::Insert, ctrl), (None, vec![Event::Copy]));
        assert_eq!(taken(Key::Delete, shift), (None, vec![Event::Cut]));
        let (behind, before) = taken(Key::Insert, shift);
        assert_eq!((behind.map(|behind| behind.len()), before), (Some(1), Vec::new()));
        let other = [(Key::Insert, Modifiers::NONE), (Key::Delete, Modifiers::NONE), (Key::Delete, ctrl)];
        for (of, modifiers) in other {
            assert_eq!(taken(of, modifiers).1.len(), 2);
        }
    }

    #[test]
    fn a_letter_with_alt_writes_nothing_and_those_around_it_stay() {
        let with = |modifiers| Event::Key { key: Key::F, physical_key: None, pressed: true, repeat: false, modifiers };
        let text = || Event::Text("f".to_owned());
        let mut events = vec![text(), with(Modifiers::ALT), text(), with(Modifiers::NONE), text()];
        let alt_gr = Modifiers { alt: true, ..Modifiers::CTRL };
        events.extend([with(alt_gr), text()]);
        leave_out_alt(&mut events);
        assert_eq!(events.iter().filter(|event| matches!(event, Event::Text(_))).count(), 3);
        assert!(matches!(&events[2], Event::Key { modifiers, .. } if modifiers.is_none()), "{events:?}");
    }

    #[test]
    fn each_event_meets_the_window_as_it_was() {
        let (down, enter, tab) = (press(NONE, Key::PageDown), press(NONE, Key::Enter), press(NONE, Key::Tab));
        let arrow = press(NONE, Key::ArrowUp);
        let check = |events: &[&Event], expected: &[usize]| {
            let events: Vec<Event> = events.iter().map(|event| (*event).clone()).collect();
            let frames = frames(events.clone());
            assert_eq!(frames.iter().map(Vec::len).collect::<Vec<_>>(), expected, "{events:?}");
            assert_eq!(frames.concat(), events, "none is lost, and none overtakes another");
        };
        let (a, b) = (text("a"), text("b"));
        check(&[&a, &b, &a], &[3]);
        check(&[&down, &a, &down, &b], &[1, 1, 1, 1]);
        check(&[&a, &enter, &b], &[2, 1]);
        check(&[&a, &tab, &enter, &b, &down, &down], &[2, 1, 1, 1, 1]);
        check(&[&a, &enter], &[2]);
        check(&[&arrow, &arrow, &enter, &a], &[2, 1, 1]);
        check(&[&arrow, &arrow, &a], &[3]);
        let (erase, line) = (press(NONE, Key::Backspace), press(Modifiers::COMMAND, Key::U));
        check(&[&a, &b, &erase, &erase, &a], &[2, 3]);
        check(&[&a, &line, &b, &line], &[1, 2, 1]);
        check(&[&a, &Event::Cut, &b], &[1, 2]);
        let space = press(NONE, Key::Space);
        check(&[&a, &space, &tab, &tab, &space, &a], &[2, 1, 1, 2]);
        check(&[&space, &enter, &a], &[1, 1, 1]);
    }

    #[test]
    fn whatever_types_waits_for_nothing_and_has_what_comes_after_it_wait() {
        let check = |events: &[&Event], expected: &[usize]| {
            let events: Vec<Event> = events.iter().map(|event| (*event).clone()).collect();
            assert_eq!(frames(events.clone()).iter().map(Vec::len).collect::<Vec<_>>(), expected, "{events:?}");
        };
        let (a, command) = (text("a"), press(NONE, Key::PageDown));
        let composed = Event::Ime(egui::ImeEvent::Commit("a".to_owned()));
        for typed in [&a, &Event::Paste("a".to_owned()), &composed, &Event::Cut, &press(NONE, Key::Backspace)] {
            check(&[typed, &command], &[1, 1]);
        }
        for typed in [&a, &Event::Paste("a".to_owned()), &composed] {
            for key in [Key::Backspace, Key::Delete, Key::Home, Key::End, Key::ArrowLeft, Key::ArrowUp] {
                check(&[typed, typed, &press(NONE, key)], &[2, 1]);
            }
            check(&[typed, &Event::Cut], &[1, 1]);
        }
        let button = |pressed| {
            let (pos, button) = (egui::Pos2::ZERO, egui::PointerButton::Primary);
            Event::PointerButton { pos, button, pressed, modifiers: NONE }
        };
        check(&[&a, &button(true), &button(false), &a], &[3, 1]);
    }
}
