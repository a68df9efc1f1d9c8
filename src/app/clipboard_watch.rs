//! What is copied from the notes, told onwards, so that it is taken off the clipboard again.
//!
//! What is only read is copied by the toolkit after everything was drawn: it is seen in what the frame hands
//! to the system, and told in the next one.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, FullOutput, OutputCommand, Plugin};

use super::App;
use crate::ui::Screen;

/// What was copied in a frame that showed notes, until it is told.
#[derive(Debug, Clone, Default)]
pub(super) struct ClipboardWatch(Arc<Mutex<Copied>>);

#[derive(Debug, Default)]
struct Copied {
    /// Whether what is copied in this frame counts.
    counts: bool,
    copied: Vec<String>,
}

/// What is done about the clipboard outside of the app.
pub(super) struct ClipboardCalls {
    /// Called with text of the notes that was copied.
    pub(super) copied: Box<dyn Fn(&str)>,
    /// Called when the notes are locked.
    pub(super) clear: Box<dyn Fn()>,
}

impl fmt::Debug for ClipboardCalls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ClipboardCalls").finish_non_exhaustive()
    }
}

impl ClipboardWatch {
    /// Sees whatever is copied in a context from now on.
    pub(super) fn of(ctx: &Context) -> Self {
        let clipboard_watch = Self::default();
        ctx.add_plugin(clipboard_watch.clone());
        clipboard_watch
    }

    fn with<T>(&self, change: impl FnOnce(&mut Copied) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Plugin for ClipboardWatch {
    fn debug_name(&self) -> &'static str {
        "copies"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        self.with(|kept| {
            if !kept.counts {
                return;
            }
            let commands = &mut output.platform_output.commands;
            // What is only chosen would be pasted by the middle button, for as long as it is chosen.
            commands.retain(|command| !matches!(command, OutputCommand::TextSelectionSettled(_)));
            for command in commands {
                if let OutputCommand::CopyText(text) = command {
                    kept.copied.push(text.clone());
                    ctx.request_repaint();
                }
            }
        });
    }
}

impl App {
    /// Tells what was copied in the last frame, and says whether what is copied in this one counts.
    pub(super) fn follow_copying(&self) {
        let is_sealed = self.locking.status.sealing.is_under_passphrase();
        let shows_notes = self.screen != Screen::Prompts && self.notes.overlay.is_none() && !self.locking.is_locked();
        self.tell_copied();
        self.clipboard_watch.with(|kept| kept.counts = shows_notes && self.settings.clears_clipboard(is_sealed));
    }

    /// Copies the summary for the chart, if there is one.
    pub(super) fn copy_summary(&mut self, ctx: &Context) {
        let Some(open) = self.notes.current.session() else { return };
        let summary = &open.session().closing.chart_summary;
        if !summary.trim().is_empty() {
            ctx.copy_text(summary.clone());
            self.notes.session_screen.say_copied();
        }
    }

    fn tell_copied(&self) {
        for text in self.clipboard_watch.with(|kept| std::mem::take(&mut kept.copied)) {
            (self.clipboard_calls.copied)(&text);
        }
    }

    /// What was copied from the notes is taken off the clipboard now, also what was copied in the last frame.
    pub(super) fn clear_copied(&self) {
        self.tell_copied();
        (self.clipboard_calls.clear)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the system is handed of words that were chosen and copied, and what is told of them.
    fn handed_and_told(counts: bool) -> (Vec<OutputCommand>, Vec<String>) {
        let ctx = Context::default();
        let clipboard_watch = ClipboardWatch::of(&ctx);
        clipboard_watch.with(|kept| kept.counts = counts);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            ui.ctx().send_cmd(OutputCommand::TextSelectionSettled("chosen".to_owned()));
            ui.ctx().copy_text("copied".to_owned());
        });
        output.textures_delta.clear();
        (output.platform_output.commands, clipboard_watch.with(|kept| std::mem::take(&mut kept.copied)))
    }

    #[test]
    fn words_that_are_only_chosen_are_handed_to_nobody_where_copied_ones_are_taken_back() {
        let copied = OutputCommand::CopyText("copied".to_owned());
        let chosen = OutputCommand::TextSelectionSettled("chosen".to_owned());
        assert_eq!(handed_and_told(true), (vec![copied.clone()], vec!["copied".to_owned()]));
        assert_eq!(handed_and_told(false), (vec![chosen, copied], vec![]));
    }
}
