//! What is typed, composed, cut and pasted on a page.

use std::ops::Range;

use egui::{Event, ImeEvent, Pos2, Ui};

use super::caret::Caret;
use super::cells::Side;
use super::composing::interrupt;
use super::input::{KeyRequest, request_of};
use super::{Page, PageStyle, PageText, Reveal, row_width, text_in};
use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;
use crate::ui::shell::command::Command;

impl Page {
    pub(super) fn take_events(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>) {
        let (events, os) = (ui.input(|input| input.events.clone()), ui.ctx().os());
        for event in &events {
            let requested = request_of(event, os);
            if let Some(request) = requested {
                self.carry_out(ui, text, style, request);
                continue;
            }
            match Command::of(event) {
                Some(Command::Undo) => self.undo(ui, text, style),
                Some(Command::Redo) => self.redo(ui, text, style),
                _ => {}
            }
            if matches!(event, Event::Text(_) | Event::Paste(_)) {
                self.composing.go_on();
            }
            match event {
                Event::Text(typed) if !typed.is_empty() => self.write(ui, text, style, typed, PageEdit::Writes),
                Event::Paste(pasted) if !pasted.is_empty() => self.write(ui, text, style, pasted, PageEdit::Pastes),
                Event::Copy => self.copy(ui, text),
                Event::Cut => self.cut(ui, text, style),
                Event::Ime(event) => self.compose(ui, text, style, event),
                _ => {}
            }
        }
    }

    /// Takes the last edit back, if the text knows of one.
    pub(crate) fn undo(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>) {
        let caret = text.undo();
        self.follow_history(ui, text, style, caret);
    }

    fn redo(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>) {
        let caret = text.redo();
        self.follow_history(ui, text, style, caret);
    }

    fn follow_history(&mut self, ui: &Ui, text: &dyn PageText, style: &PageStyle<'_>, caret: Option<Place>) {
        let Some(place) = caret else { return };
        self.set_caret(Caret::at_place(place));
        self.layout.follow(ui, text, row_width(ui, style), &style.look);
    }

    /// Takes what is chosen to the clipboard.
    pub(crate) fn cut(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>) {
        self.copy(ui, text);
        if !self.caret.is_empty() {
            self.write(ui, text, style, "", PageEdit::Cuts);
        }
    }

    /// Chooses the whole page.
    pub(crate) fn choose_all(&mut self, text: &dyn PageText) {
        let last = text.line_count() - 1;
        self.caret = Caret::between(Place::default(), Place::new(last, text.line(last).len()));
    }

    /// Where the bottom of the caret was on the screen when it was drawn last.
    pub(crate) fn caret_on_screen(&self) -> Pos2 {
        self.caret_on_screen
    }

    /// Copies what is chosen to the clipboard.
    pub(crate) fn copy(&self, ui: &Ui, text: &dyn PageText) {
        if !self.caret.is_empty() {
            ui.copy_text(text_in(text, &self.caret.range()));
        }
    }

    fn compose(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>, event: &ImeEvent) {
        match event {
            ImeEvent::Preedit { text: composed, .. } => {
                if !composed.is_empty() && !self.caret.is_empty() {
                    self.write(ui, text, style, "", PageEdit::Writes);
                }
                if self.composing.compose(composed) {
                    self.reveal = Reveal::Writing;
                }
            }
            ImeEvent::Commit(written) => {
                if self.composing.finish(written) {
                    self.write(ui, text, style, written, PageEdit::Writes);
                }
            }
            ImeEvent::DeleteSurrounding { before_chars, after_chars } => {
                let line = text.line(self.caret.focus.line);
                let (before, after) = line.split_at(self.caret.focus.byte);
                let start = before.char_indices().rev().take(*before_chars).last().map_or(before.len(), |(at, _)| at);
                let end = after.char_indices().nth(*after_chars).map_or(after.len(), |(at, _)| at);
                let place = self.caret.focus;
                let range = Place { byte: start, ..place }..Place { byte: place.byte + end, ..place };
                self.replace(ui, text, style, range, "", PageEdit::Writes);
            }
            #[allow(deprecated, reason = "the toolkit says nothing by them any more")]
            ImeEvent::Enabled | ImeEvent::Disabled => {}
        }
    }

    /// Writes what is composed as it is, since the caret or the keyboard goes elsewhere. Nothing is scrolled for it.
    pub(super) fn leave_composing(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>) {
        let Some(words) = self.composing.leave() else { return };
        let reveal = self.reveal;
        self.write(ui, text, style, &words, PageEdit::Writes);
        self.reveal = reveal;
        interrupt(ui.ctx());
    }

    /// What is composed, to be written by whoever holds the text, if the page is not drawn in a frame.
    pub(crate) fn composed_unseen(&mut self, frame: u64) -> Option<String> {
        if self.composing.is_drawn_in(frame) { None } else { self.composed_last() }
    }

    /// What is composed, to be written by whoever holds the text as the page goes.
    pub(crate) fn composed_last(&mut self) -> Option<String> {
        self.composing.leave()
    }

    /// What an input method writes while the page is not drawn; says whether it is still to be written.
    pub(crate) fn writes_unseen(&mut self, written: &str) -> bool {
        self.composing.finish(written)
    }

    /// Writes in the place of what is chosen.
    pub(super) fn write(
        &mut self,
        ui: &Ui,
        text: &mut dyn PageText,
        style: &PageStyle<'_>,
        typed: &str,
        edit: PageEdit,
    ) {
        self.replace(ui, text, style, self.caret.range(), typed, edit);
    }

    pub(super) fn replace(
        &mut self,
        ui: &Ui,
        text: &mut dyn PageText,
        style: &PageStyle<'_>,
        range: Range<Place>,
        typed: &str,
        edit: PageEdit,
    ) {
        let is_followed = self.layout.follows(text);
        if !text.replace(range.clone(), typed, self.caret.focus, edit) {
            return;
        }
        let behind = range.start.behind(typed);
        if is_followed && text.line(behind.line).len() >= behind.byte {
            self.layout.edited(ui, text, &range, behind, &style.look);
        }
        self.caret = Caret::at(behind, Side::Before).within(text);
        self.goal = None;
        self.reveal = Reveal::Writing;
        self.last_use = ui.input(|input| input.time);
    }

    fn carry_out(&mut self, ui: &Ui, text: &mut dyn PageText, style: &PageStyle<'_>, request: KeyRequest) {
        match request {
            KeyRequest::Go { step, chooses } => self.go(ui, text, style, step, chooses),
            KeyRequest::TakeAway(step) => {
                if self.caret.is_empty() {
                    let to = self.step(ui, text, style, step).focus;
                    let from = self.caret.focus;
                    self.replace(ui, text, style, from.min(to)..from.max(to), "", PageEdit::Writes);
                } else {
                    self.write(ui, text, style, "", PageEdit::Writes);
                }
            }
            KeyRequest::NextLine => self.write(ui, text, style, "\n", PageEdit::Writes),
            KeyRequest::ChooseAll => self.choose_all(text),
        }
    }
}
