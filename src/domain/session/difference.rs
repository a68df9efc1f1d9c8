//! What differs between two versions of a session: line by line, and within a line word by word.
//!
//! Lines are the same ones where they have the same id. Must not know how a difference is shown. Read
//! back from either side, a difference gives the text of that side exactly.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::client_wording::ClientWording;
use super::notes::Line;
use super::{Addendum, ClosingField, OutcomeKind, Session};
use crate::domain::Moment;
use crate::domain::id::{LineId, PromptId, SessionId};
use crate::domain::prompts::guideline::{KeptAs, Prompt};
use crate::domain::text_folding::{is_mark, is_word_part};

/// Texts of more words than this are not gone through word by word.
const MAX_WORDS: usize = 4000;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Both versions have it.
    Same(String),
    /// Only the earlier one has it.
    TakenOut(String),
    /// Only the later one has it.
    Added(String),
}

impl Piece {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::TakenOut(text) | Self::Added(text) => text,
        }
    }

    fn is_before(&self) -> bool {
        !matches!(self, Self::Added(_))
    }

    fn is_after(&self) -> bool {
        !matches!(self, Self::TakenOut(_))
    }
}

/// What became of something from one version to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It stayed.
    Same,
    /// It was added.
    Added,
    /// It was taken out.
    TakenOut,
    /// It has other words.
    Changed,
    /// It stands elsewhere.
    Moved,
}

/// A line of the notes in both versions.
#[derive(Debug, Clone, PartialEq)]
pub struct LineDifference {
    /// What became of it.
    pub became: Became,
    /// When it was begun.
    pub at: Moment,
    /// The prompt that it is under.
    pub prompt: Option<PromptId>,
    /// Its words.
    pub pieces: Vec<Piece>,
    /// What it was kept as before, and what it is kept as; nothing if that stayed.
    pub mark: Option<(Option<KeptAs>, Option<KeptAs>)>,
}

/// Something else that differs.
#[derive(Debug, Clone, PartialEq)]
pub enum PartDifference {
    /// The client's code.
    Client(Vec<Piece>),
    /// The dosing date, before and after.
    DosedOn(Option<NaiveDate>, Option<NaiveDate>),
    /// When it began, before and after.
    Began(Moment, Moment),
    /// When it ended, before and after.
    Ended(Option<Moment>, Option<Moment>),
    /// When it was finalized, before and after.
    Finalized(Option<Moment>, Option<Moment>),
    /// A field of closing.
    Closing(ClosingField, Vec<Piece>),
    /// The words that were put for the client in the place of a line.
    ClientWording(Vec<Piece>),
    /// What was said of a line that was kept for next time, before and after.
    Outcome {
        /// The session that the line was written in.
        from: SessionId,
        /// The line.
        line: LineId,
        /// What was said before.
        before: Option<OutcomeKind>,
        /// What is said after.
        after: Option<OutcomeKind>,
    },
    /// A prompt, by its title: added, taken out, moved or reworded.
    Prompt(Became, String),
    /// A prompt that was marked as touched, or no longer, by its title.
    Touched(Became, String),
    /// An addendum.
    Addendum(Became, Moment, String),
}

/// What differs between two versions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// Everything but the notes.
    pub parts: Vec<PartDifference>,
    /// Every line of both, in order.
    pub lines: Vec<LineDifference>,
}

impl Difference {
    /// What differs from one version to a later one.
    pub fn between(before: &Session, after: &Session) -> Self {
        Self { parts: parts(before, after), lines: lines(before.notes.written(), after.notes.written()) }
    }

    /// Whether nothing that is shown differs.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.lines.iter().all(|line| line.became == Became::Same && line.mark.is_none())
    }
}

/// The words of two texts, as one reads them.
pub fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let (words_before, words_after) = (words(before), words(after));
    if before == after {
        return kept(vec![Piece::Same(before.to_owned())]);
    }
    let replaced = || kept(vec![Piece::TakenOut(before.to_owned()), Piece::Added(after.to_owned())]);
    if words_before.len().max(words_after.len()) > MAX_WORDS {
        return replaced();
    }
    let mut pieces = Vec::new();
    let mut same_words = 0;
    for op in capture_diff_slices(Algorithm::Myers, &words_before, &words_after) {
        let (old, new) = (words_before[op.old_range()].concat(), words_after[op.new_range()].concat());
        if let DiffOp::Equal { .. } = op {
            same_words += words_before[op.old_range()].iter().filter(|word| is_word(word)).count();
            pieces.push(Piece::Same(old));
        } else {
            pieces.extend([Piece::TakenOut(old), Piece::Added(new)]);
        }
    }
    // Two lines that share a word or two are not one line that was changed.
    let most = [&words_before, &words_after].map(|words| words.iter().filter(|word| is_word(word)).count());
    if same_words * 3 < most[0].min(most[1]) { replaced() } else { joined(kept(pieces)) }
}

/// The text of words, spaces and signs, each by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (index, character) in text.char_indices() {
        let goes_on = is_mark(character) || last.is_some_and(|last| is_word_part(last) && is_word_part(character));
        if last.is_some() && !goes_on {
            words.push(&text[start..index]);
            start = index;
        }
        last = Some(character);
    }
    words.extend(Some(&text[start..]).filter(|word| !word.is_empty()));
    words
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn kept(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.into_iter().filter(|piece| !piece.text().is_empty()).collect()
}

/// Changes with no more than a space or a sign between them are read as one.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    let (mut old, mut new, mut between) = (String::new(), String::new(), String::new());
    for piece in pieces {
        match piece {
            Piece::Same(text) if is_word(&text) || (old.is_empty() && new.is_empty()) => {
                joined.extend([Piece::TakenOut(std::mem::take(&mut old)), Piece::Added(std::mem::take(&mut new))]);
                joined.push(Piece::Same(std::mem::take(&mut between) + &text));
            }
            Piece::Same(text) => between.push_str(&text),
            Piece::TakenOut(text) => {
                let space = std::mem::take(&mut between);
                new.push_str(&space);
                old.push_str(&(space + &text));
            }
            Piece::Added(text) => {
                let space = std::mem::take(&mut between);
                old.push_str(&space);
                new.push_str(&(space + &text));
            }
        }
    }
    joined.extend([Piece::TakenOut(old), Piece::Added(new), Piece::Same(between)]);
    kept(joined)
}

fn lines(before: &[Arc<Line>], after: &[Arc<Line>]) -> Vec<LineDifference> {
    let ids = |lines: &[Arc<Line>]| lines.iter().map(|line| line.id.clone()).collect::<Vec<_>>();
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &ids(before), &ids(after)) {
        let (old, new) = (&before[op.old_range()], &after[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            lines.extend(old.iter().zip(new).map(|(before, after)| changed_line(before, after)));
        } else {
            lines.extend(old.iter().map(|line| only_line(Became::TakenOut, line, Piece::TakenOut)));
            lines.extend(new.iter().map(|line| only_line(Became::Added, line, Piece::Added)));
        }
    }
    lines
}

fn changed_line(before: &Line, after: &Line) -> LineDifference {
    let became = if before.text == after.text { Became::Same } else { Became::Changed };
    let marks = (before.keep.clone(), after.keep.clone());
    LineDifference {
        became,
        at: after.at,
        prompt: after.prompt.clone(),
        pieces: pieces(&before.text, &after.text),
        mark: (marks.0 != marks.1).then_some(marks),
    }
}

fn only_line(became: Became, line: &Line, piece: fn(String) -> Piece) -> LineDifference {
    let pieces = kept(vec![piece(line.text.clone())]);
    LineDifference { became, at: line.at, prompt: line.prompt.clone(), pieces, mark: None }
}

fn parts(before: &Session, after: &Session) -> Vec<PartDifference> {
    // Every field is named, so that each is either compared or left out on purpose. The notes are lines of their own.
    let Session {
        id: _,
        client,
        other_clients: _,
        dosed_on,
        began,
        ended,
        prompts: old_prompts,
        touched: _,
        notes: _,
        outcomes: _,
        client_wording: _,
        closing: _,
        addenda: old_addenda,
        addendum_draft: _,
        finalized,
        digest: _,
        version_vector: _,
        unknown: _,
    } = before;
    let mut parts = Vec::new();
    if *client != after.client {
        parts.push(PartDifference::Client(pieces(client, &after.client)));
    }
    if *dosed_on != after.dosed_on {
        parts.push(PartDifference::DosedOn(*dosed_on, after.dosed_on));
    }
    if is_another_minute(Some(*began), Some(after.began)) {
        parts.push(PartDifference::Began(*began, after.began));
    }
    if is_another_minute(*ended, after.ended) {
        parts.push(PartDifference::Ended(*ended, after.ended));
    }
    if *finalized != after.finalized {
        parts.push(PartDifference::Finalized(*finalized, after.finalized));
    }
    for field in ClosingField::ALL {
        let (old, new) = (closing_text(before, field), closing_text(after, field));
        if old != new {
            parts.push(PartDifference::Closing(field, pieces(&old, &new)));
        }
    }
    parts.extend(outcomes(before, after));
    parts.extend(client_wording(before, after));
    parts.extend(prompts(old_prompts, &after.prompts));
    parts.extend(touched(before, after));
    parts.extend(addenda(old_addenda, &after.addenda));
    parts
}

/// Whether two times are told apart: the seconds are nowhere shown.
fn is_another_minute(before: Option<Moment>, after: Option<Moment>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => after.clock_minutes_since(before) != 0,
        _ => before.is_some() != after.is_some(),
    }
}

/// All that is in a field of closing, at one place and at another.
fn closing_text(session: &Session, field: ClosingField) -> String {
    let texts = std::iter::once(session.closing.field(field)).chain(session.closing.also_in(field));
    texts.collect::<Vec<_>>().join("\n")
}

/// What was put for the client otherwise, line by line.
fn client_wording(before: &Session, after: &Session) -> Vec<PartDifference> {
    let text = |session: &Session, wording: &ClientWording| {
        let of_line = |other: &&ClientWording| other.from == wording.from && other.line == wording.line;
        let texts = session.client_wording.iter().filter(of_line).map(|other| other.text.as_str());
        texts.collect::<Vec<_>>().join("\n")
    };
    let all: BTreeSet<_> = before.client_wording.union(&after.client_wording).collect();
    let mut lines: Vec<&ClientWording> = all.into_iter().collect();
    lines.dedup_by_key(|wording| (&wording.from, &wording.line));
    let texts = lines.into_iter().map(|wording| (text(before, wording), text(after, wording)));
    texts.filter(|(old, new)| old != new).map(|(old, new)| PartDifference::ClientWording(pieces(&old, &new))).collect()
}

fn outcomes(before: &Session, after: &Session) -> Vec<PartDifference> {
    let said = |session: &Session, from: &SessionId, line: &LineId| {
        let mut said = session.outcomes.iter().filter(|said| said.from == *from && said.line == *line);
        said.next_back().map(|said| said.outcome.clone())
    };
    let mut lines: Vec<(&SessionId, &LineId)> = Vec::new();
    for outcome in before.outcomes.iter().chain(&after.outcomes) {
        if !lines.contains(&(&outcome.from, &outcome.line)) {
            lines.push((&outcome.from, &outcome.line));
        }
    }
    let differences = lines.into_iter().map(|(from, line)| PartDifference::Outcome {
        before: said(before, from, line),
        after: said(after, from, line),
        from: from.clone(),
        line: line.clone(),
    });
    let differs =
        |part: &PartDifference| matches!(part, PartDifference::Outcome { before, after, .. } if before != after);
    differences.filter(differs).collect()
}

fn prompts(before: &[Prompt], after: &[Prompt]) -> Vec<PartDifference> {
    let ids = |prompts: &[Prompt]| prompts.iter().map(|prompt| prompt.id.clone()).collect::<Vec<_>>();
    let find = |prompts: &[Prompt], id: &PromptId| prompts.iter().any(|prompt| prompt.id == *id);
    let part = |became, prompt: &Prompt| PartDifference::Prompt(became, prompt.title.clone());
    let mut parts = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &ids(before), &ids(after)) {
        let (old, new) = (&before[op.old_range()], &after[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            let reworded = old.iter().zip(new).filter(|(old, new)| old != new);
            parts.extend(reworded.map(|(_, new)| part(Became::Changed, new)));
            continue;
        }
        let gone = old.iter().filter(|prompt| !find(after, &prompt.id));
        parts.extend(gone.map(|prompt| part(Became::TakenOut, prompt)));
        parts.extend(new.iter().map(|prompt| {
            let became = if find(before, &prompt.id) { Became::Moved } else { Became::Added };
            part(became, prompt)
        }));
    }
    parts
}

fn touched(before: &Session, after: &Session) -> Vec<PartDifference> {
    let title = |id: &PromptId| after.prompt(id).or(before.prompt(id)).map(|prompt| prompt.title.clone());
    let part = |became| move |id| Some(PartDifference::Touched(became, title(id)?));
    let added = after.touched.difference(&before.touched).filter_map(part(Became::Added));
    let taken_out = before.touched.difference(&after.touched).filter_map(part(Became::TakenOut));
    added.chain(taken_out).collect()
}

fn addenda(before: &[Addendum], after: &[Addendum]) -> Vec<PartDifference> {
    let part = |became| move |addendum: &Addendum| PartDifference::Addendum(became, addendum.at, addendum.text.clone());
    let gone = before.iter().filter(|addendum| !after.contains(addendum)).map(part(Became::TakenOut));
    let new = after.iter().filter(|addendum| !before.contains(addendum)).map(part(Became::Added));
    gone.chain(new).collect()
}

/// The text of the earlier version, as its pieces give it back.
pub fn before(pieces: &[Piece]) -> String {
    pieces.iter().filter(|piece| piece.is_before()).map(Piece::text).collect()
}

/// The text of the later version, as its pieces give it back.
pub fn after(pieces: &[Piece]) -> String {
    pieces.iter().filter(|piece| piece.is_after()).map(Piece::text).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::session::notes::Stamp;
    use crate::guidelines::integration_session;

    fn at(minute: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::minutes(minute)
    }

    #[test]
    fn a_mark_is_never_taken_from_what_it_belongs_to() {
        assert_eq!(words("1 +\u{338} e\u{301}t"), ["1", " ", "+\u{338}", " ", "e\u{301}t"]);
    }

    fn marked(before: &str, after: &str) -> String {
        let mark = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::TakenOut(text) => format!("−[{text}]"),
            Piece::Added(text) => format!("+[{text}]"),
        };
        pieces(before, after).iter().map(mark).collect()
    }

    #[test]
    fn words_within_a_line_are_marked() {
        assert_eq!(marked("as it was", "as it was, and as it is"), "as it was+[, and as it is]");
        assert_eq!(marked("her mother, not now", "his father, not now"), "−[her mother]+[his father], not now");
        assert_eq!(marked("the river", "a cold garden at night"), "−[the river]+[a cold garden at night]");
        assert_eq!(marked("sea", "seas"), "−[sea]+[seas]");
        assert_eq!(marked("वह हिन्दी है", "वह हिन्दू है"), "वह −[हिन्दी]+[हिन्दू] है");
        assert_eq!(marked("été", "e\u{301}te"), "−[été]+[e\u{301}te]");
        assert_eq!(marked("same", "same"), "same");
        assert_eq!(marked("", "new"), "+[new]");
    }

    #[test]
    fn lines_are_known_by_their_ids() {
        let stamp = |minute| Stamp { at: at(minute), prompt: None };
        let mut before = Session::begin(at(0), "K-07", None, integration_session().prompts);
        before.notes.replace_text("one\ntwo\nthree", 13, &stamp(1));
        let mut after = before.clone();
        after.notes.replace_text("one\nthree", 4, &stamp(2));
        after.notes.replace_text("one more\nthree", 8, &stamp(3));
        after.notes.add("four", None, &stamp(4));
        after.notes.set_keep(1, Some(KeptAs::Goal));
        let difference = Difference::between(&before, &after);
        let became: Vec<Became> = difference.lines.iter().map(|line| line.became).collect();
        assert_eq!(became, [Became::Changed, Became::TakenOut, Became::Same, Became::Added]);
        assert_eq!(difference.lines[2].mark, Some((None, Some(KeptAs::Goal))));
        assert!(difference.parts.is_empty());
        assert!(Difference::between(&before, &before).is_empty());
    }

    #[test]
    fn times_that_are_shown_alike_are_no_difference() {
        let moment = |time: &str| Moment::try_from(format!("2026-11-23T{time}-05:00").as_str()).unwrap();
        let mut before = Session::begin(moment("14:02:11"), "K-07", None, Vec::new());
        before.ended = Some(moment("14:54:01"));
        let mut after = before.clone();
        after.ended = Some(moment("14:54:59"));
        assert!(Difference::between(&before, &after).is_empty());
        after.ended = Some(moment("14:55:00"));
        assert!(!Difference::between(&before, &after).is_empty());
        after.ended = None;
        assert!(!Difference::between(&before, &after).is_empty());
    }

    #[test]
    fn everything_else_is_said_too() {
        let mut before = Session::begin(at(0), "K-07", None, integration_session().prompts);
        before.ended = Some(at(50));
        before.touch(&before.prompts[1].id.clone());
        let mut after = before.clone();
        after.client = "R-03".to_owned();
        after.dosed_on = Some(at(0).date_naive());
        (after.began, after.ended) = (at(-2), Some(at(52)));
        after.closing.noticed = "tired".to_owned();
        let first = after.prompts.remove(0);
        after.prompts.insert(3, first);
        after.prompts.pop();
        after.prompts[1].title = "Another title".to_owned();
        after.touched.clear();
        after.set_outcome(&"line".try_into().unwrap(), &"from".try_into().unwrap(), OutcomeKind::Resolved, at(3));
        let mut after = after.finalize(at(60)).unwrap();
        after.addenda.push(Addendum::new(at(90), "She called."));
        let parts = Difference::between(&before, &after).parts;
        let (prompts, titles) = (&before.prompts, |index: usize| before.prompts[index].title.clone());
        let expected = [
            PartDifference::Client(vec![Piece::TakenOut("K-07".to_owned()), Piece::Added("R-03".to_owned())]),
            PartDifference::DosedOn(None, Some(at(0).date_naive())),
            PartDifference::Began(at(0), at(-2)),
            PartDifference::Ended(Some(at(50)), Some(at(52))),
            PartDifference::Finalized(None, Some(at(60))),
            PartDifference::Closing(ClosingField::Noticed, vec![Piece::Added("tired".to_owned())]),
            PartDifference::Outcome {
                from: "from".try_into().unwrap(),
                line: "line".try_into().unwrap(),
                before: None,
                after: Some(OutcomeKind::Resolved),
            },
            PartDifference::Prompt(Became::Changed, "Another title".to_owned()),
            PartDifference::Prompt(Became::Moved, titles(0)),
            PartDifference::Prompt(Became::TakenOut, titles(prompts.len() - 1)),
            PartDifference::Touched(Became::TakenOut, titles(1)),
            PartDifference::Addendum(Became::Added, at(90), "She called.".to_owned()),
        ];
        assert_eq!(parts, expected);
    }

    proptest! {
        #[test]
        fn both_texts_are_given_back_exactly(old in "[ab ,é\u{1F30A}\n]{0,40}", new in "[ab ,é\u{1F30A}\n]{0,40}") {
            let pieces = pieces(&old, &new);
            prop_assert_eq!(before(&pieces), old);
            prop_assert_eq!(after(&pieces), new);
            prop_assert!(pieces.iter().all(|piece| !piece.text().is_empty()));
        }

        #[test]
        fn both_pages_are_given_back_exactly(texts in prop::collection::vec("[ab\n]{0,12}", 2..8)) {
            let stamp = Stamp { at: at(1), prompt: None };
            let mut session = Session::begin(at(0), "", None, Vec::new());
            let mut versions = Vec::new();
            for text in &texts {
                session.notes.replace_text(text, text.len() / 2, &stamp);
                versions.push(session.clone().into_saved());
            }
            let page = |lines: Vec<String>| lines.join("\n");
            for earlier in &versions {
                for later in &versions {
                    let lines = Difference::between(earlier, later).lines;
                    let old = lines.iter().filter(|line| line.became != Became::Added);
                    prop_assert_eq!(page(old.map(|line| before(&line.pieces)).collect()), earlier.notes.text());
                    let new = lines.iter().filter(|line| line.became != Became::TakenOut);
                    prop_assert_eq!(page(new.map(|line| after(&line.pieces)).collect()), later.notes.text());
                }
            }
        }
    }
}
