//! Finalizing: from then on a session's words stay as they are, and what is added is dated.
//!
//! Owns what is frozen, and how it is told that it was changed all the same. Must not know who asks
//! for it, or where it is kept.
//!
//! # What the digest is over
//!
//! The digest is the SHA-256, in 64 small hexadecimal digits, of what was frozen: the dosing date,
//! when the session began, ended and was finalized, its prompts in the words of the day, what was
//! touched, the written lines with their ids, times, prompts and marks, the outcomes, and closing.
//!
//! Not over the client's code: it says which folder the notes belong to, not what was said, and it may
//! be renamed in every session. Not over the words that were put for the client, which say the same as the lines, and
//! may be put otherwise later. Not over the addenda, which come later. Not over the version
//! vector and the order keys of lines, which say how versions come together; nor over fields that this version does not
//! know: whether they are part of it is for the version that does.
//!
//! What is digested is a text: `holdspace-frozen 1` and a line break, then one value after the other.
//! Words are their length in bytes, a colon, and they themselves; something that is not there is `-`;
//! a list is its length, and its values; every value ends with a line break. Moments are as RFC 3339
//! has them, with the offset of their clock. Kinds have the words of the first version of a session's file. A digest that is not 64 such digits is of a later version,
//! and cannot be checked here.
//!
//! A digest notices; it does not prove. Whoever changes a file and its digest is not found out.

use std::fmt::Write;

use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::notes::Line;
use super::session_size::{fits, may_fit};
use super::{Addendum, Closing, ClosingField, Outcome, OutcomeKind, Session};
use crate::domain::Moment;
use crate::domain::prompts::guideline::{KeptAs, Prompt};

/// What frozen words are known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The digest of a session as it is.
    pub fn of(session: &Session) -> Self {
        let mut text = Canonical::default();
        text.session(session);
        let bytes = sha2::Sha256::digest(text.0.as_bytes());
        Self(bytes.iter().fold(String::new(), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        }))
    }

    /// Whether this version knows how it was made.
    fn is_known(&self) -> bool {
        self.0.len() == 64 && self.0.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    }
}

impl Session {
    /// Whether its words are frozen.
    pub fn is_finalized(&self) -> bool {
        self.finalized.is_some()
    }

    /// The same session, finalized `now`. Nothing if it was not ended, or is finalized already.
    #[must_use]
    pub fn finalize(&self, now: Moment) -> Option<Self> {
        if self.is_finalized() || !self.is_finished() {
            return None;
        }
        let mut frozen = Self { finalized: Some(now.max(self.began)), ..self.clone().into_saved() };
        frozen.digest = Some(Digest::of(&frozen));
        Some(frozen)
    }

    /// Whether what was frozen is not what is here now. One that was finalized without a digest, or
    /// with one that a later version made, is taken to be as it was.
    pub fn was_changed_since_finalized(&self) -> bool {
        let known = self.digest.as_ref().filter(|digest| self.is_finalized() && digest.is_known());
        known.is_some_and(|digest| *digest != Digest::of(self))
    }

    /// Whether its words are frozen, as they were finalized, and not those of another version.
    pub(crate) fn is_frozen_otherwise_than(&self, other: &Self) -> bool {
        let has_same_words = || other.is_finalized() && Digest::of(other) == Digest::of(self);
        self.is_finalized() && !self.was_changed_since_finalized() && !has_same_words()
    }

    /// Writes at the addendum that is begun; it is kept with the session, and not yet part of it. Only
    /// what is finalized takes one, and no more than its file can hold. Says whether anything changed.
    pub(crate) fn write_addendum(&mut self, text: &str) -> bool {
        let changes = self.is_finalized() && self.addendum_draft != text;
        if !changes || !may_fit(0, text) {
            return false;
        }
        let before = std::mem::replace(&mut self.addendum_draft, text.to_owned());
        if text.len() > before.len() && !fits(self) {
            self.addendum_draft = before;
            return false;
        }
        true
    }

    /// Adds the addendum that is begun; from now on it stays as it is. Says whether there was one.
    pub(crate) fn add_addendum(&mut self, now: Moment) -> bool {
        let text = self.addendum_draft.trim();
        if text.is_empty() || !self.is_finalized() {
            return false;
        }
        self.addenda.push(Addendum::new(now, text));
        self.addendum_draft.clear();
        true
    }

    /// What it becomes when one of its earlier versions is restored. A finalized session stays as it
    /// is, unless it was changed since, and the version is what was frozen: then the code and what was
    /// added stay.
    #[must_use]
    pub(crate) fn restored_to(&self, version: &Self) -> Option<Self> {
        if !self.is_finalized() {
            return Some(version.clone());
        }
        let is_what_was_frozen = version.digest.is_some()
            && version.finalized == self.finalized
            && version.digest == self.digest
            && !version.was_changed_since_finalized();
        (is_what_was_frozen && self.was_changed_since_finalized()).then(|| Self {
            client: self.client.clone(),
            other_clients: self.other_clients.clone(),
            addenda: self.addenda.clone(),
            addendum_draft: self.addendum_draft.clone(),
            client_wording: self.client_wording.clone(),
            ..version.clone()
        })
    }
}

/// The text that is digested.
struct Canonical(String);

impl Default for Canonical {
    fn default() -> Self {
        Self("holdspace-frozen 1\n".to_owned())
    }
}

impl Canonical {
    fn words(&mut self, words: &str) {
        let _ = writeln!(self.0, "{}:{words}", words.len());
    }

    fn perhaps(&mut self, words: Option<&str>) {
        match words {
            Some(words) => self.words(words),
            None => self.0.push_str("-\n"),
        }
    }

    fn moment(&mut self, moment: Option<Moment>) {
        self.perhaps(moment.map(|moment| moment.to_rfc3339_opts(SecondsFormat::AutoSi, false)).as_deref());
    }

    fn list<T>(&mut self, values: impl ExactSizeIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        let _ = writeln!(self.0, "{}", values.len());
        values.for_each(|value| write(self, value));
    }

    fn session(&mut self, session: &Session) {
        // Every field is named here and below, so that each is either digested or left out on purpose.
        let Session {
            id,
            client: _,
            other_clients: _,
            dosed_on,
            began,
            ended,
            prompts,
            touched,
            notes,
            outcomes,
            client_wording: _,
            closing,
            addenda: _,
            addendum_draft: _,
            finalized,
            digest: _,
            version_vector: _,
            unknown: _,
        } = session;
        self.words(id.as_str());
        self.perhaps(dosed_on.map(|date| date.to_string()).as_deref());
        self.moment(Some(*began));
        self.moment(*ended);
        self.moment(*finalized);
        self.list(prompts.iter(), Self::prompt);
        self.list(touched.iter(), |text, prompt| text.words(prompt.as_str()));
        self.list(notes.written().iter(), |text, line| text.line(line));
        self.list(outcomes.iter(), Self::outcome);
        self.closing(closing);
    }

    fn prompt(&mut self, prompt: &Prompt) {
        let Prompt { id, kind, section, paragraph, title, guidance, only_if, keep_as, example_wording, unknown: _ } =
            prompt;
        self.words(id.as_str());
        self.words(kind.word());
        self.words(section);
        self.perhaps(paragraph.map(|number| number.to_string()).as_deref());
        self.words(title);
        self.words(guidance);
        self.perhaps(only_if.as_deref());
        self.kind(keep_as.as_ref());
        self.list(example_wording.iter(), |text, wording| text.words(wording));
    }

    /// The digest has the words of the first version of a session's file: it is to stay what it was.
    fn kind(&mut self, kind: Option<&KeptAs>) {
        self.perhaps(kind.map(|kind| match kind {
            KeptAs::Support => "holds-space",
            other => other.word(),
        }));
    }

    fn line(&mut self, line: &Line) {
        let Line { id, order_key: _, at, prompt, text, keep, conflict_of, unknown: _ } = line;
        self.words(&id.to_string());
        self.moment(Some(*at));
        self.perhaps(prompt.as_ref().map(crate::domain::id::PromptId::as_str));
        self.words(text);
        self.kind(keep.as_ref());
        self.perhaps(conflict_of.as_ref().map(ToString::to_string).as_deref());
    }

    fn outcome(&mut self, said: &Outcome) {
        let Outcome { line, from, outcome, at, unknown: _ } = said;
        self.words(&line.to_string());
        self.words(from.as_str());
        // As in `kind`.
        self.words(match outcome {
            OutcomeKind::KeptOpen => "kept",
            OutcomeKind::LetGo => "dropped",
            other => other.word(),
        });
        self.moment(Some(*at));
    }

    fn closing(&mut self, closing: &Closing) {
        let Closing {
            client_words: _,
            noticed: _,
            chart_summary: _,
            conflicting_texts: _,
            other_conflicting_texts: _,
            unknown: _,
        } = closing;
        for field in ClosingField::ALL {
            self.words(closing.field(field));
            self.list(closing.also_in(field).collect::<Vec<_>>().into_iter(), Self::words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::notes::Stamp;
    use crate::guidelines::integration_session;

    fn at(minute: i64) -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::minutes(minute)
    }

    fn frozen() -> Session {
        let mut session = Session::begin(at(0), "K-07", None, integration_session().prompts);
        session.notes.add("the river\u{1F30A}", Some(KeptAs::Goal), &Stamp { at: at(5), prompt: None });
        session.closing.noticed = "tired".to_owned();
        session.ended = Some(at(50));
        session.finalize(at(60)).unwrap()
    }

    #[test]
    fn only_what_was_ended_is_finalized_and_only_once() {
        let open = Session::begin(at(0), "", None, Vec::new());
        assert_eq!(open.finalize(at(1)), None);
        let frozen = frozen();
        assert_eq!(frozen.finalize(at(70)), None);
        assert!(frozen.is_finalized() && !frozen.was_changed_since_finalized());
    }

    #[test]
    fn what_is_digested_is_written_down() {
        let mut text = Canonical::default();
        let mut session = Session { id: "a".try_into().unwrap(), prompts: Vec::new(), ..frozen() };
        session.notes = crate::domain::session::notes::Notes::default();
        text.session(&session);
        let expected = "holdspace-frozen 1\n1:a\n-\n25:2026-11-23T14:02:11-05:00\n25:2026-11-23T14:52:11-05:00\n\
                        25:2026-11-23T15:02:11-05:00\n0\n0\n0\n0\n0:\n0\n5:tired\n0\n0:\n0\n";
        assert_eq!(text.0, expected);
        let digest = "8f7f2223a9fe5abd408225ee790e540e525bbe0696fc2b950d0a33b01626e552";
        assert_eq!(Digest::of(&session).0, digest);
    }

    #[test]
    fn whatever_was_frozen_and_is_changed_is_noticed() {
        let changes: [fn(&mut Session); 14] = [
            |session| session.dosed_on = Some(at(0).date_naive()),
            |session| session.began = at(1),
            |session| session.ended = None,
            |session| session.finalized = Some(at(61)),
            |session| drop(session.prompts.pop()),
            |session| session.prompts.swap(1, 2),
            |session| session.prompts[0].guidance.push('.'),
            |session| session.touch(&session.prompts[3].id.clone()),
            |session| drop(session.notes.reword(|text| Some(text.replace("river", "rivers")))),
            |session| drop(session.notes.set_keep(0, None)),
            |session| drop(session.notes.add("more", None, &Stamp { at: at(6), prompt: None })),
            |session| {
                session.set_outcome(&"l".try_into().unwrap(), &"s".try_into().unwrap(), OutcomeKind::KeptOpen, at(1));
            },
            |session| session.closing.noticed.clear(),
            |session| session.closing.chart_summary = std::mem::take(&mut session.closing.noticed),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut session = frozen();
            change(&mut session);
            assert!(session.was_changed_since_finalized(), "change {number}");
        }
    }

    #[test]
    fn what_comes_later_is_no_change() {
        let mut session = frozen();
        session.client = "R-03".to_owned();
        session.version_vector.increment("one", 5);
        session.unknown.insert("later".to_owned(), true.into());
        assert!(session.write_addendum(" She called. ") && !session.write_addendum(" She called. "));
        assert!(session.add_addendum(at(90)) && !session.add_addendum(at(91)));
        assert_eq!(session.addenda, [Addendum::new(at(90), "She called.")]);
        assert_eq!(session.addendum_draft, "");
        assert!(!session.was_changed_since_finalized());
        session.digest = serde_json::from_str("\"made otherwise\"").ok();
        assert!(!session.was_changed_since_finalized(), "it cannot be checked");
        let mut open = Session::begin(at(0), "", None, Vec::new());
        assert!(!open.write_addendum("more") && !open.add_addendum(at(1)));
    }

    #[test]
    fn it_stays_as_it_is_unless_it_was_changed_from_outside() {
        let mut now = frozen();
        let earlier = Session { finalized: None, digest: None, ..now.clone() };
        assert_eq!(earlier.restored_to(&now), Some(now.clone()));
        assert_eq!(now.restored_to(&earlier), None);
        assert_eq!(now.restored_to(&now.clone()), None);
        assert!(now.is_frozen_otherwise_than(&earlier) && !now.is_frozen_otherwise_than(&now.clone()));
        assert!(!earlier.is_frozen_otherwise_than(&now));
        let kept = now.clone();
        now.notes.reword(|_| Some("something else".to_owned()));
        now.addenda.push(Addendum::new(at(90), "added"));
        now.client = "R-03".to_owned();
        assert_eq!(now.restored_to(&earlier), None);
        let restored = now.restored_to(&kept).unwrap();
        assert_eq!(restored, Session { addenda: now.addenda.clone(), client: now.client.clone(), ..kept });
    }
}
