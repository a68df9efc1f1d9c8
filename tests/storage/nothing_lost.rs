//! Whatever order things come in - typed, saved, refused, locked, opened, written by another machine, closed, started
//! again - no line of either side is lost, and none that was deleted comes back.

use std::collections::BTreeSet;
use std::path::PathBuf;

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::sealing::SealingRequest;
use holdspace::domain::session::Session;
use holdspace::domain::session::merge::merge;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::seal::Key;
use holdspace::storage::worker::{LibraryReport, Report, Request, SavingReport, SavingRequest, SealingReport};
use proptest::prelude::*;

use crate::fixture::*;
use crate::sealing::{locked, sealed_practice, words};

#[derive(Debug, Clone)]
enum Act {
    Type,
    Delete(usize),
    Write,
    LookAround,
    /// The drive of the notes is pulled out, or put back.
    Drive(bool),
    /// Recovery copies can be written, or not.
    Copies(bool),
    LockAndUnlock,
    TheyType,
    TheyDelete(usize),
    CloseAndStart,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let line = 0..6_usize;
    let act = prop_oneof![
        4 => Just(Act::Type),
        2 => line.clone().prop_map(Act::Delete),
        3 => Just(Act::Write),
        1 => Just(Act::LookAround),
        2 => any::<bool>().prop_map(Act::Drive),
        2 => any::<bool>().prop_map(Act::Copies),
        2 => Just(Act::LockAndUnlock),
        2 => Just(Act::TheyType),
        1 => line.prop_map(Act::TheyDelete),
        1 => Just(Act::CloseAndStart),
    ];
    prop::collection::vec(act, 1..25)
}

/// One machine with its screen, and another that writes into the same session.
struct Practice {
    fixture: Fixture,
    app: TestApp,
    key: std::sync::Arc<Key>,
    screen: Session,
    merged_up_to: u64,
    count: u64,
    /// The lines that are to be there.
    lines: BTreeSet<String>,
    drive_is_in: bool,
    copies_are_taken: bool,
}

impl Practice {
    fn new() -> Self {
        let (fixture, _) = sealed_practice();
        let keys = Keys::read(&NotesFolder::at(&fixture.folders)).unwrap().unwrap();
        let key = keys.unlock(&words(), None).unwrap().key;
        let mut app = fixture.start(never());
        locked(&mut app);
        let screen = session("one", "");
        let mut practice = Self {
            fixture,
            app,
            key,
            screen,
            merged_up_to: 0,
            count: 0,
            lines: BTreeSet::new(),
            drive_is_in: true,
            copies_are_taken: true,
        };
        practice.unlock();
        practice.lines = texts(&practice.screen);
        practice
    }

    fn unlock(&mut self) {
        self.app.write_all();
        self.app.worker.send(SealingRequest::Unlock(words()));
        self.app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)).then_some(()));
        let mut found = None;
        for report in self.app.all_read() {
            match report {
                Report::Library(LibraryReport::Recovered(session)) if session.id == id("one") => found = Some(*session),
                Report::Library(LibraryReport::Sessions(shelved)) => {
                    let mut library = holdspace::domain::library::Library::default();
                    library.put(shelved);
                    found = found.or(library.get(&id("one")).cloned());
                }
                _ => {}
            }
        }
        self.screen = found.expect("it is there");
        self.merged_up_to = 0;
        self.app.worker.send(SavingRequest::BeginEditing(Box::new(self.screen.clone())));
        self.settles();
    }

    /// Waits for what was asked, and takes in what others wrote.
    fn settles(&mut self) {
        self.app.write_all();
        self.take_in();
    }

    fn take_in(&mut self) {
        while let Some(report) = self.app.next_if_any() {
            if let Report::Library(LibraryReport::RemoteChange(others)) = report {
                self.screen = merge(others.base.as_ref(), &self.screen, &others.file);
                self.merged_up_to = others.sequence;
                self.send();
            }
        }
    }

    fn send(&mut self) {
        self.count += 1;
        let (session, merged_up_to) = (Box::new(self.screen.clone()), self.merged_up_to);
        self.app.worker.send(SavingRequest::SaveSession { session, merged_up_to, revision: self.count });
    }

    fn delete(&mut self, session: &Session, number: usize) -> Session {
        let mut lines = session.notes.lines().to_vec();
        if !lines.is_empty() {
            let gone = lines.remove(number % lines.len());
            self.lines.remove(&gone.text);
        }
        Session { notes: lines.into(), ..session.clone() }
    }

    fn add(&mut self, session: &mut Session, who: &str) {
        self.count += 1;
        let line = format!("{who} {}", self.count);
        session.notes.add(&line, None, &stamp());
        self.lines.insert(line);
    }

    fn they(&mut self, change: impl FnOnce(&mut Self, Session) -> Session) {
        let path = self.fixture.session_path("one").with_extension("json.age");
        let Ok(sealed) = std::fs::read(&path) else { return };
        let file = format::read_session(&self.key.open(&sealed).unwrap()).unwrap();
        let mut theirs = change(self, file);
        self.count += 1;
        theirs.version_vector.increment("another", self.count);
        put(&path, &self.key.seal(&format::write_session(&theirs)).unwrap());
    }

    fn set_drive(&mut self, is_in: bool) {
        match (std::mem::replace(&mut self.drive_is_in, is_in), is_in) {
            (true, false) => drop(self.fixture.pull_out()),
            (false, true) => self.fixture.put_back(),
            _ => {}
        }
    }

    fn set_copies(&mut self, taken: bool) {
        let (place, aside): (PathBuf, PathBuf) = (self.fixture.folders.recovery(), self.fixture.root().join("aside"));
        match (std::mem::replace(&mut self.copies_are_taken, taken), taken) {
            (true, false) => {
                let _ = std::fs::rename(&place, &aside);
                put(&place, b"a file in place of a folder");
            }
            (false, true) => {
                std::fs::remove_file(&place).unwrap();
                let _ = std::fs::rename(&aside, &place);
            }
            _ => {}
        }
    }

    fn lock(&mut self) {
        self.app.worker.send(Request::Lock(None));
        self.app.until(|report| matches!(report, Report::Saving(SavingReport::WordsWaiting(_))).then_some(()));
    }

    fn close_and_start(&mut self) {
        self.settles();
        // The window stays while words are on no disk.
        if !self.drive_is_in && !self.copies_are_taken {
            return;
        }
        let app = std::mem::replace(&mut self.app, TestApp::start(&self.fixture.folders.clone(), never()));
        // Two at once are refused; the first one ends now.
        app.worker.finish();
        self.set_drive(true);
        self.unlock();
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Type => {
                let mut screen = self.screen.clone();
                self.add(&mut screen, "ours");
                self.screen = screen;
                self.send();
            }
            Act::Delete(number) => {
                self.screen = self.delete(&self.screen.clone(), *number);
                self.send();
            }
            Act::Write => self.settles(),
            Act::LookAround => {
                self.app.worker.send(LibraryRequest::Rescan);
                self.settles();
            }
            Act::Drive(is_in) => self.set_drive(*is_in),
            Act::Copies(taken) => self.set_copies(*taken),
            Act::LockAndUnlock => {
                self.take_in();
                self.lock();
                self.set_drive(true);
                self.unlock();
            }
            Act::TheyType => self.they(|practice, mut file| {
                practice.add(&mut file, "theirs");
                file
            }),
            Act::TheyDelete(number) => self.they(|practice, file| practice.delete(&file, *number)),
            Act::CloseAndStart => self.close_and_start(),
        }
    }
}

fn texts(session: &Session) -> BTreeSet<String> {
    session.notes.lines().iter().map(|line| line.text.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn no_line_is_lost_and_none_that_was_deleted_comes_back(acts in acts()) {
        let mut practice = Practice::new();
        for act in &acts {
            practice.act(act);
        }
        practice.set_drive(true);
        practice.set_copies(true);
        for _ in 0..3 {
            practice.app.worker.send(LibraryRequest::Rescan);
            practice.settles();
        }
        prop_assert_eq!(&texts(&practice.screen), &practice.lines, "on the screen");
        practice.close_and_start();
        prop_assert_eq!(&texts(&practice.screen), &practice.lines, "at the next start");
    }
}
