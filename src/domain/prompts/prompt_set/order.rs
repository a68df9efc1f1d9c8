//! The order of a set: where a prompt and a section are, and how they are moved.

use std::sync::Arc;

use super::{Placed, PromptSet, Section};
use crate::domain::id::PromptId;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::text_folding::is_same_name;

/// Where a prompt is: the index of its section, and its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptPlace {
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
    /// Every prompt's id, in order, hidden ones too.
    pub fn order(&self) -> impl Iterator<Item = &PromptId> {
        self.sections.iter().flat_map(|section| section.prompts.iter().map(|placed| &placed.id))
    }

    /// Where a prompt is.
    pub fn place_of(&self, prompt: &PromptId) -> Option<PromptPlace> {
        self.sections.iter().enumerate().find_map(|(section, candidate)| {
            let index = candidate.prompts.iter().position(|placed| placed.id == *prompt)?;
            Some(PromptPlace { section, index })
        })
    }

    /// The section of this set in which the guideline has a prompt; nothing if there is none any more,
    /// or where the prompt is one of their own.
    pub(crate) fn guidelines_section(&self, prompt: &PromptId) -> Option<usize> {
        let name = &self.guidelines(prompt)?.section;
        self.sections.iter().position(|section| section.is_the_guidelines(name))
    }

    /// The section that the guideline calls so; it is made where there is none.
    pub(crate) fn section_of(&mut self, name: &str) -> &mut Section {
        let known = self.sections.iter().position(|section| section.is_the_guidelines(name));
        let index = known.unwrap_or_else(|| {
            self.sections.push(Section::named(name));
            self.sections.len() - 1
        });
        &mut self.sections[index]
    }

    /// Moves a prompt one step. At the edge of a section it goes over into the next one; at either
    /// end of the set it stays.
    pub fn step(&mut self, prompt: &PromptId, direction: Direction) {
        let Some(place) = self.place_of(prompt) else { return };
        let last_index = self.sections[place.section].prompts.len() - 1;
        let target = match direction {
            Direction::Up if place.index > 0 => PromptPlace { index: place.index - 1, ..place },
            Direction::Up if place.section > 0 => {
                let section = place.section - 1;
                PromptPlace { section, index: self.sections[section].prompts.len() }
            }
            Direction::Down if place.index < last_index => PromptPlace { index: place.index + 2, ..place },
            Direction::Down if place.section + 1 < self.sections.len() => {
                PromptPlace { section: place.section + 1, index: 0 }
            }
            _ => return,
        };
        self.put(prompt, target);
    }

    /// Puts a prompt in front of the one that is at `target` now.
    pub fn put(&mut self, prompt: &PromptId, target: PromptPlace) {
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

    /// Puts a prompt at the end of a section.
    pub(crate) fn put_into(&mut self, prompt: &PromptId, section: usize) {
        if let Some(target) = self.sections.get(section) {
            let index = target.prompts.len();
            self.put(prompt, PromptPlace { section, index });
        }
    }

    /// Gives a section another name; one of nothing but spaces is none.
    pub(crate) fn rename_section(&mut self, section: usize, name: &str) {
        let upstream = Arc::clone(&self.upstream);
        let Some(section) = self.sections.get_mut(section).filter(|_| !name.trim().is_empty()) else { return };
        let is_the_guidelines = |name: &str| upstream.iter().any(|prompt| is_same_name(&prompt.section, name));
        let before = section.guideline_name.take().unwrap_or_else(|| section.name.clone());
        name.clone_into(&mut section.name);
        section.guideline_name = (before != name && is_the_guidelines(&before)).then_some(before);
    }

    /// Adds an empty section behind another one, or at the end.
    pub(crate) fn add_section(&mut self, behind: Option<usize>, name: &str) {
        let index = behind.map_or(self.sections.len(), |behind| (behind + 1).min(self.sections.len()));
        self.sections.insert(index, Section::named(name));
    }

    /// Moves a section one step, with what is in it.
    pub(crate) fn step_section(&mut self, section: usize, direction: Direction) {
        let other = match direction {
            Direction::Up => section.checked_sub(1),
            Direction::Down => section.checked_add(1),
        };
        if let Some(other) = other.filter(|other| section.max(*other) < self.sections.len()) {
            self.sections.swap(section, other);
        }
    }

    /// Takes away a section in which nothing stands.
    pub(crate) fn remove_section(&mut self, section: usize) {
        if self.sections.get(section).is_some_and(|section| section.prompts.is_empty()) {
            self.sections.remove(section);
        }
    }

    /// Puts every prompt of the guideline back where the guideline has it, in sections with its names.
    /// Hidden prompts stay hidden; those of their own stay behind the prompt they are behind.
    pub(crate) fn restore_order(&mut self) {
        let upstream = Arc::clone(&self.upstream);
        let unknown: Vec<Section> = std::mem::take(&mut self.sections);
        let mut placed: Vec<Placed> = Vec::new();
        let mut followers: Vec<(Option<PromptId>, Placed)> = Vec::new();
        let mut kept_fields = Vec::new();
        for mut section in unknown {
            let name = section.guideline_name.take().unwrap_or(section.name);
            kept_fields.push((name, section.unknown));
            for prompt in section.prompts {
                if upstream.iter().any(|known| known.id == prompt.id) {
                    placed.push(prompt);
                } else {
                    followers.push((placed.last().map(|before| before.id.clone()), prompt));
                }
            }
        }
        for prompt in upstream.iter() {
            if let Some(index) = placed.iter().position(|placed| placed.id == prompt.id) {
                let known = placed.swap_remove(index);
                self.section_of(&prompt.section).prompts.push(known);
            }
        }
        for (before, own) in followers.into_iter().rev() {
            let place = before.and_then(|before| self.place_of(&before));
            let place = place
                .map_or(PromptPlace { section: 0, index: 0 }, |place| PromptPlace { index: place.index + 1, ..place });
            if self.sections.is_empty() {
                self.sections.push(Section::named("Own prompts"));
            }
            self.sections[place.section].prompts.insert(place.index, own);
        }
        for (name, fields) in kept_fields {
            if let Some(section) = self.sections.iter_mut().find(|section| is_same_name(&section.name, &name)) {
                section.unknown.extend(fields);
            }
        }
    }

    /// Puts the prompts of a session into the order and the sections that they have there. What the
    /// session does not have stays in its section, behind the prompt that it is behind.
    pub(crate) fn take_order(&mut self, session: &[Prompt]) {
        let before = std::mem::take(&mut self.sections);
        for prompt in session {
            let known = before.iter().flat_map(|section| &section.prompts).find(|placed| placed.id == prompt.id);
            let Some(placed) = known.filter(|_| self.place_of(&prompt.id).is_none()).cloned() else { continue };
            match self.sections.last_mut() {
                Some(section) if section.name == prompt.section => section.prompts.push(placed),
                _ => {
                    let named = before.iter().find(|section| section.name == prompt.section);
                    let empty = named.map_or_else(|| Section::named(&prompt.section), Section::emptied);
                    self.sections.push(Section { prompts: vec![placed], ..empty });
                }
            }
        }
        let mut next = 0;
        for section in before {
            let known = self.sections.iter().position(|other| other.name == section.name);
            let index = known.unwrap_or_else(|| {
                self.sections.insert(next, section.emptied());
                next
            });
            next = index + 1;
            let mut behind = 0;
            for placed in section.prompts {
                match self.place_of(&placed.id) {
                    Some(place) if place.section == index => behind = place.index + 1,
                    Some(_) => {}
                    None => {
                        self.sections[index].prompts.insert(behind, placed);
                        behind += 1;
                    }
                }
            }
        }
    }

    /// Whether the order is the guideline's own.
    pub(crate) fn is_in_guideline_order(&self) -> bool {
        let mut restored = self.clone();
        restored.restore_order();
        restored.sections == self.sections
    }
}
