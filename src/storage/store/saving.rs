//! Saving a session: what somebody else has written is put together with it, and what was there
//! is kept.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use super::Store;
use super::history;
use super::merge_base::MergeBase;
use super::session_file::{SessionFile, parse_session, read_session_file, session_file};
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::session::merge::{RemoteChange, merge};
use crate::domain::session::removal::{takes_any_away, takes_much_away};
use crate::storage::error::{Problem, StorageError};

/// The least time between two versions of a session that is being written.
const BETWEEN_VERSIONS: TimeDelta = TimeDelta::minutes(10);

/// How often one save begins again because somebody else wrote in the middle of it.
const MAX_ATTEMPTS: usize = 100;

/// What became of a save.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedFile<'store> {
    /// What the file holds now.
    pub file: &'store Session,
    /// What somebody else wrote, if the screen does not have it yet.
    pub others: Option<RemoteChange>,
}

impl Store {
    /// Takes a session up for writing, as it was read. From now on it is put together with what
    /// somebody else writes into its file. Returns what they had written already.
    pub fn begin_editing(&mut self, session: &Session) -> Option<RemoteChange> {
        let id = &session.id;
        // What it held when editing began is a version of its own.
        self.sessions.track(id).kept = None;
        let in_place = self.session_in_place(id).ok().flatten();
        let tracked = self.sessions.track(id);
        // Words that were saved here and never shown: they would seem to be taken away on purpose.
        let is_older = in_place.as_ref().is_some_and(|file| {
            tracked.knows(file.hash) && !session.version_vector.includes(&file.session.version_vector)
        });
        let merge_base = tracked.merge_base();
        if !merge_base.is_new() && !is_older {
            return None;
        }
        merge_base.begin(session);
        let theirs = in_place.filter(|in_place| in_place.session != *session)?;
        merge_base.count_others();
        let others = merge_base.tell(Some(session.clone()), &theirs.session, Vec::new());
        self.know(id, theirs.hash);
        Some(others)
    }

    /// Saves a session: on return it is on the disk, together with what somebody else wrote there.
    /// What was there goes to the history when the session was read in this run, and then every ten
    /// minutes at most. `merged_up_to` is the number of the last [`RemoteChange`] that went into it.
    ///
    /// # Errors
    /// When it cannot be saved. The file is as it was, or holds the session and may yet be as it was
    /// after a power cut.
    pub fn save_session(
        &mut self,
        session: &Session,
        merged_up_to: u64,
        now: DateTime<Utc>,
    ) -> Result<SavedFile<'_>, StorageError> {
        let id = &session.id;
        self.notes.files.remove_orphans();
        self.sessions.track(id).merge_base().take_in(merged_up_to);
        let mut in_place = self.in_place_of(session)?;
        let mut ours = self.together(session, in_place.as_ref())?;
        // The versions that went into ours since, the newest last.
        let mut merged: Vec<Session> = Vec::new();
        for _ in 0..MAX_ATTEMPTS {
            let written = self.written(ours, in_place.as_ref())?;
            let came_out = self.put_in_place(in_place.as_ref(), &written, now)?;
            // It is on the disk. If somebody else now writes the same, it need not be written again: or
            // two that meet would do so for ever, each putting the same words in the place of the other's.
            self.sessions.track(id).attempted.clear();
            if merged.is_empty() {
                merged.extend(in_place.take().map(|in_place| in_place.session));
            }
            let Some(came_out) = came_out else {
                self.know(id, written.hash);
                let others = self.others(session, &written.session, merged);
                return Ok(SavedFile { file: &self.saved_last.insert(written).session, others });
            };
            // Somebody else wrote between the look and the save. What they wrote is kept; now it goes
            // into ours, with whatever they have written since.
            ours = self.merge_theirs(&written.session, &came_out.session, &merged);
            merged.extend([came_out.session, written.session]);
            in_place = self.session_in_place(id)?;
            if let Some(theirs) = in_place.as_ref().filter(|in_place| in_place.hash != written.hash) {
                self.keep(theirs)?;
                ours = self.merge_theirs(&ours, &theirs.session, &merged);
                merged.push(theirs.session.clone());
            }
        }
        Err(StorageError::new(Problem::Other, &self.session_path(id)))
    }

    /// What the file of a session holds before it is saved. If it looks as it was saved last, and there
    /// is something new to save, it is not read: what comes out as it is replaced is compared.
    fn in_place_of(&mut self, session: &Session) -> Result<Option<SessionFile>, StorageError> {
        match self.remembered(&session.id) {
            Some(saved) if !saved.session.says_the_same_as(session) => Ok(Some(saved)),
            saved => {
                self.saved_last = saved.or(self.saved_last.take());
                self.session_in_place(&session.id)
            }
        }
    }

    /// Puts together with ours what somebody else wrote while ours was saved.
    fn merge_theirs(&mut self, ours: &Session, theirs: &Session, merged: &[Session]) -> Session {
        let merge_base = self.sessions.track(&ours.id).merge_base();
        merge_base.count_others();
        merge(merge_base.base_for(theirs, merged).as_ref(), ours, theirs).into_saved()
    }

    /// The session as it is to be in its file: together with what somebody else wrote there.
    fn together(&mut self, session: &Session, in_place: Option<&SessionFile>) -> Result<Session, StorageError> {
        let id = &session.id;
        let Some(in_place) = in_place else { return Ok(session.clone().into_saved()) };
        let hash = in_place.hash;
        let is_known =
            self.sessions.get(id).is_some_and(|session| session.attempted.contains(&hash) || session.knows(hash));
        // Nothing takes the place of frozen words, whoever froze them.
        let stays_frozen = !in_place.session.is_frozen_otherwise_than(session);
        if is_known && stays_frozen && self.sessions.merge_base(id).is_none_or(MergeBase::is_up_to_date) {
            return Ok(session.clone().into_saved());
        }
        if !is_known {
            self.keep(in_place)?;
            self.sessions.track(id).merge_base().count_others();
        }
        let known = self.sessions.merge_base(id).and_then(|merge_base| merge_base.base_for(&in_place.session, &[]));
        let base = known.or_else(|| history::base(&self.notes, session, &in_place.session));
        Ok(merge(base.as_ref(), session, &in_place.session).into_saved())
    }

    /// Puts a session in the place of `in_place`, or where nothing is. Returns what had come there in
    /// between, if anything had.
    fn put_in_place(
        &mut self,
        in_place: Option<&SessionFile>,
        written: &SessionFile,
        now: DateTime<Utc>,
    ) -> Result<Option<SessionFile>, StorageError> {
        let id = &written.session.id;
        let is_sure = !self.sessions.is_attempted(id);
        match in_place {
            Some(known) if is_sure && known.bytes == written.bytes => Ok(None),
            Some(known) => {
                self.sessions.track(id).attempted.insert(written.hash);
                self.replace(known, written, now)
            }
            None => {
                self.sessions.track(id).attempted.insert(written.hash);
                self.notes.files.put_new(&self.session_path(id), &written.bytes).map_err(StorageError::of_folder)?;
                let tracked = self.sessions.track(id);
                (tracked.unreadable, tracked.kept) = (None, Some(now));
                Ok(None)
            }
        }
    }

    /// A session as it is written now: marked as coming after what it replaces, unless it is the same.
    fn written(&self, mut session: Session, in_place: Option<&SessionFile>) -> Result<SessionFile, StorageError> {
        if let Some(in_place) = in_place {
            let version_vector = session.version_vector.merge(&in_place.session.version_vector);
            session.version_vector.clone_from(&in_place.session.version_vector);
            let is_sure = !self.sessions.is_attempted(&session.id);
            if is_sure && session == in_place.session {
                return Ok(in_place.clone());
            }
            session.version_vector = version_vector;
        }
        self.replica.mark(&mut session);
        let path = self.session_path(&session.id);
        session_file(session).ok_or_else(|| StorageError::new(Problem::WouldNotRead, &path))
    }

    /// Puts a session in the place of a file that is known. Returns what had come there in
    /// between, if anything had; that is kept.
    fn replace(
        &mut self,
        known: &SessionFile,
        written: &SessionFile,
        now: DateTime<Utc>,
    ) -> Result<Option<SessionFile>, StorageError> {
        let id = &written.session.id;
        self.keep_before_removal(known, &written.session)?;
        self.keep_version(known, now);
        let path = self.session_path(id);
        let mut unreadable = false;
        let keep = |bytes: &[u8]| match parse_session(&path, bytes.to_vec()) {
            Ok(file) if file.session.id == *id => history::keep(&self.notes, id, bytes),
            _ => {
                unreadable = true;
                Err(StorageError::new(Problem::UnreadableInTheWay, &path))
            }
        };
        let replaced =
            self.notes.files.replace(&path, &written.bytes, &known.bytes, keep).map_err(StorageError::of_folder);
        if unreadable {
            self.sessions.track(id).is_unreadable(None);
        }
        let came_out = replaced?.and_then(|bytes| parse_session(&path, bytes).ok());
        Ok(came_out)
    }

    /// Makes an earlier version what the session says, and keeps what it said until now. Returns it as
    /// it is in its file.
    ///
    /// # Errors
    /// When the session is finalized, what it said cannot be kept, or the version cannot be saved.
    pub fn restore(&mut self, version: &Session) -> Result<Session, StorageError> {
        let id = &version.id;
        let mut restored = version.clone();
        if let Some(in_place) = &self.session_in_place(id)? {
            let allowed = in_place.session.restored_to(version);
            restored = allowed.ok_or_else(|| StorageError::new(Problem::Finalized, &self.session_path(id)))?;
            self.keep(in_place)?;
            self.know(id, in_place.hash);
        }
        // Whatever somebody else wrote before is in what was kept.
        let merged_up_to = self.sessions.track(id).merge_base().forget_others();
        Ok(self.save_session(&restored, merged_up_to, Utc::now())?.file.clone())
    }

    /// Saves a session that was just finalized, and keeps what it was before in the history, and what was
    /// frozen. Returns it as it is in its file: what somebody else has written is added to it. `merged_up_to` is the
    /// number of the last [`RemoteChange`] that went into it.
    ///
    /// # Errors
    /// When what it was cannot be kept, or it cannot be saved.
    pub fn finalize(&mut self, frozen: &Session, merged_up_to: u64) -> Result<Session, StorageError> {
        if let Some(in_place) = self.session_in_place(&frozen.id)? {
            self.keep(&in_place)?;
        }
        let saved = self.save_session(frozen, merged_up_to, Utc::now())?.file.clone();
        // If it is changed from outside one day, this is what it said. It is finalized all the same.
        if let Some(file) = session_file(saved.clone()) {
            let _ = self.keep(&file);
        }
        Ok(saved)
    }

    /// The earlier versions of a session that can be read, each with the time when it was kept, the
    /// newest first. What the session says now is not one of them.
    pub fn versions(&self, id: &SessionId) -> Vec<(Moment, Session)> {
        let now = read_session_file(&self.notes.files, &self.session_path(id), id).ok();
        let versions = history::versions(&self.notes, id).into_iter().rev();
        let read = |path: &Path| read_session_file(&self.notes.files, path, id).ok();
        let read = versions.filter_map(|(kept, path)| Some((kept, read(&path)?)));
        let earlier = read.filter(|(_, file)| now.as_ref().is_none_or(|now| now.bytes != file.bytes));
        earlier.map(|(kept, file)| (kept.into(), file.session)).collect()
    }

    /// Keeps a version in the history.
    pub(super) fn keep(&self, file: &SessionFile) -> Result<(), StorageError> {
        history::keep(&self.notes, &file.session.id, &file.bytes)
    }

    /// Keeps what is in the place of a session, if it is time to. If that fails, the newer
    /// words are saved all the same.
    fn keep_version(&mut self, file: &SessionFile, now: DateTime<Utc>) {
        let id = &file.session.id;
        let kept = self.sessions.get(id).and_then(|session| session.kept);
        let is_early = kept.is_some_and(|kept| (now - kept).abs() < BETWEEN_VERSIONS);
        if !is_early && self.keep(file).is_ok() {
            history::thin(&self.notes, id, Utc::now());
            let tracked = self.sessions.track(id);
            (tracked.kept, tracked.before_removal) = (Some(now), None);
        }
    }

    /// Keeps what a session said before much of it is taken away, whenever a version was kept last: at once, or little
    /// by little over several saves.
    fn keep_before_removal(&mut self, in_place: &SessionFile, written: &Session) -> Result<(), StorageError> {
        let id = &written.id;
        let before = self.sessions.get(id).and_then(|session| session.before_removal.as_deref());
        let is_much = |file: &SessionFile| takes_much_away(&file.session, written);
        if before.is_some_and(is_much) || is_much(in_place) {
            if let Some(before) = before.filter(|before| is_much(before)) {
                self.keep(before)?;
            }
            if is_much(in_place) {
                self.keep(in_place)?;
            }
            self.sessions.track(id).before_removal = None;
        } else if before.is_none() && takes_any_away(&in_place.session, written) {
            self.sessions.track(id).before_removal = Some(Box::new(in_place.clone()));
        }
        Ok(())
    }

    /// Remembers what the screen has and what the file holds, and says what the screen does not have.
    /// `merged` went into the file.
    fn others(&mut self, shown: &Session, file: &Session, merged: Vec<Session>) -> Option<RemoteChange> {
        let shown = shown.clone().into_saved();
        let merge_base = self.sessions.track(&shown.id).merge_base();
        let base = (!merge_base.is_up_to_date()).then(|| shown.clone());
        merge_base.has(shown, file.version_vector.clone());
        base.map(|base| merge_base.tell(Some(base), file, merged))
    }
}
