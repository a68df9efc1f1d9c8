//! Every file of the app: the format, the careful replacing of one file, the folders, and the one
//! thread that reads and writes them.
//!
//! Must not know what is on the screen. Nothing in an error, a log or a message of this module holds
//! what was written: no note, no client's code, no title of a prompt.

pub mod check;
pub mod demo;
pub mod disk;
pub mod error;
pub mod files;
pub mod folders;
pub mod format;
#[cfg(any(test, not(target_os = "linux")))]
pub mod graphics_file;
pub mod guideline_file;
pub mod log;
pub mod notes_folder;
pub mod settings_file;
mod stamp;
pub mod store;
pub mod vault;
pub mod worker;
