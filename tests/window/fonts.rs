//! A machine whose system has no fonts at all: whatever is written, the program goes on.

use std::process::Command;

use holdspace::domain::Moment;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::files::Files;
use holdspace::storage::format::write_session;

use crate::display::{Display, Home, Window, until};

/// Words in scripts and signs that the app's own typeface lacks.
const WORDS: [&str; 6] = ["🙂 👩‍👩‍👧 ✨", "पानी", "น้ำ தண்ணீர்", "ماء מים", "水 みず 물", "\u{1F1EB}\u{1F1F7} \u{10FFFD} ∮"];

#[test]
fn no_script_and_no_emoji_ends_the_program_where_the_system_has_no_fonts() {
    let (display, home) = (Display::start(), Home::new());
    let began = Moment::try_from("2020-01-01T09:00:00Z").unwrap();
    let mut session = Session::begin(began, "K-07", None, Vec::new());
    for words in WORDS {
        session.notes.add(words, None, &Stamp { at: began, prompt: None });
    }
    let sessions = home.data().join("sessions");
    Files::default().create_folder(&sessions).unwrap();
    Files::default().put_new(&sessions.join(format!("{}.json", session.id)), &write_session(&session)).unwrap();
    let config = home.path().join("fonts.conf");
    Files::default().put_new(&config, b"<?xml version=\"1.0\"?>\n<fontconfig></fontconfig>\n").unwrap();

    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    home.give_to(&mut program);
    program.env("FONTCONFIG_FILE", &config).env("DISPLAY", &display.name).arg("--data-dir").arg(home.data());
    let window = Window::of(&display, program.spawn().unwrap());
    window.presses(&["ctrl+o"]).types(" and on").presses(&["ctrl+s"]);
    until("what is typed is saved", || home.texts().last().is_some_and(|text| text.ends_with(" and on")));
    assert!(window.close().success());
}
