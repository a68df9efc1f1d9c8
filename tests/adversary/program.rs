//! The real program, asked to look at every file of a folder that a peer has attacked: it comes to its end, says
//! which sessions are sound, and changes nothing.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::generate::{attack, seeds};
use crate::lane::Lane;
use crate::support::adversary::attack::{Attack, Target};
use crate::support::adversary::library::{SESSIONS, is_marked, passphrases};
use crate::support::adversary::outside::Outside;
use crate::support::adversary::peer::Peer;
use crate::support::adversary::prints::{difference, prints_of};
use crate::support::figures::figure;
use crate::support::folder::read;

/// How many folders are looked at.
const CASES: usize = 48;

/// Another seed than that of the long run.
const SEED: u64 = 1414;

/// After this many seconds the program hangs.
const PATIENCE: &str = "60";

fn check(notes: &Path, home: &Path) -> Output {
    let mut program = Command::new("timeout");
    program.args([PATIENCE, env!("CARGO_BIN_EXE_holdspace"), "check", "--data-dir"]).arg(notes);
    for (variable, folder) in [("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")] {
        program.env(variable, home.join(folder));
    }
    let program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    let words = format!("{}\n", passphrases()[1].words());
    // A program that refuses the folder reads no passphrase.
    let _ = running.stdin.take().unwrap().write_all(words.as_bytes());
    running.wait_with_output().unwrap()
}

/// What is wrong with how the program looked at the folder after an attack.
fn faults_of(lane: &Lane, attack: &Attack) -> Vec<String> {
    lane.reset(true);
    let places = lane.places();
    let (before, outside) = (sessions(&places.notes), Outside::look(&places.outside));
    let mut peer = Peer::new(&places);
    attack.steps.iter().for_each(|step| peer.carry_out(step));
    let attacked = prints_of(&places.notes);
    let checked = check(&places.notes, places.notes.parent().unwrap());
    let said = String::from_utf8_lossy(&checked.stdout);
    let complained = String::from_utf8_lossy(&checked.stderr);
    let mut faults = Vec::new();
    if !matches!(checked.status.code(), Some(0 | 1)) || complained.contains("panicked") {
        faults.push(format!("it ended with {:?}: {complained}", checked.status));
    }
    if is_marked(&checked.stdout) || is_marked(&checked.stderr) {
        faults.push("it says what is in the notes".to_owned());
    }
    faults.extend(difference(&attacked, &prints_of(&places.notes)));
    faults.extend(outside.difference());
    let is_open = !attack.steps.iter().any(|step| {
        let of_all = [Target::NotesFolder, Target::Marker, Target::KeysFolder, Target::KeyFile];
        of_all.contains(&step.target)
            || matches!(
                step.act,
                crate::support::adversary::attack::Act::Forge(_) | crate::support::adversary::attack::Act::Swap
            )
    });
    let now = sessions(&places.notes);
    for (name, bytes) in before.iter().filter(|_| is_open) {
        let is_untouched = now.iter().any(|other| (&other.0, &other.1) == (name, bytes));
        let is_sound = |line: &str| line.contains(&format!("sessions/{name}.json")) && line.ends_with(": sound");
        if is_untouched && !said.lines().any(is_sound) {
            faults.push(format!("{name} is not said to be sound: {said}{complained}"));
        }
    }
    faults
}

fn sessions(notes: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |name: &&str| read(&notes.join(format!("sessions/{name}.json.age")));
    SESSIONS.iter().filter_map(|name| Some(((*name).to_owned(), read(name)?))).collect()
}

#[test]
fn the_program_looks_at_every_file_of_an_attacked_folder_and_changes_nothing() {
    let lane = Lane::furnish();
    let mut text = String::new();
    for seed in seeds(SEED, CASES) {
        let attack = attack(seed);
        let faults = faults_of(&lane, &attack);
        if !faults.is_empty() {
            writeln!(text, "{attack}\n    {}", faults.join("\n    ")).unwrap();
        }
    }
    figure(
        "adversary, check",
        &format!("{CASES} attacked folders (seed {SEED}) looked at by the program: 0 panics, 0 files changed"),
    );
    assert!(text.is_empty(), "{text}");
}
