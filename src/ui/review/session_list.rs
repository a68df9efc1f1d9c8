//! The list of sessions: what is looked for, what that finds, which of them is read, and at which hit.
//!
//! Owns what was typed and chosen. Must not know what is read beside it, or where sessions are kept.

mod help_line;

use std::collections::HashMap;

use egui::{Id, Key, Modifiers, Rect, ScrollArea, Ui, vec2};

use super::session_row;
use super::session_row::SessionRow;
use crate::domain::Moment;
use crate::domain::date_input::DateReader;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::library::search::Query;
use crate::domain::library::search::passages::{Hit, Snippet};
use crate::domain::library::search::typed::phrase;
use crate::domain::session::Session;
use crate::domain::session::session_scope::SessionScope;
use crate::ui::kit::arrows::{RowPlace, arrow_steps, row_pressed};
use crate::ui::kit::drop_down::DropDown;
use crate::ui::kit::fields::{TextField, types_nowhere};
use crate::ui::kit::room::{RowList, WindowRoom, scrolled_rows};
use crate::ui::kit::widgets::{give_keyboard, search_field, search_fits};
use crate::ui::{Action, text};

/// What was typed and chosen, and what it finds.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct SessionList {
    typed: String,
    client: Option<String>,
    /// The client whose sessions alone may be shown, if it is not for the therapist's choice.
    only_client: Option<String>,
    chosen: Option<SessionId>,
    wants_focus: bool,
    /// Whether the search has the keyboard.
    is_typing: bool,
    found: Found,
    /// Which hit in the session that is read one is at.
    at: Option<usize>,
    /// Where one asked to go among the hits: it is followed once what was typed before is found.
    goes: Option<HitStep>,
    /// Whether one has just come to the hit.
    scroll_to: bool,
    /// Whether a row was opened since that was asked for.
    is_opened: bool,
    /// What the toolkit knows the chosen row by, if it was drawn.
    row: Option<Id>,
    /// Whether the chosen row is to have the keyboard.
    wants_row: bool,
    /// How many rows were drawn last.
    in_sight: usize,
    /// Whether the hit that one went to is in another session.
    is_another: bool,
}

/// What was looked for, and among whose sessions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    typed: String,
    client: Option<String>,
}

/// The width of the choice of a client.
const CLIENTS: f32 = 116.0;

/// What that takes of a row, with its arrow.
const BESIDE_SEARCH: f32 = CLIENTS + 34.0;

/// A narrower search has the choice of a client below it.
const SEARCH: f32 = 130.0;

/// The sessions that the query finds; worked out again only when the query or the library changed.
#[derive(Debug, Default)]
struct Found {
    of: Option<(String, Option<String>, bool, u64, DateReader)>,
    query: Query,
    indexes: Vec<usize>,
    /// Where among them the one that is read stands: the chosen one, or else the first.
    place: usize,
    /// The words around the first hit of those whose rows were drawn.
    snippets: HashMap<usize, Option<Snippet>>,
}

/// To the next hit, or to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HitStep {
    On,
    Back,
}

/// The hit that one is at, among those of its session.
#[derive(Debug, Clone, PartialEq)]
pub struct HitOf {
    /// The hit.
    pub hit: Hit,
    /// Which one it is, from 0.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// Whether one has just come to it.
    pub scroll_to: bool,
}

impl SessionList {
    /// The next keystroke lands in the search.
    pub(crate) fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// Looks for words as they are, side by side, in the sessions with every client.
    pub(crate) fn search_for(&mut self, words: &str) {
        self.client = None;
        self.typed = phrase(words);
    }

    /// What was looked for, to be looked for again.
    pub(crate) fn search(&self) -> Search {
        Search { typed: self.typed.clone(), client: self.client.clone() }
    }

    /// Looks once more for what was looked for before, unless that leaves out the session that is read.
    pub(crate) fn resume_search(
        &mut self,
        search: Search,
        read: SessionId,
        library: &Library,
        of: (&SessionScope, DateReader),
    ) {
        (self.typed, self.client) = (search.typed, search.client);
        self.find(library, false, of);
        self.choose(read, library);
    }

    /// Forgets what was looked for. The session that was chosen stays the chosen one, if it may still be shown.
    pub(crate) fn forget_search(&mut self) {
        self.typed.clear();
        (self.client, self.goes, self.at) = (None, None, None);
    }

    /// Finds what is looked for in a library, or in the one of the trash, and goes where one asked to.
    pub fn find(&mut self, library: &Library, is_trash: bool, (scope, dates): (&SessionScope, DateReader)) {
        self.scroll_to = false;
        self.only_client = scope.only_client().map(str::to_owned);
        let of = (self.typed.clone(), self.client.clone(), is_trash, library.revision(), dates);
        if self.found.of.as_ref() != Some(&of) {
            let is_other = self.found.of.as_ref().is_none_or(|found| (&found.0, &found.1) != (&of.0, &of.1));
            self.find_anew(library, of);
            self.at = self.at.filter(|_| !is_other);
        }
        if let Some(way) = self.goes.take() {
            self.go(way, library);
        }
    }

    fn find_anew(&mut self, library: &Library, of: (String, Option<String>, bool, u64, DateReader)) {
        let query = Query::parse_on(&self.typed, of.4);
        let indexes = library.find(&query, self.client.as_deref());
        let is_chosen = |index: &usize| library.at(*index).map(|session| &session.id) == self.chosen.as_ref();
        let place = indexes.iter().position(is_chosen).unwrap_or(0);
        self.found = Found { of: Some(of), query, indexes, place, snippets: HashMap::new() };
    }

    /// Goes to another hit: in the session that is read, and after its last one in the next that is found.
    fn go(&mut self, way: HitStep, library: &Library) {
        let hits = self.read(library).map_or(0, |session| self.found.query.hits(session).len());
        let is_last = match way {
            HitStep::On => self.at.is_some_and(|at| at + 1 >= hits.max(1)),
            HitStep::Back => self.at == Some(0),
        };
        let count = self.found.indexes.len();
        if is_last && count > 1 {
            let by = if way == HitStep::On { 1 } else { count - 1 };
            self.choose_place((self.found.place + by) % count, library);
            self.is_another = true;
        }
        self.go_within(way, library);
    }

    /// Goes to another hit of the session that is read; after the last one to the first.
    fn go_within(&mut self, way: HitStep, library: &Library) {
        let Some(session) = self.read(library) else { return };
        let hits = self.found.query.hits(session).len();
        self.chosen = Some(session.id.clone());
        self.scroll_to = hits > 0;
        // One that is found by its client or its date alone is gone to once.
        let count = hits.max(1);
        self.at = Some(match (way, self.at) {
            (HitStep::On, None) => 0,
            (HitStep::On, Some(at)) => (at + 1) % count,
            (HitStep::Back, None) => count - 1,
            (HitStep::Back, Some(at)) => (at + count - 1) % count,
        });
    }

    /// The hit that one is at, in the session that is read.
    pub fn hit(&self, library: &Library) -> Option<HitOf> {
        let at = self.at?;
        let mut hits = self.found.query.hits(self.read(library)?);
        let count = hits.len();
        let number = at.min(count.checked_sub(1)?);
        Some(HitOf { hit: hits.swap_remove(number), number, count, scroll_to: self.scroll_to })
    }

    /// Chooses a session. If what is looked for leaves it out, everything is looked at again.
    pub fn choose(&mut self, id: SessionId, library: &Library) {
        let is_it = |index: &usize| library.at(*index).is_some_and(|session| session.id == id);
        if let Some(place) = self.found.indexes.iter().position(is_it) {
            return self.choose_place(place, library);
        }
        self.typed.clear();
        self.client = None;
        self.chosen = Some(id);
    }

    /// The client whose sessions alone are looked at.
    pub fn client(&self) -> Option<&str> {
        self.client.as_deref().or(self.only_client.as_deref()).filter(|client| !client.is_empty())
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
        library.at(*self.found.indexes.get(self.found.place)?)
    }

    /// Reads the session at a place among those found.
    fn choose_place(&mut self, place: usize, library: &Library) {
        let chosen = self.found.indexes.get(place).and_then(|index| library.at(*index)).map(|session| &session.id);
        if place != self.found.place {
            self.at = None;
        }
        self.found.place = place;
        self.chosen = chosen.cloned();
    }

    /// Whether a row was opened since this was asked last.
    pub(crate) fn take_opened(&mut self) -> bool {
        std::mem::take(&mut self.is_opened)
    }

    /// How many sessions there are, and how many of them are found.
    pub(crate) fn facts(&self, library: &Library) -> Vec<String> {
        let all = text::review::sessions(library.len());
        let found = self.found.indexes.len();
        let found = match self.found.query.words() {
            Some(words) => Some(text::review::sessions_with_words(found, &words)),
            None if !self.found.query.is_empty() => Some(text::review::sessions_found(found)),
            None => self.client.as_ref().map(|_| text::review::sessions_shown(found)),
        };
        [Some(all), found].into_iter().flatten().collect()
    }

    /// Draws the rows that are found; after a step the chosen one is in view.
    pub(crate) fn rows_ui(&mut self, ui: &mut Ui, library: &Library, stepped: bool, now: Moment) {
        let stepped = stepped || std::mem::take(&mut self.is_another);
        let shows_places = self.found.query.shows_places();
        let height = session_row::height(ui) + if shows_places { session_row::SNIPPET_HEIGHT } else { 0.0 };
        let mut scroll = ScrollArea::vertical().id_salt("sessions").auto_shrink(false);
        if stepped && !WindowRoom::of(ui.ctx()).is_small() {
            let middle = (ui.available_height() - height) / 2.0;
            scroll = scroll.vertical_scroll_offset((self.found.place as f32 * height - middle).max(0.0));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        if stepped && WindowRoom::of(ui.ctx()).is_small() {
            // Where all of the page scrolls, it goes to the chosen row.
            let top = ui.cursor().min + vec2(0.0, self.found.place as f32 * height);
            ui.scroll_to_rect(Rect::from_min_size(top, vec2(ui.available_width(), height)), None);
        }
        let list = RowList { name: text::spoken::sessions(), height, count: self.found.indexes.len() };
        scrolled_rows(ui, scroll, list, |ui, rows| {
            self.in_sight = rows.len();
            let indexes = self.found.indexes.get(rows.clone()).unwrap_or_default();
            let in_sight = indexes.iter().filter_map(|index| library.at(*index)).map(text::notes::client);
            let code_width = session_row::code_width(ui, in_sight);
            // The toolkit knows a row by its place: the keyboard goes along with the chosen one.
            let with_keyboard = self.row.take().filter(|row| ui.memory(|memory| memory.has_focus(*row)));
            let stop = self.found.place.clamp(rows.start, rows.end.saturating_sub(1).max(rows.start));
            for shown in rows {
                let Some(&index) = self.found.indexes.get(shown) else { continue };
                let Some(session) = library.at(index) else { continue };
                let Found { query, snippets, place, .. } = &mut self.found;
                let snippet = snippets.entry(index).or_insert_with(|| query.snippet(session)).as_ref();
                let (open_lines, chosen) = (library.open_lines(session), shown == *place);
                let is_stop = shown == stop;
                let row = SessionRow { session, open_lines, snippet, height, code_width, chosen, is_stop, now };
                let response = row.ui(ui);
                if chosen {
                    self.row = Some(response.id);
                    let is_another = with_keyboard.is_some_and(|row| row != response.id);
                    if std::mem::take(&mut self.wants_row) || is_another {
                        response.request_focus();
                    }
                }
                if response.clicked() {
                    self.is_opened = true;
                    self.choose_place(shown, library);
                    self.go_soon(ui, if ui.input(|input| input.modifiers.shift) { HitStep::Back } else { HitStep::On });
                }
            }
        });
    }

    /// Up and Down choose, wherever the keyboard is, and the keys of pages and of the ends while the chosen row has it;
    /// says whether one was pressed.
    pub fn step(&mut self, ui: &Ui, library: &Library) -> bool {
        let Some(last) = self.found.indexes.len().checked_sub(1) else { return false };
        let place = RowPlace { chosen: self.found.place, last, in_sight: self.in_sight };
        let has_keyboard = self.row.is_some_and(|row| ui.memory(|memory| memory.has_focus(row)));
        let steps = arrow_steps(ui);
        let row = has_keyboard.then(|| ui.input_mut(|input| row_pressed(input, place))).flatten();
        if steps == 0 && row.is_none() {
            return false;
        }
        // Enter opens it then, unless something else has the keyboard.
        self.wants_row |= row.is_some() || ui.memory(|memory| memory.focused().is_none());
        self.choose_place(row.unwrap_or(place.chosen).saturating_add_signed(steps).min(last), library);
        true
    }

    fn go_soon(&mut self, ui: &Ui, way: HitStep) {
        self.goes = Some(way);
        ui.ctx().request_repaint();
    }

    /// Draws the search and the choice of a client, and what can be said of what was typed.
    pub(crate) fn filter_ui(&mut self, ui: &mut Ui, library: &Library) -> Option<Action> {
        let id = TextField::Search.id();
        let beside = ui.available_width() - BESIDE_SEARCH;
        let is_narrow = beside < SEARCH || !search_fits(ui, text::review::search(), beside);
        let fields = |ui: &mut Ui| {
            let width = if is_narrow { f32::INFINITY } else { beside };
            self.wants_focus |= types_nowhere(ui);
            give_keyboard(ui, id, &mut self.wants_focus);
            if ui.memory(|memory| memory.has_focus(id))
                && let Some(way) = enter_pressed(ui)
            {
                self.is_opened = !self.is_empty();
                if !self.typed.is_empty() {
                    self.go_soon(ui, way);
                }
            }
            search_field(ui, text::review::search(), TextField::Search, &mut self.typed, width);
            self.client_ui(ui, library, CLIENTS)
        };
        let asked = if is_narrow { ui.vertical(fields).inner } else { ui.horizontal(fields).inner };
        // While a button is held down nothing moves away under it, and the rows stay the ones they were.
        let holds = self.is_typing && ui.input(|input| input.pointer.any_down());
        self.is_typing = holds || ui.memory(|memory| memory.has_focus(id));
        self.help_ui(ui, library);
        asked
    }

    /// Chooses whose sessions are looked at. If only one client's may be, that is said, and all can be asked for.
    fn client_ui(&mut self, ui: &mut Ui, library: &Library, width: f32) -> Option<Action> {
        let only = self.only_client.as_deref().map(text::notes::whose);
        let all = only.is_none() && self.client.is_none();
        let name = only.or(self.client.as_deref()).unwrap_or(text::review::all_clients()).to_owned();
        let clients = if only.is_some() { Vec::new() } else { library.clients() };
        let of_client = clients.into_iter().map(|client| {
            let is_chosen = self.client.as_deref() == Some(client.as_str());
            (Some(Some(client.clone())), client.as_str().to_owned(), is_chosen)
        });
        let choices = [(Some(None), text::review::all_clients().to_owned(), all)].into_iter();
        let choices = choices.chain(only.map(|only| (None, only.to_owned(), true))).chain(of_client);
        let chosen = DropDown::new("client", text::review::client_choice(), width).ui(ui, &name, choices).flatten();
        let asks_for_all = only.is_some() && chosen == Some(None);
        if let Some(client) = chosen {
            self.client = client;
        }
        asks_for_all.then_some(Action::ShowAllClients)
    }
}

/// Takes Enter out of the input, so that the search keeps the keyboard.
fn enter_pressed(ui: &Ui) -> Option<HitStep> {
    ui.input_mut(|input| {
        let back = input.consume_key(Modifiers::SHIFT, Key::Enter).then_some(HitStep::Back);
        back.or(input.consume_key(Modifiers::NONE, Key::Enter).then_some(HitStep::On))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{dates, held, library, now};

    /// The list over three sessions, with the keyboard in the search.
    fn shown() -> WindowOfOne<'static, (SessionList, Library)> {
        let sessions = [held(9, &["the river", "a river"]), held(5, &["the shore"]), held(2, &["a long pause"])];
        let library = library(&sessions.each_ref());
        let mut list = SessionList::default();
        list.focus_search();
        WindowOfOne::of((list, library), |ui, (list, library): &mut (SessionList, Library)| {
            list.find(library, false, (&SessionScope::AllClients, dates()));
            let stepped = list.step(ui, library);
            list.filter_ui(ui, library);
            list.rows_ui(ui, library, stepped, now());
        })
    }

    #[test]
    fn what_is_typed_narrows_the_list_at_once() {
        let mut window = shown();
        window.types("river");
        let (list, library) = window.view();
        assert_eq!(list.facts(library), ["3 sessions", "1 with “river”"]);
        assert_eq!(list.read(library).map(|session| session.notes.text()).as_deref(), Some("the river\na river"));
    }

    #[test]
    fn enter_goes_from_hit_to_hit_and_the_search_keeps_the_keyboard() {
        let mut window = shown();
        window.types("river");
        assert!(window.presses(Key::Enter).hears("1 of 2 in this session: the river"));
        assert!(window.presses(Key::Enter).hears("2 of 2 in this session: a river"));
        assert!(window.presses(Key::Enter).hears("1 of 2 in this session: the river"), "after the last the first");
        window.types("s");
        let (list, library) = window.view();
        assert_eq!(list.facts(library)[1], "0 with “rivers”");
    }

    #[test]
    fn after_the_last_hit_of_a_session_enter_goes_to_the_next_session_and_back() {
        let mut window = shown();
        window.types("the");
        for expected in ["the shore", "the river", "the shore"] {
            window.presses(Key::Enter);
            assert!(window.hears(&format!("1 of 1 in this session: {expected}")));
        }
        window.presses_with(Modifiers::SHIFT, Key::Enter);
        assert!(window.hears("1 of 1 in this session: the river"));
    }

    #[test]
    fn a_session_that_is_found_by_its_client_alone_is_gone_to_once() {
        let mut window = shown();
        window.types("K-07");
        let place = |window: &WindowOfOne<'_, (SessionList, Library)>| window.view().0.found.place;
        for expected in [0, 1, 2, 0] {
            assert_eq!(place(window.presses(Key::Enter)), expected);
        }
        assert_eq!(place(window.presses_with(Modifiers::SHIFT, Key::Enter)), 2);
    }

    #[test]
    fn the_session_that_was_chosen_stays_the_one_that_is_read() {
        let mut window = shown();
        window.presses(Key::ArrowDown);
        let (list, library) = window.view();
        let (chosen, read) = (list.chosen().cloned(), list.read(library).map(|session| session.id.clone()));
        assert!(chosen.is_some() && chosen == read);
        window.types("shore");
        assert_eq!(window.view().0.chosen(), chosen.as_ref());
    }

    #[test]
    fn home_end_and_pages_choose_while_a_row_has_the_keyboard() {
        let mut window = shown();
        let place = |window: &WindowOfOne<'_, (SessionList, Library)>| window.view().0.found.place;
        assert_eq!(place(window.presses(Key::End)), 0, "they are the search's");
        window.presses(Key::Tab).presses(Key::Tab);
        for (key, expected) in [(Key::End, 2), (Key::Home, 0), (Key::PageDown, 2), (Key::ArrowUp, 1)] {
            assert_eq!(place(window.presses(key)), expected, "{key:?}");
        }
        assert_eq!(window.focused(), window.view().0.row);
    }
}
