//! A client's sessions over time: when they were, the dosing before them, the themes in each, and what
//! opened and closed. Nothing is counted up, ranked or read into it.
//!
//! Must not know how it is drawn.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::themes::theme_key;
use crate::domain::Moment;
use crate::domain::id::{LineId, SessionId};
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::session::kept::{KeptLine, kept_lines};
use crate::domain::session::{OutcomeKind, Session};

/// The sessions with one client, and what runs through them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    /// The sessions, the earliest first.
    pub meetings: Vec<Meeting>,
    /// The themes, in the order of their first mention.
    pub themes: Vec<ThemeOverTime>,
    /// What is kept for next time after all of them.
    pub kept_lines: Vec<KeptLine>,
}

/// One session on the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// Which one.
    pub session: SessionId,
    /// When it began.
    pub began: Moment,
    /// The day of the dosing session before it.
    pub dosed_on: Option<NaiveDate>,
    /// How many days that was before, if that is sensible.
    pub days_after_dosing: Option<i64>,
    /// The lines in it that were marked to be kept for next time.
    pub opened: Vec<String>,
    /// What it said to be resolved or dropped, in the order in which it was said.
    pub closed: Vec<Closed>,
}

/// A line that was no longer kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// Its words; nothing if its session is no longer there.
    pub text: Option<String>,
    /// What it was kept as; nothing if its session is no longer there.
    pub kind: Option<KeptAs>,
    /// Whether it was resolved or dropped.
    pub outcome: OutcomeKind,
}

/// A theme, and where it is named.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeOverTime {
    /// The theme, as it was first written.
    pub theme: String,
    /// The indexes of the meetings in which it is named.
    pub meetings: Vec<usize>,
}

impl Timeline {
    /// The timeline of a client's sessions, in whatever order they come.
    pub fn of<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Self {
        let mut sessions: Vec<&Session> = sessions.into_iter().collect();
        sessions.sort_by_key(|session| (session.began, &session.id));
        let kept = marked_lines(&sessions);
        let meetings = sessions.iter().map(|session| meeting(session, &kept)).collect();
        Self { meetings, themes: themes(&sessions), kept_lines: kept_lines(&sessions) }
    }

    /// The days of dosing, the earliest first, each once.
    pub(crate) fn dosings(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.meetings.iter().filter_map(|meeting| meeting.dosed_on).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The themes named in one meeting, in the order of the rows.
    pub(crate) fn themes_of(&self, meeting: usize) -> impl Iterator<Item = &str> {
        let is_named = move |theme: &&ThemeOverTime| theme.meetings.binary_search(&meeting).is_ok();
        self.themes.iter().filter(is_named).map(|theme| theme.theme.as_str())
    }
}

type MarkedLines<'a> = HashMap<(&'a SessionId, &'a LineId), (&'a str, &'a KeptAs)>;

/// The words and the kind of each line that was kept for next time.
fn marked_lines<'a>(sessions: &[&'a Session]) -> MarkedLines<'a> {
    let marked = |session: &'a Session| {
        let lines = session.notes.lines().iter().filter_map(|line| Some((line, line.keep.as_ref()?)));
        lines.map(move |(line, kind)| ((&session.id, &line.id), (line.text.trim(), kind)))
    };
    sessions.iter().copied().flat_map(marked).collect()
}

fn meeting(session: &Session, kept: &MarkedLines<'_>) -> Meeting {
    let opens = session.notes.lines().iter().filter(|line| line.keep.is_some() && !line.text.trim().is_empty());
    let mut said: Vec<_> = session.outcomes.iter().filter(|said| said.outcome != OutcomeKind::KeptOpen).collect();
    said.sort_by_key(|said| (said.at, &said.from, &said.line));
    let closed = said.into_iter().map(|said| {
        let line = kept.get(&(&said.from, &said.line));
        Closed {
            text: line.map(|(text, _)| (*text).to_owned()),
            kind: line.map(|(_, kind)| (*kind).clone()),
            outcome: said.outcome.clone(),
        }
    });
    Meeting {
        session: session.id.clone(),
        began: session.began,
        dosed_on: session.dosed_on,
        days_after_dosing: session.days_after_dosing(),
        opened: opens.map(|line| line.text.trim().to_owned()).collect(),
        closed: closed.collect(),
    }
}

fn themes(sessions: &[&Session]) -> Vec<ThemeOverTime> {
    let mut themes: Vec<ThemeOverTime> = Vec::new();
    let mut rows: HashMap<String, usize> = HashMap::new();
    for (meeting, session) in sessions.iter().enumerate() {
        for theme in session.themes() {
            let row = *rows.entry(theme_key(theme)).or_insert(themes.len());
            match themes.get_mut(row) {
                Some(known) => known.meetings.push(meeting),
                None => themes.push(ThemeOverTime { theme: theme.to_owned(), meetings: vec![meeting] }),
            }
        }
    }
    themes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::notes::Stamp;

    fn at(days: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-01T10:00:00+01:00").unwrap() + chrono::TimeDelta::days(days)
    }

    fn session(days: i64, lines: &[(&str, Option<KeptAs>)]) -> Session {
        let mut session = Session::begin(at(days), "K-07", None, Vec::new());
        for (text, keep) in lines {
            session.notes.add(text, keep.clone(), &Stamp { at: at(days), prompt: None });
        }
        session
    }

    #[test]
    fn shows_when_themes_came_and_what_opened_and_closed() {
        let mut first = session(0, &[("the letter #mother", Some(KeptAs::Thread)), ("#Fear", None)]);
        first.dosed_on = Some(at(-3).date_naive());
        let mut second = session(14, &[("#water #fear", None)]);
        let letter = first.notes.lines()[0].id.clone();
        second.set_outcome(&letter, &first.id, OutcomeKind::Resolved, at(14));
        second.set_outcome(&letter, &SessionId::try_from("gone").unwrap(), OutcomeKind::LetGo, at(15));

        let timeline = Timeline::of([&second, &first]);
        assert_eq!(timeline, Timeline::of([&first, &second]), "in whatever order they come");
        let rows: Vec<(&str, &[usize])> =
            timeline.themes.iter().map(|theme| (theme.theme.as_str(), theme.meetings.as_slice())).collect();
        assert_eq!(rows, [("mother", &[0][..]), ("Fear", &[0, 1]), ("water", &[1])]);
        assert_eq!(timeline.themes_of(1).collect::<Vec<_>>(), ["Fear", "water"]);
        let [first, second] = &timeline.meetings[..] else { panic!() };
        assert_eq!((first.days_after_dosing, &first.opened[..]), (Some(3), &["the letter #mother".to_owned()][..]));
        let (text, kind) = (Some("the letter #mother".to_owned()), Some(KeptAs::Thread));
        let resolved = Closed { text, kind, outcome: OutcomeKind::Resolved };
        assert_eq!(second.closed, [resolved, Closed { text: None, kind: None, outcome: OutcomeKind::LetGo }]);
        assert_eq!(timeline.dosings(), [at(-3).date_naive()]);
        assert!(timeline.kept_lines.is_empty());
    }
}
