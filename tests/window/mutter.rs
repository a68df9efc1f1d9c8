//! The window under Mutter, the compositor of GNOME: typed into, hidden, and closed by its keys.

use crate::compositor::Compositor;
use crate::display::{Home, until};

#[test]
fn under_gnome_the_window_opens_saves_comes_back_and_closes_by_the_desktops_own_keys() {
    let home = Home::new();
    let mut mutter = Compositor::start(&home, "mutter.py");
    let mut program = mutter.opens(&home);
    mutter.begins_with(&home, "under mutter");
    // Hidden, and shown again. What is typed before it is there goes nowhere, and is typed again.
    mutter.presses("super+h");
    until("it is there again", || {
        mutter.presses("alt+Tab").presses("ctrl+a").types("under mutter again").presses("ctrl+s");
        home.texts() == ["under mutter again"]
    });
    // What was typed just before it closes is written.
    mutter.types(" to the end").presses("alt+F4");
    assert!(program.0.wait().unwrap().success());
    assert_eq!(home.texts(), ["under mutter again to the end"]);
}
