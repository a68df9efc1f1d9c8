//! What a later version of the guideline brings to a set: prompt by prompt, taken or left.

use egui::Ui;

use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::prompt_set::{Change, UpstreamChange};
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{bold, button, heading, paragraph, text};

/// Draws every difference with its two answers.
pub(crate) fn ui(ui: &mut Ui, drift: &[UpstreamChange]) -> Option<Change> {
    let colors = palette(ui);
    heading(ui, "The guideline has changed");
    let hint = "This set keeps its words and its order. Take what you want; what you leave is not shown again, unless it changes once more.";
    paragraph(ui, text(hint, size::QUIET, colors.quiet));
    let mut asked = None;
    for one in drift {
        ui.add_space(12.0);
        let (what, prompt) = match one {
            UpstreamChange::New(prompt) => ("New", prompt),
            UpstreamChange::Changed { now, .. } => ("Changed", &**now),
            UpstreamChange::Gone(prompt) => ("No longer in the guideline", prompt),
        };
        paragraph(ui, text(what, size::QUIET, colors.accent));
        paragraph(ui, bold(&prompt.title, size::NOTES, colors.text));
        if let UpstreamChange::Changed { before, now } = one {
            differences_ui(ui, before, now);
        } else {
            paragraph(ui, text(&prompt.guidance, size::BODY, colors.text));
        }
        ui.horizontal_wrapped(|ui| {
            if button(ui, "Take").clicked() {
                asked = Some(Change::Take(Box::new(one.clone())));
            }
            if button(ui, "Leave").clicked() {
                asked = Some(Change::Leave(Box::new(one.clone())));
            }
        });
    }
    asked
}

/// The fields that say something else now, before and after.
fn differences_ui(ui: &mut Ui, before: &Prompt, now: &Prompt) {
    let colors = palette(ui);
    let texts = |prompt: &Prompt| {
        [
            prompt.title.clone(),
            prompt.kind.label().to_owned(),
            prompt.section.clone(),
            prompt.guidance.clone(),
            prompt.only_if.clone().unwrap_or_default(),
            prompt.example_wording.join(" / "),
        ]
    };
    for (old, new) in texts(before).iter().zip(&texts(now)).filter(|(old, new)| old != new) {
        paragraph(ui, text(format!("Before: {old}"), size::QUIET, colors.quiet));
        paragraph(ui, text(format!("Now: {new}"), size::BODY, colors.text));
    }
}
