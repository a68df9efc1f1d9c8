//! Folders as they are on the disk: walked, read, copied. A link is never followed.

use std::path::{Path, PathBuf};

/// Files that are larger are read up to here.
const MAX_BYTES: usize = 4 << 20;

/// Every path below a folder, in order.
pub(crate) fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    // What the program has open may come and go while it is walked.
    for path in folder.read_dir().into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            walk(&path, found);
        }
        found.push(path);
    }
}

/// Every path below a folder that is no folder itself, in order.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let is_folder = |path: &PathBuf| path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    everything_in(folder).into_iter().filter(|path| !is_folder(path)).collect()
}

/// What an ordinary file holds; nothing where something else is there.
pub(crate) fn read(path: &Path) -> Option<Vec<u8>> {
    let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let mut bytes = if is_file { std::fs::read(path).ok()? } else { return None };
    bytes.truncate(MAX_BYTES);
    Some(bytes)
}

/// Every ordinary file below a folder, with what it holds.
pub(crate) fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    everything_in(folder).into_iter().filter_map(|path| Some((path.clone(), read(&path)?))).collect()
}

/// Every ordinary file below a folder that is a temporary one.
pub(crate) fn temporary_files_in(folder: &Path) -> Vec<PathBuf> {
    let is_temporary = |path: &PathBuf| path.is_file() && path.extension().is_some_and(|extension| extension == "tmp");
    everything_in(folder).into_iter().filter(is_temporary).collect()
}

/// Whether a file below a folder has a text in it, or in its path there.
pub(crate) fn holds_text(folder: &Path, text: &str) -> bool {
    let has_it = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    let holds_it = |path: &PathBuf| match std::fs::read(path) {
        Ok(bytes) => has_it(&bytes),
        // It was a temporary file.
        Err(error) => {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{}", path.display());
            false
        }
    };
    let is_named = |path: &Path| has_it(path.strip_prefix(folder).unwrap_or(path).as_os_str().as_encoded_bytes());
    files_below(folder).iter().any(|path| is_named(path) || holds_it(path))
}

/// Copies a folder, with everything in it, to a place where nothing is yet.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &place);
        } else {
            std::fs::copy(&path, &place).unwrap();
        }
    }
    std::fs::set_permissions(to, from.metadata().unwrap().permissions()).unwrap();
}

/// Puts bytes into a new file, as another program would. What is there is taken away first, so that nothing is
/// ever written through a link.
#[expect(clippy::disallowed_methods, reason = "a test plays the other program, which is not careful")]
pub(crate) fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if path.symlink_metadata().is_ok() {
        std::fs::remove_file(path)?;
    }
    std::fs::write(path, bytes)
}
