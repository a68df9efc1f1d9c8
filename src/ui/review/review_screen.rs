//! Past sessions, newest first, filtered as one types; at the right, one of them to read.
//!
//! Owns what is at the right of the list. Never changes a session.

mod panes;
mod versions_pane;

use egui::{Frame, Margin, Panel, Ui};

use super::Review;
use super::clients::{Clients, HalfTyped};
use super::finalize_panel::FinalizePanel;
use super::pages::{Index, PageRequest, Pages};
use super::passage::CurrentHit;
use super::reading;
use super::restored::Restored;
use super::session_list::{Search, SessionList};
use super::timeline::TimelineCard;
use super::trash::Trash;
use super::versions::Versions;
use super::{ReadingContext, SessionView};
use crate::domain::Moment;
use crate::domain::client_code::ClientKey;
use crate::domain::date_input::DateReader;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::library::pages::Page;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::session::Session;
use crate::domain::session::session_scope::SessionScope;
use crate::ui::kit::room::{WindowRoom, page_frame, page_scrolls};
use crate::ui::kit::theme::palette;
use crate::ui::{Action, shell::command::Command, text};

/// The list, and what is beside it.
#[derive(Debug, Default)]
pub struct ReviewScreen {
    list: SessionList,
    trash: Trash,
    versions: Option<Versions>,
    restored: Restored,
    timeline: TimelineCard,
    clients: Option<Clients>,
    /// What is half typed while the clients are closed.
    half_typed: HalfTyped,
    pages: Pages,
    afterwards: FinalizePanel,
    /// Whether, in a window without room for both, what is read is there and the list is not.
    reads_alone: bool,
}

impl ReviewScreen {
    /// Leaves what was looked for and read. A session that was chosen, or is added to, stays so.
    pub fn leave(&mut self) {
        self.list.forget_search();
        self.close_clients();
        self.versions = None;
        self.pages.close();
        self.trash.is_shown = false;
        self.trash.forget_moved();
        self.restored = Restored::default();
        self.reads_alone = false;
    }

    /// A session is being moved to the trash: that is said, with the way back.
    pub(crate) fn say_trashed(&mut self, id: &SessionId) {
        self.trash.say_moved(id);
    }

    /// What was looked for, to be looked for again.
    pub(crate) fn search(&self) -> Search {
        self.list.search()
    }

    /// Looks once more for what was looked for before, with the session that was left the one that is read.
    pub(crate) fn resume_search(&mut self, search: Search, left: SessionId, library: &Library, dates: DateReader) {
        self.list.resume_search(search, left, library, (&SessionScope::AllClients, dates));
    }

    /// The next keystroke lands in the search.
    pub(crate) fn focus_search(&mut self) {
        self.list.focus_search();
        self.reads_alone = false;
    }

    /// Looks for words in every session, as one phrase. If there are none, what was looked for before stays.
    pub(crate) fn search_for(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.list.search_for(words);
        }
    }

    /// Takes the earlier versions of a session as they were read.
    pub(crate) fn show_versions(&mut self, id: &SessionId, read: Vec<(Moment, Session)>) {
        self.restored.follow(id);
        if let Some(versions) = self.versions.as_mut().filter(|versions| versions.are_of(id)) {
            versions.read(read);
        }
    }

    /// The earlier versions of a session were asked for.
    pub(crate) fn await_versions(&mut self, id: &SessionId) {
        self.pages.close();
        self.versions = Some(Versions::of(id));
    }

    /// Reads a session that was finalized at another place while it was written here: what is typed next
    /// is an addendum to it.
    pub fn add_to(&mut self, id: &SessionId, library: &Library) {
        self.close_clients();
        self.versions = None;
        self.pages.close();
        self.trash.is_shown = false;
        self.list.choose(id.clone(), library);
        self.afterwards.write_addendum(id.clone());
        self.reads_alone = true;
    }

    /// The session that an addendum is being written to.
    pub(crate) fn adds_to(&self) -> Option<&SessionId> {
        self.afterwards.adds_to()
    }

    /// Takes the sessions in the trash as they were read.
    pub(crate) fn show_trash(&mut self, sessions: Vec<Session>) {
        self.trash.read(sessions);
    }

    /// What a command asks for that acts on what is read.
    pub fn run(&mut self, command: Command, library: &Library) -> Option<Action> {
        let listed = if self.trash.is_shown { &self.trash.sessions } else { library };
        let id = self.list.read(listed).map(|session| session.id.clone());
        let reads_one = self.pages.are_closed() && self.clients.is_none();
        match (command, self.trash.is_shown) {
            (Command::Clients, false) => {
                self.toggle_clients(library);
                None
            }
            (Command::TimelineTable, false) => {
                self.timeline.toggle_table();
                None
            }
            (Command::Beside | Command::EverySession | Command::ByPrompt | Command::ByTheme, false) => {
                self.read_across(command, library);
                None
            }
            (Command::Trash, _) => {
                self.trash.toggle();
                None
            }
            (Command::Edit, false) if reads_one => id.map(Action::Open),
            (Command::Finalize, false) if reads_one => {
                self.reads_alone = true;
                self.afterwards.ask_to_finalize(self.list.read(library)?);
                None
            }
            (Command::Addendum, false) if reads_one => {
                self.reads_alone = true;
                self.afterwards.addendum(self.list.read(library)?)
            }
            (Command::EarlierVersions, false) => id.map(|id| Action::Library(LibraryRequest::ReadVersions(id))),
            // Where no one session is read, none goes.
            (Command::MoveToTrash, false) if reads_one => id.map(|id| Action::Library(LibraryRequest::MoveToTrash(id))),
            (Command::PutBack, true) => id.map(|id| Action::Library(LibraryRequest::PutBack(id))),
            (Command::RestoreVersion, false) => {
                let (kept, version) = self.versions.as_ref()?.restorable(self.list.read(library)?)?.clone();
                self.versions = None;
                Some(self.restored.ask(kept, version))
            }
            _ => None,
        }
    }

    /// Opens what goes across sessions, from the one that is read.
    fn read_across(&mut self, command: Command, library: &Library) {
        let Some(session) = self.list.read(library) else { return };
        let (client, has_code) = (session.client.as_str(), !ClientKey::of(&session.client).is_nobody());
        self.close_clients();
        self.versions = None;
        match command {
            Command::Beside => self.pages.hold(session),
            Command::EverySession if has_code => self.pages.open(Page::Client(client.to_owned())),
            Command::ByPrompt if has_code => self.pages.list(Index::of_prompts(client)),
            Command::ByTheme => self.pages.list(Index::of_themes(self.list.client())),
            _ => {}
        }
    }

    /// Opens a page that goes through several sessions.
    pub fn read_page(&mut self, page: Page) {
        self.close_clients();
        self.versions = None;
        self.pages.open(page);
    }

    /// Opens the page of a theme.
    pub(crate) fn read_theme(&mut self, theme: String) {
        self.read_page(Page::Theme { theme, client: self.list.client().map(str::to_owned) });
    }

    /// Whether anything is open that Esc closes.
    pub(crate) fn has_open(&self) -> bool {
        let is_across = self.clients.is_some() || self.versions.is_some() || !self.pages.are_closed();
        is_across || self.afterwards.has_open() || self.reads_alone || self.trash.is_shown
    }

    /// Closes the innermost thing that is open.
    pub fn escape(&mut self, library: &Library) {
        let in_clients = self.clients.as_mut().is_some_and(Clients::escape);
        let closes = in_clients || self.close_clients() || self.versions.take().is_some();
        let closes = closes || self.close_pages(library) || self.afterwards.escape();
        if !closes && !std::mem::take(&mut self.reads_alone) {
            self.trash.escape();
        }
    }

    fn close_pages(&mut self, library: &Library) -> bool {
        let (closed, held) = self.pages.close();
        if let Some(held) = held {
            self.list.choose(held, library);
        }
        closed
    }

    /// Draws the list and what is read.
    pub fn ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        if !self.trash.is_shown {
            return self.sessions_ui(ui, review);
        }
        let trash = std::mem::take(&mut self.trash.sessions);
        let in_trash =
            Review { library: &trash, unreadable: &[], loading: false, progress: None, open: None, ..*review };
        let action = self.sessions_ui(ui, &in_trash);
        self.trash.sessions = trash;
        action
    }

    fn sessions_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        self.list.find(review.library, self.trash.is_shown, (review.scope, review.dates));
        if !WindowRoom::of(ui.ctx()).has_two_panes() {
            return self.one_pane_ui(ui, review);
        }
        self.reads_alone = false;
        let palette = palette(ui);
        let width = (ui.available_width() * 0.352).clamp(340.0, 450.0);
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin { left: 12, right: 12, top: 14, bottom: 8 });
        let panel = Panel::left("sessions").exact_size(width).resizable(false).frame(frame);
        let asked = panel.show(ui, |ui| self.chosen_from_list_ui(ui, review)).inner;
        self.list.take_opened();
        self.right_ui(ui, review).or(asked)
    }

    fn pages_ui(&mut self, ui: &mut Ui, review: &Review<'_>) {
        let chosen = self.list.read(review.library);
        match self.pages.ui(ui, review, self.list.query(), chosen) {
            Some(PageRequest::Close) => {
                self.close_pages(review.library);
            }
            Some(PageRequest::Session(id)) => {
                self.pages.close();
                self.list.choose(id, review.library);
            }
            Some(PageRequest::Page(page)) => self.pages.open(page),
            Some(PageRequest::Theme(theme)) => self.read_theme(theme),
            None => return,
        }
        ui.ctx().request_repaint();
    }

    /// What the footer says of the list.
    pub fn footer(&self, review: &Review<'_>) -> String {
        let mut parts = self.list.facts(review.library);
        if let (Some(progress), Some(count)) = (review.progress, parts.first_mut()) {
            *count = text::folder::reading(progress);
        }
        let renaming = review.renaming.filter(|renaming| renaming.is_underway());
        parts.extend(renaming.map(|renaming| renaming.words(review.scope)));
        parts.join(" · ")
    }

    fn toggle_clients(&mut self, library: &Library) {
        if !self.close_clients() {
            let chosen = self.list.read(library).map(|session| session.client.clone());
            self.clients = Some(Clients::with(chosen, std::mem::take(&mut self.half_typed)));
        }
    }

    /// Closes the clients; says whether they were open. What is half typed is there again when they are opened.
    fn close_clients(&mut self) -> bool {
        let clients = self.clients.take();
        let were_open = clients.is_some();
        if let Some(clients) = clients {
            self.half_typed = clients.into_half_typed();
        }
        were_open
    }

    fn clients_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let clients = self.clients.as_mut()?;
        let draw = |ui: &mut Ui| page_scrolls(ui, "clients", |ui| clients.ui(ui, review));
        let (asked, closes) = page_frame(ui).show(ui, draw).inner;
        if closes {
            self.close_clients();
        }
        asked
    }

    fn reading_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        if self.clients.is_some() && !self.trash.is_shown {
            return self.clients_ui(ui, review);
        }
        let session = self.list.read(review.library)?;
        let context = match review.open {
            Some(open) if *open == session.id => ReadingContext::Open,
            _ if self.trash.is_shown => ReadingContext::InTrash,
            _ => ReadingContext::InLibrary,
        };
        let are_read = |versions: &Versions| context == ReadingContext::InLibrary && versions.are_of(&session.id);
        self.versions.take_if(|versions| !are_read(versions));
        if self.versions.is_none() {
            // Among those in the trash it says nothing.
            let ordinal = review.library.ordinal(session).filter(|_| context != ReadingContext::InTrash);
            let hit = self.list.hit(review.library);
            let at = hit.as_ref().map(|of| CurrentHit { hit: &of.hit, scroll_to: of.scroll_to });
            let ended = review.library.ended_lines(session).filter(|_| context != ReadingContext::InTrash);
            let reading = SessionView { session, ordinal, ended, query: self.list.query(), at, context };
            self.restored.ui(ui, session);
            let timeline = &mut self.timeline;
            let afterwards = &mut self.afterwards;
            let draw = |ui: &mut Ui| {
                reading::ui(ui, &reading, afterwards, |ui| {
                    if context == ReadingContext::InTrash {
                        return None;
                    }
                    timeline.ui(ui, review.library, session, review.now.date_naive())
                })
            };
            // A key that is pressed once more is not for the next session's button.
            return ui.push_id(session.id.as_str(), |ui| page_scrolls(ui, "whole", draw)).inner;
        }
        self.versions_ui(ui, review, session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{dates, held, library, review};

    fn shown() -> WindowOfOne<'static, (ReviewScreen, Library)> {
        let library = library(&[&held(9, &["the #river"]), &held(2, &["the shore"])]);
        WindowOfOne::of((ReviewScreen::default(), library), |ui, (screen, library): &mut (ReviewScreen, _)| {
            screen.ui(ui, &review(library));
        })
    }

    #[test]
    fn the_newest_session_is_read_first_and_the_arrows_go_through_the_others() {
        let mut window = shown();
        assert!(window.hears("the shore") && !window.hears("the #river"));
        window.presses(egui::Key::ArrowDown);
        assert!(window.hears("the #river") && !window.hears("the shore"));
    }

    #[test]
    fn esc_closes_the_innermost_that_is_open() {
        let library = library(&[&held(9, &["the #river"])]);
        let mut screen = ReviewScreen::default();
        screen.list.find(&library, false, (&SessionScope::AllClients, dates()));
        assert!(!screen.has_open());
        for command in [Command::ByTheme, Command::Clients] {
            screen.run(command, &library);
            assert!(screen.has_open(), "{command:?}");
            screen.escape(&library);
            assert!(!screen.has_open(), "{command:?}");
        }
    }
}
