//! What happens to words while they cannot be saved in their place, and after a crash.

use holdspace::domain::session::Session;
use holdspace::storage::error::Kind;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport};

use crate::fixture::*;

/// A folder in which a crash left a session twice: in its place and as a recovery copy.
fn crashed(in_place: &Session, copy: &Session, later: Later) -> Bench {
    let bench = Bench::new().opened();
    let (mut in_place, mut copy) = (in_place.clone(), copy.clone());
    in_place.version_vector.increment("a", if later == Later::InPlace { 3 } else { 2 });
    copy.version_vector.increment("a", if later == Later::Copy { 3 } else { 2 });
    bench.put_session("one", &format::write_session(&in_place));
    put(&bench.copy_path("one"), &format::write_session(&copy));
    bench
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
    let bench = Bench::new().opened();
    let mut desk = bench.start(soon());
    desk.all_read();
    desk.save(&session("one", "before"), 1);
    desk.saved("one");
    bench.pull_out();
    let after = session("one", "while it was gone");
    desk.save(&after, 2);
    assert_eq!(desk.problem().kind, Kind::FolderNotThere);
    assert_eq!(bench.copy("one"), after);
    assert!(!bench.folders.data.exists(), "nothing is made at the old place");
    bench.put_back();
    assert_eq!(desk.saved("one"), 2);
    desk.solved();
    assert!(!bench.copy_path("one").exists());
    assert_eq!(bench.in_place("one"), after);
}

#[test]
fn words_written_before_the_folder_is_there_are_not_replaced_by_their_older_copy() {
    let bench = Bench::new().opened();
    bench.pull_out();
    let mut desk = bench.start(never());
    desk.problem();
    desk.save(&session("one", "first"), 1);
    assert!(!desk.write_all());
    assert!(bench.copy_path("one").is_file());
    let last = session("one", "first and last");
    desk.save(&last, 2);
    bench.put_back();
    assert!(desk.write_all());
    let mut revisions = Vec::new();
    while let Some(report) = desk.next_if_any() {
        match report {
            Report::Saving(SavingReport::SessionSaved { revision, .. }) => revisions.push(revision),
            Report::Library(LibraryReport::Sessions(_) | LibraryReport::Recovered(_)) => {
                panic!("the app has newer words than the copy")
            }
            _ => {}
        }
    }
    assert_eq!(revisions, [2]);
    assert_eq!(bench.in_place("one"), last);
}

#[test]
fn after_a_crash_a_newer_copy_takes_its_place_and_the_older_words_are_kept() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let bench = crashed(&older, &newer, Later::Copy);
    let mut desk = bench.start(soon());
    assert_eq!(desk.read_sessions(), std::slice::from_ref(&newer));
    desk.saved("one");
    assert_eq!(bench.in_place("one"), newer);
    assert_eq!(bench.history("one"), [older]);
    assert!(desk.worker.finish());
    assert!(!bench.copy_path("one").exists());
}

#[test]
fn after_a_crash_a_newer_file_stays_and_the_copy_is_kept_as_history() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let bench = crashed(&newer, &older, Later::InPlace);
    assert_eq!(bench.start(never()).read_sessions(), std::slice::from_ref(&newer));
    assert_eq!(bench.in_place("one"), newer);
    assert_eq!(bench.history("one"), [older]);
    assert!(!bench.copy_path("one").exists());
}

#[test]
fn a_copy_of_a_session_that_never_had_a_file_comes_back() {
    let bench = Bench::new().opened();
    let only = session("one", "only here");
    put(&bench.copy_path("one"), &format::write_session(&only));
    let mut desk = bench.start(soon());
    assert_eq!(desk.read_sessions(), std::slice::from_ref(&only));
    desk.saved("one");
    assert_eq!(bench.in_place("one"), only);
}

#[test]
fn a_copy_that_is_the_same_goes_without_a_trace() {
    let same = session("one", "same");
    let bench = crashed(&same, &same, Later::Neither);
    assert_eq!(bench.start(never()).read_sessions(), [same]);
    assert!(!bench.copy_path("one").exists());
    assert!(bench.history("one").is_empty());
}

#[test]
fn older_words_are_not_replaced_while_their_history_cannot_be_written() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let bench = crashed(&older, &newer, Later::Copy);
    put(&bench.folders.data.join("history"), b"a file in place of a folder");
    let mut desk = bench.start(soon());
    assert_eq!(desk.read_sessions(), std::slice::from_ref(&newer));
    let edited = session("one", "newer and edited");
    desk.save(&edited, 5);
    desk.problem_of(Kind::NotAFolder);
    assert!(!desk.write_all());
    assert_eq!(bench.in_place("one"), older);
    assert_eq!(bench.copy("one"), edited);
    std::fs::remove_file(bench.folders.data.join("history")).unwrap();
    assert_eq!(desk.saved("one"), 5);
    desk.solved();
    assert_eq!(bench.history("one"), [older]);
    assert_eq!(bench.in_place("one"), edited);
}

#[test]
fn an_older_copy_is_not_lost_where_its_history_cannot_be_written() {
    let (older, newer) = (session("one", "older"), session("one", "newer"));
    let bench = crashed(&newer, &older, Later::InPlace);
    put(&bench.folders.data.join("history"), b"a file in place of a folder");
    let mut desk = bench.start(soon());
    assert_eq!(desk.read_sessions(), std::slice::from_ref(&newer));
    let mut newest = newer.clone();
    newest.notes.add("newest", None, &stamp());
    desk.save(&newest, 3);
    desk.saved("one");
    assert!(desk.worker.finish());
    let kept = everything_in(&bench.recovery());
    let kept: Vec<_> = kept.iter().map(|path| parsed(&std::fs::read(path).unwrap())).collect();
    assert_eq!(kept, [older]);
}

#[test]
fn a_copy_comes_back_though_its_file_is_damaged_and_newer() {
    let copy = session("one", "the copy is whole");
    let bench = crashed(&copy, &copy, Later::InPlace);
    bench.put_session("one", b"{ damaged");
    let mut desk = bench.start(soon());
    assert_eq!(desk.read_sessions(), std::slice::from_ref(&copy));
    desk.problem_of(Kind::UnreadableInTheWay);
    assert_eq!(std::fs::read(bench.session_path("one")).unwrap(), b"{ damaged");
    assert_eq!(bench.copy("one"), copy);
}

#[test]
fn an_unreadable_copy_is_listed_and_never_lost() {
    let bench = Bench::new().opened();
    put(&bench.copy_path("one"), b"{ cut sho");
    let mut desk = bench.start(soon());
    let aside = desk.until(|report| match report {
        Report::Library(LibraryReport::Unreadable(file)) => Some(file.path),
        _ => None,
    });
    assert_eq!(std::fs::read(&aside).unwrap(), b"{ cut sho", "the report says where it is now");
    desk.save(&session("one", "saved"), 1);
    desk.saved("one");
    bench.pull_out();
    desk.save(&session("one", "not saved"), 2);
    desk.problem();
    bench.put_back();
    desk.saved("one");
    assert!(desk.worker.finish());
    let kept = everything_in(&bench.recovery());
    let kept: Vec<_> = kept.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(kept, [b"{ cut sho"]);
}

#[test]
fn what_is_too_long_for_a_file_is_still_kept_as_a_copy() {
    let bench = Bench::new();
    let mut desk = bench.start(never());
    let long = session("one", &"long ".repeat(4 * 1024 * 1024));
    desk.save(&long, 1);
    assert!(!desk.write_all());
    assert_eq!(desk.problem().kind, Kind::WouldNotRead);
    let kept = String::from_utf8(std::fs::read(bench.copy_path("one")).unwrap()).unwrap();
    assert!(kept.contains(&long.notes.text()), "{} bytes are kept", kept.len());
}

#[test]
fn two_problems_are_each_said_once_and_the_end_is_said_at_the_end() {
    let bench = Bench::new().opened();
    let mut desk = bench.start(never());
    desk.all_read();
    for name in ["one", "two"] {
        bench.put_session(name, b"theirs");
        desk.save(&session(name, "ours"), 1);
    }
    for _ in 0..5 {
        assert!(!desk.write_all());
    }
    assert_eq!(desk.problem().path, bench.session_path("one"));
    assert!(desk.next_if_any().is_none(), "said once");
    std::fs::remove_file(bench.session_path("one")).unwrap();
    assert!(!desk.write_all());
    assert_eq!(desk.problem().path, bench.session_path("two"));
    std::fs::remove_file(bench.session_path("two")).unwrap();
    assert!(desk.write_all());
    desk.solved();
}

#[test]
fn a_copy_of_one_folder_does_not_come_up_in_another() {
    let bench = Bench::new().opened();
    bench.pull_out();
    let mut desk = bench.start(soon());
    desk.save(&session("first", "of the first folder"), 1);
    desk.problem();
    assert!(!desk.worker.finish());
    let other = Folders { data: bench.root().join("other"), ..bench.folders.clone() };
    assert!(Desk::start(&other, never()).read_sessions().is_empty());
    bench.put_back();
    assert_eq!(bench.start(never()).read_sessions().len(), 1);
}

/// A copy as a version left it that named its folder by the path of the notes folder.
fn put_former_copy(
    bench: &Bench,
    path: &std::path::Path,
    session: &holdspace::domain::session::Session,
) -> std::path::PathBuf {
    let former = Folders { data: path.to_owned(), ..bench.folders.clone() }.recovery();
    put(&former.join(format!("{}.json", session.id)), &format::write_session(session));
    former
}

#[cfg(unix)]
#[test]
fn copies_that_were_named_by_any_path_of_the_folder_come_back_and_none_of_another_folder() {
    let bench = Bench::new().opened();
    let link = bench.root().join("link");
    std::os::unix::fs::symlink(&bench.folders.data, &link).unwrap();
    // It was opened by the link, and later by its path.
    Desk::start(&Folders { data: link.clone(), ..bench.folders.clone() }, never()).all_read();
    let roundabout = bench.root().join("link").join("..").join("data");
    let mut left = Vec::new();
    for (name, path) in [("one", &bench.folders.data), ("two", &link), ("three", &bench.root().join("other"))] {
        let mut copy = session(name, name);
        copy.version_vector.increment("a", 1);
        left.push(put_former_copy(&bench, path, &copy));
    }
    let mut desk = Desk::start(&Folders { data: roundabout, ..bench.folders.clone() }, soon());
    let mut read: Vec<_> = desk.read_sessions().into_iter().map(|session| session.notes.text()).collect();
    read.sort();
    assert_eq!(read, ["one", "two"]);
    assert_eq!(left.iter().map(|folder| folder.exists()).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn two_copies_of_one_session_that_were_made_by_two_paths_both_come_back() {
    let bench = Bench::new().opened();
    let mut first = session("one", "before");
    first.version_vector.increment("a", 1);
    let (mut here, mut there) = (first.clone(), first);
    here.notes.add("here", None, &stamp());
    here.version_vector.increment("a", 2);
    there.notes.add("there", None, &stamp());
    there.version_vector.increment("b", 1);
    bench.start(never()).all_read();
    let id = format::read_marker(&std::fs::read(bench.folders.data.join("holdspace.json")).unwrap()).unwrap().id;
    put(&bench.folders.state.join("recovery").join(id).join("one.json"), &format::write_session(&here));
    put_former_copy(&bench, &bench.folders.data, &there);
    let read = bench.start(soon()).read_sessions();
    let said = read[0].notes.text();
    assert!(["before", "here", "there"].iter().all(|words| said.contains(words)), "{said}");
}
