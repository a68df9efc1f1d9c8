//! The Prompts screen: the therapist's own order and words.

pub(crate) mod prompt_editor;
pub(crate) mod prompt_list;
pub(crate) mod prompt_rows;
pub mod prompts_screen;
pub(crate) mod set_editor;
pub(crate) mod set_files;
pub(crate) mod their_sets;
pub(crate) mod upstream_change;
