//! The screens of sealing: opening the notes, and changing how they are kept.

pub(crate) mod attempt;
pub mod lock_screen;
pub(crate) mod recovering;
pub(crate) mod recovery_page;
pub mod sealing_page;
pub(crate) mod secret;
