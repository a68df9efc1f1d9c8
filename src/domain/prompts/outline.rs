//! The outline of a session: its prompts in order, each in the section that it names.
//!
//! What is moved here is moved for one session alone; a prompt set knows nothing of it.

use super::guideline::Prompt;
use super::prompt_set::Direction;
use crate::domain::id::PromptId;

/// Where a prompt can be put: in front of the one that is at `index` now, in the section of the one
/// that is at `beside`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropTarget {
    /// The index that it is put in front of; one past the last is the end.
    pub index: usize,
    /// The index of the prompt whose section it comes into.
    pub beside: usize,
}

/// Moves a prompt one step; says where it is now. At the edge of a section it goes over into the
/// next one without passing a prompt; at either end of the outline it stays.
pub fn step(prompts: &mut [Prompt], id: &PromptId, direction: Direction) -> Option<usize> {
    let index = place_of(prompts, id)?;
    let other = match direction {
        Direction::Up => index.checked_sub(1)?,
        Direction::Down => Some(index + 1).filter(|other| *other < prompts.len())?,
    };
    if prompts[index].section == prompts[other].section {
        prompts.swap(index, other);
        Some(other)
    } else {
        let section = prompts[other].section.clone();
        prompts[index].section = section;
        Some(index)
    }
}

/// Puts a prompt into a gap; says where it is now.
pub fn put(prompts: &mut Vec<Prompt>, id: &PromptId, gap: DropTarget) -> Option<usize> {
    let index = place_of(prompts, id)?;
    let section = prompts.get(gap.beside)?.section.clone();
    let mut prompt = prompts.remove(index);
    prompt.section = section;
    let target = (gap.index - usize::from(index < gap.index)).min(prompts.len());
    prompts.insert(target, prompt);
    Some(target)
}

/// Where a prompt is.
pub fn place_of(prompts: &[Prompt], id: &PromptId) -> Option<usize> {
    prompts.iter().position(|prompt| prompt.id == *id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::guidelines::integration_session;

    fn id(name: &str) -> PromptId {
        PromptId::try_from(name).unwrap()
    }

    fn outline(prompts: &[Prompt]) -> Vec<(&str, &str)> {
        prompts.iter().map(|prompt| (prompt.section.as_str(), prompt.id.as_str())).collect()
    }

    #[test]
    fn a_step_at_the_edge_of_a_section_goes_over_into_the_next() {
        let mut prompts = integration_session().prompts;
        assert_eq!(step(&mut prompts, &id("rather-not"), Direction::Up), Some(2));
        assert_eq!(outline(&prompts)[1..3], [("Opening", "open"), ("Opening", "rather-not")]);
        assert_eq!(step(&mut prompts, &id("rather-not"), Direction::Up), Some(1));
        assert_eq!(outline(&prompts)[1..3], [("Opening", "rather-not"), ("Opening", "open")]);
        assert_eq!(step(&mut prompts, &id("follow"), Direction::Up), None);
        assert_eq!(step(&mut prompts, &id("not-every-session"), Direction::Down), None);
    }

    #[test]
    fn a_gap_between_two_sections_belongs_to_the_one_beside_it() {
        for (beside, section) in [(1, "Opening"), (2, "Present moment")] {
            let mut prompts = integration_session().prompts;
            assert_eq!(put(&mut prompts, &id("themes"), DropTarget { index: 2, beside }), Some(2));
            assert_eq!(outline(&prompts)[2], (section, "themes"));
        }
    }

    proptest! {
        /// However a prompt is moved, every prompt is there once, in the words that it had.
        #[test]
        fn nothing_is_lost(moves in prop::collection::vec((0..16_usize, 0..4_u8, 0..17_usize, 0..16_usize), 0..40)) {
            let first = integration_session().prompts;
            let mut prompts = first.clone();
            for (which, how, index, beside) in moves {
                let id = first[which].id.clone();
                let now = match how {
                    0 => step(&mut prompts, &id, Direction::Up),
                    1 => step(&mut prompts, &id, Direction::Down),
                    _ => put(&mut prompts, &id, DropTarget { index, beside }),
                };
                prop_assert!(now.is_none_or(|now| prompts[now].id == id));
            }
            prompts.sort_by_key(|prompt| prompt.paragraph);
            let sections: Vec<_> = first.iter().map(|prompt| prompt.section.clone()).collect();
            for (prompt, section) in prompts.iter_mut().zip(sections) {
                prompt.section = section;
            }
            prop_assert_eq!(prompts, first);
        }
    }
}
