//! Saving: the newest words, once, durably, for their owner's eyes.

use std::path::Path;

use holdspace::domain::prompt_set::PromptSets;
use holdspace::domain::session::Session;
use holdspace::guidelines::integration_session;
use holdspace::storage::files::{Existing, replace};
use holdspace::storage::folders::Folders;
use holdspace::storage::format::write_session;
use holdspace::storage::worker::{Report, Request, Timing};
use proptest::prelude::*;

use crate::desk::{Desk, MARKED, files, path_of, patient, read, recovery_copy, session, sessions_folder};

#[test]
fn of_many_snapshots_the_last_one_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let timing = Timing { quiet: std::time::Duration::from_millis(100), ..patient() };
    let mut desk = Desk::with(folder.path(), timing);
    desk.all_read();
    let first = session(0, "one");
    for revision in 1..=50 {
        let words = format!("one and {revision}");
        let snapshot = Session { id: first.id.clone(), ..session(0, &words) };
        desk.send(&snapshot, revision);
    }
    desk.saved(50);
    assert!(desk.worker.handle().write_all());
    desk.reports.extend(desk.worker.reports());
    let count = desk.reports.iter().filter(|report| matches!(report, Report::SessionSaved { .. })).count();
    assert_eq!(count, 1);
    assert_eq!(read(&path_of(folder.path(), &first)).notes.text(), "one and 50");
    assert_eq!(files(&sessions_folder(folder.path())).len(), 1);
}

#[test]
fn ending_writes_what_waits_whoever_asks() {
    let folder = tempfile::tempdir().unwrap();
    let sessions =
        [session(0, "finished"), session(1, "dropped"), session(2, "asked from elsewhere"), session(3, "now")];
    let open = || Desk::with(folder.path(), patient());

    let mut desk = open();
    assert!(desk.send(&sessions[0], 1).worker.handle().write_all());
    assert!(desk.worker.finish());
    let mut desk = open();
    desk.send(&sessions[1], 1);
    drop(desk);
    let mut desk = open();
    let handle = desk.send(&sessions[2], 1).worker.handle();
    let asked = std::thread::Builder::new().spawn(move || handle.write_all()).unwrap();
    assert!(asked.join().unwrap());
    let mut desk = open();
    desk.send(&sessions[3], 1).worker.send(Request::WriteNow);
    desk.saved(1);
    for session in &sessions {
        assert_eq!(read(&path_of(folder.path(), session)), *session);
    }
}

#[test]
fn a_session_that_somebody_else_put_there_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.all_read();
    let (ours, theirs) = (session(0, "ours"), session(0, "theirs"));
    let path = path_of(folder.path(), &ours);
    replace(&path, &write_session(&Session { id: ours.id.clone(), ..theirs }), Existing::MustNotExist).unwrap();
    desk.send(&ours, 1).problem();
    assert_eq!(read(&path).notes.text(), "theirs");
    assert_eq!(read(&recovery_copy(folder.path(), &ours)).notes.text(), "ours");
}

#[test]
fn prompt_sets_are_saved_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut sets = PromptSets::first(&integration_session());
    sets.sets[0].name = "Evenings".to_owned();
    let mut desk = Desk::open(folder.path());
    desk.worker.send(Request::SavePromptSets { sets: Box::new(sets.clone()), revision: 7 });
    desk.until("the sets to be saved", |report| matches!(report, Report::PromptSetsSaved { revision: 7, .. }));
    drop(desk);
    let mut again = Desk::open(folder.path());
    again.until("the sets", |report| matches!(report, Report::PromptSets(read) if *read == sets));
}

#[cfg(unix)]
#[test]
fn everything_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.worker.send(Request::SaveSettings(Box::default()));
    desk.send(&session(0, "words"), 1).saved(1);
    desk.worker.finish();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    for name in ["data", "data/sessions", "config", "state"] {
        assert_eq!(mode(&folder.path().join(name)), 0o700, "{name}");
    }
    let all = files(folder.path());
    assert!(all.len() >= 4, "{all:?}");
    for path in all {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_save_does_not_wait_for_ten_thousand_sessions_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..10_000 {
        let one = session(number - 20_000, "one of many");
        crate::desk::put(&path_of(folder.path(), &one), &write_session(&one));
    }
    let mut desk = Desk::open(folder.path());
    desk.send(&session(0, "held meanwhile"), 1).worker.send(Request::WriteNow);
    desk.saved(1).all_read();
    let place = |is_it: fn(&Report) -> bool| desk.reports.iter().position(is_it).unwrap();
    let saved = place(|report| matches!(report, Report::SessionSaved { .. }));
    assert!(saved < place(|report| matches!(report, Report::AllRead)));
    let read: usize =
        desk.reports.iter().map(|report| if let Report::Sessions(read) = report { read.len() } else { 0 }).sum();
    assert!((10_000..=10_001).contains(&read), "{read}");
    assert!(desk.sessions().len() >= 10_000);
}

#[test]
fn no_word_of_a_session_is_in_a_name_an_error_or_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(folder.path());
    desk.send(&session(0, MARKED), 1).saved(1);
    let cut = session(1, MARKED);
    let bytes = write_session(&cut);
    crate::desk::put(&path_of(folder.path(), &cut), &bytes[..bytes.len() / 2]);
    drop(desk);
    let mut desk = Desk::open(folder.path());
    desk.all_read().send(&cut, 1).problem();
    let said = format!("{:?} {:?}", desk.problems(), desk.unreadable());
    assert!(!said.contains(MARKED) && said.contains("cut short"), "{said}");
    drop(desk);
    for path in files(folder.path()) {
        assert!(!path.to_string_lossy().contains(MARKED));
        let holds_notes = [sessions_folder(folder.path()), Folders::within(folder.path()).recovery()];
        let holds_notes = holds_notes.iter().any(|holder| path.starts_with(holder));
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(holds_notes || !text.contains(MARKED), "{}", path.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_was_typed_comes_back(words in "\\PC{1,40}", odd in any::<String>(), client in any::<String>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut written = session(0, &format!("{words}{odd}"));
        written.client = client;
        written.closing.noticed = odd;
        let mut desk = Desk::open(folder.path());
        desk.send(&written, 1).saved(1);
        drop(desk);
        let mut again = Desk::open(folder.path());
        prop_assert_eq!(again.all_read().sessions(), vec![written]);
    }
}
