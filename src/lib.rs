//! Holdspace: the app that a therapist keeps open while they hold an integration session after
//! ketamine.
//!
//! Four rooms and a hall; the arrows run one way:
//!
//! - [`domain`] owns the values and their rules: a [session](domain::session) with its notes and what becomes of
//!   them, the [prompts](domain::prompts) and their sets, and the [library](domain::library) of all sessions, which
//!   is searched. It knows no file, clock, thread or pixel.
//! - [`storage`] owns every file: the [formats](storage::format), the careful replacing of one file
//!   ([`storage::files`]), the notes folder ([`storage::store`]), keys and locking ([`storage::vault`]), and the one
//!   thread that reads and writes ([`storage::worker`]).
//! - [`ui`] owns the pixels: it draws domain values, and a screen returns the [action](ui::Action) that was asked
//!   for. It knows no file. Each screen has its room: [session](ui::session), [review](ui::review),
//!   [prompts](ui::prompts), [sealing](ui::sealing); [`ui::shell`] is around them, [`ui::kit`] is what they are made of.
//! - [`app`] is the hall: it owns everything, draws one screen and carries out its action; [`window`] opens it.
//!   [`guidelines`] is the guideline that is embedded as data.
//!
//! A key that is typed changes the open session at once, and at the end of the frame the app sends it to the worker's
//! thread, which replaces the session's file. A command is one row in [`ui::shell::command`], and one line in
//! `app/commands.rs` carries it out. What the app and the thread say to each other is [`storage::worker::Request`] and
//! [`storage::worker::Report`]. Everything of the clients' that the app holds is one value (`app/open_notes.rs`), and
//! so is what the thread holds (`storage/worker/worker_loop/vault.rs`): locking drops both.
//!
//! Without the feature `window` there is no hall and no pixel: what the fuzz targets are built on.

#![cfg_attr(not(feature = "window"), allow(dead_code, reason = "what is drawn asks for the rest"))]
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
