//! What a screen reader hears: every control of the three screens has a name and a role, over the
//! real accessibility bus.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use crate::display::{DEADLINE, Display, HURRY, Home, script, until, until_within};

/// So often the window is walked again before a control counts as one without a name.
const WALKS: usize = 10;

/// The roles of what can be pressed, chosen or filled in.
const CONTROLS: [&str; 12] = [
    "button",
    "push button",
    "toggle button",
    "check box",
    "radio button",
    "combo box",
    "entry",
    "password text",
    "text",
    "list item",
    "page tab",
    "slider",
];

/// One node, as the bus gives it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Node {
    role: String,
    pub(crate) name: String,
    description: String,
    text: Option<String>,
    states: Vec<String>,
}

impl Node {
    /// Whether some words are heard of it.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.name.contains(words) || self.text.as_ref().is_some_and(|text| text.contains(words))
    }

    fn has(&self, state: &str) -> bool {
        self.states.iter().any(|other| other == state)
    }

    fn takes_focus(&self) -> bool {
        self.has("focusable")
    }

    /// Whether a control has a name, and what takes the focus is a control.
    fn is_told(&self) -> bool {
        let is_control = CONTROLS.contains(&self.role.as_str());
        // The window itself has the focus where nothing in it has.
        let may_take_focus = is_control || self.role == "frame";
        (!is_control || !self.name.trim().is_empty()) && (!self.takes_focus() || may_take_focus)
    }
}

/// A screen reader beside the program.
pub(crate) struct Reader<'a> {
    display: &'a Display,
    bus: Child,
    /// Nothing once the program was ended.
    ask: Option<ChildStdin>,
    answers: RefCell<BufReader<ChildStdout>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn start(display: &'a Display, home: &Home) -> Self {
        Self::start_with(display, home, |_| {})
    }

    /// The same, with more said to the command that starts the program.
    pub(crate) fn start_with(display: &'a Display, home: &Home, more: impl FnOnce(&mut Command)) -> Self {
        let reader = Self::start_within(display, home, more);
        let found = display.tool("xdotool", &["search", "--sync", "--onlyvisible", "--name", "^Holdspace$"]);
        display.tool("xdotool", &["windowfocus", "--sync", found.lines().last().unwrap()]);
        reader
    }

    /// The same, in what is itself a window on the display.
    pub(crate) fn start_within(display: &'a Display, home: &Home, more: impl FnOnce(&mut Command)) -> Self {
        let script = script("accessibility.py");
        let mut bus = Command::new("dbus-run-session");
        bus.arg("--").arg("/usr/bin/python3").arg(script).arg(env!("CARGO_BIN_EXE_holdspace")).arg("--data-dir");
        home.give_to(bus.arg(home.data()));
        bus.env("DISPLAY", &display.name).stdin(Stdio::piped()).stdout(Stdio::piped());
        more(&mut bus);
        let mut bus = bus.spawn().unwrap();
        let ask = bus.stdin.take();
        let answers = RefCell::new(BufReader::new(bus.stdout.take().unwrap()));
        Self { display, bus, ask, answers }
    }

    pub(crate) fn walk(&self) -> Vec<Node> {
        self.asks("walk")
    }

    /// What was said aloud since this was asked last.
    fn heard(&self) -> Vec<String> {
        self.asks("heard")
    }

    /// Waits until words are said aloud.
    fn hears(&self, words: &str) {
        until(&format!("“{words}” is said aloud"), || self.heard().iter().any(|said| said.contains(words)));
    }

    pub(crate) fn asks<T: serde::de::DeserializeOwned>(&self, what: &str) -> T {
        writeln!(self.ask.as_ref().unwrap(), "{what}").unwrap();
        let mut answers = self.answers.borrow_mut();
        loop {
            let mut answer = String::new();
            assert!(answers.read_line(&mut answer).unwrap() > 0, "the script has ended");
            // The bus itself prints what it does.
            if answer.starts_with('[') {
                return serde_json::from_str(&answer).unwrap();
            }
        }
    }

    /// Walks until a node of a role has a name, and checks all controls that are there then.
    pub(crate) fn finds(&self, role: &str, name: &str) -> Vec<Node> {
        self.finds_within(DEADLINE, role, name)
    }

    /// The same, for what comes only after a time.
    pub(crate) fn finds_within(&self, time: Duration, role: &str, name: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        until_within(time, &format!("there is a {role} named {name}"), || {
            nodes = self.walk();
            nodes.iter().any(|node| node.role.ends_with(role) && node.name.starts_with(name))
        });
        // A control that goes while it is asked for has no name any more: a later walk does not meet it.
        for _ in 0..WALKS {
            if nodes.iter().all(Node::is_told) {
                return nodes;
            }
            nodes = self.walk();
        }
        panic!("a control without a name or a role: {:?}", nodes.iter().find(|node| !node.is_told()));
    }

    /// Presses Tab until a control has the keyboard.
    pub(crate) fn tabs_to(&self, role: &str, name: &str) {
        until(&format!("{name} has the keyboard"), || {
            let is_it = |node: &Node| node.role.ends_with(role) && node.name.starts_with(name) && node.has("focused");
            let is_there = self.walk().iter().any(is_it);
            if !is_there {
                self.presses(&["Tab"]);
            }
            is_there
        });
    }

    /// Ends the program as the system does, and waits until it and its bus are gone.
    pub(crate) fn quits(mut self) {
        self.ask = None;
        self.bus.wait().unwrap();
    }

    pub(crate) fn presses(&self, keys: &[&str]) {
        self.display.tool("xdotool", &[&["key", "--delay", "8"], keys].concat());
    }

    /// Shows what Esc hid.
    pub(crate) fn shows_again(&self) -> &Self {
        std::thread::sleep(HURRY);
        self.presses(&["Escape"]);
        self
    }

    pub(crate) fn types(&self, words: &str) {
        self.display.tool("xdotool", &["type", "--delay", "8", words]);
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        // The program and the bus end with the script, whose input ends here.
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

fn text_of(nodes: &[Node], name: &str) -> String {
    let node = nodes.iter().find(|node| node.name == name && node.text.is_some()).unwrap();
    node.text.clone().unwrap_or_default().trim_end_matches('\n').to_owned()
}

#[test]
fn every_control_of_every_screen_has_a_name_and_a_role() {
    let (display, home) = (Display::start(), Home::new());
    crate::screenshots::fill(&home, 2);
    let reader = Reader::start(&display, &home);

    reader.finds("button", "Begin");
    for (role, name) in
        [("page tab", "Session"), ("page tab", "Review"), ("page tab", "Prompts"), ("combo box", "Prompts")]
    {
        reader.finds(role, name);
    }
    reader.types("K-07");
    reader.presses(&["Return"]);
    reader.types("Warm hands");
    until("the words are heard", || {
        let nodes = reader.walk();
        nodes.iter().any(|node| node.name == "Notes") && text_of(&nodes, "Notes") == "Warm hands"
    });
    reader.finds("list item", "Opening: Follow the client");
    reader.presses(&["ctrl+i"]);
    reader.finds("button", "Done");
    reader.presses(&["Escape", "F8"]);
    reader.finds("label", "");
    reader.presses(&["F8", "ctrl+l", "ctrl+e"]);
    reader.finds("button", "End session");
    reader.finds("radio button", "Keep open: Warm hands");
    reader.presses(&["Escape"]);
    until("the veil hides every word", || {
        let nodes = reader.walk();
        let heard = |words: &str| {
            nodes.iter().any(|node| node.name.contains(words) || node.text.iter().any(|text| text.contains(words)))
        };
        !nodes.is_empty() && !heard("Warm hands") && !heard("K-07")
    });
    reader.shows_again().presses(&["ctrl+shift+f"]);
    reader.finds("entry", "Search every note");
    let chosen = |node: &&Node| node.role == "page tab" && node.states.iter().any(|state| state == "selected");
    // The bus is read node by node, while the window may still go from one screen to the next.
    until("Review alone is chosen", || {
        let nodes = reader.walk();
        nodes.iter().filter(chosen).map(|node| node.name.as_str()).eq(["Review"])
    });
    reader.finds("list item", "");
    reader.finds("button", "Back to the session");
    reader.presses(&["ctrl+Tab"]);
    reader.finds("button", "Shown, hide: Follow the client");
    reader.finds("button", "Move down: Follow the client");
    for (keys, name) in [("ctrl+comma", "Support card"), ("ctrl+shift+p", "Command palette")] {
        reader.presses(&[keys]);
        reader.finds("entry", name);
        reader.presses(&["Escape"]);
    }
}

#[test]
fn the_bus_knows_the_window_its_dialogs_its_choices_and_its_lists() {
    let (display, home) = (Display::start(), Home::new());
    crate::screenshots::fill(&home, 2);
    let reader = Reader::start(&display, &home);
    let is = |node: &Node, role: &str, name: &str| node.role == role && node.name == name;
    let has = |nodes: &[Node], role: &str, name: &str| nodes.iter().any(|node| is(node, role, name));

    let nodes = reader.finds("button", "Begin");
    assert!(has(&nodes, "frame", "Holdspace"), "{nodes:?}");
    assert!(has(&nodes, "page tab list", "Screens"));
    let value = nodes.iter().find(|node| is(node, "combo box", "Prompts")).map(|node| node.description.as_str());
    assert_eq!(value, Some("My order"), "the value of a choice");

    reader.presses(&["ctrl+comma"]);
    let nodes = reader.finds("dialog", "Settings");
    let dialog = nodes.iter().find(|node| is(node, "dialog", "Settings")).unwrap();
    assert!(dialog.has("modal"), "{dialog:?}");
    assert!(!nodes.iter().any(|node| node.says("Begin")), "the page behind is out of the tree");
    reader.finds("heading", "Support card");
    until("what is first in the dialog has the keyboard", || {
        reader.walk().iter().any(|node| node.name == "Colors: Same as system" && node.has("focused"))
    });
    let chosen = reader.walk().into_iter().find(|node| node.name == "Colors: Same as system").unwrap();
    assert!(chosen.has("checked"), "{chosen:?}");

    reader.presses(&["Escape", "ctrl+Tab", "ctrl+Tab"]);
    reader.finds("list box", "Prompts, in order");
    reader.presses(&["Down"]);
    until("the row that is chosen has the keyboard", || {
        let nodes = reader.walk();
        let row = nodes.iter().find(|node| node.name.starts_with("Open, and let it lead")).cloned();
        row.is_some_and(|row| row.role == "list item" && row.has("selected") && row.has("focused"))
    });
}

#[test]
fn the_bus_says_aloud_what_is_saved_hidden_and_chosen() {
    let (display, home) = (Display::start(), Home::new());
    let reader = Reader::start(&display, &home);
    reader.finds("button", "Begin");
    reader.heard();
    reader.types("K-07");
    reader.presses(&["Return"]);
    reader.types("Warm hands");
    reader.hears("Saved ");
    reader.presses(&["Escape"]);
    reader.hears("The screen is hidden");
    reader.shows_again().presses(&["ctrl+shift+p"]);
    reader.finds("entry", "Command palette");
    reader.presses(&["Down"]);
    reader.hears(", 2 of ");
    reader.presses(&["Escape"]);
}
