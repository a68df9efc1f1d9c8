//! The file of a renaming that is under way, version 1. What it names is closed: a renaming of a later version is left
//! to that version.
//!
//! Must not know where the file is.

use serde::{Deserialize, Serialize};

use crate::domain::Unknown;
use crate::domain::library::renaming;

/// The version that this app writes.
pub(super) const VERSION: u64 = 1;

/// The whole file, but for its format and version.
#[derive(Serialize, Deserialize)]
pub(super) struct Renaming {
    what: Named,
    from: String,
    to: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Named {
    Client,
    ThemeOf(String),
    Theme,
}

impl From<Renaming> for renaming::Renaming {
    fn from(file: Renaming) -> Self {
        let Renaming { what, from, to, id, unknown } = file;
        let what = match what {
            Named::Client => renaming::Named::Client,
            Named::ThemeOf(client) => renaming::Named::ThemeOf(client),
            Named::Theme => renaming::Named::Theme,
        };
        Self { what, from, to, id, unknown }
    }
}

impl From<renaming::Renaming> for Renaming {
    fn from(renaming: renaming::Renaming) -> Self {
        let renaming::Renaming { what, from, to, id, unknown } = renaming;
        let what = match what {
            renaming::Named::Client => Named::Client,
            renaming::Named::ThemeOf(client) => Named::ThemeOf(client),
            renaming::Named::Theme => Named::Theme,
        };
        Self { what, from, to, id, unknown }
    }
}
