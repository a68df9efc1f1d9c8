//! The notes page, as Orca reads it over the accessibility bus.

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};

/// What is at an offset: its character, word and line, where it is, and which offset is said to be there.
type Found = (String, String, String, [i32; 4], i32);

/// The caret, how many characters there are, and what is chosen.
type Caret = [i32; 4];

#[test]
fn the_page_is_read_by_characters_words_and_lines_and_its_caret_goes_where_it_is_sent() {
    let (display, home) = (Display::start(), Home::new());
    let reader = Reader::start(&display, &home);
    reader.finds("button", "Begin");
    reader.types("K-07");
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
    reader.types("Warm hands, breath");
    reader.presses(&["Return"]);
    reader.types("Second line");
    let caret = || reader.asks::<Caret>("page caret");
    until("the caret is behind what was typed", || caret() == [30; 4]);

    let at = |offset: usize| reader.asks::<Found>(&format!("page at {offset}"));
    let (first, later, below) = (at(0), at(5), at(19));
    let words = |found: &Found| [&found.0, &found.1, &found.2].map(|words| words.trim_end().to_owned());
    assert_eq!(words(&first), ["W", "Warm", "Warm hands, breath"]);
    assert_eq!(words(&later), ["h", "hands,", "Warm hands, breath"]);
    assert_eq!(words(&below), ["S", "Second", "Second line"]);
    assert_eq!([first.4, later.4, below.4], [0, 5, 19], "what is said to be where each of them is");
    let ([x, y, ..], [later_x, later_y, ..], [below_x, below_y, ..]) = (first.3, later.3, below.3);
    assert!(x < later_x && y == later_y && below_x == x && y < below_y);

    assert_eq!(reader.asks::<[bool; 1]>("page go 5"), [true]);
    until("the caret is there", || caret() == [5, 30, 5, 5]);
    reader.types("two ");
    until("what is typed comes there", || at(5).1.trim_end() == "two");
    assert_eq!(reader.asks::<[bool; 1]>("page choose 0 4"), [true]);
    until("it is chosen", || caret()[2..] == [0, 4]);
    reader.types("Cool");
    reader.presses(&["ctrl+s"]);
    until("it is saved", || home.texts() == ["Cool two hands, breath", "Second line"]);
    reader.quits();
}
