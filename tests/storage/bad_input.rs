//! Files that cannot be read: each is listed with its reason, left as it is, and never written over.

use std::path::{Path, PathBuf};

use holdspace::domain::prompt_set::PromptSets;
use holdspace::domain::settings::Settings;
use holdspace::guidelines::integration_session;
use holdspace::storage::folders::Folders;
use holdspace::storage::format::{read_session, write_prompt_sets, write_session};
use holdspace::storage::store::read_settings;
use holdspace::storage::worker::{Report, Request};
use proptest::prelude::*;

use crate::desk::{Desk, FIXTURE_ID, fixture_session, put, read, recovery_copy, session, sessions_folder};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

fn place(folder: &Path) -> PathBuf {
    sessions_folder(folder).join(format!("{FIXTURE_ID}.json"))
}

/// The fixtures that are sound.
const SOUND: [&str; 2] = ["version-1-whole.json", "byte-order-mark.json"];

fn flawed() -> Vec<String> {
    let names = fixtures().join("sessions").read_dir().unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !SOUND.contains(&name.as_str())).collect()
}

fn check_is_left_alone(bytes: &[u8], name: &str) {
    let folder = tempfile::tempdir().unwrap();
    put(&place(folder.path()), bytes);
    let mut desk = Desk::open(folder.path());
    desk.all_read();
    let unreadable = desk.unreadable();
    assert_eq!(unreadable.len(), 1, "{name}");
    assert_eq!(unreadable[0].0, format!("{FIXTURE_ID}.json"), "{name}");
    assert!(unreadable[0].1.ends_with('.') && !unreadable[0].1.contains("mother"), "{name}: {}", unreadable[0].1);

    desk.send(&session(5, "another one"), 1).saved(1);
    let ours = fixture_session("words under the same id");
    desk.send(&ours, 2).problem();
    assert_eq!(std::fs::read(place(folder.path())).unwrap(), bytes, "{name} was touched");
    assert_eq!(read(&recovery_copy(folder.path(), &ours)), ours, "{name}");
    assert!(!desk.worker.finish(), "{name}: what could not be saved is not called saved");
    assert_eq!(std::fs::read(place(folder.path())).unwrap(), bytes, "{name} was touched at the end");
}

#[test]
fn every_flawed_session_is_listed_and_left_as_it_is() {
    let flawed = flawed();
    assert!(flawed.len() >= 17, "{flawed:?}");
    for name in flawed {
        check_is_left_alone(&fixture(&format!("sessions/{name}")), &name);
    }
}

/// What a reason has to say, so that somebody can find the flaw.
#[test]
fn reasons_say_what_is_wrong() {
    let check = |name: &str, expected: &str| {
        let error = read_session(&fixture(&format!("sessions/{name}.json"))).unwrap_err();
        assert!(error.to_string().contains(expected), "{name}: {error}");
    };
    check("cut-short", "cut short");
    check("empty", "cut short");
    check("not-json", "not complete JSON");
    check("text-after-it", "not complete JSON");
    check("repeated-key", "one key twice");
    check("too-deep", "nested too deeply");
    check("newer-version", "newer version");
    check("no-version", "which version");
    check("other-format", "another kind of file");
    check("a-list", "another kind of file");
    check("missing-field", "“began” is missing");
    check("wrong-kind", "wrong kind");
    check("unknown-kind-of-prompt", "wrong kind");
    check("id-with-a-path", "wrong kind");
}

#[test]
fn the_oldest_version_is_read_and_what_it_does_not_know_is_written_back() {
    for name in SOUND {
        let folder = tempfile::tempdir().unwrap();
        let bytes = fixture(&format!("sessions/{name}"));
        put(&place(folder.path()), &bytes);
        let mut desk = Desk::open(folder.path());
        let mut session = desk.all_read().sessions().remove(0);
        assert!(desk.unreadable().is_empty());
        session.closing.noticed = "a change".to_owned();
        desk.send(&session, 1).saved(1);

        let json = |bytes: &[u8]| -> serde_json::Value { serde_json::from_slice(bytes).unwrap() };
        let mut expected = json(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
        expected["closing"]["noticed"] = "a change".into();
        assert_eq!(json(&std::fs::read(place(folder.path())).unwrap()), expected, "{name}");
    }
}

#[test]
fn files_that_are_no_sessions_are_listed_and_left() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["Notes.json", "letter.txt", "0199c7e2.json.age", ".hidden", ".holdspace-abc.tmp"] {
        put(&sessions_folder(folder.path()).join(name), b"{}");
    }
    std::fs::create_dir(sessions_folder(folder.path()).join("a-folder.json")).unwrap();
    let mut desk = Desk::open(folder.path());
    let mut names: Vec<String> = desk.all_read().unreadable().into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["0199c7e2.json.age", "Notes.json", "a-folder.json", "letter.txt"]);
    assert_eq!(sessions_folder(folder.path()).read_dir().unwrap().count(), 6);
}

#[test]
fn prompt_sets_that_cannot_be_read_are_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data").join("prompts.json");
    let bytes = fixture("prompts-not-json.json");
    put(&path, &bytes);
    let mut desk = Desk::open(folder.path());
    desk.all_read();
    assert_eq!(desk.unreadable()[0].0, "prompts.json");
    let sets = Box::new(PromptSets::first(&integration_session()));
    desk.worker.send(Request::SavePromptSets { sets, revision: 1 });
    desk.problem();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_prompt_set_of_a_later_guideline_is_fitted_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    put(&folder.path().join("data").join("prompts.json"), &fixture("prompts-twice-and-unknown.json"));
    let mut desk = Desk::open(folder.path());
    desk.all_read();
    let Some(Report::PromptSets(sets)) = desk.reports.iter().find(|report| matches!(report, Report::PromptSets(_)))
    else {
        panic!("the sets were not read");
    };
    let mut fitted = sets.clone();
    fitted.fit(&integration_session());
    assert_eq!(fitted.sets[0].shown(&integration_session()).len(), 16);
    let written = String::from_utf8(write_prompt_sets(&fitted)).unwrap();
    for kept in ["from-later", "later_in_section", "later_in_set", "later_at_the_top"] {
        assert!(written.contains(kept), "{kept}");
    }
}

#[test]
fn settings_that_cannot_be_read_are_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config").join("settings.json");
    let bytes = fixture("settings-newer.json");
    put(&path, &bytes);
    let (settings, unreadable) = read_settings(&Folders::within(folder.path()));
    assert_eq!(settings, Settings::default());
    assert!(unreadable.unwrap().reason.contains("newer version"));
    let desk = Desk::open(folder.path());
    desk.worker.send(Request::SaveSettings(Box::new(Settings { text_size: 1.5, ..Settings::default() })));
    desk.worker.finish();
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_session_cut_anywhere_is_listed_and_left(share in 0.0..1.0_f64) {
        let bytes = write_session(&fixture_session("words that were cut"));
        check_is_left_alone(&bytes[..((bytes.len() - 1) as f64 * share) as usize], "cut");
    }
}
