//! What is shown when the screen is turned to the client: large and in the middle, only what the two agreed on, and none
//! of the notes. Each line can be put in other words there, which it keeps. A screen of the client's own shows the same,
//! and nothing to write in or to press.
//!
//! Must not know where they are kept.

use egui::{CentralPanel, Context, Frame, Key, Margin, Modifiers, Panel, RichText, Ui};

use super::{ClosingView, keeps};
use crate::domain::id::{LineId, SessionId};
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::Session;
use crate::domain::session::kept::{KeptLine, kinds_of};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::room::{WindowRoom, centered};
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{keyed_button, paragraph, styled, text_button, text_width};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// The width of what is shown.
const WIDTH: f32 = 856.0;

/// Where the words of a field begin, from its left.
const INDENT: f32 = 8.0;

/// What the client sees, and what is typed there.
#[derive(Debug, Default)]
pub(super) struct ClientView {
    /// Whether goals and topics are shown too: they are the therapist's unless that is ticked.
    pub(super) includes_topics: bool,
    draft: Option<WordingDraft>,
    /// The lines whose fields were drawn.
    drawn: Vec<(SessionId, LineId)>,
    /// How high it was as it was drawn last.
    height: f32,
    /// The same on a screen of the client's own.
    own_screen_height: f32,
}

/// What is typed in the field of a line.
#[derive(Debug)]
struct WordingDraft {
    from: SessionId,
    line: LineId,
    typed: String,
}

impl WordingDraft {
    fn is_of(&self, line: &KeptLine) -> bool {
        self.from == line.from && self.line == line.line
    }
}

impl ClientView {
    /// Draws it; `turned` says whether it stays.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>, turned: &mut bool) -> Option<Action> {
        let margin = WindowRoom::of(ui.ctx()).margin(20);
        let frame = Frame::new().inner_margin(Margin::symmetric(margin, 8));
        let below = Panel::bottom("below what was agreed").frame(frame).show_separator_line(false).resizable(false);
        let hides = below.show(ui, |ui| ways_ui(ui, turned)).inner;
        let agreed = CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            let mut height = self.height;
            let action = in_the_middle(ui, &mut height, |ui| self.agreed_ui(ui, view));
            self.height = height;
            action
        });
        agreed.inner.or(hides.then_some(Action::Run(Command::Escape)))
    }

    /// Draws what the client sees on a screen of their own.
    pub(super) fn own_screen_ui(&mut self, ui: &mut Ui, session: &Session, kept: &[KeptLine]) {
        let mut height = self.own_screen_height;
        in_the_middle(ui, &mut height, |ui| {
            for (index, (kind, lines)) in self.agreed(session, kept).into_iter().enumerate() {
                heading_ui(ui, &kind, index == 0);
                for line in lines {
                    ui.add_space(8.0);
                    let font = semibold(line_size(ui));
                    beside_fields(ui, RichText::new(words_of(line)).font(font));
                }
            }
        });
        self.own_screen_height = height;
    }

    /// What is shown, by its kinds.
    fn agreed<'a>(&self, session: &Session, kept: &'a [KeptLine]) -> Vec<(KeptAs, Vec<&'a KeptLine>)> {
        let [thread, self_care, support, goal] = KeptAs::ALL;
        // What a later version keeps is shown with the goals and the topics: whether it is for the client is not known.
        let is_shown = |kind: &KeptAs| matches!(kind, KeptAs::SelfCare | KeptAs::Support) || self.includes_topics;
        let kinds = kinds_of(kept, [self_care, support, goal, thread]).into_iter().filter(is_shown);
        let of_kind = |kind| {
            let lines: Vec<_> = kept.iter().filter(|line| line.kind == kind && keeps(session, line)).collect();
            (kind, lines)
        };
        kinds.map(of_kind).filter(|(_, lines)| !lines.is_empty()).collect()
    }

    /// Forgets what the toolkit remembers of the fields.
    pub(super) fn forget(&mut self, ctx: &Context) {
        for (from, line) in self.drawn.drain(..) {
            TextField::ClientWording(&from, &line).forget(ctx);
        }
    }

    fn agreed_ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>) -> Option<Action> {
        let agreed = self.agreed(view.session, view.kept);
        if agreed.is_empty() {
            paragraph(ui, styled(text::session::client_nothing(), size::NOTES, palette(ui).quiet));
        }
        let mut action = None;
        for (index, (kind, lines)) in agreed.into_iter().enumerate() {
            heading_ui(ui, &kind, index == 0);
            for line in lines {
                action = self.line_ui(ui, line).or(action);
            }
        }
        action
    }

    /// A line in the words for the client, which can be written here; without any, its own.
    fn line_ui(&mut self, ui: &mut Ui, line: &KeptLine) -> Option<Action> {
        let field = TextField::ClientWording(&line.from, &line.line);
        let key = (line.from.clone(), line.line.clone());
        if !self.drawn.contains(&key) {
            self.drawn.push(key);
        }
        let id = field.id();
        let is_written = ui.memory(|memory| memory.has_focus(id));
        if is_written && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        let words = words_of(line);
        let draft = self.draft.as_ref().filter(|draft| draft.is_of(line));
        let mut typed = draft.map_or(words, |draft| &draft.typed).to_owned();
        let name = text::session::client_wording_spoken(&line.text);
        let response = field.large_area_ui(ui, &mut typed, &name, semibold(line_size(ui))).with_focus_ring(ui);
        if !response.changed() {
            if !response.has_focus() {
                self.draft.take_if(|draft| draft.is_of(line));
            }
            return None;
        }
        let is_empty = typed.trim().is_empty();
        let text = if is_empty { line.text.clone() } else { typed.clone() };
        let (from, line) = (line.from.clone(), line.line.clone());
        self.draft = Some(WordingDraft { from: from.clone(), line: line.clone(), typed });
        Some(Action::WordForClient { line, from, text })
    }
}

/// The words of a line for the client; without any, its own.
fn words_of(line: &KeptLine) -> &str {
    line.for_client.as_deref().unwrap_or(&line.text)
}

/// A column in the middle of what there is, given how high it was last.
fn in_the_middle<T>(ui: &mut Ui, height: &mut f32, content: impl FnOnce(&mut Ui) -> T) -> T {
    let top = ((ui.available_height() - *height) / 2.0).max(16.0);
    centered(ui, WIDTH, top, |ui| {
        let above = ui.cursor().top();
        let shown = content(ui);
        let now = ui.cursor().top() - above;
        if (std::mem::replace(height, now) - now).abs() > 0.5 {
            ui.ctx().request_repaint();
        }
        shown
    })
}

/// The name of a kind, over its lines.
fn heading_ui(ui: &mut Ui, kind: &KeptAs, is_first: bool) {
    ui.add_space(if is_first { 0.0 } else { 24.0 });
    let color = palette(ui).quiet;
    beside_fields(ui, styled(text::session::client_kind(kind), heading_size(ui), color));
}

/// What has no field begins where the words of a field do.
fn beside_fields(ui: &mut Ui, words: RichText) {
    Frame::new().inner_margin(Margin { left: INDENT as i8, ..Margin::ZERO }).show(ui, |ui| paragraph(ui, words));
}

/// The way to hide the screen in the middle, and the way back at the right. Says whether it is to be hidden.
fn ways_ui(ui: &mut Ui, turned: &mut bool) -> bool {
    let color = palette(ui).quiet;
    let (hide, done) = (text::session::client_hide(), text::session::done());
    let key = Command::Escape.key_text(ui.ctx());
    let widths = [hide, key.as_str(), done].map(|words| text_width(ui, words, regular(size::QUIET)) + 8.0);
    let middle = (ui.available_width() - widths[0] - widths[1]) / 2.0;
    ui.horizontal_wrapped(|ui| {
        if middle > widths[2] + 16.0 {
            ui.add_space(middle);
        }
        let hides = keyed_button(ui, hide, color, &key).clicked();
        let rest = ui.available_size_before_wrap().x - widths[2];
        ui.add_space(rest.max(0.0));
        *turned &= !text_button(ui, done, regular(size::QUIET), color).clicked();
        hides
    })
    .inner
}

/// The size of a line, by the room for it.
fn line_size(ui: &Ui) -> f32 {
    match ui.available_width() {
        ..300.0 => size::NOTES,
        ..600.0 => size::CODE,
        _ => 38.0,
    }
}

fn heading_size(ui: &Ui) -> f32 {
    if ui.available_width() < 600.0 { size::QUIET } else { 19.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::kept::kept_lines;
    use crate::domain::session::open_session::Order;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{dates, held, now};

    struct Shown {
        client_view: ClientView,
        kept: Vec<KeptLine>,
        turned: bool,
        asked: Option<Action>,
    }

    fn shown(includes_topics: bool) -> WindowOfOne<'static, Shown> {
        let mut session = held(0, &["the river", "a walk"]);
        session.notes.set_keep(0, Some(KeptAs::Thread));
        session.notes.set_keep(1, Some(KeptAs::SelfCare));
        let kept = kept_lines(&[&session]);
        let client_view = ClientView { includes_topics, ..ClientView::default() };
        WindowOfOne::of(Shown { client_view, kept, turned: true, asked: None }, move |ui, shown| {
            let (order, order_goes_into) = (Order::AsOpened, None);
            let (session, kept) = (&session, &shown.kept[..]);
            let view = ClosingView {
                session,
                stance: None,
                kept,
                added: None,
                now: now(),
                dates: dates(),
                order,
                order_goes_into,
            };
            let asked = shown.client_view.ui(ui, &view, &mut shown.turned);
            if let Some(Action::WordForClient { line, text, .. }) = &asked {
                let line = shown.kept.iter_mut().find(|kept| kept.line == *line).unwrap();
                line.for_client = Some(text.clone());
            }
            shown.asked = asked.or(shown.asked.take());
        })
    }

    #[test]
    fn the_client_sees_open_topics_only_once_that_is_asked_for() {
        let name = text::session::client_wording_spoken;
        assert!(shown(false).hears(&name("a walk")) && !shown(false).hears(&name("the river")));
        assert!(shown(true).hears(&name("the river")) && shown(true).hears(text::session::client_thread()));
    }

    #[test]
    fn a_line_is_put_in_other_words_there_and_without_any_in_its_own_again() {
        let mut window = shown(false);
        let name = text::session::client_wording_spoken("a walk");
        window.clicks(&name).types(" each morning").presses(Key::Enter).types("lost");
        let said = |window: &WindowOfOne<'_, Shown>| {
            let kept = &window.view().kept;
            kept.iter().find(|line| line.text == "a walk").unwrap().for_client.clone()
        };
        assert_eq!(said(&window).as_deref(), Some("a walk each morning"));
        window.clicks(&name).presses_with(Modifiers::COMMAND, Key::A).presses(Key::Backspace);
        assert_eq!(said(&window).as_deref(), Some("a walk"));
        window.types("rest");
        assert_eq!(said(&window).as_deref(), Some("rest"));
    }

    #[test]
    fn it_is_hidden_and_left_by_a_click() {
        let mut window = shown(false);
        assert_eq!(window.clicks(text::session::client_hide()).view().asked, Some(Action::Run(Command::Escape)));
        assert!(!window.clicks(text::session::done()).view().turned);
    }
}
