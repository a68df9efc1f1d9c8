//! The power is cut after every call of every flow, and leaves every state that it may leave.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use holdspace::storage::files::Files;

use crate::cuts::Cuts;
use crate::flows::{Flow, Outside, Practice, Promised};
use crate::found::Found;
use crate::model::{Contents, MemoryDisk, Wrong};
use crate::support::chance::Chance;
use crate::support::figures::figure;

/// So many states are looked at, unless another number is asked for: script/reliability looks at a million.
const STATES: usize = 150_000;

/// The variable that asks for another number.
const STATES_ASKED: &str = "HOLDSPACE_CRASH_STATES";

fn states() -> usize {
    std::env::var(STATES_ASKED).map_or(STATES, |asked| asked.parse().expect("a number of states"))
}

/// A wrong way to save leaves so many more states that not all of them are looked at.
const MOST_OF_CONTROL: usize = 20_000;

/// How many flows follow each other in one scenario.
const STEPS: usize = 4;

const ROOT: &str = "/practice";

impl Outside for MemoryDisk {
    fn put(&self, path: &Path, bytes: &[u8]) {
        MemoryDisk::put(self, path, bytes);
    }

    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        Files::on(Arc::new(self.clone())).read(path, u64::MAX).ok()
    }

    fn put_in_the_middle(&self, _path: &Path, bytes: &[u8]) -> bool {
        self.put_before_exchange(bytes.to_vec());
        true
    }
}

/// Flows one after the other, with what was promised after each.
struct Scenario {
    cuts: Cuts,
    calls: usize,
    steps: Vec<Step>,
}

struct Step {
    flow: Flow,
    /// After so many calls it was done, and this was promised.
    done: usize,
    promised: Promised,
}

/// A folder with two sessions, as it is on the disk for good.
fn furnished(disk: &MemoryDisk, seed: u64) -> Practice {
    let mut practice = Practice::open(Arc::new(disk.clone()), Path::new(ROOT), seed).unwrap();
    for flow in [Flow::New, Flow::New, Flow::History, Flow::PromptSet] {
        practice.step(flow, disk).unwrap();
    }
    practice
}

fn scenario(seed: u64, first: Flow, wrong: Wrong) -> Scenario {
    // The wrong protocols begin with a sound folder too: a store is made once more on a copy of it.
    let sound = MemoryDisk::new(Path::new(ROOT));
    let practice = furnished(&sound, seed);
    let (start, before) = (sound.contents(), practice.promised.clone());
    let disk = MemoryDisk::of(start.clone(), wrong);
    let mut practice = practice.moved_to(Arc::new(disk.clone()), Path::new(ROOT));
    let opened = disk.calls();
    let mut chance = Chance::new(seed + 1);
    let mut steps = vec![Step { flow: first, done: opened, promised: before }];
    for number in 0..STEPS {
        let flow = if number == 0 { first } else { Flow::ALL[chance.below(Flow::ALL.len())] };
        practice.step(flow, &disk).unwrap();
        steps.push(Step { flow, done: disk.calls(), promised: practice.promised.clone() });
    }
    Scenario { cuts: Cuts::of(start, &disk), calls: disk.calls(), steps }
}

/// What was seen in some states.
#[derive(Debug, Default)]
struct Seen {
    states: usize,
    lost: usize,
    corrupt: usize,
    leftovers: usize,
    example: Option<String>,
    by_flow: BTreeMap<Flow, usize>,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.states += other.states;
        self.lost += other.lost;
        self.corrupt += other.corrupt;
        self.leftovers += other.leftovers;
        self.example = self.example.take().or(other.example);
        for (flow, states) in other.by_flow {
            *self.by_flow.entry(flow).or_default() += states;
        }
    }
}

/// Looks at the states of a scenario, and at no more than so many.
fn look_at(scenario: &Scenario, most: usize) -> Seen {
    let mut seen = Seen::default();
    for count in 0..=scenario.calls {
        let done = scenario.steps.iter().rposition(|step| step.done <= count).unwrap_or(0);
        let begun = scenario.steps.get(done + 1).unwrap_or(&scenario.steps[done]);
        let promised = &scenario.steps[done].promised;
        let left = most - seen.states;
        scenario.cuts.after(count, left, |contents| check(&mut seen, contents, promised, begun, count));
    }
    seen
}

fn check(seen: &mut Seen, contents: Contents, promised: &Promised, begun: &Step, count: usize) {
    seen.states += 1;
    *seen.by_flow.entry(begun.flow).or_default() += 1;
    let disk = MemoryDisk::of(contents, Wrong::Nothing);
    let found = match Found::in_folder(Arc::new(disk), Path::new(ROOT)) {
        Ok(found) => found,
        Err(error) => {
            seen.lost += 1;
            seen.example.get_or_insert(format!("{error:?} after {count} calls"));
            return;
        }
    };
    let missing = found.missing(promised, &begun.promised);
    seen.lost += usize::from(!missing.is_empty());
    seen.corrupt += usize::from(!found.unreadable.is_empty());
    seen.leftovers += usize::from(!found.leftovers.is_empty());
    if !missing.is_empty() || !found.unreadable.is_empty() || !found.leftovers.is_empty() {
        seen.example.get_or_insert(format!("in {} after {count} calls: {missing:?} {found:?}", begun.flow.name()));
    }
}

/// Looks at scenarios until so many states were seen, on two threads.
fn look_until(states: usize, wrong: Wrong) -> Seen {
    let half = |thread: u64| {
        let mut seen = Seen::default();
        let mut number = thread;
        while seen.states < states / 2 {
            for first in Flow::ALL {
                let most = if wrong == Wrong::Nothing { usize::MAX } else { MOST_OF_CONTROL };
                seen.add(look_at(&scenario(number, first, wrong), most));
            }
            number += 2;
        }
        seen
    };
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || half(1)).unwrap();
        let mut seen = half(2);
        seen.add(other.join().unwrap());
        seen
    })
}

#[test]
fn no_power_cut_loses_or_corrupts_a_saved_line() {
    let seen = look_until(states(), Wrong::Nothing);
    let by_flow = seen.by_flow.iter().map(|(flow, states)| format!("{} {states}", flow.name())).collect::<Vec<_>>();
    figure(
        "crash states",
        &format!(
            "{} states after a power cut ({}): {} lost a saved line, {} left a file that cannot be read, {} left a temporary file behind after the next start",
            seen.states,
            by_flow.join(", "),
            seen.lost,
            seen.corrupt,
            seen.leftovers,
        ),
    );
    assert!(seen.states >= states());
    assert_eq!(seen.by_flow.len(), Flow::ALL.len());
    assert_eq!((seen.lost, seen.corrupt, seen.leftovers), (0, 0, 0), "{:?}", seen.example);
}

/// The same look at ways to save that are known to lose something: it has to find that.
#[test]
fn the_wrong_ways_to_save_are_found_out() {
    for (wrong, name) in [
        (Wrong::WriteInPlace, "writing in place"),
        (Wrong::RenameWithoutSync, "renaming without sync"),
        (Wrong::NoFolderSync, "no sync of the folder"),
    ] {
        let seen = look_until(states() / 50, wrong);
        figure(
            &format!("crash states, control: {name}"),
            &format!(
                "{} states: {} lost a saved line, {} left a file that cannot be read",
                seen.states, seen.lost, seen.corrupt
            ),
        );
        assert!(seen.lost + seen.corrupt > 0, "{name}");
    }
}
