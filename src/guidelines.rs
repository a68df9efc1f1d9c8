//! The guideline that the app carries, embedded as data.

use crate::domain::prompts::guideline::Guideline;
use crate::storage::format;

/// The guideline for integration sessions, as it is in `guidelines/integration-session.json`.
///
/// # Panics
/// Never in a build that passed its tests: one of them reads every file of `guidelines/`.
pub fn integration_session() -> Guideline {
    let embedded = include_bytes!("../guidelines/integration-session.json");
    format::read_guideline(embedded).expect("a test reads every guideline that is embedded")
}
