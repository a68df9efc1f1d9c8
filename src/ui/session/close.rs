//! Closing a session: what is kept for next time, and three fields that may stay empty.

mod client_view;
mod kept_lines;
mod ways_on;

use egui::{Context, Frame, Key, Margin, Ui};

use client_view::ClientView;
use kept_lines::kept_line_ui;
pub(crate) use ways_on::usual_end;
use ways_on::ways_on_ui;

use super::guide_panel::stance_words_ui;
use super::times_fields::TimesFields;
use crate::domain::Moment;
use crate::domain::date_input::DateReader;
use crate::domain::prompts::guideline::{KeptAs, Prompt};
use crate::domain::session::kept::KeptLine;
use crate::domain::session::notes::Line;
use crate::domain::session::open_session::Order;
use crate::domain::session::{Closing, ClosingField, OutcomeKind, Session};
use crate::ui::kit::drop_down::DropDown;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::room::{COLUMNS, at_both_ends, beside_or_below, centered_with_end, title_row};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{
    area, bold, give_keyboard, hairline, heading, keyed_button, named, quiet, styled, text_button,
};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// The width of the form.
const WIDTH: f32 = 800.0;

/// From this width on the way to copy the summary is beside its name.
const CHART_ROW: f32 = 580.0;

/// What is being typed while a session closes.
#[derive(Debug, Default)]
pub struct Close {
    added_kind: KeptAs,
    wants_focus: bool,
    /// It is drawn from its beginning.
    has_come: bool,
    client_view: ClientView,
    times: TimesFields,
    /// Whether the summary was copied as it is.
    is_copied: bool,
}

/// What closing shows.
pub struct ClosingView<'a> {
    /// The session that closes.
    pub session: &'a Session,
    /// The stance to hold, also while it closes.
    pub stance: Option<&'a Prompt>,
    /// What is kept from earlier sessions and from this one.
    pub kept: &'a [KeptLine],
    /// The line that is being added.
    pub added: Option<&'a Line>,
    /// Now.
    pub now: Moment,
    /// How dates are read.
    pub dates: DateReader,
    /// Whose order the prompts are in.
    pub order: Order,
    /// The set that the order would be kept in; none if that would be a new one.
    pub order_goes_into: Option<&'a str>,
}

impl Close {
    /// The next keystroke lands in the line that is added.
    pub fn focus(&mut self) {
        self.wants_focus = true;
        self.has_come = true;
        self.is_copied = false;
    }

    /// Whether a time is typed that cannot be read: the keyboard goes to it, and what is said of it comes into sight.
    pub(crate) fn ask_for_time(&mut self, ctx: &Context, session: &Session) -> bool {
        let unread = self.times.ask_for_unread(session);
        if let Some(field) = &unread {
            ctx.memory_mut(|memory| memory.request_focus(field.id()));
        }
        unread.is_some()
    }

    /// The summary for the chart was copied.
    pub(crate) fn say_copied(&mut self) {
        self.is_copied = true;
    }

    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>, turned: &mut bool) -> Option<Action> {
        let has_come = std::mem::take(&mut self.has_come);
        let mut includes_topics = self.client_view.includes_topics;
        let form = |ui: &mut Ui| self.form_ui(ui, view);
        let end = |ui: &mut Ui| ways_on_ui(ui, view, turned, &mut includes_topics);
        let (changed, ending) = centered_with_end(ui, (WIDTH, 12.0), has_come, form, end);
        self.client_view.includes_topics = includes_topics;
        changed.or(ending)
    }

    fn form_ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>) -> Option<Action> {
        let palette = palette(ui);
        if let Some(stance) = view.stance {
            stance_words_ui(ui, stance);
        }
        let title = |ui: &mut Ui| drop(heading(ui, text::session::close_heading()));
        title_row(ui, title, |ui| ui.label(styled(text::session::close_blank(), size::BODY, palette.quiet)));
        ui.add_space(8.0);
        ui.label(bold(text::session::close_for_next_time(), size::QUIET, palette.text));
        let outcome = self.kept_ui(ui, view);
        ui.add_space(8.0);
        let closing = self.closing_ui(ui, view.session);
        let kept = order_ui(ui, view.order, view.order_goes_into);
        ui.add_space(8.0);
        let times = self.times.ui(ui, view.session, view.now, view.dates).map(Action::SetTimes);
        outcome.or(closing).or(kept).or(times)
    }

    fn kept_ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>) -> Option<Action> {
        let mut action = None;
        let stroke = egui::Stroke::new(1.0, palette(ui).hairline);
        Frame::new().stroke(stroke).corner_radius(8).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for line in view.kept {
                if let Some(outcome) = kept_line_ui(ui, line, view) {
                    action = Some(Action::SetOutcome { line: line.line.clone(), from: line.from.clone(), outcome });
                }
                hairline(ui);
            }
            action = action.take().or(self.add_line_ui(ui, view));
        });
        action
    }

    /// What is typed is a line of the notes at once, kept for next time as what is chosen beside it; Enter goes on to
    /// the next one.
    fn add_line_ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>) -> Option<Action> {
        if let Some(kind) = view.added.and_then(|line| line.keep.clone()) {
            self.added_kind = kind;
        }
        let margin = Margin { left: 14, right: 8, top: 4, bottom: 4 };
        let row = Frame::new().inner_margin(margin).show(ui, |ui| {
            beside_or_below(ui, |ui| {
                let is_chosen = self.kind_ui(ui);
                let added = self.added_line_ui(ui, view);
                // In the frame of a click elsewhere a field gives the keyboard away.
                self.wants_focus |= is_chosen;
                added
            })
        });
        row.inner
    }

    /// Chooses as what the line that is added is kept for next time; says whether that was done.
    fn kind_ui(&mut self, ui: &mut Ui) -> bool {
        let kinds = KeptAs::ALL;
        let choices = kinds.iter().map(|kind| (kind, text::notes::kind(kind), *kind == self.added_kind));
        let drop_down = DropDown::new("kind of the added line", text::session::close_kept_as(), 110.0);
        let chosen = drop_down.ui(ui, text::notes::kind(&self.added_kind), choices).cloned();
        let is_chosen = chosen.is_some();
        self.added_kind = chosen.unwrap_or_else(|| self.added_kind.clone());
        is_chosen
    }

    fn added_line_ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>) -> Option<Action> {
        let added = TextField::AddedLine(&view.session.id);
        let before = view.added.map_or("", |line| &line.text);
        let mut typed = before.to_owned();
        give_keyboard(ui, added.id(), &mut self.wants_focus);
        let response = added.ui(ui, &mut typed, |edit| {
            let frame = Frame::new().inner_margin(Margin::symmetric(14, 9));
            edit.font(regular(size::BODY))
                .hint_text(text::session::close_add_line())
                .frame(frame)
                .desired_width(f32::INFINITY)
        });
        named(ui, &response, text::session::close_add_line_spoken());
        let response = response.with_focus_ring(ui);
        let kind = self.added_kind.clone();
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if entered {
            response.request_focus();
        }
        if !entered || typed.trim().is_empty() {
            let is_other = typed != before || view.added.is_some_and(|line| line.keep.as_ref() != Some(&kind));
            return is_other.then_some(Action::WriteAddedLine { text: typed, kind });
        }
        Some(Action::AddKeptLine { text: typed, kind })
    }

    /// Draws, large, what the two agreed on, and none of the notes.
    pub(crate) fn turned_ui(&mut self, ui: &mut Ui, view: &ClosingView<'_>, turned: &mut bool) -> Option<Action> {
        self.client_view.ui(ui, view, turned)
    }

    /// Draws the same on a screen of the client's own, with nothing to press.
    pub(crate) fn own_screen_ui(&mut self, ui: &mut Ui, session: &Session, kept: &[KeptLine]) {
        self.client_view.own_screen_ui(ui, session, kept);
    }

    /// Forgets what the toolkit remembers of what the client saw.
    pub(crate) fn forget_client_view(&mut self, ctx: &Context) {
        self.client_view.forget(ctx);
    }
}

/// Offers to keep the order that the prompts were brought into in this session.
pub(crate) fn order_ui(ui: &mut Ui, order: Order, goes_into: Option<&str>) -> Option<Action> {
    let palette = palette(ui);
    if order == Order::AsOpened {
        return None;
    }
    ui.add_space(8.0);
    let row = ui.horizontal_wrapped(|ui| {
        if order == Order::Kept {
            quiet(ui, text::session::order_kept());
            return false;
        }
        quiet(ui, text::session::order_moved());
        let name = match goes_into {
            Some(set) => text::session::order_keep_in(set),
            None => text::session::order_keep_as_new().to_owned(),
        };
        text_button(ui, &name, regular(size::QUIET), palette.accent).clicked()
    });
    row.inner.then_some(Action::KeepOrder)
}

/// What was said of a line in this session; nothing said keeps it.
fn outcome_of(session: &Session, line: &KeptLine) -> OutcomeKind {
    let said = session.outcomes.iter().find(|said| said.line == line.line && said.from == line.from);
    said.map_or(OutcomeKind::KeptOpen, |said| said.outcome.clone())
}

fn keeps(session: &Session, line: &KeptLine) -> bool {
    !outcome_of(session, line).ends()
}

impl Close {
    /// The three fields; returns what they hold if it has changed, or that the summary is to be copied.
    fn closing_ui(&mut self, ui: &mut Ui, session: &Session) -> Option<Action> {
        let mut closing: Closing = session.closing.clone();
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            let both = [ClosingField::ClientWords, ClosingField::Noticed];
            if ui.available_width() < COLUMNS {
                for field in both {
                    closing_field_ui(ui, session, field, &mut closing, 3);
                }
            } else {
                // Both are as high as the higher one.
                let rows = both.map(|field| TextField::Closing(&session.id, field).area_rows(ui.ctx()));
                let rows = rows.into_iter().max().unwrap_or_default().max(3);
                ui.columns(2, |columns| {
                    for (ui, field) in columns.iter_mut().zip(both) {
                        closing_field_ui(ui, session, field, &mut closing, rows);
                    }
                });
            }
        });
        ui.add_space(8.0);
        let copies = self.chart_heading_ui(ui, &session.closing.chart_summary);
        closing_area_ui(ui, session, ClosingField::ChartSummary, &mut closing, 2);
        let has_changed = closing != session.closing;
        self.is_copied &= !has_changed;
        has_changed.then_some(Action::SetClosing(closing)).or(copies)
    }

    /// What the summary for the chart is, and the way to copy it.
    fn chart_heading_ui(&self, ui: &mut Ui, summary: &str) -> Option<Action> {
        let palette = palette(ui);
        let is_empty = summary.trim().is_empty();
        let name = if self.is_copied { text::session::close_copied() } else { text::session::close_copy() };
        let copies = |ui: &mut Ui| {
            let key = Command::CopySummary.key_text(ui.ctx());
            ui.add_enabled_ui(!is_empty, |ui| keyed_button(ui, name, palette.accent, &key).clicked()).inner
        };
        let says = |ui: &mut Ui| {
            ui.label(bold(text::notes::closing_field(ClosingField::ChartSummary), size::QUIET, palette.text));
            quiet(ui, text::session::close_chart_hint());
        };
        let is_clicked = if ui.available_width() < CHART_ROW {
            ui.horizontal_wrapped(says);
            copies(ui)
        } else {
            at_both_ends(ui, says, copies).1
        };
        is_clicked.then_some(Action::Run(Command::CopySummary))
    }
}

/// One of the fields, under its name.
fn closing_field_ui(ui: &mut Ui, session: &Session, field: ClosingField, closing: &mut Closing, rows: usize) {
    ui.label(bold(text::notes::closing_field(field), size::QUIET, palette(ui).text));
    closing_area_ui(ui, session, field, closing, rows);
}

/// One of the fields, and under it what was written in it elsewhere.
fn closing_area_ui(ui: &mut Ui, session: &Session, field: ClosingField, closing: &mut Closing, rows: usize) {
    let content = match field {
        ClosingField::ClientWords => &mut closing.client_words,
        ClosingField::Noticed => &mut closing.noticed,
        ClosingField::ChartSummary => &mut closing.chart_summary,
    };
    area(ui, text::notes::closing_field(field), TextField::Closing(&session.id, field), content, rows);
    also_ui(ui, session, field);
}

/// What was written in a field at another place meanwhile.
fn also_ui(ui: &mut Ui, session: &Session, field: ClosingField) {
    for also in session.closing.also_in(field) {
        quiet(ui, text::notes::also_written());
        let color = palette(ui).text;
        ui.add(egui::Label::new(styled(also, size::QUIET, color)).wrap().selectable(true));
    }
}

/// Forgets what the toolkit remembers of a session's fields.
pub fn forget(ctx: &egui::Context, session: &Session) {
    for field in ClosingField::ALL {
        TextField::Closing(&session.id, field).forget(ctx);
    }
    let own = [
        TextField::AddedLine,
        TextField::SessionCode,
        TextField::SessionDosing,
        TextField::SessionDay,
        TextField::SessionBegan,
        TextField::SessionEnded,
    ];
    for field in own {
        field(&session.id).forget(ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::kept::kept_lines;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{dates, held, kept, now};

    struct Shown {
        close: Close,
        turned: bool,
        asked: Option<Action>,
    }

    /// The form over a session that is open, with one line that an earlier one kept as a thread.
    fn shown(turned: bool) -> WindowOfOne<'static, Shown> {
        let earlier = kept(held(9, &["the letter"]));
        let mut session = held(0, &["the river"]);
        session.ended = None;
        let shown = Shown { close: Close::default(), turned, asked: None };
        WindowOfOne::of(shown, move |ui, Shown { close, turned, asked }: &mut Shown| {
            let view = ClosingView {
                session: &session,
                stance: None,
                kept: &kept_lines(&[&earlier]),
                added: None,
                now: now(),
                dates: dates(),
                order: Order::AsOpened,
                order_goes_into: None,
            };
            let action = if *turned { close.turned_ui(ui, &view, turned) } else { close.ui(ui, &view, turned) };
            *asked = action.or(asked.take());
        })
    }

    #[test]
    fn what_became_of_a_line_is_said_of_that_line() {
        let mut window = shown(false);
        window.clicks("Resolved: the letter");
        let said = matches!(&window.view().asked, Some(Action::SetOutcome { outcome: OutcomeKind::Resolved, .. }));
        assert!(said, "{:?}", window.view().asked);
        assert_eq!(window.clicks("End session").view().asked, Some(Action::EndSession));
    }

    #[test]
    fn a_line_that_is_added_is_handed_out_as_it_is_typed() {
        let mut window = shown(false);
        window.clicks("Add a line for next time").types("call Ana");
        let text = "call Ana".to_owned();
        assert_eq!(window.view().asked, Some(Action::WriteAddedLine { text, kind: KeptAs::Thread }));
    }

    #[test]
    fn the_screen_is_turned_to_the_client() {
        assert!(shown(false).clicks("Turn the screen to the client").view().turned);
    }
}
