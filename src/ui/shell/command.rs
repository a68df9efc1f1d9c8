//! Every command, one row each: its name, where it applies, and its keys. The keys, the palette, the list of shortcuts,
//! the buttons and the hints all read it.

use egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers};
use strum::{EnumIter, IntoEnumIterator};

use crate::ui::{Screen, text};

/// Something the therapist can do by key, or by name from the palette; in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter)]
pub enum Command {
    /// Opens the prompt after the one in view.
    NextPrompt,
    /// Opens the prompt before the one in view.
    PreviousPrompt,
    /// Finds a prompt by a few letters of its title.
    Jump,
    /// Opens the first prompt of the first section.
    FirstSection,
    /// Opens the first prompt of the second section.
    SecondSection,
    /// Opens the first prompt of the third section.
    ThirdSection,
    /// Opens the first prompt of the fourth section.
    FourthSection,
    /// Opens the first prompt of the fifth section.
    FifthSection,
    /// Marks the prompt in view as touched, or not.
    Touched,
    /// Makes the line with the caret carry on, or no longer.
    CarriesOn,
    /// Makes the line with the caret carry on as the next kind.
    CarryKind,
    /// Opens or folds what carries on from last time.
    LastTime,
    /// Shows what helps to slow down.
    SlowDown,
    /// Changes the client code, the dosing date or the prompts of the session.
    Details,
    /// Closes the session.
    Close,
    /// Hides or shows the guide.
    Guide,
    /// Closes what is open; with nothing open, draws the veil.
    Escape,
    /// Fills the screen, or no longer.
    FullScreen,
    /// Begins a session.
    Begin,
    /// Goes on with the session that was not ended.
    Continue,
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
    /// Edits the session that is read.
    Edit,
    /// Begins an addendum to the session that is read, or adds the one that is written.
    Addendum,
    /// Asks whether to freeze the words of the session that is read.
    Finalize,
    /// Shows the earlier versions of the session that is read.
    EarlierVersions,
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
    /// Makes the last undone change again.
    Redo,
    /// Takes the last change back.
    Undo,
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

impl Scope {
    /// The screen to go to for a command that does not apply; none if it applies everywhere.
    pub fn screen(self) -> Option<Screen> {
        match self {
            Self::Anywhere => None,
            Self::Session => Some(Screen::Session),
            Self::Review => Some(Screen::Review),
            Self::Prompts | Self::Order => Some(Screen::Prompts),
        }
    }

    /// Where it applies, as the palette says it.
    pub fn place(self) -> &'static str {
        match self {
            Self::Anywhere => "",
            Self::Session => text::command::place_session(),
            Self::Review => text::command::place_review(),
            Self::Prompts | Self::Order => text::command::place_prompts(),
        }
    }
}

/// What is known of a command.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// What it does, as listed.
    pub name: &'static str,
    /// Where it applies.
    pub scope: Scope,
    /// Its keys; the first is the one that is shown.
    pub keys: &'static [KeyboardShortcut],
}

fn row(name: &'static str, scope: Scope, keys: &'static [KeyboardShortcut]) -> Info {
    Info { name, scope, keys }
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const NONE: Modifiers = Modifiers::NONE;

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

impl Command {
    /// Its row.
    pub(crate) fn info(self) -> Info {
        match self {
            Self::NextPrompt => {
                row(text::command::next_prompt(), Scope::Session, const { &[key(NONE, Key::PageDown)] })
            }
            Self::PreviousPrompt => {
                row(text::command::previous_prompt(), Scope::Session, const { &[key(NONE, Key::PageUp)] })
            }
            Self::Jump => row(text::command::jump(), Scope::Session, const { &[key(CTRL, Key::J)] }),
            Self::FirstSection => {
                row(text::command::first_section(), Scope::Session, const { &[key(CTRL, Key::Num1)] })
            }
            Self::SecondSection => {
                row(text::command::second_section(), Scope::Session, const { &[key(CTRL, Key::Num2)] })
            }
            Self::ThirdSection => {
                row(text::command::third_section(), Scope::Session, const { &[key(CTRL, Key::Num3)] })
            }
            Self::FourthSection => {
                row(text::command::fourth_section(), Scope::Session, const { &[key(CTRL, Key::Num4)] })
            }
            Self::FifthSection => {
                row(text::command::fifth_section(), Scope::Session, const { &[key(CTRL, Key::Num5)] })
            }
            Self::Touched => row(text::command::touched(), Scope::Session, const { &[key(CTRL, Key::D)] }),
            Self::CarriesOn => row(text::command::carries_on(), Scope::Session, const { &[key(CTRL, Key::L)] }),
            Self::CarryKind => row(text::command::carry_kind(), Scope::Session, const { &[key(CTRL, Key::G)] }),
            Self::LastTime => row(text::command::last_time(), Scope::Session, const { &[key(CTRL, Key::T)] }),
            Self::SlowDown => row(text::command::slow_down(), Scope::Session, const { &[key(NONE, Key::F8)] }),
            Self::Details => row(text::command::details(), Scope::Session, const { &[key(CTRL, Key::I)] }),
            Self::Close => row(text::command::close(), Scope::Session, const { &[key(CTRL, Key::E)] }),
            Self::Guide => row(text::command::guide(), Scope::Session, const { &[key(NONE, Key::F9)] }),
            Self::Escape => row(text::command::escape(), Scope::Anywhere, const { &[key(NONE, Key::Escape)] }),
            Self::FullScreen => row(text::command::full_screen(), Scope::Anywhere, const { &[key(NONE, Key::F11)] }),
            Self::Begin => row(text::command::begin(), Scope::Anywhere, const { &[key(CTRL, Key::N)] }),
            Self::Continue => row(text::command::resume(), Scope::Anywhere, const { &[key(CTRL, Key::O)] }),
            Self::Search => row(text::command::search(), Scope::Anywhere, const { &[key(CTRL, Key::F)] }),
            Self::Clients => row(text::command::clients(), Scope::Review, const { &[] }),
            Self::TimelineTable => row(text::command::timeline_table(), Scope::Review, const { &[] }),
            Self::Beside => row(text::command::beside(), Scope::Review, const { &[] }),
            Self::EverySession => row(text::command::every_session(), Scope::Review, const { &[] }),
            Self::ByPrompt => row(text::command::by_prompt(), Scope::Review, const { &[] }),
            Self::ByTheme => row(text::command::by_theme(), Scope::Review, const { &[] }),
            Self::Edit => row(text::command::edit(), Scope::Review, const { &[] }),
            Self::Addendum => row(text::command::addendum(), Scope::Review, const { &[key(CTRL, Key::Enter)] }),
            Self::Finalize => row(text::command::finalize(), Scope::Review, const { &[] }),
            Self::EarlierVersions => row(text::command::earlier_versions(), Scope::Review, const { &[] }),
            Self::RestoreVersion => row(text::command::restore_version(), Scope::Review, const { &[] }),
            Self::MoveToTrash => row(text::command::move_to_trash(), Scope::Review, const { &[] }),
            Self::Trash => row(text::command::trash(), Scope::Review, const { &[] }),
            Self::PutBack => row(text::command::put_back(), Scope::Review, const { &[] }),
            Self::Save => row(text::command::save(), Scope::Anywhere, const { &[key(CTRL, Key::S)] }),
            Self::Redo => {
                row(text::command::redo(), Scope::Anywhere, const { &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)] })
            }
            Self::Undo => row(text::command::undo(), Scope::Anywhere, const { &[key(CTRL, Key::Z)] }),
            Self::NextScreen => {
                row(text::command::next_screen(), Scope::Anywhere, const { &[key(Modifiers::CTRL, Key::Tab)] })
            }
            Self::MoveUp => row(text::command::move_up(), Scope::Order, const { &[key(Modifiers::ALT, Key::ArrowUp)] }),
            Self::MoveDown => {
                row(text::command::move_down(), Scope::Order, const { &[key(Modifiers::ALT, Key::ArrowDown)] })
            }
            Self::AddPrompt => row(text::command::add_prompt(), Scope::Prompts, const { &[] }),
            Self::HidePrompt => row(text::command::hide_prompt(), Scope::Prompts, const { &[] }),
            Self::CopySet => row(text::command::copy_set(), Scope::Prompts, const { &[] }),
            Self::RenameSet => row(text::command::rename_set(), Scope::Prompts, const { &[] }),
            Self::ExportSet => row(text::command::export_set(), Scope::Prompts, const { &[] }),
            Self::ImportSet => row(text::command::import_set(), Scope::Prompts, const { &[] }),
            Self::Palette => row(text::command::palette(), Scope::Anywhere, const { &[key(CTRL_SHIFT, Key::P)] }),
            Self::Keys => row(
                text::command::keys(),
                Scope::Anywhere,
                const { &[key(NONE, Key::F1), key(CTRL, Key::Slash), key(CTRL_SHIFT, Key::Questionmark)] },
            ),
            Self::Settings => row(text::command::settings(), Scope::Anywhere, const { &[key(CTRL, Key::Comma)] }),
            Self::Sealing => row(text::command::sealing(), Scope::Anywhere, const { &[] }),
            Self::Lock => row(text::command::lock(), Scope::Anywhere, const { &[key(CTRL_SHIFT, Key::L)] }),
            Self::LargerText => row(
                text::command::larger_text(),
                Scope::Anywhere,
                const { &[key(CTRL, Key::Plus), key(CTRL_SHIFT, Key::Plus), key(CTRL, Key::Equals)] },
            ),
            Self::SmallerText => {
                row(text::command::smaller_text(), Scope::Anywhere, const { &[key(CTRL, Key::Minus)] })
            }
            Self::UsualText => row(text::command::usual_text(), Scope::Anywhere, const { &[key(CTRL, Key::Num0)] }),
        }
    }

    /// What it does, as listed.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Whether it changes the session or the prompt that is chosen on its screen.
    pub(crate) fn changes_what_is_chosen(self) -> bool {
        matches!(
            self,
            Self::Edit
                | Self::Addendum
                | Self::Finalize
                | Self::RestoreVersion
                | Self::MoveToTrash
                | Self::PutBack
                | Self::MoveUp
                | Self::MoveDown
                | Self::HidePrompt
        )
    }

    /// Whether it applies on a screen, with or without a session on it.
    pub fn applies(self, screen: Screen, session_is_open: bool) -> bool {
        match self.info().scope {
            Scope::Anywhere => true,
            Scope::Session => screen == Screen::Session && session_is_open,
            Scope::Review => screen == Screen::Review,
            Scope::Prompts => screen == Screen::Prompts,
            Scope::Order => screen == Screen::Prompts || (screen == Screen::Session && session_is_open),
        }
    }

    /// Its first key as the system writes it, such as `Ctrl+J`.
    pub fn key_text(self, ctx: &Context) -> String {
        let text = self.info().keys.first().map(|shortcut| ctx.format_shortcut(shortcut)).unwrap_or_default();
        text.replace("PageDown", "Page down")
            .replace("PageUp", "Page up")
            .replace("Escape", "Esc")
            .replace("Plus", "+")
            .replace("Minus", "−")
            .replace("Comma", ",")
    }

    /// Takes the keys of all commands that apply out of the input, before an editor sees them.
    pub(crate) fn take_pressed(input: &mut InputState, applies: impl Fn(Self) -> bool) -> Vec<Self> {
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
        Self::iter().find(|command| command.info().keys.iter().any(asks))
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
        for command in Command::iter() {
            for shortcut in command.info().keys {
                let event = press(shortcut.modifiers, shortcut.logical_key);
                assert_eq!(Command::of(&event), Some(command), "{shortcut:?}");
            }
        }
    }

    #[test]
    fn no_key_is_one_that_edits_or_types() {
        for shortcut in Command::iter().flat_map(|command| command.info().keys) {
            assert!(!(shortcut.modifiers.ctrl && shortcut.modifiers.alt), "AltGr: {shortcut:?}");
            let editing = [Key::H, Key::K, Key::U, Key::W, Key::A, Key::C, Key::V, Key::X];
            assert!(!(shortcut.modifiers.command && editing.contains(&shortcut.logical_key)), "{shortcut:?}");
        }
    }
}
