//! A recovery copy: a session that could not be saved in its place, and the version of it that its words came from.
//!
//! Must not know where copies are kept, nor in which form.

use super::replica::Replica;
use super::session_file::parse_session;
use crate::domain::session::Session;
use crate::storage::error::UnreadableFile;
use crate::storage::format;
use crate::storage::format::MAX_BYTES;

/// The field beside the session's own that holds the version that both came from.
const BASE: &str = "merge_base";

/// A session that is not in its place yet.
#[derive(Debug, Clone, PartialEq)]
pub struct RecoveryCopy {
    /// The session as it was on the screen.
    pub session: Session,
    /// The newest version that was in the file and went into it, as far as that is known: what it lacks of that was
    /// taken away on purpose.
    pub base: Option<Session>,
}

impl RecoveryCopy {
    /// A copy that comes after everything that was saved before it.
    pub(crate) fn new(replica: &Replica, session: &Session, base: Option<Session>) -> Self {
        let mut session = session.clone();
        replica.mark(&mut session);
        Self { session, base }
    }

    /// The copy as a file holds it. What is too long to be read again is better kept than lost.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if let Some(base) = self.base.as_ref().and_then(format::session_to_json) {
            let mut with_base = self.session.clone();
            with_base.unknown.insert(BASE.to_owned(), base);
            let bytes = format::write_session(&with_base);
            if bytes.len() as u64 <= MAX_BYTES {
                return bytes;
            }
        }
        format::write_session(&self.session)
    }

    /// The copy in the bytes of a file.
    pub(crate) fn parse(path: &std::path::Path, bytes: Vec<u8>) -> Result<Self, UnreadableFile> {
        let mut session = parse_session(path, bytes)?.session;
        let base = session.unknown.remove(BASE).and_then(format::session_of_json);
        Ok(Self { base: base.filter(|base| base.id == session.id), session })
    }
}
