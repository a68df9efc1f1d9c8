//! Undo and redo for one notes page, with its stamps.
//!
//! It belongs to one open session and goes with it, so that no undo can bring one client's words
//! into another's notes. Others may write on the page meanwhile: a step whose lines they have changed
//! is passed over.

use std::sync::Arc;

use super::notes::{Change, Line, Notes};
use crate::domain::Moment;
use crate::domain::place::Place;
use crate::domain::undo_steps::{EditKind, PAUSE, forget_oldest};

/// A change and where the caret was before and after it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) change: Change,
    pub(crate) caret_before: CaretOfStep,
    pub(crate) caret_after: CaretOfStep,
    pub(crate) at: Moment,
    kind: EditKind,
    /// Whether it is taken back, and made again, together with the one before it.
    goes_with_last: bool,
}

impl Step {
    /// A change that was made at a time, and where the caret was before and after it.
    pub(crate) fn new(change: Change, caret_before: CaretOfStep, caret_after: CaretOfStep, at: Moment) -> Self {
        let kind = kind_of(&change);
        Self { change, caret_before, caret_after, at, kind, goes_with_last: false }
    }

    /// What it is together with one that follows right behind it; nothing if that is a step of its own. It is the same
    /// line, where the caret was left, without a pause, and the kinds go together. What takes words away is never part
    /// of the step that wrote them. A clock that was set back, or forward, only begins a new step.
    fn with(&self, next: &Self) -> Option<EditKind> {
        let one_line = |change: &Change| change.before.len() <= 1 && change.after.len() == 1;
        let follows = one_line(&self.change)
            && one_line(&next.change)
            && self.change.after == next.change.before
            && self.caret_after == next.caret_before
            && (0..PAUSE).contains(&next.at.seconds_since(self.at));
        let goes_on = next.caret_before <= next.caret_after || next.kind == EditKind::Removes;
        if follows && goes_on { self.kind.with(next.kind) } else { None }
    }
}

/// Where a caret was, seen from the first line that changed: that line may be elsewhere by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CaretOfStep {
    /// How many lines below it.
    pub(crate) lines: isize,
    /// In bytes of its line.
    pub(crate) byte: usize,
}

impl CaretOfStep {
    fn of(place: Place, first: usize) -> Self {
        Self { lines: place.line.cast_signed() - first.cast_signed(), byte: place.byte }
    }

    fn on(self, notes: &Notes, first: usize) -> Place {
        notes.clamped(Place::new(first.saturating_add_signed(self.lines), self.byte))
    }
}

/// The steps that were taken on a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageHistory {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// How many bytes of text the steps have that are done.
    bytes: usize,
}

/// How many bytes of text steps have.
fn text_bytes(steps: &[Step]) -> usize {
    steps.iter().map(|step| step.change.text_bytes()).sum()
}

impl PageHistory {
    /// The history of these steps.
    pub(crate) fn of(done: Vec<Step>, undone: Vec<Step>) -> Self {
        let bytes = text_bytes(&done);
        Self { done, undone, bytes }
    }

    /// The steps that are done, and those that were taken back.
    pub(crate) fn into_steps(self) -> (Vec<Step>, Vec<Step>) {
        (self.done, self.undone)
    }

    /// Remembers a change that was just made on a page; as typing goes on without a pause it is part of the last step.
    pub fn record(&mut self, change: Change, caret_before: Place, caret_after: Place, at: Moment) {
        let next = step_of(change, caret_before, caret_after, at);
        match self.done.last().and_then(|step| step.with(&next)) {
            Some(kind) => self.go_on(next, kind),
            None => self.push_done(next),
        }
        self.follow_new_step();
    }

    /// Remembers a change as a step that nothing is a part of, or that is taken back together with the one before it.
    pub(crate) fn record_apart(&mut self, made: Change, carets: [Place; 2], at: Moment, goes_with_last: bool) {
        let [before, after] = carets;
        let goes_with_last = goes_with_last && !self.done.is_empty();
        self.push_done(Step { kind: EditKind::Other, goes_with_last, ..step_of(made, before, after, at) });
        self.follow_new_step();
    }

    fn follow_new_step(&mut self) {
        self.undone.clear();
        forget_oldest(&mut self.done, &mut self.bytes, |step| step.change.text_bytes());
    }

    /// Whether there is anything to take back.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// The last step goes on with another one; both are of a kind.
    fn go_on(&mut self, next: Step, kind: EditKind) {
        let Some(step) = self.done.pop() else { return };
        self.bytes -= step.change.text_bytes();
        let change = Change { before: step.change.before, ..next.change };
        self.push_done(Step { change, caret_before: step.caret_before, kind, ..next });
    }

    fn push_done(&mut self, step: Step) {
        self.bytes += step.change.text_bytes();
        self.done.push(step);
    }

    /// Takes the last step back that can be, and those that it goes with; returns where the caret belongs.
    pub fn undo(&mut self, notes: &mut Notes) -> Option<Place> {
        let mut taken = last_that(&mut self.done, |step| notes.undo(&step.change));
        let mut caret = None;
        while let Some((step, first)) = taken {
            caret = Some(step.caret_before.on(notes, first));
            // What others have changed since stays; no other step is taken back in its place.
            let before = if step.goes_with_last { self.done.pop() } else { None };
            taken = before.and_then(|before| notes.undo(&before.change).map(|first| (before, first)));
            self.undone.push(step);
        }
        self.bytes = text_bytes(&self.done);
        caret
    }

    /// Takes the last undone step again; as [`PageHistory::undo`].
    pub fn redo(&mut self, notes: &mut Notes) -> Option<Place> {
        let mut taken = last_that(&mut self.undone, |step| notes.redo(&step.change));
        let mut caret = None;
        while let Some((step, first)) = taken {
            caret = Some(step.caret_after.on(notes, first));
            self.push_done(step);
            let next = self.undone.pop_if(|next| next.goes_with_last);
            taken = next.and_then(|next| notes.redo(&next.change).map(|first| (next, first)));
        }
        caret
    }
}

fn step_of(change: Change, caret_before: Place, caret_after: Place, at: Moment) -> Step {
    let [caret_before, caret_after] = [caret_before, caret_after].map(|place| CaretOfStep::of(place, change.first));
    Step::new(change, caret_before, caret_after, at)
}

/// Takes out the last step that can be taken, and those behind it that cannot.
fn last_that(steps: &mut Vec<Step>, mut take: impl FnMut(&Step) -> Option<usize>) -> Option<(Step, usize)> {
    std::iter::from_fn(|| steps.pop()).find_map(|step| take(&step).map(|first| (step, first)))
}

/// What a change does to the text of one line; words that are marked are no text.
fn kind_of(change: &Change) -> EditKind {
    let (before, after) = (change.before.first(), change.after.first());
    let mark = |line: Option<&Arc<Line>>| line.and_then(|line| line.keep.clone());
    let is_marked = mark(before) != mark(after);
    let [before, after] = [before, after].map(|line| line.map_or("", |line| line.text.as_str()));
    if is_marked || before.len() == after.len() {
        return EditKind::Other;
    }
    if after.len() > before.len() {
        let Some((start, inserted)) = inserted(before, after) else { return EditKind::Other };
        return EditKind::of_inserted(&after[..start], inserted);
    }
    if inserted(after, before).is_some() { EditKind::Removes } else { EditKind::Other }
}

/// The one place at which `longer` has more than `shorter`, in bytes, and what it has there; nothing if they
/// differ in another way.
fn inserted<'a>(shorter: &str, longer: &'a str) -> Option<(usize, &'a str)> {
    let start = shorter.floor_char_boundary(common_prefix(shorter.as_bytes(), longer.as_bytes()));
    let rest = &shorter[start..];
    let end = longer.len().checked_sub(rest.len())?;
    (end >= start && longer.is_char_boundary(end) && longer[end..] == *rest).then(|| (start, &longer[start..end]))
}

/// With how many bytes two texts begin alike. A long line is compared many bytes at once.
fn common_prefix(one: &[u8], other: &[u8]) -> usize {
    const MANY: usize = 256;
    let alike = one.chunks_exact(MANY).zip(other.chunks_exact(MANY)).take_while(|(one, other)| one == other).count();
    let rest = alike * MANY;
    rest + one[rest..].iter().zip(&other[rest..]).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::LineId;
    use crate::domain::session::fractional_index::FractionalIndex;
    use crate::domain::session::notes::Stamp;
    use crate::domain::undo_steps::MAX_STEPS;

    fn at(seconds: i64) -> Moment {
        Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::seconds(seconds)
    }

    struct Page {
        notes: Notes,
        history: PageHistory,
        caret: usize,
    }

    impl Page {
        /// Remembers a change, after which the caret is at a byte of the page.
        fn record(&mut self, change: Change, caret: usize, seconds: i64) {
            let (before, after) = (self.notes.place_of(self.caret), self.notes.place_of(caret));
            self.history.record(change, before, after, at(seconds));
            self.caret = caret;
        }

        fn undo(&mut self) -> Option<usize> {
            self.history.undo(&mut self.notes).map(|place| self.notes.offset_of(place))
        }

        fn redo(&mut self) -> Option<usize> {
            self.history.redo(&mut self.notes).map(|place| self.notes.offset_of(place))
        }

        fn type_at_end(&mut self, text: &str, seconds: i64) {
            let whole = self.notes.text() + text;
            let stamp = Stamp { at: at(seconds), prompt: None };
            let change = self.notes.replace_text(&whole, whole.len(), &stamp).unwrap();
            self.record(change, whole.len(), seconds);
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

        let steps = std::iter::from_fn(|| page.undo()).count();
        assert_eq!(steps, 3, "“ab”, the line break, “c”");
        assert!(page.notes.is_empty());

        while page.redo().is_some() {}
        assert_eq!(page.notes, written);
    }

    impl Page {
        fn erase(&mut self, characters: usize, seconds: i64) {
            let text = self.notes.text();
            let kept: String = text.chars().take(text.chars().count() - characters).collect();
            self.write(&kept, kept.len(), seconds);
        }
    }

    #[test]
    fn a_deletion_right_after_typing_is_a_step_of_its_own() {
        for characters in [1, 3, 9] {
            let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
            page.type_at_end("one two t", 0);
            page.erase(characters, 0);
            page.type_at_end("x", 0);
            assert!(page.undo().is_some());
            assert!(page.undo().is_some());
            assert_eq!(page.notes.text(), "one two t", "{characters} taken away");
        }
    }

    #[test]
    fn words_that_take_the_place_of_others_are_a_step_of_their_own() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("her mother", 0);
        page.write("x", 1, 0);
        page.type_at_end("y", 0);
        while page.notes.text() != "her mother" {
            assert!(page.undo().is_some(), "no step brings them back");
        }
    }

    #[test]
    fn what_is_typed_at_another_place_is_a_step_of_its_own() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("river", 0);
        page.caret = 0;
        page.write("the river", 4, 0);
        page.undo();
        assert_eq!(page.notes.text(), "river");
    }

    #[test]
    fn the_caret_goes_where_it_was_in_its_line() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("one\ntwo\nthree", 0);
        page.caret = 7;
        page.write("one\ntwo!\nthree", 8, 10);
        assert_eq!(page.undo(), Some(7));
        assert_eq!(page.redo(), Some(8));
    }

    #[test]
    fn a_change_that_goes_with_the_last_one_is_taken_back_and_made_again_with_it() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("one two", 0);
        page.write(" two", 0, 10);
        let stamp = Stamp { at: at(10), prompt: None };
        let change = page.notes.replace_text(" two one", 8, &stamp).unwrap();
        let carets = [0, 8].map(|offset| page.notes.place_of(offset));
        page.history.record_apart(change, carets, at(10), true);
        page.caret = 8;
        page.type_at_end("x", 10);
        page.undo();
        assert_eq!(page.notes.text(), " two one", "what is typed right behind it is another step");
        for _ in 0..2 {
            assert!(page.undo().is_some());
            assert_eq!(page.notes.text(), "one two");
            assert_eq!(page.redo(), Some(8));
            assert_eq!(page.notes.text(), " two one");
        }
        page.undo();
        page.undo();
        assert_eq!((page.notes.text().as_str(), page.undo()), ("", None));
    }

    #[test]
    fn what_was_undone_is_gone_once_something_else_is_written() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("one", 0);
        page.type_at_end("\ntwo", 10);
        page.caret = page.undo().unwrap();
        page.type_at_end(" more", 20);
        assert_eq!(page.redo(), None);
        assert_eq!(page.notes.text(), "one more");
        page.undo();
        assert_eq!((page.redo(), page.redo()), (Some(8), None));
    }

    #[test]
    fn the_oldest_steps_are_forgotten_and_no_others() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        for second in 0..2010 {
            page.type_at_end("a", 10 * second);
        }
        assert_eq!(std::iter::from_fn(|| page.undo()).count(), MAX_STEPS);
        assert_eq!(page.notes.text(), "a".repeat(10));
    }

    #[test]
    fn long_typing_has_several_steps_that_begin_with_a_word() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        let sentence = "she stood at the river and it was quiet, and then the letter came back to her again";
        sentence.chars().for_each(|character| page.type_at_end(&character.to_string(), 0));
        page.undo();
        assert_eq!(page.notes.text(), "she stood at the river and it was quiet, ");
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        (0..400).for_each(|_| page.type_at_end("a", 0));
        assert_eq!(std::iter::from_fn(|| page.undo()).count(), 3);
    }

    #[test]
    fn a_clock_that_is_set_back_joins_nothing() {
        let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
        page.type_at_end("one", 3600);
        page.type_at_end(" two", 0);
        page.type_at_end(" three", 60);
        assert_eq!(std::iter::from_fn(|| page.undo()).count(), 3);
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
                self.record(change, caret, seconds);
            }
            self.caret = caret;
        }

        /// The lines as somebody else leaves them: these count as theirs.
        fn they_change(
            &mut self,
            theirs: &mut HashSet<LineId>,
            change: impl FnOnce(&mut Vec<Arc<Line>>) -> Option<LineId>,
        ) {
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
                    let line = Line { order_key: FractionalIndex::default(), ..Line::clone(&page.lines()[0]) };
                    let id = line.id.clone();
                    lines.insert(number % (lines.len() + 1), line.into());
                    Some(id)
                }),
                Act::TheyWriteIn(number) => self.they_change(theirs, |lines| {
                    let count = lines.len().max(1);
                    let line = Arc::make_mut(lines.get_mut(number % count)?);
                    line.text.push_str(", as they say");
                    Some(line.id.clone())
                }),
                Act::TheyDelete(number) => self.they_change(theirs, |lines| {
                    let at = number % lines.len().max(1);
                    (!lines.is_empty()).then(|| lines.remove(at).id.clone())
                }),
                Act::Undo => self.caret = self.undo().unwrap_or_default(),
                Act::Redo => self.caret = self.redo().unwrap_or_default(),
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

        /// Whatever is typed, erased and replaced, by whatever clock: undo comes by every text from which something
        /// was taken away, but for those in the middle of a run of erasing.
        #[test]
        fn whatever_was_taken_away_comes_back(
            edits in prop::collection::vec((0..30_usize, 0..6_usize, "[a-c é\n]{0,4}", -3..3_i64), 1..40)
        ) {
            let mut page = Page { notes: Notes::default(), history: PageHistory::default(), caret: 0 };
            let mut wanted = HashSet::new();
            let mut erases = false;
            for (start, count, typed, seconds) in edits {
                let before: Vec<char> = page.notes.text().chars().collect();
                let start = start.min(before.len());
                let end = (start + count).min(before.len());
                let head: String = before[..start].iter().chain(&typed.chars().collect::<Vec<_>>()).collect();
                let tail: String = before[end..].iter().collect();
                let (text, becomes) = (page.notes.text(), format!("{head}{tail}"));
                let has_erased = std::mem::replace(&mut erases, inserted(&becomes, &text).is_some());
                if inserted(&text, &becomes).is_none() && !(has_erased && erases) {
                    wanted.insert(text);
                }
                page.caret = before[..end].iter().collect::<String>().len();
                page.write(&becomes, head.len(), seconds);
            }
            let mut seen = HashSet::from([page.notes.text()]);
            while page.undo().is_some() {
                seen.insert(page.notes.text());
            }
            prop_assert!(wanted.is_subset(&seen), "{:?} never came back", wanted.difference(&seen).next());
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
            while page.undo().is_some() {}
            prop_assert!(page.notes.lines().iter().all(|line| theirs.contains(&line.id)));
            while page.redo().is_some() {}
            prop_assert_eq!(page.notes.text(), written);
        }
    }
}
