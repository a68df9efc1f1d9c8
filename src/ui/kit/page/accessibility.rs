//! What a screen reader reads of a page: what was typed, where each character of it is if it is in sight, and the caret.

use egui::accesskit::{self, Action, ActionData, ActionRequest, Node, NodeId, Role, TextDirection, TextPosition};
use egui::{Event, Id, Pos2, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation;

use super::caret::Caret;
use super::cells::Cell;
use super::line_layout::LineLayout;
use super::{Page, PageStyle, PageText, Reveal, Sight, text_in};
use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;

/// The most characters of a run: where words begin is told in one byte.
const MAX_CHARACTERS: usize = 255;

/// A part of a line that is read in one direction, as it is told to a screen reader.
#[derive(Debug)]
pub(super) struct Run {
    id: Id,
    line: usize,
    /// In bytes of the line.
    start: usize,
    /// How many bytes each character has; the break behind the line is one.
    lengths: Vec<u8>,
    /// How wide each character is, and where the run is; none if it is not in sight.
    places: Option<(Vec<f32>, Rect)>,
    is_right_to_left: bool,
    breaks: bool,
}

impl Run {
    /// The position of a byte of its line, if that is in it or right behind it.
    fn position(&self, byte: usize) -> Option<TextPosition> {
        let mut at = self.start;
        for (character_index, length) in self.lengths.iter().enumerate() {
            if at == byte {
                return Some(TextPosition { node: self.id.accesskit_id(), character_index });
            }
            at += usize::from(*length);
        }
        let behind = at == byte && !self.breaks;
        behind.then(|| TextPosition { node: self.id.accesskit_id(), character_index: self.lengths.len() })
    }

    fn byte(&self, character: usize) -> usize {
        self.start + self.lengths.iter().take(character).map(|length| usize::from(*length)).sum::<usize>()
    }
}

impl Page {
    /// Tells a screen reader what the page is and says, if there is one.
    pub(super) fn describe(&mut self, ui: &mut Ui, text: &dyn PageText, response: &Response, sight: &Sight<'_>) {
        let Sight { style, origin, viewport, .. } = *sight;
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, ui.is_enabled(), style.name));
        let is_read = ui.ctx().accesskit_node_builder(style.id, |node| {
            node.set_role(Role::MultilineTextInput);
            node.set_label(style.name);
            node.add_action(Action::SetTextSelection);
            node.add_action(Action::ReplaceSelectedText);
            node.add_action(Action::SetValue);
        });
        self.runs.clear();
        if is_read.is_none() {
            return;
        }
        let mut top = 0.0;
        for line in 0..text.line_count() {
            let height = self.layout.line_height(line);
            let is_in_sight = top < viewport.bottom() && top + height > viewport.top();
            let first_row = origin + vec2(0.0, self.layout.room_above(line) + top);
            let breaks = line + 1 < text.line_count();
            let says = text.line(line);
            let mut runs = match self.layout.line(line).filter(|_| is_in_sight) {
                Some(layout) => laid_out(ui, says, layout, first_row, style),
                None => unseen(says),
            };
            if breaks && let Some(last) = runs.last_mut() {
                last.breaks = true;
                last.lengths.push(1);
                if let Some((widths, _)) = &mut last.places {
                    widths.push(0.0);
                }
            }
            for (index, run) in runs.iter_mut().enumerate() {
                run.line = line;
                run.id = style.id.with((line, index));
            }
            self.runs.append(&mut runs);
            top += height;
        }
        self.tell(ui, text, style);
    }

    fn tell(&self, ui: &mut Ui, text: &dyn PageText, style: &PageStyle<'_>) {
        let child = ui.new_child(UiBuilder::new().accessibility_parent(style.id).sense(Sense::hover()));
        for run in &self.runs {
            let rect = run.places.as_ref().map_or(Rect::NOTHING, |(_, rect)| *rect);
            child.interact(rect, run.id, Sense::hover());
            ui.ctx().accesskit_node_builder(run.id, |node| fill(node, run, text));
        }
        let position = |place: Place| {
            self.runs.iter().filter(|run| run.line == place.line).find_map(|run| run.position(place.byte))
        };
        let Caret { anchor, focus, .. } = self.caret;
        if let (Some(anchor), Some(focus)) = (position(anchor), position(focus)) {
            let selection = accesskit::TextSelection { anchor, focus };
            ui.ctx().accesskit_node_builder(style.id, |node| node.set_text_selection(selection));
        }
    }

    /// Carries out what a screen reader asks for, wherever the keyboard is.
    pub(super) fn take_actions(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>) {
        let asked = |event: &Event| match event {
            Event::AccessKitActionRequest(request) => Some(request.clone()),
            _ => None,
        };
        let requests: Vec<ActionRequest> = ui.input(|input| input.events.iter().filter_map(asked).collect());
        for request in &requests {
            self.take_action(ui, text, style, request);
        }
    }

    fn take_action(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>, request: &ActionRequest) {
        if request.target_node != style.id.accesskit_id() {
            return;
        }
        match &request.data {
            Some(ActionData::SetTextSelection(selection)) => {
                let place = |position: &TextPosition| self.place_of(position.node, position.character_index);
                if let (Some(anchor), Some(focus)) = (place(&selection.anchor), place(&selection.focus)) {
                    self.caret = Caret::between(anchor, focus).within(text);
                    self.reveal = Reveal::Caret;
                }
            }
            Some(ActionData::Value(value)) if request.action == Action::ReplaceSelectedText => {
                self.write(ui, text, style, value, PageEdit::Writes);
            }
            Some(ActionData::Value(value)) if request.action == Action::SetValue => {
                self.choose_all(text);
                let before = text_in(text, &self.caret.range());
                let (start, end) = changed(&before, value);
                self.caret = Caret::between(place_at(&before, start), place_at(&before, end));
                let words = &value[start..value.len() - (before.len() - end)];
                self.write(ui, text, style, words, PageEdit::Writes);
            }
            _ => {}
        }
    }

    fn place_of(&self, node: NodeId, character: usize) -> Option<Place> {
        let run = self.runs.iter().find(|run| run.id.accesskit_id() == node)?;
        let behind_break = run.breaks && character >= run.lengths.len();
        Some(if behind_break { Place::new(run.line + 1, 0) } else { Place::new(run.line, run.byte(character)) })
    }
}

/// Which bytes of a text another has otherwise: what is before and behind them stays as it is, with all that belongs to it.
fn changed(before: &str, after: &str) -> (usize, usize) {
    let common = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| -> usize {
        one.zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
    };
    let start = common(&mut before.chars(), &mut after.chars());
    let (before_rest, after_rest) = (&before[start..], &after[start..]);
    let behind = common(&mut before_rest.chars().rev(), &mut after_rest.chars().rev());
    (start, before.len() - behind)
}

/// Where a byte of the whole page is.
fn place_at(page: &str, byte: usize) -> Place {
    let before = &page[..byte];
    Place::new(before.matches('\n').count(), byte - before.rfind('\n').map_or(0, |at| at + 1))
}

fn fill(node: &mut Node, run: &Run, text: &dyn PageText) {
    let line = text.line(run.line);
    let bytes = usize::from(run.breaks);
    let length: usize = run.lengths.iter().map(|length| usize::from(*length)).sum::<usize>() - bytes;
    let says = &line[run.start..run.start + length];
    node.set_role(Role::TextRun);
    let direction = if run.is_right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    node.set_text_direction(direction);
    node.set_value(if run.breaks { format!("{says}\n") } else { says.to_owned() });
    node.set_word_starts(word_starts(says, run.start > 0));
    if let Some((widths, rect)) = &run.places {
        let sums = widths.iter().scan(0.0, |x, width| {
            let start = *x;
            *x += width;
            Some(start)
        });
        let positions: Vec<f32> = sums.collect();
        node.set_character_positions(positions);
        node.set_character_widths(widths.clone());
        let Rect { min, max } = *rect;
        node.set_bounds(accesskit::Rect { x0: min.x.into(), y0: min.y.into(), x1: max.x.into(), y1: max.y.into() });
    }
    node.set_character_lengths(run.lengths.clone());
}

/// At which characters words begin. That one begins with a line goes without saying.
fn word_starts(says: &str, goes_on: bool) -> Vec<u8> {
    let mut starts = Vec::new();
    let mut is_behind_word = goes_on;
    for (index, character) in says.graphemes(true).enumerate() {
        let is_word = character.chars().any(|character| character.is_alphanumeric() || character == '_');
        if is_word && is_behind_word {
            starts.extend(u8::try_from(index));
        }
        is_behind_word = !is_word;
    }
    starts
}

/// A line that is not in sight.
fn unseen(says: &str) -> Vec<Run> {
    let cells: Vec<usize> = says.graphemes(true).map(str::len).collect();
    let mut runs = Vec::new();
    let mut start = 0;
    for chunk in cells.chunks(MAX_CHARACTERS - 1) {
        let lengths: Vec<u8> = chunk.iter().map(|length| u8::try_from(*length).unwrap_or(u8::MAX)).collect();
        runs.push(run(start, lengths, None, false));
        start += chunk.iter().sum::<usize>();
    }
    if runs.is_empty() {
        runs.push(run(0, Vec::new(), None, false));
    }
    runs
}

fn run(start: usize, lengths: Vec<u8>, places: Option<(Vec<f32>, Rect)>, is_right_to_left: bool) -> Run {
    Run { id: Id::NULL, line: 0, start, lengths, places, is_right_to_left, breaks: false }
}

/// The rows of a line in sight; several runs if a row is read in both directions.
fn laid_out(ui: &Ui, says: &str, layout: &LineLayout, origin: Pos2, style: &PageStyle<'_>) -> Vec<Run> {
    let mut runs = Vec::new();
    for row in 0..layout.rows().len() {
        let mut cells = layout.cells(ui, says, row, &style.look);
        cells.sort_by_key(|cell| cell.bytes.start);
        let top = origin.y + row as f32 * style.look.row_height;
        let rect = |left: f32, right: f32| {
            Rect::from_min_max(pos2(origin.x + left, top), pos2(origin.x + right, top + style.look.row_height))
        };
        let follows = |one: &Cell, other: &Cell| one.is_right_to_left == other.is_right_to_left;
        for cells in cells.chunk_by(follows).flat_map(|cells| cells.chunks(MAX_CHARACTERS - 1)) {
            let lengths = cells.iter().map(|cell| u8::try_from(cell.bytes.len()).unwrap_or(u8::MAX)).collect();
            let widths = cells.iter().map(|cell| cell.right - cell.left).collect();
            let left = cells.iter().map(|cell| cell.left).fold(f32::INFINITY, f32::min);
            let right = cells.iter().map(|cell| cell.right).fold(f32::NEG_INFINITY, f32::max);
            let places = Some((widths, rect(left, right)));
            runs.push(run(cells[0].bytes.start, lengths, places, cells[0].is_right_to_left));
        }
        if cells.is_empty() && layout.rows().len() == 1 {
            runs.push(run(0, Vec::new(), Some((Vec::new(), rect(0.0, 0.0))), layout.is_right_to_left()));
        }
    }
    runs
}
