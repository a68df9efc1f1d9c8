//! What was cut from the notes of an open session. It goes with the session, so that no line of one client comes into
//! another's notes with a stamp of its own.

use std::ops::Range;

use super::OpenSession;
use crate::domain::Moment;
use crate::domain::session::notes::{Clip, Line};

/// What was cut last: its words, as the clipboard has them, and the lines that were among them as a whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut {
    text: String,
    lines: Vec<Line>,
}

impl OpenSession {
    /// Makes `text` the notes page after a range of its bytes was cut; as [`OpenSession::write`].
    pub fn cut(&mut self, text: &str, range: Range<usize>, carets: (usize, usize), now: Moment) {
        let page = self.session.notes.text();
        let lines = self.session.notes.whole_lines(&range);
        let cut = page.get(range).unwrap_or_default().to_owned();
        self.cut = Cut { text: cut, lines };
        self.write_with(text, carets, now, Clip::Cuts);
    }

    /// Makes `text` the notes page after something was pasted; as [`OpenSession::write`]. Lines that were cut and are not
    /// on the page any more are the same lines again.
    pub(crate) fn paste(&mut self, text: &str, pasted: &str, carets: (usize, usize), now: Moment) {
        let is_cut = !pasted.is_empty() && self.cut.text == pasted;
        let lines = if is_cut { self.session.notes.absent(&self.cut.lines) } else { Vec::new() };
        self.write_with(text, carets, now, Clip::Pastes(&lines));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::prompts::guideline::KeptAs;
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
        open.change_kind(4, at(4));
        open.change_kind(4, at(4));
        open
    }

    fn line(open: &OpenSession, text: &str) -> Line {
        open.session().notes.lines().iter().find(|line| line.text == text).unwrap().clone()
    }

    /// What a line is, wherever it is.
    fn stamps(line: &Line) -> (Moment, Option<crate::domain::id::PromptId>, Option<KeptAs>, crate::domain::id::LineId) {
        (line.at, line.prompt.clone(), line.keep.clone(), line.id.clone())
    }

    #[test]
    fn a_line_that_is_cut_and_pasted_is_the_same_line() {
        for (cut, after, pasted) in [
            (4..8, "one\nthree", ("two\none\nthree", 4)),
            (3..7, "one\nthree", ("one\nthree\ntwo", 13)),
            (4..7, "one\n\nthree", ("one\n\nthree\ntwo", 14)),
            (4..7, "one\n\nthree", ("one\ntwo\nthree", 7)),
        ] {
            let mut open = session();
            let before = line(&open, "two");
            assert!(before.keep.is_some());
            let words = open.session().notes.text()[cut.clone()].to_owned();
            open.cut(after, cut.clone(), (cut.end, cut.start), at(20));
            assert_eq!(open.session().notes.text(), after);
            assert!(open.session().notes.lines().iter().all(|line| line.keep.is_none()), "{cut:?}");
            let between = if words == "two" && pasted.0.ends_with("two") { "one\n\nthree\n" } else { after };
            open.write(between, after.len(), between.len(), at(21));
            open.paste(pasted.0, &words, (0, pasted.1), at(30));
            assert_eq!(open.session().notes.text(), pasted.0);
            assert_eq!(stamps(&line(&open, "two")), stamps(&before), "{cut:?}");
            while open.undo().is_some() {}
            while open.redo().is_some() {}
            assert_eq!(stamps(&line(&open, "two")), stamps(&before), "{cut:?}, done again");
        }
    }

    #[test]
    fn what_is_pasted_a_second_time_or_was_not_cut_is_written_now() {
        let mut open = session();
        open.paste("one\ntwo\nthree\ntwo", "\ntwo", (13, 17), at(30));
        assert_eq!((open.session().notes.lines()[3].at, open.session().notes.lines()[3].keep.clone()), (at(30), None));
        open.cut("one\ntwo\nthree", 13..17, (17, 13), at(31));
        open.paste("one\ntwo\nthree\ntwo", "\ntwo", (13, 17), at(32));
        open.paste("one\ntwo\nthree\ntwo\ntwo", "\ntwo", (17, 21), at(33));
        let times: Vec<_> = open.session().notes.lines().iter().map(|line| line.at).collect();
        assert_eq!(times, [at(1), at(2), at(3), at(30), at(33)]);
    }

    #[test]
    fn what_was_cut_last_is_what_is_pasted_and_nothing_else() {
        let times = |open: &OpenSession| open.session().notes.lines().iter().map(|line| line.at).collect::<Vec<_>>();
        let mut open = session();
        open.cut("one\nthree", 3..7, (7, 3), at(20));
        open.cut("one", 3..9, (9, 3), at(21));
        // The words are the same, and come from somewhere else.
        open.paste("one\nthree\nfour", "\nthree\nfour", (3, 14), at(30));
        assert_eq!(times(&open), [at(1), at(30), at(30)]);
        open.paste("one\nthree\nfour\nthree", "\nthree", (14, 20), at(31));
        assert_eq!(times(&open), [at(1), at(30), at(30), at(3)]);
    }

    #[test]
    fn a_line_that_was_written_again_meanwhile_stays_itself_beside_the_one_that_is_pasted() {
        let mut open = session();
        let before = line(&open, "two");
        open.cut("one\nthree", 3..7, (7, 3), at(20));
        open.write("one\nthree\ntwo", 9, 13, at(21));
        let again = line(&open, "two");
        open.paste("one\nthree\ntwo\ntwo", "\ntwo", (13, 17), at(30));
        let lines = open.session().notes.lines();
        assert_eq!([stamps(&lines[2]), stamps(&lines[3])], [stamps(&again), stamps(&before)]);
    }
}
