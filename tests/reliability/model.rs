//! A disk in memory that remembers every call.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use holdspace::storage::disk::{Disk, EntryKind, Lock, Metadata, NewFile, OpenedFile, RenameMode};

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Node {
    Folder,
    /// A file, by the number of what it holds.
    File(usize),
}

/// The names of a disk.
pub(crate) type Names = BTreeMap<PathBuf, Node>;

/// What a file holds.
pub(crate) type Bytes = Arc<Vec<u8>>;

/// One call that changes something.
#[derive(Debug, Clone)]
pub(crate) enum Call {
    /// Names stand for something else now, all at once.
    Names(Vec<(PathBuf, Option<Node>)>),
    Write(usize, Bytes),
    Sync(usize),
    SyncFolder(PathBuf),
}

/// A way to save that loses something. It stands beside the right one, to show that loss is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    Nothing,
    /// The file itself is emptied and written anew.
    WriteInPlace,
    /// The temporary file is not put on the disk before it takes the name.
    RenameWithoutSync,
    /// The folder is not put on the disk.
    NoFolderSync,
}

/// Somebody else, who replaces a file just before the next exchange of names.
type Intruder = Option<Vec<u8>>;

#[derive(Debug, Default)]
struct State {
    names: Names,
    files: Vec<Bytes>,
    /// When each file, or folder, was changed last, in seconds.
    changed: HashMap<PathBuf, u64>,
    calls: Vec<Call>,
    /// What a wrong program did not ask for: the system does it by itself, before the next file is made.
    late: Vec<Call>,
    intruder: Intruder,
}

/// A disk in memory.
#[derive(Debug, Clone)]
pub(crate) struct MemoryDisk {
    state: Arc<Mutex<State>>,
    wrong: Wrong,
}

/// What a disk holds for good.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents {
    pub(crate) names: Names,
    pub(crate) files: Vec<Bytes>,
}

impl MemoryDisk {
    /// An empty disk with one folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self::of(
            Contents { names: Names::from([(folder.to_owned(), Node::Folder)]), files: Vec::new() },
            Wrong::Nothing,
        )
    }

    pub(crate) fn of(contents: Contents, wrong: Wrong) -> Self {
        let state = State { names: contents.names, files: contents.files, ..State::default() };
        Self { state: Arc::new(Mutex::new(state)), wrong }
    }

    /// What was called so far.
    pub(crate) fn recorded(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Puts something on the disk; a program that is wrong in this way leaves it to the system.
    fn put_on_disk(&self, call: Call, wrong: Wrong) {
        let mut state = self.state();
        if self.wrong == wrong { state.late.push(call) } else { state.calls.push(call) }
    }

    pub(crate) fn contents(&self) -> Contents {
        let state = self.state();
        Contents { names: state.names.clone(), files: state.files.clone() }
    }

    /// How many changing calls were made.
    pub(crate) fn calls(&self) -> usize {
        self.state().calls.len()
    }

    /// Somebody else puts a file there, for good.
    pub(crate) fn put(&self, path: &Path, bytes: &[u8]) {
        self.state().put(path, bytes);
    }

    /// Somebody else puts a file there just before the next exchange of names.
    pub(crate) fn put_before_exchange(&self, bytes: Vec<u8>) {
        self.state().intruder = Some(bytes);
    }
}

impl State {
    fn put(&mut self, path: &Path, bytes: &[u8]) {
        let file = self.add_file(bytes.to_vec());
        self.calls.push(Call::Sync(file));
        self.change(vec![(path.to_owned(), Some(Node::File(file)))]);
        self.calls.push(Call::SyncFolder(path.parent().unwrap().to_owned()));
    }

    fn add_file(&mut self, bytes: Vec<u8>) -> usize {
        self.files.push(Arc::new(Vec::new()));
        let file = self.files.len() - 1;
        self.write(file, bytes);
        file
    }

    fn write(&mut self, file: usize, bytes: Vec<u8>) {
        self.files[file] = Arc::new(bytes);
        self.calls.push(Call::Write(file, Arc::clone(&self.files[file])));
    }

    fn change(&mut self, names: Vec<(PathBuf, Option<Node>)>) {
        let now = self.calls.len() as u64;
        for (path, _) in &names {
            self.changed.insert(path.clone(), now);
            self.changed.insert(path.parent().unwrap().to_owned(), now);
        }
        apply(&mut self.names, &names);
        self.calls.push(Call::Names(names));
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        match self.names.get(path) {
            Some(Node::File(file)) => Ok(*file),
            Some(Node::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn needs_folder(&self, path: &Path) -> io::Result<()> {
        match path.parent().and_then(|above| self.names.get(above)) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let (kind, length) = match self.names.get(path) {
            Some(Node::File(file)) => (EntryKind::File, self.files[*file].len() as u64),
            Some(Node::Folder) => (EntryKind::Folder, 0),
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        let changed = Duration::from_secs(self.changed.get(path).copied().unwrap_or_default());
        Ok(Metadata { kind, length, modified: Some(SystemTime::UNIX_EPOCH + changed) })
    }

    /// What a wrong program does in place of a rename: it empties the file and writes it anew.
    fn write_in_place(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let new = self.files[self.file(from)?].to_vec();
        let file = self.file(to)?;
        let old = self.add_file(self.files[file].to_vec());
        self.calls.push(Call::Sync(old));
        self.write(file, new);
        self.calls.push(Call::Sync(file));
        self.change(vec![(from.to_owned(), Some(Node::File(old)))]);
        Ok(())
    }
}

pub(crate) fn apply(names: &mut Names, change: &[(PathBuf, Option<Node>)]) {
    for (path, node) in change {
        match node {
            Some(node) => names.insert(path.clone(), node.clone()),
            None => names.remove(path),
        };
    }
}

struct MemoryFile {
    disk: MemoryDisk,
    file: usize,
}

impl NewFile for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.state();
        let whole = [&state.files[self.file][..], bytes].concat();
        state.write(self.file, whole);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.put_on_disk(Call::Sync(self.file), Wrong::RenameWithoutSync);
        Ok(())
    }
}

impl Disk for MemoryDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        let mut state = self.state();
        state.needs_folder(path)?;
        if state.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let late = std::mem::take(&mut state.late);
        state.calls.extend(late);
        state.files.push(Arc::default());
        let file = state.files.len() - 1;
        state.change(vec![(path.to_owned(), Some(Node::File(file)))]);
        Ok(Box::new(MemoryFile { disk: self.clone(), file }))
    }

    fn open(&self, path: &Path) -> io::Result<OpenedFile> {
        let state = self.state();
        let bytes = state.files[state.file(path)?].to_vec();
        Ok(OpenedFile { metadata: state.metadata(path)?, bytes: Box::new(Cursor::new(bytes)) })
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.state().metadata(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.state().names.contains_key(path)
    }

    fn rename(&self, from: &Path, to: &Path, mode: RenameMode) -> io::Result<()> {
        let mut state = self.state();
        let new = state.file(from)?;
        state.needs_folder(to)?;
        if mode == RenameMode::Exchange
            && let Some(theirs) = state.intruder.take()
        {
            state.put(to, &theirs);
        }
        let old = state.file(to);
        if mode == RenameMode::NoReplace && old.is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if self.wrong == Wrong::WriteInPlace && old.is_ok() {
            return state.write_in_place(from, to);
        }
        let left = if mode == RenameMode::Exchange { Some(Node::File(old?)) } else { None };
        state.change(vec![(from.to_owned(), left), (to.to_owned(), Some(Node::File(new)))]);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.file(path)?;
        state.change(vec![(path.to_owned(), None)]);
        Ok(())
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.needs_folder(path)?;
        if state.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.change(vec![(path.to_owned(), Some(Node::Folder))]);
        Ok(())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.names.keys().any(|name| name.parent() == Some(path)) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        state.change(vec![(path.to_owned(), None)]);
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.put_on_disk(Call::SyncFolder(path.to_owned()), Wrong::NoFolderSync);
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.state();
        match state.names.get(folder) {
            Some(Node::Folder) => {}
            Some(Node::File(_)) => return Err(io::ErrorKind::NotADirectory.into()),
            None => return Err(io::ErrorKind::NotFound.into()),
        }
        Ok(state.names.keys().filter(|name| name.parent() == Some(folder)).cloned().collect())
    }

    fn lock(&self, _path: &Path) -> io::Result<Option<Lock>> {
        Ok(None)
    }
}
