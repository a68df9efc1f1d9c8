//! A guideline's file, version 1, and a guideline or a prompt within another file.
//!
//! The schema of the file (`guidelines/guideline.schema.json`) is made of what is said here. Must not know where a file
//! is.

use serde::{Deserialize, Serialize};

use crate::domain::Unknown;
use crate::domain::id::{GuidelineId, PromptId};
use crate::domain::prompts::guideline::{self, KeptAs};

/// The version that this app writes.
pub(super) const VERSION: u64 = 1;

/// A published guideline, in the project's own words.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::storage) struct Guideline {
    /// What prompt sets name it by.
    id: GuidelineId,
    /// What it is called on the screen.
    title: String,
    /// Where it comes from.
    source: String,
    /// The guideline that this one is an arrangement of, if it is a prompt set in a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arranges: Option<GuidelineId>,
    /// Its prompts, in its own order.
    #[cfg_attr(test, schemars(length(min = 1, max = crate::domain::prompts::import::MAX_PROMPTS)))]
    prompts: Vec<Prompt>,
    /// The prompts that make up a short session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    short: Vec<PromptId>,
    /// The prompts that are hidden in the set that this file is of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<PromptId>,
    /// Fields of a later version.
    #[serde(flatten)]
    unknown: Unknown,
}

/// One piece of a guideline: something to hold, to ask or to offer.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Prompt {
    /// Unique within its guideline.
    id: PromptId,
    /// Whether it is held, asked or offered.
    #[cfg_attr(test, schemars(with = "schema::PromptKind"))]
    kind: String,
    /// The part of the session that it is in, as shown.
    section: String,
    /// The paragraph of the source that it is faithful to, from 1; a prompt of one's own has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paragraph: Option<u32>,
    /// A few words, read at a glance.
    title: String,
    /// What the guideline says, in three or four lines at most.
    guidance: String,
    /// What makes the prompt fit, if it does not always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only_if: Option<String>,
    /// What a line written under this prompt is kept as for next time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<schema::KeptAs>"))]
    carries_on_as: Option<String>,
    /// The app's wording, not the guideline's.
    #[serde(default)]
    example_wording: Vec<String>,
    /// Fields of a later version.
    #[serde(flatten)]
    unknown: Unknown,
}

/// The word of support in version 1 of every format.
const SUPPORT: &str = "holds-space";

/// A kind by its word in version 1 of a format.
pub(super) fn kept_as(word: String) -> KeptAs {
    if word == SUPPORT { KeptAs::Support } else { word.into() }
}

/// The word of a kind in version 1 of a format.
fn word_of(kind: &KeptAs) -> String {
    if *kind == KeptAs::Support { SUPPORT } else { kind.word() }.to_owned()
}

impl From<Guideline> for guideline::Guideline {
    fn from(file: Guideline) -> Self {
        let Guideline { id, title, source, arranges, prompts, short, hidden, unknown } = file;
        let prompts = prompts.into_iter().map(Into::into).collect();
        Self { id, title, source, arranges, prompts, short, hidden, unknown }
    }
}

impl From<guideline::Guideline> for Guideline {
    fn from(guideline: guideline::Guideline) -> Self {
        let guideline::Guideline { id, title, source, arranges, prompts, short, hidden, unknown } = guideline;
        let prompts = prompts.into_iter().map(Into::into).collect();
        Self { id, title, source, arranges, prompts, short, hidden, unknown }
    }
}

impl From<Prompt> for guideline::Prompt {
    fn from(file: Prompt) -> Self {
        let Prompt { id, kind, section, paragraph, title, guidance, only_if, carries_on_as, example_wording, unknown } =
            file;
        let (kind, keep_as) = (kind.into(), carries_on_as.map(kept_as));
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
        let (kind, carries_on_as) = (kind.word().to_owned(), keep_as.as_ref().map(word_of));
        Self { id, kind, section, paragraph, title, guidance, only_if, carries_on_as, example_wording, unknown }
    }
}

/// The kinds that this version knows. Those of a later one are kept as they are.
#[cfg(test)]
mod schema {
    #![expect(dead_code, reason = "only their names and what is said of them are used")]

    /// What a prompt is for.
    #[derive(schemars::JsonSchema)]
    #[serde(rename_all = "kebab-case")]
    pub(super) enum PromptKind {
        /// A stance for the therapist to hold.
        Me,
        /// A question that could be asked.
        Ask,
        /// Something that could be offered.
        Offer,
    }

    /// What a line that is kept for next time is.
    #[derive(schemars::JsonSchema)]
    #[serde(rename_all = "kebab-case")]
    pub(super) enum KeptAs {
        /// Something to take up again.
        Thread,
        /// Something they do for themselves.
        SelfCare,
        /// A person who supports them.
        HoldsSpace,
        /// What they are moving toward.
        Goal,
    }
}
