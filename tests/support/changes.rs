//! The changes of all files: sealing, making plain again, another passphrase, another key. A folder to change,
//! each change begun or gone on with, by what the worker does it by, and what has to be there afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::times::moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::recovery_code::{BYTES, RecoveryCode};
use holdspace::domain::sealing::Form;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::disk::Disk;
use holdspace::storage::error::{Problem, StorageError};
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::vault::change;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::{Keyring, clear_unfinished};
use holdspace::storage::vault::lock_state::lock_reason;
use holdspace::storage::vault::seal::{Key, is_sealed, unwrap};
use holdspace::storage::vault::sealing_disk::SealingDisk;

/// Stands in every line that is written. Long enough that no sealed file holds it by chance.
pub(crate) const MARK: &str = "zxqv the river was quiet";

/// How much work a passphrase costs here.
pub(crate) const WORK: u8 = 1;

/// The changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Seal,
    Unseal,
    Rewrap,
    Rotate,
}

impl Change {
    pub(crate) const ALL: [Self; 4] = [Self::Seal, Self::Unseal, Self::Rewrap, Self::Rotate];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seal => "sealing",
            Self::Unseal => "making plain",
            Self::Rewrap => "another passphrase",
            Self::Rotate => "another key",
        }
    }
}

/// The words before a change.
pub(crate) fn before() -> (Passphrase, RecoveryCode) {
    (Passphrase::new("a quiet river at dawn".to_owned()), RecoveryCode::of(&[1; BYTES]))
}

/// The words after it.
pub(crate) fn after() -> (Passphrase, RecoveryCode) {
    (Passphrase::new("another river at dusk".to_owned()), RecoveryCode::of(&[2; BYTES]))
}

fn session(name: &str, words: &str) -> Session {
    let mut session = Session::begin(moment(), "K-07", None, Vec::new());
    session.id = SessionId::try_from(name).unwrap();
    session.notes.add(&format!("{MARK} {words}"), None, &Stamp { at: moment(), prompt: None });
    session
}

/// Files that hold words and are not a session's own: what a sync program made of a conflict, and what saves left
/// that were cut off.
fn put_beside(files: &Files, folders: &Folders) {
    let whole = |name: &str, words: &str| format::write_session(&session(name, words));
    let sessions = folders.data.join("sessions");
    files.put(&sessions.join("one.sync-conflict-20261123-140211-ABCDEFG.json"), &whole("one", "theirs")).unwrap();
    files.create_folder(&folders.recovery()).unwrap();
    files.put(&folders.recovery().join("copy.json"), &whole("copy", "copy")).unwrap();
    let cut_short = format!("{{ {MARK}").into_bytes();
    let left = [
        (sessions, whole("left", "left")),
        (folders.data.join("trash"), whole("gone", "gone")),
        (folders.data.join("history").join("one"), whole("one", "one")),
        (folders.recovery(), cut_short),
    ];
    for (number, (folder, bytes)) in left.into_iter().enumerate() {
        files.put(&folder.join(format!(".holdspace-{number}.tmp")), &bytes).unwrap();
    }
}

/// A folder whose files are to take another form.
pub(crate) struct Practice {
    pub(crate) folders: Folders,
    change: Change,
    /// The words of the lines that are in it.
    promised: BTreeSet<String>,
    /// What opened it before the change.
    former: Option<Arc<Key>>,
}

impl Practice {
    /// Two sessions, one with an earlier version, one in the trash, and what may stand beside them; sealed
    /// already, where the change is of sealed notes.
    pub(crate) fn furnish(disk: &Arc<dyn Disk>, folders: &Folders, change: Change) -> Self {
        let files = Files::on(Arc::clone(disk));
        let mut store = Store::open(&NotesFolder::new(&files, folders), &Replica::default()).unwrap();
        for name in ["one", "two", "gone"] {
            store.save_session(&session(name, name), 0, moment().to_utc()).unwrap();
        }
        store.restore(&session("one", "newer")).unwrap();
        store.move_to_trash(&SessionId::try_from("gone").unwrap()).unwrap();
        // With the id by which the folder is known, as the app has it.
        let folders = store.folders().clone();
        drop(store);
        put_beside(&files, &folders);
        let promised = ["one", "newer", "theirs", "two", "gone", "copy", "left"].map(|words| format!("{MARK} {words}"));
        let mut practice = Self { folders, change: Change::Seal, promised: promised.into(), former: None };
        if change != Change::Seal {
            practice.go_on(disk).unwrap();
            let keys = Keys::read(&NotesFolder::new(&files, &practice.folders)).unwrap().unwrap();
            practice.former = Some(keys.unlock(&before().0, None).unwrap().key);
        }
        Self { change, ..practice }
    }

    /// Begins the change, or goes on with one that was cut off, until it is done.
    pub(crate) fn go_on(&self, disk: &Arc<dyn Disk>) -> Result<(), StorageError> {
        let files = Files::on(Arc::clone(disk));
        let folders = &self.folders;
        let ((words, code), (new_words, new_code)) = (before(), after());
        clear_unfinished(&NotesFolder::new(&files, folders));
        let Some(keys) = Keys::read(&NotesFolder::new(&files, folders))? else {
            return match self.change {
                Change::Seal => {
                    let keyring = Keyring::create(&NotesFolder::new(&files, folders), (&words, &code), None, WORK)?;
                    self.settle_all(disk, &keyring)
                }
                Change::Unseal => Ok(()),
                Change::Rewrap | Change::Rotate => Err(StorageError::new(Problem::KeysNotThere, &folders.data)),
            };
        };
        let is_rewrapped = self.change == Change::Rewrap && keys.unlock(&new_words, None).is_ok();
        let mut keyring = keys.unlock(if is_rewrapped { &new_words } else { &words }, None)?;
        keyring.put_in_order(&NotesFolder::new(&files, folders), moment())?;
        match self.change {
            Change::Rewrap if is_rewrapped && keys.unlock(&words, None).is_err() => return Ok(()),
            Change::Rewrap => return keyring.change_passphrase(&NotesFolder::new(&files, folders), &new_words, WORK),
            Change::Unseal if keyring.form() == Form::Sealed => {
                keyring.set_form(&NotesFolder::new(&files, folders), Form::Plain)?;
            }
            Change::Rotate if keys.recover(&new_code, None).is_err() => {
                keyring = keyring.rotate(&NotesFolder::new(&files, folders), (&words, &new_code), WORK)?;
            }
            _ => {}
        }
        self.settle_all(disk, &keyring)
    }

    /// Gives every file its form, while somebody goes on writing.
    fn settle_all(&self, disk: &Arc<dyn Disk>, keyring: &Keyring) -> Result<(), StorageError> {
        let files = Files::on(Arc::clone(disk));
        let converter = change::begin(&NotesFolder::new(&files, &self.folders), keyring);
        let sealed = Files::on(Arc::new(SealingDisk::new(Arc::clone(disk), converter.clone())));
        for (count, path) in converter.unconverted()?.iter().enumerate() {
            if count == 2 {
                let mut store = Store::open(&NotesFolder::new(&sealed, &self.folders), &Replica::default())?;
                store.restore(&session("two", "meanwhile"))?;
            }
            converter.convert(path)?;
        }
        // What was written meanwhile has its form; what could not take it is left, and said.
        match change::end(&NotesFolder::new(&files, &self.folders), keyring, &converter)?.first() {
            Some(left) => Err(StorageError::new(Problem::InUse, left)),
            None => Ok(()),
        }
    }

    /// What is wrong with what can be read at the next start. Nothing where all lines are there.
    pub(crate) fn lost(&self, disk: &Arc<dyn Disk>) -> Option<String> {
        match self.lines(disk) {
            Ok(found) if found.is_superset(&self.promised) => None,
            Ok(found) => Some(format!("{:?} are not there", self.promised.difference(&found).collect::<Vec<_>>())),
            Err(error) => Some(format!("{error:?}")),
        }
    }

    /// What opens the notes at the next start of the app, whichever of the two passphrases it is; nothing if they are
    /// plain. One of the two codes has to open them too.
    fn keyring(&self, disk: &Arc<dyn Disk>) -> Result<Option<Keyring>, StorageError> {
        let notes = NotesFolder::new(&Files::on(Arc::clone(disk)), &self.folders);
        clear_unfinished(&notes);
        if lock_reason(&notes)?.is_none() {
            return Ok(None);
        }
        let Some(keys) = Keys::read(&notes)? else { return Ok(None) };
        let ((words, code), (new_words, new_code)) = (before(), after());
        keys.recover(&code, None).or_else(|_| keys.recover(&new_code, None))?;
        keys.unlock(&new_words, None).or_else(|_| keys.unlock(&words, None)).map(Some)
    }

    /// The files as the app has them then.
    fn opened(&self, disk: &Arc<dyn Disk>, keyring: Option<&Keyring>) -> Files {
        let files = Files::on(Arc::clone(disk));
        let Some(keyring) = keyring else { return files };
        let converter = change::begin(&NotesFolder::new(&files, &self.folders), keyring);
        Files::on(Arc::new(SealingDisk::new(Arc::clone(disk), converter)))
    }

    /// Every line that can be read at the next start: of sessions, of those in the trash, of earlier versions,
    /// of recovery copies.
    fn lines(&self, disk: &Arc<dyn Disk>) -> Result<BTreeSet<String>, StorageError> {
        let folders = &self.folders;
        let keyring = self.keyring(disk)?;
        let files = self.opened(disk, keyring.as_ref());
        let mut store = Store::open(&NotesFolder::new(&files, folders), &Replica::default())?;
        for path in store.list()?.others {
            store.take_in(&path);
        }
        store.clear_leftovers();
        drop(store);
        let named = |name: &str| folders.data.join(name);
        let mut listed: Vec<PathBuf> = [named("sessions"), named("trash"), folders.recovery()].into();
        listed.extend(files.list_if_there(&named("history")));
        let mut lines = BTreeSet::new();
        for path in listed.iter().flat_map(|folder| files.list_if_there(folder)) {
            if path.extension().is_some_and(|extension| extension == "tmp") {
                // In the folder of the recovery copies it waits for the next copy.
                continue;
            }
            let session = format::read_session(&files.read(&path, format::MAX_BYTES)?)
                .map_err(|_| StorageError::new(Problem::UnreadableInTheWay, &path))?;
            lines.extend(session.notes.lines().iter().map(|line| line.text.clone()));
        }
        Ok(lines)
    }

    /// What is wrong with a folder where the change is said to be done: given its files, each with its name and
    /// its bytes. Nothing where all is well.
    pub(crate) fn not_done(&self, files: &[(PathBuf, Vec<u8>)]) -> Option<String> {
        let of_keys = files.iter().find(|(path, bytes)| self.is_of_keys(path) && self.is_not_done(path, bytes));
        let left = of_keys.map(|(path, _)| format!("{} is left", path.display()));
        if let Some(what) = self.left_over(files).or(left) {
            return Some(what);
        }
        let in_folder = |path: &Path| path.starts_with(&self.folders.data) && self.is_of_keys(path);
        let keys = files.iter().filter(|(path, _)| in_folder(path)).count();
        (keys != 3).then(|| format!("{keys} files of keys"))
    }

    /// The same of all files but the keys.
    pub(crate) fn left_over(&self, files: &[(PathBuf, Vec<u8>)]) -> Option<String> {
        let left = files.iter().find(|(path, bytes)| !self.is_of_keys(path) && self.is_not_done(path, bytes));
        left.map(|(path, _)| format!("{} is not as it should be", path.display()))
    }

    fn is_not_done(&self, path: &Path, bytes: &[u8]) -> bool {
        let (words, code) = before();
        let is_plain = || bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
        let opens_by = |words: &str| self.is_of_keys(path) && unwrap(bytes, words).is_ok();
        match self.change {
            Change::Seal => is_plain(),
            // The keys stay: another device may bring what was sealed with them.
            Change::Unseal => is_sealed(bytes) && !self.is_of_keys(path),
            Change::Rewrap => is_plain() || opens_by(words.words()),
            Change::Rotate => {
                let opens = self.former.as_ref().is_some_and(|former| former.open(bytes).is_ok());
                is_plain() || opens || opens_by(&code.printed())
            }
        }
    }

    fn is_of_keys(&self, path: &Path) -> bool {
        // Also this computer's copies of them.
        [&self.folders.data, &self.folders.state].into_iter().any(|folder| path.starts_with(folder.join("keys")))
    }
}
