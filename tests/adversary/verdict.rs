//! What is checked after an attack, and what was found.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use crate::support::adversary::library::is_marked;
use crate::support::adversary::opened::hash_of;
use crate::support::folder::{everything_in, read};

/// What must never come of an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Plain,
    Outside,
    HandedOver,
    Commanded,
    Lost,
    NotOpened,
    Panicked,
    Hung,
}

impl Verdict {
    pub(crate) const ALL: [Self; 8] = [
        Self::Plain,
        Self::Outside,
        Self::HandedOver,
        Self::Commanded,
        Self::Lost,
        Self::NotOpened,
        Self::Panicked,
        Self::Hung,
    ];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Plain => "with plain words in the folder",
            Self::Outside => "that touched a file outside",
            Self::HandedOver => "that took a file from outside",
            Self::Commanded => "that renamed a client",
            Self::Lost => "that lost words",
            Self::NotOpened => "after which the rest did not open",
            Self::Panicked => "that panicked",
            Self::Hung => "that hung",
        }
    }
}

/// Something that came of an attack.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) verdict: Verdict,
    pub(crate) words: String,
}

impl Fault {
    pub(crate) fn new(verdict: Verdict, words: impl Into<String>) -> Self {
        Self { verdict, words: words.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.verdict, self.words)
    }
}

/// A file that says something of the owner to everybody, in its name or in what it holds.
pub(crate) fn plain_in(folders: &[&Path], is_exempt: impl Fn(u64) -> bool) -> Option<Fault> {
    let mut paths = folders.iter().flat_map(|folder| everything_in(folder));
    let is_plain = |path: &std::path::PathBuf| {
        is_marked(path.file_name().unwrap_or_default().as_encoded_bytes())
            || read(path).is_some_and(|bytes| is_marked(&bytes) && !is_exempt(hash_of(&bytes)))
    };
    let found = paths.find(is_plain)?;
    Some(Fault::new(Verdict::Plain, format!("{} is plain", found.display())))
}

/// Words that were there and are not any more.
pub(crate) fn lost(demanded: &BTreeSet<u16>, found: &BTreeSet<u16>) -> Option<Fault> {
    let lost: Vec<u16> = demanded.difference(found).copied().collect();
    (!lost.is_empty()).then(|| Fault::new(Verdict::Lost, format!("the words {lost:?} are gone")))
}
