//! What can go wrong with a file or a folder, as kinds; the screen makes sentences of them.
//!
//! Must not know what a file says, or where it is: of a file only places in it, and the names of our own fields.

use std::fmt;

/// What happened to a file or a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is no room left.
    DiskFull,
    /// The disk, or the folder, can only be read.
    ReadOnly,
    /// The system does not permit it.
    NoPermission,
    /// The notes folder, or the folder of a file, is not there.
    FolderNotThere,
    /// A file is where the notes folder should be.
    NotAFolder,
    /// Something stands in a folder that was to be empty.
    FolderNotEmpty,
    /// The notes folder belongs to a newer version of the app.
    NewerFolder,
    /// Another window has the notes folder open.
    InUse,
    /// A file is not there.
    FileNotThere,
    /// A file is there that was not expected.
    FileAlreadyThere,
    /// Not a file that holds bytes: a folder, a pipe, a device.
    NotAFile,
    /// A link, or another disk, is there in the notes folder. It is not followed, and left as it is.
    LeadsElsewhere,
    /// Another notes folder is at the path of the one that was opened.
    OtherFolder,
    /// A file is longer than any that the app reads.
    TooLarge,
    /// A file that cannot be read stands in the way. It is left as it is.
    UnreadableInTheWay,
    /// What is to be written could not be read again.
    WouldNotRead,
    /// The thread that saves came to an end before its time.
    SavingStopped,
    /// Something is already being renamed.
    RenamingUnderway,
    /// The words of a session are frozen.
    Finalized,
    /// Something sealed could not be opened.
    Sealed(SealError),
    /// Another passphrase opens the notes.
    OtherPassphrase,
    /// Wrong words were tried just now.
    TriedTooSoon,
    /// The notes are sealed, and their keys are not there.
    KeysNotThere,
    /// The keys of the notes are damaged.
    KeysUnreadable,
    /// The notes are locked.
    Locked,
    /// Another change of all files is under way.
    SealingUnderway,
    /// Anything else.
    Other,
}

/// Why something sealed was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// It is not sealed.
    NotSealed,
    /// It ends too early.
    CutShort,
    /// Some of it is not as it was when it was sealed.
    Damaged,
    /// Another key, or other words, open it.
    OtherKey,
    /// It asks for more work than is allowed.
    TooMuchWork,
    /// It was sealed in a way that came later than this version.
    NewerVersion,
}

impl fmt::Display for SealError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

impl std::error::Error for SealError {}

/// Why the bytes of a file could not be read as what they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatError {
    /// It has more bytes than any file of the app's.
    TooLarge,
    /// It ends too early.
    CutShort(FilePosition),
    /// It is not JSON.
    NotJson(FilePosition),
    /// An object has one key twice.
    RepeatedKey(FilePosition),
    /// Lists and objects stand within each other too often.
    TooDeep(FilePosition),
    /// It is another kind of file.
    OtherFormat,
    /// It does not say which version it is.
    NoVersion,
    /// It was written by a version of the app that came later.
    NewerVersion,
    /// A field that must be there is missing. The name is one of ours.
    MissingField(String),
    /// An id is empty, too long, or holds something else than `0-9`, `a-z` and `-`.
    BadId(Option<FilePosition>),
    /// A date is not in the years 0001 to 9999.
    FarYear(Option<FilePosition>),
    /// A field has a value of the wrong kind.
    WrongKind(Option<FilePosition>),
}

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

impl std::error::Error for FormatError {}

/// A place in a file, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilePosition {
    /// The line.
    pub line: usize,
    /// The byte within the line.
    pub column: usize,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// Its bytes could not be read.
    Problem(Problem),
    /// Its bytes are not what they should be.
    Format(FormatError),
    /// It has more bytes than a guideline may have.
    LargerThanGuideline,
    /// Its name is not that of a session.
    NotNamedAsSession,
    /// It has another id than the one that it is named by.
    OtherIdThanName,
    /// It was given another name before, because it could not be read.
    SetAside,
    /// It asks for something that nobody asked for on this computer.
    NotBegunHere,
}

impl From<&FormatError> for ReadError {
    fn from(error: &FormatError) -> Self {
        Self::Format(error.clone())
    }
}
