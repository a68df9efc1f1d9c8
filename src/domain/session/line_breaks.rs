//! One kind of line break in every text of a session that is not frozen.

use std::borrow::Cow;

use super::fractional_index::FractionalIndex;
use super::notes::{Line, Notes};
use super::{ClosingField, Session};
use crate::domain::line_breaks::{normalize, normalized};

/// Every text of a session that is not frozen has one kind of line break afterwards. A line of the notes becomes several.
pub(crate) fn normalize_session(session: &mut Session) {
    normalize(&mut session.addendum_draft);
    if session.is_finalized() {
        return;
    }
    for field in ClosingField::ALL {
        normalize(session.closing.field_mut(field));
    }
    session.client_wording = std::mem::take(&mut session.client_wording)
        .into_iter()
        .map(|mut wording| {
            normalize(&mut wording.text);
            wording
        })
        .collect();
    let conflicting_texts = std::mem::take(&mut session.closing.conflicting_texts);
    session.closing.conflicting_texts = conflicting_texts
        .into_iter()
        .map(|mut also| {
            normalize(&mut also.text);
            also
        })
        .collect();
    let lines = session.notes.lines();
    if lines.iter().any(|line| matches!(normalized(&line.text), Cow::Owned(_))) {
        session.notes = Notes::from(lines.iter().flat_map(|line| split(line)).collect::<Vec<_>>());
    }
}

/// The lines that a line becomes. Every device makes the same ones of it; all but the first get a place after it.
fn split(line: &Line) -> Vec<Line> {
    let text = normalized(&line.text);
    let pieces = text.split('\n').enumerate().map(|(index, piece)| {
        let line = Line { text: piece.to_owned(), ..line.clone() };
        if index == 0 {
            return line;
        }
        Line { id: line.id.derived(&format!("break-{index}")), order_key: FractionalIndex::default(), ..line }
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::session::ConflictingText;
    use crate::domain::session::finalizing::Digest;
    use crate::domain::session::notes::Stamp;
    use crate::domain::{Moment, Unknown};
    use crate::guidelines::integration_session;

    const BROKEN: &str = "one\r\ntwo\u{b}three\u{c}four\u{85}five\u{2028}six\u{2029}seven\reight";

    /// A session as a file may hold it: with every kind of line break in each of its texts.
    fn broken() -> Session {
        let at = Moment::try_from("2026-11-01T10:00:00+01:00").unwrap();
        let mut session = Session::begin(at, "K-07", None, integration_session().prompts);
        let stamp = Stamp { at, prompt: Some(session.prompts[1].id.clone()) };
        session.notes.replace_text(&format!("before\n{}\nafter", BROKEN.replace("\r\n", "\r")), 0, &stamp);
        session.closing.noticed = BROKEN.to_owned();
        session.closing.conflicting_texts.insert(ConflictingText {
            field: ClosingField::Noticed,
            text: BROKEN.to_owned(),
            unknown: Unknown::new(),
        });
        session.addendum_draft = BROKEN.to_owned();
        session
    }

    #[test]
    fn a_session_that_is_read_has_one_kind_of_line_break() {
        let (mut session, eight) = (broken(), "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight");
        let before = session.clone();
        normalize_session(&mut session);
        assert_eq!(session.notes.text(), format!("before\n{eight}\nafter"));
        let lines = session.notes.lines();
        assert!(lines.iter().all(|line| line.prompt == before.notes.lines()[1].prompt));
        assert_eq!([&lines[0], &lines[9]], [&before.notes.lines()[0], &before.notes.lines()[2]]);
        assert_eq!(lines[1].id, before.notes.lines()[1].id);
        assert!(lines.is_sorted_by_key(|line| (&line.order_key, &line.id)));
        assert_eq!(lines.iter().map(|line| &line.id).collect::<HashSet<_>>().len(), 10);
        assert_eq!([&session.closing.noticed, &session.addendum_draft], [eight, eight]);
        assert_eq!(session.closing.also_in(ClosingField::Noticed).collect::<Vec<_>>(), [eight]);
        let (mut again, mut on_another_device) = (session.clone(), before);
        normalize_session(&mut again);
        normalize_session(&mut on_another_device);
        assert_eq!([&again, &on_another_device], [&session, &session]);
    }

    #[test]
    fn frozen_words_stay_as_they_were_frozen() {
        let ended = Session { ended: Some(broken().began), addendum_draft: String::new(), ..broken() };
        let mut session = Session { finalized: ended.ended, ..ended.clone() };
        session.digest = Some(Digest::of(&session));
        let frozen = session.clone();
        normalize_session(&mut session);
        assert_eq!(session, frozen);
        let finalized = ended.finalize(ended.began).unwrap();
        assert!(finalized.closing.noticed.ends_with("seven\neight"), "what is finalized now has one kind");
        assert!(!session.was_changed_since_finalized() && !finalized.was_changed_since_finalized());
    }
}
