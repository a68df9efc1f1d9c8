//! The list of sessions: what is looked for, what that finds, and which of them is read.
//!
//! Owns what was typed and chosen. Must not know what is read beside it, or where sessions are kept.

use egui::{Align2, Id, Rect, ScrollArea, Ui, accesskit::Role, pos2, vec2};

use super::theme::{palette, regular, semibold, size};
use super::widgets::{FocusRing, arrow_steps, give_keyboard, named, paint_text, row, search_field};
use super::words;
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::search::Query;
use crate::domain::session::Session;

/// The height of one row of the list.
const ROW: f32 = 44.0;

/// What was typed and chosen, and what it finds.
#[derive(Debug, Default)]
pub struct SessionList {
    typed: String,
    client: Option<String>,
    chosen: Option<SessionId>,
    wants_focus: bool,
    found: Found,
}

/// The sessions that the query finds; worked out again only when the query or the library changed.
#[derive(Debug, Default)]
struct Found {
    of: Option<(String, Option<String>, bool, u64)>,
    query: Query,
    indexes: Vec<usize>,
}

impl SessionList {
    /// The next keystroke lands in the search.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// Finds what is looked for in a library, or in the one of the trash.
    pub fn find(&mut self, library: &Library, is_trash: bool) {
        let of = (self.typed.clone(), self.client.clone(), is_trash, library.revision());
        if self.found.of.as_ref() == Some(&of) {
            return;
        }
        let query = Query::parse(&self.typed);
        let indexes = library.find(&query, self.client.as_deref());
        self.found = Found { of: Some(of), query, indexes };
    }

    /// Where the chosen session stands among those found; the first one, where it is not among them.
    fn place(&self, library: &Library) -> usize {
        let is_chosen = |index: &usize| library.at(*index).map(|session| &session.id) == self.chosen.as_ref();
        self.found.indexes.iter().position(is_chosen).unwrap_or(0)
    }

    /// Chooses a session. Where what is looked for leaves it out, everything is looked at again.
    pub fn choose(&mut self, id: SessionId, library: &Library) {
        let is_it = |index: &usize| library.at(*index).is_some_and(|session| session.id == id);
        if !self.found.indexes.iter().any(is_it) {
            self.typed.clear();
            self.client = None;
        }
        self.chosen = Some(id);
    }

    /// The client whose sessions alone are looked at.
    pub fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }

    /// The session that was chosen last.
    pub fn chosen(&self) -> Option<&SessionId> {
        self.chosen.as_ref()
    }

    /// Whether nothing is found.
    pub fn is_empty(&self) -> bool {
        self.found.indexes.is_empty()
    }

    /// What is looked for.
    pub fn query(&self) -> &Query {
        &self.found.query
    }

    /// The session that is read: the chosen one, or else the first of those found.
    pub fn read<'a>(&self, library: &'a Library) -> Option<&'a Session> {
        library.at(*self.found.indexes.get(self.place(library))?)
    }

    /// How many sessions there are, and how many of them are found.
    pub fn facts(&self, library: &Library) -> Vec<String> {
        let mut parts = vec![words::count(library.len(), "session")];
        let typed = self.typed.trim();
        if !typed.is_empty() {
            parts.push(format!("{} with “{typed}”", self.found.indexes.len()));
        } else if self.client.is_some() {
            parts.push(format!("{} shown", self.found.indexes.len()));
        }
        parts
    }

    /// Draws the rows that are found; after a step the chosen one is in view.
    pub fn rows_ui(&mut self, ui: &mut Ui, library: &Library, stepped: bool, now: Moment) {
        let place = self.place(library);
        let mut scroll = ScrollArea::vertical().id_salt("sessions").auto_shrink(false);
        if stepped {
            let middle = (ui.available_height() - ROW) / 2.0;
            scroll = scroll.vertical_scroll_offset((place as f32 * ROW - middle).max(0.0));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        scroll.show_rows(ui, ROW, self.found.indexes.len(), |ui, rows| {
            for shown in rows {
                let Some(session) = self.found.indexes.get(shown).and_then(|index| library.at(*index)) else {
                    continue;
                };
                let open_lines = library.open_lines(session);
                if session_row_ui(ui, session, open_lines, shown == place, now) {
                    self.chosen = Some(session.id.clone());
                }
            }
        });
    }

    /// Up and Down choose, wherever the keyboard is; says whether one was pressed.
    pub fn step(&mut self, ui: &Ui, library: &Library) -> bool {
        let steps = if self.found.indexes.is_empty() { 0 } else { arrow_steps(ui) };
        if steps == 0 {
            return false;
        }
        let last = self.found.indexes.len() - 1;
        let place = self.place(library).saturating_add_signed(steps).min(last);
        self.chosen = library.at(self.found.indexes[place]).map(|session| session.id.clone());
        true
    }

    /// Draws the search and the choice of a client.
    pub fn filter_ui(&mut self, ui: &mut Ui, library: &Library) {
        ui.horizontal(|ui| {
            let clients = 116.0;
            let width = ui.available_width() - clients - 34.0;
            let id = Id::unique("search");
            give_keyboard(ui, id, &mut self.wants_focus);
            search_field(ui, "Search every note", id, &mut self.typed, width);
            self.client_ui(ui, library, clients);
        });
    }

    fn client_ui(&mut self, ui: &mut Ui, library: &Library, width: f32) {
        let name = self.client.as_deref().unwrap_or("All clients").to_owned();
        let mut chosen = None;
        let combo = egui::ComboBox::from_id_salt("client").selected_text(name).width(width).height(360.0);
        let response = combo.show_ui(ui, |ui| {
            if ui.selectable_label(self.client.is_none(), "All clients").clicked() {
                chosen = Some(None);
            }
            for client in library.clients() {
                if ui.selectable_label(self.client.as_deref() == Some(client), client).clicked() {
                    chosen = Some(Some(client.to_owned()));
                }
            }
        });
        named(ui, &response.response, "Client");
        let _ = response.response.with_focus_ring(ui);
        if let Some(client) = chosen {
            self.client = client;
        }
    }
}

/// One session of the list; says whether it was chosen.
fn session_row_ui(ui: &mut Ui, session: &Session, open_lines: usize, chosen: bool, now: Moment) -> bool {
    let palette = palette(ui);
    let date = words::list_date(session.began, now.date_naive());
    let duration = if session.is_finished() { format!("{} min", session.minutes()) } else { "unfinished".to_owned() };
    let themes = session.themes().join(" · ").replace('-', " ");
    let open = if open_lines == 0 { String::new() } else { format!("{open_lines} open") };
    let client = words::client(session);
    let name = [date.as_str(), client, &duration, &themes, &open].into_iter().filter(|part| !part.is_empty());
    let response = row(ui, ROW, chosen, Role::ListBoxOption, &name.collect::<Vec<_>>().join(", "));
    let rect = response.rect.shrink2(vec2(12.0, 0.0));
    let part = |from: f32, to: f32| {
        Rect::from_min_max(pos2(rect.left() + from, rect.top()), pos2(rect.left() + to, rect.bottom()))
    };
    let end =
        rect.width() - paint_text(ui, rect, Align2::RIGHT_CENTER, open, regular(size::QUIET), palette.accent) - 8.0;
    paint_text(ui, part(0.0, 68.0), Align2::LEFT_CENTER, date, regular(size::QUIET), palette.quiet);
    paint_text(ui, part(70.0, 126.0), Align2::LEFT_CENTER, client, semibold(size::BODY), palette.text);
    let themes_from = if session.is_finished() { 194.0 } else { 210.0 };
    paint_text(ui, part(130.0, themes_from), Align2::LEFT_CENTER, duration, regular(size::QUIET), palette.quiet);
    paint_text(ui, part(themes_from, end), Align2::LEFT_CENTER, themes, regular(size::QUIET), palette.text);
    response.clicked()
}
