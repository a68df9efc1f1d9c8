//! Two machines that share a folder by a real Syncthing on each: no words are lost where both wrote.
//! `script/test` installs what this needs. Nothing here leaves this computer.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod conflict;
#[path = "../reliability/figures.rs"]
mod figures;
mod machine;
mod pair;
mod two_machines;
