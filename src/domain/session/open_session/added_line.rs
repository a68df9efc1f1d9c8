//! The line that closing adds: it is one of the notes from its first word on, so that it is kept whatever happens next.

use super::OpenSession;
use crate::domain::Moment;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::notes::{Change, Line};

impl OpenSession {
    /// The line that is being added at closing, which was not finished yet.
    pub(crate) fn added_line(&self) -> Option<&Line> {
        let id = self.adds.as_ref()?;
        self.session.notes.line(id)
    }

    /// Writes at the line that is added at closing. It is a line of the notes from its first word on, so that it is
    /// kept whatever happens next; without words it is none. It is kept for next time as `kind`, and an empty line
    /// follows, in which the notes go on.
    pub(crate) fn write_added_line(&mut self, text: &str, kind: KeptAs, now: Moment) {
        let text = if text.trim().is_empty() { "" } else { text };
        let line = self.added_line().map(|line| line.id.clone());
        let index = line.and_then(|id| self.session.notes.lines().iter().position(|line| line.id == id));
        let caret_before = self.session.notes.end();
        let change = match index {
            Some(index) => self.session.notes.rewrite(index, text, Some(kind)),
            None if text.is_empty() => None,
            None => Some(self.begin_added_line(text, kind, now)),
        };
        let Some(change) = change else { return };
        if change.grows() && !self.still_fits() {
            self.session.notes.undo(&change);
            return;
        }
        let caret_after = self.session.notes.end();
        self.record(change, caret_before, caret_after, now);
    }

    fn begin_added_line(&mut self, text: &str, kind: KeptAs, now: Moment) -> Change {
        let stamp = self.stamp(now);
        let change = self.session.notes.add_above_empty_line(text, Some(kind), &stamp);
        self.adds = change.after.first().map(|line| line.id.clone());
        change
    }

    /// Adds a line that is kept for next time, as closing does: the one that was being written is finished.
    pub(crate) fn add_kept_line(&mut self, text: &str, kind: KeptAs, now: Moment) {
        self.write_added_line(text.trim(), kind, now);
        self.adds = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Moment {
        Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::minutes(minute)
    }

    #[test]
    fn the_line_that_is_added_at_closing_is_in_the_notes_from_its_first_word_on() {
        let thread = || KeptAs::Thread;
        let mut open = OpenSession::begin(at(0), "", None, Vec::new());
        open.write("one\n", 0, 4, at(1));
        let lines = |open: &OpenSession| open.session().notes.text();
        open.write_added_line(" ", thread(), at(2));
        assert_eq!((lines(&open).as_str(), open.added_line()), ("one\n", None));
        for typed in ["w", "wa", "walk "] {
            open.write_added_line(typed, thread(), at(2));
        }
        assert_eq!(lines(&open), "one\nwalk \n");
        assert!(open.session().notes.lines()[1].keep.is_some());
        open.write_added_line("", thread(), at(2));
        assert_eq!((lines(&open).as_str(), open.added_line()), ("one\n", None));
        open.write_added_line("call", thread(), at(3));
        open.add_kept_line("call Ana ", thread(), at(3));
        open.write_added_line("rest", thread(), at(4));
        assert_eq!(lines(&open), "one\ncall Ana\nrest\n");
        while open.undo().is_some() {}
        assert_eq!(lines(&open), "");
    }

    #[test]
    fn the_line_that_is_added_is_one_line_whatever_breaks_it() {
        let mut open = OpenSession::begin(at(0), "", None, Vec::new());
        for typed in ["walk\r\nby\u{2028}the river", "walk\u{b}by\u{85}the sea"] {
            open.write_added_line(typed, KeptAs::Thread, at(1));
        }
        assert_eq!(open.session().notes.text(), "walk by the sea\n");
        open.add_kept_line("call\rAna", KeptAs::Thread, at(2));
        open.add_kept_line("rest\n\u{2029}sleep", KeptAs::Thread, at(3));
        assert_eq!(open.session().notes.text(), "call Ana\nrest  sleep\n");
    }

    #[test]
    fn the_line_that_is_being_added_takes_the_kind_that_is_chosen_beside_it() {
        let mut open = OpenSession::begin(at(0), "", None, Vec::new());
        let kinds = |open: &OpenSession| -> Vec<_> {
            open.session().notes.lines().iter().filter_map(|line| line.keep.clone()).collect()
        };
        open.write_added_line("Ana", KeptAs::Thread, at(1));
        open.write_added_line("Ana", KeptAs::Support, at(1));
        assert_eq!(kinds(&open), [KeptAs::Support]);
        open.add_kept_line("Ana", KeptAs::Support, at(2));
        open.add_kept_line("run", KeptAs::Goal, at(3));
        assert_eq!(kinds(&open), [KeptAs::Support, KeptAs::Goal]);
    }
}
