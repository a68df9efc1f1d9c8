//! Dates, durations and counts as the screen says them.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use crate::domain::Moment;
use crate::domain::date_input::TimeOfDay;
use crate::domain::library::search::typed::Unclear;
use crate::domain::progress::Progress;
use crate::domain::prompts::guideline::CarryKind;
use crate::domain::sealing::{Change, Devices, Sealing, SealingStatus};
use crate::domain::session::carried::CarriedLine;
use crate::domain::session::{ClosingField, OutcomeKind, Session, Written};

/// A day and its month, such as `9 Nov`; in another year than `today`'s its month and year.
pub fn list_date(moment: Moment, today: NaiveDate) -> String {
    let form = if moment.year() == today.year() { "%-d %b" } else { "%b %Y" };
    moment.format(form).to_string()
}

/// A day and its month in full, such as `9 November`; with the year where it is not `today`'s.
pub fn date(moment: Moment, today: NaiveDate) -> String {
    let form = if moment.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    moment.format(form).to_string()
}

/// A day as one says it soon afterwards: `today`, `yesterday`, or as [`date`] does.
pub fn near_date(moment: Moment, now: Moment) -> String {
    let today = now.date_naive();
    match (today - moment.date_naive()).num_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => date(moment, today),
    }
}

/// A day in full, such as `9 November 2026`.
pub fn full_date(moment: Moment) -> String {
    moment.format("%-d %B %Y").to_string()
}

/// A day with its weekday, such as `Friday 20 November 2026`.
pub fn weekday_date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// A day as a field shows it, such as `20 Nov 2026`.
pub fn field_date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// A time of day as a field shows it, such as `14:02`.
pub fn field_time(time: TimeOfDay) -> String {
    format!("{}:{:02}", time.hour, time.minute)
}

/// What is said of what was typed as a date and cannot be read.
pub const NOT_A_DATE: &str = "This isn’t a date yet. Try 2026-11-20 or 20 Nov.";

/// A number of minutes, such as `52 min`; from an hour on, such as `2 h 59`.
pub fn duration(minutes: i64) -> String {
    match minutes {
        ..60 => format!("{minutes} min"),
        _ => format!("{} h {:02}", minutes / 60, minutes % 60),
    }
}

/// The time of day, such as `14:02`.
pub fn time(moment: Moment) -> String {
    moment.format("%H:%M").to_string()
}

/// When a line was written, as its margin says it: the minute of the session, or in a later edit the
/// time or the date.
pub fn margin(session: &Session, at: Moment) -> String {
    match session.written(at) {
        Written::AtMinute(minute) => duration(minute),
        Written::LaterThatDay => time(at),
        Written::AnotherDay => list_date(at, session.began.date_naive()),
    }
}

/// The same for a screen reader: in full where it was not in the session.
pub fn margin_in_full(session: &Session, at: Moment) -> String {
    match session.written(at) {
        Written::AtMinute(_) => margin(session, at),
        _ => format!("written later, on {} at {}", full_date(at), time(at)),
    }
}

/// Whose sessions are shown where only those with this code are; without a code, one session is.
pub fn whose(client: &str) -> &str {
    if client.trim().is_empty() { "This session" } else { client }
}

/// Which session it is, in words up to ten: `third session`.
pub fn ordinal_session(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match WORDS.get(number.wrapping_sub(1)) {
        Some(word) => format!("{word} session"),
        None => format!("session {number}"),
    }
}

/// A number of days.
pub fn days(days: i64) -> String {
    match days {
        0 => "same day".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// How long after dosing a session is held, if that is known.
pub fn after_dosing(session: &Session) -> Option<String> {
    Some(match session.days_after_dosing()? {
        0 => "on the day of dosing".to_owned(),
        1 => "1 day after dosing".to_owned(),
        days => format!("{days} days after dosing"),
    })
}

/// A count with its noun: `1 session`, `312 sessions`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// How far the reading of the sessions is: `Reading 3,200 of 10,000 sessions…`.
pub fn reading(progress: Progress) -> String {
    format!("Reading {} of {} sessions…", grouped(progress.done), grouped(progress.total))
}

/// Which devices opened the notes.
pub fn devices(devices: Devices) -> String {
    match (devices.known, devices.with_this_key) {
        (0 | 1, _) => "Only this device is known to have opened these notes.".to_owned(),
        (2, 2) => "Two devices are known to have opened these notes, both with the current key.".to_owned(),
        (known, with) if known == with => {
            format!("{known} devices are known to have opened these notes, all with the current key.")
        }
        (known, with) => {
            format!("{known} devices are known to have opened these notes, {with} of them with the current key.")
        }
    }
}

/// How far the notes are sealed: `Sealed`, or `Sealing 120 of 3,000…`.
pub fn sealing(status: SealingStatus) -> String {
    match status.sealing {
        Sealing::NotSealed if status.has_other_keys => "Not sealed · some files are".to_owned(),
        Sealing::Sealed if status.has_other_keys => "Sealed · another key found".to_owned(),
        Sealing::NotSealed => "Not sealed".to_owned(),
        Sealing::Sealed => "Sealed".to_owned(),
        Sealing::Underway { change, progress, .. } => {
            let what = match change {
                Change::Seal => "Sealing",
                Change::Unseal => "Unsealing",
                Change::Rotate => "Re-encrypting",
            };
            format!("{what} {} of {}…", grouped(progress.done), grouped(progress.total))
        }
    }
}

/// A number with its thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How many sessions are kept, such as `312 sessions on this computer`; nothing if there is none.
pub fn kept(sessions: usize) -> String {
    if sessions == 0 { String::new() } else { format!("{} on this computer", count(sessions, "session")) }
}

/// What the mark of a line that carries on says.
pub fn carries_on(kind: &CarryKind) -> String {
    match kind {
        CarryKind::Thread => "for next time".to_owned(),
        kind => format!("for next time · {}", kind.label().to_lowercase()),
    }
}

/// What the mark of a line says that was kept for next time: what became of it, or that it still is.
pub fn kept_mark(kind: &CarryKind, ended: Option<&OutcomeKind>) -> String {
    match ended {
        Some(OutcomeKind::KeptOpen) | None => carries_on(kind),
        Some(ended) => outcome(kind, ended).to_owned(),
    }
}

/// What became of a line that was kept for next time.
pub fn outcome<'a>(kind: &CarryKind, outcome: &'a OutcomeKind) -> &'a str {
    match (outcome, kind) {
        (OutcomeKind::KeptOpen, _) => "kept open",
        (OutcomeKind::Resolved, CarryKind::Goal) => "reached",
        (OutcomeKind::Resolved, _) => "resolved",
        (OutcomeKind::LetGo, _) => "let go",
        (OutcomeKind::Other(other), _) => other.label(),
    }
}

/// The choice that says so.
pub fn outcome_choice<'a>(kind: &CarryKind, outcome: &'a OutcomeKind) -> &'a str {
    match (outcome, kind) {
        (OutcomeKind::KeptOpen, _) => "Keep open",
        (OutcomeKind::Resolved, CarryKind::Goal) => "Reached",
        (OutcomeKind::Resolved, _) => "Resolved",
        (OutcomeKind::LetGo, _) => "Let go",
        (OutcomeKind::Other(other), _) => other.label(),
    }
}

/// What a line carries on as, within a sentence.
pub fn carried_as(kind: &CarryKind) -> &str {
    match kind {
        CarryKind::Thread => "a thread",
        CarryKind::SelfCare => "self-care",
        CarryKind::Support => "support",
        CarryKind::Goal => "a goal",
        CarryKind::Other(other) => other.label(),
    }
}

/// Where a line that carries on was first said, and when it came up again.
pub fn thread_history(line: &CarriedLine, today: NaiveDate) -> String {
    let mut said = format!("First said {}", list_date(line.first_said, today));
    if !line.came_up.is_empty() {
        let days: Vec<String> = line.came_up.iter().map(|at| list_date(*at, today)).collect();
        let _ = write!(said, " · came up {}", days.join(", "));
    }
    said
}

/// What is said of settings whose file could not be read.
pub const UNREADABLE_SETTINGS: &str = "Your settings could not be read. Holdspace uses what it could read of them, and \
     keeps the old file beside the new one. Check your support card in Settings.";

/// What is in a place of a code while there is none.
pub const NO_CODE: &str = "No code";

/// What stands by words that were written at another place while this one was changed too.
pub const ALSO_WRITTEN: &str = "also · written on another device";

/// The name of a field of closing.
pub fn closing_field(field: ClosingField) -> &'static str {
    match field {
        ClosingField::ClientWords => "How it was, in the client’s words",
        ClosingField::Noticed => "What I noticed in myself",
        ClosingField::ChartSummary => "For the chart",
    }
}

/// What else can be typed into the search.
pub const SEARCH_HELP: &str =
    "Words, “a phrase”, client:K-07, theme:water, prompt:felt-sense, before:2026-06-01, after:2026-06-01, open:yes";

/// What Enter does in the search.
pub const ENTER_HELP: &str = "Enter goes to the next match, Shift+Enter to the one before";

/// What a condition that was not understood would look like.
pub fn unclear(unclear: Unclear) -> &'static str {
    match unclear {
        Unclear::Before => "before: a date like 2026-06-01",
        Unclear::After => "after: a date like 2026-06-01",
        Unclear::Open => "open: yes or no",
    }
}

/// Which days a search looks at, in full.
pub fn days_looked_at((from, before): (Option<NaiveDate>, Option<NaiveDate>)) -> Option<String> {
    let from = from.map(|day| format!("from {} on", weekday_date(day)));
    let before = before.map(|day| format!("before {}", weekday_date(day)));
    let said = [from, before].into_iter().flatten().collect::<Vec<_>>().join(", ");
    (!said.is_empty()).then_some(said)
}

/// The client's code, or that there is none.
pub fn client(session: &Session) -> &str {
    if session.client.is_empty() { NO_CODE } else { &session.client }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_things_as_people_do() {
        assert_eq!(ordinal_session(3), "third session");
        assert_eq!(ordinal_session(11), "session 11");
        assert_eq!(count(1, "session"), "1 session");
        let durations = [0, 59, 60, 179, 5760].map(duration);
        assert_eq!(durations, ["0 min", "59 min", "1 h 00", "2 h 59", "96 h 00"]);
        let ended = |kind| kept_mark(&kind, Some(&OutcomeKind::Resolved));
        assert_eq!([ended(CarryKind::Goal), ended(CarryKind::SelfCare)], ["reached", "resolved"]);
        assert_eq!(outcome_choice(&CarryKind::Goal, &OutcomeKind::Resolved), "Reached");
        assert_eq!(kept_mark(&CarryKind::Support, None), "for next time · support");
        assert_eq!(reading(Progress { done: 3200, total: 1_010_000 }), "Reading 3,200 of 1,010,000 sessions…");
        assert_eq!(reading(Progress { done: 0, total: 999 }), "Reading 0 of 999 sessions…");
    }
}
