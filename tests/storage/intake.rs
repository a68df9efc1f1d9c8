//! Files that hold a session and are not its own: conflict copies, leftovers, files put there by hand.

use std::path::PathBuf;

use holdspace::domain::session::Session;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;

/// Three versions of one session: the first, and two that came of it apart.
struct Apart {
    bench: Bench,
    first: Session,
    here: Session,
    there: Session,
}

fn apart() -> Apart {
    let bench = Bench::new().opened();
    let mut first = session("one", "before");
    first.version_vector.increment("a", 1);
    let (mut here, mut there) = (first.clone(), first.clone());
    here.notes.add("here", None, &stamp());
    here.version_vector.increment("a", 2);
    there.notes.replace_text("before\nthere", 12, &stamp());
    there.version_vector.increment("b", 1);
    bench.put_session("one", &format::write_session(&here));
    Apart { bench, first, here, there }
}

fn texts(session: &Session) -> Vec<String> {
    let mut texts: Vec<String> = session.notes.lines().iter().map(|line| line.text.clone()).collect();
    texts.sort();
    texts
}

fn beside(bench: &Bench, name: &str) -> PathBuf {
    bench.folders.data.join("sessions").join(name)
}

#[test]
fn a_conflict_copy_is_known_by_its_inside_and_put_together_whatever_its_name() {
    for name in [
        "one.sync-conflict-20261123-140211-ABCDEFG.json",
        "one (conflicted copy 2026-11-23 140211).json",
        "one-PRACTICE.json",
        "one-practice.json",
        "another.json",
        ".holdspace-0199c7e2.tmp",
    ] {
        let Apart { bench, here, there, .. } = apart();
        let copy = beside(&bench, name);
        put(&copy, &format::write_session(&there));
        let mut desk = bench.start(soon());
        let read = desk.read_sessions();
        assert_eq!(texts(read.last().unwrap()), ["before", "here", "there"], "{name}");
        assert_eq!(texts(&bench.in_place("one")), ["before", "here", "there"], "{name}");
        assert!(!copy.exists(), "{name}");
        for version in [here, there] {
            assert!(bench.history("one").contains(&unsaved(version)), "{name}");
        }
    }
}

#[test]
fn what_one_side_deleted_stays_deleted_where_the_first_version_is_known() {
    let Apart { bench, first, here, mut there } = apart();
    put(&bench.folders.data.join("history/one/20261123T140211.000000000Z.json"), &format::write_session(&first));
    there.notes.replace_text("there", 0, &stamp());
    put(&beside(&bench, "one-PRACTICE.json"), &format::write_session(&there));
    bench.start(never()).all_read();
    assert_eq!(texts(&bench.in_place("one")), ["here", "there"]);
    assert!(bench.history("one").contains(&unsaved(here)));
}

#[test]
fn an_older_copy_goes_to_the_history_and_a_later_one_takes_the_place() {
    let Apart { bench, first, here, .. } = apart();
    put(&beside(&bench, "one-PRACTICE.json"), &format::write_session(&first));
    bench.start(never()).all_read();
    assert_eq!(bench.in_place("one"), unsaved(here.clone()));
    assert_eq!(bench.history("one"), [unsaved(first)]);

    let mut later = session("one", "rewritten");
    later.version_vector = here.version_vector.clone();
    later.version_vector.increment("a", 9);
    put(&beside(&bench, "one-PRACTICE.json"), &format::write_session(&later));
    bench.start(never()).all_read();
    assert_eq!(bench.in_place("one"), unsaved(later));
    assert!(bench.history("one").contains(&unsaved(here)));
}

#[test]
fn a_copy_of_a_session_that_is_not_there_becomes_its_file() {
    let bench = Bench::new().opened();
    let only = session("one", "from another computer");
    put(&beside(&bench, "Copy of K-07.json"), &format::write_session(&only));
    assert_eq!(bench.start(never()).read_sessions(), std::slice::from_ref(&only));
    assert_eq!(bench.in_place("one"), only);
    assert_eq!(everything_in(&bench.folders.data.join("sessions")), [bench.session_path("one")]);
}

#[test]
fn both_computers_write_the_same_bytes() {
    let Apart { bench, here, there, .. } = apart();
    put(&beside(&bench, "one-PRACTICE.json"), &format::write_session(&there));
    bench.start(never()).all_read();
    let other = Bench::new().opened();
    other.put_session("one", &format::write_session(&there));
    put(&beside(&other, "one.sync-conflict-20261123-140211-ABCDEFG.json"), &format::write_session(&here));
    other.start(never()).all_read();
    let bytes = |bench: &Bench| std::fs::read(bench.session_path("one")).unwrap();
    assert_eq!(bytes(&bench), bytes(&other));
}

#[test]
fn a_copy_beside_an_unreadable_session_and_an_unreadable_copy_stay() {
    let Apart { bench, there, .. } = apart();
    let (copy, damaged) = (beside(&bench, "one-PRACTICE.json"), beside(&bench, "two-PRACTICE.json"));
    bench.put_session("one", b"{ damaged");
    put(&copy, &format::write_session(&there));
    put(&damaged, b"{ \"format\": \"hold");
    let mut desk = bench.start(never());
    let unreadable = desk
        .all_read()
        .into_iter()
        .filter(|report| matches!(report, Report::Library(LibraryReport::Unreadable(_))))
        .count();
    assert_eq!(unreadable, 3);
    assert_eq!(std::fs::read(&copy).unwrap(), format::write_session(&there));
    assert_eq!(std::fs::read(&damaged).unwrap(), b"{ \"format\": \"hold");
    assert_eq!(std::fs::read(bench.session_path("one")).unwrap(), b"{ damaged");
}

#[test]
fn what_a_save_left_that_was_cut_off_goes_and_what_it_left_whole_is_kept() {
    let Apart { bench, first, here, .. } = apart();
    let whole = format::write_session(&here);
    put(&beside(&bench, ".holdspace-1.tmp"), &whole[..whole.len() / 2]);
    put(&beside(&bench, ".holdspace-2.tmp"), b"");
    put(&beside(&bench, ".holdspace-3.tmp"), &whole);
    put(&beside(&bench, ".holdspace-4.tmp"), &format::write_session(&first));
    put(&bench.folders.data.join(".holdspace-5.tmp"), b"{");
    put(&bench.folders.data.join("history/one/.holdspace-6.tmp"), &whole);
    put(&bench.folders.recovery().join(".holdspace-7.tmp"), &whole[..whole.len() / 2]);
    let mut desk = bench.start(never());
    assert_eq!(desk.read_sessions(), [unsaved(here.clone())]);
    assert_eq!(bench.in_place("one"), unsaved(here));
    assert_eq!(bench.history("one"), [unsaved(first)]);
    let left: Vec<_> = everything_in(bench.root()).into_iter().filter(|path| path.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_recovery_copy_that_had_not_got_its_name_comes_back() {
    let bench = Bench::new().opened();
    let mut only = session("one", "only here");
    only.version_vector.increment("a", 1);
    put(&bench.folders.recovery().join(".holdspace-1.tmp"), &format::write_session(&only));
    let mut desk = bench.start(soon());
    assert_eq!(desk.read_sessions(), [unsaved(only.clone())]);
    desk.saved("one");
    assert_eq!(bench.in_place("one"), unsaved(only));
}
