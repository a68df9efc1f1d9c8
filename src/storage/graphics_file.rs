//! Which adapter drew the window last, in a file of this computer.

use super::error::StorageError;
use super::files::Files;
use super::folders::Folders;
use super::format::MAX_BYTES;

/// The adapter that drew the window last, if that was kept.
pub fn read(folders: &Folders) -> Option<String> {
    let bytes = Files::default().read_if_there(&folders.graphics(), MAX_BYTES).ok()??;
    let name = String::from_utf8(bytes).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Keeps which adapter drew the window.
///
/// # Errors
/// When it cannot be written.
pub fn save(folders: &Folders, name: &str) -> Result<(), StorageError> {
    let files = Files::default();
    files.create_folder(&folders.state)?;
    files.put(&folders.graphics(), format!("{name}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drew_the_window_is_known_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::within(folder.path());
        assert_eq!(read(&folders), None);
        save(&folders, "vulkan One").unwrap();
        save(&folders, "gl Two").unwrap();
        assert_eq!(read(&folders).as_deref(), Some("gl Two"));
    }
}
