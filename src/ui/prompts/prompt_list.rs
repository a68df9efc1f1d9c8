//! What the list of prompts shows, and which of its rows can be chosen.
//!
//! Owns what is worked out of a set, so that a frame in which nothing changed works nothing out.

use super::Prompts;
use super::prompt_rows::Entry;
use crate::domain::id::PromptId;
use crate::domain::prompts::prompt_set::{Placed, PromptSet, Section, UpstreamChange};

/// What is chosen in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    Prompt(PromptId),
    Section(usize),
    /// What a later version of the guideline brings.
    UpstreamChange,
}

/// What the list shows; worked out again only when the sets have changed.
#[derive(Debug, Default)]
pub(crate) struct ListEntries {
    of: Option<(u64, String)>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) upstream_changes: Vec<UpstreamChange>,
    pub(crate) is_in_order: bool,
    sections: Vec<Section>,
}

impl ListEntries {
    /// Brings what is known up to date.
    pub(crate) fn look_up(&mut self, prompts: &Prompts<'_>) {
        let of = (prompts.revision, prompts.set.id.to_string());
        if self.of.as_ref() == Some(&of) {
            return;
        }
        let set = prompts.set;
        let entry = |(placed, prompt): (&Placed, _)| {
            let place = set.place_of(&placed.id)?;
            Some(Entry { prompt, place, hidden: placed.hidden, reworded: !placed.wording.is_empty() })
        };
        *self = Self {
            entries: set.prompts().into_iter().filter_map(entry).collect(),
            upstream_changes: prompts.guideline.map(|guideline| set.upstream_changes(guideline)).unwrap_or_default(),
            is_in_order: set.is_in_guideline_order(),
            sections: set.sections.clone(),
            of: Some(of),
        };
    }

    /// Where the section is now that had a place; the same place if it is nowhere as it was.
    pub(crate) fn section_now(&self, place: usize, set: &PromptSet) -> usize {
        let is_it = |section: &Section| self.sections.get(place) == Some(section);
        set.sections.iter().position(is_it).unwrap_or(place)
    }

    /// The entry of a prompt.
    pub(crate) fn entry(&self, id: &PromptId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.prompt.id == *id)
    }
}

/// The rows that can be chosen, from top to bottom.
pub(crate) fn rows(known: &ListEntries, prompts: &Prompts<'_>) -> Vec<Chosen> {
    let mut rows = Vec::new();
    if !known.upstream_changes.is_empty() && prompts.changes.are_allowed() {
        rows.push(Chosen::UpstreamChange);
    }
    for section in 0..prompts.set.sections.len() {
        if prompts.changes.are_allowed() {
            rows.push(Chosen::Section(section));
        }
        let shown = known.entries.iter().filter(|entry| !entry.hidden && entry.place.section == section);
        rows.extend(shown.map(|entry| Chosen::Prompt(entry.prompt.id.clone())));
    }
    let hidden = known.entries.iter().filter(|entry| entry.hidden);
    rows.extend(hidden.map(|entry| Chosen::Prompt(entry.prompt.id.clone())));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::prompts::prompt_library::Changes;
    use crate::domain::prompts::prompt_set::SetChange;
    use crate::ui::prompts::sample::{Sample, prompt};

    fn rows_of(sample: &Sample) -> Vec<Chosen> {
        let mut entries = ListEntries::default();
        entries.look_up(&sample.prompts());
        rows(&entries, &sample.prompts())
    }

    #[test]
    fn hidden_prompts_are_the_last_rows() {
        let first = Sample::new().set.order().next().unwrap().clone();
        let shown = rows_of(&Sample::new());
        assert_eq!(shown[..2], [Chosen::Section(0), Chosen::Prompt(first.clone())]);
        let hidden = rows_of(&Sample::new().after(SetChange::Hide(first.clone(), true)));
        assert_eq!((hidden.len(), hidden.last()), (shown.len(), Some(&Chosen::Prompt(first))));
    }

    #[test]
    fn a_section_is_chosen_only_where_it_may_be_changed() {
        let rows = rows_of(&Sample { changes: Changes::NotInTheGuideline, ..Sample::new() });
        assert!(rows.iter().all(|row| matches!(row, Chosen::Prompt(_))) && rows.len() == 16);
        assert!(rows.contains(&Chosen::Prompt(prompt("open"))));
    }
}
