//! What a save costs, beside the bare protocol with the same bytes on the same disk in the same run.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use holdspace::domain::id::SessionId;
use holdspace::domain::session::Session;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;

use crate::figures::figure;
use crate::flows::{moment, stamp};

/// A save costs at most so many times the bare protocol.
const LIMIT: f64 = 1.3;

const SAVES: usize = 3000;

/// Write, sync, rename, sync of the folder, and nothing else.
fn bare(folder: &Path, bytes: &[u8]) {
    let (temporary, path) = (folder.join("bare.tmp"), folder.join("bare.json"));
    let mut file = std::fs::File::options().write(true).create(true).truncate(true).open(&temporary).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
    std::fs::rename(temporary, path).unwrap();
    std::fs::File::open(folder).unwrap().sync_all().unwrap();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

#[test]
#[ignore = "a figure of the release build: script/reliability prints it"]
fn a_save_costs_little_more_than_the_bare_protocol() {
    let root = tempfile::tempdir().unwrap();
    let folders = Folders::within(root.path());
    let mut store = Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap();
    let mut session = Session::begin(moment(), "K-07", None, holdspace::guidelines::integration_session().prompts);
    session.id = SessionId::try_from("one").unwrap();
    for number in 0..40 {
        session.notes.add(&format!("{number} her mother, not now; the river, again, and warm hands"), None, &stamp());
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..SAVES {
        session.closing.noticed = format!("{number:06}");
        ours.push(timed(|| drop(store.save_session(&session, 0, moment().to_utc()).unwrap())));
        let bytes = std::fs::read(folders.data.join("sessions").join("one.json")).unwrap();
        theirs.push(timed(|| bare(&folders.data, &bytes)));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let bytes = std::fs::read(folders.data.join("sessions").join("one.json")).unwrap().len();
    figure(
        "a save",
        &format!(
            "{ratio:.2} times the bare protocol of the same {bytes} bytes (limit {LIMIT}); medians of {SAVES}: {} and {} microseconds",
            ours.as_micros(),
            theirs.as_micros()
        ),
    );
    assert!(ratio <= LIMIT, "{ratio}");
}
