//! What was sent to be saved, and whether it is on the disk yet.
//!
//! Owns the worker. Must not know what is drawn.

use std::collections::{HashMap, HashSet};

use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::prompts::prompt_sets::PromptSets;
use crate::domain::session::Session;
use crate::domain::session::open_session::OpenSession;
use crate::domain::settings::Settings;
use crate::storage::error::{Problem, StorageError};
use crate::storage::worker::{Report, Request, SavingReport, SavingRequest, Undo, Worker};
use crate::ui::shell::notice::SaveState;

/// What can be waiting for the disk.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum PendingPart {
    Session(SessionId),
    PromptSets,
}

/// What became of the words that were on their way to the disk as the notes were locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LockedWords {
    /// Each is on the disk, in its place or as a recovery copy.
    OnDisk,
    /// The worker has not said.
    Unknown,
    /// Some wait in memory, sealed.
    Waiting,
}

/// The worker, and what it has not reported as saved.
#[derive(Debug)]
pub(super) struct Saving {
    worker: Worker,
    /// The number of the last snapshot that was sent. It is raised for every one, so that no report
    /// is ever taken for another's.
    sent: u64,
    /// The last snapshot of each part that is not on the disk yet.
    pending: HashMap<PendingPart, u64>,
    /// The last snapshot of each session that a recovery copy has.
    copied: HashMap<SessionId, u64>,
    /// What was on its way to the disk as the notes were locked.
    locked_words: LockedWords,
    /// Whether the notes are not locked.
    is_open: bool,
    /// The open session and its revision, as sent last.
    open: Option<(SessionId, u64)>,
    /// The sessions that were changed without being opened, in this run.
    unopened: HashSet<SessionId>,
    /// How many of the others' versions went into each session that is, or was, open.
    merged_up_to: HashMap<SessionId, u64>,
    saved_at: Option<Moment>,
    /// What was asked for and not done.
    refused: Option<StorageError>,
    problem: Option<StorageError>,
}

impl Saving {
    pub(super) fn new(worker: Worker) -> Self {
        Self {
            worker,
            sent: 0,
            pending: HashMap::new(),
            copied: HashMap::new(),
            locked_words: LockedWords::OnDisk,
            is_open: true,
            open: None,
            unopened: HashSet::new(),
            merged_up_to: HashMap::new(),
            saved_at: None,
            refused: None,
            problem: None,
        }
    }

    /// Sends the open session, if it has changed since it was sent last; says whether it has.
    pub(super) fn send_session(&mut self, open: &OpenSession) -> bool {
        let session = open.session();
        let now = (session.id.clone(), open.revision());
        if open.revision() == 0 || self.open.as_ref() == Some(&now) {
            return false;
        }
        self.open = Some(now);
        self.send(session);
        true
    }

    /// Sends a session that was changed without being opened; `before` is what it was.
    pub(super) fn send_changed(&mut self, before: &Session, session: &Session) {
        if self.unopened.insert(session.id.clone()) {
            self.begin_editing(before);
        }
        self.send(session);
    }

    fn send(&mut self, session: &Session) {
        let revision = self.waiting_for(PendingPart::Session(session.id.clone()));
        let merged_up_to = self.merged_up_to(&session.id);
        self.worker.send(SavingRequest::SaveSession { session: Box::new(session.clone()), merged_up_to, revision });
    }

    /// Sends a session that was just finalized.
    pub(super) fn finalize(&mut self, session: Session) {
        let merged_up_to = self.merged_up_to(&session.id);
        self.ask(SavingRequest::Finalize { session: Box::new(session), merged_up_to });
    }

    fn merged_up_to(&self, id: &SessionId) -> u64 {
        self.merged_up_to.get(id).copied().unwrap_or_default()
    }

    /// Another session is opened, or the same one again: its revisions begin again.
    pub(super) fn forget_revisions(&mut self) {
        self.open = None;
    }

    /// The notes are locked: what was said of sessions in this run is forgotten. What is on its way to the
    /// disk is with the worker, which says whether it waits, and what it is once the notes are open again. `undo` is
    /// what can be undone in the session that is open.
    pub(super) fn lock(&mut self, undo: Option<Undo>) {
        if self.pending.keys().any(|part| matches!(part, PendingPart::Session(_))) {
            // It is not said to be saved before it is.
            self.saved_at = None;
        }
        self.pending.retain(|part, _| matches!(part, PendingPart::PromptSets));
        self.copied.clear();
        self.open = None;
        self.unopened.clear();
        self.merged_up_to.clear();
        self.locked_words = LockedWords::Unknown;
        self.is_open = false;
        self.ask(Request::Lock(undo.map(Box::new)));
    }

    pub(super) fn send_prompt_sets(&mut self, sets: PromptSets) {
        let revision = self.waiting_for(PendingPart::PromptSets);
        self.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision });
    }

    pub(super) fn send_settings(&self, settings: &Settings) {
        self.worker.send(SavingRequest::SaveSettings(Box::new(settings.clone())));
    }

    fn waiting_for(&mut self, part: PendingPart) -> u64 {
        self.sent += 1;
        self.pending.insert(part, self.sent);
        self.sent
    }

    /// A session is opened, as it was read.
    pub(super) fn begin_editing(&self, session: &Session) {
        self.worker.send(SavingRequest::BeginEditing(Box::new(session.clone())));
    }

    /// What somebody else wrote went into a session.
    pub(super) fn took_in(&mut self, id: &SessionId, number: u64) {
        self.merged_up_to.insert(id.clone(), number);
    }

    /// Asks for something that is done at once, or said not to be.
    pub(super) fn ask(&mut self, request: impl Into<Request>) {
        self.refused = None;
        self.worker.send(request);
    }

    pub(super) fn write_now(&self) {
        self.worker.send(SavingRequest::WriteNow);
    }

    /// What the worker has to say.
    pub(super) fn reports(&self) -> Vec<Report> {
        self.worker.reports()
    }

    /// Takes account of what was saved, and what was not.
    pub(super) fn take(&mut self, report: SavingReport) {
        match report {
            SavingReport::SessionSaved { id, revision, at } => self.saved(&PendingPart::Session(id), revision, at),
            SavingReport::SessionCopied { id, revision } => {
                self.copied.insert(id, revision);
            }
            SavingReport::PromptSetsSaved { revision, at } => self.saved(&PendingPart::PromptSets, revision, at),
            SavingReport::WordsWaiting(true) => self.locked_words = LockedWords::Waiting,
            SavingReport::WordsWaiting(false) => self.locked_words = LockedWords::OnDisk,
            SavingReport::Problem(error) => self.problem = Some(error),
            SavingReport::ProblemSolved => self.problem = None,
        }
    }

    /// A session is not in its place yet. It may have been changed here since.
    pub(super) fn recovered(&mut self, id: &SessionId) {
        self.pending.entry(PendingPart::Session(id.clone())).or_insert(0);
    }

    /// The notes are open again.
    pub(super) fn unlocked(&mut self) {
        self.is_open = true;
    }

    /// What was asked for was not done.
    pub(super) fn refuse(&mut self, error: StorageError) {
        self.refused = Some(error);
    }

    fn saved(&mut self, part: &PendingPart, revision: u64, at: Moment) {
        if self.pending.get(part) == Some(&revision) {
            self.pending.remove(part);
            if let PendingPart::Session(id) = part {
                self.copied.remove(id);
            }
            self.saved_at = Some(at);
        } else if !self.is_open {
            // It was on its way as the notes were locked.
            self.saved_at = Some(at);
        }
    }

    /// Says that everything is on the disk now, if it is.
    pub(super) fn confirm(&mut self, now: Moment) {
        if !self.is_pending() && self.problem.is_none() {
            self.saved_at = Some(now);
        }
    }

    /// Whether a session was sent that is not on the disk.
    pub(super) fn waits_for(&self, id: &SessionId) -> bool {
        self.pending.contains_key(&PendingPart::Session(id.clone()))
    }

    /// Whether something on the screen is not on the disk.
    pub(super) fn is_pending(&self) -> bool {
        !self.pending.is_empty() || self.locked_words != LockedWords::OnDisk
    }

    /// Whether a disk has a copy of every word that waits; or nothing is left that could write any.
    pub(super) fn has_copies(&self) -> bool {
        let is_copied = |(part, revision): (&PendingPart, &u64)| match part {
            PendingPart::Session(id) => self.copied.get(id) == Some(revision),
            PendingPart::PromptSets => true,
        };
        let has_stopped = self.problem.as_ref().is_some_and(|problem| problem.kind == Problem::SavingStopped);
        has_stopped || (self.locked_words == LockedWords::OnDisk && self.pending.iter().all(is_copied))
    }

    /// Whether words wait that a recovery copy has.
    pub(super) fn waits_with_copies(&self) -> bool {
        !self.copied.is_empty() && self.has_copies()
    }

    pub(super) fn state(&self) -> SaveState {
        match self.saved_at {
            _ if self.is_pending() && self.problem.is_some() => SaveState::NotSaved,
            _ if self.is_pending() => SaveState::Pending,
            Some(at) => SaveState::At(at),
            None => SaveState::Untouched,
        }
    }

    pub(super) fn problem(&self) -> Option<&StorageError> {
        self.problem.as_ref().or(self.refused.as_ref())
    }

    /// Writes what is pending and ends the worker; says whether everything is on the disk.
    pub(super) fn finish(self) -> bool {
        self.worker.finish()
    }
}
