//! Loading: from the start of the thread that reads until the last session is in the library. Beside
//! each figure, in the same run, what reading and parsing the same files costs bare.
//! `cargo bench --bench load` prints both and whether the limit is kept; `-- 1000 10000` loads these many.

#![allow(clippy::unwrap_used, reason = "a benchmark that unwraps says where it failed")]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

mod library;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use holdspace::domain::library::Library;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, Worker};

/// Loading takes at most so many times what the bare reading takes. What the bare one leaves out: a key
/// that stands twice is refused, what is written becomes a session, its words are folded for the search,
/// and each file is looked at, so that what somebody else writes later is noticed.
const LIMIT: f64 = 3.0;

/// How often each is measured; the median counts.
const ROUNDS: usize = 3;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let counts = if asked.is_empty() { vec![1_000, 10_000, 100_000] } else { asked };
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(target).unwrap();
    for count in counts {
        let folder = tempfile::tempdir_in(target).unwrap();
        let folders = Folders::within(folder.path());
        drop(Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap());
        library::fill(&folders.data.join("sessions"), count);
        measure(&folders, count);
    }
    if let Some(peak) = peak_memory() {
        println!("figure: peak memory of all that: {peak}");
    }
}

fn measure(folders: &Folders, count: usize) {
    // Once unmeasured, so that each finds the files where the other does: in memory.
    bare(&folders.data.join("sessions"), count);
    let mut bares = Vec::new();
    let mut loads = Vec::new();
    let mut firsts = Vec::new();
    for _ in 0..ROUNDS {
        bares.push(bare(&folders.data.join("sessions"), count));
        let (first, all) = load(folders, count);
        firsts.push(first);
        loads.push(all);
    }
    let (bare, load, first) = (median(bares), median(loads), median(firsts));
    let ratio = load.as_secs_f64() / bare.as_secs_f64();
    println!(
        "figure: {count} sessions, loaded: {:.0} ms; bare: {:.0} ms; ratio {ratio:.2} (limit {LIMIT}: {}); the newest \
         after {:.0} ms",
        milliseconds(load),
        milliseconds(bare),
        if ratio <= LIMIT { "kept" } else { "NOT KEPT" },
        milliseconds(first),
    );
}

/// Reads every file and parses it, on two threads, and does nothing else.
fn bare(sessions: &Path, count: usize) -> Duration {
    let begun = Instant::now();
    let paths: Vec<PathBuf> = sessions.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(paths.len(), count);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let value: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
                    assert!(value.is_object());
                }
            });
        }
    });
    begun.elapsed()
}

/// Loads every session into a library, as the app does; returns when the first came, and when all had.
fn load(folders: &Folders, count: usize) -> (Duration, Duration) {
    let begun = Instant::now();
    let (wake, woken) = mpsc::channel();
    let worker = Worker::start(folders.clone(), move || {
        let _ = wake.send(());
    });
    let (mut library, mut first, mut all) = (Library::default(), None, None);
    while all.is_none() {
        woken.recv().unwrap();
        for report in worker.reports() {
            match report {
                Report::Library(LibraryReport::Sessions(sessions)) => library.put(sessions),
                Report::Library(LibraryReport::AllRead) => all = Some(begun.elapsed()),
                Report::Saving(SavingReport::Problem(error)) => panic!("{error}"),
                _ => {}
            }
        }
        if first.is_none() && !library.is_empty() {
            first = Some(begun.elapsed());
        }
    }
    assert_eq!(library.len(), count);
    worker.finish();
    (first.unwrap(), all.unwrap())
}

fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The most memory that the process had, where the system says so.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("{:.0} MB", kilobytes / 1024.0))
}
