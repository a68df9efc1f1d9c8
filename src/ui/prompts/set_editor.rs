//! A set as a whole, and its sections: names, copies, and what is restored at once.
//!
//! Owns which of its fields has the keyboard.

use std::path::Path;

use egui::{Response, Ui};

use super::Prompts;
use super::prompt_list::ListEntries;
use super::set_files::{SetFile, Way};
use crate::domain::prompts::prompt_set::{Direction, SetChange};
use crate::ui::kit::drop_menu::drop_menu;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::room::at_both_ends_from;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{button, field, give_keyboard, heading, label, paragraph, styled};
use crate::ui::session::begin::prompt_set_choice_ui;
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// A narrower list has what can be done to the set in several rows.
const ONE_ROW: f32 = 380.0;

/// In a narrower one only the menu restores the order.
const WITH_RESTORING: f32 = 470.0;

/// The set that is shown, and what can be done to all of it.
pub(crate) fn sets_ui(ui: &mut Ui, prompts: &Prompts<'_>, known: &ListEntries) -> Option<Action> {
    let allowed = prompts.changes.are_allowed();
    let restores = allowed && !known.is_in_order && ui.available_width() >= WITH_RESTORING;
    let sets = |ui: &mut Ui| prompt_set_choice_ui(ui, "arranged set", 110.0, &prompts.sets, &prompts.set.id);
    let ways = |ui: &mut Ui| {
        // It comes and goes at the near end: nothing else moves.
        let is_asked = restores && button(ui, text::prompts::restore_order()).clicked();
        let asked = is_asked.then_some(Action::Arrange(SetChange::RestoreOrder));
        let added = allowed && button(ui, text::prompts::add()).clicked();
        asked.or(added.then_some(Action::AddPrompt)).or(SetEditor::menu_ui(ui, prompts))
    };
    let (chosen, asked) = at_both_ends_from(ui, ONE_ROW, sets, ways);
    chosen.map(Action::ArrangeSet).or(asked)
}

/// The fields of a set and of its sections.
#[derive(Debug, Default)]
pub(crate) struct SetEditor {
    open: Option<Open>,
    /// What is typed as a name, while its field has the keyboard: a name that was cleared is none yet.
    typed: Option<String>,
    asks_for_name: bool,
    has_keyboard: bool,
}

/// What is open beside the list, in the place of what is chosen there.
#[derive(Debug)]
enum Open {
    Name,
    File(SetFile),
}

impl SetEditor {
    /// Whether one of its fields had the keyboard when it was drawn last.
    pub(crate) fn has_keyboard(&self) -> bool {
        let of_file = matches!(&self.open, Some(Open::File(file)) if file.has_keyboard());
        self.has_keyboard || of_file
    }

    /// Forgets that a field had the keyboard: none is drawn.
    pub(crate) fn is_not_drawn(&mut self) {
        self.has_keyboard = false;
    }

    /// Whether something is open beside the list.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens the name of the set.
    pub(crate) fn open_name(&mut self) {
        self.open = Some(Open::Name);
        self.asks_for_name = true;
    }

    /// Brings the keyboard into the name of the section that is drawn.
    pub(crate) fn focus_name(&mut self) {
        self.asks_for_name = true;
    }

    /// Opens the form for a file. One that is open already keeps the path that was typed.
    pub(crate) fn open_file(&mut self, way: Way, path: &Path) {
        match self.file().filter(|file| file.goes(way)) {
            Some(file) => file.ask_for_keyboard(),
            None => self.open = Some(Open::File(SetFile::new(way, path))),
        }
    }

    /// The form for a file, if it is open.
    pub(crate) fn file(&mut self) -> Option<&mut SetFile> {
        match &mut self.open {
            Some(Open::File(file)) => Some(file),
            _ => None,
        }
    }

    /// Closes what is open; says whether anything was.
    pub(crate) fn close(&mut self) -> bool {
        self.open.take().is_some()
    }

    /// What can be done to the set as a whole.
    pub(crate) fn menu_ui(ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        let allowed = prompts.changes.are_allowed();
        let section = SetChange::AddSection(None, text::prompts::section_new().to_owned());
        let reworded = prompts.set.reworded() > 0;
        let entries = [
            (Action::Run(Command::RenameSet), text::prompts::set_rename(), allowed),
            (Action::CopySet, text::prompts::set_duplicate(), true),
            (Action::Arrange(section), text::prompts::set_add_section(), allowed),
            (Action::Arrange(SetChange::RestoreOrder), text::prompts::restore_order(), allowed),
            (Action::Arrange(SetChange::RestoreWording), text::prompts::set_restore_wording(), allowed && reworded),
            (Action::Run(Command::ExportSet), text::prompts::set_export(), true),
            (Action::Run(Command::ImportSet), text::prompts::set_import(), true),
            (Action::DeleteSet, text::prompts::set_delete(), allowed && prompts.sets.len() > 2),
        ];
        drop_menu(ui, text::prompts::set_menu(), entries)
    }

    /// Draws what is open.
    pub(crate) fn open_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        let Some(file) = self.file() else { return self.name_ui(ui, prompts) };
        let (asked, closes) = file.ui(ui);
        if closes {
            self.close();
        }
        asked
    }

    fn name_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        heading(ui, text::prompts::set_heading());
        ui.add_space(6.0);
        label(ui, text::prompts::set_name());
        let mut name = self.typed.take().unwrap_or_else(|| prompts.set.name.clone());
        let set = TextField::SetName(&prompts.set.id);
        give_keyboard(ui, set.id(), &mut self.asks_for_name);
        let response = field(ui, text::prompts::set_name_spoken(), set, &mut name, f32::INFINITY);
        self.has_keyboard = response.has_focus();
        ui.add_space(8.0);
        let is_done = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if button(ui, text::prompts::back()).clicked() || is_done {
            self.close();
        }
        self.renamed(&response, name).map(Action::RenameSet)
    }

    /// The new name, once there is one; what is typed stays in its field as it is.
    fn renamed(&mut self, response: &Response, typed: String) -> Option<String> {
        self.typed = response.has_focus().then(|| typed.clone());
        (response.changed() && !typed.trim().is_empty()).then_some(typed)
    }

    /// Draws a section of the set.
    pub(crate) fn section_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>, section: usize) -> Option<Action> {
        let shown = prompts.set.sections.get(section)?;
        let mut asked = None;
        label(ui, text::prompts::section_name());
        let mut name = self.typed.take().unwrap_or_else(|| shown.name.clone());
        let named = TextField::SectionName(&prompts.set.id, section);
        give_keyboard(ui, named.id(), &mut self.asks_for_name);
        let response = field(ui, text::prompts::section_name(), named, &mut name, f32::INFINITY);
        self.has_keyboard = response.has_focus();
        asked = self.renamed(&response, name).map(|name| SetChange::RenameSection(section, name)).or(asked);
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            let last = prompts.set.sections.len() - 1;
            if section > 0 && button(ui, text::prompts::section_up()).clicked() {
                asked = Some(SetChange::StepSection(section, Direction::Up));
            }
            if section < last && button(ui, text::prompts::section_down()).clicked() {
                asked = Some(SetChange::StepSection(section, Direction::Down));
            }
            if button(ui, text::prompts::section_add()).clicked() {
                asked = Some(SetChange::AddSection(Some(section), text::prompts::section_new().to_owned()));
            }
            if shown.prompts.is_empty() && button(ui, text::prompts::section_remove()).clicked() {
                asked = Some(SetChange::RemoveSection(section));
            }
        });
        ui.add_space(8.0);
        let [up, down] = [Command::MoveUp, Command::MoveDown].map(|command| command.key_text(ui.ctx()));
        paragraph(ui, styled(text::prompts::section_hint(&down, &up), size::QUIET, palette(ui).quiet));
        asked.map(Action::Arrange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::prompts::sample::Sample;

    fn shown(sample: Sample, section: usize) -> WindowOfOne<'static, Option<Action>> {
        let mut editor = SetEditor::default();
        WindowOfOne::of(None, move |ui, asked| {
            *asked = editor.section_ui(ui, &sample.prompts(), section).or(asked.take());
        })
    }

    #[test]
    fn only_an_empty_section_is_removed() {
        assert!(!shown(Sample::new(), 0).hears("Remove section"));
        let add = SetChange::AddSection(Some(0), "Later".to_owned());
        let mut window = shown(Sample::new().after(add), 1);
        window.clicks("Remove section");
        assert_eq!(window.view(), &Some(Action::Arrange(SetChange::RemoveSection(1))));
    }

    #[test]
    fn a_section_is_moved_only_where_there_is_another_one() {
        let last = Sample::new().set.sections.len() - 1;
        let (first, last) = (shown(Sample::new(), 0), shown(Sample::new(), last));
        assert!(!first.hears("Move section up") && first.hears("Move section down"));
        assert!(last.hears("Move section up") && !last.hears("Move section down"));
    }

    #[test]
    fn a_name_that_is_cleared_lets_another_one_be_typed() {
        let sample = Sample::new();
        let before = sample.set.sections[0].name.clone();
        let mut editor = SetEditor::default();
        editor.focus_name();
        let mut window = WindowOfOne::of((editor, sample), |ui, (editor, sample): &mut (SetEditor, Sample)| {
            if let Some(Action::Arrange(change)) = editor.section_ui(ui, &sample.prompts(), 0) {
                sample.set.make(change, &sample.guideline);
            }
        });
        window.presses_with(egui::Modifiers::COMMAND, egui::Key::A).presses(egui::Key::Backspace);
        assert_eq!(window.view().1.set.sections[0].name, before, "a section has a name");
        assert!(!window.hears(&before), "the field is empty");
        window.types("First of all");
        assert_eq!(window.view().1.set.sections[0].name, "First of all");
    }

    #[test]
    fn the_name_of_the_set_is_typed_and_closed_by_enter() {
        let sample = Sample::new();
        let mut editor = SetEditor::default();
        editor.open_name();
        let mut window =
            WindowOfOne::of((editor, None), move |ui, (editor, asked): &mut (SetEditor, Option<Action>)| {
                if editor.is_open() {
                    *asked = editor.open_ui(ui, &sample.prompts()).or(asked.take());
                }
            });
        window.types("x");
        assert!(matches!(&window.view().1, Some(Action::RenameSet(name)) if name.contains('x')));
        window.presses(egui::Key::Enter);
        assert!(!window.view().0.is_open());
    }
}
