//! A guideline in a file of its own, wherever a person put it: taken in from there, or put there for
//! others.

use std::path::Path;

use super::error::{Kind, StorageError, UnreadableFile};
use super::files::Files;
use super::format;
use crate::domain::guideline::Guideline;

/// The most bytes that a guideline file may have: 1 MiB.
pub const LARGEST: u64 = 1024 * 1024;

/// Reads a guideline file. What it holds is not checked yet.
///
/// # Errors
/// When it is not there, is larger than [`LARGEST`], or is no guideline file.
pub fn read_guideline_file(files: &Files, path: &Path) -> Result<Guideline, UnreadableFile> {
    let bytes = files.read(path, LARGEST).map_err(|error| match error.kind {
        Kind::TooLarge => UnreadableFile::new(path, &"It is larger than 1 MiB."),
        _ => UnreadableFile::new(path, &error),
    })?;
    format::read_guideline(&bytes).map_err(|error| UnreadableFile::new(path, &error))
}

/// Writes a guideline file. A file that has this name stays as it is.
///
/// # Errors
/// When the name is taken, or the file cannot be written.
pub fn write_guideline_file(files: &Files, path: &Path, guideline: &Guideline) -> Result<(), StorageError> {
    files.put_new(path, &format::write_guideline(guideline)).map_err(StorageError::of_folder)
}
