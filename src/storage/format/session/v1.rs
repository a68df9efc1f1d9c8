//! A session's file, version 1: only read. What it says becomes version 2 when the session is next saved.
//!
//! Its names are those of then; what is another one's name now is said beside it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{conflicts, origin_of};
use crate::domain::id::{LineId, PromptId, SessionId};
use crate::domain::json::Json;
use crate::domain::moment::optional_day;
use crate::domain::prompts::guideline::{self, KeptAs};
use crate::domain::session::finalizing::Digest;
use crate::domain::session::fractional_index::FractionalIndex;
use crate::domain::session::version_vector::VersionVector;
use crate::domain::session::{self, OutcomeKind, notes};
use crate::domain::{Moment, Unknown};
use crate::storage::format::guideline::kept_as;

/// The whole file, but for its format and version.
#[derive(Deserialize)]
pub(in crate::storage::format) struct Session {
    id: SessionId,
    /// The first of `clients`.
    #[serde(default)]
    client: String,
    #[serde(default, with = "optional_day")]
    dosed_on: Option<NaiveDate>,
    began: Moment,
    #[serde(default)]
    ended: Option<Moment>,
    #[serde(default)]
    prompts: Vec<Prompt>,
    #[serde(default)]
    touched: BTreeSet<PromptId>,
    #[serde(default)]
    lines: Vec<Line>,
    #[serde(default)]
    outcomes: Vec<Outcome>,
    #[serde(default)]
    closing: Closing,
    #[serde(default)]
    addenda: Vec<Addendum>,
    /// `addendum_draft`.
    #[serde(default)]
    addendum_begun: String,
    #[serde(default)]
    finalized: Option<Moment>,
    #[serde(default)]
    digest: Option<Digest>,
    /// `version_vector`.
    #[serde(default)]
    saves: VersionVector,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Deserialize)]
struct Prompt {
    id: PromptId,
    kind: String,
    section: String,
    #[serde(default)]
    paragraph: Option<u32>,
    title: String,
    guidance: String,
    #[serde(default)]
    only_if: Option<String>,
    /// `keep_as`.
    #[serde(default)]
    carries_on_as: Option<String>,
    #[serde(default)]
    example_wording: Vec<String>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Deserialize)]
struct Line {
    id: LineId,
    /// `order_key`.
    #[serde(default)]
    place: FractionalIndex,
    at: Moment,
    #[serde(default)]
    prompt: Option<PromptId>,
    text: String,
    /// `keep`.
    #[serde(default)]
    carries_on: Option<String>,
    /// `conflict_of`.
    #[serde(default)]
    twin_of: Option<LineId>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[expect(clippy::struct_field_names, reason = "the names are those of the file")]
#[derive(Deserialize)]
struct Outcome {
    line: LineId,
    from: SessionId,
    outcome: String,
    at: Moment,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Default, Deserialize)]
struct Closing {
    #[serde(default)]
    client_words: String,
    #[serde(default)]
    noticed: String,
    #[serde(default)]
    chart_summary: String,
    /// `conflicting_texts`.
    #[serde(default)]
    also_written: Vec<Json>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Deserialize)]
struct Addendum {
    at: Moment,
    text: String,
    /// `origin`.
    #[serde(default)]
    written_as: Option<Json>,
    #[serde(flatten)]
    unknown: Unknown,
}

/// Fields that nobody knew then under a name that has a meaning now get another name: a file has no name twice.
fn apart<const N: usize>(mut unknown: Unknown, names: [&str; N]) -> Unknown {
    for name in names {
        let Some(value) = unknown.remove(name) else { continue };
        let mut other_name = format!("{name}_of_version_1");
        while unknown.contains_key(&other_name) {
            other_name.push('_');
        }
        unknown.insert(other_name, value);
    }
    unknown
}

fn outcome_kind(word: String) -> OutcomeKind {
    match word.as_str() {
        "kept" => OutcomeKind::KeptOpen,
        "dropped" => OutcomeKind::LetGo,
        _ => word.into(),
    }
}

impl From<Session> for session::Session {
    fn from(file: Session) -> Self {
        let Session {
            id,
            client,
            dosed_on,
            began,
            ended,
            prompts,
            touched,
            lines,
            outcomes,
            closing,
            addenda,
            addendum_begun,
            finalized,
            digest,
            saves,
            unknown,
        } = file;
        Self {
            id,
            client,
            other_clients: Vec::new(),
            dosed_on,
            began,
            ended,
            prompts: prompts.into_iter().map(Into::into).collect(),
            touched,
            notes: lines.into_iter().map(Into::into).collect::<Vec<notes::Line>>().into(),
            outcomes: outcomes.into_iter().map(Into::into).collect(),
            closing: closing.into(),
            addenda: addenda.into_iter().map(Into::into).collect(),
            addendum_draft: addendum_begun,
            finalized,
            digest,
            version_vector: saves,
            unknown: apart(unknown, ["clients", "addendum_draft", "version_vector"]),
        }
    }
}

impl From<Prompt> for guideline::Prompt {
    fn from(file: Prompt) -> Self {
        let Prompt { id, kind, section, paragraph, title, guidance, only_if, carries_on_as, example_wording, unknown } =
            file;
        let (kind, keep_as): (_, Option<KeptAs>) = (kind.into(), carries_on_as.map(kept_as));
        let unknown = apart(unknown, ["keep_as"]);
        Self { id, kind, section, paragraph, title, guidance, only_if, keep_as, example_wording, unknown }
    }
}

impl From<Line> for notes::Line {
    fn from(file: Line) -> Self {
        let Line { id, place, at, prompt, text, carries_on, twin_of, unknown } = file;
        let unknown = apart(unknown, ["order_key", "keep", "conflict_of"]);
        let keep = carries_on.map(kept_as);
        Self { id, order_key: place, at, prompt, text, keep, conflict_of: twin_of, unknown }
    }
}

impl From<Outcome> for session::Outcome {
    fn from(file: Outcome) -> Self {
        let Outcome { line, from, outcome, at, unknown } = file;
        Self { line, from, outcome: outcome_kind(outcome), at, unknown }
    }
}

impl From<Closing> for session::Closing {
    fn from(file: Closing) -> Self {
        let Closing { client_words, noticed, chart_summary, also_written, unknown } = file;
        let (conflicting_texts, other_conflicting_texts) = conflicts(also_written);
        let unknown = apart(unknown, ["conflicting_texts"]);
        Self { client_words, noticed, chart_summary, conflicting_texts, other_conflicting_texts, unknown }
    }
}

impl From<Addendum> for session::Addendum {
    fn from(file: Addendum) -> Self {
        let Addendum { at, text, written_as, unknown } = file;
        Self { at, text, origin: written_as.map(origin_of), unknown: apart(unknown, ["origin"]) }
    }
}
