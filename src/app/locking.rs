//! Locking: when the notes are locked, and that nothing of them stays behind.
//!
//! The key is with the thread that reads and writes; what is shown and remembered here is cleared.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use egui::{Event, Ui, ViewportCommand};

use super::closing::CloseState;
use super::open_notes::OpenNotes;
use super::{App, LoadState};
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::sealing::{Credential, LockReason, Sealing, SealingChange, SealingRequest, SealingStatus};
use crate::domain::session::open_session::OpenSession;
use crate::storage::error::{Problem, StorageError};
use crate::storage::worker::Worker;
use crate::ui::sealing::lock_screen::LockScreen;
use crate::ui::sealing::sealing_page::SealingPage;
use crate::ui::shell::overlay::Overlay;

/// How the notes are kept, and what locks them.
#[derive(Debug)]
pub(super) struct Locking {
    pub(super) status: SealingStatus,
    /// The change of all files that was done last in this run.
    pub(super) done: Option<SealingChange>,
    /// What is drawn while the notes are locked.
    screen: Option<LockScreen>,
    /// The session that was open as they were locked.
    reopen: Option<SessionId>,
    /// When a key or the pointer was used last: as the toolkit counts seconds, and by the clock, which goes on
    /// while a computer sleeps.
    last_used: (f64, Moment),
    /// The frame that was looked at last, by its time. While the window is hidden there is no newer one, and
    /// what was pressed in that one does not count again.
    last_frame: f64,
    /// Set when the system locks itself or goes to sleep.
    asked: Arc<AtomicBool>,
}

impl Locking {
    pub(super) fn new(is_sealed: bool, asked: Arc<AtomicBool>, now: Moment) -> Self {
        let sealing = if is_sealed { Sealing::Sealed } else { Sealing::NotSealed };
        let screen = is_sealed.then(LockScreen::default);
        Self {
            status: SealingStatus::new(sealing),
            done: None,
            screen,
            reopen: None,
            last_used: (0.0, now),
            last_frame: -1.0,
            asked,
        }
    }

    pub(super) fn is_locked(&self) -> bool {
        self.screen.is_some()
    }

    /// Whether there is something to lock.
    fn can_lock(&self) -> bool {
        !self.is_locked() && self.status.sealing.is_under_passphrase()
    }

    /// How long nothing was used.
    fn unused(&self, time: f64, now: Moment) -> Duration {
        let by_toolkit = Duration::from_secs_f64((time - self.last_used.0).max(0.0));
        let by_clock = Duration::from_secs(u64::try_from(now.seconds_since(self.last_used.1)).unwrap_or_default());
        by_toolkit.max(by_clock)
    }
}

impl App {
    /// Locks the notes where that is due: after a time without a key, or because the system says so.
    pub(super) fn lock_if_due(&mut self, ctx: &egui::Context) {
        let asked = self.locking.asked.load(Ordering::Relaxed);
        // Before the frame's own keys count: those that wake a computer come too late.
        let is_over = self.left_until_locked(ctx).is_some_and(|left| left.is_zero());
        if self.locking.can_lock() && (asked || is_over) {
            self.lock(ctx);
            // They belong to nothing that is on the screen any more.
            ctx.input_mut(|input| input.events.clear());
        }
        if asked {
            // Whoever asked holds up the system's sleep until then.
            self.locking.asked.store(false, Ordering::Relaxed);
        }
        let time = ctx.input(|input| input.time);
        let is_new = std::mem::replace(&mut self.locking.last_frame, time) < time;
        if is_new && (self.has_undrawn_words() || ctx.input(|input| input.events.iter().any(is_by_hand))) {
            self.locking.last_used = (time, self.now());
        }
        if let Some(left) = self.left_until_locked(ctx) {
            ctx.request_repaint_after(left);
        }
    }

    /// How long it is until the notes lock by themselves; nothing if they do not.
    fn left_until_locked(&self, ctx: &egui::Context) -> Option<Duration> {
        let minutes = self.settings.locks_after().filter(|_| self.locking.can_lock())?;
        let unused = self.locking.unused(ctx.input(|input| input.time), self.now());
        Some(Duration::from_mins(u64::from(minutes)).saturating_sub(unused))
    }

    /// Locks the notes by hand; if they are not sealed, shows how they could be.
    pub(super) fn lock_or_offer(&mut self, ctx: &egui::Context) {
        if self.locking.status.sealing.is_under_passphrase() {
            self.lock(ctx);
        } else {
            self.show_sealing();
        }
    }

    /// Locks the notes where they are sealed.
    pub(super) fn lock(&mut self, ctx: &egui::Context) {
        if !self.locking.can_lock() {
            return;
        }
        self.forget_notes(ctx);
    }

    /// The notes are locked, and why.
    pub(super) fn locked(&mut self, ctx: &egui::Context, reason: LockReason) {
        self.forget_notes(ctx);
        if let Some(screen) = &mut self.locking.screen {
            screen.say_why(reason);
        }
    }

    /// Clears everything of a client: what is shown, what can be undone, what is searched. What is written is on its way
    /// to the disk before anything is forgotten.
    pub(super) fn forget_notes(&mut self, ctx: &egui::Context) {
        if self.locking.is_locked() {
            return;
        }
        self.write_composed();
        self.save_changes();
        self.clear_copied();
        let undo = self.notes.current.session().map(|open| (open.session().id.clone(), open.history().clone()));
        self.locking.reopen = undo.as_ref().map(|(id, _)| id.clone());
        self.notes = OpenNotes::default();
        if let Some(saving) = &mut self.saving {
            saving.lock(undo);
        }
        // The toolkit remembers what was typed into each field, to take it back by steps.
        ctx.memory_mut(|memory| {
            memory.data.clear();
            memory.caches = egui::cache::CacheStorage::default();
            memory.stop_text_input();
        });
        self.locking.screen = Some(LockScreen::default());
        draw_even_if_hidden(ctx);
    }

    /// The notes are open, and are being read.
    pub(super) fn unlocked(&mut self, ctx: &egui::Context) {
        self.locking.screen = None;
        self.notes.reading = LoadState::Underway(None);
        if let Some(saving) = &mut self.saving {
            saving.unlocked();
        }
        let time = ctx.input(|input| input.time);
        self.locking.last_used = (time, self.now());
    }

    /// Opens the session again that was open when the notes were locked, once it was read.
    pub(super) fn resume(&mut self, ctx: &egui::Context) {
        if let Some(id) = self.locking.reopen.take_if(|id| self.notes.library.get(id).is_some()) {
            let is_open = self.notes.library.get(&id).cloned().and_then(OpenSession::open).is_some();
            let undo = self.notes.undo.take().filter(|(of, _)| *of == id);
            if is_open && self.notes.current.session().is_none() {
                self.open(ctx, &id);
                if let Some((_, history)) = undo {
                    self.notes.current.change(|open| open.resume_history(history));
                }
            }
        }
    }

    /// Wrong words were tried.
    pub(super) fn not_opened(&mut self, ctx: &egui::Context, by: Option<Credential>, wait: Duration) {
        let time = ctx.input(|input| input.time);
        if let Some(screen) = &mut self.locking.screen {
            screen.refused(by, wait, time);
        } else if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.refused(by, wait, time);
        }
    }

    /// What was asked for could not be done.
    pub(super) fn sealing_failed(&mut self) {
        if let Some(screen) = &mut self.locking.screen {
            screen.failed();
        } else if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.failed();
        }
    }

    pub(super) fn recovery_page_written(&mut self, written: Result<PathBuf, StorageError>) {
        if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.page_written(written.map_err(|error| error.kind));
        }
    }

    pub(super) fn passphrase_checked(&mut self) {
        if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.passphrase_checked();
        }
    }

    pub(super) fn passphrase_changed(&mut self) {
        if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.passphrase_changed();
        }
    }

    pub(super) fn previous_keys_forgotten(&mut self) {
        if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.previous_keys_forgotten();
        }
    }

    /// Whether there are files that no key here opens.
    pub(super) fn take_other_keys(&mut self, are_there: bool) {
        self.locking.status.has_other_keys = are_there;
        if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.follow_other_keys(are_there);
        }
    }

    /// Another form of the notes is under way, or is there.
    pub(super) fn take_sealing(&mut self, sealing: Sealing) {
        let before = std::mem::replace(&mut self.locking.status.sealing, sealing);
        if before != sealing {
            self.locking.done = done(before, sealing).filter(|_| !self.locking.is_locked());
        }
        if let Some(Overlay::Sealing(page)) = &mut self.notes.overlay {
            page.follow(sealing, self.locking.done);
        }
    }

    /// Asks something about how the notes are kept. Whatever was done before was said.
    pub(super) fn ask_sealing(&mut self, request: SealingRequest) {
        let request = match request {
            SealingRequest::WriteRecoveryPage(path, page) => {
                SealingRequest::WriteRecoveryPage(self.typed_path(&path), page)
            }
            other => other,
        };
        self.ask(request);
    }

    /// Shows how the notes are kept.
    pub(super) fn show_sealing(&mut self) {
        let page = SealingPage::new(Worker::new_recovery_code, &self.documents);
        self.toggle_overlay(Overlay::Sealing(Box::new(page)));
    }

    /// Whether what is wrong is why the notes are locked, which the lock screen says in words of its own.
    fn is_said_by_reason(&self) -> bool {
        let kind = self.saving.as_ref().and_then(|saving| saving.problem()).map(|problem| &problem.kind);
        self.closing == CloseState::No && matches!(kind, Some(Problem::KeysNotThere | Problem::OtherFolder))
    }

    pub(super) fn lock_ui(&mut self, ui: &mut Ui) {
        let Some(mut screen) = self.locking.screen.take() else { return };
        let problem = self.problem_words().filter(|_| !self.is_said_by_reason());
        let now = self.now();
        let action = screen.ui(ui, now, problem.as_deref());
        self.locking.screen = Some(screen);
        if let Some(action) = action {
            self.carry_out(&ui.ctx().clone(), action);
            ui.ctx().request_repaint();
        }
    }
}

/// Draws a frame, even of a window that is minimized: its last picture, and what it tells a screen reader,
/// would stay as they were.
pub(super) fn draw_even_if_hidden(ctx: &egui::Context) {
    ctx.send_viewport_cmd(ViewportCommand::RequestPaintWhileHidden);
    ctx.request_repaint();
}

/// The change of all files that is done as the notes go from one form to another. Without files it takes no time.
fn done(before: Sealing, now: Sealing) -> Option<SealingChange> {
    match (before, now) {
        (Sealing::Underway { change, .. }, Sealing::NotSealed | Sealing::Sealed) => Some(change),
        (Sealing::NotSealed, Sealing::Sealed) => Some(SealingChange::Seal),
        (Sealing::Sealed, Sealing::NotSealed) => Some(SealingChange::Unseal),
        (_, Sealing::Underway { .. } | Sealing::NotSealed | Sealing::Sealed) => None,
    }
}

/// Whether somebody at the computer caused an event.
fn is_by_hand(event: &Event) -> bool {
    !matches!(event, Event::WindowFocused(_) | Event::PointerGone)
}
