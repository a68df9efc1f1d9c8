//! The real window, under a virtual display: driven by keys, closed by signals, killed, and walked
//! through the accessibility bus. `script/test` installs what this needs.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod accessibility;
mod age_program;
mod arranging;
mod attacked;
mod clipboard;
mod compositor;
mod core_dumps;
mod desktop;
mod display;
mod ending;
mod fonts;
mod holding;
mod killed;
mod killed_sealing;
mod memory;
mod mutter;
mod read_page;
mod screenshots;
mod sealed;
mod sealing;
mod second_screen;
mod silence;
#[allow(dead_code, reason = "each test program uses some of it")]
#[path = "../support/mod.rs"]
mod support;
mod system_lock;
mod tasks;
mod thread;
mod traces;
mod watch;
mod wayland_input_method;
mod weston;
