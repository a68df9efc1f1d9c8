//! What is judged of a case: what the thread did, what is plain, what was touched outside.

use std::panic::{AssertUnwindSafe, catch_unwind};

use holdspace::domain::sealing::Sealing;
use holdspace::storage::check::{check, check_sealed};
use holdspace::storage::folders::Folders;

use super::Case;
use crate::support::adversary::attack::Act;
use crate::support::adversary::forged::FORGED_CODE;
use crate::support::adversary::owner::Seen;
use crate::verdict::{Fault, Verdict, plain_in};

impl Case<'_> {
    pub(super) fn judge_thread(&mut self, seen: &Seen) {
        if seen.has_stopped {
            self.faults.push(Fault::new(Verdict::Panicked, "the storage thread came to its end"));
        } else if seen.has_hung {
            self.faults.push(Fault::new(Verdict::Hung, "the storage thread does not answer"));
        }
        if seen.private && !self.may_show_private() {
            self.faults.push(Fault::new(Verdict::HandedOver, "a file outside is shown as a session"));
        }
    }

    /// A hard link is a file of the folder as much as of the other place.
    pub(super) fn may_show_private(&self) -> bool {
        self.attack.has(Act::HardLink)
    }

    /// Plain notes are whoever's who can write in them.
    pub(super) fn judge_commands(&mut self, seen: &Seen) {
        let is_renamed = seen.sessions.values().any(|session| session.client == FORGED_CODE);
        if is_renamed && seen.sealing == Some(Sealing::Sealed) && !self.attack.is_made_plain() {
            self.faults.push(Fault::new(Verdict::Commanded, "a client was renamed"));
        }
    }

    /// What is plain. While the notes are being sealed, or are made plain on purpose, words are.
    pub(super) fn judge_plain(&mut self, is_sealed: bool) {
        if is_sealed && !self.attack.is_made_plain() {
            let Folders { data, config, state, .. } = &self.folders;
            let is_exempt = |hash: u64| self.peer.done.planted.contains(&hash);
            self.faults.extend(plain_in(&[data, config, state], is_exempt));
        }
    }

    pub(super) fn judge_outside(&mut self) {
        let difference = self.outside.difference().filter(|_| !self.attack.puts_another_folder_there());
        self.faults.extend(difference.map(|words| Fault::new(Verdict::Outside, words)));
    }

    /// The look at every file comes to its end, whatever it finds.
    pub(super) fn judge_check(&mut self) {
        let look = || (check(&self.folders).is_ok(), check_sealed(&self.folders, &self.passphrase).is_ok());
        if catch_unwind(AssertUnwindSafe(look)).is_err() {
            self.faults.push(Fault::new(Verdict::Panicked, "check panicked"));
        }
    }
}
