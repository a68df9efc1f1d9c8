//! What may go wrong with a disk, a clock, a power line or another computer, and what is left of the
//! notes afterwards. Each test prints its figures; `script/reliability` gathers them in
//! `tests/RELIABILITY.md`.
#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod clocks;
#[cfg(target_os = "linux")]
mod conditions;
#[cfg(target_os = "linux")]
mod containment;
mod cost;
mod crash;
mod cuts;
#[cfg(target_os = "linux")]
mod exfat;
mod faults;
mod flows;
mod found;
mod keys_taken;
mod model;
mod processes;
mod sealing;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;
