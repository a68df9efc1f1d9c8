//! The lines that are kept for next time, in the words that were put for the client.

use super::Session;
use super::notes::Line;
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
    /// The words that were put for the client in the place of a line of this session, in this session, if they are others
    /// than its own.
    pub(crate) fn words_for_client(&self, line: &Line) -> Option<&str> {
        let is_of_line = |wording: &&ClientWording| wording.from == self.id && wording.line == line.id;
        let words = self.client_wording.iter().find(is_of_line).map(|wording| wording.text.as_str());
        words.filter(|words| *words != line.text.trim())
    }

    /// The words that were put for the client here in the place of lines of other sessions.
    pub(crate) fn other_words_for_client(&self) -> impl Iterator<Item = &str> {
        let is_own = |wording: &&ClientWording| {
            wording.from == self.id && self.notes.lines().iter().any(|line| line.id == wording.line)
        };
        self.client_wording.iter().filter(move |wording| !is_own(wording)).map(|wording| wording.text.as_str())
    }

    /// Puts a line that is kept for next time in words for the client.
    pub fn set_client_wording(&mut self, line: &LineId, from: &SessionId, text: &str) {
        let is_of_line = |known: &ClientWording| known.line == *line && known.from == *from;
        let unknown = self.client_wording.iter().find(|known| is_of_line(known)).map(|known| known.unknown.clone());
        self.client_wording.retain(|known| !is_of_line(known));
        let (from, line, text) = (from.clone(), line.clone(), text.to_owned());
        self.client_wording.insert(ClientWording { from, line, text, unknown: unknown.unwrap_or_default() });
    }
}
