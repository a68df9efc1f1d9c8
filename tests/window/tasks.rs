//! The eight things that are done while a session runs, counted in the real window by keys and by clicks; the README has
//! the figures. What each does is seen on the accessibility bus, and in the session's file.

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};

const LINE: &str = "Her mother, not now.";

/// Hands before the window, whose keys and clicks are counted. A key that is held with another one is one.
struct Counted<'a> {
    reader: Reader<'a>,
    display: &'a Display,
    keys: usize,
    clicks: usize,
}

impl<'a> Counted<'a> {
    fn before(display: &'a Display, home: &Home) -> Self {
        let reader = Reader::start(display, home);
        reader.finds("entry", "Client code");
        Self { reader, display, keys: 0, clicks: 0 }
    }

    fn types(&mut self, words: &str) -> &mut Self {
        self.keys += words.chars().count();
        self.reader.types(words);
        self
    }

    fn presses(&mut self, keys: &[&str]) -> &mut Self {
        self.keys += keys.len();
        self.reader.presses(keys);
        self
    }

    /// Clicks in the middle of what has a name.
    fn clicks(&mut self, name: &str) -> &mut Self {
        let mut place = Vec::new();
        until(&format!("{name} is there"), || {
            place = self.reader.asks::<Vec<i32>>(&format!("place {name}"));
            place.len() == 4
        });
        let middle = [place[0] + place[2] / 2, place[1] + place[3] / 2].map(|at| at.to_string());
        self.display.tool("xdotool", &["mousemove", &middle[0], &middle[1], "click", "1"]);
        self.clicks += 1;
        self
    }

    /// Waits until words are on the window, and says how many keys and clicks that took.
    fn sees(&mut self, words: &str) -> (usize, usize) {
        until(&format!("{words} is there"), || self.reader.walk().iter().any(|node| node.says(words)));
        self.counted()
    }

    /// Waits until the notes are hidden; as [`Counted::sees`].
    fn sees_no_notes(&mut self) -> (usize, usize) {
        until("the notes are hidden", || {
            let nodes = self.reader.walk();
            !nodes.is_empty() && !nodes.iter().any(|node| node.says("Notes"))
        });
        self.counted()
    }

    fn counted(&mut self) -> (usize, usize) {
        (std::mem::take(&mut self.keys), std::mem::take(&mut self.clicks))
    }
}

/// Waits until the session is on the disk as it was held: ended, and with one line kept.
fn was_held(home: &Home) {
    until("it is ended, and the line kept", || {
        let sessions = home.sessions();
        sessions.iter().any(|session| !session["ended"].is_null() && !session["lines"][0]["keep"].is_null())
    });
    assert_eq!(home.texts()[0], LINE);
}

#[test]
fn by_keys_each_takes_as_many_as_the_readme_says() {
    let (display, home) = (Display::start(), Home::new());
    let mut hands = Counted::before(&display, &home);
    assert_eq!(hands.types("K-07").presses(&["Return"]).sees("Notes"), ("K-07".len() + 1, 0), "begin");
    assert_eq!(hands.presses(&["Next"]).sees("¶3"), (1, 0), "next prompt");
    assert_eq!(hands.presses(&["ctrl+j"]).types("sel").presses(&["Return"]).sees("¶14"), (5, 0), "jump");
    assert_eq!(hands.types(LINE).presses(&["Return"]).sees(LINE), (LINE.len() + 1, 0), "note a line");
    assert_eq!(hands.presses(&["ctrl+l"]).sees("Kept for next time"), (1, 0), "keep it");
    assert_eq!(hands.presses(&["Escape"]).sees_no_notes(), (1, 0), "hide");
    hands.reader.shows_again();
    assert_eq!(hands.presses(&["F8"]).sees("Your support card"), (1, 0), "slow down");
    assert_eq!(hands.presses(&["ctrl+e", "ctrl+Return"]).sees("Client code"), (2, 0), "close");
    was_held(&home);
}

#[test]
fn by_clicks_each_takes_as_many_as_the_readme_says() {
    let (display, home) = (Display::start(), Home::new());
    let mut hands = Counted::before(&display, &home);
    assert_eq!(hands.types("K-07").clicks("Begin").sees("Notes"), ("K-07".len(), 1), "begin");
    assert_eq!(hands.clicks("Deepening: Toward their goals").sees("¶5"), (0, 1), "the next prompt, and any other");
    assert_eq!(hands.types(LINE).sees(LINE), (LINE.len(), 0), "note a line: the page has the caret");
    assert_eq!(hands.clicks("Keep for next time").sees("Kept for next time"), (0, 1), "keep it");
    assert_eq!(hands.clicks("Hide the screen").sees_no_notes(), (0, 1), "hide");
    hands.reader.shows_again();
    assert_eq!(hands.clicks("Slow down").sees("Your support card"), (0, 1), "slow down");
    assert_eq!(hands.clicks("Close the session").clicks("End session").sees("Client code"), (0, 2), "close");
    was_held(&home);
}
