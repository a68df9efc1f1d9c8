//! One row of the list of sessions: when it was, with whom, its themes, what is open; while words are
//! looked for, the words around them.

use egui::{Align2, Rect, Response, Ui, pos2, vec2};

use super::passage::snippet_job;
use super::reading::duration;
use crate::domain::Moment;
use crate::domain::library::search::passages::Snippet;
use crate::domain::session::Session;
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{paint_text, paint_text_around, row_of_list, text_width};
use crate::ui::text;

/// The height of a row.
pub(crate) const HEIGHT: f32 = 44.0;

/// The height of each fact of a row that has them below each other.
const FACT: f32 = 21.0;

/// A narrower list has no columns.
const COLUMNS: f32 = 300.0;

/// In a narrower list what became of a session has a line of its own.
const OWN_LINES: f32 = 200.0;

/// The height of a row in a list, without what is looked for.
pub(crate) fn height(ui: &Ui) -> f32 {
    match ui.available_width() {
        ..OWN_LINES => 9.0 + 4.0 * FACT,
        ..COLUMNS => 9.0 + 3.0 * FACT,
        _ => HEIGHT,
    }
}

/// The room at both ends of a row.
const MARGIN: f32 = 12.0;

/// How much higher it is while words are looked for.
pub(crate) const SNIPPET_HEIGHT: f32 = 22.0;

/// The width of a short code.
const MIN_CODE_WIDTH: f32 = 56.0;

/// What a row shows.
pub struct SessionRow<'a> {
    /// The session.
    pub session: &'a Session,
    /// How many of its lines are still kept for next time.
    pub open_lines: usize,
    /// The words around the first hit; nothing while no words are looked for, or where they are in
    /// nothing that is read.
    pub snippet: Option<&'a Snippet>,
    /// Its height.
    pub height: f32,
    /// The width of the column of the codes.
    pub code_width: f32,
    /// Whether it is the one that is read.
    pub chosen: bool,
    /// Whether it is the one of the list that Tab goes to.
    pub is_stop: bool,
    /// Now.
    pub now: Moment,
}

/// The room for some of the themes.
const THEMES: f32 = 40.0;

/// How many themes are named in a row: more than there is room for.
const MAX_THEMES: usize = 20;

/// The width of the column of these codes: of the longest, up to a third of a row.
pub(crate) fn code_width<'a>(ui: &Ui, codes: impl Iterator<Item = &'a str>) -> f32 {
    let widths = codes.map(|code| text_width(ui, code, semibold(size::BODY)));
    widths.fold(MIN_CODE_WIDTH, f32::max).min((ui.available_width() / 3.0).max(MIN_CODE_WIDTH))
}

fn themes(session: &Session) -> String {
    let (mut themes, are_more) = session.first_themes(MAX_THEMES);
    themes.extend(are_more.then_some("…"));
    themes.join(" · ").replace('-', " ")
}

/// Those facts that there are, beside each other.
fn joined(facts: &[&str]) -> String {
    facts.iter().copied().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

impl SessionRow<'_> {
    /// Draws the row.
    pub fn ui(&self, ui: &mut Ui) -> Response {
        let session = self.session;
        let date = text::dates::list_date(session.began, self.now.date_naive());
        let duration = duration(session);
        let themes = themes(session);
        let open = if self.open_lines == 0 { String::new() } else { text::review::open_lines(self.open_lines) };
        let finalized = if session.is_finalized() { text::review::finalized() } else { "" };
        let snippet = self.snippet.map_or("", |snippet| snippet.text.as_str());
        let parts = [date.as_str(), text::notes::client(session), &duration, &themes, finalized, &open, snippet];
        let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let response = row_of_list(ui, self.height, self.chosen, self.is_stop, &name);
        let mut rect = response.rect.shrink2(vec2(MARGIN, 0.0));
        if let Some(snippet) = self.snippet {
            rect = rect.with_max_y(rect.bottom() - SNIPPET_HEIGHT);
            self.snippet_ui(ui, rect, snippet);
        }
        if response.rect.width() < COLUMNS {
            self.facts_below_ui(ui, rect, &date, [&duration, finalized, &open]);
        } else {
            self.facts_ui(ui, rect, [&date, &duration, &themes, finalized, &open]);
        }
        response
    }

    /// Where there is no room for columns: the code, when it was, and how much is open.
    fn facts_below_ui(&self, ui: &Ui, rect: Rect, date: &str, facts: [&str; 3]) {
        let palette = palette(ui);
        let line = |number: f32| {
            let top = rect.top() + 4.0 + number * FACT;
            Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + FACT + 1.0))
        };
        paint_text_around(ui, line(0.0), text::notes::client(self.session), semibold(size::BODY), palette.text);
        paint_text(ui, line(1.0), Align2::LEFT_CENTER, date, regular(size::QUIET), palette.quiet);
        let [duration, ended @ ..] = facts;
        let lines = if rect.width() + 2.0 * MARGIN < OWN_LINES {
            vec![joined(&[duration]), joined(&ended)]
        } else {
            vec![joined(&facts)]
        };
        for (number, facts) in (2_u8..).zip(lines) {
            paint_text(ui, line(number.into()), Align2::LEFT_CENTER, facts, regular(size::QUIET), palette.quiet);
        }
    }

    fn facts_ui(&self, ui: &Ui, rect: Rect, [date, duration, themes, finalized, open]: [&str; 5]) {
        let palette = palette(ui);
        let client = text::notes::client(self.session);
        let quiet = regular(size::QUIET);
        let part = |from: f32, to: f32| {
            Rect::from_min_max(pos2(rect.left() + from, rect.top()), pos2(rect.left() + to, rect.bottom()))
        };
        let open_width = paint_text(ui, rect, Align2::RIGHT_CENTER, open, quiet.clone(), palette.accent);
        let between = if open.is_empty() || finalized.is_empty() { 0.0 } else { 10.0 };
        let left = rect.with_max_x(rect.right() - open_width - between);
        let width = paint_text(ui, left, Align2::RIGHT_CENTER, finalized, quiet.clone(), palette.quiet);
        let end = left.width() - width - 8.0;
        paint_text(ui, part(0.0, 68.0), Align2::LEFT_CENTER, date, quiet.clone(), palette.quiet);
        let code_end = 70.0 + self.code_width;
        paint_text_around(ui, part(70.0, code_end), client, semibold(size::BODY), palette.text);
        let themes_from = code_end + if self.session.is_finished() { 68.0 } else { 84.0 };
        paint_text(ui, part(code_end + 4.0, themes_from), Align2::LEFT_CENTER, duration, quiet.clone(), palette.quiet);
        // In a narrow list there may be no room for more than a letter or two of them: then there are none.
        let room = part(themes_from, end.max(themes_from));
        if room.width() >= THEMES.min(text_width(ui, themes, quiet.clone())) {
            paint_text(ui, room, Align2::LEFT_CENTER, themes, quiet, palette.text);
        }
    }

    /// Paints the words around the first hit below the facts, which stand in `rect`.
    fn snippet_ui(&self, ui: &Ui, rect: Rect, snippet: &Snippet) {
        let palette = palette(ui);
        let ground = if self.chosen { palette.background } else { palette.selection };
        let galley = ui.painter().layout_job(snippet_job(snippet, rect.width(), ground, palette));
        ui.painter().galley(pos2(rect.left(), rect.bottom() - 8.0), galley, palette.quiet);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, now};

    fn row(session: Session, open_lines: usize) -> WindowOfOne<'static, bool> {
        WindowOfOne::of(false, move |ui, clicked| {
            let (height, code_width) = (HEIGHT, code_width(ui, std::iter::once("K-07")));
            let session = &session;
            let row = SessionRow {
                session,
                open_lines,
                snippet: None,
                height,
                code_width,
                chosen: false,
                is_stop: true,
                now: now(),
            };
            *clicked |= row.ui(ui).clicked();
        })
    }

    #[test]
    fn a_row_says_when_with_whom_how_long_of_what_and_how_much_is_open() {
        let mut window = row(held(3, &["by the #river"]), 2);
        assert!(!window.view());
        assert!(*window.clicks("20 Nov, K-07, 50 min, river, 2 open").view());
        let mut finalized = held(3, &[]);
        finalized.finalized = Some(now());
        assert!(row(finalized, 1).hears("20 Nov, K-07, 50 min, finalized, 1 open"));
        let mut unfinished = held(3, &[]);
        unfinished.ended = None;
        assert!(row(unfinished, 0).hears("20 Nov, K-07, unfinished"));
    }

    #[test]
    fn more_themes_than_a_row_has_room_for_are_only_hinted_at() {
        let line = (0..=MAX_THEMES).map(|number| format!("#theme{number}")).collect::<Vec<_>>().join(" ");
        let said = themes(&held(3, &[line.as_str()]));
        assert_eq!(said.matches("theme").count(), MAX_THEMES);
        assert!(said.ends_with(" · …"));
    }
}
