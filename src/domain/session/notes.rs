//! The notes page: one text, as in any editor, whose every line keeps its stamp through every edit.
//!
//! Must not know how the page is drawn or where it is kept.

mod clip;
mod order_keys;
mod places;
mod position;
mod replay;

pub use clip::Clip;
pub(crate) use places::start_of_word_before;
pub use position::Position;

use std::ops::Range;
use std::sync::Arc;

use super::fractional_index::FractionalIndex;
use crate::domain::id::{LineId, PromptId};
use crate::domain::line_breaks::on_one_line;
use crate::domain::place::Place;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::{Moment, Unknown};
use order_keys::{forget_places_out_of_order, give_places};

/// One paragraph of notes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Stays with the line through every edit.
    pub id: LineId,
    /// Where it is among the lines of every version of its page.
    pub order_key: FractionalIndex,
    /// When its first word was begun.
    pub at: Moment,
    /// The prompt that was in view then.
    pub prompt: Option<PromptId>,
    /// What was written; never holds a line break.
    pub text: String,
    /// Whether the next session with this client should see it, and as what.
    pub keep: Option<KeptAs>,
    /// The line that this one is a second version of: it was changed in two places at once.
    pub conflict_of: Option<LineId>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

impl Line {
    /// The same line where another one is.
    fn at_place_of(self: &Arc<Self>, other: &Self) -> Arc<Self> {
        let mut line = Arc::clone(self);
        if line.order_key != other.order_key {
            Arc::make_mut(&mut line).order_key = other.order_key.clone();
        }
        line
    }
}

/// What a line that is begun now is stamped with.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// The time.
    pub at: Moment,
    /// The prompt in view.
    pub prompt: Option<PromptId>,
}

/// A run of lines that was replaced: enough to undo the edit, or to do it again.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The index of the first line that changed.
    pub first: usize,
    /// The lines as they were.
    pub before: Vec<Arc<Line>>,
    /// The lines as they are.
    pub after: Vec<Arc<Line>>,
}

impl Change {
    /// Whether the page has more text, or more lines, after it.
    pub fn grows(&self) -> bool {
        text_bytes(&self.after) > text_bytes(&self.before) || self.after.len() > self.before.len()
    }

    /// How many bytes of text it holds, of the lines as they were and as they are.
    pub(crate) fn text_bytes(&self) -> usize {
        text_bytes(&self.before) + text_bytes(&self.after)
    }
}

fn text_bytes(lines: &[Arc<Line>]) -> usize {
    lines.iter().map(|line| line.text.len() + 1).sum()
}

/// The page of stamped lines. Each is held once, by the page and its copies and by what undoes its edits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notes {
    lines: Vec<Arc<Line>>,
}

impl<L: Into<Arc<Line>>> From<Vec<L>> for Notes {
    /// Takes lines as a file holds them. A line break within a line begins a new one, so that the
    /// page and its lines always agree. The order is that of the file.
    fn from(lines: Vec<L>) -> Self {
        let mut lines: Vec<Arc<Line>> = lines.into_iter().flat_map(|line| split(line.into())).collect();
        forget_places_out_of_order(&mut lines);
        give_places(&mut lines, &FractionalIndex::default(), None);
        Self { lines }
    }
}

impl Notes {
    /// The lines, in order.
    pub fn lines(&self) -> &[Arc<Line>] {
        &self.lines
    }

    /// The line with an id.
    pub(crate) fn line(&self, id: &LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == *id).map(Arc::as_ref)
    }

    /// The lines themselves, in order.
    pub(crate) fn into_lines(self) -> Vec<Arc<Line>> {
        self.lines
    }

    /// The lines but for the empty ones at the end.
    pub fn written(&self) -> &[Arc<Line>] {
        &self.lines[..self.written_lines()]
    }

    /// How many lines there are but for the empty ones at the end.
    fn written_lines(&self) -> usize {
        self.lines.iter().rposition(|line| !line.text.is_empty()).map_or(0, |last| last + 1)
    }

    /// Takes away the empty lines at the end.
    pub(crate) fn remove_empty_end(&mut self) {
        self.lines.truncate(self.written_lines());
    }

    /// How many bytes the text of the page has, with a line break after each line.
    pub(crate) fn text_bytes(&self) -> usize {
        text_bytes(&self.lines)
    }

    /// Whether the page says this.
    pub fn says(&self, text: &str) -> bool {
        if self.lines.is_empty() {
            return text.is_empty();
        }
        let mut pieces = text.split('\n');
        self.lines.iter().all(|line| pieces.next() == Some(&line.text)) && pieces.next().is_none()
    }

    /// The whole page: the lines, with a line break between one and the next.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.text_bytes());
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            text.push_str(&line.text);
        }
        text
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.text.is_empty())
    }

    /// Makes `text` the page, as an editor that was just typed in shows it, and returns what
    /// changed.
    ///
    /// `caret` is where the editor's caret stands after the edit, in bytes of `text`: it tells
    /// which of two equal lines was deleted. Lines that the edit did not touch keep their id,
    /// stamp and mark; a line begun now takes `stamp`.
    pub fn replace_text(&mut self, text: &str, caret: usize, stamp: &Stamp) -> Option<Change> {
        let old = self.text();
        if old == text {
            return None;
        }
        let edit = Replacement::between(&old, text, caret);
        let range = self.place_of(edit.start)..self.place_of(edit.old_end);
        self.replace(range, &text[edit.start..edit.new_end], stamp, Clip::Neither)
    }

    /// Puts `text` in the place of a range of the page, and returns what changed. Lines that it does not touch keep
    /// their id, stamp and mark; a line begun now takes `stamp`.
    pub(crate) fn replace(&mut self, range: Range<Place>, text: &str, stamp: &Stamp, clip: Clip<'_>) -> Option<Change> {
        let Range { start, end } = range;
        if start == end && text.is_empty() {
            return None;
        }
        let before = self.lines.get(start.line..=end.line).unwrap_or_default();
        let head = before.first().map_or("", |line| &line.text[..start.byte]);
        let tail = before.last().map_or("", |line| &line.text[end.byte..]);
        let mut after = rewritten(before, pieces(head, text, tail), !head.is_empty(), !tail.is_empty(), stamp);
        clip.follow(before, &mut after, stamp);
        let behind = self.lines.get(end.line + 1).map(|line| &line.order_key);
        give_places(&mut after, &self.order_key_before(start.line), behind);
        let lines = start.line..start.line + before.len();
        let before = self.lines.splice(lines, after.iter().cloned()).collect();
        Some(Change { first: start.line, before, after })
    }

    /// Keeps a line for next time as `kind`, or no longer; returns what changed.
    pub fn set_keep(&mut self, line: usize, kind: Option<KeptAs>) -> Option<Change> {
        let before = self.lines.get(line).filter(|line| line.keep != kind)?.clone();
        let after = Line { keep: kind, ..Line::clone(&before) };
        let change = Change { first: line, before: vec![before], after: vec![after.into()] };
        self.make(&change);
        Some(change)
    }

    /// Gives one line other words and another kind, or takes it away if there are no words; returns what changed.
    pub fn rewrite(&mut self, line: usize, text: &str, keep: Option<KeptAs>) -> Option<Change> {
        let before = self.lines.get(line)?.clone();
        let after = Line { text: on_one_line(text), keep, ..Line::clone(&before) };
        if after == *before {
            return None;
        }
        let after = if text.is_empty() { Vec::new() } else { vec![after.into()] };
        let change = Change { first: line, before: vec![before], after };
        self.make(&change);
        Some(change)
    }

    /// Gives lines other words if `reword` has any for them, and changes nothing else; returns what changed.
    pub fn reword(&mut self, reword: impl Fn(&str) -> Option<String>) -> Option<Change> {
        let reworded = |line: &Arc<Line>| match reword(&line.text) {
            Some(text) => Arc::new(Line { text, ..Line::clone(line) }),
            None => Arc::clone(line),
        };
        let after: Vec<Arc<Line>> = self.lines.iter().map(reworded).collect();
        if after == self.lines {
            return None;
        }
        let before = std::mem::replace(&mut self.lines, after.clone());
        Some(Change { first: 0, before, after })
    }

    /// Adds a line at the end of the page, in place of an empty one there; returns what changed.
    pub fn add(&mut self, text: &str, keep: Option<KeptAs>, stamp: &Stamp) -> Change {
        let empty = self.lines.last().filter(|line| line.text.is_empty()).cloned();
        let first = self.lines.len() - usize::from(empty.is_some());
        let order_key = FractionalIndex::after(&self.order_key_before(first), stamp.at);
        let line = Line { order_key, keep, ..new_line(on_one_line(text), stamp) };
        let change = Change { first, before: empty.into_iter().collect(), after: vec![line.into()] };
        self.make(&change);
        change
    }

    /// The same, with an empty line below it: whoever writes on does so on a line of their own.
    pub(crate) fn add_above_empty_line(&mut self, text: &str, keep: Option<KeptAs>, stamp: &Stamp) -> Change {
        let mut change = self.add(text, keep, stamp);
        let order_key = FractionalIndex::after(&self.order_key_before(self.lines.len()), stamp.at);
        let empty = Arc::new(Line { order_key, ..new_line("", stamp) });
        self.lines.push(empty.clone());
        change.after.push(empty);
        change
    }

    fn order_key_before(&self, line: usize) -> FractionalIndex {
        self.lines[..line].last().map(|line| line.order_key.clone()).unwrap_or_default()
    }

    fn make(&mut self, change: &Change) {
        self.splice(change.first, change.before.len(), &change.after);
    }

    fn splice(&mut self, first: usize, count: usize, lines: &[Arc<Line>]) {
        let end = (first + count).min(self.lines.len());
        self.lines.splice(first.min(end)..end, lines.iter().cloned());
    }
}

/// One replaced range: `start..old_end` of the old text became `start..new_end` of the new one.
struct Replacement {
    start: usize,
    old_end: usize,
    new_end: usize,
}

impl Replacement {
    fn between(old: &str, new: &str, caret: usize) -> Self {
        let after_caret = new.get(caret..).filter(|rest| old.ends_with(rest));
        let kept_after = after_caret.map_or_else(|| common_suffix(old, new), str::len);
        let old_rest = &old[..old.len() - kept_after];
        let new_rest = &new[..new.len() - kept_after];
        let start = common_prefix(old_rest, new_rest);
        Self { start, old_end: old_rest.len(), new_end: new_rest.len() }
    }
}

fn common_prefix(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    same.map(|(a, _)| a.len_utf8()).sum()
}

fn common_suffix(one: &str, other: &str) -> usize {
    let same = one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b);
    same.map(|(a, _)| a.len_utf8()).sum()
}

fn new_line(text: impl Into<String>, stamp: &Stamp) -> Line {
    Line {
        id: LineId::fresh(stamp.at),
        order_key: FractionalIndex::default(),
        at: stamp.at,
        prompt: stamp.prompt.clone(),
        text: text.into(),
        keep: None,
        conflict_of: None,
        unknown: Unknown::new(),
    }
}

/// The lines that one becomes which may have line breaks in it.
fn split(line: Arc<Line>) -> Vec<Arc<Line>> {
    if !line.text.contains('\n') {
        return vec![line];
    }
    let pieces = line.text.split('\n').enumerate().map(|(index, text)| {
        let id = if index == 0 { line.id.clone() } else { line.id.derived(&index.to_string()) };
        Arc::new(Line { id, text: text.to_owned(), ..Line::clone(&line) })
    });
    pieces.collect()
}

/// What the lines say once a text is between what is before it in its first line and behind it in its last one.
fn pieces(head: &str, text: &str, tail: &str) -> Vec<String> {
    let region = [head, text, tail].concat();
    if text.contains('\n') { region.split('\n').map(str::to_owned).collect() } else { vec![region] }
}

/// The lines that `before` became: the one whose words still stand keeps its identity, the others
/// are new. `before` is the run that the edit reached, from the line where it began to the line
/// where it ended.
fn rewritten(
    before: &[Arc<Line>],
    pieces: Vec<String>,
    head_kept: bool,
    tail_kept: bool,
    stamp: &Stamp,
) -> Vec<Arc<Line>> {
    let last = pieces.len() - 1;
    let are_several = before.len() > 1 && last > 0;
    let is_tail_alone_kept = tail_kept && !head_kept;
    let head = before.first().filter(|_| if are_several { head_kept } else { !is_tail_alone_kept });
    let tail = before.last().filter(|_| if are_several { tail_kept } else { is_tail_alone_kept });
    let line = |(index, text): (usize, String)| match (head, tail) {
        (Some(head), _) if index == 0 => continued(head, text, stamp),
        (_, Some(tail)) if index == last => continued(tail, text, stamp),
        _ => new_line(text, stamp),
    };
    let mut after: Vec<Arc<Line>> = pieces.into_iter().enumerate().map(line).map(Arc::new).collect();
    // They are where the pieces were, which took three times as much.
    after.shrink_to_fit();
    if before.len() > 1 && last == 0 && head_kept && tail_kept && after[0].keep.is_none() {
        Arc::make_mut(&mut after[0]).keep = before.last().and_then(|tail| tail.keep.clone());
    }
    after
}

/// The same line with other words. A line that was still empty is begun only now.
fn continued(line: &Line, text: String, stamp: &Stamp) -> Line {
    let Line { id, order_key, at, prompt, text: was, keep, conflict_of, unknown } = line;
    let (at, prompt) = if was.is_empty() { (&stamp.at, &stamp.prompt) } else { (at, prompt) };
    Line {
        id: id.clone(),
        order_key: order_key.clone(),
        at: *at,
        prompt: prompt.clone(),
        text,
        keep: keep.clone(),
        conflict_of: conflict_of.clone(),
        unknown: unknown.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn stamp(minute: u32) -> Stamp {
        let began = crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        Stamp { at: began + chrono::TimeDelta::minutes(i64::from(minute)), prompt: PromptId::try_from("open").ok() }
    }

    /// Types `text` into the page at once, as if line by line, a minute each.
    fn page(text: &str) -> Notes {
        let mut notes = Notes::default();
        let mut so_far = String::new();
        for (minute, line) in text.split('\n').enumerate() {
            if minute > 0 {
                so_far.push('\n');
                notes.replace_text(&so_far, so_far.len(), &stamp(minute as u32));
            }
            so_far.push_str(line);
            notes.replace_text(&so_far, so_far.len(), &stamp(minute as u32));
        }
        notes
    }

    fn minutes(notes: &Notes) -> Vec<i64> {
        notes.lines().iter().map(|line| (line.at - stamp(0).at).num_minutes()).collect()
    }

    /// One edit at minute 9: `marked` is the page afterwards with `|` for the caret.
    fn check(before: &str, marked: &str, expected: &[i64]) {
        let mut notes = page(before);
        let caret = marked.find('|').expect("a caret");
        let text = marked.replacen('|', "", 1);
        notes.replace_text(&text, caret, &stamp(9));
        assert_eq!(notes.text(), text);
        assert_eq!(minutes(&notes), expected, "{before:?} -> {marked:?}");
    }

    #[test]
    fn stamps_stay_with_their_lines() {
        check("a\nb\nc", "a\nbx|\nc", &[0, 1, 2]);
        check("a\nb\nc", "a\nb\n|\nc", &[0, 1, 9, 2]);
        check("a\nb\nc", "a\n\n|b\nc", &[0, 9, 1, 2]);
        check("a\nbb\nc", "a\nb\n|b\nc", &[0, 1, 9, 2]);
        check("a\nb\nc", "ab|\nc", &[0, 2]);
        check("a\nb\nc", "|c", &[2]);
        check("a\nb\nc", "a|", &[0]);
        check("aa\nb\ncc", "ax\ny|c", &[0, 2]);
        check("a\nb", "a\none\ntwo|b", &[0, 9, 1]);
    }

    #[test]
    fn the_caret_tells_which_of_two_equal_lines_went() {
        check("a\na", "|a", &[1]);
        check("a\na", "a|", &[0]);
        check("a\na\na", "a\n|a", &[0, 2]);
    }

    #[test]
    fn an_empty_line_is_begun_with_its_first_word() {
        check("a\n", "a\nb|", &[0, 9]);
        check("", "b|", &[9]);
    }

    #[test]
    fn marks_survive_splitting_and_joining() {
        let mut notes = page("one\ntwo");
        notes.set_keep(1, Some(KeptAs::Goal));
        notes.replace_text("one\ntw\no", 7, &stamp(9));
        assert_eq!(notes.lines()[1].keep, Some(KeptAs::Goal));
        notes.replace_text("onetw\no", 3, &stamp(9));
        assert_eq!(notes.lines()[0].keep, Some(KeptAs::Goal));
    }

    #[test]
    fn a_line_break_from_a_file_begins_a_line() {
        let mut line = new_line("one", &stamp(0));
        line.text = "one\ntwo".to_owned();
        let notes = Notes::from(vec![line]);
        assert_eq!(notes.text(), "one\ntwo");
        assert_eq!(notes.lines().len(), 2);
    }

    #[test]
    fn a_line_is_held_once_however_many_have_it() {
        let mut notes = page("one");
        let change = notes.replace_text("one\ntwo\nthree", 13, &stamp(9)).unwrap();
        let is_same = |one: &[Arc<Line>], other: &[Arc<Line>]| {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
        };
        assert!(is_same(&change.after, notes.lines()), "by what undoes the edit");
        assert_eq!(change.after.capacity(), 3);
        assert!(is_same(notes.clone().lines(), notes.lines()), "by a copy of the page");
        notes.undo(&change);
        assert!(is_same(&change.before, notes.lines()));
        notes.redo(&change);
        assert!(is_same(&change.after, notes.lines()));
        let change = notes.reword(|text| (text == "two").then(|| "2".to_owned())).unwrap();
        assert!(is_same(&change.before[..1], &notes.lines()[..1]) && is_same(&change.after, notes.lines()));
    }

    /// What an editor can do to a page: replace a range, given as two places in it, by a text.
    fn edits() -> impl Strategy<Value = Vec<(u16, u16, String)>> {
        prop::collection::vec((any::<u16>(), any::<u16>(), "[ab\n é]{0,6}"), 1..40)
    }

    /// The nearest character boundary at or below a place chosen from the whole `u16` range.
    fn boundary(text: &str, place: u16) -> usize {
        let offset = usize::from(place) * (text.len() + 1) / (usize::from(u16::MAX) + 1);
        text.floor_char_boundary(offset)
    }

    proptest! {
        #[test]
        fn any_edits_keep_text_and_untouched_lines(edits in edits()) {
            let mut notes = Notes::default();
            for (minute, (one, other, inserted)) in edits.into_iter().enumerate() {
                let old = notes.clone();
                let old_text = old.text();
                let (one, other) = (boundary(&old_text, one), boundary(&old_text, other));
                let (start, end) = (one.min(other), one.max(other));
                let text = format!("{}{inserted}{}", &old_text[..start], &old_text[end..]);
                let change = notes.replace_text(&text, start + inserted.len(), &stamp(minute as u32));

                prop_assert_eq!(notes.text(), text);
                let above = old.line_at(start);
                let below = old.lines().len().saturating_sub(old.line_at(end) + 1);
                prop_assert_eq!(&notes.lines()[..above], &old.lines()[..above]);
                let lines = notes.lines();
                prop_assert_eq!(&lines[lines.len() - below..], &old.lines()[old.lines().len() - below..]);
                let ids: HashSet<_> = lines.iter().map(|line| &line.id).collect();
                prop_assert_eq!(ids.len(), lines.len());

                if let Some(change) = change {
                    let mut undone = notes.clone();
                    undone.undo(&change);
                    prop_assert_eq!(&undone, &old);
                    undone.redo(&change);
                    prop_assert_eq!(&undone, &notes);
                }
            }
        }
    }
}
