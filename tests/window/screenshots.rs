//! Pictures of every screen, taken from the real window, with sessions that are clearly invented.
//!
//! `script/screenshots` takes them into `target/screenshots`; the README's own come from there.

use std::path::Path;

use chrono::{Local, NaiveDate, TimeDelta};
use holdspace::domain::demo;
use holdspace::domain::id::PromptId;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::settings::{Settings, ThemeChoice};
use holdspace::guidelines::integration_session;
use holdspace::storage;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format::{write_session, write_settings};

use crate::display::{Display, Home, Window, until};

/// Many small sessions.
pub(crate) fn fill(home: &Home, count: i64) {
    let first = holdspace::domain::Moment::try_from("2020-01-01T09:00:00Z").unwrap();
    let (files, sessions) = (Files::default(), home.data().join("sessions"));
    files.create_folder(&sessions).unwrap();
    for number in 0..count {
        let began = first + TimeDelta::hours(number);
        let prompts = integration_session().prompts;
        let mut session = Session::begin(began, &format!("C-{}", number % 97), None, prompts);
        let stamp = Stamp { at: began + TimeDelta::minutes(1), prompt: PromptId::try_from("open").ok() };
        session.notes.add(&format!("words number {number}"), None, &stamp);
        session.ended = Some(began + TimeDelta::minutes(50));
        files.put_new(&sessions.join(format!("{}.json", session.id)), &write_session(&session)).unwrap();
    }
}

/// The sessions of the demo.
fn invent(home: &Home, today: NaiveDate) {
    let folders = Folders { data: home.data(), ..Folders::within(home.path()) };
    storage::demo::write(&folders, &demo::sessions(today, &integration_session().prompts)).unwrap();
}

/// What a picture is taken in: the colors, the size of the window, and that of the text.
#[derive(Debug, Clone, Copy)]
struct Look {
    theme: ThemeChoice,
    size: [f32; 2],
    text_size: f32,
}

impl Look {
    /// What a picture of a screen is called.
    fn name(self, screen: &str) -> String {
        let Self { theme, size: [width, height], text_size } = self;
        let theme = format!("{theme:?}").to_lowercase();
        let percent = (text_size * 100.0).round();
        let text = if percent > 100.0 { format!("-{percent}") } else { String::new() };
        format!("{screen}-{theme}-{width}x{height}{text}")
    }
}

fn give_look(home: &Home, Look { theme, size, text_size }: Look) {
    let folder = home.path().join("config").join("holdspace");
    let files = Files::default();
    files.create_folder(&folder).unwrap();
    let settings = Settings { theme, window: Some(size), text_size, ..Settings::default() };
    files.put(&folder.join("settings.json"), &write_settings(&settings)).unwrap();
}

/// Waits until the picture of a window no longer changes, and saves it.
fn picture(window: &Window<'_>, folder: &Path, name: &str) {
    let (path, again) = (folder.join(format!("{name}.png")), folder.join("again.png"));
    window.picture(&again);
    until("the window stands still", || {
        std::fs::rename(&again, &path).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(150));
        window.picture(&again);
        std::fs::read(&again).unwrap() == std::fs::read(&path).unwrap()
    });
    std::fs::remove_file(&again).unwrap();
}

fn take_all(display: &Display, folder: &Path, look: Look) {
    let home = Home::new();
    invent(&home, Local::now().date_naive());
    give_look(&home, look);
    let name = |screen: &str| look.name(screen);
    let window = Window::open(display, &home);
    window.types("K-07");
    picture(&window, folder, &name("begin"));
    window.presses(&["Tab"]).types("3 days ago").presses(&["Return"]);
    window.types("Arrived quiet. \"I keep seeing the water.\" Not sure it means anything.").presses(&["Return"]);
    window.types("Long pause. Stayed with it. Hands on the table.").presses(&["Return"]);
    window
        .types("\"It was like being let go of, in a good way.\" #water #letting-go")
        .presses(&["Return", "Next", "Next"]);
    window.types("Warmth across the chest, blue-green. Slower breath when naming it.").presses(&["Return"]);
    window.types("Her mother, not now.").presses(&["ctrl+l", "Return"]);
    window.types("Wants to keep the color somewhere she can see it").presses(&["ctrl+s"]);
    until("the session is held", || home.texts().iter().any(|text| text == "Her mother, not now."));
    picture(&window, folder, &name("session"));
    for (key, screen) in [("F8", "slow-down"), ("ctrl+comma", "settings"), ("F1", "help")] {
        window.presses(&[key]);
        picture(&window, folder, &name(screen));
        window.presses(&["Escape"]);
    }
    window.presses(&["Escape"]);
    picture(&window, folder, &name("veil"));
    window.shows_again().presses(&["ctrl+e"]);
    picture(&window, folder, &name("close"));
    let taken = |screen: &str| std::fs::read(folder.join(format!("{}.png", name(screen)))).unwrap();
    assert_ne!(taken("veil"), taken("close"), "it is shown again");
    window.presses(&["ctrl+shift+f"]).types("water").presses(&["Down"]);
    picture(&window, folder, &name("review"));
    window.presses(&["ctrl+Tab", "Down", "Down", "Down"]);
    picture(&window, folder, &name("prompts"));
    make_it_theirs(&window);
    picture(&window, folder, &name("prompts-own"));
    window.end_by("TERM");
}

/// Makes the set the therapist's own: other words, one of their own, one hidden, one moved.
fn make_it_theirs(window: &Window<'_>) {
    let commands = |letters: &str| window.presses(&["ctrl+shift+p"]).types(letters).presses(&["Return"]);
    // From the third prompt to the sixth, which is hidden, and back to the fourth.
    window.presses(&["Down", "Down", "Down"]);
    commands("hide the prompt");
    window.presses(&["Up"; 15]);
    commands("add a prompt");
    window.types("Three breaths together").presses(&["Tab", "Tab"]);
    window.types("Breathe with them, slowly, before anything is asked.").presses(&["Escape", "alt+Up"]);
    window.presses(&["Down", "Return", "ctrl+a"]).types("Into the felt sense").presses(&["Escape", "ctrl+s"]);
}

/// The sizes of the window and of the text that are pictured: two, or with `HOLDSPACE_EVERY_SIZE` all that are promised.
fn sizes() -> Vec<([f32; 2], f32)> {
    if std::env::var_os("HOLDSPACE_EVERY_SIZE").is_none() {
        return vec![([1280.0, 800.0], 1.0), ([900.0, 600.0], 1.0)];
    }
    let windows = [[1920.0, 1080.0], [1280.0, 800.0], [900.0, 600.0], [720.0, 480.0], [480.0, 340.0]];
    windows.into_iter().flat_map(|size| [1.0, 1.5, 2.0, 3.0].map(|text_size| (size, text_size))).collect()
}

/// Takes the pictures where `HOLDSPACE_SCREENSHOTS` says, or somewhere that goes away.
#[test]
fn every_screen_can_be_pictured_in_both_themes_and_two_sizes() {
    let display = Display::of("1920x1080x24");
    let kept = std::env::var_os("HOLDSPACE_SCREENSHOTS").map(std::path::PathBuf::from);
    let somewhere = tempfile::tempdir().unwrap();
    let folder = kept.as_deref().unwrap_or(somewhere.path());
    std::fs::create_dir_all(folder).unwrap();
    for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
        for (size, text_size) in sizes() {
            take_all(&display, folder, Look { theme, size, text_size });
        }
    }
    assert_eq!(folder.read_dir().unwrap().count(), 10 * 2 * sizes().len());
}
