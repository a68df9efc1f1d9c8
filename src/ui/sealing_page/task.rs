//! What is done at once with a passphrase, and the words that say what it means.

const OTHERS: &str = "Some files here were sealed by another device, with a key that is not open on this one. Its passphrase \
     opens them; then both devices can read everything.";
const LATE: &str = "Another device brought files that are still sealed, from before the sealing was removed. The passphrase \
     of that time opens them, and they become plain files like the others.";
const FORGETTING: &str = "When the key is changed, the previous one is kept with it: another device may still bring notes that \
     it sealed before it knew. Once each of your devices has opened the notes with the key there is now, the previous \
     keys can be forgotten. Anything that still comes sealed with them can never be opened.";

/// What is done at once with a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Open what another device sealed.
    OpenOthers,
    /// Open what came late into plain notes.
    OpenLate,
    /// Forget the previous keys.
    ForgetPrevious,
}

impl Task {
    /// What it means, and the name of its button.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::OpenOthers => (OTHERS, "Open them"),
            Self::OpenLate => (LATE, "Open them"),
            Self::ForgetPrevious => (FORGETTING, "Forget the previous keys"),
        }
    }
}
