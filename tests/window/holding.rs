//! Holding a session in the real window, by keyboard alone, and what is on the disk afterwards.

use std::thread::sleep;
use std::time::Duration;

use chrono::Utc;

use crate::display::{Display, Home, Window, until, until_within};

/// From the client’s words, the first field of closing, to the button that leads back.
const BACK_TO_THE_NOTES: [&str; 10] = ["Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "space"];

/// The promise: what was on the screen for this long is on the disk.
const PROMISED: Duration = Duration::from_secs(6);

#[test]
fn three_lines_outlive_a_kill_six_seconds_later() {
    let (display, home) = (Display::start(), Home::new());
    let started = Utc::now();
    let window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("Arrived quiet.").presses(&["Next", "Return"]);
    window.types("Warm hands.").presses(&["Next", "Return"]).types("A slower breath.");
    sleep(PROMISED);
    window.kill();

    let names: Vec<_> =
        home.data().join("sessions").read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 1, "exactly one file: {names:?}");
    assert_eq!(home.texts(), ["Arrived quiet.", "Warm hands.", "A slower breath."]);
    let before = home.sessions().remove(0);
    assert_eq!(before["clients"][0], "K-07");
    let prompts: Vec<_> = (0..3).map(|line| before["lines"][line]["prompt"].as_str().unwrap().to_owned()).collect();
    assert_eq!(prompts, ["open", "rather-not", "felt-sense"]);
    for line in before["lines"].as_array().unwrap() {
        let at = holdspace::domain::Moment::try_from(line["at"].as_str().unwrap()).unwrap();
        assert!(at.timestamp() >= started.timestamp() && at <= Utc::now().into(), "{at}");
    }

    let again = Window::open(&display, &home);
    again.presses(&["ctrl+o"]).types(" Still.");
    assert!(again.end_by("TERM").success());
    let after = home.sessions();
    assert_eq!(after.len(), 1);
    assert_eq!(home.texts(), ["Arrived quiet.", "Warm hands.", "A slower breath. Still."]);
    for line in 0..3 {
        for field in ["id", "at", "prompt"] {
            assert_eq!(after[0]["lines"][line][field], before["lines"][line][field]);
        }
    }
}

/// Every key arrives at once, after the program was held up: each still finds the window as it was
/// when it was pressed.
#[test]
fn a_program_that_was_held_up_loses_no_key() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    window.signal("STOP").types("K-07").presses(&["Return"]).types("one").presses(&["Return"]).types("two");
    window
        .presses(&["Next", "Return"])
        .types("three")
        .presses(&["Escape", "Return"])
        .types("four")
        .presses(&["Escape"]);
    window.types(" and on").presses(&["ctrl+e", "Tab"]).types("light").presses(&BACK_TO_THE_NOTES).presses(&["Return"]);
    window.types("five");
    window.presses(&["ctrl+s"]).signal("CONT");
    until("all is saved", || home.texts() == ["one", "two", "three", "four and on", "five"]);
    let session = home.sessions().remove(0);
    let prompts: Vec<_> = (0..5).map(|line| session["lines"][line]["prompt"].as_str().unwrap().to_owned()).collect();
    assert_eq!(prompts, ["open", "open", "rather-not", "rather-not", "rather-not"]);
    assert_eq!(
        (session["clients"][0].as_str(), session["closing"]["client_words"].as_str()),
        (Some("K-07"), Some("light"))
    );
}

#[test]
fn typing_lands_in_the_notes_under_the_veil() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("seen").presses(&["Return", "Escape"]).types("unseen");
    window.presses(&["Return"]).types("still unseen").shows_again().types(", seen again").presses(&["ctrl+s"]);
    until("it is saved", || home.texts() == ["seen", "unseen", "still unseen, seen again"]);
}

#[test]
fn a_folder_that_is_not_there_is_waited_for() {
    let (display, home) = (Display::start(), Home::new());
    let (connected, notes) = (home.data(), home.path().join("elsewhere"));
    // Known from an earlier start, and now gone.
    assert!(Window::open(&display, &home).end_by("TERM").success());
    std::fs::rename(&connected, &notes).unwrap();
    let mut window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("Kept meanwhile").presses(&["ctrl+s"]);
    let recovery = home.path().join("state").join("holdspace").join("recovery");
    let copies = || {
        let folders = recovery.read_dir().into_iter().flatten();
        folders.flat_map(|folder| folder.unwrap().path().read_dir().unwrap()).count()
    };
    until("a recovery copy is there", || copies() == 1);
    assert!(window.is_open() && !connected.exists());
    std::fs::rename(&notes, &connected).unwrap();
    until("it is saved", || home.texts() == ["Kept meanwhile"]);
    until("the copy is gone", || copies() == 0);
    assert!(window.end_by("TERM").success());
}

/// Every call that the window's own thread makes to the system while ten thousand sessions load and
/// a session is held: none of them names the notes folder.
#[test]
fn the_windows_thread_never_touches_the_disk() {
    let (display, home) = (Display::start(), Home::new());
    crate::screenshots::fill(&home, 10_000);
    let trace = home.path().join("trace");
    let mut program = std::process::Command::new("strace");
    program.args(["--follow-forks", "--output-separately", "--decode-fds=path", "--trace=file,desc", "--output"]);
    program.arg(trace.join("calls")).arg(env!("CARGO_BIN_EXE_holdspace")).arg("--data-dir").arg(home.data());
    home.give_to(&mut program);
    program.env("DISPLAY", &display.name);
    std::fs::create_dir(&trace).unwrap();
    let window = Window::of(&display, program.spawn().unwrap());
    window
        .types("K-07")
        .presses(&["Return"])
        .types("Held while they load")
        .presses(&["ctrl+shift+f"])
        .types("number 47");
    window.presses(&["Down", "Down", "Down", "ctrl+s"]);
    // Every call is stopped at, of ten thousand files: that takes its time.
    let patience = std::time::Duration::from_mins(5);
    let has_new = || home.data().join("sessions").read_dir().unwrap().count() > 10_000;
    until_within(patience, "it is saved", has_new);
    until_within(patience, "it holds the words", || newest_words(&home) == "Held while they load");
    assert!(window.close().success());

    let folder = home.data().to_string_lossy().into_owned();
    let mut touching = Vec::new();
    for entry in trace.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let calls = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let count = calls.lines().filter(|call| call.contains(&folder) && !call.starts_with("execve(")).count();
        if count > 0 {
            touching.push((path.extension().unwrap().to_string_lossy().parse::<u64>().unwrap(), count));
        }
    }
    let calls: usize = touching.iter().map(|(_, calls)| calls).sum();
    assert!(calls > 1_000, "the trace has seen sessions being read: {touching:?}");
    let first = trace
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| path.extension()?.to_str()?.parse::<u64>().ok());
    let first = first.min().unwrap();
    assert!(touching.iter().all(|(thread, _)| *thread != first), "the window's thread is the first one: {touching:?}");
}

fn newest_words(home: &Home) -> String {
    let mut paths: Vec<_> =
        home.data().join("sessions").read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let newest = std::fs::read(paths.last().unwrap()).unwrap();
    let session: serde_json::Value = serde_json::from_slice(&newest).unwrap_or_default();
    session["lines"][0]["text"].as_str().unwrap_or_default().to_owned()
}
