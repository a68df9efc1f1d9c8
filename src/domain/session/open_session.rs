//! The session that is being held: the session itself, the prompt in view, and what can be undone.
//!
//! Every change raises its revision; whoever saves it compares revisions and nothing else.

mod added_line;
mod cut;
mod page_editing;

pub use page_editing::PageEdit;

use chrono::NaiveDate;

use super::merge::merge;
use super::notes::Stamp;
use super::page_history::PageHistory;
use super::session_times::Times;
use super::{Closing, OutcomeKind, Session};
use crate::domain::Moment;
use crate::domain::id::{LineId, PromptId, SessionId};
use crate::domain::library::renaming::{Renamed, Renaming};
use crate::domain::place::Place;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::prompts::outline;
use crate::domain::prompts::outline::DropTarget;
use crate::domain::prompts::prompt_set::Direction;
use crate::domain::text_folding::entered_name;
use cut::Cut;
use page_editing::Room;

/// A session while it is open for writing.
#[derive(Debug, Clone)]
pub struct OpenSession {
    session: Session,
    here: usize,
    history: PageHistory,
    order: Order,
    /// The line that is being added at closing: it is one of the notes from its first word on.
    adds: Option<LineId>,
    /// What was cut last.
    cut: Cut,
    revision: u64,
    /// Whether something was too long to be taken in since that was last asked.
    left_out: bool,
    /// What may yet be written into it.
    room: Room,
}

/// Whose order the prompts of an open session stand in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The one that it was opened with.
    #[default]
    AsOpened,
    /// One of its own: prompts were moved in this session.
    OfThisSession,
    /// One of its own, that was kept for other sessions too.
    Kept,
}

/// The index of the first prompt that is a stance to hold.
fn stance_index(prompts: &[Prompt]) -> Option<usize> {
    prompts.iter().position(|prompt| prompt.kind == crate::domain::prompts::guideline::PromptKind::Me)
}

impl OpenSession {
    /// Opens a session for writing; none of one that is finalized. In view is the prompt that was
    /// written under last, or else the first one after the stance.
    pub fn open(session: Session) -> Option<Self> {
        (!session.is_finalized()).then(|| Self::of(session))
    }

    fn of(session: Session) -> Self {
        let last_line = session.notes.lines().iter().rev().find_map(|line| line.prompt.as_ref());
        let place = |id: &PromptId| session.prompts.iter().position(|prompt| prompt.id == *id);
        let first = usize::from(stance_index(&session.prompts) == Some(0) && session.prompts.len() > 1);
        let here = last_line.and_then(place).unwrap_or(first);
        let (history, order) = (PageHistory::default(), Order::default());
        Self {
            session,
            here,
            history,
            order,
            adds: None,
            cut: Cut::default(),
            revision: 0,
            left_out: false,
            room: Room::default(),
        }
    }

    /// Begins a session. The prompt in view is not touched: nobody opened it.
    pub fn begin(now: Moment, client: &str, dosed_on: Option<NaiveDate>, prompts: Vec<Prompt>) -> Self {
        let mut open = Self::of(Session::begin(now, client, dosed_on, prompts));
        open.revision = 1;
        open
    }

    /// The session as it is.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Puts what somebody else wrote together with what is here; `base` is the version that both
    /// came from. What was done before can still be undone, but for lines that they have changed. Where
    /// they finalized it, nothing is taken in: what both are together is returned, and is no longer open.
    pub fn take_in(&mut self, base: Option<&Session>, theirs: &Session) -> Option<Session> {
        let merged = merge(base, &self.session, theirs);
        if merged.is_finalized() {
            return Some(merged);
        }
        let is_other =
            Session { version_vector: self.session.version_vector.clone(), ..merged.clone() } != self.session;
        if is_other {
            let here = self.here().map(|prompt| prompt.id.clone());
            let place = here.and_then(|id| merged.prompts.iter().position(|prompt| prompt.id == id));
            self.here = place.unwrap_or(0);
            self.session = merged;
            self.revision += 1;
        }
        None
    }

    /// A number that is raised by every change; 0 while nothing has changed since it was read.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The prompt in view; none if the set shows none.
    pub fn here(&self) -> Option<&Prompt> {
        self.session.prompts.get(self.here)
    }

    /// The index of the prompt in view.
    pub(crate) fn here_index(&self) -> usize {
        self.here
    }

    /// The stance to hold throughout: the first *For me* prompt.
    pub(crate) fn stance(&self) -> Option<&Prompt> {
        stance_index(&self.session.prompts).map(|index| &self.session.prompts[index])
    }

    /// What a line begun now is stamped with.
    fn stamp(&self, now: Moment) -> Stamp {
        Stamp { at: now, prompt: self.here().map(|prompt| prompt.id.clone()) }
    }

    /// What can be undone, and made again.
    pub fn history(&self) -> &PageHistory {
        &self.history
    }

    /// Goes on with what could be undone in this session before it was opened again.
    pub(crate) fn resume_history(&mut self, history: PageHistory) {
        self.history = history;
    }

    /// Renames a client or a theme in it.
    pub fn rename(&mut self, renaming: &Renaming, now: Moment) {
        let Renamed::Becomes(renamed) = renaming.of(&self.session) else { return };
        self.describe(&renamed.client, renamed.dosed_on);
        if let Some(change) = self.session.notes.reword(|text| renaming.line(text)) {
            self.record(change, Place::default(), Place::default(), now);
        }
    }

    /// Opens a prompt that was chosen by its title, which touches it.
    pub(crate) fn open_prompt(&mut self, id: &PromptId) {
        if let Some(index) = self.session.prompts.iter().position(|prompt| prompt.id == *id) {
            self.here = index;
            self.session.touch(id);
            self.revision += 1;
        }
    }

    /// Brings the next or the previous prompt into view; at either end it stays. Passing by touches nothing.
    pub fn step(&mut self, direction: Direction) {
        match direction {
            Direction::Up => self.here = self.here.saturating_sub(1),
            Direction::Down if self.here + 1 < self.session.prompts.len() => self.here += 1,
            Direction::Down => {}
        }
    }

    /// Brings the first prompt of a section into view, counted from 0 as the outline shows them. That touches nothing.
    pub(crate) fn open_section(&mut self, section: usize) {
        let begins = |index: &usize| {
            *index == 0 || self.session.prompts[index - 1].section != self.session.prompts[*index].section
        };
        if let Some(index) = (0..self.session.prompts.len()).filter(begins).nth(section) {
            self.here = index;
        }
    }

    /// Marks the prompt in view as touched, or takes the mark away.
    pub(crate) fn toggle_touched(&mut self) {
        if let Some(id) = self.here().map(|prompt| prompt.id.clone()) {
            self.session.toggle_touched(&id);
            self.revision += 1;
        }
    }

    /// Gives the session a client code and a dosing date.
    pub(crate) fn describe(&mut self, client: &str, dosed_on: Option<NaiveDate>) {
        let client = if self.session.client == client { client.to_owned() } else { entered_name(client) };
        if self.session.client != client || self.session.dosed_on != dosed_on {
            self.session.client = client;
            self.session.dosed_on = dosed_on;
            self.revision += 1;
        }
    }

    /// Goes on with other prompts. Those that were touched or written under stay, after the others.
    pub(crate) fn change_prompts(&mut self, mut prompts: Vec<Prompt>) {
        let here = self.here().map(|prompt| prompt.id.clone());
        let written = |id: &PromptId| self.session.notes.lines().iter().any(|line| line.prompt.as_ref() == Some(id));
        for prompt in &self.session.prompts {
            let used = self.session.touched.contains(&prompt.id) || written(&prompt.id);
            if used && !prompts.iter().any(|other| other.id == prompt.id) {
                prompts.push(prompt.clone());
            }
        }
        let place = here.and_then(|id| prompts.iter().position(|prompt| prompt.id == id));
        self.here = place.unwrap_or(0);
        self.session.prompts = prompts;
        self.order = Order::AsOpened;
        self.revision += 1;
    }

    /// Whose order the prompts are in.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The order was kept for other sessions too.
    pub(crate) fn order_is_kept(&mut self) {
        self.order = Order::Kept;
    }

    /// Moves the prompt in view one step, for this session alone; says whether it moved.
    pub(crate) fn move_here(&mut self, direction: Direction) -> bool {
        let Some(id) = self.here().map(|prompt| prompt.id.clone()) else { return false };
        self.reorder(|prompts| outline::step(prompts, &id, direction))
    }

    /// Puts a prompt elsewhere in the outline, for this session alone; says whether it moved. The same
    /// prompt stays in view.
    pub(crate) fn put_prompt(&mut self, id: &PromptId, gap: DropTarget) -> bool {
        self.reorder(|prompts| outline::put(prompts, id, gap))
    }

    fn reorder(&mut self, change: impl FnOnce(&mut Vec<Prompt>) -> Option<usize>) -> bool {
        let here = self.here().map(|prompt| prompt.id.clone());
        let before = self.session.prompts.clone();
        change(&mut self.session.prompts);
        if self.session.prompts == before {
            return false;
        }
        self.here = here.and_then(|id| outline::place_of(&self.session.prompts, &id)).unwrap_or(0);
        self.order = Order::OfThisSession;
        self.revision += 1;
        true
    }

    /// Says what became of a line that was kept for next time. A line of this session that is dropped or
    /// resolved is said so all the same: it stays in the notes.
    pub fn set_outcome(&mut self, line: &LineId, from: &SessionId, outcome: OutcomeKind, now: Moment) {
        self.session.set_outcome(line, from, outcome, now);
        self.revision += 1;
    }

    /// Puts a line that is kept for next time in words for the client, unless that is more than the session's file can
    /// hold.
    pub(crate) fn set_client_wording(&mut self, line: &LineId, from: &SessionId, text: &str) {
        let before = self.session.client_wording.clone();
        self.session.set_client_wording(line, from, &text.replace('\n', " "));
        if self.session.client_wording == before {
            return;
        }
        if !self.still_fits() {
            self.session.client_wording = before;
            return;
        }
        self.revision += 1;
    }

    /// Fills in the fields of closing, unless that is more than the session's file can hold.
    pub(crate) fn set_closing(&mut self, closing: Closing) {
        if self.session.closing == closing {
            return;
        }
        let before = std::mem::replace(&mut self.session.closing, closing);
        if self.session.closing.text_bytes() > before.text_bytes() && !self.still_fits() {
            self.session.closing = before;
            return;
        }
        self.revision += 1;
    }

    /// Gives the session the times that its owner says.
    pub fn set_times(&mut self, times: Times) {
        self.session.set_times(times);
        self.revision += 1;
    }

    /// It goes on as if it had not been ended.
    pub(crate) fn open_again(&mut self) {
        self.session.ended = None;
        self.revision += 1;
    }

    /// Ends the session.
    pub fn end(&mut self, now: Moment) {
        self.session.ended = Some(now.max(self.session.began));
        self.revision += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;

    fn at(minute: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::minutes(minute)
    }

    fn type_at_end(open: &mut OpenSession, text: &str, minute: i64) {
        let old = open.session().notes.text();
        let new = format!("{old}{text}");
        open.write(&new, old.len(), new.len(), at(minute));
    }

    #[test]
    fn a_code_that_is_given_later_is_kept_as_it_can_be_seen() {
        let mut open = OpenSession::begin(at(0), "", None, Vec::new());
        open.describe(" \u{200b}E\u{301}-07\u{feff} ", None);
        assert_eq!(open.session().client, "\u{c9}-07");
        let revision = open.revision();
        open.describe("\u{c9}-07\u{200e}", None);
        assert_eq!(open.revision(), revision, "nothing changed that can be seen");
    }

    #[test]
    fn lines_stand_under_the_prompt_then_in_view() {
        let mut open = OpenSession::begin(at(0), "K-07", None, integration_session().prompts);
        type_at_end(&mut open, "one\n", 1);
        open.step(Direction::Down);
        type_at_end(&mut open, "two\n", 2);
        open.open_section(4);
        type_at_end(&mut open, "three", 3);
        let prompts: Vec<_> =
            open.session().notes.lines().iter().map(|line| line.prompt.as_ref().unwrap().as_str()).collect();
        assert_eq!(prompts, ["open", "rather-not", "holds-space"]);

        open.toggle_keep(Place::new(2, 0), at(4));
        assert_eq!(open.session().notes.lines()[2].keep, Some(crate::domain::prompts::guideline::KeptAs::Support));
    }

    #[test]
    fn stepping_stays_within_the_set_and_touches_nothing() {
        let mut open = OpenSession::begin(at(0), "", None, integration_session().prompts);
        (0..40).for_each(|_| open.step(Direction::Down));
        assert_eq!(open.here_index(), 15);
        open.open_section(2);
        assert!(open.session().touched.is_empty(), "passing by leaves no mark");
        let first = open.session().prompts[0].id.clone();
        open.open_prompt(&first);
        assert_eq!(open.session().touched, [first].into(), "a prompt that was chosen was opened");
        (0..40).for_each(|_| open.step(Direction::Up));
        assert_eq!(open.here_index(), 0);
        let mut empty = OpenSession::begin(at(0), "", None, Vec::new());
        empty.step(Direction::Down);
        empty.open_section(0);
        assert_eq!(empty.here(), None);
    }

    #[test]
    fn what_is_finalized_is_not_open_and_what_becomes_so_is_no_longer() {
        let mut open = OpenSession::begin(at(0), "", None, integration_session().prompts);
        type_at_end(&mut open, "one", 1);
        open.end(at(2));
        let base = open.session().clone();
        let frozen = base.finalize(at(3)).unwrap();
        assert!(OpenSession::open(frozen.clone()).is_none());
        type_at_end(&mut open, " and more", 4);
        let together = open.take_in(Some(&base), &frozen).unwrap();
        assert_eq!((together.notes.text().as_str(), together.addenda[0].text.as_str()), ("one", "one and more"));
    }

    #[test]
    fn what_was_typed_can_be_undone_after_others_words_came_and_these_stay() {
        let mut open = OpenSession::begin(at(0), "", None, Vec::new());
        type_at_end(&mut open, "one", 1);
        let base = open.session().clone();
        type_at_end(&mut open, "\ntwo", 2);
        let mut theirs = base.clone();
        theirs.notes.add("theirs", None, &Stamp { at: at(1), prompt: None });
        open.take_in(Some(&base), &theirs);
        type_at_end(&mut open, "\nthree", 3);
        assert_eq!(open.session().notes.text(), "one\ntheirs\ntwo\nthree");
        let said = |open: &OpenSession| open.session().notes.text();
        assert_eq!(open.undo().map(|_| said(&open)).as_deref(), Some("one\ntheirs\ntwo"));
        assert_eq!(open.undo().map(|_| said(&open)).as_deref(), Some("one\ntheirs"));
        assert_eq!(open.undo().map(|_| said(&open)).as_deref(), Some("theirs"));
        assert_eq!(open.undo(), None);
        while open.redo().is_some() {}
        assert_eq!(said(&open), "one\ntheirs\ntwo\nthree");
    }

    #[test]
    fn a_prompt_that_is_moved_stays_in_view() {
        let mut open = OpenSession::begin(at(0), "", None, integration_session().prompts);
        assert_eq!(open.order(), Order::AsOpened);
        let here = open.here().cloned().unwrap();
        assert!(open.move_here(Direction::Up) && !open.move_here(Direction::Up));
        assert_eq!((open.here_index(), open.here().unwrap()), (0, &here));
        let last = open.session().prompts[15].id.clone();
        assert!(open.put_prompt(&last, DropTarget { index: 0, beside: 0 }));
        assert_eq!(open.session().prompts[0].section, "Opening");
        assert_eq!(open.here(), Some(&here));
        assert!(!open.session().touched.contains(&last), "a prompt that is only moved was not opened");
        assert!(!open.put_prompt(&last, DropTarget { index: 0, beside: 0 }), "it stands there already");
        assert_eq!(open.order(), Order::OfThisSession);
        open.change_prompts(integration_session().prompts);
        assert_eq!(open.order(), Order::AsOpened);
    }

    #[test]
    fn other_prompts_leave_what_was_touched() {
        let mut open = OpenSession::begin(at(0), "", None, integration_session().prompts);
        type_at_end(&mut open, "one", 1);
        let last = integration_session().prompts.pop().unwrap();
        open.change_prompts(vec![last]);
        let ids: Vec<_> = open.session().prompts.iter().map(|prompt| prompt.id.as_str()).collect();
        assert_eq!(ids, ["not-every-session", "open"]);
        assert_eq!(open.here_index(), 1);
    }
}
