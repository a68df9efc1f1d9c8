//! Which notes folder is opened, which is made, and which is left alone.

use holdspace::storage::error::Kind;
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::{Report, SavingReport};

use crate::fixture::*;

fn problem_at_start(bench: &Bench, folders: &Folders) -> Kind {
    let before = everything_in(bench.root());
    let mut desk = Desk::start(folders, soon());
    let problem = desk.problem();
    assert_eq!(problem.path, folders.data, "the folder is what is named");
    drop(desk);
    let state = &bench.folders.state;
    let after: Vec<_> = everything_in(bench.root()).into_iter().filter(|path| !path.starts_with(state)).collect();
    let before: Vec<_> = before.into_iter().filter(|path| !path.starts_with(state)).collect();
    assert_eq!(after, before, "nothing is made");
    problem.kind
}

#[test]
fn a_known_folder_that_is_missing_is_a_drive_that_is_not_there() {
    let bench = Bench::new().opened();
    bench.pull_out();
    assert_eq!(problem_at_start(&bench, &bench.folders), Kind::FolderNotThere);
    let mut desk = bench.start(soon());
    desk.problem_of(Kind::FolderNotThere);
    bench.put_back();
    desk.solved();
    desk.all_read();
}

#[test]
fn a_known_folder_without_its_marker_is_a_mount_point() {
    let bench = Bench::new().opened();
    bench.pull_out();
    std::fs::create_dir(&bench.folders.data).unwrap();
    assert_eq!(problem_at_start(&bench, &bench.folders), Kind::FolderNotThere);
}

#[test]
fn a_new_folder_is_made_where_its_parent_is_there() {
    let bench = Bench::new();
    let folders = Folders { data: bench.root().join("notes"), ..bench.folders.clone() };
    assert!(Desk::start(&folders, never()).read_sessions().is_empty());
    assert!(folders.data.join("holdspace.json").is_file() && folders.data.join("sessions").is_dir());
}

#[test]
fn a_new_folder_is_not_made_where_its_parent_is_missing() {
    let bench = Bench::new();
    let folders = Folders { data: bench.root().join("stick").join("notes"), ..bench.folders.clone() };
    assert_eq!(problem_at_start(&bench, &folders), Kind::FolderNotThere);
}

#[test]
fn a_file_in_place_of_the_folder_is_named_and_left() {
    let bench = Bench::new();
    put(&bench.folders.data, b"theirs");
    assert_eq!(problem_at_start(&bench, &bench.folders), Kind::NotAFolder);
    assert_eq!(std::fs::read(&bench.folders.data).unwrap(), b"theirs");
}

#[test]
fn a_file_in_place_of_a_known_folder_is_named_too() {
    let bench = Bench::new().opened();
    bench.pull_out();
    put(&bench.folders.data, b"theirs");
    assert_eq!(problem_at_start(&bench, &bench.folders), Kind::NotAFolder);
}

#[test]
fn the_folder_of_a_newer_version_is_left_as_it_is() {
    let bench = Bench::new();
    let marker = br#"{"format": "holdspace-folder", "version": 2, "id": "a"}"#;
    put(&bench.folders.data.join("holdspace.json"), marker);
    assert_eq!(problem_at_start(&bench, &bench.folders), Kind::NewerFolder);
    let mut desk = bench.start(soon());
    desk.save(&session("one", "not in there"), 1);
    desk.problem_of(Kind::NewerFolder);
    assert!(!desk.worker.finish());
    assert_eq!(everything_in(&bench.folders.data), [bench.folders.data.join("holdspace.json")]);
    assert!(bench.copy_path("one").is_file());
}

#[test]
fn a_damaged_marker_still_marks_the_folder() {
    let bench = Bench::new().opened();
    put(&bench.folders.data.join("holdspace.json"), b"");
    assert!(bench.start(never()).read_sessions().is_empty());
    assert_eq!(std::fs::read(bench.folders.data.join("holdspace.json")).unwrap(), b"");
}

#[cfg(unix)]
#[test]
fn everything_that_is_made_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let bench = Bench::new();
    put(&bench.session_path("bad"), b"");
    std::fs::remove_dir_all(&bench.folders.data).unwrap();
    let mut desk = bench.start(soon());
    desk.all_read();
    desk.save(&session("one", "words"), 1);
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    desk.worker.send(holdspace::storage::worker::SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    desk.worker.send(holdspace::storage::worker::SavingRequest::SaveSettings(Box::default()));
    desk.saved("one");
    let away = bench.pull_out();
    desk.save(&session("one", "more words"), 2);
    desk.problem();
    assert!(!desk.worker.finish());
    let ours = [away, bench.folders.config.clone(), bench.folders.state.clone()];
    let made: Vec<_> = ours.iter().flat_map(|folder| everything_in(folder)).chain(ours.clone()).collect();
    assert!(made.len() >= 11, "{made:?}");
    for path in made {
        let permissions = path.metadata().unwrap().permissions().mode() & 0o7777;
        assert_eq!(permissions, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
}

#[test]
fn a_second_window_waits_until_the_first_is_closed() {
    let bench = Bench::new().opened();
    let mut first = bench.start(soon());
    first.all_read();
    let mut second = bench.start(soon());
    assert_eq!(second.problem().kind, Kind::InUse);
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
