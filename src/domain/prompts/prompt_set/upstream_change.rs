//! What a later version of a guideline brought, that a set built on an earlier one does not have.

use std::sync::Arc;

use super::{Placed, PromptPlace, PromptSet};
use crate::domain::id::PromptId;
use crate::domain::prompts::guideline::{Guideline, Prompt};

/// One prompt that the guideline has otherwise than the set.
#[derive(Debug, Clone, PartialEq)]
pub enum UpstreamChange {
    /// The guideline has it, and the set was made before.
    New(Prompt),
    /// The guideline says it otherwise now.
    Changed {
        /// As the set took it.
        before: Box<Prompt>,
        /// As the guideline has it now.
        now: Box<Prompt>,
    },
    /// The guideline has it no more.
    Gone(Prompt),
}

/// What was left: the set stays as it is, until the guideline changes there again.
#[derive(Debug, Clone, PartialEq)]
pub struct Dismissed {
    /// Which prompt.
    pub(crate) id: PromptId,
    /// As the guideline had it then; nothing if it had it no more.
    pub(crate) now: Option<Prompt>,
}

impl UpstreamChange {
    /// Which prompt it is of.
    pub fn id(&self) -> &PromptId {
        match self {
            Self::New(prompt) | Self::Gone(prompt) => &prompt.id,
            Self::Changed { now, .. } => &now.id,
        }
    }

    fn left(&self) -> Dismissed {
        let now = match self {
            Self::New(now) => Some(now.clone()),
            Self::Changed { now, .. } => Some((**now).clone()),
            Self::Gone(_) => None,
        };
        Dismissed { id: self.id().clone(), now }
    }
}

impl PromptSet {
    /// What the guideline has otherwise than this set took it, and was not left.
    pub fn upstream_changes(&self, guideline: &Guideline) -> Vec<UpstreamChange> {
        let of_now = guideline.prompts.iter().filter_map(|now| match self.guidelines(&now.id) {
            None => Some(UpstreamChange::New(now.clone())),
            Some(before) if before != now => {
                Some(UpstreamChange::Changed { before: Box::new(before.clone()), now: Box::new(now.clone()) })
            }
            Some(_) => None,
        });
        let gone = self.upstream.iter().filter(|before| guideline.prompt(&before.id).is_none());
        let all = of_now.chain(gone.map(|before| UpstreamChange::Gone(before.clone())));
        all.filter(|upstream_changes| !self.dismissed.contains(&upstream_changes.left())).collect()
    }

    /// Makes the set as the guideline is in this. Own words stay in the fields that the guideline did not change.
    pub fn take(&mut self, upstream_changes: &UpstreamChange, guideline: &Guideline) {
        let id = upstream_changes.id();
        self.dismissed.retain(|left| left.id != *id);
        let upstream = Arc::make_mut(&mut self.upstream);
        upstream.retain(|prompt| prompt.id != *id);
        match upstream_changes {
            UpstreamChange::Gone(_) => {
                for section in &mut self.sections {
                    section.prompts.retain(|placed| placed.id != *id);
                }
            }
            UpstreamChange::New(now) => {
                upstream.push(now.clone());
                self.put_new(now, guideline);
            }
            UpstreamChange::Changed { before, now } => {
                upstream.push((**now).clone());
                if let Some(placed) = self.placed_mut(id) {
                    placed.wording.clear_changed(before, now);
                    placed.wording.keep_only_what_differs(now);
                }
            }
        }
        let place = |prompt: &Prompt| guideline.prompts.iter().position(|known| known.id == prompt.id);
        Arc::make_mut(&mut self.upstream).sort_by_key(|prompt| place(prompt).unwrap_or(usize::MAX));
    }

    /// Puts a prompt that is new behind the one that it follows in the guideline.
    fn put_new(&mut self, prompt: &Prompt, guideline: &Guideline) {
        if self.placed(&prompt.id).is_some() {
            return;
        }
        let before = guideline.prompts.iter().take_while(|known| known.id != prompt.id);
        let in_its_section = before.filter(|known| known.section == prompt.section);
        let places: Vec<PromptPlace> = in_its_section.filter_map(|known| self.place_of(&known.id)).collect();
        match places.last() {
            Some(place) => {
                self.sections[place.section].prompts.insert(place.index + 1, Placed::of(&prompt.id));
            }
            None => self.section_of(&prompt.section).prompts.insert(0, Placed::of(&prompt.id)),
        }
    }

    /// Leaves the set as it is in this, until the guideline changes there again.
    pub fn leave(&mut self, upstream_changes: &UpstreamChange) {
        self.dismissed.retain(|left| left.id != *upstream_changes.id());
        self.dismissed.push(upstream_changes.left());
    }
}
