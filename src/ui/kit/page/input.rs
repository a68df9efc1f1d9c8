//! What keys mean on a page, on each system.
//!
//! Must not know what the text says.

use egui::os::OperatingSystem;
use egui::{Event, Key, Modifiers};

/// What a key asks of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyRequest {
    /// The caret goes somewhere; what is between is chosen if `chooses`.
    Go { step: CaretStep, chooses: bool },
    /// Takes away what is chosen, or else what is between the caret and where a step leads.
    TakeAway(CaretStep),
    /// Begins the next line.
    NextLine,
    /// Chooses the whole page.
    ChooseAll,
}

/// Where the caret can go by one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaretStep {
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
pub(crate) fn request_of(event: &Event, os: OperatingSystem) -> Option<KeyRequest> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    let is_mac = os == OperatingSystem::Mac || os == OperatingSystem::IOS;
    if is_mac && modifiers.ctrl && !modifiers.alt && !modifiers.mac_cmd {
        return by_control_on_mac(*key, modifiers.shift);
    }
    let by_word = if is_mac { modifiers.alt } else { modifiers.ctrl };
    let far = is_mac && modifiers.mac_cmd;
    if let Some(step) = step_of(*key, by_word, far, is_mac) {
        return Some(KeyRequest::Go { step, chooses: modifiers.shift });
    }
    match key {
        Key::Backspace if far => Some(KeyRequest::TakeAway(CaretStep::LineStart)),
        Key::Backspace if by_word => Some(KeyRequest::TakeAway(CaretStep::WordBack)),
        Key::Backspace => Some(KeyRequest::TakeAway(CaretStep::CharacterBack)),
        Key::Delete if modifiers.shift => None,
        Key::Delete if by_word => Some(KeyRequest::TakeAway(CaretStep::WordOn)),
        Key::Delete => Some(KeyRequest::TakeAway(CaretStep::CharacterOn)),
        Key::Enter if *modifiers == Modifiers::NONE || modifiers.shift_only() => Some(KeyRequest::NextLine),
        Key::A if modifiers.command && !modifiers.alt && !modifiers.shift => Some(KeyRequest::ChooseAll),
        _ => None,
    }
}

fn step_of(key: Key, by_word: bool, far: bool, is_mac: bool) -> Option<CaretStep> {
    Some(match key {
        Key::ArrowLeft if far => CaretStep::LineStart,
        Key::ArrowRight if far => CaretStep::LineEnd,
        Key::ArrowUp if far => CaretStep::PageStart,
        Key::ArrowDown if far => CaretStep::PageEnd,
        Key::ArrowLeft if by_word => CaretStep::WordLeft,
        Key::ArrowRight if by_word => CaretStep::WordRight,
        Key::ArrowUp if by_word => CaretStep::LineUp,
        Key::ArrowDown if by_word => CaretStep::LineDown,
        Key::ArrowLeft => CaretStep::Left,
        Key::ArrowRight => CaretStep::Right,
        Key::ArrowUp => CaretStep::Up,
        Key::ArrowDown => CaretStep::Down,
        Key::Home if by_word || is_mac => CaretStep::PageStart,
        Key::End if by_word || is_mac => CaretStep::PageEnd,
        Key::Home => CaretStep::RowStart,
        Key::End => CaretStep::RowEnd,
        Key::PageUp => CaretStep::PageUp,
        Key::PageDown => CaretStep::PageDown,
        _ => return None,
    })
}

/// What every text field of macOS understands.
fn by_control_on_mac(key: Key, chooses: bool) -> Option<KeyRequest> {
    let step = match key {
        Key::A => CaretStep::LineStart,
        Key::E => CaretStep::LineEnd,
        Key::B => CaretStep::CharacterBack,
        Key::F => CaretStep::CharacterOn,
        Key::P => CaretStep::Up,
        Key::N => CaretStep::Down,
        Key::H => return Some(KeyRequest::TakeAway(CaretStep::CharacterBack)),
        Key::D => return Some(KeyRequest::TakeAway(CaretStep::CharacterOn)),
        Key::K => return Some(KeyRequest::TakeAway(CaretStep::LineEnd)),
        _ => return None,
    };
    Some(KeyRequest::Go { step, chooses })
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
        let go = |step| Some(KeyRequest::Go { step, chooses: false });
        assert_eq!(on(Key::ArrowLeft, ctrl, OperatingSystem::Nix), go(CaretStep::WordLeft));
        assert_eq!(on(Key::ArrowLeft, Modifiers::ALT, OperatingSystem::Mac), go(CaretStep::WordLeft));
        assert_eq!(on(Key::ArrowLeft, command, OperatingSystem::Mac), go(CaretStep::LineStart));
        assert_eq!(on(Key::Home, ctrl, OperatingSystem::Windows), go(CaretStep::PageStart));
        assert_eq!(on(Key::Backspace, ctrl, OperatingSystem::Nix), Some(KeyRequest::TakeAway(CaretStep::WordBack)));
        let mac_control = Modifiers { ctrl: true, ..Modifiers::NONE };
        assert_eq!(on(Key::K, mac_control, OperatingSystem::Mac), Some(KeyRequest::TakeAway(CaretStep::LineEnd)));
        assert_eq!(on(Key::K, ctrl, OperatingSystem::Nix), None);
        assert_eq!(
            on(Key::End, Modifiers::SHIFT, OperatingSystem::Nix),
            Some(KeyRequest::Go { step: CaretStep::RowEnd, chooses: true })
        );
    }
}
