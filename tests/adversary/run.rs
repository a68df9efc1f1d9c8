//! Runs many cases, on every core, and says what came of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZero;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::case;
use crate::generate::{attack, seeds};
use crate::lane::Lane;
use crate::support::adversary::attack::Attack;
use crate::support::figures::figure;
use crate::verdict::{Fault, Verdict};

/// The seed of a run, unless another is asked for.
const SEED: u64 = 14;

/// The seeds of attacks that once had a fault: they are run each time.
const REMEMBERED: [u64; 1] = [952_149_272_555];

/// How many attacks there are, unless another number is asked for: script/reliability tries 2,000.
const CASES: usize = 300;

/// How many attacks are told in words for each verdict, the shortest first.
const TOLD: usize = 12;

fn asked<T: FromStr>(variable: &str) -> Option<T> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is no number: {value}")))
}

/// Where the program panicked, whichever thread it was.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn listen_for_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = thread::current();
        if thread.name().is_some_and(|name| name.starts_with("holdspace-")) {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            PANICS.lock().unwrap().push(place);
        } else {
            usual(panic);
        }
    }));
}

/// An attack, and what came of it.
struct Ran {
    attack: Attack,
    faults: Vec<Fault>,
    in_vain: usize,
}

fn run_all(seeds: &[u64]) -> Vec<Ran> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut lane = Lane::furnish();
        let mut ran = Vec::new();
        while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
            let attack = attack(*seed);
            let (faults, in_vain) = case::run(&mut lane, &attack);
            ran.push(Ran { attack, faults, in_vain });
        }
        ran
    };
    let lanes = thread::available_parallelism().map_or(2, NonZero::get).min(seeds.len());
    thread::scope(|scope| {
        let start = |number| {
            let builder = thread::Builder::new().name(format!("lane {number}"));
            builder.spawn_scoped(scope, work).unwrap()
        };
        let lanes: Vec<_> = (0..lanes).map(start).collect();
        lanes.into_iter().flat_map(|lane| lane.join().unwrap()).collect()
    })
}

/// How many attacks had each verdict.
fn counts(ran: &[Ran]) -> String {
    let count = |verdict| ran.iter().filter(|ran| ran.faults.iter().any(|fault| fault.verdict == verdict)).count();
    let parts = Verdict::ALL.map(|verdict| format!("{} {}", count(verdict), verdict.words()));
    parts.join(", ")
}

/// What came of each kind of step, where it was the only one of its attack.
fn table(ran: &[Ran]) -> String {
    let mut rows: BTreeMap<String, (usize, BTreeMap<Verdict, usize>)> = BTreeMap::new();
    for Ran { attack, faults, .. } in ran.iter().filter(|ran| ran.attack.steps.len() == 1) {
        let step = attack.steps[0];
        let (all, found) = rows.entry(format!("{:?} {:?}", step.act, step.target)).or_default();
        *all += 1;
        for fault in faults {
            *found.entry(fault.verdict).or_default() += 1;
        }
    }
    let mut text = String::new();
    for (step, (all, found)) in rows.into_iter().filter(|(_, (_, found))| !found.is_empty()) {
        writeln!(text, "  {step}: of {all}, {found:?}").unwrap();
    }
    text
}

fn tell(ran: &[Ran]) -> String {
    let mut failed: Vec<&Ran> = ran.iter().filter(|ran| !ran.faults.is_empty()).collect();
    failed.sort_by_key(|ran| ran.attack.steps.len() + ran.attack.then.len());
    let mut text = String::new();
    for verdict in Verdict::ALL {
        let has = |ran: &&&Ran| ran.faults.iter().any(|fault| fault.verdict == verdict);
        for Ran { attack, faults, .. } in failed.iter().filter(has).take(TOLD) {
            writeln!(text, "{attack}").unwrap();
            for fault in faults {
                writeln!(text, "    {fault}").unwrap();
            }
        }
    }
    text
}

#[test]
fn whatever_a_peer_does_to_the_folder_nothing_is_plain_touched_lost_or_shut() {
    listen_for_panics();
    let seed = asked("HOLDSPACE_ADVERSARY_SEED").unwrap_or(SEED);
    let alone = asked("HOLDSPACE_ADVERSARY_CASE");
    let cases = asked("HOLDSPACE_ADVERSARY_CASES").unwrap_or(CASES);
    let every = || seeds(seed, cases).into_iter().chain(REMEMBERED).collect();
    let seeds: Vec<u64> = alone.map_or_else(every, |alone| vec![alone]);
    let ran = run_all(&seeds);
    let steps: usize = ran.iter().map(|ran| ran.attack.steps.len()).sum();
    let in_vain: usize = ran.iter().map(|ran| ran.in_vain).sum();
    let of_run = format!("{} attacks (seed {seed}; {steps} steps, {in_vain} of them in vain)", ran.len());
    figure("adversary", &format!("{of_run}: {}", counts(&ran)));
    let failed = ran.iter().filter(|ran| !ran.faults.is_empty()).count();
    let panics = PANICS.lock().unwrap();
    assert!(failed == 0, "{failed} attacks had faults\n{}\n{}\npanics: {panics:?}", tell(&ran), table(&ran));
}
