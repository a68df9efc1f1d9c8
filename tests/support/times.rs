//! The moment at which most tests take place.

use chrono::TimeDelta;
use holdspace::domain::Moment;
use holdspace::domain::session::notes::Stamp;

/// An afternoon in November.
pub(crate) fn moment() -> Moment {
    Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
}

/// So many minutes later.
pub(crate) fn minute(minutes: i64) -> Moment {
    moment() + TimeDelta::minutes(minutes)
}

/// A line of that moment, under no prompt.
pub(crate) fn stamp() -> Stamp {
    Stamp { at: moment(), prompt: None }
}
