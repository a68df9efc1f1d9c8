//! One of several, as words: the choices stand beside each other, and one of them is chosen.
//!
//! Must not know what is chosen.

use egui::{EventFilter, Id, Key, Modifiers, Response, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

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

/// One of several that can be chosen.
#[derive(Debug)]
pub(crate) struct Choice<'a, T> {
    /// What is chosen by it.
    pub(crate) value: T,
    /// Its words.
    pub(crate) name: &'a str,
    /// What a screen reader says of it.
    pub(crate) spoken: String,
    /// Whether it is the one.
    pub(crate) is_chosen: bool,
}

/// A choice by itself, whose other is no choice of words; a line under it says that it is chosen, without its color.
pub(crate) fn choice(ui: &mut Ui, name: &str, chosen: bool, spoken: &str) -> Response {
    choice_ui(ui, &Choice { value: (), name, spoken: spoken.to_owned(), is_chosen: chosen }, Sense::click())
}

fn choice_ui<T>(ui: &mut Ui, choice: &Choice<'_, T>, sense: Sense) -> Response {
    let (palette, chosen) = (palette(ui), choice.is_chosen);
    let (font, color) =
        if chosen { (semibold(size::QUIET), palette.accent) } else { (regular(size::QUIET), palette.quiet) };
    let least = vec2(choice_width(ui, choice.name), TARGET);
    let response = text_button_of(ui, choice.name, font, color, least, sense);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &choice.spoken));
    if chosen {
        chosen_line(ui, response.rect.shrink2(vec2(4.0, 0.0)));
    }
    response
}

/// A row of choices of which one is chosen; `name` is what is chosen. Returns the one that was
/// chosen now, even if it was before.
pub(crate) fn choices<'a, T>(ui: &mut Ui, name: &str, all: impl IntoIterator<Item = Choice<'a, T>>) -> Option<T> {
    let row = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        choices_in(ui, name, all)
    });
    row.inner
}

/// The same in the row that is being drawn. Tab goes to the chosen one alone, and the arrows choose another, as
/// everywhere on a desktop.
pub(crate) fn choices_in<'a, T>(ui: &mut Ui, name: &str, all: impl IntoIterator<Item = Choice<'a, T>>) -> Option<T> {
    part(ui, Role::RadioGroup, name);
    let all: Vec<Choice<'a, T>> = all.into_iter().collect();
    let stop = all.iter().position(|choice| choice.is_chosen).unwrap_or_default();
    let mut clicked = None;
    let mut drawn = Vec::with_capacity(all.len());
    for (index, choice) in all.iter().enumerate() {
        let response = choice_ui(ui, choice, if index == stop { Sense::click() } else { Sense::CLICK });
        if response.clicked() {
            clicked = Some(index);
        }
        drawn.push(response);
    }
    let stepped = drawn.get(stop).and_then(|response| step(ui, response, stop, drawn.len()));
    if let Some(response) = stepped.and_then(|index| drawn.get(index)) {
        response.request_focus();
    }
    let chosen = stepped.or(clicked)?;
    all.into_iter().nth(chosen).map(|choice| choice.value)
}

/// Which one the arrows choose, if the one that Tab goes to has the keyboard.
fn step(ui: &Ui, stop: &Response, index: usize, count: usize) -> Option<usize> {
    if !stop.has_focus() {
        return None;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(stop.id, arrows));
    ui.data_mut(|data| data.insert_temp(choosing(), stop.id));
    let steps = ui.input_mut(|input| {
        let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key).cast_signed();
        pressed(Key::ArrowRight) + pressed(Key::ArrowDown) - pressed(Key::ArrowLeft) - pressed(Key::ArrowUp)
    });
    let stepped = index.saturating_add_signed(steps).min(count.saturating_sub(1));
    (stepped != index).then_some(stepped)
}

/// By what the toolkit remembers the choice that had the keyboard last.
fn choosing() -> Id {
    Id::unique("choosing")
}

/// Whether the arrows choose in a row of choices, since one of them has the keyboard.
pub(super) fn arrows_choose(ui: &Ui) -> bool {
    let choosing = ui.data(|data| data.get_temp::<Id>(choosing()));
    choosing.is_some() && choosing == ui.memory(egui::Memory::focused)
}

/// A question with two answers; returns the other one, if it was chosen.
pub(crate) fn yes_or_no(ui: &mut Ui, question: &str, is_yes: bool) -> Option<bool> {
    ui.label(bold(question, size::QUIET, palette(ui).text));
    let answers = [(text::shell::yes(), true), (text::shell::no(), false)].map(|(name, value)| Choice {
        value,
        name,
        spoken: text::shell::answer(name, question),
        is_chosen: is_yes == value,
    });
    let chosen = choices(ui, question, answers);
    ui.add_space(4.0);
    chosen.filter(|answer| *answer != is_yes)
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

    #[test]
    fn tab_goes_to_the_chosen_one_alone_and_the_arrows_choose_another() {
        let mut window = WindowOfOne::of("b", |ui, chosen: &mut &str| {
            let all = ["a", "b", "c"].map(|value| Choice {
                value,
                name: value,
                spoken: value.to_owned(),
                is_chosen: *chosen == value,
            });
            *chosen = choices(ui, "letters", all).unwrap_or(*chosen);
            let _ = ui.button("after");
        });
        let has_keyboard = |window: &WindowOfOne<'_, &str>, name: &str| window.node(name).is_focused();
        window.presses(Key::Tab);
        assert!(has_keyboard(&window, "b"));
        for (arrow, chosen) in [
            (Key::ArrowRight, "c"),
            (Key::ArrowDown, "c"),
            (Key::ArrowLeft, "b"),
            (Key::ArrowUp, "a"),
            (Key::ArrowDown, "b"),
        ] {
            assert_eq!(window.presses(arrow).view(), &chosen);
            assert!(has_keyboard(&window, chosen), "{chosen}");
        }
        window.presses(Key::Tab);
        assert!(has_keyboard(&window, "after"));
    }
}
