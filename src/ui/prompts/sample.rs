//! A set to draw, for the tests beside the views of the Prompts screen.

use super::Prompts;
use super::prompt_list::ListEntries;
use super::prompt_rows::Entry;
use crate::domain::id::{PromptId, PromptSetId};
use crate::domain::prompts::guideline::Guideline;
use crate::domain::prompts::prompt_library::Changes;
use crate::domain::prompts::prompt_set::{PromptSet, SetChange};
use crate::guidelines::integration_session;

/// The guideline, and a set of its prompts that may be changed.
pub(crate) struct Sample {
    pub(crate) guideline: Guideline,
    pub(crate) set: PromptSet,
    pub(crate) changes: Changes,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let guideline = integration_session();
        let set = PromptSet::of(&guideline, PromptSetId::try_from("mine").unwrap(), "Mine");
        Self { guideline, set, changes: Changes::Allowed }
    }

    /// After a change of the set.
    pub(crate) fn after(mut self, change: SetChange) -> Self {
        self.set.make(change, &self.guideline);
        self
    }

    pub(crate) fn prompts(&self) -> Prompts<'_> {
        let sets = vec![&self.set];
        Prompts { guideline: Some(&self.guideline), set: &self.set, sets, changes: self.changes, revision: 1 }
    }

    /// A prompt as the list has it.
    pub(crate) fn entry(&self, id: &str) -> Entry {
        let mut entries = ListEntries::default();
        entries.look_up(&self.prompts());
        entries.entry(&prompt(id)).unwrap().clone()
    }
}

pub(crate) fn prompt(id: &str) -> PromptId {
    PromptId::try_from(id).unwrap()
}
