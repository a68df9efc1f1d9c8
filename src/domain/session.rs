//! One meeting with one client, as one file keeps it.

pub mod client_wording;
pub mod difference;
pub mod finalizing;
pub mod fractional_index;
pub mod kept;
pub mod line_breaks;
pub(crate) mod matches;
pub mod merge;
pub mod moved;
pub mod notes;
pub mod open_session;
pub mod page_history;
pub mod removal;
pub mod session_scope;
pub mod session_size;
pub mod session_times;
pub mod version_vector;

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;

use super::id::{LineId, PromptId, SessionId};
use super::json::Json;
use super::library::themes::{theme_key, themes_in};
use super::open_kind::{OtherKind, open_kind};
use super::prompts::guideline::{KeptAs, Prompt};
use super::text_folding::entered_name;
use super::{Moment, Unknown};
use client_wording::ClientWording;
use finalizing::Digest;
use line_breaks::normalize_session;
use notes::{Line, Notes};
use version_vector::VersionVector;

/// A session: the words it was held with, what was written, and how it was closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Also the name of its file.
    pub id: SessionId,
    /// The client's code; empty if none was given yet.
    pub client: String,
    /// The codes of further clients. This version gives none, and keeps those of a later one.
    pub other_clients: Vec<String>,
    /// The day of the dosing session before it.
    pub dosed_on: Option<NaiveDate>,
    /// When it began.
    pub began: Moment,
    /// When it ended; a session without an end is unfinished.
    pub ended: Option<Moment>,
    /// The prompts in the order and the words of the day.
    pub prompts: Vec<Prompt>,
    /// The prompts that were opened or written under.
    pub touched: BTreeSet<PromptId>,
    /// The notes page.
    pub notes: Notes,
    /// What became, in this session, of lines that were kept for next time.
    pub outcomes: Vec<Outcome>,
    /// Lines that are kept for next time, in words that were put for the client.
    pub client_wording: BTreeSet<ClientWording>,
    /// The optional fields of closing.
    pub closing: Closing,
    /// Dated additions after finalizing.
    pub addenda: Vec<Addendum>,
    /// The addendum that is being written, and was not added yet.
    pub addendum_draft: String,
    /// When the session was finalized.
    pub finalized: Option<Moment>,
    /// What its words were known by then.
    pub digest: Option<Digest>,
    /// How often it was saved, by whom: tells which of two versions came after the other.
    pub version_vector: VersionVector,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// What became of one line that was kept for next time.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The line.
    pub line: LineId,
    /// The session that the line was written in.
    pub from: SessionId,
    /// What became of it.
    pub outcome: OutcomeKind,
    /// When that was said.
    pub at: Moment,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// What can become of a line that was kept for next time. Of two that were said at one moment the first by its word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeKind {
    /// It is kept for next time again.
    KeptOpen,
    /// A kind of a later version. The line stays in sight.
    Other(OtherKind),
    /// It came to its end; a goal was reached.
    Resolved,
    /// It was let go.
    LetGo,
}

open_kind!(OutcomeKind { KeptOpen = "kept-open", Resolved = "resolved", LetGo = "let-go" });

impl OutcomeKind {
    /// Whether the line is no longer kept for next time.
    pub fn ends(&self) -> bool {
        match self {
            Self::KeptOpen | Self::Other(_) => false,
            Self::Resolved | Self::LetGo => true,
        }
    }
}

/// What may be filled in as a session ends. Every field may stay empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Closing {
    /// How it was, in the client's words.
    pub client_words: String,
    /// What the therapist noticed in themselves.
    pub noticed: String,
    /// A summary for the chart, written by the therapist.
    pub chart_summary: String,
    /// What stood in one of these fields in another version: it was filled in at two places at once.
    pub conflicting_texts: BTreeSet<ConflictingText>,
    /// The same for fields of a later version, as the file holds it.
    pub other_conflicting_texts: BTreeSet<Json>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// Other words for one field of closing, written at another place meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConflictingText {
    /// Which field.
    pub field: ClosingField,
    /// The words.
    pub text: String,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// A field of closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClosingField {
    /// How it was, in the client's words.
    ClientWords,
    /// What the therapist noticed in themselves.
    Noticed,
    /// The summary for the chart.
    ChartSummary,
}

impl ClosingField {
    /// Every field, in the order in which they are filled in.
    pub const ALL: [Self; 3] = [Self::ClientWords, Self::Noticed, Self::ChartSummary];
}

/// A dated addition to a finalized session.
#[derive(Debug, Clone, PartialEq)]
pub struct Addendum {
    /// When it was added.
    pub at: Moment,
    /// What was added.
    pub text: String,
    /// What it was written as, if nobody added it: it was written at another place, and left out as
    /// the session was finalized.
    pub origin: Option<Origin>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// What words were that a finalized session does not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A line of the notes, or another text for one.
    Line(LineId),
    /// A field of closing.
    Field(ClosingField),
    /// Something that a later version has, as the file says it.
    Other(Json),
}

/// When something was written in the notes of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// While it was held, so many minutes after it began.
    AtMinute(i64),
    /// Later on the same day.
    LaterThatDay,
    /// On a later day.
    AnotherDay,
}

/// A session without an end is not taken to have lasted longer, in minutes.
const MAX_SITTING: i64 = 12 * 60;

impl Addendum {
    /// An addendum that somebody adds.
    pub fn new(at: Moment, text: &str) -> Self {
        Self { at, text: text.to_owned(), origin: None, unknown: Unknown::new() }
    }
}

impl Closing {
    /// The words in a field.
    pub fn field(&self, field: ClosingField) -> &str {
        match field {
            ClosingField::ClientWords => &self.client_words,
            ClosingField::Noticed => &self.noticed,
            ClosingField::ChartSummary => &self.chart_summary,
        }
    }

    /// The words in a field, to be changed.
    pub fn field_mut(&mut self, field: ClosingField) -> &mut String {
        match field {
            ClosingField::ClientWords => &mut self.client_words,
            ClosingField::Noticed => &mut self.noticed,
            ClosingField::ChartSummary => &mut self.chart_summary,
        }
    }

    /// How many bytes of text stand in its fields.
    pub(crate) fn text_bytes(&self) -> usize {
        ClosingField::ALL.into_iter().map(|field| self.field(field).len()).sum()
    }

    /// What else was written in a field, at another place.
    pub fn also_in(&self, field: ClosingField) -> impl Iterator<Item = &str> {
        self.conflicting_texts.iter().filter(move |also| also.field == field).map(|also| also.text.as_str())
    }
}

impl Session {
    /// The session as its file holds it: with one kind of line break, and without the empty lines at the end of
    /// its page.
    #[must_use]
    pub fn into_saved(mut self) -> Self {
        normalize_session(&mut self);
        self.notes.remove_empty_end();
        self
    }

    /// Whether two versions say the same, whoever saved them.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        // Every field is named, so that none can be forgotten.
        let Self {
            id,
            client,
            other_clients,
            dosed_on,
            began,
            ended,
            prompts,
            touched,
            notes,
            outcomes,
            client_wording,
            closing,
            addenda,
            addendum_draft,
            finalized,
            digest,
            unknown,
            version_vector: _,
        } = self;
        *notes == other.notes
            && *closing == other.closing
            && *outcomes == other.outcomes
            && *client_wording == other.client_wording
            && (touched, prompts, addenda) == (&other.touched, &other.prompts, &other.addenda)
            && (addendum_draft, digest) == (&other.addendum_draft, &other.digest)
            && (unknown, other_clients) == (&other.unknown, &other.other_clients)
            && (id, client, dosed_on, began, ended, finalized)
                == (&other.id, &other.client, &other.dosed_on, &other.began, &other.ended, &other.finalized)
    }

    /// A session that begins `now`, with a fresh id.
    pub fn begin(now: Moment, client: &str, dosed_on: Option<NaiveDate>, prompts: Vec<Prompt>) -> Self {
        Self {
            id: SessionId::fresh(now),
            client: entered_name(client),
            other_clients: Vec::new(),
            dosed_on,
            began: now,
            ended: None,
            prompts,
            touched: BTreeSet::new(),
            notes: Notes::default(),
            outcomes: Vec::new(),
            client_wording: BTreeSet::new(),
            closing: Closing::default(),
            addenda: Vec::new(),
            addendum_draft: String::new(),
            finalized: None,
            digest: None,
            version_vector: VersionVector::default(),
            unknown: Unknown::new(),
        }
    }

    /// Whether the session was closed by its therapist.
    pub(crate) fn is_finished(&self) -> bool {
        self.ended.is_some() || self.is_finalized()
    }

    /// When something was written, as the margin of the notes says it.
    pub fn written(&self, at: Moment) -> Written {
        let end = self.ended.unwrap_or(self.began.plus_minutes(MAX_SITTING));
        if at <= end {
            Written::AtMinute(self.minute_of(at))
        } else if at.is_on_day_of(self.began) {
            Written::LaterThatDay
        } else {
            Written::AnotherDay
        }
    }

    /// How many minutes after the beginning a moment was, by the clock on the wall, which has no seconds; never below zero.
    pub fn minute_of(&self, at: Moment) -> i64 {
        at.clock_minutes_since(self.began).max(0)
    }

    /// How long it took, in minutes: to its end, or to the last line of its sitting if it has none.
    pub fn minutes(&self) -> i64 {
        self.minute_of(self.ended.unwrap_or_else(|| self.likely_end().at()))
    }

    /// How long it has taken so far, in minutes. Whoever forgot to end it is not counted against it.
    pub(crate) fn minutes_so_far(&self, now: Moment) -> i64 {
        let is_held = self.ended.is_none() && self.minute_of(now) <= MAX_SITTING;
        if is_held { self.minute_of(now) } else { self.minutes() }
    }

    /// How many days after the dosing it was held, if that is known and sensible.
    pub fn days_after_dosing(&self) -> Option<i64> {
        let days = (self.began.date_naive() - self.dosed_on?).num_days();
        (days >= 0).then_some(days)
    }

    /// The prompt with this id, in the words of the day.
    pub fn prompt(&self, id: &PromptId) -> Option<&Prompt> {
        self.prompts.iter().find(|prompt| prompt.id == *id)
    }

    /// What a line is kept as for next time, by the prompt that it is under.
    pub(crate) fn suggested_kind(&self, line: &Line) -> KeptAs {
        let prompt = line.prompt.as_ref().and_then(|id| self.prompt(id));
        prompt.and_then(|prompt| prompt.keep_as.clone()).unwrap_or_default()
    }

    /// Marks a prompt as touched.
    pub fn touch(&mut self, prompt: &PromptId) {
        if !self.touched.contains(prompt) {
            self.touched.insert(prompt.clone());
        }
    }

    /// Marks a prompt as touched, or takes the mark away.
    pub(crate) fn toggle_touched(&mut self, prompt: &PromptId) {
        if !self.touched.remove(prompt) {
            self.touched.insert(prompt.clone());
        }
    }

    /// Says what became of a line that was kept for next time; what was said of it earlier in this session is
    /// replaced.
    pub fn set_outcome(&mut self, line: &LineId, from: &SessionId, outcome: OutcomeKind, at: Moment) {
        if let Some(said) = self.outcomes.iter_mut().find(|said| said.line == *line && said.from == *from) {
            said.outcome = outcome;
            said.at = at;
            return;
        }
        let unknown = Unknown::new();
        self.outcomes.push(Outcome { line: line.clone(), from: from.clone(), outcome, at, unknown });
    }

    /// The themes named in its notes, each once, in the order of their first mention.
    pub fn themes(&self) -> Vec<&str> {
        self.each_theme().collect()
    }

    /// The first themes named in its notes, and whether there are more than so many.
    pub(crate) fn first_themes(&self, count: usize) -> (Vec<&str>, bool) {
        let mut themes = self.each_theme();
        (themes.by_ref().take(count).collect(), themes.next().is_some())
    }

    fn each_theme(&self) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        let named = self.notes.lines().iter().flat_map(|line| themes_in(&line.text));
        named.filter(move |theme| seen.insert(theme_key(theme)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::client_code::ClientKey;

    #[test]
    fn what_is_written_in_a_later_edit_is_of_another_hour_or_day() {
        let began = crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let mut session = Session::begin(began, "", None, Vec::new());
        let after = |minutes| began + TimeDelta::minutes(minutes);
        assert_eq!(session.written(after(90)), Written::AtMinute(90));
        assert_eq!(session.written(after(13 * 60)), Written::AnotherDay);
        session.ended = Some(after(50));
        assert_eq!(session.written(after(50)), Written::AtMinute(50));
        assert_eq!(session.written(after(90)), Written::LaterThatDay);
        assert_eq!(session.written(after(10 * 60)), Written::AnotherDay);
        assert_eq!(session.written(began - TimeDelta::days(1)), Written::AtMinute(0));
    }

    #[test]
    fn a_clock_set_back_gives_no_negative_minute() {
        let began = crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let session = Session::begin(began, " K-07 ", None, Vec::new());
        assert_eq!(session.minute_of(began - chrono::TimeDelta::hours(1)), 0);
        assert_eq!(ClientKey::of(&session.client), ClientKey::of("k-07"));
    }
}
