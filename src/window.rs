//! The window: opens it with what the disk holds, and closes it when the system asks.
//!
//! The only place where the app, its storage and the system's clock meet.

#[cfg(target_os = "linux")]
mod appearance;
#[cfg(target_os = "linux")]
mod bus;
pub mod clipboard;
pub mod core_dumps;
pub(crate) mod desktop;
pub(crate) mod fonts;
#[cfg(any(test, not(target_os = "linux")))]
mod graphics;
pub mod locale;
#[cfg(any(target_os = "linux", windows))]
pub mod lock_signal;
mod place;
#[cfg(target_os = "linux")]
pub mod second_start;
mod system;
#[cfg(target_os = "linux")]
pub mod system_lock;
#[cfg(target_os = "linux")]
mod window_events;
#[cfg(windows)]
pub mod windows_calls;

#[cfg(target_os = "linux")]
use std::cell::Cell;
use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use chrono::{SubsecRound, Utc};
use eframe::{CreationContext, NativeOptions};
#[cfg(any(target_os = "linux", windows))]
use uuid::Uuid;
#[cfg(target_os = "linux")]
use winit::event_loop::EventLoop;
#[cfg(target_os = "linux")]
use winit::platform::run_on_demand::EventLoopExtRunOnDemand;

use crate::app::{App, Dependencies};
use crate::domain::Moment;
use crate::domain::settings::Settings;
use crate::storage::files::Files;
use crate::storage::folders::Folders;
#[cfg(not(target_os = "linux"))]
use crate::storage::graphics_file;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::settings_file::read_settings;
use crate::storage::vault::lock_state::is_locked;
use crate::storage::worker::{Handle, Worker};
use crate::ui::text;
use clipboard::ClipboardClearer;
#[cfg(target_os = "linux")]
use window_events::WindowEvents;

/// What the window is called.
const TITLE: &str = "Holdspace";

/// What desktops know the app by.
const APP_ID: &str = "org.holdspace.Holdspace";

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
            Self::NoGraphics if cfg!(windows) => text::program::no_graphics_on_windows(),
            Self::NoGraphics if cfg!(target_os = "macos") => text::program::no_graphics_on_macos(),
            Self::NoGraphics => text::program::no_graphics(),
        })
    }
}

impl std::error::Error for WindowError {}

/// Opens the window, and returns once it is closed and everything is on the disk.
///
/// # Errors
/// When there is no display, or nothing can be drawn on it.
pub fn run(folders: &Folders) -> Result<(), WindowError> {
    let (settings, unreadable_settings) = read_settings(&Files::default(), folders);
    let is_sealed = is_sealed_at_once(folders);
    let options = options(&settings);
    let clipboard = ClipboardClearer::start(clipboard::CLEAR_AFTER);
    let (copied, clears_copied) = (clipboard.teller(), clipboard.clearer());
    let closed = Arc::new(AtomicBool::new(false));
    let is_closed = Arc::clone(&closed);
    let of_window = folders.clone();
    let app = move |creation: &CreationContext<'_>| {
        let folders = of_window;
        let ctx = creation.egui_ctx.clone();
        fonts::install(&ctx);
        place::restore(creation, &settings);
        let (data_folder, documents) = (folders.data.clone(), folders.documents.clone());
        let desktop = desktop::of(&folders, creation);
        let wakes = ctx.clone();
        let worker = Worker::start(folders.clone(), move || wakes.request_repaint());
        FLUSH_ON_DROP.set(Some(FlushOnDrop(worker.handle())));
        let (ends, locks) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let start = Dependencies {
            settings,
            unreadable_settings,
            ends: Arc::clone(&ends),
            locks: Arc::clone(&locks),
            worker,
            data_folder,
            documents,
            desktop,
            clock,
            date_order: locale::date_order(),
            is_sealed,
            copied,
            clears_copied,
        };
        let handle = start.worker.handle();
        let app = App::new(&ctx, start);
        system::follow(system::Followed { folders, handle, ends, locks, closed: is_closed, ctx });
        app
    };
    let opened = open(&options, folders, app);
    closed.store(true, Ordering::Relaxed);
    clipboard.finish();
    opened.map_err(|error| match error {
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => WindowError::NoDisplay,
        _ => WindowError::NoGraphics,
    })
}

/// Brings the window forward that has these notes already; says whether there is one.
pub fn show_first(folders: &Folders) -> bool {
    system::show_first(folders)
}

/// What a notes folder is called where other programs of this person see it: nothing of its path.
#[cfg(any(target_os = "linux", windows))]
fn folder_name(folders: &Folders) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, folders.data.as_os_str().as_encoded_bytes()).simple().to_string()
}

#[cfg(target_os = "linux")]
fn open(options: &NativeOptions, _folders: &Folders, app: impl FnOnce(&CreationContext<'_>) -> App) -> eframe::Result {
    let options = NativeOptions { window_builder: Some(Box::new(whole_class)), ..options.clone() };
    let mut event_loop = EventLoop::with_user_event().build()?;
    let is_made = Cell::new(false);
    let made = |creation: &CreationContext<'_>| {
        is_made.set(true);
        Ok(Box::new(app(creation)) as Box<dyn eframe::App>)
    };
    let window = eframe::create_native(TITLE, options, Box::new(made), &event_loop);
    event_loop.run_app_on_demand(&mut WindowEvents::of(window))?;
    // The toolkit tells the log alone why it has made no window.
    if is_made.get() { Ok(()) } else { Err(eframe::Error::AppCreation(WindowError::NoGraphics.into())) }
}

#[cfg(not(target_os = "linux"))]
fn open(options: &NativeOptions, folders: &Folders, app: impl FnOnce(&CreationContext<'_>) -> App) -> eframe::Result {
    let remembered = graphics_file::read(folders);
    let (opened, used) = graphics::open(TITLE, options, remembered.as_deref(), app);
    if let Some(used) = used.filter(|used| remembered.as_ref() != Some(used)) {
        // If it cannot be kept, the adapters are tried again the next time.
        let _ = graphics_file::save(folders, &used);
    }
    opened
}

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

fn options(settings: &Settings) -> NativeOptions {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../assets/icon.png")).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title(TITLE)
        .with_icon(icon)
        .with_maximized(settings.window_maximized)
        .with_inner_size(settings.window.unwrap_or(FIRST_SIZE))
        .with_min_inner_size(SMALLEST_SIZE);
    let viewport = match settings.window_position {
        Some(position) => viewport.with_position(position),
        None => viewport,
    };
    NativeOptions {
        viewport: viewport.with_app_id(APP_ID),
        persist_window: false,
        // `fonts` does it.
        system_font_fallback: false,
        // It makes gradients even; where what scrolls fades out they are too short to need that.
        dithering: false,
        ..NativeOptions::default()
    }
}

/// Under Wayland the app's id finds its icon. Under X11 the toolkit would make half of a class of it; without one the window
/// has the whole class of the program, which the desktop entry names.
#[cfg(target_os = "linux")]
fn whole_class(viewport: egui::ViewportBuilder) -> egui::ViewportBuilder {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_wayland = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(is_set);
    egui::ViewportBuilder { app_id: viewport.app_id.clone().filter(|_| is_wayland), ..viewport }
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
