//! Snapshots come together, wait for a pause, and are written at once when the app ends.

use holdspace::storage::error::Kind;
use holdspace::storage::format;
use holdspace::storage::worker::{Report, Request};

use crate::bench::*;

#[test]
fn fifty_snapshots_are_one_save_of_the_last() {
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    let snapshots: Vec<_> = (0..50).map(|number| session("one", &format!("word {number}"))).collect();
    for (number, snapshot) in snapshots.iter().enumerate() {
        desk.save(snapshot, number as u64);
    }
    assert_eq!(desk.saved("one"), 49);
    assert!(desk.write_all());
    while let Some(report) = desk.next_if_any() {
        assert!(!matches!(report, Report::SessionSaved { .. }), "saved once");
    }
    let path = bench.session_path("one");
    assert_eq!(std::fs::read(&path).unwrap(), format::write_session(&snapshots[49]));
    assert_eq!(everything_in(path.parent().unwrap()), [path]);
}

#[test]
fn finishing_writes_what_waits() {
    let bench = Bench::new();
    let desk = bench.start(never());
    desk.save(&session("one", "the last word"), 1);
    assert!(desk.worker.finish());
    assert!(bench.session_path("one").is_file());
}

#[test]
fn dropping_writes_what_waits() {
    let bench = Bench::new();
    let desk = bench.start(never());
    desk.save(&session("one", "the last word"), 1);
    drop(desk);
    assert!(bench.session_path("one").is_file());
}

#[test]
fn another_thread_can_have_everything_written() {
    let bench = Bench::new();
    let mut desk = bench.start(never());
    desk.save(&session("one", "a word"), 4);
    let handle = desk.worker.handle();
    let asked = std::thread::Builder::new().spawn(move || handle.write_all()).unwrap();
    assert!(asked.join().unwrap());
    assert!(bench.session_path("one").is_file());
    assert_eq!(desk.saved("one"), 4);
    let handle = desk.worker.handle();
    assert!(desk.worker.finish());
    assert!(!handle.write_all(), "nobody is there to write");
}

#[test]
fn what_is_asked_for_now_is_written_now() {
    let bench = Bench::new();
    let mut desk = bench.start(never());
    desk.save(&session("one", "a word"), 4);
    desk.worker.send(Request::WriteNow);
    assert_eq!(desk.saved("one"), 4);
}

#[test]
fn settings_are_kept_before_and_without_a_notes_folder() {
    let bench = Bench::new().opened();
    bench.pull_out();
    let desk = bench.start(never());
    let settings = holdspace::domain::settings::Settings { text_size: 1.3, ..Default::default() };
    desk.worker.send(Request::SaveSettings(Box::new(settings.clone())));
    assert!(desk.worker.finish(), "settings are no words");
    assert_eq!(holdspace::storage::store::read_settings(&bench.folders), (settings, None));
}

#[test]
fn a_file_that_appeared_under_a_new_name_is_not_written_over() {
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    bench.put_session("one", b"theirs");
    desk.save(&session("one", "ours"), 1);
    assert_eq!(desk.problem().kind, Kind::FileAlreadyThere);
    assert_eq!(std::fs::read(bench.session_path("one")).unwrap(), b"theirs");
    assert!(bench.copy_path("one").is_file());
}

#[test]
fn what_another_computer_wrote_meanwhile_is_kept() {
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    desk.save(&session("one", "ours"), 1);
    desk.saved("one");
    let theirs = format::write_session(&session("one", "theirs"));
    bench.put_session("one", &theirs);
    let last = session("one", "ours and more");
    desk.save(&last, 2);
    assert_eq!(desk.saved("one"), 2);
    desk.save(&session("one", "ours and more still"), 3);
    assert_eq!(desk.saved("one"), 3);
    assert_eq!(bench.history("one"), [theirs], "theirs, once, and none of ours");
}

#[test]
fn what_a_newer_version_wrote_meanwhile_is_not_replaced() {
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    desk.save(&session("newer-version", "ours"), 1);
    desk.saved("newer-version");
    let theirs = fixture("sessions/newer-version.json");
    bench.put_session("newer-version", &theirs);
    desk.save(&session("newer-version", "ours and more"), 2);
    desk.problem_of(Kind::UnreadableInTheWay);
    assert!(bench.copy_path("newer-version").is_file());
    assert_eq!(std::fs::read(bench.session_path("newer-version")).unwrap(), theirs);
}
