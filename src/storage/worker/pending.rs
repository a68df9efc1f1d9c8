//! What waits to be written: the newest snapshot of each part, and when it is due.
//!
//! Must not know how it is written, nor what time it is.

use std::time::{Duration, Instant};

use crate::domain::id::SessionId;
use crate::domain::prompts::prompt_sets::PromptSets;
use crate::domain::session::Session;
use crate::domain::settings::Settings;
use crate::storage::error::StorageError;
use crate::storage::vault::attempts::FIRST_WAIT;
use crate::storage::vault::seal::WORK_FACTOR;

/// How long snapshots wait.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// A snapshot is written once no newer one has come for this long,
    pub debounce: Duration,
    /// or once the first change that is not written is this old. What was seen for five seconds is on the disk: writing
    /// takes its part of them.
    pub max_delay: Duration,
    /// What failed is tried again after this long.
    pub retry_delay: Duration,
    /// Interval between rescans for what somebody else changed.
    pub rescan_interval: Duration,
    /// Progress of reading is reported once it takes this long.
    pub progress: Duration,
    /// After wrong words nothing is tried for this long, and twice as long each time.
    pub unlock_delay: Duration,
    /// How much work a passphrase costs, as a power of two.
    pub work: u8,
}

impl Default for Timing {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        let progress = Duration::from_millis(500);
        let (debounce, max_delay, retry_delay, rescan_interval) = (seconds(1), seconds(4), seconds(2), seconds(2));
        Self {
            debounce,
            max_delay,
            retry_delay,
            rescan_interval,
            progress,
            unlock_delay: FIRST_WAIT,
            work: WORK_FACTOR,
        }
    }
}

/// A part as it was when it was sent.
#[derive(Debug)]
pub(super) enum Snapshot {
    Session {
        session: Box<Session>,
        /// The sequence number of the last [`RemoteChange`](crate::domain::session::merge::RemoteChange) that went into
        /// it.
        merged_up_to: u64,
    },
    PromptSets(Box<PromptSets>),
    Settings(Box<Settings>),
}

impl Snapshot {
    fn into_session(self) -> Option<Session> {
        match self {
            Self::Session { session, .. } => Some(*session),
            _ => None,
        }
    }

    /// Whether both are snapshots of one part.
    fn is_of_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Session { session: one, .. }, Self::Session { session: other, .. }) => one.id == other.id,
            (Self::PromptSets(_), Self::PromptSets(_)) | (Self::Settings(_), Self::Settings(_)) => true,
            _ => false,
        }
    }
}

/// A snapshot that is not written yet.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) snapshot: Snapshot,
    pub(super) revision: u64,
    first: Instant,
    last: Instant,
    failed: Option<(Instant, StorageError)>,
}

impl Waiting {
    fn due(&self, timing: &Timing) -> Instant {
        match &self.failed {
            Some((failed, _)) => *failed + timing.retry_delay,
            None => (self.last + timing.debounce).min(self.first + timing.max_delay),
        }
    }
}

/// The newest snapshot of each part that is not written.
#[derive(Debug, Default)]
pub(super) struct Pending {
    waiting: Vec<Waiting>,
}

impl Pending {
    /// Adds a snapshot in place of an older one of the same part.
    pub(super) fn put(&mut self, snapshot: Snapshot, revision: u64, now: Instant) {
        match self.waiting.iter_mut().find(|waiting| waiting.snapshot.is_of_same(&snapshot)) {
            Some(older) => {
                older.snapshot = snapshot;
                older.revision = revision;
                older.last = now;
            }
            None => self.waiting.push(Waiting { snapshot, revision, first: now, last: now, failed: None }),
        }
    }

    /// Puts back what could not be written, and why.
    pub(super) fn put_back(&mut self, waiting: Waiting, error: StorageError, now: Instant) {
        self.waiting.push(Waiting { failed: Some((now, error)), ..waiting });
    }

    /// When the next one is due.
    pub(super) fn due(&self, timing: &Timing) -> Option<Instant> {
        self.waiting.iter().map(|waiting| waiting.due(timing)).min()
    }

    /// Takes out what is due now.
    pub(super) fn take_due(&mut self, timing: &Timing, now: Instant) -> Vec<Waiting> {
        self.waiting.extract_if(.., |waiting| waiting.due(timing) <= now).collect()
    }

    /// Takes out everything.
    pub(super) fn take_all(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.waiting)
    }

    /// Why parts could not be written.
    pub(super) fn errors(&self) -> impl Iterator<Item = &StorageError> {
        self.waiting.iter().filter_map(|waiting| waiting.failed.as_ref().map(|(_, error)| error))
    }

    /// Whether a snapshot of a session waits.
    pub(super) fn has_session(&self, id: &SessionId) -> bool {
        self.waiting
            .iter()
            .any(|waiting| matches!(&waiting.snapshot, Snapshot::Session { session, .. } if session.id == *id))
    }

    /// The sessions that wait.
    pub(super) fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.waiting.iter().filter_map(|waiting| match &waiting.snapshot {
            Snapshot::Session { session, .. } => Some(&**session),
            _ => None,
        })
    }

    /// Takes out the sessions that wait.
    pub(super) fn take_sessions(&mut self) -> Vec<Session> {
        let is_session = |waiting: &mut Waiting| matches!(waiting.snapshot, Snapshot::Session { .. });
        let taken = self.waiting.extract_if(.., is_session).map(|waiting| waiting.snapshot);
        taken.filter_map(Snapshot::into_session).collect()
    }

    /// Whether any words wait; settings are not words.
    pub(super) fn has_words(&self) -> bool {
        self.waiting.iter().any(|waiting| !matches!(waiting.snapshot, Snapshot::Settings(_)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::storage::error::Problem;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn settings() -> Snapshot {
        Snapshot::Settings(Box::default())
    }

    #[test]
    fn a_pause_of_a_second_makes_it_due() {
        let (timing, start, mut pending) = (Timing::default(), Instant::now(), Pending::default());
        pending.put(settings(), 1, start);
        pending.put(settings(), 2, start + seconds(1) / 2);
        assert_eq!(pending.due(&timing), Some(start + seconds(3) / 2));
        assert!(pending.take_due(&timing, start + seconds(1)).is_empty());
        let due = pending.take_due(&timing, start + seconds(2));
        assert_eq!(due.iter().map(|waiting| waiting.revision).collect::<Vec<_>>(), [2]);
        assert_eq!(pending.due(&timing), None);
    }

    #[test]
    fn typing_without_a_pause_is_written_after_four_seconds() {
        let (timing, start, mut pending) = (Timing::default(), Instant::now(), Pending::default());
        for tenth in 0..100 {
            pending.put(settings(), u64::from(tenth), start + seconds(1) * tenth / 10);
        }
        assert_eq!(pending.due(&timing), Some(start + seconds(4)));
    }

    #[test]
    fn what_failed_is_tried_again_after_two_seconds_whatever_is_typed() {
        let (timing, start, mut pending) = (Timing::default(), Instant::now(), Pending::default());
        pending.put(settings(), 1, start);
        let failed = pending.take_all().remove(0);
        let error = StorageError::new(Problem::DiskFull, Path::new("a"));
        pending.put_back(failed, error.clone(), start);
        pending.put(settings(), 2, start + seconds(1));
        assert_eq!(pending.due(&timing), Some(start + seconds(2)));
        assert_eq!(pending.errors().collect::<Vec<_>>(), [&error]);
        assert!(!pending.has_words());
    }
}
