//! The notes page as it is drawn: one editor over the whole page, with the minutes in its margin and
//! the titles of prompts between its lines.
//!
//! Owns the caret and nothing else. What the lines are and keep is the domain's.

mod input;

use std::borrow::Cow;
use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob};
use egui::text_edit::{TextEditOutput, TextEditState};
use egui::{
    Align2, Color32, Event, EventFilter, Frame, Galley, Id, Key, Margin, Pos2, Rect, ScrollArea, TextBuffer, TextEdit,
    TextFormat, Ui, pos2, vec2,
};

use input::{Clipboard, byte_of, leave_out_what_is_too_long};

use crate::domain::Moment;
use crate::domain::library::themes::{Completion, completion, theme_ranges};
use crate::domain::library::{EndedLines, ended_line};
use crate::domain::prompts::guideline::Prompt;
use crate::domain::session::Session;
use crate::domain::session::notes::{Line, Notes, Stamp};
use crate::domain::session::open_session::OpenSession;
use crate::ui::kit::fields::{TextField, forget_steps};
use crate::ui::kit::kept_mark::{mark_width, paint_kept_mark};
use crate::ui::kit::theme::{Palette, palette, regular, semibold, size};
use crate::ui::kit::widgets::{named, paint_text};
use crate::ui::text;

/// What has fewer bytes is typed, and not looked at before it is drawn.
pub(crate) const FEW: usize = 4096;

/// The height of one row of notes.
const ROW: f32 = 26.0;
/// The room between one line and the next.
const GAP: f32 = 9.0;
/// The room for the title of a prompt above a line.
const TITLE: f32 = 32.0;
/// The room for a mark that does not fit behind its line.
const MARK: f32 = 24.0;

/// The caret on the notes page, in bytes of its text.
#[derive(Debug, Default)]
pub struct NotesPane {
    caret: usize,
    /// The other end of what is chosen; if nothing is, the caret.
    anchor: usize,
    caret_moved: bool,
    /// The height of the page and the line of the caret when it was drawn last.
    shown: (f32, usize),
}

/// The room that a line needs beside its text, and what is drawn there.
struct Room {
    title: Option<String>,
    above: f32,
}

/// The margin for the minutes, left of the notes, in a page of this width.
pub(crate) fn margin(width: f32) -> i8 {
    if width < 560.0 { 64 } else { 80 }
}

impl NotesPane {
    /// Where the caret is, in bytes of the page.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// The other end of what is chosen, in bytes of the page; if nothing is, the caret.
    pub(crate) fn anchor(&self) -> usize {
        self.anchor
    }

    /// Puts the caret somewhere, in bytes of the page, with nothing chosen.
    pub(crate) fn set_caret(&mut self, caret: usize) {
        self.choose(caret, caret);
    }

    /// Chooses what is between two places, in bytes of the page; the caret is at the second.
    pub fn choose(&mut self, anchor: usize, caret: usize) {
        (self.anchor, self.caret) = (anchor, caret);
        self.caret_moved = true;
    }

    /// The editor's id. It is derived from the session's, so that nothing the toolkit remembers of
    /// one session's editor can reach another's.
    pub fn id(session: &Session) -> Id {
        TextField::Notes(&session.id).id()
    }

    /// Forgets what the toolkit remembers of a session's editor.
    pub fn forget(ctx: &egui::Context, session: &Session) {
        TextField::Notes(&session.id).forget(ctx);
    }

    /// Draws the page and takes what is typed into it. `ended` is what other sessions say of its lines.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        open: &mut OpenSession,
        client_themes: &[String],
        ended: &EndedLines,
        now: Moment,
    ) {
        leave_out_what_is_too_long(ui, open);
        self.take_completion(ui, open, client_themes, now);
        let id = Self::id(open.session());
        self.place_caret(ui, id, &open.session().notes.text());
        let margin = margin(ui.available_width());
        let height = ui.available_height();
        ScrollArea::vertical().id_salt(id.with("scroll")).auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: margin, right: 32, top: 0, bottom: 16 }).show(ui, |ui| {
                self.editor_ui(ui, id, open, ended, now, height - 16.0);
                let tab = self.offered(open.session(), client_themes).is_some();
                keep_tab(ui, id, tab);
            });
        });
    }

    fn place_caret(&mut self, ui: &Ui, id: Id, text: &str) {
        if !std::mem::take(&mut self.caret_moved) {
            return;
        }
        self.caret = text.floor_char_boundary(self.caret);
        self.anchor = text.floor_char_boundary(self.anchor);
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        let cursor = |byte: usize| CCursor::new(text[..byte].chars().count());
        state.cursor.set_char_range(Some(CCursorRange::two(cursor(self.anchor), cursor(self.caret))));
        state.store(ui.ctx(), id);
    }

    fn editor_ui(&mut self, ui: &mut Ui, id: Id, open: &mut OpenSession, ended: &EndedLines, now: Moment, height: f32) {
        let mut text = open.session().notes.text();
        let clipboard = Clipboard::in_frame(ui, id);
        let layout = PageLayout { open, ended, palette: palette(ui), now };
        let mut layouter =
            |ui: &Ui, text: &dyn TextBuffer, width: f32| -> Arc<Galley> { layout.galley(ui, text.as_str(), width) };
        let output = TextEdit::multiline(&mut text)
            .id(id)
            .frame(Frame::NONE)
            .lock_focus(false)
            .cursor_at_end(true)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height))
            .layouter(&mut layouter)
            .show(ui);
        named(ui, &output.response, text::session::notes());
        // The toolkit would keep whole pages to undo to; that is done by the session.
        forget_steps(ui.ctx(), id);
        let (caret_before, anchor) = (self.caret, self.anchor);
        if let Some(range) = output.cursor_range {
            self.caret = byte_of(&text, range.primary.index.into());
            self.anchor = byte_of(&text, range.secondary.index.into());
        }
        let carets = (caret_before, self.caret);
        match clipboard {
            Clipboard::Unused => open.write(&text, carets.0, carets.1, now),
            Clipboard::Cut => open.cut(&text, caret_before.min(anchor)..caret_before.max(anchor), carets, now),
            Clipboard::Pasted(pasted) => open.paste(&text, &pasted, carets, now),
        }
        self.keep_caret_in_view(ui, &output, open, height);
        PageLayout { open, ended, palette: palette(ui), now }.paint_around(ui, &output.galley, output.galley_pos);
    }

    /// Scrolls to the caret when the page has become smaller, and to the title above the first line.
    fn keep_caret_in_view(&mut self, ui: &Ui, output: &TextEditOutput, open: &OpenSession, height: f32) {
        let shown = (height, open.session().notes.line_at(self.caret));
        let Some(range) = output.cursor_range.filter(|_| self.shown != shown) else { return };
        self.shown = shown;
        let mut caret = output.galley.pos_from_cursor(range.primary).translate(output.galley_pos.to_vec2());
        if shown.1 == 0 {
            caret.min.y = output.galley_pos.y;
        }
        ui.scroll_to_rect(caret, None);
    }

    /// What Tab would make of the theme at the caret: from this session's themes, or the client's.
    pub fn offered<'a>(&self, session: &'a Session, client_themes: &'a [String]) -> Option<Completion<'a>> {
        let own = std::iter::once_with(|| session.themes()).flatten();
        let themes = own.chain(client_themes.iter().map(String::as_str));
        completion(&session.notes.text(), self.caret, themes)
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
        let mut text = open.session().notes.text();
        text.insert_str(self.caret, &rest);
        open.write(&text, self.caret, self.caret + rest.len(), now);
        self.set_caret(self.caret + rest.len());
    }

    /// Takes what is typed while the page is not drawn: words, Enter and Backspace at the caret.
    pub(crate) fn type_unseen(&mut self, events: &[Event], open: &mut OpenSession, now: Moment) {
        for event in events {
            let mut text = open.session().notes.text();
            let before = text.floor_char_boundary(self.caret);
            if let Event::Key { key: Key::Backspace, pressed: true, .. } = event {
                let start = text[..before].char_indices().next_back().map_or(0, |(start, _)| start);
                text.replace_range(start..before, "");
                open.write(&text, before, start, now);
                self.set_caret(start);
                continue;
            }
            let Some(typed) = typed_by(event) else { continue };
            text.insert_str(before, typed);
            open.write(&text, before, before + typed.len(), now);
            self.set_caret(before + typed.len());
        }
    }
}

/// Tab goes on to the next control, unless it completes a theme. The toolkit asks before the next
/// frame is drawn.
fn keep_tab(ui: &Ui, id: Id, tab: bool) {
    let filter = EventFilter { tab, horizontal_arrows: true, vertical_arrows: true, escape: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// How the page is laid out: the editor's text, moved apart to make room around its lines.
struct PageLayout<'a> {
    open: &'a OpenSession,
    ended: &'a EndedLines,
    palette: &'static Palette,
    now: Moment,
}

impl PageLayout<'_> {
    /// The lines as they will be once `text` is the page.
    fn notes_for(&self, text: &str) -> Cow<'_, Notes> {
        let notes = &self.open.session().notes;
        if notes.says(text) {
            return Cow::Borrowed(notes);
        }
        let mut notes = notes.clone();
        let stamp = Stamp { at: self.now, prompt: self.open.here().map(|prompt| prompt.id.clone()) };
        notes.replace_text(text, text.len(), &stamp);
        Cow::Owned(notes)
    }

    fn galley(&self, ui: &Ui, text: &str, width: f32) -> Arc<Galley> {
        let job = self.job(text, width);
        let mut galley = (*ui.fonts_mut(|fonts| fonts.layout_job(job))).clone();
        let notes = self.notes_for(text);
        let rooms = self.rooms(notes.lines());
        let mut line = 0;
        let mut shift = 0.0;
        let mut starts = true;
        for index in 0..galley.rows.len() {
            let row = &mut galley.rows[index];
            if starts {
                shift += rooms.get(line).map_or(0.0, |room| room.above);
            }
            row.pos.y += shift;
            starts = row.ends_with_newline;
            if starts {
                let end = row.rect().right();
                shift += Self::mark_room(notes.lines().get(line), end, width);
                line += 1;
            }
        }
        galley.rect.max.y += shift;
        galley.mesh_bounds.max.y += shift;
        Arc::new(galley)
    }

    fn job(&self, text: &str, width: f32) -> LayoutJob {
        let mut job = LayoutJob { keep_trailing_whitespace: true, ..LayoutJob::default() };
        job.wrap.max_width = width;
        let mut end = 0;
        for range in theme_ranges(text) {
            job.append(&text[end..range.start], 0.0, Self::format(self.palette.text));
            job.append(&text[range.clone()], 0.0, Self::format(self.palette.accent));
            end = range.end;
        }
        job.append(&text[end..], 0.0, Self::format(self.palette.text));
        job
    }

    fn format(color: Color32) -> TextFormat {
        TextFormat { font_id: regular(size::NOTES), color, line_height: Some(ROW), ..TextFormat::default() }
    }

    /// The room above each line: for the title of its prompt, if that is another than before. The
    /// empty line at the end of the page already stands under the prompt in view.
    fn rooms(&self, lines: &[Line]) -> Vec<Room> {
        let mut shown: Option<&Prompt> = None;
        let mut rooms = Vec::with_capacity(lines.len().max(1));
        for (index, line) in lines.iter().enumerate() {
            let last_and_empty = index + 1 == lines.len() && line.text.is_empty();
            let stands_under = if last_and_empty {
                self.open.here()
            } else if line.text.is_empty() {
                shown
            } else {
                line.prompt.as_ref().and_then(|id| self.open.session().prompt(id))
            };
            rooms.push(Self::room(index, stands_under, shown));
            shown = stands_under;
        }
        if lines.is_empty() {
            rooms.push(Self::room(0, self.open.here(), None));
        }
        rooms
    }

    fn room(index: usize, prompt: Option<&Prompt>, shown: Option<&Prompt>) -> Room {
        let gap = if index == 0 { 0.0 } else { GAP };
        let changed = prompt.map(|prompt| &prompt.id) != shown.map(|prompt| &prompt.id);
        let title = prompt.filter(|_| changed).map(|prompt| prompt.title.clone());
        Room { above: gap + if title.is_some() { TITLE } else { 0.0 }, title }
    }

    /// The room below a line for a mark that does not fit behind it.
    fn mark_room(line: Option<&Line>, end: f32, width: f32) -> f32 {
        let kind = line.and_then(|line| line.keep.as_ref());
        if kind.is_some_and(|kind| end + mark_width(kind) > width) { MARK } else { 0.0 }
    }

    /// Draws the minutes, the titles and the marks around the text.
    fn paint_around(&self, ui: &Ui, galley: &Galley, origin: Pos2) {
        let lines = self.open.session().notes.lines();
        let rooms = self.rooms(lines);
        let visible = ui.clip_rect();
        let mut line = 0;
        let mut starts = true;
        for (index, row) in galley.rows.iter().enumerate() {
            let rect = row.rect().translate(origin.to_vec2());
            if rect.bottom() + MARK > visible.top() && rect.top() - TITLE < visible.bottom() {
                if starts {
                    self.paint_beside(ui, rect, lines.get(line), rooms.get(line));
                }
                if row.ends_with_newline || index + 1 == galley.rows.len() {
                    self.paint_mark(ui, rect, origin.x, galley.job.wrap.max_width, lines.get(line));
                }
            }
            starts = row.ends_with_newline;
            line += usize::from(starts);
        }
    }

    fn paint_beside(&self, ui: &Ui, rect: Rect, line: Option<&Line>, room: Option<&Room>) {
        if let Some(title) = room.and_then(|room| room.title.as_ref()) {
            let place = Rect::from_min_max(
                pos2(rect.left(), rect.top() - TITLE + 6.0),
                pos2(ui.clip_rect().right(), rect.top()),
            );
            paint_text(ui, place, Align2::LEFT_TOP, title, semibold(size::QUIET), self.palette.accent);
        }
        if let Some(line) = line.filter(|line| !line.text.is_empty()) {
            let place = pos2(rect.left() - 16.0, rect.center().y);
            let minute = match line.conflict_of {
                Some(_) => text::session::notes_also().to_owned(),
                None => text::notes::margin(self.open.session(), line.at),
            };
            ui.painter().text(place, Align2::RIGHT_CENTER, minute, regular(size::SMALL), self.palette.quiet);
        }
    }

    fn paint_mark(&self, ui: &Ui, rect: Rect, left: f32, width: f32, line: Option<&Line>) {
        let Some(kind) = line.and_then(|line| line.keep.as_ref()) else { return };
        let fits = rect.right() - left + mark_width(kind) <= width;
        let place =
            if fits { pos2(rect.right() + 8.0, rect.center().y) } else { pos2(left, rect.bottom() + MARK / 2.0) };
        let ended = line.and_then(|line| ended_line(self.open.session(), self.ended, &line.id));
        paint_kept_mark(ui, place, text::notes::mark_now(kind, ended.as_ref()), self.palette);
    }
}

/// What an event types where no editor is drawn.
pub(crate) fn typed_by(event: &Event) -> Option<&str> {
    match event {
        Event::Text(typed) | Event::Paste(typed) | Event::Ime(egui::ImeEvent::Commit(typed)) => Some(typed),
        Event::Key { key: Key::Enter, pressed: true, .. } => Some("\n"),
        _ => None,
    }
}
