//! What sealing costs: opening many sealed sessions until all can be searched, and saving one, each beside
//! the same with plain files in the same run. `cargo bench --bench sealed` prints both and whether the limits
//! are kept; `-- 1000` opens so many.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "load/library.rs"]
mod generated;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use chrono::Utc;
use holdspace::domain::id::SessionId;
use holdspace::domain::library::Library;
use holdspace::domain::library::search::Query;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::{Form, Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::guidelines::integration_session;
use holdspace::storage::disk::NotesDisk;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::{WORK_FACTOR, new_recovery_code};
use holdspace::storage::vault::sealing_disk::SealingDisk;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, SealingReport, Worker};

/// Sealed sessions can be searched after at most so many times what plain ones take.
const OPENING_LIMIT: f64 = 2.5;

/// Saving a sealed session takes at most so many times what a plain one takes.
const SAVING_LIMIT: f64 = 1.5;

/// How often opening is measured, and saving; the medians count.
const ROUNDS: usize = 5;
const SAVES: usize = 3000;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(target).unwrap();
    open_many(target, asked.first().copied().unwrap_or(10_000));
    save_often(target);
}

fn words() -> Passphrase {
    Passphrase::new("a quiet river at dawn".to_owned())
}

/// A worker and whoever waits for its reports.
struct TestApp {
    worker: Worker,
    woken: Receiver<()>,
}

impl TestApp {
    fn start(folders: &Folders) -> Self {
        let (wake, woken) = mpsc::channel();
        let worker = Worker::start(folders.clone(), move || {
            let _ = wake.send(());
        });
        Self { worker, woken }
    }

    fn until(&self, mut is_last: impl FnMut(Report) -> bool) {
        loop {
            self.woken.recv().unwrap();
            for report in self.worker.reports() {
                if is_last(report) {
                    return;
                }
            }
        }
    }
}

fn open_many(target: &Path, count: usize) {
    let (plain, sealed) = (filled(target, count), filled(target, count));
    let (plain_folders, sealed_folders) = (Folders::within(plain.path()), Folders::within(sealed.path()));
    let sealing = seal(&sealed_folders, count);
    println!(
        "figure: sealing {count} plain sessions, with a key of work factor {WORK_FACTOR}: {:.1} s",
        sealing.as_secs_f64()
    );
    let (mut plains, mut seals, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        plains.push(open(&TestApp::start(&plain_folders), count, Instant::now()));
        let app = TestApp::start(&sealed_folders);
        app.until(|report| matches!(report, Report::Sealing(SealingReport::Locked(_))));
        let asked = Instant::now();
        app.worker.send(SealingRequest::Unlock(words()));
        app.until(|report| matches!(report, Report::Sealing(SealingReport::Unlocked)));
        keys.push(asked.elapsed());
        seals.push(open(&app, count, Instant::now()));
    }
    let (plain, sealed, key) = (median(plains), median(seals), median(keys));
    let ratio = sealed.as_secs_f64() / plain.as_secs_f64();
    println!(
        "figure: {count} sessions until all can be searched: sealed {:.0} ms, plain {:.0} ms; ratio {ratio:.2} (limit \
         {OPENING_LIMIT}: {}); the passphrase took {:.0} ms before",
        milliseconds(sealed),
        milliseconds(plain),
        kept(ratio <= OPENING_LIMIT),
        milliseconds(key),
    );
}

fn filled(target: &Path, count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir_in(target).unwrap();
    let folders = Folders::within(folder.path());
    drop(Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap());
    generated::fill(&folders.data.join("sessions"), count);
    folder
}

/// Seals every session of a folder.
fn seal(folders: &Folders, count: usize) -> Duration {
    let app = TestApp::start(folders);
    open(&app, count, Instant::now());
    let begun = Instant::now();
    app.worker.send(SealingRequest::Seal { passphrase: words(), code: new_recovery_code() });
    app.until(|report| match report {
        Report::Refused(_, error) => panic!("{error}"),
        report => matches!(report, Report::Sealing(SealingReport::Sealing(Sealing::Sealed))),
    });
    begun.elapsed()
}

/// Waits until every session is in a library, and searches it.
fn open(app: &TestApp, count: usize, begun: Instant) -> Duration {
    let mut library = Library::default();
    app.until(|report| match report {
        Report::Library(LibraryReport::Sessions(sessions)) => {
            library.put(sessions);
            false
        }
        Report::Saving(SavingReport::Problem(error)) => panic!("{error}"),
        report => matches!(report, Report::Library(LibraryReport::AllRead)),
    });
    assert_eq!(library.len(), count);
    assert!(!library.find(&Query::parse("water"), None).is_empty());
    begun.elapsed()
}

fn save_often(target: &Path) {
    let (plain, sealed) = (tempfile::tempdir_in(target).unwrap(), tempfile::tempdir_in(target).unwrap());
    let mut plain = Store::open(&NotesFolder::at(&Folders::within(plain.path())), &Replica::default()).unwrap();
    let folders = Folders::within(sealed.path());
    drop(Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap());
    let keyring = Keyring::create(&NotesFolder::at(&folders), (&words(), &new_recovery_code()), None, 2).unwrap();
    let converter = Converter::new(&NotesFolder::at(&folders), &keyring, Form::Sealed);
    let files = Files::on(Arc::new(SealingDisk::new(Arc::new(NotesDisk::default()), converter)));
    let mut sealed = Store::open(&NotesFolder::new(&files, &folders), &Replica::default()).unwrap();

    let now = Utc::now();
    let mut session = Session::begin(now.into(), "K-07", None, integration_session().prompts);
    session.id = SessionId::try_from("one").unwrap();
    for number in 0..40 {
        let words = format!("{number} her mother, not now; the river, again, and warm hands");
        session.notes.add(&words, None, &Stamp { at: now.into(), prompt: None });
    }
    let (mut plains, mut seals) = (Vec::new(), Vec::new());
    for number in 0..SAVES {
        session.closing.noticed = format!("{number:06}");
        plains.push(timed(|| drop(plain.save_session(&session, 0, now).unwrap())));
        seals.push(timed(|| drop(sealed.save_session(&session, 0, now).unwrap())));
    }
    let (plain, sealed) = (median(plains), median(seals));
    let ratio = sealed.as_secs_f64() / plain.as_secs_f64();
    println!(
        "figure: saving a session: sealed {} microseconds, plain {}; ratio {ratio:.2} (limit {SAVING_LIMIT}: {}); medians \
         of {SAVES}",
        sealed.as_micros(),
        plain.as_micros(),
        kept(ratio <= SAVING_LIMIT),
    );
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn kept(kept: bool) -> &'static str {
    if kept { "kept" } else { "NOT KEPT" }
}
