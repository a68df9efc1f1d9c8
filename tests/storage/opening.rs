//! Which notes folder is opened, which is made, and which is left alone.

use holdspace::storage::error::Problem;
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::{Report, SavingReport};

use crate::fixture::*;

fn problem_at_start(fixture: &Fixture, folders: &Folders) -> Problem {
    let before = everything_in(fixture.root());
    let mut app = TestApp::start(folders, soon());
    let problem = app.problem();
    assert_eq!(problem.path, folders.data, "the folder is what is named");
    drop(app);
    let state = &fixture.folders.state;
    let after: Vec<_> = everything_in(fixture.root()).into_iter().filter(|path| !path.starts_with(state)).collect();
    let before: Vec<_> = before.into_iter().filter(|path| !path.starts_with(state)).collect();
    assert_eq!(after, before, "nothing is made");
    problem.kind
}

#[test]
fn a_known_folder_that_is_missing_is_a_drive_that_is_not_there() {
    let fixture = Fixture::new().opened();
    fixture.pull_out();
    assert_eq!(problem_at_start(&fixture, &fixture.folders), Problem::FolderNotThere);
    let mut app = fixture.start(soon());
    app.problem_of(Problem::FolderNotThere);
    fixture.put_back();
    app.solved();
    app.all_read();
}

#[test]
fn a_known_folder_without_its_marker_is_a_mount_point() {
    let fixture = Fixture::new().opened();
    fixture.pull_out();
    std::fs::create_dir(&fixture.folders.data).unwrap();
    assert_eq!(problem_at_start(&fixture, &fixture.folders), Problem::FolderNotThere);
}

#[test]
fn a_new_folder_is_made_where_its_parent_is_there() {
    let fixture = Fixture::new();
    let folders = Folders { data: fixture.root().join("notes"), ..fixture.folders.clone() };
    assert!(TestApp::start(&folders, never()).read_sessions().is_empty());
    assert!(folders.data.join("holdspace.json").is_file() && folders.data.join("sessions").is_dir());
}

#[test]
fn a_new_folder_is_not_made_where_its_parent_is_missing() {
    let fixture = Fixture::new();
    let folders = Folders { data: fixture.root().join("stick").join("notes"), ..fixture.folders.clone() };
    assert_eq!(problem_at_start(&fixture, &folders), Problem::FolderNotThere);
}

#[test]
fn a_file_in_place_of_the_folder_is_named_and_left() {
    let fixture = Fixture::new();
    put(&fixture.folders.data, b"theirs");
    assert_eq!(problem_at_start(&fixture, &fixture.folders), Problem::NotAFolder);
    assert_eq!(std::fs::read(&fixture.folders.data).unwrap(), b"theirs");
}

#[test]
fn a_file_in_place_of_a_known_folder_is_named_too() {
    let fixture = Fixture::new().opened();
    fixture.pull_out();
    put(&fixture.folders.data, b"theirs");
    assert_eq!(problem_at_start(&fixture, &fixture.folders), Problem::NotAFolder);
}

#[test]
fn the_folder_of_a_newer_version_is_left_as_it_is() {
    let fixture = Fixture::new();
    let marker = br#"{"format": "holdspace-folder", "version": 2, "id": "a"}"#;
    put(&fixture.folders.data.join("holdspace.json"), marker);
    assert_eq!(problem_at_start(&fixture, &fixture.folders), Problem::NewerFolder);
    let mut app = fixture.start(soon());
    app.save(&session("one", "not in there"), 1);
    app.problem_of(Problem::NewerFolder);
    assert!(!app.worker.finish());
    assert_eq!(everything_in(&fixture.folders.data), [fixture.folders.data.join("holdspace.json")]);
    assert!(fixture.copy_path("one").is_file());
}

#[test]
fn a_damaged_marker_still_marks_the_folder() {
    let fixture = Fixture::new().opened();
    put(&fixture.folders.data.join("holdspace.json"), b"");
    assert!(fixture.start(never()).read_sessions().is_empty());
    assert_eq!(std::fs::read(fixture.folders.data.join("holdspace.json")).unwrap(), b"");
}

#[cfg(unix)]
#[test]
fn everything_that_is_made_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let fixture = Fixture::new();
    put(&fixture.session_path("bad"), b"");
    std::fs::remove_dir_all(&fixture.folders.data).unwrap();
    let mut app = fixture.start(soon());
    app.all_read();
    app.save(&session("one", "words"), 1);
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    app.worker.send(holdspace::storage::worker::SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    app.worker.send(holdspace::storage::worker::SavingRequest::SaveSettings(Box::default()));
    app.saved("one");
    let away = fixture.pull_out();
    app.save(&session("one", "more words"), 2);
    app.problem();
    assert!(!app.worker.finish());
    let ours = [away, fixture.folders.config.clone(), fixture.folders.state.clone()];
    let made: Vec<_> = ours.iter().flat_map(|folder| everything_in(folder)).chain(ours.clone()).collect();
    assert!(made.len() >= 11, "{made:?}");
    for path in made {
        let permissions = path.metadata().unwrap().permissions().mode() & 0o7777;
        assert_eq!(permissions, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
}

#[test]
fn a_second_window_waits_until_the_first_is_closed() {
    let fixture = Fixture::new().opened();
    let mut first = fixture.start(soon());
    first.all_read();
    let mut second = fixture.start(soon());
    assert_eq!(second.problem().kind, Problem::InUse);
    let written = session("first", "written in the first window");
    first.save(&written, 1);
    first.saved("first");
    second.save(&session("second", "typed meanwhile in the second"), 1);
    assert!(first.worker.finish());
    assert_eq!(second.read_sessions(), [written]);
    // It may have been opened before the words were due: then it says so before it saves.
    let mut awaited = 2;
    second.until(|report| {
        awaited -= i32::from(matches!(
            report,
            Report::Saving(SavingReport::SessionSaved { .. } | SavingReport::ProblemSolved)
        ));
        (awaited == 0).then_some(())
    });
}
