//! Devices that share sealed notes by a real Syncthing, with clocks hours apart: what each does while they are
//! apart, or together, is there on all of them afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::SystemTime;

use crate::actions::DEVICES;
use crate::cells::{Cell, Doing};
use crate::device::Device;
use crate::group::{Group, Tree};
use crate::orders::{Action, Answers, Order, Orders};
use crate::support::figures::figure;

/// How many hours the clock of each device is ahead.
const AHEAD: [i32; 3] = [-5, 3, 0];

/// How often devices that are together may answer each other before they come to rest.
const MOST_ROUNDS: usize = 8;

/// How often a pair is played where it is a matter of luck in which order files come.
const OFTEN: usize = 6;

/// Names the one cell that is played, and how often, for whoever looks for a fault that chance brings.
const CELLS: &str = "HOLDSPACE_SYNCED_CELL";

/// What went wrong in each cell, and at which devices.
type Faults = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Some devices with a notes folder for each cell.
struct Practice {
    group: Group,
    devices: Vec<Device>,
    cells: Arc<[Cell]>,
    faults: Faults,
    /// Where all keep the recovery codes. It goes with the devices.
    _papers: tempfile::TempDir,
}

impl Practice {
    /// Devices that have the same notes and are together.
    fn open(cells: &Arc<[Cell]>) -> Self {
        let count = cells[0].doings.len();
        let group = Group::start(count);
        let papers = tempfile::tempdir().unwrap();
        let start = |(name, ahead): (&&str, i32)| Device::start(name, &DEVICES[..count], ahead, papers.path());
        let devices = DEVICES[..count].iter().zip(AHEAD).map(start).collect();
        let mut practice = Self { group, devices, cells: Arc::clone(cells), faults: Faults::new(), _papers: papers };
        practice.open_at(0);
        practice.ask(0, |cell| Some(Order::Furnish { is_sealed: cell.begins_sealed() }));
        practice.take_answers(0, "furnish");
        practice.group.convert();
        for device in 1..count {
            practice.open_at(device);
        }
        practice.group.convert();
        practice
    }

    fn open_at(&mut self, device: usize) {
        let folder = self.group.folders()[device].clone();
        self.ask(device, |cell| Some(Order::Open(folder.join(&cell.name))));
        self.take_answers(device, "open");
    }

    fn ask(&mut self, device: usize, order: impl Fn(&Cell) -> Option<Order>) {
        let orders: Orders = self.cells.iter().filter_map(|cell| Some((cell.name.clone(), order(cell)?))).collect();
        self.devices[device].ask(&orders);
    }

    /// Takes what became of the last orders; what went wrong is a fault.
    fn take_answers(&mut self, device: usize, what: &str) -> Answers {
        let answers = self.devices[device].answers();
        self.note_errors(device, what, &answers);
        answers
    }

    fn note_errors(&mut self, device: usize, what: &str, answers: &Answers) {
        for (cell, answer) in answers {
            if let Err(error) = answer {
                self.note(cell, device, format!("{what}: {error}"));
            }
        }
    }

    fn note(&mut self, cell: &str, device: usize, fault: String) {
        let faults = self.faults.entry(cell.to_owned()).or_default();
        faults.entry(fault).or_default().push(self.devices[device].name.clone());
    }

    /// Has a device do its part of every cell.
    fn ask_to_do(&mut self, device: usize) {
        self.ask(device, |cell| {
            Some(match cell.doings[device] {
                Doing::Acts(action) => Order::Act(action),
                Doing::Types(lines) => Order::Type(lines),
            })
        });
    }

    /// All do their parts while they are apart; then one after the other is back, and all come to rest.
    fn play_apart(&mut self) {
        self.group.part();
        let parted = SystemTime::now();
        let count = self.devices.len();
        (0..count).for_each(|device| self.ask_to_do(device));
        for device in 0..count {
            self.take_answers(device, "apart");
            self.devices[device].date_files(&self.group.folders()[device], parted);
        }
        for device in 1..count {
            self.group.join(device);
            self.come_to_rest(device + 1);
        }
    }

    /// All do their parts while they are together.
    fn play_together(&mut self) {
        let count = self.devices.len();
        (0..count).rev().for_each(|device| self.ask_to_do(device));
        let mut answers = vec![None; count];
        while answers.iter().any(Option::is_none) {
            // A file may go as it is looked at.
            let _ = self.group.scan();
            for (device, answers) in self.devices.iter().zip(&mut answers) {
                *answers = answers.take().or_else(|| device.answers_if_any());
            }
        }
        for (device, answers) in answers.into_iter().flatten().enumerate() {
            self.note_errors(device, "together", &answers);
        }
        self.come_to_rest(count);
    }

    /// Lets the first devices answer each other until none changes anything.
    fn come_to_rest(&mut self, count: usize) {
        let (mut answers, mut moving) = (Vec::new(), BTreeMap::new());
        for _ in 0..MOST_ROUNDS {
            self.group.convert();
            let before = self.group.files();
            (0..count).for_each(|device| self.ask(device, |_| Some(Order::ComeToRest)));
            answers = (0..count).map(|device| self.devices[device].answers()).collect();
            self.group.convert();
            moving = changed(&before, &self.group.files());
            if moving.is_empty() {
                break;
            }
        }
        for (device, answers) in answers.iter().enumerate() {
            self.note_errors(device, "at rest", answers);
        }
        for (cell, files) in moving {
            self.note(&cell, 0, format!("the devices answer each other again and again: {}", files.join(", ")));
        }
    }

    /// What went wrong, now that all are at rest.
    fn judge(mut self) -> Faults {
        let mut first = Answers::new();
        for device in 0..self.devices.len() {
            self.ask(device, |_| Some(Order::Tell));
            let answers = self.take_answers(device, "told");
            for cell in &*Arc::clone(&self.cells) {
                let Some(Ok(Some(report))) = answers.get(&cell.name) else { continue };
                for fault in cell.faults(report) {
                    self.note(&cell.name, device, fault);
                }
                if let Some(Ok(Some(first))) = first.get(&cell.name)
                    && first.sessions != report.sessions
                {
                    self.note(&cell.name, device, "it has other sessions than the first".to_owned());
                }
            }
            if device == 0 {
                first = answers;
            }
        }
        self.faults
    }
}

/// The files that came, went or are others now, by their cells.
fn changed(before: &Tree, after: &Tree) -> BTreeMap<String, Vec<String>> {
    let mut changed = BTreeMap::<String, Vec<String>>::new();
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for path in paths.into_iter().filter(|path| before.get(*path) != after.get(*path)) {
        let what = match (before.contains_key(path), after.contains_key(path)) {
            (false, _) => "came",
            (_, false) => "went",
            _ => "is another",
        };
        let mut names = path.iter().map(|name| name.to_string_lossy().into_owned());
        let Some(cell) = names.next() else { continue };
        let rest: Vec<String> = names.collect();
        changed.entry(cell).or_default().push(format!("{} {what}", rest.join("/")));
    }
    changed
}

/// Plays cells, and says how it went.
fn play(what: &str, cells: Vec<Cell>, play: fn(&mut Practice)) {
    let cells: Arc<[Cell]> = asked_for(cells).into();
    let mut practice = Practice::open(&cells);
    play(&mut practice);
    let faults = practice.judge();
    let lines: usize = cells.iter().map(|cell| cell.written().len()).sum();
    let told: Vec<String> = faults.iter().map(|(cell, faults)| described(cell, faults)).collect();
    figure(what, &format!("{} pairs, {} of them with a fault, {lines} lines written", cells.len(), faults.len()));
    assert!(faults.is_empty(), "{} of {} with a fault:\n{}", faults.len(), cells.len(), told.join("\n"));
}

fn described(cell: &str, faults: &BTreeMap<String, Vec<String>>) -> String {
    let faults = faults.iter().map(|(fault, devices)| format!("\n    {}: {fault}", devices.join(", ")));
    format!("{cell}:{}", faults.collect::<String>())
}

/// The cells that are played: all, or the one that the environment names. `Rotate-Write-Write:40` is that one forty
/// times, each time in a folder of its own.
fn asked_for(cells: Vec<Cell>) -> Vec<Cell> {
    let Ok(asked) = std::env::var(CELLS) else { return cells };
    let (name, times) = asked.split_once(':').unwrap_or((&asked, "1"));
    let times: usize = times.parse().expect("how often it is played");
    let cell = cells.into_iter().find(|cell| cell.name == name).expect("there is such a cell");
    (0..times).map(|time| Cell::new(&cell.doings).again(time)).collect()
}

/// Every pair of actions, each in both orders, with what else is done.
fn matrix(third: &[Action]) -> Vec<Cell> {
    let pairs = Action::ALL.into_iter().flat_map(|one| Action::ALL.map(move |other| [one, other]));
    pairs.map(|pair| Cell::of(&[&pair, third].concat())).collect()
}

/// The pairs that lost words, locked somebody out, or left files that nobody opens; some of them only where
/// files come in an unlucky order.
fn found() -> Vec<Cell> {
    use Action::{ChangePassphrase, MakePlain, RenameClient, Rotate, Seal, Write};
    let always = [
        [Rotate, Write],
        [Write, Rotate],
        [MakePlain, Write],
        [Write, MakePlain],
        [Seal, Seal],
        [Rotate, Rotate],
        [Rotate, ChangePassphrase],
        [RenameClient, Rotate],
        [RenameClient, RenameClient],
    ];
    let by_chance = [[MakePlain, ChangePassphrase], [ChangePassphrase, MakePlain]];
    let often = (0..OFTEN).flat_map(|time| by_chance.map(|pair| Cell::of(&pair).again(time)));
    always.iter().map(|pair| Cell::of(pair)).chain(often).collect()
}

/// Each change of keys at one device while another one types.
fn typing() -> Vec<Cell> {
    let changes = [Action::Rotate, Action::Seal, Action::MakePlain, Action::ChangePassphrase];
    let cells = changes.map(|action| [Doing::Acts(action), Doing::Types(60)]);
    (0..OFTEN).flat_map(|time| cells.map(|doings| Cell::new(&doings).again(time))).collect()
}

#[test]
fn what_two_devices_did_apart_is_there_on_both() {
    play("two devices with sealed notes, the worst pairs", found(), Practice::play_apart);
}

#[test]
fn what_is_typed_while_another_device_changes_the_keys_is_there_on_both() {
    play("typing while the keys change", typing(), Practice::play_together);
}

#[test]
#[ignore = "it takes some minutes: script/reliability runs it"]
fn whatever_two_devices_did_apart_is_there_on_both() {
    play("two devices with sealed notes", matrix(&[]), Practice::play_apart);
}

#[test]
#[ignore = "it takes some minutes: script/reliability runs it"]
fn whatever_two_devices_did_while_a_third_wrote_is_there_on_all() {
    play("three devices with sealed notes", matrix(&[Action::Write]), Practice::play_apart);
}
