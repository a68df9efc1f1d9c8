//! The real window, under a virtual display: driven by keys, closed by signals, killed, and walked
//! through the accessibility bus. `script/test` installs what this needs.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod accessibility;
mod age_program;
mod arranging;
#[path = "../reliability/changes.rs"]
mod changes;
mod clipboard;
mod core_dumps;
mod display;
mod ending;
#[path = "../reliability/figures.rs"]
mod figures;
mod holding;
mod killed;
mod killed_sealing;
mod memory;
mod screenshots;
mod sealed;
mod sealing;
mod silence;
mod system_lock;
mod thread;
mod traces;
mod watch;
