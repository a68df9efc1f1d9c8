//! The prompt sets: the guideline's own, which never changes, and the therapist's.

use crate::domain::Unknown;
use crate::domain::guideline::{Guideline, Prompt};
use crate::domain::id::PromptSetId;
use crate::domain::prompt_set::{PromptSet, PromptSets};
use crate::domain::snapshots::Snapshots;
use crate::ui::prompts_screen::Changes;

/// Every set that is offered, and the one that the Prompts screen shows.
pub(super) struct Arrangement {
    guideline: Guideline,
    /// The guideline's own set stands first.
    offered: Vec<PromptSet>,
    history: Snapshots<Vec<PromptSet>>,
    chosen: PromptSetId,
    /// Fields of a later version.
    unknown: Unknown,
    /// Until the file was read nothing may change, or what it holds would be lost.
    is_read: bool,
}

impl Arrangement {
    pub(super) fn new(guideline: Guideline) -> Self {
        let own_id = PromptSetId::try_from("the-guideline").expect("a plain word is an id");
        let own = PromptSet::of(&guideline, own_id, "The guideline");
        let first = PromptSets::first(&guideline);
        let chosen = first.sets[0].id.clone();
        let offered = std::iter::once(own).chain(first.sets).collect();
        let (history, unknown) = (Snapshots::default(), Unknown::new());
        Self { guideline, offered, history, chosen, unknown, is_read: false }
    }

    /// Takes the sets as a file holds them.
    pub(super) fn read(&mut self, mut sets: PromptSets) {
        sets.fit(&self.guideline);
        self.offered.truncate(1);
        self.offered.append(&mut sets.sets);
        self.unknown = sets.unknown;
        self.is_read = true;
    }

    /// There was no file to read.
    pub(super) fn nothing_to_read(&mut self) {
        self.is_read = true;
    }

    pub(super) fn guideline(&self) -> &Guideline {
        &self.guideline
    }

    pub(super) fn offered(&self) -> &[PromptSet] {
        &self.offered
    }

    /// The set with this id; the therapist's first one where there is none.
    fn set(&self, id: &PromptSetId) -> &PromptSet {
        self.offered.iter().find(|set| set.id == *id).unwrap_or(&self.offered[self.offered.len().min(2) - 1])
    }

    /// The id of the set that a choice comes to.
    pub(super) fn resolve<'a>(&'a self, choice: Option<&'a PromptSetId>) -> &'a PromptSetId {
        let usual = &self.offered[self.offered.len().min(2) - 1].id;
        choice.map_or(usual, |choice| &self.set(choice).id)
    }

    /// The prompts that a session held with a set shows.
    pub(super) fn prompts(&self, id: &PromptSetId) -> Vec<Prompt> {
        self.set(id).shown(&self.guideline)
    }

    /// The set that the Prompts screen shows.
    pub(super) fn chosen(&self) -> &PromptSet {
        self.set(&self.chosen)
    }

    pub(super) fn choose(&mut self, id: PromptSetId) {
        self.chosen = id;
    }

    /// Whether the chosen set may be changed.
    pub(super) fn changes(&self) -> Changes {
        if self.chosen().id == self.offered[0].id {
            Changes::NotInTheGuideline
        } else if self.is_read {
            Changes::Allowed
        } else {
            Changes::NotBeforeReading
        }
    }

    /// Changes the chosen set; says whether it is another one now.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut PromptSet, &Guideline)) -> bool {
        if self.changes() != Changes::Allowed {
            return false;
        }
        let before = self.offered.clone();
        let id = self.chosen().id.clone();
        if let Some(set) = self.offered.iter_mut().find(|set| set.id == id) {
            change(set, &self.guideline);
        }
        let changed = before != self.offered;
        if changed {
            self.history.record(before);
        }
        changed
    }

    pub(super) fn undo(&mut self) -> bool {
        self.history.undo(&mut self.offered)
    }

    pub(super) fn redo(&mut self) -> bool {
        self.history.redo(&mut self.offered)
    }

    /// The therapist's sets as they are saved.
    pub(super) fn to_save(&self) -> PromptSets {
        PromptSets { sets: self.offered[1..].to_vec(), unknown: self.unknown.clone() }
    }
}
