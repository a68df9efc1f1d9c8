//! The Session screen: begin, hold and close a session.

pub mod begin;
pub mod client_field;
pub mod close;
pub mod earlier_panel;
pub mod guide_panel;
pub mod notes_pane;
pub mod prompt_strip;
pub mod session_screen;
pub mod slow_down;
pub mod times_fields;
