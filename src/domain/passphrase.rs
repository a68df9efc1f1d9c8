//! The words that open sealed notes. They are wiped from memory when they are dropped, and nothing
//! prints them.

use std::fmt;

use zeroize::Zeroizing;

/// The fewest characters of a passphrase.
pub const SHORTEST: usize = 10;

/// Words that only their owner knows.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The words as they were typed, each space of them too.
    pub fn new(words: String) -> Self {
        Self(Zeroizing::new(words))
    }

    /// The words themselves, for whoever opens or closes a lock.
    pub fn words(&self) -> &str {
        &self.0
    }

    /// Whether it is long enough to seal notes under.
    pub fn is_long_enough(&self) -> bool {
        self.0.chars().count() >= SHORTEST
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passphrase")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_it() {
        let passphrase = Passphrase::new("a quiet river at dawn".to_owned());
        assert_eq!(format!("{passphrase:?}"), "Passphrase");
        assert!(passphrase.is_long_enough());
        assert!(!Passphrase::new("river".to_owned()).is_long_enough());
    }
}
