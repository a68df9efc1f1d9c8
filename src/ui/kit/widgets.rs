//! The few pieces that every screen is made of. Each has a name and a role for a screen reader.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Button, Color32, CornerRadius, FontId, Frame, Label, Margin, Rect, Response, RichText, Sense, Stroke,
    TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText, accesskit::Role, vec2,
};

use super::fields::TextField;
use super::focus::{FocusRing, bring_into_sight, focus_ring};
use super::room::WindowRoom;
use super::semantics::{Rank, heading_of, said_aloud, selectable};
use super::theme;
use super::theme::{FIELD_MARGIN, TARGET, palette, regular, semibold, size};
use super::touch::scrolls_by_touch;

/// Text in the regular typeface.
pub(crate) fn styled(content: impl Into<String>, size: f32, color: Color32) -> RichText {
    RichText::new(content).font(regular(size)).color(color).line_height(Some(size * theme::LINE_HEIGHT))
}

/// Text in the semibold typeface.
pub(crate) fn bold(content: impl Into<String>, size: f32, color: Color32) -> RichText {
    RichText::new(content).font(semibold(size)).color(color).line_height(Some(size * theme::LINE_HEIGHT))
}

/// A line of quiet text.
pub fn quiet(ui: &mut Ui, content: impl Into<String>) -> Response {
    let color = palette(ui).quiet;
    ui.label(styled(content, size::QUIET, color))
}

/// The name of what is filled in below.
pub fn label(ui: &mut Ui, name: &str) {
    quiet(ui, name);
    ui.add_space(-4.0);
}

/// The title of a screen or a panel.
pub(crate) fn heading(ui: &mut Ui, content: impl Into<String>) -> Response {
    let (color, content) = (palette(ui).text, content.into());
    let response = paragraph(ui, bold(content.as_str(), title_size(ui), color));
    heading_of(ui, &response, &content, Rank::Whole);
    response
}

/// The title of a part of a screen or a panel.
pub(crate) fn subheading(ui: &mut Ui, content: impl Into<String>) -> Response {
    let (color, content) = (palette(ui).text, content.into());
    let response = ui.label(bold(content.as_str(), size::QUIET, color));
    heading_of(ui, &response, &content, Rank::Part);
    response
}

/// What is said of what was typed or asked for: read aloud as it comes.
pub(crate) fn answer(ui: &mut Ui, content: impl Into<String>, color: Color32) -> Response {
    let response = paragraph(ui, styled(content, size::QUIET, color));
    said_aloud(ui, &response);
    response
}

/// The size of a title: in a very narrow window its longest words would be wider than that.
pub(crate) fn title_size(ui: &Ui) -> f32 {
    if WindowRoom::of(ui.ctx()).is_very_narrow() { size::NOTES } else { size::TITLE }
}

/// The room around the words of a button that is only its words.
pub(crate) const WORDS_MARGIN: Vec2 = vec2(4.0, 2.0);

/// The room before the key of a button.
pub(crate) const BEFORE_KEY: f32 = 6.0;

/// Adds a button with this much room around its words. In a row that wraps, the words begin a new row rather than
/// break, unless no row is wide enough for them.
fn add_button(
    ui: &mut Ui,
    padding: Vec2,
    content: impl Into<WidgetText>,
    dress: impl FnOnce(Button<'static>) -> Button<'static>,
) -> Response {
    let words: WidgetText = content.into();
    let galley = words.clone().into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Button);
    let fits_a_row = galley.size().x + 2.0 * padding.x <= ui.max_rect().width();
    let mut button = dress(Button::new(words));
    if ui.layout().main_wrap() {
        button = button.wrap_mode(if fits_a_row { TextWrapMode::Extend } else { TextWrapMode::Wrap });
    }
    // In a scope of its own the button would not begin a new row.
    let usual = std::mem::replace(&mut ui.spacing_mut().button_padding, padding);
    let response = ui.add(button);
    ui.spacing_mut().button_padding = usual;
    response
}

/// The one button that a screen leads to.
pub(crate) fn primary_button(ui: &mut Ui, name: &str) -> Response {
    let palette = palette(ui);
    let content = bold(name, size::NOTES, palette.on_accent);
    let response = add_button(ui, vec2(24.0, 8.0), content, |button| {
        button.fill(palette.accent).stroke(Stroke::NONE).corner_radius(6)
    })
    .with_focus_ring(ui);
    if response.has_focus() {
        // Of the ring's color and the button's neither stands out from the other.
        let within = response.rect.shrink(2.0);
        let stroke = Stroke::new(2.0, palette.on_accent);
        ui.painter().rect_stroke(within, CornerRadius::same(4), stroke, egui::StrokeKind::Inside);
    }
    response
}

/// A button with a border.
pub fn button(ui: &mut Ui, name: &str) -> Response {
    let content = styled(name, size::BODY, palette(ui).text);
    let padding = ui.spacing().button_padding;
    add_button(ui, padding, content, |button| button).with_focus_ring(ui)
}

/// The same, which keeps its place and the keyboard while there is nothing to click it for; says whether it was clicked
/// for something.
pub(crate) fn button_if(ui: &mut Ui, is_enabled: bool, name: &str) -> bool {
    let content = styled(name, size::BODY, color_if(is_enabled, palette(ui).text));
    let padding = ui.spacing().button_padding;
    let response = add_button(ui, padding, content, |button| button).with_focus_ring(ui);
    is_clicked_if(&response, is_enabled, name)
}

fn color_if(is_enabled: bool, color: Color32) -> Color32 {
    if is_enabled { color } else { color.gamma_multiply(0.5) }
}

fn is_clicked_if(response: &Response, is_enabled: bool, name: &str) -> bool {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
    response.clicked() && is_enabled
}

/// A button that is only its words.
pub(crate) fn text_button(ui: &mut Ui, name: &str, font: FontId, color: Color32) -> Response {
    text_button_of(ui, name, font, color, Vec2::splat(TARGET), Sense::click())
}

/// The same; as [`button_if`].
pub(crate) fn text_button_if(ui: &mut Ui, is_enabled: bool, name: &str, font: FontId, color: Color32) -> bool {
    let response = text_button(ui, name, font, color_if(is_enabled, color));
    is_clicked_if(&response, is_enabled, name)
}

/// A button that is only its words, of this size at least, and gone to by Tab or not.
pub(super) fn text_button_of(
    ui: &mut Ui,
    name: &str,
    font: FontId,
    color: Color32,
    size: Vec2,
    sense: Sense,
) -> Response {
    let content = RichText::new(name).font(font).color(color);
    let dress = |button: Button<'static>| button.frame(false).min_size(size).sense(sense);
    add_button(ui, WORDS_MARGIN, content, dress).with_ring_beside(ui)
}

/// A button of words, with the key that does the same.
pub(crate) fn keyed_button(ui: &mut Ui, name: &str, color: Color32, key: &str) -> Response {
    let mut content = LayoutJob::default();
    for (words, space, color) in [(name, 0.0, color), (key, BEFORE_KEY, palette(ui).quiet)] {
        content.append(words, space, TextFormat::simple(regular(size::QUIET), color));
    }
    let dress = |button: Button<'static>| button.frame(false).min_size(Vec2::splat(TARGET));
    let response = add_button(ui, WORDS_MARGIN, content, dress).with_ring_beside(ui);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(key));
    response
}

/// Says of a button without a frame that it stays pressed, or not: a line under it shows that without its color.
pub(crate) fn pressed(ui: &Ui, response: &Response, is_pressed: bool) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_toggled(is_pressed.into()));
    if is_pressed {
        chosen_line(ui, response.rect);
    }
}

/// The line under what is chosen or pressed.
pub(super) fn chosen_line(ui: &Ui, rect: Rect) {
    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, palette(ui).accent));
}

/// A rounded choice that is on or off.
pub(crate) fn chip(ui: &mut Ui, name: &str, chosen: bool) -> Response {
    chip_with(ui, name, chosen, Sense::click())
}

/// The same for the pointer alone: keys choose in another way, and pass it by.
pub(crate) fn pointer_chip(ui: &mut Ui, name: &str, chosen: bool) -> Response {
    chip_with(ui, name, chosen, Sense::CLICK)
}

fn chip_with(ui: &mut Ui, name: &str, chosen: bool, sense: Sense) -> Response {
    let palette = palette(ui);
    let color = if chosen { palette.text } else { palette.quiet };
    let fill = if chosen { palette.selection } else { palette.background };
    let content = RichText::new(name).font(regular(size::QUIET)).color(color);
    add_button(ui, vec2(12.0, 2.0), content, |button| {
        button.fill(fill).corner_radius(13).selected(chosen).min_size(vec2(TARGET, 27.0)).sense(sense)
    })
    .with_focus_ring(ui)
}

/// A field of one line, named for a screen reader by `name`.
pub fn field(ui: &mut Ui, name: &str, field: TextField<'_>, content: &mut String, width: f32) -> Response {
    let response =
        field.ui(ui, content, |edit| edit.font(regular(size::BODY)).margin(FIELD_MARGIN).desired_width(width));
    named(ui, &response, name);
    response.with_focus_ring(ui)
}

/// A field of one line that says what it is for while it is empty.
pub(crate) fn search_field(
    ui: &mut Ui,
    name: &str,
    field: TextField<'_>,
    content: &mut String,
    width: f32,
) -> Response {
    let font = regular(size::BODY);
    let fits = search_fits(ui, name, width.min(ui.available_width()));
    if !fits {
        // It is said above the field rather than cut.
        label(ui, name);
    }
    let hint = RichText::new(if fits { name } else { "" }).color(palette(ui).quiet);
    let response =
        field.ui(ui, content, |edit| edit.font(font).margin(FIELD_MARGIN).desired_width(width).hint_text(hint));
    named(ui, &response, name);
    response.with_focus_ring(ui)
}

/// Whether what a search looks through can be said in a field of this width.
pub(crate) fn search_fits(ui: &Ui, name: &str, width: f32) -> bool {
    text_width(ui, name, regular(size::BODY)) + FIELD_MARGIN.sum().x <= width
}

/// A field of several lines, named for a screen reader by `name`.
pub(crate) fn area(ui: &mut Ui, name: &str, field: TextField<'_>, content: &mut String, rows: usize) -> Response {
    field.area_ui(ui, content, name, rows).with_focus_ring(ui)
}

/// Gives the keyboard to the field that is drawn next, if that is wanted: what is typed in this very
/// frame lands there. While something is open over it, or was a frame ago, it has to wait.
pub(crate) fn give_keyboard(ui: &Ui, id: egui::Id, wanted: &mut bool) {
    let is_free = ui.memory(|memory| memory.is_above_modal_layer(ui.layer_id()));
    if *wanted && is_free {
        *wanted = false;
        ui.memory_mut(|memory| memory.request_focus(id));
    } else if *wanted {
        ui.ctx().request_repaint();
    }
}

/// Gives an input its name for a screen reader.
pub fn named(ui: &Ui, response: &Response, name: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// A row of a list: the whole of it is one target. Draws its ground; the caller draws its content
/// into the rectangle that is returned with the response.
pub fn row(ui: &mut Ui, height: f32, chosen: bool, name: &str) -> Response {
    row_of_list(ui, height, chosen, true, name)
}

/// The same in a list of which Tab goes to one row alone, and the arrows to the others.
pub(crate) fn row_of_list(ui: &mut Ui, height: f32, chosen: bool, is_stop: bool, name: &str) -> Response {
    let sense = if is_stop { Sense::click_and_drag() } else { Sense::CLICK | Sense::DRAG };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    scrolls_by_touch(ui, &response);
    paint_row(ui, &response, rect, chosen);
    selectable(ui, &response, Role::ListBoxOption, chosen, name);
    response
}

/// The ground of a row: chosen, under the pointer, or with the keyboard.
pub(crate) fn paint_row(ui: &Ui, response: &Response, rect: Rect, chosen: bool) {
    let palette = palette(ui);
    if chosen {
        ui.painter().rect_filled(rect, CornerRadius::same(4), palette.selection);
    } else if response.hovered() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(4),
            Stroke::new(1.0, palette.hairline),
            egui::StrokeKind::Inside,
        );
    }
    if response.has_focus() {
        focus_ring(ui, rect);
        bring_into_sight(ui, response);
    }
}

/// Paints one line of text within `rect`, cut off with an ellipsis where it does not fit; returns
/// its width, or nothing of one that is out of sight.
pub(crate) fn paint_text(
    ui: &Ui,
    rect: Rect,
    align: Align2,
    content: impl Into<String>,
    font: FontId,
    color: Color32,
) -> f32 {
    // A long list paints nothing of the rows that are out of sight.
    if !ui.is_rect_visible(rect) {
        return 0.0;
    }
    let content = WidgetText::from(RichText::new(content).font(font).color(color));
    let galley = content.into_galley(ui, Some(TextWrapMode::Truncate), rect.width(), egui::TextStyle::Body);
    let place = align.align_size_within_rect(galley.size(), rect);
    let width = galley.size().x;
    ui.painter().galley(place.min, galley, color);
    width
}

/// The width of one line of text.
pub(crate) fn text_width(ui: &Ui, content: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(content.to_owned(), font, Color32::PLACEHOLDER).size().x
}

/// Paints one line of text from the left of `rect`. If it does not fit, its middle is left out: both its ends tell it
/// from others.
pub(crate) fn paint_text_around(ui: &Ui, rect: Rect, content: &str, font: FontId, color: Color32) {
    let mut shown = content.to_owned();
    let characters: Vec<char> = content.chars().take(MAX_AROUND).collect();
    let ends: Vec<char> = content.chars().rev().take(MAX_AROUND).collect();
    let mut kept = characters.len();
    while kept > 1 && text_width(ui, &shown, font.clone()) > rect.width() {
        kept -= 1;
        let (start, end) = (kept.div_ceil(2), kept / 2);
        shown = characters[..start].iter().chain(&['…']).chain(ends[..end].iter().rev()).collect();
    }
    paint_text(ui, rect, Align2::LEFT_CENTER, shown, font, color);
}

/// More characters than these stand in no column.
const MAX_AROUND: usize = 80;

/// A column of quiet words in front of something, as wide as its neighbors.
pub(crate) fn label_column(ui: &mut Ui, width: f32, name: &str, size: f32) {
    let words = styled(name, size, palette(ui).quiet);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, TARGET), layout, |ui| {
        ui.set_min_width(width);
        ui.label(words);
    });
}

/// Whether something was clicked that gives its place to the next of its kind: the second click of a double click was
/// meant for what has gone.
pub(crate) fn is_clicked_once(response: &Response) -> bool {
    response.clicked() && !response.double_clicked()
}

/// A line between one part and the next.
pub(crate) fn hairline(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, palette(ui).hairline));
}

/// A frame with a hairline around it.
pub fn card(ui: &Ui) -> Frame {
    let palette = palette(ui);
    Frame::new().stroke(Stroke::new(1.0, palette.hairline)).corner_radius(8).inner_margin(Margin::symmetric(14, 8))
}

/// A paragraph that wraps.
pub fn paragraph(ui: &mut Ui, content: RichText) -> Response {
    ui.add(Label::new(content).wrap())
}
