//! The Session screen: Begin, then the guide beside the notes, then closing.

mod actions;
mod below_notes;
mod last_time;
mod panes;

use egui::{CentralPanel, Event, Frame, Key, Ui};

use super::begin::{Begin, Beginning, LastTime, prompt_set_choice_ui};
use super::close::{Close, ClosingView, order_ui};
use super::earlier_panel::EarlierPanel;
use super::guide_panel::GuidePanel;
use super::notes_pane::{Margins, NotesInput, NotesPane};
use crate::domain::Moment;
use crate::domain::date_input::DateReader;
use crate::domain::id::{PromptId, PromptSetId};
use crate::domain::library::{EndedLines, Library};
use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::outline;
use crate::domain::prompts::prompt_set::PromptSet;
use crate::domain::session::Session;
use crate::domain::session::client_wording::ClientWording;
use crate::domain::session::kept::{KeptLine, kept_lines};
use crate::domain::session::open_session::OpenSession;
use crate::domain::text_folding::entered_name;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::panes::{Pane, is_gone_to};
use crate::ui::kit::room::{AboveEnd, WindowRoom};
use crate::ui::kit::theme::{palette, semibold, size};
use crate::ui::kit::typed_field::{DateField, dosing_ui};
use crate::ui::kit::widgets::{card, field, give_keyboard, label, text_button};
use crate::ui::{Action, Stage, text};

/// The view state of the screen.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct SessionScreen {
    /// Begin, while no session is open.
    pub begin: Begin,
    /// The notes page.
    pub notes: NotesPane,
    /// Which part is shown.
    pub stage: Stage,
    /// Whether *Slow down* is open.
    pub slow_down: bool,
    details: Option<Details>,
    last_time_is_open: bool,
    earlier: EarlierPanel,
    moved: Option<Moved>,
    /// Whether, in a window without room for both, the guide is there and the notes are not.
    shows_guide_alone: bool,
    /// Whether something was opened beside the notes: in such a window they are shown then.
    wants_notes: bool,
    /// How many pages what is in the place of the guide is to be scrolled down.
    turns: f32,
    guide: GuidePanel,
    close: Close,
}

/// A prompt that was moved, and the revision of the session that came of it.
#[derive(Debug)]
struct Moved {
    prompt: PromptId,
    revision: u64,
}

/// The code and the date while they are changed.
#[derive(Debug)]
struct Details {
    client: String,
    dosed_on: DateField,
    wants_focus: bool,
}

/// What the screen shows of an open session.
pub struct SessionInput<'a> {
    /// What was kept when it began, and from when.
    pub last_time: Option<&'a LastTime>,
    /// The sessions, of which those with its client can be read beside it.
    pub library: &'a Library,
    /// What other sessions say of its lines.
    pub ended: &'a EndedLines,
    /// The themes of the client's sessions.
    pub client_themes: &'a [String],
    /// The sets that can be chosen.
    pub sets: &'a [&'a PromptSet],
    /// The set that was chosen last.
    pub prompt_set: &'a PromptSetId,
    /// The set that an order of this session would be kept in; none if that would be a new one.
    pub order_goes_into: Option<&'a str>,
    /// Whether the guide stands beside the notes.
    pub show_guide: bool,
    /// Whether the line that one writes in is kept above the lower third.
    pub keeps_caret_high: bool,
    /// What the therapist wrote for a hard moment.
    pub support_card: &'a str,
    /// Now.
    pub now: Moment,
    /// How dates are read.
    pub dates: DateReader,
}

impl<'a> SessionInput<'a> {
    fn notes(&self) -> NotesInput<'a> {
        let Self { client_themes, ended, keeps_caret_high, now, .. } = *self;
        NotesInput { client_themes, ended, keeps_caret_high, now }
    }
}

impl SessionScreen {
    /// Forgets what belonged to the session that was open. What was typed on Begin stays.
    pub fn reset(&mut self) {
        let mut begin = std::mem::take(&mut self.begin);
        begin.ask_for_keyboard();
        *self = Self { begin, ..Self::default() };
    }

    /// Opens or closes the panel for the code, the date and the prompts.
    pub(crate) fn toggle_details(&mut self, open: &OpenSession) {
        let session = open.session();
        self.wants_notes = true;
        self.details = match self.details.take() {
            Some(_) => None,
            None => Some(Details { client: session.client.clone(), dosed_on: DateField::default(), wants_focus: true }),
        };
    }

    /// Asks for the date of dosing that was typed as the session began and could not be read.
    pub(crate) fn ask_for_date(&mut self, open: &OpenSession, typed: &str) {
        let mut dosed_on = DateField::default();
        dosed_on.set(open.session().dosed_on, |date| date.to_string());
        dosed_on.type_unread(typed);
        self.details = Some(Details { client: open.session().client.clone(), dosed_on, wants_focus: false });
    }

    /// Opens what was kept last time, or folds it.
    pub(crate) fn toggle_last_time(&mut self) {
        self.last_time_is_open = !self.last_time_is_open;
        self.wants_notes = true;
    }

    /// Reads the last session with the client in the place of the guide, or shows the guide again.
    pub(crate) fn toggle_earlier(&mut self) {
        self.earlier.toggle();
    }

    /// A prompt was moved: where it is is said until something else changes.
    pub(crate) fn say_moved(&mut self, open: &OpenSession, prompt: &PromptId) {
        self.moved = Some(Moved { prompt: prompt.clone(), revision: open.revision() });
    }

    /// Where the prompt stands that was moved last, until something else changes.
    fn moved(&self, open: &OpenSession) -> Option<String> {
        let moved = self.moved.as_ref().filter(|moved| moved.revision == open.revision())?;
        let prompts = &open.session().prompts;
        let index = outline::place_of(prompts, &moved.prompt)?;
        let Prompt { title, section, .. } = &prompts[index];
        Some(text::session::hint_moved(prompts.len(), index + 1, section, title))
    }

    /// Shows the closing fields.
    pub(crate) fn begin_closing(&mut self) {
        self.stage = Stage::Closing;
        self.close.focus();
    }

    /// Draws what the two agreed on a screen of the client's own.
    pub(crate) fn own_screen_ui(&mut self, ui: &mut Ui, open: &OpenSession, last_time: Option<&LastTime>) {
        self.close.own_screen_ui(ui, open.session(), &all_kept(open, last_time));
    }

    /// Forgets what the toolkit remembers of what the client saw.
    pub(crate) fn forget_client_view(&mut self, ctx: &egui::Context) {
        self.close.forget_client_view(ctx);
    }

    /// Whether, at closing, a time is typed that cannot be read: the keyboard goes to it.
    pub(crate) fn ask_for_time(&mut self, ctx: &egui::Context, session: &Session) -> bool {
        self.stage == Stage::Closing && self.close.ask_for_time(ctx, session)
    }

    /// The summary for the chart was copied: its button says so.
    pub(crate) fn say_copied(&mut self) {
        self.close.say_copied();
    }

    /// Whether anything is open that Esc closes. At closing and on the client's view nothing is: there Esc would show
    /// the client more than was shown.
    pub(crate) fn has_open(&self) -> bool {
        self.stage == Stage::Notes
            && (self.guide.is_dragging()
                || self.details.is_some()
                || self.notes.is_finding()
                || self.slow_down
                || self.earlier.is_open())
    }

    /// Closes the innermost thing that is open.
    pub fn escape(&mut self) {
        if self.stage != Stage::Notes || self.guide.stop_dragging() || self.details.take().is_some() {
            return;
        }
        if self.notes.stop_finding().is_none() && !std::mem::take(&mut self.slow_down) {
            self.earlier.close();
        }
    }

    /// Draws Begin.
    pub(crate) fn begin_ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| self.begin.ui(ui, beginning)).inner
    }

    /// Draws the open session.
    pub fn ui(&mut self, ui: &mut Ui, open: &mut OpenSession, held: &SessionInput<'_>) -> Option<Action> {
        if self.stage == Stage::Notes {
            return self.panes_ui(ui, open, held);
        }
        let mut kept = all_kept(open, held.last_time);
        let added = open.added_line();
        if self.stage == Stage::Closing {
            // It stands in the field in which it is written.
            kept.retain(|line| Some(&line.line) != added.map(|added| &added.id));
        }
        let view = ClosingView {
            session: open.session(),
            stance: open.stance(),
            kept: &kept,
            added,
            now: held.now,
            dates: held.dates,
            order: open.order(),
            order_goes_into: held.order_goes_into,
        };
        let mut turned = self.stage == Stage::ClientView;
        let action = CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            if turned { self.close.turned_ui(ui, &view, &mut turned) } else { self.close.ui(ui, &view, &mut turned) }
        });
        self.stage = if turned { Stage::ClientView } else { Stage::Closing };
        action.inner
    }

    fn notes_ui(&mut self, ui: &mut Ui, open: &mut OpenSession, held: &SessionInput<'_>) -> Option<Action> {
        if is_gone_to(ui, Pane::Second) {
            ui.memory_mut(|memory| memory.request_focus(NotesPane::id(open.session())));
        }
        self.focus_notes(ui, open);
        let margins = Margins::of(ui, ui.available_width());
        let (above, height) = (AboveEnd::of(ui), ui.available_height());
        let written = above.filled_ui(ui, |ui| self.written_ui(ui, open, held, margins));
        let below = above.end_ui(ui, |ui| self.below_notes_ui(ui, open, held, (margins, height)));
        below.or(written)
    }

    /// The notes, and what is open above them.
    fn written_ui(
        &mut self,
        ui: &mut Ui,
        open: &mut OpenSession,
        held: &SessionInput<'_>,
        margins: Margins,
    ) -> Option<Action> {
        let shows_last_time = self.last_time_is_open || WindowRoom::of(ui.ctx()).has_two_panes();
        let last_time = held.last_time.filter(|_| shows_last_time);
        let is_empty = self.details.is_none() && last_time.is_none();
        let mut action = None;
        self.above_notes_ui(ui, margins, is_empty, |screen, ui| {
            action = screen.details_ui(ui, open, held);
            if let Some(last_time) = last_time {
                screen.last_time_ui(ui, last_time, held.now);
            }
        });
        let command = self.notes.ui(ui, open, &held.notes());
        action.or(command.map(Action::Run))
    }

    /// The next keystroke lands in the notes, unless it is being typed into another field here.
    fn focus_notes(&self, ui: &Ui, open: &OpenSession) {
        let notes = NotesPane::id(open.session());
        let focused = ui.memory(egui::Memory::focused);
        let in_details = self.details.is_some() && focused.is_some() && focused != Some(notes);
        let finds = self.notes.is_finding() && focused == Some(TextField::Find(&open.session().id).id());
        let in_field = in_details || finds;
        let types = |event: &Event| match event {
            Event::Text(text) => !text.trim().is_empty(),
            Event::Paste(_) | Event::Ime(_) | Event::Key { key: Key::Backspace | Key::Delete, pressed: true, .. } => {
                true
            }
            _ => false,
        };
        let is_writing = ui.input(|input| input.events.iter().any(types));
        let pointer_is_down = ui.input(|input| input.pointer.any_down());
        let modal = ui.memory(|memory| memory.top_modal_layer().is_some());
        // Asking for the keyboard once more would cut off what is being composed.
        let has_keyboard = focused == Some(notes);
        if !modal && !in_field && !has_keyboard && ((focused.is_none() && !pointer_is_down) || is_writing) {
            ui.memory_mut(|memory| memory.request_focus(notes));
        }
    }

    fn details_ui(&mut self, ui: &mut Ui, open: &OpenSession, held: &SessionInput<'_>) -> Option<Action> {
        let details = self.details.as_mut()?;
        let accent = palette(ui).accent;
        let mut done = false;
        let mut action = None;
        card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            label(ui, text::session::client_code());
            let code = TextField::SessionCode(&open.session().id);
            give_keyboard(ui, code.id(), &mut details.wants_focus);
            let response = field(ui, text::session::client_code(), code, &mut details.client, 220.0);
            done = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let session = open.session();
            details.dosed_on.follow(session.dosed_on, |date| date.to_string());
            let dates = held.dates.for_day(session.began.date_naive());
            dosing_ui(ui, TextField::SessionDosing(&session.id), &mut details.dosed_on, dates);
            let dosed_on = details.dosed_on.value();
            label(ui, text::session::prompts());
            if let Some(set) = prompt_set_choice_ui(ui, "details prompts", 292.0, held.sets, held.prompt_set) {
                action = Some(Action::ChangePromptSet(set));
            }
            action = action.take().or(order_ui(ui, open.order(), held.order_goes_into));
            done |= text_button(ui, text::session::done(), semibold(size::QUIET), accent).clicked();
            let client = entered_name(&details.client);
            if action.is_none() && (entered_name(&session.client) != client || session.dosed_on != dosed_on) {
                action = Some(Action::Describe { client, dosed_on });
            }
        });
        if done {
            self.details = None;
        }
        action
    }
}

/// What is kept from earlier, and what was marked in this session, whatever was said of it here.
fn all_kept(open: &OpenSession, last_time: Option<&LastTime>) -> Vec<KeptLine> {
    let mut unsaid = open.session().clone();
    unsaid.outcomes.clear();
    let mut kept = last_time.map(|last_time| last_time.lines.clone()).unwrap_or_default();
    kept.extend(kept_lines(&[&unsaid]));
    for line in &mut kept {
        let is_of_line = |wording: &&ClientWording| wording.line == line.line && wording.from == line.from;
        let here = open.session().client_wording.iter().find(is_of_line).map(|wording| wording.text.clone());
        line.for_client = here.or(line.for_client.take());
    }
    kept
}

/// The screen in a window of its own, for the tests.
#[cfg(test)]
mod sample {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{dates, now};

    /// The screen, the session on it, and what was asked for last.
    pub(super) type Shown = (SessionScreen, OpenSession, Option<Action>);

    pub(super) fn window_of(screen: SessionScreen, open: OpenSession) -> WindowOfOne<'static, Shown> {
        let id = PromptSetId::try_from("mine").unwrap();
        let (ended, library) = (EndedLines::default(), Library::default());
        WindowOfOne::of((screen, open, None), move |ui, (screen, open, asked): &mut Shown| {
            let input = SessionInput {
                last_time: None,
                library: &library,
                ended: &ended,
                client_themes: &[],
                sets: &[],
                prompt_set: &id,
                order_goes_into: None,
                show_guide: false,
                keeps_caret_high: true,
                support_card: "",
                now: now(),
                dates: dates(),
            };
            *asked = screen.ui(ui, open, &input).or(asked.take());
        })
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{Shown, window_of};
    use super::*;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::now;

    fn shown() -> WindowOfOne<'static, Shown> {
        let open = OpenSession::begin(now(), "K-07", None, integration_session().prompts);
        window_of(SessionScreen::default(), open)
    }

    #[test]
    fn what_is_typed_goes_into_the_notes_and_below_them_is_what_can_be_done() {
        let mut window = shown();
        assert!(window.hears("Enter for the next line  ·  # names a theme") && window.hears("Slow down"));
        window.types("the river");
        assert_eq!(window.view().1.session().notes.text(), "the river");
    }

    #[test]
    fn at_closing_esc_has_nothing_to_close_that_would_show_the_client_more() {
        let open = OpenSession::begin(now(), "K-07", None, integration_session().prompts);
        let mut screen = SessionScreen { slow_down: true, ..SessionScreen::default() };
        screen.toggle_details(&open);
        screen.escape();
        assert!(screen.details.is_none() && screen.slow_down, "the innermost is closed first");
        screen.begin_closing();
        assert!(!screen.has_open());
        screen.escape();
        assert!(screen.slow_down && screen.stage == Stage::Closing);
    }
}
