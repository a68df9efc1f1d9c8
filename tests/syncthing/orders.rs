//! What a test asks of a device, and what the device says: lines of JSON between two processes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What is asked of a device at once, by the name of the notes folder.
pub(crate) type Orders = BTreeMap<String, Order>;

/// What became of it.
pub(crate) type Answers = BTreeMap<String, Result<Option<DeviceReport>, String>>;

/// Something to be done with one notes folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Open the notes in this folder, and keep them open.
    Open(PathBuf),
    /// Write what every test begins with; `is_sealed` says in which form.
    Furnish { is_sealed: bool },
    /// Do this, and wait until it is done.
    Act(Action),
    /// Write so many lines, one after the other.
    Type(u32),
    /// Look around, open what can be opened, and wait until nothing is under way any more.
    ComeToRest,
    /// Start again, and say what is there.
    Tell,
}

/// What somebody does with their notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Action {
    Write,
    RenameClient,
    Finalize,
    TrashAndEmpty,
    Rotate,
    Seal,
    MakePlain,
    ChangePassphrase,
    Restore,
}

impl Action {
    pub(crate) const ALL: [Self; 9] = [
        Self::Write,
        Self::RenameClient,
        Self::Finalize,
        Self::TrashAndEmpty,
        Self::Rotate,
        Self::Seal,
        Self::MakePlain,
        Self::ChangePassphrase,
        Self::Restore,
    ];

    /// Whether it changes who opens the notes, or whether they are sealed.
    pub(crate) fn is_of_keys(self) -> bool {
        matches!(self, Self::Rotate | Self::Seal | Self::MakePlain | Self::ChangePassphrase)
    }
}

/// The notes in a folder, as a device has them after a fresh start.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct DeviceReport {
    /// The sessions in the library, by their ids.
    pub(crate) sessions: BTreeMap<String, Page>,
    /// The texts of every earlier version of these, and of what was in the trash.
    pub(crate) set_aside: BTreeMap<String, Vec<String>>,
    /// Which passphrases open the notes; none where they are plain.
    pub(crate) opened_by: Vec<String>,
    /// Whether a recovery code opens notes that are sealed.
    pub(crate) is_recoverable: bool,
    /// Whether the notes are said to be sealed.
    pub(crate) is_sealed: bool,
    /// Whether the app that had been running said so too, and had the same sessions.
    pub(crate) was_shown: bool,
    /// The files of a client that are plain, and those that are sealed, here and on this device alone.
    pub(crate) plain: Vec<String>,
    pub(crate) sealed: Vec<String>,
    /// What is not sound, or left over, and why.
    pub(crate) unsound: Vec<String>,
}

/// What a session says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) client: String,
    /// Its lines, and what was added to it.
    pub(crate) texts: Vec<String>,
    /// Whether its words are frozen, and as they were frozen.
    pub(crate) is_frozen: bool,
}
