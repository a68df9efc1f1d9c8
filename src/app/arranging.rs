//! What is done on the Prompts screen, carried out and saved.

use std::path::PathBuf;

use super::App;
use super::arrangement::Arrangement;
use crate::domain::id::PromptId;
use crate::domain::import::Import;
use crate::domain::prompt_set::{Change, Direction};

impl App {
    pub(super) fn arrange(&mut self, change: impl FnOnce(&mut Arrangement) -> bool) {
        if change(&mut self.arrangement) {
            self.save_prompt_sets();
        }
    }

    pub(super) fn take_in_set(&mut self, import: Import) {
        let now = self.now();
        self.arrange(|arrangement| arrangement.take_in(import, now));
    }

    /// A file for the set that is arranged, named after it.
    pub(super) fn export_path(&self) -> PathBuf {
        let kept = |character: char| if character.is_alphanumeric() { character } else { '-' };
        let name: String = self.arrangement.chosen().name.trim().chars().map(kept).collect();
        self.documents.join(format!("{name}.json"))
    }

    pub(super) fn copy_set(&mut self) {
        let now = self.now();
        self.arrange(|arrangement| arrangement.copy(now));
    }

    pub(super) fn add_prompt(&mut self) {
        let id = PromptId::fresh(self.now());
        let behind = self.prompts_screen.chosen().cloned();
        self.arrange(|arrangement| arrangement.make(Change::AddOwn(id.clone(), behind)));
        if self.arrangement.chosen().placed(&id).is_some() {
            self.prompts_screen.edit(id);
        }
    }

    pub(super) fn move_chosen(&mut self, direction: Direction) {
        if let Some(change) = self.prompts_screen.moves(direction) {
            let before = self.arrangement.revision();
            self.arrange(|arrangement| arrangement.make(change));
            if self.arrangement.revision() != before {
                self.prompts_screen.follow(direction);
            }
        }
    }

    pub(super) fn hide_chosen(&mut self) {
        if let Some(id) = self.prompts_screen.chosen().cloned() {
            let hidden = self.arrangement.chosen().is_hidden(&id);
            self.arrange(|arrangement| arrangement.make(Change::Hide(id, !hidden)));
        }
    }

    pub(super) fn save_prompt_sets(&mut self) {
        let sets = self.arrangement.to_save();
        if let Some(saving) = &mut self.saving {
            saving.send_prompt_sets(sets);
        }
    }
}
