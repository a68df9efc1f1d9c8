//! One generated attack: what a peer does to the notes folder, when it does it, and what the owner of the notes
//! does afterwards. It can be said in words. Must not know how anything is carried out.

use std::fmt;

/// One attack, from its seed.
#[derive(Debug, Clone)]
pub(crate) struct Attack {
    pub(crate) seed: u64,
    pub(crate) time: Time,
    pub(crate) steps: Vec<Step>,
    pub(crate) then: Vec<Doing>,
}

/// When the peer acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Time {
    BeforeStart,
    WhileLocked,
    WhileOpen,
    BetweenLockAndUnlock,
    DuringSealing,
    DuringRotation,
    DuringMakingPlain,
}

impl Time {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::BeforeStart => "before the start",
            Self::WhileLocked => "while the notes are locked",
            Self::WhileOpen => "while a session is being typed",
            Self::BetweenLockAndUnlock => "between locking and unlocking",
            Self::DuringSealing => "while the notes are being sealed",
            Self::DuringRotation => "while the key is being rotated",
            Self::DuringMakingPlain => "while the notes are being made plain",
        }
    }

    /// Whether the program changes every file at the same time.
    pub(crate) fn is_concurrent(self) -> bool {
        matches!(self, Self::DuringSealing | Self::DuringRotation | Self::DuringMakingPlain)
    }
}

/// What a step is aimed at. Where there are several, the step's own number chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    NotesFolder,
    Marker,
    LockFile,
    PromptSets,
    KeysFolder,
    KeyFile,
    SessionsFolder,
    Session,
    HistoryFolder,
    HistoryOfOne,
    Version,
    TrashFolder,
    Trashed,
    RenamingFolder,
    RenamingFile,
    TemporaryFile,
}

impl Target {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::NotesFolder => "the notes folder itself",
            Self::Marker => "the marker",
            Self::LockFile => "the lock file",
            Self::PromptSets => "prompts.json",
            Self::KeysFolder => "the folder keys",
            Self::KeyFile => "a file in keys",
            Self::SessionsFolder => "the folder sessions",
            Self::Session => "a session",
            Self::HistoryFolder => "the folder history",
            Self::HistoryOfOne => "the history of one session",
            Self::Version => "an earlier version",
            Self::TrashFolder => "the folder trash",
            Self::Trashed => "a session in the trash",
            Self::RenamingFolder => "the folder renaming",
            Self::RenamingFile => "renaming.json",
            Self::TemporaryFile => "a temporary file",
        }
    }
}

/// What is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    FlipBit,
    Cut,
    Empty,
    Garbage,
    AnotherFile,
    OldCopy,
    PlainSession,
    Forge(Forgery),
    OwnKey,
    OwnPassphrase,
    EnormousWork,
    LinkToFile,
    LinkToFolder,
    DanglingLink,
    LinkLoop,
    HardLink,
    Pipe,
    Folder,
    BindMount,
    MemoryMount,
    RenameToAnother,
    RenameToCapitals,
    RenameToConflict,
    Delete,
    Swap,
    Unreadable,
    Thousand,
    OddName,
    AnotherLibrary,
}

impl Act {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::FlipBit => "a bit is flipped",
            Self::Cut => "it is cut short",
            Self::Empty => "it is emptied",
            Self::Garbage => "garbage takes its place",
            Self::AnotherFile => "another file of the folder takes its place",
            Self::OldCopy => "an old copy takes its place",
            Self::PlainSession => "a plain session takes its place",
            Self::Forge(forgery) => forgery.words(),
            Self::OwnKey => "a session sealed with the peer’s own key takes its place",
            Self::OwnPassphrase => "a key under the peer’s own passphrase takes its place",
            Self::EnormousWork => "a key that asks for enormous work takes its place",
            Self::LinkToFile => "a link to a file outside takes its place",
            Self::LinkToFolder => "a link to a folder outside takes its place",
            Self::DanglingLink => "a link that leads nowhere takes its place",
            Self::LinkLoop => "a link to itself takes its place",
            Self::HardLink => "a hard link to a file outside takes its place",
            Self::Pipe => "a pipe takes its place",
            Self::Folder => "a folder takes its place",
            Self::BindMount => "a folder outside is mounted on it",
            Self::MemoryMount => "an empty disk is mounted on it",
            Self::RenameToAnother => "it takes the name of another session",
            Self::RenameToCapitals => "its name is written in capitals",
            Self::RenameToConflict => "it takes the name of a conflict copy",
            Self::Delete => "it is deleted",
            Self::Swap => "it changes names with another file",
            Self::Unreadable => "nobody may read it",
            Self::Thousand => "a thousand copies of it are made",
            Self::OddName => "a copy of it has an odd name",
            Self::AnotherLibrary => "another, plain library takes its place",
        }
    }
}

/// A file that the peer writes itself, at the place where the program looks for such a one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Forgery {
    FormPlain,
    FormPlainOnly,
    NamesAbove,
    NamesAbsolute,
    HugeNumbers,
    FarYears,
    OtherMarker,
    NewerMarker,
    Renaming,
    PromptSets,
}

impl Forgery {
    pub(crate) const ALL: [Self; 10] = [
        Self::FormPlain,
        Self::FormPlainOnly,
        Self::NamesAbove,
        Self::NamesAbsolute,
        Self::HugeNumbers,
        Self::FarYears,
        Self::OtherMarker,
        Self::NewerMarker,
        Self::Renaming,
        Self::PromptSets,
    ];

    fn words(self) -> &'static str {
        match self {
            Self::FormPlain => "keys.json is made to say that the notes are to be plain",
            Self::FormPlainOnly => "a keys.json of the peer’s own says that the notes are to be plain",
            Self::NamesAbove => "a keys.json names files above the folder",
            Self::NamesAbsolute => "a keys.json names files by their full paths",
            Self::HugeNumbers => "key files with huge numbers are planted",
            Self::FarYears => "plain sessions of far years are planted",
            Self::OtherMarker => "the marker has another id",
            Self::NewerMarker => "the marker is of a newer version",
            Self::Renaming => "a renaming that nobody began is planted",
            Self::PromptSets => "a prompts.json of far years and huge numbers is planted, with a conflict copy",
        }
    }
}

/// One thing that the peer does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) target: Target,
    pub(crate) act: Act,
    /// Chooses among what the words leave open.
    pub(crate) number: u64,
}

/// What the owner does once the peer has acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Doing {
    TypeAndSave,
    LockAndUnlock,
    Rotate,
    ChangePassphrase,
    EmptyTrash,
    Restore,
    RenameClient,
    Restart,
    MakePlain,
}

impl Doing {
    pub(crate) const ALL: [Self; 9] = [
        Self::TypeAndSave,
        Self::LockAndUnlock,
        Self::Rotate,
        Self::ChangePassphrase,
        Self::EmptyTrash,
        Self::Restore,
        Self::RenameClient,
        Self::Restart,
        Self::MakePlain,
    ];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::TypeAndSave => "types and saves",
            Self::LockAndUnlock => "locks and unlocks",
            Self::Rotate => "rotates the key",
            Self::ChangePassphrase => "changes the passphrase",
            Self::EmptyTrash => "empties the trash",
            Self::Restore => "restores an earlier version",
            Self::RenameClient => "renames the client",
            Self::Restart => "closes the program and starts it again",
            Self::MakePlain => "makes the notes plain",
        }
    }
}

impl Attack {
    /// Whether the owner makes the notes plain on purpose.
    pub(crate) fn is_made_plain(&self) -> bool {
        self.time == Time::DuringMakingPlain || self.then.contains(&Doing::MakePlain)
    }

    /// Whether another folder is put in the place of the notes folder itself. It may be reached by a link, and which
    /// one it is, is for whoever owns the folder above it: what is in that other folder counts as the notes then.
    pub(crate) fn puts_another_folder_there(&self) -> bool {
        let acts = [Act::LinkToFolder, Act::BindMount];
        self.steps.iter().any(|step| step.target == Target::NotesFolder && acts.contains(&step.act))
    }

    pub(crate) fn has(&self, act: Act) -> bool {
        self.steps.iter().any(|step| step.act == act)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.act {
            Act::Forge(_) => write!(formatter, "{} ({})", self.act.words(), self.number % 100),
            _ => write!(formatter, "{} ({}): {}", self.target.words(), self.number % 100, self.act.words()),
        }
    }
}

impl fmt::Display for Attack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "seed {}, {}", self.seed, self.time.words())?;
        for step in &self.steps {
            write!(formatter, "; {step}")?;
        }
        write!(formatter, "; then the owner opens the notes")?;
        for doing in &self.then {
            write!(formatter, ", {}", doing.words())?;
        }
        Ok(())
    }
}
