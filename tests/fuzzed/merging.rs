//! What fuzzing tries on merging: three versions of one session that come of a fourth.

use chrono::TimeDelta;

use super::notes::{Bytes, moment};
use holdspace::domain::prompts::guideline::KeptAs;
use holdspace::domain::session::merge::merge;
use holdspace::domain::session::notes::{Notes, Stamp};
use holdspace::domain::session::{ClosingField, Session};
use holdspace::storage::format;

/// The first bytes write a page, those after them edit it at three places apart.
///
/// # Panics
/// When the order of merging matters, or a line is lost.
pub fn merging(data: &[u8]) {
    let mut bytes = Bytes { left: data };
    let mut base = Session::begin(moment(), "K-07", None, Vec::new());
    write(&mut base.notes, &bytes.text(), 0);
    // As a file holds it: nobody reads another one.
    let base = filed(&base);
    let sides = [10, 20, 15].map(|minute| edited(&base, &mut bytes, minute));
    for base in [Some(&base), None] {
        check_laws(base, &sides);
        check_words(base, &sides[0], &sides[1]);
    }
}

fn filed(session: &Session) -> Session {
    format::read_session(&format::write_session(session)).expect("what was written is read")
}

fn stamp(minute: i64) -> Stamp {
    Stamp { at: moment() + TimeDelta::minutes(minute), prompt: None }
}

fn write(notes: &mut Notes, text: &str, minute: i64) {
    notes.replace_text(text, text.len(), &stamp(minute));
}

fn edited(base: &Session, bytes: &mut Bytes<'_>, minute: i64) -> Session {
    let mut session = base.clone();
    for minute in (minute..).take(bytes.number() % 6) {
        let text = session.notes.text();
        match bytes.number() % 9 {
            0 => {
                let line = bytes.number() % session.notes.lines().len().max(1);
                let kinds = [None, Some(KeptAs::Goal), Some(KeptAs::from("ritual".to_owned()))];
                session.notes.set_keep(line, kinds[bytes.number() % kinds.len()].clone());
            }
            1 => {
                let field = ClosingField::ALL[bytes.number() % ClosingField::ALL.len()];
                *session.closing.field_mut(field) = bytes.text();
            }
            2 => session.ended = Some(stamp(minute).at),
            3 => session = session.finalize(stamp(minute).at).unwrap_or(session),
            _ => {
                let (range, typed) = (bytes.range_of(&text), bytes.text());
                let new = format!("{}{typed}{}", &text[..range.start], &text[range.end..]);
                session.notes.replace_text(&new, range.start + typed.len(), &stamp(minute));
            }
        }
    }
    filed(&session)
}

fn check_laws(base: Option<&Session>, [one, other, third]: &[Session; 3]) {
    let merged = merge(base, one, other);
    assert_eq!(merged, merge(base, other, one), "the order of the sides matters");
    assert_eq!(merge(base, one, one), *one, "what is the same changes");
    assert_eq!(merge(base, &merged, other), merged, "what is merged already changes");
    let first = merge(base, &merged, third);
    assert_eq!(first, merge(base, one, &merge(base, other, third)), "the order of merging matters");
    let filed = filed(&merged);
    assert_eq!(filed.notes.text().trim_end(), merged.notes.text().trim_end(), "a merged page is not read as it was");
}

/// Every line that one side began, or changed, stands in what comes of both, or was written on there; where
/// the words of one side are frozen, those of the other stand in an addendum.
fn check_words(base: Option<&Session>, one: &Session, other: &Session) {
    let merged = merge(base, one, other);
    for line in one.notes.lines().iter().chain(other.notes.lines()) {
        let before = base.and_then(|base| base.notes.lines().iter().find(|before| before.id == line.id));
        let has_changed = before.is_none_or(|before| before.text != line.text);
        let lines = merged.notes.lines().iter().map(|merged| merged.text.as_str());
        let mut texts = lines.chain(merged.addenda.iter().map(|addendum| addendum.text.as_str()));
        let stands = texts.any(|text| text.starts_with(&line.text));
        // An addendum is not made of space alone.
        let is_blank = merged.is_finalized() && line.text.trim().is_empty();
        assert!(!has_changed || stands || is_blank, "{:?} is lost", line.text);
    }
}
