//! A field of several lines: a page in a frame, as high as its text, with the undo of its own words.
//!
//! Owns what is remembered of each such field from one frame to the next. It is kept by the toolkit, with what that
//! remembers of the fields of one line, so that it is forgotten with it. Must not know what is edited.

use std::ops::Range;
use std::sync::Arc;

use egui::mutex::Mutex;
use egui::{Context, Id, Margin, Response, Shape, StrokeKind, Ui, ViewportCommand, epaint::RectShape};

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
pub(super) fn ui(ui: &mut Ui, id: Id, content: &mut String, name: &str, rows: usize) -> Response {
    let new = || Arc::new(Mutex::new(TextArea::of(content)));
    let area = ui.data_mut(|data| data.get_temp_mut_or_insert_with::<KeptArea>(id, new).clone());
    area.lock().ui(ui, id, content, name, rows)
}

/// Whether such a field has an id.
pub(super) fn is_known(ctx: &Context, id: Id) -> bool {
    ctx.data(|data| data.get_temp::<KeptArea>(id)).is_some()
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

    fn ui(&mut self, ui: &mut Ui, id: Id, content: &mut String, name: &str, rows: usize) -> Response {
        self.text.seconds = ui.input(|input| input.time);
        self.follow(content);
        let revision = self.text.revision;
        let Margin { left, right, top, bottom } = FIELD_MARGIN;
        let font = regular(size::BODY);
        let row_height = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let style = PageStyle {
            id,
            name,
            look: Look { font, row_height, themes: |_| Vec::new() },
            left: left.into(),
            right: right.into(),
            below: bottom.into(),
            takes_tab: false,
            shows_chosen: ui.memory(|memory| memory.has_focus(id)) || menu::is_open(ui.ctx(), id),
            height: PageHeight::Grows { rows, above: top.into() },
        };
        let frame = ui.painter().add(Shape::Noop);
        let mut response = self.page.ui(ui, &mut self.text, &style);
        ui.painter().set(frame, frame_of(ui, &response));
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

    fn replace(&mut self, range: Range<Place>, text: &str, caret: Place, _: PageEdit) -> bool {
        let removed = text_in(self, &range);
        if removed == text {
            return false;
        }
        let (start, end, caret) = (self.byte(range.start), self.byte(range.end), self.byte(caret));
        let mut whole = std::mem::take(&mut self.text);
        whole.replace_range(start..end, text);
        self.put(whole);
        let replacement = TextReplacement { at: start, removed, inserted: text.to_owned() };
        self.history.record(replacement, &self.text, caret, self.seconds);
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
