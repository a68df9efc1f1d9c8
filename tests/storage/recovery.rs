//! What happens to words while they cannot be saved in their place, and after a crash.

use holdspace::domain::session::Session;
use holdspace::storage::error::Problem;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport};

use crate::fixture::*;

/// A folder in which a crash left a session twice: in its place and as a recovery copy.
fn crashed(in_place: &Session, copy: &Session, later: Later) -> Fixture {
    let fixture = Fixture::new().opened();
    let (mut in_place, mut copy) = (in_place.clone(), copy.clone());
    in_place.version_vector.increment("a", if later == Later::InPlace { 3 } else { 2 });
    copy.version_vector.increment("a", if later == Later::Copy { 3 } else { 2 });
    fixture.put_session("one", &format::write_session(&in_place));
    put(&fixture.copy_path("one"), &format::write_session(&copy));
    fixture
}

/// Which of the two was written later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Later {
    InPlace,
    Copy,
    Neither,
}

#[test]
fn a_folder_that_goes_and_comes_back_loses_nothing() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    app.save(&session("one", "before"), 1);
    app.saved("one");
    fixture.pull_out();
    let after = session("one", "while it was gone");
    app.save(&after, 2);
    assert_eq!(app.problem().kind, Problem::FolderNotThere);
    assert_eq!(fixture.copy("one"), after);
    assert!(!fixture.folders.data.exists(), "nothing is made at the old place");
    fixture.put_back();
    assert_eq!(app.saved("one"), 2);
    app.solved();
    assert!(!fixture.copy_path("one").exists());
    assert_eq!(fixture.in_place("one"), after);
}

#[test]
fn words_written_before_the_folder_is_there_are_not_replaced_by_their_older_copy() {
    let fixture = Fixture::new().opened();
    fixture.pull_out();
    let mut app = fixture.start(never());
    app.problem();
    app.save(&session("one", "first"), 1);
    assert!(!app.write_all());
    assert!(fixture.copy_path("one").is_file());
    let last = session("one", "first and last");
    app.save(&last, 2);
    fixture.put_back();
    assert!(app.write_all());
    let mut revisions = Vec::new();
    while let Some(report) = app.next_if_any() {
        match report {
            Report::Saving(SavingReport::SessionSaved { revision, .. }) => revisions.push(revision),
            Report::Library(LibraryReport::Sessions(_) | LibraryReport::Recovered(_)) => {
                panic!("the app has newer words than the copy")
            }
            _ => {}
        }
    }
    assert_eq!(revisions, [2]);
    assert_eq!(fixture.in_place("one"), last);
}

#[test]
fn after_a_crash_a_newer_copy_takes_its_place_and_the_older_words_are_kept() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let fixture = crashed(&older, &newer, Later::Copy);
    let mut app = fixture.start(soon());
    assert_eq!(app.read_sessions(), std::slice::from_ref(&newer));
    app.saved("one");
    assert_eq!(fixture.in_place("one"), newer);
    assert_eq!(fixture.history("one"), [older]);
    assert!(app.worker.finish());
    assert!(!fixture.copy_path("one").exists());
}

#[test]
fn after_a_crash_a_newer_file_stays_and_the_copy_is_kept_as_history() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let fixture = crashed(&newer, &older, Later::InPlace);
    assert_eq!(fixture.start(never()).read_sessions(), std::slice::from_ref(&newer));
    assert_eq!(fixture.in_place("one"), newer);
    assert_eq!(fixture.history("one"), [older]);
    assert!(!fixture.copy_path("one").exists());
}

#[test]
fn a_copy_of_a_session_that_never_had_a_file_comes_back() {
    let fixture = Fixture::new().opened();
    let only = session("one", "only here");
    put(&fixture.copy_path("one"), &format::write_session(&only));
    let mut app = fixture.start(soon());
    assert_eq!(app.read_sessions(), std::slice::from_ref(&only));
    app.saved("one");
    assert_eq!(fixture.in_place("one"), only);
}

#[test]
fn a_copy_that_is_the_same_goes_without_a_trace() {
    let same = session("one", "same");
    let fixture = crashed(&same, &same, Later::Neither);
    assert_eq!(fixture.start(never()).read_sessions(), [same]);
    assert!(!fixture.copy_path("one").exists());
    assert!(fixture.history("one").is_empty());
}

#[test]
fn older_words_are_not_replaced_while_their_history_cannot_be_written() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let fixture = crashed(&older, &newer, Later::Copy);
    put(&fixture.folders.data.join("history"), b"a file in place of a folder");
    let mut app = fixture.start(soon());
    assert_eq!(app.read_sessions(), std::slice::from_ref(&newer));
    let edited = session("one", "newer and edited");
    app.save(&edited, 5);
    app.problem_of(Problem::NotAFolder);
    assert!(!app.write_all());
    assert_eq!(fixture.in_place("one"), older);
    assert_eq!(fixture.copy("one"), edited);
    std::fs::remove_file(fixture.folders.data.join("history")).unwrap();
    assert_eq!(app.saved("one"), 5);
    app.solved();
    assert_eq!(fixture.history("one"), [older]);
    assert_eq!(fixture.in_place("one"), edited);
}

#[test]
fn an_older_copy_is_not_lost_where_its_history_cannot_be_written() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let fixture = crashed(&newer, &older, Later::InPlace);
    put(&fixture.folders.data.join("history"), b"a file in place of a folder");
    let mut app = fixture.start(soon());
    assert_eq!(app.read_sessions(), std::slice::from_ref(&newer));
    let mut newest = newer.clone();
    newest.notes.add("newest", None, &stamp());
    app.save(&newest, 3);
    app.saved("one");
    assert!(app.worker.finish());
    let kept = everything_in(&fixture.recovery());
    let kept: Vec<_> = kept.iter().map(|path| parsed(&std::fs::read(path).unwrap())).collect();
    assert_eq!(kept, [older]);
}

#[test]
fn a_copy_comes_back_though_its_file_is_damaged_and_newer() {
    let copy = session("one", "the copy is whole");
    let fixture = crashed(&copy, &copy, Later::InPlace);
    fixture.put_session("one", b"{ damaged");
    let mut app = fixture.start(soon());
    assert_eq!(app.read_sessions(), std::slice::from_ref(&copy));
    app.problem_of(Problem::UnreadableInTheWay);
    assert_eq!(std::fs::read(fixture.session_path("one")).unwrap(), b"{ damaged");
    assert_eq!(fixture.copy("one"), copy);
}

#[test]
fn an_unreadable_copy_is_listed_and_never_lost() {
    let fixture = Fixture::new().opened();
    put(&fixture.copy_path("one"), b"{ cut sho");
    let mut app = fixture.start(soon());
    let aside = app.until(|report| match report {
        Report::Library(LibraryReport::Unreadable(file)) => Some(file.path),
        _ => None,
    });
    assert_eq!(std::fs::read(&aside).unwrap(), b"{ cut sho", "the report says where it is now");
    app.save(&session("one", "saved"), 1);
    app.saved("one");
    fixture.pull_out();
    app.save(&session("one", "not saved"), 2);
    app.problem();
    fixture.put_back();
    app.saved("one");
    assert!(app.worker.finish());
    let kept = everything_in(&fixture.recovery());
    let kept: Vec<_> = kept.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(kept, [b"{ cut sho"]);
}

#[test]
fn what_is_too_long_for_a_file_is_still_kept_as_a_copy() {
    let fixture = Fixture::new();
    let mut app = fixture.start(never());
    let long = session("one", &"long ".repeat(4 * 1024 * 1024));
    app.save(&long, 1);
    assert!(!app.write_all());
    assert_eq!(app.problem().kind, Problem::WouldNotRead);
    let kept = String::from_utf8(std::fs::read(fixture.copy_path("one")).unwrap()).unwrap();
    assert!(kept.contains(&long.notes.text()), "{} bytes are kept", kept.len());
}

#[test]
fn two_problems_are_each_said_once_and_the_end_is_said_at_the_end() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(never());
    app.all_read();
    for name in ["one", "two"] {
        fixture.put_session(name, b"theirs");
        app.save(&session(name, "ours"), 1);
    }
    for _ in 0..5 {
        assert!(!app.write_all());
    }
    assert_eq!(app.problem().path, fixture.session_path("one"));
    assert!(app.next_if_any().is_none(), "said once");
    std::fs::remove_file(fixture.session_path("one")).unwrap();
    assert!(!app.write_all());
    assert_eq!(app.problem().path, fixture.session_path("two"));
    std::fs::remove_file(fixture.session_path("two")).unwrap();
    assert!(app.write_all());
    app.solved();
}

#[test]
fn a_copy_of_one_folder_does_not_come_up_in_another() {
    let fixture = Fixture::new().opened();
    fixture.pull_out();
    let mut app = fixture.start(soon());
    app.save(&session("first", "of the first folder"), 1);
    app.problem();
    assert!(!app.worker.finish());
    let other = Folders { data: fixture.root().join("other"), ..fixture.folders.clone() };
    assert!(TestApp::start(&other, never()).read_sessions().is_empty());
    fixture.put_back();
    assert_eq!(fixture.start(never()).read_sessions().len(), 1);
}

/// A copy as a version left it that named its folder by the path of the notes folder.
fn put_former_copy(
    fixture: &Fixture,
    path: &std::path::Path,
    session: &holdspace::domain::session::Session,
) -> std::path::PathBuf {
    let former = Folders { data: path.to_owned(), ..fixture.folders.clone() }.recovery();
    put(&former.join(format!("{}.json", session.id)), &format::write_session(session));
    former
}

#[cfg(unix)]
#[test]
fn copies_that_were_named_by_any_path_of_the_folder_come_back_and_none_of_another_folder() {
    let fixture = Fixture::new().opened();
    let link = fixture.root().join("link");
    std::os::unix::fs::symlink(&fixture.folders.data, &link).unwrap();
    // It was opened by the link, and later by its path.
    TestApp::start(&Folders { data: link.clone(), ..fixture.folders.clone() }, never()).all_read();
    let roundabout = fixture.root().join("link").join("..").join("data");
    let mut left = Vec::new();
    for (name, path) in [("one", &fixture.folders.data), ("two", &link), ("three", &fixture.root().join("other"))] {
        let mut copy = session(name, name);
        copy.version_vector.increment("a", 1);
        left.push(put_former_copy(&fixture, path, &copy));
    }
    let mut app = TestApp::start(&Folders { data: roundabout, ..fixture.folders.clone() }, soon());
    let mut read: Vec<_> = app.read_sessions().into_iter().map(|session| session.notes.text()).collect();
    read.sort();
    assert_eq!(read, ["one", "two"]);
    assert_eq!(left.iter().map(|folder| folder.exists()).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn two_copies_of_one_session_that_were_made_by_two_paths_both_come_back() {
    let fixture = Fixture::new().opened();
    let mut first = session("one", "before");
    first.version_vector.increment("a", 1);
    let (mut here, mut there) = (first.clone(), first);
    here.notes.add("here", None, &stamp());
    here.version_vector.increment("a", 2);
    there.notes.add("there", None, &stamp());
    there.version_vector.increment("b", 1);
    fixture.start(never()).all_read();
    let id = format::read_marker(&std::fs::read(fixture.folders.data.join("holdspace.json")).unwrap()).unwrap().id;
    put(&fixture.folders.state.join("recovery").join(id).join("one.json"), &format::write_session(&here));
    put_former_copy(&fixture, &fixture.folders.data, &there);
    let read = fixture.start(soon()).read_sessions();
    let said = read[0].notes.text();
    assert!(["before", "here", "there"].iter().all(|words| said.contains(words)), "{said}");
}
