//! A prompt set: the therapist's own arrangement of a guideline: order, sections, hidden prompts, own
//! wording, own prompts.
//!
//! It carries the guideline's prompts as it took them, so that a later version of the guideline changes
//! nothing unasked. Whatever is done to it, every prompt is in it exactly once.

mod change;
mod order;
mod upstream_change;

use std::sync::Arc;

pub use change::{SetChange, TypedIn};
pub use order::{Direction, PromptPlace};
pub use upstream_change::{Dismissed, UpstreamChange};

use super::guideline::{Guideline, Prompt, PromptKind};
use super::wording::{Field, Wording, WordingEdit};
use crate::domain::Unknown;
use crate::domain::id::{GuidelineId, PromptId, PromptSetId};
use crate::domain::text_folding::is_same_name;

/// The order of a guideline's prompts, by section, which of them are hidden, and what is said in other
/// words.
#[derive(Debug, Clone, PartialEq)]
pub struct PromptSet {
    /// Unique among the sets.
    pub id: PromptSetId,
    /// What the therapist calls it.
    pub name: String,
    /// The guideline that it arranges.
    pub guideline: GuidelineId,
    /// The guideline's prompts as this set took them, in the guideline's order. Sets that were written
    /// before there was this field take them as they are now.
    pub(crate) upstream: Arc<Vec<Prompt>>,
    /// The sections in order, each with its prompts in order.
    pub sections: Vec<Section>,
    /// What a later version of the guideline brought, and was left.
    pub(crate) dismissed: Vec<Dismissed>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// One section of a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// As shown.
    pub name: String,
    /// What the guideline calls it, if that is something else.
    pub guideline_name: Option<String>,
    /// Its prompts, in order.
    pub prompts: Vec<Placed>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

impl Section {
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), guideline_name: None, prompts: Vec::new(), unknown: Unknown::new() }
    }

    /// The same section, with nothing in it.
    fn emptied(&self) -> Self {
        Self { guideline_name: self.guideline_name.clone(), unknown: self.unknown.clone(), ..Self::named(&self.name) }
    }

    /// What the guideline calls it.
    fn is_the_guidelines(&self, name: &str) -> bool {
        is_same_name(self.guideline_name.as_deref().unwrap_or(&self.name), name)
    }
}

/// One prompt in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The prompt: the guideline's, or one of their own.
    pub id: PromptId,
    /// Whether sessions leave it out.
    pub hidden: bool,
    /// What is said in other words; of a prompt of their own, all of it.
    pub wording: Wording,
    /// Fields of a later version.
    pub unknown: Unknown,
}

impl Placed {
    pub(crate) fn of(id: &PromptId) -> Self {
        Self { id: id.clone(), hidden: false, wording: Wording::default(), unknown: Unknown::new() }
    }
}

impl PromptSet {
    /// A set in the guideline's own order, with nothing hidden and in its own words.
    pub fn of(guideline: &Guideline, id: PromptSetId, name: &str) -> Self {
        let mut set = Self {
            id,
            name: name.to_owned(),
            guideline: guideline.id.clone(),
            upstream: Arc::default(),
            sections: Vec::new(),
            dismissed: Vec::new(),
            unknown: Unknown::new(),
        };
        set.fit(guideline);
        set
    }

    /// Brings a set that was read from a file in order: a prompt that stands twice keeps its first
    /// place, one that is missing is added at the end of its section. A set that does not know what the
    /// guideline said takes it as it is now. Prompts that nobody knows stay where they are, unseen.
    pub fn fit(&mut self, guideline: &Guideline) {
        if self.upstream.is_empty() {
            self.upstream = Arc::new(guideline.prompts.clone());
        }
        let mut seen = std::collections::HashSet::new();
        for section in &mut self.sections {
            section.prompts.retain(|placed| seen.insert(placed.id.clone()));
        }
        for prompt in Arc::clone(&self.upstream).iter().filter(|prompt| !seen.contains(&prompt.id)) {
            self.section_of(&prompt.section).prompts.push(Placed::of(&prompt.id));
        }
    }

    /// What the guideline says of a prompt; nothing if it is one of their own.
    pub fn guidelines(&self, id: &PromptId) -> Option<&Prompt> {
        self.upstream.iter().find(|prompt| prompt.id == *id)
    }

    /// Whether a prompt is one of their own.
    pub(crate) fn is_own(&self, id: &PromptId) -> bool {
        self.guidelines(id).is_none() && self.placed(id).is_some_and(|placed| placed.wording.title.is_some())
    }

    /// A prompt in its place.
    pub fn placed(&self, id: &PromptId) -> Option<&Placed> {
        self.sections.iter().flat_map(|section| &section.prompts).find(|placed| placed.id == *id)
    }

    fn placed_mut(&mut self, id: &PromptId) -> Option<&mut Placed> {
        self.sections.iter_mut().flat_map(|section| &mut section.prompts).find(|placed| placed.id == *id)
    }

    /// A prompt in the words of this set, with the name of the section that it is in here.
    pub fn prompt(&self, id: &PromptId) -> Option<Prompt> {
        let place = self.place_of(id)?;
        let section = &self.sections[place.section];
        worded(section, &section.prompts[place.index], self.guidelines(id))
    }

    /// Every prompt that can be seen, in order and in the words of this set, hidden ones too.
    pub fn prompts(&self) -> Vec<(&Placed, Prompt)> {
        let upstream: std::collections::HashMap<_, _> =
            self.upstream.iter().map(|prompt| (&prompt.id, prompt)).collect();
        let all = self.sections.iter().flat_map(|section| section.prompts.iter().map(move |placed| (section, placed)));
        all.filter_map(|(section, placed)| Some((placed, worded(section, placed, upstream.get(&placed.id).copied())?)))
            .collect()
    }

    /// The prompts that a session held with this set shows.
    pub fn shown(&self) -> Vec<Prompt> {
        self.prompts().into_iter().filter(|(placed, _)| !placed.hidden).map(|(_, prompt)| prompt).collect()
    }

    /// Whether a prompt is hidden.
    pub fn is_hidden(&self, id: &PromptId) -> bool {
        self.placed(id).is_some_and(|placed| placed.hidden)
    }

    /// Hides a prompt or shows it again.
    pub(crate) fn set_hidden(&mut self, id: &PromptId, hidden: bool) {
        if let Some(placed) = self.placed_mut(id) {
            placed.hidden = hidden;
        }
    }

    /// Says a field of a prompt in other words.
    pub fn reword(&mut self, id: &PromptId, edit: WordingEdit) {
        let upstream = Arc::clone(&self.upstream);
        let Some(placed) = self.placed_mut(id) else { return };
        placed.wording.set(edit);
        if let Some(prompt) = upstream.iter().find(|prompt| prompt.id == *id) {
            placed.wording.keep_only_what_differs(prompt);
        }
    }

    /// Says a field of a prompt in the guideline's words again. A prompt of their own has no others.
    pub(crate) fn restore_field(&mut self, id: &PromptId, field: Field) {
        if self.guidelines(id).is_some()
            && let Some(placed) = self.placed_mut(id)
        {
            placed.wording.clear(field);
        }
    }

    /// Says a prompt in the guideline's words again. A prompt of their own has no others.
    pub(crate) fn restore_prompt(&mut self, id: &PromptId) {
        if self.guidelines(id).is_some()
            && let Some(placed) = self.placed_mut(id)
        {
            placed.wording = Wording { unknown: std::mem::take(&mut placed.wording.unknown), ..Wording::default() };
        }
    }

    /// Says every prompt of the guideline in its words again.
    pub(crate) fn restore_wording(&mut self) {
        for prompt in Arc::clone(&self.upstream).iter() {
            self.restore_prompt(&prompt.id);
        }
    }

    /// How many prompts of the guideline are said in other words.
    pub fn reworded(&self) -> usize {
        let upstream: std::collections::HashSet<_> = self.upstream.iter().map(|prompt| &prompt.id).collect();
        let placed = self.sections.iter().flat_map(|section| &section.prompts);
        placed.filter(|placed| !placed.wording.is_empty() && upstream.contains(&placed.id)).count()
    }

    /// Adds a prompt of their own at a place or at the end, unless there is one with this id.
    pub(crate) fn add_own(&mut self, id: &PromptId, place: Option<PromptPlace>) {
        if self.placed(id).is_some() {
            return;
        }
        if self.sections.is_empty() {
            self.sections.push(Section::named("Own prompts"));
        }
        let last = self.sections.len() - 1;
        let place = place.unwrap_or(PromptPlace { section: last, index: usize::MAX });
        let Some(section) = self.sections.get_mut(place.section) else { return };
        let own = Placed { wording: Wording::of(&unwritten(id)), ..Placed::of(id) };
        section.prompts.insert(place.index.min(section.prompts.len()), own);
    }

    /// Deletes a prompt of their own. Those of the guideline can only be hidden.
    pub(crate) fn delete_own(&mut self, id: &PromptId) {
        if self.is_own(id)
            && let Some(place) = self.place_of(id)
        {
            self.sections[place.section].prompts.remove(place.index);
        }
    }

    /// The name of a file for it: its own, with a hyphen for each sign that a system may not take.
    pub(crate) fn file_name(&self) -> String {
        let kept = |character: char| if character.is_alphanumeric() { character } else { '-' };
        format!("{}.json", self.name.trim().chars().map(kept).collect::<String>())
    }

    /// The set as a file that others can take in.
    pub(crate) fn to_guideline(&self, source: &str) -> Guideline {
        let prompts = self.prompts();
        let hidden = prompts.iter().filter(|(placed, _)| placed.hidden).map(|(placed, _)| placed.id.clone()).collect();
        Guideline {
            id: GuidelineId::from(&self.id),
            title: self.name.clone(),
            source: source.to_owned(),
            arranges: Some(self.guideline.clone()),
            prompts: prompts.into_iter().map(|(_, prompt)| prompt).collect(),
            short: Vec::new(),
            hidden,
            unknown: Unknown::new(),
        }
    }
}

/// A prompt in the words of a set; nothing if nobody knows it.
fn worded(section: &Section, placed: &Placed, guidelines: Option<&Prompt>) -> Option<Prompt> {
    let mut prompt = match guidelines {
        Some(prompt) => prompt.clone(),
        None if placed.wording.title.is_some() => unwritten(&placed.id),
        None => return None,
    };
    placed.wording.apply_to(&mut prompt);
    prompt.section.clone_from(&section.name);
    Some(prompt)
}

/// A prompt of their own that says nothing yet.
fn unwritten(id: &PromptId) -> Prompt {
    Prompt {
        id: id.clone(),
        kind: PromptKind::Ask,
        section: String::new(),
        paragraph: None,
        title: String::new(),
        guidance: String::new(),
        only_if: None,
        keep_as: None,
        example_wording: Vec::new(),
        unknown: Unknown::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
