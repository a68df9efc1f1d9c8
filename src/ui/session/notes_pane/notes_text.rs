//! The notes of an open session as a page shows them: their lines, and the minutes, titles and marks around them.

use std::ops::Range;
use std::sync::Arc;

use egui::{Align2, Context, Galley, Ui, pos2};

use crate::domain::Moment;
use crate::domain::library::{EndedLines, ended_line};
use crate::domain::place::Place;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::session::matches::Matches;
use crate::domain::session::notes::Line;
use crate::domain::session::open_session::{OpenSession, PageEdit};
use crate::ui::kit::kept_mark::{mark_width, paint_kept_mark};
use crate::ui::kit::page::{DrawnLine, PageText};
use crate::ui::kit::theme::{Palette, regular, semibold, size};
use crate::ui::text;

/// The room between one line and the next.
const GAP: f32 = 9.0;
/// The room for the title of a prompt above a line.
const TITLE: f32 = 32.0;
/// The room for a mark that does not fit behind its line.
const MARK: f32 = 24.0;

/// The notes of an open session.
pub(super) struct NotesText<'a> {
    pub(super) open: &'a mut OpenSession,
    /// What other sessions say of its lines.
    pub(super) ended: &'a EndedLines,
    /// Where what is looked for is in them.
    pub(super) found: Option<&'a Matches>,
    pub(super) palette: &'static Palette,
    pub(super) now: Moment,
    /// The width of a row, in points.
    pub(super) width: f32,
    pub(super) ctx: Context,
    /// Whether the minutes of the lines are beside them.
    pub(super) has_minutes: bool,
}

impl PageText for NotesText<'_> {
    fn revision(&self) -> u64 {
        self.open.revision()
    }

    fn line_count(&self) -> usize {
        self.lines().len().max(1)
    }

    fn line(&self, line: usize) -> &str {
        self.lines().get(line).map_or("", |line| line.text.as_str())
    }

    fn replace(&mut self, range: Range<Place>, text: &str, caret: Place, edit: PageEdit) -> bool {
        self.open.replace(range, text, caret, edit, self.now)
    }

    fn room_above(&self, line: usize) -> f32 {
        let gap = if line == 0 { 0.0 } else { GAP };
        gap + self.title_above(line).map_or(0.0, |title| self.title_room(title))
    }

    fn room_below(&self, line: usize, end: f32, width: f32) -> f32 {
        let kind = self.lines().get(line).and_then(|line| line.keep.as_ref());
        if kind.is_some_and(|kind| end + mark_width(kind) > width) { MARK } else { 0.0 }
    }

    fn found_in(&self, line: usize) -> Vec<Range<usize>> {
        self.found.map(|found| found.in_line(line).collect()).unwrap_or_default()
    }

    fn paint_beside(&self, ui: &Ui, drawn: &DrawnLine) {
        if let Some(title) = self.title_above(drawn.line) {
            let row = drawn.first_row;
            let place = pos2(row.left(), row.top() - self.title_room(title) + 6.0);
            ui.painter().galley(place, self.title_galley(title), self.palette.accent);
        }
        let Some(line) = self.lines().get(drawn.line) else { return };
        if self.has_minutes && !line.text.is_empty() {
            let place = pos2(drawn.first_row.left() - 16.0, drawn.first_row.center().y);
            ui.painter().text(place, Align2::RIGHT_CENTER, self.minute(line), regular(size::SMALL), self.palette.quiet);
        }
        self.paint_mark(ui, line, drawn);
    }
}

impl NotesText<'_> {
    /// The title of a prompt as it is drawn: in as many rows as it takes.
    fn title_galley(&self, prompt: &Prompt) -> Arc<Galley> {
        let (font, color) = (semibold(size::QUIET), self.palette.accent);
        self.ctx.fonts_mut(|fonts| fonts.layout(text::prompts::title_of(prompt).to_owned(), font, color, self.width))
    }

    fn title_room(&self, prompt: &Prompt) -> f32 {
        let galley = self.title_galley(prompt);
        let one_row = galley.rows.first().map_or(0.0, |row| row.rect().height());
        TITLE + galley.size().y - one_row
    }

    fn lines(&self) -> &[Arc<Line>] {
        self.open.session().notes.lines()
    }

    /// The prompt whose title is above a line: if that is another than before. An empty line is under the same one, but
    /// at the end of the page.
    fn title_above(&self, line: usize) -> Option<&Prompt> {
        if line + 1 < self.lines().len() && self.line(line).is_empty() {
            return None;
        }
        let prompt = self.prompt_of(line);
        let before = line.checked_sub(1).and_then(|before| self.prompt_of(before));
        prompt.filter(|prompt| before.map(|before| &before.id) != Some(&prompt.id))
    }

    /// The prompt that a line is under. An empty one is under that of the line before it, but at the end of the page:
    /// there it is under the prompt in view already.
    fn prompt_of(&self, line: usize) -> Option<&Prompt> {
        let lines = self.lines();
        if line + 1 >= lines.len() && self.line(line).is_empty() {
            return self.open.here();
        }
        let written = lines[..=line].iter().rev().find(|line| !line.text.is_empty())?;
        written.prompt.as_ref().and_then(|id| self.open.session().prompt(id))
    }

    fn minute(&self, line: &Line) -> String {
        match line.conflict_of {
            Some(_) => text::session::notes_also().to_owned(),
            None => text::notes::margin(self.open.session(), line.at),
        }
    }

    fn paint_mark(&self, ui: &Ui, line: &Line, drawn: &DrawnLine) {
        let Some(kind) = &line.keep else { return };
        let row = drawn.last_row;
        let fits = drawn.end + mark_width(kind) <= row.width();
        let place = if fits && drawn.is_right_to_left {
            pos2(row.right() - drawn.end - mark_width(kind), row.center().y)
        } else if fits {
            pos2(row.left() + drawn.end + 8.0, row.center().y)
        } else {
            pos2(row.left(), row.bottom() + MARK / 2.0)
        };
        let ended = ended_line(self.open.session(), self.ended, &line.id);
        paint_kept_mark(ui, place, text::notes::mark_now(kind, ended.as_ref()), self.palette);
    }
}
