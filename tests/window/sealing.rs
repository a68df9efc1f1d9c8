//! Sealed notes in the real window, by the keyboard alone, as a screen reader hears it: sealed, restarted,
//! opened, written, locked by itself, opened with the recovery code, sealed anew.

use std::time::Duration;

use holdspace::domain::recovery_code::RecoveryCode;

use crate::accessibility::{Node, Reader};
use crate::display::{Display, Home, until};
use crate::support::folder::files_below;

const WORDS: &str = "a quiet river at dawn";
const OTHER_WORDS: &str = "another river at dusk";

/// Words and a code that stand nowhere but in notes.
const MARK: &str = "zxqv-river";
const CLIENT: &str = "QX-93";

/// No file of the home has the mark or the code in it, or in its name.
fn nothing_is_plain(home: &Home) {
    for path in files_below(home.path()) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let text = format!("{} {}", path.display(), String::from_utf8_lossy(&bytes));
        assert!(!text.contains(MARK) && !text.contains(CLIENT), "{}", path.display());
    }
}

/// The notes are locked: nothing on the accessibility bus is of a client.
fn is_locked(reader: &Reader<'_>) {
    let nodes = reader.finds("heading", "The notes are locked");
    assert!(!nodes.iter().any(|node| node.says(MARK) || node.says(CLIENT)), "nothing of a client is there");
}

fn enters(reader: &Reader<'_>, words: &str) {
    reader.types(words);
    reader.presses(&["Return"]);
}

/// Opens the sealing page by the palette.
fn sealing_page(reader: &Reader<'_>) -> Vec<Node> {
    reader.presses(&["ctrl+shift+p"]);
    reader.finds("entry", "Command palette");
    enters(reader, "sealing");
    reader.finds("heading", "Sealing")
}

/// Reads the code, and types it back.
fn types_code_back(reader: &Reader<'_>) -> String {
    let nodes = reader.finds("button", "I have written it down");
    let code = nodes.iter().find(|node| RecoveryCode::typed(&node.name).is_some()).unwrap().name.clone();
    reader.presses(&["Return"]);
    reader.finds("entry", "Type the code from the paper");
    enters(reader, &code);
    code
}

/// Presses Tab until a control of a name has the keyboard, and then Space.
fn presses_button(reader: &Reader<'_>, name: &str) {
    reader.tabs_to("button", name);
    reader.presses(&["space"]);
}

#[test]
fn notes_are_sealed_opened_written_locked_recovered_and_sealed_anew_by_the_keyboard() {
    let (display, home) = (Display::start(), Home::new());
    {
        let reader = Reader::start(&display, &home);
        reader.finds("button", "Not sealed");
        reader.types(CLIENT);
        reader.presses(&["Return"]);
        reader.finds("entry", "Notes");
        reader.types(MARK);
        reader.presses(&["ctrl+s"]);
        until("it is saved", || home.texts().contains(&MARK.to_owned()));
        sealing_page(&reader);
        presses_button(&reader, "Seal the notes…");
        reader.finds("password text", "New passphrase");
        enters(&reader, WORDS);
        enters(&reader, WORDS);
        types_code_back(&reader);
        reader.finds("label", "The notes are sealed.");
        nothing_is_plain(&home);
        reader.presses(&["Escape"]);
        reader.quits();
    }
    let reader = Reader::start(&display, &home);
    is_locked(&reader);
    enters(&reader, "wrong words here");
    reader.finds("label", "This passphrase does not open the notes.");
    is_locked(&reader);
    enters(&reader, WORDS);
    reader.finds("button", "Sealed");
    reader.presses(&["ctrl+shift+f"]);
    reader.finds("label", MARK);

    // A session of its own; then nothing for a minute, as it was chosen.
    reader.presses(&["ctrl+n"]);
    reader.finds("entry", "Client code");
    enters(&reader, CLIENT);
    reader.finds("entry", "Notes");
    sealing_page(&reader);
    reader.tabs_to("entry", "Minutes");
    reader.presses(&["ctrl+a"]);
    reader.types("1");
    reader.presses(&["Escape"]);
    reader.types("zxqv-river too");
    is_locked_within_minutes(&reader);
    nothing_is_plain(&home);

    // The passphrase is forgotten.
    let code = rotates(&reader);
    reader.presses(&["ctrl+shift+l"]);
    is_locked(&reader);
    presses_button(&reader, "Forgot the passphrase?");
    reader.finds("entry", "Recovery code");
    enters(&reader, &code);
    enters(&reader, OTHER_WORDS);
    enters(&reader, OTHER_WORDS);
    let nodes = reader.finds("entry", "Notes");
    assert!(nodes.iter().any(|node| node.says("zxqv-river too")), "the session is open again, with its last words");
    nothing_is_plain(&home);
}

/// Waits for the lock that comes by itself, and opens the notes again.
fn is_locked_within_minutes(reader: &Reader<'_>) {
    reader.finds_within(Duration::from_mins(3), "heading", "The notes are locked");
    is_locked(reader);
    enters(reader, WORDS);
    reader.finds("entry", "Notes");
}

/// Seals every file anew; returns the new code.
fn rotates(reader: &Reader<'_>) -> String {
    sealing_page(reader);
    presses_button(reader, "Rotate the key…");
    reader.finds("password text", "Passphrase");
    enters(reader, WORDS);
    let code = types_code_back(reader);
    reader.finds("label", "The notes are sealed.");
    reader.presses(&["Escape"]);
    reader.finds("entry", "Notes");
    code
}
