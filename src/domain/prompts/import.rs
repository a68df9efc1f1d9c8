//! What a guideline file brings, before it is taken in: a set, or a guideline to stand beside the one
//! that the app has.

use super::guideline::{Guideline, KeptAs, Prompt};
use super::line_breaks::normalize_guideline;
use super::prompt_set::{Placed, PromptSet, Section};
use super::prompt_sets::PromptSets;
use super::wording::Wording;
use crate::domain::Moment;
use crate::domain::id::{PromptId, PromptSetId};

/// The most prompts that a guideline may have.
pub const MAX_PROMPTS: usize = 500;

/// What a file brings.
#[derive(Debug, Clone, PartialEq)]
pub enum Import {
    /// An arrangement of a guideline that is known here.
    Set(Box<PromptSet>),
    /// A guideline that is new here, or a later version of one that was taken in before.
    Guideline(Box<Guideline>),
}

/// Why a guideline is not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// It has no prompts.
    NoPrompt,
    /// It has more prompts than [`MAX_PROMPTS`]; so many.
    TooManyPrompts(usize),
    /// Two prompts have this id.
    RepeatedId(PromptId),
    /// A list names a prompt that is not there.
    UnknownPrompt(PromptId),
    /// A text holds a character that cannot be seen, or that turns the order of others around.
    HiddenCharacter {
        /// The prompt, if it is in one.
        prompt: Option<PromptId>,
        /// The character.
        character: char,
    },
    /// It has the id of the guideline that the app has, and is another one.
    BuiltIn,
}

/// Whether a character cannot be seen and does something to others: a control character, or one that
/// turns the direction of the text around. A line break can be seen.
pub fn is_hidden(character: char) -> bool {
    let turns = matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    turns || (character.is_control() && character != '\n')
}

/// Whether a guideline can be taken in at all.
///
/// # Errors
/// Why it cannot.
pub fn check(guideline: &Guideline) -> Result<(), ImportError> {
    if guideline.prompts.is_empty() {
        return Err(ImportError::NoPrompt);
    }
    if guideline.prompts.len() > MAX_PROMPTS {
        return Err(ImportError::TooManyPrompts(guideline.prompts.len()));
    }
    let mut ids = std::collections::HashSet::new();
    if let Some(repeated) = guideline.prompts.iter().find(|prompt| !ids.insert(&prompt.id)) {
        return Err(ImportError::RepeatedId(repeated.id.clone()));
    }
    if let Some(unknown) = guideline.short.iter().chain(&guideline.hidden).find(|id| !ids.contains(id)) {
        return Err(ImportError::UnknownPrompt(unknown.clone()));
    }
    let hidden = |prompt: Option<&Prompt>, texts: &mut dyn Iterator<Item = &str>| match texts
        .flat_map(str::chars)
        .find(|character| is_hidden(*character))
    {
        Some(character) => {
            Err(ImportError::HiddenCharacter { prompt: prompt.map(|prompt| prompt.id.clone()), character })
        }
        None => Ok(()),
    };
    hidden(None, &mut [guideline.title.as_str(), &guideline.source].into_iter())?;
    guideline.prompts.iter().try_for_each(|prompt| hidden(Some(prompt), &mut texts(prompt)))
}

fn texts(prompt: &Prompt) -> impl Iterator<Item = &str> {
    let one = [prompt.section.as_str(), &prompt.title, &prompt.guidance].into_iter();
    let kinds = [prompt.kind.word()].into_iter().chain(prompt.keep_as.as_ref().map(KeptAs::word));
    one.chain(prompt.only_if.as_deref()).chain(prompt.example_wording.iter().map(String::as_str)).chain(kinds)
}

impl Import {
    /// Adds what the file brings to these sets; returns the set that came of it. Sets that are there stay as they are.
    pub fn add_to(self, sets: &mut PromptSets, now: Moment) -> PromptSetId {
        let set = match self {
            Self::Set(set) => *set,
            Self::Guideline(guideline) => {
                let set = PromptSet::of(&guideline, PromptSetId::fresh(now), &guideline.title);
                sets.guidelines.retain(|known| known.id != guideline.id);
                sets.guidelines.push(*guideline);
                set
            }
        };
        sets.copy(&set, now)
    }

    /// What a guideline from a file brings to these sets.
    ///
    /// # Errors
    /// When it cannot be taken in.
    pub fn of(mut file: Guideline, sets: &PromptSets, built_in: &Guideline) -> Result<Self, ImportError> {
        normalize_guideline(&mut file);
        check(&file)?;
        if let Some(arranged) = file.arranges.as_ref().and_then(|id| sets.guideline(id, built_in)) {
            return Ok(Self::Set(Box::new(arrangement(&file, arranged))));
        }
        if file == *built_in {
            let id = PromptSetId::from(&file.id);
            return Ok(Self::Set(Box::new(PromptSet::of(built_in, id, &file.title))));
        }
        if file.id == built_in.id {
            return Err(ImportError::BuiltIn);
        }
        Ok(Self::Guideline(Box::new(Guideline { arranges: None, ..file })))
    }
}

/// A set of a known guideline, as a file has it. Prompts of the guideline that the file does not have are
/// there, hidden.
fn arrangement(file: &Guideline, guideline: &Guideline) -> PromptSet {
    let mut set = PromptSet::of(guideline, PromptSetId::from(&file.id), &file.title);
    let mut placed: Vec<_> =
        std::mem::take(&mut set.sections).into_iter().flat_map(|section| section.prompts).collect();
    for prompt in &file.prompts {
        let known = placed.iter().position(|placed| placed.id == prompt.id).map(|index| placed.swap_remove(index));
        let mut place = known.unwrap_or_else(|| Placed::of(&prompt.id));
        place.wording = Wording::of(prompt);
        if let Some(guidelines) = guideline.prompt(&prompt.id) {
            place.wording.keep_only_what_differs(guidelines);
        }
        place.hidden = file.hidden.contains(&prompt.id);
        match set.sections.last_mut() {
            Some(section) if section.name == prompt.section => section.prompts.push(place),
            _ => set.sections.push(Section { prompts: vec![place], ..Section::named(&prompt.section) }),
        }
    }
    set.fit(guideline);
    for prompt in placed {
        set.set_hidden(&prompt.id, true);
    }
    set
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::GuidelineId;
    use crate::domain::prompts::prompt_set::tests::deeds;
    use crate::guidelines::integration_session;

    fn at() -> crate::domain::Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
    }

    fn clinic() -> Guideline {
        let id = GuidelineId::try_from("clinic").unwrap();
        Guideline { id, title: "The clinic’s".to_owned(), ..integration_session() }
    }

    fn refused(change: impl FnOnce(&mut Guideline)) -> ImportError {
        let (built_in, mut file) = (integration_session(), clinic());
        change(&mut file);
        Import::of(file, &PromptSets::first(&built_in), &built_in).unwrap_err()
    }

    #[test]
    fn the_line_breaks_of_another_system_are_taken_in_as_ones_own() {
        let (mut file, built_in) = (clinic(), integration_session());
        file.prompts[0].guidance = "one\r\ntwo\rthree\u{2028}four".to_owned();
        let Import::Guideline(guideline) = Import::of(file, &PromptSets::first(&built_in), &built_in).unwrap() else {
            panic!("it is a guideline")
        };
        assert_eq!(guideline.prompts[0].guidance, "one\ntwo\nthree\nfour");
    }

    #[test]
    fn another_guideline_stands_beside_the_built_in_one() {
        let built_in = integration_session();
        let mut sets = PromptSets::first(&built_in);
        let before = sets.clone();
        let import = Import::of(clinic(), &sets, &built_in).unwrap();
        let id = import.add_to(&mut sets, at());
        assert_eq!(sets.sets[..2], before.sets, "what was there stays");
        let set = sets.set(&id).unwrap();
        assert_eq!((set.name.as_str(), &set.guideline), ("The clinic’s", &clinic().id));
        assert_eq!(set.shown(), clinic().prompts);

        let mut later = clinic();
        later.prompts.pop();
        let import = Import::of(later.clone(), &sets, &built_in).unwrap();
        import.add_to(&mut sets, at());
        assert_eq!(sets.guidelines, [later.clone()]);
        assert_eq!(
            sets.set(&id).unwrap().upstream_changes(&later).len(),
            1,
            "the set that was built on it keeps its words"
        );
    }

    #[test]
    fn the_built_in_guideline_is_not_replaced() {
        let built_in = integration_session();
        let sets = PromptSets::first(&built_in);
        assert!(matches!(Import::of(built_in.clone(), &sets, &built_in), Ok(Import::Set(_))));
        let other = Guideline { title: "Another".to_owned(), ..built_in.clone() };
        assert_eq!(Import::of(other, &sets, &built_in), Err(ImportError::BuiltIn));
    }

    #[test]
    fn what_cannot_be_taken_in_is_refused_with_its_reason() {
        assert_eq!(refused(|file| file.prompts.clear()), ImportError::NoPrompt);
        let many = |file: &mut Guideline| file.prompts = file.prompts.iter().cycle().take(501).cloned().collect();
        assert_eq!(refused(many), ImportError::TooManyPrompts(501));
        let id = |id: &str| PromptId::try_from(id).unwrap();
        let repeated = refused(|file| file.prompts[1].id = file.prompts[0].id.clone());
        assert_eq!(repeated, ImportError::RepeatedId(id("follow")));
        assert_eq!(refused(|file| file.short.push(id("x"))), ImportError::UnknownPrompt(id("x")));
        let hidden =
            |prompt: Option<&str>, character| ImportError::HiddenCharacter { prompt: prompt.map(id), character };
        assert_eq!(refused(|file| file.title.push('\u{202E}')), hidden(None, '\u{202E}'));
        let in_example = |file: &mut Guideline| file.prompts[2].example_wording[0].push('\u{7}');
        assert_eq!(refused(in_example), hidden(Some("rather-not"), '\u{7}'));
        assert_eq!(refused(|file| file.prompts[0].section.push('\u{2066}')), hidden(Some("follow"), '\u{2066}'));
    }

    proptest! {
        /// A set that goes into a file and comes back says the same, in the same order.
        #[test]
        fn a_set_that_is_exported_and_taken_in_is_the_same(deeds in deeds()) {
            let built_in = integration_session();
            let mut sets = PromptSets::first(&built_in);
            for deed in deeds {
                deed.do_to(&mut sets.sets[0]);
            }
            let set = sets.sets[0].clone();
            let import = Import::of(set.to_guideline("source"), &sets, &built_in).unwrap();
            let id = import.add_to(&mut sets, at());
            let taken = sets.set(&id).unwrap();
            prop_assert!(taken.shown() == set.shown());
            let hidden = |set: &PromptSet| set.order().filter(|id| set.is_hidden(id)).cloned().collect::<Vec<_>>();
            prop_assert!(taken.order().eq(set.order()));
            prop_assert_eq!(hidden(taken), hidden(&set));
            prop_assert_eq!(taken.reworded(), set.reworded());
        }
    }
}
