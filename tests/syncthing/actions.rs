//! What somebody does at a device, by the requests that the app makes.

use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::worker::{LibraryReport, Report, Request, SavingRequest, SealingReport};

use crate::device_folder::{DeviceFolder, changed_words_of, first_words, now, words_of};
use crate::orders::Action;

/// The session that everything is done with.
pub(crate) const ONE: &str = "one";

/// A session that nobody writes into.
pub(crate) const TWO: &str = "two";

/// A session that is in the trash from the beginning.
pub(crate) const BINNED: &str = "binned";

/// The devices that there may be.
pub(crate) const DEVICES: [&str; 3] = ["left", "right", "third"];

/// The session that a device begins while it writes.
pub(crate) fn begun_by(device: &str) -> String {
    format!("begun-{device}")
}

/// The line that each device writes on in.
pub(crate) fn line_of(device: &str) -> String {
    format!("{device} began")
}

fn id(name: &str) -> SessionId {
    SessionId::try_from(name).unwrap()
}

fn stamp(at: Moment) -> Stamp {
    Stamp { at, prompt: None }
}

/// A session that was held and ended, with these lines.
fn session(name: &str, lines: &[String]) -> Session {
    let at = now();
    let mut session = Session::begin(at, "K-07", None, Vec::new());
    session.id = id(name);
    for line in lines {
        session.notes.add(line, None, &stamp(at));
    }
    session.ended = Some(at);
    session
}

impl DeviceFolder {
    /// Writes what every test begins with: a session with an earlier version, one that nobody writes into, and
    /// one in the trash.
    pub(crate) fn furnish(&mut self, is_sealed: bool) -> Result<(), String> {
        let lines: Vec<String> =
            std::iter::once("one stays".to_owned()).chain(DEVICES.iter().map(|device| line_of(device))).collect();
        self.save(session(ONE, &lines))?;
        self.save(session(TWO, &["two stays".to_owned()]))?;
        self.save(session(BINNED, &["binned stays".to_owned()]))?;
        self.write_on(&id(ONE), |session, at| {
            session.notes.add("one came later", None, &stamp(at));
        })?;
        self.trash(BINNED)?;
        if is_sealed { self.seal(first_words()) } else { Ok(()) }
    }

    /// Does something with the notes as they are here. Where they are not sealed yet and have to be, they are
    /// sealed first.
    pub(crate) fn act(&mut self, action: Action) -> Result<(), String> {
        self.open_everything()?;
        let own = words_of(&self.device);
        let needs_keys = action.is_of_keys() && action != Action::Seal;
        if needs_keys && !self.is_sealed() {
            self.seal(own.clone())?;
        }
        match action {
            Action::Write => self.write(),
            Action::RenameClient => self.rename(),
            Action::Finalize => self.finalize(),
            Action::TrashAndEmpty => {
                self.trash(ONE)?;
                self.empty_trash()
            }
            Action::Restore => self.restore(),
            Action::Seal => self.seal(own),
            Action::Rotate => {
                let request = Request::Sealing(SealingRequest::RotateKey {
                    passphrase: self.words_in_use(),
                    code: self.new_code(),
                });
                self.change_all(request, Sealing::Sealed)
            }
            Action::MakePlain => {
                self.change_all(Request::Sealing(SealingRequest::Unseal(self.words_in_use())), Sealing::NotSealed)
            }
            Action::ChangePassphrase => {
                let new = Passphrase::new(changed_words_of(&self.device));
                self.change_passphrase(self.words_in_use(), &new)
            }
        }
    }

    fn save(&mut self, session: Session) -> Result<(), String> {
        let app = self.app()?;
        app.shown = Some(session);
        app.save_shown().map(drop)
    }

    /// Takes a session up, writes, and saves.
    fn write_on(&mut self, id: &SessionId, write: impl FnOnce(&mut Session, Moment)) -> Result<(), String> {
        let app = self.app()?;
        app.begin_editing(id)?;
        write(app.shown.as_mut().ok_or("nothing is on the screen")?, now());
        app.save_shown().map(drop)
    }

    fn write(&mut self) -> Result<(), String> {
        let device = self.device.clone();
        self.write_on(&id(ONE), |session, at| {
            let own = line_of(&device);
            let words = format!("{own}, and went on");
            reword(session, &own, &words, at);
            session.notes.add(&format!("{device} added"), None, &stamp(at));
        })?;
        self.save(session(&begun_by(&device), &[format!("{device} began another")]))
    }

    fn rename(&mut self) -> Result<(), String> {
        let renaming = Renaming::of_client("K-07", &format!("R-{}", self.device)).ok_or("nothing to rename")?;
        let app = self.app()?;
        app.send(LibraryRequest::Rename(Box::new(renaming), None));
        app.until("a client is renamed", |report| {
            matches!(report, Report::Library(LibraryReport::Renamed { .. })).then_some(())
        })
    }

    fn finalize(&mut self) -> Result<(), String> {
        let app = self.app()?;
        let frozen =
            app.library.get(&id(ONE)).and_then(|session| session.finalize(now())).ok_or("nothing to finalize")?;
        app.send(SavingRequest::Finalize { session: Box::new(frozen), merged_up_to: 0 });
        app.until("it is finalized", is_brought)
    }

    fn restore(&mut self) -> Result<(), String> {
        let app = self.app()?;
        app.send(LibraryRequest::ReadVersions(id(ONE)));
        let versions = app.until("versions are read", |report| match report {
            Report::Library(LibraryReport::Versions { versions, .. }) => Some(versions.clone()),
            _ => None,
        })?;
        let (_, oldest) = versions.last().ok_or("there is no earlier version")?;
        app.send(LibraryRequest::Restore(Box::new(oldest.clone())));
        app.until("it is restored", is_brought)
    }

    fn trash(&mut self, name: &str) -> Result<(), String> {
        let app = self.app()?;
        app.send(LibraryRequest::MoveToTrash(id(name)));
        app.until("it is in the trash", |report| {
            matches!(report, Report::Library(LibraryReport::Trash(_))).then_some(())
        })
    }

    fn empty_trash(&mut self) -> Result<(), String> {
        let app = self.app()?;
        app.send(LibraryRequest::EmptyTrash);
        app.until("the trash is empty", |report| {
            matches!(report, Report::Library(LibraryReport::Trash(left)) if left.is_empty()).then_some(())
        })
    }

    fn seal(&mut self, words: String) -> Result<(), String> {
        let (passphrase, code) = (Passphrase::new(words.clone()), self.new_code());
        self.change_all(Request::Sealing(SealingRequest::Seal { passphrase, code }), Sealing::Sealed)?;
        self.app()?.opened_by = Some(words);
        Ok(())
    }

    /// Asks for a change of all files, and waits until it is done.
    fn change_all(&mut self, request: Request, done: Sealing) -> Result<(), String> {
        let app = self.app()?;
        app.send(request);
        app.until("every file has its form", |report| {
            matches!(report, Report::Sealing(SealingReport::Sealing(sealing)) if *sealing == done).then_some(())
        })
    }

    fn change_passphrase(&mut self, now: Passphrase, new: &Passphrase) -> Result<(), String> {
        let app = self.app()?;
        app.send(SealingRequest::ChangePassphrase { now, new: new.clone() });
        app.until("the passphrase is changed", |report| {
            matches!(report, Report::Sealing(SealingReport::PassphraseChanged)).then_some(())
        })?;
        app.opened_by = Some(new.words().to_owned());
        Ok(())
    }

    /// Writes line after line into one session, as somebody does who types on whatever happens; where the
    /// notes are locked they are opened again.
    pub(crate) fn type_lines(&mut self, lines: u32) -> Result<(), String> {
        self.app()?.shown = None;
        for number in 1..=lines {
            let words = typed(&self.device, number);
            if self.app()?.shown.is_none() {
                self.open_again(&id(ONE))?;
                self.app()?.begin_editing(&id(ONE))?;
            }
            let app = self.app()?;
            app.shown.iter_mut().for_each(|session| {
                session.notes.add(&words, None, &stamp(now()));
            });
            app.save_shown()?;
        }
        Ok(())
    }
}

/// Whether a report brings the session that everything is done with.
fn is_brought(report: &Report) -> Option<()> {
    let Report::Library(LibraryReport::Sessions(sessions)) = report else { return None };
    sessions.iter().any(|session| *session.id() == id(ONE)).then_some(())
}

/// One of the lines that a device types, by its number.
pub(crate) fn typed(device: &str, number: u32) -> String {
    format!("{device} typed {number}.")
}

/// Gives a line other words, as typing does.
fn reword(session: &mut Session, before: &str, words: &str, at: Moment) {
    let lines = session.notes.lines().iter().map(|line| if line.text == before { words } else { line.text.as_str() });
    let text = lines.collect::<Vec<_>>().join("\n");
    let caret = text.find(words).unwrap_or_default() + words.len();
    session.notes.replace_text(&text, caret, &stamp(at));
}
