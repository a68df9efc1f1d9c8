//! The prompts in the therapist's own order: moved by drag, by keys or by a row's buttons, hidden
//! and shown.
//!
//! Owns which row is chosen and which one is dragged. What a set may become is the domain's.

use egui::{
    Align2, CentralPanel, CornerRadius, Frame, Id, Margin, Panel, Pos2, Rect, Response, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, accesskit, accesskit::Role, pos2, vec2,
};

use super::begin::prompt_set_choice_ui;
use super::guide_panel::prompt_ui;
use super::theme::{TARGET, palette, regular, semibold, size};
use super::widgets::{FocusRing, arrow_steps, button, paint_row, paint_text, paragraph, quiet, selectable, text};
use super::{Action, words};
use crate::domain::guideline::{Guideline, Prompt};
use crate::domain::id::{PromptId, PromptSetId};
use crate::domain::prompt_set::{Direction, Place, Placed, PromptSet};

/// The height of a row.
const ROW: f32 = 29.0;
/// The height of the name of a section.
const SECTION: f32 = 30.0;

/// Which row is chosen, and which one is dragged.
#[derive(Debug, Default)]
pub struct PromptsScreen {
    chosen: Option<PromptId>,
    dragged: Option<PromptId>,
    shown_at: Option<Place>,
}

/// What the screen shows.
pub struct Prompts<'a> {
    /// The guideline that is arranged.
    pub guideline: &'a Guideline,
    /// The set that is shown.
    pub set: &'a PromptSet,
    /// The sets that can be chosen.
    pub sets: &'a [PromptSet],
    /// Whether the set may be changed.
    pub changes: Changes,
}

/// Whether a set may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// It is the therapist's own.
    Allowed,
    /// It is the guideline's own.
    NotInTheGuideline,
    /// The therapist's sets could not be read yet, and would be lost.
    NotBeforeReading,
}

impl Changes {
    fn are_allowed(self) -> bool {
        self == Self::Allowed
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Allowed => "Alt+Up and Alt+Down move the prompt. Past sessions keep the words they were held with.",
            Self::NotInTheGuideline => "The guideline’s own order stays as it is. Choose another set to make it yours.",
            Self::NotBeforeReading => "The order can be changed once the notes folder is read.",
        }
    }
}

/// What a row is drawn from.
struct Row<'a> {
    prompt: &'a Prompt,
    placed: &'a Placed,
    chosen: bool,
    changeable: bool,
}

/// A place where a dragged row can land, and its height on the screen.
struct Landing {
    place: Place,
    height: f32,
}

impl PromptsScreen {
    /// The prompt whose row is chosen.
    pub fn chosen(&self) -> Option<&PromptId> {
        self.chosen.as_ref()
    }

    /// What the footer says of the set.
    pub fn footer(prompts: &Prompts<'_>) -> String {
        let placed = || prompts.set.sections.iter().flat_map(|section| &section.prompts);
        let known = |placed: &&Placed| prompts.guideline.prompt(&placed.id).is_some();
        let hidden = placed().filter(known).filter(|placed| placed.hidden).count();
        let all = words::count(placed().filter(known).count(), "prompt");
        if hidden == 0 { all } else { format!("{all} · {hidden} hidden") }
    }

    /// Draws the order and the prompt whose row is chosen.
    pub fn ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        let order: Vec<&PromptId> = prompts.set.order().filter(|id| prompts.guideline.prompt(id).is_some()).collect();
        if self.chosen.as_ref().is_none_or(|chosen| !order.contains(&chosen)) {
            self.chosen = order.first().map(|id| (*id).clone());
        }
        self.step(ui, &order);
        let palette = palette(ui);
        let width = (ui.available_width() * 0.469).clamp(420.0, 600.0);
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin { left: 20, right: 20, top: 14, bottom: 8 });
        let panel = Panel::left("order").exact_size(width).resizable(false).frame(frame);
        let arranged = panel.show(ui, |ui| self.order_ui(ui, prompts)).inner;
        let frame =
            Frame::new().fill(palette.background).inner_margin(Margin { left: 36, right: 36, top: 24, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| self.chosen_ui(ui, prompts, &order));
        arranged
    }

    /// Up and Down choose a row.
    fn step(&mut self, ui: &Ui, order: &[&PromptId]) {
        let place = order.iter().position(|id| Some(*id) == self.chosen.as_ref()).unwrap_or(0);
        let stepped = place.saturating_add_signed(arrow_steps(ui)).min(order.len().saturating_sub(1));
        self.chosen = order.get(stepped).map(|id| (*id).clone());
    }

    fn order_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        let mut action = sets_ui(ui, prompts);
        ui.add_space(4.0);
        ScrollArea::vertical().id_salt("order").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            action = self.rows_ui(ui, prompts).or(action.take());
        });
        action
    }

    fn rows_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
        let chosen_place = self.chosen.as_ref().and_then(|id| prompts.set.place_of(id));
        let moved = self.shown_at != chosen_place;
        self.shown_at = chosen_place;
        let mut action = None;
        let mut landings = Vec::new();
        for (section_index, section) in prompts.set.sections.iter().enumerate() {
            section_ui(ui, &section.name);
            landings.push(Landing { place: Place { section: section_index, index: 0 }, height: ui.cursor().top() });
            for (index, placed) in section.prompts.iter().enumerate() {
                let Some(prompt) = prompts.guideline.prompt(&placed.id) else { continue };
                let chosen = self.chosen.as_ref() == Some(&placed.id);
                let row = Row { prompt, placed, chosen, changeable: prompts.changes.are_allowed() };
                let response = row.ui(ui, &mut action);
                if chosen && moved {
                    ui.scroll_to_rect(response.rect, None);
                }
                self.take_pointer(&response, &row);
                let place = Place { section: section_index, index: index + 1 };
                landings.push(Landing { place, height: ui.cursor().top() });
            }
        }
        self.drag_ui(ui, &landings).or(action)
    }

    fn take_pointer(&mut self, response: &Response, row: &Row<'_>) {
        if response.clicked() || response.drag_started() {
            self.chosen = Some(row.placed.id.clone());
        }
        if response.drag_started() && row.changeable {
            self.dragged = Some(row.placed.id.clone());
        }
    }

    /// Shows where a dragged row would land; returns the move once it is let go.
    fn drag_ui(&mut self, ui: &Ui, landings: &[Landing]) -> Option<Action> {
        let dragged = self.dragged.clone()?;
        let pointer = ui.input(|input| input.pointer.interact_pos());
        let distance = |landing: &Landing, pointer: Pos2| (landing.height - pointer.y).abs();
        let landing = pointer.and_then(|pointer| {
            landings.iter().min_by(|one, other| distance(one, pointer).total_cmp(&distance(other, pointer)))
        });
        let let_go = !ui.input(|input| input.pointer.any_down());
        if let_go {
            self.dragged = None;
            return landing.map(|landing| Action::PutPrompt(dragged, landing.place));
        }
        if let Some(landing) = landing {
            let range = ui.max_rect().x_range();
            ui.painter().hline(range, landing.height, Stroke::new(2.0, palette(ui).accent));
        }
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        None
    }

    fn chosen_ui(&self, ui: &mut Ui, prompts: &Prompts<'_>, order: &[&PromptId]) {
        let Some(prompt) = self.chosen.as_ref().and_then(|id| prompts.guideline.prompt(id)) else { return };
        let palette = palette(ui);
        ScrollArea::vertical().id_salt("chosen prompt").auto_shrink(false).show(ui, |ui| {
            prompt_ui(ui, prompt);
            ui.add_space(16.0);
            let place = order.iter().position(|id| **id == prompt.id).unwrap_or_default() + 1;
            let section = prompts.set.place_of(&prompt.id).map(|place| &prompts.set.sections[place.section].name);
            let section = section.map(String::as_str).unwrap_or_default();
            let announced = format!("{}, {place} of {} · {section}", prompt.title, order.len());
            let response = quiet(ui, announced);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(accesskit::Live::Polite));
            ui.add_space(8.0);
            paragraph(ui, text(prompts.changes.hint(), size::QUIET, palette.quiet));
        });
    }
}

fn sets_ui(ui: &mut Ui, prompts: &Prompts<'_>) -> Option<Action> {
    ui.horizontal(|ui| {
        let chosen: Option<PromptSetId> =
            prompt_set_choice_ui(ui, "arranged set", 140.0, prompts.sets, &prompts.set.id);
        let restores = prompts.changes.are_allowed() && !prompts.set.is_in_guideline_order(prompts.guideline);
        let button = ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            restores && button(ui, "Restore the guideline’s order").clicked()
        });
        chosen.map(Action::ArrangeSet).or(button.inner.then_some(Action::RestoreOrder))
    })
    .inner
}

fn section_ui(ui: &mut Ui, name: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), SECTION), Sense::hover());
    let place = Rect::from_min_max(pos2(rect.left() + 34.0, rect.top() + 6.0), rect.max);
    paint_text(ui, place, Align2::LEFT_CENTER, name, regular(size::QUIET), palette(ui).quiet);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
}

impl Row<'_> {
    fn ui(&self, ui: &mut Ui, action: &mut Option<Action>) -> Response {
        let palette = palette(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click_and_drag());
        paint_row(ui, &response, rect, self.chosen);
        selectable(ui, &response, Role::ListBoxOption, self.chosen, &self.name());
        if self.changeable {
            paint_handle(ui, pos2(rect.left() + 14.0, rect.center().y));
        }
        let end = rect.right() - 8.0;
        self.hide_ui(ui, Rect::from_min_max(pos2(end - 56.0, rect.top()), pos2(end, rect.bottom())), action);
        let has_arrows = self.changeable && (self.chosen || response.contains_pointer());
        if has_arrows {
            self.arrows_ui(ui, pos2(end - 64.0, rect.center().y), action);
        }
        let title_end = self.paint_condition(ui, rect, end - 64.0, has_arrows);
        let title = Rect::from_min_max(pos2(rect.left() + 34.0, rect.top()), pos2(title_end, rect.bottom()));
        let font = if self.chosen { semibold(size::BODY) } else { regular(size::BODY) };
        let color = if self.placed.hidden { palette.quiet } else { palette.text };
        paint_text(ui, title, Align2::LEFT_CENTER, &self.prompt.title, font, color);
        response
    }

    /// Says that the prompt has a condition, left of the arrows or, where the row is short, in their
    /// place; returns where the title has to end.
    fn paint_condition(&self, ui: &Ui, rect: Rect, end: f32, has_arrows: bool) -> f32 {
        let is_short = rect.width() < 480.0;
        let end = if has_arrows || !is_short { end - 56.0 } else { end };
        if self.prompt.only_if.is_none() || (has_arrows && is_short) {
            return end - 4.0;
        }
        let place = Rect::from_min_max(pos2(end - 52.0, rect.top()), pos2(end, rect.bottom()));
        paint_text(ui, place, Align2::LEFT_CENTER, "only if", regular(size::QUIET), palette(ui).quiet);
        place.left() - 8.0
    }

    /// What a screen reader says of the row.
    fn name(&self) -> String {
        let hidden = if self.placed.hidden { ", hidden" } else { "" };
        match &self.prompt.only_if {
            Some(condition) => format!("{}, only if {condition}{hidden}", self.prompt.title),
            None => format!("{}{hidden}", self.prompt.title),
        }
    }

    fn hide_ui(&self, ui: &Ui, rect: Rect, action: &mut Option<Action>) {
        let palette = palette(ui);
        let words = if self.placed.hidden { "Hidden" } else { "Shown" };
        let place = Rect::from_center_size(rect.center(), vec2(rect.width(), TARGET));
        paint_text(ui, place, Align2::RIGHT_CENTER, words, regular(size::QUIET), palette.quiet);
        if !self.changeable {
            return;
        }
        let name = format!("{}: {}", if self.placed.hidden { "Show" } else { "Hide" }, self.prompt.title);
        if small_button(ui, place, self.id("hide"), &name).clicked() {
            *action = Some(Action::HidePrompt(self.placed.id.clone(), !self.placed.hidden));
        }
    }

    fn arrows_ui(&self, ui: &Ui, end: Pos2, action: &mut Option<Action>) {
        for (direction, name, from_end) in [(Direction::Up, "up", 48.0), (Direction::Down, "down", 24.0)] {
            let place = Rect::from_center_size(pos2(end.x - from_end + TARGET / 2.0, end.y), vec2(TARGET, TARGET));
            paint_arrow(ui, place.center(), direction);
            let spoken = format!("Move {name}: {}", self.prompt.title);
            if small_button(ui, place, self.id(name), &spoken).clicked() {
                *action = Some(Action::StepPrompt(self.placed.id.clone(), direction));
            }
        }
    }

    fn id(&self, part: &str) -> Id {
        Id::unique(("prompt row", self.placed.id.as_str(), part))
    }
}

/// A button over words that are already drawn.
fn small_button(ui: &Ui, rect: Rect, id: Id, name: &str) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(4),
            Stroke::new(1.0, palette(ui).border),
            egui::StrokeKind::Outside,
        );
    }
    response.with_focus_ring(ui)
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
    for row in -1..=1_i8 {
        for side in [-2.5, 2.5] {
            let dot = center + vec2(side, f32::from(row) * 4.5);
            ui.painter().circle_filled(dot, 1.2, palette(ui).quiet);
        }
    }
}
