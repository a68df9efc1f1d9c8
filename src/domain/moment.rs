//! Moments and days as files and clocks give them, and the arithmetic on them.
//!
//! A moment is of the years 0001 to 9999 wherever it comes from, and no sum or difference of two of them
//! can overflow. `tests/tidy` keeps every other file of the domain and the screens from naming a
//! toolkit's time instead. Must not know a clock.

use std::fmt;
use std::ops::{Add, Deref, RangeInclusive, Sub};

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, Offset, ParseError, TimeDelta, TimeZone, Utc,
};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// The years that a moment or a day can be of: those that are written with four digits.
const YEARS: RangeInclusive<i32> = 1..=9999;

/// A moment as a clock on the wall showed it: with its offset from UTC, in whole seconds.
///
/// Its year on that clock is one of 0001 to 9999. Sums end at the first and the last of these moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Moment(DateTime<FixedOffset>);

/// A time or a day was of a year before 0001 or after 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FarYear;

impl fmt::Display for FarYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("A date is not in the years 0001 to 9999")
    }
}

impl std::error::Error for FarYear {}

impl Deref for Moment {
    type Target = DateTime<FixedOffset>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<Zone: TimeZone> From<DateTime<Zone>> for Moment {
    /// A moment as a clock gives it. A clock that is set far off gives the first moment or the last.
    fn from(time: DateTime<Zone>) -> Self {
        Self::nearest(time.to_utc(), time.offset().fix())
    }
}

impl TryFrom<&str> for Moment {
    type Error = ParseError;

    /// Reads a moment as RFC 3339 writes it; one of a far year becomes the first moment or the last.
    fn try_from(text: &str) -> Result<Self, ParseError> {
        DateTime::parse_from_rfc3339(text).map(Self::from)
    }
}

impl Add<TimeDelta> for Moment {
    type Output = Self;

    fn add(self, span: TimeDelta) -> Self {
        let offset = *self.0.offset();
        let bound = if span < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        Self::nearest(self.0.to_utc().checked_add_signed(span).unwrap_or(bound), offset)
    }
}

impl Sub<TimeDelta> for Moment {
    type Output = Self;

    fn sub(self, span: TimeDelta) -> Self {
        let offset = *self.0.offset();
        let bound = if span > TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        Self::nearest(self.0.to_utc().checked_sub_signed(span).unwrap_or(bound), offset)
    }
}

impl Sub for Moment {
    type Output = TimeDelta;

    fn sub(self, earlier: Self) -> TimeDelta {
        self.0.signed_duration_since(earlier.0)
    }
}

impl Moment {
    /// The moment that is nearest to a time, on a clock with this offset.
    fn nearest(time: DateTime<Utc>, offset: FixedOffset) -> Self {
        // A day off the range there is still a date here: no offset is as long as a day.
        let on_the_clock = time.naive_utc().checked_add_offset(offset);
        let is_late = time.year() > *YEARS.start();
        let bound = if is_late { last_day().and_time(LAST_TIME) } else { first_day().and_time(NaiveTime::MIN) };
        let shown = on_the_clock.filter(|shown| YEARS.contains(&shown.year())).unwrap_or(bound);
        Self(DateTime::from_naive_utc_and_offset(shown - offset, offset))
    }

    /// This moment on a clock in another zone.
    #[must_use]
    pub(crate) fn in_zone<Zone: TimeZone>(self, zone: &Zone) -> Self {
        let time = self.0.to_utc();
        Self::nearest(time, zone.offset_from_utc_datetime(&time.naive_utc()).fix())
    }

    /// The moment so many minutes later.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self + TimeDelta::try_minutes(minutes).unwrap_or(TimeDelta::MAX)
    }

    /// The moment so many days later.
    #[must_use]
    pub(crate) fn plus_days(self, days: i64) -> Self {
        self + TimeDelta::try_days(days).unwrap_or(TimeDelta::MAX)
    }

    /// How many whole minutes lie between an earlier moment and this one; below zero if it is a later one.
    pub(crate) fn minutes_since(self, earlier: Self) -> i64 {
        (self - earlier).num_minutes()
    }

    /// How many minutes a clock without seconds moves on between an earlier moment and this one; below zero if it is a later
    /// one.
    pub(crate) fn clock_minutes_since(self, earlier: Self) -> i64 {
        self.0.timestamp().div_euclid(60) - earlier.0.timestamp().div_euclid(60)
    }

    /// How many whole seconds lie between an earlier moment and this one; below zero if it is a later one.
    pub(crate) fn seconds_since(self, earlier: Self) -> i64 {
        (self - earlier).num_seconds()
    }

    /// The moment of another day and time on this moment's clock; hours from 24 and minutes from 60 are the
    /// last of their day.
    #[must_use]
    pub(crate) fn on_its_clock(self, day: NaiveDate, hour: u32, minute: u32) -> Self {
        let offset = *self.0.offset();
        let shown = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(LAST_TIME));
        Self::nearest((shown.checked_sub_offset(offset).unwrap_or(shown)).and_utc(), offset)
    }

    /// Whether this moment was on the day of another one, on the clock that showed the other.
    pub(crate) fn is_on_day_of(self, other: Self) -> bool {
        self.in_zone(other.0.offset()).date_naive() == other.date_naive()
    }
}

impl<'de> Deserialize<'de> for Moment {
    /// # Errors
    /// When it is no time, or [`FarYear`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NearYearVisitor(|text| {
            let time: DateTime<FixedOffset> = text.parse().ok()?;
            YEARS.contains(&time.naive_local().year()).then_some(Self(time))
        }))
    }
}

/// Reads text that is of a near year, and says if it is of a far one.
struct NearYearVisitor<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for NearYearVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a time or a day")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        if is_of_a_far_year(text) {
            return Err(E::custom(FarYear));
        }
        (self.0)(text).ok_or_else(|| E::invalid_value(Unexpected::Other("another text"), &self))
    }
}

/// Whether a text begins as a time of a year beyond 0001 to 9999 does: with a sign, with more than four
/// digits, or with the year 0.
fn is_of_a_far_year(text: &str) -> bool {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['+', '-', '\u{2212}']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let is_a_year = digits >= 4 && unsigned[digits..].starts_with('-');
    is_a_year && (digits > 4 || unsigned.len() < text.len() || unsigned.starts_with("0000"))
}

/// How a day that may be missing is read: `#[serde(default, with = "optional_day")]` in its field.
pub mod optional_day {
    use super::{Deserialize, Deserializer, NaiveDate, NearYearVisitor, Serialize, YEARS};
    use chrono::Datelike;
    use serde::Serializer;

    struct Day(NaiveDate);

    impl<'de> Deserialize<'de> for Day {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_str(NearYearVisitor(|text| {
                text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year())).map(Self)
            }))
        }
    }

    /// Writes a day as `2026-11-23`, or that there is none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        day.serialize(serializer)
    }

    /// Reads a day of the years 0001 to 9999, or that there is none.
    ///
    /// # Errors
    /// When it is no day, or of another year.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|day| day.0))
    }
}

/// The day so many days before another one; the first day if that is further back.
pub(crate) fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).map_or(first_day(), |earlier| earlier.max(first_day())).min(last_day())
}

/// The day so many days after another one; the last day if that is further on.
pub(crate) fn days_from(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).map_or(last_day(), |later| later.min(last_day())).max(first_day())
}

/// The moment of a day at a time, in UTC.
pub(crate) fn at_time(day: NaiveDate, time: NaiveTime) -> Moment {
    day.and_time(time).and_utc().into()
}

const LAST_TIME: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap_or(NaiveDate::MIN)
}

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Moment, String> {
        serde_json::from_value(text.into()).map_err(|error| error.to_string())
    }

    const EDGES: [&str; 6] = [
        "0001-01-01T00:00:00+23:59",
        "0001-01-01T00:00:00-23:59",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59+23:59",
        "9999-12-31T23:59:59-23:59",
        "9999-12-31T23:59:60Z",
    ];

    #[test]
    fn only_years_of_four_digits_are_read() {
        for text in EDGES {
            let moment = read(text).unwrap();
            assert_eq!(serde_json::to_value(moment).unwrap(), text);
        }
        for far in [
            "+262142-12-31T23:59:59Z",
            "-262143-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "0000-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
            "+999999999-01-01T00:00:00Z",
            "+2026-11-23T14:02:11Z",
        ] {
            assert_eq!(read(far), Err(FarYear.to_string()), "{far}");
            let day = far.split('T').next().unwrap();
            let day = optional_day::deserialize(serde_json::Value::from(day)).unwrap_err();
            assert_eq!(day.to_string(), FarYear.to_string(), "{far}");
        }
        for other in ["yesterday", "2026-02-30T10:00:00Z", "2026-11-23", "", "-", "+1"] {
            assert!(read(other).unwrap_err().contains("a time or a day"), "{other}");
        }
    }

    #[test]
    fn sums_end_at_the_first_and_the_last_moment() {
        for text in EDGES {
            let moment = read(text).unwrap();
            for span in [TimeDelta::MIN, TimeDelta::days(-400), TimeDelta::zero(), TimeDelta::hours(12), TimeDelta::MAX]
            {
                for sum in [moment + span, moment - span] {
                    assert!(YEARS.contains(&sum.naive_local().year()), "{text} {span}");
                    assert_eq!(read(&sum.to_rfc3339()), Ok(sum));
                }
            }
        }
        let last = read("9999-12-31T20:00:00-05:00").unwrap();
        assert_eq!(last.plus_minutes(i64::MAX).to_rfc3339(), "9999-12-31T23:59:59-05:00");
        assert_eq!(last.plus_minutes(60).to_rfc3339(), "9999-12-31T21:00:00-05:00");
        let first = read("0001-01-01T04:00:00+05:00").unwrap();
        assert_eq!((first - TimeDelta::MAX).to_rfc3339(), "0001-01-01T00:00:00+05:00");
        assert_eq!(days_before(first.date_naive(), 3), first_day());
        assert_eq!(days_before(NaiveDate::MAX, 0), last_day());
        assert_eq!(days_before(NaiveDate::MIN, u64::MAX), first_day());
    }

    #[test]
    fn a_clock_that_is_set_far_off_gives_the_first_moment_or_the_last() {
        let utc = FixedOffset::east_opt(0).unwrap();
        assert_eq!(Moment::from(DateTime::<Utc>::MAX_UTC).to_rfc3339(), "9999-12-31T23:59:59+00:00");
        assert_eq!(
            Moment::from(DateTime::<Utc>::MIN_UTC.with_timezone(&utc)).to_rfc3339(),
            "0001-01-01T00:00:00+00:00"
        );
    }

    proptest! {
        #[test]
        fn nothing_done_with_two_moments_panics(
            one in 0..EDGES.len(), seconds in any::<i64>(), offset in -86_399..=86_399_i32, minutes in any::<i64>(),
        ) {
            let one = read(EDGES[one]).unwrap();
            let zone = FixedOffset::east_opt(offset).unwrap();
            let other = (one + TimeDelta::try_seconds(seconds).unwrap_or_default()).in_zone(&zone);
            for moment in [other, other.plus_minutes(minutes), other.plus_days(minutes), one.in_zone(&zone)] {
                prop_assert!(YEARS.contains(&moment.naive_local().year()));
                let _ = (moment.minutes_since(one), one.seconds_since(moment), moment.is_on_day_of(one), one.is_on_day_of(moment));
                let _ = (moment.date_naive(), moment.format("%-d %B %Y %H:%M").to_string(), moment.to_rfc3339());
            }
        }
    }
}
