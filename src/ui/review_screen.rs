//! Past sessions, newest first, filtered as one types; at the right, one of them to read.
//!
//! Owns what was typed and chosen, and what that finds. Never changes a session.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use egui::{Align2, CentralPanel, Frame, Id, Margin, Panel, Rect, ScrollArea, Ui, accesskit::Role, pos2, vec2};

use super::command::Command;
use super::reading::{Reading, Stands};
use super::theme::{palette, regular, semibold, size};
use super::trash::Trash;
use super::versions::Versions;
use super::widgets::{
    FocusRing, arrow_steps, bold, give_keyboard, named, paint_text, paragraph, quiet, row, search_field, text,
};
use super::{Action, reading, words};
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::search::Query;
use crate::domain::session::{ClientKey, Session};

/// The height of one row of the list.
const ROW: f32 = 44.0;

/// What was typed and chosen, and what it finds.
#[derive(Debug, Default)]
pub struct ReviewScreen {
    typed: String,
    client: Option<String>,
    chosen: Option<SessionId>,
    wants_focus: bool,
    trash: Trash,
    versions: Option<Versions>,
    found: Found,
    open_lines: OpenLines,
}

/// The sessions that the query finds; worked out again only when the query or the library changed.
#[derive(Debug, Default)]
struct Found {
    of: Option<(String, Option<String>, bool, u64)>,
    query: Query,
    indexes: Vec<usize>,
}

/// How many lines of each session still carry on, for the clients whose rows were drawn.
#[derive(Debug, Default)]
struct OpenLines {
    of: (u64, usize),
    by_client: HashMap<ClientKey, HashMap<SessionId, usize>>,
}

/// A file in the notes folder that is not read, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreadable {
    /// Where it is.
    pub path: PathBuf,
    /// Its name, without its folder.
    pub name: String,
    /// Why, in a sentence or two.
    pub reason: String,
}

/// What Review shows.
pub struct Review<'a> {
    /// Every session that was read so far.
    pub library: &'a Library,
    /// The files that could not be read.
    pub unreadable: &'a [Unreadable],
    /// Whether more sessions are being read.
    pub loading: bool,
    /// The session that is open for writing.
    pub open: Option<&'a SessionId>,
    /// Now.
    pub now: Moment,
}

impl ReviewScreen {
    /// The next keystroke lands in the search.
    pub fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// Takes the earlier versions of a session as they were read.
    pub fn show_versions(&mut self, id: &SessionId, read: Vec<(DateTime<Utc>, Session)>) {
        if let Some(versions) = self.versions.as_mut().filter(|versions| versions.are_of(id)) {
            versions.read(read);
        }
    }

    /// The earlier versions of a session were asked for.
    pub fn await_versions(&mut self, id: &SessionId) {
        self.versions = Some(Versions::of(id));
    }

    /// Takes the sessions in the trash as they were read.
    pub fn show_trash(&mut self, sessions: Vec<Session>) {
        self.trash.read(sessions);
    }

    /// What a command asks for that acts on what is read.
    pub fn run(&mut self, command: Command, library: &Library) -> Option<Action> {
        let listed = if self.trash.is_shown { &self.trash.sessions } else { library };
        let index = self.found.indexes.get(self.place(listed));
        let id = index.and_then(|index| listed.at(*index)).map(|session| session.id.clone());
        match (command, self.trash.is_shown) {
            (Command::Trash, _) => {
                self.trash.toggle();
                None
            }
            (Command::EarlierVersions, false) => id.map(Action::ReadVersions),
            (Command::MoveToTrash, false) => id.map(Action::MoveToTrash),
            (Command::PutBack, true) => id.map(Action::PutBack),
            (Command::RestoreVersion, false) => self
                .versions
                .as_ref()
                .and_then(Versions::chosen)
                .map(|version| Action::Restore(Box::new(version.clone()))),
            _ => None,
        }
    }

    /// Closes what is open; says whether anything was.
    pub fn escape(&mut self) -> bool {
        self.versions.take().is_some() || self.trash.escape()
    }

    /// Draws the list and what is read.
    pub fn ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        if !self.trash.is_shown {
            return self.shelf_ui(ui, review);
        }
        let trash = std::mem::take(&mut self.trash.sessions);
        let in_trash = Review { library: &trash, unreadable: &[], loading: false, open: None, now: review.now };
        let action = self.shelf_ui(ui, &in_trash);
        self.trash.sessions = trash;
        action
    }

    fn shelf_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        self.find(review.library);
        let palette = palette(ui);
        let width = (ui.available_width() * 0.352).clamp(340.0, 450.0);
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 12, top: 14, bottom: 8 });
        let panel = Panel::left("sessions").exact_size(width).resizable(false).frame(frame);
        let asked = panel.show(ui, |ui| self.list_ui(ui, review)).inner;
        let frame = Frame::new().fill(palette.background);
        CentralPanel::default().frame(frame).show(ui, |ui| self.reading_ui(ui, review)).inner.or(asked)
    }

    /// What the footer says of the list.
    pub fn footer(&self, review: &Review<'_>) -> String {
        let all = words::count(review.library.len(), "session");
        let typed = self.typed.trim();
        let mut parts = vec![all];
        if !typed.is_empty() {
            parts.push(format!("{} with “{typed}”", self.found.indexes.len()));
        } else if self.client.is_some() {
            parts.push(format!("{} shown", self.found.indexes.len()));
        }
        if review.loading {
            parts.push("reading more…".to_owned());
        }
        parts.join(" · ")
    }

    fn find(&mut self, library: &Library) {
        let of = (self.typed.clone(), self.client.clone(), self.trash.is_shown, library.revision());
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

    fn list_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let stepped = self.step(ui, review.library);
        let asked = if self.trash.is_shown { self.trash.ui(ui, review.library.len()) } else { None };
        self.filter_ui(ui, review.library);
        unreadable_ui(ui, review.unreadable);
        ui.add_space(4.0);
        if !self.trash.is_shown && !self.trash.sessions.is_empty() {
            Panel::bottom("way to the trash")
                .frame(Frame::new())
                .resizable(false)
                .show_separator_line(false)
                .show(ui, |ui| self.trash.way_ui(ui));
        }
        self.rows_ui(ui, review, stepped);
        asked
    }

    fn rows_ui(&mut self, ui: &mut Ui, review: &Review<'_>, stepped: bool) {
        if self.found.indexes.is_empty() {
            quiet(ui, if self.trash.is_shown { "Nothing here." } else { nothing_found(review) });
            return;
        }
        let place = self.place(review.library);
        let mut scroll = ScrollArea::vertical().id_salt("sessions").auto_shrink(false);
        if stepped {
            let middle = (ui.available_height() - ROW) / 2.0;
            scroll = scroll.vertical_scroll_offset((place as f32 * ROW - middle).max(0.0));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let now = review.now;
        scroll.show_rows(ui, ROW, self.found.indexes.len(), |ui, rows| {
            for shown in rows {
                let Some(session) = self.found.indexes.get(shown).and_then(|index| review.library.at(*index)) else {
                    continue;
                };
                let open_lines = self.open_lines.of(review.library, session);
                if session_row_ui(ui, session, open_lines, shown == place, now) {
                    self.chosen = Some(session.id.clone());
                }
            }
        });
    }

    /// Up and Down choose, wherever the keyboard is; says whether one was pressed.
    fn step(&mut self, ui: &Ui, library: &Library) -> bool {
        let steps = if self.found.indexes.is_empty() { 0 } else { arrow_steps(ui) };
        if steps == 0 {
            return false;
        }
        let last = self.found.indexes.len() - 1;
        let place = self.place(library).saturating_add_signed(steps).min(last);
        self.chosen = library.at(self.found.indexes[place]).map(|session| session.id.clone());
        true
    }

    fn filter_ui(&mut self, ui: &mut Ui, library: &Library) {
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

    fn reading_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let index = self.found.indexes.get(self.place(review.library))?;
        let session = review.library.at(*index)?;
        let stands = match review.open {
            Some(open) if *open == session.id => Stands::OnDesk,
            _ if self.trash.is_shown => Stands::InTrash,
            _ => Stands::OnShelf,
        };
        let are_read = |versions: &Versions| stands == Stands::OnShelf && versions.are_of(&session.id);
        self.versions.take_if(|versions| !are_read(versions));
        let Some(versions) = &mut self.versions else {
            // Among those in the trash it says nothing.
            let ordinal = review.library.ordinal(session).filter(|_| stands != Stands::InTrash);
            return reading::ui(ui, &Reading { session, ordinal, query: &self.found.query, stands });
        };
        let frame = Frame::new().inner_margin(Margin { left: 40, right: 40, top: 22, bottom: 0 });
        let (asked, closes) = frame.show(ui, |ui| versions.ui(ui)).inner;
        if let Some(session) = versions.chosen() {
            let reading = Reading { session, ordinal: None, query: &self.found.query, stands: Stands::InHistory };
            reading::ui(ui, &reading);
        }
        if closes || asked.is_some() {
            self.versions = None;
        }
        asked
    }
}

impl OpenLines {
    fn of(&mut self, library: &Library, session: &Session) -> usize {
        let of = (library.revision(), library.len());
        if self.of != of {
            *self = Self { of, by_client: HashMap::new() };
        }
        let key = ClientKey::of(&session.client);
        if key.is_nobody() {
            return session.notes.lines().iter().filter(|line| line.carries_on.is_some()).count();
        }
        let counts = self.by_client.entry(key).or_insert_with(|| {
            let mut counts = HashMap::new();
            for line in library.carrying_on(&session.client) {
                *counts.entry(line.from).or_default() += 1;
            }
            counts
        });
        counts.get(&session.id).copied().unwrap_or_default()
    }
}

fn nothing_found(review: &Review<'_>) -> &'static str {
    if review.loading {
        "Reading the sessions…"
    } else if review.library.is_empty() {
        "No sessions yet. Each one you begin is kept here."
    } else {
        "Nothing found."
    }
}

/// The files that could not be read, with their reasons.
fn unreadable_ui(ui: &mut Ui, unreadable: &[Unreadable]) {
    if unreadable.is_empty() {
        return;
    }
    let palette = palette(ui);
    ui.add_space(4.0);
    let files = words::count(unreadable.len(), "file");
    ui.label(bold(format!("{files} not read, and left as found"), size::QUIET, palette.warning));
    ScrollArea::vertical().id_salt("unreadable").auto_shrink([false, true]).max_height(132.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for file in unreadable {
            paragraph(ui, text(&file.name, size::SMALL, palette.text));
            paragraph(ui, text(&file.reason, size::SMALL, palette.quiet));
            ui.add_space(4.0);
        }
    });
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
