//! A device: a process of its own, with its own idea of what time it is, that keeps the app running on some
//! notes folders. It is this test program, started again under `faketime`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::thread::Builder;
use std::time::{Duration, SystemTime};

use crate::device_folder::DeviceFolder;
use crate::orders::{Answers, Orders};

/// Tells a process of this program which device it is, of which.
const TASK: &str = "HOLDSPACE_TEST_DEVICE";

/// What each line of answers begins with: the test harness says things of its own.
const MARK: &str = "answers: ";

/// After this long without an answer a device has hung.
const DEADLINE: Duration = Duration::from_mins(5);

/// A device, as the test has it.
pub(crate) struct Device {
    pub(crate) name: String,
    /// How many hours its clock is ahead.
    ahead: i32,
    process: Child,
    orders: Option<ChildStdin>,
    answers: Receiver<Answers>,
}

impl Device {
    /// Starts a device, one of some, whose clock is so many hours ahead, or behind. `papers` is the folder
    /// where all keep the recovery codes.
    pub(crate) fn start(name: &str, devices: &[&str], ahead: i32, papers: &Path) -> Self {
        let mut program = Command::new("faketime");
        program.args(["-m", "--exclude-monotonic", "-f", &format!("{ahead:+}h")]).arg(std::env::current_exe().unwrap());
        program.args(["--exact", "device::a_device", "--include-ignored"]);
        program.env(TASK, format!("{name}:{}:{}", devices.join(","), papers.display()));
        let mut process = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("faketime is installed");
        let (sent, answers) = mpsc::channel();
        let said = BufReader::new(process.stdout.take().unwrap());
        let read = move || {
            for line in said.lines().map_while(Result::ok) {
                match line.strip_prefix(MARK) {
                    Some(line) => drop(sent.send(serde_json::from_str(line).unwrap())),
                    None if line.contains("panicked") => eprint(&line),
                    None => {}
                }
            }
        };
        Builder::new().name(format!("device {name}")).spawn(read).unwrap();
        Self { name: name.to_owned(), ahead, orders: process.stdin.take(), process, answers }
    }

    /// Asks for something. Never waits.
    pub(crate) fn ask(&mut self, orders: &Orders) {
        let line = serde_json::to_string(orders).unwrap();
        writeln!(self.orders.as_mut().unwrap(), "{line}").unwrap();
    }

    /// What became of what was asked for last.
    pub(crate) fn answers(&self) -> Answers {
        self.answers.recv_timeout(DEADLINE).unwrap_or_else(|error| panic!("the {} device: {error}", self.name))
    }

    /// The same, if it is known already.
    pub(crate) fn answers_if_any(&self) -> Option<Answers> {
        match self.answers.try_recv() {
            Ok(answers) => Some(answers),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => panic!("the {} device has ended", self.name),
        }
    }

    /// Gives the files that were written here since then the time that this device takes it to be: the system
    /// below it knows another one.
    pub(crate) fn date_files(&self, folder: &Path, since: SystemTime) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.date_files(&path, since);
                continue;
            }
            let Ok(file) = std::fs::File::options().write(true).open(&path) else { continue };
            let Some(modified) = file.metadata().ok().and_then(|look| look.modified().ok()) else { continue };
            if modified >= since {
                let ahead = Duration::from_hours(u64::from(self.ahead.unsigned_abs()));
                let dated = if self.ahead < 0 { modified - ahead } else { modified + ahead };
                file.set_modified(dated).unwrap();
            }
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // It ends where no more is asked for.
        self.orders = None;
        let _ = self.process.wait();
    }
}

#[expect(clippy::print_stderr, reason = "whoever looks why a test failed has to see it")]
fn eprint(line: &str) {
    eprintln!("{line}");
}

/// What the process of a device does. Alone it does nothing: the tests with devices start it.
#[test]
#[ignore = "it is the process that other tests start"]
fn a_device() {
    let Ok(task) = std::env::var(TASK) else { return };
    let (name, task) = task.split_once(':').unwrap();
    let (devices, papers) = task.split_once(':').unwrap();
    let devices: Vec<String> = devices.split(',').map(str::to_owned).collect();
    let mut device_folders = BTreeMap::<String, DeviceFolder>::new();
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let orders: Orders = serde_json::from_str(&line).unwrap();
        for folder in orders.keys() {
            device_folders
                .entry(folder.clone())
                .or_insert_with(|| DeviceFolder::closed(name, &devices, Path::new(papers).join(folder)));
        }
        let answers = serde_json::to_string(&carry_out(&mut device_folders, &orders)).unwrap();
        // On a line of its own, whatever the test harness said before.
        writeln!(std::io::stdout(), "\n{MARK}{answers}").unwrap();
    }
}

/// Does what is asked for in every folder at once.
fn carry_out(device_folders: &mut BTreeMap<String, DeviceFolder>, orders: &Orders) -> Answers {
    std::thread::scope(|scope| {
        let asked = device_folders
            .iter_mut()
            .filter_map(|(folder, device_folder)| Some((folder, device_folder, orders.get(folder)?.clone())));
        let working: Vec<_> = asked
            .map(|(folder, device_folder, order)| {
                let work = move || device_folder.carry_out(order);
                (folder, Builder::new().name(folder.clone()).spawn_scoped(scope, work).unwrap())
            })
            .collect();
        let done = working.into_iter().map(|(folder, work)| {
            let done = work.join().unwrap_or_else(|_| Err("the device panicked".to_owned()));
            (folder.clone(), done)
        });
        done.collect()
    })
}
