//! Clocks that go backwards, skip an hour or have one twice, and a session that changes its time zone.

use chrono::TimeDelta;

use holdspace::domain::Moment;
use holdspace::domain::session::Session;
use holdspace::domain::session::merge::merge;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::format;

fn at(text: &str) -> Moment {
    holdspace::domain::Moment::try_from(text).unwrap()
}

/// A session that is typed with one line at each of these times.
fn typed(times: &[&str]) -> Session {
    let mut session = Session::begin(at(times[0]), "K-07", None, Vec::new());
    let mut lines = Vec::new();
    for (number, time) in times.iter().enumerate() {
        lines.push(format!("line {number}"));
        let text = lines.join("\n");
        session.notes.replace_text(&text, text.len(), &Stamp { at: at(time), prompt: None });
    }
    session.ended = times.last().map(|time| at(time));
    format::read_session(&format::write_session(&session)).unwrap()
}

fn check(times: &[&str], minutes: &[i64], whole: i64) {
    let session = typed(times);
    let found: Vec<i64> = session.notes.lines().iter().map(|line| session.minute_of(line.at)).collect();
    assert_eq!(found, minutes);
    assert_eq!(session.minutes(), whole);
    let order: Vec<String> = session.notes.lines().iter().map(|line| line.text.clone()).collect();
    let expected: Vec<String> = (0..times.len()).map(|number| format!("line {number}")).collect();
    assert_eq!(order, expected, "lines stand in the order in which they were written");
    check_order_after_merging(&session, &expected);
}

/// Put together with another version, the lines keep their order.
fn check_order_after_merging(session: &Session, expected: &[String]) {
    let mut other = session.clone();
    let later = session.notes.lines().last().unwrap().at + TimeDelta::minutes(9);
    other.notes.add("written elsewhere", None, &Stamp { at: later, prompt: None });
    other.closing.noticed.push_str("at ease");
    let mut ours = session.clone();
    ours.closing.client_words.push_str("lighter");
    let merged = merge(Some(session), &ours, &other);
    let order: Vec<&str> = merged.notes.lines().iter().map(|line| line.text.as_str()).collect();
    assert_eq!(order[..expected.len()], expected.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(order.last(), Some(&"written elsewhere"));
}

#[test]
fn a_clock_that_is_set_back_in_the_middle_gives_no_negative_time() {
    check(
        &[
            "2026-11-23T14:00:00-05:00",
            "2026-11-23T14:20:00-05:00",
            "2026-11-23T13:00:00-05:00",
            "2026-11-23T13:10:00-05:00",
        ],
        &[0, 20, 0, 0],
        0,
    );
}

#[test]
fn the_hour_that_is_skipped_in_spring_takes_no_time() {
    check(&["2026-03-08T01:50:00-05:00", "2026-03-08T03:05:00-04:00", "2026-03-08T03:20:00-04:00"], &[0, 15, 30], 30);
}

#[test]
fn the_hour_that_comes_twice_in_autumn_is_two_hours() {
    check(&["2026-11-01T01:30:00-04:00", "2026-11-01T01:10:00-05:00", "2026-11-01T01:40:00-05:00"], &[0, 40, 70], 70);
}

#[test]
fn another_time_zone_in_the_middle_changes_no_minute() {
    check(&["2026-11-23T14:00:00-05:00", "2026-11-23T20:30:00+01:00", "2026-11-23T19:50:00+00:00"], &[0, 30, 50], 50);
}

#[test]
fn a_year_that_no_clock_should_show_is_no_harm() {
    check(
        &["1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "1969-12-31T23:00:00+00:00"],
        &[0, 4_223_371_679, 0],
        0,
    );
}
