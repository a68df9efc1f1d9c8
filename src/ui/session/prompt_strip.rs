//! The prompt in view above the notes, with the ways to its neighbors and to all others: as much of the guide as a small
//! window has room for.
//!
//! Nothing below it moves when another prompt comes into view: it has room for the longest of them.

use egui::{
    Align, Id, Layout, Rect, RichText, ScrollArea, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText,
    accesskit::Role, vec2,
};

use crate::domain::id::PromptId;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::session::open_session::OpenSession;
use crate::ui::kit::key_scrolling::{Scrolled, scrolled_by_keys};
use crate::ui::kit::theme::{TARGET, palette, regular, semibold, size};
use crate::ui::kit::widgets::{WORDS_MARGIN, paragraph, quiet, styled, text_button, text_width};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// The most of the window's height that guidance takes.
const GUIDANCE_SHARE: f32 = 0.24;

/// Draws the title of the prompt in view, and below it the guidance if there is room for that.
pub(crate) fn prompt_strip_ui(ui: &mut Ui, open: &OpenSession, has_guidance: bool) -> Option<Action> {
    let Some(prompt) = open.here() else {
        quiet(ui, text::session::guide_no_prompts());
        return None;
    };
    let prompts = &open.session().prompts;
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut asked = None;
    ui.horizontal_top(|ui| {
        let number = number_width(ui, prompts);
        let steps = number + 2.0 * TARGET + 3.0 * ui.spacing().item_spacing.x;
        let title = vec2(ui.available_width() - steps, 0.0);
        let title = ui.allocate_ui_with_layout(title, Layout::top_down(Align::Min), |ui| title_ui(ui, prompt, prompts));
        asked = title.inner.or(steps_ui(ui, prompt, number));
    });
    if has_guidance {
        guidance_ui(ui, prompt, prompts);
    }
    asked
}

fn number_of(prompt: &Prompt) -> String {
    let number = prompt.paragraph.map(|paragraph| text::session::guide_paragraph(&paragraph.to_string()));
    number.unwrap_or_default()
}

/// The width of the widest number of a paragraph: all titles have the same room beside it.
fn number_width(ui: &Ui, prompts: &[Prompt]) -> f32 {
    let width = |prompt: &Prompt| text_width(ui, &number_of(prompt), regular(size::QUIET));
    prompts.iter().map(width).fold(0.0, f32::max)
}

/// The number of the paragraph, and the ways to the neighbors.
fn steps_ui(ui: &mut Ui, prompt: &Prompt, number_width: f32) -> Option<Action> {
    let number = number_of(prompt);
    let left = number_width - text_width(ui, &number, regular(size::QUIET));
    ui.add_space(left);
    quiet(ui, number);
    let mut asked = None;
    for (name, command) in [("‹", Command::PreviousPrompt), ("›", Command::NextPrompt)] {
        let response = text_button(ui, name, regular(size::NOTES), palette(ui).text);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, command.name()));
        asked = response.clicked().then_some(Action::Run(command)).or(asked);
    }
    asked
}

/// The title, which leads to all prompts.
fn title_ui(ui: &mut Ui, prompt: &Prompt, prompts: &[Prompt]) -> Option<Action> {
    ui.set_min_width(ui.available_width());
    let width = ui.available_width() - 2.0 * WORDS_MARGIN.x;
    let font = semibold(size::NOTES);
    let highest =
        highest_of(ui, prompts, width, |prompt| RichText::new(text::prompts::title_of(prompt)).font(font.clone()));
    ui.set_min_height(TARGET.max(highest + 2.0 * WORDS_MARGIN.y));
    let jump = text_button(ui, text::prompts::title_of(prompt), font, palette(ui).text);
    jump.clicked().then_some(Action::Run(Command::Jump))
}

/// The guidance, which scrolls by itself if it takes more than its share of the window.
fn guidance_ui(ui: &mut Ui, prompt: &Prompt, prompts: &[Prompt]) {
    let color = palette(ui).text;
    let guidance = |prompt: &Prompt| styled(&prompt.guidance, size::BODY, color);
    let share = GUIDANCE_SHARE * ui.ctx().content_rect().height();
    let width = ui.available_width();
    let height = highest_of(ui, prompts, width, guidance).min(share);
    let takes_keyboard = highest_of(ui, std::slice::from_ref(prompt), width, guidance) > height + 0.5;
    let mut scroll = ScrollArea::vertical().id_salt("strip").auto_shrink(false).max_height(height);
    if is_another(ui, prompt) {
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    let of = Scrolled { id: Id::unique("guidance in view"), name: text::prompts::title_of(prompt), takes_keyboard };
    let place = Rect::from_min_size(ui.cursor().min, vec2(width, height));
    let scroll = scroll.min_scrolled_height(height);
    scrolled_by_keys(ui, of, place, scroll, |ui| paragraph(ui, guidance(prompt)));
}

/// Whether another prompt was in view in the frame before: this one is shown from its beginning.
fn is_another(ui: &Ui, prompt: &Prompt) -> bool {
    let last = ui.data_mut(|data| {
        let last = data.get_temp_mut_or_default::<Option<PromptId>>(Id::unique("prompt of the strip"));
        last.replace(prompt.id.clone())
    });
    last.as_ref() != Some(&prompt.id)
}

/// How high the highest of these words is, of all prompts, in a width.
fn highest_of(ui: &Ui, prompts: &[Prompt], width: f32, words: impl Fn(&Prompt) -> RichText) -> f32 {
    let height = |prompt: &Prompt| {
        let words = WidgetText::from(words(prompt));
        words.into_galley(ui, Some(TextWrapMode::Wrap), width, TextStyle::Body).size().y
    };
    prompts.iter().map(height).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;
    use crate::domain::prompts::prompt_set::Direction;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;

    type Shown = (OpenSession, Option<Action>, u32);

    fn strip(has_guidance: bool, width: f32) -> WindowOfOne<'static, Shown> {
        let began = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let open = OpenSession::begin(began, "K-07", None, integration_session().prompts);
        WindowOfOne::of((open, None, 0), move |ui, (open, asked, height): &mut Shown| {
            ui.set_max_width(width);
            let strip = ui.scope(|ui| prompt_strip_ui(ui, open, has_guidance));
            *asked = strip.inner.or(asked.take());
            *height = strip.response.rect.height().round() as u32;
        })
    }

    #[test]
    fn it_leads_to_the_neighbors_and_to_all_prompts() {
        let mut window = strip(true, 400.0);
        for (name, command) in [
            (Command::NextPrompt.name(), Command::NextPrompt),
            (Command::PreviousPrompt.name(), Command::PreviousPrompt),
            ("Open, and let it lead", Command::Jump),
        ] {
            assert_eq!(window.clicks(name).view().1, Some(Action::Run(command)));
        }
    }

    #[test]
    fn it_is_as_high_whichever_prompt_is_in_view() {
        for (has_guidance, width) in [(true, 400.0), (false, 400.0), (true, 200.0), (false, 200.0)] {
            let mut window = strip(has_guidance, width);
            let height = window.presses(egui::Key::F20).view().2;
            for _ in 0..15 {
                window.view_mut().0.step(Direction::Down);
                assert_eq!(window.presses(egui::Key::F20).view().2, height, "{width}");
            }
        }
    }
}
