//! The log: what went wrong, never what was written.

use std::panic::Location;
use std::path::PathBuf;

use super::disk::append;
use super::files::Files;
use super::folders::Folders;

/// The most bytes that one log holds before a new one is begun.
const LIMIT: u64 = 256 * 1024;

/// A file of one line for each thing that went wrong. It is best effort: if it cannot be written,
/// nothing else stops.
#[derive(Debug, Clone)]
pub struct Log {
    folder: PathBuf,
}

impl Log {
    /// The log in the state folder, `holdspace.log`.
    pub fn of(folders: &Folders) -> Self {
        Self { folder: folders.state.clone() }
    }

    /// Adds one line: the time, the version and a sentence. The sentence must hold nothing that was
    /// written in a session.
    pub fn add(&self, sentence: &str) {
        let time = chrono::Local::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        let sentence = sentence.replace(char::is_control, " ");
        let line = format!("{time} {} {sentence}\n", env!("CARGO_PKG_VERSION"));
        let (path, older) = (self.folder.join("holdspace.log"), self.folder.join("holdspace-older.log"));
        if Files::default().create_folder(&self.folder).is_ok() {
            let _ = append(&path, &older, &line, LIMIT);
        }
    }

    /// Adds where the program panicked. What the panic says is left out: it may quote a note.
    pub fn add_panic(&self, place: Option<&Location<'_>>) {
        let place =
            place.map_or_else(|| "an unknown place".to_owned(), |place| format!("{}:{}", place.file(), place.line()));
        self.add(&format!("Holdspace failed at {place}."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_the_log_stays_small() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::of(&Folders::within(folder.path()));
        log.add_panic(Some(Location::caller()));
        let path = folder.path().join("state").join("holdspace.log");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(env!("CARGO_PKG_VERSION")) && text.contains("log.rs:"), "{text}");
        let repeated = "x\n".repeat(50_000);
        for _ in 0..8 {
            log.add(&repeated);
        }
        assert!(path.metadata().unwrap().len() <= LIMIT);
        assert!(path.with_file_name("holdspace-older.log").metadata().unwrap().len() <= LIMIT);
        assert!(std::fs::read_to_string(&path).unwrap().lines().all(|line| line.ends_with('x') || line.ends_with(' ')));
    }
}
