//! The changes of the keys and of all files: sealing, making plain again, another passphrase, by the former one or by the
//! code, another key, the keys of another device, former keys forgotten. A folder to change, each change begun or gone on
//! with, by what the worker does it by, and what has to be there afterwards.

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
use holdspace::storage::vault::seal::{Key, SealError, is_sealed, unwrap};
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
    Recover,
    Rotate,
    Join,
    Forget,
}

impl Change {
    pub(crate) const ALL: [Self; 7] =
        [Self::Seal, Self::Unseal, Self::Rewrap, Self::Recover, Self::Rotate, Self::Join, Self::Forget];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seal => "sealing",
            Self::Unseal => "making plain",
            Self::Rewrap => "another passphrase",
            Self::Recover => "another passphrase by the code",
            Self::Rotate => "another key",
            Self::Join => "the keys of another device",
            Self::Forget => "forgetting former keys",
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
    /// What nothing is sealed with after the change: the key before it, or that of another device.
    former: Option<Arc<Key>>,
    /// What everything is sealed with after the change, unless that is made by the change.
    current: Option<Arc<Key>>,
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
        let mut practice =
            Self { folders, change: Change::Seal, promised: promised.into(), former: None, current: None };
        if change != Change::Seal {
            practice.go_on(disk).unwrap();
            practice.former = Some(practice.key(&files));
        }
        match change {
            Change::Join => practice.put_apart(&files),
            Change::Forget => {
                practice.change = Change::Rotate;
                practice.go_on(disk).unwrap();
                practice.current = Some(practice.key(&files));
            }
            _ => {}
        }
        Self { change, ..practice }
    }

    fn key(&self, files: &Files) -> Arc<Key> {
        let keys = Keys::read(&NotesFolder::new(files, &self.folders)).unwrap().unwrap();
        keys.unlock(&before().0, None).unwrap().key
    }

    /// The keys that another device made apart from these, under the words after the change, and a session that it sealed.
    fn put_apart(&mut self, files: &Files) {
        let elsewhere = tempfile::tempdir().unwrap();
        let theirs = Folders::within(elsewhere.path());
        let notes = NotesFolder::new(&Files::default(), &theirs);
        drop(Store::open(&notes, &Replica::default()).unwrap());
        let (words, code) = after();
        let keyring = Keyring::create(&notes, (&words, &code), None, WORK).unwrap();
        for path in notes.files.list(&theirs.data.join("keys")).unwrap() {
            let named = self.folders.data.join("keys").join(path.file_name().unwrap());
            files.put(&named, &std::fs::read(&path).unwrap()).unwrap();
        }
        let sealed = keyring.key.seal(&format::write_session(&session("apart", "apart"))).unwrap();
        files.put(&self.folders.data.join("sessions/apart.json.age"), &sealed).unwrap();
        self.promised.insert(format!("{MARK} apart"));
        (self.former, self.current) = (Some(keyring.key), Some(self.key(files)));
    }

    /// Begins the change, or goes on with one that was cut off, until it is done.
    pub(crate) fn go_on(&self, disk: &Arc<dyn Disk>) -> Result<(), StorageError> {
        let files = Files::on(Arc::clone(disk));
        let notes = NotesFolder::new(&files, &self.folders);
        let ((words, code), (new_words, new_code)) = (before(), after());
        clear_unfinished(&notes);
        let Some(keys) = Keys::read(&notes)? else {
            return match self.change {
                Change::Seal => self.settle_all(disk, &Keyring::create(&notes, (&words, &code), None, WORK)?),
                Change::Unseal => Ok(()),
                _ => Err(StorageError::new(Problem::KeysNotThere, &self.folders.data)),
            };
        };
        if matches!(self.change, Change::Rewrap | Change::Recover) {
            return self.give_another_passphrase(&notes, &keys);
        }
        let mut keyring = keys.unlock(&words, None)?;
        keyring.put_in_order(&notes, moment())?;
        match self.change {
            Change::Unseal if keyring.form() == Form::Sealed => keyring.set_form(&notes, Form::Plain)?,
            Change::Rotate if keys.recover(&new_code, None).is_err() => {
                keyring = keyring.rotate(&notes, (&words, &new_code), WORK)?;
            }
            Change::Join if keyring.previous.is_empty() => keyring.join(&notes, keys.unlock(&new_words, None)?)?,
            Change::Forget => return keyring.forget_previous(&notes),
            _ => {}
        }
        self.settle_all(disk, &keyring)
    }

    /// By the former passphrase, or by the recovery code.
    fn give_another_passphrase(&self, notes: &NotesFolder, keys: &Keys) -> Result<(), StorageError> {
        let ((words, code), new_words) = (before(), after().0);
        let opened = keys.unlock(&new_words, None);
        if opened.is_ok() && keys.unlock(&words, None).is_err() {
            return opened?.put_in_order(notes, moment());
        }
        let mut keyring = match self.change {
            Change::Recover => keys.recover(&code, None)?,
            _ => opened.or_else(|_| keys.unlock(&words, None))?,
        };
        keyring.change_passphrase(notes, &new_words, WORK)?;
        keyring.put_in_order(notes, moment())
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
    /// plain. One of the two codes has to open them too. Of keys that were made apart, either passphrase opens its own.
    fn keyrings(&self, disk: &Arc<dyn Disk>) -> Result<Vec<Keyring>, StorageError> {
        let notes = NotesFolder::new(&Files::on(Arc::clone(disk)), &self.folders);
        clear_unfinished(&notes);
        if lock_reason(&notes)?.is_none() {
            return Ok(Vec::new());
        }
        let Some(keys) = Keys::read(&notes)? else { return Ok(Vec::new()) };
        let ((words, code), (new_words, new_code)) = (before(), after());
        if self.change == Change::Join {
            keys.recover(&code, None)?;
            keys.recover(&new_code, None)?;
            return Ok(vec![keys.unlock(&words, None)?, keys.unlock(&new_words, None)?]);
        }
        keys.recover(&code, None).or_else(|_| keys.recover(&new_code, None))?;
        Ok(vec![keys.unlock(&new_words, None).or_else(|_| keys.unlock(&words, None))?])
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
        let keyrings = self.keyrings(disk)?;
        if keyrings.is_empty() {
            return self.lines_with(disk, None);
        }
        let lines: Vec<_> =
            keyrings.iter().map(|keyring| self.lines_with(disk, Some(keyring))).collect::<Result<_, _>>()?;
        Ok(lines.into_iter().flatten().collect())
    }

    fn lines_with(&self, disk: &Arc<dyn Disk>, keyring: Option<&Keyring>) -> Result<BTreeSet<String>, StorageError> {
        let folders = &self.folders;
        let files = self.opened(disk, keyring);
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
            let read = files.read(&path, format::MAX_BYTES);
            let is_of_other_key =
                || read.as_ref().is_err_and(|error| error.kind == Problem::Sealed(SealError::OtherKey));
            if self.change == Change::Join && is_of_other_key() {
                continue;
            }
            let session =
                format::read_session(&read?).map_err(|_| StorageError::new(Problem::UnreadableInTheWay, &path))?;
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
        let keys: Vec<_> = files.iter().map(|(path, _)| path).filter(|path| in_folder(path)).collect();
        let wanted = if self.change == Change::Join { 6 } else { 3 };
        (keys.len() != wanted).then(|| format!("{} files of keys: {keys:?}", keys.len()))
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
        let opens_by_former = || self.former.as_ref().is_some_and(|former| former.open(bytes).is_ok());
        match self.change {
            // The keys stay: another device may bring what was sealed with them.
            Change::Unseal => is_sealed(bytes) && !self.is_of_keys(path),
            Change::Rewrap | Change::Recover => is_plain() || opens_by(words.words()),
            Change::Rotate => is_plain() || opens_by_former() || opens_by(&code.printed()),
            Change::Join if self.is_of_keys(path) => self.names_former(bytes) == Some(false),
            // What the other key sealed takes this one as it is read: either opens it.
            Change::Seal | Change::Join => is_plain(),
            Change::Forget => {
                let is_former = |text: &str| self.former.as_ref().is_some_and(|former| *former.text() == *text);
                let opens = unwrap(bytes, words.words()).is_ok_and(|text| is_former(&text));
                is_plain() || opens_by_former() || opens || self.names_former(bytes) == Some(true)
            }
        }
    }

    /// Whether a record of the keys has the former one; nothing if it is none that the current key opens.
    fn names_former(&self, bytes: &[u8]) -> Option<bool> {
        let record = self.current.as_ref()?.open(bytes).ok()?;
        Some(String::from_utf8_lossy(&record).contains(self.former.as_ref()?.text().trim_end()))
    }

    fn is_of_keys(&self, path: &Path) -> bool {
        // Also this computer's copies of them.
        [&self.folders.data, &self.folders.state].into_iter().any(|folder| path.starts_with(folder.join("keys")))
    }
}
