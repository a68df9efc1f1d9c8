//! Holdspace: the app that a therapist keeps open while they hold an integration session after
//! ketamine.
//!
//! Four parts. `domain` knows none of the others, `storage` and `ui` know `domain` and not each other, and `app` knows
//! them all:
//!
//! - [`domain`] owns the values and their rules: a [session](domain::session) with its notes and what becomes of
//!   them, the [prompts](domain::prompts) and their sets, and the [library](domain::library) of all sessions, which
//!   is searched. It knows no file, clock, thread or pixel.
//! - [`storage`] owns every file: the [formats](storage::format), the careful replacing of one file
//!   ([`storage::files`]), the notes folder ([`storage::store`]), keys and locking ([`storage::vault`]), and the one
//!   thread that reads and writes ([`storage::worker`]).
//! - [`ui`] owns the pixels: it draws domain values, and a screen returns the [action](ui::Action) that was asked
//!   for; what is typed into the notes goes into the open session at once. It knows no file. Each screen has a folder:
//!   [session](ui::session), [review](ui::review), [prompts](ui::prompts), [sealing](ui::sealing); [`ui::shell`] is
//!   around them, [`ui::kit`] is what they are made of, and [`ui::text`] says every word.
//! - [`app`] owns everything, draws one screen and carries out its action; [`window`] opens it.
//!   [`guidelines`] is the guideline that is embedded as data.
//!
//! A key that is typed changes the open session at once, and at the end of the frame the app sends it to the worker's
//! thread, which replaces the session's file. A command is a name and a row in [`ui::shell::command`], its words in
//! `assets/locales/en/command.ftl`, and a line in `app/commands.rs` that carries it out. What the app and the thread
//! say to each other is [`storage::worker::Request`] and [`storage::worker::Report`]. What the app holds of the
//! clients' is one value (`app/open_notes.rs`), and so is what the thread reads of them
//! (`storage/worker/worker_loop/vault.rs`): locking drops both. What no disk has taken yet waits, sealed
//! (`sealed_pending.rs`).
//!
//! Without the feature `window` there is neither `ui` nor `app`: what the fuzz targets are built on.

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
