//! An earlier session with the client, to be read in the place of the guide while the notes go on.
//!
//! It shows what was written then and what the client said of it. What the therapist noticed in themselves stays in
//! Review: the client may see this.

use egui::{Frame, Id, Margin, ScrollArea, Ui};

use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::library::search::Query;
use crate::domain::session::{ClosingField, Session};
use crate::ui::kit::key_scrolling::{Scrolled, scrolled_by_keys, turn_pages};
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::theme::{TARGET, palette, regular, semibold, size};
use crate::ui::kit::widgets::{
    BEFORE_KEY, WORDS_MARGIN, bold, hairline, keyed_button, paragraph, quiet, styled, text_button_if, text_width,
};
use crate::ui::review::reading::{MARGIN, Titles, lines_ui};
use crate::ui::review::{ReadingContext, SessionView};
use crate::ui::shell::command::Command;
use crate::ui::text;

/// Which session is read, if any.
#[derive(Debug, Default)]
pub struct EarlierPanel {
    is_open: bool,
    /// None for the last one.
    shown: Option<SessionId>,
}

/// Where one goes from a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SessionStep {
    Earlier,
    Later,
    Close,
}

impl EarlierPanel {
    /// Whether a session is read.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Reads the last session, or none any more.
    pub(crate) fn toggle(&mut self) {
        *self = Self { is_open: !self.is_open, shown: None };
    }

    /// Reads none any more.
    pub(crate) fn close(&mut self) {
        *self = Self::default();
    }

    /// Whether there is anything to read before a session; if not, it closes.
    pub(crate) fn follow(&mut self, library: &Library, open: &Session) {
        if self.is_open && library.before(open).next().is_none() {
            self.close();
        }
    }

    /// Draws the session that is read, of those before `open`, scrolled by so many pages.
    pub fn ui(&mut self, ui: &mut Ui, library: &Library, open: &Session, (now, turns): (Moment, f32)) {
        let earlier: Vec<&Session> = library.before(open).collect();
        let place = earlier.iter().position(|session| Some(&session.id) == self.shown.as_ref()).unwrap_or(0);
        let Some(session) = earlier.get(place).copied() else { return self.close() };
        let (has_earlier, has_later) = (place + 1 < earlier.len(), place > 0);
        let heading = |ui: &mut Ui| {
            let way = heading_ui(ui, library, session, now, (has_earlier, has_later));
            ui.add_space(8.0);
            hairline(ui);
            way
        };
        let way = if WindowRoom::of(ui.ctx()).is_small() {
            body_ui(ui, library, session, turns, heading)
        } else {
            let way = heading(ui);
            ui.add_space(4.0);
            body_ui(ui, library, session, turns, |_| None).or(way)
        };
        let shown = |place: usize| earlier.get(place).map(|session| session.id.clone());
        match way {
            Some(SessionStep::Earlier) => self.shown = shown(place + 1),
            Some(SessionStep::Later) => self.shown = shown(place - 1),
            Some(SessionStep::Close) => self.close(),
            None => {}
        }
    }
}

/// When it was, which one it is, and the ways on.
fn heading_ui(
    ui: &mut Ui,
    library: &Library,
    session: &Session,
    now: Moment,
    (has_earlier, has_later): (bool, bool),
) -> Option<SessionStep> {
    let palette = palette(ui);
    let ordinal = library.ordinal(session).map(text::counts::ordinal_session);
    let facts = [ordinal, Some(text::dates::duration(session.minutes()))];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let facts_ui = |ui: &mut Ui| {
        ui.label(bold(text::dates::date(session.began, now.date_naive()), size::QUIET, palette.text));
        ui.label(styled(facts.join(" · "), size::QUIET, palette.quiet));
    };
    let are_more = has_earlier || has_later;
    let row = ui.horizontal_wrapped(|ui| {
        facts_ui(ui);
        // They are at the end of the row, in the order in which they are read.
        let gap = ui.available_size_before_wrap().x - ways_width(ui, are_more);
        ui.add_space(gap.max(0.0));
        ways_ui(ui, are_more, (has_earlier, has_later))
    });
    row.inner
}

/// How wide the ways on are.
fn ways_width(ui: &Ui, are_more: bool) -> f32 {
    let width = |words: &str, font| text_width(ui, words, font) + 2.0 * WORDS_MARGIN.x;
    let key = text_width(ui, &Command::Escape.key_text(ui.ctx()), regular(size::QUIET)) + BEFORE_KEY;
    let close = width(text::session::earlier_close(), regular(size::QUIET)) + key;
    let steps = [text::session::earlier(), text::session::later()];
    let step = |name: &str| width(name, semibold(size::QUIET)).max(TARGET) + ui.spacing().item_spacing.x;
    if are_more { close + steps.map(step).iter().sum::<f32>() } else { close }
}

/// The ways to the sessions before and after, and back. Each has its place: a click too many is none.
fn ways_ui(ui: &mut Ui, are_more: bool, (has_earlier, has_later): (bool, bool)) -> Option<SessionStep> {
    let color = palette(ui).accent;
    let mut way = None;
    let steps = [
        (has_earlier, text::session::earlier(), SessionStep::Earlier),
        (has_later, text::session::later(), SessionStep::Later),
    ];
    for (is_there, name, leads) in steps.into_iter().filter(|_| are_more) {
        if text_button_if(ui, is_there, name, semibold(size::QUIET), color) {
            way = Some(leads);
        }
    }
    let key = Command::Escape.key_text(ui.ctx());
    if keyed_button(ui, text::session::earlier_close(), color, &key).clicked() {
        way = Some(SessionStep::Close);
    }
    way
}

/// What was written, below something else; it scrolls by itself, by the wheel and, once it has the keyboard, by the arrow keys.
fn body_ui(
    ui: &mut Ui,
    library: &Library,
    session: &Session,
    turns: f32,
    above: impl FnOnce(&mut Ui) -> Option<SessionStep>,
) -> Option<SessionStep> {
    let of = Scrolled { id: Id::unique("earlier"), name: text::session::earlier_spoken(), takes_keyboard: true };
    let place = ui.available_rect_before_wrap();
    let salt = ("earlier", session.id.as_str());
    let scroll = ScrollArea::vertical().id_salt(salt).auto_shrink(false).min_scrolled_height(0.0);
    let shown = scrolled_by_keys(ui, of, place, scroll, |ui| {
        turn_pages(ui, turns);
        let way = above(ui);
        ui.spacing_mut().item_spacing.y = 6.0;
        let query = Query::default();
        let (ended, ordinal) = (library.ended_lines(session), None);
        let view =
            SessionView { session, ordinal, ended, query: &query, at: None, context: ReadingContext::BesideNotes };
        let lines = session.notes.lines().iter().enumerate().filter(|(_, line)| !line.text.trim().is_empty());
        Frame::new().inner_margin(Margin { left: 10, ..Margin::ZERO }).show(ui, |ui| {
            lines_ui(ui, &view, lines, Titles::Shown);
            closing_ui(ui, session);
        });
        way
    });
    shown.inner
}

/// What was filled in as it closed, but for what the therapist noticed in themselves.
fn closing_ui(ui: &mut Ui, session: &Session) {
    let palette = palette(ui);
    let margin = if WindowRoom::of(ui.ctx()).is_very_narrow() { 0 } else { MARGIN as i8 };
    Frame::new().inner_margin(Margin { left: margin, ..Margin::ZERO }).show(ui, |ui| {
        for field in [ClosingField::ClientWords, ClosingField::ChartSummary] {
            let words = session.closing.field(field);
            if !words.trim().is_empty() {
                quiet(ui, text::notes::closing_field(field));
                paragraph(ui, styled(words, size::NOTES, palette.text));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, now};

    #[test]
    fn one_goes_from_the_last_session_to_the_ones_before_it_and_back() {
        let mut other = held(1, &["of somebody else"]);
        other.client = "M-12".to_owned();
        let open = held(0, &["now"]);
        let mut last = held(4, &["the river"]);
        last.closing.noticed = "restless".to_owned();
        last.closing.client_words = "lighter".to_owned();
        let library = library(&[&held(9, &["the letter"]), &last, &other, &open]);
        let mut panel = EarlierPanel::default();
        panel.toggle();
        let mut window = WindowOfOne::of(panel, move |ui, panel| panel.ui(ui, &library, &open, (now(), 0.0)));
        let sees = |window: &WindowOfOne<'_, _>| {
            ["the letter", "the river", "of somebody else", "now"].map(|words| window.hears(words))
        };
        assert_eq!(sees(&window), [false, true, false, false]);
        assert!(window.hears("lighter") && !window.hears("restless"), "the client may see it");
        window.clicks(text::session::earlier());
        assert_eq!(sees(&window), [true, false, false, false]);
        window.clicks(text::session::later());
        assert_eq!(sees(&window), [false, true, false, false]);
        assert!(!window.clicks(text::session::earlier_close()).view().is_open());
    }
}
