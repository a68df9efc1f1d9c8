//! Every state that a power cut could leave a disk in.
//!
//! The model is weaker than any real file system: a change of a name that was not put on the disk by
//! its folder may be lost or come in any order with the others; what was written and not put on the
//! disk may be there in part, or as zeros. One rename is one change, also between two folders.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{Bytes, Call, Contents, MemoryDisk, Names, Node, apply};

/// The power is cut after so many calls: what may be on the disk.
pub(crate) struct Cuts {
    start: Contents,
    calls: Vec<Call>,
    parts: Parts,
}

/// How much of what was written and not put on the disk may be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Every length of it, and zeros.
    Every,
    /// Some lengths, and zeros.
    Some,
    /// All of it, or nothing.
    None,
}

/// Who looks at states, and how many more.
struct Visit<F> {
    left: usize,
    parts: Parts,
    look: F,
}

/// The most changes of names that are put in every order; of more, every subset in their own order.
const MOST_IN_EVERY_ORDER: usize = 4;

impl Cuts {
    /// The cuts in what was done on a disk since it held `start`.
    pub(crate) fn of(start: Contents, disk: &MemoryDisk) -> Self {
        Self { start, calls: disk.recorded(), parts: Parts::Every }
    }

    /// Whoever made the calls is killed after `count` of them: what they see who come next.
    pub(crate) fn killed_after(&self, count: usize) -> Contents {
        let mut contents = self.start.clone();
        for call in &self.calls[..count] {
            match call {
                Call::Names(change) => {
                    let of_file = |(_, node): &(PathBuf, Option<Node>)| match node {
                        Some(Node::File(file)) => file + 1,
                        _ => 0,
                    };
                    let files = change.iter().map(of_file).max().unwrap_or_default();
                    contents.files.resize(contents.files.len().max(files), Arc::default());
                    apply(&mut contents.names, change);
                }
                Call::Write(file, bytes) => contents.files[*file] = Arc::clone(bytes),
                Call::Sync(_) | Call::SyncFolder(_) => {}
            }
        }
        contents
    }

    /// The cuts in the first `count` calls and in what was done since on a disk that they left.
    pub(crate) fn then(&self, count: usize, disk: &MemoryDisk) -> Self {
        let calls = self.calls[..count].iter().cloned().chain(disk.recorded()).collect();
        Self { start: self.start.clone(), calls, parts: self.parts }
    }

    /// The same with fewer states.
    pub(crate) fn with(self, parts: Parts) -> Self {
        Self { parts, ..self }
    }

    /// Hands over the states that a power cut after `count` calls may leave, each once; `most` of them.
    pub(crate) fn after(&self, count: usize, most: usize, visit: impl FnMut(Contents)) {
        let mut visit = Visit { left: most, parts: self.parts, look: visit };
        let mut names = self.start.names.clone();
        let mut pending: Vec<&Vec<(PathBuf, Option<Node>)>> = Vec::new();
        let mut files: Vec<(Bytes, Option<Bytes>)> =
            self.start.files.iter().map(|file| (Arc::clone(file), None)).collect();
        for call in &self.calls[..count] {
            match call {
                Call::Names(change) => pending.push(change),
                Call::Write(file, bytes) => {
                    files.resize(files.len().max(file + 1), Default::default());
                    files[*file].1 = Some(Arc::clone(bytes));
                }
                Call::Sync(file) => {
                    if let Some(written) = files[*file].1.take() {
                        files[*file].0 = written;
                    }
                }
                Call::SyncFolder(folder) => pending.retain(|change| {
                    let is_in_it = change.iter().any(|(path, _)| path.parent() == Some(folder));
                    if is_in_it {
                        apply(&mut names, change);
                    }
                    !is_in_it
                }),
            }
        }
        files.resize(files.len().max(self.most_files()), Default::default());
        let mut seen = BTreeSet::new();
        orders(&pending, &mut |order| {
            let mut names = names.clone();
            for change in order {
                apply(&mut names, change);
            }
            forget_orphans(&mut names);
            if visit.left > 0 && seen.insert(names.clone()) {
                written_states(&names, &files, &mut visit);
            }
        });
    }

    /// Whether a power cut after `count` calls may undo a change of names that the first `before` calls made.
    pub(crate) fn may_undo(&self, before: usize, count: usize) -> bool {
        let is_undone = |(index, call): (usize, &Call)| {
            let Call::Names(change) = call else { return false };
            let is_in = |folder: &PathBuf| change.iter().any(|(path, _)| path.parent() == Some(folder));
            !self.calls[index..count].iter().any(|later| matches!(later, Call::SyncFolder(folder) if is_in(folder)))
        };
        self.calls[..before].iter().enumerate().any(is_undone)
    }

    fn most_files(&self) -> usize {
        let of = |call: &Call| match call {
            Call::Names(change) => change
                .iter()
                .filter_map(|(_, node)| match node {
                    Some(Node::File(file)) => Some(file + 1),
                    _ => None,
                })
                .max(),
            _ => None,
        };
        self.calls.iter().filter_map(of).max().unwrap_or_default()
    }
}

/// Every subset of the changes, in every order.
fn orders<'a, T>(changes: &[&'a T], visit: &mut impl FnMut(&[&'a T])) {
    fn extend<'a, T>(left: &[&'a T], order: &mut Vec<&'a T>, visit: &mut impl FnMut(&[&'a T]), keeps_order: bool) {
        visit(order);
        for index in 0..left.len() {
            let mut rest = left.to_vec();
            order.push(rest.remove(index));
            if keeps_order {
                rest.drain(..index);
            }
            extend(&rest, order, visit, keeps_order);
            order.pop();
        }
    }
    extend(changes, &mut Vec::new(), visit, changes.len() > MOST_IN_EVERY_ORDER);
}

/// What is in a folder that is not there is not there either.
fn forget_orphans(names: &mut Names) {
    let root = names.keys().next().cloned();
    loop {
        let is_orphan =
            |name: &&PathBuf| Some(*name) != root.as_ref() && names.get(name.parent().unwrap()) != Some(&Node::Folder);
        let orphans: Vec<PathBuf> = names.keys().filter(is_orphan).cloned().collect();
        if orphans.is_empty() {
            return;
        }
        names.retain(|name, _| !orphans.contains(name));
    }
}

/// Every way in which the files that have a name, and were not put on the disk, may have been written.
fn written_states<F: FnMut(Contents)>(names: &Names, files: &[(Bytes, Option<Bytes>)], visit: &mut Visit<F>) {
    let standing = names.values().filter_map(|node| match node {
        Node::File(file) => Some(*file),
        Node::Folder => None,
    });
    let unsure: Vec<usize> = standing.filter(|file| files[*file].1.is_some()).collect();
    let contents = Contents { names: names.clone(), files: files.iter().map(|(bytes, _)| Arc::clone(bytes)).collect() };
    choose(contents, &unsure, files, visit);
}

/// The lengths to which a file may have been written.
fn lengths(whole: usize, parts: Parts) -> Vec<usize> {
    match parts {
        Parts::Every => (1..whole).collect(),
        Parts::Some => [1, whole / 3, whole - 1].into(),
        Parts::None => Vec::new(),
    }
}

fn choose<F: FnMut(Contents)>(
    contents: Contents,
    unsure: &[usize],
    files: &[(Bytes, Option<Bytes>)],
    visit: &mut Visit<F>,
) {
    if visit.left == 0 {
        return;
    }
    let Some((file, rest)) = unsure.split_first() else {
        visit.left -= 1;
        return (visit.look)(contents);
    };
    let (written, parts) = (files[*file].1.as_ref().unwrap(), visit.parts);
    let mut with = |bytes: Vec<u8>| {
        if visit.left == 0 {
            return;
        }
        let mut contents = contents.clone();
        contents.files[*file] = Arc::new(bytes);
        choose(contents, rest, files, visit);
    };
    with(files[*file].0.to_vec());
    for length in lengths(written.len(), parts) {
        with(written[..length].to_vec());
    }
    if parts != Parts::None {
        with(vec![0; written.len()]);
    }
    with(written.to_vec());
}
