//! What is done with a session after it was held: it is edited, finalized, and added to.
//!
//! Owns which question is asked and where the keyboard goes. What is typed belongs to the session: it
//! is handed out as an action with every keystroke, and comes back with the session.

use egui::Ui;

use super::SessionView;
use super::copying::CopyPanel;
use super::passage;
use crate::domain::id::SessionId;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::library::search::passages::Passage;
use crate::domain::session::{Addendum, Origin, Session};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{area, bold, button, give_keyboard, hairline, is_clicked_once, paragraph, quiet, styled};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// The question that is asked, and the addendum that is written.
#[derive(Debug, Default)]
pub struct FinalizePanel {
    asks_to_finalize: Option<SessionId>,
    writes: Option<SessionId>,
    wants_focus: bool,
    /// What is to be copied.
    pub(super) copy: CopyPanel,
}

impl FinalizePanel {
    /// Asks whether to finalize a session, if that can be.
    pub(crate) fn ask_to_finalize(&mut self, session: &Session) {
        if can_be_finalized(session) {
            self.asks_to_finalize = Some(session.id.clone());
        }
    }

    /// Opens the addendum to a session; one that is written already is added.
    pub fn addendum(&mut self, session: &Session) -> Option<Action> {
        if !session.is_finalized() {
            return None;
        }
        if self.writes.as_ref() == Some(&session.id) && !session.addendum_draft.trim().is_empty() {
            self.writes = None;
            return Some(Action::AddAddendum(session.id.clone()));
        }
        self.write_addendum(session.id.clone());
        None
    }

    /// The next keystroke lands in an addendum to a session.
    pub(crate) fn write_addendum(&mut self, id: SessionId) {
        self.writes = Some(id);
        self.wants_focus = true;
    }

    /// The session that an addendum is being written to.
    pub(crate) fn adds_to(&self) -> Option<&SessionId> {
        self.writes.as_ref()
    }

    /// Whether there is a question, or an addendum is being written.
    pub(crate) fn has_open(&self) -> bool {
        self.asks_to_finalize.is_some() || self.writes.is_some() || self.copy.is_open()
    }

    /// Closes the question, or leaves the addendum: what was typed stays. Says whether any was open.
    pub fn escape(&mut self) -> bool {
        self.asks_to_finalize.take().is_some() || self.writes.take().is_some() || self.copy.close()
    }

    /// Draws what can be done with a session among the others, or the question whether to.
    pub(crate) fn ways_ui(&mut self, ui: &mut Ui, session: &Session) -> Option<Action> {
        self.asks_to_finalize.take_if(|asks| *asks != session.id || !can_be_finalized(session));
        if self.asks_to_finalize.is_some() {
            return self.question_ui(ui, session);
        }
        let id = || session.id.clone();
        let mut asked = None;
        ui.horizontal_wrapped(|ui| {
            if session.is_finalized() {
                if button(ui, text::review::add_addendum()).clicked() {
                    self.write_addendum(id());
                }
            } else if button(ui, if session.is_finished() { text::review::edit() } else { text::review::resume() })
                .clicked()
            {
                asked = Some(Action::Open(id()));
            }
            if can_be_finalized(session) && button(ui, text::review::ask_to_finalize()).clicked() {
                self.asks_to_finalize = Some(id());
            }
            if button(ui, text::review::earlier_versions()).clicked() {
                asked = Some(Action::Library(LibraryRequest::ReadVersions(id())));
            }
            if button(ui, text::review::ask_to_copy()).clicked() {
                self.copy.toggle(session);
            }
            if is_clicked_once(&button(ui, text::review::move_to_trash())) {
                asked = Some(Action::Library(LibraryRequest::MoveToTrash(id())));
            }
        });
        asked
    }

    fn question_ui(&mut self, ui: &mut Ui, session: &Session) -> Option<Action> {
        let color = palette(ui).text;
        paragraph(ui, styled(text::review::finalizing_meaning(), size::BODY, color));
        ui.horizontal_wrapped(|ui| {
            let yes = button(ui, text::review::finalize()).clicked();
            if yes || button(ui, text::review::cancel()).clicked() {
                self.asks_to_finalize = None;
            }
            yes.then(|| Action::Finalize(session.id.clone()))
        })
        .inner
    }

    /// Draws where more is written to a finalized session.
    pub(crate) fn writing_ui(&mut self, ui: &mut Ui, session: &Session) -> Option<Action> {
        let writes = self.writes.as_ref() == Some(&session.id) || !session.addendum_draft.is_empty();
        if !session.is_finalized() || !writes {
            return None;
        }
        ui.add_space(8.0);
        hairline(ui);
        ui.add_space(4.0);
        let color = palette(ui).quiet;
        ui.label(bold(text::review::new_addendum(), size::QUIET, color));
        let addendum = TextField::Addendum(&session.id);
        // An editor lets the keyboard go in the frame of a click beside it: it waits for the next one.
        let is_clicked = ui.input(|input| input.pointer.any_click());
        let was_wanted = self.wants_focus && !is_clicked;
        if was_wanted {
            give_keyboard(ui, addendum.id(), &mut self.wants_focus);
        } else if self.wants_focus {
            ui.ctx().request_repaint();
        }
        let mut typed = session.addendum_draft.clone();
        let response = area(ui, text::review::new_addendum(), addendum, &mut typed, 3);
        if response.has_focus() {
            self.writes = Some(session.id.clone());
        }
        let mut asked = (typed != session.addendum_draft).then(|| Action::WriteAddendum(session.id.clone(), typed));
        let key = Command::Addendum.key_text(ui.ctx());
        let ways = ui.horizontal_wrapped(|ui| {
            if !session.addendum_draft.trim().is_empty() && button(ui, text::review::add_it()).clicked() {
                self.writes = None;
                asked = asked.take().or(Some(Action::AddAddendum(session.id.clone())));
            }
            quiet(ui, text::review::addendum_hint(&key));
        });
        if was_wanted {
            ui.scroll_to_rect(response.rect.union(ways.response.rect), None);
        }
        asked
    }
}

fn can_be_finalized(session: &Session) -> bool {
    session.is_finished() && !session.is_finalized()
}

/// Draws that a session is finalized, and whether it was changed since.
pub(crate) fn finalized_ui(ui: &mut Ui, session: &Session) {
    let Some(finalized) = session.finalized else { return };
    let palette = palette(ui);
    let (date, time) = (text::dates::full_date(finalized), text::dates::time(finalized));
    quiet(ui, text::review::finalized_on(&date, &time));
    if session.was_changed_since_finalized() {
        paragraph(ui, styled(text::review::changed_since_finalized(), size::BODY, palette.warning));
    }
}

/// Draws what was added to a session.
pub(crate) fn addenda_ui(ui: &mut Ui, reading: &SessionView<'_>) {
    let color = palette(ui).quiet;
    for (index, addendum) in reading.session.addenda.iter().enumerate() {
        ui.add_space(8.0);
        hairline(ui);
        ui.add_space(4.0);
        ui.label(bold(name_of(addendum), size::QUIET, color));
        passage::ui(ui, Passage::Addendum(index), &addendum.text, reading.query, reading.at);
    }
}

fn name_of(addendum: &Addendum) -> String {
    match &addendum.origin {
        None => text::notes::addendum(addendum.at),
        Some(Origin::Line(_) | Origin::Other(_)) => text::review::line_left_out().to_owned(),
        Some(Origin::Field(field)) => text::review::field_left_out(text::notes::closing_field(*field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, now};

    type Asked = (FinalizePanel, Option<Action>);

    fn ways(session: Session) -> WindowOfOne<'static, Asked> {
        WindowOfOne::of(Asked::default(), move |ui, (panel, asked)| {
            *asked = panel.ways_ui(ui, &session).or(asked.take());
        })
    }

    #[test]
    fn a_session_is_finalized_only_after_the_question() {
        let session = held(3, &["a line"]);
        let mut window = ways(session.clone());
        window.clicks("Finalize…");
        assert!(window.view().1.is_none() && !window.hears("Edit"), "it is asked first");
        window.clicks("Cancel").clicks("Finalize…").clicks("Finalize");
        assert_eq!(window.view().1, Some(Action::Finalize(session.id)));
    }

    #[test]
    fn a_finalized_session_is_added_to_and_not_edited() {
        let frozen = held(3, &["a line"]).finalize(now()).unwrap();
        let mut window = ways(frozen.clone());
        assert!(!window.hears("Edit") && !window.hears("Finalize…"));
        window.clicks("Add addendum");
        assert_eq!(window.view().0.adds_to(), Some(&frozen.id));
    }

    #[test]
    fn an_addendum_is_handed_out_with_every_keystroke_and_added_when_that_is_asked() {
        let frozen = held(3, &["a line"]).finalize(now()).unwrap();
        let id = frozen.id.clone();
        let mut panel = FinalizePanel::default();
        panel.write_addendum(id.clone());
        let mut window =
            WindowOfOne::of((panel, frozen, None), |ui, (panel, session, asked): &mut (_, Session, Option<Action>)| {
                let action = FinalizePanel::writing_ui(panel, ui, session);
                if let Some(Action::WriteAddendum(_, text)) = &action {
                    session.addendum_draft.clone_from(text);
                }
                *asked = action.or(asked.take());
            });
        assert!(!window.hears("Add it"), "nothing is there to be added");
        window.types("She called.");
        assert_eq!(window.view().2, Some(Action::WriteAddendum(id.clone(), "She called.".to_owned())));
        window.clicks("Add it");
        assert_eq!(window.view().2, Some(Action::AddAddendum(id)));
    }
}
