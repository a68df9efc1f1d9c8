//! What is at the right of the list across sessions: two beside each other, or a page that goes
//! through several.
//!
//! Owns which of them is open. Must not know what is in the list, or where sessions are kept.

mod across;
mod beside;
mod index;

use egui::Ui;

use super::Review;
use crate::domain::id::SessionId;
use crate::domain::library::pages::Page;
use crate::domain::library::search::Query;
use crate::domain::session::Session;
use crate::ui::Action;
use across::Across;
pub use index::Index;

/// What is open across sessions; nothing if one session is read.
#[derive(Debug, Default)]
pub struct Pages {
    opened: Option<Opened>,
}

#[derive(Debug)]
enum Opened {
    /// This session is at the left of the one that is chosen.
    Beside(SessionId),
    /// The prompts, or the themes, that there are lines of.
    Index(Index),
    /// A page.
    Page(Box<Across>),
}

/// What a part of a page asks for: of all actions, a part has those alone that lead to another page.
fn asked(action: Action) -> Option<PageRequest> {
    match action {
        Action::ReadPage(page) => Some(PageRequest::Page(page)),
        Action::ReadTheme(theme) => Some(PageRequest::Theme(theme)),
        _ => None,
    }
}

/// What was asked for on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum PageRequest {
    /// Closes it.
    Close,
    /// Reads a session by itself.
    Session(SessionId),
    /// Goes to another page.
    Page(Page),
    /// Goes to the page of a theme.
    Theme(String),
}

impl Pages {
    /// Whether one session is read.
    pub(crate) fn are_closed(&self) -> bool {
        self.opened.is_none()
    }

    /// Whether a second session is to be chosen still; `chosen` is the one that is.
    pub(crate) fn await_second(&self, chosen: Option<&Session>) -> bool {
        matches!(&self.opened, Some(Opened::Beside(held)) if chosen.is_none_or(|chosen| chosen.id == *held))
    }

    /// Closes what is open; says whether anything was. Returns the session that is read then, where
    /// another one was chosen meanwhile.
    pub fn close(&mut self) -> (bool, Option<SessionId>) {
        match self.opened.take() {
            Some(Opened::Beside(held)) => (true, Some(held)),
            Some(_) => (true, None),
            None => (false, None),
        }
    }

    /// A session was chosen in the list: it is read, or stands beside the one that is held.
    pub(crate) fn session_chosen(&mut self) {
        self.opened.take_if(|opened| !matches!(opened, Opened::Beside(_)));
    }

    /// The session that is chosen next stands beside this one.
    pub fn hold(&mut self, session: &Session) {
        self.opened = Some(Opened::Beside(session.id.clone()));
    }

    /// Opens a page.
    pub fn open(&mut self, page: Page) {
        self.opened = Some(Opened::Page(Box::new(Across::new(page))));
    }

    /// Lists the prompts or the themes to choose one.
    pub fn list(&mut self, index: Index) {
        self.opened = Some(Opened::Index(index));
    }

    /// Draws what is open, beside the session that is chosen in the list.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        review: &Review<'_>,
        query: &Query,
        chosen: Option<&Session>,
    ) -> Option<PageRequest> {
        match self.opened.as_mut()? {
            Opened::Beside(held) => beside::ui(ui, review, query, held, chosen),
            Opened::Index(index) => index.ui(ui, review),
            Opened::Page(across) => across.ui(ui, review, query),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::review::sample::held;

    #[test]
    fn a_session_that_is_chosen_stands_beside_the_one_that_is_held_or_is_read_alone() {
        let session = held(3, &[]);
        let mut pages = Pages::default();
        pages.hold(&session);
        pages.session_chosen();
        assert_eq!(pages.close(), (true, Some(session.id)));
        pages.open(Page::Client("K-07".to_owned()));
        pages.session_chosen();
        assert!(pages.are_closed());
        assert_eq!(pages.close(), (false, None));
    }

    #[test]
    fn of_what_a_part_asks_for_only_what_leads_to_another_page_is_followed() {
        let theme = || "river".to_owned();
        assert_eq!(asked(Action::ReadTheme(theme())), Some(PageRequest::Theme(theme())));
        assert_eq!(asked(Action::LeaveEdit), None);
    }
}
