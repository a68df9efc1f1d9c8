//! Every prompt set that is offered: the guideline's own, which never changes, and the therapist's. One of them is chosen
//! to be changed, and every change can be undone.
//!
//! Must not know how a set is drawn or saved, or who asked for a change.

use super::guideline::{Guideline, Prompt};
use super::import::{Import, ImportError};
use super::prompt_set::{PromptSet, SetChange, TypedIn};
use super::prompt_sets::{FIRST_NAME, PromptSets};
use super::undo_stack::UndoStack;
use crate::domain::Moment;
use crate::domain::id::{PromptId, PromptSetId};

/// Whether a set may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// It is the therapist's own.
    Allowed,
    /// It is the guideline's own.
    NotInTheGuideline,
    /// The therapist's sets could not be read yet, and would be lost.
    NotBeforeReading,
}

impl Changes {
    /// Whether it may.
    pub fn are_allowed(self) -> bool {
        self == Self::Allowed
    }
}

/// Every set that is offered, and the one that is chosen to be changed.
#[derive(Debug)]
pub(crate) struct PromptLibrary {
    built_in: Guideline,
    /// The built-in guideline in its own order and words.
    own: PromptSet,
    sets: PromptSets,
    history: UndoStack<PromptSets>,
    /// The field that was typed in last: what is typed there next is the same step.
    typed_in: Option<(PromptSetId, TypedIn)>,
    chosen: PromptSetId,
    /// Until the file was read nothing may change, or what it holds would be lost.
    is_read: bool,
    /// Raised by every change.
    revision: u64,
}

impl PromptLibrary {
    /// With the therapist's first sets; `own_name` is what the guideline's own is called.
    ///
    /// # Panics
    /// Never: the id is a plain word.
    pub(crate) fn new(built_in: Guideline, own_name: &str) -> Self {
        let own_id = PromptSetId::try_from("the-guideline").expect("a plain word is an id");
        let own = PromptSet::of(&built_in, own_id, own_name);
        let sets = PromptSets::first(&built_in);
        let chosen = sets.sets[0].id.clone();
        Self { built_in, own, sets, history: UndoStack::default(), typed_in: None, chosen, is_read: false, revision: 0 }
    }

    /// Takes the sets as a file holds them.
    pub(crate) fn read(&mut self, mut sets: PromptSets) {
        sets.fit(&self.built_in);
        self.sets = sets;
        self.is_read = true;
        self.revision += 1;
    }

    /// There was no file to read.
    pub(crate) fn nothing_to_read(&mut self) {
        self.is_read = true;
    }

    /// Every set that can be chosen, the guideline's own first.
    pub(crate) fn offered(&self) -> Vec<&PromptSet> {
        std::iter::once(&self.own).chain(&self.sets.sets).collect()
    }

    /// The set with this id; the therapist's first one where there is none.
    fn set(&self, id: &PromptSetId) -> &PromptSet {
        if *id == self.own.id { &self.own } else { self.sets.set(id).unwrap_or(&self.sets.sets[0]) }
    }

    /// The id of the set that a choice comes to.
    pub(crate) fn resolve<'a>(&'a self, choice: Option<&'a PromptSetId>) -> &'a PromptSetId {
        choice.map_or(&self.sets.sets[0].id, |choice| &self.set(choice).id)
    }

    /// The prompts that a session held with a set shows.
    pub(crate) fn prompts(&self, id: &PromptSetId) -> Vec<Prompt> {
        self.set(id).shown()
    }

    /// The set that is chosen to be changed.
    pub(crate) fn chosen(&self) -> &PromptSet {
        self.set(&self.chosen)
    }

    /// The guideline that the chosen set arranges, as it is now; nothing if it is no longer known.
    pub(crate) fn guideline(&self) -> Option<&Guideline> {
        self.sets.guideline(&self.chosen().guideline, &self.built_in)
    }

    pub(crate) fn choose(&mut self, id: PromptSetId) {
        self.chosen = id;
        self.typed_in = None;
    }

    /// Whether the chosen set may be changed.
    pub(crate) fn changes(&self) -> Changes {
        if self.chosen().id == self.own.id {
            Changes::NotInTheGuideline
        } else if self.is_read {
            Changes::Allowed
        } else {
            Changes::NotBeforeReading
        }
    }

    /// Changes the chosen set; says whether it is another one now.
    pub(crate) fn make(&mut self, change: SetChange) -> bool {
        if !self.changes().are_allowed() {
            return false;
        }
        let id = self.chosen().id.clone();
        let typed_in = change.typed_in().map(|field| (id.clone(), field));
        let guideline = self.guideline().unwrap_or(&self.built_in).clone();
        self.change(typed_in, move |sets| {
            if let Some(set) = sets.set_mut(&id) {
                set.make(change, &guideline);
            }
        })
    }

    /// Changes the sets; says whether they are others now. What goes on in the field that was typed in
    /// last is part of the last step; if what was typed changed nothing, there is no such step.
    fn change(&mut self, typed_in: Option<(PromptSetId, TypedIn)>, change: impl FnOnce(&mut PromptSets)) -> bool {
        let before = self.sets.clone();
        change(&mut self.sets);
        let changed = before != self.sets;
        let goes_on = typed_in.is_some() && typed_in == self.typed_in;
        if changed && !goes_on {
            self.history.record(before);
        }
        self.typed_in = typed_in.filter(|_| changed || goes_on);
        self.revision += u64::from(changed);
        changed
    }

    /// A number that is raised by every change of any set.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Copies the chosen set, and chooses the copy.
    pub(crate) fn copy(&mut self, now: Moment) -> bool {
        let mut set = self.chosen().clone();
        if set.id == self.own.id {
            FIRST_NAME.clone_into(&mut set.name);
        }
        self.change_and_choose(|sets| sets.copy(&set, now))
    }

    /// The name of the set that an order is kept in; nothing if it is a new one.
    pub(crate) fn order_goes_into(&self, id: &PromptSetId) -> Option<&str> {
        (*id != self.own.id).then(|| self.set(id).name.as_str())
    }

    /// Puts a set into the order that its prompts have in a session. The guideline's own is copied first.
    /// Returns the set that has the order now.
    pub(crate) fn keep_order(&mut self, id: &PromptSetId, session: &[Prompt], now: Moment) -> Option<PromptSetId> {
        if !self.is_read {
            return None;
        }
        let (mut set, is_own) = (self.set(id).clone(), *id == self.own.id);
        set.take_order(session);
        let mut kept = set.id.clone();
        self.change(None, |sets| {
            if is_own {
                FIRST_NAME.clone_into(&mut set.name);
                kept = sets.copy(&set, now);
            } else if let Some(known) = sets.set_mut(&set.id) {
                *known = set;
            }
        });
        Some(kept)
    }

    /// Adds the sets that only another device had; says whether there were any.
    pub(crate) fn add_missing(&mut self, theirs: &PromptSets) -> bool {
        self.is_read && self.change(None, |sets| drop(sets.add_missing(theirs)))
    }

    /// Adds copies of sets that another device has otherwise.
    pub(crate) fn add_copies(&mut self, theirs: &[PromptSet], now: Moment) -> bool {
        self.is_read && self.change(None, |sets| theirs.iter().for_each(|set| drop(sets.copy(set, now))))
    }

    /// Takes in what a file brings, and chooses it.
    pub(crate) fn take_in(&mut self, import: Import, now: Moment) -> bool {
        self.change_and_choose(|sets| import.add_to(sets, now))
    }

    fn change_and_choose(&mut self, change: impl FnOnce(&mut PromptSets) -> PromptSetId) -> bool {
        if !self.is_read {
            return false;
        }
        let mut chosen = self.chosen.clone();
        let changed = self.change(None, |sets| chosen = change(sets));
        self.chosen = chosen;
        changed
    }

    /// Gives the chosen set another name.
    pub(crate) fn rename(&mut self, name: &str) -> bool {
        let id = self.chosen().id.clone();
        let typed_in = Some((id.clone(), TypedIn::SetName));
        self.changes().are_allowed() && self.change(typed_in, |sets| sets.rename(&id, name))
    }

    /// Deletes the chosen set, unless it is the last one.
    pub(crate) fn delete(&mut self) -> bool {
        let id = self.chosen().id.clone();
        self.changes().are_allowed() && self.change(None, |sets| sets.delete(&id))
    }

    /// What a guideline from a file would bring.
    pub(crate) fn import(&self, file: Guideline) -> Result<Import, ImportError> {
        Import::of(file, &self.sets, &self.built_in)
    }

    /// Hides a prompt of the chosen set, or shows it again.
    pub(crate) fn toggle_hidden(&mut self, id: PromptId) -> bool {
        let hidden = self.chosen().is_hidden(&id);
        self.make(SetChange::Hide(id, !hidden))
    }

    /// The chosen set as a file holds it.
    pub(crate) fn to_guideline(&self) -> Guideline {
        self.chosen().to_guideline(self.guideline().map_or("", |guideline| &guideline.source))
    }

    pub(crate) fn undo(&mut self) -> bool {
        self.typed_in = None;
        self.revision += 1;
        self.history.undo(&mut self.sets)
    }

    pub(crate) fn redo(&mut self) -> bool {
        self.typed_in = None;
        self.revision += 1;
        self.history.redo(&mut self.sets)
    }

    /// The therapist's sets as they are saved.
    pub(crate) fn to_save(&self) -> PromptSets {
        self.sets.clone()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::prompts::prompt_set::tests::{Operation, deed};
    use crate::guidelines::integration_session;
    use crate::storage::format;

    fn at() -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
    }

    fn library() -> PromptLibrary {
        let mut library = PromptLibrary::new(integration_session(), "The guideline");
        library.nothing_to_read();
        library
    }

    #[test]
    fn what_is_typed_in_one_field_is_one_step() {
        use crate::domain::prompts::wording::WordingEdit;
        let mut library = library();
        let id = library.chosen().order().next().unwrap().clone();
        for typed in ["W", "Wa", "Wait"] {
            library.make(SetChange::Reword(id.clone(), WordingEdit::Title(typed.to_owned())));
        }
        library.make(SetChange::Reword(id.clone(), WordingEdit::Guidance("x".to_owned())));
        assert!(library.undo());
        assert_eq!(library.chosen().prompt(&id).unwrap().title, "Wait");
        assert!(library.undo() && !library.undo());
        assert_eq!(library.chosen().reworded(), 0);
    }

    #[test]
    fn a_name_that_was_emptied_first_is_a_step_too() {
        let mut library = library();
        for name in ["", "Arriving"] {
            library.make(SetChange::RenameSection(0, name.to_owned()));
        }
        assert!(library.undo());
        assert_eq!(library.chosen().sections[0].name, "Opening");
        for name in [" ", "Evenings"] {
            library.rename(name);
        }
        assert!(library.undo());
        assert_eq!(library.chosen().name, "My order");
    }

    #[test]
    fn the_guidelines_own_set_is_copied_and_never_changed() {
        let mut library = library();
        let own = library.own.clone();
        library.choose(own.id.clone());
        assert!(!library.make(SetChange::RestoreOrder) && !library.rename("x") && !library.delete());
        assert!(library.copy(at()));
        assert_eq!(library.chosen().name, "My order 2");
        assert_eq!(library.changes(), Changes::Allowed);
        assert_eq!(library.own, own);
    }

    #[test]
    fn the_order_of_a_session_is_kept_in_its_set_or_in_a_copy_of_the_guidelines() {
        let mut library = library();
        let mut session = library.chosen().shown();
        session.swap(0, 1);
        let (mine, own) = (library.chosen().id.clone(), library.own.clone());
        assert_eq!(library.keep_order(&mine, &session, at()), Some(mine.clone()));
        assert_eq!(library.prompts(&mine), session);
        let copy = library.keep_order(&own.id, &session, at()).unwrap();
        assert_eq!((library.set(&copy).name.as_str(), library.prompts(&copy)), ("My order 2", session));
        assert_eq!(library.own, own);
        assert!(library.undo() && library.undo());
        assert!(library.set(&mine).is_in_guideline_order());
    }

    #[test]
    fn a_prompt_is_hidden_and_shown_again_but_not_in_the_guidelines_own() {
        let mut library = library();
        let id = library.chosen().order().next().unwrap().clone();
        assert!(library.toggle_hidden(id.clone()) && library.chosen().is_hidden(&id));
        assert!(library.toggle_hidden(id.clone()) && !library.chosen().is_hidden(&id));
        library.choose(library.own.id.clone());
        assert!(!library.toggle_hidden(id.clone()) && !library.chosen().is_hidden(&id));
    }

    #[test]
    fn a_set_is_exported_under_its_name_without_signs_that_a_system_may_not_take() {
        let mut library = library();
        library.rename(" Über: 1/2 ");
        assert_eq!(library.chosen().file_name(), "Über--1-2.json");
    }

    /// What can be done on the screen, by numbers nobody chose.
    #[derive(Debug, Clone)]
    enum Step {
        Operation(Operation),
        TakeIn,
        Copy,
        Undo,
        Redo,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let others = prop_oneof![Just(Step::TakeIn), Just(Step::Copy), Just(Step::Undo), Just(Step::Redo)];
        let step = prop_oneof![5 => deed().prop_map(Step::Operation), 3 => others];
        prop::collection::vec(step, 0..80)
    }

    impl Step {
        fn do_to(&self, library: &mut PromptLibrary) {
            match self {
                Self::Operation(deed) => drop(library.make(deed.change(library.chosen()))),
                Self::TakeIn => {
                    let import = library.import(library.to_guideline()).unwrap();
                    library.take_in(import, at());
                }
                Self::Copy => drop(library.copy(at())),
                Self::Undo => drop(library.undo()),
                Self::Redo => drop(library.redo()),
            }
        }
    }

    proptest! {
        /// Whatever is done, taken in, copied, undone and done again: each set has each of its prompts once.
        /// Undoing everything gives the first bytes back, and doing it all again the last ones.
        #[test]
        fn undoing_everything_gives_the_first_bytes_back(steps in steps()) {
            let mut library = library();
            let bytes = |library: &PromptLibrary| format::write_prompt_sets(&library.to_save());
            let first = bytes(&library);
            for step in steps {
                step.do_to(&mut library);
                for set in library.offered() {
                    let mut fitted = set.clone();
                    fitted.fit(&integration_session());
                    prop_assert!(fitted == *set, "nothing is there twice, nothing is missing");
                }
            }
            while library.redo() {}
            let last = bytes(&library);
            while library.undo() {}
            prop_assert!(bytes(&library) == first);
            while library.redo() {}
            prop_assert!(bytes(&library) == last);
        }
    }
}
