//! Undo and redo for one notes page, with its stamps.
//!
//! It belongs to one open session and goes with it, so that no undo can bring one client's words
//! into another's notes.

use super::Moment;
use super::notes::{Change, Notes};

/// How many steps can be taken back.
const LONGEST: usize = 2000;

/// Typing in one line without a pause of this many seconds is one step.
const PAUSE: i64 = 2;

/// A change and where the caret stood before and after it, in bytes of the page.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    change: Change,
    caret_before: usize,
    caret_after: usize,
    at: Moment,
}

/// The steps that were taken on a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageHistory {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl PageHistory {
    /// Remembers a change that was just made.
    pub fn record(&mut self, change: Change, caret_before: usize, caret_after: usize, at: Moment) {
        self.undone.clear();
        match self.done.last_mut() {
            Some(step) if continues(step, &change, caret_before, at) => {
                step.change.after = change.after;
                step.caret_after = caret_after;
                step.at = at;
            }
            _ => self.done.push(Step { change, caret_before, caret_after, at }),
        }
        if self.done.len() > LONGEST {
            self.done.remove(0);
        }
    }

    /// Takes the last step back; returns where the caret belongs.
    pub fn undo(&mut self, notes: &mut Notes) -> Option<usize> {
        let step = self.done.pop()?;
        notes.undo(&step.change);
        let caret = step.caret_before;
        self.undone.push(step);
        Some(caret)
    }

    /// Takes the last undone step again; returns where the caret belongs.
    pub fn redo(&mut self, notes: &mut Notes) -> Option<usize> {
        let step = self.undone.pop()?;
        notes.redo(&step.change);
        let caret = step.caret_after;
        self.done.push(step);
        Some(caret)
    }
}

/// Whether a change goes on with the typing of a step: the same line, where the caret was left,
/// without a pause.
fn continues(step: &Step, change: &Change, caret_before: usize, at: Moment) -> bool {
    let one_line = |change: &Change| change.before.len() <= 1 && change.after.len() == 1;
    one_line(&step.change)
        && one_line(change)
        && step.change.first == change.first
        && step.caret_after == caret_before
        && (at - step.at).num_seconds() < PAUSE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::notes::Stamp;

    fn at(seconds: i64) -> Moment {
        chrono::DateTime::parse_from_rfc3339("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::seconds(seconds)
    }

    struct Page {
        notes: Notes,
        history: PageHistory,
        caret: usize,
    }

    impl Page {
        fn type_at_end(&mut self, text: &str, seconds: i64) {
            let whole = self.notes.text() + text;
            let stamp = Stamp { at: at(seconds), prompt: None };
            let change = self.notes.replace_text(&whole, whole.len(), &stamp).unwrap();
            self.history.record(change, self.caret, whole.len(), at(seconds));
            self.caret = whole.len();
        }
    }

    #[test]
    fn undo_and_redo_restore_lines_with_their_stamps() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("a", 0);
        page.type_at_end("b", 1);
        page.type_at_end("\n", 2);
        page.type_at_end("c", 60);
        let written = page.notes.clone();

        let steps = std::iter::from_fn(|| page.history.undo(&mut page.notes)).count();
        assert_eq!(steps, 3, "“ab”, the line break, “c”");
        assert!(page.notes.is_empty());

        while page.history.redo(&mut page.notes).is_some() {}
        assert_eq!(page.notes, written);
    }
}
