//! The sealing page: how the notes are kept, and each step by which that is changed.
//!
//! Owns what was typed, and which step it is. Must not know how anything is sealed.

mod code_form;
mod lock_settings;
mod task;

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::Ui;

use super::attempt::{Attempt, attempt_ui};
use super::secret::{NewPassphrase, Secret};
use crate::domain::passphrase::Passphrase;
use crate::domain::problem::Problem;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::sealing::{Credential, Devices, Sealing, SealingChange, SealingRequest, SealingStatus};
use crate::domain::settings::Settings;
use crate::ui::kit::dialog::dialog_scrolls;
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{bold, button, hairline, heading, label, paragraph, primary_button, styled};
use crate::ui::shell::command::Command;
use crate::ui::{Action, Answer, text};
use code_form::CodeForm;
use lock_settings::LockSettings;
use task::Task;

/// The page.
#[derive(Debug)]
pub struct SealingPage {
    new_code: fn() -> RecoveryCode,
    /// The code that is written down: another one for each key.
    code: RecoveryCode,
    /// Where a page with the code is suggested to be saved.
    suggested: PathBuf,
    step: PageStep,
    attempt: Attempt,
    lock_settings: LockSettings,
    /// What was done last, in a sentence.
    done: Option<&'static str>,
}

/// Which step it is.
#[derive(Debug)]
enum PageStep {
    /// How the notes are kept, and what can be done.
    Overview,
    /// A passphrase to seal the notes under.
    NewPassphrase(NewPassphrase),
    /// The recovery code, written down and typed back.
    Code { passphrase: Passphrase, change: SealingChange, form: CodeForm },
    /// The passphrase there is, and another one.
    ChangePassphrase { now: Secret, new: NewPassphrase },
    /// The passphrase, before something that only its owner may do.
    Passphrase {
        task: Task,
        now: Secret,
        /// What was typed, while it is asked whether it opens the notes.
        checked: Option<Passphrase>,
    },
}

impl PageStep {
    fn passphrase(task: Task) -> Self {
        Self::Passphrase { task, now: Secret::new(text::sealing::passphrase()).with_keyboard(), checked: None }
    }
}

impl SealingPage {
    /// The page; `new_code` gives a code for each key that is made.
    pub fn new(new_code: fn() -> RecoveryCode, documents: &Path) -> Self {
        Self {
            new_code,
            code: new_code(),
            suggested: documents.join("holdspace-recovery-code.html"),
            step: PageStep::Overview,
            attempt: Attempt::None,
            lock_settings: LockSettings::default(),
            done: None,
        }
    }

    /// What was tried does not open the notes. `time` is that of the toolkit.
    pub fn refused(&mut self, by: Option<Credential>, wait: Duration, time: f64) {
        self.attempt = Attempt::Refused { by, until: time + wait.as_secs_f64() };
        match &mut self.step {
            PageStep::Code { .. } => self.step = PageStep::passphrase(Task::Rotate { has_code: true }),
            PageStep::ChangePassphrase { now, .. } => now.ask_for_keyboard(),
            PageStep::Passphrase { now, checked, .. } => {
                *checked = None;
                now.ask_for_keyboard();
            }
            PageStep::Overview | PageStep::NewPassphrase(_) => {}
        }
    }

    /// What was asked for could not be done.
    pub fn failed(&mut self) {
        self.attempt = Attempt::None;
    }

    /// The passphrase that was asked about opens the notes: the code comes next.
    pub(crate) fn passphrase_checked(&mut self) {
        if let PageStep::Passphrase { checked, .. } = &mut self.step
            && let Some(passphrase) = checked.take()
        {
            self.attempt = Attempt::None;
            self.write_down(passphrase, SealingChange::Rotate);
        }
    }

    /// Another passphrase opens the notes now.
    pub(crate) fn passphrase_changed(&mut self) {
        self.back_to_overview(Some(text::sealing::passphrase_changed()));
    }

    /// The keys that seal nothing any more were forgotten.
    pub(crate) fn previous_keys_forgotten(&mut self) {
        self.back_to_overview(Some(text::sealing::previous_keys_forgotten()));
    }

    /// Whether there are files that no key here opens.
    pub(crate) fn follow_other_keys(&mut self, are_there: bool) {
        if !are_there && matches!(self.step, PageStep::Passphrase { task: Task::OpenOthers | Task::OpenLate, .. }) {
            self.back_to_overview(Some(text::sealing::others_opened()));
        }
    }

    /// The page to print was written, or was not.
    pub(crate) fn page_written(&mut self, written: Result<PathBuf, Problem>) {
        if let PageStep::Code { form, .. } = &mut self.step {
            form.written(written);
        }
    }

    /// The notes take another form, or have taken it: then that is said.
    pub fn follow(&mut self, sealing: Sealing, done: Option<SealingChange>) {
        let changes_form = matches!(
            self.step,
            PageStep::Code { .. } | PageStep::Passphrase { task: Task::Rotate { .. } | Task::Unseal, .. }
        );
        let asked = changes_form && self.attempt == Attempt::Underway;
        if asked
            && (sealing != Sealing::Sealed || matches!(self.step, PageStep::Code { change: SealingChange::Seal, .. }))
        {
            self.back_to_overview(None);
        }
        // What was asked for last may have said it in words of its own.
        if self.done.is_none() {
            self.done = done.map(text::folder::sealing_done);
        }
    }

    fn back_to_overview(&mut self, done: Option<&'static str>) {
        self.step = PageStep::Overview;
        self.attempt = Attempt::None;
        self.done = done;
    }

    /// Whether a step was begun: what was typed in it would be lost if the page closed.
    pub(crate) fn is_filled_in(&self) -> bool {
        !matches!(self.step, PageStep::Overview)
    }

    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, status: SealingStatus, settings: &Settings) -> Answer {
        heading(ui, text::sealing::title());
        let action = dialog_scrolls(ui, |ui| self.step_ui(ui, status, settings));
        let mut answer = Answer { action, closes: false };
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            if !matches!(self.step, PageStep::Overview) {
                if button(ui, text::sealing::back()).clicked() {
                    self.back_to_overview(None);
                }
                ui.add_space(8.0);
            }
            answer.closes = button(ui, text::sealing::close()).clicked();
        });
        answer
    }

    fn step_ui(&mut self, ui: &mut Ui, status: SealingStatus, settings: &Settings) -> Option<Action> {
        match &self.step {
            PageStep::Overview => {
                if status.has_other_keys {
                    self.others_ui(ui, status.sealing);
                }
                self.overview_ui(ui, status, settings)
            }
            PageStep::NewPassphrase(_) => {
                self.new_passphrase_ui(ui);
                None
            }
            PageStep::Code { .. } => self.code_ui(ui),
            PageStep::ChangePassphrase { .. } => self.change_passphrase_ui(ui),
            PageStep::Passphrase { .. } => self.passphrase_ui(ui, status.devices),
        }
    }

    fn overview_ui(&mut self, ui: &mut Ui, status: SealingStatus, settings: &Settings) -> Option<Action> {
        if let Some(done) = self.done {
            let response = paragraph(ui, bold(done, size::QUIET, palette(ui).text));
            said_aloud(ui, &response);
        }
        match status.sealing {
            Sealing::NotSealed => {
                say(ui, text::sealing::plain_meaning());
                say(ui, text::sealing::both_lost());
                say(ui, text::sealing::out_of_reach());
                ui.add_space(8.0);
                if primary_button(ui, text::sealing::ask_to_seal()).clicked() {
                    self.step = PageStep::NewPassphrase(NewPassphrase::new().with_keyboard());
                }
            }
            Sealing::Underway { .. } => {
                ui.label(bold(text::folder::sealing(status), size::QUIET, palette(ui).text));
                say(ui, text::sealing::underway_meaning());
            }
            Sealing::Sealed => {
                ui.label(bold(text::sealing::sealed(), size::QUIET, palette(ui).text));
                say(ui, text::sealing::out_of_reach());
                ui.add_space(4.0);
                if let Some(command) = self.sealed_ui(ui) {
                    return Some(command);
                }
            }
        }
        ui.add_space(12.0);
        hairline(ui);
        ui.add_space(8.0);
        self.lock_settings.ui(ui, settings, status.sealing.is_under_passphrase())
    }

    /// What can be done with sealed notes.
    fn sealed_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            if button(ui, text::sealing::lock_now()).clicked() {
                action = Some(Action::Run(Command::Lock));
            }
            if button(ui, text::sealing::ask_to_change_passphrase()).clicked() {
                let now = Secret::new(text::sealing::passphrase()).with_keyboard();
                self.step = PageStep::ChangePassphrase { now, new: NewPassphrase::new() };
            }
            if button(ui, text::sealing::ask_to_rotate()).clicked() {
                self.step = PageStep::passphrase(Task::Rotate { has_code: false });
            }
            if button(ui, text::sealing::ask_to_unseal()).clicked() {
                self.step = PageStep::passphrase(Task::Unseal);
            }
            if button(ui, text::sealing::ask_to_forget_previous()).clicked() {
                self.step = PageStep::passphrase(Task::ForgetPrevious);
            }
        });
        action
    }

    /// There are files that no key here opens.
    fn others_ui(&mut self, ui: &mut Ui, sealing: Sealing) {
        let task = if sealing == Sealing::NotSealed { Task::OpenLate } else { Task::OpenOthers };
        say(ui, task.meaning());
        if primary_button(ui, text::sealing::ask_to_open_others()).clicked() {
            self.step = PageStep::passphrase(task);
        }
        ui.add_space(8.0);
        hairline(ui);
        ui.add_space(8.0);
    }

    fn new_passphrase_ui(&mut self, ui: &mut Ui) {
        let PageStep::NewPassphrase(new) = &mut self.step else { return };
        say(ui, text::sealing::both_lost());
        ui.add_space(6.0);
        let entered = new.ui(ui, f32::INFINITY);
        ui.add_space(8.0);
        if (primary_button(ui, text::sealing::go_on()).clicked() || entered)
            && let Some(passphrase) = new.take()
        {
            self.write_down(passphrase, SealingChange::Seal);
        }
    }

    /// Goes on to a code that nobody had before.
    fn write_down(&mut self, passphrase: Passphrase, change: SealingChange) {
        self.code = (self.new_code)();
        self.step = PageStep::Code { passphrase, change, form: CodeForm::new(&self.suggested) };
    }

    fn code_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let PageStep::Code { passphrase, change, form } = &mut self.step else { return None };
        let was_written_down = form.is_written_down();
        let asked = form.ui(ui, &self.code);
        if !was_written_down {
            return asked.action;
        }
        ui.add_space(8.0);
        let name = if *change == SealingChange::Rotate { text::sealing::rotate() } else { text::sealing::seal() };
        let is_underway = self.attempt == Attempt::Underway;
        if is_underway {
            say(ui, text::sealing::making_key());
            return asked.action;
        }
        if (primary_button(ui, name).clicked() || asked.entered) && form.is_typed_back(&self.code) {
            self.attempt = Attempt::Underway;
            let (passphrase, code) = (passphrase.clone(), self.code.clone());
            return Some(match change {
                SealingChange::Rotate => Action::Sealing(SealingRequest::RotateKey { passphrase, code }),
                SealingChange::Seal | SealingChange::Unseal => {
                    Action::Sealing(SealingRequest::Seal { passphrase, code })
                }
            });
        }
        asked.action
    }

    fn change_passphrase_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let time = ui.input(|input| input.time);
        let PageStep::ChangePassphrase { now, new } = &mut self.step else { return None };
        label(ui, text::sealing::passphrase());
        let typed = now.ui(ui, f32::INFINITY);
        if typed.changed {
            self.attempt = Attempt::None;
        }
        attempt_ui(ui, self.attempt, time, text::sealing::current_passphrase());
        let entered = new.ui(ui, f32::INFINITY);
        if typed.entered {
            new.ask_for_keyboard();
        }
        ui.add_space(8.0);
        let asked = primary_button(ui, text::sealing::change_passphrase()).clicked() || entered;
        if !asked || now.is_empty() || self.attempt == Attempt::Underway {
            return None;
        }
        let new = new.take()?;
        self.attempt = Attempt::Underway;
        Some(Action::Sealing(SealingRequest::ChangePassphrase { now: now.take(), new }))
    }

    /// Asks for the passphrase, and then does what it was asked for; a new key has its code written down first.
    fn passphrase_ui(&mut self, ui: &mut Ui, devices: Devices) -> Option<Action> {
        let time = ui.input(|input| input.time);
        let PageStep::Passphrase { task, now, checked } = &mut self.step else { return None };
        say(ui, task.meaning());
        if *task == Task::ForgetPrevious {
            ui.label(bold(text::folder::devices(devices), size::QUIET, palette(ui).text));
        }
        ui.add_space(6.0);
        label(ui, text::sealing::passphrase());
        let typed = now.ui(ui, f32::INFINITY);
        if typed.changed {
            self.attempt = Attempt::None;
        }
        attempt_ui(ui, self.attempt, time, task.hint());
        ui.add_space(8.0);
        let asked = primary_button(ui, task.button()).clicked() || typed.entered;
        if !asked || now.is_empty() || self.attempt == Attempt::Underway {
            return None;
        }
        let (task, passphrase) = (*task, now.take());
        self.attempt = Attempt::Underway;
        if task == (Task::Rotate { has_code: false }) {
            // Nobody writes a code down for nothing.
            *checked = Some(passphrase.clone());
            return Some(Action::Sealing(SealingRequest::CheckPassphrase(passphrase)));
        }
        Some(match task {
            Task::OpenOthers | Task::OpenLate => Action::Sealing(SealingRequest::OpenOthers(passphrase)),
            Task::ForgetPrevious => Action::Sealing(SealingRequest::ForgetPreviousKeys(passphrase)),
            Task::Rotate { .. } => Action::Sealing(SealingRequest::RotateKey { passphrase, code: self.code.clone() }),
            Task::Unseal => Action::Sealing(SealingRequest::Unseal(passphrase)),
        })
    }
}

fn say(ui: &mut Ui, words: &str) {
    let color = palette(ui).quiet;
    paragraph(ui, styled(words, size::QUIET, color));
    ui.add_space(4.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    type Shown = (SealingPage, Answer);

    fn shown(sealing: Sealing) -> WindowOfOne<'static, Shown> {
        let page = SealingPage::new(|| RecoveryCode::of(&[7; 17]), Path::new("/elsewhere"));
        WindowOfOne::of((page, Answer::default()), move |ui, (page, answered): &mut Shown| {
            let answer = page.ui(ui, SealingStatus::new(sealing), &Settings::default());
            answered.action = answer.action.or(answered.action.take());
            answered.closes |= answer.closes;
        })
    }

    #[test]
    fn plain_notes_are_sealed_only_after_a_passphrase_and_the_code_typed_back() {
        let mut window = shown(Sealing::NotSealed);
        window.clicks("Seal the notes…");
        assert!(window.view().0.is_filled_in());
        let words = "a quiet river at dawn";
        window.types(words).presses(egui::Key::Enter).types(words).presses(egui::Key::Enter);
        window.clicks("I have written it down").types("ABCD").presses(egui::Key::Enter);
        assert!(window.view().1.action.is_none(), "it is not the code");
        window.clicks("Show the code again").clicks("I have written it down");
        assert!(matches!(window.view().0.step, PageStep::Code { .. }));
    }

    #[test]
    fn the_passphrase_is_checked_before_a_new_code_is_shown_and_the_end_is_said() {
        let mut window = shown(Sealing::Sealed);
        window.clicks("Rotate the key…").types("a quiet river at dawn").presses(egui::Key::Enter);
        let asked = matches!(window.view().1.action, Some(Action::Sealing(SealingRequest::CheckPassphrase(_))));
        assert!(asked && !window.hears("I have written it down"));
        window.view_mut().0.passphrase_checked();
        assert!(window.presses(egui::Key::F20).hears("I have written it down"));
        let page = &mut window.view_mut().0;
        page.back_to_overview(None);
        page.follow(Sealing::Sealed, Some(SealingChange::Rotate));
        assert!(window.presses(egui::Key::F20).hears(text::folder::sealing_done(SealingChange::Rotate)));
    }

    #[test]
    fn each_step_leads_back_to_the_overview() {
        for way in ["Change the passphrase…", "Rotate the key…", "Remove sealing…", "Forget previous keys…"] {
            let mut window = shown(Sealing::Sealed);
            assert!(!window.hears("Back") && window.clicks(way).view().0.is_filled_in());
            assert!(!window.clicks("Back").view().0.is_filled_in() && window.hears(way));
            assert!(window.view().1.action.is_none(), "nothing was asked for");
        }
        let mut window = shown(Sealing::Sealed);
        assert_eq!(window.clicks("Lock now").view().1.action, Some(Action::Run(Command::Lock)));
    }
}
