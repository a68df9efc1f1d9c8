//! Sealing at rest: the keys, what is sealed with them, locking, and changing all files to another form.
//!
//! Must not know what the sealed files say.

pub mod attempts;
pub mod change;
pub mod converting;
pub mod keys;
pub mod lock_state;
pub mod recovery_page;
pub mod seal;
pub(crate) mod sealed_name;
pub mod sealing_disk;
pub(crate) mod sealing_memory;
