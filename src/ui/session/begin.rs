//! Begin: a client code, perhaps a dosing date and a prompt set, and the session runs.

use egui::{Id, Key, Ui, vec2};

use super::client_field::ClientField;
use super::times_fields::PastTimesInput;
use crate::domain::Moment;
use crate::domain::date_input::DateReader;
use crate::domain::id::{PromptSetId, SessionId};
use crate::domain::library::Library;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::prompts::prompt_set::PromptSet;
use crate::domain::session::Session;
use crate::domain::session::kept::{KeptLine, kinds_of};
use crate::domain::session::session_times::Times;
use crate::ui::kit::drop_down::DropDown;
use crate::ui::kit::fields::{TextField, types_nowhere};
use crate::ui::kit::room::{at_both_ends, beside_or_below, centered_from};
use crate::ui::kit::theme::{TARGET, palette, semibold, size};
use crate::ui::kit::typed_field::{DateField, dosing_ui};
use crate::ui::kit::widgets::{
    bold, hairline, heading, label, label_column, paragraph, primary_button, quiet, styled, text_button,
};
use crate::ui::shell::command::Command;
use crate::ui::{Action, SessionStart, text};

/// The least width of the column with the codes of the sessions that were not ended.
const CODE_WIDTH: f32 = 82.0;

/// What is filled in before a session begins.
#[derive(Debug, Default)]
pub struct Begin {
    client: ClientField,
    dosed_on: DateField,
    earlier: Option<PastTimesInput>,
    prompt_set: Option<PromptSetId>,
    known: ClientFacts,
    /// The session that was just ended: it can be gone on with.
    just_ended: Option<SessionId>,
    /// It is drawn from its beginning.
    has_come: bool,
}

/// What is known of the client whose code was typed; worked out again only when the code or the
/// library has changed.
#[derive(Debug, Default)]
struct ClientFacts {
    of: Option<(String, u64)>,
    last_time: Option<LastTime>,
}

/// What is kept for a client, and when they were last here.
#[derive(Debug, Clone)]
pub struct LastTime {
    /// When the last session began.
    pub began: Moment,
    /// The lines that are kept for next time.
    pub lines: Vec<KeptLine>,
}

/// What Begin shows.
pub struct Beginning<'a> {
    /// Every session.
    pub library: &'a Library,
    /// The sets that can be chosen.
    pub sets: &'a [&'a PromptSet],
    /// The set that is chosen unless another one is.
    pub prompt_set: &'a PromptSetId,
    /// Now.
    pub now: Moment,
    /// How dates are read.
    pub dates: DateReader,
    /// Whether it is offered to seal the notes.
    pub offers_sealing: bool,
}

impl Begin {
    /// The next keystroke lands in the code.
    pub(crate) fn ask_for_keyboard(&mut self) {
        self.client.ask_for_keyboard();
        self.has_come = true;
    }

    /// Offers to go on with a session that was just ended, or with none.
    pub(crate) fn offer_again(&mut self, ended: Option<SessionId>) {
        self.just_ended = ended;
    }

    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
        self.look_up(beginning.library);
        let top = (ui.available_height() * 0.1).max(16.0);
        let has_come = std::mem::take(&mut self.has_come);
        centered_from(ui, 520.0, top, has_come, |ui| self.form_ui(ui, beginning))
    }

    fn form_ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
        heading(ui, text::session::begin_heading());
        ui.add_space(16.0);
        // They are the code.
        if types_nowhere(ui) {
            self.client.ask_for_keyboard();
        }
        let [day, began, ended] = PastTimesInput::ids();
        let entered = enters(ui, &[ClientField::id(), TextField::BeginDosing.id(), day, began, ended]);
        self.client.ui(ui, beginning.library, beginning.now);
        ui.add_space(12.0);
        let session_day = self.times(beginning).map(|times| times.began().date_naive());
        let dates = session_day.map_or(beginning.dates, |day| beginning.dates.for_day(day));
        dosing_ui(ui, TextField::BeginDosing, &mut self.dosed_on, dates);
        ui.add_space(12.0);
        self.prompt_set_ui(ui, beginning);
        ui.add_space(16.0);
        if let Some(earlier) = &mut self.earlier {
            earlier.ui(ui, beginning.now, beginning.dates);
            ui.add_space(16.0);
        }
        let pressed = self.begin_row_ui(ui);
        let again = self.just_ended_ui(ui, beginning);
        let unfinished = unfinished_ui(ui, beginning);
        let offered = beginning.offers_sealing.then(|| sealing_offer_ui(ui)).flatten();
        // What comes with a code moves nothing: it is below all else.
        if let Some(last_time) = &self.known.last_time {
            section_ui(ui, &last_time_heading(last_time, beginning.now));
            last_time_ui(ui, last_time);
        }
        again.or(unfinished).or(offered).or_else(|| if entered || pressed { self.begun(beginning) } else { None })
    }

    /// The button that begins, and the way to write down what was held earlier.
    fn begin_row_ui(&mut self, ui: &mut Ui) -> bool {
        let name = match self.earlier {
            None => text::session::held_earlier(),
            Some(_) => text::session::begins_now(),
        };
        let begins = |ui: &mut Ui| {
            let pressed = primary_button(ui, text::session::begin()).clicked();
            ui.add_space(6.0);
            quiet(ui, text::session::begin_key());
            pressed
        };
        let changes = |ui: &mut Ui| text_button(ui, name, semibold(size::QUIET), palette(ui).accent).clicked();
        let (pressed, is_changed) = at_both_ends(ui, begins, changes);
        if is_changed {
            self.earlier = self.earlier.is_none().then(PastTimesInput::asked_for);
            if self.earlier.is_none() {
                self.client.ask_for_keyboard();
            }
        }
        pressed
    }

    /// The session that was just ended, with the way back into it.
    fn just_ended_ui(&self, ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
        let session = beginning.library.get(self.just_ended.as_ref()?).filter(|session| !session.is_finalized())?;
        section_ui(ui, text::session::just_ended());
        let ended = text::dates::time(session.ended.unwrap_or(session.began));
        let said = text::session::ended_at(&text::dates::duration(session.minutes()), &ended);
        let opens = |ui: &mut Ui| {
            let response = text_button(ui, text::session::open_again(), semibold(size::QUIET), palette(ui).accent);
            response.clicked()
        };
        let is_asked = session_row_ui(ui, session, said, opens);
        is_asked.then(|| Action::OpenAgain(session.id.clone()))
    }

    /// When it was held, if it was held earlier and that is known.
    fn times(&self, beginning: &Beginning<'_>) -> Option<Times> {
        self.earlier.as_ref()?.times(beginning.now, beginning.dates).ok()
    }

    /// Begins; not before it is known when it was held, if that was asked for.
    fn begun(&self, beginning: &Beginning<'_>) -> Option<Action> {
        let times = self.times(beginning);
        if self.earlier.is_some() && times.is_none() {
            return None;
        }
        Some(Action::Begin(Box::new(SessionStart {
            client: self.client.code().to_owned(),
            dosed_on: self.dosed_on.value(),
            dosed_on_unread: self.dosed_on.unread().unwrap_or_default().to_owned(),
            prompt_set: self.prompt_set.clone().unwrap_or_else(|| beginning.prompt_set.clone()),
            times,
        })))
    }

    fn look_up(&mut self, library: &Library) {
        let of = (self.client.code().to_owned(), library.revision());
        if self.known.of.as_ref() != Some(&of) {
            let lines = || library.kept_lines(&of.0);
            let last_time = library.last_with(&of.0).map(|session| LastTime { began: session.began, lines: lines() });
            self.known = ClientFacts { of: Some(of), last_time };
        }
    }

    fn prompt_set_ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) {
        label(ui, text::session::prompts());
        let chosen = self.prompt_set.as_ref().unwrap_or(beginning.prompt_set).clone();
        if let Some(other) = prompt_set_choice_ui(ui, "begin prompts", 292.0, beginning.sets, &chosen) {
            self.prompt_set = Some(other);
        }
    }
}

/// Says once how the notes are kept, and offers to seal them.
fn sealing_offer_ui(ui: &mut Ui) -> Option<Action> {
    let mut action = None;
    ui.add_space(24.0);
    hairline(ui);
    ui.add_space(12.0);
    quiet(ui, text::session::sealing_offer());
    ui.horizontal_wrapped(|ui| {
        let color = palette(ui).accent;
        if text_button(ui, text::session::seal(), semibold(size::QUIET), color).clicked() {
            action = Some(Action::Run(Command::Sealing));
        }
        ui.add_space(14.0);
        if text_button(ui, text::session::not_now(), semibold(size::QUIET), palette(ui).quiet).clicked() {
            action = Some(Action::DeclineSealing);
        }
    });
    action
}

/// Whether Enter was pressed in one of these fields, or nowhere: a button has it for itself.
fn enters(ui: &Ui, fields: &[Id]) -> bool {
    let is_free = ui.memory(|memory| {
        memory.top_modal_layer().is_none() && memory.focused().is_none_or(|focused| fields.contains(&focused))
    });
    is_free && !egui::Popup::is_any_open(ui.ctx()) && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A choice among the prompt sets; returns another one that was chosen.
pub(crate) fn prompt_set_choice_ui(
    ui: &mut Ui,
    salt: &str,
    width: f32,
    sets: &[&PromptSet],
    chosen: &PromptSetId,
) -> Option<PromptSetId> {
    let name = sets.iter().find(|set| set.id == *chosen).map_or(text::session::prompts(), |set| set.name.as_str());
    let choices = sets.iter().map(|set| (set.id.clone(), set.name.as_str(), set.id == *chosen));
    DropDown::new(salt, text::session::prompts(), width).ui(ui, name, choices)
}

/// Begins a part below the form.
fn section_ui(ui: &mut Ui, name: &str) {
    ui.add_space(24.0);
    hairline(ui);
    ui.add_space(12.0);
    ui.label(bold(name, size::QUIET, palette(ui).text));
}

/// Draws a session by its code, what is said of it, and a way into it.
fn session_row_ui<T>(ui: &mut Ui, session: &Session, said: String, leads: impl FnOnce(&mut Ui) -> T) -> T {
    let palette = palette(ui);
    let is_about = |ui: &mut Ui| {
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(vec2(CODE_WIDTH, TARGET), layout, |ui| {
            ui.set_min_width(CODE_WIDTH);
            ui.label(bold(text::notes::client(session), size::QUIET, palette.text));
        });
        ui.label(styled(said, size::QUIET, palette.quiet));
    };
    at_both_ends(ui, is_about, leads).1
}

/// Lists every session that was not ended, the newest first.
fn unfinished_ui(ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
    let mut unfinished = beginning.library.unfinished().peekable();
    unfinished.peek()?;
    let mut chosen = None;
    section_ui(ui, text::session::not_ended());
    for (index, session) in unfinished.enumerate() {
        if unfinished_row_ui(ui, session, beginning.now, index == 0) {
            chosen = Some(Action::Open(session.id.clone()));
        }
    }
    chosen
}

/// One session that was not ended; whether it is to be continued. The first one has a key.
fn unfinished_row_ui(ui: &mut Ui, session: &Session, now: Moment, is_first: bool) -> bool {
    let lines = session.notes.lines().iter().filter(|line| !line.text.trim().is_empty()).count();
    let (date, time) = (text::dates::near_date(session.began, now), text::dates::time(session.began));
    let said = text::session::unfinished(&date, lines, &time);
    let continues = |ui: &mut Ui| {
        let response = text_button(ui, text::session::resume(), semibold(size::QUIET), palette(ui).accent);
        let spoken = text::session::continue_spoken(text::notes::client(session), &date, &time);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &spoken));
        if is_first {
            quiet(ui, Command::Continue.key_text(ui.ctx()));
        }
        response.clicked()
    };
    session_row_ui(ui, session, said, continues)
}

/// When the last time was.
pub(crate) fn last_time_heading(last_time: &LastTime, now: Moment) -> String {
    text::session::last_time_on(&text::dates::date(last_time.began, now.date_naive()))
}

/// What was kept last time, by kind.
pub(crate) fn last_time_ui(ui: &mut Ui, last_time: &LastTime) {
    let palette = palette(ui);
    if last_time.lines.is_empty() {
        quiet(ui, text::session::nothing_kept());
    }
    for kind in kinds_of(&last_time.lines, KeptAs::ALL) {
        for (index, line) in last_time.lines.iter().filter(|line| line.kind == kind).enumerate() {
            beside_or_below(ui, |ui| {
                let label = if index == 0 { text::notes::kind(&kind) } else { "" };
                label_column(ui, 112.0, label, size::BODY);
                paragraph(ui, styled(&line.text, size::BODY, palette.text));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date_input::DateOrder;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, kept, library, now};

    fn shown(library: Library) -> WindowOfOne<'static, Option<Action>> {
        let id = PromptSetId::try_from("mine").unwrap();
        let set = PromptSet::of(&integration_session(), id.clone(), "Mine");
        let mut begin = Begin::default();
        WindowOfOne::of(None, move |ui, asked: &mut Option<Action>| {
            let dates = DateReader::new(now().date_naive(), DateOrder::DayFirst);
            let (library, sets) = (&library, [&set]);
            let beginning =
                Beginning { library, sets: &sets, prompt_set: &id, now: now(), dates, offers_sealing: false };
            *asked = begin.ui(ui, &beginning).or(asked.take());
        })
    }

    #[test]
    fn a_code_and_enter_begin() {
        let mut window = shown(Library::default());
        window.types("K-99").presses(Key::Enter);
        let Some(Action::Begin(start)) = window.view() else { panic!("{:?}", window.view()) };
        assert_eq!((start.client.as_str(), start.prompt_set.as_str(), &start.times), ("K-99", "mine", &None));
    }

    #[test]
    fn one_that_was_held_earlier_does_not_begin_before_it_is_said_when() {
        let mut window = shown(Library::default());
        window.clicks("It was held earlier…").clicks("Begin");
        assert_eq!(window.view(), &None);
        window.clicks("Day of the session").types("20 Nov").clicks("Began at").types("9:00").clicks("Begin");
        let Some(Action::Begin(start)) = window.view() else { panic!("{:?}", window.view()) };
        assert_eq!(start.times.map(|times| times.began().date_naive().to_string()).as_deref(), Some("2026-11-20"));
    }

    #[test]
    fn what_was_kept_is_shown_as_soon_as_the_code_is_typed_however_it_is_written() {
        let mut window = shown(library(&[&kept(held(9, &["the letter"]))]));
        assert!(!window.hears("the letter"));
        assert!(window.types("k-07").hears("the letter") && window.hears("Thread"));
    }
}
