//! The recovery code, shown once: to be written down or printed, and typed back to prove that it was.

use std::path::{Path, PathBuf};

use egui::Ui;
use zeroize::Zeroizing;

use super::say;
use crate::domain::problem::Problem;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::SealingRequest;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{answer, bold, button, field, give_keyboard, label, primary_button};
use crate::ui::sealing::recovery_page::page;
use crate::ui::sealing::secret::entered;
use crate::ui::{Action, text};

/// What was typed on the page with the code.
pub(crate) struct CodeForm {
    typed: Zeroizing<String>,
    path: String,
    wants_keyboard: bool,
    differs: bool,
    /// Whether it is said to be on paper: then it is shown no more.
    is_written_down: bool,
    written: Option<Result<PathBuf, Problem>>,
}

impl std::fmt::Debug for CodeForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CodeForm")
    }
}

/// What was asked for.
#[derive(Debug, Default)]
pub(crate) struct CodeAnswer {
    pub(crate) action: Option<Action>,
    /// Enter was pressed behind the code.
    pub(crate) entered: bool,
}

impl CodeForm {
    pub(crate) fn new(suggested: &Path) -> Self {
        let typed = Zeroizing::new(String::with_capacity(128));
        let path = suggested.display().to_string();
        Self { typed, path, wants_keyboard: true, differs: false, is_written_down: false, written: None }
    }

    pub(crate) fn written(&mut self, written: Result<PathBuf, Problem>) {
        self.written = Some(written);
    }

    /// Whether it is asked for from the paper by now.
    pub(crate) fn is_written_down(&self) -> bool {
        self.is_written_down
    }

    /// Whether the code was typed back as it is there; otherwise that is said.
    pub(crate) fn is_typed_back(&mut self, code: &RecoveryCode) -> bool {
        self.differs = RecoveryCode::typed(&self.typed).as_ref() != Some(code);
        self.wants_keyboard |= self.differs;
        !self.differs
    }

    /// Draws the code; once it is written down, the field that it is typed back into, without the code.
    pub(crate) fn ui(&mut self, ui: &mut Ui, code: &RecoveryCode) -> CodeAnswer {
        if self.is_written_down { self.typed_ui(ui) } else { self.shown_ui(ui, code) }
    }

    fn shown_ui(&mut self, ui: &mut Ui, code: &RecoveryCode) -> CodeAnswer {
        let mut asked = CodeAnswer::default();
        say(ui, text::sealing::code_meaning());
        ui.label(bold(code.printed().as_str(), size::CODE, palette(ui).text));
        ui.add_space(6.0);
        let written = primary_button(ui, text::sealing::written_down());
        give_keyboard(ui, written.id, &mut self.wants_keyboard);
        if written.clicked() {
            self.is_written_down = true;
            self.wants_keyboard = true;
        }
        ui.add_space(10.0);
        say(ui, text::sealing::page_meaning());
        field(ui, text::sealing::page_to_print(), TextField::RecoveryPage, &mut self.path, f32::INFINITY);
        if button(ui, text::sealing::save_page()).clicked() && !self.path.trim().is_empty() {
            let path = PathBuf::from(self.path.trim());
            asked.action = Some(Action::Sealing(SealingRequest::WriteRecoveryPage(path, page(code))));
        }
        match &self.written {
            None => {}
            Some(Ok(path)) => {
                let color = palette(ui).quiet;
                answer(ui, text::sealing::page_saved(&path.display().to_string()), color);
            }
            Some(Err(problem)) => drop(answer(ui, text::problems::of_chosen_file(*problem), palette(ui).error)),
        }
        asked
    }

    fn typed_ui(&mut self, ui: &mut Ui) -> CodeAnswer {
        say(ui, text::sealing::typing_back_meaning());
        label(ui, text::sealing::type_back());
        let code = TextField::CodeTypedBack;
        give_keyboard(ui, code.id(), &mut self.wants_keyboard);
        let response = field(ui, text::sealing::type_back(), code, &mut self.typed, f32::INFINITY);
        if response.changed() {
            self.differs = false;
        }
        if self.differs {
            answer(ui, text::sealing::code_differs(), palette(ui).warning);
        }
        let entered = entered(ui, &response);
        if button(ui, text::sealing::show_code_again()).clicked() {
            (self.is_written_down, self.differs, self.wants_keyboard) = (false, false, true);
        }
        CodeAnswer { action: None, entered }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    type Shown = (CodeForm, CodeAnswer);

    fn code() -> RecoveryCode {
        RecoveryCode::of(&[7; 17])
    }

    fn shown() -> WindowOfOne<'static, Shown> {
        let form = CodeForm::new(Path::new("/elsewhere/code.html"));
        WindowOfOne::of((form, CodeAnswer::default()), |ui, (form, asked): &mut Shown| {
            let answer = form.ui(ui, &code());
            asked.action = answer.action.or(asked.action.take());
            if answer.entered {
                form.is_typed_back(&code());
            }
        })
    }

    #[test]
    fn the_code_is_not_shown_while_it_is_typed_back() {
        let mut window = shown();
        assert!(window.hears(&code().printed()));
        window.clicks("I have written it down");
        assert!(!window.hears(&code().printed()));
        assert!(window.clicks("Show the code again").hears(&code().printed()));
    }

    #[test]
    fn another_code_is_told_from_it_until_it_is_typed_on() {
        let said = "This does not match the code. Compare each group with what you wrote down, \
                    or look at the code again.";
        let mut window = shown();
        window.clicks("I have written it down").types("ABCD").presses(egui::Key::Enter);
        assert!(window.hears(said));
        assert!(!window.types("E").hears(said));
    }

    #[test]
    fn the_page_to_print_goes_where_it_was_said() {
        let mut window = shown();
        window.clicks("Save the page");
        let asked = matches!(&window.view().1.action, Some(Action::Sealing(SealingRequest::WriteRecoveryPage(path, page)))
            if path == Path::new("/elsewhere/code.html") && page.bytes() == super::page(&code()).bytes());
        assert!(asked, "{:?}", window.view().1);
    }
}
