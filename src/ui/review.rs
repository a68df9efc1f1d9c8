//! The Review screen: past sessions, read, searched and compared.

pub mod clients;
pub mod difference;
pub mod finalize_panel;
pub mod pages;
pub mod passage;
pub mod reading;
pub mod review_screen;
pub mod session_list;
pub mod session_row;
pub mod timeline;
pub mod trash;
pub mod unreadable;
pub mod versions;
