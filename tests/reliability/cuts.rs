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
}

/// Who looks at states, and how many more.
struct Visit<F> {
    left: usize,
    visit: F,
}

/// The most changes of names that are put in every order; of more, every subset in their own order.
const MOST_IN_EVERY_ORDER: usize = 4;

impl Cuts {
    /// The cuts in what was done on a disk since it held `start`.
    pub(crate) fn of(start: Contents, disk: &MemoryDisk) -> Self {
        Self { start, calls: disk.recorded() }
    }

    /// Hands over the states that a power cut after `count` calls may leave, each once; `most` of them.
    pub(crate) fn after(&self, count: usize, most: usize, visit: impl FnMut(Contents)) {
        let mut visit = Visit { left: most, visit };
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

/// What stands in a folder that is not there is not there either.
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

/// The lengths to which a file may have been written: each one, and in a sealed file, of which nothing opens
/// before its end, each of the header and some of the rest.
fn lengths(whole: usize) -> impl Iterator<Item = usize> {
    const HEADER: usize = 64;
    const STEP: usize = 733;
    let is_short = whole < holdspace::storage::seal::BUCKET;
    (1..whole).filter(move |length| is_short || *length < HEADER || length.is_multiple_of(STEP))
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
        return (visit.visit)(contents);
    };
    let written = files[*file].1.as_ref().unwrap();
    let mut with = |bytes: Vec<u8>| {
        if visit.left == 0 {
            return;
        }
        let mut contents = contents.clone();
        contents.files[*file] = Arc::new(bytes);
        choose(contents, rest, files, visit);
    };
    with(files[*file].0.to_vec());
    lengths(written.len()).for_each(|length| with(written[..length].to_vec()));
    with(vec![0; written.len()]);
    with(written.to_vec());
}
