//! Files that hold a session and are not its own: conflict copies, leftovers, files put there by hand.

use std::path::PathBuf;

use holdspace::domain::session::Session;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;

/// Three versions of one session: the first, and two that came of it apart.
struct Apart {
    fixture: Fixture,
    first: Session,
    here: Session,
    there: Session,
}

fn apart() -> Apart {
    let fixture = Fixture::new().opened();
    let mut first = session("one", "before");
    first.version_vector.increment("a", 1);
    let (mut here, mut there) = (first.clone(), first.clone());
    here.notes.add("here", None, &stamp());
    here.version_vector.increment("a", 2);
    there.notes.replace_text("before\nthere", 12, &stamp());
    there.version_vector.increment("b", 1);
    fixture.put_session("one", &format::write_session(&here));
    Apart { fixture, first, here, there }
}

fn texts(session: &Session) -> Vec<String> {
    let mut texts: Vec<String> = session.notes.lines().iter().map(|line| line.text.clone()).collect();
    texts.sort();
    texts
}

fn beside(fixture: &Fixture, name: &str) -> PathBuf {
    fixture.folders.data.join("sessions").join(name)
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
        let Apart { fixture, here, there, .. } = apart();
        let copy = beside(&fixture, name);
        put(&copy, &format::write_session(&there));
        let mut app = fixture.start(soon());
        let read = app.read_sessions();
        assert_eq!(texts(read.last().unwrap()), ["before", "here", "there"], "{name}");
        assert_eq!(texts(&fixture.in_place("one")), ["before", "here", "there"], "{name}");
        assert!(!copy.exists(), "{name}");
        for version in [here, there] {
            assert!(fixture.history("one").contains(&unsaved(version)), "{name}");
        }
    }
}

#[test]
fn what_one_side_deleted_stays_deleted_where_the_first_version_is_known() {
    let Apart { fixture, first, here, mut there } = apart();
    put(&fixture.folders.data.join("history/one/20261123T140211.000000000Z.json"), &format::write_session(&first));
    there.notes.replace_text("there", 0, &stamp());
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&there));
    fixture.start(never()).all_read();
    assert_eq!(texts(&fixture.in_place("one")), ["here", "there"]);
    assert!(fixture.history("one").contains(&unsaved(here)));
}

/// An editor leaves what a file says of its saves as it is.
#[test]
fn what_two_editors_wrote_into_one_version_is_put_together() {
    let Apart { fixture, here, .. } = apart();
    let mut there = here.clone();
    there.notes.add("by an editor", None, &stamp());
    put(&fixture.folders.data.join("history/one/20261123T140211.000000000Z.json"), &format::write_session(&there));
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&there));
    fixture.start(never()).all_read();
    assert_eq!(texts(&fixture.in_place("one")), ["before", "by an editor", "here"]);
}

#[test]
fn what_an_editor_wrote_into_a_version_that_others_came_after_is_put_together_with_the_last_one() {
    let Apart { fixture, first, here, .. } = apart();
    let history = |name: &str| fixture.folders.data.join("history/one").join(name);
    put(&history("20261123T140211.000000000Z.json"), &format::write_session(&first));
    let mut edited = first.clone();
    edited.notes.add("by an editor", None, &stamp());
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&edited));
    fixture.start(never()).all_read();
    let together = fixture.in_place("one");
    assert_eq!(texts(&together), ["before", "by an editor", "here"]);
    assert!(together.version_vector != here.version_vector, "it came after what was there");
    // A line that was deleted afterwards does not come back with the same copy.
    let mut without = together.clone();
    without.notes.replace_text("before\nhere", 0, &stamp());
    without.version_vector.increment("a", 9);
    fixture.put_session("one", &format::write_session(&without));
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&edited));
    fixture.start(never()).all_read();
    assert_eq!(texts(&fixture.in_place("one")), ["before", "here"]);
    fixture.put_session("one", &format::write_session(&together));
    // An older version takes nothing away, whatever is kept of that time.
    std::fs::remove_file(history("20261123T140211.000000000Z.json")).unwrap();
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&first));
    fixture.start(never()).all_read();
    assert_eq!(texts(&fixture.in_place("one")), ["before", "by an editor", "here"]);
}

#[test]
fn an_older_copy_goes_to_the_history_and_a_later_one_takes_the_place() {
    let Apart { fixture, first, here, .. } = apart();
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&first));
    fixture.start(never()).all_read();
    assert_eq!(fixture.in_place("one"), unsaved(here.clone()));
    assert_eq!(fixture.history("one"), [unsaved(first)]);

    let mut later = session("one", "rewritten");
    later.version_vector = here.version_vector.clone();
    later.version_vector.increment("a", 9);
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&later));
    fixture.start(never()).all_read();
    assert_eq!(fixture.in_place("one"), unsaved(later));
    assert!(fixture.history("one").contains(&unsaved(here)));
}

#[test]
fn a_copy_of_a_session_that_is_not_there_becomes_its_file() {
    let fixture = Fixture::new().opened();
    let only = session("one", "from another computer");
    put(&beside(&fixture, "Copy of K-07.json"), &format::write_session(&only));
    assert_eq!(fixture.start(never()).read_sessions(), std::slice::from_ref(&only));
    assert_eq!(fixture.in_place("one"), only);
    assert_eq!(everything_in(&fixture.folders.data.join("sessions")), [fixture.session_path("one")]);
}

#[test]
fn both_computers_write_the_same_bytes() {
    let Apart { fixture, here, there, .. } = apart();
    put(&beside(&fixture, "one-PRACTICE.json"), &format::write_session(&there));
    fixture.start(never()).all_read();
    let other = Fixture::new().opened();
    other.put_session("one", &format::write_session(&there));
    put(&beside(&other, "one.sync-conflict-20261123-140211-ABCDEFG.json"), &format::write_session(&here));
    other.start(never()).all_read();
    let bytes = |fixture: &Fixture| std::fs::read(fixture.session_path("one")).unwrap();
    assert_eq!(bytes(&fixture), bytes(&other));
}

#[test]
fn a_copy_beside_an_unreadable_session_and_an_unreadable_copy_stay() {
    let Apart { fixture, there, .. } = apart();
    let (copy, damaged) = (beside(&fixture, "one-PRACTICE.json"), beside(&fixture, "two-PRACTICE.json"));
    fixture.put_session("one", b"{ damaged");
    put(&copy, &format::write_session(&there));
    put(&damaged, b"{ \"format\": \"hold");
    let mut app = fixture.start(never());
    let unreadable = app
        .all_read()
        .into_iter()
        .filter(|report| matches!(report, Report::Library(LibraryReport::Unreadable(_))))
        .count();
    assert_eq!(unreadable, 3);
    assert_eq!(std::fs::read(&copy).unwrap(), format::write_session(&there));
    assert_eq!(std::fs::read(&damaged).unwrap(), b"{ \"format\": \"hold");
    assert_eq!(std::fs::read(fixture.session_path("one")).unwrap(), b"{ damaged");
}

#[test]
fn what_a_save_left_that_was_cut_off_goes_and_what_it_left_whole_is_kept() {
    let Apart { fixture, first, here, .. } = apart();
    let whole = format::write_session(&here);
    put(&beside(&fixture, ".holdspace-1.tmp"), &whole[..whole.len() / 2]);
    put(&beside(&fixture, ".holdspace-2.tmp"), b"");
    put(&beside(&fixture, ".holdspace-3.tmp"), &whole);
    put(&beside(&fixture, ".holdspace-4.tmp"), &format::write_session(&first));
    put(&fixture.folders.data.join(".holdspace-5.tmp"), b"{");
    put(&fixture.folders.data.join("history/one/.holdspace-6.tmp"), &whole);
    put(&fixture.folders.recovery().join(".holdspace-7.tmp"), &whole[..whole.len() / 2]);
    let mut app = fixture.start(never());
    assert_eq!(app.read_sessions(), [unsaved(here.clone())]);
    assert_eq!(fixture.in_place("one"), unsaved(here));
    assert_eq!(fixture.history("one"), [unsaved(first)]);
    let left: Vec<_> = everything_in(fixture.root()).into_iter().filter(|path| path.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_recovery_copy_that_had_not_got_its_name_comes_back() {
    let fixture = Fixture::new().opened();
    let mut only = session("one", "only here");
    only.version_vector.increment("a", 1);
    put(&fixture.folders.recovery().join(".holdspace-1.tmp"), &format::write_session(&only));
    let mut app = fixture.start(soon());
    assert_eq!(app.read_sessions(), [unsaved(only.clone())]);
    app.saved("one");
    assert_eq!(fixture.in_place("one"), unsaved(only));
}
