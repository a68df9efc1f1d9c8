//! Everything that is drawn. A screen borrows domain values, keeps nothing but view state, and
//! returns the [`Action`] that the therapist asked for.
//!
//! Must not know how or where anything is kept: nothing here names `storage` or a file.

pub mod kit;
pub mod prompts;
pub mod review;
pub mod sealing;
pub mod session;
pub mod shell;
pub mod text;

use std::path::PathBuf;

use chrono::NaiveDate;
use strum::{EnumCount, EnumIter, IntoEnumIterator};

use crate::domain::Moment;
use crate::domain::id::{LineId, PromptId, PromptSetId, SessionId};
use crate::domain::library::pages::Page;
use crate::domain::library::renaming::Renaming;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::prompts::guideline::KeptAs;
use crate::domain::prompts::import::Import;
use crate::domain::prompts::outline::DropTarget;
use crate::domain::prompts::prompt_set::SetChange;
use crate::domain::sealing::SealingRequest;
use crate::domain::session::session_times::Times;
use crate::domain::session::{Closing, OutcomeKind};
use crate::domain::settings::Settings;
use prompts::set_files::FileChoice;
use shell::command::Command;

/// One of the screens, in the order of their tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumCount, EnumIter)]
pub enum Screen {
    /// Begin, hold and close a session.
    Session,
    /// Read past sessions.
    Review,
    /// Put the prompts in order.
    Prompts,
}

impl Screen {
    /// The name on its tab.
    pub fn name(self) -> &'static str {
        match self {
            Self::Session => text::shell::screen_session(),
            Self::Review => text::shell::screen_review(),
            Self::Prompts => text::shell::screen_prompts(),
        }
    }

    /// The screen after this one; after the last one the first.
    pub fn next(self) -> Self {
        Self::iter().cycle().skip_while(|screen| *screen != self).nth(1).unwrap_or(self)
    }

    /// The screen before this one; before the first one the last.
    pub fn previous(self) -> Self {
        Self::iter().rev().cycle().skip_while(|screen| *screen != self).nth(1).unwrap_or(self)
    }
}

/// Which part of an open session is on the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// The guide and the notes.
    #[default]
    Notes,
    /// The closing fields.
    Closing,
    /// What was agreed, turned to the client.
    ClientView,
}

/// What a session begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionStart {
    /// The client's code, perhaps empty.
    pub client: String,
    /// The day of the dosing session.
    pub dosed_on: Option<NaiveDate>,
    /// What was typed as that day and is no date yet.
    pub dosed_on_unread: String,
    /// The prompts to hold it with.
    pub prompt_set: PromptSetId,
    /// When it was held, if it was held earlier.
    pub times: Option<Times>,
}

/// What the therapist asked for. `App` carries it out, once the frame is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A command, chosen by its button.
    Run(Command),
    /// A command, chosen by name: it is carried out where it applies.
    GoAndRun(Command),
    /// Goes to a screen.
    Show(Screen),
    /// Opens what a small window has instead of its bar and its footer.
    OpenMenu,
    /// Shows the sessions of all clients beside the one that is open.
    ShowAllClients,
    /// Begins a session.
    Begin(Box<SessionStart>),
    /// Goes on with a session that was not ended, or edits one that was.
    Open(SessionId),
    /// Goes on with a session that was just ended, as if it had not been.
    OpenAgain(SessionId),
    /// Reads a page that goes through several sessions.
    ReadPage(Page),
    /// Reads the lines with a theme, without its `#`: of the client that is chosen in Review, or of all.
    ReadTheme(String),
    /// Leaves a session that was edited; it ended when it ended.
    LeaveEdit,
    /// Freezes the words of a session.
    Finalize(SessionId),
    /// Writes at the addendum of a finalized session.
    WriteAddendum(SessionId, String),
    /// Adds the addendum that is written.
    AddAddendum(SessionId),
    /// Gives a client or a theme another name in every session.
    Rename(Box<Renaming>),
    /// Gives the open session a code and a dosing date.
    Describe {
        /// The client's code, perhaps empty.
        client: String,
        /// The day of the dosing session.
        dosed_on: Option<NaiveDate>,
    },
    /// Gives the open session other times.
    SetTimes(Times),
    /// Goes on with the open session by another prompt set.
    ChangePromptSet(PromptSetId),
    /// Brings a prompt of the open session into view.
    OpenPrompt(PromptId),
    /// Puts a prompt of the open session elsewhere in its outline, for this session alone.
    PutPrompt(PromptId, DropTarget),
    /// Keeps the order of the open session's prompts for other sessions too.
    KeepOrder,
    /// Says what became of a line that was kept for next time.
    SetOutcome {
        /// The line.
        line: LineId,
        /// The session that it was written in.
        from: SessionId,
        /// What became of it.
        outcome: OutcomeKind,
    },
    /// Puts a line that is kept for next time in words for the client.
    WordForClient {
        /// The line.
        line: LineId,
        /// The session that it was written in.
        from: SessionId,
        /// The words for the client.
        text: String,
    },
    /// Writes at the line that closing adds.
    WriteAddedLine {
        /// Its words so far.
        text: String,
        /// As what it is kept for next time.
        kind: KeptAs,
    },
    /// Adds a line that is kept for next time, as closing does.
    AddKeptLine {
        /// Its words.
        text: String,
        /// As what it is kept for next time.
        kind: KeptAs,
    },
    /// Fills in the fields of closing.
    SetClosing(Closing),
    /// Ends the open session now.
    EndSession,
    /// Ends the open session at a moment that its owner chose.
    EndSessionAt(Moment),
    /// Goes back from closing to the notes.
    BackToSession,
    /// Chooses the prompt set to arrange; the guideline itself cannot be changed.
    ArrangeSet(PromptSetId),
    /// Changes the prompt set that is arranged.
    Arrange(SetChange),
    /// Adds a prompt of their own, behind the chosen one.
    AddPrompt,
    /// Copies the prompt set that is arranged, and arranges the copy.
    CopySet,
    /// Gives the prompt set that is arranged another name.
    RenameSet(String),
    /// Deletes the prompt set that is arranged.
    DeleteSet,
    /// Writes the prompt set that is arranged to a file.
    ExportSet(PathBuf),
    /// Has a file chosen in the system's own dialog, to write to or to read from.
    ChooseFile(Box<FileChoice>),
    /// Opens a folder of the app in the system's own window.
    OpenFolder(PathBuf),
    /// Reads a set or a guideline from a file, to show what it brings.
    ReadGuideline(PathBuf),
    /// Add copies of the prompt sets that another device has otherwise.
    CopyTheirSets,
    /// Takes in what a file brings.
    TakeIn(Box<Import>),
    /// Asks something about the sessions on the disk.
    Library(LibraryRequest),
    /// Asks something about how the notes are kept.
    Sealing(SealingRequest),
    /// Begin is not to offer sealing any more.
    DeclineSealing,
    /// Uses other settings.
    SetSettings(Box<Settings>),
}

/// What came of a view in one frame.
#[derive(Debug, Default)]
pub struct Answer {
    /// What was asked for.
    pub action: Option<Action>,
    /// Whether it closes.
    pub closes: bool,
}
