//! The card above what is read: the client's sessions and dosing dates on a line in time, the themes in
//! each, and what is kept for next time; the same as a table, to be read aloud or copied.
//!
//! Owns whether the table is shown. Must not read anything into what it shows.

mod places;
mod table;

use chrono::NaiveDate;
use egui::{Align, Align2, CursorIcon, Id, Layout, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, accesskit::Role};
use egui::{Pos2, pos2, vec2};

use crate::domain::client_code::ClientKey;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::library::timeline::{Meeting, ThemeOverTime, Timeline};
use crate::domain::session::Session;
use crate::domain::session::kept::KeptLine;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::theme::{Palette, palette, regular, size};
use crate::ui::kit::widgets::{card, paint_text, paragraph, quiet, styled, subheading, text_button};
use crate::ui::{Action, text};
use places::{Point, placed};
use table::{copied, list_ui, table_ui};

/// The width of the column with the names of the rows.
const NAMES: f32 = 104.0;
/// The height of one row.
const ROW: f32 = 24.0;
/// How many themes have a row, unless the session that is read has more; the table has them all.
const MAX_THEMES: usize = 5;
/// How many themes of the session that is read have a row.
const MAX_OWN_THEMES: usize = 40;
/// How many kept lines are shown beside the chart.
const MAX_LINES: usize = 5;
/// The least width of the chart, and of the table.
const CHART_WIDTH: f32 = 340.0;
const TABLE_WIDTH: f32 = 600.0;

/// The timeline of one client; worked out again only when the library changed.
#[derive(Debug, Default)]
pub struct TimelineCard {
    of: Option<(ClientKey, u64)>,
    timeline: Timeline,
    shows_table: bool,
}

impl TimelineCard {
    /// Shows the table in place of the chart, or the chart again.
    pub(crate) fn toggle_table(&mut self) {
        self.shows_table = !self.shows_table;
    }

    /// Draws the card for the client of a session that is read.
    pub fn ui(&mut self, ui: &mut Ui, library: &Library, session: &Session, now: NaiveDate) -> Option<Action> {
        self.look_up(library, session);
        if self.timeline.meetings.is_empty() {
            return None;
        }
        let mut asked = None;
        card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut more = LeftOut::default();
            let width = ui.available_width();
            if self.shows_table && width < TABLE_WIDTH {
                list_ui(ui, &self.timeline, now);
            } else if self.shows_table {
                table_ui(ui, &self.timeline, now);
            } else if width < CHART_WIDTH {
                // The table has it all.
                more = LeftOut { sessions: self.timeline.meetings.len(), themes: self.timeline.themes.len() };
            } else {
                (more, asked) = self.chart_and_lines_ui(ui, session, now);
            }
            self.ways_ui(ui, more, now);
        });
        ui.add_space(8.0);
        asked
    }

    fn table_name(more: LeftOut) -> String {
        match (more.sessions, more.themes) {
            (0, 0) => text::review::as_table().to_owned(),
            (sessions, 0) => text::review::as_table_more_sessions(sessions),
            (0, themes) => text::review::as_table_more_themes(themes),
            (sessions, themes) => text::review::as_table_more_of_both(sessions, themes),
        }
    }

    fn look_up(&mut self, library: &Library, session: &Session) {
        let of = (ClientKey::of(&session.client), library.revision());
        if self.of.as_ref() != Some(&of) {
            self.timeline = Timeline::of(library.with(&session.client));
            self.of = Some(of);
        }
    }

    /// Draws the way to the table, which has what the chart leaves out.
    fn ways_ui(&mut self, ui: &mut Ui, more: LeftOut, now: NaiveDate) {
        let accent = palette(ui).accent;
        let way = |ui: &mut Ui, name: &str| text_button(ui, name, regular(size::QUIET), accent).clicked();
        ui.horizontal_wrapped(|ui| {
            let name = if self.shows_table { text::review::as_picture().to_owned() } else { Self::table_name(more) };
            if way(ui, &name) {
                self.toggle_table();
            }
            ui.add_space(12.0);
            if self.shows_table && way(ui, text::review::copy_table()) {
                ui.ctx().copy_text(copied(&self.timeline, now));
            }
        });
    }

    /// Draws the chart and the kept lines; returns what did not fit, and what was asked for.
    fn chart_and_lines_ui(&self, ui: &mut Ui, session: &Session, now: NaiveDate) -> (LeftOut, Option<Action>) {
        let whole = ui.available_width();
        let lines_width = if whole < 520.0 { 0.0 } else { (whole * 0.3).clamp(180.0, 220.0) };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let drawn = self.chart_ui(ui, whole - lines_width, &session.id, now);
            if lines_width > 0.0 {
                let (line, _) = ui.allocate_exact_size(vec2(17.0, ui.min_size().y), Sense::hover());
                ui.painter().vline(line.left() + 1.0, line.y_range(), Stroke::new(1.0, palette(ui).hairline));
                let layout = Layout::top_down(Align::Min);
                ui.allocate_ui_with_layout(vec2(lines_width - 17.0, 0.0), layout, |ui| {
                    lines_ui(ui, &self.timeline.kept_lines);
                });
            }
            drawn
        })
        .inner
    }

    /// Draws the line in time, and the rows under it.
    fn chart_ui(&self, ui: &mut Ui, width: f32, read: &SessionId, now: NaiveDate) -> (LeftOut, Option<Action>) {
        let (points, places) = placed(&self.timeline, width - NAMES - 60.0, read);
        let shown: Vec<(usize, f32)> =
            points.iter().zip(&places).filter_map(|(point, x)| Some((point.meeting?, *x))).collect();
        let themes = themes_shown(&self.timeline, &shown, read);
        let left_out = LeftOut {
            sessions: self.timeline.meetings.len() - shown.len(),
            themes: self.timeline.themes.len() - themes.len(),
        };
        let counts = count_rows(&self.timeline.meetings);
        let rows = 3 + themes.len() + counts.len();
        let (rect, response) = ui.allocate_exact_size(vec2(width, rows as f32 * ROW), Sense::hover());
        let name = chart_name(self.timeline.meetings.len(), left_out);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        let chart =
            Chart { ui, palette: palette(ui), left: rect.left() + NAMES + 24.0, top: rect.top(), names: rect.left() };
        chart.time(&points, &places, &self.timeline, read, now);
        let mut asked = None;
        for (row, theme) in themes.iter().enumerate() {
            if chart.theme(row + 3, theme, &shown) {
                asked = Some(Action::ReadTheme(theme.theme.clone()));
            }
        }
        for (row, (name, count)) in counts.into_iter().enumerate() {
            chart.counts(row + 3 + themes.len(), name, &shown, |meeting| count(&self.timeline.meetings[meeting]));
        }
        (left_out, asked)
    }
}

type Count = fn(&Meeting) -> usize;

/// The rows that say how many lines opened and closed, if any did.
fn count_rows(meetings: &[Meeting]) -> Vec<(&'static str, Count)> {
    let rows: [(&str, Count); 2] = [
        (text::review::row_opened(), |meeting| meeting.opened.len()),
        (text::review::row_closed(), |meeting| meeting.closed.len()),
    ];
    rows.into_iter().filter(|(_, count)| meetings.iter().any(|meeting| count(meeting) > 0)).collect()
}

/// The themes that have a row, in the order of their first mention: those of the session that is read, and, where there
/// are few, of the others named in the sessions that are shown the ones that were named last.
fn themes_shown<'a>(timeline: &'a Timeline, shown: &[(usize, f32)], read: &SessionId) -> Vec<&'a ThemeOverTime> {
    let read = timeline.meetings.iter().position(|meeting| meeting.session == *read);
    let is_shown = |meeting: &&usize| shown.iter().any(|(shown, _)| shown == *meeting);
    let last = |theme: &ThemeOverTime| theme.meetings.iter().rev().find(is_shown).copied();
    let is_read = |theme: &ThemeOverTime| read.is_some_and(|read| theme.meetings.binary_search(&read).is_ok());
    let (own, others): (Vec<usize>, Vec<usize>) =
        (0..timeline.themes.len()).partition(|index| is_read(&timeline.themes[*index]));
    let mut others: Vec<(usize, usize)> =
        others.into_iter().filter_map(|index| Some((last(&timeline.themes[index])?, index))).collect();
    others.sort_unstable();
    let room = MAX_THEMES.saturating_sub(own.len());
    let latest = others.iter().rev().take(room).map(|(_, index)| *index);
    let mut rows: Vec<usize> = own.iter().copied().take(MAX_OWN_THEMES).chain(latest).collect();
    rows.sort_unstable();
    rows.into_iter().map(|index| &timeline.themes[index]).collect()
}

/// What the chart leaves out, and the table has.
#[derive(Debug, Clone, Copy, Default)]
struct LeftOut {
    sessions: usize,
    themes: usize,
}

/// What a screen reader says of the chart of so many sessions.
fn chart_name(count: usize, left_out: LeftOut) -> String {
    match (left_out.sessions, left_out.themes) {
        (0, 0) => text::review::chart(count),
        (sessions, 0) => text::review::chart_more_sessions(count, sessions),
        (0, themes) => text::review::chart_more_themes(count, themes),
        (sessions, themes) => text::review::chart_more_of_both(count, sessions, themes),
    }
}

/// Where and with what the chart is drawn.
struct Chart<'a> {
    ui: &'a Ui,
    palette: &'a Palette,
    left: f32,
    top: f32,
    names: f32,
}

impl Chart<'_> {
    fn at(&self, row: usize, x: f32) -> Pos2 {
        pos2(self.left + x, self.top + (row as f32 + 0.5) * ROW)
    }

    fn name(&self, row: usize, name: &str) {
        self.name_behind(0.0, row, name);
    }

    /// The name of a row, with room in front of it.
    fn name_behind(&self, room: f32, row: usize, name: &str) {
        let middle = self.at(row, 0.0).y;
        let rect = Rect::from_min_size(pos2(self.names + room, middle - ROW / 2.0), vec2(NAMES - room - 4.0, ROW));
        paint_text(self.ui, rect, Align2::LEFT_CENTER, name, regular(size::QUIET), self.palette.quiet);
    }

    fn word(&self, place: Pos2, word: impl ToString, font: f32) {
        self.ui.painter().text(place, Align2::CENTER_CENTER, word, regular(font), self.palette.quiet);
    }

    /// The dates, the line with its marks, and under each session the days since its dosing.
    fn time(&self, points: &[Point], places: &[f32], timeline: &Timeline, read: &SessionId, now: NaiveDate) {
        let painter = self.ui.painter();
        if let (Some(first), Some(last)) = (places.first(), places.last()) {
            let y = self.at(1, 0.0).y;
            let line = Stroke::new(1.5, self.palette.hairline);
            painter.hline(self.left + first..=self.left + last, y, line);
        }
        for (point, x) in points.iter().zip(places) {
            let place = self.at(1, *x);
            let Some(meeting) = point.meeting.map(|index| &timeline.meetings[index]) else {
                self.dosing(place);
                continue;
            };
            self.word(self.at(0, *x), text::dates::list_date(meeting.began, now), size::QUIET);
            painter.circle_filled(place, 5.0, self.palette.accent);
            if meeting.session == *read {
                painter.circle_stroke(place, 8.0, Stroke::new(1.5, self.palette.accent));
            }
            if let Some(days) = meeting.days_after_dosing {
                self.word(self.at(2, *x), text::dates::days(days), size::SMALL);
            }
        }
        if points.iter().any(|point| point.meeting.is_none()) {
            self.name_behind(18.0, 1, text::review::row_dosing());
            self.name(2, text::review::row_days_after());
            self.dosing(pos2(self.names + 7.0, self.at(1, 0.0).y));
        }
    }

    fn dosing(&self, center: Pos2) {
        let corners = [vec2(0.0, -6.0), vec2(6.0, 0.0), vec2(0.0, 6.0), vec2(-6.0, 0.0)];
        let points = corners.iter().map(|corner: &Vec2| center + *corner).collect();
        let stroke = Stroke::new(1.5, self.palette.accent);
        let ground = self.palette.background;
        self.ui.painter().add(egui::Shape::convex_polygon(points, ground, stroke));
    }

    /// Draws the row of a theme; says whether its name was pressed, which leads to the lines with it.
    fn theme(&self, row: usize, theme: &ThemeOverTime, shown: &[(usize, f32)]) -> bool {
        self.name(row, &theme.theme.replace('-', " "));
        let middle = self.at(row, 0.0).y;
        let rect = Rect::from_min_size(pos2(self.names, middle - ROW / 2.0), vec2(NAMES - 4.0, ROW));
        // By its row: the toolkit may remember for ever what an id was made of.
        let id = Id::unique(("timeline theme", row));
        let name = self.ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
        let spoken = text::review::every_line_with_theme(&theme.theme, &theme.theme.replace('-', " "));
        name.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        let name = name.with_focus_ring(self.ui);
        for (meeting, x) in shown {
            let place = self.at(row, *x);
            if theme.meetings.binary_search(meeting).is_ok() {
                self.ui.painter().circle_filled(place, 5.0, self.palette.accent);
            } else {
                let dash = place.x - 4.0..=place.x + 4.0;
                self.ui.painter().hline(dash, place.y, Stroke::new(1.0, self.palette.hairline));
            }
        }
        name.clicked()
    }

    fn counts(&self, row: usize, name: &str, shown: &[(usize, f32)], count: impl Fn(usize) -> usize) {
        self.name(row, name);
        for (meeting, x) in shown {
            let lines = count(*meeting);
            if lines > 0 {
                self.word(self.at(row, *x), lines, size::QUIET);
            }
        }
    }
}

/// The kept lines, one row each.
fn lines_ui(ui: &mut Ui, lines: &[KeptLine]) {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    subheading(ui, text::review::for_next_time());
    if lines.is_empty() {
        quiet(ui, text::review::nothing_open());
    }
    for line in lines.iter().take(MAX_LINES) {
        let words = styled(&line.text, size::QUIET, palette.text);
        paragraph(ui, words);
    }
    if lines.len() > MAX_LINES {
        quiet(ui, text::review::and_more(lines.len() - MAX_LINES));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, kept, library, now};

    fn shown() -> WindowOfOne<'static, Option<Action>> {
        let mut card = TimelineCard::default();
        let (old, young) = (kept(held(9, &["the letter #river"])), held(2, &["the shore"]));
        let library = library(&[&old, &young]);
        WindowOfOne::of(None, move |ui, asked| {
            *asked = card.ui(ui, &library, &young, now().date_naive()).or(asked.take());
        })
    }

    #[test]
    fn the_table_says_what_the_picture_shows_and_both_lead_to_each_other() {
        let mut window = shown();
        assert!(window.hears("Timeline, 2 sessions. The table says the same."));
        assert!(window.hears("the letter #river"), "what is kept is beside it");
        window.clicks("As a table");
        assert!(window.hears("Opened") && window.hears("the letter #river") && window.hears("14 Nov"));
        assert!(!window.hears("Timeline, 2 sessions. The table says the same."));
        assert!(window.clicks("As a picture").hears("Timeline, 2 sessions. The table says the same."));
    }

    #[test]
    fn a_theme_leads_to_its_lines() {
        let mut window = shown();
        window.clicks("river: every line with #river");
        assert_eq!(window.view(), &Some(Action::ReadTheme("river".to_owned())));
    }
}
