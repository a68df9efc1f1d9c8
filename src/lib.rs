//! Holdspace: the app that a therapist keeps open while they hold an integration session after
//! ketamine.
//!
//! Four rooms and a hall; the arrows run one way:
//!
//! - [`domain`] owns the values and their rules: guideline, prompt set, session, notes, search.
//!   It knows no file, clock, thread or pixel.
//! - [`storage`] owns every file: the format, the careful replacing of one file, the data folder,
//!   and the one thread that reads and writes it.
//! - [`guidelines`] is the guideline that is embedded as data.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed"))]

pub mod domain;
pub mod guidelines;
pub mod storage;
pub mod ui;
