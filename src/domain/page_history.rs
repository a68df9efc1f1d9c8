//! Undo and redo for one notes page, with its stamps.
//!
//! It belongs to one open session and goes with it, so that no undo can bring one client's words
//! into another's notes. Others may write on the page meanwhile: a step whose lines they have changed
//! is passed over.

use serde::{Deserialize, Serialize};

use super::Moment;
use super::notes::{Change, Notes};

/// How many steps can be taken back.
const LONGEST: usize = 2000;

/// How many bytes of text the steps hold at most, but for the last one.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Typing in one line without a pause of this many seconds is one step.
const PAUSE: i64 = 2;

/// A change and where the caret stood before and after it, in bytes from the start of the first line that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Step {
    change: Change,
    caret_before: isize,
    caret_after: isize,
    at: Moment,
}

/// The steps that were taken on a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageHistory {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl PageHistory {
    /// Remembers a change that was just made on a page. The carets are in bytes of the page.
    pub fn record(&mut self, notes: &Notes, change: Change, caret_before: usize, caret_after: usize, at: Moment) {
        self.undone.clear();
        let start = notes.start_of(change.first).cast_signed();
        let (caret_before, caret_after) = (caret_before.cast_signed() - start, caret_after.cast_signed() - start);
        match self.done.last_mut() {
            Some(step) if continues(step, &change, caret_before, at) => {
                step.change.first = change.first;
                step.change.after = change.after;
                step.caret_after = caret_after;
                step.at = at;
            }
            _ => self.done.push(Step { change, caret_before, caret_after, at }),
        }
        let bytes = |steps: &[Step]| steps.iter().map(|step| step.change.text_bytes()).sum::<usize>();
        while self.done.len() > LONGEST || (self.done.len() > 1 && bytes(&self.done) > MAX_BYTES) {
            self.done.remove(0);
        }
    }

    /// Takes the last step back that can be; returns where the caret belongs, in bytes of the page.
    pub fn undo(&mut self, notes: &mut Notes) -> Option<usize> {
        let (step, first) = last_that(&mut self.done, |step| notes.undo(&step.change))?;
        let caret = caret(notes, first, step.caret_before);
        self.undone.push(step);
        Some(caret)
    }

    /// Takes the last undone step again; as [`PageHistory::undo`].
    pub fn redo(&mut self, notes: &mut Notes) -> Option<usize> {
        let (step, first) = last_that(&mut self.undone, |step| notes.redo(&step.change))?;
        let caret = caret(notes, first, step.caret_after);
        self.done.push(step);
        Some(caret)
    }
}

/// Takes out the last step that can be taken, and those behind it that cannot.
fn last_that(steps: &mut Vec<Step>, mut take: impl FnMut(&Step) -> Option<usize>) -> Option<(Step, usize)> {
    std::iter::from_fn(|| steps.pop()).find_map(|step| take(&step).map(|first| (step, first)))
}

/// A caret in bytes of the page, within it.
fn caret(notes: &Notes, first: usize, from_start: isize) -> usize {
    let text = notes.text();
    text.floor_char_boundary(notes.start_of(first).saturating_add_signed(from_start).min(text.len()))
}

/// Whether a change goes on with the typing of a step: the same line, where the caret was left,
/// without a pause.
fn continues(step: &Step, change: &Change, caret_before: isize, at: Moment) -> bool {
    let one_line = |change: &Change| change.before.len() <= 1 && change.after.len() == 1;
    one_line(&step.change)
        && one_line(change)
        && step.change.after == change.before
        && step.caret_after == caret_before
        && at.seconds_since(step.at) < PAUSE
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::LineId;
    use crate::domain::notes::{Line, Stamp};
    use crate::domain::place::Place;

    fn at(seconds: i64) -> Moment {
        Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::seconds(seconds)
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
            self.history.record(&self.notes, change, self.caret, whole.len(), at(seconds));
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

    /// What happens to a page, each number to be taken round the lines that there are.
    #[derive(Debug, Clone)]
    enum Act {
        WriteLine(String),
        WriteInOwn(usize, String),
        DeleteOwn(usize),
        TheyWriteLine(usize),
        TheyWriteIn(usize),
        TheyDelete(usize),
        Undo,
        Redo,
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let line = 0..9_usize;
        let act = prop_oneof![
            2 => "[a-c é]{1,4}".prop_map(Act::WriteLine),
            3 => (line.clone(), "[a-c]{1,3}").prop_map(|(line, text)| Act::WriteInOwn(line, text)),
            1 => line.clone().prop_map(Act::DeleteOwn),
            1 => line.clone().prop_map(Act::TheyWriteLine),
            1 => line.clone().prop_map(Act::TheyWriteIn),
            1 => line.prop_map(Act::TheyDelete),
            3 => Just(Act::Undo),
            2 => Just(Act::Redo),
        ];
        prop::collection::vec(act, 1..40)
    }

    impl Page {
        /// Makes a text the page, and remembers it.
        fn write(&mut self, text: &str, caret: usize, seconds: i64) {
            let stamp = Stamp { at: at(seconds), prompt: None };
            if let Some(change) = self.notes.replace_text(text, caret, &stamp) {
                self.history.record(&self.notes, change, self.caret, caret, at(seconds));
            }
            self.caret = caret;
        }

        /// The lines as somebody else leaves them: these count as theirs.
        fn they_change(&mut self, theirs: &mut HashSet<LineId>, change: impl FnOnce(&mut Vec<Line>) -> Option<LineId>) {
            let mut lines = self.notes.lines().to_vec();
            theirs.extend(change(&mut lines));
            self.notes = lines.into();
        }

        fn own(&self, theirs: &HashSet<LineId>, number: usize) -> Option<usize> {
            let own: Vec<usize> =
                (0..self.notes.lines().len()).filter(|line| !theirs.contains(&self.notes.lines()[*line].id)).collect();
            own.get(number % own.len().max(1)).copied()
        }

        fn act(&mut self, act: &Act, seconds: i64, theirs: &mut HashSet<LineId>) {
            let text = self.notes.text();
            match act {
                Act::WriteLine(words) => {
                    let text = if text.is_empty() { words.clone() } else { format!("{text}\n{words}") };
                    self.write(&text, text.len(), seconds);
                }
                Act::WriteInOwn(number, words) => {
                    if let Some(line) = self.own(theirs, *number) {
                        let end = self.notes.start_of(line) + self.notes.lines()[line].text.len();
                        self.caret = end;
                        let text = format!("{}{words}{}", &text[..end], &text[end..]);
                        self.write(&text, end + words.len(), seconds);
                    }
                }
                Act::DeleteOwn(number) => {
                    if let Some(line) = self.own(theirs, *number) {
                        let start = self.notes.start_of(line);
                        let end = (start + self.notes.lines()[line].text.len() + 1).min(text.len());
                        self.write(&format!("{}{}", &text[..start], &text[end..]), start, seconds);
                    }
                }
                Act::TheyWriteLine(number) => self.they_change(theirs, |lines| {
                    let mut page = Notes::default();
                    page.add("theirs", None, &Stamp { at: at(seconds), prompt: None });
                    let line = Line { place: Place::default(), ..page.lines()[0].clone() };
                    let id = line.id.clone();
                    lines.insert(number % (lines.len() + 1), line);
                    Some(id)
                }),
                Act::TheyWriteIn(number) => self.they_change(theirs, |lines| {
                    let count = lines.len().max(1);
                    let line = lines.get_mut(number % count)?;
                    line.text.push_str(", as they say");
                    Some(line.id.clone())
                }),
                Act::TheyDelete(number) => self.they_change(theirs, |lines| {
                    let at = number % lines.len().max(1);
                    (!lines.is_empty()).then(|| lines.remove(at).id)
                }),
                Act::Undo => self.caret = self.history.undo(&mut self.notes).unwrap_or_default(),
                Act::Redo => self.caret = self.history.redo(&mut self.notes).unwrap_or_default(),
            }
        }
    }

    fn lines_of(notes: &Notes, ids: &HashSet<LineId>) -> Vec<(LineId, String)> {
        let theirs = notes.lines().iter().filter(|line| ids.contains(&line.id));
        theirs.map(|line| (line.id.clone(), line.text.clone())).collect()
    }

    proptest! {
        #[test]
        fn no_step_takes_away_or_brings_back_what_somebody_else_wrote(acts in acts()) {
            let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
            let mut theirs = HashSet::new();
            for (second, act) in (0_i64..).zip(&acts) {
                let before = lines_of(&page.notes, &theirs);
                page.act(act, second, &mut theirs);
                if matches!(act, Act::Undo | Act::Redo) {
                    prop_assert_eq!(lines_of(&page.notes, &theirs), before);
                    prop_assert!(page.notes.text().is_char_boundary(page.caret));
                }
                let ids: HashSet<_> = page.notes.lines().iter().map(|line| &line.id).collect();
                prop_assert_eq!(ids.len(), page.notes.lines().len());
            }
        }

        #[test]
        fn all_that_was_written_can_be_taken_back_whatever_came_between(acts in acts()) {
            let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
            let mut theirs = HashSet::new();
            let only_add = |act: &&Act| matches!(act, Act::WriteLine(_) | Act::WriteInOwn(..) | Act::TheyWriteLine(_));
            for (second, act) in (0_i64..).zip(acts.iter().filter(only_add)) {
                page.act(act, second, &mut theirs);
            }
            let written = page.notes.text();
            while page.history.undo(&mut page.notes).is_some() {}
            prop_assert!(page.notes.lines().iter().all(|line| theirs.contains(&line.id)));
            while page.history.redo(&mut page.notes).is_some() {}
            prop_assert_eq!(page.notes.text(), written);
        }
    }
}
