//! One prompt in the therapist's own words, field by field, with the guideline's beside them.
//!
//! Owns which of its fields has the keyboard. What a field may say is the domain's.

use egui::Ui;

use super::prompt_rows::Entry;
use super::{Prompts, hint};
use crate::domain::prompts::guideline::{Prompt, PromptKind};
use crate::domain::prompts::prompt_set::{PromptSet, SetChange};
use crate::domain::prompts::wording::{Field, WordingEdit};
use crate::ui::Action;
use crate::ui::kit::choices::{Choice, choices};
use crate::ui::kit::drop_down::DropDown;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::room::at_both_ends;
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{
    area, field, give_keyboard, label, named, paragraph, quiet, styled, text_button, text_width,
};
use crate::ui::session::guide_panel::prompt_ui;
use crate::ui::text;

/// What is between what is theirs and the way back, where they are in one row.
const BETWEEN: &str = "·";

/// The fields of the chosen prompt.
#[derive(Debug, Default)]
pub(crate) struct PromptEditor {
    asks_for_title: bool,
    has_keyboard: bool,
}

/// What the fields are of.
struct Edited<'a> {
    prompt: &'a Prompt,
    set: &'a PromptSet,
    /// What the guideline says; nothing of a prompt of their own.
    guidelines: Option<&'a Prompt>,
}

impl PromptEditor {
    /// Brings the keyboard into the title.
    pub(crate) fn focus_title(&mut self) {
        self.asks_for_title = true;
    }

    /// Whether one of its fields had the keyboard when it was drawn last.
    pub(crate) fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }

    /// Forgets that a field had the keyboard: none is drawn.
    pub(crate) fn is_not_drawn(&mut self) {
        self.has_keyboard = false;
    }

    /// Draws the chosen prompt; `place` is its number and how many there are.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        prompts: &Prompts<'_>,
        entry: &Entry,
        place: (usize, usize),
    ) -> Option<Action> {
        let mut asked = None;
        if prompts.changes.are_allowed() {
            let edited = Edited {
                prompt: &entry.prompt,
                set: prompts.set,
                guidelines: prompts.set.guidelines(&entry.prompt.id),
            };
            asked = self.fields_ui(ui, &edited, entry);
        } else {
            prompt_ui(ui, &entry.prompt);
        }
        ui.add_space(14.0);
        let (number, count) = place;
        let says = if entry.hidden { text::prompts::place_hidden } else { text::prompts::place };
        let announced = says(count, number, &entry.prompt.section, entry.title());
        let response = quiet(ui, announced);
        said_aloud(ui, &response);
        ui.add_space(4.0);
        paragraph(ui, styled(hint(prompts.changes, ui.ctx()), size::QUIET, palette(ui).quiet));
        asked.map(Action::Arrange)
    }

    fn fields_ui(&mut self, ui: &mut Ui, edited: &Edited<'_>, entry: &Entry) -> Option<SetChange> {
        let asked = [
            self.title_ui(ui, edited),
            kind_ui(ui, edited),
            self.guidance_ui(ui, edited),
            self.examples_ui(ui, edited),
            self.condition_ui(ui, edited),
            section_choice_ui(ui, edited, entry),
        ];
        asked.into_iter().flatten().next()
    }

    fn title_ui(&mut self, ui: &mut Ui, edited: &Edited<'_>) -> Option<SetChange> {
        let name = |ui: &mut Ui| drop(quiet(ui, text::prompts::title()));
        let ((), whole) = at_both_ends(ui, name, |ui| whole_ui(ui, edited));
        ui.add_space(-4.0);
        let mut title = edited.prompt.title.clone();
        give_keyboard(ui, edited.field(Field::Title).id(), &mut self.asks_for_title);
        let response = field(ui, text::prompts::title(), edited.field(Field::Title), &mut title, f32::INFINITY);
        self.has_keyboard |= response.has_focus();
        let typed = response.changed().then(|| edited.reword(WordingEdit::Title(title)));
        typed.or(whole).or(edited.wording_ui(ui, Field::Title, |prompt| prompt.title.clone()))
    }

    fn guidance_ui(&mut self, ui: &mut Ui, edited: &Edited<'_>) -> Option<SetChange> {
        label(ui, text::prompts::guidance());
        let mut guidance = edited.prompt.guidance.clone();
        let response = area(ui, text::prompts::guidance(), edited.field(Field::Guidance), &mut guidance, 3);
        self.has_keyboard |= response.has_focus();
        let typed = response.changed().then(|| edited.reword(WordingEdit::Guidance(guidance)));
        typed.or(edited.wording_ui(ui, Field::Guidance, |prompt| prompt.guidance.clone()))
    }

    fn examples_ui(&mut self, ui: &mut Ui, edited: &Edited<'_>) -> Option<SetChange> {
        let name = text::prompts::examples();
        label(ui, name);
        let mut examples = edited.prompt.example_wording.join("\n");
        let response = area(ui, name, edited.field(Field::ExampleWording), &mut examples, 3);
        self.has_keyboard |= response.has_focus();
        let lines = || {
            let lines =
                if examples.is_empty() { Vec::new() } else { examples.split('\n').map(str::to_owned).collect() };
            edited.reword(WordingEdit::ExampleWording(lines))
        };
        let typed = response.changed().then(lines);
        typed.or(edited.wording_ui(ui, Field::ExampleWording, |prompt| prompt.example_wording.join(" / ")))
    }

    fn condition_ui(&mut self, ui: &mut Ui, edited: &Edited<'_>) -> Option<SetChange> {
        label(ui, text::prompts::only_if());
        let mut condition = edited.condition();
        let response = crate::ui::kit::widgets::search_field(
            ui,
            text::prompts::only_if_hint(),
            edited.field(Field::OnlyIf),
            &mut condition,
            f32::INFINITY,
        );
        named(ui, &response, text::prompts::only_if());
        self.has_keyboard |= response.has_focus();
        let typed = response.changed().then(|| edited.reword(WordingEdit::OnlyIf(condition)));
        let of_guideline =
            |prompt: &Prompt| prompt.only_if.clone().unwrap_or_else(|| text::prompts::no_condition().to_owned());
        typed.or(edited.wording_ui(ui, Field::OnlyIf, of_guideline))
    }
}

impl Edited<'_> {
    fn field(&self, field: Field) -> TextField<'_> {
        TextField::Prompt(&self.set.id, &self.prompt.id, field)
    }

    fn reword(&self, edit: WordingEdit) -> SetChange {
        SetChange::Reword(self.prompt.id.clone(), edit)
    }

    /// The condition as it was typed, blanks and all.
    fn condition(&self) -> String {
        let own = self.set.placed(&self.prompt.id).and_then(|placed| placed.wording.only_if.clone());
        own.or_else(|| self.prompt.only_if.clone()).unwrap_or_default()
    }

    fn says_otherwise(&self, field: Field) -> bool {
        self.set.placed(&self.prompt.id).is_some_and(|placed| placed.wording.has(field))
    }

    /// Where a field is in other words: what the guideline says, and the way back.
    fn wording_ui(&self, ui: &mut Ui, field: Field, of: impl Fn(&Prompt) -> String) -> Option<SetChange> {
        let guidelines = self.guidelines.filter(|_| self.says_otherwise(field));
        let Some(guidelines) = guidelines else {
            ui.add_space(6.0);
            return None;
        };
        let says = match field {
            Field::ExampleWording => Original::Example(of(guidelines)),
            _ => Original::Guideline(guidelines, of(guidelines)),
        };
        let goes_back = original_ui(ui, text::prompts::your_wording(), &says);
        goes_back.then(|| SetChange::RestoreField(self.prompt.id.clone(), field))
    }
}

/// What a field said before, and whose words these are.
enum Original<'a> {
    Guideline(&'a Prompt, String),
    Example(String),
}

impl Original<'_> {
    /// What it says.
    fn words(&self) -> String {
        match self {
            Self::Guideline(_, says) => text::prompts::guideline_says(says),
            Self::Example(says) => text::prompts::example_was(says),
        }
    }

    /// The name of the way back.
    fn restore(&self) -> String {
        match self {
            Self::Guideline(Prompt { paragraph: Some(paragraph), .. }, _) => {
                text::prompts::restore_paragraph(&paragraph.to_string())
            }
            Self::Guideline(..) => text::prompts::restore().to_owned(),
            Self::Example(_) => text::prompts::restore_example().to_owned(),
        }
    }
}

/// What is theirs, what was there before, and the way back; says whether that was taken.
fn original_ui(ui: &mut Ui, theirs: &str, original: &Original<'_>) -> bool {
    let colors = palette(ui);
    let back = ui.horizontal_wrapped(|ui| {
        let name = original.restore();
        let width = ui.available_width();
        ui.label(styled(theirs, size::QUIET, colors.accent));
        // Where the way back is in a row of its own, nothing is between them.
        if [theirs, BETWEEN, &name].map(|words| text_width(ui, words, regular(size::QUIET)) + 8.0).iter().sum::<f32>()
            < width
        {
            ui.label(styled(BETWEEN, size::QUIET, colors.accent));
        }
        text_button(ui, &name, regular(size::QUIET), colors.accent).clicked()
    });
    paragraph(ui, styled(original.words(), size::QUIET, colors.quiet));
    ui.add_space(6.0);
    back.inner
}

fn kind_ui(ui: &mut Ui, edited: &Edited<'_>) -> Option<SetChange> {
    label(ui, text::prompts::kind_label());
    let [me, ask, offer] = PromptKind::ALL;
    let known = [ask, offer, me];
    let other = (!known.contains(&edited.prompt.kind)).then(|| edited.prompt.kind.clone());
    let kinds: Vec<PromptKind> = known.into_iter().chain(other).collect();
    let all = kinds.iter().map(|kind| {
        let name = text::prompts::kind(kind);
        Choice { value: kind, name, spoken: name.to_owned(), is_chosen: edited.prompt.kind == *kind }
    });
    let chosen = choices(ui, text::prompts::kind_label(), all).filter(|kind| **kind != edited.prompt.kind);
    let chosen = chosen.map(|kind| edited.reword(WordingEdit::Kind(kind.clone())));
    chosen.or(edited.wording_ui(ui, Field::Kind, |prompt| text::prompts::kind(&prompt.kind).to_owned()))
}

fn section_choice_ui(ui: &mut Ui, edited: &Edited<'_>, entry: &Entry) -> Option<SetChange> {
    label(ui, text::prompts::section());
    let mut other = None;
    let here = entry.place.section;
    let salt = ("section", edited.set.id.as_str(), edited.prompt.id.as_str());
    let sections = edited.set.sections.iter().enumerate();
    let choices = sections.map(|(index, section)| (index, section.name.as_str(), index == here));
    if let Some(index) = DropDown::new(salt, text::prompts::section(), 220.0).ui(ui, &entry.prompt.section, choices)
        && index != here
    {
        other = Some(SetChange::PutInto(edited.prompt.id.clone(), index));
    }
    let home = edited.set.guidelines_section(&edited.prompt.id).filter(|home| *home != here);
    match (edited.guidelines, home) {
        (Some(guidelines), Some(home))
            if original_ui(
                ui,
                text::prompts::your_section(),
                &Original::Guideline(guidelines, guidelines.section.clone()),
            ) =>
        {
            other = Some(SetChange::PutInto(edited.prompt.id.clone(), home));
        }
        (_, Some(_)) => {}
        (_, None) => ui.add_space(6.0),
    }
    other
}

/// What can be done to all of the prompt, beside the name of its title.
fn whole_ui(ui: &mut Ui, edited: &Edited<'_>) -> Option<SetChange> {
    let color = palette(ui).accent;
    let id = || edited.prompt.id.clone();
    let mut button = |name: &str| text_button(ui, name, regular(size::QUIET), color).clicked();
    if edited.set.is_own(&edited.prompt.id) {
        return button(text::prompts::delete_own()).then(|| SetChange::DeleteOwn(id()));
    }
    let fields = [Field::Title, Field::Kind, Field::Guidance, Field::ExampleWording, Field::OnlyIf];
    let reworded = fields.into_iter().filter(|field| edited.says_otherwise(*field)).count();
    (reworded > 1 && button(text::prompts::restore_all())).then(|| SetChange::RestorePrompt(id()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::prompts::prompt_library::Changes;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::prompts::sample::{Sample, prompt};

    fn shown(sample: Sample) -> WindowOfOne<'static, Option<Action>> {
        let mut editor = PromptEditor::default();
        WindowOfOne::of(None, move |ui, asked| {
            let answer = editor.ui(ui, &sample.prompts(), &sample.entry("open"), (3, 16));
            *asked = answer.or(asked.take());
        })
    }

    #[test]
    fn beside_other_words_are_the_guidelines_and_the_way_back_to_them() {
        let reword = SetChange::Reword(prompt("open"), WordingEdit::Title("Begin".to_owned()));
        let Prompt { title, paragraph, .. } = Sample::new().entry("open").prompt;
        let restore = format!("Restore the guideline’s, ¶{}", paragraph.unwrap());
        assert!(!shown(Sample::new()).hears(&restore));
        let mut window = shown(Sample::new().after(reword));
        assert!(window.hears("Begin") && window.hears(&format!("The guideline says: {title}")));
        window.clicks(&restore);
        let back = SetChange::RestoreField(prompt("open"), Field::Title);
        assert_eq!(window.view(), &Some(Action::Arrange(back)));
    }

    #[test]
    fn what_may_not_be_changed_is_read_and_has_no_fields() {
        let guidance = Sample::new().entry("open").prompt.guidance;
        assert!(shown(Sample::new()).hears("Guidance"));
        let window = shown(Sample { changes: Changes::NotInTheGuideline, ..Sample::new() });
        assert!(window.hears(&guidance) && !window.hears("Guidance"));
    }
}
