//! The file of the prompt sets, version 1.
//!
//! Two of its names are those of the first version: `basis` is what a set took of its guideline, and `left` what was
//! dismissed of a later one. Must not know where the file is.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::guideline::{Guideline, Prompt};
use crate::domain::Unknown;
use crate::domain::id::{GuidelineId, PromptId, PromptSetId};
use crate::domain::prompts::prompt_set::{self, Dismissed};
use crate::domain::prompts::{prompt_sets, wording};

/// The version that this app writes.
pub(super) const VERSION: u64 = 1;

/// The whole file, but for its format and version.
#[derive(Serialize, Deserialize)]
pub(super) struct PromptSets {
    sets: Vec<PromptSet>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    guidelines: Vec<Guideline>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
struct PromptSet {
    id: PromptSetId,
    name: String,
    guideline: GuidelineId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    basis: Vec<Prompt>,
    sections: Vec<Section>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left: Vec<Left>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
struct Section {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    guideline_name: Option<String>,
    prompts: Vec<Placed>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
struct Placed {
    id: PromptId,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
    #[serde(default, skip_serializing_if = "Wording::is_empty")]
    wording: Wording,
    #[serde(flatten)]
    unknown: Unknown,
}

#[expect(clippy::struct_field_names, reason = "the names are those of the file")]
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct Wording {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    guidance: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    example_wording: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only_if: Option<String>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
struct Left {
    id: PromptId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<Prompt>,
}

impl Wording {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<PromptSets> for prompt_sets::PromptSets {
    fn from(file: PromptSets) -> Self {
        let PromptSets { sets, guidelines, unknown } = file;
        let guidelines = guidelines.into_iter().map(Into::into).collect();
        Self { sets: sets.into_iter().map(Into::into).collect(), guidelines, unknown }
    }
}

impl From<prompt_sets::PromptSets> for PromptSets {
    fn from(sets: prompt_sets::PromptSets) -> Self {
        let prompt_sets::PromptSets { sets, guidelines, unknown } = sets;
        let guidelines = guidelines.into_iter().map(Into::into).collect();
        Self { sets: sets.into_iter().map(Into::into).collect(), guidelines, unknown }
    }
}

impl From<PromptSet> for prompt_set::PromptSet {
    fn from(file: PromptSet) -> Self {
        let PromptSet { id, name, guideline, basis, sections, left, unknown } = file;
        Self {
            id,
            name,
            guideline,
            upstream: Arc::new(basis.into_iter().map(Into::into).collect()),
            sections: sections.into_iter().map(Into::into).collect(),
            dismissed: left.into_iter().map(Into::into).collect(),
            unknown,
        }
    }
}

impl From<prompt_set::PromptSet> for PromptSet {
    fn from(set: prompt_set::PromptSet) -> Self {
        let prompt_set::PromptSet { id, name, guideline, upstream, sections, dismissed, unknown } = set;
        Self {
            id,
            name,
            guideline,
            basis: Arc::unwrap_or_clone(upstream).into_iter().map(Into::into).collect(),
            sections: sections.into_iter().map(Into::into).collect(),
            left: dismissed.into_iter().map(Into::into).collect(),
            unknown,
        }
    }
}

impl From<Section> for prompt_set::Section {
    fn from(file: Section) -> Self {
        let Section { name, guideline_name, prompts, unknown } = file;
        Self { name, guideline_name, prompts: prompts.into_iter().map(Into::into).collect(), unknown }
    }
}

impl From<prompt_set::Section> for Section {
    fn from(section: prompt_set::Section) -> Self {
        let prompt_set::Section { name, guideline_name, prompts, unknown } = section;
        Self { name, guideline_name, prompts: prompts.into_iter().map(Into::into).collect(), unknown }
    }
}

impl From<Placed> for prompt_set::Placed {
    fn from(file: Placed) -> Self {
        let Placed { id, hidden, wording, unknown } = file;
        Self { id, hidden, wording: wording.into(), unknown }
    }
}

impl From<prompt_set::Placed> for Placed {
    fn from(placed: prompt_set::Placed) -> Self {
        let prompt_set::Placed { id, hidden, wording, unknown } = placed;
        Self { id, hidden, wording: wording.into(), unknown }
    }
}

impl From<Wording> for wording::Wording {
    fn from(file: Wording) -> Self {
        let Wording { title, kind, guidance, example_wording, only_if, unknown } = file;
        Self { title, kind: kind.map(Into::into), guidance, example_wording, only_if, unknown }
    }
}

impl From<wording::Wording> for Wording {
    fn from(wording: wording::Wording) -> Self {
        let wording::Wording { title, kind, guidance, example_wording, only_if, unknown } = wording;
        let kind = kind.map(|kind| kind.word().to_owned());
        Self { title, kind, guidance, example_wording, only_if, unknown }
    }
}

impl From<Left> for Dismissed {
    fn from(file: Left) -> Self {
        let Left { id, now } = file;
        Self { id, now: now.map(Into::into) }
    }
}

impl From<Dismissed> for Left {
    fn from(dismissed: Dismissed) -> Self {
        let Dismissed { id, now } = dismissed;
        Self { id, now: now.map(Into::into) }
    }
}
