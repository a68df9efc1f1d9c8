//! A process that gives every file another form, killed at each call that changes something on the disk, and
//! gone on with. It is this test program, started again under strace.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;

use holdspace::storage::disk::{Disk, SystemDisk};
use holdspace::storage::folders::Folders;

use crate::changes::{Change, Practice};
use crate::figures::figure;

/// Tells a process of this program what to change, and where.
const TASK: &str = "HOLDSPACE_TEST_CHANGE";

/// The calls that change something. Killed at any other call, a process leaves what it left at the one of
/// these before.
const CHANGING: &str = "write,fsync,rename,renameat,renameat2,unlink,unlinkat,mkdir,rmdir";

fn disk() -> Arc<dyn Disk> {
    Arc::new(SystemDisk)
}

/// What the process does that is killed. Alone it does nothing: the test below starts it.
#[test]
#[ignore = "it is the process that the next test starts"]
fn a_process_that_changes_every_file() {
    let Ok(task) = std::env::var(TASK) else { return };
    let (name, root) = task.split_once(':').unwrap();
    let change = Change::ALL.into_iter().find(|change| change.name() == name).unwrap();
    Practice::of(Folders::within(Path::new(root)), change).go_on(&disk()).unwrap();
}

fn run(root: &Path, change: Change, strace: &[&str]) -> ExitStatus {
    let mut program = Command::new("strace");
    program.args(["--follow-forks", "--quiet=all"]).args(strace).arg(std::env::current_exe().unwrap());
    program.args(["--exact", "killed_sealing::a_process_that_changes_every_file", "--include-ignored"]);
    program.env(TASK, format!("{}:{}", change.name(), root.display()));
    program.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
}

/// How often the process makes each of the calls.
fn calls_of(root: &Path, change: Change) -> BTreeMap<String, usize> {
    let trace = root.with_extension("trace");
    let status = run(root, change, &["--trace", CHANGING, "--output", trace.to_str().unwrap()]);
    assert!(status.success(), "{}", change.name());
    let mut calls = BTreeMap::new();
    for line in std::fs::read_to_string(trace).unwrap().lines() {
        let call = line.split_once('(').map(|(call, _)| call.rsplit(' ').next().unwrap_or(call));
        if let Some(call) = call.filter(|call| CHANGING.split(',').any(|changing| changing == *call)) {
            *calls.entry(call.to_owned()).or_default() += 1;
        }
    }
    calls
}

/// Kills the process at every call; returns how often.
fn kill_everywhere(change: Change) -> usize {
    let root = tempfile::tempdir().unwrap();
    let (place, kept) = (root.path().join("practice"), root.path().join("kept"));
    std::fs::create_dir(&place).unwrap();
    let practice = Practice::furnish(&disk(), Folders::within(&place), change);
    copy(&place, &kept);
    let calls = calls_of(&place, change);
    assert!(calls.contains_key("fsync") && calls.contains_key("renameat2"), "{calls:?}");
    let mut kills = 0;
    for call in calls.keys() {
        for number in 1.. {
            std::fs::remove_dir_all(&place).unwrap();
            copy(&kept, &place);
            let inject = format!("--inject={call}:signal=KILL:when={number}");
            let status = run(&place, change, &["--trace", call, &inject, "--output=/dev/null"]);
            if status.success() {
                break;
            }
            assert_eq!(status.signal(), Some(9), "{} at {call} {number}", change.name());
            kills += 1;
            let case = format!("{}, killed at {call} {number}", change.name());
            assert_eq!(practice.lost(&disk()), None, "{case}");
            practice.go_on(&disk()).unwrap_or_else(|error| panic!("{case}: {error:?}"));
            assert_eq!(practice.not_done(&files_in(&place)), None, "{case}");
            assert_eq!(practice.lost(&disk()), None, "{case}");
        }
    }
    kills
}

#[test]
fn a_process_killed_while_files_take_another_form_loses_none_and_is_gone_on_with() {
    let kills = Change::ALL.map(|change| (change.name(), kill_everywhere(change)));
    let parts = kills.map(|(name, kills)| format!("{name} {kills}"));
    figure(
        "killed, sealing",
        &format!("killed while files took another form ({}): 0 lost, 0 left plain", parts.join(", ")),
    );
}

/// A furnished folder is copied, for each attempt anew.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            std::fs::copy(&path, &place).unwrap();
        }
    }
}

/// Every file in a folder, with what it holds.
fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_in(&path));
        } else {
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found
}
