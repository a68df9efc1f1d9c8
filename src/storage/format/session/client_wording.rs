//! How the file of a session holds the words that were put for the client.

use serde::{Deserialize, Serialize};

use crate::domain::Unknown;
use crate::domain::id::{LineId, SessionId};
use crate::domain::session::client_wording;

/// A line that is kept for next time, in the words that were put for the client.
#[derive(Serialize, Deserialize)]
pub(super) struct ClientWording {
    pub(super) line: LineId,
    pub(super) from: SessionId,
    pub(super) text: String,
    #[serde(flatten)]
    pub(super) unknown: Unknown,
}

impl From<ClientWording> for client_wording::ClientWording {
    fn from(file: ClientWording) -> Self {
        let ClientWording { line, from, text, unknown } = file;
        Self { from, line, text, unknown }
    }
}

impl From<client_wording::ClientWording> for ClientWording {
    fn from(wording: client_wording::ClientWording) -> Self {
        let client_wording::ClientWording { from, line, text, unknown } = wording;
        Self { line, from, text, unknown }
    }
}
