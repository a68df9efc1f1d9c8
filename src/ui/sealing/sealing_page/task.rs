//! What the passphrase is asked for, and the words that say what it means.

const OTHERS: &str = "Some files here were sealed by another device, with a key that this one does not have. Its \
     passphrase opens them; then both devices can read everything.";
const LATE: &str = "Another device brought files that are still sealed, from before the sealing was removed. The \
     passphrase from that time opens them, and they become plain files like the others.";
const FORGETTING: &str = "When the key is changed, the previous one is kept, because another device may still bring \
     notes that it sealed before it knew. Once each of your devices has opened the notes with the current key, the \
     previous keys can be forgotten. Anything that still arrives sealed with them can never be opened.";
const ROTATING: &str = "A new key replaces the old one, and every file is re-encrypted. Do this if somebody may have \
     had the passphrase or the code. The old recovery code will stop working.";
const UNSEALING: &str = "Every file becomes plain again. Anyone who can read the folder can then read the notes.";

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
            Self::OpenOthers => OTHERS,
            Self::OpenLate => LATE,
            Self::ForgetPrevious => FORGETTING,
            Self::Rotate { .. } => ROTATING,
            Self::Unseal => UNSEALING,
        }
    }

    /// The name of its button.
    pub(crate) fn button(self) -> &'static str {
        match self {
            Self::OpenOthers | Self::OpenLate => "Open them",
            Self::ForgetPrevious => "Forget the previous keys",
            Self::Rotate { .. } => "Continue",
            Self::Unseal => "Remove sealing",
        }
    }

    /// Which passphrase is meant, if not the one that its meaning names.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::OpenOthers | Self::OpenLate => "",
            Self::ForgetPrevious | Self::Rotate { .. } | Self::Unseal => "The current passphrase.",
        }
    }
}
