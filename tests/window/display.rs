//! A virtual display, and the real program in its window on it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

/// After this long without what a test waits for, the test has failed.
pub(crate) const DEADLINE: Duration = Duration::from_mins(3);

/// How long Esc is not to be pressed again if it is to show what it hid: in a hurry it only hides.
pub(crate) const HURRY: Duration = Duration::from_millis(700);

/// How often a file or a process is looked at again.
const AGAIN: Duration = Duration::from_millis(20);

/// Waits until something is so.
pub(crate) fn until(what: &str, is_so: impl FnMut() -> bool) {
    until_within(DEADLINE, what, is_so);
}

/// Waits until something is so, at most for a time.
pub(crate) fn until_within(time: Duration, what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < time, "waited in vain until {what}");
        sleep(AGAIN);
    }
}

/// A script beside these tests.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("window").join(name)
}

/// An X server of its own.
pub(crate) struct Display {
    server: Child,
    pub(crate) name: String,
}

impl Display {
    pub(crate) fn start() -> Self {
        Self::of("1400x900x24")
    }

    /// One whose screen has a size and colors, as the server writes them.
    pub(crate) fn of(screen: &str) -> Self {
        let screen = ["-displayfd", "1", "-screen", "0", screen, "-noreset", "-nolisten", "tcp"];
        let mut server = Command::new("Xvfb");
        let mut server = server.args(screen).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut number).unwrap();
        Self { server, name: format!(":{}", number.trim()) }
    }

    /// The display goes away under every program on it.
    pub(crate) fn goes_away(&self) {
        self.tool("kill", &["-s", "KILL", &self.server.id().to_string()]);
    }

    /// Runs a tool on this display and returns what it printed.
    pub(crate) fn tool(&self, name: &str, arguments: &[&str]) -> String {
        String::from_utf8(self.output(name, arguments)).unwrap().trim().to_owned()
    }

    fn output(&self, name: &str, arguments: &[&str]) -> Vec<u8> {
        let output = Command::new(name).args(arguments).env("DISPLAY", &self.name).output().unwrap();
        assert!(output.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A therapist's home: what the program keeps there, whoever starts it.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("notes")
    }

    /// Tells a command to use this home and no other.
    pub(crate) fn give_to(&self, command: &mut Command) {
        for (variable, folder) in [("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")] {
            command.env(variable, self.path().join(folder));
        }
        command.env_remove("WAYLAND_DISPLAY");
    }

    /// The sessions on the disk, in the order in which they began. Nothing else is beside them.
    pub(crate) fn sessions(&self) -> Vec<Value> {
        let Ok(entries) = self.data().join("sessions").read_dir() else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with(".holdspace-"));
        paths.sort();
        paths.iter().filter_map(|path| serde_json::from_slice(&std::fs::read(path).ok()?).ok()).collect()
    }

    /// The texts of the lines of all sessions.
    pub(crate) fn texts(&self) -> Vec<String> {
        let sessions = self.sessions();
        let lines = sessions.iter().flat_map(|session| session["lines"].as_array().unwrap());
        lines.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// The program with its window.
pub(crate) struct Window<'a> {
    display: &'a Display,
    program: Child,
    id: String,
}

impl<'a> Window<'a> {
    /// Starts the program on a home.
    pub(crate) fn open(display: &'a Display, home: &Home) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
        home.give_to(&mut program);
        program.env("DISPLAY", &display.name).arg("--data-dir").arg(home.data());
        Self::of(display, program.spawn().unwrap())
    }

    /// The window of a program that was started.
    pub(crate) fn of(display: &'a Display, program: Child) -> Self {
        let found = display.tool("xdotool", &["search", "--sync", "--onlyvisible", "--name", "^Holdspace$"]);
        let id = found.lines().last().unwrap().to_owned();
        display.tool("xdotool", &["windowfocus", "--sync", &id]);
        Self { display, program, id }
    }

    /// The number of the window, as the display has it.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The number of the program's process.
    pub(crate) fn number(&self) -> u32 {
        self.program.id()
    }

    /// Types words.
    pub(crate) fn types(&self, words: &str) -> &Self {
        self.display.tool("xdotool", &["type", "--delay", "8", words]);
        self
    }

    /// Presses keys, one after the other.
    pub(crate) fn presses(&self, keys: &[&str]) -> &Self {
        self.display.tool("xdotool", &[&["key", "--delay", "8"], keys].concat());
        self
    }

    /// Shows what Esc hid.
    pub(crate) fn shows_again(&self) -> &Self {
        sleep(HURRY);
        self.presses(&["Escape"])
    }

    /// Kills the program as a power cut would.
    pub(crate) fn kill(mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }

    /// Sends a signal by its name, and waits for the program to end.
    pub(crate) fn end_by(mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.ends()
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, signal: &str) -> &Self {
        let number = self.program.id().to_string();
        self.display.tool("kill", &["-s", signal, &number]);
        self
    }

    /// Asks the window to close, and waits for the program to end.
    pub(crate) fn close(mut self) -> ExitStatus {
        self.ask_to_close();
        self.ends()
    }

    /// Asks the window to close, as a desktop's own button does.
    pub(crate) fn ask_to_close(&self) {
        self.display.tool("/usr/bin/python3", &[script("close_window.py").to_str().unwrap(), &self.id]);
    }

    /// Waits for the program to end.
    pub(crate) fn ends(&mut self) -> ExitStatus {
        let mut status = None;
        until("the program ends", || {
            status = self.program.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// Whether the program is still there.
    pub(crate) fn is_open(&mut self) -> bool {
        self.program.try_wait().unwrap().is_none()
    }

    /// Whether the program has ended, though nobody waited for it.
    pub(crate) fn is_dead(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id())).unwrap();
        stat.rsplit(')').next().is_some_and(|state| state.trim_start().starts_with('Z'))
    }

    /// The number of one of the program's threads, by its name.
    pub(crate) fn thread(&self, name: &str) -> u32 {
        let mut number = None;
        until("the thread is there", || {
            let tasks = Path::new("/proc").join(self.program.id().to_string()).join("task");
            let mut threads = tasks.read_dir().unwrap().map(|entry| entry.unwrap().path());
            let found =
                threads.find(|path| std::fs::read_to_string(path.join("comm")).is_ok_and(|comm| comm.trim() == name));
            number = found.and_then(|path| path.file_name()?.to_str()?.parse().ok());
            number.is_some()
        });
        number.unwrap()
    }

    /// Types a letter, and waits until the window shows it.
    pub(crate) fn types_and_sees(&self, letter: char) -> &Self {
        let painted = || self.display.output("import", &["-window", &self.id, "ppm:-"]);
        let before = painted();
        self.types(&letter.to_string());
        until("the letter is painted", || painted() != before);
        self
    }

    /// Saves what the window shows.
    pub(crate) fn picture(&self, path: &Path) {
        self.display.tool("import", &["-window", &self.id, path.to_str().unwrap()]);
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
