//! A process whose worker gives every file another form, killed at each call that changes something on the disk,
//! and gone on with. It is this test program, started again under strace.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::{Form, Sealing, SealingRequest};
use holdspace::storage::check::{Finding, Verdict, check, check_sealed};
use holdspace::storage::disk::{Disk, SystemDisk};
use holdspace::storage::error::Problem;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::clear_unfinished;
use holdspace::storage::vault::lock_state::lock_reason;
use holdspace::storage::worker::{LibraryReport, Report, Request, SavingReport, SealingReport, Timing, Worker};

use crate::display::until;
use crate::support::changes::{Change, Practice, WORK, after, before};
use crate::support::figures::figure;
use crate::support::folder::{copy, files_in};
use crate::watch::CHANGING;

/// Tells a process of this program what to change, and where.
const TASK: &str = "HOLDSPACE_TEST_CHANGE";

/// How long a worker that has something to do is silent at most. A test that waits for ever says nothing.
const SILENCE: Duration = Duration::from_mins(2);

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
    change_by_worker(&Folders::within(Path::new(root)), change);
}

/// What the locked notes are opened with.
fn opening(keys: Option<&Keys>, change: Change) -> SealingRequest {
    let ((words, code), (new_words, _)) = (before(), after());
    let opens = |words: &Passphrase| keys.is_some_and(|keys| keys.unlock(words, None).is_ok());
    match (change, opens(&words)) {
        (Change::Rewrap | Change::Recover, false) => SealingRequest::Unlock(new_words),
        (Change::Recover, true) => SealingRequest::Recover { code, new: new_words },
        _ => SealingRequest::Unlock(words),
    }
}

/// What the worker is asked for to make a change, or to go on with one that was cut off: then it is asked for
/// nothing more than to open the notes.
fn request(keys: Option<&Keys>, change: Change) -> Option<Request> {
    let ((words, code), (new_words, new_code)) = (before(), after());
    match (change, keys) {
        (Change::Seal, None) => Some(Request::Sealing(SealingRequest::Seal { passphrase: words, code })),
        (Change::Unseal, Some(keys)) if keys.unlock(&words, None).unwrap().form() == Form::Sealed => {
            Some(Request::Sealing(SealingRequest::Unseal(words)))
        }
        // As long as the former words open the notes, the others are nobody's: opening takes them away again.
        (Change::Rewrap, Some(keys)) if keys.unlock(&words, None).is_ok() => {
            Some(Request::Sealing(SealingRequest::ChangePassphrase { now: words, new: new_words }))
        }
        (Change::Rotate, Some(keys)) if keys.recover(&new_code, None).is_err() => {
            Some(Request::Sealing(SealingRequest::RotateKey { passphrase: words, code: new_code }))
        }
        (Change::Join, Some(keys)) if keys.unlock(&words, None).unwrap().previous.is_empty() => {
            Some(Request::Sealing(SealingRequest::OpenOthers(new_words)))
        }
        (Change::Forget, Some(_)) => Some(Request::Sealing(SealingRequest::ForgetPreviousKeys(words))),
        _ => None,
    }
}

/// Makes a change with the thread that the app makes it with, and waits until it is said to be done.
fn change_by_worker(folders: &Folders, change: Change) {
    let files = Files::default();
    clear_unfinished(&NotesFolder::new(&files, folders));
    // Notes that are plain, and were not when the keys were made, are done with or not begun.
    let is_locked = lock_reason(&NotesFolder::new(&files, folders)).unwrap().is_some();
    let keys = is_locked.then(|| Keys::read(&NotesFolder::new(&files, folders)).unwrap()).flatten();
    let asked = || request(keys.as_ref(), change);
    let mut request = asked();
    let opening = opening(keys.as_ref(), change);
    let is_rewrapped = matches!(&opening, SealingRequest::Unlock(words) if *words == after().0);
    let (wake, woken) = mpsc::channel();
    let soon = Duration::from_millis(1);
    let timing = Timing {
        debounce: soon,
        max_delay: soon,
        retry_delay: soon,
        unlock_delay: Duration::ZERO,
        work: WORK,
        ..Timing::default()
    };
    let worker = Worker::start_with(folders.clone(), files, timing, move || {
        // The test may have ended.
        let _ = wake.send(());
    });
    let (mut is_read, mut is_done) = (false, false);
    while !(is_read && is_done && request.is_none()) {
        woken.recv_timeout(SILENCE).expect("the worker says something");
        for report in worker.reports() {
            match report {
                Report::Sealing(SealingReport::Locked(_)) => worker.send(opening.clone()),
                Report::Library(LibraryReport::AllRead) => {
                    is_read = true;
                    is_done |= is_rewrapped || (change == Change::Unseal && keys.is_none());
                    request.take().into_iter().for_each(|request| {
                        is_done = false;
                        worker.send(request);
                    });
                }
                Report::Sealing(SealingReport::Sealing(Sealing::Sealed)) => {
                    is_done |= matches!(change, Change::Seal | Change::Rotate | Change::Join);
                }
                Report::Sealing(SealingReport::Sealing(Sealing::NotSealed)) => is_done |= change == Change::Unseal,
                Report::Sealing(SealingReport::PassphraseChanged | SealingReport::PreviousKeysForgotten) => {
                    is_done = true;
                }
                // What was cut off before is gone on with first.
                Report::Refused(_, error) if error.kind == Problem::SealingUnderway => {
                    if let Some(request) = asked() {
                        worker.send(request);
                    }
                }
                Report::Refused(_, error) | Report::Saving(SavingReport::Problem(error)) => panic!("{error:?}"),
                Report::Sealing(SealingReport::NotOpened { by, .. }) => panic!("not opened by {by:?}"),
                _ => {}
            }
        }
    }
    assert!(worker.finish());
}

fn run(root: &Path, change: Change, strace: &[&str]) -> ExitStatus {
    let mut program = Command::new("strace");
    program.args(["--follow-forks", "--quiet=all"]).args(strace).arg(std::env::current_exe().unwrap());
    program.args(["--exact", "killed_sealing::a_process_that_changes_every_file", "--include-ignored"]);
    program.env(TASK, format!("{}:{}", change.name(), root.display()));
    program.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
}

/// What a look at every file calls unsound, once nobody holds the folder: a process that is killed goes thread by thread.
/// What was sealed apart is unsound only if neither passphrase opens it.
fn unsound_once_free(folders: &Folders) -> Vec<Finding> {
    until("the folder is free again", || Files::default().lock(&folders.data.join("holdspace.lock")).is_ok());
    let notes = NotesFolder::at(folders);
    let keys = Keys::read(&notes).unwrap().filter(|_| lock_reason(&notes).unwrap().is_some());
    let looks = match keys {
        Some(keys) => {
            let words = [before().0, after().0].into_iter().filter(|words| keys.unlock(words, None).is_ok());
            words.map(|words| check_sealed(folders, &words).unwrap()).collect()
        }
        None => vec![check(folders).unwrap()],
    };
    let unsound = looks.into_iter().map(|findings| {
        findings.into_iter().filter(|finding| matches!(finding.verdict, Verdict::Unsound(_))).collect::<Vec<_>>()
    });
    unsound.reduce(|some, others| some.into_iter().filter(|finding| others.contains(finding)).collect()).unwrap()
}

/// What is lost, once nobody holds the folder.
fn lost_once_free(practice: &Practice) -> Option<String> {
    let mut lost = None;
    until("the folder is free again", || {
        lost = practice.lost(&disk());
        !lost.as_ref().is_some_and(|what| what.contains(&format!("{:?}", Problem::InUse)))
    });
    lost
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

/// At every so many calls of each kind it is killed: at each of them takes a quarter of an hour.
fn every() -> usize {
    std::env::var("HOLDSPACE_KILL_EVERY").map_or(4, |every| every.parse().unwrap())
}

/// Kills the process at its calls of each kind; returns how often.
fn kill_everywhere(change: Change) -> usize {
    let root = tempfile::tempdir().unwrap();
    let (place, kept) = (root.path().join("practice"), root.path().join("kept"));
    std::fs::create_dir(&place).unwrap();
    let practice = Practice::furnish(&disk(), &Folders::within(&place), change);
    copy(&place, &kept);
    let calls = calls_of(&place, change);
    assert!(calls.contains_key("fsync") && calls.contains_key("renameat2"), "{calls:?}");
    let mut kills = 0;
    for call in calls.keys() {
        for number in (1..).step_by(every()) {
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
            assert_eq!(unsound_once_free(&practice.folders), [], "{case}");
            assert_eq!(lost_once_free(&practice), None, "{case}");
            change_by_worker(&practice.folders, change);
            assert_eq!(practice.not_done(&files_in(&place)), None, "{case}");
            assert_eq!(lost_once_free(&practice), None, "{case}");
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
        &format!(
            "killed at every {} calls while files took another form ({}): 0 lost, 0 left plain, 0 files unsound",
            every(),
            parts.join(", ")
        ),
    );
}
