//! The storage room over real folders with real faults, by its public API alone.
#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod bad_input;
mod carried;
mod damaged_seals;
mod elsewhere;
mod finalizing;
mod fixture;
mod hostile_guidelines;
mod intake;
mod key_changes;
mod keys_of_another_time;
mod later_kinds;
mod loading;
mod nothing_lost;
mod opening;
mod recovery;
mod recovery_again;
mod renaming;
mod saving;
mod sealed_elsewhere;
mod sealed_for_another_system;
#[cfg(target_os = "linux")]
mod sealed_pending;
mod sealing;
mod settings;
mod silence;
mod stuck_files;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;
mod swapped;
mod trash;
mod vectors;
mod version_1;
mod version_2;
mod versions;
