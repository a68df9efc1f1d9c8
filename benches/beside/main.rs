//! What a key costs the whole program in a real window, drawn by the processor alone: the notes page, beside a window with
//! nothing in it, the toolkit's own editor and another editor for plain text, in one run.
//!
//! `script/beside` installs what it needs, and runs it. Each line says how much of the processor a key took, and how that
//! compares with the bare window, with its limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "../../tests/window/display.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod display;
mod windows;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use holdspace::domain::Moment;
use holdspace::domain::session::open_session::OpenSession;
use holdspace::guidelines::integration_session;
use holdspace::storage::format::write_session;

use display::{Display, Home, until};

/// How much more a key may cost than a frame of a window with nothing in it.
const LIMIT: f64 = 1.1;

/// How many keys are typed.
const KEYS: usize = 200;

/// The milliseconds between two keys: each is drawn by itself.
const BETWEEN: &str = "60";

const SENTENCE: &str = "She stood at the river, and it was quiet. Then the letter came back to her, again and again. ";

/// A program with its window, and the keyboard in it.
struct Running<'a> {
    display: &'a Display,
    program: Child,
    window: String,
}

impl<'a> Running<'a> {
    /// Starts a program and waits for the window that has this name.
    fn start(display: &'a Display, command: &mut Command, name: &str) -> Self {
        command.env("DISPLAY", &display.name).env("LIBGL_ALWAYS_SOFTWARE", "1").env_remove("WAYLAND_DISPLAY");
        let program = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let found = display.tool("xdotool", &["search", "--sync", "--onlyvisible", "--name", name]);
        let window = found.lines().last().unwrap().to_owned();
        display.tool("xdotool", &["windowsize", "--sync", &window, "1280", "800"]);
        display.tool("xdotool", &["windowfocus", "--sync", &window]);
        let running = Self { display, program, window };
        running.rests();
        running
    }

    fn presses(&self, key: &str) -> &Self {
        self.display.tool("xdotool", &["key", key]);
        self.rests();
        self
    }

    /// Types so many letters; returns the milliseconds of the processor that each of them took.
    fn key(&self) -> f64 {
        let types = |count: usize| {
            let words = "eeeee ".repeat(count.div_ceil(6));
            self.display.tool("xdotool", &["type", "--window", &self.window, "--delay", BETWEEN, &words[..count]]);
            self.rests();
        };
        // Once unmeasured: the letters are drawn for the first time.
        types(20);
        let before = self.spent();
        types(KEYS);
        (self.spent() - before) as f64 / KEYS as f64
    }

    /// Waits until the program does nothing.
    fn rests(&self) {
        let (mut last, mut looks) = (None, 0);
        until("the program rests", || {
            // It is looked at: nothing tells when a program has nothing left to do.
            sleep(Duration::from_millis(100));
            let now = Some(self.spent());
            looks = if now == last { looks + 1 } else { 0 };
            last = now;
            looks == 8
        });
    }

    /// The milliseconds that the program has had of the processor.
    fn spent(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        // In hundredths of a second, whichever Linux it is: its own, and what the system did for it.
        let ticks: u64 = fields[11..13].iter().map(|field| field.parse::<u64>().unwrap()).sum();
        ticks * 10
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A window of this program itself: `windows` says which.
fn own(display: &Display, which: &str, text: Option<&Path>) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(which).args(text);
    let running = Running::start(display, &mut command, windows::TITLE);
    running.key()
}

fn notes_page(display: &Display, text: &str) -> f64 {
    let home = Home::new();
    let mut open = OpenSession::begin(began(), "K-07", None, integration_session().prompts);
    open.write(text, 0, text.len(), began());
    let sessions = home.data().join("sessions");
    std::fs::create_dir_all(&sessions).unwrap();
    write(&sessions.join(format!("{}.json", open.session().id)), &write_session(open.session()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    home.give_to(&mut command);
    let running = Running::start(display, command.arg("--data-dir").arg(home.data()), "^Holdspace$");
    running.presses("ctrl+o").presses("ctrl+End").key()
}

fn feather_pad(display: &Display, text: &Path) -> f64 {
    let home = Home::new();
    let mut command = Command::new("featherpad");
    home.give_to(&mut command);
    let running = Running::start(display, command.arg("--standalone").arg(text), "text.txt$");
    running.presses("ctrl+End").key()
}

fn began() -> Moment {
    Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
}

#[expect(clippy::disallowed_methods, reason = "nobody reads it meanwhile")]
fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(which) = arguments.get(1).filter(|which| windows::NAMES.contains(&which.as_str())) {
        return windows::open(which, arguments.get(2).map(Path::new));
    }
    let display = Display::of("1400x900x24");
    let bare = own(&display, windows::BARE, None);
    println!("figure: a key, a window with nothing in it: {bare:.1} ms of the processor");
    let lines = |count: usize| SENTENCE.trim_end().to_owned() + &format!("\n{}", SENTENCE.trim_end()).repeat(count - 1);
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("4 KB", lines(44)),
        ("100 KB", lines(1100)),
        ("one paragraph of 100 KB", SENTENCE.repeat(1100)),
        ("20,000 lines", lines(20_000)),
    ] {
        let file: PathBuf = folder.path().join("text.txt");
        write(&file, text.as_bytes());
        let ours = notes_page(&display, &text);
        let toolkit = if text.len() < 200_000 {
            format!("the toolkit's editor {:.1} ms", own(&display, windows::EDITOR, Some(&file)))
        } else {
            "the toolkit's editor is not tried".to_owned()
        };
        let feather_pad = feather_pad(&display, &file);
        let ratio = ours / bare;
        let kept = if ratio <= LIMIT { "kept" } else { "NOT KEPT" };
        println!(
            "figure: a key, {name}: {ours:.1} ms, {ratio:.2} times the bare window (limit {LIMIT}): {kept}; {toolkit}, \
             FeatherPad {feather_pad:.1} ms"
        );
    }
}
