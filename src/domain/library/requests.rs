//! What can be asked for about the sessions that were written: passed on from the screen to the disk as it is.

use super::renaming::Renaming;
use crate::domain::id::SessionId;
use crate::domain::session::Session;

/// A request about the sessions on the disk.
#[derive(Debug, Clone, PartialEq)]
pub enum LibraryRequest {
    /// Look for what somebody else changed.
    Rescan,
    /// Read the earlier versions of a session.
    ReadVersions(SessionId),
    /// Make an earlier version what its session says.
    Restore(Box<Session>),
    /// Move a session to the trash.
    MoveToTrash(SessionId),
    /// Read what is in the trash.
    ReadTrash,
    /// Put a session back from the trash.
    PutBack(SessionId),
    /// Take what is in the trash away for good.
    EmptyTrash,
    /// Rename a client or a theme in every session but the one that is open, which the app renames itself.
    Rename(Box<Renaming>, Option<SessionId>),
}
