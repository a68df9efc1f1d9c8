//! The list and what is read: beside each other, or in a small window one of them; and the ways from the list.
//!
//! Must not know what is in either.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui};

use super::ReviewScreen;
use crate::domain::library::Library;
use crate::domain::session::session_scope::SessionScope;
use crate::ui::kit::panes::{Pane, begin_pane, is_gone_to};
use crate::ui::kit::room::{AboveEnd, WindowRoom, page_scrolls};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{quiet, text_button};
use crate::ui::review::{Review, unreadable};
use crate::ui::{Action, text};

/// A narrower list has the ways from it below each other.
const WAYS: f32 = 300.0;

impl ReviewScreen {
    /// Draws the list; a session that is chosen is read, or stands beside another one.
    pub(super) fn chosen_from_list_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        if is_gone_to(ui, Pane::First) {
            self.list.focus_search();
        }
        let before = self.list.chosen().cloned();
        let asked = self.list_ui(ui, review);
        if self.list.chosen() != before.as_ref() {
            self.pages.session_chosen();
        }
        asked
    }

    pub(super) fn right_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let right = CentralPanel::default().frame(Frame::new());
        if self.trash.is_shown || self.clients.is_some() || self.pages.are_closed() {
            let read = right.show(ui, |ui| {
                begin_pane(ui, Pane::Second);
                self.reading_ui(ui, review)
            });
            return read.inner;
        }
        right.show(ui, |ui| {
            begin_pane(ui, Pane::Second);
            self.pages_ui(ui, review);
        });
        None
    }

    /// Draws the list, or in its place what is read, with the way back to the list.
    pub(super) fn one_pane_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let awaits_second = self.pages.await_second(self.list.read(review.library));
        let is_across = self.clients.is_some() || self.versions.is_some() || !self.pages.are_closed();
        self.reads_alone |= is_across;
        if self.reads_alone && !awaits_second {
            if !is_across {
                let margin = Margin { left: WindowRoom::of(ui.ctx()).margin(40), right: 8, top: 2, bottom: 2 };
                let panel = Panel::top("way to the list").resizable(false).show_separator_line(false);
                let frame = Frame::new().inner_margin(margin);
                let back = panel.frame(frame).show(ui, |ui| {
                    let color = palette(ui).accent;
                    text_button(ui, text::review::back_to_sessions(), regular(size::QUIET), color).clicked()
                });
                self.reads_alone = !back.inner;
            }
            return self.right_ui(ui, review);
        }
        let beside = WindowRoom::of(ui.ctx()).margin(12);
        let frame = Frame::new().fill(palette(ui).panel).inner_margin(Margin::symmetric(beside, 8));
        let list = CentralPanel::default().frame(frame).show(ui, |ui| {
            if awaits_second {
                quiet(ui, text::review::choose_second());
            }
            page_scrolls(ui, "sessions", |ui| self.chosen_from_list_ui(ui, review))
        });
        self.reads_alone = self.list.take_opened();
        list.inner
    }

    /// Draws the list, what it is filtered by above it, and the ways from it below it.
    fn list_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let stepped = self.list.step(ui, review.library);
        let may_empty = *review.scope == SessionScope::AllClients;
        let in_trash = self.trash.is_shown.then(|| self.trash.ui(ui, review.library.len(), may_empty)).flatten();
        let asked = self.list.filter_ui(ui, review.library).or(in_trash);
        unreadable::ui(ui, review.unreadable);
        ui.add_space(4.0);
        let is_anywhere = !review.library.is_empty() || !self.trash.sessions.is_empty();
        let has_ways = is_anywhere && !self.trash.is_shown;
        if WindowRoom::of(ui.ctx()).is_small() {
            // Where all of the page scrolls, they are not below what may be long.
            let put_back = has_ways.then(|| self.ways_ui(ui, review.library)).flatten();
            self.rows_ui(ui, review, stepped);
            return asked.or(put_back);
        }
        let above = AboveEnd::of(ui);
        above.filled_ui(ui, |ui| self.rows_ui(ui, review, stepped));
        let put_back = above.end_ui(ui, |ui| has_ways.then(|| self.ways_ui(ui, review.library)).flatten());
        asked.or(put_back)
    }

    fn rows_ui(&mut self, ui: &mut Ui, review: &Review<'_>, stepped: bool) {
        if self.list.is_empty() {
            quiet(ui, if self.trash.is_shown { text::review::trash_is_empty() } else { nothing_found(review) });
        } else {
            self.list.rows_ui(ui, review.library, stepped, review.now);
        }
    }

    /// Draws the ways to what is not in the list.
    pub(super) fn ways_ui(&mut self, ui: &mut Ui, library: &Library) -> Option<Action> {
        let put_back = self.trash.moved_ui(ui);
        let color = palette(ui).quiet;
        let clients =
            |ui: &mut Ui| text_button(ui, text::review::clients_and_themes(), regular(size::QUIET), color).clicked();
        let trash = &mut self.trash;
        let mut to_trash = |ui: &mut Ui| {
            if !trash.sessions.is_empty() {
                trash.way_ui(ui);
            }
        };
        let toggles = if ui.available_width() < WAYS {
            ui.horizontal_wrapped(|ui| (clients(ui), to_trash(ui))).inner.0
        } else {
            let row = ui.horizontal(|ui| {
                let toggles = clients(ui);
                ui.with_layout(Layout::right_to_left(Align::Center), to_trash);
                toggles
            });
            row.inner
        };
        if toggles {
            self.toggle_clients(library);
        }
        put_back
    }
}

fn nothing_found(review: &Review<'_>) -> &'static str {
    if review.loading {
        text::review::reading_sessions()
    } else if review.library.is_empty() {
        text::review::no_sessions()
    } else {
        text::review::nothing_found()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, review};

    #[test]
    fn in_a_small_window_a_session_is_read_by_itself_and_leads_back_to_the_list() {
        let library = library(&[&held(9, &["the river"])]);
        let mut window = WindowOfOne::of(ReviewScreen::default(), move |ui, screen: &mut ReviewScreen| {
            ui.ctx().set_zoom_factor(2.0);
            screen.ui(ui, &review(&library));
        });
        let (row, back) = ("14 Nov, K-07, 50 min", text::review::back_to_sessions());
        assert!(window.hears(row) && !window.hears("the river"));
        window.clicks(row);
        assert!(!window.hears(row) && window.hears("the river"));
        assert!(window.clicks(back).hears(row));
    }
}
