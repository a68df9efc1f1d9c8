//! A peer that can write in the notes folder and has no passphrase tries every file that it can change, plant, link,
//! swap, replay, delete and rename, before the notes are open and while they are. What comes of it is checked after
//! each attack: no plain words in the folder, no file touched outside it, no word lost that was on the disk, no
//! panic, and the rest of the library opens.
//!
//! `HOLDSPACE_ADVERSARY_SEED` is the seed of a run, `HOLDSPACE_ADVERSARY_CASES` how many attacks there are, and
//! `HOLDSPACE_ADVERSARY_CASE` the seed of one attack that is to be run alone.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod case;
mod controls;
mod generate;
mod lane;
#[cfg(feature = "window")]
mod program;
mod run;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;
mod verdict;
