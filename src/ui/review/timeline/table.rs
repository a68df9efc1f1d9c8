//! The timeline as a table, or where there is no room for its columns as a list; and as it is copied.
//!
//! Must not read anything into what it shows.

use chrono::NaiveDate;
use egui::{Align, Frame, Layout, ScrollArea, Ui, vec2};

use crate::domain::library::timeline::Timeline;
use crate::ui::kit::room::scrolls;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{bold, paragraph, quiet, styled};
use crate::ui::text;

/// The height that the table takes at most.
const TABLE: f32 = 300.0;

/// What the table has of one session.
fn cells(timeline: &Timeline, index: usize, now: NaiveDate) -> [String; 5] {
    let meeting = &timeline.meetings[index];
    let closed = meeting.closed.iter().map(|closed| {
        let kind = closed.kind.clone().unwrap_or_default();
        let became = text::notes::outcome(&kind, &closed.outcome);
        text::review::closed_line(closed.text.as_deref().unwrap_or(text::review::missing_line()), became)
    });
    [
        text::dates::list_date(meeting.began, now),
        meeting.days_after_dosing.map(text::dates::days).unwrap_or_default(),
        timeline.themes_of(index).map(|theme| theme.replace('-', " ")).collect::<Vec<_>>().join(", "),
        meeting.opened.join("; "),
        closed.collect::<Vec<_>>().join("; "),
    ]
}

fn columns() -> [&'static str; 5] {
    [
        text::review::column_session(),
        text::review::column_after_dosing(),
        text::review::column_themes(),
        text::review::column_opened(),
        text::review::column_closed(),
    ]
}

/// The table as it is copied: one line for each session, its cells parted by tabs.
pub(super) fn copied(timeline: &Timeline, now: NaiveDate) -> String {
    let mut lines = vec![columns().join("\t")];
    lines.extend((0..timeline.meetings.len()).map(|index| cells(timeline, index, now).join("\t")));
    lines.join("\n") + "\n"
}

/// What the table has, where there is no room for its columns.
pub(super) fn list_ui(ui: &mut Ui, timeline: &Timeline, now: NaiveDate) {
    let palette = palette(ui);
    scrolls(ui, ScrollArea::vertical().id_salt("timeline list").max_height(TABLE).auto_shrink([false, true]), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for index in 0..timeline.meetings.len() {
            let [date, rest @ ..] = cells(timeline, index, now);
            paragraph(ui, bold(date, size::QUIET, palette.text));
            let named = columns().into_iter().skip(1).zip(rest);
            for (name, cell) in named.filter(|(_, cell)| !cell.is_empty()) {
                quiet(ui, name);
                paragraph(ui, styled(cell, size::QUIET, palette.text));
            }
            ui.add_space(8.0);
        }
    });
}

pub(super) fn table_ui(ui: &mut Ui, timeline: &Timeline, now: NaiveDate) {
    let palette = palette(ui);
    let rest = ((ui.available_width() - 96.0 - 96.0 - 150.0 - 48.0) / 2.0).max(120.0);
    let widths = [96.0, 96.0, 150.0, rest, rest];
    let row_ui = |ui: &mut Ui, cells: [egui::RichText; 5]| {
        ui.horizontal_top(|ui| {
            for (cell, width) in cells.into_iter().zip(widths) {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_min_width(width);
                    paragraph(ui, cell);
                });
            }
        });
    };
    Frame::new().show(ui, |ui| {
        row_ui(ui, columns().map(|name| bold(name, size::QUIET, palette.quiet)));
        ScrollArea::vertical().id_salt("timeline table").max_height(TABLE).auto_shrink([false, true]).show(ui, |ui| {
            for index in 0..timeline.meetings.len() {
                row_ui(ui, cells(timeline, index, now).map(|cell| styled(cell, size::QUIET, palette.text)));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, kept, library, now};

    #[test]
    fn of_the_table_each_session_is_copied_as_a_line() {
        let timeline = Timeline::of(library(&[&kept(held(9, &["the letter"])), &held(2, &[])]).with("K-07"));
        let text = copied(&timeline, now().date_naive());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1..], ["14 Nov\t\t\tthe letter\t", "21 Nov\t\t\t\t"]);
    }

    #[test]
    fn the_list_has_what_the_table_has() {
        for draw in [table_ui, list_ui] {
            let timeline = Timeline::of(library(&[&kept(held(9, &["the letter"]))]).with("K-07"));
            let window = WindowOfOne::of((), move |ui, ()| draw(ui, &timeline, now().date_naive()));
            assert!(window.hears("14 Nov") && window.hears("the letter") && window.hears("Opened"));
        }
    }
}
