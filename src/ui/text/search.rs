//! What is said of what was typed into the search.

use chrono::NaiveDate;

pub use super::messages::search::*;

use super::dates::weekday_date;
use super::messages::search as message;
use crate::domain::library::search::typed::Unclear;

/// What a condition that was not understood would look like.
pub(crate) fn unclear(unclear: Unclear) -> &'static str {
    match unclear {
        Unclear::Before => message::unclear_before(),
        Unclear::After => message::unclear_after(),
        Unclear::Open => message::unclear_open(),
    }
}

/// Which days a search looks at, in full.
pub(crate) fn days_looked_at(days: (Option<NaiveDate>, Option<NaiveDate>)) -> Option<String> {
    match days {
        (None, None) => None,
        (Some(from), None) => Some(message::from(&weekday_date(from))),
        (None, Some(before)) => Some(message::before(&weekday_date(before))),
        (Some(from), Some(before)) => Some(message::from_before(&weekday_date(before), &weekday_date(from))),
    }
}
