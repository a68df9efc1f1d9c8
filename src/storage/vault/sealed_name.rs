//! The names of sealed files, and of the plain ones that they stand for. Touches no disk.

use std::path::{Path, PathBuf};

/// The ending that a sealed file's name has beside that of the plain one.
const ENDING: &str = "age";

/// Whether a file is named as plain ones of the notes are.
pub(crate) fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Whether a file is named as sealed ones are.
pub(crate) fn is_sealed_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == ENDING)
}

/// The name of the sealed form of a plain file.
pub(crate) fn sealed_path(plain: &Path) -> PathBuf {
    let mut path = plain.as_os_str().to_owned();
    path.push(".");
    path.push(ENDING);
    path.into()
}

/// The name of the plain form of a sealed file.
pub(crate) fn plain_path(path: &Path) -> PathBuf {
    if is_sealed_name(path) { path.with_extension("") } else { path.to_owned() }
}
