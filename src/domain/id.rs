//! Ids: short names that are safe in a file name and say nothing of a client.

mod line_id;

pub use line_id::LineId;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Moment;

/// An id was empty, too long, or held something else than `0-9`, `a-z` and `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("An id must have 1 to 64 characters from 0-9, a-z and “-”")
    }
}

impl std::error::Error for IdError {}

fn checked(text: String) -> Result<String, IdError> {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase() || byte == b'-';
    if (1..=64).contains(&text.len()) && text.bytes().all(plain) { Ok(text) } else { Err(IdError) }
}

/// A new random id that sorts by `now`, as UUID version 7.
fn fresh(now: Moment) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0))
}

macro_rules! id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("The id of ", $what, ": 1 to 64 characters from `0-9`, `a-z` and `-`.")]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// A new random id; ids made later sort later.
            pub fn fresh(now: Moment) -> Self {
                Self(fresh(now).to_string().into())
            }

            /// The id as it is in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "description": concat!("The id of ", $what, "."), "type": "string", "pattern": "^[0-9a-z-]{1,64}$" })
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                checked(text).map(|text| Self(text.into()))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;

            fn try_from(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id!(SessionId, "one session");
id!(PromptId, "one prompt of a guideline");
id!(PromptSetId, "one prompt set");
id!(GuidelineId, "one guideline");

impl From<&GuidelineId> for PromptSetId {
    fn from(id: &GuidelineId) -> Self {
        Self(id.0.clone())
    }
}

impl From<&PromptSetId> for GuidelineId {
    fn from(id: &PromptSetId) -> Self {
        Self(id.0.clone())
    }
}

impl SessionId {
    /// The id of an invented session: on every computer the same, and in the order of time like the
    /// others.
    pub fn invented(began: Moment, name: &str) -> Self {
        let milliseconds = u64::try_from(began.timestamp_millis()).unwrap_or_default();
        let named = Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{began}\n{name}").as_bytes());
        let bytes = named.as_bytes().first_chunk().copied().unwrap_or_default();
        Self(uuid::Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid().to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_could_be_a_path() {
        for bad in ["", "..", "a/b", "A", "é", "a.json", "a b", &"a".repeat(65)] {
            assert_eq!(SessionId::try_from(bad), Err(IdError), "{bad:?}");
        }
    }

    #[test]
    fn later_ids_sort_later() {
        let early = crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let late = early + chrono::TimeDelta::seconds(1);
        assert!(SessionId::fresh(early) < SessionId::fresh(late));
        assert_ne!(SessionId::fresh(early), SessionId::fresh(early));
    }
}
