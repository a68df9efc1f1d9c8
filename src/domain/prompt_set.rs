//! A prompt set: the therapist's own arrangement of a guideline.
//!
//! Whatever is done to it, every prompt of the guideline stands in it exactly once.

use serde::{Deserialize, Serialize};

use super::Unknown;
use super::guideline::{Guideline, Prompt};
use super::id::{GuidelineId, PromptId, PromptSetId};

/// The order of a guideline's prompts, by section, and which of them are hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromptSet {
    /// Unique among the sets.
    pub id: PromptSetId,
    /// What the therapist calls it.
    pub name: String,
    /// The guideline that it arranges.
    pub guideline: GuidelineId,
    /// The sections in order, each with its prompts in order.
    pub sections: Vec<Section>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The therapist's prompt sets. There is always at least one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromptSets {
    /// The sets, in the order in which they are offered.
    pub sets: Vec<PromptSet>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl PromptSets {
    /// What a new therapist begins with: one set of their own, in the guideline's order.
    ///
    /// # Panics
    /// Never: the id is a plain word.
    pub fn first(guideline: &Guideline) -> Self {
        let id = PromptSetId::try_from("my-order").expect("a plain word is an id");
        Self { sets: vec![PromptSet::of(guideline, id, "My order")], unknown: Unknown::new() }
    }

    /// Brings sets that were read from a file into agreement with the guideline.
    pub fn fit(&mut self, guideline: &Guideline) {
        if self.sets.is_empty() {
            self.sets = Self::first(guideline).sets;
        }
        for set in self.sets.iter_mut().filter(|set| set.guideline == guideline.id) {
            set.fit(guideline);
        }
    }
}

/// One section of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// As shown.
    pub name: String,
    /// Its prompts, in order.
    pub prompts: Vec<Placed>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// One prompt in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// The prompt of the guideline.
    pub id: PromptId,
    /// Whether sessions leave it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Where a prompt stands: the index of its section, and its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The index of the section.
    pub section: usize,
    /// The index within the section; one past the last is its end.
    pub index: usize,
}

/// One step up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Toward the first prompt.
    Up,
    /// Toward the last prompt.
    Down,
}

impl PromptSet {
    /// A set in the guideline's own order, with nothing hidden.
    pub fn of(guideline: &Guideline, id: PromptSetId, name: &str) -> Self {
        let mut set = Self {
            id,
            name: name.to_owned(),
            guideline: guideline.id.clone(),
            sections: Vec::new(),
            unknown: Unknown::new(),
        };
        set.fit(guideline);
        set
    }

    /// Brings a set that was read from a file into agreement with its guideline: a prompt that
    /// stands twice keeps its first place, one that is missing is added at the end of its section.
    /// Prompts that the guideline does not know stay where they are, unseen.
    pub fn fit(&mut self, guideline: &Guideline) {
        let mut seen: Vec<PromptId> = Vec::new();
        for section in &mut self.sections {
            section.prompts.retain(|placed| {
                let first = !seen.contains(&placed.id);
                seen.push(placed.id.clone());
                first
            });
        }
        for prompt in guideline.prompts.iter().filter(|prompt| !seen.contains(&prompt.id)) {
            let placed = Placed { id: prompt.id.clone(), hidden: false, unknown: Unknown::new() };
            self.section_named(&prompt.section).prompts.push(placed);
        }
    }

    fn section_named(&mut self, name: &str) -> &mut Section {
        let known = self.sections.iter().position(|section| section.name == name);
        let index = known.unwrap_or_else(|| {
            let name = name.to_owned();
            self.sections.push(Section { name, prompts: Vec::new(), unknown: Unknown::new() });
            self.sections.len() - 1
        });
        &mut self.sections[index]
    }

    /// The prompts that a session held with this set shows, in order, each with the name of the
    /// section that it stands in here.
    pub fn shown(&self, guideline: &Guideline) -> Vec<Prompt> {
        let placed =
            self.sections.iter().flat_map(|section| section.prompts.iter().map(move |placed| (section, placed)));
        let prompts = placed.filter(|(_, placed)| !placed.hidden).filter_map(|(section, placed)| {
            let prompt = guideline.prompt(&placed.id)?.clone();
            Some(Prompt { section: section.name.clone(), ..prompt })
        });
        prompts.collect()
    }

    /// Every prompt's id, in order, hidden ones too.
    pub fn order(&self) -> impl Iterator<Item = &PromptId> {
        self.sections.iter().flat_map(|section| section.prompts.iter().map(|placed| &placed.id))
    }

    /// Where a prompt stands.
    pub fn place_of(&self, prompt: &PromptId) -> Option<Place> {
        self.sections.iter().enumerate().find_map(|(section, candidate)| {
            let index = candidate.prompts.iter().position(|placed| placed.id == *prompt)?;
            Some(Place { section, index })
        })
    }

    /// Whether a prompt is hidden.
    pub fn is_hidden(&self, prompt: &PromptId) -> bool {
        self.place_of(prompt).is_some_and(|place| self.sections[place.section].prompts[place.index].hidden)
    }

    /// Hides a prompt or shows it again.
    pub fn set_hidden(&mut self, prompt: &PromptId, hidden: bool) {
        if let Some(place) = self.place_of(prompt) {
            self.sections[place.section].prompts[place.index].hidden = hidden;
        }
    }

    /// Moves a prompt one step. At the edge of a section it goes over into the next one; at either
    /// end of the set it stays.
    pub fn step(&mut self, prompt: &PromptId, direction: Direction) {
        let Some(place) = self.place_of(prompt) else { return };
        let last_index = self.sections[place.section].prompts.len() - 1;
        let target = match direction {
            Direction::Up if place.index > 0 => Place { index: place.index - 1, ..place },
            Direction::Up if place.section > 0 => {
                let section = place.section - 1;
                Place { section, index: self.sections[section].prompts.len() }
            }
            Direction::Down if place.index < last_index => Place { index: place.index + 2, ..place },
            Direction::Down if place.section + 1 < self.sections.len() => {
                Place { section: place.section + 1, index: 0 }
            }
            _ => return,
        };
        self.put(prompt, target);
    }

    /// Puts a prompt in front of the one that stands at `target` now.
    pub fn put(&mut self, prompt: &PromptId, target: Place) {
        let Some(place) = self.place_of(prompt) else { return };
        if target.section >= self.sections.len() {
            return;
        }
        let placed = self.sections[place.section].prompts.remove(place.index);
        let moved_down = place.section == target.section && place.index < target.index;
        let index = target.index - usize::from(moved_down);
        let prompts = &mut self.sections[target.section].prompts;
        prompts.insert(index.min(prompts.len()), placed);
    }

    /// Puts every prompt back where the guideline has it. Hidden prompts stay hidden.
    pub fn restore_order(&mut self, guideline: &Guideline) {
        let mut placed: Vec<Placed> = self.sections.drain(..).flat_map(|section| section.prompts).collect();
        for prompt in &guideline.prompts {
            if let Some(index) = placed.iter().position(|placed| placed.id == prompt.id) {
                let known = placed.remove(index);
                self.section_named(&prompt.section).prompts.push(known);
            }
        }
        if let Some(last) = self.sections.last_mut() {
            last.prompts.append(&mut placed);
        }
    }

    /// Whether the order is the guideline's own.
    pub fn is_in_guideline_order(&self, guideline: &Guideline) -> bool {
        let mut restored = self.clone();
        restored.restore_order(guideline);
        restored.sections == self.sections
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::guidelines::integration_session;

    fn my_order() -> (Guideline, PromptSet) {
        let guideline = integration_session();
        let set = PromptSet::of(&guideline, PromptSetId::try_from("my-order").unwrap(), "My order");
        (guideline, set)
    }

    #[test]
    fn a_new_set_is_the_guideline() {
        let (guideline, set) = my_order();
        assert_eq!(set.shown(&guideline), guideline.prompts);
        assert!(set.is_in_guideline_order(&guideline));
    }

    #[test]
    fn a_step_crosses_into_the_next_section() {
        let (guideline, mut set) = my_order();
        let open = PromptId::try_from("open").unwrap();
        set.step(&open, Direction::Down);
        assert_eq!(set.place_of(&open), Some(Place { section: 1, index: 0 }));
        assert_eq!(set.shown(&guideline)[1].section, "Present moment");
        set.step(&open, Direction::Up);
        assert!(set.is_in_guideline_order(&guideline));
    }

    #[test]
    fn a_set_from_an_older_guideline_gains_what_is_new() {
        let (guideline, mut set) = my_order();
        set.sections[1].prompts.remove(0);
        let twice = set.sections[0].prompts[0].clone();
        set.sections[2].prompts.push(twice);
        set.fit(&guideline);
        assert_eq!(set.order().count(), 16);
        assert_eq!(set.place_of(&PromptId::try_from("rather-not").unwrap()), Some(Place { section: 1, index: 1 }));
    }

    proptest! {
        #[test]
        fn any_moves_leave_a_permutation(moves in prop::collection::vec((0..16_usize, 0..8_usize, 0..18_usize), 0..60)) {
            let (guideline, mut set) = my_order();
            for (prompt, section, index) in moves {
                let id = guideline.prompts[prompt].id.clone();
                match section {
                    5 => set.step(&id, Direction::Up),
                    6 => set.step(&id, Direction::Down),
                    7 => set.set_hidden(&id, index % 2 == 0),
                    _ => set.put(&id, Place { section, index }),
                }
            }
            let mut order: Vec<_> = set.order().cloned().collect();
            let mut all: Vec<_> = guideline.prompts.iter().map(|prompt| prompt.id.clone()).collect();
            order.sort();
            all.sort();
            prop_assert_eq!(order, all);

            for prompt in &guideline.prompts {
                set.set_hidden(&prompt.id, false);
            }
            set.restore_order(&guideline);
            prop_assert_eq!(set.shown(&guideline), guideline.prompts);
        }
    }
}
