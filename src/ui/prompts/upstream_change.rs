//! What a later version of the guideline brings to a set: prompt by prompt, used or not.

use egui::Ui;

use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::prompt_set::{PromptSet, SetChange, UpstreamChange};
use crate::ui::kit::semantics::{Rank, heading_of};
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{bold, button, heading, named, paragraph, styled};
use crate::ui::text;

/// Draws every difference with its two answers.
pub(crate) fn ui(ui: &mut Ui, set: &PromptSet, upstream_changes: &[UpstreamChange]) -> Option<SetChange> {
    let colors = palette(ui);
    heading(ui, text::prompts::change_heading());
    paragraph(ui, styled(text::prompts::change_hint(), size::QUIET, colors.quiet));
    let mut asked = None;
    for one in upstream_changes {
        ui.add_space(12.0);
        let (prompt, [what, accept, decline]) = said_of(one);
        let mine = set.prompt(&prompt.id);
        let title = mine.as_ref().map_or(&prompt.title, |mine| &mine.title);
        paragraph(ui, styled(what, size::QUIET, colors.accent));
        let named = paragraph(ui, bold(title, size::NOTES, colors.text));
        heading_of(ui, &named, title, Rank::Part);
        match (one, &mine) {
            (UpstreamChange::Changed { before, now }, Some(mine)) => differences_ui(ui, mine, before, now),
            (_, mine) => {
                let guidance = mine.as_ref().map_or(&prompt.guidance, |mine| &mine.guidance);
                paragraph(ui, styled(guidance, size::BODY, colors.text));
            }
        }
        ui.horizontal_wrapped(|ui| {
            if answered(ui, accept, title) {
                asked = Some(SetChange::Take(Box::new(one.clone())));
            }
            if answered(ui, decline, title) {
                asked = Some(SetChange::Leave(Box::new(one.clone())));
            }
        });
    }
    asked
}

/// The prompt that a change is of, what the change is, and the two answers.
fn said_of(change: &UpstreamChange) -> (&Prompt, [&'static str; 3]) {
    use text::prompts as say;
    match change {
        UpstreamChange::New(prompt) => {
            (prompt, [say::change_new(), say::change_new_accept(), say::change_new_decline()])
        }
        UpstreamChange::Changed { now, .. } => {
            (now, [say::change_changed(), say::change_changed_accept(), say::change_changed_decline()])
        }
        UpstreamChange::Gone(prompt) => {
            (prompt, [say::change_gone(), say::change_gone_accept(), say::change_gone_decline()])
        }
    }
}

/// One of the answers; a screen reader says of which prompt.
fn answered(ui: &mut Ui, answer: &str, title: &str) -> bool {
    let response = button(ui, answer);
    named(ui, &response, &text::prompts::change_answer_spoken(answer, title));
    response.clicked()
}

/// The fields that the guideline words otherwise now: this set’s words, and the new ones.
fn differences_ui(ui: &mut Ui, mine: &Prompt, before: &Prompt, now: &Prompt) {
    let colors = palette(ui);
    let texts = |prompt: &Prompt| {
        [
            prompt.title.clone(),
            text::prompts::kind(&prompt.kind).to_owned(),
            prompt.section.clone(),
            prompt.guidance.clone(),
            prompt.only_if.clone().unwrap_or_default(),
            prompt.example_wording.join(" / "),
        ]
    };
    for ((mine, old), new) in texts(mine).iter().zip(&texts(before)).zip(&texts(now)) {
        if old != new {
            paragraph(ui, styled(text::prompts::change_yours(mine), size::QUIET, colors.quiet));
            paragraph(ui, styled(text::prompts::change_guidelines(new), size::BODY, colors.text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::prompts::sample::Sample;

    #[test]
    fn each_answer_is_of_its_prompt_and_both_wordings_are_shown() {
        let Sample { mut guideline, set, .. } = Sample::new();
        let title = guideline.prompts[0].title.clone();
        let old = std::mem::replace(&mut guideline.prompts[0].guidance, "Wait.".to_owned());
        guideline.prompts[1].guidance = "Stay.".to_owned();
        let changes = set.upstream_changes(&guideline);
        assert_eq!(changes.len(), 2);
        let drawn = changes.clone();
        let mut window = WindowOfOne::of(None, move |ui, asked| *asked = super::ui(ui, &set, &drawn).or(asked.take()));
        assert!(window.hears(&format!("Yours: {old}")) && window.hears("New: Wait."));
        window.clicks(&format!("Use the new wording: {title}"));
        assert_eq!(window.view(), &Some(SetChange::Take(Box::new(changes[0].clone()))));
        window.clicks(&format!("Keep mine: {title}"));
        assert_eq!(window.view(), &Some(SetChange::Leave(Box::new(changes[0].clone()))));
    }
}
