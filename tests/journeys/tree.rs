//! What a screen reader is told of every view: what is what, what belongs to what, what is open, and what is said aloud.
//!
//! The rules are of kinds, and hold for whatever is in the tree: a control that is new is held to them too.

use std::collections::BTreeSet;

use egui::accesskit::{Live, Role};
use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;

use crate::sealing::{CTRL_SHIFT, sealed};
use crate::sizes::drawn::{DrawnRow, rows};
use crate::sizes::views::every_view;
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// What is wrong, once for each thing.
type Faults = BTreeSet<String>;

fn name(node: &Node<'_>) -> String {
    let node = node.accesskit_node();
    if node.role() == Role::Label { node.value() } else { node.label() }.unwrap_or_default()
}

fn said(node: &Node<'_>) -> String {
    format!("{:?} “{}”", node.accesskit_node().role(), name(node))
}

impl Therapist {
    /// What a screen reader comes to: all but what is hidden.
    fn heard(&self) -> Vec<Node<'_>> {
        let nodes = self.window().root().children_recursive();
        nodes.filter(|node| !node.accesskit_node().is_hidden()).collect()
    }

    /// What is said aloud, with how much haste.
    fn said_aloud(&self) -> Vec<(Live, String)> {
        let live = |node: &Node<'_>| (node.accesskit_node().live(), name(node));
        self.heard().iter().map(live).filter(|(live, _)| *live != Live::Off).collect()
    }

    fn says_aloud(&self, words: &str) -> bool {
        self.said_aloud().iter().any(|(_, said)| said.contains(words))
    }

    fn faults_in_tree(&self) -> Faults {
        let mut faults = Faults::new();
        let root = self.window().root();
        let window = root.accesskit_node();
        if window.label().as_deref() != Some("Holdspace") || window.data().language() != Some("en") {
            faults.insert("the window has no name, or no language".to_owned());
        }
        let nodes = self.heard();
        faults.extend(nodes.iter().filter_map(fault_of));
        faults.extend(self.faults_of_dialog(&nodes));
        faults.extend(self.seen_under_other_names(&nodes));
        faults.extend(self.read_too_early(&nodes));
        faults.extend(nodes.iter().filter_map(too_small));
        faults
    }

    /// A dialog has a name and the keyboard, and nothing else is in the tree but what is said aloud.
    fn faults_of_dialog(&self, nodes: &[Node<'_>]) -> Faults {
        let mut faults = Faults::new();
        if self.window().ctx.memory(|memory| memory.top_modal_layer().is_none()) {
            return faults;
        }
        let dialogs = nodes.iter().filter(|node| node.accesskit_node().is_modal() && !name(node).is_empty());
        let Some(dialog) = dialogs.map(|node| node.accesskit_node().locate()).next() else {
            return Faults::from(["the dialog has no name, or is not modal".to_owned()]);
        };
        let is_within = |node: &Node<'_>| {
            let mut at = Some(node.accesskit_node());
            std::iter::from_fn(|| at.take().inspect(|node| at = node.parent())).any(|node| node.locate() == dialog)
        };
        let is_container =
            |node: &Node<'_>| matches!(node.accesskit_node().role(), Role::GenericContainer | Role::Status);
        let behind = nodes.iter().filter(|node| !is_within(node) && !is_container(node));
        // What moves the dialog's layer has a node of its own around it.
        let behind =
            behind.filter(|node| !node.children_recursive().any(|node| node.accesskit_node().locate() == dialog));
        faults.extend(behind.map(|node| format!("{} is behind the dialog", said(node))));
        let focused = nodes.iter().find(|node| node.accesskit_node().is_focused());
        if !focused.is_some_and(is_within) {
            faults.insert(format!("the keyboard is not in the dialog, but on {:?}", focused.map(said)));
        }
        faults
    }

    /// Controls that show words which their names do not have: whoever says what they see does not reach them.
    fn seen_under_other_names(&self, nodes: &[Node<'_>]) -> Faults {
        let drawn = rows(&self.window().ctx, &self.window().output().shapes);
        let mut faults = Faults::new();
        for node in nodes {
            let is_named_by_its_words =
                matches!(node.accesskit_node().role(), Role::Button | Role::RadioButton | Role::CheckBox | Role::Tab);
            if !is_named_by_its_words || node.accesskit_node().bounding_box().is_none() {
                continue;
            }
            // A key that is drawn behind the words is told as such.
            let key = node.accesskit_node().data().keyboard_shortcut().unwrap_or_default();
            let (rect, name) = (node.rect(), format!("{}{key}", name(node)).to_lowercase());
            let seen = |row: &&DrawnRow| rect.contains(row.ink.center()) && row.clip.contains(row.ink.center());
            let shown = drawn.iter().filter(seen);
            let words = shown.filter(|row| row.whole.chars().any(char::is_alphanumeric));
            let others = words.filter(|row| !name.contains(&row.whole.to_lowercase()));
            faults.extend(others.map(|row| format!("“{}” is called “{name}”", row.whole)));
        }
        faults
    }

    /// What is read before something that is seen above it, or left of it in the same row.
    fn read_too_early(&self, nodes: &[Node<'_>]) -> Faults {
        // What is open below its button covers what comes after that.
        if egui::Popup::is_any_open(&self.window().ctx) {
            return Faults::new();
        }
        let drawn = rows(&self.window().ctx, &self.window().output().shapes);
        let is_seen = |node: &&Node<'_>| {
            let at = node.accesskit_node();
            let is_part = matches!(at.role(), Role::TextRun | Role::ScrollBar);
            let is_named = !name(node).is_empty() && at.child_ids().next().is_none();
            let shows =
                |row: &DrawnRow| node.rect().contains(row.ink.center()) && row.clip.contains(node.rect().center());
            !is_part && is_named && at.bounding_box().is_some() && drawn.iter().any(shows)
        };
        let seen: Vec<_> = nodes.iter().filter(is_seen).collect();
        let mut faults = Faults::new();
        for (index, node) in seen.iter().enumerate() {
            let place = node.rect();
            let is_before = |other: &&&Node<'_>| {
                let rect = other.rect();
                let is_above = rect.bottom() <= place.top() + 1.0 && rect.x_range().intersects(place.x_range());
                let is_left = rect.right() <= place.left() + 1.0 && rect.y_range().contains(place.center().y);
                layer(node) == layer(other) && (is_above || is_left)
            };
            let late = seen[index + 1..].iter().filter(is_before);
            faults.extend(late.map(|late| format!("{} is read before {}", said(node), said(late))));
        }
        faults
    }
}

/// The part of the tree right below the window's that a node is in.
fn layer(node: &Node<'_>) -> u64 {
    let around = std::iter::successors(Some(node.accesskit_node()), egui_kittest::kittest::AccessKitNode::parent);
    let around: Vec<_> = around.collect();
    around[around.len().saturating_sub(2)].locate().0.0
}

/// A target that is lower or narrower than 24 points.
fn too_small(node: &Node<'_>) -> Option<String> {
    let at = node.accesskit_node();
    // The toolkit’s bars scroll what the wheel and the keys do too, and text is chosen letter by letter.
    let is_other = matches!(at.role(), Role::GenericContainer | Role::ScrollBar | Role::Label);
    let is_target = at.data().supports_action(egui::accesskit::Action::Click) && at.bounding_box().is_some();
    let is_small = is_target && !is_other && node.rect().size().min_elem() < 23.9;
    is_small.then(|| format!("{} is too small: {:?}", said(node), node.rect().size()))
}

/// What is wrong with one node.
fn fault_of(node: &Node<'_>) -> Option<String> {
    let at = node.accesskit_node();
    let data = at.data();
    let is_in = |roles: &[Role], is_named: bool| {
        let around = std::iter::successors(at.parent(), egui_kittest::kittest::AccessKitNode::parent);
        let mut around = around.skip_while(|node| matches!(node.role(), Role::GenericContainer | Role::Pane));
        around.next().is_some_and(|node| roles.contains(&node.role()) && (!is_named || node.label().is_some()))
    };
    let fault = match at.role() {
        Role::RadioButton if !is_in(&[Role::RadioGroup], true) => "is in no group with a name",
        Role::RadioButton if data.toggled().is_none() => "does not say whether it is chosen",
        Role::Tab if !is_in(&[Role::TabList], true) => "is in no list of tabs",
        Role::Tab | Role::ListBoxOption if data.is_selected().is_none() => "does not say whether it is chosen",
        Role::ListBoxOption if !is_in(&[Role::ListBox], true) => "is in no list with a name",
        Role::MenuItem if !is_in(&[Role::Menu], false) => "is in no menu",
        Role::ComboBox if data.is_expanded().is_none() => "does not say whether it is open",
        Role::ComboBox if data.value().is_none_or(str::is_empty) => "has no value",
        Role::Heading if data.level().is_none() => "has no rank",
        Role::Heading | Role::Dialog | Role::ListBox | Role::RadioGroup | Role::TabList if name(node).is_empty() => {
            "has no name"
        }
        _ => return None,
    };
    Some(format!("{} {fault}", said(node)))
}

#[test]
fn every_view_says_what_is_what() {
    let mut wrong = Vec::new();
    for view in every_view() {
        let folder = tempfile::tempdir().unwrap();
        let mut therapist = view.arrive(folder.path());
        let faults: Vec<String> = therapist.faults_in_tree().into_iter().collect();
        if !faults.is_empty() {
            wrong.push(format!("{}:\n    {}", view.name, faults.join("\n    ")));
        }
        therapist.leaves();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_opens_below_its_button_says_that_it_is_open_and_has_options() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").opens("Prompts");
    assert_eq!(therapist.faults_in_tree(), Faults::new());
    let options = therapist.heard().iter().filter(|node| said(node).contains("“The guideline”")).count();
    assert!(options > 0);
    therapist.presses(NONE, Key::Escape).clicks("Set…");
    assert_eq!(therapist.faults_in_tree(), Faults::new());
    assert!(therapist.heard().iter().any(|node| said(node) == "MenuItem “Duplicate set”"));
}

#[test]
fn what_is_saved_is_said_once_and_not_with_every_word() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("warm hands").sees_it_saved();
    let statuses = |therapist: &Therapist| {
        therapist.said_aloud().into_iter().filter(|(_, said)| said.starts_with("Sav")).collect::<Vec<_>>()
    };
    let saved = statuses(&therapist);
    assert!(matches!(&saved[..], [(Live::Polite, said)] if said.starts_with("Saved ")), "{saved:?}");
    therapist.types(" and more");
    assert_eq!(statuses(&therapist), saved, "while it is saved again nothing new is said");
}

#[test]
fn the_veil_the_lock_and_the_row_that_enter_takes_are_said_aloud() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("warm hands").presses(NONE, Key::Escape);
    assert!(therapist.says_aloud("The screen is hidden"));
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.says_aloud("The screen is hidden"));
    therapist.presses(CTRL_SHIFT, Key::P).types("slow");
    assert!(therapist.says_aloud("Slow down, F8, 1 of"), "{:?}", therapist.said_aloud());
    therapist.presses(NONE, Key::Escape).leaves();

    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    assert!(therapist.says_aloud("Every file is sealed now."), "{:?}", therapist.said_aloud());
    therapist.presses(CTRL_SHIFT, Key::L);
    assert!(therapist.says_aloud("The notes are locked"));
}

#[test]
fn what_came_of_what_was_typed_in_a_form_is_said_aloud() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").commands("Import a prompt set").presses(CTRL, Key::A);
    therapist.types("~/nothing.json\n");
    therapist.until("it was looked for", |here| here.says_aloud("There is no file with this path."));
}
