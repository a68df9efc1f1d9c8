//! What the pointer does on a page: it puts the caret somewhere, chooses, and carries what is chosen elsewhere.

use std::ops::Range;

use egui::{Event, OutputCommand, Pos2, Response, Ui, Vec2};

use super::caret::Caret;
use super::cells::{Side, Stop};
use super::motion::word_at;
use super::{Page, PageStyle, PageText, Reveal, text_in};
use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;
use crate::ui::kit::touch::{is_touched, scrolls_by_touch};

/// What a press of the pointer has begun.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) enum Drag {
    /// Nothing.
    #[default]
    None,
    /// Characters are chosen.
    Chooses,
    /// Words are chosen: it was the second press.
    ChoosesWords,
    /// What was chosen is carried to another place.
    Carries,
    /// A finger scrolls the page, or is about to tap on it.
    Scrolls,
}

impl Page {
    pub(super) fn take_pointer(
        &mut self,
        ui: &Ui,
        text: &mut dyn PageText,
        style: &PageStyle<'_>,
        response: &Response,
        origin: Pos2,
    ) {
        self.paste_by_middle_click(ui, text, style, response, origin);
        self.lands_at = None;
        let Some(pointer) = response.interact_pointer_pos() else {
            self.drag = Drag::None;
            return;
        };
        let (pressed, chooses) = ui.input(|input| (input.pointer.primary_pressed(), input.modifiers.shift));
        let place = self.place_at(ui, text, style, pointer - origin);
        let is_over = response.rect.intersect(ui.clip_rect()).contains(pointer);
        if response.secondary_clicked() {
            self.keep_chosen_or_go(place);
        } else if response.triple_clicked() {
            let line = place.0.line;
            let behind = if line + 1 < text.line_count() { Place::new(line + 1, 0) } else { end_of(text, line) };
            self.choose(ui, Place::new(line, 0), behind);
        } else if response.double_clicked() {
            let word = self.word_under(ui, text, style, place.0.line, pointer - origin);
            self.choose(ui, word.start, word.end);
        } else if pressed && response.is_pointer_button_down_on() && is_touched(ui) {
            self.drag = Drag::Scrolls;
        } else if (pressed && response.is_pointer_button_down_on())
            || (response.clicked() && matches!(self.drag, Drag::None | Drag::Scrolls))
        {
            // Where a frame takes long, the button goes down and up within it.
            if pressed && !chooses && self.is_second_press(ui, pointer) {
                self.drag = Drag::ChoosesWords;
                self.word = self.word_under(ui, text, style, place.0.line, pointer - origin);
            } else {
                self.press(ui, style, place, chooses);
            }
        } else if response.drag_stopped() && self.drag == Drag::Carries {
            // Elsewhere it is let go where it was.
            if is_over {
                self.put_down(ui, text, style, place.0);
            }
        } else if response.clicked() && self.drag == Drag::Carries {
            self.caret = Caret::at(place.0, place.1.side);
        } else if response.dragged() && self.drag == Drag::Chooses {
            (self.caret.focus, self.caret.side) = (place.0, place.1.side);
            self.last_use = ui.input(|input| input.time);
            scroll_towards(ui, pointer);
        } else if response.dragged() && self.drag == Drag::ChoosesWords {
            self.choose_words(ui, text, style, place.0, pointer - origin);
            scroll_towards(ui, pointer);
        } else if response.dragged() && self.drag == Drag::Carries {
            self.lands_at = is_over.then_some(place.0);
            scroll_towards(ui, pointer);
        }
        scrolls_by_touch(ui, response);
        if !response.is_pointer_button_down_on() {
            self.drag = Drag::None;
        }
        if ui.input(|input| input.pointer.primary_released()) {
            self.hand_out_chosen(ui, text);
        }
    }

    /// On Linux what is chosen can be pasted by the middle button.
    fn hand_out_chosen(&self, ui: &Ui, text: &dyn PageText) {
        if !self.caret.is_empty() {
            ui.send_cmd(OutputCommand::TextSelectionSettled(text_in(text, &self.caret.range())));
        }
    }

    /// The same if keys chose it.
    pub(super) fn hand_out_chosen_by_keys(&self, ui: &Ui, text: &dyn PageText, before: Caret) {
        if cfg!(target_os = "linux") && self.caret.range() != before.range() {
            self.hand_out_chosen(ui, text);
        }
    }

    /// Whether a press follows another one so soon, and so near, that both are one click on a word.
    fn is_second_press(&mut self, ui: &Ui, pointer: Pos2) -> bool {
        let now = ui.input(|input| input.time);
        let options = ui.ctx().options(|options| options.input_options);
        let last = self.last_press.replace((now, pointer));
        last.is_some_and(|(time, place)| {
            let is_near = place.distance(pointer) <= options.max_click_dist;
            is_near && now - time < options.max_double_click_delay
        })
    }

    /// What a double click chooses at a point of a line.
    fn word_under(
        &mut self,
        ui: &Ui,
        text: &dyn PageText,
        style: &PageStyle<'_>,
        line: usize,
        point: Vec2,
    ) -> Range<Place> {
        let word = word_at(text.line(line), self.byte_under(ui, text, style, point));
        Place::new(line, word.start)..Place::new(line, word.end)
    }

    /// Chooses from the word that was pressed on to the one under a point.
    fn choose_words(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, place: Place, point: Vec2) {
        let word = self.word_under(ui, text, style, place.line, point);
        let pressed = self.word.clone();
        if place < pressed.start {
            self.choose(ui, pressed.end, word.start);
        } else {
            self.choose(ui, pressed.start, word.end.max(pressed.end));
        }
    }

    fn press(&mut self, ui: &Ui, style: &PageStyle<'_>, (place, stop): (Place, Stop), chooses: bool) {
        ui.memory_mut(|memory| memory.request_focus(style.id));
        let range = self.caret.range();
        self.last_use = ui.input(|input| input.time);
        if !chooses && !self.caret.is_empty() && range.start < place && place < range.end {
            self.drag = Drag::Carries;
            return;
        }
        let anchor = if chooses { self.caret.anchor } else { place };
        self.caret = Caret { anchor, focus: place, side: stop.side };
        self.goal = None;
        self.drag = Drag::Chooses;
    }

    /// A right click leaves what is chosen as it is if it is on it.
    fn keep_chosen_or_go(&mut self, (place, stop): (Place, Stop)) {
        let range = self.caret.range();
        if place < range.start || range.end < place {
            self.caret = Caret::at(place, stop.side);
        }
    }

    fn choose(&mut self, ui: &Ui, from: Place, to: Place) {
        self.caret = Caret::between(from, to);
        self.goal = None;
        self.last_use = ui.input(|input| input.time);
    }

    /// Puts what was carried down at a place: it is moved there, or copied with Ctrl (on macOS, Option).
    fn put_down(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>, place: Place) {
        let range = self.caret.range();
        if range.start <= place && place <= range.end {
            return;
        }
        let copies = ui.input(|input| input.modifiers.ctrl || input.modifiers.alt);
        let carried = text_in(text, &range);
        if copies {
            self.replace(ui, text, style, place..place, &carried, PageEdit::Pastes);
        } else if place < range.start {
            self.replace(ui, text, style, range, "", PageEdit::Cuts);
            self.replace(ui, text, style, place..place, &carried, PageEdit::PutsDown);
        } else {
            let place = moved_back(place, &range);
            self.replace(ui, text, style, range, "", PageEdit::Cuts);
            self.replace(ui, text, style, place..place, &carried, PageEdit::PutsDown);
        }
        self.reveal = Reveal::Caret;
    }

    fn paste_by_middle_click(
        &mut self,
        ui: &Ui,
        text: &mut dyn PageText,
        style: &PageStyle<'_>,
        response: &Response,
        origin: Pos2,
    ) {
        let pasted = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::MiddleClickPaste { pos, text } => Some((*pos, text.clone())),
                _ => None,
            })
        });
        let Some((pos, pasted)) = pasted.filter(|_| response.contains_pointer()) else { return };
        ui.memory_mut(|memory| memory.request_focus(style.id));
        let (place, _) = self.place_at(ui, text, style, pos - origin);
        self.replace(ui, text, style, place..place, &pasted, PageEdit::Pastes);
    }

    /// The place that is nearest to a point of the page; below the last line, its end.
    pub(super) fn place_at(
        &mut self,
        ui: &Ui,
        text: &dyn PageText,
        style: &PageStyle<'_>,
        point: Vec2,
    ) -> (Place, Stop) {
        let at = self.layout.line_at(point.y);
        self.layout.lay_out(ui, text, at.line, &style.look);
        let Some(layout) = self.layout.line(at.line) else { return (Place::default(), Stop::default()) };
        let row = ((point.y - at.first_row) / style.look.row_height).max(0.0) as usize;
        if row >= layout.rows().len() && at.line + 1 == text.line_count() {
            let end = end_of(text, at.line);
            return (end, Stop { byte: end.byte, side: Side::Before });
        }
        let row = row.min(layout.rows().len().saturating_sub(1));
        let stop = layout.stop_at(ui, text.line(at.line), row, point.x, &style.look);
        (Place::new(at.line, stop.byte), stop)
    }

    /// The byte of the character that is under a point.
    fn byte_under(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, point: Vec2) -> usize {
        let at = self.layout.line_at(point.y);
        let Some(layout) = self.layout.line(at.line) else { return 0 };
        let row = ((point.y - at.first_row) / style.look.row_height).max(0.0) as usize;
        let row = row.min(layout.rows().len().saturating_sub(1));
        let cells = layout.cells(ui, text.line(at.line), row, &style.look);
        let under = cells.iter().find(|cell| cell.left <= point.x && point.x < cell.right);
        under.map_or(layout.rows()[row].bytes.end, |cell| cell.bytes.start)
    }
}

fn end_of(text: &dyn PageText, line: usize) -> Place {
    Place::new(line, text.line(line).len())
}

/// A place behind a range, once the range is taken away.
fn moved_back(place: Place, range: &std::ops::Range<Place>) -> Place {
    let lines = range.end.line - range.start.line;
    if place.line > range.end.line {
        return Place { line: place.line - lines, ..place };
    }
    Place { line: range.start.line, byte: range.start.byte + place.byte - range.end.byte }
}

/// While something is chosen beyond the edge of what is in sight, the page scrolls there.
fn scroll_towards(ui: &Ui, pointer: Pos2) {
    let shown = ui.clip_rect();
    let beyond = if pointer.y < shown.top() {
        shown.top() - pointer.y
    } else if pointer.y > shown.bottom() {
        shown.bottom() - pointer.y
    } else {
        return;
    };
    ui.scroll_with_delta(Vec2::new(0.0, beyond.clamp(-20.0, 20.0)));
    ui.ctx().request_repaint();
}
