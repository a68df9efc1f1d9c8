//! Whatever is typed, clicked, dragged and composed on a page, in every script: the text is what a plain model says.

mod composing;
pub(crate) mod plain;
mod pointer;
mod sight;
#[cfg(feature = "window-tests")]
mod unicode;

use std::cell::RefCell;
use std::rc::Rc;

use egui::{
    Event, ImeEvent, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, pos2, vec2,
};
use egui_kittest::Harness;
use proptest::prelude::*;
use unicode_segmentation::GraphemeCursor;

use plain::Plain;

use super::line_layout::LineLayout;
use super::rows::Row;
use super::*;
use crate::domain::library::themes::theme_ranges;
use crate::ui::kit::theme::{self, regular};

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND };

/// A window with a page in it.
struct Window {
    harness: Harness<'static, (Page, Plain)>,
    /// What was handed to the system.
    handed: Rc<RefCell<Vec<egui::OutputCommand>>>,
}

fn look() -> Look {
    Look { font: regular(17.0), row_height: 26.0, themes: theme_ranges }
}

/// Whether rows have the same of their line, and are as wide, but for what is lost in reckoning.
fn is_alike(kept: &[Row], fresh: &[Row]) -> bool {
    let same = |(one, other): (&Row, &Row)| one.bytes == other.bytes && (one.width - other.width).abs() < 0.01;
    kept.len() == fresh.len() && kept.iter().zip(fresh).all(same)
}

fn draw(ui: &mut Ui, page: &mut Page, text: &mut Plain, keeps_caret_high: bool) {
    let style = PageStyle {
        id: Id::unique("page"),
        name: "Page",
        look: look(),
        left: 20.0,
        right: 20.0,
        below: 16.0,
        keeps_caret_high,
        takes_tab: false,
        shows_chosen: true,
        height: PageHeight::Fills,
    };
    page.ui(ui, text, &style);
    let width = (ui.max_rect().width() - 40.0).max(40.0);
    for line in 0..text.line_count() {
        let says = text.line(line).to_owned();
        let Some(kept) = page.layout.line(line) else { continue };
        let fresh = LineLayout::of(ui, &says, &look(), width);
        if page.composing.words().is_empty() {
            assert!(is_alike(kept.rows(), fresh.rows()), "{says:?}: {:?} {:?}", kept.rows(), fresh.rows());
        }
    }
}

impl Window {
    fn of(text: &str) -> Self {
        Self::keeping(true, text)
    }

    fn keeping(keeps_caret_high: bool, text: &str) -> Self {
        let mut has_fonts = false;
        let handed = Rc::<RefCell<Vec<_>>>::default();
        let hands = Rc::clone(&handed);
        let draw = move |ui: &mut Ui, (page, text): &mut (Page, Plain)| {
            if std::mem::replace(&mut has_fonts, true) {
                draw(ui, page, text, keeps_caret_high);
                ui.output(|output| hands.borrow_mut().extend(output.commands.iter().cloned()));
            } else {
                theme::install(ui.ctx());
                crate::window::fonts::install(ui.ctx());
                ui.ctx().set_os(egui::os::OperatingSystem::Nix);
                ui.ctx().request_repaint();
            }
        };
        let state = (Page::default(), Plain::from(text));
        let harness =
            Harness::builder().allow_missing_glyphs().with_size(vec2(320.0, 240.0)).build_ui_state(draw, state);
        harness.ctx.memory_mut(|memory| memory.request_focus(Id::unique("page")));
        let mut window = Self { harness, handed };
        window.frame();
        window
    }

    fn frame(&mut self) {
        self.harness.step();
        self.harness.step();
    }

    fn sends(&mut self, events: impl IntoIterator<Item = Event>) -> &mut Self {
        events.into_iter().for_each(|event| self.harness.event(event));
        self.frame();
        self
    }

    fn presses(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.sends([Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }])
    }

    fn types(&mut self, words: &str) -> &mut Self {
        self.sends([Event::Text(words.to_owned())])
    }

    fn composes(&mut self, words: &str) -> &mut Self {
        self.sends([Event::Ime(ImeEvent::Preedit { text: words.to_owned(), active_range_chars: None })])
    }

    fn button(&mut self, pos: Pos2, pressed: bool, modifiers: Modifiers) -> &mut Self {
        let button = Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
        self.sends([Event::PointerMoved(pos), button])
    }

    fn drags(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) -> &mut Self {
        self.button(from, true, modifiers);
        let middle = from + (to - from) * 0.5;
        self.sends([Event::PointerMoved(middle)]).sends([Event::PointerMoved(to)]).button(to, false, modifiers)
    }

    /// What was handed to the system since it was asked last.
    fn handed(&self) -> Vec<egui::OutputCommand> {
        self.handed.take()
    }

    fn text(&self) -> String {
        self.harness.state().1.text()
    }

    fn caret(&self) -> Caret {
        self.harness.state().0.caret()
    }
}

/// What a hand does.
#[derive(Debug, Clone)]
enum Act {
    Types(String),
    Pastes(String),
    Composes(String, String),
    Presses(Modifiers, Key),
    Drags((f32, f32), (f32, f32), bool),
    Scrolls(f32),
}

const PARTS: [&str; 14] =
    ["river", " ", "  ", "-", "#sea", "שלום", "(ב)", "سلام", "12", "नमस्ते", "水の音", "👩‍👧", "e\u{301}", "ไทย"];

/// Words of English alone: an edit among them lays out only those that it touches.
fn plain_words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{1,9}|[a-z]{2}-[a-z]{3}|#[a-z]{3}|  ", 1..5).prop_map(|words| words.join(" "))
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS.to_vec()), 1..4).prop_map(|parts| parts.concat())
}

fn pages(words: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::collection::vec(words, 0..5), 1..6)
        .prop_map(|lines| lines.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("\n"))
}

/// A page and what is done to it: in every script, or in English alone.
fn pages_and_acts() -> impl Strategy<Value = (String, Vec<Act>)> {
    let of = |words: BoxedStrategy<String>| (pages(words.clone()), acts(words));
    prop_oneof![of(words().boxed()), of(plain_words().boxed())]
}

fn acts(words: BoxedStrategy<String>) -> impl Strategy<Value = Vec<Act>> {
    let keys = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
        Key::Backspace,
        Key::Delete,
        Key::Enter,
    ];
    let modifiers = prop::sample::select(vec![NONE, NONE, SHIFT, CTRL, CTRL | SHIFT]);
    let point = || (0.0..320.0_f32, 0.0..240.0_f32);
    let act = prop_oneof![
        3 => words.clone().prop_map(Act::Types),
        1 => words.clone().prop_map(|words| Act::Pastes(format!("{words}\n{words}"))),
        1 => (words.clone(), words).prop_map(|(one, other)| Act::Composes(one, other)),
        8 => (modifiers, prop::sample::select(keys.to_vec())).prop_map(|(modifiers, key)| Act::Presses(modifiers, key)),
        2 => (point(), point(), any::<bool>()).prop_map(|(from, to, chooses)| Act::Drags(from, to, chooses)),
        1 => (-200.0..200.0_f32).prop_map(Act::Scrolls),
    ];
    prop::collection::vec(act, 1..25)
}

/// The text with words in the place of a range.
fn replaced(text: &str, range: Range<Place>, words: &str) -> String {
    let mut text = Plain::from(text);
    text.replace(range, words, Place::default(), PageEdit::Writes);
    text.text()
}

/// What the text becomes, as far as that is told by the text and the caret alone.
fn expected(act: &Act, text: &str, caret: Caret) -> Option<String> {
    let plain = Plain::from(text);
    let range = caret.range();
    Some(match act {
        Act::Types(words) | Act::Pastes(words) | Act::Composes(_, words) => replaced(text, range, words),
        Act::Presses(NONE | SHIFT, Key::Enter) => replaced(text, range, "\n"),
        Act::Presses(_, Key::Backspace) | Act::Presses(NONE, Key::Delete) if !caret.is_empty() => {
            replaced(text, range, "")
        }
        Act::Presses(NONE, Key::Backspace) => {
            replaced(text, motion::by_character(&plain, caret.focus, motion::MotionWay::Back)..caret.focus, "")
        }
        Act::Presses(NONE, Key::Delete) => {
            replaced(text, caret.focus..motion::by_character(&plain, caret.focus, motion::MotionWay::On), "")
        }
        Act::Presses(_, Key::Backspace | Key::Delete | Key::Enter) | Act::Drags(..) => return None,
        Act::Presses(..) | Act::Scrolls(_) => text.to_owned(),
    })
}

impl Window {
    fn does(&mut self, act: &Act) {
        match act {
            Act::Types(words) => drop(self.types(words)),
            Act::Pastes(words) => drop(self.sends([Event::Paste(words.clone())])),
            Act::Composes(composed, written) => {
                self.composes(composed).sends([Event::Ime(ImeEvent::Commit(written.clone()))]);
            }
            Act::Presses(modifiers, key) => drop(self.presses(*modifiers, *key)),
            Act::Drags(from, to, chooses) => {
                let modifiers = if *chooses { SHIFT } else { NONE };
                self.drags(pos2(from.0, from.1), pos2(to.0, to.1), modifiers);
            }
            Act::Scrolls(by) => {
                let delta = vec2(0.0, *by);
                let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Wheel);
                let wheel = Event::MouseWheel { unit, delta, phase, source, modifiers: NONE };
                self.sends([Event::PointerMoved(pos2(100.0, 100.0)), wheel]);
            }
        }
    }
}

/// The characters of a text, in whatever order.
fn characters(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn whatever_hands_do_the_text_is_what_a_plain_model_says((page, acts) in pages_and_acts()) {
        let mut window = Window::of(&page);
        for act in &acts {
            let (text, caret) = (window.text(), window.caret());
            window.does(act);
            let after = window.text();
            if let Some(expected) = expected(act, &text, caret) {
                prop_assert_eq!(&after, &expected, "{:?} at {:?}", act, caret);
            } else if matches!(act, Act::Drags(..)) {
                prop_assert_eq!(characters(&after), characters(&text), "what is carried is never lost");
            }
            let plain = Plain::from(after.as_str());
            let Caret { anchor, focus, .. } = window.caret();
            for place in [anchor, focus] {
                let line = plain.line(place.line);
                let is_edge = GraphemeCursor::new(place.byte, line.len(), true).is_boundary(line, 0).unwrap();
                prop_assert!(is_edge, "{:?} within a character of {:?}", place, line);
            }
        }
    }

    /// Every character of a line is reached by the arrows, and by one more press each.
    #[test]
    fn the_arrows_go_over_every_character_once(line in prop::collection::vec(words(), 1..3)) {
        let line = line.join(" ");
        let mut window = Window::of(&line);
        let is_turned = order::Directions::of(&line).is_right_to_left();
        let (on, back) = if is_turned { (Key::ArrowLeft, Key::ArrowRight) } else { (Key::ArrowRight, Key::ArrowLeft) };
        let count = unicode_segmentation::UnicodeSegmentation::graphemes(line.as_str(), true).count();
        for _ in 0..count {
            window.presses(NONE, back);
        }
        for key in [on, back] {
            for step in 0..count {
                let before = window.caret();
                window.presses(NONE, key);
                prop_assert_ne!(window.caret(), before, "{:?} does nothing, as number {} of {}", key, step + 1, count);
            }
            let end = window.caret();
            window.presses(NONE, key);
            prop_assert_eq!(window.caret().focus, end.focus, "there is nothing more");
        }
    }
}

#[test]
fn a_word_of_another_direction_moves_no_caret_of_another_line() {
    let mut window = Window::of("");
    window
        .types("She said שלום עולם")
        .presses(NONE, Key::Enter)
        .types("third line")
        .presses(NONE, Key::Home)
        .types("ZZ");
    assert_eq!(window.text(), "She said שלום עולם\nZZthird line");
}

#[test]
fn backspace_takes_what_a_reader_sees_as_one_character() {
    for (text, rest) in [("a👩‍👧", "a"), ("e\u{301}", ""), ("नि", ""), ("🇺🇦🇩🇪", "🇺🇦"), ("שלום", "שלו")]
    {
        let mut window = Window::of(text);
        window.presses(CTRL, Key::End).presses(NONE, Key::Backspace);
        assert_eq!(window.text(), rest);
    }
}

#[test]
fn a_screen_reader_writes_in_place_of_what_is_chosen_or_of_the_whole_page_wherever_the_keyboard_is() {
    use egui::accesskit::{Action, ActionData, ActionRequest, TreeId};
    let mut window = Window::of("the river\nand home");
    window.harness.ctx.memory_mut(|memory| memory.surrender_focus(Id::unique("page")));
    let asks = |action, words: &str| {
        let (target_tree, target_node) = (TreeId::ROOT, Id::unique("page").accesskit_id());
        let data = Some(ActionData::Value(words.into()));
        [Event::AccessKitActionRequest(ActionRequest { action, target_tree, target_node, data })]
    };
    window.sends(asks(Action::ReplaceSelectedText, "by "));
    assert_eq!(window.text(), "by the river\nand home");
    for page in ["by the river\nand at home", "by\nand at home", "é", "è\n", "", "a pond\nat dusk"] {
        window.sends(asks(Action::SetValue, page));
        assert_eq!(window.text(), page);
    }
}
