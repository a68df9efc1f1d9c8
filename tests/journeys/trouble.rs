//! What a bad day brings: files that cannot be read, a folder that goes away.

use egui::{Key, Modifiers};

use crate::therapist::{Therapist, sessions, texts};

const CTRL: Modifiers = Modifiers::COMMAND;

#[expect(clippy::disallowed_methods, reason = "a damaged file is what the test is about")]
fn damage(path: &std::path::Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn files_that_cannot_be_read_are_listed_and_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    Therapist::at(folder.path()).leaves();
    let data = folder.path().join("data");
    let cut = data.join("sessions").join("0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11.json");
    let settings = folder.path().join("config").join("settings.json");
    let damaged =
        [(&cut, "{\"format\": \"holdspace-session\""), (&settings, "MARKED"), (&data.join("prompts.json"), "[]")];
    for (path, bytes) in damaged {
        damage(path, bytes.as_bytes());
    }

    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").presses(CTRL, Key::F);
    assert!(therapist.hears("3 files not read, and left as found"));
    assert!(therapist.hears("0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11.json"));
    assert!(therapist.hears_part("It is cut short"));
    assert!(!therapist.sees("MARKED"));
    therapist.goes_to("Prompts").presses(Modifiers::ALT, Key::ArrowDown);
    therapist.until("the problem is said", |therapist| therapist.hears_part("cannot be read has this name"));
    therapist.leaves();
    for (path, bytes) in damaged {
        assert_eq!(std::fs::read_to_string(path).unwrap(), bytes);
    }
}

#[test]
fn a_folder_that_goes_away_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (data, away) = (folder.path().join("data"), folder.path().join("away"));
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("before").sees_it_saved();
    std::fs::rename(&data, &away).unwrap();
    therapist.types(" and after");
    therapist.until("the problem is said", |therapist| therapist.hears_part("The notes folder is not there."));
    assert!(therapist.hears("Saving…"), "nothing is called saved that is not on the disk");
    assert!(!data.exists(), "a folder that is gone is not made anew");
    assert_eq!(therapist.reads("Notes"), "before and after");
    std::fs::rename(&away, &data).unwrap();
    therapist.until("the problem is gone", |therapist| !therapist.hears_part("The notes folder"));
    therapist.sees_it_saved();
    assert_eq!(texts(&therapist.sessions()[0]), ["before and after"]);
}

#[test]
fn words_that_could_not_be_saved_come_back_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (data, away) = (folder.path().join("data"), folder.path().join("away"));
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("before").sees_it_saved();
    std::fs::rename(&data, &away).unwrap();
    therapist.types(" and after").leaves();
    std::fs::rename(&away, &data).unwrap();
    assert_eq!(texts(&sessions(folder.path())[0]), ["before"]);

    let mut again = Therapist::at(folder.path());
    again.until("it is offered", |therapist| therapist.hears("Unfinished")).presses(CTRL, Key::O);
    assert_eq!(again.reads("Notes"), "before and after");
    again.leaves();
    assert_eq!(texts(&sessions(folder.path())[0]), ["before and after"]);
    assert!(data.join("history").read_dir().unwrap().next().is_some(), "the older version is kept");
}
