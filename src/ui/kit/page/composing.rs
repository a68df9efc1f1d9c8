//! What an input method composes at the caret of a page, until it is written.
//!
//! Nobody says what becomes of it when the caret or the keyboard goes elsewhere: it is written as it is then.

use egui::{Context, Id};

/// What is composed.
#[derive(Debug, Default)]
pub(super) struct Composing {
    words: String,
    /// What was written as it was left. Some input methods write it too, a moment later.
    left: String,
    /// The frame in which the page was drawn last.
    drawn_in: u64,
}

impl Composing {
    /// What is composed, and not written yet.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// The input method composes this now, or with no words nothing any more; says whether that is news.
    pub(super) fn compose(&mut self, words: &str) -> bool {
        let is_news = self.words != words;
        words.clone_into(&mut self.words);
        if !words.is_empty() {
            self.left.clear();
        }
        is_news
    }

    /// The input method writes; says whether it is still to be written.
    pub(super) fn finish(&mut self, written: &str) -> bool {
        self.words.clear();
        let left = std::mem::take(&mut self.left);
        let letters = |words: &str| words.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        !written.is_empty() && (left.is_empty() || letters(&left) != letters(written))
    }

    /// Something else was typed: what comes later is not what was left.
    pub(super) fn go_on(&mut self) {
        self.left.clear();
    }

    /// The words that are to be written as they are, since the caret or the keyboard goes elsewhere.
    pub(super) fn leave(&mut self) -> Option<String> {
        let words = std::mem::take(&mut self.words);
        if words.is_empty() {
            return None;
        }
        self.left.clone_from(&words);
        Some(words)
    }

    /// The page is drawn in a frame; says whether it was away meanwhile.
    pub(super) fn follow(&mut self, frame: u64) -> bool {
        let last = std::mem::replace(&mut self.drawn_in, frame);
        frame > last + 1
    }

    /// Whether the page is drawn in a frame.
    pub(super) fn is_drawn_in(&self, frame: u64) -> bool {
        self.drawn_in == frame
    }
}

/// Tells the input method to forget what it composes.
pub(crate) fn interrupt(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(interrupted(), frame));
    ctx.memory_mut(egui::Memory::interrupt_ime);
}

/// Tells it again in each pass of that frame: the toolkit forgets it with a pass that it discards.
pub(crate) fn interrupt_again(ctx: &Context) {
    let frame = ctx.data(|data| data.get_temp::<u64>(interrupted()));
    if frame == Some(ctx.cumulative_frame_nr()) {
        ctx.memory_mut(egui::Memory::interrupt_ime);
    }
}

fn interrupted() -> Id {
    Id::unique("composition interrupted")
}
