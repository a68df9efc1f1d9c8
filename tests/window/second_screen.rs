//! The second screen: it shows the client what was agreed, and nothing else.

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};
use crate::weston::Weston;

/// A screen of Weston's, as a window on the display.
struct Screen<'a> {
    display: &'a Display,
    id: String,
}

impl<'a> Screen<'a> {
    fn find(display: &'a Display, number: usize) -> Self {
        let name = format!("\"Weston Compositor - screen{number}\"");
        let mut id = None;
        until("the screen is there", || {
            let windows = display.tool("xwininfo", &["-root", "-tree"]);
            let line = windows.lines().find(|line| line.contains(&name));
            id = line.map(|line| line.split_whitespace().next().unwrap().to_owned());
            id.is_some()
        });
        Self { display, id: id.unwrap() }
    }

    /// How many colors are on it.
    fn colors(&self) -> u32 {
        self.display.tool("import", &["-window", &self.id, "-format", "%k", "info:"]).parse().unwrap()
    }

    fn picture(&self) -> String {
        self.display.tool("import", &["-window", &self.id, "-format", "%#", "info:"])
    }
}

#[test]
fn what_was_agreed_fills_the_second_screen_and_the_veil_covers_both() {
    let (display, home) = (Display::start(), Home::new());
    let arguments = ["--shell=kiosk-shell.so", "--width=700", "--height=800", "--output-count=2"];
    let weston = Weston::start(&display, &home, &arguments);
    let [first, second] = [0, 1].map(|number| Screen::find(&display, number));
    display.tool("xdotool", &["windowmove", "--sync", &second.id, "700", "0"]);
    display.tool("xdotool", &["mousemove", "350", "400"]);
    let reader = Reader::start_within(&display, &home, |program| weston.give_to(program));
    reader.finds("button", "Begin");
    let of_others = second.picture();

    reader.types("K-07");
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
    reader.types("A line of the notes");
    reader.presses(&["ctrl+e"]);
    reader.finds("button", "End session");
    reader.types("A walk each morning");
    reader.tabs_to("check box", "Show goals and threads too");
    reader.presses(&["space"]);
    reader.tabs_to("button", "Turn the screen to the client");
    assert_eq!(second.picture(), of_others, "nothing is shown there before");
    reader.presses(&["space"]);

    until("the second screen shows what was agreed", || second.picture() != of_others && second.colors() > 20);
    let agreed = second.picture();
    assert_ne!(first.picture(), agreed, "here it can be written in");
    reader.presses(&["Escape"]);
    until("both are veiled", || second.picture() != agreed);
    reader.shows_again();
    until("it is there again", || second.picture() == agreed);
    // The compositor gives the keyboard to the newest window. A click takes it back to the first.
    display.tool("xdotool", &["mousemove", "350", "200", "click", "1"]);
    reader.tabs_to("button", "Done");
    reader.presses(&["space"]);
    until("the second screen is as it was", || second.picture() == of_others);
    reader.quits();
}
