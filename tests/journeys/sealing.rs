//! Notes that are sealed: how that is done, what locks them, what opens them, and that nothing of a client is
//! there meanwhile.

use std::path::Path;

use egui::{Key, Modifiers};
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;

use crate::support::folder::holds_text;
use crate::therapist::{Therapist, sessions, texts};

const CTRL: Modifiers = Modifiers::COMMAND;
pub(crate) const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const NONE: Modifiers = Modifiers::NONE;

pub(crate) const WORDS: &str = "a quiet river at dawn";
pub(crate) const OTHER_WORDS: &str = "another river at dusk";

/// Words and a code that stand nowhere but in notes.
pub(crate) const MARK: &str = "zxqv-river";
pub(crate) const CLIENT: &str = "QX-93";

/// Types the passphrase twice, then the code that is shown.
pub(crate) fn chooses(therapist: &mut Therapist, passphrase: &str) -> String {
    therapist.types(passphrase).presses(NONE, Key::Enter).types(passphrase).presses(NONE, Key::Enter);
    types_code_back(therapist)
}

fn types_code_back(therapist: &mut Therapist) -> String {
    let code = therapist.recovery_code();
    therapist.presses(NONE, Key::Enter);
    assert!(!therapist.sees(&code), "it is typed from the paper");
    therapist.types(&code.to_lowercase().replace('-', " ")).presses(NONE, Key::Enter);
    code
}

pub(crate) fn sees_them_sealed(therapist: &mut Therapist) {
    therapist.until("they are sealed", |therapist| therapist.hears("The notes are sealed."));
    assert!(therapist.hears("Sealed"), "the footer says so");
}

/// Seals the notes by the keyboard; returns the recovery code.
fn seals(therapist: &mut Therapist) -> String {
    therapist.commands("sealing").clicks("Seal the notes…");
    let code = chooses(therapist, WORDS);
    sees_them_sealed(therapist);
    therapist.presses(NONE, Key::Escape);
    code
}

/// On the sealing page, lets another key take the place of the one there is; returns its recovery code.
pub(crate) fn rotates(therapist: &mut Therapist) -> String {
    therapist.rests().clicks("Rotate the key…").types(WORDS).presses(NONE, Key::Enter);
    sees_the_code(therapist);
    let code = types_code_back(therapist);
    sees_them_sealed(therapist);
    code
}

/// The passphrase is checked before the new code is shown.
fn sees_the_code(therapist: &mut Therapist) {
    therapist.until("the passphrase is checked", |therapist| therapist.hears("I have written it down"));
}

/// An app whose notes are sealed, with an open session.
pub(crate) fn sealed(folder: &Path) -> (Therapist, String) {
    let mut therapist = Therapist::at(folder);
    let code = seals(&mut therapist);
    therapist.presses(CTRL, Key::N).begins(CLIENT).types(&format!("{MARK} #{MARK}-theme")).sees_it_saved();
    (therapist, code)
}

pub(crate) fn unlocks(therapist: &mut Therapist, passphrase: &str) {
    assert!(therapist.hears("The notes are locked"));
    therapist.types(passphrase).presses(NONE, Key::Enter);
    therapist.until("they are open", |therapist| !therapist.hears("The notes are locked"));
}

pub(crate) fn is_locked(therapist: &mut Therapist) {
    assert!(therapist.hears("The notes are locked"));
    assert!(!therapist.sees(MARK) && !therapist.sees(CLIENT), "nothing of a client is there");
}

#[test]
fn begin_offers_sealing_once_and_the_footer_always() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    assert!(therapist.hears_part("Your notes are plain files on this computer."));
    therapist.clicks("Not now");
    assert!(!therapist.hears_part("Your notes are plain files"));
    therapist.leaves();
    let mut again = Therapist::at(folder.path());
    assert!(!again.hears_part("Your notes are plain files"));
    for screen in ["Review", "Prompts", "Session"] {
        again.goes_to(screen);
        assert!(again.hears("Not sealed"), "{screen}");
    }
    again.clicks("Not sealed");
    assert!(again.hears("Seal the notes…") && again.hears_part("If both are lost, nobody can open them"));
    assert!(again.hears_part("Sealing does not reach copies"));
    again.leaves();
}

#[test]
fn sealed_notes_are_written_locked_and_opened_by_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins(CLIENT).types(&format!("{MARK} before")).sees_it_saved();
    assert!(holds_text(folder.path(), MARK));
    seals(&mut therapist);
    assert!(!holds_text(folder.path(), MARK) && !holds_text(folder.path(), CLIENT));
    therapist.types(" and after").presses(CTRL_SHIFT, Key::L);
    is_locked(&mut therapist);
    // No other key does anything but type the passphrase.
    therapist.searches_every_note().presses(CTRL_SHIFT, Key::P).presses(CTRL, Key::Comma).presses(NONE, Key::Escape);
    is_locked(&mut therapist);
    unlocks(&mut therapist, WORDS);
    // The session is open again, with its last words, and is written on.
    therapist.until("it is there again", |therapist| therapist.sees(&format!("{MARK} before and after")));
    therapist.types(", and on").presses(CTRL, Key::S).sees_it_saved().leaves();
    assert!(!holds_text(folder.path(), MARK));

    let mut again = Therapist::arriving_at(folder.path());
    is_locked(&mut again);
    unlocks(&mut again, WORDS);
    again.until("it is read", |therapist| therapist.sees(CLIENT));
    again.leaves();
}

#[test]
fn wrong_words_open_nothing_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.presses(CTRL_SHIFT, Key::L).types("wrong words here").presses(NONE, Key::Enter);
    therapist.until("it is said", |therapist| therapist.hears_part("This passphrase does not open the notes."));
    is_locked(&mut therapist);
    unlocks(&mut therapist, WORDS);
    therapist.until("it is there again", |therapist| therapist.sees(MARK));
    therapist.leaves();
}

#[test]
fn the_recovery_code_opens_forgotten_notes_under_a_new_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, code) = sealed(folder.path());
    therapist.presses(CTRL_SHIFT, Key::L).clicks("Forgot the passphrase?").types(&code[..10]).presses(NONE, Key::Enter);
    assert!(therapist.hears_part("A character is wrong or missing."));
    therapist.presses(CTRL, Key::A).types(&code).presses(NONE, Key::Enter);
    therapist.types(OTHER_WORDS).presses(NONE, Key::Enter).types(OTHER_WORDS).presses(NONE, Key::Enter);
    therapist.until("they are open", |therapist| !therapist.hears("The notes are locked"));
    therapist.until("it is there again", |therapist| therapist.sees(MARK));
    therapist.leaves();
    let mut again = Therapist::arriving_at(folder.path());
    unlocks(&mut again, OTHER_WORDS);
    again.leaves();
}

#[test]
fn the_notes_lock_after_minutes_without_a_key_and_never_while_one_types() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    for _ in 0..3 {
        therapist.waits(14 * 60).types(" on");
        assert!(!therapist.hears("The notes are locked"));
    }
    therapist.waits(15 * 60);
    is_locked(&mut therapist);
    unlocks(&mut therapist, WORDS);
    therapist.until("it is there again", |therapist| therapist.sees(" on on on"));
    // Another number, and never.
    therapist.clicks("Sealed").rewrites("Minutes", "12").presses(NONE, Key::Escape).waits(11 * 60);
    assert!(!therapist.hears("The notes are locked"));
    therapist.waits(60);
    is_locked(&mut therapist);
    unlocks(&mut therapist, WORDS);
    therapist.clicks("Sealed").clicks("Lock after inactivity: never").presses(NONE, Key::Escape).waits(24 * 3600);
    assert!(!therapist.hears("The notes are locked"));
    therapist.leaves();
}

#[test]
fn the_key_that_wakes_a_computer_finds_the_notes_locked() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.sleeps(8 * 3600).types("x");
    is_locked(&mut therapist);
    assert_eq!(therapist.reads("Passphrase"), "", "it is typed nowhere");
    unlocks(&mut therapist, WORDS);
    therapist.until("it is there again", |therapist| therapist.sees(MARK));
    assert!(therapist.reads("Notes").ends_with("-theme"), "nor in the notes");
    therapist.leaves();
}

#[test]
fn another_window_in_front_is_nobody_at_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.waits(9 * 60).looks_around().waits(6 * 60);
    is_locked(&mut therapist);
    therapist.leaves();
}

#[test]
fn settings_that_cannot_be_read_are_still_said_so_after_locking() {
    let folder = tempfile::tempdir().unwrap();
    let config = Folders::within(folder.path()).config;
    Files::default().create_folder(&config).unwrap();
    Files::default().put_new(&config.join("settings.json"), b"{").unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.presses(CTRL_SHIFT, Key::L);
    unlocks(&mut therapist, WORDS);
    therapist.until("it is said", |therapist| therapist.hears_part("Your settings could not be read."));
    therapist.presses(CTRL, Key::Comma).presses(NONE, Key::Escape);
    assert!(!therapist.hears_part("Your settings could not be read."), "they were looked at");
    therapist.leaves();
}

#[test]
fn the_systems_own_lock_locks_the_notes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.locks_the_computer();
    is_locked(&mut therapist);
    therapist.leaves();
}

#[test]
fn the_passphrase_is_changed_and_the_key_is_rotated() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, code) = sealed(folder.path());
    therapist.clicks("Sealed").clicks("Change the passphrase…").types("wrong words").presses(NONE, Key::Tab);
    therapist.types(OTHER_WORDS).presses(NONE, Key::Enter).types(OTHER_WORDS).presses(NONE, Key::Enter);
    therapist.until("it is said", |therapist| therapist.hears_part("This passphrase does not open the notes."));
    therapist.types(WORDS).presses(NONE, Key::Tab);
    therapist.types(OTHER_WORDS).presses(NONE, Key::Enter).types(OTHER_WORDS).presses(NONE, Key::Enter);
    therapist.until("it is changed", |therapist| therapist.hears("The passphrase was changed."));

    // The page has moved by a line.
    therapist.rests().clicks("Rotate the key…").types("wrong words").presses(NONE, Key::Enter);
    therapist.until("it is said", |therapist| therapist.hears_part("This passphrase does not open the notes."));
    assert!(!therapist.hears("I have written it down"), "no code is written down for nothing");
    therapist.types(OTHER_WORDS).presses(NONE, Key::Enter);
    sees_the_code(&mut therapist);
    let new_code = types_code_back(&mut therapist);
    assert_ne!(new_code, code);
    sees_them_sealed(&mut therapist);
    therapist.until("the end is said", |therapist| therapist.hears_part("The new key seals every file now."));
    therapist.presses(NONE, Key::Escape).leaves();
    let mut again = Therapist::arriving_at(folder.path());
    again.clicks("Forgot the passphrase?").types(&code).presses(NONE, Key::Enter);
    again.types(WORDS).presses(NONE, Key::Enter).types(WORDS).presses(NONE, Key::Enter);
    again.until("it is said", |therapist| therapist.hears_part("This recovery code does not open the notes."));
    again.clicks("Back");
    unlocks(&mut again, OTHER_WORDS);
    again.until("it is read", |therapist| therapist.sees(CLIENT));
    again.leaves();
}

/// A page that stays open from one key to the next.
#[test]
fn each_key_has_a_recovery_code_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.commands("sealing").clicks("Seal the notes…");
    let mut codes = vec![chooses(&mut therapist, WORDS)];
    sees_them_sealed(&mut therapist);
    for _ in 0..2 {
        codes.push(rotates(&mut therapist));
    }
    assert!(codes[0] != codes[1] && codes[1] != codes[2] && codes[0] != codes[2]);
    therapist.leaves();
}

#[test]
fn the_notes_become_plain_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.clicks("Sealed").clicks("Remove sealing…").types("wrong words").presses(NONE, Key::Enter);
    therapist.until("it is said", |therapist| therapist.hears_part("This passphrase does not open the notes."));
    therapist.types(WORDS).presses(NONE, Key::Enter);
    therapist.until("they are plain", |therapist| therapist.hears("Seal the notes…"));
    assert!(therapist.hears("Not sealed"));
    therapist.presses(NONE, Key::Escape).leaves();
    assert_eq!(texts(&sessions(folder.path())[0]), [format!("{MARK} #{MARK}-theme")]);
    let mut again = Therapist::at(folder.path());
    assert!(!again.hears("The notes are locked"));
    again.leaves();
}

#[test]
fn the_code_is_typed_back_before_anything_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.commands("sealing").clicks("Seal the notes…").types("short").presses(NONE, Key::Enter);
    therapist.types("short").presses(NONE, Key::Enter);
    assert!(therapist.hears_part("This passphrase is too short."));
    therapist.presses(NONE, Key::Escape).clicks("Not sealed").clicks("Seal the notes…").types(WORDS);
    therapist.presses(NONE, Key::Enter).types(OTHER_WORDS).presses(NONE, Key::Enter);
    assert!(therapist.hears_part("The two don’t match."));
    therapist.types(WORDS).presses(NONE, Key::Enter).clicks("I have written it down");
    therapist.types("0000").presses(NONE, Key::Enter);
    assert!(therapist.hears_part("This does not match the code."));
    // The page to print holds the code.
    therapist.clicks("Show the code again");
    let code = therapist.recovery_code();
    therapist.clicks("Save the page").until("it is saved", |therapist| therapist.hears_part("Saved: "));
    assert!(holds_text(folder.path(), &code));
    assert!(!folder.path().join("data").join("keys").exists());
    therapist.presses(NONE, Key::Escape).leaves();
}

#[test]
fn a_passphrase_opens_however_its_letters_and_its_end_were_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist
        .commands("sealing")
        .clicks("Seal the notes…")
        .pastes("caf\u{e9} au lait, chaud\r\n")
        .presses(NONE, Key::Enter);
    // Typed on a computer that takes letters apart, with another space.
    therapist.types("cafe\u{301} au\u{a0}lait, chaud").presses(NONE, Key::Enter);
    types_code_back(&mut therapist);
    sees_them_sealed(&mut therapist);
    therapist.presses(NONE, Key::Escape);
    for words in ["caf\u{e9} au lait, chaud", "cafe\u{301} au lait,\u{3000}chaud"] {
        therapist.presses(CTRL_SHIFT, Key::L);
        unlocks(&mut therapist, words);
    }
    therapist.presses(CTRL_SHIFT, Key::L).pastes("caf\u{e9} au lait, chaud\n").presses(NONE, Key::Enter);
    therapist.until("they are open", |therapist| !therapist.hears("The notes are locked"));
    therapist.leaves();
}

#[test]
fn a_passphrase_of_spaces_of_one_letter_or_of_what_nobody_sees_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.commands("sealing").clicks("Seal the notes…");
    for (words, said) in [
        ("            ", "Type a passphrase first; spaces do not count."),
        ("a b c d e f g", "It needs 3 more characters; spaces do not count."),
        ("aaaaaaaaaaaa", "This passphrase repeats the same few characters."),
        ("a quiet\u{200b} river at dawn", "This passphrase has an invisible character in it"),
    ] {
        therapist.rewrites("New passphrase", words).presses(NONE, Key::Enter);
        therapist.types(words).presses(NONE, Key::Enter);
        assert!(therapist.hears_part(said), "{words:?}");
    }
    assert!(!folder.path().join("data").join("keys").exists());
    therapist.presses(NONE, Key::Escape).leaves();
}

#[test]
fn the_veil_is_drawn_as_another_window_comes_to_the_front_where_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let (mut therapist, _) = sealed(folder.path());
    therapist.looks_around();
    assert!(therapist.sees(MARK));
    therapist.clicks("Sealed").clicks("Hide the screen when another window comes to the front: Yes");
    therapist.presses(NONE, Key::Escape).looks_around();
    assert!(!therapist.sees(MARK) && !therapist.sees(CLIENT) && !therapist.hears("The notes are locked"));
    therapist.presses(NONE, Key::Escape);
    assert!(therapist.sees(MARK));
    therapist.leaves();
}

#[test]
fn only_copied_notes_are_taken_off_the_clipboard_and_only_where_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let mut plain = Therapist::at(folder.path());
    plain.begins(CLIENT).types(MARK).presses(CTRL, Key::A).copies();
    assert_eq!(plain.cleared_later(), [""; 0], "not where the notes are plain");
    seals(&mut plain);
    plain.presses(CTRL, Key::A).copies();
    assert_eq!(plain.cleared_later(), [MARK]);
    // What is only read is copied otherwise than what is written.
    plain.goes_to("Review").clicks_at(MARK, egui::vec2(0.5, 0.5)).presses(CTRL, Key::A).copies();
    assert_eq!(plain.cleared_later(), [MARK, MARK]);
    plain.presses(CTRL_SHIFT, Key::L);
    assert_eq!(plain.cleared_later(), [""; 0], "nothing is left for later once they are locked");
    plain.leaves();
}
