//! What the desktop does for the app when it is asked: it opens a folder, and has a file chosen in its own dialog.
//!
//! Nothing here waits: an answer comes later, or never. Must not know how the desktop is asked.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError};

use super::App;
use crate::domain::typed_path::typed_path;
use crate::storage::worker::PromptsRequest;
use crate::ui::prompts::set_files::{FileChoice, Way};

/// The file that somebody chooses, once they have; nothing if they have not.
pub type ChosenFile = Receiver<Option<PathBuf>>;

/// The desktop, as the app knows it.
pub struct Desktop {
    /// The user's own folder, which `~` stands for.
    pub home: Option<PathBuf>,
    /// Where the settings are, to be shown.
    pub settings_folder: PathBuf,
    /// Where what belongs to this computer alone is, to be shown.
    pub state_folder: PathBuf,
    /// Opens a folder in the desktop's own window.
    pub open_folder: Box<dyn Fn(&Path)>,
    /// Where another screen than the window's is among the screens; nothing if there is none.
    pub second_screen: Box<dyn Fn() -> Option<usize>>,
    /// Has a file chosen.
    pub choose_file: Box<dyn Fn(&FileChoice) -> ChosenFile>,
}

/// What a desktop was asked for, while its dialog is open.
#[derive(Debug)]
pub(super) struct AskedFile {
    way: Way,
    answer: ChosenFile,
}

impl fmt::Debug for Desktop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Desktop").finish_non_exhaustive()
    }
}

impl App {
    /// Has a file chosen. Whoever asks again meanwhile has the dialog open already.
    pub(super) fn choose_file(&mut self, choice: &FileChoice) {
        if self.asked_file.is_none() {
            let answer = (self.desktop.choose_file)(choice);
            self.asked_file = Some(AskedFile { way: choice.way, answer });
        }
    }

    /// Takes the file that was chosen, if one was: it is written, or read to show what it brings.
    pub(super) fn take_chosen_file(&mut self) {
        let Some(asked) = &self.asked_file else { return };
        let (way, answer) = (asked.way, asked.answer.try_recv());
        if answer == Err(TryRecvError::Empty) {
            return;
        }
        self.asked_file = None;
        let Ok(Some(path)) = answer else { return };
        self.prompts_screen.chosen_file(way, &path);
        match way {
            Way::Export => self.export_set(&path),
            Way::Import => self.read_guideline(&path),
        }
    }

    /// Writes the set that is arranged to a file.
    pub(super) fn export_set(&mut self, path: &Path) {
        let guideline = Box::new(self.prompt_library.to_guideline());
        self.ask(PromptsRequest::WriteGuideline(self.typed_path(path), guideline));
    }

    /// Reads a set or a guideline from a file.
    pub(super) fn read_guideline(&mut self, path: &Path) {
        self.ask(PromptsRequest::ReadGuideline(self.typed_path(path)));
    }

    /// The path that is meant by what was typed.
    pub(super) fn typed_path(&self, path: &Path) -> PathBuf {
        typed_path(path, self.desktop.home.as_deref())
    }
}
