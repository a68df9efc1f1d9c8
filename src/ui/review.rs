//! The Review screen: past sessions, read, searched and compared.

pub mod clients;
pub(crate) mod copying;
pub mod difference;
pub mod finalize_panel;
pub mod pages;
pub mod passage;
pub mod reading;
pub(crate) mod restored;
pub mod review_screen;
#[cfg(test)]
pub(crate) mod sample;
pub mod session_list;
pub mod session_row;
pub mod timeline;
pub mod trash;
pub mod unreadable;
pub mod versions;

use clients::RenamingState;
use passage::CurrentHit;
use unreadable::UnreadableRow;

use crate::domain::Moment;
use crate::domain::date_input::DateReader;
use crate::domain::id::SessionId;
use crate::domain::library::search::Query;
use crate::domain::library::{EndedLines, Library};
use crate::domain::progress::Progress;
use crate::domain::session::Session;
use crate::domain::session::session_scope::SessionScope;
use crate::ui::text;

/// What Review shows.
pub struct Review<'a> {
    /// Every session that was read so far, and may be shown.
    pub library: &'a Library,
    /// Whose sessions may be shown.
    pub scope: &'a SessionScope,
    /// The library that says whether a code is used. It may hold what is not to be shown.
    pub every_code: &'a Library,
    /// The files that could not be read.
    pub unreadable: &'a [UnreadableRow],
    /// Whether more sessions are being read.
    pub loading: bool,
    /// How far they are read, if that takes long.
    pub progress: Option<Progress>,
    /// The session that is open for writing.
    pub open: Option<&'a SessionId>,
    /// What is being renamed, or was last.
    pub renaming: Option<&'a RenamingState>,
    /// Now.
    pub now: Moment,
    /// How dates are read.
    pub dates: DateReader,
}

impl Review<'_> {
    /// Whose sessions a page goes through that goes through all that may be shown.
    pub fn everybody(&self) -> &str {
        self.scope.only_client().map_or(text::review::everybody(), text::notes::whose)
    }
}

/// A session that is read.
pub struct SessionView<'a> {
    /// The session.
    pub session: &'a Session,
    /// Which session with its client it is.
    pub ordinal: Option<usize>,
    /// What became of its lines that are no longer kept for next time, if that is known.
    pub ended: Option<&'a EndedLines>,
    /// What to highlight.
    pub query: &'a Query,
    /// The hit that one is at.
    pub at: Option<CurrentHit<'a>>,
    /// Where it is.
    pub context: ReadingContext,
}

/// Where a session that is read is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingContext {
    /// Among the others.
    InLibrary,
    /// It is open for writing.
    Open,
    /// In the trash.
    InTrash,
    /// It is an earlier version.
    EarlierVersion,
    /// It is part of a page that goes through several.
    OnPage,
    /// It is beside the notes of the one that is open.
    BesideNotes,
}

impl ReadingContext {
    /// Whether its prompts and themes lead to what else was written under them.
    fn leads_on(self) -> bool {
        matches!(self, Self::InLibrary | Self::Open | Self::OnPage)
    }
}
