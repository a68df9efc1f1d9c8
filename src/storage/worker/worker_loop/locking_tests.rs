//! Locking drops every word of the clients' that the thread holds, wherever one was. The thread's own side is written
//! out whole, so that a field that is added later is looked into without being named.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::WorkerLoop;
use super::vault::Vault;
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::renaming::Renaming;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::passphrase::Passphrase;
use crate::domain::sealing::SealingRequest;
use crate::domain::session::Session;
use crate::domain::session::notes::Stamp;
use crate::domain::session::open_session::OpenSession;
use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::format;
use crate::storage::vault::seal::new_recovery_code;
use crate::storage::worker::{Request, SavingRequest, Timing, Undo};

const MARKED: &str = "quietmarkedword";

/// A word that is in a session from the start.
const WORD: &str = "thefarbank";

const CODE: &str = "K-31-unlisted";

fn moment() -> Moment {
    Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
}

fn words() -> Passphrase {
    Passphrase::new("a quiet river at dawn".to_owned())
}

fn with_line(session: &Session, line: &str) -> Session {
    let mut session = session.clone();
    session.notes.add(line, None, &Stamp { at: moment(), prompt: None });
    session
}

/// The thread's own side without its thread: it does only what it is told to.
struct Scene {
    root: tempfile::TempDir,
    worker: WorkerLoop,
    session: Session,
    undo: Option<Box<Undo>>,
}

impl Scene {
    /// Sealed notes with one session, which is being written.
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let hour = Duration::from_hours(1);
        let timing = Timing {
            debounce: hour,
            max_delay: hour,
            retry_delay: Duration::ZERO,
            rescan_interval: hour,
            progress: hour,
            unlock_delay: Duration::ZERO,
            work: 4,
        };
        let folders = Folders::within(root.path());
        let worker = WorkerLoop::new(folders, Files::default(), timing, mpsc::channel().0, Box::new(|| {}));
        let mut session = Session::begin(moment(), CODE, None, Vec::new());
        session.id = SessionId::try_from("one").unwrap();
        let mut scene =
            Self { root, worker, session: with_line(&session, &format!("{WORD} and back ").repeat(9)), undo: None };
        scene.goes_on();
        scene.saves(&scene.session.clone());
        scene.asks(SealingRequest::Seal { passphrase: words(), code: new_recovery_code() });
        scene.goes_on();
        scene.begins();
        scene
    }

    fn asks(&mut self, request: impl Into<Request>) {
        self.worker.carry_out(request.into(), Instant::now());
    }

    /// Until everything was read, and every file has its form.
    fn goes_on(&mut self) {
        self.worker.open_folder();
        while !self.worker.vault.has_read() || self.worker.vault.conversion().is_some() {
            self.worker.do_what_is_due();
        }
    }

    fn begins(&mut self) {
        self.asks(SavingRequest::BeginEditing(Box::new(self.session.clone())));
    }

    fn sends(&mut self, session: &Session) {
        let session = Box::new(session.clone());
        self.asks(SavingRequest::SaveSession { session, merged_up_to: 0, revision: 1 });
    }

    fn saves(&mut self, session: &Session) {
        self.sends(session);
        self.asks(SavingRequest::WriteNow);
    }

    fn locks(&mut self) {
        let undo = self.undo.take();
        self.asks(Request::Lock(undo));
        self.worker.lock_if_asked();
    }

    fn unlocks(&mut self) {
        self.asks(SealingRequest::Unlock(words()));
        self.goes_on();
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    /// Whether a word is in anything that the thread holds, as text or as bytes.
    fn holds(&self, word: &str) -> bool {
        let all = format!("{:?}", self.worker);
        let bytes = format!("{:?}", word.as_bytes());
        all.contains(word) || all.contains(bytes.trim_matches(['[', ']']))
    }
}

type MarkedPlace = (&'static str, fn(&mut Scene));

/// The places where a word is put, each on its way from a session that is being written.
const PLACES: [MarkedPlace; 8] = [
    ("what was saved", |scene| {
        scene.saves(&with_line(&scene.session, MARKED));
    }),
    ("what waits to be saved", |scene| {
        scene.sends(&with_line(&scene.session, MARKED));
    }),
    ("what editing began with", |scene| {
        scene.session = with_line(&scene.session, MARKED);
        scene.saves(&scene.session.clone());
        scene.begins();
    }),
    ("what was taken away since", |scene| {
        scene.saves(&with_line(&scene.session, MARKED));
        scene.saves(&scene.session.clone());
    }),
    ("what another device wrote", |scene| {
        let path = scene.worker.disk.paths.session(&scene.session.id);
        let files = scene.worker.files().clone();
        let mut theirs = with_line(&format::read_session(&files.read(&path, u64::MAX).unwrap()).unwrap(), MARKED);
        theirs.version_vector.increment("another", 1);
        files.put(&path, &format::write_session(&theirs)).unwrap();
        scene.asks(LibraryRequest::Rescan);
    }),
    ("a name that is changed", |scene| {
        let renaming = Renaming::of_client(CODE, MARKED).unwrap();
        scene.asks(LibraryRequest::Rename(Box::new(renaming), None));
    }),
    ("what was restored", |scene| {
        scene.asks(LibraryRequest::Restore(Box::new(with_line(&scene.session, MARKED))));
    }),
    ("what goes on with a name that was changed", |scene| {
        scene.asks(LibraryRequest::Rename(Box::new(Renaming::of_client(CODE, MARKED).unwrap()), None));
        scene.worker.step_renaming();
    }),
];

#[test]
fn locking_leaves_no_word_in_the_thread_wherever_it_was() {
    for (place, put) in PLACES {
        let mut scene = Scene::new();
        for word in [WORD, CODE] {
            assert!(scene.holds(word), "it would be found: {word}");
        }
        put(&mut scene);
        assert!(scene.holds(MARKED), "it would be found: {place}");
        scene.locks();
        assert!(matches!(scene.worker.vault, Vault::Locked));
        for word in [MARKED, WORD, CODE] {
            assert!(!scene.holds(word), "{word} is left of {place}");
        }
        scene.unlocks();
        assert!(scene.worker.sealed.is_empty());
    }
}

#[test]
fn words_that_no_disk_takes_are_held_sealed_alone() {
    let mut scene = Scene::new();
    let mut open = OpenSession::open(scene.session.clone()).unwrap();
    let text = scene.session.notes.text();
    open.write(&format!("{text}\n{MARKED}"), text.len(), text.len() + 1, moment());
    scene.undo = Some(Box::new((scene.session.id.clone(), open.history().clone())));
    scene.sends(open.session());
    // The drive is pulled out, and no recovery copy can be written.
    let disk = Files::default();
    disk.rename(&scene.path("data"), &scene.path("away")).unwrap();
    disk.put(&scene.path("state/recovery"), b"in the way").unwrap();
    scene.asks(SavingRequest::WriteNow);
    assert!(scene.holds(MARKED), "it would be found");
    scene.locks();
    for word in [MARKED, WORD, CODE] {
        assert!(!scene.holds(word), "{word} is left");
    }
    assert!(!scene.worker.sealed.is_empty(), "they are on no disk");
    disk.rename(&scene.path("away"), &scene.path("data")).unwrap();
    scene.worker.vault = Vault::unknown();
    scene.worker.open_folder();
    scene.unlocks();
    assert!(scene.holds(MARKED), "they are there again");
}
