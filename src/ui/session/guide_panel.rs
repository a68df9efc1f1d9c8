//! The guide: the stance, the prompt in view, and the outline of the set.
//!
//! It offers and never counts: no prompt is due, and none is missed.

use egui::{Align, Align2, Id, Rect, Response, ScrollArea, Stroke, Ui, UiBuilder, accesskit::Role, pos2, vec2};

use crate::domain::id::PromptId;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::outline::DropTarget;
use crate::domain::session::open_session::OpenSession;
use crate::ui::kit::arrows::arrow_steps;
use crate::ui::kit::dragging::{Dragging, Landing};
use crate::ui::kit::key_scrolling::{Scrolled, scrolled_by_keys};
use crate::ui::kit::room::{WindowRoom, beside_or_below};
use crate::ui::kit::semantics::{Rank, heading_of, part};
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::touch::is_touched;
use crate::ui::kit::widgets::{bold, hairline, paint_text, paragraph, quiet, row_of_list, styled};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// The height of a row of the outline.
const ROW: f32 = 24.0;

/// The least room of the prompt in view beside the whole outline. If there is less, they share the height.
const PROMPT_ROOM: f32 = 200.0;
const PROMPT_SHARE: f32 = 0.5;

/// A low guide leaves the prompt this much of it, as long as some rows of the outline are in sight.
const LOW_PROMPT_ROOM: f32 = 280.0;
const FIRST_ROWS: f32 = 3.0 * ROW;

/// The room between the prompt and the outline.
const BETWEEN: f32 = 26.0;

/// A narrower outline has the names of the sections above their prompts.
const BESIDE: f32 = 280.0;

/// What the outline remembers: where it was scrolled for, how high it is, and which row is dragged.
#[derive(Debug, Default)]
pub struct GuidePanel {
    shown: Option<usize>,
    /// The height of all its rows as they were drawn last.
    outline_height: Option<f32>,
    dragged: Dragging<PromptId>,
    longest: LongestPrompt,
    /// Whether there is more of the prompt in view than was in sight.
    prompt_is_cut: bool,
    /// What the toolkit knows the row of the prompt in view by.
    row: Option<Id>,
}

/// How high the longest prompt of a session is; worked out again only for other prompts or another width.
#[derive(Debug, Default)]
struct LongestPrompt {
    of: Option<(usize, usize, f32)>,
    height: f32,
}

impl LongestPrompt {
    fn height(&mut self, ui: &mut Ui, prompts: &[Prompt]) -> f32 {
        let lengths = prompts.iter().map(|prompt| prompt.title.len() + prompt.guidance.len() + said_length(prompt));
        let of = Some((prompts.len(), lengths.sum(), ui.available_width()));
        if self.of != of {
            self.of = of;
            self.height = prompts.iter().map(|prompt| height_of(ui, prompt)).fold(0.0, f32::max);
        }
        self.height
    }
}

/// How much else a prompt says.
fn said_length(prompt: &Prompt) -> usize {
    prompt.example_wording.iter().chain(&prompt.only_if).map(String::len).sum()
}

/// The height of a prompt, drawn where nobody sees it.
fn height_of(ui: &mut Ui, prompt: &Prompt) -> f32 {
    let place = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), f32::INFINITY));
    let mut unseen = ui.new_child(UiBuilder::new().max_rect(place).invisible());
    prompt_ui(&mut unseen, prompt);
    unseen.min_rect().height()
}

impl GuidePanel {
    /// Whether a row is dragged.
    pub(crate) fn is_dragging(&self) -> bool {
        self.dragged.is_dragging()
    }

    /// Lets a row that is dragged go where it was; says whether one was dragged.
    pub(crate) fn stop_dragging(&mut self) -> bool {
        self.dragged.stop()
    }

    /// Draws the guide.
    pub fn ui(&mut self, ui: &mut Ui, open: &OpenSession) -> Option<Action> {
        let is_whole = !WindowRoom::of(ui.ctx()).has_two_panes();
        if is_whole {
            // All of it scrolls, and goes to the prompt that was opened.
            let scroll = ScrollArea::vertical().id_salt("guide").auto_shrink(false).min_scrolled_height(0.0);
            return scroll.show(ui, |ui| self.contents_ui(ui, open, is_whole)).inner;
        }
        self.contents_ui(ui, open, is_whole)
    }

    fn contents_ui(&mut self, ui: &mut Ui, open: &OpenSession, is_whole: bool) -> Option<Action> {
        ui.spacing_mut().item_spacing.y = 4.0;
        if let Some(stance) = open.stance() {
            stance_ui(ui, stance);
        }
        match open.here() {
            Some(prompt) if is_whole => {
                if self.shown.is_some_and(|shown| shown != open.here_index()) {
                    ui.scroll_to_cursor(Some(Align::TOP));
                }
                prompt_ui(ui, prompt);
            }
            Some(prompt) => {
                // Nothing below it moves when another prompt comes into view.
                let room = self.prompt_room(ui, open);
                let mut scroll = ScrollArea::vertical().id_salt("prompt").auto_shrink(false).max_height(room);
                if self.shown != Some(open.here_index()) {
                    scroll = scroll.vertical_scroll_offset(0.0);
                }
                let (id, takes_keyboard) = (Id::unique("prompt in view"), self.prompt_is_cut);
                let of = Scrolled { id, name: text::prompts::title_of(prompt), takes_keyboard };
                let place = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), room));
                let scroll = scroll.min_scrolled_height(room);
                let drawn = scrolled_by_keys(ui, of, place, scroll, |ui| prompt_ui(ui, prompt));
                self.prompt_is_cut = drawn.content_size.y > room + 0.5;
            }
            None => drop(quiet(ui, text::session::guide_no_prompts())),
        }
        if open.here().is_some() {
            ui.add_space(6.0);
            hairline(ui);
            ui.add_space(6.0);
        }
        if is_whole {
            return self.outline_ui(ui, open, false);
        }
        let scroll = ScrollArea::vertical().id_salt("outline").auto_shrink(false).min_scrolled_height(0.0);
        let outline = scroll.show(ui, |ui| self.outline_ui(ui, open, true));
        self.outline_height = Some(outline.content_size.y);
        outline.inner
    }

    /// The height of the prompt in view, whichever it is: what the whole outline leaves, and no more than the longest
    /// needs.
    fn prompt_room(&mut self, ui: &mut Ui, open: &OpenSession) -> f32 {
        let rows = open.session().prompts.len() as f32 * ROW;
        let height = ui.available_height();
        let left = height - self.outline_height.unwrap_or(rows) - BETWEEN;
        let least = LOW_PROMPT_ROOM.min(height - FIRST_ROWS - BETWEEN);
        if left >= PROMPT_ROOM {
            left.min(self.longest.height(ui, &open.session().prompts).max(PROMPT_ROOM))
        } else {
            least.max(PROMPT_SHARE * height)
        }
    }

    /// Draws the outline; if it scrolls by itself, it follows the prompt in view.
    fn outline_ui(&mut self, ui: &mut Ui, open: &OpenSession, scrolls: bool) -> Option<Action> {
        let follow = scrolls && self.shown != Some(open.here_index());
        self.shown = Some(open.here_index());
        // The toolkit knows a row by its place: the keyboard goes along with the prompt in view.
        let with_keyboard = self.row.take().filter(|row| ui.memory(|memory| memory.has_focus(*row)));
        let mut action = with_keyboard.and_then(|_| step(ui));
        ui.scope(|ui| {
            part(ui, Role::ListBox, text::spoken::outline());
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut section = "";
            let mut landings = Vec::new();
            for (index, prompt) in open.session().prompts.iter().enumerate() {
                let named = (prompt.section != section).then_some(prompt.section.as_str());
                section = &prompt.section;
                let response = outline_row_ui(ui, open, index, prompt, named, follow);
                if index == open.here_index() {
                    self.row = Some(response.id);
                    if with_keyboard.is_some_and(|row| row != response.id) {
                        response.request_focus();
                    }
                }
                if response.clicked() {
                    action = Some(Action::OpenPrompt(prompt.id.clone()));
                }
                if response.drag_started() && !is_touched(ui) {
                    self.dragged.begin(prompt.id.clone());
                }
                // Between two sections it is the row that is nearer that says which of them is meant.
                for (below, height) in [(0, response.rect.top() + 1.0), (1, response.rect.bottom() - 1.0)] {
                    landings.push(Landing { place: DropTarget { index: index + below, beside: index }, height });
                }
            }
            if let Some((id, gap)) = self.dragged.ui(ui, &landings) {
                action = Some(Action::PutPrompt(id, gap));
            }
        });
        action
    }
}

/// Another prompt by the arrows, while the one in view has the keyboard.
fn step(ui: &Ui) -> Option<Action> {
    let command = match arrow_steps(ui) {
        0 => return None,
        ..0 => Command::PreviousPrompt,
        _ => Command::NextPrompt,
    };
    Some(Action::Run(command))
}

/// The title of the stance and the first sentence of its guidance, in one line, above all else.
pub(crate) fn stance_ui(ui: &mut Ui, stance: &Prompt) {
    stance_words_ui(ui, stance);
    ui.add_space(5.0);
    hairline(ui);
    ui.add_space(6.0);
}

/// The same, with nothing below it.
pub(crate) fn stance_words_ui(ui: &mut Ui, stance: &Prompt) {
    let palette = palette(ui);
    let first_sentence = stance.guidance.split_inclusive(['.', '!', '?']).next().unwrap_or_default();
    beside_or_below(ui, |ui| {
        ui.label(bold(text::prompts::kind(&stance.kind), size::QUIET, palette.quiet));
        let said = text::session::guide_stance(first_sentence, &stance.title);
        paragraph(ui, styled(said, size::QUIET, palette.quiet));
    });
}

/// A prompt at a glance: kind, paragraph, title, guidance, condition and example wording.
pub(crate) fn prompt_ui(ui: &mut Ui, prompt: &Prompt) {
    let palette = palette(ui);
    ui.horizontal(|ui| {
        ui.label(bold(text::prompts::kind(&prompt.kind), size::QUIET, palette.accent));
        if let Some(paragraph) = prompt.paragraph {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(styled(text::session::guide_paragraph(&paragraph.to_string()), size::QUIET, palette.quiet));
            });
        }
    });
    // Beside the notes in a small window the outline needs the room more.
    let (title, row) = match ui.available_width() {
        ..240.0 => (size::NOTES, 22.0),
        ..340.0 => (22.0, 28.0),
        _ => (size::TITLE, 32.0),
    };
    let name = text::prompts::title_of(prompt);
    let response = paragraph(ui, bold(name, title, palette.text).line_height(Some(row)));
    heading_of(ui, &response, name, Rank::Whole);
    paragraph(ui, styled(&prompt.guidance, size::NOTES, palette.text));
    if let Some(condition) = &prompt.only_if {
        paragraph(ui, styled(text::session::guide_only_if(condition), size::QUIET, palette.quiet));
    }
    if !prompt.example_wording.is_empty() {
        ui.add_space(6.0);
        example_wording_ui(ui, &prompt.example_wording);
    }
}

pub(crate) fn example_wording_ui(ui: &mut Ui, examples: &[String]) {
    let palette = palette(ui);
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 15, right: 0, top: 0, bottom: 0 });
    let response = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(styled(text::session::guide_examples(), size::QUIET, palette.quiet));
        for example in examples {
            paragraph(ui, styled(text::session::guide_example(example), size::BODY, palette.text));
        }
    });
    let rect = response.response.rect;
    let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
    ui.painter().rect_filled(bar, 0, palette.selection);
}

/// One row of the outline. The name of a section stands beside its first prompt.
fn outline_row_ui(
    ui: &mut Ui,
    open: &OpenSession,
    index: usize,
    prompt: &Prompt,
    section: Option<&str>,
    follow: bool,
) -> Response {
    let palette = palette(ui);
    let here = index == open.here_index();
    let touched = open.session().touched.contains(&prompt.id);
    let column = match ui.available_width() {
        ..BESIDE => 0.0,
        ..380.0 => 106.0,
        _ => 112.0,
    };
    if let Some(section) = section.filter(|_| column < 1.0) {
        quiet(ui, section);
    }
    let font = if here { semibold(15.0) } else { regular(15.0) };
    let color = if prompt.only_if.is_some() && !here { palette.quiet } else { palette.text };
    let said =
        prompt.only_if.as_deref().map_or_else(|| text::prompts::title_of(prompt).to_owned(), text::session::guide_if);
    // A long title takes a second row rather than be cut.
    let galley = ui.painter().layout(said, font, color, ui.available_width() - column - 34.0);
    let height = ROW.max(galley.size().y + 4.0);
    let full = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), ROW));
    if let Some(section) = section.filter(|_| column > 0.0) {
        let place = Rect::from_min_max(full.min, pos2(full.left() + column - 4.0, full.bottom()));
        paint_text(ui, place, Align2::LEFT_CENTER, section, regular(size::SMALL), palette.quiet);
    }
    let response = ui
        .horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(column);
            // Tab goes to the one in view alone, and the arrows to another.
            row_of_list(ui, height, here, here, &outline_name(prompt, section, touched))
        })
        .inner;
    let rect = response.rect;
    paint_mark(ui, pos2(rect.left() + 14.0, rect.top() + ROW / 2.0), touched, here);
    let place = Rect::from_min_max(pos2(rect.left() + 30.0, rect.top()), rect.max);
    let corner = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), place).min;
    ui.painter().galley(corner, galley, color);
    if here && follow {
        ui.scroll_to_rect(rect, None);
    }
    response
}

/// The mark of a prompt in the outline: filled if it was touched. The one in view has a ring of its own, with a dot in it
/// if it was touched.
fn paint_mark(ui: &Ui, center: egui::Pos2, touched: bool, here: bool) {
    let palette = palette(ui);
    let painter = ui.painter();
    if here {
        painter.circle_stroke(center, 5.0, Stroke::new(1.5, palette.accent));
        painter.circle_filled(center, if touched { 3.0 } else { 0.0 }, palette.accent);
    } else if touched {
        painter.circle_filled(center, 5.5, palette.accent);
    } else {
        painter.circle_stroke(center, 5.0, Stroke::new(1.2, palette.border));
    }
}

/// What a screen reader says of a row.
fn outline_name(prompt: &Prompt, section: Option<&str>, touched: bool) -> String {
    let mut name = text::prompts::title_of(prompt).to_owned();
    if let Some(condition) = &prompt.only_if {
        name = text::session::outline_spoken_if(condition, &name);
    }
    if touched {
        name = text::session::outline_spoken_touched(&name);
    }
    match section {
        Some(section) => text::session::outline_spoken_section(section, &name),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::now;

    #[test]
    fn a_row_of_the_outline_opens_its_prompt_and_says_whether_it_was_touched() {
        let open = OpenSession::begin(now(), "K-07", None, integration_session().prompts);
        // Beside the first of a section stands its name.
        let is_plain = |pair: &&[Prompt]| pair[0].section == pair[1].section && pair[1].only_if.is_none();
        let plain = open.session().prompts.windows(2).rfind(is_plain).unwrap()[1].clone();
        let (id, title) = (plain.id.clone(), plain.title.clone());
        let drawn = open.clone();
        let mut panel = GuidePanel::default();
        let mut window = WindowOfOne::of(None, move |ui, asked| *asked = panel.ui(ui, &drawn).or(asked.take()));
        window.clicks(&title);
        assert_eq!(window.view(), &Some(Action::OpenPrompt(id)));
        assert_eq!(outline_name(&plain, None, true), format!("{title}, touched"));
    }

    #[test]
    fn the_room_of_the_prompt_is_that_of_the_longest_and_follows_what_is_said() {
        let mut prompts = integration_session().prompts;
        prompts[3].guidance = "word ".repeat(200);
        let mut longest = LongestPrompt::default();
        let of = move |ui: &mut Ui, heights: &mut Vec<f32>| {
            ui.set_width(300.0);
            *heights = vec![height_of(ui, &prompts[3]), longest.height(ui, &prompts)];
            prompts[3].guidance = "a word".to_owned();
            heights.extend([longest.height(ui, &prompts), height_of(ui, &prompts[3])]);
            prompts[3].guidance = "word ".repeat(200);
        };
        let mut window = WindowOfOne::of(Vec::new(), of);
        let [long, longest, shorter, short] = window.presses(egui::Key::F20).view()[..] else { panic!("four") };
        assert!((longest - long).abs() < 0.5 && shorter < long && short < shorter);
    }
}
