//! The changes of all files: sealing, making plain again, another passphrase, another key. A folder to change,
//! each change begun or gone on with, in the order of the worker, and what has to be there afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::notes::Stamp;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::recovery_code::{BYTES, RecoveryCode};
use holdspace::domain::sealing::Form;
use holdspace::domain::session::Session;
use holdspace::storage::disk::Disk;
use holdspace::storage::error::{Kind, StorageError};
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::keys::{Keyring, Keys, clear_unused};
use holdspace::storage::sealing_disk::SealingDisk;
use holdspace::storage::settling::Settler;
use holdspace::storage::store::Store;
use holdspace::storage::writer::Writer;

/// Stands in every line that is written. Long enough that no sealed file holds it by chance.
pub(crate) const MARK: &str = "zxqv the river was quiet";

/// How much work a passphrase costs here.
const WORK: u8 = 1;

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

fn before() -> (Passphrase, RecoveryCode) {
    (Passphrase::new("a quiet river at dawn".to_owned()), RecoveryCode::of(&[1; BYTES]))
}

fn after() -> (Passphrase, RecoveryCode) {
    (Passphrase::new("another river at dusk".to_owned()), RecoveryCode::of(&[2; BYTES]))
}

fn moment() -> Moment {
    chrono::DateTime::parse_from_rfc3339("2026-11-23T14:02:11-05:00").unwrap()
}

fn session(name: &str, words: &str) -> Session {
    let mut session = Session::begin(moment(), "K-07", None, Vec::new());
    session.id = SessionId::try_from(name).unwrap();
    session.notes.add(&format!("{MARK} {words}"), None, &Stamp { at: moment(), prompt: None });
    session
}

/// A folder with two sessions, one with an earlier version, one in the trash, and a recovery copy; sealed
/// already, where the change is of sealed notes. Returns the lines that are in it.
pub(crate) fn furnish(disk: &Arc<dyn Disk>, folders: &Folders, change: Change) -> BTreeSet<String> {
    let files = Files::on(Arc::clone(disk));
    let mut store = Store::open(folders, &files, &Writer::default()).unwrap();
    for name in ["one", "two", "gone"] {
        store.save_session(&session(name, name), 0, moment().to_utc()).unwrap();
    }
    store.restore(&session("one", "newer")).unwrap();
    store.move_to_trash(&SessionId::try_from("gone").unwrap()).unwrap();
    drop(store);
    files.create_folder(&folders.recovery()).unwrap();
    let copy = format::write_session(&session("copy", "copy"));
    files.put(&folders.recovery().join("copy.json"), &copy).unwrap();
    if change != Change::Seal {
        go_on(disk, folders, Change::Seal).unwrap();
    }
    lines(disk, folders).unwrap()
}

/// Begins a change, or goes on with one that was cut off, until it is done.
pub(crate) fn go_on(disk: &Arc<dyn Disk>, folders: &Folders, change: Change) -> Result<(), StorageError> {
    let files = Files::on(Arc::clone(disk));
    let keys = Keys::read(&files, folders)?;
    let missing = || StorageError::new(Kind::KeysNotThere, &folders.data);
    let ((words, code), (new_words, new_code)) = (before(), after());
    match change {
        Change::Seal => {
            let (keys, keyring) = match keys {
                Some(keys) => (keys.clone(), keys.unlock(&files, folders, &words)?),
                None => Keys::create(&files, folders, &words, &code, WORK)?,
            };
            settle_all(&files, folders, &keys, &keyring)
        }
        Change::Unseal => {
            let Some(mut keys) = keys else {
                clear_unused(&files, folders);
                return Ok(());
            };
            let keyring = keys.unlock(&files, folders, &words)?;
            if keys.form() == Form::Sealed {
                keys.set_form(&files, folders, Form::Plain)?;
            }
            settle_all(&files, folders, &keys, &keyring)?;
            Keys::remove(&files, folders)
        }
        Change::Rewrap => {
            let mut keys = keys.ok_or_else(missing)?;
            if keys.unlock(&files, folders, &new_words).is_ok() {
                keys.clear(&files, folders);
                return Ok(());
            }
            let keyring = keys.unlock(&files, folders, &words)?;
            keys.change_passphrase(&files, folders, &keyring, &new_words, WORK)
        }
        Change::Rotate => {
            let mut keys = keys.ok_or_else(missing)?;
            let mut keyring = keys.unlock(&files, folders, &words)?;
            if keys.recover(&files, folders, &new_code).is_err() {
                keyring = keys.rotate(&files, folders, &keyring, (&words, &new_code), WORK)?;
            }
            settle_all(&files, folders, &keys, &keyring)?;
            if keyring.former.is_some() { keys.end_rotation(&files, folders) } else { Ok(()) }
        }
    }
}

fn settle_all(files: &Files, folders: &Folders, keys: &Keys, keyring: &Keyring) -> Result<(), StorageError> {
    keys.clear(files, folders);
    let settler = Settler::new(files, folders, keyring, keys.form());
    for path in settler.unsettled() {
        settler.settle(&path)?;
    }
    match settler.unsettled_now().first() {
        Some(left) => Err(StorageError::new(Kind::InUse, left)),
        None => Ok(()),
    }
}

/// The files as the app has them at its next start: with the keys that stand there, whichever of the two
/// passphrases opens them. One of the two codes has to open them too.
fn opened(disk: &Arc<dyn Disk>, folders: &Folders) -> Result<Files, StorageError> {
    let files = Files::on(Arc::clone(disk));
    let Some(keys) = Keys::read(&files, folders)? else { return Ok(files) };
    let ((words, code), (new_words, new_code)) = (before(), after());
    keys.recover(&files, folders, &code).or_else(|_| keys.recover(&files, folders, &new_code))?;
    let opened = keys.unlock(&files, folders, &words).or_else(|_| keys.unlock(&files, folders, &new_words));
    let settler = Settler::new(&files, folders, &opened?, keys.form());
    Ok(Files::on(Arc::new(SealingDisk::new(Arc::clone(disk), settler))))
}

/// Every line that can be read at the next start: of sessions, of those in the trash, of earlier versions, of
/// recovery copies.
///
/// # Errors
/// When a file cannot be read, or the keys cannot be opened.
pub(crate) fn lines(disk: &Arc<dyn Disk>, folders: &Folders) -> Result<BTreeSet<String>, StorageError> {
    let files = opened(disk, folders)?;
    let mut store = Store::open(folders, &files, &Writer::default())?;
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
        let session = format::read_session(&files.read(&path, format::LARGEST)?)
            .map_err(|_| StorageError::new(Kind::UnreadableInTheWay, &path))?;
        lines.extend(session.notes.lines().iter().map(|line| line.text.clone()));
    }
    Ok(lines)
}

/// What is wrong with a folder where a change is said to be done: given its files, each with its name and its
/// bytes. Nothing where all is well.
pub(crate) fn not_done(files: &[(PathBuf, Vec<u8>)], folders: &Folders, change: Change) -> Option<String> {
    let is_key = |path: &Path| path.parent().is_some_and(|folder| folder == folders.data.join("keys"));
    let is_sealed = |path: &Path| path.extension().is_some_and(|extension| extension == "age");
    let wrong = |(path, bytes): &&(PathBuf, Vec<u8>)| match change {
        Change::Unseal => is_sealed(path) || is_key(path),
        _ => bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes()),
    };
    if let Some((path, _)) = files.iter().find(wrong) {
        return Some(format!("{} is not as it should be", path.display()));
    }
    let old_keys = files.iter().filter(|(path, _)| is_key(path)).count();
    (change != Change::Unseal && old_keys != 3).then(|| format!("{old_keys} files of keys"))
}

/// A furnished folder is copied, for each attempt anew.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            std::fs::copy(&path, &place).unwrap();
        }
    }
}

/// Every file in a folder, with what it holds.
pub(crate) fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_in(&path));
        } else {
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found
}
