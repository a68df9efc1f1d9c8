//! The real window, under a virtual display: driven by keys, closed by signals, killed, and walked
//! through the accessibility bus. `script/test` installs what this needs.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod accessibility;
mod age_program;
mod arranging;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/attack.rs"]
mod attack;
mod attacked;
#[path = "../reliability/changes.rs"]
mod changes;
mod clipboard;
mod core_dumps;
mod display;
mod ending;
#[path = "../reliability/figures.rs"]
mod figures;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/folder.rs"]
mod folder;
mod fonts;
#[path = "../adversary/forged.rs"]
mod forged;
mod holding;
mod killed;
mod killed_sealing;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/library.rs"]
mod library;
mod memory;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/opened.rs"]
mod opened;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/outside.rs"]
mod outside;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/owner.rs"]
mod owner;
#[allow(dead_code, reason = "each test program uses some of this")]
#[path = "../adversary/peer.rs"]
mod peer;
mod screenshots;
mod sealed;
mod sealing;
mod silence;
mod system_lock;
mod thread;
mod traces;
mod watch;
