//! Find in the notes: what is looked for, where it is on the page, and which of the places is chosen.
//!
//! Must not know how a page is drawn, or of the notes of other sessions.

use std::ops::Range;

use egui::{Key, Modifiers, Ui, accesskit};

use super::NotesPane;
use crate::domain::id::SessionId;
use crate::domain::place::Place;
use crate::domain::session::Session;
use crate::domain::session::matches::Matches;
use crate::domain::session::open_session::OpenSession;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::page::caret::Caret;
use crate::ui::kit::theme::{palette, semibold, size};
use crate::ui::kit::widgets::{field, give_keyboard, quiet, text_button};
use crate::ui::shell::command::Command;
use crate::ui::text;

/// The width of the field, in points.
const FIELD: f32 = 220.0;

/// What is looked for in the notes.
#[derive(Debug)]
pub(super) struct FindBar {
    typed: String,
    /// The caret as it was; nothing once the page was written on or clicked meanwhile.
    before: Option<Caret>,
    matches: Matches,
    /// What the matches are of: the revision of the session, and what was typed.
    found: Option<(u64, String)>,
    wants_focus: bool,
}

/// What is asked for in the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Next,
    Previous,
    EverySession,
    Close,
}

impl FindBar {
    fn of(typed: String, caret: Caret) -> Self {
        Self { typed, before: Some(caret), matches: Matches::default(), found: None, wants_focus: true }
    }

    /// The places of what is looked for.
    pub(super) fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Looks again, if the notes or what is looked for have changed. Says whether what is looked for did.
    fn look(&mut self, open: &OpenSession) -> bool {
        let now = (open.revision(), self.typed.as_str());
        let before = self.found.as_ref().map(|(revision, typed)| (*revision, typed.as_str()));
        if before == Some(now) {
            return false;
        }
        let is_other = before.is_none_or(|(_, typed)| typed != self.typed);
        self.matches = Matches::of(&open.session().notes, &self.typed);
        self.found = Some((open.revision(), self.typed.clone()));
        is_other
    }

    /// How many places there are, and which of them is chosen.
    fn count(&self, chosen: &Range<Place>) -> String {
        match (self.typed.is_empty(), self.matches.count(), self.matches.number_of(chosen)) {
            (true, ..) => String::new(),
            (_, 0, _) => text::session::find_nothing().to_owned(),
            (_, count, Some(number)) => text::session::find_one_of(count, number + 1),
            (_, count, None) => text::session::find_count(count),
        }
    }

    fn ui(&mut self, ui: &mut Ui, id: &SessionId, chosen: &Range<Place>) -> Option<Asked> {
        let field_id = TextField::Find(id).id();
        give_keyboard(ui, field_id, &mut self.wants_focus);
        let by_key = ui.memory(|memory| memory.has_focus(field_id)).then(|| pressed(ui)).flatten();
        let accent = palette(ui).accent;
        let bar = ui.horizontal_wrapped(|ui| {
            let width = FIELD.min(ui.available_width());
            field(ui, text::session::find(), TextField::Find(id), &mut self.typed, width);
            let count = self.count(chosen);
            // What has no words has no place in a row that wraps either: what comes next would begin at its left end.
            if !count.is_empty() {
                let count = quiet(ui, count);
                ui.ctx().accesskit_node_builder(count.id, |node| node.set_live(accesskit::Live::Polite));
            }
            let button = |ui: &mut Ui, name, asked| {
                text_button(ui, name, semibold(size::QUIET), accent).clicked().then_some(asked)
            };
            [
                button(ui, text::session::find_previous(), Asked::Previous),
                button(ui, text::session::find_next(), Asked::Next),
                button(ui, text::session::find_everywhere(), Asked::EverySession),
                button(ui, text::session::find_close(), Asked::Close),
            ]
        });
        by_key.or(bar.inner.into_iter().flatten().next())
    }
}

/// The next place or the one before, by Enter.
fn pressed(ui: &Ui) -> Option<Asked> {
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::SHIFT, Key::Enter) {
            Some(Asked::Previous)
        } else {
            input.consume_key(Modifiers::NONE, Key::Enter).then_some(Asked::Next)
        }
    })
}

impl NotesPane {
    /// Opens *Find* with what is chosen on the page, or what was looked for last.
    pub(crate) fn find(&mut self, ui: &egui::Context, session: &Session) {
        let Range { start, end } = self.page.caret().range();
        let chosen = (start.line == end.line && start != end)
            .then(|| session.notes.lines().get(start.line)?.text.get(start.byte..end.byte))
            .flatten();
        let typed = chosen.map_or_else(|| self.found_last.clone(), str::to_owned);
        TextField::Find(&session.id).choose_all(ui, &typed);
        self.find_bar = Some(FindBar::of(typed, self.page.caret()));
    }

    /// Whether *Find* is open.
    pub(crate) fn is_finding(&self) -> bool {
        self.find_bar.is_some()
    }

    /// Closes *Find*: the caret is where it was, unless the page was written on meanwhile. Returns what was looked for.
    pub(crate) fn stop_finding(&mut self) -> Option<String> {
        let FindBar { typed, before, .. } = self.find_bar.take()?;
        if let Some(before) = before {
            self.page.set_caret(before);
        }
        self.found_last.clone_from(&typed);
        Some(typed)
    }

    /// Draws *Find*, which is open, and goes to what is found. Returns the command that it asks for.
    pub(crate) fn find_ui(&mut self, ui: &mut Ui, open: &OpenSession) -> Option<Command> {
        let chosen = self.page.caret().range();
        let bar = self.find_bar.as_mut()?;
        let asked = bar.ui(ui, &open.session().id, &chosen);
        let is_other = bar.look(open);
        let number = match asked {
            Some(Asked::Close) => return Some(Command::Escape),
            Some(Asked::EverySession) => return Some(Command::Find),
            Some(Asked::Next) => bar.matches.at_or_after(chosen.end),
            Some(Asked::Previous) => bar.matches.before(chosen.start),
            None if is_other => bar.matches.at_or_after(bar.before.map_or(chosen.start, |before| before.range().start)),
            None => None,
        };
        if let Some(found) = number.and_then(|number| bar.matches.get(number)) {
            self.page.set_caret(Caret::between(found.start, found.end));
            // The page is drawn before the field.
            ui.ctx().request_repaint();
        } else if is_other && let Some(before) = bar.before {
            self.page.set_caret(before);
        }
        None
    }

    /// Once the page has the keyboard again, the caret stays where it is put.
    pub(super) fn follow_keyboard(&mut self, ui: &Ui, session: &Session) {
        let is_on_page = ui.memory(|memory| memory.has_focus(Self::id(session)));
        if let Some(bar) = self.find_bar.as_mut().filter(|bar| is_on_page && !bar.wants_focus) {
            bar.before = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::NotesInput;
    use super::*;
    use crate::domain::Moment;
    use crate::domain::library::EndedLines;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;

    struct Held {
        pane: NotesPane,
        open: OpenSession,
        asked: Vec<Command>,
    }

    /// The notes, in which *Find* is open.
    fn window(words: &str) -> WindowOfOne<'static, Held> {
        let at = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let mut open = OpenSession::begin(at, "K-07", None, integration_session().prompts);
        open.write(words, 0, words.len(), at);
        let mut is_new = true;
        WindowOfOne::of(Held { pane: NotesPane::default(), open, asked: Vec::new() }, move |ui, held| {
            if std::mem::take(&mut is_new) {
                held.pane.find(ui.ctx(), held.open.session());
            }
            held.asked.extend(held.pane.find_ui(ui, &held.open));
            let ended = &EndedLines::default();
            held.pane.ui(
                ui,
                &mut held.open,
                &NotesInput { client_themes: &[], ended, keeps_caret_high: true, now: at },
            );
        })
    }

    #[test]
    fn it_says_how_many_places_there_are_and_goes_from_one_to_the_next() {
        let mut window = window("the sea\nof the sea");
        window.types("sea");
        assert!(window.hears("1 of 2"));
        window.clicks(text::session::find_next());
        assert!(window.hears("2 of 2"));
        window.clicks(text::session::find_previous());
        assert!(window.hears("1 of 2"));
        assert_eq!(window.view().pane.page.caret().range(), Place::new(0, 4)..Place::new(0, 7));
    }

    #[test]
    fn nothing_is_said_of_nothing_and_what_is_not_there_is_not_found() {
        let mut window = window("the sea");
        assert!(!window.hears(text::session::find_nothing()));
        window.types("river");
        assert!(window.hears(text::session::find_nothing()));
    }

    #[test]
    fn its_buttons_ask_for_every_note_and_for_the_page_again() {
        let mut window = window("the sea");
        window.clicks(text::session::find_everywhere()).clicks(text::session::find_close());
        assert_eq!(window.view().asked, [Command::Find, Command::Escape]);
    }
}
