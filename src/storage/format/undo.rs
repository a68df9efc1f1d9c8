//! What can be undone in a session, as it is kept sealed in memory while the notes are locked. It is on no disk, and so
//! has no version.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::session::Line;
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::session::notes::{self, Change};
use crate::domain::session::page_history::{self, CaretOfStep, PageHistory};

#[derive(Serialize, Deserialize)]
struct Undo {
    session: SessionId,
    done: Vec<Step>,
    undone: Vec<Step>,
}

#[derive(Serialize, Deserialize)]
struct Step {
    first: usize,
    before: Vec<Line>,
    after: Vec<Line>,
    caret_before: Caret,
    caret_after: Caret,
    at: Moment,
}

/// How many lines below the first that changed, and the byte of its line.
type Caret = (isize, usize);

fn caret(CaretOfStep { lines, byte }: CaretOfStep) -> Caret {
    (lines, byte)
}

fn caret_of_step((lines, byte): Caret) -> CaretOfStep {
    CaretOfStep { lines, byte }
}

/// The steps of a session as bytes.
pub(crate) fn write_undo(session: &SessionId, history: &PageHistory) -> Option<Vec<u8>> {
    let (done, undone) = history.clone().into_steps();
    let steps = |steps: Vec<page_history::Step>| steps.into_iter().map(Into::into).collect();
    let undo = Undo { session: session.clone(), done: steps(done), undone: steps(undone) };
    serde_json::to_vec(&undo).ok()
}

/// The steps that bytes are of.
pub(crate) fn read_undo(bytes: &[u8]) -> Option<(SessionId, PageHistory)> {
    let Undo { session, done, undone } = serde_json::from_slice(bytes).ok()?;
    let steps = |steps: Vec<Step>| steps.into_iter().map(Into::into).collect();
    Some((session, PageHistory::of(steps(done), steps(undone))))
}

fn lines(lines: Vec<Line>) -> Vec<Arc<notes::Line>> {
    lines.into_iter().map(notes::Line::from).map(Arc::new).collect()
}

impl From<Step> for page_history::Step {
    fn from(step: Step) -> Self {
        let Step { first, before, after, caret_before, caret_after, at } = step;
        let change = Change { first, before: lines(before), after: lines(after) };
        Self::new(change, caret_of_step(caret_before), caret_of_step(caret_after), at)
    }
}

impl From<page_history::Step> for Step {
    fn from(step: page_history::Step) -> Self {
        let page_history::Step { change: Change { first, before, after }, caret_before, caret_after, at, .. } = step;
        let (caret_before, caret_after) = (caret(caret_before), caret(caret_after));
        Self {
            first,
            before: super::session::lines(before),
            after: super::session::lines(after),
            caret_before,
            caret_after,
            at,
        }
    }
}
