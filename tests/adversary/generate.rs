//! Composes attacks: the same attack from the same seed. Must not know how they are carried out.

use crate::support::adversary::attack::{Act, Attack, Doing, Forgery, Step, Target, Time};
use crate::support::chance::Chance;

/// The targets, with how often each is chosen.
const TARGETS: [(Target, usize); 16] = [
    (Target::NotesFolder, 2),
    (Target::Marker, 3),
    (Target::LockFile, 1),
    (Target::PromptSets, 3),
    (Target::KeysFolder, 5),
    (Target::KeyFile, 12),
    (Target::SessionsFolder, 4),
    (Target::Session, 20),
    (Target::HistoryFolder, 5),
    (Target::HistoryOfOne, 5),
    (Target::Version, 6),
    (Target::TrashFolder, 5),
    (Target::Trashed, 6),
    (Target::RenamingFolder, 4),
    (Target::RenamingFile, 3),
    (Target::TemporaryFile, 6),
];

/// The acts on any target, with how often each is chosen.
const ACTS: [(Act, usize); 27] = [
    (Act::FlipBit, 4),
    (Act::Cut, 3),
    (Act::Empty, 3),
    (Act::Garbage, 3),
    (Act::AnotherFile, 6),
    (Act::OldCopy, 8),
    (Act::PlainSession, 5),
    (Act::OwnKey, 4),
    (Act::OwnPassphrase, 3),
    (Act::EnormousWork, 2),
    (Act::LinkToFile, 8),
    (Act::LinkToFolder, 8),
    (Act::DanglingLink, 3),
    (Act::LinkLoop, 2),
    (Act::HardLink, 3),
    (Act::Pipe, 2),
    (Act::Folder, 3),
    (Act::BindMount, 3),
    (Act::MemoryMount, 2),
    (Act::RenameToAnother, 6),
    (Act::RenameToCapitals, 4),
    (Act::RenameToConflict, 4),
    (Act::Delete, 6),
    (Act::Swap, 6),
    (Act::Unreadable, 1),
    (Act::OddName, 4),
    (Act::Thousand, 1),
];

/// The acts on the notes folder itself.
const ACTS_ON_THE_NOTES_FOLDER: [(Act, usize); 6] = [
    (Act::Delete, 2),
    (Act::LinkToFolder, 2),
    (Act::LinkToFile, 1),
    (Act::AnotherLibrary, 4),
    (Act::MemoryMount, 1),
    (Act::DanglingLink, 1),
];

/// The times, with how often each is chosen.
const TIMES: [(Time, usize); 7] = [
    (Time::BeforeStart, 5),
    (Time::WhileLocked, 3),
    (Time::WhileOpen, 5),
    (Time::BetweenLockAndUnlock, 3),
    (Time::DuringSealing, 3),
    (Time::DuringRotation, 3),
    (Time::DuringMakingPlain, 1),
];

const FORGED_IN_A_HUNDRED: usize = 15;

fn weighted<T: Copy>(chance: &mut Chance, several: &[(T, usize)]) -> T {
    let mut left = chance.below(several.iter().map(|(_, often)| often).sum());
    for (one, often) in several {
        if left < *often {
            return *one;
        }
        left -= often;
    }
    several[0].0
}

fn step(chance: &mut Chance) -> Step {
    let target = weighted(chance, &TARGETS);
    let act = if target == Target::NotesFolder {
        weighted(chance, &ACTS_ON_THE_NOTES_FOLDER)
    } else if chance.percent(FORGED_IN_A_HUNDRED) {
        Act::Forge(*chance.of(&Forgery::ALL))
    } else {
        weighted(chance, &ACTS)
    };
    Step { target, act, number: chance.next() >> 8 }
}

/// The attack of a seed.
pub(crate) fn attack(seed: u64) -> Attack {
    let mut chance = Chance::new(seed);
    let time = weighted(&mut chance, &TIMES);
    let count = weighted(&mut chance, &[(1, 6), (2, 4), (3, 2), (4, 1)]);
    let steps = (0..count).map(|_| step(&mut chance)).collect();
    let doings = weighted(&mut chance, &[(0, 2), (1, 5), (2, 3), (3, 1)]);
    let doing = |chance: &mut Chance| *chance.of(&Doing::ALL);
    let then = (0..doings).map(|_| doing(&mut chance)).collect();
    Attack { seed, time, steps, then }
}

/// The seeds of a run, one for each case.
pub(crate) fn seeds(of_run: u64, count: usize) -> Vec<u64> {
    let mut chance = Chance::new(of_run);
    // Short enough to be copied by hand.
    (0..count).map(|_| chance.next() >> 24).collect()
}
