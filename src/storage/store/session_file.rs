//! One file that holds a session: its name, its bytes, and the session in them.

use std::path::Path;

use crate::domain::id::SessionId;
use crate::domain::problem::ReadError;
use crate::domain::session::Session;
use crate::storage::error::UnreadableFile;
use crate::storage::files::{Files, hash_of};
use crate::storage::format;
use crate::storage::format::MAX_BYTES;

/// A session as one file holds it.
#[derive(Debug, Clone)]
pub(crate) struct SessionFile {
    /// The session.
    pub(crate) session: Session,
    /// What the file's bytes are known by.
    pub(crate) hash: u64,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The id that a file is named by, if it is named as a session's.
pub(crate) fn session_id(path: &Path) -> Option<SessionId> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".json")?;
    SessionId::try_from(stem).ok()
}

/// Reads the file of a session, wherever it is.
pub(crate) fn read_session_file(files: &Files, path: &Path, id: &SessionId) -> Result<SessionFile, UnreadableFile> {
    let file = read_any_session_file(files, path)?;
    if file.session.id != *id {
        return Err(UnreadableFile::new(path, ReadError::OtherIdThanName));
    }
    Ok(file)
}

/// Reads a file that holds a session, whatever its name.
pub(crate) fn read_any_session_file(files: &Files, path: &Path) -> Result<SessionFile, UnreadableFile> {
    let bytes = files.read(path, MAX_BYTES).map_err(|error| UnreadableFile::new(path, &error))?;
    parse_session(path, bytes)
}

/// The session in the bytes of a file.
pub(crate) fn parse_session(path: &Path, bytes: Vec<u8>) -> Result<SessionFile, UnreadableFile> {
    let session = format::read_session(&bytes).map_err(|error| UnreadableFile::new(path, &error))?;
    Ok(SessionFile { session, hash: hash_of(&bytes), bytes })
}

/// A session as a file is to hold it, unless that would be too long to be read again.
pub(crate) fn session_file(session: Session) -> Option<SessionFile> {
    let session = session.into_saved();
    let bytes = format::write_session(&session);
    let is_short_enough = bytes.len() as u64 <= MAX_BYTES;
    // Every test and every run of the fuzzer reads again what it saves.
    debug_assert!(!is_short_enough || format::read_session(&bytes).is_ok_and(|read| read == session));
    is_short_enough.then(|| SessionFile { hash: hash_of(&bytes), session, bytes })
}
