//! The notes page as it is drawn: the lines, with their minutes in the margin and the titles of prompts between them.
//!
//! Must not know how a page is written on, which is the kit's, or what the lines are and keep, which is the domain's.

mod find_bar;
mod input;
mod notes_text;

use egui::os::OperatingSystem;
use egui::{Event, Id, Key, Rect, Ui, UiBuilder, ViewportCommand};

use find_bar::FindBar;
use input::leave_out_what_is_too_long;
use notes_text::NotesText;

use crate::domain::Moment;
use crate::domain::library::EndedLines;
use crate::domain::library::themes::{Completion, completion, theme_ranges};
use crate::domain::place::Place;
use crate::domain::session::Session;
use crate::domain::session::open_session::{OpenSession, PageEdit};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::page::caret::Caret;
use crate::ui::kit::page::glyphs::Look;
use crate::ui::kit::page::input::{CaretStep, KeyRequest, request_of};
use crate::ui::kit::page::menu::{KeepOffer, Menu, MenuEntry, Offer};
use crate::ui::kit::page::{Page, PageHeight, PageStyle};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::shell::command::Command;
use crate::ui::text;

/// What has fewer bytes is typed, and not looked at before it is drawn.
pub(crate) const FEW: usize = 4096;

/// The height of one row of notes.
const ROW: f32 = 26.0;

/// How wide a row is, in common letters: English sentences have up to 75 characters in it.
const MEASURE: f32 = 70.0;

/// The notes page and the caret on it.
#[derive(Debug, Default)]
pub struct NotesPane {
    page: Page,
    menu: Menu,
    find_bar: Option<FindBar>,
    /// What was looked for when *Find* was closed last.
    found_last: String,
}

/// What the notes are drawn with.
#[derive(Debug, Clone, Copy)]
pub struct NotesInput<'a> {
    /// The themes of the client's sessions.
    pub client_themes: &'a [String],
    /// What other sessions say of the lines.
    pub ended: &'a EndedLines,
    /// Whether the line that one writes in is kept above the lower third.
    pub keeps_caret_high: bool,
    /// Now.
    pub now: Moment,
}

/// The room left and right of the notes in a pane, in points: the lines are no longer than can be read with ease.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Margins {
    pub(crate) left: f32,
    pub(crate) right: f32,
}

impl Margins {
    /// In a pane of a width; the minutes are in the left one.
    pub(crate) fn of(ui: &Ui, width: f32) -> Self {
        // In a very narrow pane there is no room for the minutes.
        let (left, right) = match width {
            ..280.0 => (8.0, 8.0),
            ..560.0 => (64.0, 16.0),
            _ => (80.0, 40.0),
        };
        let beyond = (width - left - right - MEASURE * average_width(ui)).max(0.0) / 2.0;
        Self { left: (left + beyond).round(), right: (right + beyond).round() }
    }

    /// Whether the minutes of the lines are in the left one.
    pub(crate) fn have_minutes(self) -> bool {
        self.left > 50.0
    }

    /// Draws something above or below the notes, as wide as they are.
    pub(crate) fn column<T>(self, ui: &mut Ui, top: f32, bottom: f32, contents: impl FnOnce(&mut Ui) -> T) -> T {
        let Rect { mut min, mut max } = ui.available_rect_before_wrap();
        (min.x, min.y, max.x) = (min.x + self.left, min.y + top, max.x - self.right);
        let column = UiBuilder::new().max_rect(Rect::from_min_max(min, max));
        let result = ui.scope_builder(column, contents).inner;
        ui.add_space(bottom);
        result
    }
}

/// How wide a character of English text is on average, in points.
fn average_width(ui: &Ui) -> f32 {
    let common = "eeetaoinsrhldcum  ";
    let font = regular(size::NOTES);
    let width: f32 = ui.fonts_mut(|fonts| common.chars().map(|character| fonts.glyph_width(&font, character)).sum());
    width / common.len() as f32
}

impl NotesPane {
    /// Where the caret is.
    pub fn caret(&self) -> Place {
        self.page.caret().focus
    }

    /// The other end of what is chosen; if nothing is, the caret.
    pub(crate) fn anchor(&self) -> Place {
        self.page.caret().anchor
    }

    /// Puts the caret somewhere, with nothing chosen.
    pub(crate) fn set_caret(&mut self, place: Place) {
        self.page.set_caret(Caret::at_place(place));
    }

    /// Chooses what is between two places; the caret is at the second.
    pub fn choose(&mut self, anchor: Place, caret: Place) {
        self.page.set_caret(Caret::between(anchor, caret));
    }

    /// The editor's id. It is derived from the session's, so that nothing the toolkit remembers of
    /// one session's editor can reach another's.
    pub fn id(session: &Session) -> Id {
        TextField::Notes(&session.id).id()
    }

    /// Draws the page and takes what is typed into it. Returns the command that was chosen from its menu.
    pub fn ui(&mut self, ui: &mut Ui, open: &mut OpenSession, input: &NotesInput<'_>) -> Option<Command> {
        let NotesInput { client_themes, ended, keeps_caret_high, now } = *input;
        leave_out_what_is_too_long(ui, open);
        self.take_completion(ui, open, client_themes, now);
        self.follow_keyboard(ui, open.session());
        let margins = Margins::of(ui, ui.available_width());
        let Margins { left, right } = margins;
        let style = PageStyle {
            id: Self::id(open.session()),
            name: text::session::notes(),
            look: Look { font: regular(size::NOTES), row_height: ROW, themes: theme_ranges },
            left,
            right,
            below: 16.0,
            keeps_caret_high,
            takes_tab: self.offered(open.session(), client_themes).is_some(),
            shows_chosen: true,
            height: PageHeight::Fills,
        };
        let found = self.find_bar.as_ref().map(FindBar::matches);
        let (width, ctx, has_minutes) = (ui.available_width() - left - right, ui.ctx().clone(), margins.have_minutes());
        let mut text = NotesText { open, ended, found, palette: palette(ui), now, width, ctx, has_minutes };
        let response = self.page.ui(ui, &mut text, &style);
        self.menu.follow(ui, &response, self.page.caret_on_screen());
        let offer = self.offer(text.open);
        let entry = self.menu.ui(ui, &response, offer)?;
        match entry {
            MenuEntry::Undo => return Some(Command::Undo),
            MenuEntry::Keep => return Some(Command::Keep),
            MenuEntry::Cut => self.page.cut(ui, &mut text, &style),
            MenuEntry::Copy => self.page.copy(ui, &text),
            MenuEntry::Paste => ui.send_viewport_cmd(ViewportCommand::RequestPaste),
            MenuEntry::SelectAll => self.page.choose_all(&text),
        }
        None
    }

    fn offer(&self, open: &OpenSession) -> Offer {
        Offer {
            undo: open.history().can_undo(),
            chosen: !self.page.caret().is_empty(),
            keep: Some(match open.line_to_keep(self.caret()) {
                None => KeepOffer::Empty,
                Some(_) if self.line_is_kept(open) => KeepOffer::Kept,
                Some(_) => KeepOffer::Open,
            }),
        }
    }

    /// Whether the line that is written, or was just written, is kept for next time.
    pub(crate) fn line_is_kept(&self, open: &OpenSession) -> bool {
        let line = open.line_to_keep(self.caret()).map(|index| &open.session().notes.lines()[index]);
        line.is_some_and(|line| line.keep.is_some())
    }

    /// What Tab would make of the theme at the caret: from this session's themes, or the client's.
    pub fn offered<'a>(&self, session: &'a Session, client_themes: &'a [String]) -> Option<Completion<'a>> {
        let Place { line, byte } = self.caret();
        let says = &session.notes.lines().get(line)?.text;
        let own = std::iter::once_with(|| session.themes()).flatten();
        let themes = own.chain(client_themes.iter().map(String::as_str));
        completion(says, says.floor_char_boundary(byte), themes)
    }

    /// Takes Tab for the theme at the caret, if there is one to complete.
    fn take_completion(&mut self, ui: &Ui, open: &mut OpenSession, client_themes: &[String], now: Moment) {
        let pressed = ui.input(|input| input.key_pressed(Key::Tab) && input.modifiers.is_none());
        if !pressed || !ui.memory(|memory| memory.has_focus(Self::id(open.session()))) {
            return;
        }
        let offered = self.offered(open.session(), client_themes);
        let Some(rest) = offered.map(|theme| theme.rest.to_owned()) else { return };
        ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Tab));
        self.type_at_caret(open, &rest, now);
    }

    fn type_at_caret(&mut self, open: &mut OpenSession, typed: &str, now: Moment) {
        let caret = open.session().notes.clamped(self.caret());
        if open.replace(caret..caret, typed, caret, PageEdit::Writes, now) {
            self.set_caret(caret.behind(typed));
        }
    }

    /// Takes what is typed while the page is not drawn: words, Enter and Backspace at the caret.
    pub(crate) fn type_unseen(&mut self, events: &[Event], open: &mut OpenSession, now: Moment) {
        for event in events {
            if let Some(KeyRequest::TakeAway(step)) = request_of(event, OperatingSystem::from_target_os()) {
                self.take_away_unseen(step, open, now);
            } else if let Some(typed) = typed_by(event) {
                // What was composed before may be written already.
                let is_new = !matches!(event, Event::Ime(_)) || self.page.writes_unseen(typed);
                if is_new {
                    self.type_at_caret(open, typed, now);
                }
            }
        }
    }

    fn take_away_unseen(&mut self, step: CaretStep, open: &mut OpenSession, now: Moment) {
        let notes = &open.session().notes;
        let end = notes.clamped(self.caret());
        let start = match step {
            CaretStep::CharacterBack => notes.one_character_back(end),
            CaretStep::WordBack => notes.one_word_back(end),
            CaretStep::LineStart => Place { byte: 0, ..end },
            _ => return,
        };
        open.replace(start..end, "", end, PageEdit::Writes, now);
        self.set_caret(start);
    }

    /// Writes what was being composed when the page was left: none of it is drawn in this frame.
    pub(crate) fn write_composed_unseen(&mut self, frame: u64, open: &mut OpenSession, now: Moment) -> bool {
        let composed = self.page.composed_unseen(frame);
        composed.map(|composed| self.type_at_caret(open, &composed, now)).is_some()
    }

    /// Writes what is being composed, since the page goes.
    pub(crate) fn write_composed(&mut self, open: &mut OpenSession, now: Moment) {
        if let Some(composed) = self.page.composed_last() {
            self.type_at_caret(open, &composed, now);
        }
    }
}

/// What an event types where no editor is drawn.
pub(crate) fn typed_by(event: &Event) -> Option<&str> {
    match event {
        Event::Text(typed)
        | Event::Paste(typed)
        | Event::MiddleClickPaste { text: typed, .. }
        | Event::Ime(egui::ImeEvent::Commit(typed)) => Some(typed),
        Event::Key { key: Key::Enter, pressed: true, .. } => Some("\n"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::session::notes::Notes;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;

    struct Held {
        pane: NotesPane,
        open: OpenSession,
        command: Option<Command>,
    }

    fn at() -> Moment {
        Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
    }

    fn window(words: &str) -> WindowOfOne<'static, Held> {
        let mut open = OpenSession::begin(at(), "K-07", None, integration_session().prompts);
        open.write(words, 0, words.len(), at());
        let mut pane = NotesPane::default();
        pane.set_caret(open.session().notes.end());
        WindowOfOne::of(Held { pane, open, command: None }, |ui, held| {
            if ui.memory(|memory| memory.focused().is_none()) {
                ui.memory_mut(|memory| memory.request_focus(NotesPane::id(held.open.session())));
            }
            let (client_themes, ended) = (&["water".to_owned()][..], &EndedLines::default());
            let input = NotesInput { client_themes, ended, keeps_caret_high: true, now: at() };
            let command = held.pane.ui(ui, &mut held.open, &input);
            held.command = held.command.or(command);
        })
    }

    fn said(window: &WindowOfOne<'_, Held>) -> String {
        window.view().open.session().notes.text()
    }

    #[test]
    fn its_menu_leaves_what_is_chosen_as_it_is_and_cuts_that() {
        let mut window = window("one two");
        window.presses_with(Modifiers::CTRL | Modifiers::SHIFT, Key::ArrowLeft);
        window.presses(Key::Menu).clicks(text::session::menu_cut());
        assert_eq!(said(&window), "one ");
        window.presses(Key::Menu).clicks(text::command::undo());
        assert_eq!(window.view().command, Some(Command::Undo));
    }

    #[test]
    fn tab_completes_a_theme_within_its_line() {
        let mut window = window("one\nby the #wa");
        window.presses(Key::Tab).types("!");
        assert_eq!(said(&window), "one\nby the #water!");
    }

    /// What is typed and pressed.
    #[derive(Debug, Clone)]
    enum Act {
        Types(String),
        Presses(bool, Key),
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let keys = vec![
            Key::ArrowLeft,
            Key::ArrowUp,
            Key::ArrowDown,
            Key::Home,
            Key::End,
            Key::Backspace,
            Key::Delete,
            Key::Enter,
        ];
        let act = prop_oneof![
            2 => "[a-c é#]{1,5}".prop_map(Act::Types),
            3 => (any::<bool>(), prop::sample::select(keys)).prop_map(|(chooses, key)| Act::Presses(chooses, key)),
        ];
        prop::collection::vec(act, 1..30)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_written_undo_brings_the_first_page_back_whole(acts in acts()) {
            let mut window = window("one #sea\n\nthree");
            let first: Notes = window.view().open.session().notes.clone();
            for act in acts {
                match act {
                    Act::Types(words) => drop(window.types(&words)),
                    Act::Presses(chooses, key) => {
                        let modifiers = if chooses { Modifiers::SHIFT } else { Modifiers::NONE };
                        window.presses_with(modifiers, key);
                    }
                }
            }
            let mut open = window.view().open.clone();
            let last = open.session().notes.clone();
            while open.history().can_undo() && open.session().notes != first {
                prop_assert!(open.undo().is_some());
            }
            prop_assert_eq!(&open.session().notes, &first);
            while open.redo().is_some() {}
            prop_assert_eq!(&open.session().notes, &last);
        }
    }
}
