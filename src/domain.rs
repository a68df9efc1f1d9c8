//! The values of the app and their rules: what a guideline, a prompt set, a session and its notes
//! are, and what may become of them.
//!
//! Owns no file, clock, thread or pixel: the time is always an argument, and nothing here names
//! `std::fs` or the toolkit. `tests/tidy.rs` keeps it so.

pub mod carried;
pub mod client_code;
pub mod date_input;
pub mod demo;
pub mod difference;
pub mod finalizing;
pub mod finding;
pub mod guideline;
pub mod id;
pub mod import;
pub mod json;
pub mod library;
pub mod line_breaks;
pub mod merge;
pub mod moment;
pub mod moved;
pub mod notes;
pub mod open_session;
pub mod outline;
pub mod page_history;
pub mod pages;
pub mod passphrase;
pub mod place;
pub mod progress;
pub mod prompt_set;
pub mod prompt_sets;
pub mod recovery_code;
pub mod removal;
pub mod renaming;
pub mod saves;
pub mod sealing;
pub mod search;
pub mod session;
pub mod session_scope;
pub mod session_size;
pub mod session_times;
pub mod settings;
pub mod snapshots;
pub mod text_folding;
pub mod themes;
pub mod timeline;
pub mod wording;

pub use moment::Moment;

/// Fields of a file that this version does not know. They are kept, and written back as they were.
pub type Unknown = std::collections::BTreeMap<String, json::Json>;
