//! Every screen at every size of the window and of the text: no two texts in one place, nothing cut or beside the
//! window, and everything that can have the keyboard has it by Tab, and is in sight then.
//!
//! What is there is taken from the shapes that are drawn and from the tree for screen readers. The colors change none
//! of it: the theme exchanges a palette and nothing else, so it is walked in one.

pub(crate) mod drawn;
pub(crate) mod views;

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::{Action, Role};
use egui::{Event, Key, Modifiers, Rect, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;

use crate::therapist::Therapist;
use drawn::{DrawnRow, Sight, rows};
use views::{Keys, View, views_of};

/// A size of the window in pixels, and of the text in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    window: (u16, u16),
    percent: u16,
}

pub(crate) const fn room(width: u16, height: u16, percent: u16) -> Room {
    Room { window: (width, height), percent }
}

impl Room {
    fn name(self) -> String {
        let Self { window: (width, height), percent } = self;
        format!("{width}×{height} at {percent} %")
    }
}

/// The sizes of the window.
pub(crate) const WINDOWS: [(u16, u16); 5] = [(1920, 1080), (1280, 800), (900, 600), (720, 480), (480, 340)];

/// Where one comes to a view: all that leads there is in sight.
const FIRST: Room = room(1920, 1080, 100);

/// Each size of the window at each size of the text, by the steps in which it is made larger.
fn rooms() -> impl Iterator<Item = Room> {
    WINDOWS.into_iter().flat_map(|(width, height)| (100..=300).step_by(10).map(move |text| room(width, height, text)))
}

/// The sizes of the text at which one also goes through all of a view by its keys, which takes longer.
const WALKED_BY_KEYS: [u16; 4] = [100, 150, 200, 300];

/// What is wrong, once for each text.
type Faults = BTreeSet<String>;

impl Therapist {
    /// Sits before a window of this size.
    pub(crate) fn sits_at(&mut self, room: Room) -> &mut Self {
        let scale = f32::from(room.percent) / 100.0;
        let window = self.window.as_mut().expect("the window is open");
        window.ctx.set_zoom_factor(scale);
        window.set_size(vec2(f32::from(room.window.0), f32::from(room.window.1)) / scale);
        window.step();
        window.set_size(vec2(f32::from(room.window.0), f32::from(room.window.1)) / scale);
        self.looks()
    }

    fn rows(&self) -> Vec<DrawnRow> {
        rows(&self.window().ctx, &self.window().output().shapes)
    }

    /// What can be seen to be wrong.
    fn faults_in_sight(&mut self) -> Faults {
        let mut faults = Faults::new();
        let rows = self.rows();
        for (index, row) in rows.iter().enumerate() {
            let text = &row.text;
            let overlapping = rows[index + 1..].iter().filter(|other| row.overlaps(other));
            faults.extend(overlapping.map(|other| format!("“{text}” and “{}” are in one place", other.text)));
            if row.is_shortened && !self.is_an_excerpt(row) {
                faults.insert(format!("“{text}” is shortened"));
            }
            if row.breaks_a_word {
                faults.insert(format!("“{text}” ends within a word"));
            }
        }
        faults.extend(self.cut(&rows));
        faults.extend(self.controls_beside());
        faults
    }

    /// The texts of which something is cut off, and stays so when what they are in is scrolled.
    fn cut(&mut self, rows: &[DrawnRow]) -> Faults {
        let mut faults = Faults::new();
        let fields = self.fields();
        for row in rows {
            let is_in_field = fields.iter().any(|field| field.expand(1.0).contains_rect(row.clip));
            let fault = match row.sight() {
                Sight::CutBeside if !is_in_field => Some(format!("“{}” is cut at its side", row.text)),
                Sight::CutAbove => self.scrolled(row, 1.0),
                Sight::CutBelow => self.scrolled(row, -1.0),
                Sight::Whole | Sight::CutBeside | Sight::Nothing => None,
            };
            faults.extend(fault);
        }
        faults
    }

    /// Turns the wheel over a row that is cut, up to where it is whole, and back.
    fn scrolled(&mut self, row: &DrawnRow, way: f32) -> Option<String> {
        let place = row.clip.intersect(row.ink).center();
        let step = (row.clip.height() * 0.2).clamp(5.0, 30.0);
        let mut turned = 0.0;
        let mut is_whole = false;
        for _ in 0..8 {
            turned += self.turns_the_wheel(place, way * step);
            is_whole = self.rows().iter().any(|seen| seen.text == row.text && matches!(seen.sight(), Sight::Whole));
            if is_whole {
                break;
            }
        }
        self.turns_the_wheel(place, -turned);
        (!is_whole).then(|| format!("“{}” is cut above or below", row.text))
    }

    fn turns_the_wheel(&mut self, place: egui::Pos2, by: f32) -> f32 {
        let window = self.window.as_mut().expect("the window is open");
        let modifiers = Modifiers::NONE;
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers,
        };
        window.input_mut().events.extend([Event::PointerMoved(place), wheel]);
        window.run_steps(4);
        window.input_mut().events.push(Event::PointerGone);
        window.run_steps(2);
        by
    }

    /// Whether it is shortened and said in whole by something that leads to it: a list of short things, or what else than
    /// its name a row says.
    fn is_an_excerpt(&self, row: &DrawnRow) -> bool {
        let nodes = self.window().root().children_recursive();
        let leads_on = |node: &Node<'_>| node.accesskit_node().data().supports_action(Action::Click);
        let says = |node: Node<'_>| {
            let name = node.accesskit_node().label().unwrap_or_default();
            name.contains(&format!(", {}", row.whole)) || (row.whole.contains(" · ") && name.contains(&row.whole))
        };
        nodes.filter(leads_on).any(says)
    }

    /// Where the text fields are: text longer than a field of one line moves within it.
    fn fields(&self) -> Vec<Rect> {
        let nodes = self.window().root().children_recursive();
        let fields = nodes
            .filter(|node| node.accesskit_node().is_text_input() && node.accesskit_node().bounding_box().is_some());
        fields.map(|node| node.rect()).collect()
    }

    /// Controls that are left or right of the window.
    fn controls_beside(&self) -> Faults {
        let window = self.window().ctx.content_rect().x_range().expand(1.0);
        let nodes = self.window().root().children_recursive();
        let controls = nodes.filter(|node| {
            let node = node.accesskit_node();
            node.data().supports_action(Action::Focus) && node.bounding_box().is_some()
        });
        let beside =
            controls.filter(|node| !window.contains(node.rect().left()) || !window.contains(node.rect().right()));
        beside.map(|node| format!("{} is beside the window", said(&node))).collect()
    }

    /// Goes from one thing to the next by Tab: what never has the keyboard, and what is not in sight when it has it.
    fn faults_by_tab(&mut self) -> Faults {
        let mut faults = Faults::new();
        let mut visited = BTreeSet::new();
        // It may be that nothing has it yet.
        self.presses(Modifiers::NONE, Key::Tab);
        // Rows of a long list come into the tree as they come into sight.
        let mut steps = 4 * self.takes_keyboard().len() + 60;
        while steps > 0 {
            steps -= 1;
            self.presses(Modifiers::NONE, Key::Tab);
            let Some(id) = self.window().ctx.memory(egui::Memory::focused) else { continue };
            if visited.insert(id.value()) {
                if !self.is_in_sight(id) {
                    let name = self.takes_keyboard().get(&id.value()).cloned().unwrap_or_else(|| format!("{id:?}"));
                    faults.insert(format!("{name} has the keyboard and is not in sight"));
                }
            } else if self.takes_keyboard().keys().all(|id| visited.contains(id)) {
                break;
            }
        }
        let missed = self.takes_keyboard().into_iter().filter(|(id, _)| !visited.contains(id));
        faults.extend(missed.map(|(_, name)| format!("{name} never has the keyboard")));
        faults
    }

    /// Goes through a list by the arrow keys while a field has the keyboard: what is chosen is in sight.
    fn faults_by_arrows(&mut self) -> Faults {
        let mut faults = Faults::new();
        let mut before = None;
        loop {
            self.presses(Modifiers::NONE, Key::ArrowDown);
            let nodes = self.window().root().children_recursive();
            let is_chosen = |node: &Node<'_>| {
                let node = node.accesskit_node();
                node.role() == Role::ListBoxOption && node.is_selected() == Some(true)
            };
            // What is behind comes first.
            let Some(chosen) = nodes.filter(is_chosen).last() else { break };
            let (rect, name) = (chosen.rect(), said(&chosen));
            let is_seen = |row: &DrawnRow| rect.contains(row.ink.center()) && matches!(row.sight(), Sight::Whole);
            if !self.rows().iter().any(is_seen) {
                faults.insert(format!("{name} is chosen and is not in sight"));
            }
            if before.replace(name.clone()) == Some(name) {
                break;
            }
        }
        faults
    }

    /// What can have the keyboard, by its id. While something is open over all, that is what is in it: a page behind
    /// that is another part of the tree.
    fn takes_keyboard(&self) -> BTreeMap<u64, String> {
        let nodes = self.window().root().children_recursive();
        let takes = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.data().supports_action(Action::Focus) && !node.is_disabled() && !node.is_hidden()
        };
        let nodes: Vec<_> = nodes.filter(takes).collect();
        let part = |node: &Node<'_>| {
            let mut at = node.accesskit_node();
            while let Some(parent) =
                at.parent().filter(|parent| parent.parent().is_some_and(|above| above.parent().is_some()))
            {
                at = parent;
            }
            at.locate().0.0
        };
        let focused = self.window().ctx.memory(egui::Memory::focused).map(|id| id.value());
        let with_keyboard = nodes.iter().find(|node| Some(node.accesskit_node().locate().0.0) == focused).map(&part);
        let is_modal = self.window().ctx.memory(|memory| memory.top_modal_layer().is_some());
        let is_there = |node: &&Node<'_>| !is_modal || Some(part(node)) == with_keyboard;
        nodes.iter().filter(is_there).map(|node| (node.accesskit_node().locate().0.0, said(node))).collect()
    }

    pub(crate) fn is_in_sight(&self, id: egui::Id) -> bool {
        let ctx = &self.window().ctx;
        let Some(response) = ctx.read_response(id) else { return false };
        let window = ctx.content_rect();
        let (rect, seen) = (response.rect, response.interact_rect.intersect(window));
        let is_whole = seen.expand(1.5).contains_rect(rect);
        if !is_whole && self.window().root().children_recursive().any(|node| is_page(&node, id)) {
            // What is higher than the room for it is scrolled to the caret.
            let caret = self.window().output().platform_output.ime.as_ref().map(|ime| ime.cursor_rect);
            return caret.is_some_and(|caret| seen.expand(1.5).contains_rect(caret));
        }
        let is_high = rect.height() > 0.4 * window.height();
        is_whole || (is_high && seen.height() >= 20.0 && seen.width() + 1.5 >= rect.width().min(window.width()))
    }
}

fn is_page(node: &Node<'_>, id: egui::Id) -> bool {
    let node = node.accesskit_node();
    node.locate().0.0 == id.value() && node.role() == Role::MultilineTextInput
}

fn said(node: &Node<'_>) -> String {
    let node = node.accesskit_node();
    format!("{:?} “{}”", node.role(), node.label().or_else(|| node.value()).unwrap_or_default())
}

/// Walks one view in every room; what is wrong in each.
fn walk(view: &View) -> BTreeMap<String, Faults> {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = view.arrive(folder.path());
    let mut found = BTreeMap::new();
    for room in rooms() {
        therapist.sits_at(room);
        let mut faults = therapist.faults_in_sight();
        if WALKED_BY_KEYS.contains(&room.percent) {
            faults.extend(match view.keys {
                Keys::Tab => therapist.faults_by_tab(),
                Keys::Arrows => therapist.faults_by_arrows(),
                Keys::Nothing => Faults::new(),
            });
        }
        if !faults.is_empty() {
            found.insert(room.name(), faults);
        }
    }
    therapist.leaves();
    found
}

/// Walks the views of a part of the app.
fn walk_all(part: &str) {
    let mut wrong = Vec::new();
    for view in views_of(part) {
        for (room, faults) in walk(view) {
            let faults: Vec<String> = faults.into_iter().collect();
            wrong.push(format!("{}, {room}:\n    {}", view.name, faults.join("\n    ")));
        }
    }
    let wrong = wrong.join("\n");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn begin_is_whole_at_every_size() {
    walk_all("begin");
}

#[test]
fn a_session_is_whole_at_every_size() {
    walk_all("session");
}

#[test]
fn closing_is_whole_at_every_size() {
    walk_all("close");
}

#[test]
fn review_is_whole_at_every_size() {
    walk_all("review");
}

#[test]
fn what_goes_across_sessions_is_whole_at_every_size() {
    walk_all("across");
}

#[test]
fn prompts_are_whole_at_every_size() {
    walk_all("prompts");
}

#[test]
fn what_opens_over_a_screen_is_whole_at_every_size() {
    walk_all("over");
}

#[test]
fn sealing_is_whole_at_every_size() {
    walk_all("sealing");
}

#[test]
fn what_has_the_keyboard_stays_in_sight_as_the_text_becomes_larger() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.sits_at(room(480, 340, 100));
    therapist.begins("K-07").presses(Modifiers::COMMAND, Key::E).reaches("Day of the session");
    for _ in 0..3 {
        therapist.presses(Modifiers::COMMAND, Key::Plus);
        let focused = therapist.window().ctx.memory(egui::Memory::focused);
        assert!(focused.is_some_and(|id| therapist.is_in_sight(id)));
    }
}
