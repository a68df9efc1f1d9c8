//! The app: owns everything, drains the worker's reports, draws one screen, and carries out what
//! the screen asks for.
//!
//! It gives each part of the window its place. Must not know what is drawn there, or where anything is kept.

mod arranging;
mod clipboard_watch;
mod closing;
mod commands;
mod current_session;
mod desktop;
mod escape;
mod guide;
mod holding;
mod keyboard;
mod library_changes;
mod locking;
mod open_notes;
mod remote_changes;
mod reports;
mod saving;
mod screens;
mod second_screen;
mod size_limit;
mod typed_events;
mod visible_sessions;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use egui::Ui;

use crate::domain::Moment;
use crate::domain::date_input::DateOrder;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::progress::Progress;
use crate::domain::prompts::prompt_library::PromptLibrary;
use crate::domain::settings::Settings;
use crate::storage::error::UnreadableFile;
use crate::storage::worker::Worker;
use crate::ui::Screen;
use crate::ui::kit::frame_events::{leave_out_alt, split_events};
use crate::ui::kit::page::composing::interrupt_again;
use crate::ui::kit::{line_breaks, semantics, theme};
use crate::ui::prompts::prompts_screen::PromptsScreen;
use crate::ui::review::unreadable::UnreadableRow;
use crate::ui::text;
use clipboard_watch::{ClipboardCalls, ClipboardWatch};
use closing::CloseState;
use desktop::AskedFile;
pub use desktop::{ChosenFile, Desktop};
use locking::{Locking, draw_even_if_hidden};
use open_notes::{LoadState, OpenNotes};
use saving::Saving;
use typed_events::Undrawn;

/// What the app begins with.
pub struct Dependencies {
    /// The settings, as read.
    pub settings: Settings,
    /// The settings file, if it could not be read.
    pub unreadable_settings: Option<UnreadableFile>,
    /// The thread that reads and writes the files.
    pub worker: Worker,
    /// Where the notes are kept, to be shown.
    pub data_folder: PathBuf,
    /// Where a person keeps their files: it is suggested for prompt sets.
    pub documents: PathBuf,
    /// What the desktop does when it is asked.
    pub desktop: Desktop,
    /// What time it is, in whole seconds.
    pub clock: fn() -> Moment,
    /// In which order dates are written here.
    pub date_order: DateOrder,
    /// Set when the system asks the app to end.
    pub ends: Arc<AtomicBool>,
    /// Whether the notes are sealed: then the first thing that is shown asks for the passphrase.
    pub is_sealed: bool,
    /// Set when the system locks itself or goes to sleep. Taken back once the app has locked, or has nothing to
    /// lock.
    pub locks: Arc<AtomicBool>,
    /// Called with text of the notes that was copied, to take it off the clipboard again later.
    pub copied: Box<dyn Fn(&str)>,
    /// Called as the notes are locked, to take off the clipboard at once what was copied and is still there.
    pub clears_copied: Box<dyn Fn()>,
}

/// Everything that the window shows, and what belongs to it. It can be written out whole: a test looks through it for
/// what locking has to drop.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    prompt_library: PromptLibrary,
    /// What belongs to the clients; locking drops it.
    notes: OpenNotes,
    /// Where the settings file is, if it could not be read: that is said until the settings are looked at.
    unreadable_settings: Option<PathBuf>,
    screen: Screen,
    prompts_screen: PromptsScreen,
    locking: Locking,
    clipboard_watch: ClipboardWatch,
    clipboard_calls: ClipboardCalls,
    saving: Option<Saving>,
    closing: CloseState,
    is_focused: bool,
    /// What the toolkit was told of, and no frame has looked at yet.
    undrawn: Undrawn,
    /// When Esc was pressed last, in the seconds of the window.
    escaped_at: Option<f64>,
    /// Whether the system was asked to leave the window out of captures.
    is_protected: Option<bool>,
    data_folder: PathBuf,
    documents: PathBuf,
    desktop: Desktop,
    /// The dialog of the desktop in which a file is being chosen.
    asked_file: Option<AskedFile>,
    /// What was said aloud last of what is on the disk.
    announced_saved: Option<String>,
    clock: fn() -> Moment,
    date_order: DateOrder,
    ends: Arc<AtomicBool>,
}

impl App {
    /// Builds the app and gives its look to the context.
    pub fn new(ctx: &egui::Context, start: Dependencies) -> Self {
        theme::install(ctx);
        line_breaks::install(ctx);
        let mut app = Self {
            settings: start.settings,
            notes: OpenNotes::default(),
            prompt_library: PromptLibrary::new(crate::guidelines::integration_session(), text::app::own_prompt_set()),
            unreadable_settings: start.unreadable_settings.map(|file| file.path),
            screen: Screen::Session,
            prompts_screen: PromptsScreen::default(),
            locking: Locking::new(start.is_sealed, start.locks, (start.clock)()),
            clipboard_watch: ClipboardWatch::of(ctx),
            clipboard_calls: ClipboardCalls { copied: start.copied, clear: start.clears_copied },
            saving: Some(Saving::new(start.worker)),
            closing: CloseState::No,
            is_focused: true,
            undrawn: Undrawn::default(),
            escaped_at: None,
            is_protected: None,
            data_folder: start.data_folder,
            documents: start.documents,
            desktop: start.desktop,
            asked_file: None,
            announced_saved: None,
            clock: start.clock,
            date_order: start.date_order,
            ends: start.ends,
        };
        app.use_settings(ctx);
        if app.unreadable_settings.is_some() {
            // What could be read of them is kept before anything else happens to it.
            app.send_settings();
        }
        app
    }

    /// Whether sessions are still being read.
    pub fn is_loading(&self) -> bool {
        self.notes.reading != LoadState::Done
    }

    /// How far reading is, if that takes long.
    fn progress(&self) -> Option<Progress> {
        match self.notes.reading {
            LoadState::Underway(progress) => progress,
            LoadState::Done => None,
        }
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    fn send_settings(&self) {
        if let Some(saving) = &self.saving {
            saving.send_settings(&self.settings);
        }
    }

    fn use_settings(&mut self, ctx: &egui::Context) {
        theme::choose(ctx, self.settings.theme);
        ctx.set_zoom_factor(self.settings.text_size);
    }

    fn list_unreadable(&mut self, file: &UnreadableFile) {
        let file = unreadable(file);
        self.notes.unreadable.retain(|other| other.path != file.path);
        self.notes.unreadable.push(file);
    }

    /// Sends the open session to the worker, if it has changed.
    fn save_changes(&mut self) {
        if let (Some(open), Some(saving)) = (self.notes.current.session(), self.saving.as_mut()) {
            let has_changed = saving.send_session(open);
            if has_changed && self.closing == CloseState::WhenSaved {
                saving.write_now();
            }
        }
    }

    /// Whoever comes back to the window may have changed files meanwhile, at this computer or another.
    fn look_around_on_focus(&mut self, ctx: &egui::Context) {
        // While the window is hidden the toolkit tells of it here alone.
        let is_focused = ctx.input(|input| input.raw.focused);
        if self.is_focused && !is_focused && self.settings.veils_on_leaving && !self.locking.is_locked() {
            self.notes.is_veiled = true;
            draw_even_if_hidden(ctx);
        }
        if self.is_focused && !is_focused {
            // What was typed before is with the worker: nobody knows what the other window does with the computer.
            self.write_now();
        }
        if is_focused && !std::mem::replace(&mut self.is_focused, is_focused) {
            self.ask(LibraryRequest::Rescan);
        }
        self.is_focused = is_focused;
    }

    /// Remembers the size and the place of the window for the next start.
    fn remember_window(&mut self, ctx: &egui::Context) {
        let (zoom, pixels) = (ctx.zoom_factor(), ctx.pixels_per_point());
        let viewport = ctx.input(|input| input.viewport().clone());
        if viewport.minimized == Some(true) || viewport.fullscreen == Some(true) {
            return;
        }
        self.settings.window_maximized = viewport.maximized == Some(true);
        if self.settings.window_maximized {
            // What it was before is kept: it comes back to that.
            return;
        }
        if let Some(size) = viewport.inner_rect.map(|rect| rect.size() * zoom) {
            self.settings.window = Some([size.x.round(), size.y.round()]);
        }
        if let Some(corner) = viewport.outer_rect.map(|rect| rect.min * pixels) {
            self.settings.window_position = Some([corner.x.round(), corner.y.round()]);
        }
    }
}

impl eframe::App for App {
    /// The ground of every screen, so that no screen paints it again.
    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        leave_out_alt(&mut raw_input.events);
        // What is typed on the second screen is typed here.
        raw_input.focused |= self.is_second_screen_focused(ctx);
        self.put_in_order(&mut raw_input.events);
        self.take_insert_keys(ctx, &mut raw_input.events);
        self.notes.deferred_events =
            if self.notes.overlay.is_none() && ctx.memory(|memory| memory.top_modal_layer().is_some()) {
                // The toolkit gives the keyboard to nobody in the frame after something was open over all.
                std::mem::take(&mut raw_input.events)
            } else {
                split_events(&mut raw_input.events)
            };
        if !self.notes.deferred_events.is_empty() {
            ctx.request_repaint();
        }
        self.set_typed_apart(ctx, &mut raw_input.events);
        self.undrawn = Undrawn::of(&raw_input.events);
    }

    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.take_reports(ctx);
        self.draw_what_is_typed(ctx);
        self.follow_closing(ctx);
        self.take_chosen_file();
        self.look_around_on_focus(ctx);
        self.lock_if_due(ctx);
        self.remember_window(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.undrawn = Undrawn::default();
        self.give_typed_back(&ctx);
        interrupt_again(&ctx);
        semantics::window(&ctx, text::spoken::app(), text::spoken::language());
        if !self.locking.is_locked() {
            self.continue_if_asked(&ctx);
        }
        self.leave_out_pasted(&ctx);
        self.follow_scope();
        for command in self.take_commands(&ctx) {
            self.run(&ctx, command);
        }
        self.give_keyboard_back(&ctx);
        if self.locking.is_locked() {
            self.lock_ui(ui);
        } else if self.notes.is_veiled {
            self.veil_ui(ui);
        } else {
            let actions = self.window_ui(ui);
            self.remember_keyboard(&ctx);
            for action in actions {
                self.carry_out(&ctx, action);
                ctx.request_repaint();
            }
        }
        if !self.locking.is_locked() {
            self.second_screen_ui(&ctx);
        }
        self.announce(&ctx);
        self.follow_left_out(&ctx);
        self.write_composed_unseen(&ctx);
        self.save_changes();
        self.follow_copying();
        self.protect_from_captures(&ctx);
        ctx.request_repaint_after(until_next_minute(self.now()));
    }
}

impl Drop for App {
    /// Writes what is pending, however the window went.
    fn drop(&mut self) {
        self.write_composed();
        self.save_changes();
        self.discard_if_unwritten();
        if let Some(saving) = self.saving.take() {
            saving.send_settings(&self.settings);
            saving.finish();
        }
    }
}

/// The clock on the screen shows minutes; nothing else moves by itself.
fn until_next_minute(now: Moment) -> std::time::Duration {
    let second = chrono::Timelike::second(&*now).min(59);
    std::time::Duration::from_secs(u64::from(60 - second))
}

fn unreadable(file: &UnreadableFile) -> UnreadableRow {
    UnreadableRow { path: file.path.clone(), name: file.name(), reason: file.reason.clone() }
}
