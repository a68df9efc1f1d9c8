//! One therapist with two machines: a session that was written on both while they were apart keeps
//! every word of both, each once.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::store::{ExternalChange, ScanScope, Store};

use crate::group::{Group, conflicts};
use crate::support::figures::figure;

const ROUNDS: u32 = 10;

fn stamp(round: u32) -> Stamp {
    let began: Moment = "2026-11-23T14:02:11-05:00".try_into().unwrap();
    Stamp { at: began + chrono::TimeDelta::minutes(round.into()), prompt: None }
}

/// One of the two machines, as the app knows it: the notes are shared, the rest is its own.
struct SyncedApp {
    name: &'static str,
    _own: tempfile::TempDir,
    folders: Folders,
}

impl SyncedApp {
    fn new(name: &'static str, shared: &Path) -> Self {
        let own = tempfile::tempdir().unwrap();
        let folders = Folders { data: shared.to_owned(), ..Folders::within(own.path()) };
        Self { name, _own: own, folders }
    }

    /// Opens the notes, and takes in what lies beside the sessions.
    fn open(&self) -> Store {
        let mut store = Store::open(&NotesFolder::at(&self.folders), &Replica::default()).unwrap();
        let noticed = store.rescan(ScanScope::All).unwrap();
        assert!(!noticed.iter().any(|noticed| matches!(noticed, ExternalChange::Unreadable(_))), "{noticed:?}");
        store
    }

    /// Opens the notes, takes the session up as `rewrite` says, saves it, and closes the notes.
    fn write(&self, id: &SessionId, round: u32, rewrite: impl FnOnce(&mut Session)) {
        let mut store = self.open();
        let mut session = store.read_session(id).unwrap();
        store.begin_editing(&session);
        rewrite(&mut session);
        store.save_session(&session, 0, stamp(round).at.to_utc()).unwrap();
    }

    /// Opens the notes, reads the session, and closes the notes.
    fn read(&self, id: &SessionId) -> Session {
        self.open().read_session(id).unwrap()
    }

    /// What this machine writes in a round: two lines of its own, and other words in the line that
    /// it began with. `expected` are all lines that have to be there afterwards.
    fn hold(&self, id: &SessionId, round: u32, expected: &mut Expected) {
        self.write(id, round, |session| {
            for number in 1..=2 {
                let words = format!("{} {round}.{number}", self.name);
                add(session, &words, round);
                expected.added.push(words);
            }
            let first = format!("{} began", self.name);
            let words = format!("{first}, and again in round {round}");
            reword(session, &first, &words, round);
            expected.rewritten.insert(self.name, words);
        });
    }
}

/// Which lines were written so far on either machine.
#[derive(Default)]
struct Expected {
    added: Vec<String>,
    /// The line that each machine gives other words in every round, by the machine.
    rewritten: BTreeMap<&'static str, String>,
}

impl Expected {
    /// Every line is in the session exactly once, and no other is.
    fn check(&self, session: &Session, app: &SyncedApp, round: u32) {
        let mut expected: Vec<&str> = self.added.iter().chain(self.rewritten.values()).map(String::as_str).collect();
        let mut found: Vec<&str> = session.notes.lines().iter().map(|line| line.text.as_str()).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "at the {} in round {round}", app.name);
        let ids: HashSet<_> = session.notes.lines().iter().map(|line| &line.id).collect();
        assert_eq!(ids.len(), found.len(), "two lines have one id at the {} in round {round}", app.name);
    }
}

fn add(session: &mut Session, words: &str, round: u32) {
    session.notes.add(words, None, &stamp(round));
}

/// Gives the line that begins with `start` other words, as typing does.
fn reword(session: &mut Session, start: &str, words: &str, round: u32) {
    let lines = session.notes.lines();
    let texts = lines.iter().map(|line| if line.text.starts_with(start) { words } else { line.text.as_str() });
    let text = texts.collect::<Vec<_>>().join("\n");
    let caret = text.find(words).unwrap() + words.len();
    session.notes.replace_text(&text, caret, &stamp(round));
}

#[test]
fn words_written_on_both_machines_while_apart_are_all_there_once_on_both() {
    let mut group = Group::start(2);
    let apps = [SyncedApp::new("left", group.first()), SyncedApp::new("right", &group.folders()[1])];
    let mut expected = Expected::default();
    let id = begin(&apps, &mut expected);
    group.convert();

    for round in 1..=ROUNDS {
        assert_eq!(apps[0].read(&id), apps[1].read(&id), "the two begin round {round} with the same");
        group.convert();
        group.part();
        for app in &apps {
            app.hold(&id, round, &mut expected);
        }
        group.join(1);
        group.convert();
        assert!(!conflicts(group.first()).is_empty(), "Syncthing made no copy in round {round}");

        // Both open before either knows what the other made of it, and then once more.
        for _ in 0..2 {
            for app in &apps {
                expected.check(&app.read(&id), app, round);
            }
            group.convert();
        }
        assert!(conflicts(group.first()).is_empty(), "a copy was left over in round {round}");
    }
    let lines = expected.added.len() + expected.rewritten.len();
    figure(
        "two machines with Syncthing",
        &format!("{ROUNDS} rounds apart on two machines: {lines} lines on both sides, 0 lost, 0 doubled"),
    );
}

/// A session that begins with one line of each machine, in a folder that is made at the first.
fn begin(apps: &[SyncedApp; 2], expected: &mut Expected) -> SessionId {
    let mut session = Session::begin(stamp(0).at, "K-07", None, Vec::new());
    for app in apps {
        let words = format!("{} began", app.name);
        add(&mut session, &words, 0);
        expected.rewritten.insert(app.name, words);
    }
    let mut store = apps[0].open();
    store.save_session(&session, 0, stamp(0).at.to_utc()).unwrap();
    session.id
}
