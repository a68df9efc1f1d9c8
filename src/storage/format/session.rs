//! A session's file, version 2: what is read and written, and what the domain makes of it.
//!
//! Version 1 is beside it, to be read for ever. Must not know where a file is.

mod client_wording;
pub(super) mod v1;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use client_wording::ClientWording;

use crate::domain::id::{LineId, PromptId, SessionId};
use crate::domain::json::Json;
use crate::domain::moment::optional_day;
use crate::domain::prompts::guideline;
use crate::domain::session::finalizing::Digest;
use crate::domain::session::fractional_index::FractionalIndex;
use crate::domain::session::notes::{self, Notes};
use crate::domain::session::version_vector::VersionVector;
use crate::domain::session::{self, ClosingField, ConflictingText, Origin};
use crate::domain::{Moment, Unknown};

/// The version that this app writes.
pub(super) const VERSION: u64 = 2;

/// The whole file, but for its format and version.
#[derive(Serialize, Deserialize)]
pub(super) struct Session {
    id: SessionId,
    /// The codes of the clients; without any, none was given yet.
    #[serde(default)]
    clients: Vec<String>,
    #[serde(default, with = "optional_day", skip_serializing_if = "Option::is_none")]
    dosed_on: Option<NaiveDate>,
    began: Moment,
    #[serde(default)]
    ended: Option<Moment>,
    #[serde(default)]
    prompts: Vec<Prompt>,
    #[serde(default)]
    touched: BTreeSet<PromptId>,
    /// Without the empty ones at the end: they hold no word and no thought.
    #[serde(default)]
    lines: Vec<Line>,
    #[serde(default)]
    outcomes: Vec<Outcome>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    client_wording: Vec<ClientWording>,
    #[serde(default)]
    closing: Closing,
    #[serde(default)]
    addenda: Vec<Addendum>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    addendum_draft: String,
    #[serde(default)]
    finalized: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<Digest>,
    #[serde(default, skip_serializing_if = "VersionVector::is_empty")]
    version_vector: VersionVector,
    #[serde(flatten)]
    unknown: Unknown,
}

/// A prompt in the words of the day.
#[derive(Serialize, Deserialize)]
struct Prompt {
    id: PromptId,
    kind: String,
    section: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paragraph: Option<u32>,
    title: String,
    guidance: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only_if: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keep_as: Option<String>,
    #[serde(default)]
    example_wording: Vec<String>,
    #[serde(flatten)]
    unknown: Unknown,
}

/// A line of the notes.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    id: LineId,
    #[serde(default, skip_serializing_if = "FractionalIndex::is_none")]
    order_key: FractionalIndex,
    at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prompt: Option<PromptId>,
    text: String,
    /// What it is kept as for next time: `thread`, `self-care`, `support`, `goal`, or a kind of a later version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keep: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    conflict_of: Option<LineId>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[expect(clippy::struct_field_names, reason = "the names are those of the file")]
#[derive(Serialize, Deserialize)]
struct Outcome {
    line: LineId,
    from: SessionId,
    /// `kept-open`, `resolved`, `let-go`, or a kind of a later version.
    outcome: String,
    at: Moment,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Default, Serialize, Deserialize)]
struct Closing {
    #[serde(default)]
    client_words: String,
    #[serde(default)]
    noticed: String,
    #[serde(default)]
    chart_summary: String,
    /// Each a field and a text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    conflicting_texts: Vec<Json>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
struct Addendum {
    at: Moment,
    text: String,
    /// `{"line": …}` or `{"field": …}`, or something that a later version has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Json>,
    #[serde(flatten)]
    unknown: Unknown,
}

impl From<Session> for session::Session {
    fn from(file: Session) -> Self {
        let Session {
            id,
            clients,
            dosed_on,
            began,
            ended,
            prompts,
            touched,
            lines,
            outcomes,
            client_wording,
            closing,
            addenda,
            addendum_draft,
            finalized,
            digest,
            version_vector,
            unknown,
        } = file;
        let mut clients = clients.into_iter();
        Self {
            id,
            client: clients.next().unwrap_or_default(),
            other_clients: clients.collect(),
            dosed_on,
            began,
            ended,
            prompts: prompts.into_iter().map(Into::into).collect(),
            touched,
            notes: lines.into_iter().map(Into::into).collect::<Vec<notes::Line>>().into(),
            outcomes: outcomes.into_iter().map(Into::into).collect(),
            client_wording: client_wording.into_iter().map(Into::into).collect(),
            closing: closing.into(),
            addenda: addenda.into_iter().map(Into::into).collect(),
            addendum_draft,
            finalized,
            digest,
            version_vector,
            unknown,
        }
    }
}

impl From<session::Session> for Session {
    fn from(session: session::Session) -> Self {
        let session::Session {
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
            version_vector,
            unknown,
        } = session;
        // The first code is the client's, also if it is empty and there are others.
        let has_clients = !client.is_empty() || !other_clients.is_empty();
        let clients = has_clients.then_some(client).into_iter().chain(other_clients).collect();
        Self {
            id,
            clients,
            dosed_on,
            began,
            ended,
            prompts: prompts.into_iter().map(Into::into).collect(),
            touched,
            lines: into_written(notes),
            outcomes: outcomes.into_iter().map(Into::into).collect(),
            client_wording: client_wording.into_iter().map(Into::into).collect(),
            closing: closing.into(),
            addenda: addenda.into_iter().map(Into::into).collect(),
            addendum_draft,
            finalized,
            digest,
            version_vector,
            unknown,
        }
    }
}

fn into_written(mut notes: Notes) -> Vec<Line> {
    notes.remove_empty_end();
    lines(notes.into_lines())
}

/// Lines as a file holds them.
pub(super) fn lines(lines: Vec<Arc<notes::Line>>) -> Vec<Line> {
    lines.into_iter().map(|line| Arc::unwrap_or_clone(line).into()).collect()
}

impl From<Prompt> for guideline::Prompt {
    fn from(file: Prompt) -> Self {
        let Prompt { id, kind, section, paragraph, title, guidance, only_if, keep_as, example_wording, unknown } = file;
        let (kind, keep_as) = (kind.into(), keep_as.map(Into::into));
        Self { id, kind, section, paragraph, title, guidance, only_if, keep_as, example_wording, unknown }
    }
}

impl From<guideline::Prompt> for Prompt {
    fn from(prompt: guideline::Prompt) -> Self {
        let guideline::Prompt {
            id,
            kind,
            section,
            paragraph,
            title,
            guidance,
            only_if,
            keep_as,
            example_wording,
            unknown,
        } = prompt;
        let (kind, keep_as) = (kind.word().to_owned(), keep_as.map(|kind| kind.word().to_owned()));
        Self { id, kind, section, paragraph, title, guidance, only_if, keep_as, example_wording, unknown }
    }
}

impl From<Line> for notes::Line {
    fn from(file: Line) -> Self {
        let Line { id, order_key, at, prompt, text, keep, conflict_of, unknown } = file;
        Self { id, order_key, at, prompt, text, keep: keep.map(Into::into), conflict_of, unknown }
    }
}

impl From<notes::Line> for Line {
    fn from(line: notes::Line) -> Self {
        let notes::Line { id, order_key, at, prompt, text, keep, conflict_of, unknown } = line;
        let keep = keep.map(|kind| kind.word().to_owned());
        Self { id, order_key, at, prompt, text, keep, conflict_of, unknown }
    }
}

impl From<Outcome> for session::Outcome {
    fn from(file: Outcome) -> Self {
        let Outcome { line, from, outcome, at, unknown } = file;
        Self { line, from, outcome: outcome.into(), at, unknown }
    }
}

impl From<session::Outcome> for Outcome {
    fn from(said: session::Outcome) -> Self {
        let session::Outcome { line, from, outcome, at, unknown } = said;
        Self { line, from, outcome: outcome.word().to_owned(), at, unknown }
    }
}

impl From<Closing> for session::Closing {
    fn from(file: Closing) -> Self {
        let Closing { client_words, noticed, chart_summary, conflicting_texts, unknown } = file;
        let (conflicting_texts, other_conflicting_texts) = conflicts(conflicting_texts);
        Self { client_words, noticed, chart_summary, conflicting_texts, other_conflicting_texts, unknown }
    }
}

impl From<session::Closing> for Closing {
    fn from(closing: session::Closing) -> Self {
        let session::Closing {
            client_words,
            noticed,
            chart_summary,
            conflicting_texts,
            other_conflicting_texts,
            unknown,
        } = closing;
        let known = conflicting_texts.into_iter().map(|ConflictingText { field, text, mut unknown }| {
            unknown.insert("field".to_owned(), Json::Text(field_word(field).to_owned()));
            unknown.insert("text".to_owned(), Json::Text(text));
            Json::Object(unknown)
        });
        let conflicting_texts = known.chain(other_conflicting_texts).collect();
        Self { client_words, noticed, chart_summary, conflicting_texts, unknown }
    }
}

impl From<Addendum> for session::Addendum {
    fn from(file: Addendum) -> Self {
        let Addendum { at, text, origin, unknown } = file;
        Self { at, text, origin: origin.map(origin_of), unknown }
    }
}

impl From<session::Addendum> for Addendum {
    fn from(addendum: session::Addendum) -> Self {
        let session::Addendum { at, text, origin, unknown } = addendum;
        let origin = origin.map(|origin| match origin {
            Origin::Line(line) => object([("line", Json::Text(line.into()))]),
            Origin::Field(field) => object([("field", Json::Text(field_word(field).to_owned()))]),
            Origin::Other(other) => other,
        });
        Self { at, text, origin, unknown }
    }
}

fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn field_word(field: ClosingField) -> &'static str {
    match field {
        ClosingField::ClientWords => "client_words",
        ClosingField::Noticed => "noticed",
        ClosingField::ChartSummary => "chart_summary",
    }
}

fn field_of(word: &str) -> Option<ClosingField> {
    ClosingField::ALL.into_iter().find(|field| field_word(*field) == word)
}

/// What was written in the fields that this version knows, and the rest.
fn conflicts(texts: Vec<Json>) -> (BTreeSet<ConflictingText>, BTreeSet<Json>) {
    let (mut known, mut others) = (BTreeSet::new(), BTreeSet::new());
    for value in texts {
        match conflict_of(&value) {
            Some(conflict) => drop(known.insert(conflict)),
            None => drop(others.insert(value)),
        }
    }
    (known, others)
}

fn conflict_of(value: &Json) -> Option<ConflictingText> {
    let Json::Object(mut unknown) = value.clone() else { return None };
    match (unknown.remove("field")?, unknown.remove("text")?) {
        (Json::Text(field), Json::Text(text)) => Some(ConflictingText { field: field_of(&field)?, text, unknown }),
        _ => None,
    }
}

/// What an addendum was written as. Something that is not known here stays as it is.
fn origin_of(value: Json) -> Origin {
    let one = match &value {
        Json::Object(fields) if fields.len() == 1 => fields.first_key_value(),
        _ => None,
    };
    let known = match one {
        Some((name, Json::Text(line))) if name == "line" => LineId::try_from(line.as_str()).ok().map(Origin::Line),
        Some((name, Json::Text(field))) if name == "field" => field_of(field).map(Origin::Field),
        _ => None,
    };
    known.unwrap_or(Origin::Other(value))
}
