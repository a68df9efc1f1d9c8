//! Keys that were replaced: what comes late is opened with them, until their owner forgets them.

use std::path::Path;

use egui::{Key, Modifiers};

use crate::lock_reasons::bring;
use crate::sealing::{CLIENT, WORDS, rotates, sealed, unlocks};
use crate::support::folder::holds_text;
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const FORGET: &str = "Forget previous keys…";

/// Brings the notes of a folder to another one, as a sync program does.
fn synchronize(from: &Path, to: &Path) {
    let (from, to) = (from.join("data"), to.join("data"));
    for name in ["keys", "sessions"] {
        std::fs::create_dir_all(to.join(name)).unwrap();
        bring(&from.join(name), &to.join(name));
    }
    std::fs::copy(from.join("holdspace.json"), to.join("holdspace.json")).unwrap();
}

/// Another device opens the notes, and writes a session.
fn second_device(first: &Path, second: &Path, words: &str) {
    synchronize(first, second);
    let mut colleague = Therapist::arriving_at(second);
    unlocks(&mut colleague, WORDS);
    colleague.until("it is read", |therapist| therapist.hears("Begin"));
    colleague.begins("RS-41").types(words).sees_it_saved().leaves();
}

#[test]
fn before_previous_keys_are_forgotten_it_is_said_which_devices_know_the_new_one() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut therapist, _) = sealed(folder.path());
    therapist.commands("sealing").clicks(FORGET);
    assert!(therapist.hears("Only this device is known to have opened these notes."));
    second_device(folder.path(), other.path(), "apart");
    synchronize(other.path(), folder.path());
    therapist.until("both are known", |therapist| {
        therapist.hears("Two devices are known to have opened these notes, both with the current key.")
    });
    therapist.clicks("Back");
    rotates(&mut therapist);
    therapist.rests().clicks(FORGET);
    assert!(therapist.hears("2 devices are known to have opened these notes, 1 of them with the current key."));
    therapist.types("wrong words here").presses(NONE, Key::Enter);
    therapist.until("it is said", |therapist| therapist.hears_part("This passphrase does not open the notes."));
    therapist.types(WORDS).presses(NONE, Key::Enter);
    therapist.until("they are forgotten", |therapist| therapist.hears("The previous keys were forgotten."));
    therapist.presses(NONE, Key::Escape).goes_to("Review").asks_for_all_clients();
    assert!(therapist.sees(CLIENT) && therapist.sees("RS-41"));
    therapist.leaves();
}

#[test]
fn what_comes_sealed_into_notes_that_were_made_plain_is_opened_with_the_passphrase_of_that_time() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut therapist, _) = sealed(folder.path());
    second_device(folder.path(), other.path(), "zxqv-late");
    therapist.commands("sealing").clicks("Remove sealing…").types(WORDS).presses(NONE, Key::Enter);
    therapist.until("they are plain", |therapist| therapist.hears("Not sealed"));
    therapist.presses(NONE, Key::Escape).leaves();
    let mut therapist = Therapist::at(folder.path());
    bring(&other.path().join("data").join("sessions"), &folder.path().join("data").join("sessions"));
    therapist.until("it is said", |therapist| therapist.hears("Not sealed · some files are"));
    therapist.clicks("Not sealed · some files are").clicks("Open them…").types(WORDS).presses(NONE, Key::Enter);
    therapist.until("they are open", |therapist| therapist.hears("The files were opened."));
    therapist.presses(NONE, Key::Escape).goes_to("Review");
    therapist.until("it is listed", |therapist| therapist.sees("RS-41"));
    therapist.until("it is plain", |_| holds_text(folder.path(), "zxqv-late"));
    therapist.leaves();
}
