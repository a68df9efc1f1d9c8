//! Somebody takes the keys away while every file takes another form, or puts other ones in their place: before each call
//! of the change that has to do with the keys. This computer has what opens the notes all the same.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::storage::disk::Disk;

use crate::model::{MemoryDisk, Wrong};
use crate::sealing::{Scene, as_disk, files_of, of_each};
use crate::support::changes::Change;
use crate::support::faulty_disk::FaultyDisk;
use crate::support::figures::figure;

/// Takes every file of the keys away, and puts these in their place.
fn replace_keys(disk: &MemoryDisk, folder: &Path, others: &[(PathBuf, Vec<u8>)]) {
    for (path, _) in files_of(&disk.contents()).iter().filter(|(path, _)| path.starts_with(folder)) {
        disk.remove(path).unwrap();
    }
    for (path, bytes) in others {
        disk.put(path, bytes);
    }
}

/// The keys of notes that were sealed at another time with the same passphrase.
fn keys_of_another_time(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = files_of(&Scene::of(Change::Rewrap).start);
    files.retain(|(path, _)| path.starts_with(folder));
    assert_eq!(files.len(), 3, "the keys of sealed notes");
    files
}

/// How often that was done in one change.
fn replace_before_every_call(change: Change, are_replaced: bool) -> usize {
    let scene = Scene::of(change);
    let folder = scene.practice.folders.data.join("keys");
    let others = if are_replaced { keys_of_another_time(&folder) } else { Vec::new() };
    let mut looked_at = HashSet::new();
    for number in 1.. {
        let disk = scene.disk(Wrong::Nothing);
        let meddled = FaultyDisk::over(as_disk(&disk));
        let (theirs, folder, others) = (disk.clone(), folder.clone(), others.clone());
        meddled.meddle("keys", number, move || replace_keys(&theirs, &folder, &others));
        // If the keys are gone before they were read, nothing can be changed, and that is said.
        let outcome = scene.practice.go_on(&(Arc::new(meddled.clone()) as Arc<dyn Disk>));
        if !meddled.has_meddled() {
            return number - 1;
        }
        if !looked_at.insert(scene.shape(&disk.contents())) {
            continue;
        }
        let lost = scene.practice.lost(&as_disk(&disk));
        assert_eq!(lost, None, "{}: before call {number}, {are_replaced}; {outcome:?}", change.name());
    }
    0
}

#[test]
fn whoever_takes_the_keys_away_during_a_change_takes_no_word_away() {
    let done = of_each(|change| match change {
        // The keys of another device are not this one's before it has taken them in.
        Change::Join => None,
        change => Some([false, true].map(|are_replaced| replace_before_every_call(change, are_replaced))),
    });
    let done: Vec<_> = done.into_iter().filter_map(|(change, done)| Some((change, done?))).collect();
    assert!(done.iter().flat_map(|(_, counts)| counts).all(|count| *count > 0), "{done:?}");
    let sum: usize = done.iter().flat_map(|(_, counts)| counts).sum();
    let parts: Vec<_> = done.iter().map(|(change, [calls, _])| format!("{} {calls} calls", change.name())).collect();
    figure(
        "keys taken away",
        &format!("{sum} times, before each call of a change, or replaced by other ones ({}): 0 lost", parts.join(", ")),
    );
}
