//! What runs from one session to the next, by the keyboard alone in the real window, as a screen reader
//! hears it.

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};

fn begins(reader: &Reader<'_>) {
    reader.types("K-07");
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
}

fn closes(reader: &Reader<'_>) {
    reader.presses(&["ctrl+e"]);
    reader.finds("entry", "Add a line for next time");
}

fn ends(reader: &Reader<'_>) {
    reader.tabs_to("button", "End session");
    reader.presses(&["space"]);
    reader.finds("button", "Begin");
}

#[test]
fn a_thread_of_the_first_session_is_offered_in_the_second_resolved_in_the_third_and_gone_in_the_fourth() {
    let (display, home) = (Display::start(), Home::new());
    let reader = Reader::start(&display, &home);
    reader.finds("button", "Begin");

    begins(&reader);
    reader.types("The letter");
    reader.presses(&["ctrl+l"]);
    closes(&reader);
    reader.finds("radio button", "Keep open: The letter");
    ends(&reader);

    reader.types("K-07");
    reader.finds("label", "The letter");
    reader.presses(&["Return"]);
    reader.finds("button", "Show last time: 1 thread open");
    reader.types("A river");
    closes(&reader);
    reader.finds("label", "since ");
    ends(&reader);

    begins(&reader);
    closes(&reader);
    reader.presses(&["shift+Tab", "shift+Tab", "Right", "Tab", "Tab"]);
    ends(&reader);
    until("it is resolved", || home.sessions().iter().any(|session| session["outcomes"][0]["outcome"] == "resolved"));

    reader.types("K-07");
    let nodes = reader.finds("label", "Nothing was kept for next time.");
    assert!(!nodes.iter().any(|node| node.name == "The letter"));
    reader.presses(&["Return"]);
    reader.finds("button", "Show last time: nothing was kept");
    reader.presses(&["ctrl+shift+f"]);
    reader.finds("image", "Timeline, 4 sessions.");
    reader.presses(&["ctrl+shift+p"]);
    reader.types("timeline as");
    reader.presses(&["Return"]);
    reader.finds("label", "The letter (resolved)");
}
