//! Every way in which the program ends: what is pending is written first.

use std::path::Path;

use crate::display::{Display, Home, Window, until};
use crate::watch::Watch;

#[test]
fn what_is_pending_is_written_when_the_system_asks_the_program_to_end() {
    let display = Display::start();
    for signal in ["TERM", "HUP", "INT"] {
        let home = Home::new();
        let window = Window::open(&display, &home);
        window.types("K-07").presses(&["Return"]).types(&format!("Words before {signal}"));
        assert!(window.end_by(signal).success(), "{signal}");
        assert_eq!(home.texts(), [format!("Words before {signal}")]);
    }
}

#[test]
fn what_is_pending_is_written_when_the_window_is_closed() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("Words before the end");
    assert!(window.close().success());
    assert_eq!(home.texts(), ["Words before the end"]);
    assert!(home.path().join("config").join("holdspace").join("settings.json").exists());
}

/// Where the display goes away the program is ended from within, by the library that speaks to it.
#[test]
fn what_is_pending_is_written_when_the_display_goes_away() {
    let (display, home) = (Display::start(), Home::new());
    let mut window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("Words").presses(&["ctrl+s"]);
    until("it is saved", || home.texts() == ["Words"]);
    let mut written = String::from("Words");
    while home.texts() == [written.as_str()] {
        window.types_and_sees('+');
        written.push('+');
    }
    display.goes_away();
    window.ends();
    assert_eq!(home.texts(), [written]);
}

/// The window's own thread is made to panic: the system has no random bytes for the next line's id.
#[test]
fn what_is_pending_is_written_when_the_window_panics() {
    let (display, home) = (Display::start(), Home::new());
    let mut window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("Words before the fall").presses(&["ctrl+s"]);
    until("the first words are saved", || home.texts() == ["Words before the fall"]);
    // What is painted is with the app; what was only sent to the window may not be.
    window.types_and_sees('!');
    let watch = Watch::begin(
        &window,
        "holdspace",
        &["--trace=getrandom", "--inject=getrandom:error=EIO", "--output=/dev/null"],
    );
    window.presses(&["Return"]).types("x");
    assert_eq!(window.ends().code(), Some(1), "it ends by itself, and not by an abort");
    watch.end();
    assert_eq!(home.texts(), ["Words before the fall!"]);
    let log = std::fs::read_to_string(home.path().join("state").join("holdspace").join("holdspace.log")).unwrap();
    assert!(log.contains("Holdspace failed at ") && log.contains(env!("CARGO_PKG_VERSION")), "{log}");
    assert!(!log.contains("fall") && !log.contains("K-07"), "no word of the notes: {log}");
    assert!(Window::open(&display, &home).end_by("TERM").success(), "it opens again");
}

#[test]
fn a_window_that_cannot_save_stays_until_it_is_asked_again() {
    let (display, home) = (Display::start(), Home::new());
    let mut window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("Saved").presses(&["ctrl+s"]);
    until("it is saved", || home.texts() == ["Saved"]);
    std::fs::rename(home.data(), home.path().join("elsewhere")).unwrap();
    window.types(", and not").ask_to_close();
    let state = home.path().join("state").join("holdspace");
    let kept = || std::fs::read_to_string(state.join("holdspace.log")).is_ok_and(|log| log.contains("FolderNotThere"));
    until("the log says why", kept);
    window.types(", nor this");
    assert!(window.is_open(), "it stays, and goes on");
    until("the copy has all", || copy_of(&state).contains("Saved, and not, nor this"));
    assert!(window.close().success());
    assert!(copy_of(&state).contains("Saved, and not, nor this"));
}

/// The recovery copy, if there is one.
fn copy_of(state: &Path) -> String {
    let folders = state.join("recovery").read_dir().into_iter().flatten();
    let mut copies = folders.flat_map(|folder| folder.unwrap().path().read_dir().unwrap());
    copies.next().and_then(|copy| std::fs::read_to_string(copy.unwrap().path()).ok()).unwrap_or_default()
}
