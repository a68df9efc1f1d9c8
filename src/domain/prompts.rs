//! The prompts: a guideline's, and the therapist's own arrangement of them.

pub mod guideline;
pub mod import;
pub mod line_breaks;
pub mod outline;
pub mod prompt_library;
pub mod prompt_set;
pub mod prompt_sets;
pub mod undo_stack;
pub mod wording;
