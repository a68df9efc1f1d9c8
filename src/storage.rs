//! Every file of the app: the format, the careful replacing of one file, the folders, and the one
//! thread that reads and writes them.
//!
//! Must not know what is on the screen. Nothing in an error, a log or a message of this module holds
//! what was written: no note, no client's code, no title of a prompt.

pub mod attempts;
pub mod change;
pub mod check;
pub mod demo;
pub mod disk;
pub mod error;
pub mod files;
pub mod folders;
pub mod format;
pub mod guideline_file;
mod history;
mod holding;
pub mod keys;
mod known_folders;
pub mod lock_state;
pub mod log;
mod recovery;
mod recovery_copy;
pub mod recovery_page;
pub mod seal;
mod sealed_name;
pub mod sealing_disk;
mod sealing_memory;
mod session_file;
pub mod settings_file;
pub mod settling;
pub mod store;
mod strict;
pub mod worker;
pub mod writer;
