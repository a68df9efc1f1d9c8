//! What opens over a screen for a moment: the palette, the jump, help, the settings, how the notes are kept.

use egui::Ui;
use strum::IntoEnumIterator;

use super::behind::OverlayInput;
use super::command::Command;
use super::finder::{jump_ui, palette_ui};
use super::help::Help;
use super::settings_page::settings_ui;
use crate::ui::kit::dialog::{close_ui, dialog, dialog_scrolls};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{paragraph, styled, text_button};
use crate::ui::sealing::sealing_page::SealingPage;
use crate::ui::{Action, Answer, Screen, Stage, text};

pub use super::finder::Finder;

/// What is open over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// Every command.
    Palette(Finder),
    /// A prompt, by a few letters of its title.
    Jump(Finder),
    /// The keys, and what the app is.
    Keys(Help),
    /// The settings.
    Settings,
    /// What a small window has instead of its bar and its footer.
    Menu,
    /// How the notes are kept.
    Sealing(Box<SealingPage>),
}

impl Overlay {
    /// What it is called.
    fn name(&self) -> &'static str {
        match self {
            Self::Palette(_) => text::command::palette(),
            Self::Jump(_) => text::command::jump(),
            Self::Keys(_) => text::shell::help(),
            Self::Settings => text::shell::settings(),
            Self::Menu => text::shell::menu(),
            Self::Sealing(_) => text::sealing::title(),
        }
    }

    /// Draws it.
    pub fn ui(&mut self, ctx: &egui::Context, behind: &OverlayInput<'_>) -> Answer {
        let shown = dialog(ctx, self.name(), |ui| match self {
            Self::Palette(finder) => palette_ui(ui, finder, behind),
            Self::Jump(finder) => jump_ui(ui, finder, behind.prompts),
            Self::Keys(help) => help.ui(ui, behind.folders),
            Self::Settings => settings_ui(ui, behind),
            Self::Menu => menu_ui(ui, behind),
            Self::Sealing(page) => page.ui(ui, behind.sealing, behind.settings),
        });
        let mut answer = shown.inner;
        answer.closes |= shown.closes || (shown.is_clicked_beside && !self.is_filled_in());
        answer
    }

    /// Whether it holds what was typed and would be lost: then a click beside it does not close it.
    fn is_filled_in(&self) -> bool {
        matches!(self, Self::Sealing(page) if page.is_filled_in())
    }
}

/// What the bar and the footer lead to, and what they say.
fn menu_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> Answer {
    let asked = dialog_scrolls(ui, |ui| menu_entries_ui(ui, behind));
    let closes = close_ui(ui) || asked.is_some();
    Answer { action: asked, closes }
}

fn menu_entries_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> Option<Action> {
    let color = palette(ui).text;
    let entry = |ui: &mut Ui, name: &str| text_button(ui, name, regular(size::BODY), color);
    let mut asked = None;
    for screen in Screen::iter() {
        asked = entry(ui, screen.name()).clicked().then_some(Action::Show(screen)).or(asked);
    }
    let facts = behind.session_facts.as_deref().map(|facts| (facts, Command::Details));
    let commands = [
        facts,
        Some((text::shell::settings(), Command::Settings)),
        Some((text::shell::help(), Command::Keys)),
        Some((behind.footer.sealing.as_str(), Command::Sealing)),
        Some((behind.footer.hint, Command::Escape)),
    ];
    let live = [Command::Keep, Command::SlowDown, Command::Find, Command::Close, Command::Guide, Command::LastTime];
    let live = live.into_iter().filter(|_| behind.stage == Some(Stage::Notes)).map(|command| (command.name(), command));
    for (name, command) in live.chain(commands.into_iter().flatten()) {
        asked = entry(ui, name).clicked().then_some(Action::GoAndRun(command)).or(asked);
    }
    for words in behind.footer.words() {
        paragraph(ui, styled(words, size::QUIET, palette(ui).quiet));
    }
    asked
}

#[cfg(test)]
mod tests {
    use egui::Key;

    use super::*;
    use crate::ui::shell::sample::shown;

    #[test]
    fn a_command_is_taken_by_a_few_letters_and_enter() {
        let mut window = shown(Overlay::Palette(Finder::default()));
        window.types("larger").presses(Key::Enter);
        let (_, answer) = window.view();
        assert_eq!(answer.action, Some(Action::GoAndRun(Command::LargerText)));
        assert!(answer.closes);
    }

    #[test]
    fn the_menu_leads_to_what_the_bar_and_the_footer_lead_to() {
        let asked = |name| shown(Overlay::Menu).clicks(name).view().1.action.clone();
        assert_eq!(asked("Review"), Some(Action::Show(Screen::Review)));
        assert_eq!(asked("Help"), Some(Action::GoAndRun(Command::Keys)));
        assert_eq!(asked("Not sealed"), Some(Action::GoAndRun(Command::Sealing)));
        assert_eq!(asked("Hide"), Some(Action::GoAndRun(Command::Escape)));
    }
}
