//! One of several, as words: the choices stand beside each other, and one of them is chosen.
//!
//! Must not know what is chosen.

use egui::{Response, Ui, WidgetInfo, accesskit::Role, vec2};

use super::semantics::part;
use super::theme::{TARGET, palette, regular, semibold, size};
use super::widgets::{bold, chosen_line, text_button_of, text_width};
use crate::ui::text;

/// The room between two choices.
const BETWEEN: f32 = 14.0;

/// How wide a choice is: chosen or not, nothing beside it moves.
pub(crate) fn choice_width(ui: &Ui, name: &str) -> f32 {
    text_width(ui, name, semibold(size::QUIET)) + 8.0
}

/// One of several choices, as words; a line under the chosen one tells it from the others without its color.
pub fn choice(ui: &mut Ui, name: &str, chosen: bool, description: &str) -> Response {
    let palette = palette(ui);
    let (font, color) =
        if chosen { (semibold(size::QUIET), palette.accent) } else { (regular(size::QUIET), palette.quiet) };
    let response = text_button_of(ui, name, font, color, vec2(choice_width(ui, name), TARGET));
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, description));
    if chosen {
        chosen_line(ui, response.rect.shrink2(vec2(4.0, 0.0)));
    }
    response
}

/// A row of choices of which one is chosen; `name` is what is chosen.
pub(crate) fn choices<T>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> T) -> T {
    let row = ui.horizontal_wrapped(|ui| {
        part(ui, Role::RadioGroup, name);
        ui.spacing_mut().item_spacing.x = BETWEEN;
        content(ui)
    });
    row.inner
}

/// A question with two answers; returns the other one, if it was chosen.
pub(crate) fn yes_or_no(ui: &mut Ui, question: &str, is_yes: bool) -> Option<bool> {
    ui.label(bold(question, size::QUIET, palette(ui).text));
    let mut chosen = None;
    choices(ui, question, |ui| {
        for (name, answer) in [(text::shell::yes(), true), (text::shell::no(), false)] {
            if choice(ui, name, is_yes == answer, &text::shell::answer(name, question)).clicked() && is_yes != answer {
                chosen = Some(answer);
            }
        }
    });
    ui.add_space(4.0);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn only_the_other_answer_is_an_answer() {
        let mut window = WindowOfOne::of(None, |ui, answered: &mut Option<bool>| {
            *answered = yes_or_no(ui, "Hide it", true).or(answered.take());
        });
        assert_eq!(window.clicks(&text::shell::answer(text::shell::yes(), "Hide it")).view(), &None);
        assert_eq!(window.clicks(&text::shell::answer(text::shell::no(), "Hide it")).view(), &Some(false));
    }
}
