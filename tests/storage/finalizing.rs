//! Finalized sessions on the disk: what is frozen is never replaced, and a change from outside is
//! noticed, in files of every version.

use chrono::TimeDelta;

use crate::fixture::*;
use holdspace::domain::session::Session;
use holdspace::storage::check::{Unsound, Verdict, check};
use holdspace::storage::error::Problem;
use holdspace::storage::format;

fn read_fixture(name: &str) -> Session {
    format::read_session(&fixture_file(&format!("sessions/{name}.json"))).unwrap()
}

fn ended(name: &str, words: &str) -> Session {
    Session { ended: Some(moment() + TimeDelta::minutes(50)), ..session(name, words) }
}

/// A session on the disk, as its store read it.
fn on_the_disk(fixture: &Fixture, session: &Session) -> (holdspace::storage::store::Store, Session) {
    fixture.store().save_session(session, 0, moment().to_utc()).unwrap();
    let mut store = fixture.store();
    let read = store.read_session(&session.id).unwrap();
    (store, read)
}

fn freeze(session: &Session) -> Session {
    session.finalize(moment() + TimeDelta::minutes(60)).unwrap()
}

#[test]
fn a_digest_that_was_made_by_the_book_holds_and_one_of_other_words_does_not() {
    let finalized = read_fixture("finalized");
    assert!(finalized.is_finalized() && !finalized.was_changed_since_finalized());
    assert!(read_fixture("changed-after-finalizing").was_changed_since_finalized());
    // Written back, it says the same.
    let again = format::read_session(&format::write_session(&finalized)).unwrap();
    assert_eq!(again, finalized);
    assert_eq!(again.addendum_draft, "And then");
}

#[test]
fn a_session_that_was_finalized_before_there_were_digests_is_taken_as_it_is() {
    let old = read_fixture("version-1-whole");
    assert!(old.is_finalized() && old.digest.is_none());
    assert!(!old.was_changed_since_finalized());
}

#[test]
fn finalizing_keeps_what_it_was_and_nothing_replaces_it_afterwards() {
    let fixture = Fixture::new().opened();
    let (mut store, read) = on_the_disk(&fixture, &ended("one", "as it was"));
    let frozen = store.finalize(&freeze(&read), 0).unwrap();
    assert_eq!(fixture.in_place("one"), unsaved(frozen.clone()));
    assert_eq!(fixture.history("one"), [unsaved(read.clone()), unsaved(frozen.clone())]);
    assert_eq!(store.versions(&id("one")).len(), 1, "what it says now is no earlier version");
    // A version that is not finalized is put together with what is frozen, whoever saves it.
    let mut open = read.clone();
    open.notes.add("and more", None, &stamp());
    store.save_session(&open, 0, moment().to_utc()).unwrap();
    let after = fixture.in_place("one");
    assert_eq!(after.notes.text(), "as it was");
    assert_eq!(after.addenda.iter().map(|added| added.text.as_str()).collect::<Vec<_>>(), ["and more"]);
    assert!(!after.was_changed_since_finalized());
    let refused = store.restore(&read).unwrap_err();
    assert_eq!(refused.kind, Problem::Finalized);
    assert_eq!(fixture.in_place("one"), after);
}

#[test]
fn what_another_computer_writes_before_it_knows_is_added() {
    let fixture = Fixture::new().opened();
    let (mut store, read) = on_the_disk(&fixture, &ended("one", "river"));
    store.begin_editing(&read);
    // The other computer writes on, and its file comes here as a copy.
    let mut theirs = read.clone();
    theirs.notes.add("written there", None, &stamp());
    theirs.version_vector.increment("there", 1);
    store.finalize(&freeze(&read), 0).unwrap();
    put(&fixture.folders.data.join("sessions").join("one.sync-conflict.json"), &format::write_session(&theirs));
    store.rescan(holdspace::storage::store::ScanScope::All).unwrap();
    let together = fixture.in_place("one");
    assert_eq!(together.notes.text(), "river");
    assert_eq!(together.addenda[0].text, "written there");
    assert!(together.addenda[0].origin.is_some() && !together.was_changed_since_finalized());
}

#[test]
fn what_was_frozen_comes_back_after_a_change_from_outside() {
    let fixture = Fixture::new().opened();
    let (mut store, read) = on_the_disk(&fixture, &ended("one", "river"));
    let frozen = store.finalize(&freeze(&read), 0).unwrap();
    let mut changed = frozen.clone();
    changed.notes.reword(|_| Some("garden".to_owned()));
    fixture.put_session("one", &format::write_session(&changed));
    let restored = store.restore(&frozen).unwrap();
    assert_eq!((restored.notes.text().as_str(), restored.was_changed_since_finalized()), ("river", false));
    assert!(fixture.history("one").contains(&unsaved(changed)), "what it was changed to is kept");
}

#[test]
fn a_check_says_which_were_changed_wherever_they_are() {
    let fixture = Fixture::new().opened();
    for name in ["finalized", "changed-after-finalizing", "version-1-whole"] {
        fixture.put_session(name, &fixture_file(&format!("sessions/{name}.json")));
    }
    let changed = fixture_file("sessions/changed-after-finalizing.json");
    let in_trash = fixture.folders.data.join("trash").join("changed-after-finalizing.json");
    put(&in_trash, &changed);
    let findings = check(&fixture.folders).unwrap();
    let unsound: Vec<_> = findings.into_iter().filter(|finding| finding.verdict != Verdict::Sound).collect();
    assert_eq!(unsound.len(), 2, "{unsound:?}");
    for finding in unsound {
        assert!(finding.path.ends_with("changed-after-finalizing.json"));
        assert_eq!(finding.verdict, Verdict::Unsound(Unsound::ChangedSinceFinalized));
    }
}
