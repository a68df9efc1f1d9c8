//! What is said of the notes as a whole.

pub use super::messages::folder::*;

use super::messages::folder as message;
use super::messages::spoken;
use crate::domain::progress::Progress;
use crate::domain::sealing::{Devices, Sealing, SealingChange, SealingStatus};

/// How many sessions there are, such as `312 sessions on this computer`; nothing if there is none.
pub fn sessions(count: usize) -> String {
    if count == 0 { String::new() } else { message::sessions_on_this_computer(count) }
}

/// How far the reading of the sessions is: `Reading 3,200 of 10,000 sessions…`.
pub fn reading(progress: Progress) -> String {
    message::reading(progress.done, progress.total)
}

/// How far the notes are sealed: `Sealed`, or `Sealing 120 of 3,000…`.
pub fn sealing(status: SealingStatus) -> String {
    let said = match status.sealing {
        Sealing::NotSealed if status.has_other_keys => message::not_sealed_but_some(),
        Sealing::Sealed if status.has_other_keys => message::sealed_and_another_key(),
        Sealing::NotSealed => message::not_sealed(),
        Sealing::Sealed => message::sealed(),
        Sealing::Underway { change, progress: Progress { done, total }, .. } => {
            return match change {
                SealingChange::Seal => message::being_sealed(done, total),
                SealingChange::Unseal => message::being_unsealed(done, total),
                SealingChange::Rotate => message::being_encrypted_again(done, total),
            };
        }
    };
    said.to_owned()
}

/// What is said aloud of the sealing: while it is under way at each quarter, and that it is done.
pub fn sealing_said_aloud(now: Sealing, done: Option<SealingChange>) -> Option<String> {
    match (now, done) {
        (Sealing::Underway { change, progress: Progress { done, total }, left }, _) => {
            let quarter = done * 4 / total.max(1);
            let progress = Progress { done: quarter * total / 4, total };
            Some(sealing(SealingStatus::new(Sealing::Underway { change, progress, left })))
        }
        (_, Some(change)) => Some(sealing_done(change).to_owned()),
        (_, None) => None,
    }
}

/// That a change of all files is done.
pub fn sealing_done(change: SealingChange) -> &'static str {
    match change {
        SealingChange::Seal => spoken::all_sealed(),
        SealingChange::Unseal => spoken::all_plain(),
        SealingChange::Rotate => spoken::all_encrypted_again(),
    }
}

/// Which devices opened the notes.
pub fn devices(devices: Devices) -> String {
    match (devices.known, devices.with_this_key) {
        (0 | 1, _) => message::one_device().to_owned(),
        (known, current) if known == current => message::devices_with_current_key(known),
        (known, current) => message::devices_some_with_current_key(current, known),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_sealing_each_quarter_is_said_aloud_and_the_end() {
        let underway = |done| {
            let progress = Progress { done, total: 40 };
            sealing_said_aloud(Sealing::Underway { change: SealingChange::Seal, progress, left: 0 }, None)
        };
        assert_eq!(underway(11), underway(19));
        assert_ne!(underway(19), underway(20));
        assert_eq!(sealing_said_aloud(Sealing::Sealed, None), None, "nothing became of it in this run");
        let said = sealing_said_aloud(Sealing::NotSealed, Some(SealingChange::Unseal));
        assert_eq!(said.as_deref(), Some(spoken::all_plain()));
    }

    #[test]
    fn a_long_wait_is_said_in_numbers_that_can_be_read() {
        assert_eq!(reading(Progress { done: 3200, total: 1_010_000 }), "Reading 3,200 of 1,010,000 sessions…");
        assert_eq!(reading(Progress { done: 0, total: 999 }), "Reading 0 of 999 sessions…");
        assert_eq!([0, 1, 312].map(sessions), ["", "1 session on this computer", "312 sessions on this computer"]);
    }
}
