//! Two machines that share a folder by a real Syncthing on each: no words are lost where both wrote.
//! `script/test` installs what this needs. Nothing here leaves this computer.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod actions;
mod app;
mod cells;
mod conflict;
mod device;
mod device_folder;
mod group;
mod machine;
mod orders;
mod sealed;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;
mod two_machines;
