//! The therapist's prompt sets, and the guidelines that they brought along.

use std::collections::HashSet;

use super::guideline::Guideline;
use super::prompt_set::PromptSet;
use crate::domain::id::PromptSetId;
use crate::domain::text_folding::is_same_name;
use crate::domain::{Moment, Unknown};

/// What the first set of one's own is called.
pub(crate) const FIRST_NAME: &str = "My order";

/// The therapist's prompt sets. There is always at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct PromptSets {
    /// The sets, in the order in which they are offered.
    pub sets: Vec<PromptSet>,
    /// The guidelines that were taken in from files.
    pub guidelines: Vec<Guideline>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

impl PromptSets {
    /// What a new therapist begins with: a set of their own in the guideline's order, and a short one.
    ///
    /// # Panics
    /// Never: the ids are plain words.
    pub fn first(guideline: &Guideline) -> Self {
        let id = |word: &str| PromptSetId::try_from(word).expect("a plain word is an id");
        let mut sets = vec![PromptSet::of(guideline, id("my-order"), FIRST_NAME)];
        if !guideline.short.is_empty() {
            let mut short = PromptSet::of(guideline, id("short"), "Short");
            for prompt in &guideline.prompts {
                short.set_hidden(&prompt.id, !guideline.short.contains(&prompt.id));
            }
            sets.push(short);
        }
        Self { sets, guidelines: Vec::new(), unknown: Unknown::new() }
    }

    /// Brings sets that were read from a file in order; `built_in` is the guideline that the app has.
    pub fn fit(&mut self, built_in: &Guideline) {
        if self.sets.is_empty() {
            self.sets = Self::first(built_in).sets;
        }
        let mut seen = HashSet::new();
        self.sets.retain(|set| seen.insert(set.id.clone()));
        let mut sets = std::mem::take(&mut self.sets);
        for set in &mut sets {
            if let Some(guideline) = self.guideline(&set.guideline, built_in) {
                set.fit(guideline);
            }
        }
        self.sets = sets;
    }

    /// The guideline with this id: the one that the app has, or one that was taken in.
    pub fn guideline<'a>(
        &'a self,
        id: &crate::domain::id::GuidelineId,
        built_in: &'a Guideline,
    ) -> Option<&'a Guideline> {
        std::iter::once(built_in).chain(&self.guidelines).find(|guideline| guideline.id == *id)
    }

    /// The set with this id.
    pub fn set(&self, id: &PromptSetId) -> Option<&PromptSet> {
        self.sets.iter().find(|set| set.id == *id)
    }

    /// The set with this id, to be changed.
    pub(crate) fn set_mut(&mut self, id: &PromptSetId) -> Option<&mut PromptSet> {
        self.sets.iter_mut().find(|set| set.id == *id)
    }

    /// A name that no set has yet: this one, or this one with a number.
    pub(crate) fn free_name(&self, name: &str) -> String {
        let exists = |name: &str| self.sets.iter().any(|set| is_same_name(&set.name, name));
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !exists(name)).unwrap_or_else(|| name.to_owned())
    }

    /// Adds a copy of a set behind the others; returns its id.
    pub fn copy(&mut self, set: &PromptSet, now: Moment) -> PromptSetId {
        let mut copy = set.clone();
        copy.id = PromptSetId::fresh(now);
        copy.name = self.free_name(&set.name);
        let id = copy.id.clone();
        self.sets.push(copy);
        id
    }

    /// Adds the sets and guidelines of another device that are not here; returns the names of the sets. Those
    /// that are here stay as they are.
    pub(crate) fn add_missing(&mut self, theirs: &Self) -> Vec<String> {
        for guideline in &theirs.guidelines {
            if !self.guidelines.iter().any(|known| known.id == guideline.id) {
                self.guidelines.push(guideline.clone());
            }
        }
        let mut added = Vec::new();
        for set in &theirs.sets {
            if self.set(&set.id).is_none() {
                let mut set = set.clone();
                set.name = self.free_name(&set.name);
                added.push(set.name.clone());
                self.sets.push(set);
            }
        }
        added
    }

    /// The sets of another device that are otherwise here.
    pub(crate) fn changed_in(&self, theirs: &Self) -> Vec<PromptSet> {
        let is_otherwise = |set: &&PromptSet| self.set(&set.id).is_some_and(|ours| ours != *set);
        theirs.sets.iter().filter(is_otherwise).cloned().collect()
    }

    /// Gives a set another name; one of nothing but spaces is none.
    pub fn rename(&mut self, id: &PromptSetId, name: &str) {
        if !name.trim().is_empty()
            && let Some(set) = self.set_mut(id)
        {
            name.clone_into(&mut set.name);
        }
    }

    /// Deletes a set, unless it is the last one.
    pub fn delete(&mut self, id: &PromptSetId) {
        if self.sets.len() > 1 {
            self.sets.retain(|set| set.id != *id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;

    fn at() -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
    }

    #[test]
    fn one_begins_with_ones_own_order_and_a_short_one() {
        let sets = PromptSets::first(&integration_session());
        let names: Vec<_> = sets.sets.iter().map(|set| (set.name.as_str(), set.shown().len())).collect();
        assert_eq!(names, [("My order", 16), ("Short", 6)]);
        let short: Vec<_> = sets.sets[1].shown().into_iter().filter_map(|prompt| prompt.paragraph).collect();
        assert_eq!(short, [1, 2, 3, 4, 12, 15]);
    }

    #[test]
    fn sets_are_copied_renamed_and_deleted_but_for_the_last_one() {
        let mut sets = PromptSets::first(&integration_session());
        let first = sets.sets[0].clone();
        let copy = sets.copy(&first, at());
        assert_eq!(sets.set(&copy).unwrap().name, "My order 2");
        sets.rename(&copy, "Evenings");
        sets.rename(&copy, " ");
        assert_eq!(sets.set(&copy).unwrap().name, "Evenings");
        sets.rename(&copy, "MY\u{a0}order 2\u{200b}");
        assert_eq!(sets.free_name("My order"), "My order 3", "no name looks like another set's");
        for id in [first.id, copy.clone(), sets.sets[1].id.clone(), copy.clone()] {
            sets.delete(&id);
        }
        assert_eq!(sets.sets.len(), 1);
    }
}
