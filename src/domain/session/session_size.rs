//! How large a session may become: no larger than its file can be.
//!
//! Must not know where a file is. What is said here is checked before anything is taken into a session.

use std::io::{self, Write};

use super::Session;

/// The most bytes that a file may have: 16 MiB, some thousand times a long session.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// What a save, a later mark or the end of a session may add: room that writing leaves.
const RESERVED_BYTES: usize = 64 * 1024;

/// The fewest bytes that one more line takes in a file beside its text.
const MIN_LINE_BYTES: usize = 120;

/// What is said where something is not taken in, and what to do.
pub const TOO_LONG: &str =
    "This is too long for one session, and was left out. Paste a smaller part, or begin another session for it.";

/// Whether a session can be saved as one file, and a little more be written into it.
pub fn fits(session: &Session) -> bool {
    file_bytes(session) <= MAX_FILE_BYTES - RESERVED_BYTES
}

/// Whether text may yet fit into what already has so many bytes; told from its length alone, so that what
/// cannot is never taken apart.
pub fn may_fit(bytes: usize, text: &str) -> bool {
    bytes.saturating_add(text.len()) <= MAX_FILE_BYTES - RESERVED_BYTES
}

/// The same where each line of the text becomes a line of the notes.
pub fn may_fit_as_lines(bytes: usize, text: &str) -> bool {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    may_fit(bytes.saturating_add(breaks.saturating_mul(MIN_LINE_BYTES)), text)
}

/// How many bytes a session has in its file, but for the name of its format.
pub fn file_bytes(session: &Session) -> usize {
    let mut counted = Counted(0);
    // Counting cannot fail. Were it to, nothing more would be taken in, and nothing be lost.
    serde_json::to_writer_pretty(&mut counted, session).map_or(usize::MAX, |()| counted.0)
}

struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;
    use crate::domain::prompts::guideline::CarryKind;
    use crate::domain::session::Closing;
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
        let left = MAX_FILE_BYTES - RESERVED_BYTES - file_bytes(open.session()) - room;
        let text = "a".repeat(left);
        open.write(&text, 1, text.len(), at());
        assert!(!open.take_left_out());
        open
    }

    #[test]
    fn a_session_is_counted_as_its_file_has_it() {
        let mut open = begun();
        open.write("one “two”\n\u{1}\\\n\n#three", 0, 0, at());
        let (counted, written) = (file_bytes(open.session()), write_session(open.session()).len());
        assert!((counted..counted + 80).contains(&written), "{counted} {written}");
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
        open.add_carried_line(&"b".repeat(200), CarryKind::Thread, at());
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
        assert_eq!(frozen.addendum_begun, "and");
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
}
