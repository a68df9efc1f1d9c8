//! Every file of the app: the format, the careful replacing of one file, the folders, and the one
//! thread that reads and writes them.
//!
//! Must not know what is on the screen. Nothing in an error, a log or a message of this module holds
//! what was written: no note, no client's code, no title of a prompt.

pub mod check;
pub mod error;
pub mod files;
pub mod folders;
pub mod format;
mod history;
pub mod log;
mod recovery;
pub mod store;
mod strict;
pub mod worker;
