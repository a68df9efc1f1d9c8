//! The rows of the list of prompts: a prompt with its handle and its buttons, a section, a heading.
//!
//! Owns how a row looks and what its buttons ask for; which one is chosen is the screen's.

use egui::{
    Align2, CornerRadius, Id, Pos2, Rect, Response, Sense, Stroke, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2,
    vec2,
};

use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::prompt_set::{Direction, PromptPlace, SetChange};
use crate::ui::kit::semantics::selectable;
use crate::ui::kit::theme::{TARGET, palette, regular, semibold, size};
use crate::ui::kit::widgets::{is_clicked_once, paint_row, paint_text, text_width};
use crate::ui::text;

/// The height of a row.
pub(crate) const ROW: f32 = 29.0;
/// A narrower list has the buttons of the chosen row below its title.
const BUTTONS_BESIDE: f32 = 360.0;
/// The height of the name of a section.
const SECTION: f32 = 30.0;

/// One prompt as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The prompt, in the words of the set.
    pub(crate) prompt: Prompt,
    /// Where it is in the set.
    pub(crate) place: PromptPlace,
    /// Whether sessions leave it out.
    pub(crate) hidden: bool,
    /// Whether something of it is in other words than the guideline's, or all of it is their own.
    pub(crate) reworded: bool,
}

impl Entry {
    /// Its title, or what stands for one.
    pub(crate) fn title(&self) -> &str {
        text::prompts::title_of(&self.prompt)
    }
}

/// What a row is drawn from.
pub(crate) struct PromptRow<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) chosen: bool,
    pub(crate) changeable: bool,
    /// Whether it was cut and waits for its new place.
    pub(crate) cut: bool,
}

/// The name of a section, or what is above others like one; `spoken` is what a screen reader says
/// where it can be chosen.
pub(crate) fn section_ui(ui: &mut Ui, name: &str, spoken: Option<&str>, chosen: bool) -> Response {
    let chooses = spoken.is_some();
    // Of the list only the chosen row is gone to by Tab.
    let sense = if chosen { Sense::click() } else { Sense::CLICK };
    let sense = if chooses { sense } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), SECTION), sense);
    let ground = Rect::from_min_max(pos2(rect.left(), rect.top() + 3.0), rect.max);
    if chooses {
        paint_row(ui, &response, ground, chosen);
    }
    let place = Rect::from_min_max(pos2(rect.left() + 34.0, ground.top()), rect.max);
    let font = if chosen { semibold(size::QUIET) } else { regular(size::QUIET) };
    paint_text(ui, place, Align2::LEFT_CENTER, name, font, palette(ui).quiet);
    match spoken {
        Some(spoken) => selectable(ui, &response, Role::ListBoxOption, chosen, spoken),
        None => response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name)),
    }
    response
}

impl PromptRow<'_> {
    /// Draws the row; puts what its buttons ask for into `asked`. Says too whether the prompt is to be shown by itself.
    pub(crate) fn ui(&self, ui: &mut Ui, asked: &mut Option<SetChange>) -> (Response, bool) {
        if ui.available_width() < BUTTONS_BESIDE {
            return self.narrow_ui(ui, asked);
        }
        (self.wide_ui(ui, asked), false)
    }

    /// In a narrow list the buttons of the chosen row are below its title.
    fn narrow_ui(&self, ui: &mut Ui, asked: &mut Option<SetChange>) -> (Response, bool) {
        let palette = palette(ui);
        let font = if self.chosen { semibold(size::BODY) } else { regular(size::BODY) };
        let color = if self.entry.hidden || self.cut { palette.quiet } else { palette.text };
        let title = ui.painter().layout(self.entry.title().to_owned(), font, color, ui.available_width() - 34.0 - 8.0);
        let height = ROW.max(title.size().y + 8.0);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), self.sense());
        paint_row(ui, &response, rect, self.chosen);
        selectable(ui, &response, Role::ListBoxOption, self.chosen, &self.name());
        if self.changeable && !self.entry.hidden {
            paint_handle(ui, pos2(rect.left() + 14.0, rect.center().y));
        }
        ui.painter().galley(pos2(rect.left() + 34.0, rect.center().y - title.size().y / 2.0), title, color);
        let mut opens = false;
        if self.chosen {
            let buttons = UiBuilder::new().accessibility_parent(response.id);
            ui.scope_builder(buttons, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
                    opens = self.narrow_buttons_ui(ui, asked);
                });
            });
        }
        (response, opens)
    }

    fn narrow_buttons_ui(&self, ui: &mut Ui, asked: &mut Option<SetChange>) -> bool {
        let (title, colors) = (self.entry.title(), palette(ui));
        let width = text_width(ui, text::prompts::open(), semibold(size::QUIET)) + 8.0;
        let (place, _) = ui.allocate_exact_size(vec2(width, TARGET), Sense::hover());
        paint_text(ui, place, Align2::CENTER_CENTER, text::prompts::open(), semibold(size::QUIET), colors.accent);
        let open = small_button(ui, place, self.id("open"), &text::prompts::open_spoken(title));
        if self.changeable && !self.entry.hidden {
            let steps = [
                (Direction::Up, "up", text::prompts::move_up_spoken(title)),
                (Direction::Down, "down", text::prompts::move_down_spoken(title)),
            ];
            for (direction, part, spoken) in steps {
                let (place, _) = ui.allocate_exact_size(vec2(TARGET, TARGET), Sense::hover());
                paint_arrow(ui, place.center(), direction);
                if small_button(ui, place, self.id(part), &spoken).clicked() {
                    *asked = Some(SetChange::Step(self.entry.prompt.id.clone(), direction));
                }
            }
        }
        let said = if self.entry.hidden { text::prompts::hidden() } else { text::prompts::shown() };
        let width = text_width(ui, said, regular(size::QUIET)) + 4.0;
        let (place, _) = ui.allocate_exact_size(vec2(width, TARGET), Sense::hover());
        self.hide_ui(ui, place, asked);
        open.clicked()
    }

    fn wide_ui(&self, ui: &mut Ui, asked: &mut Option<SetChange>) -> Response {
        let palette = palette(ui);
        // The title has as many rows as it takes, whether the buttons are there or not.
        let font = if self.chosen { semibold(size::BODY) } else { regular(size::BODY) };
        let room = ui.available_width() - self.room_beside_title(ui.available_width());
        let lines = ui.painter().layout(self.entry.title().to_owned(), font.clone(), palette.text, room);
        let is_high = lines.rows.len() > 1;
        let height = if is_high { lines.size().y + 8.0 } else { ROW };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), self.sense());
        paint_row(ui, &response, rect, self.chosen);
        selectable(ui, &response, Role::ListBoxOption, self.chosen, &self.name());
        if self.changeable && !self.entry.hidden {
            paint_handle(ui, pos2(rect.left() + 14.0, rect.center().y));
        }
        let end = rect.right() - 8.0;
        let buttons = ui.new_child(UiBuilder::new().max_rect(rect).accessibility_parent(response.id));
        let has_arrows = self.changeable && !self.entry.hidden && (self.chosen || response.contains_pointer());
        if has_arrows {
            self.arrows_ui(&buttons, pos2(end - 64.0, rect.center().y), asked);
        }
        self.hide_ui(&buttons, Rect::from_min_max(pos2(end - 56.0, rect.top()), pos2(end, rect.bottom())), asked);
        let title_end = self.paint_condition(ui, rect, end - 64.0, has_arrows);
        let title = Rect::from_min_max(pos2(rect.left() + 34.0, rect.top()), pos2(title_end, rect.bottom()));
        let color = if self.entry.hidden || self.cut { palette.quiet } else { palette.text };
        let width = if is_high {
            let lines = ui.painter().layout(self.entry.title().to_owned(), font, color, room);
            let width = lines.size().x;
            ui.painter().galley(pos2(title.left(), rect.center().y - lines.size().y / 2.0), lines, color);
            width
        } else {
            paint_text(ui, title, Align2::LEFT_CENTER, self.entry.title(), font, color)
        };
        let mark = match (self.cut, self.entry.reworded) {
            (true, _) => text::prompts::cut(),
            (false, true) => text::prompts::yours(),
            (false, false) => "",
        };
        if !mark.is_empty() {
            let place = Rect::from_min_max(pos2(title.left() + width + 8.0, rect.top()), title.max);
            paint_text(ui, place, Align2::LEFT_CENTER, mark, regular(size::SMALL), palette.accent);
        }
        response
    }

    /// Only the chosen row is gone to by Tab; the keys of the list do what the buttons do.
    fn sense(&self) -> Sense {
        if self.chosen { Sense::click_and_drag() } else { Sense::CLICK | Sense::DRAG }
    }

    /// The room beside the title in a row of a width: the handle, the buttons, the condition and the mark.
    fn room_beside_title(&self, width: f32) -> f32 {
        let buttons = 34.0 + 8.0 + 64.0 + 56.0 + 4.0;
        let condition = if self.entry.prompt.only_if.is_some() && width >= 480.0 { 60.0 } else { 0.0 };
        let mark = if self.cut || self.entry.reworded { 56.0 } else { 0.0 };
        buttons + condition + mark
    }

    /// Says that the prompt has a condition, left of the arrows or, where the row is short, in their
    /// place; returns where the title has to end.
    fn paint_condition(&self, ui: &Ui, rect: Rect, end: f32, has_arrows: bool) -> f32 {
        let is_short = rect.width() < 480.0;
        let end = if has_arrows || !is_short { end - 56.0 } else { end };
        if self.entry.prompt.only_if.is_none() || (has_arrows && is_short) {
            return end - 4.0;
        }
        let place = Rect::from_min_max(pos2(end - 52.0, rect.top()), pos2(end, rect.bottom()));
        paint_text(
            ui,
            place,
            Align2::LEFT_CENTER,
            text::prompts::only_if_short(),
            regular(size::QUIET),
            palette(ui).quiet,
        );
        place.left() - 8.0
    }

    /// What a screen reader says of the row.
    fn name(&self) -> String {
        let mut name = self.entry.title().to_owned();
        if let Some(condition) = &self.entry.prompt.only_if {
            name = text::prompts::row_spoken_if(condition, &name);
        }
        if self.entry.reworded {
            name = text::prompts::row_spoken_reworded(&name);
        }
        match (self.entry.hidden, self.cut) {
            (true, _) => text::prompts::row_spoken_hidden(&name),
            (false, true) => text::prompts::row_spoken_cut(&name),
            (false, false) => name,
        }
    }

    fn hide_ui(&self, ui: &Ui, rect: Rect, asked: &mut Option<SetChange>) {
        let palette = palette(ui);
        let said = if self.entry.hidden { text::prompts::hidden() } else { text::prompts::shown() };
        let place = Rect::from_center_size(rect.center(), vec2(rect.width(), TARGET));
        paint_text(ui, place, Align2::RIGHT_CENTER, said, regular(size::QUIET), palette.quiet);
        if !self.changeable {
            return;
        }
        let says = if self.entry.hidden { text::prompts::show_spoken } else { text::prompts::hide_spoken };
        let name = says(self.entry.title());
        if is_clicked_once(&small_button(ui, place, self.id("hide"), &name)) {
            *asked = Some(SetChange::Hide(self.entry.prompt.id.clone(), !self.entry.hidden));
        }
    }

    fn arrows_ui(&self, ui: &Ui, end: Pos2, asked: &mut Option<SetChange>) {
        let title = self.entry.title();
        let [up, down] = [text::prompts::move_up_spoken(title), text::prompts::move_down_spoken(title)];
        let steps = [(Direction::Up, "up", 48.0, up), (Direction::Down, "down", 24.0, down)];
        for (direction, part, from_end, spoken) in steps {
            let place = Rect::from_center_size(pos2(end.x - from_end + TARGET / 2.0, end.y), vec2(TARGET, TARGET));
            paint_arrow(ui, place.center(), direction);
            if small_button(ui, place, self.id(part), &spoken).clicked() {
                *asked = Some(SetChange::Step(self.entry.prompt.id.clone(), direction));
            }
        }
    }

    fn id(&self, part: &str) -> Id {
        Id::unique(("prompt row", self.entry.prompt.id.as_str(), part))
    }
}

/// A button over words that are already drawn. The list has a key that does the same.
fn small_button(ui: &Ui, rect: Rect, id: Id, name: &str) -> Response {
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(4),
            Stroke::new(1.0, palette(ui).border),
            egui::StrokeKind::Outside,
        );
    }
    response
}

/// An arrow of one step. It is drawn: not every typeface has one.
fn paint_arrow(ui: &Ui, center: Pos2, direction: Direction) {
    let stroke = Stroke::new(1.5, palette(ui).text);
    let tip = if direction == Direction::Up { -5.0 } else { 5.0 };
    let end = center + vec2(0.0, tip);
    ui.painter().line_segment([center - vec2(0.0, tip), end], stroke);
    for side in [-3.5, 3.5] {
        ui.painter().line_segment([end, center + vec2(side, tip * 0.3)], stroke);
    }
}

/// The six dots that a row is dragged by.
fn paint_handle(ui: &Ui, center: Pos2) {
    if !ui.is_rect_visible(Rect::from_center_size(center, vec2(TARGET, TARGET))) {
        return;
    }
    for row in -1..=1_i8 {
        for side in [-2.5, 2.5] {
            let dot = center + vec2(side, f32::from(row) * 4.5);
            ui.painter().circle_filled(dot, 1.2, palette(ui).quiet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::prompts::sample::{Sample, prompt};

    fn shown(entry: Entry, changeable: bool) -> WindowOfOne<'static, Option<SetChange>> {
        WindowOfOne::of(None, move |ui, asked| {
            PromptRow { entry: &entry, chosen: true, changeable, cut: false }.ui(ui, asked);
        })
    }

    #[test]
    fn a_row_is_hidden_shown_and_moved_by_its_buttons() {
        let entry = Sample::new().entry("open");
        let (title, id) = (entry.prompt.title.clone(), prompt("open"));
        let mut window = shown(entry.clone(), true);
        window.clicks(&format!("Shown, hide: {title}"));
        assert_eq!(window.view(), &Some(SetChange::Hide(id.clone(), true)));
        window.clicks(&format!("Move up: {title}"));
        assert_eq!(window.view(), &Some(SetChange::Step(id.clone(), Direction::Up)));
        let mut window = shown(Entry { hidden: true, ..entry }, true);
        assert!(!window.hears(&format!("Move up: {title}")), "what is hidden has no place");
        window.clicks(&format!("Hidden, show: {title}"));
        assert_eq!(window.view(), &Some(SetChange::Hide(id, false)));
    }

    #[test]
    fn a_row_says_all_that_it_shows_and_the_guidelines_own_has_no_buttons() {
        let mut entry = Entry { reworded: true, ..Sample::new().entry("open") };
        entry.prompt.title = "Begin".to_owned();
        entry.prompt.only_if = Some("they want to".to_owned());
        let window = shown(entry, false);
        assert!(window.hears("Begin, if they want to, your wording") && !window.hears("Shown, hide: Begin"));
    }
}
