//! The lines that are kept for the next session with a client: which they are, and what became of each.
//!
//! Worked out from the sessions each time, in whatever order they come, and never stored. Must
//! not know how sessions are stored or found.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::notes::Line;
use super::{OutcomeKind, Session};
use crate::domain::Moment;
use crate::domain::id::{LineId, SessionId};
use crate::domain::prompts::guideline::KeptAs;

/// A line that the next session with a client should see.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptLine {
    /// The session that it was written in.
    pub from: SessionId,
    /// The line.
    pub line: LineId,
    /// What it is kept as.
    pub kind: KeptAs,
    /// Its words.
    pub text: String,
    /// The words that were put for the client in their place, in the session that did so last.
    pub for_client: Option<String>,
    /// When the session began that it was first said in.
    pub first_said: Moment,
    /// When the other sessions began in which something was said of it, the earliest first.
    pub came_up: Vec<Moment>,
}

/// A line by the session that it was written in.
type LineKey<'a> = (&'a SessionId, &'a LineId);

/// What was said of each line, in all sessions.
#[derive(Debug, Default)]
pub struct Outcomes<'a> {
    latest: HashMap<LineKey<'a>, (Moment, Reverse<&'a OutcomeKind>)>,
    came_up: HashMap<LineKey<'a>, BTreeSet<(Moment, &'a SessionId)>>,
}

impl<'a> Outcomes<'a> {
    /// What sessions say of lines. The latest outcome of a line counts; of two at one moment the one
    /// that keeps it, whichever was read first.
    pub fn of(sessions: impl IntoIterator<Item = &'a Session>) -> Self {
        let mut outcomes = Self::default();
        for session in sessions {
            for said in &session.outcomes {
                let key = (&said.from, &said.line);
                let now = (said.at, Reverse(&said.outcome));
                let latest = outcomes.latest.entry(key).or_insert(now);
                *latest = now.max(*latest);
                if said.from != session.id {
                    outcomes.came_up.entry(key).or_default().insert((session.began, &session.id));
                }
            }
        }
        outcomes
    }

    /// What became of a line; nothing if nothing was said.
    pub fn latest(&self, from: &'a SessionId, line: &'a LineId) -> Option<&'a OutcomeKind> {
        self.latest.get(&(from, line)).map(|(_, Reverse(outcome))| *outcome)
    }

    /// Whether a line is no longer kept for next time.
    pub(crate) fn have_ended(&self, from: &'a SessionId, line: &'a LineId) -> bool {
        self.ended(from, line).is_some()
    }

    /// How a line ended that is no longer kept for next time.
    pub fn ended(&self, from: &'a SessionId, line: &'a LineId) -> Option<&'a OutcomeKind> {
        self.latest(from, line).filter(|outcome| outcome.ends())
    }

    fn came_up(&self, from: &'a SessionId, line: &'a LineId) -> Vec<Moment> {
        self.came_up.get(&(from, line)).into_iter().flatten().map(|(began, _)| *began).collect()
    }
}

/// The lines of a session that were marked to be kept for next time, and as what.
pub fn marked(session: &Session) -> impl Iterator<Item = (&Line, &KeptAs)> {
    let marked = session.notes.lines().iter().filter_map(|line| Some((&**line, line.keep.as_ref()?)));
    marked.filter(|(line, _)| !line.text.trim().is_empty())
}

/// The kinds of lines: those that are known in an order, and then those of a later version.
pub(crate) fn kinds_of<const N: usize>(lines: &[KeptLine], known: [KeptAs; N]) -> Vec<KeptAs> {
    let others: BTreeSet<&KeptAs> = lines.iter().map(|line| &line.kind).filter(|kind| !known.contains(kind)).collect();
    let others: Vec<KeptAs> = others.into_iter().cloned().collect();
    known.into_iter().chain(others).collect()
}

/// The words for the client of each line: those of the last session that has any.
fn client_wordings<'a>(sessions: &[&'a Session]) -> HashMap<LineKey<'a>, &'a str> {
    let mut in_order = sessions.to_vec();
    in_order.sort_by_key(|session| (session.began, &session.id));
    let mut wordings = HashMap::new();
    for wording in in_order.into_iter().flat_map(|session| session.client_wording.iter().rev()) {
        wordings.insert((&wording.from, &wording.line), wording.text.as_str());
    }
    wordings
}

/// The lines of a client's sessions that are kept for next time, in the order in which they were written.
pub fn kept_lines(sessions: &[&Session]) -> Vec<KeptLine> {
    let outcomes = Outcomes::of(sessions.iter().copied());
    let wordings = client_wordings(sessions);
    let mut kept: Vec<(Moment, KeptLine)> = Vec::new();
    for session in sessions {
        for (line, kind) in marked(session).filter(|(line, _)| !outcomes.have_ended(&session.id, &line.id)) {
            let kept_line = KeptLine {
                from: session.id.clone(),
                line: line.id.clone(),
                kind: kind.clone(),
                text: line.text.trim().to_owned(),
                for_client: wordings.get(&(&session.id, &line.id)).map(|text| (*text).to_owned()),
                first_said: session.began,
                came_up: outcomes.came_up(&session.id, &line.id),
            };
            kept.push((line.at, kept_line));
        }
    }
    kept.sort_by(|(one_at, one), (other_at, other)| {
        (one_at, &one.from, &one.line).cmp(&(other_at, &other.from, &other.line))
    });
    kept.into_iter().map(|(_, line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::notes::Stamp;

    fn at(days: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-01T10:00:00+01:00").unwrap() + chrono::TimeDelta::days(days)
    }

    #[test]
    fn the_words_for_the_client_are_those_of_the_last_session_that_has_any() {
        let mut sessions: Vec<Session> = (0..3).map(|day| Session::begin(at(day), "K-07", None, Vec::new())).collect();
        sessions[0].notes.add("the letter", Some(KeptAs::Thread), &Stamp { at: at(0), prompt: None });
        let (from, line) = (sessions[0].id.clone(), sessions[0].notes.lines()[0].id.clone());
        let for_client =
            |sessions: &[Session]| kept_lines(&sessions.iter().rev().collect::<Vec<_>>())[0].for_client.clone();
        assert_eq!(for_client(&sessions), None);
        sessions[1].set_client_wording(&line, &from, "your letter");
        sessions[0].set_client_wording(&line, &from, "a letter");
        assert_eq!(for_client(&sessions).as_deref(), Some("your letter"));
        sessions[2].set_client_wording(&line, &from, "the one letter");
        assert_eq!(for_client(&sessions).as_deref(), Some("the one letter"));
    }

    #[test]
    fn a_line_came_up_in_the_other_sessions_that_said_something_of_it() {
        let mut sessions: Vec<Session> = (0..4).map(|day| Session::begin(at(day), "K-07", None, Vec::new())).collect();
        sessions[0].notes.add("the letter", Some(KeptAs::Thread), &Stamp { at: at(0), prompt: None });
        let (from, line) = (sessions[0].id.clone(), sessions[0].notes.lines()[0].id.clone());
        for said_in in [0, 3, 1] {
            sessions[said_in].set_outcome(&line, &from, OutcomeKind::KeptOpen, at(9));
        }
        let [kept] = &kept_lines(&sessions.iter().collect::<Vec<_>>())[..] else { panic!() };
        assert_eq!((kept.first_said, &kept.came_up[..]), (at(0), &[at(1), at(3)][..]));

        // Of two things said at one moment the one that keeps it counts.
        sessions[2].set_outcome(&line, &from, OutcomeKind::LetGo, at(9));
        assert_eq!(kept_lines(&sessions.iter().collect::<Vec<_>>()).len(), 1);
        sessions[2].set_outcome(&line, &from, OutcomeKind::LetGo, at(10));
        assert!(kept_lines(&sessions.iter().collect::<Vec<_>>()).is_empty());
    }
}
