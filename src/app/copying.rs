//! What is copied from the notes, told onwards, so that it is taken off the clipboard again.
//!
//! What is only read is copied by the toolkit after everything was drawn: it is seen in what the frame hands
//! to the system, and told in the next one.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, FullOutput, OutputCommand, Plugin};

use super::App;
use crate::ui::Screen;

/// What was copied in a frame that showed notes, until it is told.
#[derive(Debug, Clone, Default)]
pub(super) struct Copies(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    /// Whether what is copied in this frame counts.
    counts: bool,
    copied: Vec<String>,
}

impl Copies {
    /// Sees whatever is copied in a context from now on.
    pub(super) fn of(ctx: &Context) -> Self {
        let copies = Self::default();
        ctx.add_plugin(copies.clone());
        copies
    }

    fn with<T>(&self, change: impl FnOnce(&mut Kept) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Plugin for Copies {
    fn debug_name(&self) -> &'static str {
        "copies"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let copied = output.platform_output.commands.iter().filter_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        let has_copied = self.with(|kept| {
            let before = kept.copied.len();
            kept.copied.extend(copied.filter(|_| kept.counts));
            kept.copied.len() > before
        });
        if has_copied {
            ctx.request_repaint();
        }
    }
}

impl App {
    /// Tells what was copied in the last frame, and says whether what is copied in this one counts.
    pub(super) fn follow_copying(&self) {
        let is_sealed = self.locking.sealing.is_under_passphrase();
        let shows_notes = self.screen != Screen::Prompts && self.overlay.is_none() && !self.locking.is_locked();
        let copied = self.copies.with(|kept| {
            kept.counts = shows_notes && self.settings.clears_clipboard(is_sealed);
            std::mem::take(&mut kept.copied)
        });
        for text in copied {
            (self.copied)(&text);
        }
    }
}
