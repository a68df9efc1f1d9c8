//! When a session began and ended: what its owner can mend, and what is proposed for one that was left open.
//!
//! The stamps of its lines are their own and are never changed here.

use chrono::NaiveDate;

use super::Session;
use crate::domain::Moment;
use crate::domain::date_input::TimeOfDay;

/// A session in which nothing was written for so many minutes was left open.
const LEFT_OPEN_AFTER: i64 = 2 * 60;

/// When a session began, and when it ended if it has. Times that are made here never end before they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    began: Moment,
    ended: Option<Moment>,
}

/// The end of a session that was left open, as its notes tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LikelyEnd {
    /// When its last line was begun.
    LastLine(Moment),
    /// Nothing was written: when it began.
    Beginning(Moment),
}

impl LikelyEnd {
    /// The moment.
    pub fn at(self) -> Moment {
        match self {
            Self::LastLine(at) | Self::Beginning(at) => at,
        }
    }
}

impl Times {
    /// Times of a session; none if it would end before it begins.
    pub fn new(began: Moment, ended: Option<Moment>) -> Option<Self> {
        ended.is_none_or(|ended| ended >= began).then_some(Self { began, ended })
    }

    /// The times that a session has. Those of two computers that were put together may be in the wrong order.
    pub fn of(session: &Session) -> Self {
        Self { began: session.began, ended: session.ended }
    }

    /// When it began.
    pub fn began(self) -> Moment {
        self.began
    }

    /// When it ended.
    pub fn ended(self) -> Option<Moment> {
        self.ended
    }

    /// Whether it ends before it begins.
    pub(crate) fn are_reversed(self) -> bool {
        self.ended.is_some_and(|ended| ended < self.began)
    }

    /// The same times of day on another day: the end moves with the beginning.
    #[must_use]
    pub(crate) fn on_day(self, day: NaiveDate) -> Self {
        let days = (day - self.began.date_naive()).num_days();
        Self { began: self.began.plus_days(days), ended: self.ended.map(|ended| ended.plus_days(days)) }
    }

    /// It began at another time of its day; none if it would have ended before.
    pub(crate) fn beginning_at(self, time: TimeOfDay) -> Option<Self> {
        Self::new(self.began.on_its_clock(self.began.date_naive(), time.hour, time.minute), self.ended)
    }

    /// It ended on a day at a time, on the clock by which it began; none if that is before it began. The minute
    /// in which it began counts as its beginning.
    pub(crate) fn ending_at(self, day: NaiveDate, time: TimeOfDay) -> Option<Self> {
        let ended = self.began.on_its_clock(day, time.hour, time.minute);
        let is_its_minute = ended < self.began && self.began - ended < self.began.plus_minutes(1) - self.began;
        Self::new(self.began, Some(if is_its_minute { self.began } else { ended }))
    }
}

impl Session {
    /// When the sitting was over, as the notes tell it: at the last line before the first long pause. One before the
    /// first line counts if that is of another day: otherwise it is the beginning that was mended.
    pub(crate) fn likely_end(&self) -> LikelyEnd {
        let mut written: Vec<Moment> =
            self.notes.lines().iter().filter(|line| !line.text.trim().is_empty()).map(|line| line.at).collect();
        written.sort_unstable();
        let mut last = None;
        for at in written.into_iter().filter(|at| *at >= self.began) {
            let is_mended = last.is_none() && at.is_on_day_of(self.began);
            if !is_mended && at.minutes_since(last.unwrap_or(self.began)) >= LEFT_OPEN_AFTER {
                break;
            }
            last = Some(at);
        }
        last.map_or(LikelyEnd::Beginning(self.began), LikelyEnd::LastLine)
    }

    /// When the session ended that was left open: nothing was written in it for long. None while it is held.
    pub(crate) fn left_open(&self, now: Moment) -> Option<LikelyEnd> {
        let end = self.likely_end();
        (now.minutes_since(end.at()) >= LEFT_OPEN_AFTER).then_some(end)
    }

    /// Takes the times that its owner gives it.
    pub fn set_times(&mut self, times: Times) {
        self.began = times.began;
        self.ended = times.ended;
    }

    /// Whether nothing was put into it yet but a client's code: no line, no closing, no outcome, no addendum, no
    /// date and no end. The prompts that were looked at do not count.
    pub(crate) fn is_unwritten(&self) -> bool {
        self.ended.is_none() && self.dosed_on.is_none() && !self.has_words()
    }

    /// Whether anything was written or said in it.
    pub(crate) fn has_words(&self) -> bool {
        // Every field is named: one that is added is either words or not.
        let Self {
            notes,
            closing,
            outcomes,
            client_wording,
            addenda,
            addendum_draft,
            unknown,
            other_clients,
            id: _,
            client: _,
            dosed_on: _,
            began: _,
            ended: _,
            prompts: _,
            touched: _,
            finalized: _,
            digest: _,
            version_vector: _,
        } = self;
        let is_written = |text: &str| !text.trim().is_empty();
        notes.lines().iter().any(|line| is_written(&line.text))
            || *closing != super::Closing::default()
            || !outcomes.is_empty()
            || !client_wording.is_empty()
            || !addenda.is_empty()
            || is_written(addendum_draft)
            || !unknown.is_empty()
            || !other_clients.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::session::OutcomeKind;
    use crate::domain::session::notes::Stamp;

    fn at(text: &str) -> Moment {
        Moment::try_from(format!("2026-11-{text}-05:00").as_str()).unwrap()
    }

    fn session(lines: &[&str]) -> Session {
        let mut session = Session::begin(at("16T14:02:11"), "K-07", None, Vec::new());
        for line in lines {
            session.notes.add("words", None, &Stamp { at: at(line), prompt: None });
        }
        session
    }

    fn time(hour: u32, minute: u32) -> TimeOfDay {
        TimeOfDay { hour, minute }
    }

    #[test]
    fn a_session_left_open_ended_at_the_last_line_of_its_sitting() {
        let now = at("25T10:00:00");
        for (lines, expected) in [
            (&[][..], LikelyEnd::Beginning(at("16T14:02:11"))),
            (&["16T14:30:00", "16T14:54:40"][..], LikelyEnd::LastLine(at("16T14:54:40"))),
            // What was added nine days later is no part of it.
            (&["16T14:54:40", "25T09:59:00"][..], LikelyEnd::LastLine(at("16T14:54:40"))),
            (&["25T09:59:00"][..], LikelyEnd::Beginning(at("16T14:02:11"))),
            // Past midnight it went on.
            (
                &["16T15:50:00", "16T17:40:00", "16T19:30:00", "16T21:20:00", "16T23:10:00", "17T00:40:00"][..],
                LikelyEnd::LastLine(at("17T00:40:00")),
            ),
            // Its beginning was put at an earlier time of the day.
            (&["16T17:00:00", "16T17:20:00"][..], LikelyEnd::LastLine(at("16T17:20:00"))),
            (&["15T09:00:00"][..], LikelyEnd::Beginning(at("16T14:02:11"))),
            // Lines were moved about.
            (&["16T14:54:40", "16T14:30:00"][..], LikelyEnd::LastLine(at("16T14:54:40"))),
        ] {
            let session = session(lines);
            assert_eq!(session.likely_end(), expected, "{lines:?}");
            assert_eq!(session.left_open(now), Some(expected));
            assert_eq!(session.left_open(expected.at().plus_minutes(119)), None, "it is held");
        }
        let mut session = session(&["16T14:30:00"]);
        session.notes.add(" ", None, &Stamp { at: at("16T15:30:00"), prompt: None });
        assert_eq!(session.likely_end(), LikelyEnd::LastLine(at("16T14:30:00")), "a line without words says nothing");
    }

    #[test]
    fn the_end_is_never_before_the_beginning_and_moves_with_its_day() {
        let times = Times::new(at("16T14:02:11"), Some(at("16T14:54:40"))).unwrap();
        let moved = times.on_day("2026-11-20".parse().unwrap());
        assert_eq!((moved.began(), moved.ended()), (at("20T14:02:11"), Some(at("20T14:54:40"))));
        assert_eq!(times.beginning_at(time(14, 30)).unwrap().began(), at("16T14:30:00"));
        assert_eq!(times.beginning_at(time(14, 55)), None);
        let day = "2026-11-16".parse().unwrap();
        assert_eq!(times.ending_at(day, time(14, 1)), None);
        assert_eq!(times.ending_at(day, time(14, 2)).unwrap().ended(), Some(at("16T14:02:11")));
        assert_eq!(times.ending_at(day, time(15, 0)).unwrap().ended(), Some(at("16T15:00:00")));
        let next = "2026-11-17".parse().unwrap();
        assert_eq!(times.ending_at(next, time(0, 20)).unwrap().ended(), Some(at("17T00:20:00")));
    }

    #[test]
    fn a_session_that_is_ended_by_a_clock_that_was_set_back_ends_as_it_began() {
        let mut open =
            crate::domain::session::open_session::OpenSession::begin(at("16T14:02:11"), "K-07", None, Vec::new());
        open.end(at("16T13:10:00"));
        assert_eq!(Times::of(open.session()).ended(), Some(at("16T14:02:11")));
    }

    #[test]
    fn only_a_code_is_not_yet_written_in() {
        assert!(session(&[]).is_unwritten());
        assert!(!session(&["16T14:30:00"]).is_unwritten());
        let changes: [fn(&mut Session); 7] = [
            |session| session.addenda.push(crate::domain::session::Addendum::new(at("16T14:30:00"), "x")),
            |session| drop(session.unknown.insert("of_a_later_version".to_owned(), true.into())),
            |session| session.ended = Some(at("16T14:30:00")),
            |session| session.dosed_on = "2026-11-10".parse().ok(),
            |session| session.closing.noticed = "x".to_owned(),
            |session| session.addendum_draft = "x".to_owned(),
            |session| {
                let line = crate::domain::id::LineId::try_from("line".to_owned()).unwrap();
                session.set_outcome(&line, &session.id.clone(), OutcomeKind::Resolved, at("16T14:30:00"));
            },
        ];
        for change in changes {
            let mut session = session(&[]);
            change(&mut session);
            assert!(!session.is_unwritten());
        }
    }

    proptest! {
        #[test]
        fn whatever_is_mended_the_order_stays(
            edits in prop::collection::vec((0..3_u8, -400..400_i64, 0..24_u32, 0..60_u32), 0..12),
        ) {
            let mut times = Times::new(at("16T14:02:11"), Some(at("16T14:54:40"))).unwrap();
            for (kind, days, hour, minute) in edits {
                let day = times.began().plus_days(days).date_naive();
                times = match kind {
                    0 => times.on_day(day),
                    1 => times.beginning_at(time(hour, minute)).unwrap_or(times),
                    _ => times.ending_at(day, time(hour, minute)).unwrap_or(times),
                };
                prop_assert!(!times.are_reversed());
            }
        }
    }
}
