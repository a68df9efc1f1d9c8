//! The id of a line, which is small: there are as many of them as lines.
//!
//! Must not know what a line is.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{IdError, SessionId, checked, fresh};
use crate::domain::Moment;

/// The id of one line of notes: 1 to 64 characters from `0-9`, `a-z` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LineId(Kind);

/// An id has one kind alone, so that two are equal if they are written alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Kind {
    /// A UUID, written as UUIDs usually are: every id that this app gives.
    Uuid(Uuid),
    /// Any other, as it is written.
    Other(Box<str>),
}

impl LineId {
    /// A new random id; ids made later sort later.
    pub fn fresh(now: Moment) -> Self {
        Self(Kind::Uuid(fresh(now)))
    }

    /// The id of a line that comes of another one without anybody writing it: on every computer the
    /// same.
    #[must_use]
    pub(crate) fn derived(&self, from: &str) -> Self {
        let name = format!("{self}\n{from}");
        Self(Kind::Uuid(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())))
    }

    /// How many characters it has, which are as many bytes.
    pub(crate) fn bytes(&self) -> usize {
        match &self.0 {
            Kind::Uuid(_) => uuid::fmt::Hyphenated::LENGTH,
            Kind::Other(text) => text.len(),
        }
    }

    /// The id that is written so, which is allowed.
    fn of(text: &str) -> Self {
        let uuid = Uuid::try_parse(text).ok();
        let is_written_so = |uuid: &Uuid| uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text;
        Self(uuid.filter(is_written_so).map_or_else(|| Kind::Other(text.into()), Kind::Uuid))
    }
}

impl TryFrom<String> for LineId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        checked(text).map(|text| Self::of(&text))
    }
}

impl TryFrom<&str> for LineId {
    type Error = IdError;

    fn try_from(text: &str) -> Result<Self, IdError> {
        Self::try_from(text.to_owned())
    }
}

impl From<LineId> for String {
    fn from(id: LineId) -> Self {
        id.to_string()
    }
}

impl From<&SessionId> for LineId {
    fn from(id: &SessionId) -> Self {
        Self::of(id.as_str())
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Uuid(uuid) => uuid.hyphenated().fmt(formatter),
            Kind::Other(text) => formatter.write_str(text),
        }
    }
}

impl Ord for LineId {
    /// As they are written.
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Kind::Uuid(one), Kind::Uuid(other)) => one.cmp(other),
            (Kind::Other(one), Kind::Other(other)) => one.cmp(other),
            _ => self.to_string().cmp(&other.to_string()),
        }
    }
}

impl PartialOrd for LineId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "[0-9a-f]{8}-[0-9a-f-]{14}-[0-9a-f]{12}",
            "[0-9a-f]{32}",
            "[0-9a-z-]{1,64}",
        ]
    }

    proptest! {
        #[test]
        fn ids_are_written_as_they_were_and_ordered_and_equal_as_they_are_written(one in ids(), other in ids()) {
            let [first, second] = [&one, &other].map(|text| LineId::try_from(text.as_str()).unwrap());
            prop_assert_eq!((first.to_string(), first.bytes()), (one.clone(), one.len()));
            prop_assert_eq!(String::from(second.clone()), other.clone());
            prop_assert_eq!(first.cmp(&second), one.cmp(&other));
            prop_assert_eq!(&LineId::try_from(one).unwrap(), &first);
        }
    }

    #[test]
    fn the_ids_that_the_app_gives_are_small() {
        let fresh = LineId::fresh(Moment::try_from("2026-11-23T14:02:11-05:00").unwrap());
        for id in [&fresh, &fresh.derived("a"), &LineId::try_from(fresh.to_string()).unwrap()] {
            assert!(matches!(id.0, Kind::Uuid(_)));
        }
        assert!(size_of::<Option<LineId>>() <= 24);
    }
}
