//! What a therapist waits for: that something is so, that it is saved, that the storage has something to say.

use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};

use super::Therapist;

/// After this long without the event that a test waits for, the test has failed.
const DEADLINE: Duration = Duration::from_mins(3);

impl Therapist {
    /// Looks until something is so.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) -> &mut Self {
        loop {
            self.looks();
            if self.woken.try_recv().is_ok() {
                // What came may have come in the last frame of these, and what it moves has its place in the next one.
                continue;
            }
            if is_so(self) {
                return self.looks();
            }
            let woken = self.woken.recv_timeout(DEADLINE);
            woken.unwrap_or_else(|_| panic!("waited in vain until {what}: {:?}", self.everything_heard()));
        }
    }

    /// Waits until the storage thread has something to say.
    pub(crate) fn is_woken(&self) {
        assert!(self.woken.recv_timeout(DEADLINE).is_ok(), "waited in vain for the storage thread");
    }

    /// Waits until the footer says that everything is saved.
    pub(crate) fn sees_it_saved(&mut self) -> &mut Self {
        // What was said aloud last is still there while the next words are on their way.
        self.until("it is saved", |therapist| {
            let mut labels = therapist.window().query_all_by_role(Role::Label);
            labels.any(|node| node.accesskit_node().value().is_some_and(|words| words.starts_with("Saved ")))
        })
    }
}
