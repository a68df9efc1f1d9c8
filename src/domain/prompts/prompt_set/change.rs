//! Everything that can be done to a set, as a value: what a screen asks for, and what can be undone.

use super::{Direction, Place, PromptSet, UpstreamChange};
use crate::domain::id::PromptId;
use crate::domain::prompts::guideline::{Guideline, Prompt};
use crate::domain::prompts::wording::{Edit, Field};

/// One change of a set.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Moves a prompt one step.
    Step(PromptId, Direction),
    /// Puts a prompt in front of the one that is at a place.
    Put(PromptId, Place),
    /// Puts a prompt at the end of a section.
    PutInto(PromptId, usize),
    /// Hides a prompt, or shows it again.
    Hide(PromptId, bool),
    /// Says a field of a prompt in other words.
    Reword(PromptId, Edit),
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
    AddOwn(PromptId, Option<Place>),
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

impl Change {
    /// What is typed in, letter by letter: such changes of one field are one step to undo.
    pub(crate) fn typed_in(&self) -> Option<TypedIn> {
        match self {
            Self::Reword(_, Edit::Kind(_)) => None,
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
    pub fn make(&mut self, change: Change, guideline: &Guideline) {
        match change {
            Change::Step(id, direction) => self.step(&id, direction),
            Change::Put(id, place) => self.put(&id, place),
            Change::PutInto(id, section) => self.put_into(&id, section),
            Change::Hide(id, hidden) => self.set_hidden(&id, hidden),
            Change::Reword(id, edit) => self.reword(&id, edit),
            Change::RestoreField(id, field) => self.restore_field(&id, field),
            Change::RestorePrompt(id) => self.restore_prompt(&id),
            Change::RestoreWording => self.restore_wording(),
            Change::RestoreOrder => self.restore_order(),
            Change::TakeOrder(session) => self.take_order(&session),
            Change::AddOwn(id, place) => self.add_own(&id, place),
            Change::DeleteOwn(id) => self.delete_own(&id),
            Change::RenameSection(section, name) => self.rename_section(section, &name),
            Change::AddSection(behind, name) => self.add_section(behind, &name),
            Change::StepSection(section, direction) => self.step_section(section, direction),
            Change::RemoveSection(section) => self.remove_section(section),
            Change::Take(drift) => self.take(&drift, guideline),
            Change::Leave(drift) => self.leave(&drift),
        }
    }
}
