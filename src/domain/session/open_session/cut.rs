//! What was cut from the notes of an open session. It goes with the session, so that no line of one client comes into
//! another's notes with a stamp of its own.

use std::ops::Range;
use std::sync::Arc;

use super::OpenSession;
use crate::domain::place::Place;
use crate::domain::session::notes::{Line, Notes};

/// What was cut last: its words, as the clipboard has them, and the lines that were among them as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut {
    text: String,
    lines: Vec<Arc<Line>>,
}

impl Cut {
    /// A range of a page.
    pub(super) fn of(notes: &Notes, range: &Range<Place>) -> Self {
        Self { text: notes.text_in(range), lines: notes.whole_lines(range) }
    }
}

impl OpenSession {
    /// The lines that were cut with a text and are not on the page any more: if it is pasted, they are the same lines
    /// again.
    pub(super) fn lines_cut(&self, pasted: &str) -> Vec<Arc<Line>> {
        let is_cut = !pasted.is_empty() && self.cut.text == pasted;
        if is_cut { self.session.notes.absent(&self.cut.lines) } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;
    use crate::domain::prompts::guideline::KeptAs;
    use crate::domain::session::open_session::PageEdit;
    use crate::guidelines::integration_session;

    fn at(minute: i64) -> Moment {
        Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::minutes(minute)
    }

    /// Three lines, a minute each, under a prompt each, and the second is kept.
    fn session() -> OpenSession {
        let mut open = OpenSession::begin(at(0), "K-07", None, integration_session().prompts);
        for (minute, line) in [(1, "one"), (2, "two"), (3, "three")] {
            let before = open.session().notes.text();
            let after = if before.is_empty() { line.to_owned() } else { format!("{before}\n{line}") };
            open.write(&after, before.len(), after.len(), at(minute));
            open.step(crate::domain::prompts::prompt_set::Direction::Down);
        }
        open.change_kind(Place::new(1, 0), at(4));
        open.change_kind(Place::new(1, 0), at(4));
        open
    }

    /// Cuts a range of bytes of the page, which says `after` then.
    fn cut(open: &mut OpenSession, after: &str, range: Range<usize>, at: Moment) {
        let notes = &open.session().notes;
        let places = notes.place_of(range.start)..notes.place_of(range.end);
        let caret = places.end;
        open.replace(places, "", caret, PageEdit::Cuts, at);
        assert_eq!(open.session().notes.text(), after);
    }

    /// Pastes words, so that they end at a byte of the page, which says `after` then.
    fn paste(open: &mut OpenSession, after: &str, pasted: &str, end: usize, at: Moment) {
        let place = open.session().notes.place_of(end - pasted.len());
        open.replace(place..place, pasted, place, PageEdit::Pastes, at);
        assert_eq!(open.session().notes.text(), after);
    }

    fn line(open: &OpenSession, text: &str) -> Arc<Line> {
        open.session().notes.lines().iter().find(|line| line.text == text).unwrap().clone()
    }

    /// What a line is, wherever it is.
    fn stamps(line: &Line) -> (Moment, Option<crate::domain::id::PromptId>, Option<KeptAs>, crate::domain::id::LineId) {
        (line.at, line.prompt.clone(), line.keep.clone(), line.id.clone())
    }

    #[test]
    fn a_line_that_is_cut_and_pasted_is_the_same_line() {
        for (range, after, pasted) in [
            (4..8, "one\nthree", ("two\none\nthree", 4)),
            (3..7, "one\nthree", ("one\nthree\ntwo", 13)),
            (4..7, "one\n\nthree", ("one\n\nthree\ntwo", 14)),
            (4..7, "one\n\nthree", ("one\ntwo\nthree", 7)),
        ] {
            let mut open = session();
            let before = line(&open, "two");
            assert!(before.keep.is_some());
            let words = open.session().notes.text()[range.clone()].to_owned();
            cut(&mut open, after, range.clone(), at(20));
            assert_eq!(open.session().notes.text(), after);
            assert!(open.session().notes.lines().iter().all(|line| line.keep.is_none()), "{range:?}");
            let between = if words == "two" && pasted.0.ends_with("two") { "one\n\nthree\n" } else { after };
            open.write(between, after.len(), between.len(), at(21));
            paste(&mut open, pasted.0, &words, pasted.1, at(30));
            assert_eq!(open.session().notes.text(), pasted.0);
            assert_eq!(stamps(&line(&open, "two")), stamps(&before), "{range:?}");
            while open.undo().is_some() {}
            while open.redo().is_some() {}
            assert_eq!(stamps(&line(&open, "two")), stamps(&before), "{range:?}, done again");
        }
    }

    #[test]
    fn what_is_pasted_a_second_time_or_was_not_cut_is_written_now() {
        let mut open = session();
        paste(&mut open, "one\ntwo\nthree\ntwo", "\ntwo", 17, at(30));
        assert_eq!((open.session().notes.lines()[3].at, open.session().notes.lines()[3].keep.clone()), (at(30), None));
        cut(&mut open, "one\ntwo\nthree", 13..17, at(31));
        paste(&mut open, "one\ntwo\nthree\ntwo", "\ntwo", 17, at(32));
        paste(&mut open, "one\ntwo\nthree\ntwo\ntwo", "\ntwo", 21, at(33));
        let times: Vec<_> = open.session().notes.lines().iter().map(|line| line.at).collect();
        assert_eq!(times, [at(1), at(2), at(3), at(30), at(33)]);
    }

    #[test]
    fn what_was_cut_last_is_what_is_pasted_and_nothing_else() {
        let times = |open: &OpenSession| open.session().notes.lines().iter().map(|line| line.at).collect::<Vec<_>>();
        let mut open = session();
        cut(&mut open, "one\nthree", 3..7, at(20));
        cut(&mut open, "one", 3..9, at(21));
        // The words are the same, and come from somewhere else.
        paste(&mut open, "one\nthree\nfour", "\nthree\nfour", 14, at(30));
        assert_eq!(times(&open), [at(1), at(30), at(30)]);
        paste(&mut open, "one\nthree\nfour\nthree", "\nthree", 20, at(31));
        assert_eq!(times(&open), [at(1), at(30), at(30), at(3)]);
    }

    #[test]
    fn a_line_that_was_written_again_meanwhile_stays_itself_beside_the_one_that_is_pasted() {
        let mut open = session();
        let before = line(&open, "two");
        cut(&mut open, "one\nthree", 3..7, at(20));
        open.write("one\nthree\ntwo", 9, 13, at(21));
        let again = line(&open, "two");
        paste(&mut open, "one\nthree\ntwo\ntwo", "\ntwo", 17, at(30));
        let lines = open.session().notes.lines();
        assert_eq!([stamps(&lines[2]), stamps(&lines[3])], [stamps(&again), stamps(&before)]);
    }
}
