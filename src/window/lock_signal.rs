//! How the system's lock and sleep reach the app: a flag that it looks at, and a wait until it has locked.
//!
//! Must not know what is locked, or who tells of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest that sleep is held up for the app to lock. Linux itself waits for five seconds.
const MAX_HOLD: Duration = Duration::from_secs(4);

/// How often it is seen whether the app has locked, while sleep is held up.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Asks the app to lock.
#[derive(Clone)]
pub struct LockSignal {
    /// Set to ask; the app takes it back once it has locked, or where it has nothing to lock.
    asked: Arc<AtomicBool>,
    /// Wakes the app.
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Waits until what the app asked for as it locked is done.
    flush: Arc<dyn Fn() + Send + Sync>,
}

impl LockSignal {
    /// Asks through a flag, wakes whoever looks at it, and waits for what then goes to the disk.
    pub fn new(
        asked: Arc<AtomicBool>,
        wake: impl Fn() + Send + Sync + 'static,
        flush: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { asked, wake: Arc::new(wake), flush: Arc::new(flush) }
    }

    pub(super) fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
        (self.wake)();
    }

    /// Waits until the app has locked, though not for long: a computer that is being closed has to sleep.
    pub(super) fn wait(&self) {
        let begun = Instant::now();
        while self.asked.load(Ordering::Relaxed) && begun.elapsed() < MAX_HOLD {
            sleep(POLL_INTERVAL);
        }
        (self.flush)();
    }
}
