//! What is around every screen: the bars, the commands, and the pages that open over it.

pub mod command;
pub mod notice;
pub mod overlay;
pub mod top_bar;
pub mod veil;
