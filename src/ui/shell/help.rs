//! Help: every key there is, and what the app is.
//!
//! The commands say their own keys; here are the others. Must not know what opens a folder.

use std::path::Path;

use egui::{Align, Key, KeyboardShortcut, Layout, Modifiers, Ui, vec2};
use strum::IntoEnumIterator;

use super::behind::ShownFolders;
use super::command::{Command, Scope, text_of};
use crate::ui::kit::choices::{Choice, choices};
use crate::ui::kit::dialog::{close_ui, dialog_scrolls};
use crate::ui::kit::room::beside_or_below_from;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{button, heading, named, paragraph, quiet, styled, subheading};
use crate::ui::{Action, Answer, text};

/// The width of the column of the keys.
const KEYS: f32 = 170.0;

/// The least width of what they do, beside them.
const DOES: f32 = 110.0;

/// What says what a key does.
type KeyWords = fn() -> &'static str;

/// Help, and which page of it is shown.
#[derive(Debug, Default)]
pub struct Help {
    page: HelpPage,
}

/// A page of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum HelpPage {
    #[default]
    Keys,
    About,
}

/// A key that is no command's, or two that belong together.
struct KeyRow {
    keys: &'static [KeyboardShortcut],
    /// Whether each does it, or one the one way and one the other.
    are_alike: bool,
    says: KeyWords,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const fn pair(keys: &'static [KeyboardShortcut], says: KeyWords) -> KeyRow {
    KeyRow { keys, are_alike: false, says }
}

const fn alike(keys: &'static [KeyboardShortcut], says: KeyWords) -> KeyRow {
    KeyRow { keys, are_alike: true, says }
}

const ANYWHERE: &[KeyRow] = &[
    alike(&[key(CTRL, Key::Q)], text::help::quit),
    pair(&[key(NONE, Key::Tab), key(Modifiers::SHIFT, Key::Tab)], text::help::next_control),
    alike(&[key(NONE, Key::Enter), key(NONE, Key::Space)], text::help::press),
    pair(&[key(NONE, Key::PageDown), key(NONE, Key::PageUp)], text::help::scroll),
    pair(&[key(NONE, Key::Home), key(NONE, Key::End)], text::help::ends),
    pair(&[key(CTRL, Key::X), key(CTRL, Key::C), key(CTRL, Key::V)], text::help::cut_copy_paste),
    alike(&[key(CTRL, Key::A)], text::help::select_all),
    alike(&[key(NONE, Key::Menu), key(Modifiers::SHIFT, Key::F10)], text::help::page_menu),
];

const SESSION: &[KeyRow] = &[
    alike(&[key(NONE, Key::Enter)], text::help::next_line),
    alike(&[key(NONE, Key::Tab)], text::help::complete),
    pair(&[key(NONE, Key::Enter), key(Modifiers::SHIFT, Key::Enter)], text::help::find_next),
];

const REVIEW: &[KeyRow] = &[
    pair(&[key(NONE, Key::ArrowDown), key(NONE, Key::ArrowUp)], text::help::choose_session),
    pair(&[key(NONE, Key::Home), key(NONE, Key::End)], text::help::first_last_session),
    pair(&[key(NONE, Key::PageDown), key(NONE, Key::PageUp)], text::help::page_of_sessions),
    pair(&[key(NONE, Key::Enter), key(Modifiers::SHIFT, Key::Enter)], text::help::find_next),
    pair(&[key(NONE, Key::PageDown), key(NONE, Key::PageUp)], text::help::scroll_second),
];

const PROMPTS: &[KeyRow] = &[
    pair(&[key(NONE, Key::ArrowDown), key(NONE, Key::ArrowUp)], text::help::choose_prompt),
    pair(&[key(NONE, Key::Home), key(NONE, Key::End)], text::help::first_last_prompt),
    pair(&[key(NONE, Key::PageDown), key(NONE, Key::PageUp)], text::help::page_of_prompts),
    alike(&[], text::help::letters_of_prompt),
    alike(&[key(NONE, Key::Enter), key(NONE, Key::F2)], text::help::edit_prompt),
    alike(&[key(NONE, Key::Delete)], text::help::delete_prompt),
    pair(&[key(CTRL, Key::X), key(CTRL, Key::V)], text::help::move_row),
];

/// The lists of keys: what is above each, whose commands are in it, and what else.
const LISTS: [(KeyWords, &[Scope], &[KeyRow]); 4] = [
    (text::help::in_session, &[Scope::Session, Scope::SessionOrClosing], SESSION),
    (text::help::in_review, &[Scope::Review], REVIEW),
    (text::help::in_prompts, &[Scope::Prompts, Scope::Order], PROMPTS),
    (text::help::anywhere, &[Scope::Anywhere], ANYWHERE),
];

impl Help {
    /// Draws it. `folders` says where the files are.
    pub(super) fn ui(&mut self, ui: &mut Ui, folders: ShownFolders<'_>) -> Answer {
        heading(ui, text::shell::help());
        let pages = [(HelpPage::Keys, text::help::keys()), (HelpPage::About, text::help::about())];
        let pages = pages.map(|(page, name)| Choice {
            value: page,
            name,
            spoken: name.to_owned(),
            is_chosen: self.page == page,
        });
        self.page = choices(ui, text::help::pages(), pages).unwrap_or(self.page);
        let action = dialog_scrolls(ui, |ui| match self.page {
            HelpPage::Keys => {
                keys_ui(ui);
                None
            }
            HelpPage::About => about_ui(ui, folders),
        });
        Answer { action, closes: close_ui(ui) }
    }
}

fn keys_ui(ui: &mut Ui) {
    for (name, scopes, others) in LISTS {
        subheading(ui, name());
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let commands = Command::iter().map(|command| (command, command.info()));
            for (_, info) in commands.filter(|(_, info)| scopes.contains(&info.scope) && !info.keys.is_empty()) {
                row_ui(ui, &said(ui, info.keys, text::help::or), info.name);
            }
            for row in others {
                let joined = if row.are_alike { text::help::or } else { text::help::and };
                row_ui(ui, &said(ui, row.keys, joined), (row.says)());
            }
        });
        ui.add_space(10.0);
    }
}

/// Keys as they are written; letters where there are none.
fn said(ui: &Ui, keys: &[KeyboardShortcut], joined: fn(&str, &str) -> String) -> String {
    let keys = keys.iter().map(|key| text_of(ui.ctx(), *key));
    keys.reduce(|said, key| joined(&said, &key)).unwrap_or_else(|| text::help::letters().to_owned())
}

fn row_ui(ui: &mut Ui, keys: &str, does: &str) {
    beside_or_below_from(ui, KEYS + DOES, |ui| {
        let layout = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(vec2(KEYS.min(ui.available_width()), 0.0), layout, |ui| {
            ui.set_min_width(KEYS.min(ui.available_width()));
            paragraph(ui, styled(keys, size::QUIET, palette(ui).quiet));
        });
        paragraph(ui, styled(does, size::QUIET, palette(ui).text));
    });
}

fn about_ui(ui: &mut Ui, folders: ShownFolders<'_>) -> Option<Action> {
    let color = palette(ui).text;
    subheading(ui, text::help::version(env!("CARGO_PKG_VERSION")));
    paragraph(ui, styled(text::help::purpose(), size::QUIET, color));
    ui.add_space(10.0);
    subheading(ui, text::help::licenses());
    let license = text::help::license(env!("CARGO_PKG_LICENSE"));
    for words in [license.as_str(), text::help::typeface(), text::help::libraries()] {
        paragraph(ui, styled(words, size::QUIET, color));
    }
    ui.add_space(10.0);
    subheading(ui, text::help::files());
    let folders = [
        (text::help::notes_folder(), folders.notes),
        (text::help::settings_folder(), folders.settings),
        (text::help::state_folder(), folders.state),
    ];
    let asked = folders.map(|(name, folder)| folder_ui(ui, name, folder));
    asked.into_iter().flatten().next()
}

fn folder_ui(ui: &mut Ui, name: &str, folder: &Path) -> Option<Action> {
    quiet(ui, name);
    let path = folder.display().to_string();
    ui.add(egui::Label::new(styled(path, size::QUIET, palette(ui).text)).wrap().selectable(true));
    let response = button(ui, text::help::open_folder());
    named(ui, &response, &text::help::open_folder_spoken(name));
    ui.add_space(6.0);
    response.clicked().then(|| Action::OpenFolder(folder.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::shell::overlay::Overlay;
    use crate::ui::shell::sample::shown;

    #[test]
    fn every_key_is_listed_with_what_it_does() {
        let window = shown(Overlay::Keys(Help::default()));
        for words in ["Slow down", "F8", "Ctrl+Q", "Ctrl+X, Ctrl+V", "Enter or F2", "Ctrl+Shift+Z or Ctrl+Y", "Letters"]
        {
            assert!(window.hears(words), "{words}");
        }
    }

    #[test]
    fn each_folder_can_be_opened() {
        let mut window = shown(Overlay::Keys(Help::default()));
        assert!(!window.hears("/elsewhere/notes"));
        window.clicks("About");
        assert!(window.hears("/elsewhere/state") && window.hears(&text::help::version(env!("CARGO_PKG_VERSION"))));
        window.clicks("Open this folder: Settings");
        assert_eq!(window.view().1.action, Some(Action::OpenFolder("/elsewhere/settings".into())));
    }
}
