//! The power is cut, or a call is refused, while every file takes another form.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::storage::disk::Disk;
use holdspace::storage::folders::Folders;

use crate::changes::{Change, copy, files_in, furnish, go_on, lines, not_done};
use crate::cuts::Cuts;
use crate::faulty::{FaultyDisk, Lasting, REFUSALS};
use crate::figures::figure;
use crate::model::{Contents, MemoryDisk, Node, Wrong};

const ROOT: &str = "/practice";

/// So many states of a wrong way are looked at after each call, at most.
const MOST_OF_CONTROL: usize = 60;

/// What was seen in some states.
#[derive(Debug, Default)]
struct Seen {
    states: usize,
    lost: usize,
    unfinished: usize,
    example: Option<String>,
}

fn files_of(contents: &Contents) -> Vec<(PathBuf, Vec<u8>)> {
    let files = contents.names.iter().filter_map(|(path, node)| match node {
        Node::File(file) => Some((path.clone(), contents.files[*file].to_vec())),
        Node::Folder => None,
    });
    files.collect()
}

/// Looks at every state that a power cut may leave during a change.
fn look_at(change: Change, wrong: Wrong, most: usize) -> Seen {
    let folders = Folders::within(Path::new(ROOT));
    let sound = MemoryDisk::new(Path::new(ROOT));
    let promised = furnish(&as_disk(&sound), &folders, change);
    let start = sound.contents();
    let disk = MemoryDisk::of(start.clone(), wrong);
    go_on(&as_disk(&disk), &folders, change).unwrap();
    let (cuts, calls) = (Cuts::of(start, &disk), disk.calls());
    let mut seen = Seen::default();
    for count in 0..=calls {
        cuts.after(count, most, |contents| {
            seen.states += 1;
            if count == calls
                && let Some(what) = not_done(&files_of(&contents), &folders, change)
            {
                seen.unfinished += 1;
                seen.example.get_or_insert(what);
            }
            let disk = MemoryDisk::of(contents, Wrong::Nothing);
            let again = as_disk(&disk);
            // At every point everything opens; then it goes on to its end, and everything opens again.
            let whole = lines(&again, &folders).and_then(|found| {
                go_on(&again, &folders, change)?;
                Ok((found, lines(&again, &folders)?))
            });
            let is_whole = whole.as_ref().is_ok_and(|(found, then)| found.is_superset(&promised) && *then == *found);
            if !is_whole {
                seen.lost += 1;
                seen.example.get_or_insert(format!("{} after {count} calls: {whole:?}", change.name()));
            } else if let Some(what) = not_done(&files_of(&disk.contents()), &folders, change) {
                seen.unfinished += 1;
                seen.example.get_or_insert(format!("{} after {count} calls: {what}", change.name()));
            }
        });
    }
    seen
}

fn as_disk(disk: &MemoryDisk) -> Arc<dyn Disk> {
    Arc::new(disk.clone())
}

#[test]
fn no_power_cut_while_files_take_another_form_loses_a_line_or_leaves_one_plain() {
    let mut parts = Vec::new();
    for change in Change::ALL {
        let seen = look_at(change, Wrong::Nothing, usize::MAX);
        assert_eq!((seen.lost, seen.unfinished), (0, 0), "{:?}", seen.example);
        parts.push(format!("{} {}", change.name(), seen.states));
    }
    figure(
        "crash states of sealing",
        &format!(
            "after a power cut ({}): 0 in which a session does not open, 0 unfinished once it went on",
            parts.join(", ")
        ),
    );
}

/// The same look at ways that are known to lose something: it has to find that.
#[test]
fn the_wrong_ways_to_seal_are_found_out() {
    for (wrong, name) in
        [(Wrong::RenameWithoutSync, "renaming without sync"), (Wrong::NoFolderSync, "no sync of the folder")]
    {
        let seen = look_at(Change::Seal, wrong, MOST_OF_CONTROL);
        figure("control of sealing", &format!("{name}: {} of {} states lose something", seen.lost, seen.states));
        assert!(seen.lost + seen.unfinished > 0, "{name}");
    }
}

/// The recovery copies are found by the path of the notes folder: each attempt has the same.
fn refuse_every_call(change: Change) -> (usize, usize) {
    let root = tempfile::tempdir().unwrap();
    let (place, kept) = (root.path().join("practice"), root.path().join("kept"));
    std::fs::create_dir(&place).unwrap();
    let folders = Folders::within(&place);
    let faulty = FaultyDisk::default();
    let disk: Arc<dyn Disk> = Arc::new(faulty.clone());
    let promised = furnish(&disk, &folders, change);
    copy(&place, &kept);
    let (mut refused, mut calls) = (0, 0);
    for (name, code) in REFUSALS {
        // What is refused for good is refused as the disk does it most: for all others once is as telling.
        let lasts =
            if matches!(name, "EIO" | "ENOSPC") { &[Lasting::Once, Lasting::FromThenOn][..] } else { &[Lasting::Once] };
        for &lasting in lasts {
            for number in 1.. {
                std::fs::remove_dir_all(&place).unwrap();
                copy(&kept, &place);
                faulty.refuse(number, code, lasting);
                let _ = go_on(&disk, &folders, change);
                if faulty.calls() < number {
                    calls = number - 1;
                    break;
                }
                refused += 1;
                faulty.heal();
                let case = format!("{} with {name} {lasting:?} at call {number}", change.name());
                assert!(lines(&disk, &folders).is_ok_and(|found| found.is_superset(&promised)), "{case}");
                go_on(&disk, &folders, change).unwrap_or_else(|error| panic!("{case}: {error:?}"));
                assert_eq!(not_done(&files_in(&place), &folders, change), None, "{case}");
                assert!(lines(&disk, &folders).is_ok_and(|found| found.is_superset(&promised)), "{case}");
            }
        }
    }
    (refused, calls)
}

#[test]
fn whatever_call_is_refused_while_files_take_another_form_nothing_is_lost_or_left_plain() {
    let mut parts = Vec::new();
    let mut all = 0;
    for change in Change::ALL {
        let (refused, calls) = refuse_every_call(change);
        all += refused;
        parts.push(format!("{} {calls} calls", change.name()));
    }
    figure(
        "refused calls of sealing",
        &format!(
            "{all} refusals ({} kinds once, two of them for good too; {}): 0 lost, 0 left plain",
            REFUSALS.len(),
            parts.join(", ")
        ),
    );
}
