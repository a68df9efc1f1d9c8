//! Sealed notes whose keys are missing, that are plain by now, or that another device sealed apart.

use std::path::Path;

use egui::{Key, Modifiers};
use holdspace::storage::folders::Folders;

use crate::sealing::{CLIENT, MARK, OTHER_WORDS, WORDS, chooses, is_locked, sealed, sees_them_sealed, unlocks};
use crate::support::folder::holds_text;
use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const NO_LONGER_SEALED: &str = "These notes are no longer sealed…";

/// Sealed notes that were closed, and whose keys were taken out of their folder.
fn without_keys(folder: &Path) {
    let (mut therapist, _) = sealed(folder);
    therapist.leaves();
    std::fs::rename(folder.join("data").join("keys"), folder.join("keys elsewhere")).unwrap();
}

/// The files of a folder are brought into another one.
pub(crate) fn bring(from: &Path, to: &Path) {
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn keys_that_are_missing_are_said_and_the_passphrase_opens_the_copies() {
    let folder = tempfile::tempdir().unwrap();
    without_keys(folder.path());
    let mut again = Therapist::arriving_at(folder.path());
    again.until("it is said", |therapist| therapist.hears_part("This computer has a copy"));
    is_locked(&mut again);
    assert!(!again.hears("Begin") && !again.hears_part("Seal the notes"));
    unlocks(&mut again, WORDS);
    again.until("it is read", |therapist| therapist.sees(CLIENT));
    again.leaves();
    assert!(folder.path().join("data").join("keys").read_dir().unwrap().count() > 0, "they are back");
    assert!(!holds_text(folder.path(), MARK));
}

#[test]
fn nothing_is_begun_nor_written_where_no_keys_are_left_until_they_are_back() {
    let folder = tempfile::tempdir().unwrap();
    without_keys(folder.path());
    std::fs::remove_dir_all(Folders::within(folder.path()).state.join("keys")).unwrap();
    let mut again = Therapist::arriving_at(folder.path());
    again.until("it is said", |therapist| therapist.hears_part("their keys are missing"));
    is_locked(&mut again);
    again.types("qvxz").presses(NONE, Key::Enter).presses(Modifiers::COMMAND, Key::N).types("qvxz");
    assert!(!again.hears("Begin") && !again.hears("Passphrase") && !again.hears("Forgot the passphrase?"));
    assert!(!again.hears_part("the folder “keys” is missing"), "it is said once");
    assert!(!holds_text(folder.path(), "qvxz"));
    std::fs::rename(folder.path().join("keys elsewhere"), folder.path().join("data").join("keys")).unwrap();
    again.until("they are seen", |therapist| therapist.hears("Passphrase"));
    unlocks(&mut again, WORDS);
    again.until("it is read", |therapist| therapist.sees(CLIENT));
    again.leaves();
}

#[test]
fn notes_that_were_made_plain_elsewhere_are_used_so_only_once_their_owner_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let (places, plain) = (folder.path().join("data").join("sessions"), folder.path().join("plain"));
    let mut therapist = Therapist::at(folder.path());
    therapist.begins(CLIENT).types(MARK).sees_it_saved().leaves();
    std::fs::create_dir(&plain).unwrap();
    bring(&places, &plain);
    without_keys(folder.path());
    std::fs::remove_dir_all(&places).unwrap();
    std::fs::rename(&plain, &places).unwrap();

    let mut again = Therapist::arriving_at(folder.path());
    again.until("it is said", |therapist| therapist.hears(NO_LONGER_SEALED));
    is_locked(&mut again);
    again.clicks(NO_LONGER_SEALED).clicks("Cancel");
    is_locked(&mut again);
    again.clicks(NO_LONGER_SEALED);
    assert!(again.hears_part("Only do this if you removed the sealing yourself"));
    again.clicks("Use them as plain files");
    again.until("they are read", |therapist| therapist.sees(CLIENT) && therapist.hears("Not sealed"));
    again.presses(Modifiers::COMMAND, Key::O).types(" and on").sees_it_saved().leaves();
    assert!(texts(&sessions(folder.path())[0]).concat().contains(" and on"));
    let mut later = Therapist::at(folder.path());
    assert!(!later.hears("The notes are locked"));
    later.leaves();
}

#[test]
fn what_another_device_sealed_apart_is_opened_with_its_passphrase() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut colleague = Therapist::at(other.path());
    colleague.begins("RS-41").types("sealed apart").sees_it_saved();
    colleague.commands("sealing").clicks("Seal the notes…");
    chooses(&mut colleague, OTHER_WORDS);
    sees_them_sealed(&mut colleague);
    colleague.leaves();

    let (mut therapist, _) = sealed(folder.path());
    for name in ["keys", "sessions"] {
        bring(&other.path().join("data").join(name), &folder.path().join("data").join(name));
    }
    therapist.until("it is said", |therapist| therapist.hears("Sealed · another key found"));
    therapist.clicks("Sealed · another key found").clicks("Open them…");
    therapist.types("wrong words here").presses(NONE, Key::Enter);
    therapist.until("it is said", |therapist| therapist.hears_part("This passphrase does not open the notes."));
    therapist.types(OTHER_WORDS).presses(NONE, Key::Enter);
    therapist.until("they are open", |therapist| therapist.hears("The files were opened."));
    therapist.until("they are sealed with one key", |therapist| therapist.hears("Sealed"));
    therapist.presses(NONE, Key::Escape).goes_to("Review").asks_for_all_clients();
    therapist.until("it is listed", |therapist| therapist.sees("RS-41"));
    therapist.leaves();
}
