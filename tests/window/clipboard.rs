//! What was copied from the notes is cleared from the real clipboard of X11, and nothing else is.
//!
//! A clipboard belongs to the display in the environment of a process: what is tried runs in a process of
//! its own, which is this test program again.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use holdspace::window::clipboard::ClipboardClearer;

use crate::display::{Display, Home, Window, until};

const DELAY: &str = "HOLDSPACE_TEST_CLIPBOARD_MILLISECONDS";

/// What is told where the notes are locked.
const LOCK: &str = "lock";

/// The process that copies: it tells the first line it reads as copied, locks where it is told so, and ends with an
/// empty line.
#[test]
#[ignore = "it is what the others start"]
fn copier() {
    let Some(delay) = std::env::var(DELAY).ok().and_then(|delay| delay.parse().ok()) else { return };
    let clipboard = ClipboardClearer::start(Duration::from_millis(delay));
    let mut lines = std::io::stdin().lines();
    clipboard.teller()(&lines.next().unwrap().unwrap());
    while lines.next().is_some_and(|line| line.unwrap() == LOCK) {
        clipboard.clearer()();
    }
    clipboard.finish();
}

/// A process that was told what was copied.
struct Copier {
    process: Child,
    ask: ChildStdin,
}

impl Copier {
    fn start(display: &Display, delay: Duration, copied: &str) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap());
        process.args(["--exact", "clipboard::copier", "--ignored"]).env("DISPLAY", &display.name);
        process.env(DELAY, delay.as_millis().to_string()).env_remove("WAYLAND_DISPLAY");
        let mut process = process.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut ask = process.stdin.take().unwrap();
        writeln!(ask, "{copied}").unwrap();
        Self { process, ask }
    }

    fn locks(&mut self) {
        writeln!(self.ask, "{LOCK}").unwrap();
    }

    fn ends(mut self) {
        writeln!(self.ask).unwrap();
        let said: Vec<String> =
            BufReader::new(self.process.stdout.take().unwrap()).lines().map(Result::unwrap).collect();
        assert!(
            self.process.wait().unwrap().success() && said.iter().any(|line| line.contains("1 passed")),
            "{said:?}"
        );
    }
}

/// Another program takes the clipboard, as a window or a clipboard manager does.
fn take(display: &Display, words: &str) {
    take_selection(display, "clipboard", words);
}

fn take_selection(display: &Display, selection: &str, words: &str) {
    let mut xclip = Command::new("xclip");
    xclip.args(["-selection", selection, "-in"]).env("DISPLAY", &display.name).stdin(Stdio::piped());
    // It goes on in the background, and would hold the pipes of this test.
    let mut xclip = xclip.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    xclip.stdin.take().unwrap().write_all(words.as_bytes()).unwrap();
    assert!(xclip.wait().unwrap().success());
}

fn clipboard(display: &Display) -> Option<String> {
    selection(display, "clipboard")
}

fn selection(display: &Display, selection: &str) -> Option<String> {
    let mut xclip = Command::new("xclip");
    let output = xclip.args(["-selection", selection, "-out"]).env("DISPLAY", &display.name).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_was_copied_is_cleared_after_a_while() {
    let display = Display::start();
    take(&display, "Her mother, not now.");
    assert_eq!(clipboard(&display).as_deref(), Some("Her mother, not now."));
    let copier = Copier::start(&display, Duration::from_millis(1), "Her mother, not now.");
    until("it is cleared", || clipboard(&display).is_none());
    // What is copied in the very moment of the clearing is not told from it: the process ends first.
    copier.ends();
    assert_eq!(clipboard(&display), None);
}

#[test]
fn what_was_copied_is_cleared_at_the_end() {
    let display = Display::start();
    take(&display, "Warm hands");
    let copier = Copier::start(&display, Duration::from_hours(1), "Warm hands");
    copier.ends();
    assert_eq!(clipboard(&display), None);
}

#[test]
fn what_somebody_else_copied_since_stays() {
    let display = Display::start();
    take(&display, "A telephone number");
    Copier::start(&display, Duration::from_hours(1), "Warm hands").ends();
    assert_eq!(clipboard(&display).as_deref(), Some("A telephone number"));
}

#[test]
fn what_was_copied_is_cleared_as_the_notes_are_locked_and_what_is_copied_later_is_not() {
    let display = Display::start();
    take(&display, "Her mother, not now.");
    let mut copier = Copier::start(&display, Duration::from_hours(1), "Her mother, not now.");
    copier.locks();
    until("it is cleared", || clipboard(&display).is_none());
    take(&display, "A telephone number");
    copier.locks();
    copier.ends();
    assert_eq!(clipboard(&display).as_deref(), Some("A telephone number"));
}

#[test]
fn the_middle_button_pastes_what_is_chosen_elsewhere_and_elsewhere_what_is_chosen_here() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("river ").presses(&["ctrl+s"]);
    until("the session is held", || home.texts() == ["river "]);
    take_selection(&display, "primary", "and a shore");
    // Below the last line, in the middle of the notes.
    display.tool("xdotool", &["mousemove", "900", "500", "click", "2"]);
    until("it is pasted", || {
        window.presses(&["ctrl+s"]);
        home.texts() == ["river and a shore"]
    });
    // Three clicks take the whole line; below the last one, that one.
    display.tool("xdotool", &["mousemove", "900", "500", "click", "--repeat", "3", "--delay", "20", "1"]);
    until("it can be pasted elsewhere", || selection(&display, "primary").as_deref() == Some("river and a shore"));
    window.kill();
}

#[test]
fn the_keys_of_old_copy_cut_and_paste_and_what_keys_choose_is_pasted_by_the_middle_button_elsewhere() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    let says = |expected: &[&str]| {
        until("it is saved", || {
            window.presses(&["ctrl+s"]);
            home.texts() == expected
        });
    };
    window.types("K-07").presses(&["Return"]).types("river");
    says(&["river"]);
    take(&display, " and a shore");
    window.presses(&["shift+Insert"]);
    says(&["river and a shore"]);
    window.presses(&["shift+Home", "ctrl+Insert"]);
    until("it is copied", || clipboard(&display).as_deref() == Some("river and a shore"));
    assert_eq!(selection(&display, "primary").as_deref(), Some("river and a shore"));
    take(&display, "something else");
    until("it is there", || clipboard(&display).as_deref() == Some("something else"));
    window.presses(&["shift+Delete"]);
    until("it is cut", || clipboard(&display).as_deref() == Some("river and a shore"));
    window.kill();
}
