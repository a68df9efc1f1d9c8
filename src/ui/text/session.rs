//! What is said below the notes and at closing, by the kind of a line and what became of it.

pub use super::messages::session::*;

use super::messages::session as message;
use crate::domain::prompts::guideline::CarryKind;
use crate::domain::session::OutcomeKind;

/// What is below the notes of a line that is kept for next time, with the keys for another kind and to unmark it.
pub(crate) fn hint_kept(kind: &CarryKind, kind_key: &str, key: &str) -> String {
    match kind {
        CarryKind::Thread => message::hint_thread(key, kind_key),
        CarryKind::SelfCare => message::hint_self_care(key, kind_key),
        CarryKind::Support => message::hint_support(key, kind_key),
        CarryKind::Goal => message::hint_goal(key, kind_key),
        CarryKind::Other(other) => message::hint_other(key, other.label(), kind_key),
    }
}

/// The same once it was said what became of the line.
pub(crate) fn hint_ended(kind: &CarryKind, ended: &OutcomeKind, key: &str) -> String {
    match (ended, kind) {
        (OutcomeKind::KeptOpen, _) => message::hint_was_kept_open(key),
        (OutcomeKind::Resolved, CarryKind::Goal) => message::hint_was_reached(key),
        (OutcomeKind::Resolved, _) => message::hint_was_resolved(key),
        (OutcomeKind::LetGo, _) => message::hint_was_let_go(key),
        (OutcomeKind::Other(other), _) => message::hint_was_other(key, other.label()),
    }
}

/// How the kind of a line is named to the client.
pub(crate) fn client_kind(kind: &CarryKind) -> &str {
    match kind {
        CarryKind::SelfCare => message::client_self_care(),
        CarryKind::Support => message::client_support(),
        CarryKind::Goal => message::client_goal(),
        CarryKind::Thread => message::client_thread(),
        CarryKind::Other(other) => other.label(),
    }
}
