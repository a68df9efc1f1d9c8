//! Earlier versions of a session: kept when it is taken up again, and now and then while it is written.

use chrono::{DateTime, TimeDelta, Utc};

use crate::fixture::*;
use holdspace::domain::session::Session;
use holdspace::storage::format;

fn at(minutes: i64) -> DateTime<Utc> {
    moment().to_utc() + TimeDelta::minutes(minutes)
}

/// Opens the folder and reads the session, as at a start; then makes words its page at these minutes.
fn write(fixture: &Fixture, saves: &[(i64, &str)]) {
    let mut store = fixture.store();
    let mut page = session("one", "");
    if fixture.session_path("one").exists() {
        page = store.read_session(&id("one")).unwrap();
        store.begin_editing(&page);
    }
    for (minutes, words) in saves {
        page.notes.replace_text(words, words.len(), &stamp());
        store.save_session(&page, 0, at(*minutes)).unwrap();
    }
}

fn versions(fixture: &Fixture) -> Vec<String> {
    fixture.history("one").iter().map(|session| session.notes.text()).collect()
}

#[test]
fn what_was_read_is_kept_before_it_is_changed() {
    let fixture = Fixture::new().opened();
    write(&fixture, &[(0, "as it ended")]);
    assert_eq!(versions(&fixture), [""; 0]);
    write(&fixture, &[(3, "as it ended and went on"), (4, "as it ended and went on again")]);
    assert_eq!(versions(&fixture), ["as it ended"]);
}

#[test]
fn while_it_is_written_one_is_kept_every_ten_minutes_at_most() {
    let fixture = Fixture::new().opened();
    let words = "a page that is written on";
    let minutes = [0, 5, 9, 11, 12, 20, 21];
    let saves: Vec<_> = minutes.iter().enumerate().map(|(count, minute)| (*minute, &words[..10 + count])).collect();
    write(&fixture, &saves);
    assert_eq!(versions(&fixture), [&words[..12], &words[..15]]);
}

#[test]
fn a_clock_that_goes_back_keeps_versions_all_the_same() {
    let fixture = Fixture::new().opened();
    write(&fixture, &[(600, "a"), (0, "ab"), (5, "abc"), (11, "abcd")]);
    assert_eq!(versions(&fixture), ["a", "abc"]);
}

const LINES: &str = "the river\nthe far bank\nher hands\na long breath";

#[test]
fn a_page_that_is_wiped_is_kept_however_soon_that_is() {
    let fixture = Fixture::new().opened();
    write(&fixture, &[(0, LINES), (1, "")]);
    assert_eq!(versions(&fixture), [LINES]);
    let fixture = Fixture::new().opened();
    write(&fixture, &[(0, LINES), (1, "something else")]);
    assert_eq!(versions(&fixture), [LINES], "also where other words take its place");
}

#[test]
fn a_page_that_goes_letter_by_letter_is_kept_as_it_was_before() {
    let fixture = Fixture::new().opened();
    let backwards = (1..=LINES.len()).map(|gone| (0, &LINES[..LINES.len() - gone]));
    write(&fixture, &[(0, LINES)].into_iter().chain(backwards).collect::<Vec<_>>());
    assert_eq!(versions(&fixture)[0], LINES);
    assert!(versions(&fixture).len() <= 4, "{:?}", versions(&fixture));
}

#[test]
fn a_slip_of_the_keys_that_is_mended_is_no_version() {
    let fixture = Fixture::new().opened();
    write(
        &fixture,
        &[(0, LINES), (1, &format!("{LINES}, slwo")), (2, &format!("{LINES}, sl")), (3, &format!("{LINES}, slow"))],
    );
    assert_eq!(versions(&fixture), [""; 0]);
}

#[test]
fn what_is_wiped_is_not_saved_while_what_it_said_cannot_be_kept() {
    let fixture = Fixture::new().opened();
    write(&fixture, &[(0, LINES)]);
    let mut store = fixture.store();
    let page = store.read_session(&id("one")).unwrap();
    store.begin_editing(&page);
    put(&fixture.folders.data.join("history"), b"a file in place of a folder");
    let mut wiped = page.clone();
    wiped.notes.replace_text("", 0, &stamp());
    store.save_session(&wiped, 0, at(1)).unwrap_err();
    assert_eq!(fixture.in_place("one").notes.text(), LINES);
}

#[test]
fn a_copy_that_a_sync_program_makes_of_a_version_is_a_version_or_goes_if_it_says_the_same() {
    let fixture = Fixture::new().opened();
    let version = |name: &str| fixture.folders.data.join("history/one").join(name);
    let bytes = |words: &str| format::write_session(&session("one", words));
    fixture.put_session("one", &bytes("now"));
    let before = bytes("before");
    put(&version("20261125T121510.114449436Z.json"), &before);
    put(&version("20261125T121510.114449436Z.sync-conflict-20261125-171518-ABCDEFG.json"), &before);
    put(&version("20261125T121510.114449436Z.sync-conflict-20261125-171519-ABCDEFG.json"), &bytes("elsewhere"));
    let of_another = version("two.sync-conflict-20261125-171518-ABCDEFG.json");
    put(&of_another, &format::write_session(&session("two", "of another session")));
    let letter = version("letter.json");
    put(&letter, b"{ \"not\": \"a session\" }");
    fixture.start(never()).all_read();
    let said = |session: &Session| session.notes.text().clone();
    let mut versions: Vec<String> =
        fixture.store().versions(&id("one")).iter().map(|(_, version)| said(version)).collect();
    versions.sort();
    assert_eq!(versions, ["before", "elsewhere"]);
    let left = everything_in(&fixture.folders.data.join("history/one"));
    assert_eq!(left.len(), 4);
    assert!(left.contains(&of_another) && left.contains(&letter));
}
