//! What the thread holds of the notes while they are open: the store, what goes on in it, and the keys.
//!
//! Locking drops it whole, so that nothing can be forgotten that was added here. Must not know when that is.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::storage::error::StorageError;
use crate::storage::files::Files;
use crate::storage::store::Store;
use crate::storage::vault::converting::Converter;
use crate::storage::vault::keys::Keys;
use crate::storage::vault::keys::keyring::Keyring;
use crate::storage::worker::jobs::conversion::ConversionJob;
use crate::storage::worker::jobs::loading::LoadJob;
use crate::storage::worker::jobs::renaming::RenameJob;

/// How far the notes are open.
#[derive(Debug)]
pub(super) enum Vault {
    /// The notes folder is tried to be opened then. In which form the notes are kept is known if it was looked, and the
    /// keys are not forgotten.
    Closed { next_try: Instant, access: Option<Access> },
    /// The notes are sealed, and nobody has opened them.
    Locked,
    /// They are open.
    Open(Box<OpenVault>),
}

/// Everything that is held of open notes.
#[derive(Debug)]
pub(super) struct OpenVault {
    pub(super) store: Store,
    pub(super) loading: Loading,
    pub(super) renaming: Option<RenameJob>,
    pub(super) access: Access,
}

/// How far the sessions are read.
#[derive(Debug)]
pub(super) enum Loading {
    /// Some are still to be read.
    Underway(LoadJob),
    /// All were read. What somebody else changed is looked for then.
    Done { next_rescan: Instant },
}

/// In which form the notes are kept, and what opens them.
#[derive(Debug)]
pub(super) enum Access {
    /// They are plain files.
    Plain,
    /// They are sealed, and the keys were opened.
    Unlocked(Box<OpenKeys>),
}

/// Keys that were opened, and what seals with them.
#[derive(Debug)]
pub(super) struct OpenKeys {
    /// The files as the notes are kept in them.
    pub(super) files: Files,
    /// The files of the keys as they were seen last.
    pub(super) seen: Option<Keys>,
    pub(super) keyring: Keyring,
    pub(super) converter: Converter,
    pub(super) saw_unconverted: Arc<AtomicBool>,
    pub(super) conversion: Option<ConversionJob>,
}

impl Vault {
    /// Nothing is known yet, or everything was forgotten. It is tried to be opened now.
    pub(super) fn unknown() -> Self {
        Self::Closed { next_try: Instant::now(), access: None }
    }

    /// Closes the folder; it is tried to be opened then. What opens the notes stays.
    pub(super) fn close(&mut self, next_try: Instant) {
        let access = match std::mem::replace(self, Self::unknown()) {
            Self::Closed { access, .. } => access,
            Self::Locked => None,
            Self::Open(open) => Some(open.access),
        };
        *self = Self::Closed { next_try, access };
    }

    /// The folder is open from now on, and nothing of it is to be read yet. Nothing is opened before it is known what opens
    /// the notes.
    pub(super) fn open(&mut self, store: Store, renaming: Option<RenameJob>) {
        *self = match std::mem::replace(self, Self::unknown()) {
            Self::Closed { access: Some(access), .. } => {
                let loading = Loading::Underway(LoadJob::new(Vec::new()));
                Self::Open(Box::new(OpenVault { store, loading, renaming, access }))
            }
            other => other,
        };
    }

    /// What opens the notes is another thing from now on.
    pub(super) fn set_access(&mut self, new: Access) {
        match self {
            Self::Closed { access, .. } => *access = Some(new),
            Self::Locked => *self = Self::Closed { next_try: Instant::now(), access: Some(new) },
            Self::Open(open) => open.access = new,
        }
    }

    /// In which form the notes are kept, if that is known.
    pub(super) fn access(&self) -> Option<&Access> {
        match self {
            Self::Closed { access, .. } => access.as_ref(),
            Self::Locked => None,
            Self::Open(open) => Some(&open.access),
        }
    }

    /// Whether the notes are plain files, as far as is known.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.access(), Some(Access::Plain))
    }

    /// The keys, if they were opened.
    pub(super) fn keys(&self) -> Option<&OpenKeys> {
        match self.access()? {
            Access::Plain => None,
            Access::Unlocked(keys) => Some(keys),
        }
    }

    /// The same, to be changed.
    pub(super) fn keys_mut(&mut self) -> Option<&mut OpenKeys> {
        let access = match self {
            Self::Closed { access, .. } => access.as_mut()?,
            Self::Locked => return None,
            Self::Open(open) => &mut open.access,
        };
        match access {
            Access::Plain => None,
            Access::Unlocked(keys) => Some(keys),
        }
    }

    /// What is held of the notes, if they are open.
    pub(super) fn opened(&mut self) -> Option<&mut OpenVault> {
        match self {
            Self::Open(open) => Some(open),
            Self::Closed { .. } | Self::Locked => None,
        }
    }

    /// The store, if the notes are open.
    pub(super) fn store(&self) -> Option<&Store> {
        match self {
            Self::Open(open) => Some(&open.store),
            Self::Closed { .. } | Self::Locked => None,
        }
    }

    /// Whether every session was read.
    pub(super) fn has_read(&self) -> bool {
        matches!(self, Self::Open(open) if open.has_read())
    }

    /// The renaming that is under way.
    pub(super) fn renaming(&self) -> Option<&RenameJob> {
        match self {
            Self::Open(open) => open.renaming.as_ref(),
            Self::Closed { .. } | Self::Locked => None,
        }
    }

    /// The change of all files that is under way.
    pub(super) fn conversion(&self) -> Option<&ConversionJob> {
        self.keys()?.conversion.as_ref()
    }

    /// Why what goes on in the notes does not.
    pub(super) fn errors(&self) -> impl Iterator<Item = &StorageError> {
        let renaming = self.renaming().and_then(RenameJob::error);
        renaming.into_iter().chain(self.conversion().and_then(ConversionJob::error))
    }

    /// When something of this is to be done next.
    pub(super) fn next_try(&self) -> Option<Instant> {
        let next_try = match self {
            Self::Closed { next_try, .. } => Some(*next_try),
            Self::Locked => None,
            Self::Open(open) => Some(open.loading.next_try()),
        };
        let renaming = self.renaming().map(RenameJob::next_try).filter(|_| self.has_read());
        let conversion = self.conversion().map(ConversionJob::next_try).filter(|_| self.has_read());
        [next_try, renaming, conversion].into_iter().flatten().min()
    }
}

impl OpenVault {
    /// Whether every session was read.
    pub(super) fn has_read(&self) -> bool {
        matches!(self.loading, Loading::Done { .. })
    }
}

impl Loading {
    fn next_try(&self) -> Instant {
        match self {
            Self::Underway(job) => job.next_try(),
            Self::Done { next_rescan } => *next_rescan,
        }
    }
}
