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

/// Fields that nobody knew then under a name that has a meaning now get another name: a file has no name twice. A test
/// fails when version 2 has a name that is not known here and not given to this.
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
            client_wording: BTreeSet::new(),
            closing: closing.into(),
            addenda: addenda.into_iter().map(Into::into).collect(),
            addendum_draft: addendum_begun,
            finalized,
            digest,
            version_vector: saves,
            unknown: apart(unknown, ["clients", "client_wording", "addendum_draft", "version_vector"]),
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super as v2;
    use super::*;
    use crate::storage::format::{read_session, write_session};

    /// A session of version 1 with each of its fields. There will be no others.
    fn first() -> Value {
        json!({
            "format": "holdspace-session", "version": 1,
            "id": "one", "client": "K-07", "dosed_on": "2026-11-20", "began": "2026-11-23T14:02:11-05:00",
            "ended": "2026-11-23T15:01:40-05:00", "finalized": "2026-11-23T15:12:11-05:00",
            "digest": "e45021ad4273f946dc1ee004603c913161cf50240e98a95512df58eb231f951e",
            "saves": {"01a215bc2e91711f82a16e6e643b0cbc": 1}, "touched": ["open"], "addendum_begun": "and one",
            "prompts": [{
                "id": "open", "kind": "ask", "section": "Opening", "paragraph": 3, "title": "How they arrive",
                "guidance": "Wait with them.", "only_if": "They want to speak.", "carries_on_as": "thread",
                "example_wording": ["How are you here?"],
            }],
            "lines": [{
                "id": "line-1", "place": "1795460711", "at": "2026-11-23T14:05:00-05:00", "prompt": "open",
                "text": "The river, again.", "carries_on": "goal", "twin_of": "line-0",
            }],
            "outcomes": [{
                "line": "line-9", "from": "an-earlier-one", "outcome": "resolved", "at": "2026-11-23T14:50:00-05:00",
            }],
            "closing": {
                "client_words": "Lighter.", "noticed": "I held my breath.", "chart_summary": "Attended.",
                "also_written": [{"field": "noticed", "text": "theirs"}],
            },
            "addenda": [{"at": "2026-11-24T09:00:00-05:00", "text": "She called.", "written_as": {"line": "line-1"}}],
        })
    }

    /// A session of version 2 with each of its fields, of which each has a value: one that is added is asked for here.
    fn second() -> v2::Session {
        let at = || Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let line = || LineId::try_from("line-1").unwrap();
        let id = || SessionId::try_from("one").unwrap();
        let prompt = || PromptId::try_from("open").unwrap();
        let text = || "text".to_owned();
        let json = || Json::Text(text());
        let unknown = Unknown::new;
        v2::Session {
            id: id(),
            clients: vec![text()],
            dosed_on: NaiveDate::from_ymd_opt(2026, 11, 20),
            began: at(),
            ended: Some(at()),
            prompts: vec![v2::Prompt {
                id: prompt(),
                kind: text(),
                section: text(),
                paragraph: Some(1),
                title: text(),
                guidance: text(),
                only_if: Some(text()),
                keep_as: Some(text()),
                example_wording: vec![text()],
                unknown: unknown(),
            }],
            touched: BTreeSet::from([prompt()]),
            lines: vec![v2::Line {
                id: line(),
                order_key: FractionalIndex::from("1".to_owned()),
                at: at(),
                prompt: Some(prompt()),
                text: text(),
                keep: Some(text()),
                conflict_of: Some(line()),
                unknown: unknown(),
            }],
            outcomes: vec![v2::Outcome { line: line(), from: id(), outcome: text(), at: at(), unknown: unknown() }],
            client_wording: vec![v2::ClientWording { line: line(), from: id(), text: text(), unknown: unknown() }],
            closing: v2::Closing {
                client_words: text(),
                noticed: text(),
                chart_summary: text(),
                conflicting_texts: vec![json()],
                unknown: unknown(),
            },
            addenda: vec![v2::Addendum { at: at(), text: text(), origin: Some(json()), unknown: unknown() }],
            addendum_draft: text(),
            finalized: Some(at()),
            digest: serde_json::from_value(json!("digest")).unwrap(),
            version_vector: serde_json::from_value(json!({"a": 1})).unwrap(),
            unknown: unknown(),
        }
    }

    #[test]
    fn a_field_that_nobody_knew_then_does_not_become_one_of_version_2() {
        let (new, mut old) = (serde_json::to_value(second()).unwrap(), first());
        let mut names = Vec::new();
        for place in ["", "/prompts/0", "/lines/0", "/outcomes/0", "/closing", "/addenda/0"] {
            let known = old.pointer_mut(place).unwrap().as_object_mut().unwrap();
            for name in new.pointer(place).unwrap().as_object().unwrap().keys() {
                if !known.contains_key(name) {
                    known.insert(name.clone(), json!("of somebody else"));
                    names.push(name);
                }
            }
        }
        let expected = ["addendum_draft", "client_wording", "clients", "version_vector", "keep_as", "conflict_of"];
        assert_eq!(names, [&expected[..], &["keep", "order_key", "conflicting_texts", "origin"]].concat());
        let read = read_session(old.to_string().as_bytes()).unwrap();
        let written = write_session(&read);
        assert_eq!(read_session(&written), Ok(read));
        let kept = String::from_utf8(written).unwrap().matches("of somebody else").count();
        assert_eq!(kept, names.len(), "each is kept");
    }
}
