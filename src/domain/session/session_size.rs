//! How large a session may become: no larger than its file can be.
//!
//! Must not know where a file is. What is said here is checked before anything is taken into a session.

use super::client_wording::ClientWording;
use super::notes::{Change, Line};
use super::{Addendum, Closing, ConflictingText, Origin, Outcome, Session};
use crate::domain::Unknown;
use crate::domain::id::LineId;
use crate::domain::json::Json;
use crate::domain::prompts::guideline::{KeptAs, Prompt};

/// The most bytes that a file may have: 18 MiB, some thousand times a long session.
pub const MAX_FILE_BYTES: usize = 18 * 1024 * 1024;

/// The most bytes that a session may come to have by writing: so many that a save, a later mark, its end, and the longer
/// names of a later version of its file still have room.
const MAX_WRITTEN_BYTES: usize = 16 * 1024 * 1024 - 64 * 1024;

/// The fewest bytes that one more line takes in a file beside its text.
const MIN_LINE_BYTES: usize = 120;

/// The most bytes that a field takes beside its value: indentation, name, signs and line break.
const FIELD_BYTES: usize = 28;

/// The most bytes that one byte of a text takes: a control character is written as its number.
const MAX_CHARACTER_BYTES: usize = 6;

/// The most bytes that an object takes beside its fields.
const OBJECT_BYTES: usize = 16;

/// The fields of a later version are one field of a value, and as many of its object as they are: each is counted by itself.
const UNKNOWN: usize = 1;

/// The most bytes of a time or a day.
const MOMENT_BYTES: usize = 28;

/// Whether a session can be saved as one file, and a little more be written into it.
pub fn fits(session: &Session) -> bool {
    file_bytes(session) <= MAX_WRITTEN_BYTES
}

/// Whether text may yet fit into what already has so many bytes; told from its length alone, so that what
/// cannot is never taken apart.
pub(crate) fn may_fit(bytes: usize, text: &str) -> bool {
    bytes.saturating_add(text.len()) <= MAX_WRITTEN_BYTES
}

/// How many bytes may yet be written into a session.
pub(crate) fn bytes_left(session: &Session) -> usize {
    MAX_WRITTEN_BYTES.saturating_sub(file_bytes(session))
}

/// How many bytes a change of the notes adds to the file at most; the mark of the prompt that is written under is one of
/// them.
pub(crate) fn most_bytes_added(change: &Change) -> usize {
    let named = |line: &Line| line.prompt.as_ref().map_or(0, |id| FIELD_BYTES + text(id.as_str()));
    let mark: usize = change.after.iter().map(|line| named(line)).sum();
    match (change.before.as_slice(), change.after.as_slice()) {
        ([before], [after]) if is_same_but_for_words(before, after) => {
            2 * mark + MAX_CHARACTER_BYTES * after.text.len().saturating_sub(before.text.len())
        }
        (_, after) => mark + after.iter().map(|line| line_bytes(line)).sum::<usize>(),
    }
}

/// Whether nothing of two lines differs that has a length, but for the words and the prompt.
fn is_same_but_for_words(one: &Line, other: &Line) -> bool {
    (&one.id, &one.order_key, &one.keep, &one.conflict_of, &one.unknown)
        == (&other.id, &other.order_key, &other.keep, &other.conflict_of, &other.unknown)
}

/// The same where each line of the text becomes a line of the notes.
pub(crate) fn may_fit_as_lines(bytes: usize, text: &str) -> bool {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    may_fit(bytes.saturating_add(breaks.saturating_mul(MIN_LINE_BYTES)), text)
}

/// Takes a value apart by every field, and counts them: one that is added is asked for here, and counted.
macro_rules! take_apart {
    ($count:ident; $type:ident { $($field:ident $(: $pattern:pat)?),+ $(,)? } = $value:expr) => {
        let $type { $($field $(: $pattern)?),+ } = $value;
        let $count = [$(stringify!($field)),+].len();
    };
}

/// How many bytes a session has in its file at most: every field of every value in it is counted, also one that is added
/// later. A session of some length has no fewer than half of them.
pub(crate) fn file_bytes(session: &Session) -> usize {
    take_apart!(count; Session {
        id,
        client,
        other_clients,
        dosed_on: _,
        began: _,
        ended: _,
        prompts,
        touched,
        notes,
        outcomes,
        client_wording,
        closing,
        addenda,
        addendum_draft,
        finalized: _,
        digest: _,
        version_vector,
        unknown,
    } = session);
    // The format and its version stand before them; what has no text of its own: four times, a digest.
    let fixed = fields(count + 2) + text(id.as_str()) + 4 * MOMENT_BYTES + 66;
    let texts = texts([client.as_str(), addendum_draft]) + texts(other_clients) + FIELD_BYTES * other_clients.len();
    let lists = touched.iter().map(|id| FIELD_BYTES + id.as_str().len()).sum::<usize>()
        + prompts.iter().map(prompt_bytes).sum::<usize>()
        + notes.lines().iter().map(|line| line_bytes(line)).sum::<usize>()
        + outcomes.iter().map(outcome_bytes).sum::<usize>()
        + client_wording.iter().map(wording_bytes).sum::<usize>()
        + addenda.iter().map(addendum_bytes).sum::<usize>();
    fixed
        + texts
        + lists
        + version_vector.replicas().map(|name| FIELD_BYTES + text(name) + 20).sum::<usize>()
        + closing_bytes(closing)
        + unknown_bytes(unknown)
}

fn prompt_bytes(prompt: &Prompt) -> usize {
    take_apart!(count; Prompt {
        id, kind, section, paragraph: _, title, guidance, only_if, keep_as, example_wording, unknown
    } = prompt);
    let kinds = texts([kind.word()].into_iter().chain(keep_as.as_ref().map(KeptAs::word)));
    let words = texts([section, title, guidance].into_iter().chain(only_if).chain(example_wording));
    let ids = text(id.as_str()) + 10;
    fields(count - UNKNOWN + example_wording.len()) + OBJECT_BYTES + ids + kinds + words + unknown_bytes(unknown)
}

fn line_bytes(line: &Line) -> usize {
    take_apart!(count; Line { id, order_key, at: _, prompt, text: words, keep, conflict_of, unknown } = line);
    let optional = [
        prompt.as_ref().map(|id| text(id.as_str())),
        keep.as_ref().map(|kind| text(kind.word())),
        conflict_of.as_ref().map(id_bytes),
    ];
    let required = fields(count - UNKNOWN - optional.len())
        + OBJECT_BYTES
        + MOMENT_BYTES
        + id_bytes(id)
        + texts([&order_key.digits(), words]);
    let optional: usize = optional.into_iter().flatten().map(|value| FIELD_BYTES + value).sum();
    required + optional + unknown_bytes(unknown)
}

fn id_bytes(id: &LineId) -> usize {
    id.bytes() + 2
}

fn outcome_bytes(said: &Outcome) -> usize {
    take_apart!(count; Outcome { line, from, outcome, at: _, unknown } = said);
    let texts = texts([from.as_str(), outcome.word()]);
    fields(count - UNKNOWN) + OBJECT_BYTES + MOMENT_BYTES + id_bytes(line) + texts + unknown_bytes(unknown)
}

fn wording_bytes(wording: &ClientWording) -> usize {
    take_apart!(count; ClientWording { from, line, text: words, unknown } = wording);
    let texts = texts([from.as_str(), words]);
    fields(count - UNKNOWN) + OBJECT_BYTES + id_bytes(line) + texts + unknown_bytes(unknown)
}

fn closing_bytes(closing: &Closing) -> usize {
    take_apart!(count; Closing {
        client_words, noticed, chart_summary, conflicting_texts, other_conflicting_texts, unknown
    } = closing);
    let conflict = |conflict: &ConflictingText| {
        take_apart!(count; ConflictingText { field: _, text: words, unknown } = conflict);
        fields(count) + OBJECT_BYTES + text(words) + unknown_bytes(unknown)
    };
    let conflicts = conflicting_texts.iter().map(conflict).sum::<usize>()
        + other_conflicting_texts.iter().map(|value| FIELD_BYTES + json(value, 3)).sum::<usize>();
    fields(count - UNKNOWN)
        + OBJECT_BYTES
        + texts([client_words, noticed, chart_summary])
        + conflicts
        + unknown_bytes(unknown)
}

fn addendum_bytes(addendum: &Addendum) -> usize {
    take_apart!(count; Addendum { at: _, text: words, origin, unknown } = addendum);
    let origin = origin.as_ref().map_or(0, |origin| match origin {
        Origin::Line(_) | Origin::Field(_) => fields(3) + OBJECT_BYTES + 66,
        Origin::Other(value) => FIELD_BYTES + json(value, 3),
    });
    fields(count - UNKNOWN) + OBJECT_BYTES + MOMENT_BYTES + text(words) + origin + unknown_bytes(unknown)
}

/// The bytes of so many fields without their values.
fn fields(count: usize) -> usize {
    count * FIELD_BYTES
}

fn unknown_bytes(unknown: &Unknown) -> usize {
    unknown.iter().map(|(name, value)| FIELD_BYTES + text(name) + json(value, 3)).sum()
}

fn texts<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> usize {
    all.into_iter().map(|words| text(words.as_ref())).sum()
}

/// A text with its quotation marks, and with the signs that stand for others.
fn text(words: &str) -> usize {
    let bytes = words.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        ..b' ' => 6,
        _ => 1,
    });
    bytes.sum::<usize>() + 2
}

/// A value that is within so many others.
fn json(value: &Json, depth: usize) -> usize {
    let within = 2 * (depth + 1) + 4;
    match value {
        Json::Null | Json::Bool(_) => 5,
        Json::Number(digits) => digits.len(),
        Json::Text(words) => text(words),
        Json::List(values) => within + values.iter().map(|value| within + json(value, depth + 1)).sum::<usize>(),
        Json::Object(fields) => {
            let field = |(name, value): (&String, &Json)| within + text(name) + json(value, depth + 1);
            within + fields.iter().map(field).sum::<usize>()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Moment;
    use crate::domain::session::Closing;
    use crate::domain::session::notes::Stamp;
    use crate::domain::session::open_session::OpenSession;
    use crate::storage::format::{read_session, write_session};

    fn at() -> Moment {
        Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
    }

    fn begun() -> OpenSession {
        OpenSession::begin(at(), "K-07", None, crate::guidelines::integration_session().prompts)
    }

    /// A session with a line that leaves so little room.
    fn nearly_full(room: usize) -> OpenSession {
        let mut open = begun();
        open.write("a", 0, 1, at());
        let left = MAX_WRITTEN_BYTES - file_bytes(open.session()) - room;
        let text = "a".repeat(left);
        open.write(&text, 1, text.len(), at());
        assert!(!open.take_left_out());
        open
    }

    #[test]
    fn a_session_is_counted_as_its_file_has_it() {
        let mut open = begun();
        open.write("one “two”\n\u{1}\\\n\n#three", 0, 0, at());
        let check = |session: &Session| {
            let (counted, written) = (file_bytes(session), write_session(session).len());
            assert!((counted / 2 - 100..=counted).contains(&written), "{counted} {written}");
        };
        check(open.session());
        for name in ["one", "frozen", "before", "brief"] {
            let path = format!("{}/tests/fixtures/version-1/notes/sessions/{name}.json", env!("CARGO_MANIFEST_DIR"));
            check(&read_session(&std::fs::read(path).unwrap()).unwrap());
        }
        let full = write_session(nearly_full(0).session());
        assert!(full.len() <= MAX_FILE_BYTES && read_session(&full).is_ok());
    }

    #[test]
    fn nothing_is_taken_in_that_could_not_be_saved() {
        let mut open = nearly_full(100);
        let (text, revision) = (open.session().notes.text(), open.revision());
        let longer = format!("{text}{}", "b".repeat(200));
        open.write(&longer, text.len(), longer.len(), at());
        assert!(open.take_left_out() && open.session().notes.text() == text && open.revision() == revision);
        let lines = "b\n".repeat(2_500_000);
        assert!(!open.may_paste(&lines) && open.take_left_out());
        open.write(&lines, text.len(), lines.len(), at());
        assert!(open.take_left_out() && open.session().notes.text() == text);
        open.set_closing(Closing { noticed: "b".repeat(200), ..Closing::default() });
        assert!(open.take_left_out() && open.session().closing.noticed.is_empty());
        open.add_kept_line(&"b".repeat(200), KeptAs::Thread, at());
        assert!(open.take_left_out() && open.session().notes.text() == text);
        // Less is always taken, and what was undone comes back only where there is room for it.
        open.write("a", text.len(), 1, at().plus_minutes(1));
        open.set_closing(Closing { noticed: "b".repeat(4000), ..Closing::default() });
        assert!(!open.take_left_out());
        assert_eq!((open.undo(), open.take_left_out()), (None, true));
        assert_eq!(open.session().notes.text(), "a");
        open.set_closing(Closing::default());
        assert!(open.undo().is_some() && open.session().notes.text() == text);
    }

    #[test]
    fn an_addendum_is_no_longer_than_its_file_can_hold() {
        let mut open = nearly_full(1000);
        open.end(at());
        let mut frozen = open.session().finalize(at()).unwrap();
        assert!(frozen.write_addendum("and") && !frozen.write_addendum(&"b".repeat(2000)));
        assert_eq!(frozen.addendum_draft, "and");
        assert!(frozen.add_addendum(at()));
        assert!(read_session(&write_session(&frozen)).is_ok());
    }

    #[test]
    fn what_two_devices_wrote_is_together_however_long_it_is() {
        let mut open = nearly_full(100);
        let base = open.session().clone();
        let mut theirs = OpenSession::open(base.clone()).unwrap();
        theirs.set_closing(Closing { noticed: "theirs".to_owned(), ..Closing::default() });
        let mut theirs = theirs.session().clone();
        theirs.closing.noticed = "b".repeat(MAX_FILE_BYTES / 2);
        open.take_in(Some(&base), &theirs);
        assert_eq!(open.session().closing.noticed.len(), MAX_FILE_BYTES / 2);
        assert_eq!(open.session().notes.text(), base.notes.text());
    }

    proptest! {
        #[test]
        fn no_change_adds_more_than_is_said(
            first in "[a\"\u{1}é\n]{0,20}", second in "[a\"\u{1}é\n]{0,20}", caret in 0..20_usize, mark in 0..4_usize
        ) {
            let mut session = begun().session().clone();
            let stamp = |prompt: usize| Stamp { at: at(), prompt: Some(session.prompts[prompt].id.clone()) };
            let stamps = [stamp(1), stamp(2)];
            session.notes.replace_text(&first, first.len(), &stamps[0]);
            session.notes.set_keep(mark, Some(KeptAs::Thread));
            let before = file_bytes(&session);
            let change = session.notes.replace_text(&second, second.floor_char_boundary(caret), &stamps[1]);
            if let Some(change) = change {
                session.touch(stamps[1].prompt.as_ref().unwrap());
                prop_assert!(file_bytes(&session) <= before + most_bytes_added(&change));
            }
        }
    }
}
