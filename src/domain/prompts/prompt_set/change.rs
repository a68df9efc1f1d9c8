//! Everything that can be done to a set, as a value: what a screen asks for, and what can be undone.

use super::{Direction, PromptPlace, PromptSet, UpstreamChange};
use crate::domain::id::PromptId;
use crate::domain::prompts::guideline::{Guideline, Prompt};
use crate::domain::prompts::wording::{Field, WordingEdit};

/// One change of a set.
#[derive(Debug, Clone, PartialEq)]
pub enum SetChange {
    /// Moves a prompt one step.
    Step(PromptId, Direction),
    /// Puts a prompt in front of the one that is at a place.
    Put(PromptId, PromptPlace),
    /// Puts a prompt at the end of a section.
    PutInto(PromptId, usize),
    /// Hides a prompt, or shows it again.
    Hide(PromptId, bool),
    /// Says a field of a prompt in other words.
    Reword(PromptId, WordingEdit),
    /// Says a field in the guideline's words again.
    RestoreField(PromptId, Field),
    /// Says a prompt in the guideline's words again.
    RestorePrompt(PromptId),
    /// Says every prompt in the guideline's words again.
    RestoreWording,
    /// Puts every prompt back where the guideline has it.
    RestoreOrder,
    /// Puts the prompts into the order that they have in a session.
    TakeOrder(Vec<Prompt>),
    /// Adds a prompt of their own, at a place or at the end.
    AddOwn(PromptId, Option<PromptPlace>),
    /// Deletes a prompt of their own.
    DeleteOwn(PromptId),
    /// Gives a section another name.
    RenameSection(usize, String),
    /// Adds an empty section, behind another one or at the end.
    AddSection(Option<usize>, String),
    /// Moves a section one step, with what is in it.
    StepSection(usize, Direction),
    /// Takes away a section in which nothing stands.
    RemoveSection(usize),
    /// Makes the set as the guideline is now, in this.
    Take(Box<UpstreamChange>),
    /// Leaves the set as it is, in this.
    Leave(Box<UpstreamChange>),
}

impl SetChange {
    /// What is typed in, letter by letter: such changes of one field are one step to undo.
    pub(crate) fn typed_in(&self) -> Option<TypedIn> {
        match self {
            Self::Reword(_, WordingEdit::Kind(_)) => None,
            Self::Reword(id, edit) => Some(TypedIn::Prompt(id.clone(), edit.field())),
            Self::RenameSection(section, _) => Some(TypedIn::Section(*section)),
            _ => None,
        }
    }
}

/// A field that is typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedIn {
    /// Of a prompt.
    Prompt(PromptId, Field),
    /// The name of a section.
    Section(usize),
    /// The name of the set.
    SetName,
}

impl PromptSet {
    /// Makes one change; `guideline` is the one that the set arranges, as it is now.
    pub fn make(&mut self, change: SetChange, guideline: &Guideline) {
        match change {
            SetChange::Step(id, direction) => self.step(&id, direction),
            SetChange::Put(id, place) => self.put(&id, place),
            SetChange::PutInto(id, section) => self.put_into(&id, section),
            SetChange::Hide(id, hidden) => self.set_hidden(&id, hidden),
            SetChange::Reword(id, edit) => self.reword(&id, edit),
            SetChange::RestoreField(id, field) => self.restore_field(&id, field),
            SetChange::RestorePrompt(id) => self.restore_prompt(&id),
            SetChange::RestoreWording => self.restore_wording(),
            SetChange::RestoreOrder => self.restore_order(),
            SetChange::TakeOrder(session) => self.take_order(&session),
            SetChange::AddOwn(id, place) => self.add_own(&id, place),
            SetChange::DeleteOwn(id) => self.delete_own(&id),
            SetChange::RenameSection(section, name) => self.rename_section(section, &name),
            SetChange::AddSection(behind, name) => self.add_section(behind, &name),
            SetChange::StepSection(section, direction) => self.step_section(section, direction),
            SetChange::RemoveSection(section) => self.remove_section(section),
            SetChange::Take(upstream_changes) => self.take(&upstream_changes, guideline),
            SetChange::Leave(upstream_changes) => self.leave(&upstream_changes),
        }
    }
}
