//! A compositor without a screen, which a script beside these tests starts on a bus of its own; and a keyboard before it.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use crate::display::{Home, script, until};

/// A compositor, and a keyboard before it.
pub(crate) struct Compositor {
    bus: Child,
    /// Nothing once it is to end.
    keyboard: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
    socket: String,
}

impl Compositor {
    /// Starts the one of a script, and waits until it is there.
    pub(crate) fn start(home: &Home, name: &str) -> Self {
        let folder = home.path().join("run");
        std::fs::create_dir(&folder).unwrap();
        let mut bus = Command::new("dbus-run-session");
        bus.args(["--", "/usr/bin/python3"]).arg(script(name));
        home.give_to(&mut bus);
        bus.env("XDG_RUNTIME_DIR", &folder).env_remove("DISPLAY").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut bus = bus.spawn().unwrap();
        let (keyboard, answers) = (bus.stdin.take(), BufReader::new(bus.stdout.take().unwrap()));
        let mut compositor = Self { bus, keyboard, answers, folder, socket: String::new() };
        compositor.socket = compositor.answer();
        compositor
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        assert!(self.answers.read_line(&mut line).unwrap() > 0, "the script has ended");
        line.trim_end().to_owned()
    }

    /// Has the script do something, and waits until it is done.
    pub(crate) fn does(&mut self, line: &str) -> &mut Self {
        writeln!(self.keyboard.as_ref().unwrap(), "{line}").unwrap();
        assert_eq!(self.answer(), "done");
        self
    }

    pub(crate) fn types(&mut self, words: &str) -> &mut Self {
        self.does(&format!("type {words}"))
    }

    pub(crate) fn presses(&mut self, keys: &str) -> &mut Self {
        self.does(&format!("press {keys}"))
    }

    /// Begins a session, and writes words in its notes, which have nothing else then.
    pub(crate) fn begins_with(&mut self, home: &Home, words: &str) {
        // What is typed before the window is there goes nowhere; what came of it is written over.
        until("a session is written in", || {
            self.presses("ctrl+a").types("k-07").presses("Return").types("x").presses("ctrl+s");
            !home.texts().is_empty()
        });
        self.presses("ctrl+a").types(words).presses("ctrl+s");
        until("it is saved", || home.texts() == [words]);
    }

    /// Starts the program on a home, with its window here.
    pub(crate) fn opens(&self, home: &Home) -> Started {
        let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
        self.give_to(home, &mut program);
        Started(program.arg("--data-dir").arg(home.data()).spawn().unwrap())
    }

    /// Runs a tool here.
    pub(crate) fn tool(&self, home: &Home, name: &str, arguments: &[&str]) -> Output {
        let mut tool = Command::new(name);
        self.give_to(home, &mut tool);
        tool.args(arguments).output().unwrap()
    }

    fn give_to(&self, home: &Home, program: &mut Command) {
        home.give_to(program);
        program.env("XDG_RUNTIME_DIR", &self.folder).env("WAYLAND_DISPLAY", &self.socket).env_remove("DISPLAY");
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        drop(self.keyboard.take());
        let _ = self.bus.wait();
    }
}

/// The program: it does not outlive a test that fails.
pub(crate) struct Started(pub(crate) Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
