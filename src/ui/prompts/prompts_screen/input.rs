//! What the keys, the clipboard and a dropped file ask of the list.
//!
//! Must not know how a row looks.

use egui::{Event, Ui};

use super::PromptsScreen;
use crate::domain::id::PromptId;
use crate::domain::prompts::prompt_library::Changes;
use crate::domain::prompts::prompt_set::{PromptSet, SetChange};
use crate::ui::prompts::Prompts;
use crate::ui::prompts::list_keys::{ListRequest, ListRows};
use crate::ui::prompts::prompt_list::{Chosen, ListEntries};
use crate::ui::prompts::set_files::Way;
use crate::ui::{Action, text};

/// A prompt that is deleted or hidden.
#[derive(Debug)]
pub(super) enum TakenAway {
    /// That is asked for.
    Asked(PromptId),
    /// It is gone.
    Gone(PromptId),
}

impl PromptsScreen {
    /// Where the chosen row is gone, the one that came into its place is chosen; at first the first prompt. What was
    /// taken away and is there again is the chosen one.
    pub(super) fn choose_what_is_there(&mut self, rows: &[Chosen], set: &PromptSet) {
        let is_there = |id: &PromptId| rows.contains(&Chosen::Prompt(id.clone())) && !set.is_hidden(id);
        self.taken_away = match self.taken_away.take() {
            Some(TakenAway::Asked(id)) if !is_there(&id) => Some(TakenAway::Gone(id)),
            Some(TakenAway::Gone(id)) if is_there(&id) => {
                self.chosen = Some(Chosen::Prompt(id));
                None
            }
            taken_away => taken_away,
        };
        if self.chosen.as_ref().is_none_or(|chosen| !rows.contains(chosen)) {
            let next = self.chosen.as_ref().and_then(|_| rows.get(self.number.min(rows.len().saturating_sub(1))));
            let first = || rows.iter().find(|row| matches!(row, Chosen::Prompt(_))).or(rows.first());
            self.chosen = next.or_else(first).cloned();
        }
        self.number = rows.iter().position(|row| Some(row) == self.chosen.as_ref()).unwrap_or(0);
    }

    /// The keys choose a row, bring the keyboard into its fields, and take it away.
    pub(super) fn take_keys(
        &mut self,
        ui: &Ui,
        rows: &[Chosen],
        known: &ListEntries,
        prompts: &Prompts<'_>,
    ) -> Option<SetChange> {
        let titles: Vec<String> = rows.iter().map(|row| title_of(row, known, prompts.set)).collect();
        let of = ListRows { titles: &titles, chosen: self.number, in_sight: self.in_sight, row: self.row };
        match self.keys.pressed(ui, &of)? {
            ListRequest::Choose(row) => {
                self.chosen = rows.get(row).cloned();
                self.wants_keyboard = true;
                None
            }
            ListRequest::Edit => {
                self.edit_chosen(prompts.changes);
                None
            }
            ListRequest::TakeAway => self.taken_away(rows, prompts),
        }
    }

    fn edit_chosen(&mut self, changes: Changes) {
        self.edits_alone = true;
        match self.chosen {
            Some(Chosen::Prompt(_)) if changes.are_allowed() => self.editor.focus_title(),
            Some(Chosen::Section(_)) => self.set_editor.focus_name(),
            _ => {}
        }
    }

    /// Takes the chosen row away: a prompt of their own is deleted, one of the guideline's is hidden, and an empty
    /// section removed. The row after it is the chosen one then.
    fn taken_away(&mut self, rows: &[Chosen], prompts: &Prompts<'_>) -> Option<SetChange> {
        if !prompts.changes.are_allowed() {
            return None;
        }
        let change = match self.chosen.as_ref()? {
            Chosen::Prompt(id) if prompts.set.is_own(id) => SetChange::DeleteOwn(id.clone()),
            Chosen::Prompt(id) if !prompts.set.is_hidden(id) => SetChange::Hide(id.clone(), true),
            Chosen::Section(section) if prompts.set.sections.get(*section)?.prompts.is_empty() => {
                SetChange::RemoveSection(*section)
            }
            _ => return None,
        };
        self.chosen = rows.get(self.number + 1).or_else(|| rows.get(self.number.checked_sub(1)?)).cloned();
        self.wants_keyboard = true;
        Some(change)
    }

    /// Remembers which prompt a change takes away, and says what it deletes, if it does.
    pub(super) fn follow_taken_away(&mut self, change: &SetChange, prompts: &Prompts<'_>) {
        if let SetChange::DeleteOwn(id) | SetChange::Hide(id, true) = change {
            self.taken_away = Some(TakenAway::Asked(id.clone()));
        }
        let deleted = match change {
            SetChange::DeleteOwn(id) => Chosen::Prompt(id.clone()),
            SetChange::RemoveSection(section) => Chosen::Section(*section),
            _ => return self.last_change.forget(),
        };
        let title = title_of(&deleted, &self.known, prompts.set);
        self.last_change.say(text::prompts::deleted(&title), prompts.revision);
    }

    /// A file that is dropped is read, to show what it brings.
    pub(super) fn take_dropped(&mut self, ui: &Ui) -> Option<Action> {
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return None;
        }
        let path = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()))?;
        self.chosen_file(Way::Import, &path);
        Some(Action::ReadGuideline(path))
    }

    /// Ctrl+X takes a row along, Ctrl+V puts it behind the chosen one.
    pub(super) fn take_clipboard(&mut self, ui: &Ui, known: &ListEntries, set: &PromptSet) -> Option<SetChange> {
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return None;
        }
        let (cuts, pastes) = ui.input(|input| {
            let has = |wanted: fn(&Event) -> bool| input.events.iter().any(wanted);
            (has(|event| matches!(event, Event::Cut)), has(|event| matches!(event, Event::Paste(_))))
        });
        if cuts && let Some(entry) = self.chosen().and_then(|id| known.entry(id)) {
            // The system pastes only where there is something to paste.
            ui.ctx().copy_text(entry.title().to_owned());
            self.cut = Some(entry.prompt.id.clone());
        }
        if !pastes {
            return None;
        }
        let cut = self.cut.take()?;
        let place = self.place_of_new(set)?;
        self.chosen = Some(Chosen::Prompt(cut.clone()));
        Some(SetChange::Put(cut, place))
    }
}

/// What a row is called.
fn title_of(row: &Chosen, known: &ListEntries, set: &PromptSet) -> String {
    match row {
        Chosen::Prompt(id) => known.entry(id).map(|entry| entry.title().to_owned()).unwrap_or_default(),
        Chosen::Section(section) => set.sections.get(*section).map(|section| section.name.clone()).unwrap_or_default(),
        Chosen::UpstreamChange => text::prompts::changed_row(known.upstream_changes.len()),
    }
}
