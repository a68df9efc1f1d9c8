//! Sealing: in which form the notes are kept, and what is under way to change it.
//!
//! Must not know how anything is sealed.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::passphrase::Passphrase;
use super::progress::Progress;
use super::recovery_code::{RecoveryCode, RecoveryPage};

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
        change: SealingChange,
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
pub enum SealingChange {
    /// Plain files are sealed.
    Seal,
    /// Sealed files become plain.
    Unseal,
    /// Sealed files are sealed again, with another key.
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

/// What can be asked for about how the notes are kept: passed on from the screen to the disk as it is.
#[derive(Debug, Clone, PartialEq)]
pub enum SealingRequest {
    /// Open the notes.
    Unlock(Passphrase),
    /// Open the notes with the recovery code, and let another passphrase open them from now on.
    Recover {
        /// The code.
        code: RecoveryCode,
        /// The new passphrase.
        new: Passphrase,
    },
    /// Seal the notes from now on.
    Seal {
        /// What opens them.
        passphrase: Passphrase,
        /// What opens them when it is forgotten.
        code: RecoveryCode,
    },
    /// Make the notes plain files again.
    Unseal(Passphrase),
    /// Let another passphrase open the notes.
    ChangePassphrase {
        /// What opens them now.
        now: Passphrase,
        /// What is to open them.
        new: Passphrase,
    },
    /// Say whether this passphrase opens the notes.
    CheckPassphrase(Passphrase),
    /// Seal every file again, with a key that nobody had before.
    RotateKey {
        /// What opens the notes, now and afterwards.
        passphrase: Passphrase,
        /// What opens them afterwards when it is forgotten; the code before it opens nothing more.
        code: RecoveryCode,
    },
    /// Open what another device sealed with a key of its own, or brought after the notes were made plain.
    OpenOthers(Passphrase),
    /// Forget the keys that seal nothing any more. What a device still brings that was sealed with them cannot be
    /// opened afterwards.
    ForgetPreviousKeys(Passphrase),
    /// The owner says that the notes are plain, though this computer knows them as sealed.
    UsePlain,
    /// Write a page with the recovery code where nothing is yet.
    WriteRecoveryPage(PathBuf, RecoveryPage),
}

impl Sealing {
    /// Whether a passphrase opens the notes: they are sealed, or in part.
    pub fn is_under_passphrase(self) -> bool {
        self != Self::NotSealed
    }
}
