//! Where a command applies.
//!
//! Must not know which command it is of.

use crate::ui::{Screen, Stage, text};

/// Where a command applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Anywhere,
    /// While a session is on the screen.
    Session,
    /// While a session is on the screen, or closes.
    SessionOrClosing,
    /// While a session closes.
    Closing,
    /// On the Review screen.
    Review,
    /// On the Prompts screen.
    Prompts,
    /// Where prompts are in an order: there, and beside the notes of a session.
    Order,
}

impl Scope {
    /// The screen to go to for a command that does not apply; none if it applies everywhere.
    pub fn screen(self) -> Option<Screen> {
        match self {
            Self::Anywhere => None,
            Self::Session | Self::SessionOrClosing | Self::Closing => Some(Screen::Session),
            Self::Review => Some(Screen::Review),
            Self::Prompts | Self::Order => Some(Screen::Prompts),
        }
    }

    /// Where it applies, as the palette says it.
    pub fn place(self) -> &'static str {
        match self {
            Self::Anywhere => "",
            Self::Session | Self::SessionOrClosing => text::command::place_session(),
            Self::Closing => text::command::place_closing(),
            Self::Review => text::command::place_review(),
            Self::Prompts | Self::Order => text::command::place_prompts(),
        }
    }

    /// Whether it holds on a screen, with this part of the open session on it if one is.
    pub(super) fn applies(self, screen: Screen, stage: Option<Stage>) -> bool {
        let is_at = |part: Stage| screen == Screen::Session && stage == Some(part);
        match self {
            Self::Anywhere => true,
            Self::Session => is_at(Stage::Notes),
            Self::SessionOrClosing => is_at(Stage::Notes) || is_at(Stage::Closing),
            Self::Closing => is_at(Stage::Closing),
            Self::Review => screen == Screen::Review,
            Self::Prompts => screen == Screen::Prompts,
            Self::Order => screen == Screen::Prompts || is_at(Stage::Notes),
        }
    }
}
