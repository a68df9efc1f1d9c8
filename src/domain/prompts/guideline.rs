//! A guideline: a title, its source, and its prompts in order. It is data, in `guidelines/`.

use serde::{Deserialize, Serialize};

use crate::domain::Unknown;
use crate::domain::id::{GuidelineId, PromptId};

/// A published guideline, in the project's own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Guideline {
    /// What prompt sets name it by.
    pub id: GuidelineId,
    /// What it is called on the screen.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// The guideline that this one is an arrangement of, if it is a prompt set in a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arranges: Option<GuidelineId>,
    /// Its prompts, in its own order.
    #[cfg_attr(test, schemars(length(min = 1, max = super::import::MAX_PROMPTS)))]
    pub prompts: Vec<Prompt>,
    /// The prompts that make up a short session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<PromptId>,
    /// The prompts that are hidden in the set that this file is of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<PromptId>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// One piece of a guideline: something to hold, to ask or to offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Prompt {
    /// Unique within its guideline.
    pub id: PromptId,
    /// Whether it is held, asked or offered.
    pub kind: Kind,
    /// The part of the session that it is in, as shown.
    pub section: String,
    /// The paragraph of the source that it is faithful to, from 1; a prompt of one's own has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// A few words, read at a glance.
    pub title: String,
    /// What the guideline says, in three or four lines at most.
    pub guidance: String,
    /// What makes the prompt fit, if it does not always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<String>,
    /// What a line written under this prompt carries on as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carries_on_as: Option<CarryKind>,
    /// The app's wording, not the guideline's.
    #[serde(default)]
    pub example_wording: Vec<String>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A stance for the therapist to hold.
    Me,
    /// A question that could be asked.
    Ask,
    /// Something that could be offered.
    Offer,
}

/// What a line that carries on is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CarryKind {
    /// Something to take up again.
    #[default]
    Thread,
    /// Something they do for themselves.
    SelfCare,
    /// A person who holds space for them.
    HoldsSpace,
    /// What they are moving toward.
    Goal,
}

impl CarryKind {
    /// Every kind, in the order in which they are gone through and shown.
    pub const ALL: [Self; 4] = [Self::Thread, Self::SelfCare, Self::HoldsSpace, Self::Goal];

    /// The kind after this one; after the last one the first.
    #[must_use]
    pub fn next(self) -> Self {
        let place = Self::ALL.iter().position(|kind| *kind == self).unwrap_or_default();
        Self::ALL[(place + 1) % Self::ALL.len()]
    }
}

impl Guideline {
    /// The sections in the order in which they first appear.
    pub fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = Vec::new();
        for prompt in &self.prompts {
            if !sections.contains(&prompt.section.as_str()) {
                sections.push(&prompt.section);
            }
        }
        sections
    }

    /// The prompt with this id.
    pub fn prompt(&self, id: &PromptId) -> Option<&Prompt> {
        self.prompts.iter().find(|prompt| prompt.id == *id)
    }
}
