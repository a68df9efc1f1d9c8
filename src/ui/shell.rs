//! What is around every screen: the bars, the commands, and the pages that open over it.

pub mod behind;
pub mod command;
pub mod finder;
pub mod help;
pub mod notice;
pub mod overlay;
#[cfg(test)]
pub(crate) mod sample;
pub mod second_screen;
pub(crate) mod settings_page;
pub mod top_bar;
pub mod veil;
