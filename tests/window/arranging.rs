//! The prompts in one's own order and words, by the keyboard alone in the real window.

use serde_json::Value;

use crate::display::{Display, Home, Window, until};

/// The titles of a session's prompts.
fn titles(session: &Value) -> Vec<String> {
    let prompts = session["prompts"].as_array().unwrap();
    prompts.iter().map(|prompt| prompt["title"].as_str().unwrap().to_owned()).collect()
}

/// Chooses a command by a few letters of its name.
fn commands(window: &Window<'_>, letters: &str) {
    window.presses(&["ctrl+shift+p"]).types(letters).presses(&["Return"]);
}

fn holds(window: &Window<'_>, home: &Home, client: &str, words: &str) {
    window.types(client).presses(&["Return"]).types(words).presses(&["ctrl+s"]);
    until("the session is saved", || home.texts().iter().any(|text| text == words));
}

/// The first set as it is on the disk.
fn my_order(home: &Home) -> Value {
    let bytes = std::fs::read(home.data().join("prompts.json")).unwrap_or_default();
    serde_json::from_slice::<Value>(&bytes).map(|mut file| file["sets"][0].take()).unwrap_or_default()
}

#[test]
fn a_set_is_made_ones_own_by_the_keyboard_and_past_sessions_keep_their_words() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    holds(&window, &home, "K-07", "Before");
    window.presses(&["ctrl+n", "ctrl+Tab", "ctrl+Tab"]);
    // The fourth prompt to the first place, and other words for it.
    window.presses(&["Down", "Down", "Down", "Down", "alt+Up", "alt+Up", "alt+Up", "alt+Up"]);
    window.presses(&["Return", "ctrl+a"]).types("Into the body").presses(&["Escape"]);
    // The one below it is hidden, and one of one's own stands behind that.
    window.presses(&["Down", "Down"]);
    commands(&window, "hide the prompt");
    commands(&window, "add a prompt");
    window.types("Breathe").presses(&["Escape", "ctrl+s"]);
    until("the set is saved", || my_order(&home).to_string().contains("Breathe"));
    assert!(window.end_by("TERM").success());

    let window = Window::open(&display, &home);
    holds(&window, &home, "M-12", "After");
    assert!(window.end_by("TERM").success());
    let held = home.sessions();
    let [before, after] = &held[..] else { panic!("{} sessions", held.len()) };
    let guideline = ["Follow the client", "Open, and let it lead", "If they would rather not go into it"];
    assert_eq!(titles(before)[..3], guideline);
    assert_eq!(titles(before)[3], "Anchor in the felt sense", "what was held keeps its words");
    assert_eq!(
        titles(after)[..4],
        ["Into the body", "Follow the client", "Breathe", "If they would rather not go into it"]
    );
    assert_eq!(titles(after).len(), 16, "sixteen, one more, and one hidden");
}

/// The file is the one that was there before, byte for byte, once everything is undone.
#[test]
fn undoing_everything_gives_the_first_file_back() {
    let (display, home) = (Display::start(), Home::new());
    let window = Window::open(&display, &home);
    let file = || std::fs::read(home.data().join("prompts.json")).unwrap_or_default();
    window.presses(&["ctrl+Tab", "ctrl+Tab", "alt+Down", "ctrl+z", "ctrl+s"]);
    until("the set is saved", || !my_order(&home).is_null());
    until("the move is undone", || my_order(&home)["sections"][0]["prompts"][0]["id"] == "follow");
    let first = file();
    window.presses(&["alt+Down", "Down", "Down", "alt+Up"]);
    commands(&window, "hide the prompt");
    commands(&window, "add a prompt");
    window.types("Breathe").presses(&["Escape", "ctrl+s"]);
    until("all of it is saved", || my_order(&home).to_string().contains("Breathe"));
    window.presses(&["ctrl+Tab", "ctrl+Tab", "ctrl+Tab"]).presses(&["ctrl+z"; 12]).presses(&["ctrl+s"]);
    until("it is as it was", || file() == first);
    assert!(window.end_by("TERM").success());
}
