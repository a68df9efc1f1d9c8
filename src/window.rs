//! The window: opens it with what the disk holds, and closes it when the system asks.
//!
//! The only place where the app, its storage and the system's clock meet.

pub mod clipboard;
pub mod core_dumps;
pub(crate) mod desktop;
pub(crate) mod fonts;
pub mod locale;
#[cfg(target_os = "linux")]
pub mod system_lock;

use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use chrono::{SubsecRound, Utc};

use crate::app::{App, Dependencies};
use crate::domain::Moment;
use crate::domain::settings::Settings;
use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::settings_file::read_settings;
use crate::storage::vault::lock_state::is_locked;
use crate::storage::worker::{Handle, Worker};
use crate::ui::text;
use clipboard::ClipboardClearer;

/// The size of the window when it is opened for the first time, in points.
const FIRST_SIZE: [f32; 2] = [1280.0, 800.0];

/// The smallest size of the window, in points.
const SMALLEST_SIZE: [f32; 2] = [480.0, 320.0];

/// How long the window waits to know whether the notes are sealed.
const MAX_START_TIME: Duration = Duration::from_millis(500);

/// The window could not be opened.
#[derive(Debug)]
pub enum WindowError {
    /// There is no display.
    NoDisplay,
    /// There is a display, but nothing can be drawn on it.
    NoGraphics,
}

impl fmt::Display for WindowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoDisplay => text::program::no_display(),
            Self::NoGraphics => text::program::no_graphics(),
        })
    }
}

impl std::error::Error for WindowError {}

/// Opens the window, and returns once it is closed and everything is on the disk.
///
/// # Errors
/// When there is no display, or nothing can be drawn on it.
pub fn run(folders: Folders) -> Result<(), WindowError> {
    let (settings, unreadable_settings) = read_settings(&Files::default(), &folders);
    let is_sealed = is_sealed_at_once(&folders);
    let options = options(&settings);
    let clipboard = ClipboardClearer::start(clipboard::CLEAR_AFTER);
    let (copied, clears_copied) = (clipboard.teller(), clipboard.clearer());
    let opened = eframe::run_native(
        "Holdspace",
        options,
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            hide_from_captures(&ctx);
            fonts::install(&ctx);
            let (data_folder, documents) = (folders.data.clone(), folders.documents.clone());
            let desktop = desktop::of(&folders, &ctx);
            let wakes = ctx.clone();
            let worker = Worker::start(folders, move || wakes.request_repaint());
            FLUSH_ON_DROP.set(Some(FlushOnDrop(worker.handle())));
            let ends = Arc::new(AtomicBool::new(false));
            end_with_the_system(worker.handle(), Arc::clone(&ends), ctx.clone());
            let locks = Arc::new(AtomicBool::new(false));
            lock_with_the_system(worker.handle(), &locks, &ctx);
            let start = Dependencies {
                settings,
                unreadable_settings,
                worker,
                data_folder,
                documents,
                desktop,
                clock,
                date_order: locale::date_order(),
                ends,
                is_sealed,
                locks,
                copied,
                clears_copied,
            };
            Ok(Box::new(App::new(&ctx, start)))
        }),
    );
    clipboard.finish();
    opened.map_err(|error| match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => WindowError::NoDisplay,
        _ => WindowError::NoGraphics,
    })
}

/// Pictures and recordings of the screen show nothing of the window, if the system knows how.
#[cfg(any(windows, target_os = "macos"))]
fn hide_from_captures(ctx: &egui::Context) {
    ctx.send_viewport_cmd(egui::ViewportCommand::ContentProtected(true));
}

/// X11 has no way to ask for it, and under Wayland no program sees another's window unasked.
#[cfg(not(any(windows, target_os = "macos")))]
fn hide_from_captures(_ctx: &egui::Context) {}

/// Whether the notes are sealed, as far as their disk says so at once. Where it takes longer the window does not
/// wait: the worker says it later.
fn is_sealed_at_once(folders: &Folders) -> bool {
    let (answer, answered) = mpsc::channel();
    let folders = folders.clone();
    let look = move || {
        // The window may have stopped waiting.
        let _ = answer.send(is_locked(&NotesFolder::at(&folders)));
    };
    let started = std::thread::Builder::new().name("holdspace-keys".to_owned()).spawn(look);
    started.is_ok() && answered.recv_timeout(MAX_START_TIME).unwrap_or(false)
}

fn options(settings: &Settings) -> eframe::NativeOptions {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../assets/icon.png")).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Holdspace")
        .with_icon(icon)
        .with_app_id("holdspace")
        .with_inner_size(settings.window.unwrap_or(FIRST_SIZE))
        .with_min_inner_size(SMALLEST_SIZE);
    eframe::NativeOptions {
        viewport,
        persist_window: false,
        // `fonts` does it.
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    }
}

thread_local! {
    /// The window's own thread. If the display goes away, Xlib ends the process from within, and
    /// nothing returns to [`run`]; what a thread keeps is dropped even then.
    static FLUSH_ON_DROP: RefCell<Option<FlushOnDrop>> = const { RefCell::new(None) };
}

/// Writes what is pending as its thread ends. If it was written before, nothing is left to do.
struct FlushOnDrop(Handle);

impl Drop for FlushOnDrop {
    fn drop(&mut self) {
        // A panic here would end the process before the words are on the disk.
        let _ = catch_unwind(AssertUnwindSafe(|| self.0.write_all()));
    }
}

/// What time it is here, in whole seconds.
fn clock() -> Moment {
    Moment::from(Utc::now().trunc_subsecs(0)).in_zone(&chrono::Local)
}

/// Writes what is pending and closes the window when the system asks the app to end.
#[cfg(unix)]
fn end_with_the_system(handle: Handle, ends: Arc<AtomicBool>, ctx: egui::Context) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let wait = move || {
        for _ in signals.forever() {
            handle.write_all();
            ends.store(true, std::sync::atomic::Ordering::Relaxed);
            ctx.request_repaint();
        }
    };
    // Without this thread the system ends the app at once; what is pending is then five seconds old.
    let _ = std::thread::Builder::new().name("holdspace-signals".to_owned()).spawn(wait);
}

/// Windows closes the window itself, which writes what is pending.
#[cfg(not(unix))]
fn end_with_the_system(_handle: Handle, _ends: Arc<AtomicBool>, _ctx: egui::Context) {}

/// Asks the app to lock when the system locks its screen, or is about to sleep.
#[cfg(target_os = "linux")]
fn lock_with_the_system(handle: Handle, locks: &Arc<AtomicBool>, ctx: &egui::Context) {
    let wakes = ctx.clone();
    let flush = move || {
        handle.write_all();
    };
    system_lock::follow(&system_lock::LockSignal::new(Arc::clone(locks), move || wakes.request_repaint(), flush));
}

/// Other systems do not tell it in a way that needs no unsafe code.
#[cfg(not(target_os = "linux"))]
fn lock_with_the_system(_handle: Handle, _locks: &Arc<AtomicBool>, _ctx: &egui::Context) {}
