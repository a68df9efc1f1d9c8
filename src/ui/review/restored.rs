//! Which version of a session was restored last, to be said of it.
//!
//! Must not know how that is done.

use egui::{Frame, Margin, Panel, Ui};

use super::versions::date_and_time;
use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::session::Session;
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::widgets::quiet;
use crate::ui::{Action, text};

/// A session, and when the version of it was kept.
type Version = (SessionId, Moment);

/// What is being restored, and what was restored last.
#[derive(Debug, Default)]
pub(crate) struct Restored {
    asked: Option<Version>,
    done: Option<Version>,
}

impl Restored {
    /// Asks to restore a version that was kept at a time.
    pub(crate) fn ask(&mut self, kept: Moment, version: Session) -> Action {
        *self = Self { asked: Some((version.id.clone(), kept)), done: None };
        Action::Library(LibraryRequest::Restore(Box::new(version)))
    }

    /// The versions of a session were read: once they are asked for, and again when one of them was restored.
    pub(crate) fn follow(&mut self, id: &SessionId) {
        self.done = self.asked.take_if(|(of, _)| of == id).or(self.done.take());
    }

    /// Says it below the session that is read.
    pub(crate) fn ui(&self, ui: &mut Ui, session: &Session) {
        let Some((_, kept)) = self.done.as_ref().filter(|(id, _)| *id == session.id) else { return };
        let (date, time) = date_and_time(*kept);
        let beside = WindowRoom::of(ui.ctx()).margin(40);
        let frame = Frame::new().inner_margin(Margin::symmetric(beside, 4));
        Panel::bottom("restored").frame(frame).resizable(false).show_separator_line(false).show(ui, |ui| {
            let said = quiet(ui, text::review::restored(&date, &time));
            said_aloud(ui, &said);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, now};

    #[test]
    fn it_is_said_of_that_session_once_it_is_done() {
        let (session, other) = (held(3, &["the river"]), held(9, &["the shore"]));
        let (date, time) = date_and_time(now());
        let said = text::review::restored(&date, &time);
        let (id, drawn) = (session.id.clone(), session.clone());
        let mut window =
            WindowOfOne::of((Restored::default(), drawn), |ui, (restored, session)| restored.ui(ui, session));
        window.view_mut().0.ask(now(), session);
        assert!(!window.presses(egui::Key::F20).hears(&said), "it is not done yet");
        window.view_mut().0.follow(&id);
        assert!(window.presses(egui::Key::F20).hears(&said));
        window.view_mut().1 = other;
        assert!(!window.presses(egui::Key::F20).hears(&said), "it is not said of another");
    }
}
