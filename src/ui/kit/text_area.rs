//! A field of several lines: a page in a frame, as high as its text, with the undo of its own words.
//!
//! Owns what is remembered of each such field from one frame to the next. It is kept by the toolkit, with what that
//! remembers of the fields of one line, so that it is forgotten with it. Must not know what is edited.

use std::ops::Range;
use std::sync::Arc;

use egui::mutex::Mutex;
use egui::{Context, FontId, Id, Margin, Response, Shape, StrokeKind, Ui, ViewportCommand, epaint::RectShape};

use super::page::caret::Caret;
use super::page::glyphs::Look;
use super::page::menu::{self, Menu, MenuEntry, Offer};
use super::page::{Page, PageHeight, PageStyle, PageText, text_in};
use super::theme::{FIELD_MARGIN, regular, size};
use crate::domain::place::Place;
use crate::domain::session::moved::moved_along;
use crate::domain::session::open_session::PageEdit;
use crate::domain::text_history::{TextHistory, TextReplacement};

/// A field as it was drawn last.
struct TextArea {
    page: Page,
    menu: Menu,
    text: AreaText,
}

/// How a field is drawn.
#[derive(Debug, Clone)]
pub(super) struct AreaLook {
    /// The least rows that there is room for.
    pub(super) rows: usize,
    pub(super) font: FontId,
    /// Whether it has a frame, also if it is neither pointed at nor written in.
    pub(super) is_framed: bool,
}

impl Default for AreaLook {
    fn default() -> Self {
        Self { rows: 1, font: regular(size::BODY), is_framed: true }
    }
}

/// A field, under its id.
type KeptArea = Arc<Mutex<TextArea>>;

/// The text of a field as the field knows it.
#[derive(Debug, Default)]
struct AreaText {
    text: String,
    /// Where each line begins, in bytes.
    starts: Vec<usize>,
    revision: u64,
    history: TextHistory,
    /// When it is drawn, in seconds of the toolkit.
    seconds: f64,
}

/// Draws a field with room for so many rows at least, named for a screen reader, and takes what is typed into it.
pub(super) fn ui(ui: &mut Ui, id: Id, content: &mut String, name: &str, look: &AreaLook) -> Response {
    let new = || Arc::new(Mutex::new(TextArea::of(content)));
    let area = ui.data_mut(|data| data.get_temp_mut_or_insert_with::<KeptArea>(id, new).clone());
    area.lock().ui(ui, id, content, name, look)
}

/// Whether such a field has an id.
pub(super) fn is_known(ctx: &Context, id: Id) -> bool {
    ctx.data(|data| data.get_temp::<KeptArea>(id)).is_some()
}

/// In how many rows the text of a field was drawn last; none if it was not.
pub(super) fn rows(ctx: &Context, id: Id) -> usize {
    let area = ctx.data(|data| data.get_temp::<KeptArea>(id));
    let row_height = ctx.fonts_mut(|fonts| fonts.row_height(&regular(size::BODY)));
    area.map_or(0, |area| (area.lock().page.text_height() / row_height).round() as usize)
}

/// Forgets what is remembered of a field.
pub(super) fn forget(ctx: &Context, id: Id) {
    ctx.data_mut(|data| data.remove::<KeptArea>(id));
}

impl TextArea {
    /// A field that holds a text, with the caret at its end.
    fn of(content: &str) -> Self {
        let text = AreaText::from(content);
        let mut page = Page::default();
        page.set_caret(Caret::at_place(text.place(content.len())));
        Self { page, menu: Menu::default(), text }
    }

    fn ui(&mut self, ui: &mut Ui, id: Id, content: &mut String, name: &str, look: &AreaLook) -> Response {
        self.text.seconds = ui.input(|input| input.time);
        self.follow(content);
        let revision = self.text.revision;
        let AreaLook { rows, font, is_framed } = look.clone();
        let Margin { left, right, top, bottom } = if is_framed { FIELD_MARGIN } else { Margin::symmetric(8, 2) };
        let row_height = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let style = PageStyle {
            id,
            name,
            look: Look { font, row_height, themes: |_| Vec::new() },
            left: left.into(),
            right: right.into(),
            below: bottom.into(),
            keeps_caret_high: false,
            takes_tab: false,
            shows_chosen: ui.memory(|memory| memory.has_focus(id)) || menu::is_open(ui.ctx(), id),
            height: PageHeight::Grows { rows, above: top.into() },
        };
        let frame = ui.painter().add(Shape::Noop);
        let mut response = self.page.ui(ui, &mut self.text, &style);
        if is_framed || response.hovered() || response.has_focus() {
            ui.painter().set(frame, frame_of(ui, &response));
        }
        self.menu.follow(ui, &response, self.page.caret_on_screen());
        self.menu_ui(ui, &response, &style);
        if self.text.revision != revision {
            content.clone_from(&self.text.text);
            response.mark_changed();
        }
        response
    }

    fn menu_ui(&mut self, ui: &Ui, response: &Response, style: &PageStyle<'_>) {
        let offer = Offer { undo: self.text.history.can_undo(), chosen: !self.page.caret().is_empty(), keep: None };
        match self.menu.ui(ui, response, offer) {
            Some(MenuEntry::Undo) => self.page.undo(ui, &mut self.text, style),
            Some(MenuEntry::Cut) => self.page.cut(ui, &mut self.text, style),
            Some(MenuEntry::Copy) => self.page.copy(ui, &self.text),
            Some(MenuEntry::Paste) => ui.send_viewport_cmd(ViewportCommand::RequestPaste),
            Some(MenuEntry::SelectAll) => self.page.choose_all(&self.text),
            Some(MenuEntry::Keep) | None => {}
        }
    }

    /// Where text came from elsewhere since the field was drawn last, what is chosen in it moves along, and undo does
    /// not go behind it.
    fn follow(&mut self, now: &str) {
        if self.text.text == now {
            return;
        }
        let Caret { anchor, focus, .. } = self.page.caret();
        let moved = |place: Place| moved_along(&self.text.text, now, self.text.byte(place));
        let (anchor, focus) = (moved(anchor), moved(focus));
        self.text.follow(now);
        self.page.move_caret(Caret::between(self.text.place(anchor), self.text.place(focus)));
    }
}

impl From<&str> for AreaText {
    fn from(content: &str) -> Self {
        let mut text = Self::default();
        text.put(content.to_owned());
        text
    }
}

impl AreaText {
    fn put(&mut self, text: String) {
        self.starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.text = text;
        self.revision += 1;
    }

    /// Takes over what its holder has instead.
    fn follow(&mut self, now: &str) {
        // Spaces alone are no words to whoever holds them: they are nothing by now, and undo still knows what was there.
        if self.text.trim().is_empty() && now.is_empty() {
            let removed = std::mem::take(&mut self.text);
            self.history.amend(TextReplacement { at: 0, removed, inserted: String::new() });
        } else {
            self.history = TextHistory::default();
        }
        self.put(now.to_owned());
    }

    fn byte(&self, place: Place) -> usize {
        self.starts[place.line] + place.byte
    }

    fn place(&self, byte: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        Place::new(line, byte - self.starts[line])
    }

    fn go(&mut self, step: impl FnOnce(&mut TextHistory, &mut String) -> Option<usize>) -> Option<Place> {
        let mut text = self.text.clone();
        let caret = step(&mut self.history, &mut text)?;
        self.put(text);
        Some(self.place(caret))
    }
}

impl PageText for AreaText {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn line_count(&self) -> usize {
        self.starts.len()
    }

    fn line(&self, line: usize) -> &str {
        let Some(start) = self.starts.get(line) else { return "" };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        &self.text[*start..end]
    }

    fn replace(&mut self, range: Range<Place>, text: &str, caret: Place, edit: PageEdit) -> bool {
        let removed = text_in(self, &range);
        if removed == text {
            return false;
        }
        let (start, end, caret) = (self.byte(range.start), self.byte(range.end), self.byte(caret));
        let mut whole = std::mem::take(&mut self.text);
        whole.replace_range(start..end, text);
        self.put(whole);
        let replacement = TextReplacement { at: start, removed, inserted: text.to_owned() };
        match edit {
            PageEdit::Writes | PageEdit::Cuts => self.history.record(replacement, &self.text, caret, self.seconds),
            PageEdit::Pastes => self.history.record_apart(replacement, caret, self.seconds),
            PageEdit::PutsDown => self.history.amend(replacement),
        }
        true
    }

    fn undo(&mut self) -> Option<Place> {
        self.go(TextHistory::undo)
    }

    fn redo(&mut self) -> Option<Place> {
        self.go(TextHistory::redo)
    }
}

/// The frame around a field, as the toolkit draws it around those of one line.
fn frame_of(ui: &Ui, response: &Response) -> Shape {
    let look = ui.style().interact(response);
    let stroke = if response.has_focus() { ui.visuals().selection.stroke } else { look.bg_stroke };
    let rect = response.rect.expand(look.expansion);
    RectShape::new(rect, look.corner_radius, ui.visuals().text_edit_bg_color(), stroke, StrokeKind::Inside).into()
}

#[cfg(test)]
mod tests {
    use egui::{Key, Modifiers, Rect};

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::text;

    const NONE: Modifiers = Modifiers::NONE;
    const CTRL: Modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND };

    /// Two fields one below the other.
    #[derive(Default)]
    struct Held {
        texts: [String; 2],
        rects: [Option<Rect>; 2],
        /// What comes into the first one from elsewhere.
        arrives: Option<String>,
        forgets: bool,
        was_known: bool,
        /// Whether the holder of the first one keeps no spaces alone.
        drops_spaces: bool,
    }

    fn id(field: usize) -> Id {
        Id::unique(("field", field))
    }

    fn window(words: &str) -> WindowOfOne<'static, Held> {
        let held = Held { texts: [words.to_owned(), String::new()], ..Held::default() };
        let mut has_begun = false;
        let mut window = WindowOfOne::of(held, move |ui, held| {
            if !std::mem::replace(&mut has_begun, true) {
                ui.memory_mut(|memory| memory.request_focus(id(0)));
            }
            if let Some(text) = held.arrives.take() {
                held.texts[0] = text;
            }
            held.was_known = is_known(ui.ctx(), id(0));
            if std::mem::take(&mut held.forgets) {
                forget(ui.ctx(), id(0));
                held.was_known = is_known(ui.ctx(), id(0));
                return;
            }
            for (field, name) in ["One", "Two"].into_iter().enumerate() {
                let before = held.texts[field].clone();
                let response = super::ui(
                    ui,
                    id(field),
                    &mut held.texts[field],
                    name,
                    &AreaLook { rows: 2, ..AreaLook::default() },
                );
                held.rects[field] = Some(response.rect);
                assert_eq!(response.changed(), held.texts[field] != before);
            }
            if held.drops_spaces && held.texts[0].trim().is_empty() {
                held.texts[0].clear();
            }
        });
        window.presses(Key::F35);
        window
    }

    fn says<'a>(window: &'a WindowOfOne<'_, Held>) -> &'a str {
        &window.view().texts[0]
    }

    fn height(window: &WindowOfOne<'_, Held>) -> f32 {
        window.view().rects[0].unwrap().height()
    }

    #[test]
    fn the_caret_is_at_the_end_and_goes_over_whole_characters() {
        let mut window = window("a cafe\u{301}");
        window.types("s").presses(Key::ArrowLeft).presses(Key::Backspace);
        assert_eq!(says(&window), "a cafs");
        window.presses(Key::Enter).presses(Key::Home).presses(Key::ArrowUp).types("Z");
        assert_eq!(says(&window), "Za caf\ns");
    }

    #[test]
    fn what_comes_from_elsewhere_moves_the_caret_along_and_is_not_taken_back() {
        let mut window = window("river");
        window.types(" and").presses(Key::ArrowLeft);
        window.view_mut().arrives = Some("the quiet river and".to_owned());
        window.presses(Key::F35).types("X");
        assert_eq!(says(&window), "the quiet river anXd");
        for _ in 0..3 {
            window.presses_with(CTRL, Key::Z);
        }
        assert_eq!(says(&window), "the quiet river and", "only what was typed here is taken back");
        window.presses_with(CTRL, Key::Y);
        assert_eq!(says(&window), "the quiet river anXd");
    }

    #[test]
    fn what_is_taken_away_but_for_a_space_comes_back_though_nobody_keeps_the_space() {
        let mut window = window("");
        window.view_mut().drops_spaces = true;
        window.types("river ").presses(Key::Home).presses_with(CTRL, Key::Delete);
        assert_eq!(says(&window), "");
        window.presses_with(CTRL, Key::Z);
        assert_eq!(says(&window), "river ");
        window.presses_with(CTRL | Modifiers::SHIFT, Key::Z);
        assert_eq!(says(&window), "");
    }

    #[test]
    fn it_is_as_high_as_its_text_and_two_rows_at_least() {
        let mut window = window("one");
        let least = height(&window);
        window.presses(Key::Enter).types("two");
        assert!((height(&window) - least).abs() < 0.1);
        window.presses(Key::Enter).types("three");
        let third = height(&window) - least;
        assert!(third > 10.0, "{third}");
        window.types(&"word ".repeat(100));
        assert!(height(&window) > least + 2.5 * third, "long lines break");
        window.presses_with(CTRL, Key::A).presses(Key::Backspace);
        assert!((height(&window) - least).abs() < 0.1);
    }

    #[test]
    fn tab_goes_on_to_the_next_one_and_back() {
        let mut window = window("one");
        window.presses(Key::Tab).types("two");
        assert_eq!(window.view().texts, ["one", "two"]);
        window.presses_with(Modifiers::SHIFT, Key::Tab).types("!");
        assert_eq!(window.view().texts, ["one!", "two"]);
    }

    #[test]
    fn a_click_anywhere_in_the_frame_puts_the_caret_into_it() {
        let mut window = window("one\ntwo");
        let rect = window.view().rects[1].unwrap();
        window.clicks_place(rect.left_bottom() + egui::vec2(3.0, -3.0)).types("a");
        assert_eq!(window.view().texts[1], "a");
        let rect = window.view().rects[0].unwrap();
        window.clicks_place(rect.left_top() + egui::vec2(2.0, 2.0)).types("b");
        assert_eq!(window.view().texts[0], "bone\ntwo");
    }

    #[test]
    fn its_menu_has_what_can_be_done_and_leaves_what_is_chosen() {
        let mut window = window("one two");
        window.presses_with(CTRL | Modifiers::SHIFT, Key::ArrowLeft).presses(Key::Menu);
        assert!(!window.hears(text::command::keep()));
        window.clicks(text::session::menu_cut());
        assert_eq!(says(&window), "one ");
        window.presses_with(Modifiers::SHIFT, Key::F10).clicks(text::command::undo()).types("!");
        assert_eq!(says(&window), "one !two", "the caret is where it was");
        window.presses(Key::Menu).presses(Key::Escape);
        assert!(!window.hears(text::session::menu_cut()));
        window.types("?");
        assert_eq!(says(&window), "one !?two", "the keyboard is back in the field");
        window.presses(Key::Menu).clicks(text::session::menu_select_all()).types("x");
        assert_eq!(says(&window), "x");
    }

    #[test]
    fn nothing_is_remembered_of_one_that_is_forgotten() {
        let mut window = window("one");
        window.types(" two");
        assert!(window.view().was_known);
        window.view_mut().forgets = true;
        window.presses_with(NONE, Key::F35);
        window.presses_with(CTRL, Key::Z);
        assert_eq!(says(&window), "one two");
    }
}
