//! Dates, times of day and lengths of time as the screen says them.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

pub use super::messages::dates::*;

use super::messages::dates as message;
use crate::domain::Moment;
use crate::domain::date_input::{DateNames, TimeOfDay};
use crate::domain::session::Session;

/// A day and its month, such as `9 Nov`; in another year than `today`'s its month and year.
pub(crate) fn list_date(moment: Moment, today: NaiveDate) -> String {
    let day = moment.date_naive();
    if day.year() == today.year() {
        message::of_this_year_in_list(&day_of(day), short_month(day))
    } else {
        message::of_another_year_in_list(short_month(day), &year_of(day))
    }
}

/// A day and its month in full, such as `9 November`; with the year if it is not `today`'s.
pub fn date(moment: Moment, today: NaiveDate) -> String {
    let day = moment.date_naive();
    if day.year() == today.year() { message::of_this_year(&day_of(day), month(day)) } else { full_date(moment) }
}

/// A day as one says it soon afterwards: `today`, `yesterday`, or as [`date`] does.
pub(crate) fn near_date(moment: Moment, now: Moment) -> String {
    let today = now.date_naive();
    match (today - moment.date_naive()).num_days() {
        0 => message::today().to_owned(),
        1 => message::yesterday().to_owned(),
        _ => date(moment, today),
    }
}

/// A day in full, such as `9 November 2026`.
pub(crate) fn full_date(moment: Moment) -> String {
    let day = moment.date_naive();
    message::full(&day_of(day), month(day), &year_of(day))
}

/// A day with its weekday, such as `Friday 20 November 2026`.
pub(crate) fn weekday_date(day: NaiveDate) -> String {
    message::with_weekday(&day_of(day), month(day), weekday(day), &year_of(day))
}

/// A day as a field shows it, such as `20 Nov 2026`.
pub(crate) fn field_date(day: NaiveDate) -> String {
    message::in_field(&day_of(day), short_month(day), &year_of(day))
}

/// A time of day as a field shows it, such as `14:02`.
pub(crate) fn field_time(time: TimeOfDay) -> String {
    message::time_in_field(&two_digits(time.hour), &two_digits(time.minute))
}

/// Several days, such as `9 Nov, 12 Nov`.
pub(crate) fn list_dates(moments: &[Moment], today: NaiveDate) -> String {
    let dates = moments.iter().map(|moment| list_date(*moment, today));
    dates.reduce(|dates, date| message::listed(&date, &dates)).unwrap_or_default()
}

/// The time of day, such as `14:02`.
pub fn time(moment: Moment) -> String {
    let time = TimeOfDay::of(moment);
    message::time(&two_digits(time.hour), &two_digits(time.minute))
}

/// A number of minutes, such as `52 min`; from an hour on, such as `2 h 59`.
pub fn duration(minutes: i64) -> String {
    match minutes {
        ..60 => message::minutes(minutes),
        _ => message::hours(minutes / 60, &format!("{:02}", minutes % 60)),
    }
}

/// How long after dosing a session is held, if that is known.
pub fn after_dosing(session: &Session) -> Option<String> {
    session.days_after_dosing().map(message::after_dosing)
}

/// The names of months and weekdays, by which typed dates are read.
pub fn names() -> &'static DateNames {
    static NAMES: LazyLock<DateNames> =
        LazyLock::new(|| DateNames::new(months().map(|[name, _]| name), months().map(|[_, short]| short), weekdays()));
    &NAMES
}

fn day_of(day: NaiveDate) -> String {
    day.day().to_string()
}

fn year_of(day: NaiveDate) -> String {
    format!("{:04}", day.year())
}

fn two_digits(number: u32) -> String {
    format!("{number:02}")
}

fn weekday(day: NaiveDate) -> &'static str {
    weekdays()[day.weekday() as usize]
}

fn month(day: NaiveDate) -> &'static str {
    months()[day.month0() as usize][0]
}

fn short_month(day: NaiveDate) -> &'static str {
    months()[day.month0() as usize][1]
}

/// The names from Monday on.
fn weekdays() -> [&'static str; 7] {
    [
        message::monday(),
        message::tuesday(),
        message::wednesday(),
        message::thursday(),
        message::friday(),
        message::saturday(),
        message::sunday(),
    ]
}

/// The names from January on, each in full and short.
fn months() -> [[&'static str; 2]; 12] {
    [
        [message::january(), message::january_short()],
        [message::february(), message::february_short()],
        [message::march(), message::march_short()],
        [message::april(), message::april_short()],
        [message::may(), message::may_short()],
        [message::june(), message::june_short()],
        [message::july(), message::july_short()],
        [message::august(), message::august_short()],
        [message::september(), message::september_short()],
        [message::october(), message::october_short()],
        [message::november(), message::november_short()],
        [message::december(), message::december_short()],
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::date_input::{DateOrder, DateReader};

    #[test]
    fn says_things_as_people_do() {
        let durations = [0, 59, 60, 179, 5760].map(duration);
        assert_eq!(durations, ["0 min", "59 min", "1 h 00", "2 h 59", "96 h 00"]);
        let moment = |text| Moment::try_from(text).unwrap();
        let (today, long_ago) = (moment("2026-11-25T10:00:00-05:00"), moment("2025-03-09T04:05:00-05:00"));
        let said = [list_date(today, today.date_naive()), date(today, today.date_naive()), near_date(today, today)];
        assert_eq!(said, ["25 Nov", "25 November", "today"]);
        let said = [list_date(long_ago, today.date_naive()), date(long_ago, today.date_naive()), time(long_ago)];
        assert_eq!(said, ["Mar 2025", "9 March 2025", "04:05"]);
        assert_eq!(field_time(TimeOfDay { hour: 4, minute: 5 }), "04:05");
        assert_eq!(list_dates(&[long_ago, today], today.date_naive()), "Mar 2025, 25 Nov");
        assert_eq!([0, 1, 2].map(message::days), ["same day", "1 day", "2 days"]);
    }

    proptest! {
        /// The names are those of the calendar, each in its place.
        #[test]
        fn every_day_is_said_with_its_own_names(days in 0..400_000_i32) {
            let day = NaiveDate::from_num_days_from_ce_opt(693_960 + days).unwrap();
            prop_assert_eq!(weekday_date(day), day.format("%A %-d %B %Y").to_string());
            prop_assert_eq!(field_date(day), day.format("%-d %b %Y").to_string());
            let reader = DateReader::new(day, DateOrder::DayFirst).with_names(names());
            prop_assert_eq!(reader.read(&field_date(day)), Some(day));
        }
    }
}
