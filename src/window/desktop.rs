//! The system's desktop: its window for a folder, and its own dialog to choose a file.
//!
//! Each has a thread of its own, as a desktop may take its time. Must not know what a file is for.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;

use directories::UserDirs;
use eframe::CreationContext;

use super::place::second_screen;
use crate::app::{ChosenFile, Desktop};
use crate::storage::folders::Folders;
use crate::ui::prompts::set_files::{FileChoice, Way};

/// What opens a folder in a window of the desktop.
#[cfg(target_os = "linux")]
const OPENS_FOLDERS: &str = "xdg-open";
#[cfg(target_os = "macos")]
const OPENS_FOLDERS: &str = "open";
#[cfg(windows)]
const OPENS_FOLDERS: &str = "explorer";

/// The desktop of this computer.
pub(crate) fn of(folders: &Folders, creation: &CreationContext<'_>) -> Desktop {
    let (ctx, window) = (creation.egui_ctx.clone(), creation.winit_window().map(Arc::downgrade));
    Desktop {
        home: UserDirs::new().map(|user| user.home_dir().to_owned()),
        settings_folder: folders.config.clone(),
        state_folder: folders.state.clone(),
        open_folder: Box::new(open_folder),
        second_screen: Box::new(move || second_screen(&*window.as_ref()?.upgrade()?)),
        choose_file: Box::new(move |choice| choose_file(choice, &ctx)),
    }
}

/// Opens a folder. Where there is no desktop that does it, nothing happens: its path is on the screen.
fn open_folder(folder: &Path) {
    let folder = folder.to_owned();
    let open = move || {
        let mut command = Command::new(OPENS_FOLDERS);
        command.arg(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Waited for, so that nothing of it is left behind.
        let _ = command.status();
    };
    let _ = std::thread::Builder::new().name("holdspace-desktop".to_owned()).spawn(open);
}

/// Has a file chosen; the window is drawn again once there is an answer. A desktop without such a dialog answers that
/// nothing was chosen.
fn choose_file(choice: &FileChoice, ctx: &egui::Context) -> ChosenFile {
    let (answers, answered) = channel();
    let mut dialog = rfd::AsyncFileDialog::new().set_title(choice.title()).add_filter("JSON", &["json"]);
    if let Some(folder) = choice.suggested.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        dialog = dialog.set_directory(folder);
    }
    let name = choice.suggested.file_name().map(|name| name.to_string_lossy().into_owned());
    let way = choice.way;
    // Some systems open it only from the window's own thread; its answer is waited for elsewhere.
    let chosen: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = match way {
        Way::Export => Box::pin(dialog.set_file_name(name.unwrap_or_default()).save_file()),
        Way::Import => Box::pin(dialog.pick_file()),
    };
    let ctx = ctx.clone();
    let wait = move || {
        let path = pollster::block_on(chosen).map(|file| file.path().to_owned());
        // The window may be gone.
        let _ = answers.send(path);
        ctx.request_repaint();
    };
    let _ = std::thread::Builder::new().name("holdspace-dialog".to_owned()).spawn(wait);
    answered
}
