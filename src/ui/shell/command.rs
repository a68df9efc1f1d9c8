//! Every command, one row each: its name, where it applies, and its keys. The keys, the palette, the list of shortcuts,
//! the buttons and the hints all read it.

mod scope;

pub use scope::Scope;

use egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers};
use strum::{EnumCount, EnumIter, IntoEnumIterator};

use crate::ui::{Screen, Stage, text};

/// Something the therapist can do by key, or by name from the palette; in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumCount, EnumIter)]
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
    /// Keeps the line with the caret for next time, or no longer.
    Keep,
    /// Keeps the line with the caret as the next kind.
    KeepAs,
    /// Opens or folds what was kept last time.
    LastTime,
    /// Reads the last session in the place of the guide, or shows the guide again.
    ReadLast,
    /// Shows what helps to slow down.
    SlowDown,
    /// Changes the client code, the dosing date or the prompts of the session.
    Details,
    /// Closes the session.
    Close,
    /// Ends the session that closes, as its button says.
    End,
    /// Copies the summary for the chart.
    CopySummary,
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
    /// Finds words in the notes of the open session; once more, in every note.
    Find,
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
    /// Goes to the screen before.
    PreviousScreen,
    /// Brings the keyboard into the other pane.
    NextPane,
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

/// A command, what it does, where it applies, and its keys.
struct CommandRow {
    command: Command,
    name: fn() -> &'static str,
    scope: Scope,
    keys: &'static [KeyboardShortcut],
    /// Whether it changes the session or the prompt that is chosen on its screen.
    is_of_chosen: bool,
    /// Whether it is done again while its key is held down.
    is_repeated: bool,
}

impl CommandRow {
    const fn of_chosen(self) -> Self {
        Self { is_of_chosen: true, ..self }
    }

    const fn repeated(self) -> Self {
        Self { is_repeated: true, ..self }
    }
}

const fn row(
    command: Command,
    name: fn() -> &'static str,
    scope: Scope,
    keys: &'static [KeyboardShortcut],
) -> CommandRow {
    CommandRow { command, name, scope, keys, is_of_chosen: false, is_repeated: false }
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const NONE: Modifiers = Modifiers::NONE;

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

/// What is known of each command, in their order.
const ROWS: [CommandRow; Command::COUNT] = [
    row(Command::NextPrompt, text::command::next_prompt, Scope::Session, &[key(NONE, Key::PageDown)]).repeated(),
    row(Command::PreviousPrompt, text::command::previous_prompt, Scope::Session, &[key(NONE, Key::PageUp)]).repeated(),
    row(Command::Jump, text::command::jump, Scope::Session, &[key(CTRL, Key::J)]),
    row(Command::FirstSection, text::command::first_section, Scope::Session, &[key(CTRL, Key::Num1)]),
    row(Command::SecondSection, text::command::second_section, Scope::Session, &[key(CTRL, Key::Num2)]),
    row(Command::ThirdSection, text::command::third_section, Scope::Session, &[key(CTRL, Key::Num3)]),
    row(Command::FourthSection, text::command::fourth_section, Scope::Session, &[key(CTRL, Key::Num4)]),
    row(Command::FifthSection, text::command::fifth_section, Scope::Session, &[key(CTRL, Key::Num5)]),
    row(Command::Touched, text::command::touched, Scope::Session, &[key(CTRL, Key::D)]),
    row(Command::Keep, text::command::keep, Scope::Session, &[key(CTRL, Key::L)]),
    row(Command::KeepAs, text::command::keep_as, Scope::Session, &[key(CTRL, Key::G)]),
    row(Command::LastTime, text::command::last_time, Scope::Session, &[key(CTRL, Key::T)]),
    row(Command::ReadLast, text::command::read_last, Scope::Session, &[]),
    row(Command::SlowDown, text::command::slow_down, Scope::SessionOrClosing, &[key(NONE, Key::F8)]),
    row(Command::Details, text::command::details, Scope::Session, &[key(CTRL, Key::I)]),
    row(Command::Close, text::command::close, Scope::Session, &[key(CTRL, Key::E)]),
    row(Command::End, text::command::end, Scope::Closing, &[key(CTRL, Key::Enter)]).of_chosen(),
    row(Command::CopySummary, text::command::copy_summary, Scope::Closing, &[key(CTRL_SHIFT, Key::C)]),
    row(Command::Guide, text::command::guide, Scope::Session, &[key(NONE, Key::F9)]),
    row(Command::Escape, text::command::escape, Scope::Anywhere, &[key(NONE, Key::Escape)]),
    row(Command::FullScreen, text::command::full_screen, Scope::Anywhere, &[key(NONE, Key::F11)]),
    row(Command::Begin, text::command::begin, Scope::Anywhere, &[key(CTRL, Key::N)]),
    row(Command::Continue, text::command::resume, Scope::Anywhere, &[key(CTRL, Key::O)]),
    row(Command::Find, text::command::find, Scope::Anywhere, &[key(CTRL, Key::F)]),
    row(Command::Search, text::command::search, Scope::Anywhere, &[key(CTRL_SHIFT, Key::F)]),
    row(Command::Clients, text::command::clients, Scope::Review, &[]),
    row(Command::TimelineTable, text::command::timeline_table, Scope::Review, &[]),
    row(Command::Beside, text::command::beside, Scope::Review, &[]),
    row(Command::EverySession, text::command::every_session, Scope::Review, &[]),
    row(Command::ByPrompt, text::command::by_prompt, Scope::Review, &[]),
    row(Command::ByTheme, text::command::by_theme, Scope::Review, &[]),
    row(Command::Edit, text::command::edit, Scope::Review, &[]).of_chosen(),
    row(Command::Addendum, text::command::addendum, Scope::Review, &[key(CTRL, Key::Enter)]).of_chosen(),
    row(Command::Finalize, text::command::finalize, Scope::Review, &[]).of_chosen(),
    row(Command::EarlierVersions, text::command::earlier_versions, Scope::Review, &[]),
    row(Command::RestoreVersion, text::command::restore_version, Scope::Review, &[]).of_chosen(),
    row(Command::MoveToTrash, text::command::move_to_trash, Scope::Review, &[]).of_chosen(),
    row(Command::Trash, text::command::trash, Scope::Review, &[]),
    row(Command::PutBack, text::command::put_back, Scope::Review, &[]).of_chosen(),
    row(Command::Save, text::command::save, Scope::Anywhere, &[key(CTRL, Key::S)]),
    row(Command::Redo, text::command::redo, Scope::Anywhere, &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)]).repeated(),
    row(Command::Undo, text::command::undo, Scope::Anywhere, &[key(CTRL, Key::Z)]).repeated(),
    row(Command::NextScreen, text::command::next_screen, Scope::Anywhere, &[key(Modifiers::CTRL, Key::Tab)]),
    row(
        Command::PreviousScreen,
        text::command::previous_screen,
        Scope::Anywhere,
        &[key(Modifiers::CTRL.plus(Modifiers::SHIFT), Key::Tab)],
    ),
    row(Command::NextPane, text::command::next_pane, Scope::Anywhere, &[key(NONE, Key::F6)]),
    row(Command::MoveUp, text::command::move_up, Scope::Order, &[key(Modifiers::ALT, Key::ArrowUp)])
        .of_chosen()
        .repeated(),
    row(Command::MoveDown, text::command::move_down, Scope::Order, &[key(Modifiers::ALT, Key::ArrowDown)])
        .of_chosen()
        .repeated(),
    row(Command::AddPrompt, text::command::add_prompt, Scope::Prompts, &[]),
    row(Command::HidePrompt, text::command::hide_prompt, Scope::Prompts, &[]).of_chosen(),
    row(Command::CopySet, text::command::copy_set, Scope::Prompts, &[]),
    row(Command::RenameSet, text::command::rename_set, Scope::Prompts, &[]),
    row(Command::ExportSet, text::command::export_set, Scope::Prompts, &[]),
    row(Command::ImportSet, text::command::import_set, Scope::Prompts, &[]),
    row(Command::Palette, text::command::palette, Scope::Anywhere, &[key(CTRL_SHIFT, Key::P)]),
    row(
        Command::Keys,
        text::command::keys,
        Scope::Anywhere,
        &[key(NONE, Key::F1), key(CTRL, Key::Slash), key(CTRL_SHIFT, Key::Questionmark)],
    ),
    row(Command::Settings, text::command::settings, Scope::Anywhere, &[key(CTRL, Key::Comma)]),
    row(Command::Sealing, text::command::sealing, Scope::Anywhere, &[]),
    row(Command::Lock, text::command::lock, Scope::Anywhere, &[key(CTRL_SHIFT, Key::L)]),
    row(
        Command::LargerText,
        text::command::larger_text,
        Scope::Anywhere,
        &[key(CTRL, Key::Plus), key(CTRL_SHIFT, Key::Plus), key(CTRL, Key::Equals)],
    )
    .repeated(),
    row(Command::SmallerText, text::command::smaller_text, Scope::Anywhere, &[key(CTRL, Key::Minus)]).repeated(),
    row(Command::UsualText, text::command::usual_text, Scope::Anywhere, &[key(CTRL, Key::Num0)]),
];

// Each command has its row: what is missing, or in another's place, does not compile.
const _: () = {
    let mut place = 0;
    while place < Command::COUNT {
        assert!(ROWS[place].command as usize == place);
        place += 1;
    }
};

impl Command {
    /// What is known of it.
    pub fn info(self) -> Info {
        let row = &ROWS[self as usize];
        Info { name: (row.name)(), scope: row.scope, keys: row.keys }
    }

    /// What it does, as listed.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Whether it changes the session or the prompt that is chosen on its screen.
    pub(crate) fn changes_what_is_chosen(self) -> bool {
        ROWS[self as usize].is_of_chosen
    }

    /// Whether it is done again while its key is held down. The others would hide and show, or mark and unmark, by turns.
    fn is_repeated(self) -> bool {
        ROWS[self as usize].is_repeated
    }

    /// Whether it applies on a screen, with a session on it of which a part is shown, or without.
    pub fn applies(self, screen: Screen, stage: Option<Stage>) -> bool {
        self.info().scope.applies(screen, stage)
    }

    /// Its first key as the system writes it, such as `Ctrl+J`.
    pub fn key_text(self, ctx: &Context) -> String {
        self.info().keys.first().map(|shortcut| text_of(ctx, *shortcut)).unwrap_or_default()
    }

    /// Takes the keys of all commands that apply out of the input, before an editor sees them.
    pub(crate) fn take_pressed(input: &mut InputState, applies: impl Fn(Self) -> bool) -> Vec<Self> {
        let mut pressed = Vec::new();
        input.events.retain(|event| match Self::all_of(event).find(|command| applies(*command)) {
            Some(command) => {
                let is_held = matches!(event, Event::Key { repeat: true, .. });
                pressed.extend((!is_held || command.is_repeated()).then_some(command));
                false
            }
            None => true,
        });
        pressed
    }

    /// A command that an event asks for, wherever it applies.
    pub fn of(event: &Event) -> Option<Self> {
        Self::all_of(event).next()
    }

    /// The commands that an event asks for: one at most in each place.
    fn all_of(event: &Event) -> impl Iterator<Item = Self> {
        let asks = |shortcut: &KeyboardShortcut| match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                shortcut.logical_key == *key && modifiers.matches_exact(shortcut.modifiers)
            }
            _ => false,
        };
        Self::iter().filter(move |command| command.info().keys.iter().any(asks))
    }
}

/// A key as the system and keyboards write it.
pub(crate) fn text_of(ctx: &Context, shortcut: KeyboardShortcut) -> String {
    let text = ctx.format_shortcut(&shortcut);
    text.replace("PageDown", "Page down")
        .replace("PageUp", "Page up")
        .replace("Escape", "Esc")
        .replace("Plus", "+")
        .replace("Minus", "−")
        .replace("Comma", ",")
        .replace("Slash", "/")
        .replace("Questionmark", "?")
        .replace("Equals", "=")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(modifiers: Modifiers, key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn no_key_asks_for_two_commands_in_one_place() {
        let stages = [None, Some(Stage::Notes), Some(Stage::Closing), Some(Stage::ClientView)];
        for shortcut in Command::iter().flat_map(|command| command.info().keys) {
            let event = press(shortcut.modifiers, shortcut.logical_key);
            for (screen, stage) in Screen::iter().flat_map(|screen| stages.map(|stage| (screen, stage))) {
                let asked = Command::all_of(&event).filter(|command| command.applies(screen, stage));
                assert!(asked.count() <= 1, "{shortcut:?} on {screen:?}, {stage:?}");
            }
        }
    }

    #[test]
    fn no_key_is_one_that_edits_or_types() {
        for shortcut in Command::iter().flat_map(|command| command.info().keys) {
            assert!(!(shortcut.modifiers.ctrl && shortcut.modifiers.alt), "AltGr: {shortcut:?}");
            let editing = [Key::H, Key::K, Key::U, Key::W, Key::A, Key::C, Key::V, Key::X];
            // With Shift, C copies nothing that is chosen.
            let is_free = shortcut.modifiers.shift && shortcut.logical_key == Key::C;
            let edits = shortcut.modifiers.command && editing.contains(&shortcut.logical_key);
            assert!(!edits || is_free, "{shortcut:?}");
        }
    }

    #[test]
    fn a_key_that_is_held_down_goes_on_only_if_it_leads_somewhere() {
        let taken = |shortcut: KeyboardShortcut| {
            let KeyboardShortcut { logical_key: key, modifiers } = shortcut;
            let press = |repeat| Event::Key { key, physical_key: None, pressed: true, repeat, modifiers };
            let mut input = InputState::default();
            input.events = [false, true, true].map(press).to_vec();
            let pressed = Command::take_pressed(&mut input, |command| command.info().keys.contains(&shortcut));
            assert_eq!(input.events, []);
            pressed.len()
        };
        assert_eq!(taken(key(NONE, Key::PageDown)), 3);
        assert_eq!(taken(key(CTRL, Key::Z)), 3);
        assert_eq!(taken(key(CTRL, Key::L)), 1);
        assert_eq!(taken(key(NONE, Key::F9)), 1);
        assert_eq!(taken(key(NONE, Key::Escape)), 1);
    }
}
