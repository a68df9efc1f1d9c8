//! The ways on from closing: to end the session, to turn the screen to the client, and back to the notes.
//!
//! Must not know what is filled in before.

use egui::Ui;

use super::ClosingView;
use crate::domain::Moment;
use crate::domain::session::Session;
use crate::domain::session::session_times::LikelyEnd;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::room::at_both_ends_from;
use crate::ui::kit::theme::{palette, semibold, size};
use crate::ui::kit::widgets::{button, primary_button, quiet, styled, text_button};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// From this width on the way back to the notes is at the other end of the row.
const WAYS_ON: f32 = 790.0;

/// What the first button does: ends the session, or leaves one that was ended before as it ended. One that was left open
/// ends when it was left.
pub(crate) fn usual_end(session: &Session, now: Moment) -> Action {
    match (session.ended, session.left_open(now)) {
        (Some(_), _) => Action::LeaveEdit,
        (None, Some(end)) => Action::EndSessionAt(end.at()),
        (None, None) => Action::EndSession,
    }
}

/// The ways on from closing: to end, to turn the screen, and back. Each is in sight, however much was kept.
pub(super) fn ways_on_ui(
    ui: &mut Ui,
    view: &ClosingView<'_>,
    turned: &mut bool,
    includes_topics: &mut bool,
) -> Option<Action> {
    let palette = palette(ui);
    ui.add_space(8.0);
    // The ways to end one that was left open say when that is, and need a row of their own.
    let is_left_open = view.session.left_open(view.now).is_some();
    let row = is_left_open.then(|| ui.horizontal_wrapped(|ui| end_ui(ui, view.session, view.now)).inner);
    let ends = |ui: &mut Ui| {
        let end = row.unwrap_or_else(|| end_ui(ui, view.session, view.now));
        *turned |= button(ui, text::session::close_turn_screen()).clicked();
        let words = styled(text::session::client_include_threads(), size::QUIET, palette.quiet);
        let _ = ui.checkbox(includes_topics, words).with_focus_ring(ui);
        end
    };
    let goes_back =
        |ui: &mut Ui| text_button(ui, text::session::close_back(), semibold(size::BODY), palette.accent).clicked();
    let (end, back) = at_both_ends_from(ui, WAYS_ON, ends, goes_back);
    ui.add_space(8.0);
    end.or(back.then_some(Action::BackToSession))
}

/// The way out, with its key. One that was left open is not ended now without saying how long that makes it; one that has
/// its end keeps it.
fn end_ui(ui: &mut Ui, session: &Session, now: Moment) -> Option<Action> {
    let left_open = session.left_open(now);
    let name = match (session.ended, left_open) {
        (Some(_), _) => text::session::done().to_owned(),
        (None, Some(end)) => end_name(end),
        (None, None) => text::session::end().to_owned(),
    };
    let mut chosen = primary_button(ui, &name).clicked().then(|| usual_end(session, now));
    ui.add_space(4.0);
    let key = Command::End.key_text(ui.ctx());
    quiet(ui, key);
    ui.add_space(4.0);
    let Some(end) = left_open else { return chosen };
    if session.ended.is_some() {
        if session.ended != Some(end.at()) && button(ui, &end_name(end)).clicked() {
            chosen = Some(Action::EndSessionAt(end.at()));
        }
        return chosen;
    }
    let name = text::session::end_now_after(&text::dates::duration(session.minute_of(now)));
    let ends_now = button(ui, &name).clicked();
    chosen.or(ends_now.then_some(Action::EndSession))
}

/// What a session that was left open ends by.
fn end_name(end: LikelyEnd) -> String {
    let time = text::dates::time(end.at());
    match end {
        LikelyEnd::LastLine(_) => text::session::end_at_last_line(&time),
        LikelyEnd::Beginning(_) => text::session::end_at_beginning(&time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, now};

    #[test]
    fn one_that_was_left_open_ends_when_it_was_left_or_now() {
        let mut session = held(9, &["the river"]);
        session.ended = None;
        let end = session.left_open(now()).unwrap();
        assert_eq!(usual_end(&session, now()), Action::EndSessionAt(end.at()));
        let minutes = text::dates::duration(session.minute_of(now()));
        let draw = move |ui: &mut Ui, asked: &mut Option<Action>| *asked = end_ui(ui, &session, now()).or(asked.take());
        let mut window = WindowOfOne::of(None, draw);
        assert_eq!(window.clicks(&end_name(end)).view(), &Some(Action::EndSessionAt(end.at())));
        assert_eq!(window.clicks(&text::session::end_now_after(&minutes)).view(), &Some(Action::EndSession));
    }
}
