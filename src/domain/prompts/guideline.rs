//! A guideline: a title, its source, and its prompts in order. It is data, in `guidelines/`.

use crate::domain::Unknown;
use crate::domain::id::{GuidelineId, PromptId};
use crate::domain::open_kind::{OtherKind, open_kind};

/// A published guideline, in the project's own words.
#[derive(Debug, Clone, PartialEq)]
pub struct Guideline {
    /// What prompt sets name it by.
    pub id: GuidelineId,
    /// What it is called on the screen.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// The guideline that this one is an arrangement of, if it is a prompt set in a file.
    pub arranges: Option<GuidelineId>,
    /// Its prompts, in its own order.
    pub prompts: Vec<Prompt>,
    /// The prompts that make up a short session.
    pub short: Vec<PromptId>,
    /// The prompts that are hidden in the set that this file is of.
    pub hidden: Vec<PromptId>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// One piece of a guideline: something to hold, to ask or to offer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Prompt {
    /// Unique within its guideline.
    pub id: PromptId,
    /// Whether it is held, asked or offered.
    pub kind: PromptKind,
    /// The part of the session that it is in, as shown.
    pub section: String,
    /// The paragraph of the source that it is faithful to, from 1; a prompt of one's own has none.
    pub paragraph: Option<u32>,
    /// A few words, read at a glance.
    pub title: String,
    /// What the guideline says, in three or four lines at most.
    pub guidance: String,
    /// What makes the prompt fit, if it does not always.
    pub only_if: Option<String>,
    /// What a line written under this prompt is kept as for next time.
    pub keep_as: Option<KeptAs>,
    /// The app's wording, not the guideline's.
    pub example_wording: Vec<String>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// What a prompt is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptKind {
    /// A stance for the therapist to hold.
    Me,
    /// A question that could be asked.
    Ask,
    /// Something that could be offered.
    Offer,
    /// A kind of a later version.
    Other(OtherKind),
}

open_kind!(PromptKind { Me = "me", Ask = "ask", Offer = "offer" });

/// What a line that is kept for next time is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum KeptAs {
    /// Something to take up again.
    #[default]
    Thread,
    /// Something they do for themselves.
    SelfCare,
    /// A person who supports them.
    Support,
    /// What they are moving toward.
    Goal,
    /// A kind of a later version.
    Other(OtherKind),
}

open_kind!(KeptAs { Thread = "thread", SelfCare = "self-care", Support = "support", Goal = "goal" });

impl KeptAs {
    /// The kind after this one; after the last one the first, and after one of a later version too.
    #[must_use]
    pub fn next(&self) -> Self {
        let [first, ..] = Self::ALL;
        let mut following = Self::ALL.into_iter().skip_while(|kind| kind != self).skip(1);
        following.next().unwrap_or(first)
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
