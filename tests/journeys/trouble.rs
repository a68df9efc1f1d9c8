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
    therapist.begins("K-07").types("words").searches_every_note();
    assert!(therapist.hears("2 files could not be read (unchanged)"));
    assert!(therapist.hears_part("Your settings could not be read."), "it is said on every screen");
    assert!(therapist.hears("0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11.json"));
    assert!(therapist.hears_part("It is cut short"));
    assert!(!therapist.sees("MARKED"));
    therapist.goes_to("Prompts").presses(Modifiers::ALT, Key::ArrowDown);
    therapist.until("the problem is said", |therapist| therapist.hears_part("cannot be read has this name"));
    therapist.leaves();
    let aside = settings.with_file_name("settings-unreadable-1.json");
    let damaged = [damaged[0], (&aside, damaged[1].1), damaged[2]];
    for (path, bytes) in damaged {
        assert_eq!(std::fs::read_to_string(path).unwrap(), bytes);
    }
}

/// A sync program had brought half of a file; then it brings the rest. Another file is moved away.
#[test]
fn a_file_is_listed_once_and_no_more_once_it_can_be_read_or_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").sees_it_saved();
    let sessions_folder = folder.path().join("data").join("sessions");
    let own = sessions_folder.read_dir().unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read_to_string(&own).unwrap();
    let id = own.file_stem().unwrap().to_str().unwrap();
    let (other, foreign) = (sessions_folder.join("brought.json"), sessions_folder.join("list.txt"));
    let brought = whole.replace(id, "brought").replace("K-07", "T-11");
    therapist.goes_to("Review").asks_for_all_clients();
    for half in [2, 3] {
        damage(&other, &brought.as_bytes()[..brought.len() / half]);
        damage(&foreign, &vec![b'x'; half]);
        therapist.looks_around();
        therapist.until("they are listed", |therapist| therapist.hears("2 files could not be read (unchanged)"));
    }
    damage(&other, brought.as_bytes());
    std::fs::remove_file(&foreign).unwrap();
    therapist.looks_around();
    therapist.until("nothing is listed", |therapist| !therapist.hears_part("could not be read (unchanged)"));
    assert!(therapist.hears_part("T-11"));
}

#[test]
fn what_is_odd_and_yet_whole_can_be_read_on_every_screen() {
    let folder = tempfile::tempdir().unwrap();
    Therapist::at(folder.path()).leaves();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sessions");
    for name in ["bidi-controls", "byte-order-mark", "nul-escaped"] {
        let file = format!("{name}.json");
        let bytes = std::fs::read(fixtures.join(&file)).unwrap();
        damage(&folder.path().join("data").join("sessions").join(file), &bytes);
    }
    let mut therapist = Therapist::at(folder.path());
    for down in 0..3 {
        therapist.searches_every_note();
        if down > 0 {
            therapist.asks_for_all_clients().presses_often(Modifiers::NONE, Key::ArrowUp, 2);
        }
        therapist.presses_often(Modifiers::NONE, Key::ArrowDown, down);
        assert!(therapist.hears("3 sessions") && !therapist.hears_part("could not be read"));
        therapist.clicks("Resume").types("+").sees_it_saved();
    }
    therapist.leaves();
    let written: usize =
        sessions(folder.path()).iter().map(|session| texts(session).concat().matches('+').count()).sum();
    assert_eq!(written, 3);
}

#[test]
fn a_folder_that_goes_away_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (data, away) = (folder.path().join("data"), folder.path().join("away"));
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("before").sees_it_saved();
    std::fs::rename(&data, &away).unwrap();
    therapist.types(" and after");
    therapist.until("the problem is said", |therapist| therapist.hears_part("The notes folder is missing."));
    assert!(therapist.hears("Not saved"), "nothing is called saved that is not on the disk");
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
    again.until("it is offered", |therapist| therapist.hears("Not ended yet")).presses(CTRL, Key::O);
    assert_eq!(again.reads("Notes"), "before and after");
    again.leaves();
    assert_eq!(texts(&sessions(folder.path())[0]), ["before and after"]);
    assert!(data.join("history").read_dir().unwrap().next().is_some(), "the older version is kept");
}

#[test]
fn settings_that_cannot_be_read_are_said_and_saved_again_at_once() {
    let folder = tempfile::tempdir().unwrap();
    Therapist::at(folder.path()).leaves();
    let config = folder.path().join("config");
    let broken = br#"{"format": "holdspace-settings", "version": 1, "support_card": "Call M.", "#;
    damage(&config.join("settings.json"), broken);
    let mut therapist = Therapist::at(folder.path());
    assert!(therapist.hears_part("Your settings could not be read."));
    let read = |name: &str| std::fs::read_to_string(config.join(name)).unwrap_or_default();
    therapist.begins("K-07").types("words").sees_it_saved();
    therapist.until("they are saved", |_| read("settings.json").contains("text_size"));
    assert_eq!(read("settings-unreadable-1.json").as_bytes(), broken);
    assert!(read("settings.json").contains("Call M."));
    therapist.presses(Modifiers::NONE, Key::F8);
    assert!(therapist.hears("Call M."), "the card is there");
    therapist.presses(Modifiers::NONE, Key::F8).leaves();
    let mut again = Therapist::at(folder.path());
    assert!(!again.hears_part("Your settings could not be read."));
    again.leaves();
}
