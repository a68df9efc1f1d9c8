//! Two versions of one session become one, and nothing that was written is lost.
//!
//! Each part is compared with the version that both came from. What only one side changed is taken
//! over. What both changed stays as both left it: a line then stands twice, and says so. A deletion
//! wins only over what the other side left untouched. The order of the two does not matter, nor the
//! order in which three are put together: every computer comes to the same.
//!
//! What is finalized stays as it was frozen; what it lacks is added to it.

mod frozen;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::notes::{Line, Notes};
use super::{Addendum, Closing, ClosingField, ConflictingText, Origin, Outcome, Session};
use crate::domain::id::{LineId, PromptId};
use crate::domain::json::Json;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::{Moment, Unknown};

/// What somebody else wrote into a session that is being written here.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteChange {
    /// The version that both came from, if that is known.
    pub base: Option<Session>,
    /// What the file holds now.
    pub file: Session,
    /// How often somebody else had written it by then.
    pub sequence: u64,
}

/// Puts two versions of one session together. `base` is the version that both came from; where none
/// is known, everything of both sides stands.
pub fn merge(base: Option<&Session>, one: &Session, other: &Session) -> Session {
    if one == other || base == Some(other) {
        return Session { version_vector: one.version_vector.merge(&other.version_vector), ..one.clone() };
    }
    if base == Some(one) {
        return Session { version_vector: one.version_vector.merge(&other.version_vector), ..other.clone() };
    }
    let sides = Sides { base, one, other };
    if let Some(frozen) = frozen::frozen_of(one, other) {
        return frozen::merged(sides, frozen);
    }
    Session {
        id: one.id.clone(),
        client: sides.greater(|session| &session.client),
        other_clients: other_clients(sides),
        dosed_on: sides.greater(|session| &session.dosed_on),
        began: sides.greater(|session| &session.began),
        ended: sides.greater(|session| &session.ended),
        prompts: sides.value(|session| &session.prompts, |one, other| all_prompts(one, other)),
        touched: sides.elements(|session| session.touched.clone()),
        notes: merged_notes(sides.part(|session| &session.notes)),
        outcomes: sides.value(|session| &session.outcomes, |_, _| outcomes(sides)),
        client_wording: sides.elements(|session| session.client_wording.clone()),
        closing: merged_closing(sides.part(|session| &session.closing)),
        addenda: sides.value(|session| &session.addenda, |_, _| addenda(sides)),
        addendum_draft: frozen::begun(sides),
        finalized: None,
        digest: sides.greater(|session| &session.digest),
        version_vector: one.version_vector.merge(&other.version_vector),
        unknown: merged_unknown(sides.part(|session| &session.unknown)),
    }
}

/// One thing in the three versions.
#[derive(Debug)]
struct Sides<'a, T> {
    base: Option<&'a T>,
    one: &'a T,
    other: &'a T,
}

impl<T> Clone for Sides<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Sides<'_, T> {}

impl<'a, T> Sides<'a, T> {
    /// A part of it.
    fn part<P>(self, part: impl Fn(&'a T) -> &'a P) -> Sides<'a, P> {
        Sides { base: self.base.map(&part), one: part(self.one), other: part(self.other) }
    }

    /// A part as the side left it that changed it; `both` decides where both did.
    fn value<P: PartialEq + Clone + 'a>(self, part: impl Fn(&'a T) -> &'a P, both: impl Fn(&P, &P) -> P) -> P {
        let Sides { base, one, other } = self.part(part);
        if one == other || base == Some(other) {
            one.clone()
        } else if base == Some(one) {
            other.clone()
        } else {
            both(one, other)
        }
    }

    /// A part that can only be one of both: the greater one. Nothing is below everything else.
    fn greater<P: Ord + Clone + 'a>(self, part: impl Fn(&'a T) -> &'a P) -> P {
        self.value(part, |one, other| one.max(other).clone())
    }

    /// The elements that are new on a side, and those of the base that both sides still have.
    fn elements<E: Ord + Clone>(self, of: impl Fn(&'a T) -> BTreeSet<E>) -> BTreeSet<E> {
        let base = self.base.map(&of).unwrap_or_default();
        let (one, other) = (of(self.one), of(self.other));
        let stays = |element: &&E| !base.contains(element) || (one.contains(element) && other.contains(element));
        one.union(&other).filter(stays).cloned().collect()
    }
}

/// A moment, and the offset of its clock: two that are one moment on two clocks are not the same.
fn exactly(at: Moment) -> (Moment, i32) {
    (at, at.offset().local_minus_utc())
}

/// What addenda are in the order of. Two that are alike in it are one.
type AddendumOrder = ((Moment, i32), String, Option<Origin>, Unknown);

fn order_of(addendum: &Addendum) -> AddendumOrder {
    let Addendum { at, text, origin, unknown } = addendum.clone();
    (exactly(at), text, origin, unknown)
}

/// The codes of further clients: those of both.
fn other_clients(sides: Sides<'_, Session>) -> Vec<String> {
    sides.value(
        |session| &session.other_clients,
        |_, _| sides.elements(|session| session.other_clients.iter().cloned().collect()).into_iter().collect(),
    )
}

/// Every prompt of both, in the order of the guideline.
fn all_prompts(one: &[Prompt], other: &[Prompt]) -> Vec<Prompt> {
    let mut prompts: BTreeMap<&PromptId, &Prompt> = BTreeMap::new();
    for prompt in one.iter().chain(other) {
        let known = prompts.entry(&prompt.id).or_insert(prompt);
        *known = prompt.max(*known);
    }
    let mut prompts: Vec<Prompt> = prompts.into_values().cloned().collect();
    prompts.sort_by(|one, other| (one.paragraph, &one.id).cmp(&(other.paragraph, &other.id)));
    prompts
}

/// What became of each line: the latest word on it.
fn outcomes(sides: Sides<'_, Session>) -> Vec<Outcome> {
    let of = |session: &Session, wanted: &Outcome| {
        session.outcomes.iter().find(|said| said.line == wanted.line && said.from == wanted.from).cloned()
    };
    let mut found: BTreeMap<_, Outcome> = BTreeMap::new();
    for said in sides.one.outcomes.iter().chain(&sides.other.outcomes) {
        let base = sides.base.and_then(|base| of(base, said));
        let (one, other) = (of(sides.one, said), of(sides.other, said));
        let said_by = [one, other].into_iter().flatten().filter(|said| base.as_ref() != Some(said));
        let order = |said: &Outcome| {
            let Outcome { line: _, from: _, outcome, at, unknown } = said.clone();
            (exactly(at), Reverse(outcome), unknown)
        };
        let latest = said_by.max_by_key(order).or(base).unwrap_or_else(|| said.clone());
        found.insert((said.from.clone(), said.line.clone()), latest);
    }
    found.into_values().collect()
}

/// Every addendum of both, each once, in the order of their times.
fn addenda(sides: Sides<'_, Session>) -> Vec<Addendum> {
    let mut addenda: BTreeMap<_, Addendum> = BTreeMap::new();
    for addendum in sides.one.addenda.iter().chain(&sides.other.addenda) {
        addenda.insert(order_of(addendum), addendum.clone());
    }
    addenda.into_values().collect()
}

fn merged_unknown(sides: Sides<'_, Unknown>) -> Unknown {
    let keys: BTreeSet<&String> = sides.one.keys().chain(sides.other.keys()).collect();
    let none = Json::Null;
    let of = |key: &String| {
        let get = |fields: &Unknown| fields.get(key).cloned().unwrap_or_else(|| none.clone());
        let (base, one, other) = (sides.base.map(get), get(sides.one), get(sides.other));
        let value = Sides { base: base.as_ref(), one: &one, other: &other }.greater(|value| value);
        let was_there = sides.one.contains_key(key) && sides.other.contains_key(key);
        (was_there || value != none).then(|| (key.clone(), value))
    };
    keys.into_iter().filter_map(of).collect()
}

fn merged_closing(sides: Sides<'_, Closing>) -> Closing {
    let mut closing = Closing {
        // Field by field, below.
        client_words: String::new(),
        noticed: String::new(),
        chart_summary: String::new(),
        conflicting_texts: BTreeSet::new(),
        other_conflicting_texts: sides.elements(|closing| closing.other_conflicting_texts.clone()),
        unknown: merged_unknown(sides.part(|closing| &closing.unknown)),
    };
    for field in ClosingField::ALL {
        let texts = sides.elements(|closing| {
            let texts = std::iter::once(closing.field(field)).chain(closing.also_in(field));
            texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
        });
        let mut texts = without_beginnings(&texts).into_iter();
        *closing.field_mut(field) = texts.next().unwrap_or_default();
        let conflicts =
            texts.map(|text| ConflictingText { unknown: unknown_of_text(sides, field, &text), field, text });
        closing.conflicting_texts.extend(conflicts);
    }
    closing
}

/// What nobody here knows of a conflicting text, on either side.
fn unknown_of_text(sides: Sides<'_, Closing>, field: ClosingField, text: &str) -> Unknown {
    let of = |closing: &Closing| {
        let mut known = closing.conflicting_texts.iter().filter(|known| known.field == field && known.text == text);
        known.next_back().map(|known| known.unknown.clone()).unwrap_or_default()
    };
    let (base, one, other) = (sides.base.map(of), of(sides.one), of(sides.other));
    merged_unknown(Sides { base: base.as_ref(), one: &one, other: &other })
}

/// The texts, without those that another one begins with: whoever wrote on lost no word.
fn without_beginnings(texts: &BTreeSet<String>) -> Vec<String> {
    let begins_another = |text: &String| texts.iter().any(|other| other != text && other.starts_with(text.as_str()));
    texts.iter().filter(|text| !begins_another(text)).cloned().collect()
}

/// A line as one version has it: with all the texts that stand for it, and its stamp and mark.
#[derive(Debug, Clone, PartialEq)]
struct LineVersion {
    texts: BTreeSet<String>,
    line: Arc<Line>,
}

type LineVersions = BTreeMap<LineId, LineVersion>;

/// The lines of a page by their ids. A twin counts as a text of its line, unless both sides had it
/// as a line of its own already.
fn versions(notes: &Notes, base: Option<&BTreeSet<&LineId>>) -> LineVersions {
    let mut versions = LineVersions::new();
    for line in notes.lines() {
        let is_in_base = base.is_some_and(|base| base.contains(&line.id));
        let root = line.conflict_of.as_ref().filter(|_| !is_in_base).unwrap_or(&line.id);
        let texts = BTreeSet::from([line.text.clone()]);
        match versions.get_mut(root) {
            Some(version) => version.texts.extend(texts),
            None => {
                let _ = versions.insert(root.clone(), LineVersion { texts, line: line.clone() });
            }
        }
    }
    versions
}

fn merged_notes(sides: Sides<'_, Notes>) -> Notes {
    let in_base = sides.base.map(|base| base.lines().iter().map(|line| &line.id).collect());
    let base = sides.base.map(|notes| versions(notes, in_base.as_ref())).unwrap_or_default();
    let (one, other) = (versions(sides.one, in_base.as_ref()), versions(sides.other, in_base.as_ref()));
    let ids: BTreeSet<&LineId> = one.keys().chain(other.keys()).collect();
    let mut lines: Vec<Line> = Vec::new();
    for id in ids {
        let base = base.get(id);
        let merged = match (one.get(id), other.get(id)) {
            (Some(one), Some(other)) => Some(merged_version(Sides { base, one, other })),
            (Some(only), None) | (None, Some(only)) => (!is_untouched(base, only)).then(|| only.clone()),
            (None, None) => None,
        };
        lines.extend(merged.into_iter().flat_map(|version| lines_of(id, version)));
    }
    lines.sort_by(|one, other| (&one.order_key, &one.id).cmp(&(&other.order_key, &other.id)));
    Notes::from(lines)
}

/// Whether a version of a line is as it was; where it is does not count.
fn is_untouched(base: Option<&LineVersion>, version: &LineVersion) -> bool {
    base.is_some_and(|base| {
        let (id, order_key) = (base.line.id.clone(), base.line.order_key.clone());
        base.texts == version.texts && Line { id, order_key, ..Line::clone(&version.line) } == *base.line
    })
}

fn merged_version(sides: Sides<'_, LineVersion>) -> LineVersion {
    let lines = sides.part(|version| &*version.line);
    // Which line it is, its texts, and whose second version it is, is worked out of both.
    let Line { id, text, conflict_of, .. } = Line::clone(&sides.one.line);
    let line = Line {
        id,
        order_key: lines.greater(|line| &line.order_key),
        at: lines.greater(|line| &line.at),
        prompt: lines.greater(|line| &line.prompt),
        text,
        keep: lines.greater(|line| &line.keep),
        conflict_of,
        unknown: merged_unknown(lines.part(|line| &line.unknown)),
    };
    LineVersion { texts: sides.elements(|version| version.texts.clone()), line: line.into() }
}

/// The lines that a version of one becomes: one for each text, the first under the line's own id.
fn lines_of(id: &LineId, version: LineVersion) -> Vec<Line> {
    let LineVersion { texts, line } = version;
    let texts = without_beginnings(&texts).into_iter().enumerate();
    let line_of = |(number, text): (usize, String)| {
        let whole = Line { id: id.clone(), text: text.clone(), ..Line::clone(&line) };
        if number == 0 {
            // The line itself may be a twin since the base.
            return Line { conflict_of: whole.conflict_of.filter(|root| root != id), ..whole };
        }
        Line {
            id: id.derived(&text),
            order_key: line.order_key.of_conflict(number),
            conflict_of: Some(id.clone()),
            ..whole
        }
    };
    texts.map(line_of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Moment;
    use crate::domain::prompts::guideline::KeptAs;
    use crate::domain::session::OutcomeKind;
    use crate::domain::session::notes::Stamp;
    use crate::domain::session::session_times::Times;
    use crate::guidelines::integration_session;

    fn at(minute: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::minutes(minute)
    }

    fn stamp(minute: i64) -> Stamp {
        Stamp { at: at(minute), prompt: PromptId::try_from("open").ok() }
    }

    fn page(lines: &[&str]) -> Session {
        let mut session = Session::begin(at(0), "K-07", None, Vec::new());
        for (minute, line) in (0..).zip(lines) {
            session.notes.add(line, None, &stamp(minute));
        }
        session
    }

    fn rewrite(session: &Session, minute: i64, lines: &[&str]) -> Session {
        let mut session = session.clone();
        // One line at a time, as it is typed, so that the others keep their ids.
        let text = lines.join("\n");
        let caret = session.notes.text().bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
        session.notes.replace_text(&text, caret.min(text.len()), &stamp(minute));
        session
    }

    fn texts(session: &Session) -> Vec<&str> {
        session.notes.lines().iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn lines_that_were_added_apart_stand_in_the_order_of_their_times() {
        let base = page(&["a"]);
        let one = rewrite(&base, 5, &["a", "at five"]);
        let other = rewrite(&rewrite(&base, 3, &["a", "at three"]), 7, &["a", "at three", "at seven"]);
        assert_eq!(texts(&merge(Some(&base), &one, &other)), ["a", "at three", "at five", "at seven"]);
        assert_eq!(texts(&merge(None, &one, &other)), ["a", "at three", "at five", "at seven"]);
    }

    #[test]
    fn a_line_that_both_changed_stands_twice_and_says_so() {
        let base = page(&["river", "b"]);
        let one = rewrite(&base, 5, &["a cold river", "b"]);
        let other = rewrite(&base, 6, &["her river", "b"]);
        let merged = merge(Some(&base), &one, &other);
        assert_eq!(texts(&merged), ["a cold river", "her river", "b"]);
        let lines = merged.notes.lines();
        assert_eq!(lines[1].conflict_of.as_ref(), Some(&lines[0].id));
        assert_eq!(lines[0].id, base.notes.lines()[0].id);
        assert_eq!(texts(&merge(Some(&base), &merged, &base)), ["a cold river", "her river", "b"]);
        // The therapist takes one away: it does not come back.
        let chosen = rewrite(&merged, 9, &["her river", "b"]);
        assert_eq!(texts(&merge(Some(&merged), &chosen, &merged)), ["her river", "b"]);
    }

    #[test]
    fn the_caret_stays_in_its_words_whichever_line_has_them_now() {
        let base = page(&["river", "b"]);
        let one = rewrite(&base, 5, &["a cold river", "b"]);
        let other = rewrite(&base, 6, &["her river", "b"]);
        let marked = |side: &Session, others: &Session, within: usize| {
            let merged = merge(Some(&base), side, others);
            let position = side.notes.position(side.notes.place_of(within)).unwrap();
            let mut text = merged.notes.text();
            text.insert(merged.notes.offset_of(merged.notes.place(&position)), '|');
            text
        };
        assert_eq!(marked(&one, &other, 2), "a |cold river\nher river\nb");
        assert_eq!(marked(&other, &one, 4), "a cold river\nher |river\nb");
        assert_eq!(marked(&other, &one, 11), "a cold river\nher river\nb|");
        // Somebody else wrote on in the same line.
        let further = rewrite(&base, 7, &["river, again", "b"]);
        assert_eq!(marked(&base, &further, 5), "river|, again\nb");
        // Somebody else took the line away.
        let without = rewrite(&base, 7, &["river"]);
        assert_eq!(marked(&base, &without, 7), "river|");
    }

    #[test]
    fn who_wrote_on_lost_no_word() {
        let base = page(&["her mother"]);
        let one = rewrite(&base, 5, &["her mother, not now"]);
        let other = rewrite(&base, 6, &["her mother, not"]);
        assert_eq!(texts(&merge(Some(&base), &one, &other)), ["her mother, not now"]);
    }

    #[test]
    fn a_deletion_wins_only_over_what_nobody_touched() {
        let base = page(&["a", "b", "c"]);
        let deleted = rewrite(&base, 5, &["a", "c"]);
        assert_eq!(texts(&merge(Some(&base), &deleted, &base)), ["a", "c"]);
        let changed = rewrite(&base, 6, &["a", "b and more", "c"]);
        assert_eq!(texts(&merge(Some(&base), &deleted, &changed)), ["a", "b and more", "c"]);
        let mut marked = base.clone();
        marked.notes.set_keep(1, Some(KeptAs::Goal));
        assert_eq!(texts(&merge(Some(&base), &deleted, &marked)), ["a", "b", "c"]);
        assert_eq!(texts(&merge(None, &deleted, &base)), ["a", "b", "c"], "nobody knows that it was deleted");
    }

    #[test]
    fn a_mark_and_other_words_for_one_line_come_together() {
        let base = page(&["river"]);
        let one = rewrite(&base, 5, &["the river"]);
        let mut other = base.clone();
        other.notes.set_keep(0, Some(KeptAs::Goal));
        let merged = merge(Some(&base), &one, &other);
        assert_eq!(texts(&merged), ["the river"]);
        assert_eq!(merged.notes.lines()[0].keep, Some(KeptAs::Goal));
    }

    #[test]
    fn closing_words_of_both_are_kept() {
        let base = page(&[]);
        let (mut one, mut other) = (base.clone(), base.clone());
        one.closing.noticed = "tired".to_owned();
        one.ended = Some(at(50));
        other.closing.noticed = "at ease".to_owned();
        other.closing.chart_summary = "second session".to_owned();
        let merged = merge(Some(&base), &one, &other);
        assert_eq!(merged.closing.noticed, "at ease");
        assert_eq!(merged.closing.also_in(ClosingField::Noticed).collect::<Vec<_>>(), ["tired"]);
        assert_eq!(merged.closing.chart_summary, "second session");
        assert_eq!(merged.ended, Some(at(50)));
    }

    #[test]
    fn lines_from_elsewhere_are_added_to_what_was_frozen() {
        let base = page(&["river", "b"]);
        let mut ended = base.clone();
        ended.ended = Some(at(50));
        let frozen = ended.finalize(at(60)).unwrap();
        let mut other = rewrite(&rewrite(&base, 6, &["a cold river", "b"]), 7, &["a cold river", "b", "and more"]);
        other.closing.noticed = "tired".to_owned();
        let merged = merge(Some(&base), &frozen, &other);
        assert_eq!(texts(&merged), ["river", "b"]);
        assert!(merged.is_finalized() && !merged.was_changed_since_finalized());
        let added: Vec<_> = merged.addenda.iter().map(|addendum| (addendum.text.as_str(), addendum.at)).collect();
        assert_eq!(added, [("a cold river", at(60)), ("and more", at(60)), ("tired", at(60))]);
        // Written on there, and merged again: the longer words stand once.
        let on = rewrite(&other, 9, &["a cold river", "b", "and more of it"]);
        let texts: Vec<_> = merge(Some(&base), &merged, &on).addenda.into_iter().map(|added| added.text).collect();
        assert_eq!(texts, ["a cold river", "and more of it", "tired"]);
    }

    #[test]
    fn of_two_that_were_finalized_apart_the_first_stands() {
        let base = page(&["a"]);
        let finalized = |minute: i64, lines: &[&str]| {
            let mut session = rewrite(&base, minute, lines);
            session.ended = Some(at(minute));
            session.finalize(at(minute)).unwrap()
        };
        let (first, second) = (finalized(20, &["a", "first"]), finalized(30, &["a", "second"]));
        let merged = merge(Some(&base), &second, &first);
        assert_eq!(texts(&merged), ["a", "first"]);
        assert_eq!(merged.addenda[0].text, "second");
        // One that was changed from outside gives way to one that was not.
        let mut changed = first.clone();
        changed.notes.reword(|text| Some(format!("{text}!")));
        let merged = merge(Some(&base), &changed, &first);
        assert_eq!(texts(&merged), ["a", "first"]);
        assert_eq!(merged.addenda.len(), 2, "what it was changed to is not lost");
    }

    /// One thing that somebody does to a session.
    #[derive(Debug, Clone)]
    enum Edit {
        Write(prop::sample::Index, usize, String),
        Keep(prop::sample::Index, Option<KeptAs>),
        Touch(usize),
        Prompts(usize),
        Outcome(usize, bool),
        Word(usize, String),
        Noticed(String),
        Client(String),
        End(bool),
        Began(i64),
        Finalize,
        Addendum(String),
        BeginAddendum(String),
        Later(String),
    }

    impl Edit {
        /// Whether the app offers it for a session that is finalized.
        fn applies_to_finalized(&self) -> bool {
            matches!(self, Self::Client(_) | Self::Addendum(_) | Self::BeginAddendum(_) | Self::Later(_))
        }
    }

    fn edit() -> impl Strategy<Value = Edit> {
        let index = any::<prop::sample::Index>;
        let kinds = vec![None, Some(KeptAs::Goal), Some(KeptAs::Thread)];
        prop_oneof![
            8 => (index(), 0..6_usize, "[ab\n]{0,4}").prop_map(|(from, count, text)| Edit::Write(from, count, text)),
            2 => (index(), prop::sample::select(kinds)).prop_map(|(line, kind)| Edit::Keep(line, kind)),
            1 => (0..4_usize).prop_map(Edit::Touch),
            1 => (1..16_usize).prop_map(Edit::Prompts),
            1 => (0..3_usize, any::<bool>()).prop_map(|(line, kept)| Edit::Outcome(line, kept)),
            1 => (0..3_usize, "[ab]{1,2}").prop_map(|(line, text)| Edit::Word(line, text)),
            1 => "[ab]{0,3}".prop_map(Edit::Noticed),
            1 => "[ab]{0,2}".prop_map(Edit::Client),
            1 => any::<bool>().prop_map(Edit::End),
            1 => (0..600_i64).prop_map(Edit::Began),
            1 => Just(Edit::Finalize),
            1 => "[ab]{0,2}".prop_map(Edit::Addendum),
            1 => "[ab]{0,2}(\n\n[ab]{1,2})?".prop_map(Edit::BeginAddendum),
            1 => "[ab]{0,2}".prop_map(Edit::Later),
        ]
    }

    fn apply(session: &mut Session, edit: &Edit, minute: i64) {
        if session.is_finalized() && !edit.applies_to_finalized() {
            return;
        }
        match edit {
            Edit::Write(from, count, words) => {
                let text = session.notes.text();
                let from = from.index(text.len() + 1);
                let to = (from + count).min(text.len());
                let new = format!("{}{words}{}", &text[..from], &text[to..]);
                session.notes.replace_text(&new, from + words.len(), &stamp(minute));
            }
            Edit::Keep(line, kind) => {
                let line = line.index(session.notes.lines().len().max(1));
                session.notes.set_keep(line, kind.clone());
            }
            Edit::Touch(prompt) => session.toggle_touched(&integration_session().prompts[*prompt].id),
            Edit::Prompts(count) => session.prompts = integration_session().prompts.split_off(*count),
            Edit::Outcome(line, kept) => {
                let outcome = if *kept { OutcomeKind::KeptOpen } else { OutcomeKind::Resolved };
                let line = LineId::try_from(format!("line-{line}")).unwrap();
                session.set_outcome(&line, &session.id.clone(), outcome, at(minute));
            }
            Edit::Word(line, text) => {
                let line = LineId::try_from(format!("line-{line}")).unwrap();
                session.set_client_wording(&line, &session.id.clone(), text);
            }
            Edit::Noticed(text) => session.closing.noticed.clone_from(text),
            Edit::Client(text) => session.client.clone_from(text),
            Edit::End(ends) => session.ended = ends.then(|| at(minute)),
            Edit::Began(earlier) => session.began = at(-*earlier),
            Edit::Finalize => {
                session.ended = Some(at(minute));
                *session = session.finalize(at(minute)).unwrap();
            }
            Edit::BeginAddendum(text) => session.addendum_draft.clone_from(text),
            Edit::Addendum(text) => {
                session.addenda.push(Addendum::new(at(minute), text));
            }
            Edit::Later(text) => {
                session.unknown.insert("later".to_owned(), text.clone().into());
            }
        }
    }

    fn edited(base: &Session, edits: &[Edit], minute: i64) -> Session {
        let mut session = base.clone();
        for (minute, edit) in (minute..).zip(edits) {
            apply(&mut session, edit, minute);
        }
        session
    }

    prop_compose! {
        /// A session, and three that come of it.
        fn sides()(
            first in prop::collection::vec(edit(), 0..8),
            others in [(); 3].map(|()| prop::collection::vec(edit(), 0..8)),
        ) -> (Session, [Session; 3]) {
            let base = edited(&page(&["abab", "b", "ba"]), &first, 10);
            let minutes = [100, 105, 102];
            let sides = std::array::from_fn(|side| edited(&base, &others[side], minutes[side]));
            (base, sides)
        }
    }

    /// Whether words are on a page, or were written on, or were added to what was frozen.
    fn has(session: &Session, text: &str) -> bool {
        let added = session.addenda.iter().map(|addendum| addendum.text.as_str()).chain([""]);
        let stands = session.notes.lines().iter().any(|line| line.text.starts_with(text));
        stands || (session.is_finalized() && added.into_iter().any(|added| added.starts_with(text)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::default())]

        #[test]
        fn the_order_of_the_sides_does_not_matter((base, [one, other, _]) in sides()) {
            prop_assert_eq!(merge(Some(&base), &one, &other), merge(Some(&base), &other, &one));
            prop_assert_eq!(merge(None, &one, &other), merge(None, &other, &one));
        }

        #[test]
        fn three_come_to_the_same_in_any_order((base, [one, other, third]) in sides()) {
            for base in [Some(&base), None] {
                let first = merge(base, &merge(base, &one, &other), &third);
                prop_assert_eq!(&first, &merge(base, &one, &merge(base, &other, &third)));
                prop_assert_eq!(&first, &merge(base, &other, &merge(base, &third, &one)));
            }
        }

        #[test]
        fn what_is_merged_already_changes_nothing((base, [one, other, _]) in sides()) {
            for base in [Some(&base), None] {
                prop_assert_eq!(&merge(base, &one, &one), &one);
                let merged = merge(base, &one, &other);
                prop_assert_eq!(&merge(base, &merged, &other), &merged);
                prop_assert_eq!(&merge(base, &merged, &merged), &merged);
            }
            prop_assert_eq!(&merge(Some(&base), &one, &base), &one);
        }

        #[test]
        fn no_line_is_lost((base, [one, other, _]) in sides()) {
            let merged = merge(Some(&base), &one, &other);
            for (side, across) in [(&one, &other), (&other, &one)] {
                for line in side.notes.lines() {
                    let before = base.notes.lines().iter().find(|before| before.id == line.id);
                    let there = across.notes.lines().iter().find(|there| there.id == line.id);
                    // What the other side deleted, or changed, was untouched on this one.
                    let gave_way = before == Some(line) && there != Some(line);
                    // Of what was frozen, a mark brings nothing back.
                    let is_there = there.is_some() || merged.is_finalized();
                    let only_words = before.is_some_and(|before| before.text == line.text) && is_there;
                    prop_assert!(gave_way || only_words || has(&merged, &line.text), "{:?}", line);
                }
            }
            let ids: BTreeSet<_> = merged.notes.lines().iter().map(|line| &line.id).collect();
            prop_assert_eq!(ids.len(), merged.notes.lines().len(), "no line stands twice under one id");
        }

        #[test]
        fn no_words_for_the_client_are_lost((base, [one, other, _]) in sides()) {
            let merged = merge(Some(&base), &one, &other);
            for side in [&one, &other] {
                let new = side.client_wording.difference(&base.client_wording);
                prop_assert!(new.clone().all(|wording| merged.client_wording.contains(wording)), "{:?}", new);
            }
        }

        #[test]
        fn what_was_frozen_stays_as_it_was((base, [one, other, _]) in sides()) {
            for base in [Some(&base), None] {
                let merged = merge(base, &one, &other);
                prop_assert_eq!(merged.is_finalized(), one.is_finalized() || other.is_finalized());
                prop_assert!(!merged.was_changed_since_finalized());
                let sides = [&one, &other].map(|side| (side.finalized, side.notes.text()));
                prop_assert!(!merged.is_finalized() || sides.contains(&(merged.finalized, merged.notes.text())));
            }
        }

        #[test]
        fn times_that_one_side_mended_are_what_both_come_to(
            (base, [one, _, _]) in sides(), began in 1..600_i64, ended in 1..600_i64,
        ) {
            let mut other = base.clone();
            if !base.is_finalized() {
                let times = Times::new(at(-began), Some(at(ended))).unwrap();
                other.set_times(times);
                let mut one = one;
                (one.began, one.ended) = (base.began, base.ended);
                let merged = merge(Some(&base), &one, &other);
                prop_assert!(one.is_finalized() || Times::of(&merged) == times);
                let stamps = |session: &Session| {
                    let lines = session.notes.lines().iter();
                    lines.map(|line| (line.id.clone(), line.at)).collect::<BTreeMap<_, _>>()
                };
                let (before, after) = (stamps(&one), stamps(&merged));
                prop_assert!(after.iter().all(|(id, at)| before.get(id).is_none_or(|was| was == at)));
            }
        }

        #[test]
        fn without_a_base_every_line_of_both_is_there((_, [one, other, _]) in sides()) {
            let merged = merge(None, &one, &other);
            for line in one.notes.lines().iter().chain(other.notes.lines()) {
                prop_assert!(has(&merged, &line.text), "{:?}", line);
            }
        }
    }
}
