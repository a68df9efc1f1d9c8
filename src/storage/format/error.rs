//! Why a file could not be read as what it should be.
//!
//! Must not know where the file is. Nothing here quotes one.

use std::fmt;

use crate::domain::id::IdError;
use crate::domain::moment::FarYear;

/// Why a file could not be read as what it should be. The `Display` is a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormatError {
    /// It has more than [`MAX_BYTES`](super::MAX_BYTES) bytes.
    TooLarge,
    /// It ends too early.
    CutShort(Position),
    /// It is not JSON.
    NotJson(Position),
    /// An object has one key twice.
    RepeatedKey(Position),
    /// Lists and objects stand within each other too often.
    TooDeep(Position),
    /// It is another kind of file.
    OtherFormat,
    /// It does not say which version it is.
    NoVersion,
    /// It was written by a version of the app that came later.
    NewerVersion,
    /// A field that must be there is missing. The name is one of ours.
    MissingField(String),
    /// An id is empty, too long, or holds something else than `0-9`, `a-z` and `-`.
    BadId(Option<Position>),
    /// A date is not in the years 0001 to 9999.
    FarYear(Option<Position>),
    /// A field has a value of the wrong kind.
    WrongKind(Option<Position>),
}

/// A place in a file, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The byte within the line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => formatter.write_str("It is larger than any file that Holdspace writes."),
            Self::CutShort(position) => write!(formatter, "It is cut short ({position})."),
            Self::NotJson(position) => write!(formatter, "It is not complete JSON ({position})."),
            Self::RepeatedKey(position) => write!(formatter, "It has one key twice ({position})."),
            Self::TooDeep(position) => write!(formatter, "It is nested too deeply ({position})."),
            Self::OtherFormat => formatter.write_str("It is another kind of file."),
            Self::NoVersion => formatter.write_str("It does not say which version it is."),
            Self::NewerVersion => formatter.write_str(
                "It was written by a newer version of Holdspace. Open it with that version; it is left as it is.",
            ),
            Self::MissingField(name) => write!(formatter, "The field “{name}” is missing."),
            Self::BadId(Some(position)) => write!(formatter, "{IdError} ({position})."),
            Self::BadId(None) => write!(formatter, "{IdError}."),
            Self::FarYear(Some(position)) => write!(formatter, "{FarYear} ({position})."),
            Self::FarYear(None) => write!(formatter, "{FarYear}."),
            Self::WrongKind(Some(position)) => write!(formatter, "A field has a value of the wrong kind ({position})."),
            Self::WrongKind(None) => formatter.write_str("A field has a value of the wrong kind."),
        }
    }
}

impl std::error::Error for FormatError {}
