//! Earlier versions of a session: kept when it is taken up again, and now and then while it is written.

use chrono::{DateTime, TimeDelta, Utc};

use crate::bench::*;

fn at(minutes: i64) -> DateTime<Utc> {
    moment().to_utc() + TimeDelta::minutes(minutes)
}

/// Opens the folder and reads the session, as at a start; then saves words at these minutes.
fn write(bench: &Bench, saves: &[(i64, &str)]) {
    let mut store = bench.store();
    if bench.session_path("one").exists() {
        store.read_session(&id("one")).unwrap();
    }
    for (minutes, words) in saves {
        store.save_session(&session("one", words), 0, at(*minutes)).unwrap();
    }
}

fn versions(bench: &Bench) -> Vec<String> {
    bench.history("one").iter().map(|session| session.notes.text()).collect()
}

#[test]
fn what_was_read_is_kept_before_it_is_changed() {
    let bench = Bench::new().opened();
    write(&bench, &[(0, "as it ended")]);
    assert_eq!(versions(&bench), [""; 0]);
    write(&bench, &[(3, "as it was changed"), (4, "and again")]);
    assert_eq!(versions(&bench), ["as it ended"]);
}

#[test]
fn while_it_is_written_one_is_kept_every_ten_minutes_at_most() {
    let bench = Bench::new().opened();
    write(&bench, &[(0, "a"), (5, "b"), (9, "c"), (11, "d"), (12, "e"), (20, "f"), (21, "g")]);
    assert_eq!(versions(&bench), ["c", "f"]);
}

#[test]
fn a_clock_that_goes_back_keeps_versions_all_the_same() {
    let bench = Bench::new().opened();
    write(&bench, &[(600, "a"), (0, "b"), (5, "c"), (11, "d")]);
    assert_eq!(versions(&bench), ["a", "c"]);
}
