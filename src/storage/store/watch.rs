//! Noticing what somebody else changed in the folder of the sessions: another computer by way of a sync
//! program, another window, an editor.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::session_file::{read_any_session_file, read_session_file};
use super::tracked::Tracked;
use super::{Listing, Store, Taken};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::session::merge::RemoteChange;
use crate::storage::disk::Metadata;
use crate::storage::error::{StorageError, UnreadableFile};

/// What somebody else changed.
#[derive(Debug, Clone, PartialEq)]
pub enum ExternalChange {
    /// A session has other words now, or is new.
    Changed(Box<Session>),
    /// Somebody else wrote into a session that is on the screen.
    RemoteChange(Box<RemoteChange>),
    /// A session is no longer there.
    Gone(SessionId),
    /// A file cannot be read, or not be taken in.
    Unreadable(UnreadableFile),
    /// A file that could not be is, or is gone.
    Settled(PathBuf),
}

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanScope {
    /// The sessions that are being written; all of them if a name has come or gone.
    Open,
    /// Every session.
    All,
}

impl Store {
    /// Looks for what somebody else changed since the files were read or written.
    ///
    /// # Errors
    /// When the folder of the sessions cannot be listed.
    pub fn rescan(&mut self, width: ScanScope) -> Result<Vec<ExternalChange>, StorageError> {
        self.notes.files.remove_orphans();
        let before = self.not_read();
        self.said_unreadable.extend(before);
        self.said_unreadable.extend(self.prompt_sets.take_said_unreadable());
        let mut noticed = self.changes(width)?;
        let after = self.not_read();
        let settled = self.said_unreadable.difference(&after).cloned();
        noticed.extend(settled.map(ExternalChange::Settled));
        self.said_unreadable = after;
        Ok(noticed)
    }

    /// The files that cannot be read, or not be taken in, as far as is known.
    fn not_read(&self) -> BTreeSet<PathBuf> {
        let sessions = self.sessions.ids_with(|session| session.unreadable.is_some()).map(|id| self.session_path(id));
        let paths = sessions.chain(self.left.keys().cloned()).chain(self.prompt_sets.unreadable());
        paths.filter(|path| self.notes.files.exists(path)).collect()
    }

    fn changes(&mut self, width: ScanScope) -> Result<Vec<ExternalChange>, StorageError> {
        let names_changed = self.notes.files.metadata(&self.notes.paths.sessions())?.modified;
        let mut noticed = Vec::new();
        if width == ScanScope::Open && names_changed.is_some() && names_changed == self.names_changed {
            let is_open = |session: &Tracked| session.merge_base.is_some() && session.known.is_some();
            let ids: Vec<SessionId> = self.sessions.ids_with(is_open).cloned().collect();
            for id in ids {
                self.look_at(&id, &mut noticed);
            }
            return Ok(noticed);
        }
        let Listing { mut sessions, others } = self.list()?;
        if width == ScanScope::All {
            // What could not be taken in, or not be cleared away, is tried again.
            self.left.clear();
            noticed.extend(self.clear_leftovers().into_iter().map(ExternalChange::Unreadable));
        }
        for path in others {
            let look = self.notes.files.metadata(&path).ok();
            if self.left.get(&path) == Some(&look) {
                continue;
            }
            match self.take_in(&path) {
                Taken::In(id) => sessions.push(id),
                Taken::Gone | Taken::Beside(None) => {}
                Taken::Beside(Some(session)) => noticed.push(ExternalChange::Changed(session)),
                Taken::Left(file) => noticed.push(ExternalChange::Unreadable(file)),
            }
        }
        let there: HashSet<&SessionId> = sessions.iter().collect();
        let gone: Vec<SessionId> = self
            .sessions
            .ids_with(|session| session.known.is_some() || session.beside.is_some())
            .filter(|id| !there.contains(id))
            .cloned()
            .collect();
        for id in gone {
            let tracked = self.sessions.track(&id);
            (tracked.known, tracked.beside, tracked.put_in) = (None, None, None);
            noticed.push(ExternalChange::Gone(id));
        }
        for id in sessions {
            self.look_at(&id, &mut noticed);
        }
        Ok(noticed)
    }

    /// Looks at the file of one session, and reads it if it is another one than before.
    pub(super) fn look_at(&mut self, id: &SessionId, noticed: &mut Vec<ExternalChange>) {
        let path = self.session_path(id);
        let Ok(look) = self.notes.files.metadata(&path) else { return };
        let is_as_before = |before: Option<Metadata>| before == Some(look);
        let known = self.sessions.known(id);
        let unreadable = self.sessions.get(id).and_then(|session| session.unreadable);
        let unreadable =
            unreadable.map_or_else(|| self.left.get(&path).copied().flatten(), |unreadable| unreadable.look);
        if known.is_some_and(|known| is_as_before(known.look)) || is_as_before(unreadable) {
            return;
        }
        let file = match read_session_file(&self.notes.files, &path, id) {
            Ok(file) => file,
            Err(file) => {
                // A file with another id inside is a copy of that session.
                return self.take_in_misnamed(id, &path, file, noticed);
            }
        };
        self.left.remove(&path);
        let before = file.hash;
        let file = self.with_put_in(file);
        let look = if file.hash == before { look } else { self.notes.files.metadata(&path).unwrap_or(look) };
        let tracked = self.sessions.track(id);
        tracked.is_read(file.hash, Some(look));
        if known.is_some_and(|known| known.hash == file.hash) {
            return;
        }
        if let Some(merge_base) = &mut tracked.merge_base {
            let base = merge_base.base_to_tell(&file.session);
            merge_base.count_others();
            // What they wrote is a version of its own.
            tracked.kept = None;
            noticed.push(ExternalChange::RemoteChange(Box::new(merge_base.tell(base, &file.session, Vec::new()))));
        }
        noticed.push(ExternalChange::Changed(Box::new(file.session)));
    }

    fn take_in_misnamed(
        &mut self,
        id: &SessionId,
        path: &Path,
        file: UnreadableFile,
        noticed: &mut Vec<ExternalChange>,
    ) {
        match self.take_in_if_misnamed(id, path) {
            Some(Taken::In(inside)) => {
                self.look_at(&inside, noticed);
                // The two may have changed places.
                if read_session_file(&self.notes.files, path, id).is_ok() {
                    self.sessions.track(id).unreadable = None;
                    self.look_at(id, noticed);
                }
            }
            Some(Taken::Gone | Taken::Beside(None)) => {}
            Some(Taken::Beside(Some(session))) => noticed.push(ExternalChange::Changed(session)),
            Some(Taken::Left(file)) => noticed.push(ExternalChange::Unreadable(file)),
            None => {
                self.sessions.track(id).is_unreadable(self.notes.files.metadata(path).ok());
                noticed.push(ExternalChange::Unreadable(file));
            }
        }
    }

    /// Takes in a file that is named by one session and holds another.
    pub(super) fn take_in_if_misnamed(&mut self, id: &SessionId, path: &Path) -> Option<Taken> {
        let file = read_any_session_file(&self.notes.files, path).ok()?;
        (file.session.id != *id).then(|| self.take_in(path))
    }
}
