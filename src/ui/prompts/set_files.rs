//! A prompt set or a guideline in a file: written for others, or read and shown before it is taken in.
//!
//! Owns what was typed, and what the file was found to bring. Must not know how a file is read.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::import::Import;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{answer, bold, button, field, give_keyboard, heading, label, paragraph, quiet, styled};
use crate::ui::{Action, text};

/// A file that is to be chosen in the system's own dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChoice {
    /// Which way the set goes.
    pub way: Way,
    /// What is suggested.
    pub suggested: PathBuf,
}

impl FileChoice {
    /// What the dialog says it is for.
    pub fn title(&self) -> &'static str {
        match self.way {
            Way::Export => text::prompts::export_heading(),
            Way::Import => text::prompts::import_heading(),
        }
    }
}

/// The form for one file.
#[derive(Debug)]
pub(crate) struct SetFile {
    way: Way,
    typed: String,
    asks_for_path: bool,
    has_keyboard: bool,
    answer: ImportAnswer,
}

/// Which way the set goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Into a file.
    Export,
    /// Out of a file.
    Import,
}

impl Way {
    fn field(self) -> TextField<'static> {
        match self {
            Self::Export => TextField::ExportFile,
            Self::Import => TextField::ImportFile,
        }
    }
}

/// What came of it.
#[derive(Debug, PartialEq)]
enum ImportAnswer {
    None,
    /// It was written there.
    Written(PathBuf),
    /// The file brings this.
    Brings(Box<Import>),
    /// Why not, in a sentence or two.
    Refused(String),
}

impl SetFile {
    /// A form that suggests a path.
    pub(crate) fn new(way: Way, path: &Path) -> Self {
        let typed = path.display().to_string();
        Self { way, typed, asks_for_path: true, has_keyboard: false, answer: ImportAnswer::None }
    }

    /// Whether it is the form for this way.
    pub(crate) fn goes(&self, way: Way) -> bool {
        self.way == way
    }

    /// What is typed next lands in the path.
    pub(crate) fn ask_for_keyboard(&mut self) {
        self.asks_for_path = true;
    }

    /// Whether its field had the keyboard when it was drawn last.
    pub(crate) fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }

    /// A file was chosen elsewhere: its path is the one that is typed.
    pub(crate) fn chosen(&mut self, path: &Path) {
        self.typed = path.display().to_string();
        self.answer = ImportAnswer::None;
    }

    /// The file was written, or was not.
    pub(crate) fn written(&mut self, result: Result<PathBuf, String>) {
        self.answer = result.map_or_else(ImportAnswer::Refused, ImportAnswer::Written);
    }

    /// The file was read, or cannot be taken in.
    pub(crate) fn read(&mut self, result: Result<Import, String>) {
        self.answer = result.map_or_else(ImportAnswer::Refused, |import| ImportAnswer::Brings(Box::new(import)));
    }

    /// Draws the form. Returns what was asked for, and whether it closes.
    pub(crate) fn ui(&mut self, ui: &mut Ui) -> (Option<Action>, bool) {
        let (title, name) = match self.way {
            Way::Export => (text::prompts::export_heading(), text::prompts::export()),
            Way::Import => (text::prompts::import_heading(), text::prompts::import_read()),
        };
        heading(ui, title);
        ui.add_space(6.0);
        let chooses = button(ui, text::prompts::choose_file()).clicked().then(|| {
            let suggested = PathBuf::from(self.typed.trim());
            Action::ChooseFile(Box::new(FileChoice { way: self.way, suggested }))
        });
        ui.add_space(6.0);
        label(ui, text::prompts::file());
        let path = self.way.field();
        if self.asks_for_path {
            // The caret of an earlier path belongs nowhere in this one.
            path.forget(ui.ctx());
        }
        give_keyboard(ui, path.id(), &mut self.asks_for_path);
        let response = field(ui, text::prompts::file(), path, &mut self.typed, f32::INFINITY);
        self.has_keyboard = response.has_focus();
        if response.changed() {
            self.answer = ImportAnswer::None;
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if entered {
            // Whatever comes of it, the path can be typed on.
            response.request_focus();
        }
        ui.add_space(8.0);
        // Enter goes on: it reads what is typed, and once that is shown, takes it in.
        let brings = matches!(self.answer, ImportAnswer::Brings(_));
        let mut asked = chooses;
        let mut closes = false;
        ui.horizontal_wrapped(|ui| {
            if button(ui, name).clicked() || (entered && !brings) {
                asked = self.ask();
            }
            closes = button(ui, text::prompts::back()).clicked();
        });
        ui.add_space(12.0);
        let answered = self.answer_ui(ui, entered && brings);
        closes |= answered.is_some();
        (answered.or(asked), closes)
    }

    fn ask(&self) -> Option<Action> {
        let path = PathBuf::from(self.typed.trim());
        (!path.as_os_str().is_empty()).then_some(match self.way {
            Way::Export => Action::ExportSet(path),
            Way::Import => Action::ReadGuideline(path),
        })
    }

    /// Draws what came of it. `goes_on` takes in what was shown, as its button does.
    fn answer_ui(&self, ui: &mut Ui, goes_on: bool) -> Option<Action> {
        let colors = palette(ui);
        match &self.answer {
            ImportAnswer::None => {
                let hint = match self.way {
                    Way::Export => text::prompts::export_hint(),
                    Way::Import => text::prompts::import_hint(),
                };
                quiet(ui, hint);
                None
            }
            ImportAnswer::Written(path) => {
                answer(ui, text::prompts::exported(&path.display().to_string()), colors.text);
                None
            }
            ImportAnswer::Refused(sentence) => {
                quiet(ui, self.typed.trim());
                answer(ui, sentence.as_str(), colors.warning);
                if self.way == Way::Import {
                    quiet(ui, text::prompts::import_refused());
                }
                None
            }
            ImportAnswer::Brings(import) => {
                let taken = button(ui, text::prompts::import()).clicked() || goes_on;
                ui.add_space(10.0);
                import_ui(ui, import);
                taken.then(|| Action::TakeIn(import.clone()))
            }
        }
    }
}

/// What a file brings: its title, how much it is, and every prompt by its title.
fn import_ui(ui: &mut Ui, import: &Import) {
    let colors = palette(ui);
    let (title, what, prompts): (&str, String, Vec<Prompt>) = match import {
        Import::Set(set) => {
            let prompts: Vec<Prompt> = set.prompts().into_iter().map(|(_, prompt)| prompt).collect();
            let own = prompts.iter().filter(|prompt| set.is_own(&prompt.id)).count();
            let what = text::prompts::import_set(own, prompts.len(), set.reworded());
            (&set.name, what, prompts)
        }
        Import::Guideline(guideline) => {
            let (prompts, sections) = (guideline.prompts.len(), guideline.sections().len());
            let what = text::prompts::import_guideline(prompts, sections, &guideline.source);
            (&guideline.title, what, guideline.prompts.clone())
        }
    };
    paragraph(ui, bold(title, size::NOTES, colors.text));
    paragraph(ui, styled(what, size::QUIET, colors.quiet));
    let mut section = None;
    for prompt in &prompts {
        if section != Some(&prompt.section) {
            ui.add_space(4.0);
            quiet(ui, prompt.section.as_str());
            section = Some(&prompt.section);
        }
        paragraph(ui, styled(&prompt.title, size::BODY, colors.text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;

    type Answered = (SetFile, Option<Action>, bool);

    fn shown(file: SetFile) -> WindowOfOne<'static, Answered> {
        WindowOfOne::of((file, None, false), |ui, (file, asked, closes): &mut Answered| {
            let (action, is_done) = file.ui(ui);
            *asked = action.or(asked.take());
            *closes |= is_done;
        })
    }

    #[test]
    fn what_is_in_a_file_is_shown_before_it_is_imported() {
        let path = Path::new("/elsewhere/evening.json");
        let mut window = shown(SetFile::new(Way::Import, path));
        window.clicks("Read this file");
        assert_eq!(window.view().1, Some(Action::ReadGuideline(path.to_owned())));
        assert!(!window.hears("Import"));

        let mut guideline = integration_session();
        guideline.title = "Evenings".to_owned();
        let mut file = SetFile::new(Way::Import, path);
        file.read(Ok(Import::Guideline(Box::new(guideline))));
        let mut window = shown(file);
        assert!(window.hears("Evenings"));
        window.clicks("Import");
        assert!(matches!(window.view(), (_, Some(Action::TakeIn(_)), true)));
    }

    #[test]
    fn enter_reads_a_file_and_enter_again_imports_what_it_brings() {
        let path = Path::new("/elsewhere/evening.json");
        let mut window = shown(SetFile::new(Way::Import, path));
        window.presses(egui::Key::Enter);
        assert_eq!(window.view().1, Some(Action::ReadGuideline(path.to_owned())));
        let mut file = SetFile::new(Way::Import, path);
        file.read(Ok(Import::Guideline(Box::new(integration_session()))));
        let mut window = shown(file);
        window.presses(egui::Key::Enter);
        assert!(matches!(window.view(), (_, Some(Action::TakeIn(_)), true)));
    }

    #[test]
    fn a_file_that_is_refused_changes_nothing_until_another_path_is_typed() {
        let mut file = SetFile::new(Way::Import, Path::new("/elsewhere/evening.json"));
        file.read(Err("It has no prompts.".to_owned()));
        let mut window = shown(file);
        let said = "Nothing has changed. Once the file is fixed, you can read it again.";
        assert!(window.hears("It has no prompts.") && window.hears(said));
        window.types("x");
        assert!(!window.hears("It has no prompts.") && !window.hears(said));
    }
}
