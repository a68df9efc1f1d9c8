//! Two machines that share one folder, together or apart.
//!
//! Must not know what a session is.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::machine::{Machine, until};

/// Every path of a folder; those of files with what they hold.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Two machines, which start together.
pub(crate) struct Pair {
    machines: [Machine; 2],
    folders: [PathBuf; 2],
}

impl Pair {
    /// Starts both and waits until they share an empty folder.
    pub(crate) fn start() -> Self {
        let mut machines = Machine::two();
        for machine in &mut machines {
            machine.start();
        }
        let pair = Self { folders: machines.each_ref().map(Machine::notes), machines };
        pair.wait_for_connection();
        pair.settle();
        pair
    }

    /// The folder of the one.
    pub(crate) fn left(&self) -> &Path {
        &self.folders[0]
    }

    /// The folder of the other.
    pub(crate) fn right(&self) -> &Path {
        &self.folders[1]
    }

    /// Each machine, with the other one.
    fn views(&self) -> [(&Machine, &Machine); 2] {
        let [left, right] = &self.machines;
        [(left, right), (right, left)]
    }

    /// Takes the right machine off the line. What is written from now on stays where it is.
    ///
    /// Its daemon is stopped: one that was only told to pause waits five seconds before it calls
    /// again, once it was told so three times.
    pub(crate) fn part(&mut self) {
        let [left, right] = &mut self.machines;
        right.stop();
        until("the two are apart", || left.check_connection(right, false));
    }

    /// Brings it back, and waits until the two are connected.
    pub(crate) fn join(&mut self) {
        self.machines[1].start();
        self.wait_for_connection();
    }

    fn wait_for_connection(&self) {
        until("the two are connected", || {
            self.views().into_iter().try_for_each(|(machine, other)| machine.check_connection(other, true))
        });
    }

    /// Waits until what stands in either folder stands in both, and neither machine wants anything
    /// of the other.
    pub(crate) fn settle(&self) {
        until("both folders are the same", || {
            // A copy of a conflict is new to the machine that made it: each time, both look first.
            for (machine, _) in self.views() {
                machine.scan()?;
            }
            for (machine, other) in self.views() {
                machine.check_connection(other, true)?;
                check_wants_nothing(machine, other)?;
            }
            self.check_same_global()?;
            check_same_trees(self.left(), self.right())
        });
    }

    fn check_same_global(&self) -> Result<(), String> {
        let [left, right] = self.machines.each_ref().map(Machine::status);
        let (left, right) = (left?, right?);
        for count in ["globalBytes", "globalFiles", "globalDirectories"] {
            if left[count] != right[count] {
                return Err(format!("{count}: {} at the left, {} at the right", left[count], right[count]));
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

fn check_same_trees(left: &Path, right: &Path) -> Result<(), String> {
    let read = |folder| tree(folder).map_err(|error| error.to_string());
    let (left, right) = (read(left)?, read(right)?);
    let mut paths = left.keys().chain(right.keys());
    paths
        .find(|path| left.get(*path) != right.get(*path))
        .map_or(Ok(()), |path| Err(format!("{} differs", path.display())))
}

/// What stands in a folder, but for what belongs to one machine alone.
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

/// The copies that Syncthing made where both machines had changed a file, below a folder.
pub(crate) fn conflicts(folder: &Path) -> Vec<PathBuf> {
    let is_copy = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().contains(".sync-conflict-");
    tree(folder).unwrap().into_keys().filter(is_copy).collect()
}
