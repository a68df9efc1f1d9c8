//! Journeys: the whole app on a real folder, driven by keys and by what a screen reader hears. What
//! one app wrote is looked at in the files, and in a second app on the same folder.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod afterwards;
mod anything;
mod arranging;
mod beside;
mod bounds;
mod closing;
mod earlier;
mod elsewhere;
mod fields;
#[cfg(target_os = "linux")]
mod forgotten;
mod frames;
mod full_disk;
mod gate;
mod hands;
mod holding;
mod in_the_room;
mod later_kinds;
mod lock_reasons;
mod outline;
mod pages;
mod palette;
mod panes;
mod previous_keys;
mod prompts;
mod refused;
mod reviewing;
mod same;
mod sealing;
mod searching;
mod shown;
mod sizes;
mod still;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;
mod tasks;
mod therapist;
mod thread;
mod times;
mod tour;
mod tree;
mod trouble;
