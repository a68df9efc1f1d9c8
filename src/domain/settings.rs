//! The therapist's settings. They hold nothing of a client.

use serde::{Deserialize, Serialize};

use super::Unknown;
use super::id::PromptSetId;

/// The smallest and the largest text, as a share of the usual size.
pub const TEXT_SIZES: std::ops::RangeInclusive<f32> = 0.7..=2.0;

/// How the app looks, and what its owner wrote down for a hard moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light, dark, or as the system has it.
    pub theme: ThemeChoice,
    /// Text as a share of its usual size, within [`TEXT_SIZES`].
    pub text_size: f32,
    /// Whether the guide stands beside the notes.
    pub show_guide: bool,
    /// Whom to call, in the therapist's words.
    pub support_card: String,
    /// The prompt set that sessions began with last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_set: Option<PromptSetId>,
    /// The window's size when it was last closed, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<[f32; 2]>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Which colors the app uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
            support_card: String::new(),
            prompt_set: None,
            window: None,
            unknown: Unknown::new(),
        }
    }
}

impl Settings {
    /// Makes the text a step larger or smaller, within [`TEXT_SIZES`].
    pub fn step_text_size(&mut self, steps: f32) {
        let size = (self.text_size + 0.1 * steps) * 10.0;
        self.text_size = (size.round() / 10.0).clamp(*TEXT_SIZES.start(), *TEXT_SIZES.end());
    }

    /// Brings values that a file may hold into their bounds.
    pub fn bounded(mut self) -> Self {
        if !self.text_size.is_finite() {
            self.text_size = 1.0;
        }
        self.step_text_size(0.0);
        self.window = self.window.filter(|size| size.iter().all(|side| (200.0..=20_000.0).contains(side)));
        self
    }
}
