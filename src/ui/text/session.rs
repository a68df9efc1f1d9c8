//! What is said below the notes and at closing, by the kind of a line and what became of it.

pub use super::messages::session::*;

use super::messages::session as message;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::OutcomeKind;

/// What is below the notes of a line that is kept for next time, with the keys for another kind and to unmark it.
pub(crate) fn hint_kept(kind: &KeptAs, kind_key: &str, key: &str) -> String {
    match kind {
        KeptAs::Thread => message::hint_thread(key, kind_key),
        KeptAs::SelfCare => message::hint_self_care(key, kind_key),
        KeptAs::Support => message::hint_support(key, kind_key),
        KeptAs::Goal => message::hint_goal(key, kind_key),
        KeptAs::Other(other) => message::hint_other(key, other.label(), kind_key),
    }
}

/// The same once it was said what became of the line.
pub(crate) fn hint_ended(kind: &KeptAs, ended: &OutcomeKind, key: &str) -> String {
    match (ended, kind) {
        (OutcomeKind::KeptOpen, _) => message::hint_was_kept_open(key),
        (OutcomeKind::Resolved, KeptAs::Goal) => message::hint_was_reached(key),
        (OutcomeKind::Resolved, _) => message::hint_was_resolved(key),
        (OutcomeKind::LetGo, _) => message::hint_was_let_go(key),
        (OutcomeKind::Other(other), _) => message::hint_was_other(key, other.label()),
    }
}

/// How the kind of a line is named to the client.
pub(crate) fn client_kind(kind: &KeptAs) -> &str {
    match kind {
        KeptAs::SelfCare => message::client_self_care(),
        KeptAs::Support => message::client_support(),
        KeptAs::Goal => message::client_goal(),
        KeptAs::Thread => message::client_thread(),
        KeptAs::Other(other) => other.label(),
    }
}
