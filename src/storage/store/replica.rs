//! Who saves: a random name for this opening of the app, and a number that only rises.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::session::Session;

/// The name under which this opening of the app counts its saves. Clones count together.
#[derive(Debug, Clone)]
pub struct Replica {
    name: Arc<str>,
    saves: Arc<AtomicU64>,
}

impl Default for Replica {
    /// A writer with a fresh name.
    fn default() -> Self {
        Self { name: uuid::Uuid::now_v7().simple().to_string().into(), saves: Arc::default() }
    }
}

impl Replica {
    /// Marks a version as one that came after everything that it was marked with before. An attempt
    /// that fails counts too: no two versions are ever marked alike.
    pub(crate) fn mark(&self, session: &mut Session) {
        let number = self.saves.fetch_add(1, Ordering::Relaxed) + 1;
        session.version_vector.increment(&self.name, number);
    }
}
