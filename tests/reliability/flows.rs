//! What therapists and their computers do with a notes folder, step by step, and what has to be there
//! after each step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::chance::Chance;
use crate::support::times::{moment, stamp};
use holdspace::domain::id::SessionId;
use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::prompts::prompt_sets::PromptSets;
use holdspace::domain::session::Session;
use holdspace::guidelines::integration_session;
use holdspace::storage::disk::Disk;
use holdspace::storage::error::{Problem, StorageError};
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::store::{InSession, ScanScope, Store, Taken};

/// The nine flows, each one step of a therapist or of another computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flow {
    New,
    Overwrite,
    Conflict,
    History,
    Trash,
    Restore,
    Import,
    PromptSet,
    Renaming,
}

impl Flow {
    pub(crate) const ALL: [Self; 9] = [
        Self::New,
        Self::Overwrite,
        Self::Conflict,
        Self::History,
        Self::Trash,
        Self::Restore,
        Self::Import,
        Self::PromptSet,
        Self::Renaming,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Overwrite => "overwrite",
            Self::Conflict => "conflict",
            Self::History => "history",
            Self::Trash => "trash",
            Self::Restore => "restore",
            Self::Import => "import",
            Self::PromptSet => "prompt set",
            Self::Renaming => "renaming",
        }
    }
}

/// What has to be in the folder: every line that was saved, and the name of the prompt set.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Promised {
    /// Lines that stand in a session, or in one in the trash.
    pub(crate) lines: BTreeSet<String>,
    /// Lines of a version that was replaced by an earlier one: they are in the history at least.
    pub(crate) earlier: BTreeSet<String>,
    pub(crate) prompt_set: Option<String>,
}

/// A notes folder on some disk, and whoever writes in it.
pub(crate) struct Practice {
    pub(crate) folders: Folders,
    files: Files,
    store: Store,
    chance: Chance,
    /// How many lines were written, so that each is another one.
    written: usize,
    /// The sessions as the screen has them.
    sessions: BTreeMap<SessionId, Session>,
    trashed: Vec<SessionId>,
    sets: PromptSets,
    pending: Option<Pending>,
    pub(crate) promised: Promised,
}

/// What is to be done on the disk.
#[derive(Debug, Clone)]
enum Pending {
    Save(SessionId),
    MoveToTrash(SessionId),
    PutBack(SessionId),
    Restore(Box<Session>),
    TakeIn(PathBuf),
    SavePromptSets,
    Rename(Renaming),
}

/// Somebody else who writes in the same folder.
pub(crate) trait Outside {
    fn read(&self, path: &Path) -> Option<Vec<u8>>;
    fn put(&self, path: &Path, bytes: &[u8]);
    /// Puts a file in a session's place in the very middle of its next save; says whether that can be
    /// had.
    fn put_in_the_middle(&self, path: &Path, bytes: &[u8]) -> bool;
}

impl Practice {
    pub(crate) fn open(disk: Arc<dyn Disk>, root: &Path, seed: u64) -> Result<Self, StorageError> {
        let folders = Folders::within(root);
        let files = Files::on(disk);
        let mut store = Store::open(&NotesFolder::new(&files, &folders), &Replica::default())?;
        store.list()?;
        // Nothing is there yet: this says so.
        let _ = store.prompt_sets.read();
        let sets = few_prompts();
        let (sessions, trashed, promised) = (BTreeMap::new(), Vec::new(), Promised::default());
        let chance = Chance::new(seed);
        Ok(Self { folders, files, store, chance, written: 0, sessions, trashed, sets, pending: None, promised })
    }

    /// The same practice on another disk that holds the same: what was known of the files is known there.
    pub(crate) fn moved_to(self, disk: Arc<dyn Disk>, root: &Path) -> Self {
        let files = Files::on(disk);
        let mut store = Store::open(&NotesFolder::new(&files, &Folders::within(root)), &Replica::default())
            .expect("the folder is there");
        for id in store.list().expect("the folder is there").sessions {
            store.read_session(&id).expect("what was written is read");
        }
        store.prompt_sets.read().expect("what was written is read");
        Self { files, store, ..self }
    }

    /// Does one step. Nothing is promised before it is done.
    pub(crate) fn step(&mut self, flow: Flow, outside: &dyn Outside) -> Result<(), StorageError> {
        self.begin_step(flow, outside);
        self.go_on()
    }

    /// Does on the screen what the step is, and leaves it to be done on the disk.
    pub(crate) fn begin_step(&mut self, flow: Flow, outside: &dyn Outside) {
        let any = self.any_session();
        self.pending = Some(match (flow, any) {
            (Flow::New, _) | (Flow::Overwrite | Flow::Conflict | Flow::History | Flow::Trash, None) => self.begin(),
            (Flow::Overwrite, Some(id)) => self.write_on(id),
            (Flow::Conflict, Some(id)) => self.meet(id, outside),
            (Flow::History, Some(id)) => {
                self.store.begin_editing(&self.sessions[&id]);
                self.write_on(id)
            }
            (Flow::Trash, Some(id)) => Pending::MoveToTrash(id),
            (Flow::Restore, any) => self.restore(any),
            (Flow::Import, any) => self.import(any, outside),
            (Flow::PromptSet, _) => self.arrange(),
            (Flow::Renaming, _) => self.rename(),
        });
    }

    /// Does on the disk what is to be done, or does it once more after it failed.
    pub(crate) fn go_on(&mut self) -> Result<(), StorageError> {
        let Some(pending) = self.pending.clone() else { return Ok(()) };
        match pending {
            Pending::Save(id) => self.save(&id)?,
            Pending::MoveToTrash(id) => {
                self.store.move_to_trash(&id)?;
                self.sessions.remove(&id);
                self.trashed.push(id);
            }
            Pending::PutBack(id) => {
                let back = self.store.put_back(&id)?;
                self.trashed.retain(|trashed| *trashed != id);
                self.sessions.insert(id, back);
            }
            Pending::Restore(version) => self.restore_version(&version)?,
            Pending::TakeIn(path) => self.take_in(&path)?,
            Pending::SavePromptSets => {
                self.store.prompt_sets.save(&self.sets)?;
                self.promised.prompt_set = Some(self.sets.sets[0].name.clone());
            }
            Pending::Rename(renaming) => self.rename_all(&renaming)?,
        }
        self.pending = None;
        Ok(())
    }

    /// Looks around in the folder, as the app does now and then.
    pub(crate) fn rescan(&mut self) -> Result<(), StorageError> {
        self.store.rescan(ScanScope::All).map(drop)
    }

    fn line(&mut self) -> String {
        self.written += 1;
        let words = ["river", "her mother, not now", "warm hands", "a slower breath", "the letter that was never sent"];
        let word = words[self.chance.below(words.len())];
        format!("{word} <{}>", self.written)
    }

    fn any_session(&mut self) -> Option<SessionId> {
        let ids: Vec<SessionId> = self.sessions.keys().cloned().collect();
        (!ids.is_empty()).then(|| ids[self.chance.below(ids.len())].clone())
    }

    fn save(&mut self, id: &SessionId) -> Result<(), StorageError> {
        let saved = self.store.save_session(&self.sessions[id], 0, moment().to_utc())?;
        self.promised.lines.extend(lines(saved.file).filter(|text| !text.is_empty()));
        Ok(())
    }

    fn begin(&mut self) -> Pending {
        self.written += 1;
        let mut session = Session::begin(moment(), "K-07", None, Vec::new());
        session.id = SessionId::try_from(format!("session-{}", self.written)).expect("it is an id");
        let id = session.id.clone();
        self.sessions.insert(id.clone(), session);
        self.write_on(id)
    }

    fn write_on(&mut self, id: SessionId) -> Pending {
        let line = self.line();
        let session = self.sessions.get_mut(&id).expect("it is there");
        session.notes.add(&line, None, &stamp());
        Pending::Save(id)
    }

    /// Another computer writes into the same session, before the save or in the middle of it.
    fn meet(&mut self, id: SessionId, outside: &dyn Outside) -> Pending {
        let path = self.folders.data.join("sessions").join(format!("{id}.json"));
        let Some(mut theirs) = outside.read(&path).and_then(|bytes| format::read_session(&bytes).ok()) else {
            return self.write_on(id);
        };
        let line = self.line();
        theirs.notes.add(&line, None, &stamp());
        theirs.version_vector.increment("theirs", self.written as u64);
        let bytes = format::write_session(&theirs);
        if self.chance.below(2) == 0 || !outside.put_in_the_middle(&path, &bytes) {
            outside.put(&path, &bytes);
            self.promised.lines.insert(line);
        }
        self.write_on(id)
    }

    /// What is in the trash is to be put back; else an earlier version becomes what a session says.
    fn restore(&mut self, any: Option<SessionId>) -> Pending {
        if let Some(id) = self.trashed.last() {
            return Pending::PutBack(id.clone());
        }
        let Some(id) = any else { return self.begin() };
        match self.store.versions(&id).into_iter().next() {
            Some((_, version)) => Pending::Restore(Box::new(version)),
            None => self.write_on(id),
        }
    }

    fn restore_version(&mut self, version: &Session) -> Result<(), StorageError> {
        let restored = self.store.restore(version)?;
        let (before, after): (BTreeSet<_>, BTreeSet<_>) =
            (lines(&self.sessions[&version.id]).collect(), lines(&restored).collect());
        for line in before.difference(&after) {
            // What was shown and never saved is not promised.
            if self.promised.lines.remove(line) {
                self.promised.earlier.insert(line.clone());
            }
        }
        self.sessions.insert(version.id.clone(), restored);
        Ok(())
    }

    /// A file with a session comes into the folder under another name: a conflict copy, or a session of
    /// another computer.
    fn import(&mut self, any: Option<SessionId>, outside: &dyn Outside) -> Pending {
        let sessions = self.folders.data.join("sessions");
        let path = sessions.join(format!("copy-{}.sync-conflict-20261123-140211-ABCDEFG.json", self.written));
        let mut theirs = match any.filter(|_| self.chance.below(2) == 0) {
            Some(id) => self.sessions[&id].clone(),
            None => Session { id: self.fresh_id(), ..Session::begin(moment(), "K-07", None, Vec::new()) },
        };
        let line = self.line();
        theirs.notes.add(&line, None, &stamp());
        theirs.version_vector.increment("theirs", self.written as u64);
        outside.put(&path, &format::write_session(&theirs));
        self.promised.lines.insert(line);
        Pending::TakeIn(path)
    }

    fn take_in(&mut self, path: &Path) -> Result<(), StorageError> {
        match self.store.take_in(path) {
            Taken::In(id) => {
                if let Ok(session) = self.store.read_session(&id) {
                    self.sessions.insert(id, session);
                }
                Ok(())
            }
            Taken::Gone | Taken::Beside(_) => Ok(()),
            // It was taken in, but taking it away was refused: now it is gone.
            Taken::Left(file) if !self.files.exists(&file.path) => Ok(()),
            Taken::Left(file) => Err(StorageError::new(Problem::Other, &file.path)),
        }
    }

    /// The client gets another code.
    fn rename(&mut self) -> Pending {
        let codes: Vec<&str> = self.sessions.values().map(|session| session.client.as_str()).collect();
        let from = codes.first().copied().unwrap_or("K-07");
        let to = if from == "K-07" { "R-03" } else { "K-07" };
        Pending::Rename(Renaming::of_client(from, to).expect("they differ"))
    }

    fn rename_all(&mut self, renaming: &Renaming) -> Result<(), StorageError> {
        self.store.begin_renaming(renaming)?;
        for id in self.store.list()?.sessions {
            if let InSession::Renamed(renamed) = self.store.rename_in(&id, renaming)? {
                self.sessions.insert(id, *renamed);
            }
        }
        self.store.rename_in_trash(renaming)?;
        self.store.end_renaming()
    }

    fn fresh_id(&mut self) -> SessionId {
        self.written += 1;
        SessionId::try_from(format!("imported-{}", self.written)).expect("it is an id")
    }

    fn arrange(&mut self) -> Pending {
        self.written += 1;
        self.sets.sets[0].name = format!("My order <{}>", self.written);
        Pending::SavePromptSets
    }
}

/// Sets of a guideline of one prompt: every byte of a file makes more states of a power cut, and the other
/// flows have to be looked at as much.
fn few_prompts() -> PromptSets {
    let mut guideline = integration_session();
    guideline.prompts.truncate(1);
    guideline.prompts[0].example_wording.clear();
    guideline.short.clear();
    PromptSets::first(&guideline)
}

pub(crate) fn lines(session: &Session) -> impl Iterator<Item = String> + use<'_> {
    session.notes.lines().iter().map(|line| line.text.clone())
}
