//! The file of the settings, version 1.
//!
//! Every field may be missing. Must not know where the file is.

use serde::{Deserialize, Serialize};

use crate::domain::Unknown;
use crate::domain::id::PromptSetId;
use crate::domain::settings::{self, ThemeChoice};

/// The version that this app writes.
pub(super) const VERSION: u64 = 1;

/// The whole file, but for its format and version.
#[derive(Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the file")]
pub(super) struct Settings {
    theme: Theme,
    text_size: f32,
    show_guide: bool,
    #[serde(skip_serializing_if = "Clone::clone")]
    keeps_caret_high: bool,
    support_card: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt_set: Option<PromptSetId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<[f32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window_position: Option<[f32; 2]>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    window_maximized: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    lock_after_minutes: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    veils_on_leaving: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    clear_clipboard: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    declined_sealing: bool,
    #[serde(flatten)]
    unknown: Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Theme {
    System,
    Light,
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        settings::Settings::default().into()
    }
}

impl From<Settings> for settings::Settings {
    fn from(file: Settings) -> Self {
        let Settings {
            theme,
            text_size,
            show_guide,
            keeps_caret_high,
            support_card,
            prompt_set,
            window,
            window_position,
            window_maximized,
            lock_after_minutes,
            veils_on_leaving,
            clear_clipboard,
            declined_sealing,
            unknown,
        } = file;
        Self {
            theme: theme.into(),
            text_size,
            show_guide,
            keeps_caret_high,
            support_card,
            prompt_set,
            window,
            window_position,
            window_maximized,
            lock_after_minutes,
            veils_on_leaving,
            clear_clipboard,
            declined_sealing,
            unknown,
        }
    }
}

impl From<settings::Settings> for Settings {
    fn from(settings: settings::Settings) -> Self {
        let settings::Settings {
            theme,
            text_size,
            show_guide,
            keeps_caret_high,
            support_card,
            prompt_set,
            window,
            window_position,
            window_maximized,
            lock_after_minutes,
            veils_on_leaving,
            clear_clipboard,
            declined_sealing,
            unknown,
        } = settings;
        Self {
            theme: theme.into(),
            text_size,
            show_guide,
            keeps_caret_high,
            support_card,
            prompt_set,
            window,
            window_position,
            window_maximized,
            lock_after_minutes,
            veils_on_leaving,
            clear_clipboard,
            declined_sealing,
            unknown,
        }
    }
}

impl From<Theme> for ThemeChoice {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl From<ThemeChoice> for Theme {
    fn from(theme: ThemeChoice) -> Self {
        match theme {
            ThemeChoice::System => Self::System,
            ThemeChoice::Light => Self::Light,
            ThemeChoice::Dark => Self::Dark,
        }
    }
}
