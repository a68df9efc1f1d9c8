//! Jobs that go on for a while: each is a value, and one step of it takes a short while, so that what is written in
//! between never waits for it.
//!
//! A step says what it did. Must not know when it is a job's turn, nor who is told.

pub(super) mod conversion;
pub(super) mod loading;
mod parallel_reading;
pub(super) mod renaming;

use std::time::Duration;

/// How long a step takes before the requests are looked at again.
const SLICE: Duration = Duration::from_millis(15);
