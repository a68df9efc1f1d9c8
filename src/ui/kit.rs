//! What the screens are made of.

pub use super::text::dates as words;

pub(crate) mod dragging;
pub(crate) mod drop_down;
pub mod fields;
pub mod frame_events;
pub(crate) mod lazy_column;
pub mod line_breaks;
pub mod theme;
pub mod typed_field;
pub mod widgets;
