//! Machines that share one folder, together or apart.
//!
//! Must not know what a session is.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::machine::{Machine, until};

/// Every path of a folder; those of files with what they hold.
pub(crate) type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Some machines, which start together.
pub(crate) struct Group {
    machines: Vec<Machine>,
    folders: Vec<PathBuf>,
    /// Which machines are on the line. The first one always is.
    are_joined: Vec<bool>,
}

impl Group {
    /// Starts so many and waits until they share an empty folder.
    pub(crate) fn start(count: usize) -> Self {
        let mut machines = Machine::some(count);
        for machine in &mut machines {
            machine.start();
        }
        let folders = machines.iter().map(Machine::notes).collect();
        let group = Self { folders, machines, are_joined: vec![true; count] };
        group.wait_for_connection();
        group.convert();
        group
    }

    /// The folder, as each machine has it.
    pub(crate) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The folder of the first machine.
    pub(crate) fn first(&self) -> &Path {
        &self.folders[0]
    }

    /// The machines that are on the line.
    fn joined(&self) -> impl Iterator<Item = &Machine> {
        self.machines.iter().zip(&self.are_joined).filter(|(_, is_joined)| **is_joined).map(|(machine, _)| machine)
    }

    /// Each machine that is on the line, with each other one.
    fn views(&self) -> Vec<(&Machine, &Machine)> {
        let others = |machine| self.joined().filter(move |other| !std::ptr::eq(*other, machine));
        self.joined().flat_map(|machine| others(machine).map(move |other| (machine, other))).collect()
    }

    /// Takes every machine but the first off the line. What is written from now on stays where it is.
    ///
    /// Their daemons are stopped: one that was only told to pause waits five seconds before it calls
    /// again, once it was told so three times.
    pub(crate) fn part(&mut self) {
        let (first, others) = self.machines.split_first_mut().unwrap();
        for other in &mut *others {
            other.stop();
        }
        for other in others {
            until("all are apart", || first.check_connection(other, false));
        }
        self.are_joined[1..].fill(false);
    }

    /// Brings one back, and waits until it is connected.
    pub(crate) fn join(&mut self, index: usize) {
        self.machines[index].start();
        self.are_joined[index] = true;
        self.wait_for_connection();
    }

    fn wait_for_connection(&self) {
        until("all are connected", || {
            self.views().into_iter().try_for_each(|(machine, other)| machine.check_connection(other, true))
        });
    }

    /// Has every machine that is on the line look at every file of the folder.
    pub(crate) fn scan(&self) -> Result<(), String> {
        self.joined().try_for_each(Machine::scan)
    }

    /// Waits until what is in one folder stands in each, and no machine wants anything of another.
    pub(crate) fn convert(&self) {
        until("all folders are the same", || {
            // A copy of a conflict is new to the machine that made it: each time, all look first.
            self.scan()?;
            for (machine, other) in self.views() {
                machine.check_connection(other, true)?;
                check_wants_nothing(machine, other)?;
            }
            self.check_same_global()?;
            let mut folders = self.joined().map(Machine::notes);
            let first = folders.next().unwrap();
            folders.try_for_each(|folder| check_same_trees(&first, &folder))
        });
    }

    /// Everything in the folder, as the first machine has it.
    pub(crate) fn files(&self) -> Tree {
        let mut files = Tree::new();
        // A file may go as it is read.
        until("the folder is read", || tree(self.first()).map(|read| files = read).map_err(|error| error.to_string()));
        files
    }

    fn check_same_global(&self) -> Result<(), String> {
        let status = self.joined().map(Machine::status).collect::<Result<Vec<_>, _>>()?;
        for count in ["globalBytes", "globalFiles", "globalDirectories"] {
            if let Some(other) = status.iter().find(|other| other[count] != status[0][count]) {
                return Err(format!("{count}: {} at the first, {} at another", status[0][count], other[count]));
            }
        }
        Ok(())
    }
}

/// Whether a machine has all it knows of, and knows that the other has too. Syncthing counts by the
/// versions of files, so that a change that was scanned and not yet sent is missing at the other.
fn check_wants_nothing(machine: &Machine, other: &Machine) -> Result<(), String> {
    let status = machine.status()?;
    let needs = ["needBytes", "needDeletes", "needTotalItems", "pullErrors"];
    if status["state"] != "idle" || needs.iter().any(|need| status[need] != 0) {
        return Err(format!("the folder is {status}"));
    }
    let completion = machine.completion(other)?;
    if ["needBytes", "needDeletes", "needItems"].iter().any(|need| completion[need] != 0) {
        return Err(format!("the other is at {completion}"));
    }
    Ok(())
}

fn check_same_trees(one: &Path, other: &Path) -> Result<(), String> {
    let read = |folder| tree(folder).map_err(|error| error.to_string());
    let (one, other) = (read(one)?, read(other)?);
    let mut paths = one.keys().chain(other.keys());
    paths
        .find(|path| one.get(*path) != other.get(*path))
        .map_or(Ok(()), |path| Err(format!("{} differs", path.display())))
}

/// What is in a folder, but for what belongs to one machine alone.
fn tree(folder: &Path) -> io::Result<Tree> {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir()? {
            let entry = entry?;
            if is_of_one_machine(&entry.file_name()) {
                continue;
            }
            let path = entry.path();
            let is_folder = entry.file_type()?.is_dir();
            let held = if is_folder { None } else { Some(std::fs::read(&path)?) };
            found.insert(path.strip_prefix(folder).unwrap().to_owned(), held);
            if is_folder {
                folders.push(path);
            }
        }
    }
    Ok(found)
}

fn is_of_one_machine(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let is_temporary = [".holdspace-", ".syncthing."].iter().any(|start| name.starts_with(start));
    let own = [".stfolder", ".stversions", ".stignore", "holdspace.lock"];
    own.contains(&&*name) || (is_temporary && name.ends_with(".tmp"))
}

/// The copies that Syncthing made where two machines had changed a file, below a folder.
pub(crate) fn conflicts(folder: &Path) -> Vec<PathBuf> {
    let is_copy = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().contains(".sync-conflict-");
    tree(folder).unwrap().into_keys().filter(is_copy).collect()
}
