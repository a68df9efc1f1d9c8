//! A session that is being written: which versions of it the screen has, so that what somebody else
//! writes is compared with the right one.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{ExternalChange, Store};
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::session::merge::{RemoteChange, merge};
use crate::domain::session::version_vector::VersionVector;

/// How many versions are remembered.
const MAX_VERSIONS: usize = 50;

/// By how many ways versions come together, and how often ways part again before them, is looked at.
const MAX_PATHS: usize = 4;
const MAX_DEPTH: usize = 3;

/// What the screen has of a session, and what it was told that others wrote.
#[derive(Debug, Default)]
pub(super) struct MergeBase {
    /// Versions that went into what is on the screen, the newest last.
    had: VecDeque<Had>,
    /// What the screen was told of and has not taken in yet, and the versions that went into that, the
    /// newest last.
    sent: Vec<(u64, Vec<Session>)>,
    /// How often somebody else had written the file.
    others: u64,
    /// How many of these the screen has taken in.
    merged_up_to: u64,
}

/// A version that went into what is on the screen.
#[derive(Debug)]
struct Had {
    session: Session,
    /// The saves of the file that it went into. A version with these came after it.
    version_vector: VersionVector,
}

impl MergeBase {
    /// Whether nothing is known of the screen yet.
    pub(super) fn is_new(&self) -> bool {
        self.had.is_empty()
    }

    /// The screen has this version and nothing else.
    pub(super) fn begin(&mut self, session: &Session) {
        self.had.clear();
        self.forget_others();
        self.has(session.clone(), session.version_vector.clone());
    }

    /// The screen has this version, which went into a file with these saves.
    pub(super) fn has(&mut self, session: Session, version_vector: VersionVector) {
        self.had.push_back(Had { session, version_vector });
        if self.had.len() > MAX_VERSIONS {
            self.had.pop_front();
        }
    }

    /// The newest version that was in the file and went into what is on the screen.
    pub(super) fn newest(&self) -> Option<Session> {
        self.had.back().map(|had| Session { version_vector: had.version_vector.clone(), ..had.session.clone() })
    }

    /// The screen has taken in what it was told up to a number.
    pub(super) fn take_in(&mut self, number: u64) {
        self.merged_up_to = self.merged_up_to.max(number);
        let merged_up_to: Vec<_> = self.sent.extract_if(.., |(sent, _)| *sent <= number).collect();
        for session in merged_up_to.into_iter().flat_map(|(_, sessions)| sessions) {
            let version_vector = session.version_vector.clone();
            self.has(session, version_vector);
        }
    }

    /// Whether the screen has all that somebody else wrote.
    pub(super) fn is_up_to_date(&self) -> bool {
        self.merged_up_to >= self.others
    }

    /// Somebody else wrote the file.
    pub(super) fn count_others(&mut self) {
        self.others += 1;
    }

    /// What the screen is to be told, now that the file holds this. `merged` are the versions that went
    /// into it and not into what is on the screen: somebody may go on from each of them yet.
    pub(super) fn tell(&mut self, base: Option<Session>, file: &Session, mut merged: Vec<Session>) -> RemoteChange {
        merged.push(file.clone());
        self.sent.push((self.others, merged));
        RemoteChange { base, file: file.clone(), sequence: self.others }
    }

    /// What the screen and a version of somebody else will have come from by the time that it is told of that version:
    /// it has taken in by then whatever it was told before.
    pub(super) fn base_to_tell(&self, theirs: &Session) -> Option<Session> {
        let told: Vec<Session> = self.sent.iter().flat_map(|(_, sessions)| sessions).cloned().collect();
        self.base_for(theirs, &told)
    }

    /// Everything that others wrote is as good as taken in: the screen shows something else.
    pub(super) fn forget_others(&mut self) -> u64 {
        self.sent.clear();
        self.merged_up_to = self.others;
        self.others
    }

    /// What both the screen and a version of somebody else came from, as far as that is known. `merged` are
    /// versions that went into ours and not yet into what is on the screen.
    pub(super) fn base_for(&self, theirs: &Session, merged: &[Session]) -> Option<Session> {
        let merged = merged.iter().map(|session| (session, &session.version_vector));
        let had: Vec<_> = self.had.iter().map(|had| (&had.session, &had.version_vector)).chain(merged).collect();
        if theirs.version_vector.is_empty() {
            // Nothing is known of what another program wrote: it is taken to come after the newest.
            return had.last().map(|(session, _)| (*session).clone());
        }
        common(&had, &[&theirs.version_vector], MAX_DEPTH).map(|(session, _)| session)
    }
}

/// What the screen has of each session, as one store hands it over to the next.
#[derive(Debug, Default)]
pub struct MergeBases(HashMap<SessionId, MergeBase>);

impl MergeBases {
    /// The sessions.
    pub fn ids(&self) -> HashSet<SessionId> {
        self.0.keys().cloned().collect()
    }

    /// The newest version of a session that was in its file and went into what is on the screen.
    pub fn newest(&self, id: &SessionId) -> Option<Session> {
        self.0.get(id).and_then(MergeBase::newest)
    }
}

impl Store {
    /// The newest version of a session that was in its file and went into what is on the screen.
    pub fn merge_base(&self, id: &SessionId) -> Option<Session> {
        self.sessions.merge_base(id).and_then(MergeBase::newest)
    }

    /// Hands over what the screen has of each session: the folder is closed.
    pub(crate) fn hand_over(&mut self) -> MergeBases {
        let taken = self.sessions.all_mut().filter_map(|(id, session)| Some((id.clone(), *session.merge_base.take()?)));
        MergeBases(taken.collect())
    }

    /// Goes on where another store of this folder ended; returns what somebody else has written since, or may have.
    pub(crate) fn take_over(&mut self, merge_bases: MergeBases) -> Vec<ExternalChange> {
        let ids = merge_bases.ids();
        for (id, merge_base) in merge_bases.0 {
            self.sessions.track(&id).merge_base = Some(Box::new(merge_base));
        }
        let mut noticed = Vec::new();
        for id in ids {
            self.sessions.track(&id).known = None;
            self.look_at(&id, &mut noticed);
        }
        noticed
    }
}

/// What versions have in common: the newest one that went into all of them, put together with those
/// that went into all of them by another way.
fn common(
    had: &[(&Session, &VersionVector)],
    all: &[&VersionVector],
    depth: usize,
) -> Option<(Session, VersionVector)> {
    let went_in = |version_vector: &VersionVector| {
        version_vector.is_empty() || all.iter().all(|all| all.includes(version_vector))
    };
    let mut found: Option<(Session, VersionVector)> = None;
    let mut ways = 0;
    for (index, (session, version_vector)) in had.iter().enumerate().rev() {
        let is_in_found =
            found.as_ref().is_some_and(|(_, found)| version_vector.is_empty() || found.includes(version_vector));
        if is_in_found || !went_in(version_vector) {
            continue;
        }
        let Some((base, known)) = found.take() else {
            found = Some(((*session).clone(), (*version_vector).clone()));
            continue;
        };
        ways += 1;
        if ways > MAX_PATHS || depth == 0 {
            return Some((base, known));
        }
        let before = common(&had[..index], &[&known, version_vector], depth - 1).map(|(session, _)| session);
        found = Some((merge(before.as_ref(), &base, session), known.merge(version_vector)));
    }
    found
}
