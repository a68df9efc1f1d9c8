//! Which saves went into a version of a session: enough to tell which of two came after the other, or
//! that neither did.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The number of the last save of each writer that went into a version. Every opening of the app is
/// a writer with a fresh random name, so that no copy of a computer is ever taken for the computer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VersionVector(BTreeMap<String, u64>);

impl VersionVector {
    /// Whether nothing is known: a version of before saves were numbered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says that a writer saves it as its so-manieth save.
    pub fn increment(&mut self, replica: &str, number: u64) {
        let own = self.0.entry(replica.to_owned()).or_default();
        *own = number.max(*own);
    }

    /// Whether a version with these saves came after one with others, or is the same. Nothing is known
    /// of a version without any.
    pub fn includes(&self, other: &Self) -> bool {
        !other.is_empty() && other.0.iter().all(|(replica, count)| self.0.get(replica).is_some_and(|own| own >= count))
    }

    /// The saves of a version that two others went into.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        for (replica, count) in &other.0 {
            let own = merged.0.entry(replica.clone()).or_default();
            *own = (*own).max(*count);
        }
        merged
    }

    /// The names of the replicas.
    pub(crate) fn replicas(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Greater the more saves there were.
    pub fn total(&self) -> u64 {
        self.0.values().fold(0, |total, count| total.saturating_add(*count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_which_came_after_and_when_neither_did() {
        let mut first = VersionVector::default();
        assert!(!first.includes(&VersionVector::default()), "nothing is known of it");
        first.increment("a", 3);
        let (mut one, mut other) = (first.clone(), first.clone());
        one.increment("a", 5);
        other.increment("b", 1);
        assert!(one.includes(&first) && other.includes(&first) && !first.includes(&one));
        assert!(!one.includes(&other) && !other.includes(&one));
        let both = one.merge(&other);
        assert!(both.includes(&one) && both.includes(&other) && !one.includes(&both));
        assert_eq!(both, other.merge(&one));
        assert_eq!(both.total(), 6);
    }
}
