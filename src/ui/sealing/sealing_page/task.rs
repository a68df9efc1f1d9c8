//! What the passphrase is asked for, and the words that say what it means.

use crate::ui::text;

/// What is done with the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Open what another device sealed.
    OpenOthers,
    /// Open what came late into plain notes.
    OpenLate,
    /// Forget the previous keys.
    ForgetPrevious,
    /// Seal with another key.
    Rotate {
        /// Whether its recovery code was typed back already.
        has_code: bool,
    },
    /// Make the notes plain.
    Unseal,
}

impl Task {
    /// What it means.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::OpenOthers => text::sealing::others_meaning(),
            Self::OpenLate => text::sealing::late_meaning(),
            Self::ForgetPrevious => text::sealing::forgetting_meaning(),
            Self::Rotate { .. } => text::sealing::rotating_meaning(),
            Self::Unseal => text::sealing::unsealing_meaning(),
        }
    }

    /// The name of its button.
    pub(crate) fn button(self) -> &'static str {
        match self {
            Self::OpenOthers | Self::OpenLate => text::sealing::open_others(),
            Self::ForgetPrevious => text::sealing::forget_previous(),
            Self::Rotate { .. } => text::sealing::go_on(),
            Self::Unseal => text::sealing::unseal(),
        }
    }

    /// Which passphrase is meant, if not the one that its meaning names.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::OpenOthers | Self::OpenLate => "",
            Self::ForgetPrevious | Self::Rotate { .. } | Self::Unseal => text::sealing::current_passphrase(),
        }
    }
}
