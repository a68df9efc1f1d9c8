//! How far something is that takes a while.

/// So many are done, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many are done.
    pub done: usize,
    /// How many there are in all.
    pub total: usize,
}
