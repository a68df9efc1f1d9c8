//! Why the disk refuses something in the notes folder, beside what the system itself refuses.

use std::{fmt, io};

/// Why something in the notes folder is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderRefusal {
    /// The path leads out of the notes folder: by a link, or to something that is mounted in it.
    LeadsElsewhere,
    /// The notes folder that was opened is not at its path any more, or its marker is gone.
    FolderGone,
    /// Another notes folder is at the path of the one that was opened.
    OtherFolder,
}

impl FolderRefusal {
    /// The refusal in an error of the system's kind; nothing if it is none of these.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

impl From<FolderRefusal> for io::Error {
    fn from(refusal: FolderRefusal) -> Self {
        // Of no kind of the system's: “not found” would pass for a file that was removed.
        Self::other(refusal)
    }
}

impl fmt::Display for FolderRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

impl std::error::Error for FolderRefusal {}
