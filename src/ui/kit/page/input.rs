//! What keys mean on a page, on each system.
//!
//! Must not know what the text says.

use egui::os::OperatingSystem;
use egui::{Event, Key, Modifiers};

/// What a key asks of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    /// The caret goes somewhere; what is between is chosen if `chooses`.
    Go { step: Step, chooses: bool },
    /// Takes away what is chosen, or else what is between the caret and where a step leads.
    TakeAway(Step),
    /// Begins the next line.
    NextLine,
    /// Chooses the whole page.
    ChooseAll,
}

/// Where the caret can go by one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// As it is seen.
    Left,
    /// As it is seen.
    Right,
    /// As it is written.
    CharacterBack,
    /// As it is written.
    CharacterOn,
    WordLeft,
    WordRight,
    WordBack,
    WordOn,
    Up,
    Down,
    PageUp,
    PageDown,
    /// To the start of the row; from there to that of the line.
    RowStart,
    /// To the end of the row; from there to that of the line.
    RowEnd,
    LineStart,
    LineEnd,
    LineUp,
    LineDown,
    PageStart,
    PageEnd,
}

/// What a key asks for; nothing if it means nothing here.
pub(crate) fn request_of(event: &Event, os: OperatingSystem) -> Option<Request> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    let is_mac = os == OperatingSystem::Mac || os == OperatingSystem::IOS;
    if is_mac && modifiers.ctrl && !modifiers.alt && !modifiers.mac_cmd {
        return by_control_on_mac(*key, modifiers.shift);
    }
    let by_word = if is_mac { modifiers.alt } else { modifiers.ctrl };
    let far = is_mac && modifiers.mac_cmd;
    if let Some(step) = step_of(*key, by_word, far, is_mac) {
        return Some(Request::Go { step, chooses: modifiers.shift });
    }
    match key {
        Key::Backspace if far => Some(Request::TakeAway(Step::LineStart)),
        Key::Backspace if by_word => Some(Request::TakeAway(Step::WordBack)),
        Key::Backspace => Some(Request::TakeAway(Step::CharacterBack)),
        Key::Delete if modifiers.shift => None,
        Key::Delete if by_word => Some(Request::TakeAway(Step::WordOn)),
        Key::Delete => Some(Request::TakeAway(Step::CharacterOn)),
        Key::Enter if *modifiers == Modifiers::NONE || modifiers.shift_only() => Some(Request::NextLine),
        Key::A if modifiers.command && !modifiers.alt && !modifiers.shift => Some(Request::ChooseAll),
        _ => None,
    }
}

fn step_of(key: Key, by_word: bool, far: bool, is_mac: bool) -> Option<Step> {
    Some(match key {
        Key::ArrowLeft if far => Step::LineStart,
        Key::ArrowRight if far => Step::LineEnd,
        Key::ArrowUp if far => Step::PageStart,
        Key::ArrowDown if far => Step::PageEnd,
        Key::ArrowLeft if by_word => Step::WordLeft,
        Key::ArrowRight if by_word => Step::WordRight,
        Key::ArrowUp if by_word => Step::LineUp,
        Key::ArrowDown if by_word => Step::LineDown,
        Key::ArrowLeft => Step::Left,
        Key::ArrowRight => Step::Right,
        Key::ArrowUp => Step::Up,
        Key::ArrowDown => Step::Down,
        Key::Home if by_word || is_mac => Step::PageStart,
        Key::End if by_word || is_mac => Step::PageEnd,
        Key::Home => Step::RowStart,
        Key::End => Step::RowEnd,
        Key::PageUp => Step::PageUp,
        Key::PageDown => Step::PageDown,
        _ => return None,
    })
}

/// What every text field of macOS understands.
fn by_control_on_mac(key: Key, chooses: bool) -> Option<Request> {
    let step = match key {
        Key::A => Step::LineStart,
        Key::E => Step::LineEnd,
        Key::B => Step::CharacterBack,
        Key::F => Step::CharacterOn,
        Key::P => Step::Up,
        Key::N => Step::Down,
        Key::H => return Some(Request::TakeAway(Step::CharacterBack)),
        Key::D => return Some(Request::TakeAway(Step::CharacterOn)),
        Key::K => return Some(Request::TakeAway(Step::LineEnd)),
        _ => return None,
    };
    Some(Request::Go { step, chooses })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn each_system_has_its_own_keys() {
        let ctrl = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
        let command = Modifiers { mac_cmd: true, command: true, ..Modifiers::NONE };
        let on = |key, modifiers, os| request_of(&pressed(key, modifiers), os);
        let go = |step| Some(Request::Go { step, chooses: false });
        assert_eq!(on(Key::ArrowLeft, ctrl, OperatingSystem::Nix), go(Step::WordLeft));
        assert_eq!(on(Key::ArrowLeft, Modifiers::ALT, OperatingSystem::Mac), go(Step::WordLeft));
        assert_eq!(on(Key::ArrowLeft, command, OperatingSystem::Mac), go(Step::LineStart));
        assert_eq!(on(Key::Home, ctrl, OperatingSystem::Windows), go(Step::PageStart));
        assert_eq!(on(Key::Backspace, ctrl, OperatingSystem::Nix), Some(Request::TakeAway(Step::WordBack)));
        let mac_control = Modifiers { ctrl: true, ..Modifiers::NONE };
        assert_eq!(on(Key::K, mac_control, OperatingSystem::Mac), Some(Request::TakeAway(Step::LineEnd)));
        assert_eq!(on(Key::K, ctrl, OperatingSystem::Nix), None);
        assert_eq!(
            on(Key::End, Modifiers::SHIFT, OperatingSystem::Nix),
            Some(Request::Go { step: Step::RowEnd, chooses: true })
        );
    }
}
