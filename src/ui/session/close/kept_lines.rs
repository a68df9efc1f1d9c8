//! A line that was kept for next time, and what can be said of it as a session closes.
//!
//! Must not know where it comes from.

use egui::{Align, Frame, Layout, Margin, Ui, vec2};

use super::{ClosingView, outcome_of};
use crate::domain::session::OutcomeKind;
use crate::domain::session::kept::KeptLine;
use crate::ui::kit::choices::{Choice, choice_width, choices_in};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{label_column, paragraph, quiet, styled, text_width};
use crate::ui::text;

/// The room for what can be said of a line.
const CHOICES: f32 = 230.0;
/// The room between two of them.
const BETWEEN: f32 = 8.0;
/// The least room for a line beside what can be said of it.
const WORDS: f32 = 180.0;

pub(super) fn kept_line_ui(ui: &mut Ui, line: &KeptLine, view: &ClosingView<'_>) -> Option<OutcomeKind> {
    let outcome = outcome_of(view.session, line);
    let mut chosen = None;
    Frame::new().inner_margin(Margin::symmetric(14, 7)).show(ui, |ui| {
        if ui.available_width() < 100.0 + CHOICES + WORDS {
            quiet(ui, text::notes::kind(&line.kind));
            kept_words_ui(ui, line, view);
            chosen = ui.horizontal_wrapped(|ui| outcomes_ui(ui, line, &outcome)).inner;
            return;
        }
        ui.horizontal(|ui| {
            let words_width = ui.available_width() - 100.0 - CHOICES;
            label_column(ui, 92.0, text::notes::kind(&line.kind), size::QUIET);
            ui.allocate_ui_with_layout(vec2(words_width, 24.0), Layout::top_down(Align::Min), |ui| {
                ui.set_min_width(words_width);
                kept_words_ui(ui, line, view);
            });
            // They are at the end of the row, in the order in which they are read.
            let gap = ui.available_width() - outcomes_width(ui, line, &outcome);
            ui.add_space(gap.max(0.0));
            chosen = outcomes_ui(ui, line, &outcome);
        });
    });
    chosen
}

/// The words of a line and, if it is of an earlier session, since when it is kept: beside them if there is room.
fn kept_words_ui(ui: &mut Ui, line: &KeptLine, view: &ClosingView<'_>) {
    let history = (line.from != view.session.id).then(|| text::notes::thread_history(line, view.now.date_naive()));
    let words = styled(&line.text, size::BODY, palette(ui).text);
    let Some(history) = history else { return drop(paragraph(ui, words)) };
    let width =
        text_width(ui, &line.text, regular(size::BODY)) + text_width(ui, &history, regular(size::QUIET)) + BETWEEN;
    if width <= ui.available_width() {
        ui.horizontal(|ui| {
            ui.label(words);
            quiet(ui, history);
        });
    } else {
        paragraph(ui, words);
        quiet(ui, history);
    }
}

/// What can be said of a line. What a later version said of it is shown, and stays until something else is chosen.
fn outcomes(said: &OutcomeKind) -> Vec<OutcomeKind> {
    let mut kinds = vec![OutcomeKind::KeptOpen, OutcomeKind::Resolved, OutcomeKind::LetGo];
    if !kinds.contains(said) {
        kinds.insert(0, said.clone());
    }
    kinds
}

/// How wide they are beside each other.
fn outcomes_width(ui: &Ui, line: &KeptLine, said: &OutcomeKind) -> f32 {
    let kinds = outcomes(said);
    let width: f32 = kinds.iter().map(|kind| choice_width(ui, text::notes::outcome_choice(&line.kind, kind))).sum();
    width + BETWEEN * kinds.len().saturating_sub(1) as f32
}

/// Draws them.
fn outcomes_ui(ui: &mut Ui, line: &KeptLine, said: &OutcomeKind) -> Option<OutcomeKind> {
    ui.spacing_mut().item_spacing.x = BETWEEN;
    let kinds = outcomes(said);
    let all = kinds.iter().map(|kind| {
        let name = text::notes::outcome_choice(&line.kind, kind);
        let spoken = text::session::close_choice_spoken(name, &line.text);
        Choice { value: kind, name, spoken, is_chosen: said == kind }
    });
    choices_in(ui, &line.text, all).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::kept::kept_lines;
    use crate::domain::session::open_session::Order;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{dates, held, kept, now};

    #[test]
    fn what_can_be_said_of_a_line_is_there_however_narrow_it_is() {
        let (session, kept) = (held(0, &[]), kept_lines(&[&kept(held(9, &["the letter"]))]));
        for width in [200.0, 700.0] {
            let (session, kept) = (session.clone(), kept.clone());
            let mut window = WindowOfOne::of(None, move |ui, said| {
                let (order, order_goes_into) = (Order::AsOpened, None);
                let (session, kept) = (&session, &kept[..]);
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
                ui.set_max_width(width);
                *said = kept_line_ui(ui, &kept[0], &view).or(said.take());
            });
            assert_eq!(window.clicks("Resolved: the letter").view(), &Some(OutcomeKind::Resolved));
        }
    }
}
