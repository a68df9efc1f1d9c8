//! The trash below the list of sessions: the way to it and back, and the one question before it is
//! emptied.

use egui::Ui;

use crate::domain::id::SessionId;
use crate::domain::library::Library;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::session::Session;
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{button, heading, paragraph, quiet, styled, text_button};
use crate::ui::{Action, text};

/// What was moved to the trash, and whether it is shown.
#[derive(Debug, Default)]
pub struct Trash {
    /// The sessions in it.
    pub sessions: Library,
    /// Whether it is shown in place of the sessions.
    pub is_shown: bool,
    /// Whether emptying it was asked for, and not yet said yes to.
    pub is_asking: bool,
    /// The session that was moved to it last.
    moved: Option<SessionId>,
}

impl Trash {
    /// Takes the sessions as they were read.
    pub fn read(&mut self, sessions: Vec<Session>) {
        self.sessions = Library::default();
        self.sessions.put(sessions.into_iter().map(Into::into));
        self.is_asking &= !self.sessions.is_empty();
    }

    /// Shows the trash, or the sessions again.
    pub fn toggle(&mut self) {
        self.is_shown = !self.is_shown;
        self.is_asking = false;
    }

    /// A session is being moved to it.
    pub(crate) fn say_moved(&mut self, id: &SessionId) {
        self.moved = Some(id.clone());
    }

    /// Nothing is said any more of what was moved to it.
    pub(crate) fn forget_moved(&mut self) {
        self.moved = None;
    }

    /// Closes the question, or else the trash.
    pub fn escape(&mut self) {
        if !std::mem::take(&mut self.is_asking) {
            self.is_shown = false;
        }
    }

    /// Says that a session was moved there, with the way back, as long as it is there.
    pub(crate) fn moved_ui(&self, ui: &mut Ui) -> Option<Action> {
        let id = self.moved.as_ref().filter(|id| self.sessions.get(id).is_some())?;
        let row = ui.horizontal_wrapped(|ui| {
            let said = quiet(ui, text::review::moved_to_trash());
            said_aloud(ui, &said);
            text_button(ui, text::review::put_back(), regular(size::QUIET), palette(ui).accent).clicked()
        });
        row.inner.then(|| Action::Library(LibraryRequest::PutBack(id.clone())))
    }

    /// Draws the way to the trash, at the bottom of the list.
    pub(crate) fn way_ui(&mut self, ui: &mut Ui) {
        let color = palette(ui).quiet;
        let name = text::review::way_to_trash(self.sessions.len());
        if text_button(ui, &name, regular(size::QUIET), color).clicked() {
            self.toggle();
        }
    }

    /// Draws what is above that many sessions in the trash. It is emptied only if all of it is shown.
    pub fn ui(&mut self, ui: &mut Ui, count: usize, may_empty: bool) -> Option<Action> {
        heading(ui, text::review::trash());
        self.is_asking &= may_empty;
        if self.is_asking {
            return self.question_ui(ui, count);
        }
        ui.horizontal_wrapped(|ui| {
            if button(ui, text::review::back_to_sessions()).clicked() {
                self.toggle();
            }
            if may_empty && count > 0 && button(ui, text::review::ask_to_empty_trash()).clicked() {
                self.is_asking = true;
            }
        });
        None
    }

    fn question_ui(&mut self, ui: &mut Ui, count: usize) -> Option<Action> {
        let color = palette(ui).warning;
        paragraph(ui, styled(text::review::emptying_trash(count), size::QUIET, color));
        let mut asked = None;
        ui.horizontal_wrapped(|ui| {
            if button(ui, text::review::cancel()).clicked() {
                self.is_asking = false;
            }
            if button(ui, text::review::empty_trash()).clicked() {
                self.is_asking = false;
                asked = Some(Action::Library(LibraryRequest::EmptyTrash));
            }
        });
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    struct Shown {
        trash: Trash,
        may_empty: bool,
        asked: Option<Action>,
    }

    fn shown(may_empty: bool) -> WindowOfOne<'static, Shown> {
        let shown = Shown { trash: Trash::default(), may_empty, asked: None };
        WindowOfOne::of(shown, |ui, shown| {
            let asked = shown.trash.ui(ui, 3, shown.may_empty);
            shown.asked = asked.or(shown.asked.take());
        })
    }

    #[test]
    fn it_is_emptied_only_after_the_question() {
        let mut window = shown(true);
        window.clicks("Empty the trash…");
        assert_eq!(window.view().asked, None);
        window.clicks("Cancel").clicks("Empty the trash…").clicks("Empty the trash");
        assert_eq!(window.view().asked, Some(Action::Library(LibraryRequest::EmptyTrash)));
        assert!(!window.view().trash.is_asking);
    }

    #[test]
    fn what_is_not_all_shown_is_not_emptied() {
        assert!(!shown(false).hears("Empty the trash…"));
    }
}
