//! The lines that are kept for next time, in the words that were put for the client.

use super::Session;
use crate::domain::Unknown;
use crate::domain::id::{LineId, SessionId};

/// A line that is kept for next time, as the client reads it. There may be several of one line, if two devices wrote at
/// it: the first counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientWording {
    /// The session that the line was written in.
    pub from: SessionId,
    /// The line.
    pub line: LineId,
    /// The words for the client.
    pub text: String,
    /// Fields of a later version.
    pub unknown: Unknown,
}

impl Session {
    /// Puts a line that is kept for next time in words for the client.
    pub fn set_client_wording(&mut self, line: &LineId, from: &SessionId, text: &str) {
        let is_of_line = |known: &ClientWording| known.line == *line && known.from == *from;
        let unknown = self.client_wording.iter().find(|known| is_of_line(known)).map(|known| known.unknown.clone());
        self.client_wording.retain(|known| !is_of_line(known));
        let (from, line, text) = (from.clone(), line.clone(), text.to_owned());
        self.client_wording.insert(ClientWording { from, line, text, unknown: unknown.unwrap_or_default() });
    }
}
