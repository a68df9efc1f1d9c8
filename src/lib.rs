//! Holdspace: the app that a therapist keeps open while they hold an integration session after
//! ketamine.
//!
//! Four rooms and a hall; the arrows run one way:
//!
//! - [`domain`] owns the values and their rules: guideline, prompt set, session, notes, search.
//!   It knows no file, clock, thread or pixel.
//! - [`storage`] owns every file: the format, the careful replacing of one file, the data folder,
//!   and the one thread that reads and writes it.
//! - [`ui`] owns the pixels: it draws domain values, and a screen returns the action that was asked
//!   for. It knows no file.
//! - [`app`] is the hall: it owns everything, draws one screen and carries out its action;
//!   [`window`] opens it. [`guidelines`] is the guideline that is embedded as data.
//!
//! Without the feature `window` there is no hall and no pixel: what the fuzz targets are built on.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed"))]

#[cfg(feature = "window")]
pub mod app;
pub mod domain;
pub mod guidelines;
pub mod storage;
#[cfg(feature = "window")]
pub mod ui;
#[cfg(feature = "window")]
pub mod window;
