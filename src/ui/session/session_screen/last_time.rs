//! What is above the notes: what was kept last time, folded or open.
//!
//! Must not know how it was worked out.

use egui::{ScrollArea, Ui};

use super::SessionScreen;
use crate::domain::Moment;
use crate::domain::prompts::guideline::KeptAs;
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{bold, card, paint_text, text_button, text_width};
use crate::ui::session::begin::{LastTime, last_time_heading, last_time_ui};
use crate::ui::session::notes_pane::Margins;
use crate::ui::text;

/// The least room for what was kept, in short.
const SUMMARY: f32 = 120.0;

impl SessionScreen {
    /// Draws what is above the notes: however much that is, it leaves some of them in sight.
    pub(super) fn above_notes_ui(
        &mut self,
        ui: &mut Ui,
        margins: Margins,
        is_empty: bool,
        contents: impl FnOnce(&mut Self, &mut Ui),
    ) {
        let usual = ui.spacing().item_spacing.y;
        let room = WindowRoom::of(ui.ctx());
        let (top, bottom) = match (room.is_very_low(), is_empty && !room.has_two_panes()) {
            (true, _) => (0.0, 0.0),
            (false, true) => (6.0, 0.0),
            (false, false) => (14.0, if is_empty { 0.0 } else { 6.0 }),
        };
        ui.spacing_mut().item_spacing.y = 0.0;
        let highest = (0.55 * ui.available_height()).max(ui.available_height() - 240.0);
        let scroll = ScrollArea::vertical().id_salt("above the notes").auto_shrink([false, true]);
        scroll.max_height(highest).min_scrolled_height(0.0).show(ui, |ui| {
            margins.column(ui, top, bottom, |ui| {
                ui.spacing_mut().item_spacing.y = usual;
                contents(self, ui);
            });
        });
    }

    pub(super) fn last_time_ui(&mut self, ui: &mut Ui, last_time: &LastTime, now: Moment) {
        card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let is_open = self.last_time_is_open;
            self.last_time_bar_ui(ui, last_time, now);
            if is_open {
                last_time_ui(ui, last_time);
            }
        });
    }

    /// The one line of *Last time*: what was kept, in short, and the ways to all of it and to that session.
    fn last_time_bar_ui(&mut self, ui: &mut Ui, last_time: &LastTime, now: Moment) {
        let palette = palette(ui);
        let is_open = self.last_time_is_open;
        let heading = if is_open { last_time_heading(last_time, now) } else { text::session::last_time().to_owned() };
        let summary = if is_open { String::new() } else { in_short(last_time) };
        let (toggle, spoken) = if is_open {
            (text::session::last_time_hide(), text::session::last_time_hide_spoken().to_owned())
        } else {
            (text::session::last_time_show(), text::session::last_time_show_spoken(&summary))
        };
        let reads =
            if self.earlier.is_open() { text::session::back_to_prompts() } else { text::session::read_that_session() };
        let font = || semibold(size::QUIET);
        let ways_ui = |screen: &mut Self, ui: &mut Ui| {
            let response = text_button(ui, toggle, font(), palette.accent);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &spoken));
            if response.clicked() {
                screen.toggle_last_time();
            }
            if text_button(ui, reads, font(), palette.accent).clicked() {
                screen.toggle_earlier();
            }
        };
        let says = bold(heading.as_str(), size::QUIET, palette.text);
        let ways: f32 = [toggle, reads].map(|name| text_width(ui, name, font()) + 8.0).into_iter().sum();
        if ui.available_width() < text_width(ui, &heading, font()) + ways + SUMMARY {
            ui.horizontal_wrapped(|ui| {
                ui.label(says);
                ways_ui(self, ui);
            });
            return;
        }
        ui.horizontal(|ui| {
            ui.label(says);
            let mut rest = ui.available_rect_before_wrap();
            rest.max.x -= ways;
            paint_text(ui, rest, egui::Align2::LEFT_CENTER, summary, regular(size::QUIET), palette.quiet);
            ui.add_space(rest.width() + 8.0);
            ways_ui(self, ui);
        });
    }
}

/// What was kept, in one line: the threads by number, the rest in its own words.
fn in_short(last_time: &LastTime) -> String {
    let threads = last_time.lines.iter().filter(|line| line.kind == KeptAs::Thread).count();
    let mut parts = Vec::new();
    if threads > 0 {
        parts.push(text::session::threads_open(threads));
    }
    parts.extend(last_time.lines.iter().filter(|line| line.kind != KeptAs::Thread).map(|line| line.text.clone()));
    if parts.is_empty() { text::session::nothing_kept_in_short().to_owned() } else { parts.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::kept::kept_lines;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, kept, now};

    #[test]
    fn what_was_kept_is_said_in_short_and_opened_whole() {
        let session = kept(held(9, &["the letter"]));
        let last_time = LastTime { began: session.began, lines: kept_lines(&[&session]) };
        let toggle = text::session::last_time_show_spoken(&in_short(&last_time));
        let mut window = WindowOfOne::of(SessionScreen::default(), move |ui, screen: &mut SessionScreen| {
            screen.last_time_ui(ui, &last_time, now());
        });
        assert!(!window.hears("the letter"));
        assert!(window.clicks(&toggle).hears("the letter"));
    }
}
