//! Every command once: its name, its keys, and where it applies. The keys, the palette and the
//! sheet of keys all read this list.

use egui::{Event, InputState, Key, KeyboardShortcut, Modifiers};

use crate::ui::Screen;

/// Something the therapist can do by key, or by name from the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Opens the prompt after the one in view.
    NextPrompt,
    /// Opens the prompt before the one in view.
    PreviousPrompt,
    /// Finds a prompt by a few letters of its title.
    Jump,
    /// Opens the first prompt of a section, counted from 0.
    Section(usize),
    /// Marks the prompt in view as touched, or not.
    Touched,
    /// Makes the line with the caret carry on, or no longer.
    CarriesOn,
    /// Makes the line with the caret carry on as the next kind.
    CarryKind,
    /// Shows what helps to slow down.
    SlowDown,
    /// Closes what is open; with nothing open, draws the veil.
    Escape,
    /// Hides or shows the guide.
    Guide,
    /// Fills the screen, or no longer.
    FullScreen,
    /// Begins a session.
    Begin,
    /// Goes on with the session that was not ended.
    Continue,
    /// Closes the session.
    Close,
    /// Changes the client code, the dosing date or the prompts of the session.
    Details,
    /// Opens or folds what carries on from last time.
    LastTime,
    /// Searches every note.
    Search,
    /// Shows every client and theme, to rename them, or the sessions again.
    Clients,
    /// Shows the client's timeline as a table, or as a picture.
    TimelineTable,
    /// Has the session that is chosen next stand beside the one that is read.
    Beside,
    /// Reads every session with the client, as one page.
    EverySession,
    /// Reads what was said under one prompt, across sessions.
    ByPrompt,
    /// Reads what was written under one theme, across sessions.
    ByTheme,
    /// Shows the earlier versions of the session that is read.
    EarlierVersions,
    /// Edits the session that is read.
    Edit,
    /// Asks whether to freeze the words of the session that is read.
    Finalize,
    /// Begins an addendum to the session that is read, or adds the one that is written.
    Addendum,
    /// Makes the earlier version that is looked at what the session says.
    RestoreVersion,
    /// Moves the session that is read to the trash.
    MoveToTrash,
    /// Shows the trash, or the sessions again.
    Trash,
    /// Puts the session that is read back from the trash.
    PutBack,
    /// Writes what is pending now.
    Save,
    /// Takes the last change back.
    Undo,
    /// Makes the last undone change again.
    Redo,
    /// Goes to the next screen.
    NextScreen,
    /// Moves the chosen prompt up; in a session the one in view.
    MoveUp,
    /// Moves the chosen prompt down; in a session the one in view.
    MoveDown,
    /// Adds a prompt of their own.
    AddPrompt,
    /// Hides the chosen prompt, or shows it again.
    HidePrompt,
    /// Copies the prompt set.
    CopySet,
    /// Gives the prompt set another name.
    RenameSet,
    /// Writes the prompt set to a file.
    ExportSet,
    /// Takes in a set or a guideline from a file.
    ImportSet,
    /// Lists every command.
    Palette,
    /// Shows the keys.
    Keys,
    /// Opens the settings.
    Settings,
    /// Says how the notes are kept, to seal them or to change that.
    Sealing,
    /// Locks the notes.
    Lock,
    /// Makes the text larger.
    LargerText,
    /// Makes the text smaller.
    SmallerText,
    /// Makes the text its usual size.
    UsualText,
}

/// Where a command applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Anywhere,
    /// While a session is on the screen.
    Session,
    /// On the Review screen.
    Review,
    /// On the Prompts screen.
    Prompts,
    /// Where prompts are in an order: there, and beside the notes of a session.
    Order,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const NONE: Modifiers = Modifiers::NONE;

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const SECTION_KEYS: [[KeyboardShortcut; 1]; 5] = [
    [key(CTRL, Key::Num1)],
    [key(CTRL, Key::Num2)],
    [key(CTRL, Key::Num3)],
    [key(CTRL, Key::Num4)],
    [key(CTRL, Key::Num5)],
];

impl Command {
    /// Every command, in the order in which they are listed.
    pub const ALL: [Self; 55] = [
        Self::NextPrompt,
        Self::PreviousPrompt,
        Self::Jump,
        Self::Section(0),
        Self::Section(1),
        Self::Section(2),
        Self::Section(3),
        Self::Section(4),
        Self::Touched,
        Self::CarriesOn,
        Self::CarryKind,
        Self::LastTime,
        Self::SlowDown,
        Self::Details,
        Self::Close,
        Self::Guide,
        Self::Escape,
        Self::FullScreen,
        Self::Begin,
        Self::Continue,
        Self::Search,
        Self::Clients,
        Self::TimelineTable,
        Self::Beside,
        Self::EverySession,
        Self::ByPrompt,
        Self::ByTheme,
        Self::Edit,
        Self::Addendum,
        Self::Finalize,
        Self::EarlierVersions,
        Self::RestoreVersion,
        Self::MoveToTrash,
        Self::Trash,
        Self::PutBack,
        Self::Save,
        Self::Redo,
        Self::Undo,
        Self::NextScreen,
        Self::MoveUp,
        Self::MoveDown,
        Self::AddPrompt,
        Self::HidePrompt,
        Self::CopySet,
        Self::RenameSet,
        Self::ExportSet,
        Self::ImportSet,
        Self::Palette,
        Self::Keys,
        Self::Settings,
        Self::Sealing,
        Self::Lock,
        Self::LargerText,
        Self::SmallerText,
        Self::UsualText,
    ];

    /// What it does, as listed.
    pub fn name(self) -> &'static str {
        match self {
            Self::NextPrompt => "Next prompt",
            Self::PreviousPrompt => "Previous prompt",
            Self::Jump => "Jump to a prompt",
            Self::Section(0) => "Go to the first section",
            Self::Section(1) => "Go to the second section",
            Self::Section(2) => "Go to the third section",
            Self::Section(3) => "Go to the fourth section",
            Self::Section(_) => "Go to the fifth section",
            Self::Touched => "Mark as touched, or unmark",
            Self::CarriesOn => "Keep for next time",
            Self::CarryKind => "Keep for next time as another kind",
            Self::SlowDown => "Slow down",
            Self::Escape => "Close what is open, or hide the screen",
            Self::Guide => "Show or hide the guide",
            Self::FullScreen => "Full screen",
            Self::Begin => "Begin a session",
            Self::Continue => "Continue the unfinished session",
            Self::Close => "Close the session",
            Self::Details => "Client code, date of dosing, and prompts",
            Self::LastTime => "Show or hide last time",
            Self::Search => "Search every note",
            Self::Clients => "Show or hide clients and themes",
            Self::TimelineTable => "Show the timeline as a table or as a picture",
            Self::Beside => "Show this session beside another",
            Self::EverySession => "Every session with this client on one page",
            Self::ByPrompt => "By prompt, across the sessions with this client",
            Self::ByTheme => "By theme, across sessions",
            Self::Edit => "Edit this session",
            Self::Finalize => "Finalize this session",
            Self::Addendum => "Write an addendum, or add it",
            Self::EarlierVersions => "Earlier versions of this session",
            Self::RestoreVersion => "Restore this earlier version",
            Self::MoveToTrash => "Move this session to the trash",
            Self::Trash => "Show or hide the trash",
            Self::PutBack => "Put this session back from the trash",
            Self::Save => "Save now",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::NextScreen => "Next screen",
            Self::MoveUp => "Move the prompt up",
            Self::MoveDown => "Move the prompt down",
            Self::AddPrompt => "Add a prompt",
            Self::HidePrompt => "Hide or show the prompt",
            Self::CopySet => "Duplicate this prompt set",
            Self::RenameSet => "Rename this prompt set",
            Self::ExportSet => "Export this prompt set to a file",
            Self::ImportSet => "Import a prompt set or a guideline from a file",
            Self::Palette => "Command palette",
            Self::Keys => "Keyboard shortcuts",
            Self::Settings => "Settings",
            Self::Sealing => "Sealing",
            Self::Lock => "Lock",
            Self::LargerText => "Larger text",
            Self::SmallerText => "Smaller text",
            Self::UsualText => "Reset text size",
        }
    }

    /// Its keys; the first is the one that is shown.
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        match self {
            Self::NextPrompt => const { &[key(NONE, Key::PageDown)] },
            Self::PreviousPrompt => const { &[key(NONE, Key::PageUp)] },
            Self::Jump => const { &[key(CTRL, Key::J)] },
            Self::Section(section) => SECTION_KEYS.get(section).map_or(&[], |keys| keys.as_slice()),
            Self::Touched => const { &[key(CTRL, Key::D)] },
            Self::CarriesOn => const { &[key(CTRL, Key::L)] },
            Self::CarryKind => const { &[key(CTRL, Key::G)] },
            Self::SlowDown => const { &[key(NONE, Key::F8)] },
            Self::Escape => const { &[key(NONE, Key::Escape)] },
            Self::Guide => const { &[key(NONE, Key::F9)] },
            Self::FullScreen => const { &[key(NONE, Key::F11)] },
            Self::Begin => const { &[key(CTRL, Key::N)] },
            Self::Continue => const { &[key(CTRL, Key::O)] },
            Self::Close => const { &[key(CTRL, Key::E)] },
            Self::Details => const { &[key(CTRL, Key::I)] },
            Self::LastTime => const { &[key(CTRL, Key::T)] },
            Self::Search => const { &[key(CTRL, Key::F)] },
            Self::Addendum => const { &[key(CTRL, Key::Enter)] },
            Self::Save => const { &[key(CTRL, Key::S)] },
            Self::Undo => const { &[key(CTRL, Key::Z)] },
            Self::Redo => const { &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)] },
            Self::NextScreen => const { &[key(Modifiers::CTRL, Key::Tab)] },
            Self::MoveUp => const { &[key(Modifiers::ALT, Key::ArrowUp)] },
            Self::MoveDown => const { &[key(Modifiers::ALT, Key::ArrowDown)] },
            Self::Palette => const { &[key(CTRL_SHIFT, Key::P)] },
            Self::Keys => const { &[key(NONE, Key::F1), key(CTRL, Key::Slash), key(CTRL_SHIFT, Key::Questionmark)] },
            Self::Settings => const { &[key(CTRL, Key::Comma)] },
            Self::Lock => const { &[key(CTRL_SHIFT, Key::L)] },
            Self::LargerText => const { &[key(CTRL, Key::Plus), key(CTRL_SHIFT, Key::Plus), key(CTRL, Key::Equals)] },
            Self::SmallerText => const { &[key(CTRL, Key::Minus)] },
            Self::UsualText => const { &[key(CTRL, Key::Num0)] },
            // By name, from the palette, or by its button.
            _ => &[],
        }
    }

    /// Where it applies.
    pub fn scope(self) -> Scope {
        match self {
            Self::NextPrompt
            | Self::PreviousPrompt
            | Self::Jump
            | Self::Section(_)
            | Self::Touched
            | Self::CarriesOn
            | Self::CarryKind
            | Self::SlowDown
            | Self::Guide
            | Self::Close
            | Self::Details
            | Self::LastTime => Scope::Session,
            Self::Clients
            | Self::TimelineTable
            | Self::Beside
            | Self::EverySession
            | Self::ByPrompt
            | Self::ByTheme
            | Self::EarlierVersions
            | Self::RestoreVersion
            | Self::MoveToTrash
            | Self::Trash
            | Self::PutBack
            | Self::Edit
            | Self::Finalize
            | Self::Addendum => Scope::Review,
            Self::MoveUp | Self::MoveDown => Scope::Order,
            Self::AddPrompt
            | Self::HidePrompt
            | Self::CopySet
            | Self::RenameSet
            | Self::ExportSet
            | Self::ImportSet => Scope::Prompts,
            _ => Scope::Anywhere,
        }
    }

    /// Whether it applies on a screen, with or without a session on it.
    pub fn applies(self, screen: Screen, session_is_open: bool) -> bool {
        match self.scope() {
            Scope::Anywhere => true,
            Scope::Session => screen == Screen::Session && session_is_open,
            Scope::Review => screen == Screen::Review,
            Scope::Prompts => screen == Screen::Prompts,
            Scope::Order => screen == Screen::Prompts || (screen == Screen::Session && session_is_open),
        }
    }

    /// Its first key as the system writes it, such as `Ctrl+J`.
    pub fn key_text(self, ctx: &egui::Context) -> String {
        let text = self.shortcuts().first().map(|shortcut| ctx.format_shortcut(shortcut)).unwrap_or_default();
        text.replace("PageDown", "Page down")
            .replace("PageUp", "Page up")
            .replace("Escape", "Esc")
            .replace("Plus", "+")
            .replace("Minus", "−")
            .replace("Comma", ",")
    }

    /// Takes the keys of all commands that apply out of the input, before an editor sees them.
    pub fn take_pressed(input: &mut InputState, applies: impl Fn(Self) -> bool) -> Vec<Self> {
        let mut pressed = Vec::new();
        input.events.retain(|event| match Self::of(event).filter(|command| applies(*command)) {
            Some(command) => {
                pressed.push(command);
                false
            }
            None => true,
        });
        pressed
    }

    /// The command that an event asks for.
    pub fn of(event: &Event) -> Option<Self> {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
        let asks =
            |shortcut: &KeyboardShortcut| shortcut.logical_key == *key && modifiers.matches_exact(shortcut.modifiers);
        Self::ALL.into_iter().find(|command| command.shortcuts().iter().any(asks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(modifiers: Modifiers, key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn no_key_asks_for_two_commands() {
        for command in Command::ALL {
            for shortcut in command.shortcuts() {
                let event = press(shortcut.modifiers, shortcut.logical_key);
                assert_eq!(Command::of(&event), Some(command), "{shortcut:?}");
            }
        }
    }

    #[test]
    fn no_key_is_one_that_edits_or_types() {
        for shortcut in Command::ALL.iter().flat_map(|command| command.shortcuts()) {
            assert!(!(shortcut.modifiers.ctrl && shortcut.modifiers.alt), "AltGr: {shortcut:?}");
            let editing = [Key::H, Key::K, Key::U, Key::W, Key::A, Key::C, Key::V, Key::X];
            assert!(!(shortcut.modifiers.command && editing.contains(&shortcut.logical_key)), "{shortcut:?}");
        }
    }
}
