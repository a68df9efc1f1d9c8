//! What the app holds while the notes are open.
//!
//! Owns everything that can have a client's words. Locking drops it whole, so that nothing can be forgotten there that
//! was added here.

use egui::Event;

use super::current_session::CurrentSession;
use super::keyboard::Keyboard;
use super::size_limit::ScreenState;
use super::visible_sessions::VisibleSessions;
use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::progress::Progress;
use crate::storage::worker::Undo;
use crate::ui::kit::frame_events::BehindPaste;
use crate::ui::review::clients::RenamingState;
use crate::ui::review::review_screen::ReviewScreen;
use crate::ui::review::session_list::Search;
use crate::ui::review::unreadable::UnreadableRow;
use crate::ui::session::session_screen::SessionScreen;
use crate::ui::shell::overlay::Overlay;

/// Everything of the clients' that the app holds.
#[derive(Debug, Default)]
pub(super) struct OpenNotes {
    pub(super) library: Library,
    pub(super) unreadable: Vec<UnreadableRow>,
    pub(super) reading: LoadState,
    pub(super) current: CurrentSession,
    pub(super) visible: VisibleSessions,
    pub(super) renaming: Option<RenamingState>,
    pub(super) session_screen: SessionScreen,
    pub(super) review_screen: ReviewScreen,
    pub(super) overlay: Option<Overlay>,
    pub(super) keyboard: Keyboard,
    pub(super) is_veiled: bool,
    /// What was looked for in Review as a session was opened there, by the session. It is looked for again once that is
    /// left.
    pub(super) interrupted_search: Option<(SessionId, Search)>,
    /// Whether the unfinished session was asked for before it was read.
    pub(super) resume_when_loaded: bool,
    /// What was on the screen as something too long was left out.
    pub(super) left_out: Option<ScreenState>,
    /// What was typed faster than it could be drawn.
    pub(super) deferred_events: Vec<Event>,
    /// What was typed behind a key that pastes: that comes first.
    pub(super) behind_paste: Option<BehindPaste>,
    /// What is typed at the notes in this frame and does nothing else.
    pub(super) typed_events: Vec<Event>,
    /// What could be undone in the session that was open when the notes were locked.
    pub(super) undo: Option<Undo>,
}

/// Whether all sessions were read since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LoadState {
    /// Not yet; how far it is, if that takes long.
    Underway(Option<Progress>),
    Done,
}

impl Default for LoadState {
    fn default() -> Self {
        Self::Underway(None)
    }
}
