//! Sealing: in which form the notes are kept, and what is under way to change it.
//!
//! Must not know how anything is sealed.

use serde::{Deserialize, Serialize};

use super::progress::Progress;

/// The form in which the notes are kept.
///
/// Of two that are chosen at once the greater one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// As plain files.
    Plain,
    /// Encrypted, under a passphrase.
    Sealed,
}

/// How far the notes are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// They are plain files.
    NotSealed,
    /// File by file they take another form.
    Underway {
        /// What is being done.
        change: Change,
        /// How many files were gone through.
        progress: Progress,
        /// How many files could not take it yet; they are tried again.
        left: usize,
    },
    /// Every file is sealed.
    Sealed,
}

/// What is known of the sealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealingStatus {
    /// How far the notes are sealed.
    pub sealing: Sealing,
    /// Whether there are files that no key here opens.
    pub has_other_keys: bool,
    /// The devices that opened the notes.
    pub devices: Devices,
}

impl SealingStatus {
    /// Of notes of which nothing more is known yet.
    pub fn new(sealing: Sealing) -> Self {
        Self { sealing, has_other_keys: false, devices: Devices::default() }
    }
}

/// A change of all files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Plain files are sealed.
    Seal,
    /// Sealed files become plain.
    Unseal,
    /// Sealed files are sealed anew, with another key.
    Rotate,
}

/// Why the notes are locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockReason {
    /// They are sealed, and nobody has opened them yet.
    Sealed,
    /// Another device sealed them, made them plain, or changed the key.
    ChangedElsewhere,
    /// They were sealed, and the keys are not in their folder.
    KeysNotThere {
        /// Whether this computer has copies of the keys, which the passphrase opens.
        has_copies: bool,
    },
    /// Another notes folder is where a sealed one was.
    OtherFolder,
}

/// The devices that opened sealed notes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Devices {
    /// How many did, this one included.
    pub known: usize,
    /// How many of them have opened the notes with the key there is now.
    pub with_this_key: usize,
}

/// What is asked for to open sealed notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// The passphrase.
    Passphrase,
    /// The recovery code.
    RecoveryCode,
}

impl Sealing {
    /// Whether a passphrase opens the notes: they are sealed, or in part.
    pub fn is_under_passphrase(self) -> bool {
        self != Self::NotSealed
    }
}
