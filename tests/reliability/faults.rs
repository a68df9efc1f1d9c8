//! Every call that a flow makes on the disk is refused, once and for good, with every refusal.

use std::path::Path;
use std::sync::Arc;

use crate::flows::{Flow, Outside, Practice};
use crate::found::Found;
use crate::support::faulty_disk::{FaultyDisk, Lasting, REFUSALS};
use crate::support::figures::figure;
use crate::support::folder::temporary_files_in;
use holdspace::storage::disk::SystemDisk;

/// Somebody else with a real disk.
struct Elsewhere;

impl Outside for Elsewhere {
    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        std::fs::read(path).ok()
    }

    #[expect(clippy::disallowed_methods, reason = "somebody else need not be careful")]
    fn put(&self, path: &Path, bytes: &[u8]) {
        std::fs::write(path, bytes).unwrap();
    }

    fn put_in_the_middle(&self, _path: &Path, _bytes: &[u8]) -> bool {
        false
    }
}

/// A practice whose next step is this flow, and its disk.
fn prepared(root: &Path, flow: Flow) -> (Practice, FaultyDisk) {
    let disk = FaultyDisk::default();
    let mut practice = Practice::open(Arc::new(disk.clone()), root, 7).unwrap();
    let before: &[Flow] = match flow {
        Flow::Restore => &[Flow::New, Flow::History, Flow::New],
        _ => &[Flow::New, Flow::PromptSet],
    };
    for earlier in before {
        practice.step(*earlier, &Elsewhere).unwrap();
    }
    practice.begin_step(flow, &Elsewhere);
    (practice, disk)
}

/// What was seen of one flow.
#[derive(Debug, Default)]
struct Seen {
    calls: usize,
    refused: usize,
    said: usize,
}

fn refuse_every_call(flow: Flow) -> Seen {
    let mut seen = Seen::default();
    for (name, code) in REFUSALS {
        for lasting in [Lasting::Once, Lasting::FromThenOn] {
            for number in 1.. {
                let root = tempfile::tempdir().unwrap();
                let (mut practice, disk) = prepared(root.path(), flow);
                disk.refuse(number, code, lasting);
                let outcome = practice.go_on();
                if disk.calls() < number {
                    seen.calls = number - 1;
                    break;
                }
                seen.refused += 1;
                seen.said += usize::from(outcome.is_err());
                disk.heal();
                let case = format!("{} with {name} {lasting:?} at call {number}", flow.name());
                check(practice, root.path(), &case);
            }
        }
    }
    seen
}

/// The fault is gone: the next attempt succeeds, everything is there, and nothing is left over.
fn check(mut practice: Practice, root: &Path, case: &str) {
    // What was left in the way is found as the app finds it: by looking around.
    practice.go_on().or_else(|_| practice.rescan().and_then(|()| practice.go_on())).unwrap_or_else(|error| {
        panic!("{case}: the next attempt is refused too: {error:?}");
    });
    practice.rescan().unwrap();
    assert!(temporary_files_in(root).is_empty(), "{case}");
    let promised = practice.promised.clone();
    // It holds the folder as long as it is there.
    drop(practice);
    // A process that another test starts just now may hold the lock until it is the program that it becomes.
    let found = (0..1000).find_map(|_| Found::in_folder(Arc::new(SystemDisk), root).ok());
    let found = found.unwrap_or_else(|| Found::in_folder(Arc::new(SystemDisk), root).unwrap());
    assert!(found.unreadable.is_empty(), "{case}: {found:?}");
    let missing = found.missing(&promised, &promised);
    assert!(missing.is_empty(), "{case}: {missing:?}");
}

#[test]
fn whatever_call_is_refused_the_next_attempt_has_everything() {
    let mut parts = Vec::new();
    let (mut refused, mut said) = (0, 0);
    for flow in Flow::ALL {
        let seen = refuse_every_call(flow);
        assert!(seen.calls > 3, "{flow:?} makes calls");
        parts.push(format!("{} {} calls", flow.name(), seen.calls));
        refused += seen.refused;
        said += seen.said;
    }
    figure(
        "refused calls",
        &format!(
            "{refused} refusals ({} kinds, once and for good; {}): {said} said, the others without consequence, 0 lost, 0 temporary files left",
            REFUSALS.len(),
            parts.join(", ")
        ),
    );
}
