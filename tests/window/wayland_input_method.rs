//! The window under Wayland with an input method for Chinese: what is composed is seen on the page, and is written there
//! once or let go.

use crate::compositor::{Compositor, Started};
use crate::display::{Home, until};

/// Where the words of the notes are on the screen.
const WORDS: &str = "610,84 560x600";

/// So often something is composed with no rest.
const OFTEN: usize = 20;

/// The notes, with letters in them, and what composes.
struct Composing {
    // The program ends before its compositor, and its home is the last.
    _program: Started,
    sway: Compositor,
    home: Home,
}

impl Composing {
    fn behind(letters: &str) -> Self {
        let home = Home::new();
        let mut sway = Compositor::start(&home, "sway.py");
        let program = sway.opens(&home);
        sway.begins_with(&home, "x");
        // It hears of the notes a little later than they have the keyboard; what came of it is written over.
        until("it composes in the notes", || {
            sway.does("compose").presses("ctrl+a").types("nihao ").presses("ctrl+s");
            home.texts() == ["你好"]
        });
        let mut notes = Self { _program: program, sway, home };
        notes.sway.presses("ctrl+space").presses("ctrl+a").types(letters).presses("ctrl+s").presses("ctrl+space");
        notes.says(letters);
        notes
    }

    fn picture(&self) -> Vec<u8> {
        let taken = self.sway.tool(&self.home, "grim", &["-g", WORDS, "-t", "ppm", "-"]);
        assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
        taken.stdout
    }

    /// Waits until the notes on the disk say something and nothing else.
    fn says(&self, words: &str) {
        until(&format!("“{words}” is saved"), || self.home.texts() == [words]);
    }
}

#[test]
#[ignore = "it needs an input method: script/input-method installs one and runs it"]
fn what_is_composed_is_seen_on_the_page_and_goes_by_esc_which_hides_nothing() {
    let mut notes = Composing::behind("ab ");
    let before = notes.picture();
    notes.sway.types("nihao");
    until("it is seen", || notes.picture() != before);
    assert_eq!(notes.home.texts(), ["ab "], "it is not written yet");
    notes.sway.presses("Escape");
    until("the page is as it was", || notes.picture() == before);
    notes.sway.presses("ctrl+space").types("cd").presses("ctrl+s");
    notes.says("ab cd");
}

#[test]
#[ignore = "it needs an input method: script/input-method installs one and runs it"]
fn what_is_composed_is_written_once_where_the_caret_is() {
    let mut notes = Composing::behind("ab ");
    notes.sway.types("niha").presses("BackSpace").types("ao ").presses("ctrl+s");
    notes.says("ab 你好");
    // Enter writes the letters, and begins no line.
    notes.sway.types("nihao").presses("Return").presses("ctrl+s");
    notes.says("ab 你好nihao");
    // It is composed on while what is before it is saved; and then nobody saves it.
    notes.sway.types("nihao").presses("ctrl+s").presses("space");
    notes.says("ab 你好nihao你好");
    for _ in 0..OFTEN {
        notes.sway.types("nihao ");
    }
    notes.sway.presses("ctrl+space").types(" cd").presses("ctrl+s");
    notes.says(&format!("ab 你好nihao你好{} cd", "你好".repeat(OFTEN)));
}

#[test]
#[ignore = "it needs an input method: script/input-method installs one and runs it"]
fn what_is_composed_as_one_goes_on_to_closing_is_written_in_the_notes_and_not_there() {
    let mut notes = Composing::behind("ab ");
    notes.sway.types("nihao").presses("ctrl+e");
    notes.says("ab ni hao");
    notes.sway.presses("ctrl+space").types("cd").presses("ctrl+s");
    until("what is typed there is a line of its own", || notes.home.texts() == ["ab ni hao", "cd"]);
}
