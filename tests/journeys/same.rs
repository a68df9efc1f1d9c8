//! What looks the same is the same, whatever it was typed or pasted as.

use egui::{Key, Modifiers};

use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn ends_it(therapist: &mut Therapist) {
    therapist.presses(CTRL, Key::E).clicks("End session").waits(7 * 24 * 3600);
}

#[test]
fn a_second_spelling_of_a_code_has_the_clients_past() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("É-07").types("the letter").presses(CTRL, Key::L);
    ends_it(&mut therapist);
    for code in ["\u{200b}E\u{301}-07", "É\u{2013}07\u{200e}", "\u{feff}é-07 "] {
        therapist.types(code);
        assert!(therapist.hears("the letter"), "{code:?} shows what is kept");
        therapist.presses(NONE, Key::Enter).types("more");
        ends_it(&mut therapist);
    }
    therapist.begins("\u{feff}E\u{2013}07\u{200b}").types("another client");
    assert!(!therapist.sees("the letter"));
    ends_it(&mut therapist);
    therapist.searches_every_note().commands("clients and themes");
    assert!(therapist.hears_part("É-07, last 14 Dec, 4 sessions"), "by the code that was written first");
    therapist.leaves();
    let written = sessions(folder.path());
    let codes: Vec<&str> = written.iter().map(|session| session["clients"][0].as_str().unwrap()).collect();
    assert_eq!(codes, ["É-07", "É-07", "É-07", "É-07", "E\u{2013}07"], "all of it can be seen");
}

#[test]
fn codes_are_offered_by_their_numbers_and_by_plain_letters() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for code in ["É-10", "É-2", "É-1"] {
        therapist.begins(code).types("words");
        ends_it(&mut therapist);
    }
    therapist.types("e");
    for code in ["É-1", "É-2", "É-10"] {
        assert_eq!(therapist.presses(NONE, Key::ArrowDown).reads("Client code"), code);
    }
    for (typed, code) in [(" \u{200b}e-2", "É-2"), ("e\u{2013}1", "É-1"), ("e\u{301}-1", "É-10")] {
        therapist.rewrites("Client code", typed).presses(NONE, Key::ArrowDown);
        assert_eq!(therapist.reads("Client code"), code, "{typed:?} is no code that is there already");
    }
}

#[test]
fn a_theme_is_one_whole_word_however_it_is_spelled() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for words in ["by the #e\u{301}te\u{301}, and #o\u{308}l", "#été again"] {
        therapist.begins("K-07").types(words);
        ends_it(&mut therapist);
    }
    therapist.begins("K-07").types("#E\u{301}").presses(NONE, Key::Tab).types(" and #o").presses(NONE, Key::Tab);
    assert_eq!(therapist.reads("Notes"), "#E\u{301}té and #o", "an o is not the beginning of an ö");
    ends_it(&mut therapist);
    therapist.searches_every_note().commands("clients and themes");
    assert!(therapist.hears("#été, 3 sessions") && therapist.hears("#o, 1 session"));
    therapist.clicks("#öl, 1 session").rewrites("New name", "\u{200b}ölf\u{200c}arbe\u{200c}");
    therapist.clicks("Rename").until("it is done", |therapist| therapist.hears("#ölf\u{200c}arbe, 1 session"));
    therapist.clicks("#été, 3 sessions").rewrites("New name", "summer").clicks("Rename");
    therapist.until("it is done", |therapist| therapist.hears("#summer, 3 sessions"));
    therapist.presses(NONE, Key::Escape).leaves();
    let written = sessions(folder.path());
    assert_eq!(texts(&written[0]), ["by the #summer, and #ölf\u{200c}arbe"]);
    assert_eq!(texts(&written[1]), ["#summer again"]);
    assert_eq!(texts(&written[2]), ["#summer and #o"]);
}

#[test]
fn every_line_break_is_one_wherever_it_is_pasted() {
    const BROKEN: &str = "one\r\ntwo\u{b}three\u{c}four\u{85}five\u{2028}six\u{2029}seven\reight";
    const EIGHT: [&str; 8] = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K\u{200b}-07").pastes(BROKEN);
    assert_eq!(therapist.reads("Notes"), EIGHT.join("\n"));
    therapist.types("\n").presses(NONE, Key::Escape).pastes(BROKEN).presses(NONE, Key::Escape);
    therapist.presses(CTRL, Key::E).rewrites("What I noticed in myself", "").pastes(BROKEN);
    therapist.rewrites("Add a line for next time", "").pastes(BROKEN).presses(NONE, Key::Enter);
    therapist.clicks("End session").waits(60).searches_every_note().clicks("Finalize…").clicks("Finalize");
    therapist.until("it is finalized", |therapist| therapist.hears_part("Finalized on"));
    therapist.clicks("Add addendum").pastes(BROKEN).presses(CTRL, Key::Enter);
    therapist.until("it is kept", |therapist| therapist.sessions()[0]["addenda"][0].is_object()).leaves();
    let session = &sessions(folder.path())[0];
    let lines = texts(session);
    assert_eq!(lines, [EIGHT.as_slice(), &EIGHT, &[&EIGHT.join(" ")]].concat());
    assert_eq!(session["closing"]["noticed"], EIGHT.join("\n"));
    assert_eq!(session["addenda"][0]["text"], EIGHT.join("\n"));
}
