//! The field for a client's code, with the codes used before that complete what is typed.
//!
//! Enter alone never completes: it takes what was typed.

use egui::{Align2, Color32, EventFilter, Id, Key, Margin, Modifiers, Rect, Response, Ui, pos2};

use crate::domain::Moment;
use crate::domain::client_code::{ClientKey, looks_personal};
use crate::domain::library::Library;
use crate::domain::text_folding::{entered_name, folded};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{TARGET, palette, regular, size};
use crate::ui::kit::widgets::{give_keyboard, label, named, paint_text, pointer_chip, quiet, text_width};
use crate::ui::text;

/// The size of the code.
const FONT: f32 = 18.0;

/// The room around it.
const CODE_MARGIN: Margin = Margin::symmetric(12, 9);

/// The most codes that are offered.
const MAX_CODES: usize = 6;

/// What was typed, and what completes it.
#[derive(Debug)]
pub struct ClientField {
    typed: String,
    wants_focus: bool,
    offered: Offered,
}

/// The codes that complete what was typed, and which of them was taken.
#[derive(Debug, Default)]
struct Offered {
    of: Option<(String, u64)>,
    codes: Vec<String>,
    taken: Option<usize>,
}

impl Default for ClientField {
    fn default() -> Self {
        Self { typed: String::new(), wants_focus: true, offered: Offered::default() }
    }
}

impl ClientField {
    /// The code, without the space around it.
    pub fn code(&self) -> &str {
        self.typed.trim()
    }

    /// The next keystroke lands in it.
    pub(crate) fn ask_for_keyboard(&mut self) {
        self.wants_focus = true;
    }

    /// What the field is known by.
    pub fn id() -> Id {
        TextField::BeginCode.id()
    }

    /// Draws the field with what completes it.
    pub fn ui(&mut self, ui: &mut Ui, library: &Library, now: Moment) {
        self.offered.look_up(&self.typed, library);
        label(ui, text::session::client_code());
        let id = Self::id();
        self.take_keys(ui, id);
        // Tab goes on to the next field once a code is taken.
        let tab = self.offered.taken.is_none() && !self.offered.codes.is_empty();
        let filter = EventFilter { tab, vertical_arrows: true, horizontal_arrows: true, escape: false };
        give_keyboard(ui, id, &mut self.wants_focus);
        let response = TextField::BeginCode.ui(ui, &mut self.typed, |edit| {
            let edit = edit.font(regular(FONT)).margin(CODE_MARGIN);
            edit.event_filter(filter).desired_width(f32::INFINITY)
        });
        let response = response.with_focus_ring(ui);
        named(ui, &response, text::session::client_code());
        self.rest_ui(ui, &response);
        self.below_ui(ui, id, library, now);
    }

    /// Tab and the arrow keys take a code, one after the other.
    fn take_keys(&mut self, ui: &Ui, id: Id) {
        let count = self.offered.codes.len();
        if count == 0 || !ui.memory(|memory| memory.has_focus(id)) {
            return;
        }
        let taken = self.offered.taken;
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::ArrowDown) || (taken.is_none() && pressed(Key::Tab)) {
            self.take(ui, id, taken.map_or(0, |taken| (taken + 1) % count));
        } else if pressed(Key::ArrowUp) {
            self.take(ui, id, taken.map_or(0, |taken| (taken + count - 1) % count));
        }
    }

    /// What Tab would add, behind what was typed.
    fn rest_ui(&self, ui: &Ui, response: &Response) {
        let offered = self.offered.codes.first().filter(|_| self.offered.taken.is_none());
        let Some(rest) = offered.and_then(|code| rest_of(code, &self.typed)) else { return };
        let inner = response.rect - CODE_MARGIN;
        let typed = text_width(ui, &self.typed, regular(FONT));
        let fits = typed + text_width(ui, &rest, regular(FONT)) < inner.width();
        if response.has_focus() && fits {
            let place = Rect::from_min_max(pos2(inner.left() + typed, inner.top()), inner.max);
            paint_text(ui, place, Align2::LEFT_CENTER, rest, regular(FONT), palette(ui).quiet);
        }
    }

    /// The codes that complete what was typed, or how to choose one: in a room of one height, so that nothing below moves.
    fn below_ui(&mut self, ui: &mut Ui, id: Id, library: &Library, now: Moment) {
        let all = [text::session::code_advice(), text::session::code_looks_personal()];
        let width = ui.available_width();
        let heights = all.map(|advice| {
            ui.painter().layout(advice.to_owned(), regular(size::QUIET), Color32::PLACEHOLDER, width).size().y
        });
        let height = heights.into_iter().fold(TARGET + 3.0, f32::max);
        let top = ui.cursor().top();
        let is_typed = self.offered.codes.is_empty() || self.offered.taken.is_some();
        let known = library.last_with(self.code()).filter(|_| is_typed);
        match known.map(|last| (text::dates::date(last.began, now.date_naive()), text::notes::client(last))) {
            Some((date, code)) if self.offered.codes.len() < 2 => {
                let said = quiet(ui, text::session::code_known(code, &date));
                said_aloud(ui, &said);
            }
            _ if self.offered.codes.is_empty() => {
                quiet(ui, if looks_personal(self.code()) { all[1] } else { all[0] });
            }
            _ => self.codes_ui(ui, id, library, now),
        }
        ui.add_space((top + height - ui.cursor().top() + ui.spacing().item_spacing.y).max(0.0));
    }

    /// As many codes as fit in one row, and what is known of the only one.
    fn codes_ui(&mut self, ui: &mut Ui, id: Id, library: &Library, now: Moment) {
        let mut clicked = None;
        let help = match &self.offered.codes[..] {
            [only] => library
                .last_with(only)
                .map(|last| text::session::code_last_seen(&text::dates::date(last.began, now.date_naive()))),
            _ => None,
        };
        let help = help.unwrap_or_else(|| text::session::codes_help().to_owned());
        ui.horizontal(|ui| {
            for (index, code) in self.offered.codes.iter().enumerate() {
                let fits = text_width(ui, code, regular(size::QUIET)) + 24.0 <= ui.available_width();
                if fits && pointer_chip(ui, code, self.offered.taken == Some(index)).clicked() {
                    clicked = Some(index);
                }
            }
            if text_width(ui, &help, regular(size::QUIET)) <= ui.available_width() {
                quiet(ui, help);
            }
        });
        if let Some(index) = clicked {
            self.take(ui, id, index);
        }
    }

    fn take(&mut self, ui: &Ui, id: Id, index: usize) {
        self.offered.taken = Some(index);
        let code = self.offered.codes[index].clone();
        TextField::BeginCode.put(ui.ctx(), &mut self.typed, code);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

impl Offered {
    /// Looks for codes again when what was typed, or the library, has changed.
    fn look_up(&mut self, typed: &str, library: &Library) {
        let of = (typed.to_owned(), library.revision());
        let exists = self.taken.is_some_and(|taken| self.codes[taken] == typed);
        if exists || self.of.as_ref() == Some(&of) {
            return;
        }
        let (beginning, key) = (folded(&entered_name(typed)), ClientKey::of(typed));
        let completes =
            |code: &String| !key.is_nobody() && folded(code).starts_with(&beginning) && ClientKey::of(code) != key;
        let codes = library.clients().into_iter().filter(completes).take(MAX_CODES).collect();
        *self = Self { of: Some(of), codes, taken: None };
    }
}

/// What is missing of a code behind what was typed of it.
fn rest_of(code: &str, typed: &str) -> Option<String> {
    let count = typed.chars().count();
    let begins = code.chars().take(count).flat_map(char::to_lowercase).eq(typed.chars().flat_map(char::to_lowercase));
    begins.then(|| code.chars().skip(count).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, now};

    fn shown() -> WindowOfOne<'static, ClientField> {
        let mut other = held(2, &[]);
        other.client = "K-12".to_owned();
        let library = library(&[&held(9, &[]), &other]);
        WindowOfOne::of(ClientField::default(), move |ui, field| field.ui(ui, &library, now()))
    }

    #[test]
    fn the_arrows_take_one_code_after_the_other_and_enter_alone_takes_none() {
        let mut window = shown();
        assert!(!window.hears("K-07"), "nothing is offered before anything is typed");
        window.types("k");
        assert!(window.hears("K-07") && window.hears("K-12"));
        window.presses(Key::ArrowDown);
        let first = window.view().code().to_owned();
        let second = window.presses(Key::ArrowDown).view().code().to_owned();
        assert!(first != second && [&first, &second].iter().all(|code| code.starts_with("K-")), "{first} {second}");
        assert_eq!(window.presses(Key::ArrowDown).view().code(), first, "after the last the first");
        assert_eq!(shown().types("k").presses(Key::Enter).view().code(), "k");
    }

    #[test]
    fn what_tab_would_add_is_what_is_missing_of_the_code() {
        assert_eq!(rest_of("K-07", "k-0").as_deref(), Some("7"));
        assert_eq!(rest_of("Ä-07", "ä").as_deref(), Some("-07"));
        assert_eq!(rest_of("K-07", "k07"), None, "typed otherwise, it is only named below");
        let mut window = shown();
        assert!(window.types("k-12").hears("K-12, last seen 21 November"));
        assert!(shown().types("k-1").hears("last seen 21 November. Tab completes it."));
    }

    #[test]
    fn a_code_that_is_clicked_is_taken() {
        let mut window = shown();
        assert_eq!(window.types("k").clicks("K-12").view().code(), "K-12");
    }
}
