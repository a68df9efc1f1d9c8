//! Which saves went into a version of a session: enough to tell which of two came after the other, or
//! that neither did.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The number of the last save of each writer that went into a version. Every opening of the app is
/// a writer with a fresh random name, so that no copy of a computer is ever taken for the computer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Saves(BTreeMap<String, u64>);

impl Saves {
    /// Whether nothing is known: a version of before saves were numbered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says that a writer saves it as its so-manieth save.
    pub fn mark(&mut self, writer: &str, number: u64) {
        let own = self.0.entry(writer.to_owned()).or_default();
        *own = number.max(*own);
    }

    /// Whether a version with these saves came after one with others, or is the same. Nothing is known
    /// of a version without any.
    pub fn cover(&self, other: &Self) -> bool {
        !other.is_empty() && other.0.iter().all(|(writer, count)| self.0.get(writer).is_some_and(|own| own >= count))
    }

    /// The saves of a version that two others went into.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut joined = self.clone();
        for (writer, count) in &other.0 {
            let own = joined.0.entry(writer.clone()).or_default();
            *own = (*own).max(*count);
        }
        joined
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
        let mut first = Saves::default();
        assert!(!first.cover(&Saves::default()), "nothing is known of it");
        first.mark("a", 3);
        let (mut one, mut other) = (first.clone(), first.clone());
        one.mark("a", 5);
        other.mark("b", 1);
        assert!(one.cover(&first) && other.cover(&first) && !first.cover(&one));
        assert!(!one.cover(&other) && !other.cover(&one));
        let both = one.joined(&other);
        assert!(both.cover(&one) && both.cover(&other) && !one.cover(&both));
        assert_eq!(both, other.joined(&one));
        assert_eq!(both.total(), 6);
    }
}
