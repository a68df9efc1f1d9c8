//! The file of the page with the recovery code, which is to be printed.
//!
//! Must not know what the page says.

use std::path::Path;

use crate::domain::recovery_code::RecoveryPage;
use crate::storage::error::StorageError;
use crate::storage::files::Files;

/// Writes the page if nothing is there yet.
///
/// # Errors
/// When something is there, or it cannot be written.
pub(crate) fn write_recovery_page(files: &Files, path: &Path, page: &RecoveryPage) -> Result<(), StorageError> {
    files.put_new(path, page.bytes()).map_err(StorageError::of_folder)
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn the_page_is_written_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("code.html");
        let page = |text: &str| RecoveryPage::of(Zeroizing::new(text.to_owned()));
        write_recovery_page(&Files::default(), &path, &page("one")).unwrap();
        assert!(write_recovery_page(&Files::default(), &path, &page("another")).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
    }
}
