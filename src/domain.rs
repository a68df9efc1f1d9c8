//! The values of the app and their rules: what a guideline, a prompt set, a session and its notes
//! are, and what may become of them.
//!
//! Owns no file, clock, thread or pixel: the time is always an argument, and nothing here names
//! `std::fs` or the toolkit. `tests/tidy` keeps it so.

pub mod client_code;
pub mod date_input;
pub mod demo;
pub mod fuzzy_matching;
pub mod id;
pub mod json;
pub mod library;
pub mod line_breaks;
pub mod moment;
pub mod open_kind;
pub mod passphrase;
pub mod place;
pub mod problem;
pub mod progress;
pub mod prompts;
pub mod recovery_code;
pub mod sealing;
pub mod session;
pub mod settings;
pub mod text_folding;
pub(crate) mod text_history;
pub mod typed_path;
pub(crate) mod undo_steps;

pub use moment::Moment;

/// Fields of a file that this version does not know. They are kept, and written back as they were.
pub type Unknown = std::collections::BTreeMap<String, json::Json>;
