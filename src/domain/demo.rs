//! A small set of invented sessions, to look at the app with. The same on every computer for the same
//! day.
//!
//! Must not know where they go.

mod script;

use chrono::{NaiveDate, NaiveTime};

use super::Moment;
use super::Unknown;
use super::id::{LineId, PromptId, SessionId};
use super::moment::{at_time, days_before};
use super::prompts::guideline::{KeptAs, Prompt};
use super::session::fractional_index::FractionalIndex;
use super::session::notes::{Line, Notes};
use super::session::{Closing, OutcomeKind, Session};
use script::SESSIONS;

/// One invented session.
struct DemoSession {
    client: &'static str,
    days_ago: u64,
    /// The hour and the minute in which it begins.
    begins: (u32, u32),
    minutes: i64,
    days_after_dosing: u64,
    lines: &'static [DemoLine],
    outcomes: &'static [DemoOutcome],
    client_words: &'static str,
    noticed: &'static str,
    chart_summary: &'static str,
}

/// A line: its minute, the prompt in view, the words, and what it is kept as.
struct DemoLine(i64, &'static str, &'static str, Option<KeptAs>);

/// What became of a line: how many days ago the client's session was that it is in, its minute
/// there, and the outcome.
struct DemoOutcome(u64, i64, OutcomeKind);

/// The invented sessions as they would be kept on `today`, held with `prompts`; oldest first.
pub fn sessions(today: NaiveDate, prompts: &[Prompt]) -> Vec<Session> {
    let mut sessions: Vec<Session> = SESSIONS.iter().map(|invented| session(invented, today, prompts)).collect();
    sessions.sort_by_key(|session| session.began);
    if let Some(first) = sessions.first_mut() {
        finalize(first);
    }
    sessions
}

/// The first session was finalized the day after, and something was added to it two days later.
fn finalize(session: &mut Session) {
    let day_after = session.began.plus_days(1);
    if let Some(mut frozen) = session.finalize(day_after) {
        frozen.write_addendum(script::ADDENDUM);
        frozen.add_addendum(day_after.plus_days(2));
        *session = frozen;
    }
}

fn session(invented: &DemoSession, today: NaiveDate, prompts: &[Prompt]) -> Session {
    let began = began(invented, today);
    let dosed_on = days_before(began.date_naive(), invented.days_after_dosing);
    let mut session = Session::begin(began, invented.client, Some(dosed_on), prompts.to_vec());
    session.id = id(invented.client, began);
    session.notes = Notes::from(invented.lines.iter().map(|written| line(&session, written)).collect::<Vec<_>>());
    session.touched = session.notes.lines().iter().filter_map(|line| line.prompt.clone()).collect();
    let ended = began.plus_minutes(invented.minutes);
    session.ended = Some(ended);
    for DemoOutcome(days_ago, minute, outcome) in invented.outcomes {
        if let Some(before) =
            SESSIONS.iter().find(|before| before.client == invented.client && before.days_ago == *days_ago)
        {
            let from = id(before.client, self::began(before, today));
            session.set_outcome(&line_id(&from, *minute), &from, outcome.clone(), ended);
        }
    }
    session.closing = Closing {
        client_words: invented.client_words.to_owned(),
        noticed: invented.noticed.to_owned(),
        chart_summary: invented.chart_summary.to_owned(),
        ..Closing::default()
    };
    session
}

fn began(invented: &DemoSession, today: NaiveDate) -> Moment {
    let (hour, minute) = invented.begins;
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    at_time(days_before(today, invented.days_ago), time)
}

fn id(client: &str, began: Moment) -> SessionId {
    SessionId::invented(began, client)
}

fn line_id(session: &SessionId, minute: i64) -> LineId {
    LineId::from(session).derived(&minute.to_string())
}

fn line(session: &Session, DemoLine(minute, prompt, words, keep): &DemoLine) -> Line {
    Line {
        id: line_id(&session.id, *minute),
        order_key: FractionalIndex::default(),
        at: session.began.plus_minutes(*minute),
        prompt: PromptId::try_from(*prompt).ok(),
        text: (*words).to_owned(),
        keep: keep.clone(),
        conflict_of: None,
        unknown: Unknown::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::TimeDelta;

    use super::*;
    use crate::domain::library::Library;
    use crate::guidelines::integration_session;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn invented() -> Vec<Session> {
        sessions(today(), &integration_session().prompts)
    }

    #[test]
    fn the_same_day_gives_the_same_sessions_and_another_day_moves_them() {
        assert_eq!(invented(), invented());
        let later = sessions(today() + TimeDelta::days(7), &integration_session().prompts);
        for (one, other) in invented().iter().zip(&later) {
            assert_eq!(one.began + TimeDelta::days(7), other.began);
            assert_ne!(one.id, other.id);
        }
    }

    #[test]
    fn all_are_ended_before_today_and_stand_in_the_order_of_their_ids() {
        let sessions = invented();
        assert_eq!(sessions.len(), 16);
        assert!(sessions.is_sorted_by(|one, other| one.id < other.id));
        for session in &sessions {
            assert!(session.ended.is_some_and(|ended| ended.date_naive() < today()));
            assert!(session.notes.lines().is_sorted_by_key(|line| line.at));
        }
    }

    #[test]
    fn the_first_is_finalized_and_has_an_addendum() {
        let sessions = invented();
        assert!(sessions[0].is_finalized() && !sessions[0].was_changed_since_finalized());
        assert_eq!(sessions[0].addenda.len(), 1);
        assert!(!sessions[1..].iter().any(Session::is_finalized));
    }

    #[test]
    fn every_prompt_is_in_the_guideline_and_every_outcome_is_of_a_line_that_was_kept() {
        let sessions = invented();
        for session in &sessions {
            for line in session.notes.lines() {
                assert!(line.prompt.as_ref().is_some_and(|id| session.prompt(id).is_some()), "{}", line.text);
            }
            for outcome in &session.outcomes {
                let from = sessions.iter().find(|from| from.id == outcome.from && from.began < session.began).unwrap();
                let line = from.notes.lines().iter().find(|line| line.id == outcome.line).unwrap();
                assert!(line.keep.is_some() && from.client == session.client, "{}", line.text);
            }
        }
    }

    #[test]
    fn there_is_something_of_every_kind_to_look_at() {
        let sessions = invented();
        let lines = || sessions.iter().flat_map(|session| session.notes.lines());
        let kinds: BTreeSet<_> = lines().filter_map(|line| line.keep.as_ref()).collect();
        let outcomes: BTreeSet<_> = sessions.iter().flat_map(|s| &s.outcomes).map(|said| &said.outcome).collect();
        assert_eq!((kinds.len(), outcomes.len()), (4, 3));
        let mut library = Library::default();
        library.put(sessions.iter().cloned().map(Into::into));
        assert_eq!(library.clients(), ["K-07", "M-12", "R-03"]);
        assert!(library.clients().iter().all(|client| !library.kept_lines(client).is_empty()));
        assert!(library.clients().iter().all(|client| library.themes(client).len() >= 3));
    }
}
