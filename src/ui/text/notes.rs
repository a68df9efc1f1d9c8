//! What is said of a session's notes wherever they are shown.

use chrono::NaiveDate;

pub use super::messages::notes::*;

use super::dates;
use super::messages::notes as message;
use crate::domain::Moment;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::kept::KeptLine;
use crate::domain::session::{ClosingField, OutcomeKind, Session, Written};

/// The client's code, or that there is none.
pub fn client(session: &Session) -> &str {
    if session.client.is_empty() { message::no_code() } else { &session.client }
}

/// Whose sessions are shown where only those with this code are; without a code, one session is.
pub fn whose(client: &str) -> &str {
    if client.trim().is_empty() { message::this_session() } else { client }
}

/// When a line was written, as its margin says it: the minute of the session, or in a later edit the
/// time or the date.
pub(crate) fn margin(session: &Session, at: Moment) -> String {
    match session.written(at) {
        Written::AtMinute(minute) => dates::duration(minute),
        Written::LaterThatDay => dates::time(at),
        Written::AnotherDay => dates::list_date(at, session.began.date_naive()),
    }
}

/// The same for a screen reader: in full if it was not in the session.
pub(crate) fn margin_in_full(session: &Session, at: Moment) -> String {
    match session.written(at) {
        Written::AtMinute(_) => margin(session, at),
        _ => message::written_later(&dates::full_date(at), &dates::time(at)),
    }
}

/// The name of a kind.
pub fn kind(kind: &KeptAs) -> &str {
    match kind {
        KeptAs::Thread => message::kind_thread(),
        KeptAs::SelfCare => message::kind_self_care(),
        KeptAs::Support => message::kind_support(),
        KeptAs::Goal => message::kind_goal(),
        KeptAs::Other(other) => other.label(),
    }
}

/// What the mark of a line says that is kept for next time.
pub fn mark(kind: &KeptAs) -> String {
    let known = match kind {
        KeptAs::Thread => message::mark_thread(),
        KeptAs::SelfCare => message::mark_self_care(),
        KeptAs::Support => message::mark_support(),
        KeptAs::Goal => message::mark_goal(),
        KeptAs::Other(other) => return message::mark_other(other.label()),
    };
    known.to_owned()
}

/// What the mark of a line says that was kept for next time: what became of it, or that it still is.
pub(crate) fn mark_now(kind: &KeptAs, ended: Option<&OutcomeKind>) -> String {
    match ended {
        Some(OutcomeKind::KeptOpen) | None => mark(kind),
        Some(ended) => outcome(kind, ended).to_owned(),
    }
}

/// What became of a line that was kept for next time.
pub fn outcome<'a>(kind: &KeptAs, outcome: &'a OutcomeKind) -> &'a str {
    match (outcome, kind) {
        (OutcomeKind::KeptOpen, _) => message::outcome_kept_open(),
        (OutcomeKind::Resolved, KeptAs::Goal) => message::outcome_reached(),
        (OutcomeKind::Resolved, _) => message::outcome_resolved(),
        (OutcomeKind::LetGo, _) => message::outcome_let_go(),
        (OutcomeKind::Other(other), _) => other.label(),
    }
}

/// The choice that says so.
pub(crate) fn outcome_choice<'a>(kind: &KeptAs, outcome: &'a OutcomeKind) -> &'a str {
    match (outcome, kind) {
        (OutcomeKind::KeptOpen, _) => message::choice_keep_open(),
        (OutcomeKind::Resolved, KeptAs::Goal) => message::choice_reached(),
        (OutcomeKind::Resolved, _) => message::choice_resolved(),
        (OutcomeKind::LetGo, _) => message::choice_let_go(),
        (OutcomeKind::Other(other), _) => other.label(),
    }
}

/// When a line that is kept for next time was first said, and when it came up again.
pub(crate) fn thread_history(line: &KeptLine, today: NaiveDate) -> String {
    let first_said = dates::list_date(line.first_said, today);
    if line.came_up.is_empty() {
        message::first_said(&first_said)
    } else {
        message::first_said_came_up(&first_said, &dates::list_dates(&line.came_up, today))
    }
}

/// What an addendum of that time is called.
pub(crate) fn addendum(at: Moment) -> String {
    super::review::addendum(&dates::full_date(at), &dates::time(at))
}

/// The name of a field of closing.
pub(crate) fn closing_field(field: ClosingField) -> &'static str {
    match field {
        ClosingField::ClientWords => message::closing_client_words(),
        ClosingField::Noticed => message::closing_noticed(),
        ClosingField::ChartSummary => message::closing_chart_summary(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_what_became_of_its_line_by_its_kind() {
        let ended = |kind| mark_now(&kind, Some(&OutcomeKind::Resolved));
        assert_eq!([ended(KeptAs::Goal), ended(KeptAs::SelfCare)], ["reached", "resolved"]);
        assert_eq!(outcome_choice(&KeptAs::Goal, &OutcomeKind::Resolved), "Reached");
        assert_eq!(mark_now(&KeptAs::Support, None), "for next time · support");
    }
}
