//! Passes on to the prompt library what is done to the order and the words of the prompts, and sends what came of it to
//! be saved.
//!
//! Must not know what a change makes of a set.

use std::path::PathBuf;

use super::App;
use crate::domain::id::PromptId;
use crate::domain::prompts::import::Import;
use crate::domain::prompts::prompt_library::PromptLibrary;
use crate::domain::prompts::prompt_set::{Direction, SetChange};
use crate::domain::session::open_session::OpenSession;
use crate::storage::worker::TheirSets;
use crate::ui::Screen;

impl App {
    pub(super) fn arrange(&mut self, change: impl FnOnce(&mut PromptLibrary) -> bool) {
        if change(&mut self.prompt_library) {
            self.save_prompt_sets();
        }
    }

    pub(super) fn take_in_set(&mut self, import: Import) {
        let (now, before) = (self.now(), self.prompt_library.revision());
        self.arrange(|library| library.take_in(import, now));
        if self.prompt_library.revision() != before {
            self.prompts_screen.say_imported(&self.prompt_library.chosen().name, before);
        }
    }

    pub(super) fn delete_set(&mut self) {
        let (name, before) = (self.prompt_library.chosen().name.clone(), self.prompt_library.revision());
        self.arrange(PromptLibrary::delete);
        if self.prompt_library.revision() != before {
            self.prompts_screen.say_deleted(&name, before);
        }
    }

    /// Another device had changed the prompt sets too: what only it had is here from now on, and the Prompts
    /// screen says what it has otherwise.
    pub(super) fn take_in_their_sets(&mut self, theirs: TheirSets) {
        self.arrange(|library| library.add_missing(&theirs.sets));
        self.prompts_screen.their_sets.put(theirs.added, theirs.changed);
    }

    pub(super) fn copy_their_sets(&mut self) {
        let now = self.now();
        let sets = self.prompts_screen.their_sets.take();
        self.arrange(|library| library.add_copies(&sets, now));
    }

    /// A file for the set that is arranged, named after it.
    pub(super) fn export_path(&self) -> PathBuf {
        self.documents.join(self.prompt_library.chosen().file_name())
    }

    pub(super) fn copy_set(&mut self) {
        let now = self.now();
        self.arrange(|library| library.copy(now));
    }

    pub(super) fn add_prompt(&mut self) {
        let id = PromptId::fresh(self.now());
        let place = self.prompts_screen.place_of_new(self.prompt_library.chosen());
        self.arrange(|library| library.make(SetChange::AddOwn(id.clone(), place)));
        if self.prompt_library.chosen().placed(&id).is_some() {
            self.prompts_screen.edit(id);
        }
    }

    /// Moves the prompt that is chosen on the Prompts screen, or the one in view in the session.
    pub(super) fn move_prompt(&mut self, direction: Direction) {
        if self.screen == Screen::Prompts {
            return self.move_chosen(direction);
        }
        let here = self.notes.current.session().and_then(OpenSession::here).map(|prompt| prompt.id.clone());
        if let Some(id) = here {
            self.move_in_session(&id, |open| open.move_here(direction));
        }
    }

    /// Moves a prompt of the open session; where it is then is said.
    pub(super) fn move_in_session(&mut self, id: &PromptId, moves: impl FnOnce(&mut OpenSession) -> bool) {
        if self.notes.current.change(moves) == Some(true)
            && let Some(open) = self.notes.current.session()
        {
            self.notes.session_screen.say_moved(open, id);
        }
    }

    /// Keeps the order of the open session's prompts in the set that it is held with.
    pub(super) fn keep_order(&mut self, ctx: &egui::Context) {
        let Some(prompts) = self.notes.current.session().map(|open| open.session().prompts.clone()) else { return };
        let (now, chosen) = (self.now(), self.settings.prompt_set.clone());
        let set = self.prompt_library.resolve(chosen.as_ref()).clone();
        if let Some(kept) = self.prompt_library.keep_order(&set, &prompts, now) {
            self.save_prompt_sets();
            self.notes.current.change(OpenSession::order_is_kept);
            self.change_settings(ctx, |settings| settings.prompt_set = Some(kept));
        }
    }

    fn move_chosen(&mut self, direction: Direction) {
        if let Some(change) = self.prompts_screen.moves(direction) {
            let before = self.prompt_library.revision();
            self.arrange(|library| library.make(change));
            if self.prompt_library.revision() != before {
                self.prompts_screen.follow(direction);
            }
        }
    }

    pub(super) fn hide_chosen(&mut self) {
        if let Some(id) = self.prompts_screen.chosen().cloned() {
            self.arrange(|library| library.toggle_hidden(id));
        }
    }

    pub(super) fn save_prompt_sets(&mut self) {
        let sets = self.prompt_library.to_save();
        if let Some(saving) = &mut self.saving {
            saving.send_prompt_sets(sets);
        }
    }
}
