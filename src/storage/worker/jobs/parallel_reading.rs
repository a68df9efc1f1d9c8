//! Reading many sessions at once, on every core: parsing takes longer than the disk.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder, ScopedJoinHandle};
use std::time::Instant;

use crate::domain::id::SessionId;
use crate::storage::store::{ReadSession, Reader};

/// If fewer sessions are to be read, one thread is as quick.
const WORTH_A_THREAD: usize = 64;

/// More threads than these find no more work than the disk gives them.
const MAX_THREADS: usize = 4;

/// Reads the last of the unread sessions, the last one first, until a time; takes those out.
pub(super) fn read_many(reader: &Reader, unread: &mut Vec<SessionId>, until: Instant) -> Vec<ReadSession> {
    let helpers = if unread.len() < WORTH_A_THREAD { 0 } else { threads() - 1 };
    let (next, left) = (AtomicUsize::new(0), unread.as_slice());
    let work = || {
        let mut read = Vec::new();
        while Instant::now() < until {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(id) = left.len().checked_sub(place + 1).map(|index| &left[index]) else { break };
            read.push((place, reader.read(id)));
        }
        read
    };
    let mut read = thread::scope(|scope| {
        let start = |_| Builder::new().name("holdspace-reading".to_owned()).spawn_scoped(scope, work).ok();
        // What no helper can be started for is read here.
        let helping: Vec<ScopedJoinHandle<'_, _>> = (0..helpers).filter_map(start).collect();
        let mut read = work();
        for helper in helping {
            read.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        read
    });
    // Each place that was taken was read: what is left is all before them.
    read.sort_unstable_by_key(|(place, _)| *place);
    unread.truncate(unread.len() - read.len());
    read.into_iter().map(|(_, read)| read).collect()
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS)
}
