//! The storage room on real folders, with real faults: what is saved, what is refused, what is kept.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod bad_input;
mod desk;
mod opening;
mod recovery;
mod saving;
