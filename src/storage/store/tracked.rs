//! What is known of each session in this run: of its file, and of what the screen has of it.
//!
//! Touches no disk.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::merge_base::MergeBase;
use super::session_file::SessionFile;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::storage::disk::Metadata;

/// What is known of one session.
#[derive(Debug, Default)]
pub(super) struct Tracked {
    /// Its file as it was read or written. Nothing else is replaced.
    pub(super) known: Option<KnownFile>,
    /// Its file could not be read: it is never replaced.
    pub(super) unreadable: Option<UnreadableLook>,
    /// What copies of it say, as long as its file is sealed with a key that nobody has here.
    pub(super) beside: Option<Box<Session>>,
    /// What was put into its place from elsewhere, until a look finds there what came after it.
    pub(super) put_in: Option<Box<Session>>,
    /// What was tried to be written into its file and failed: it may be there all the same, without being on the disk
    /// for good.
    pub(super) attempted: HashSet<u64>,
    /// When a version of it was kept last, or its file made.
    pub(super) kept: Option<DateTime<Utc>>,
    /// What its file held before words began to be taken away since.
    pub(super) before_removal: Option<Box<SessionFile>>,
    /// Which versions the screen has, if it is being written in this run.
    pub(super) merge_base: Option<Box<MergeBase>>,
}

/// A session file as it was when it was read or written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct KnownFile {
    pub(super) hash: u64,
    pub(super) look: Option<Metadata>,
}

/// A file that could not be read, as it was then.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnreadableLook {
    pub(super) look: Option<Metadata>,
}

impl Tracked {
    /// Which versions the screen has; none yet if it was not written in this run.
    pub(super) fn merge_base(&mut self) -> &mut MergeBase {
        self.merge_base.get_or_insert_default()
    }

    /// Whether its file was read or written here with this hash.
    pub(super) fn knows(&self, hash: u64) -> bool {
        self.known.is_some_and(|known| known.hash == hash)
    }

    /// Its file can be read, and was.
    pub(super) fn is_read(&mut self, hash: u64, look: Option<Metadata>) {
        (self.known, self.unreadable, self.beside) = (Some(KnownFile { hash, look }), None, None);
    }

    /// Its file cannot be read, as it is now.
    pub(super) fn is_unreadable(&mut self, look: Option<Metadata>) {
        self.unreadable = Some(UnreadableLook { look });
    }

    /// It has no file any more. What the screen has of it stays: its numbers go on when it comes back.
    pub(super) fn forget_file(&mut self) {
        (self.known, self.kept, self.put_in) = (None, None, None);
    }
}

/// What is known of every session.
#[derive(Debug, Default)]
pub(super) struct TrackedSessions(HashMap<SessionId, Tracked>);

impl TrackedSessions {
    /// What is known of a session, if anything is.
    pub(super) fn get(&self, id: &SessionId) -> Option<&Tracked> {
        self.0.get(id)
    }

    /// What is known of a session, to be changed.
    pub(super) fn track(&mut self, id: &SessionId) -> &mut Tracked {
        self.0.entry(id.clone()).or_default()
    }

    /// Forgets a session: nothing of it comes back.
    pub(super) fn forget(&mut self, id: &SessionId) {
        self.0.remove(id);
    }

    pub(super) fn known(&self, id: &SessionId) -> Option<KnownFile> {
        self.get(id)?.known
    }

    pub(super) fn is_attempted(&self, id: &SessionId) -> bool {
        self.get(id).is_some_and(|tracked| !tracked.attempted.is_empty())
    }

    pub(super) fn merge_base(&self, id: &SessionId) -> Option<&MergeBase> {
        self.get(id)?.merge_base.as_deref()
    }

    /// The sessions of which something is so.
    pub(super) fn ids_with(&self, is_so: impl Fn(&Tracked) -> bool) -> impl Iterator<Item = &SessionId> {
        self.0.iter().filter(move |(_, tracked)| is_so(tracked)).map(|(id, _)| id)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = (&SessionId, &mut Tracked)> {
        self.0.iter_mut()
    }
}
