//! Leaving: the window stays until everything is on the disk, and says so where that cannot be.
//!
//! Must not know how anything is saved.

use std::sync::atomic::Ordering;

use egui::ViewportCommand;

use super::App;
use crate::ui::text;

/// Whether the window is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CloseState {
    /// It stays.
    No,
    /// It goes once everything is on the disk.
    WhenSaved,
    /// It could not be saved; asked again, the window goes if a disk has a copy of every word.
    Refused,
}

impl App {
    /// Keeps the window until everything is on the disk. If that fails the window stays and says so; asked a
    /// second time it goes if a recovery copy has the words. Words that are on no disk are never left, whether a
    /// person or the system asks.
    pub(super) fn follow_closing(&mut self, ctx: &egui::Context) {
        let Some(saving) = &self.saving else { return };
        // What was typed faster than it could be drawn is handled first.
        let is_done = !self.has_undrawn_words() && !saving.is_pending();
        let has_failed = saving.problem().is_some();
        let may_go = has_failed && saving.has_copies();
        let ended = self.ends.load(Ordering::Relaxed);
        if ctx.input(|input| input.viewport().close_requested()) && !is_done {
            if !(may_go && (ended || self.closing == CloseState::Refused)) {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                saving.write_now();
                if self.closing == CloseState::No {
                    self.closing = CloseState::WhenSaved;
                }
            }
        } else if ended && (is_done || may_go) {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        } else if ended && self.closing == CloseState::No {
            saving.write_now();
            self.closing = CloseState::WhenSaved;
        }
        match self.closing {
            CloseState::WhenSaved if is_done => {
                self.closing = CloseState::No;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            CloseState::WhenSaved if has_failed => self.closing = CloseState::Refused,
            // Whoever stayed goes on: the window does not close by itself later.
            CloseState::Refused if !has_failed => self.closing = CloseState::No,
            _ => {}
        }
    }

    /// What is wrong and what to do; once the window was to be closed, also what becomes of that.
    pub(super) fn problem_words(&self) -> Option<String> {
        let saving = self.saving.as_ref()?;
        let problem = saving.problem()?;
        let problem = text::problems::sentences(problem.kind);
        Some(match self.closing {
            CloseState::Refused if !saving.has_copies() => text::problems::window_stays(problem),
            CloseState::Refused if saving.waits_with_copies() => text::problems::close_again_with_copy(problem),
            CloseState::Refused => text::problems::close_again(problem),
            CloseState::No | CloseState::WhenSaved => problem.to_owned(),
        })
    }
}
