//! One notes folder on one device: what belongs to the device alone, and the app, which is kept running.
//!
//! What depends on how keys are kept is in [`DeviceFolder::open_everything`], [`DeviceFolder::is_recoverable`] and
//! [`DeviceFolder::check`] alone.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Local, SubsecRound};
use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::recovery_code::RecoveryCode;
use holdspace::domain::session::Session;
use holdspace::storage::check::{Verdict, check, check_sealed};
use holdspace::storage::error::StorageError;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::worker::{LibraryReport, Report, Worker};

use crate::app::App;
use crate::orders::{DeviceReport, Order, Page};

/// After how long keys that are on their way are tried again.
const AGAIN: Duration = Duration::from_millis(100);

/// How each sealed file begins.
const SEALED: &[u8] = b"age-encryption.org/";

/// The folders whose files are a client's.
const OF_CLIENTS: [&str; 4] = ["sessions", "history", "trash", "renaming"];

/// The passphrase that notes are sealed under before anything else happens.
pub(crate) fn first_words() -> String {
    "the first words by the river".to_owned()
}

/// The passphrase that a device seals under.
pub(crate) fn words_of(device: &str) -> String {
    format!("the words of the {device} one")
}

/// The passphrase that a device changes to.
pub(crate) fn changed_words_of(device: &str) -> String {
    format!("other words of the {device} one")
}

/// What time it is on this device.
pub(crate) fn now() -> Moment {
    Local::now().trunc_subsecs(0).into()
}

/// A notes folder on a device.
pub(crate) struct DeviceFolder {
    pub(crate) device: String,
    own: tempfile::TempDir,
    folders: Folders,
    app: Option<App>,
    /// The passphrases that somebody has.
    passphrases: Vec<String>,
    /// The papers with the recovery codes: all devices have the same.
    papers: PathBuf,
}

impl DeviceFolder {
    /// One that is not opened yet; `devices` are the names of all, `papers` the folder where they keep the
    /// recovery codes.
    pub(crate) fn closed(device: &str, devices: &[String], papers: PathBuf) -> Self {
        let own = tempfile::tempdir().unwrap();
        let folders = Folders::within(own.path());
        let words = devices.iter().flat_map(|device| [words_of(device), changed_words_of(device)]);
        let passphrases = std::iter::once(first_words()).chain(words).collect();
        Self { device: device.to_owned(), own, folders, app: None, passphrases, papers }
    }

    /// Does what is asked for.
    pub(crate) fn carry_out(&mut self, order: Order) -> Result<Option<DeviceReport>, String> {
        match order {
            Order::Open(data) => {
                self.folders.data = data;
                self.app = Some(App::start(&self.folders));
                self.open_everything()?;
            }
            Order::Furnish { is_sealed } => self.furnish(is_sealed)?,
            Order::Act(action) => self.act(action)?,
            Order::Type(lines) => self.type_lines(lines)?,
            Order::ComeToRest => self.open_everything()?,
            Order::Tell => return self.tell().map(Some),
        }
        Ok(None)
    }

    pub(crate) fn app(&mut self) -> Result<&mut App, String> {
        self.app.as_mut().ok_or_else(|| "the notes were never opened".to_owned())
    }

    /// Whether the notes are sealed, as far as this device knows.
    pub(crate) fn is_sealed(&self) -> bool {
        self.app.as_ref().is_some_and(|app| app.is_locked || app.sealing.is_under_passphrase())
    }

    /// A recovery code that nobody had before. Somebody writes it down.
    pub(crate) fn new_code(&self) -> RecoveryCode {
        let code = Worker::new_recovery_code();
        std::fs::create_dir_all(&self.papers).unwrap();
        let mut paper = tempfile::NamedTempFile::new_in(&self.papers).unwrap();
        paper.write_all(code.printed().as_bytes()).unwrap();
        paper.keep().unwrap();
        code
    }

    /// Whether a recovery code that somebody wrote down opens the notes.
    fn is_recoverable(&self) -> bool {
        let (files, mut papers) = (Files::default(), Vec::new());
        files_below(&self.papers, &mut papers);
        let Ok(Some(keys)) = Keys::read(&NotesFolder::new(&files, &self.folders)) else { return false };
        papers.into_iter().any(|paper| {
            let code = RecoveryCode::typed(&std::fs::read_to_string(paper).unwrap()).unwrap();
            keys.recover(&code, None).is_ok()
        })
    }

    /// The passphrase that opens the notes here now.
    pub(crate) fn words_in_use(&self) -> Passphrase {
        let opened_by = self.app.as_ref().and_then(|app| app.opened_by.clone());
        Passphrase::new(opened_by.unwrap_or_else(first_words))
    }

    /// Opens all that any passphrase opens, as somebody would who has them all, and waits until nothing is
    /// under way any more.
    pub(crate) fn open_everything(&mut self) -> Result<(), String> {
        self.app()?.come_to_rest()?;
        // The keys may change while a passphrase is tried, or what it opened comes to rest.
        for _ in 0..3 {
            if !self.app()?.is_locked && !self.app()?.has_other_keys {
                return Ok(());
            }
            if self.app()?.is_locked {
                self.unlock_by_any()?;
            } else {
                self.open_others_by_any()?;
            }
            self.app()?.come_to_rest()?;
        }
        if self.app()?.is_locked { Err("the notes are locked again and again".to_owned()) } else { Ok(()) }
    }

    /// Opens what other devices sealed with keys of their own, as far as any passphrase does.
    fn open_others_by_any(&mut self) -> Result<(), String> {
        for words in self.passphrases.clone() {
            if self.app()?.has_other_keys && !self.app()?.is_locked {
                self.app()?.open_others(&words);
            }
        }
        Ok(())
    }

    fn unlock_by_any(&mut self) -> Result<(), String> {
        for words in self.passphrases.clone() {
            if self.app()?.unlock(&words)? {
                return Ok(());
            }
        }
        Err("no passphrase opens the notes".to_owned())
    }

    /// Opens notes again that may have been locked, and waits until a session is there. Keys and files that are on
    /// their way come one after the other: it is tried until they are there.
    pub(crate) fn open_again(&mut self, id: &SessionId) -> Result<(), String> {
        let mut opened = Ok(());
        for _ in 0..100 {
            opened = self.try_to_open(id);
            if opened.is_ok() {
                break;
            }
            std::thread::sleep(AGAIN);
        }
        opened
    }

    fn try_to_open(&mut self, id: &SessionId) -> Result<(), String> {
        if self.app()?.is_locked {
            self.unlock_by_any()?;
        }
        self.app()?.all_read()?;
        self.app()?.rescan();
        self.open_others_by_any()?;
        if self.app()?.library.get(id).is_some() { Ok(()) } else { Err(format!("{id} is not there")) }
    }

    /// Starts the app again.
    fn start_again(&mut self) -> Result<(), String> {
        if let Some(app) = self.app.take()
            && !app.finish()
        {
            return Err("not every word is on the disk as the app ends".to_owned());
        }
        self.app = Some(App::start(&self.folders));
        Ok(())
    }

    /// What is there after a fresh start, and whether the app showed the same before.
    fn tell(&mut self) -> Result<DeviceReport, String> {
        let before = (self.is_sealed(), self.pages()?);
        self.start_again()?;
        self.open_everything()?;
        let mut report = DeviceReport { is_sealed: self.is_sealed(), ..DeviceReport::default() };
        if report.is_sealed {
            report.opened_by = self.openers()?;
            report.is_recoverable = self.is_recoverable();
        }
        let app = self.app()?;
        app.all_read()?;
        let unreadable = app.unreadable.clone();
        report.sessions = self.pages()?;
        report.was_shown = before == (report.is_sealed, report.sessions.clone());
        report.set_aside = self.set_aside(report.sessions.keys().cloned().collect())?;
        report.unsound =
            unreadable.iter().map(|(path, reason)| format!("{}: {reason:?}", self.name_of(path))).collect();
        (report.plain, report.sealed) = self.files_of_clients();
        let checked = self.check().map_err(|error| format!("it cannot be checked: {error}"))?;
        report.unsound.extend(checked);
        Ok(report)
    }

    /// The sessions in the library.
    fn pages(&mut self) -> Result<BTreeMap<String, Page>, String> {
        let sessions = self.app()?.library.sessions();
        Ok(sessions.map(|session| (session.id.to_string(), page(session))).collect())
    }

    /// The passphrases that open the notes, each tried after they were locked.
    fn openers(&mut self) -> Result<Vec<String>, String> {
        let mut openers = Vec::new();
        for words in self.passphrases.clone() {
            let app = self.app()?;
            app.lock()?;
            if app.unlock(&words)? {
                openers.push(words);
            }
            self.open_everything()?;
        }
        Ok(openers)
    }

    /// The texts of every earlier version, and of what is in the trash.
    fn set_aside(&mut self, mut ids: Vec<String>) -> Result<BTreeMap<String, Vec<String>>, String> {
        let mut texts = BTreeMap::<String, Vec<String>>::new();
        let app = self.app()?;
        app.send(LibraryRequest::ReadTrash);
        let trash = app.until("the trash is read", |report| match report {
            Report::Library(LibraryReport::Trash(sessions)) => Some(sessions.clone()),
            _ => None,
        })?;
        for session in trash {
            ids.push(session.id.to_string());
            texts.entry(session.id.to_string()).or_default().extend(page(&session).texts);
        }
        for id in ids {
            app.send(LibraryRequest::ReadVersions(SessionId::try_from(id.as_str()).map_err(|_| "no id")?));
            let versions = app.until("versions are read", |report| match report {
                Report::Library(LibraryReport::Versions { versions, .. }) => Some(versions.clone()),
                _ => None,
            })?;
            texts.entry(id).or_default().extend(versions.iter().flat_map(|(_, session)| page(session).texts));
        }
        Ok(texts)
    }

    /// The files of clients that are plain, and those that are sealed.
    fn files_of_clients(&self) -> (Vec<String>, Vec<String>) {
        let mut files = Vec::new();
        let shared = OF_CLIENTS.iter().map(|name| self.folders.data.join(name));
        for folder in shared.chain([self.own.path().join("state").join("recovery")]) {
            files_below(&folder, &mut files);
        }
        // The prompt sets of before are no client's.
        files.retain(|path| !path.starts_with(self.folders.data.join("history").join("prompts.json")));
        let is_plain = |path: &PathBuf| !std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(SEALED));
        let (plain, sealed): (Vec<_>, Vec<_>) = files.into_iter().partition(is_plain);
        let names = |paths: &[PathBuf]| paths.iter().map(|path| self.name_of(path)).collect();
        (names(&plain), names(&sealed))
    }

    /// A path as it is below the notes folder, or what belongs to this device.
    fn name_of(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.folders.data).or_else(|_| path.strip_prefix(self.own.path()));
        below.unwrap_or(path).display().to_string()
    }

    /// What a look at every file finds wrong. What is beside the keys that count is not looked at.
    fn check(&self) -> Result<Vec<String>, StorageError> {
        let keys = self.folders.data.join("keys");
        let found =
            if self.is_sealed() { check_sealed(&self.folders, &self.words_in_use())? } else { check(&self.folders)? };
        let wrong = found.into_iter().filter(|found| found.verdict != Verdict::Sound && !found.path.starts_with(&keys));
        Ok(wrong.map(|found| format!("{}: {:?}", self.name_of(&found.path), found.verdict)).collect())
    }
}

/// Every file below a folder, but for what Syncthing has of files that are on their way.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        let is_on_its_way = entry.file_name().to_string_lossy().starts_with(".syncthing.");
        if path.is_dir() {
            files_below(&path, found);
        } else if !is_on_its_way {
            found.push(path);
        }
    }
}

fn page(session: &Session) -> Page {
    let lines = session.notes.written().iter().map(|line| line.text.clone());
    let addenda = session.addenda.iter().map(|addendum| addendum.text.clone());
    Page {
        client: session.client.clone(),
        texts: lines.chain(addenda).collect(),
        is_frozen: session.is_finalized() && !session.was_changed_since_finalized(),
    }
}
