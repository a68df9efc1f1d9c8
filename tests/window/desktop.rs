//! What a Linux desktop and its windows do with each other: the place of the window, dark, a second start, Wayland.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use serde_json::{Value, json};

use crate::display::{Display, Home, Window, script, until};
use crate::system_lock::Desktop;
use crate::weston::Weston;

/// A window manager on a display.
struct Manager(Child);

impl Manager {
    fn start(display: &Display) -> Self {
        let mut manager = Command::new("openbox");
        manager.args(["--config-file", "/dev/null"]).env("DISPLAY", &display.name);
        let manager = Self(manager.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let is_there = || display.tool("xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"]).contains("window id");
        until("the window manager is there", is_there);
        manager
    }
}

impl Drop for Manager {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The desktop's portal on a bus.
struct Portal {
    program: Child,
    changes: ChildStdin,
}

impl Portal {
    fn start(desktop: &Desktop, scheme: u32) -> Self {
        let mut program = Command::new("/usr/bin/python3");
        program.arg(script("portal.py")).env("BUS", &desktop.address).env("SCHEME", scheme.to_string());
        let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let changes = program.stdin.take().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "ready");
        Self { program, changes }
    }

    fn changes_to(&mut self, scheme: u32) {
        writeln!(self.changes, "{scheme}").unwrap();
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The program on a home, with a desktop's bus.
fn program(display: &Display, home: &Home, desktop: &Desktop) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    home.give_to(&mut program);
    program.env("DISPLAY", &display.name).env("DBUS_SESSION_BUS_ADDRESS", &desktop.address);
    program.arg("--data-dir").arg(home.data());
    program
}

fn settings_path(home: &Home) -> PathBuf {
    home.path().join("config").join("holdspace").join("settings.json")
}

fn settings(home: &Home) -> Value {
    serde_json::from_slice(&std::fs::read(settings_path(home)).unwrap()).unwrap()
}

/// The left upper corner and the size of a window, as the display has them.
fn place(display: &Display, window: &Window<'_>) -> [i32; 4] {
    let told = display.tool("xwininfo", &["-id", window.id()]);
    let number = |name: &str| {
        let line = told.lines().find(|line| line.contains(name)).unwrap();
        line.rsplit(' ').next().unwrap().parse().unwrap()
    };
    [number("Absolute upper-left X"), number("Absolute upper-left Y"), number("Width:"), number("Height:")]
}

#[test]
fn the_window_comes_back_where_it_was_and_as_large() {
    let (display, home) = (Display::start(), Home::new());
    let _manager = Manager::start(&display);
    let window = Window::open(&display, &home);
    assert_eq!(
        display.tool("xprop", &["-id", window.id(), "WM_CLASS"]),
        r#"WM_CLASS(STRING) = "holdspace", "holdspace""#
    );
    display.tool("xdotool", &["windowsize", "--sync", window.id(), "900", "640"]);
    display.tool("xdotool", &["windowmove", "--sync", window.id(), "130", "70"]);
    let is_moved = || {
        let [left, _, width, height] = place(&display, &window);
        (130..140).contains(&left) && [width, height] == [900, 640]
    };
    until("it is moved", is_moved);
    window.types_and_sees('a');
    let before = place(&display, &window);
    assert!(window.end_by("TERM").success());
    let window = Window::open(&display, &home);
    until("it is where it was", || place(&display, &window) == before);
    window.types_and_sees('a');

    // Over the whole screen, and back to what it was.
    display.tool("/usr/bin/python3", &[script("maximize_window.py").to_str().unwrap(), window.id(), "1"]);
    until("it fills the screen", || place(&display, &window)[2] == 1400);
    window.types_and_sees('b');
    assert!(window.end_by("TERM").success());
    assert_eq!(settings(&home)["window_maximized"], true);
    let window = Window::open(&display, &home);
    until("it fills the screen again", || place(&display, &window)[2] == 1400);
    display.tool("/usr/bin/python3", &[script("maximize_window.py").to_str().unwrap(), window.id(), "0"]);
    until("it is as large as before", || place(&display, &window) == before);
    window.types_and_sees('c');
    assert!(window.end_by("TERM").success());

    // The screen that it was on is gone.
    let mut far = settings(&home);
    far["window_position"] = json!([5000.0, 70.0]);
    replace(&settings_path(&home), &far);
    let window = Window::open(&display, &home);
    until("it can be seen", || (0..1400).contains(&place(&display, &window)[0]));
}

#[expect(clippy::disallowed_methods, reason = "nobody else reads the file meanwhile")]
fn replace(path: &Path, settings: &Value) {
    std::fs::write(path, serde_json::to_vec_pretty(settings).unwrap()).unwrap();
}

#[test]
fn dark_follows_the_desktop_live_and_so_does_the_frame() {
    let (display, home, desktop) = (Display::start(), Home::new(), Desktop::start());
    let mut portal = Portal::start(&desktop, 1);
    let window = Window::of(&display, program(&display, &home, &desktop).spawn().unwrap());
    let is_dark = || display.tool("import", &["-window", window.id(), "-format", "%[fx:mean<0.5]", "info:"]) == "1";
    let frame = || display.tool("xprop", &["-id", window.id(), "_GTK_THEME_VARIANT"]);
    until("it is dark", is_dark);
    until("the frame is dark", || frame().ends_with(r#""dark""#));
    portal.changes_to(2);
    until("it is light", || !is_dark());
    until("the frame is light", || frame().ends_with(r#""light""#));
    portal.changes_to(1);
    until("it is dark again", is_dark);
}

#[test]
fn a_second_start_brings_the_first_window_forward_and_opens_none() {
    let (display, home, desktop) = (Display::start(), Home::new(), Desktop::start());
    let _manager = Manager::start(&display);
    let first = Window::of(&display, program(&display, &home, &desktop).spawn().unwrap());
    first.types_and_sees('K');
    display.tool("xdotool", &["windowminimize", "--sync", first.id()]);
    let second = program(&display, &home, &desktop).output().unwrap();
    assert!(second.status.success());
    assert!(String::from_utf8(second.stdout).unwrap().starts_with("These notes are already open."));
    let active =
        || Command::new("xdotool").arg("getactivewindow").env("DISPLAY", &display.name).output().unwrap().stdout;
    until("the first one is in front", || String::from_utf8_lossy(&active()).trim() == first.id());

    // Other notes have a window of their own.
    let other = Home::new();
    let mut beside = program(&display, &other, &desktop).spawn().unwrap();
    let windows = || display.tool("xdotool", &["search", "--onlyvisible", "--name", "^Holdspace$"]).lines().count();
    until("there are two", || windows() == 2);
    beside.kill().unwrap();
    beside.wait().unwrap();
}

/// Weston, like GNOME, draws no frame around a window: the window has to draw its own.
#[test]
fn under_wayland_the_window_has_its_title_bar_and_saves_what_is_typed() {
    let (display, home) = (Display::start(), Home::new());
    let weston = Weston::start(&display, &home, &["--width=1200", "--height=800"]);
    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    home.give_to(&mut program);
    weston.give_to(&mut program);
    let mut program = program.arg("--data-dir").arg(home.data()).spawn().unwrap();
    let colors = |area: &str| -> u32 {
        display.tool("import", &["-window", "root", "-crop", area, "-format", "%k", "info:"]).parse().unwrap()
    };
    let types = |words: &str| display.tool("xdotool", &["type", "--delay", "20", words]);
    let presses = |keys: &[&str]| display.tool("xdotool", &[&["key", "--delay", "20"], keys].concat());
    until("the window is painted", || {
        // The keys go to what is below the pointer.
        display.tool("xdotool", &["mousemove", "600", "500"]);
        colors("1200x600+0+100") > 60
    });
    // The compositor may hand on the first keys, or not: what came of them is written over.
    until("a session is written in", || {
        presses(&["ctrl+a"]);
        types("K-07");
        presses(&["Return"]);
        types("x");
        presses(&["ctrl+s"]);
        !home.texts().is_empty()
    });
    presses(&["ctrl+a"]);
    types("Under Weston");
    presses(&["ctrl+s"]);
    until("it is saved", || home.texts() == ["Under Weston"]);
    if let Ok(folder) = std::env::var("HOLDSPACE_SCREENSHOTS") {
        let path = Path::new(&folder).join("wayland.png");
        display.tool("import", &["-window", "root", path.to_str().unwrap()]);
    }
    // The title and the three buttons: black without them.
    assert!(colors("1200x40+0+28") > 20, "the title bar is drawn");
    // Its own button closes it, and what was typed just before is written.
    display.tool("xdotool", &["type", "--delay", "20", " again"]);
    display.tool("kill", &["-s", "TERM", &program.id().to_string()]);
    assert!(program.wait().unwrap().success());
    assert_eq!(home.texts(), ["Under Weston again"]);
}
