//! Snapshots come together, wait for a pause, and are written at once when the app ends.

use holdspace::domain::session::notes::Stamp;
use holdspace::storage::error::Problem;
use holdspace::storage::files::Files;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, SavingRequest};

use crate::fixture::*;

#[test]
fn fifty_snapshots_are_one_save_of_the_last() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    let snapshots: Vec<_> = (0..50).map(|number| session("one", &format!("word {number}"))).collect();
    for (number, snapshot) in snapshots.iter().enumerate() {
        app.save(snapshot, number as u64);
    }
    assert_eq!(app.saved("one"), 49);
    assert!(app.write_all());
    while let Some(report) = app.next_if_any() {
        assert!(!matches!(report, Report::Saving(SavingReport::SessionSaved { .. })), "saved once");
    }
    let path = fixture.session_path("one");
    assert_eq!(fixture.in_place("one"), snapshots[49]);
    assert_eq!(everything_in(path.parent().unwrap()), [path]);
}

#[test]
fn finishing_writes_what_waits() {
    let fixture = Fixture::new();
    let app = fixture.start(never());
    app.save(&session("one", "the last word"), 1);
    assert!(app.worker.finish());
    assert!(fixture.session_path("one").is_file());
}

#[test]
fn dropping_writes_what_waits() {
    let fixture = Fixture::new();
    let app = fixture.start(never());
    app.save(&session("one", "the last word"), 1);
    drop(app);
    assert!(fixture.session_path("one").is_file());
}

#[test]
fn another_thread_can_have_everything_written() {
    let fixture = Fixture::new();
    let mut app = fixture.start(never());
    app.save(&session("one", "a word"), 4);
    let handle = app.worker.handle();
    let asked = std::thread::Builder::new().spawn(move || handle.write_all()).unwrap();
    assert!(asked.join().unwrap());
    assert!(fixture.session_path("one").is_file());
    assert_eq!(app.saved("one"), 4);
    let handle = app.worker.handle();
    assert!(app.worker.finish());
    assert!(!handle.write_all(), "nobody is there to write");
}

#[test]
fn what_is_asked_for_now_is_written_now() {
    let fixture = Fixture::new();
    let mut app = fixture.start(never());
    app.save(&session("one", "a word"), 4);
    app.worker.send(SavingRequest::WriteNow);
    assert_eq!(app.saved("one"), 4);
}

#[test]
fn settings_are_kept_before_and_without_a_notes_folder() {
    let fixture = Fixture::new().opened();
    fixture.pull_out();
    let app = fixture.start(never());
    let settings = holdspace::domain::settings::Settings { text_size: 1.3, ..Default::default() };
    app.worker.send(SavingRequest::SaveSettings(Box::new(settings.clone())));
    assert!(app.worker.finish(), "settings are no words");
    assert_eq!(holdspace::storage::settings_file::read_settings(&Files::default(), &fixture.folders), (settings, None));
}

#[test]
fn a_file_that_appeared_under_a_new_name_is_not_written_over() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    fixture.put_session("one", b"theirs");
    app.save(&session("one", "ours"), 1);
    assert_eq!(app.problem().kind, Problem::UnreadableInTheWay);
    assert_eq!(std::fs::read(fixture.session_path("one")).unwrap(), b"theirs");
    assert!(fixture.copy_path("one").is_file());
}

#[test]
fn what_another_computer_wrote_meanwhile_is_put_together_with_ours() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    let mut ours = session("one", "ours");
    app.save(&ours, 1);
    app.saved("one");
    let mut theirs = ours.clone();
    theirs.notes.add("theirs", None, &Stamp { at: moment(), prompt: None });
    fixture.put_session("one", &format::write_session(&theirs));
    ours.notes.add("ours and more", None, &Stamp { at: moment(), prompt: None });
    app.save(&ours, 2);
    let others = app.until(|report| match report {
        Report::Library(LibraryReport::RemoteChange(others)) => Some(others),
        _ => None,
    });
    assert_eq!(others.sequence, 1);
    let lines: Vec<String> = fixture.in_place("one").notes.lines().iter().map(|line| line.text.clone()).collect();
    assert_eq!(lines.len(), 3);
    assert!(["ours", "theirs", "ours and more"].iter().all(|line| lines.contains(&(*line).to_owned())), "{lines:?}");
    ours.notes.add("ours and more still", None, &Stamp { at: moment(), prompt: None });
    app.save(&ours, 3);
    assert_eq!(
        app.until(|report| match report {
            Report::Saving(SavingReport::SessionSaved { revision: 3, .. }) => Some(()),
            _ => None,
        }),
        ()
    );
    assert_eq!(fixture.in_place("one").notes.lines().len(), 4, "the screen did not have theirs yet");
    assert_eq!(fixture.history("one"), [theirs], "theirs, once");
}

#[test]
fn what_a_newer_version_wrote_meanwhile_is_not_replaced() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    app.save(&session("newer-version", "ours"), 1);
    app.saved("newer-version");
    let theirs = fixture_file("sessions/newer-version.json");
    fixture.put_session("newer-version", &theirs);
    app.save(&session("newer-version", "ours and more"), 2);
    app.problem_of(Problem::UnreadableInTheWay);
    assert!(fixture.copy_path("newer-version").is_file());
    assert_eq!(std::fs::read(fixture.session_path("newer-version")).unwrap(), theirs);
}
