//! What is said of the notes as a whole.

pub use super::messages::folder::*;

use super::messages::folder as message;
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
    fn a_long_wait_is_said_in_numbers_that_can_be_read() {
        assert_eq!(reading(Progress { done: 3200, total: 1_010_000 }), "Reading 3,200 of 1,010,000 sessions…");
        assert_eq!(reading(Progress { done: 0, total: 999 }), "Reading 0 of 999 sessions…");
        assert_eq!([0, 1, 312].map(sessions), ["", "1 session on this computer", "312 sessions on this computer"]);
    }
}
