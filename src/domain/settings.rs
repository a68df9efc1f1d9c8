//! The therapist's settings. They hold nothing of a client.

use super::Unknown;
use super::id::PromptSetId;
use super::line_breaks::normalize;

/// The smallest and the largest text, as a share of the usual size.
pub(crate) const TEXT_SIZES: std::ops::RangeInclusive<f32> = 0.7..=3.0;

/// The minutes without a key or a pointer after which sealed notes lock, unless others are chosen. A session may be silent
/// for a long while, and must not end in a passphrase typed before the client.
pub(crate) const TYPICAL_MINUTES: u32 = 15;

/// The most minutes: a day.
pub(crate) const MAX_MINUTES: u32 = 24 * 60;

/// How the app looks, and what its owner wrote down for a hard moment.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Settings {
    /// Light, dark, or as the system has it.
    pub theme: ThemeChoice,
    /// Text as a share of its usual size, within [`TEXT_SIZES`].
    pub text_size: f32,
    /// Whether the guide stands beside the notes.
    pub show_guide: bool,
    /// Whether, while one writes, the line that one writes in is kept above the lower third of the page.
    pub keeps_caret_high: bool,
    /// Whom to call, in the therapist's words.
    pub support_card: String,
    /// The prompt set that sessions began with last.
    pub prompt_set: Option<PromptSetId>,
    /// The window's size when it was last closed, in points.
    pub window: Option<[f32; 2]>,
    /// The place of the window's left upper corner on the screens when it was last closed, in pixels.
    pub window_position: Option<[f32; 2]>,
    /// Whether the window filled the screen when it was last closed.
    pub window_maximized: bool,
    /// The minutes without a key or a pointer after which sealed notes lock: none chosen is
    /// [`TYPICAL_MINUTES`], and 0 is never.
    pub lock_after_minutes: Option<u32>,
    /// Whether the veil is drawn as another window comes to the front.
    pub veils_on_leaving: bool,
    /// Whether words of the notes that were copied are taken off the clipboard again; where that was not
    /// chosen, they are when the notes are sealed.
    pub clear_clipboard: Option<bool>,
    /// Whether the offer to seal the notes was declined.
    pub declined_sealing: bool,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// Which colors the app uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the system has it.
    System,
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            text_size: 1.0,
            show_guide: true,
            keeps_caret_high: true,
            support_card: String::new(),
            prompt_set: None,
            window: None,
            window_position: None,
            window_maximized: false,
            lock_after_minutes: None,
            veils_on_leaving: false,
            clear_clipboard: None,
            declined_sealing: false,
            unknown: Unknown::new(),
        }
    }
}

impl Settings {
    /// Makes the text a step larger or smaller, within [`TEXT_SIZES`].
    pub(crate) fn step_text_size(&mut self, steps: f32) {
        let size = (self.text_size + 0.1 * steps) * 10.0;
        self.text_size = (size.round() / 10.0).clamp(*TEXT_SIZES.start(), *TEXT_SIZES.end());
    }

    /// The minutes without a key or a pointer after which sealed notes lock; none if they never do.
    pub(crate) fn locks_after(&self) -> Option<u32> {
        Some(self.lock_after_minutes.unwrap_or(TYPICAL_MINUTES)).filter(|minutes| *minutes > 0)
    }

    /// Whether copied words of the notes are taken off the clipboard again.
    pub(crate) fn clears_clipboard(&self, is_sealed: bool) -> bool {
        self.clear_clipboard.unwrap_or(is_sealed)
    }

    /// Brings values that a file may hold into their bounds.
    pub fn bounded(mut self) -> Self {
        if !self.text_size.is_finite() {
            self.text_size = 1.0;
        }
        self.step_text_size(0.0);
        self.window = self.window.filter(|size| size.iter().all(|side| (200.0..=20_000.0).contains(side)));
        self.window_position = self.window_position.filter(|place| place.iter().all(|side| side.abs() < 100_000.0));
        self.lock_after_minutes = self.lock_after_minutes.map(|minutes| minutes.min(MAX_MINUTES));
        self
    }
}

/// The support card has one kind of line break afterwards.
pub(crate) fn normalize_settings(settings: &mut Settings) {
    normalize(&mut settings.support_card);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_after_fifteen_minutes_unless_others_were_chosen() {
        let after = |lock_after_minutes| Settings { lock_after_minutes, ..Settings::default() }.bounded().locks_after();
        assert_eq!([after(None), after(Some(0)), after(Some(12))], [Some(15), None, Some(12)]);
        assert_eq!(after(Some(u32::MAX)), Some(MAX_MINUTES));
    }

    #[test]
    fn text_is_as_large_as_three_times_its_usual_size_and_no_larger() {
        let sized = |text_size| Settings { text_size, ..Settings::default() }.bounded().text_size;
        assert_eq!([2.9_f32, 3.0, 3.1, 0.1, f32::NAN].map(|size| (sized(size) * 10.0) as u32), [29, 30, 30, 7, 10]);
        let mut settings = Settings::default();
        (0..40).for_each(|_| settings.step_text_size(1.0));
        assert!((settings.text_size - 3.0).abs() < f32::EPSILON);
    }

    #[test]
    fn clears_the_clipboard_of_sealed_notes_unless_chosen_otherwise() {
        let mut settings = Settings::default();
        assert!(settings.clears_clipboard(true) && !settings.clears_clipboard(false));
        settings.clear_clipboard = Some(false);
        assert!(!settings.clears_clipboard(true));
    }

    #[test]
    fn the_support_card_has_one_kind_of_line_break() {
        let mut settings = Settings { support_card: "one\r\ntwo\u{b}three\rfour".to_owned(), ..Settings::default() };
        normalize_settings(&mut settings);
        assert_eq!(settings.support_card, "one\ntwo\nthree\nfour");
    }
}
