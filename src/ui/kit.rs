//! What the screens are made of.

pub(crate) mod arrows;
pub mod choices;
pub(crate) mod dialog;
pub(crate) mod dragging;
pub(crate) mod drop_down;
pub(crate) mod drop_menu;
pub mod fields;
pub(crate) mod focus;
pub mod frame_events;
pub(crate) mod kept_mark;
pub(crate) mod key_scrolling;
pub(crate) mod lazy_column;
pub mod line_breaks;
pub(crate) mod page;
pub(crate) mod panes;
pub(crate) mod room;
pub mod semantics;
pub(crate) mod text_area;
pub mod theme;
pub(crate) mod touch;
pub mod typed_field;
pub mod widgets;
#[cfg(test)]
pub(crate) mod window_of_one;
