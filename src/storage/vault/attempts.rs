//! How long to wait after wrong words, on this computer, also after a restart.
//!
//! A file in the state folder says how many tries failed in a row and when the next one may be made, by the
//! clock on the wall. It belongs to the computer and not to a notes folder, which could be reached by another
//! path. It slows down somebody at the keyboard; whoever can read the disk tries elsewhere, and there the
//! work that each passphrase costs has to do. Must not know what is tried.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::format;
use crate::storage::format::{AttemptsFile, MAX_BYTES};

/// The wait after wrong words that were tried for the first time.
pub(crate) const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait.
pub(crate) const MAX_WAIT: Duration = Duration::from_mins(1);

/// The wait doubles this often at most; it has reached [`MAX_WAIT`] long before.
const MAX_DOUBLINGS: u32 = 10;

/// The failed tries in a row. If their file cannot be read or written they are remembered until the
/// program ends.
#[derive(Debug)]
pub struct Attempts {
    files: Files,
    folders: Folders,
    last: AttemptsFile,
}

impl Attempts {
    /// What this computer remembers; it is read when it is asked for. A file that cannot be read is as good as
    /// none.
    pub fn of(files: &Files, folders: &Folders) -> Self {
        Self { files: files.clone(), folders: folders.clone(), last: AttemptsFile::default() }
    }

    /// How long nothing is to be tried yet; zero if it may be tried now. A clock that was set back makes
    /// nobody wait for longer than [`MAX_WAIT`] from now on.
    pub(crate) fn time_left(&mut self, now: DateTime<Utc>) -> Duration {
        self.refresh();
        let Some(next) = self.last.next_attempt else { return Duration::ZERO };
        let left = next.signed_duration_since(now).to_std().unwrap_or_default();
        if left <= MAX_WAIT {
            return left;
        }
        self.last.next_attempt = now.checked_add_signed(chrono::TimeDelta::from_std(MAX_WAIT).unwrap_or_default());
        self.write();
        MAX_WAIT
    }

    /// Counts wrong words, and returns how long to wait: `first_wait` after the first ones, and twice as long
    /// each time.
    pub(crate) fn record_failure(&mut self, first_wait: Duration, now: DateTime<Utc>) -> Duration {
        self.refresh();
        let wait = (first_wait * 2_u32.pow(self.last.failures.min(MAX_DOUBLINGS))).min(MAX_WAIT);
        self.last.failures = self.last.failures.saturating_add(1);
        self.last.next_attempt = now.checked_add_signed(chrono::TimeDelta::from_std(wait).unwrap_or_default());
        self.write();
        wait
    }

    /// Forgets the failed tries: the right words were given.
    pub fn reset(&mut self) {
        self.last = AttemptsFile::default();
        let path = self.path();
        if self.files.exists(&path) && self.files.remove(&path).is_err() {
            self.write();
        }
    }

    /// Takes over what another process has counted.
    fn refresh(&mut self) {
        let read = self.files.read_if_there(&self.path(), MAX_BYTES).ok().flatten();
        let read = read.and_then(|bytes| format::read_attempts(&bytes).ok());
        if let Some(read) = read.filter(|read| read.failures >= self.last.failures) {
            self.last = read;
        }
    }

    fn write(&self) {
        if self.files.create_folder(&self.folders.state).is_ok() {
            let _ = self.files.put(&self.path(), &format::write_attempts(&self.last));
        }
    }

    fn path(&self) -> PathBuf {
        self.folders.state.join("attempts.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn noon() -> DateTime<Utc> {
        "2026-11-25T12:00:00Z".parse().unwrap()
    }

    fn after(seconds: i64) -> DateTime<Utc> {
        noon() + chrono::TimeDelta::seconds(seconds)
    }

    fn scene() -> (tempfile::TempDir, Files, Folders) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::within(folder.path());
        (folder, Files::default(), folders)
    }

    #[test]
    fn the_wait_doubles_to_a_minute_and_outlives_a_restart() {
        let (_folder, files, folders) = scene();
        let waits = [1, 2, 4, 8, 16, 32, 60, 60];
        for (minutes, seconds) in (0..).step_by(2).zip(waits) {
            let mut attempts = Attempts::of(&files, &folders);
            let now = after(60 * minutes);
            assert_eq!(attempts.time_left(now), Duration::ZERO);
            assert_eq!(attempts.record_failure(SECOND, now), SECOND * seconds);
            let mut again = Attempts::of(&files, &folders);
            let quarter = chrono::TimeDelta::milliseconds(250);
            assert_eq!(again.time_left(now + quarter) + SECOND / 4, SECOND * seconds);
        }
        Attempts::of(&files, &folders).reset();
        let mut again = Attempts::of(&files, &folders);
        assert_eq!(again.time_left(after(841)), Duration::ZERO);
        assert_eq!(again.record_failure(SECOND, after(841)), SECOND);
    }

    #[test]
    fn a_clock_that_is_wrong_by_years_locks_nobody_out_and_forgets_no_failures() {
        const YEARS: i64 = 20 * 365 * 24 * 60 * 60;
        let (_folder, files, folders) = scene();
        let mut attempts = Attempts::of(&files, &folders);
        for _ in 0..8 {
            attempts.record_failure(SECOND, noon());
        }
        // Set back: a minute, and then it may be tried, also by a program that was started meanwhile.
        assert_eq!(Attempts::of(&files, &folders).time_left(after(-YEARS)), MAX_WAIT);
        assert_eq!(Attempts::of(&files, &folders).time_left(after(60 - YEARS)), Duration::ZERO);
        // Set forward: this once it may be tried at once, and the next wait is as long as ever.
        let mut forward = Attempts::of(&files, &folders);
        assert_eq!(forward.time_left(after(YEARS)), Duration::ZERO);
        assert_eq!(forward.record_failure(SECOND, after(YEARS)), MAX_WAIT);
        assert_eq!(forward.time_left(after(YEARS)), MAX_WAIT);
        // At the end of all time nothing falls.
        forward.record_failure(SECOND, DateTime::<Utc>::MAX_UTC);
        assert_eq!(forward.time_left(DateTime::<Utc>::MIN_UTC), Duration::ZERO);
    }

    #[test]
    fn a_file_that_nobody_can_read_counts_as_none() {
        let (_folder, files, folders) = scene();
        files.create_folder(&folders.state).unwrap();
        for bytes in [&b"{"[..], b"", b"{\"format\":\"holdspace-attempts\",\"version\":9}", b"[1,2]"] {
            files.put(&folders.state.join("attempts.json"), bytes).unwrap();
            let mut attempts = Attempts::of(&files, &folders);
            assert_eq!(attempts.time_left(noon()), Duration::ZERO);
            assert_eq!(attempts.record_failure(SECOND, noon()), SECOND);
            assert_eq!(Attempts::of(&files, &folders).time_left(noon()), SECOND, "it is written over");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_waited_in_until_the_program_ends() {
        let (folder, files, mut folders) = scene();
        files.put(&folder.path().join("file"), b"in the way").unwrap();
        folders.state = folder.path().join("file").join("state");
        let mut attempts = Attempts::of(&files, &folders);
        assert_eq!(attempts.record_failure(SECOND, noon()), SECOND);
        assert_eq!(attempts.record_failure(SECOND, noon()), SECOND * 2);
        assert_eq!(attempts.time_left(noon()), SECOND * 2);
        attempts.reset();
        assert_eq!(attempts.time_left(noon()), Duration::ZERO);
    }

    #[test]
    fn two_processes_count_together() {
        let (_folder, files, folders) = scene();
        let (mut one, mut other) = (Attempts::of(&files, &folders), Attempts::of(&files, &folders));
        assert_eq!(one.record_failure(SECOND, noon()), SECOND);
        assert_eq!(other.time_left(noon()), SECOND);
        assert_eq!(other.record_failure(SECOND, after(1)), SECOND * 2);
        assert_eq!(one.time_left(after(1)), SECOND * 2);
    }
}
