//! Taking in files that hold a session and are not its own: the copy that a sync program makes of a
//! conflict, what a save that was cut off left behind, a file that somebody put there.
//!
//! They are known by the id inside, never by their name. What cannot be read is never moved.

use std::collections::HashSet;
use std::path::Path;

use super::Store;
use super::history;
use super::recovery_copy::RecoveryCopy;
use super::session_file::{SessionFile, parse_session, read_session_file, session_file};
use crate::domain::id::SessionId;
use crate::domain::problem::ReadError;
use crate::domain::session::Session;
use crate::domain::session::merge::merge;
use crate::storage::error::{Problem, StorageError, UnreadableFile};
use crate::storage::files::is_temporary;
use crate::storage::format;
use crate::storage::format::{FormatError, MAX_BYTES};
use crate::storage::stamp::{is_out_of_place, name_out_of_place};
use crate::storage::vault::seal::{self, SealError};

/// What became of a file that is not a session's own.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// Its words are in the file of this session now, and it is gone.
    In(SessionId),
    /// It held nothing that was not there, and is gone.
    Gone,
    /// It stays beside a file in the place of its session that is sealed with a key that nobody has here. What all
    /// such copies say, if that is news.
    Beside(Option<Box<Session>>),
    /// It stays as it is.
    Left(UnreadableFile),
}

impl Store {
    /// Takes in a file in the folder of the sessions that is not a session's own. What has to be left
    /// is remembered.
    pub fn take_in(&mut self, path: &Path) -> Taken {
        let look = self.notes.files.metadata(path).ok();
        let taken = self.try_take_in(path);
        if matches!(taken, Taken::Left(_)) {
            self.left.insert(path.to_owned(), look);
        } else {
            self.left.remove(path);
        }
        taken
    }

    fn try_take_in(&mut self, path: &Path) -> Taken {
        let left = |reason: ReadError| Taken::Left(UnreadableFile::new(path, reason));
        let bytes = match self.notes.files.read(path, MAX_BYTES) {
            Ok(bytes) => bytes,
            // It was never called saved.
            Err(error) if is_temporary(path) && is_cut_short(&error) => return self.gone(path),
            Err(error) => return left((&error).into()),
        };
        if is_temporary(path) && is_incomplete(&bytes) {
            // It was never called saved.
            return self.gone(path);
        }
        if !is_named_as_json(path) && !is_temporary(path) {
            return left(ReadError::NotNamedAsSession);
        }
        let copy = match parse_session(path, bytes) {
            Ok(copy) => copy,
            Err(unreadable) => return Taken::Left(unreadable),
        };
        let id = copy.session.id.clone();
        match self.take_in_copy(path, &copy) {
            Ok(()) => Taken::In(id),
            Err(_) if self.is_of_unknown_key(&self.session_path(&id)) => self.read_beside(&copy.session),
            Err(error) => left((&error).into()),
        }
    }

    /// Reads a copy whose session is to be put together with a file that no key here opens yet. That file keeps its
    /// place: whatever took it would go to the other devices as what came after it, and they might have taken away by
    /// then, as a copy of what they have, what was moved out of its place here.
    fn read_beside(&mut self, copy: &Session) -> Taken {
        let id = copy.id.clone();
        if self.sessions.known(&id).is_some() {
            // The screen has what the session said until now.
            return Taken::Beside(None);
        }
        let before = self.sessions.get(&id).and_then(|tracked| tracked.beside.as_deref());
        let together = before.map_or_else(|| copy.clone(), |before| self.come_together(None, before, copy));
        let is_news = before != Some(&together);
        self.sessions.track(&id).beside = Some(Box::new(together.clone()));
        Taken::Beside(is_news.then(|| Box::new(together)))
    }

    fn gone(&self, path: &Path) -> Taken {
        match self.notes.files.remove(path) {
            Ok(()) => Taken::Gone,
            Err(error) => Taken::Left(UnreadableFile::new(path, &error)),
        }
    }

    /// Puts a copy together with the session that it is of, keeps both, and takes the copy away. If
    /// the session has no file, the copy becomes its file.
    pub(super) fn take_in_copy(&mut self, path: &Path, copy: &SessionFile) -> Result<(), StorageError> {
        let id = &copy.session.id;
        let place = self.session_path(id);
        let in_place = match self.session_in_place(id) {
            Err(error) if self.gives_place_up(&place, id) => return self.change_places(path, id).map_err(|_| error),
            in_place => in_place?,
        };
        let put_in = if let Some(in_place) = in_place {
            self.put_together(path, copy, &place, &in_place)?
        } else {
            // It may be written over at once, and is in its place all the same if it cannot be kept.
            let _ = self.keep(copy);
            self.notes.files.rename(path, &place)?;
            copy.session.clone()
        };
        self.sessions.track(id).put_in = Some(Box::new(put_in));
        Ok(())
    }

    /// Puts a copy together with what is in its place, keeps both, and takes the copy away. Returns what is in the
    /// place then.
    pub(super) fn put_together(
        &mut self,
        path: &Path,
        copy: &SessionFile,
        place: &Path,
        in_place: &SessionFile,
    ) -> Result<Session, StorageError> {
        let mut together = in_place.session.clone();
        if in_place.bytes != copy.bytes {
            together = self.come_together(None, &in_place.session, &copy.session);
            self.keep(copy)?;
            let is_like =
                |one: &Session| together.version_vector == one.version_vector && !together.says_the_same_as(one);
            if is_like(&in_place.session) || is_like(&copy.session) {
                // It came after both, by what it says of its saves too.
                self.replica.mark(&mut together);
            }
        }
        if together != in_place.session {
            self.keep(in_place)?;
            together = self.replace_known(place, together, in_place)?;
        } else if is_out_of_place(path) {
            // What another device moved out of its place gets it back here, though it is there still: else a sync
            // program would put there what took the place at that device, or take away what is gone from it, as what
            // came after.
            self.replace_known(place, in_place.session.clone(), in_place)?;
        }
        self.notes.files.remove_copy(path, &copy.bytes, place)?;
        Ok(together)
    }

    /// Puts a session in the place of a file that was read. If another version has come to be there since, it becomes a
    /// copy, which the next look takes in. Returns the session as it is in its file.
    fn replace_known(&self, place: &Path, session: Session, known: &SessionFile) -> Result<Session, StorageError> {
        let aside = place.with_file_name(name_out_of_place(session.id.as_str()));
        let is_same = session == known.session;
        let written = if is_same { Some(known.clone()) } else { session_file(session) };
        let written = written.ok_or_else(|| StorageError::new(Problem::WouldNotRead, place))?;
        let keep = |came_out: &[u8]| match parse_session(place, came_out.to_vec()) {
            Ok(file) if file.session.id == written.session.id => self.notes.files.put_new(&aside, came_out),
            _ => Err(StorageError::new(Problem::UnreadableInTheWay, place)),
        };
        self.notes.files.replace(place, &written.bytes, &known.bytes, keep)?;
        Ok(written.session)
    }

    /// What was put into the place of a session here goes into what has come there since, if that does not have it. A
    /// sync program moves a file out of its place and then puts there what another device wrote: what is put there in
    /// between is written over, and so is what comes there between its last look and that.
    pub(super) fn with_put_in(&mut self, file: SessionFile) -> SessionFile {
        let id = file.session.id.clone();
        let Some(put_in) = self.sessions.track(&id).put_in.take() else { return file };
        if file.session.version_vector.includes(&put_in.version_vector) {
            return file;
        }
        let together = self.come_together(None, &file.session, &put_in);
        let place = self.session_path(&id);
        let put_together = self.keep(&file).and_then(|()| self.replace_known(&place, together, &file));
        let again = put_together.ok().and_then(session_file);
        self.sessions.track(&id).put_in = Some(again.as_ref().map_or(put_in, |again| Box::new(again.session.clone())));
        again.unwrap_or(file)
    }

    /// Gives the file in the place of a session the name of a copy, and the place to a copy of that session.
    /// What gave the place up is taken in then, if it can be read.
    fn change_places(&mut self, path: &Path, id: &SessionId) -> Result<(), StorageError> {
        let place = self.session_path(id);
        let aside = place.with_file_name(name_out_of_place(id.as_str()));
        self.notes.files.rename(&place, &aside)?;
        self.sessions.track(id).unreadable = None;
        self.notes.files.rename(path, &place)?;
        self.take_in(&aside);
        Ok(())
    }

    /// Whether a file in the place of a session gives it up to a copy of that session: one that holds another
    /// session, whose own place it then takes.
    fn gives_place_up(&self, place: &Path, id: &SessionId) -> bool {
        let bytes = self.notes.files.read(place, MAX_BYTES);
        bytes.is_ok_and(|bytes| parse_session(place, bytes).is_ok_and(|file| file.session.id != *id))
    }

    fn is_of_unknown_key(&self, place: &Path) -> bool {
        let read = self.notes.files.read(place, MAX_BYTES);
        read.is_err_and(|error| error.kind == Problem::Sealed(SealError::OtherKey))
    }

    /// Two versions of one session as one: the later one, or both together if neither came after
    /// the other. `base` is one that the other came from, if that is known.
    pub(super) fn come_together(&self, base: Option<&Session>, one: &Session, other: &Session) -> Session {
        let came_after = |one: &Session, other: &Session| {
            one.version_vector != other.version_vector && one.version_vector.includes(&other.version_vector)
        };
        if came_after(one, other) {
            return self.with_edits_of(one, other);
        }
        if came_after(other, one) {
            return self.with_edits_of(other, one);
        }
        // What another program wrote says nothing of its saves: it is taken to come after the newest.
        let went_into =
            |base: &&Session| one.version_vector.is_empty() || one.version_vector.includes(&base.version_vector);
        let known = base.filter(went_into).cloned();
        let base = known.or_else(|| history::base(&self.notes, one, other));
        merge(base.as_ref(), one, other)
    }

    /// The later one of two versions, with the lines that another program wrote into the earlier one: an editor leaves
    /// what a file says of its saves as it is. Whatever else it changed is in the history alone.
    fn with_edits_of(&self, later: &Session, earlier: &Session) -> Session {
        let saved = history::before_edits(&self.notes, earlier);
        let Some(saved) = saved.filter(|_| later.finalized.is_none()) else { return later.clone() };
        let notes = merge(Some(&saved), later, earlier).notes;
        let lines: HashSet<_> = notes.lines().iter().map(|line| (&line.id, &line.text)).collect();
        let has_all = later.notes.lines().iter().all(|line| lines.contains(&(&line.id, &line.text)));
        if has_all { Session { notes, ..later.clone() } } else { later.clone() }
    }

    /// What a recovery copy and the file in its place are together; nothing if the file has all of the copy. The copy
    /// is kept in the history if `keeps` is asked for, and the file before it is replaced.
    ///
    /// # Errors
    /// When the copy cannot be kept.
    pub fn recovered(&mut self, copy: &RecoveryCopy, keeps: bool) -> Result<Option<Session>, StorageError> {
        let RecoveryCopy { session: copy, base } = copy;
        let place = self.session_path(&copy.id);
        let Ok(in_place) = read_session_file(&self.notes.files, &place, &copy.id) else {
            if let Some(base) = base {
                self.sessions.track(&copy.id).merge_base().has(base.clone(), base.version_vector.clone());
            }
            return Ok(Some(copy.clone()));
        };
        let together = self.come_together(base.as_ref(), &in_place.session, copy);
        // It was read: that it is there is no news that takes the place of the copy.
        self.know(&copy.id, in_place.hash);
        self.begin_editing(&in_place.session);
        if keeps
            && together != *copy
            && *copy != in_place.session
            && let Some(copy) = session_file(copy.clone())
        {
            self.keep(&copy)?;
        }
        Ok((together != in_place.session).then_some(together))
    }

    /// Takes away what saves that were cut off left beside the other files, and takes in the copies that a sync
    /// program made there. What is whole and differs from the file that it was to become is kept. Returns the folders
    /// that lead elsewhere, and are left.
    pub fn clear_leftovers(&mut self) -> Vec<UnreadableFile> {
        let own = [self.notes.paths.history(), self.notes.paths.trash(), self.notes.paths.renaming_folder()];
        let mut elsewhere = Vec::new();
        for folder in self.notes.files.list_if_there(&own[0]).into_iter().chain(own) {
            match self.notes.files.list(&folder) {
                Ok(paths) => {
                    paths.iter().filter(|path| is_temporary(path)).for_each(|path| self.clear_if_useless(path));
                    self.take_in_set_aside(&folder, &paths);
                }
                Err(error) if error.kind == Problem::LeadsElsewhere => {
                    self.left.insert(folder.clone(), self.notes.files.metadata(&folder).ok());
                    elsewhere.push(UnreadableFile::new(&folder, &error));
                }
                Err(_) => {}
            }
        }
        for path in self.notes.files.list_if_there(&self.notes.paths.data).into_iter().filter(|path| is_temporary(path))
        {
            self.clear_if_useless(&path);
        }
        elsewhere
    }

    /// Takes a temporary file away if what it holds was never whole, or is of no use without the step that was cut off.
    /// Anything else stays: whoever can write in the folder may have given somebody's words its name.
    fn clear_if_useless(&self, path: &Path) {
        let bytes = match self.notes.files.read(path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if is_cut_short(&error) => return drop(self.notes.files.remove(path)),
            Err(_) => return,
        };
        let is_useless = is_incomplete(&bytes)
            || format::read_renaming(&bytes).is_ok()
            || format::read_marker(&bytes).is_ok()
            || format::read_prompt_sets(&bytes).is_ok_and(|_| self.prompt_sets.has(&bytes));
        if is_useless {
            let _ = self.notes.files.remove(path);
        }
    }
}

/// Whether a name is that of a session's file, or of a copy that a sync program made of one: it may put its
/// own words before or behind the ending.
pub(super) fn is_named_as_json(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.to_ascii_lowercase().contains(".json")
}

/// Whether a sealed file was not written to its end.
pub(in crate::storage) fn is_cut_short(error: &StorageError) -> bool {
    error.kind == Problem::Sealed(SealError::CutShort)
}

/// Whether bytes are the beginning of a file that was not written to its end. What is sealed and was not opened may end
/// with any byte.
pub(in crate::storage) fn is_incomplete(bytes: &[u8]) -> bool {
    if seal::is_sealed(bytes) {
        return seal::ends_with_nothing(bytes);
    }
    let is_cut_short = matches!(format::read_session(bytes), Err(FormatError::CutShort(_)));
    is_cut_short || bytes.last().is_none_or(|last| *last == 0)
}
