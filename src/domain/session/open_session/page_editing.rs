//! The notes page of an open session while it is written on: each edit, what can be undone of it, and that it never
//! becomes longer than can be saved.

use std::ops::Range;

use super::OpenSession;
use super::cut::Cut;
use crate::domain::Moment;
use crate::domain::place::Place;
use crate::domain::session::notes::{Change, Clip, Notes, Stamp};
use crate::domain::session::session_size::{bytes_left, file_bytes, fits, may_fit_as_lines, most_bytes_added};

/// What an edit of the notes page has to do with the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEdit {
    /// Nothing: words are written, or taken away.
    Writes,
    /// Words are taken to the clipboard.
    Cuts,
    /// Words come from the clipboard.
    Pastes,
    /// Words that were just cut are put down at another place: both are one step.
    PutsDown,
}

/// How many bytes may yet be written into a session, and what its revision was then.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Room {
    revision: u64,
    bytes: usize,
}

impl OpenSession {
    /// Makes `text` the notes page, unless that is more than the session's file can hold. The carets, in
    /// bytes, are those of the editor before and after.
    pub fn write(&mut self, text: &str, caret_before: usize, caret_after: usize, now: Moment) {
        if !may_fit_as_lines(0, text) && self.is_more_than_the_page(text) {
            self.left_out = true;
            return;
        }
        let before = self.session.notes.place_of(caret_before);
        let stamp = self.stamp(now);
        let Some(change) = self.session.notes.replace_text(text, caret_after, &stamp) else { return };
        self.take(change, &stamp, before, |notes| notes.place_of(caret_after));
    }

    /// Puts `text` in the place of a range of the notes page, unless that is more than the session's file can hold; says
    /// whether it did. `caret` is where the editor's caret was before; it is behind the text afterwards.
    pub fn replace(&mut self, range: Range<Place>, text: &str, caret: Place, edit: PageEdit, now: Moment) -> bool {
        if !may_fit_as_lines(0, text) {
            self.left_out = true;
            return false;
        }
        let stamp = self.stamp(now);
        let pasted = match edit {
            PageEdit::Pastes | PageEdit::PutsDown => self.lines_cut(text),
            PageEdit::Writes | PageEdit::Cuts => Vec::new(),
        };
        let clip = match edit {
            PageEdit::Writes => Clip::Neither,
            PageEdit::Cuts => Clip::Cuts,
            PageEdit::Pastes | PageEdit::PutsDown => Clip::Pastes(&pasted),
        };
        if edit == PageEdit::Cuts {
            self.cut = Cut::of(&self.session.notes, &range);
        }
        let behind = range.start.behind(text);
        let Some(change) = self.session.notes.replace(range, text, &stamp, clip) else { return false };
        self.take_as(change, &stamp, caret, |_| behind, edit)
    }

    /// Keeps a change that was just made of the notes as a step, or takes it back if they have become too long; says
    /// which.
    fn take(&mut self, change: Change, stamp: &Stamp, before: Place, after: impl Fn(&Notes) -> Place) -> bool {
        self.take_as(change, stamp, before, after, PageEdit::Writes)
    }

    /// The same; what came from the clipboard or was carried is a step that nothing joins.
    fn take_as(
        &mut self,
        change: Change,
        stamp: &Stamp,
        before: Place,
        after: impl Fn(&Notes) -> Place,
        edit: PageEdit,
    ) -> bool {
        if !self.has_room_for(&change) {
            self.session.notes.undo(&change);
            return false;
        }
        let wrote = change.after.iter().any(|line| !line.text.is_empty() && line.prompt == stamp.prompt);
        if let Some(prompt) = stamp.prompt.as_ref().filter(|_| wrote) {
            self.session.touch(prompt);
        }
        let after = after(&self.session.notes);
        match edit {
            PageEdit::Writes | PageEdit::Cuts => self.history.record(change, before, after, stamp.at),
            PageEdit::Pastes => self.history.record_apart(change, [before, after], stamp.at, false),
            PageEdit::PutsDown => self.history.record_apart(change, [before, after], stamp.at, true),
        }
        self.revision += 1;
        self.room.revision = self.revision;
        true
    }

    /// Whether the session can still be saved after a change that was just made of its notes. It is looked through as a
    /// whole only when what was written since it was last looked through may have filled it.
    fn has_room_for(&mut self, change: &Change) -> bool {
        let bytes = most_bytes_added(change);
        let left = if self.room.revision == self.revision { self.room.bytes.checked_sub(bytes) } else { None };
        if let Some(left) = left {
            self.room.bytes = left;
            return true;
        }
        if change.grows() && !self.still_fits() {
            return false;
        }
        self.room.bytes = bytes_left(&self.session);
        true
    }

    /// Whether a text has more bytes, or more lines, than the page.
    fn is_more_than_the_page(&self, text: &str) -> bool {
        let (bytes, lines) = self.page_size();
        text.len() > bytes || text.split('\n').count() > lines
    }

    fn page_size(&self) -> (usize, usize) {
        (self.session.notes.text_bytes(), self.session.notes.lines().len())
    }

    /// Whether the page has become longer than it was, and too long.
    fn became_too_long(&mut self, (bytes, lines): (usize, usize)) -> bool {
        let now = self.page_size();
        (now.0 > bytes || now.1 > lines) && !self.still_fits()
    }

    /// Whether the session can still be saved; it is remembered if it cannot.
    pub(super) fn still_fits(&mut self) -> bool {
        let fits = fits(&self.session);
        self.left_out |= !fits;
        fits
    }

    /// Whether a text that is pasted into the notes may be taken in; told before it is laid out. It is
    /// remembered if it may not.
    pub(crate) fn may_paste(&mut self, text: &str) -> bool {
        let may = may_fit_as_lines(file_bytes(&self.session), text);
        self.left_out |= !may;
        may
    }

    /// Whether something was left out since this was last asked: it was too long.
    pub(crate) fn take_left_out(&mut self) -> bool {
        std::mem::take(&mut self.left_out)
    }

    pub(super) fn record(&mut self, change: Change, caret_before: Place, caret_after: Place, now: Moment) {
        self.history.record(change, caret_before, caret_after, now);
        self.revision += 1;
    }

    /// Takes the last change of the notes back; returns where the caret belongs.
    pub fn undo(&mut self) -> Option<Place> {
        let before = self.page_size();
        let caret = self.history.undo(&mut self.session.notes)?;
        if self.became_too_long(before) {
            self.history.redo(&mut self.session.notes);
            return None;
        }
        self.revision += 1;
        Some(caret)
    }

    /// Makes the last undone change of the notes again; returns where the caret belongs.
    pub fn redo(&mut self) -> Option<Place> {
        let before = self.page_size();
        let caret = self.history.redo(&mut self.session.notes)?;
        if self.became_too_long(before) {
            self.history.undo(&mut self.session.notes);
            return None;
        }
        self.revision += 1;
        Some(caret)
    }

    /// The line that is kept for next time, or no longer, while the caret is at a place: the one that holds it, or on an
    /// empty line, as after Enter, the one above. None if that has no words.
    pub(crate) fn line_to_keep(&self, caret: Place) -> Option<usize> {
        let lines = self.session.notes.lines();
        let has_words = |index: &usize| lines.get(*index).is_some_and(|line| !line.text.trim().is_empty());
        let is_empty = lines.get(caret.line).is_none_or(|line| line.text.is_empty());
        let index = if is_empty { caret.line.checked_sub(1) } else { Some(caret.line) };
        index.filter(has_words)
    }

    /// Keeps the line that is written, or was just written, as its prompt suggests, or no longer.
    pub(crate) fn toggle_keep(&mut self, caret: Place, now: Moment) {
        let Some(index) = self.line_to_keep(caret) else { return };
        let line = &self.session.notes.lines()[index];
        let kind = if line.keep.is_some() { None } else { Some(self.session.suggested_kind(line)) };
        if let Some(change) = self.session.notes.set_keep(index, kind) {
            self.record(change, caret, caret, now);
        }
    }

    /// Keeps the same line as the next kind; one that is not kept yet, as its prompt suggests.
    pub(crate) fn change_kind(&mut self, caret: Place, now: Moment) {
        let Some(index) = self.line_to_keep(caret) else { return };
        let Some(kind) = self.session.notes.lines()[index].keep.as_ref() else {
            return self.toggle_keep(caret, now);
        };
        if let Some(change) = self.session.notes.set_keep(index, Some(kind.next())) {
            self.record(change, caret, caret, now);
        }
    }
}
