//! The window under Mutter, the compositor of GNOME, without a screen: typed into, hidden, and closed by its keys.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::display::{Home, script, until};

/// Mutter, and a keyboard before it.
struct Mutter {
    bus: Child,
    /// Nothing once it is to end.
    keyboard: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
}

impl Mutter {
    const SOCKET: &str = "wayland-holdspace";

    fn start(home: &Home) -> Self {
        let folder = home.path().join("run");
        std::fs::create_dir(&folder).unwrap();
        let mut bus = Command::new("dbus-run-session");
        bus.args(["--", "/usr/bin/python3"]).arg(script("mutter.py")).arg(Self::SOCKET);
        home.give_to(&mut bus);
        bus.env("XDG_RUNTIME_DIR", &folder).env_remove("DISPLAY").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut bus = bus.spawn().unwrap();
        let (keyboard, answers) = (bus.stdin.take(), BufReader::new(bus.stdout.take().unwrap()));
        let mut mutter = Self { bus, keyboard, answers, folder };
        mutter.answers("ready");
        mutter
    }

    fn answers(&mut self, expected: &str) {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        assert_eq!(line.trim_end(), expected);
    }

    fn asks(&mut self, line: &str) -> &mut Self {
        writeln!(self.keyboard.as_ref().unwrap(), "{line}").unwrap();
        self.answers("done");
        self
    }

    fn types(&mut self, words: &str) -> &mut Self {
        self.asks(&format!("type {words}"))
    }

    fn presses(&mut self, keys: &str) -> &mut Self {
        self.asks(&format!("press {keys}"))
    }
}

impl Drop for Mutter {
    fn drop(&mut self) {
        drop(self.keyboard.take());
        let _ = self.bus.wait();
    }
}

/// The program: it does not outlive a test that fails.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn under_gnome_the_window_opens_saves_comes_back_and_closes_by_the_desktops_own_keys() {
    let home = Home::new();
    let mut mutter = Mutter::start(&home);
    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    home.give_to(&mut program);
    program.env("XDG_RUNTIME_DIR", &mutter.folder).env("WAYLAND_DISPLAY", Mutter::SOCKET).env_remove("DISPLAY");
    let mut program = Started(program.arg("--data-dir").arg(home.data()).spawn().unwrap());
    // What is typed before the window is there goes nowhere; what came of it is written over.
    until("a session is written in", || {
        mutter.presses("ctrl+a").types("k-07").presses("Return").types("x").presses("ctrl+s");
        !home.texts().is_empty()
    });
    mutter.presses("ctrl+a").types("under mutter").presses("ctrl+s");
    until("it is saved", || home.texts() == ["under mutter"]);
    // Hidden, and shown again.
    mutter.presses("super+h").presses("alt+Tab").types(" again").presses("ctrl+s");
    until("it is there again", || home.texts() == ["under mutter again"]);
    // What was typed just before it closes is written.
    mutter.types(" to the end").presses("alt+F4");
    assert!(program.0.wait().unwrap().success());
    assert_eq!(home.texts(), ["under mutter again to the end"]);
}
