//! Where the files of the app belong on this system. Touches no disk.

use std::fmt;
use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};
use uuid::Uuid;

use crate::domain::id::SessionId;

/// The name of the folder of what became of the prompt sets; no session is named so.
pub(super) const PROMPT_SETS_HISTORY: &str = "prompts.json";

/// The folders of the app, as full paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The notes folder: sessions, prompt sets, earlier versions. It may be on another drive.
    pub data: PathBuf,
    /// The settings.
    pub config: PathBuf,
    /// What belongs to this computer alone: the log, recovery copies, which folders are known.
    pub state: PathBuf,
    /// Where a person keeps their files: it is suggested for prompt sets, and nothing is kept there
    /// unasked.
    pub documents: PathBuf,
    /// Which notes folder it is, once that is known.
    pub id: Option<FolderId>,
}

/// Which notes folder it is, wherever it is moved: what its marker says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FolderId(Uuid);

impl FolderId {
    /// The id that a marker says. One that is no UUID stands for a UUID all the same: it becomes part of a
    /// path.
    pub fn of_marker(text: &str) -> Self {
        Self(Uuid::parse_str(text).unwrap_or_else(|_| Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes())))
    }
}

impl fmt::Display for FolderId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(formatter)
    }
}

impl Folders {
    /// The user's own folders; `data` is another place for the notes. Nothing if the system
    /// does not say where the user's home is.
    pub fn of_user(data: Option<PathBuf>) -> Option<Self> {
        let user = user_folders()?;
        let data = data.unwrap_or_else(|| user.data_dir().to_owned());
        Some(Self {
            data: std::path::absolute(&data).unwrap_or(data),
            config: user.config_dir().to_owned(),
            state: user.state_dir().unwrap_or(user.data_local_dir()).to_owned(),
            documents: documents().unwrap_or_else(|| user.data_dir().to_owned()),
            id: None,
        })
    }

    /// All of them within one folder: a portable copy, or a test.
    pub fn within(folder: &Path) -> Self {
        let within = |name: &str| folder.join(name);
        let (data, config, state) = (within("data"), within("config"), within("state"));
        Self { data, config, state, documents: folder.to_owned(), id: None }
    }

    /// Whether the notes are where the system keeps them when nobody chose another place. Only there
    /// may the folders above it be missing at first.
    pub(super) fn is_usual(&self) -> bool {
        user_folders().is_some_and(|user| user.data_dir() == self.data)
    }

    pub(super) fn settings(&self) -> PathBuf {
        self.config.join("settings.json")
    }

    pub(super) fn prompt_sets(&self) -> PathBuf {
        self.data.join("prompts.json")
    }

    /// The folder of the renaming that is under way: it holds a client's code, and is sealed with the notes.
    pub(super) fn renaming_folder(&self) -> PathBuf {
        self.data.join("renaming")
    }

    /// The renaming that is under way.
    pub(super) fn renaming(&self) -> PathBuf {
        self.renaming_folder().join("renaming.json")
    }

    /// The folder of the keys, where the notes are sealed.
    pub(super) fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// This computer's copies of the keys.
    pub(super) fn key_copies(&self) -> PathBuf {
        let by_path = || Uuid::new_v5(&Uuid::NAMESPACE_URL, self.data.as_os_str().as_encoded_bytes()).to_string();
        self.state.join("keys").join(self.id.as_ref().map_or_else(by_path, ToString::to_string))
    }

    pub(super) fn sessions(&self) -> PathBuf {
        self.data.join("sessions")
    }

    /// The file of a session.
    pub(super) fn session(&self, id: &SessionId) -> PathBuf {
        self.sessions().join(format!("{id}.json"))
    }

    pub(super) fn trash(&self) -> PathBuf {
        self.data.join("trash")
    }

    /// The file of a session that was moved to the trash.
    pub(super) fn trashed(&self, id: &SessionId) -> PathBuf {
        self.trash().join(format!("{id}.json"))
    }

    pub(super) fn history(&self) -> PathBuf {
        self.data.join("history")
    }

    /// What became of the prompt sets.
    pub(super) fn prompt_sets_history(&self) -> PathBuf {
        self.history().join(PROMPT_SETS_HISTORY)
    }

    pub(super) fn marker(&self) -> PathBuf {
        self.data.join("holdspace.json")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.data.join("holdspace.lock")
    }

    /// Which adapter drew the window last.
    #[cfg(any(test, not(target_os = "linux")))]
    pub(super) fn graphics(&self) -> PathBuf {
        self.state.join("graphics.txt")
    }

    pub(super) fn known(&self) -> PathBuf {
        self.state.join("known-folders.json")
    }

    /// The recovery copies of every notes folder.
    pub(super) fn recovery_folders(&self) -> PathBuf {
        self.state.join("recovery")
    }

    /// The recovery copies of this notes folder. Each folder has its own, so that no session of one
    /// comes up in another.
    pub fn recovery(&self) -> PathBuf {
        match &self.id {
            Some(id) => self.recovery_folders().join(id.to_string()),
            None => self.recovery_by_path(&self.data),
        }
    }

    /// Where the recovery copies are of a notes folder of which nothing but a path is known.
    pub(super) fn recovery_by_path(&self, path: &Path) -> PathBuf {
        let name = Uuid::new_v5(&Uuid::NAMESPACE_URL, path.as_os_str().as_encoded_bytes());
        self.recovery_folders().join(name.to_string())
    }
}

/// The person's documents, or their home where there is no folder for them.
fn documents() -> Option<PathBuf> {
    let user = UserDirs::new()?;
    Some(user.document_dir().unwrap_or(user.home_dir()).to_owned())
}

fn user_folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "holdspace")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_place_for_the_notes_is_a_full_path() {
        let Some(folders) = Folders::of_user(Some(PathBuf::from("notes"))) else { return };
        assert!(folders.data.is_absolute() && folders.data.ends_with("notes"));
        assert!(!folders.is_usual());
        assert!(Folders::of_user(None).is_some_and(|folders| folders.is_usual()));
    }
}
