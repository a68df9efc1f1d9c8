//! The prompts in the therapist's own order and words: moved by drag, by keys or by a row's buttons,
//! hidden and shown, put into other words.
//!
//! Owns which row is chosen, which one is dragged and which one was cut. What a set may become is the
//! domain's.

mod input;
mod panes;

use std::path::{Path, PathBuf};

use egui::{Response, Ui};

use input::TakenAway;

use super::Prompts;
use super::last_change::LastChange;
use super::list_keys::ListKeys;
use super::prompt_editor::PromptEditor;
use super::prompt_list::{Chosen, ListEntries, rows};
use super::prompt_rows::{Entry, PromptRow, section_ui};
use super::set_editor::SetEditor;
use super::set_files::Way;
use super::their_sets::TheirSetsPanel;
use crate::domain::id::PromptId;
use crate::domain::prompts::import::Import;
use crate::domain::prompts::prompt_set::{Direction, PromptPlace, PromptSet, SetChange};
use crate::ui::kit::dragging::{Dragging, Landing};
use crate::ui::kit::fields::writes_in_text_field;
use crate::ui::kit::touch::scrolls_by_touch;
use crate::ui::{Action, text};

/// In a narrower window the list and what is chosen are each by themselves.
const TWO_PANES: f32 = 700.0;

/// Which row is chosen, which one is dragged, and what is open beside the list.
#[derive(Debug, Default)]
pub struct PromptsScreen {
    chosen: Option<Chosen>,
    dragged: Dragging<PromptId>,
    cut: Option<PromptId>,
    /// The row that was chosen when it was drawn last; of a prompt where it stood, and whether among the hidden ones.
    shown_at: Option<(Chosen, Option<(PromptPlace, bool)>)>,
    keys: ListKeys,
    /// Whether the chosen row is to have the keyboard.
    wants_keyboard: bool,
    /// What the toolkit knows the chosen row by, and how many rows were in sight.
    row: Option<egui::Id>,
    in_sight: usize,
    /// The number of the chosen row, for when it is gone.
    number: usize,
    last_change: LastChange,
    /// The prompt that was deleted or hidden last.
    taken_away: Option<TakenAway>,
    /// The file that a set was written to last.
    exported: Option<PathBuf>,
    known: ListEntries,
    editor: PromptEditor,
    set_editor: SetEditor,
    /// Whether, in a window without room for both, what is chosen is there and the list is not.
    edits_alone: bool,
    /// Whether a change was undone or redone since it was drawn: a section that was chosen is so wherever it is now.
    goes_through_history: bool,
    /// What another device had changed too.
    pub their_sets: TheirSetsPanel,
}

impl PromptsScreen {
    /// The prompt whose row is chosen.
    pub fn chosen(&self) -> Option<&PromptId> {
        match &self.chosen {
            Some(Chosen::Prompt(id)) => Some(id),
            _ => None,
        }
    }

    /// Where a prompt goes that is new, or was cut: behind the chosen one, or first in the chosen section.
    pub(crate) fn place_of_new(&self, set: &PromptSet) -> Option<PromptPlace> {
        match self.chosen.as_ref()? {
            Chosen::Prompt(id) => set.place_of(id).map(|place| PromptPlace { index: place.index + 1, ..place }),
            Chosen::Section(section) => Some(PromptPlace { section: *section, index: 0 }),
            Chosen::UpstreamChange => None,
        }
    }

    /// What moving the chosen row one step asks for.
    pub fn moves(&self, direction: Direction) -> Option<SetChange> {
        Some(match self.chosen.as_ref()? {
            Chosen::Prompt(id) => SetChange::Step(id.clone(), direction),
            Chosen::Section(section) => SetChange::StepSection(*section, direction),
            Chosen::UpstreamChange => return None,
        })
    }

    /// A section was moved: it stays the chosen one.
    pub fn follow(&mut self, direction: Direction) {
        if let Some(Chosen::Section(section)) = &mut self.chosen {
            *section = match direction {
                Direction::Up => section.saturating_sub(1),
                Direction::Down => *section + 1,
            };
        }
    }

    /// A change of the sets is undone, or redone.
    pub(crate) fn go_through_history(&mut self) {
        self.goes_through_history = true;
    }

    /// Chooses a prompt, and brings the keyboard into its title.
    pub fn edit(&mut self, id: PromptId) {
        self.chosen = Some(Chosen::Prompt(id));
        self.edits_alone = true;
        self.editor.focus_title();
    }

    /// The list has the keyboard as the screen comes, or comes back from what was open over it.
    pub(crate) fn take_keyboard(&mut self) {
        self.wants_keyboard = true;
    }

    /// Opens the name of the set.
    pub(crate) fn rename_set(&mut self) {
        self.set_editor.open_name();
    }

    /// Opens the form to write the set to a file, at a path that is suggested.
    pub(crate) fn export_set(&mut self, path: &Path) {
        self.set_editor.open_file(Way::Export, path);
    }

    /// Opens the form to read a set or a guideline from a file: the one that was written last, or one in a folder.
    pub(crate) fn import_set(&mut self, folder: &Path) {
        // What is typed behind a folder is in it.
        let path = self.exported.clone().unwrap_or_else(|| folder.join(""));
        self.set_editor.open_file(Way::Import, &path);
    }

    /// A file was chosen in the system's own dialog, or dropped here.
    pub(crate) fn chosen_file(&mut self, way: Way, path: &Path) {
        self.set_editor.open_file(way, path);
        if let Some(file) = self.set_editor.file() {
            file.chosen(path);
        }
    }

    /// A set was imported under this name; `revision` is that of the sets before.
    pub(crate) fn say_imported(&mut self, name: &str, revision: u64) {
        self.last_change.say(text::prompts::imported(name), revision);
    }

    /// The set of this name was deleted; `revision` is that of the sets before.
    pub(crate) fn say_deleted(&mut self, name: &str, revision: u64) {
        self.last_change.say(text::prompts::deleted(name), revision);
    }

    /// The file was written, or was not.
    pub fn written(&mut self, result: Result<PathBuf, String>) {
        self.exported = result.as_ref().ok().cloned().or(self.exported.take());
        if let Some(file) = self.set_editor.file() {
            file.written(result);
        }
    }

    /// The file was read, or cannot be taken in.
    pub fn read(&mut self, result: Result<Import, String>) {
        if let Some(file) = self.set_editor.file() {
            file.read(result);
        }
    }

    /// What the footer says of the set.
    pub fn footer(prompts: &Prompts<'_>) -> String {
        let all = prompts.set.prompts();
        let hidden = all.iter().filter(|(placed, _)| placed.hidden).count();
        let own = all.iter().filter(|(placed, _)| prompts.set.is_own(&placed.id)).count();
        let reworded = prompts.set.reworded();
        let parts = [
            Some(text::counts::prompts(all.len())),
            (reworded > 0).then(|| text::prompts::count_reworded(reworded)),
            (own > 0).then(|| text::prompts::count_own(own)),
            (hidden > 0).then(|| text::prompts::count_hidden(hidden)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Draws the order and what is chosen in it.
    pub fn ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        let mut known = std::mem::take(&mut self.known);
        if std::mem::take(&mut self.goes_through_history)
            && let Some(Chosen::Section(section)) = &mut self.chosen
        {
            *section = known.section_now(*section, prompts.set);
        }
        known.look_up(prompts);
        let rows = rows(&known, prompts);
        self.choose_what_is_there(&rows, prompts.set);
        let keyed = if self.editor.has_keyboard() || self.set_editor.has_keyboard() {
            None
        } else {
            let asked = self.take_keys(ui, &rows, &known, prompts);
            asked.or(self.take_clipboard(ui, &known, prompts.set))
        };
        let dropped = self.take_dropped(ui);
        let drawn = if ui.available_width() < TWO_PANES {
            self.one_pane_ui(ui, prompts, &known)
        } else {
            self.edits_alone = false;
            self.two_panes_ui(ui, prompts, &known)
        };
        self.known = known;
        let asked = keyed.map(Action::Arrange).or(dropped).or(drawn);
        if let Some(Action::Arrange(change)) = &asked {
            self.follow_taken_away(change, prompts);
            self.choose_with(change, prompts.set.sections.len());
        }
        asked
    }

    /// A section that is added is the chosen one, and so is one that is moved.
    fn choose_with(&mut self, change: &SetChange, sections: usize) {
        match change {
            SetChange::AddSection(behind, _) => {
                self.chosen = Some(Chosen::Section(behind.map_or(sections, |behind| behind + 1)));
                self.edits_alone = true;
                self.set_editor.focus_name();
            }
            SetChange::StepSection(_, direction) => self.follow(*direction),
            _ => {}
        }
    }

    fn rows_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>, known: &ListEntries) -> Option<SetChange> {
        let place = self.chosen().and_then(|id| known.entry(id)).map(|entry| (entry.place, entry.hidden));
        let shown_at = self.chosen.clone().map(|chosen| (chosen, place));
        let moved = self.shown_at != shown_at;
        self.shown_at = shown_at;
        // The toolkit knows a row by its place: the keyboard goes along with one that is moved.
        self.wants_keyboard |= self.row.take().is_some_and(|row| ui.memory(|memory| memory.has_focus(row)));
        let changeable = prompts.changes.are_allowed();
        let mut asked = None;
        let mut landings = Vec::new();
        if !known.upstream_changes.is_empty() {
            let name = text::prompts::changed_row(known.upstream_changes.len());
            let chosen = self.chosen == Some(Chosen::UpstreamChange);
            let response = section_ui(ui, &name, changeable.then_some(name.as_str()), chosen);
            self.take_section(ui, &response, Chosen::UpstreamChange, moved);
        }
        let mut entries = known.entries.iter().filter(|entry| !entry.hidden).peekable();
        for (index, section) in prompts.set.sections.iter().enumerate() {
            let chosen = self.chosen == Some(Chosen::Section(index));
            let spoken = changeable.then(|| text::prompts::section_spoken(&section.name));
            let response = section_ui(ui, &section.name, spoken.as_deref(), chosen);
            self.take_section(ui, &response, Chosen::Section(index), moved);
            landings.push(Landing { place: PromptPlace { section: index, index: 0 }, height: ui.cursor().top() });
            while let Some(entry) = entries.next_if(|entry| entry.place.section == index) {
                self.row_ui(ui, &self.row(entry, changeable), moved, &mut asked);
                let place = PromptPlace { index: entry.place.index + 1, ..entry.place };
                landings.push(Landing { place, height: ui.cursor().top() });
            }
        }
        let mut hidden = known.entries.iter().filter(|entry| entry.hidden).peekable();
        if hidden.peek().is_some() {
            section_ui(ui, text::prompts::hidden_heading(), None, false);
        }
        for entry in hidden {
            self.row_ui(ui, &self.row(entry, changeable), moved, &mut asked);
        }
        let dropped = self.dragged.ui(ui, &landings).map(|(id, place)| SetChange::Put(id, place));
        dropped.or(asked)
    }

    fn row<'a>(&self, entry: &'a Entry, changeable: bool) -> PromptRow<'a> {
        let id = Some(&entry.prompt.id);
        PromptRow { entry, chosen: self.chosen() == id, changeable, cut: self.cut.as_ref() == id }
    }

    fn row_ui(&mut self, ui: &mut Ui, row: &PromptRow<'_>, moved: bool, asked: &mut Option<SetChange>) {
        let (response, opens) = row.ui(ui, asked);
        self.edits_alone |= opens;
        if row.chosen {
            self.draw_as_chosen(ui, &response, moved);
        }
        self.take_pointer(ui, &response, row);
    }

    /// The chosen row has the keyboard where the list has it, and is scrolled to when it comes or moves.
    fn draw_as_chosen(&mut self, ui: &Ui, response: &Response, moved: bool) {
        self.row = Some(response.id);
        if moved {
            ui.scroll_to_rect(response.rect, None);
        }
        let is_covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        if !is_covered && std::mem::take(&mut self.wants_keyboard) && !writes_in_text_field(ui.ctx()) {
            response.request_focus();
        }
    }

    /// A row that is no prompt: a click opens what it is of.
    fn take_section(&mut self, ui: &Ui, response: &Response, row: Chosen, moved: bool) {
        if self.chosen.as_ref() == Some(&row) {
            self.draw_as_chosen(ui, response, moved);
        }
        if response.clicked() {
            self.chosen = Some(row);
            self.edits_alone = true;
            self.wants_keyboard = true;
        }
    }

    fn take_pointer(&mut self, ui: &Ui, response: &Response, row: &PromptRow<'_>) {
        let is_touched = scrolls_by_touch(ui, response);
        let is_dragged = response.drag_started() && !is_touched;
        if response.clicked() || is_dragged {
            self.chosen = Some(Chosen::Prompt(row.entry.prompt.id.clone()));
            self.wants_keyboard = true;
        }
        if is_dragged && row.changeable && !row.entry.hidden {
            self.dragged.begin(row.entry.prompt.id.clone());
        }
    }

    fn has_keyboard_elsewhere(&self) -> bool {
        self.editor.has_keyboard() || self.set_editor.has_keyboard()
    }

    /// Whether anything is open that Esc closes.
    pub(crate) fn has_open(&self) -> bool {
        let is_moving = self.dragged.is_dragging() || self.cut.is_some();
        is_moving || self.has_keyboard_elsewhere() || self.set_editor.is_open() || self.edits_alone
    }

    /// Lets a row that is dragged go where it was; with none dragged, gives the keyboard back to the list.
    pub fn escape(&mut self, ctx: &egui::Context) {
        if self.dragged.stop() {
            return;
        }
        if self.has_keyboard_elsewhere() {
            give_up_keyboard(ctx);
        } else if !self.set_editor.is_open() && std::mem::take(&mut self.edits_alone) {
            return;
        }
        if !self.set_editor.close() {
            self.cut = None;
        }
    }
}

/// Nothing has the keyboard then.
fn give_up_keyboard(ctx: &egui::Context) {
    ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
}

#[cfg(test)]
mod tests {
    use egui::Key;

    use super::*;
    use crate::domain::prompts::prompt_library::Changes;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::prompts::sample::Sample;

    type Shown = (PromptsScreen, Option<Action>);

    fn shown(sample: Sample) -> WindowOfOne<'static, Shown> {
        WindowOfOne::of(Shown::default(), move |ui, (screen, asked)| {
            *asked = screen.ui(ui, &sample.prompts()).or(asked.take());
        })
    }

    #[test]
    fn the_arrows_choose_a_row_and_enter_its_title() {
        let sample = Sample::new();
        let prompts: Vec<PromptId> = sample.set.sections[0].prompts.iter().map(|placed| placed.id.clone()).collect();
        let mut window = shown(sample);
        assert_eq!(window.view().0.chosen(), prompts.first());
        window.presses(Key::ArrowDown);
        assert_eq!(window.view().0.chosen(), prompts.get(1));
        assert_eq!(window.view().0.moves(Direction::Up), Some(SetChange::Step(prompts[1].clone(), Direction::Up)));
        window.presses(Key::Enter).types("x");
        let typed = matches!(&window.view().1, Some(Action::Arrange(SetChange::Reword(id, _))) if *id == prompts[1]);
        assert!(typed, "{:?}", window.view().1);
    }

    #[test]
    fn delete_hides_a_prompt_of_the_guideline_and_the_next_one_is_chosen() {
        let sample = Sample::new();
        let prompts: Vec<PromptId> = sample.set.sections[0].prompts.iter().map(|placed| placed.id.clone()).collect();
        let mut window = shown(sample);
        window.presses(Key::Delete);
        assert_eq!(window.view().1, Some(Action::Arrange(SetChange::Hide(prompts[0].clone(), true))));
        assert_eq!(window.view().0.chosen(), prompts.get(1));
        let mut window = shown(Sample { changes: Changes::NotInTheGuideline, ..Sample::new() });
        window.presses(Key::Delete);
        assert_eq!(window.view().1, None, "the guideline’s own stay");
    }

    #[test]
    fn the_list_is_one_stop_of_tab_and_its_keys_go_with_the_choice() {
        let mut window = shown(Sample::new());
        window.presses(Key::End).presses(Key::Home).types("ref");
        let chosen = window.view().0.chosen().cloned().unwrap();
        assert_eq!(Sample::new().set.prompt(&chosen).unwrap().title, "Reflect on themes");
        let row = window.view().0.row;
        assert!(row.is_some() && window.focused() == row, "what is chosen has the keyboard");
        window.presses(Key::Tab);
        assert!(window.focused() != row && window.view().0.chosen() == Some(&chosen));
        window.presses_with(egui::Modifiers::SHIFT, Key::Tab);
        assert_eq!(window.focused(), row);
    }

    #[test]
    fn a_section_that_is_moved_stays_the_chosen_one() {
        let mut screen = PromptsScreen { chosen: Some(Chosen::Section(1)), ..PromptsScreen::default() };
        screen.choose_with(&SetChange::StepSection(1, Direction::Down), 5);
        assert_eq!(screen.moves(Direction::Up), Some(SetChange::StepSection(2, Direction::Up)));
        screen.choose_with(&SetChange::AddSection(Some(2), "New".to_owned()), 5);
        assert_eq!(screen.chosen, Some(Chosen::Section(3)));
    }
}
