//! The list of prompts by its keys, and files by the desktop's own dialog, by a drop, and by a path as people type it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};

use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A file that is dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Therapist {
    fn drops(&mut self, path: &Path) -> &mut Self {
        let file = Arc::new(Dropped(path.to_owned()));
        self.window.as_mut().unwrap().input_mut().dropped_files.push(file);
        self.looks()
    }
}

#[test]
fn the_list_has_the_keyboard_as_its_screen_comes_and_keys_choose_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.presses(Modifiers::CTRL, Key::Tab).presses(Modifiers::CTRL, Key::Tab).types("ask to");
    assert!(therapist.hears("Ask to deepen, 7 of 16 · Deepening"));
    therapist.presses(NONE, Key::End);
    assert!(therapist.hears_part(", 16 of 16 · Carrying on"));
    assert!(therapist.shows("Not every session feels good, if they don’t feel better"), "it is scrolled to");
    therapist.presses(NONE, Key::Home).presses(NONE, Key::ArrowDown);
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
    therapist.presses(Modifiers::CTRL, Key::Tab).presses(Modifiers::CTRL | Modifiers::SHIFT, Key::Tab).types("ask to");
    assert!(therapist.hears("Ask to deepen, 7 of 16 · Deepening"), "also by the key back");
    therapist.presses(NONE, Key::Home).presses(NONE, Key::ArrowDown);
    therapist.presses(NONE, Key::F2).presses(CTRL, Key::A).types("Begin");
    assert!(therapist.hears("Begin, 1 of 16 · Opening"));
}

#[test]
fn a_row_that_is_moved_by_its_keys_keeps_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.presses(Modifiers::CTRL, Key::Tab).presses(Modifiers::CTRL, Key::Tab).presses(NONE, Key::ArrowDown);
    therapist.presses(Modifiers::ALT, Key::ArrowDown).presses(Modifiers::ALT, Key::ArrowDown);
    assert!(therapist.hears_part("Open, and let it lead, 3 of 16"));
    // Letters are for the list alone: without the keyboard it would not have them.
    therapist.types("ask to");
    assert!(therapist.hears_part("Ask to deepen, 7 of 16"));
}

#[test]
fn a_prompt_of_ones_own_is_deleted_by_its_key_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").commands("add a prompt").types("Breathe").presses(NONE, Key::Escape);
    assert!(therapist.hears("17 prompts · 1 your own"));
    let first_row = |therapist: &Therapist| therapist.rect_of("Follow the client").min;
    let before = first_row(&therapist);
    // Nothing has the keyboard: the list takes its keys.
    therapist.presses(NONE, Key::Delete);
    assert!(therapist.hears("16 prompts") && therapist.hears("Deleted: Breathe."));
    assert_eq!(first_row(&therapist), before, "no row moves as that is said");
    therapist.clicks("Undo");
    assert!(therapist.hears("17 prompts · 1 your own") && !therapist.hears("Deleted: Breathe."));
    assert!(therapist.hears_part("Breathe, 2 of 17"), "it is the chosen one again");
    therapist.presses(NONE, Key::Home).presses(NONE, Key::ArrowDown).presses(NONE, Key::Delete);
    assert!(therapist.hears("17 prompts · 1 your own · 1 hidden"), "one of the guideline’s is hidden");
    therapist.presses(Modifiers::COMMAND, Key::Z);
    assert!(therapist.hears_part("Follow the client, 1 of 17"));
}

#[test]
fn a_set_goes_through_the_desktops_dialog_and_comes_back_by_a_drop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my set.json");
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").rewrites("Title", "Mine").presses(NONE, Key::Escape);
    therapist.commands("Export this prompt set");
    therapist.clicks("Choose a file…");
    assert!(!therapist.hears_part("Exported to"), "nobody has chosen one");
    therapist.asked.borrow_mut().chooses = Some(path.clone());
    therapist.clicks("Choose a file…").until("it is written", |here| here.hears_part("Exported to"));
    assert!(path.is_file());
    therapist.clicks("Back to the prompts").drops(&path);
    therapist.until("it is read", |here| here.hears("Import"));
    assert_eq!(therapist.reads("File"), path.display().to_string());
}

#[test]
fn a_path_is_taken_however_it_is_typed_and_what_is_wrong_with_a_file_is_said_of_that_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").rewrites("Title", "Mine").presses(NONE, Key::Escape);
    therapist.commands("Export this prompt set").presses(CTRL, Key::A).types("'~/my set.json'\n");
    therapist.until("it is written", |here| here.hears_part("Exported to"));
    assert!(folder.path().join("my set.json").is_file());
    therapist.presses(NONE, Key::Enter);
    therapist.until("it is refused", |here| here.hears_part("Another file already has this name"));
    let address = format!("file://{}/my%20set.json", folder.path().display());
    therapist.clicks("Back to the prompts").commands("Import a prompt set");
    therapist.presses(CTRL, Key::A).types(&address).presses(NONE, Key::Enter);
    therapist.until("it is read", |here| here.hears("Import"));
    therapist.presses(CTRL, Key::A).types("~").presses(NONE, Key::Enter);
    therapist.until("it is no file", |here| here.hears_part("This is not an ordinary file."));
}

#[test]
fn help_opens_the_folders_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.presses(NONE, Key::F1).clicks("About");
    therapist.clicks("Open this folder: Notes and prompt sets").clicks("Open this folder: Settings");
    let opened = ["data", "config"].map(|name| folder.path().join(name));
    assert_eq!(therapist.asked.borrow().opened, opened);
}

#[test]
fn a_section_stays_the_chosen_one_as_its_move_is_undone_and_redone() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").presses(NONE, Key::Home);
    therapist.presses_often(NONE, Key::ArrowDown, 3);
    let name = |therapist: &Therapist| therapist.reads("Name of the section");
    assert_eq!(name(&therapist), "Present moment");
    therapist.presses(Modifiers::ALT, Key::ArrowDown);
    for (modifiers, key) in [(CTRL, Key::Z), (CTRL, Key::Y), (CTRL, Key::Z), (Modifiers::ALT, Key::ArrowDown)] {
        assert_eq!(name(therapist.presses(modifiers, key)), "Present moment", "{key:?}");
    }
    therapist.leaves();
}

#[test]
fn a_set_that_is_deleted_is_said_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.goes_to("Prompts").clicks("Set…").clicks("Duplicate set").clicks("Set…").clicks("Delete set");
    assert!(therapist.hears("Deleted: My order 2."));
    therapist.clicks("Undo").opens("Prompts");
    assert!(therapist.hears("My order 2"));
    therapist.leaves();
}
