//! Notes: the page is what was typed, and every edit can be taken back.

use std::collections::HashSet;
use std::ops::Range;

use chrono::{DateTime, TimeDelta};
use holdspace::domain::Moment;
use holdspace::domain::id::PromptId;
use holdspace::domain::prompts::guideline::KeptAs;
use holdspace::domain::session::notes::{Change, Notes, Stamp};
use holdspace::domain::session::page_history::PageHistory;

use super::lossy;

/// A sequence of edits: each takes a byte that says which, and the bytes that it needs.
///
/// # Panics
/// When the page is not what was typed, or taking the edits back does not restore it.
pub fn notes(data: &[u8]) {
    let mut bytes = Bytes { left: data };
    let first = bytes.text();
    let mut page = Page::begin(&first);
    let empty = page.notes.clone();
    while let Some(kind) = bytes.next() {
        match kind % 8 {
            0 => page.marks(&mut bytes),
            1 => page.adds(&mut bytes),
            2 => page.takes_back(),
            3 => page.becomes(&mut bytes),
            4 | 5 => page.types_anywhere(&mut bytes),
            _ => page.types(&mut bytes),
        }
        page.check();
    }
    page.check_undo_of_each(&empty);
    page.check_undo_of_all(&empty);
}

/// Takes what an edit needs from the bytes that were given; past their end everything is empty.
pub(super) struct Bytes<'a> {
    pub(super) left: &'a [u8],
}

impl Bytes<'_> {
    pub(super) fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.left.split_first()?;
        self.left = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> usize {
        usize::from(self.next().unwrap_or_default())
    }

    /// A text of up to 31 bytes, before they are made Unicode.
    pub(super) fn text(&mut self) -> String {
        let length = (self.number() % 32).min(self.left.len());
        let (text, rest) = self.left.split_at(length);
        self.left = rest;
        lossy(text).into_owned()
    }

    /// Two places in a text, in order, where no character is cut in two.
    pub(super) fn range_of(&mut self, text: &str) -> Range<usize> {
        let [one, other] = [(); 2].map(|()| text.floor_char_boundary(self.number() % (text.len() + 1)));
        one.min(other)..one.max(other)
    }
}

/// A page, the edits that made it, and the history that the app would keep of them.
struct Page {
    notes: Notes,
    changes: Vec<Change>,
    history: PageHistory,
    caret: usize,
    seconds: i64,
}

impl Page {
    fn begin(text: &str) -> Self {
        let mut notes = Notes::default();
        notes.replace_text(text, text.len(), &stamp(0));
        Self { notes, changes: Vec::new(), history: PageHistory::default(), caret: text.len(), seconds: 0 }
    }

    /// Replaces a range, as an editor does: the caret stands after what was typed.
    fn types(&mut self, bytes: &mut Bytes<'_>) {
        let (before, old) = (self.notes.clone(), self.notes.text());
        let (range, typed) = (bytes.range_of(&old), bytes.text());
        let text = format!("{}{typed}{}", &old[..range.start], &old[range.end..]);
        self.replace(&text, range.start + typed.len());
        let above = before.line_at(range.start);
        let below = before.lines().len().saturating_sub(before.line_at(range.end) + 1);
        let same = |one: &[_], other: &[_]| assert!(one == other, "a line that was not touched is another one");
        same(&self.notes.lines()[..above], &before.lines()[..above]);
        let (lines, earlier) = (self.notes.lines(), before.lines());
        same(&lines[lines.len() - below..], &earlier[earlier.len() - below..]);
    }

    /// Replaces a range, with the caret said to be anywhere, even outside the page.
    fn types_anywhere(&mut self, bytes: &mut Bytes<'_>) {
        let old = self.notes.text();
        let (range, typed, caret) = (bytes.range_of(&old), bytes.text(), bytes.number());
        let text = format!("{}{typed}{}", &old[..range.start], &old[range.end..]);
        self.replace(&text, if caret == 255 { usize::MAX } else { caret });
    }

    /// The page becomes another text altogether.
    fn becomes(&mut self, bytes: &mut Bytes<'_>) {
        let (text, caret) = (bytes.text(), bytes.number());
        self.replace(&text, caret);
    }

    fn replace(&mut self, text: &str, caret: usize) {
        let old = self.notes.text();
        let change = self.notes.replace_text(text, caret, &stamp(self.seconds));
        assert_eq!(change.is_none(), old == text);
        assert_eq!(self.notes.text(), text);
        self.record(change, caret);
    }

    fn marks(&mut self, bytes: &mut Bytes<'_>) {
        let line = bytes.number() % (self.notes.lines().len() + 1);
        let kinds = [None, Some(KeptAs::Thread), Some(KeptAs::Goal)];
        let change = self.notes.set_keep(line, kinds[bytes.number() % kinds.len()].clone());
        self.record(change, self.caret);
    }

    fn adds(&mut self, bytes: &mut Bytes<'_>) {
        let text = bytes.text();
        let change = self.notes.add(&text, Some(KeptAs::Thread), &stamp(self.seconds));
        assert_eq!(change.after.len(), 1);
        self.record(Some(change), 0);
    }

    /// Undoes and redoes the last step, and is where it was.
    fn takes_back(&mut self) {
        let before = self.notes.clone();
        if self.history.undo(&mut self.notes).is_some() {
            assert!(self.history.redo(&mut self.notes).is_some());
        }
        assert_eq!(self.notes, before);
    }

    fn record(&mut self, change: Option<Change>, caret: usize) {
        // Some edits come at once, and some after a pause that makes them a step of their own.
        self.seconds += i64::try_from(self.changes.len() % 4).unwrap_or_default();
        if let Some(change) = change {
            let (before, after) = (self.notes.place_of(self.caret), self.notes.place_of(caret));
            self.history.record(change.clone(), before, after, stamp(self.seconds).at);
            self.changes.push(change);
        }
        self.caret = caret;
    }

    fn check(&self) {
        let (text, lines) = (self.notes.text(), self.notes.lines());
        let ids: HashSet<_> = lines.iter().map(|line| &line.id).collect();
        assert_eq!(ids.len(), lines.len(), "two lines have one id");
        assert!(lines.iter().all(|line| !line.text.contains('\n')));
        for (index, line) in lines.iter().enumerate() {
            let start = self.notes.start_of(index);
            assert_eq!(text.get(start..start + line.text.len()), Some(line.text.as_str()));
            assert_eq!(self.notes.line_at(start), index);
        }
    }

    fn check_undo_of_each(&self, empty: &Notes) {
        let mut undone = self.notes.clone();
        self.changes.iter().rev().for_each(|change| assert!(undone.undo(change).is_some()));
        assert_eq!(undone, *empty);
        self.changes.iter().for_each(|change| assert!(undone.redo(change).is_some()));
        assert_eq!(undone, self.notes);
    }

    fn check_undo_of_all(&self, empty: &Notes) {
        let (mut undone, mut history) = (self.notes.clone(), self.history.clone());
        while history.undo(&mut undone).is_some() {}
        assert_eq!(undone, *empty);
        while history.redo(&mut undone).is_some() {}
        assert_eq!(undone, self.notes);
    }
}

// What more than one target needs.

pub(super) fn moment() -> Moment {
    DateTime::UNIX_EPOCH.into()
}

pub(super) fn stamp(seconds: i64) -> Stamp {
    Stamp { at: moment() + TimeDelta::seconds(seconds), prompt: PromptId::try_from("open").ok() }
}
