//! The earlier versions of a session, in the place of what is read.
//!
//! Must not know how they are read or restored.

use egui::{ScrollArea, Ui};

use super::ReviewScreen;
use crate::domain::library::Library;
use crate::domain::session::Session;
use crate::ui::Action;
use crate::ui::kit::room::{page_frame, page_scrolls, scrolls};
use crate::ui::review::difference::{self, Compared};
use crate::ui::review::finalize_panel::FinalizePanel;
use crate::ui::review::versions::{VersionView, Versions, VersionsRequest};
use crate::ui::review::{ReadingContext, Review, SessionView, reading};

impl ReviewScreen {
    /// Draws the one that is looked at, and the ways to the others.
    pub(super) fn versions_ui(&mut self, ui: &mut Ui, review: &Review<'_>, session: &Session) -> Option<Action> {
        let query = self.list.query();
        let versions = self.versions.as_mut()?;
        let draw = |ui: &mut Ui| {
            let answer = page_frame(ui).show(ui, |ui| versions.ui(ui, session)).inner;
            match (versions.shown(), versions.chosen()) {
                (VersionView::Whole, Some(session)) => {
                    let context = ReadingContext::EarlierVersion;
                    let reading = SessionView { session, ordinal: None, ended: None, query, at: None, context };
                    reading::ui(ui, &reading, &mut FinalizePanel::default(), |_| None);
                }
                _ => compared_ui(ui, versions, session, review.library),
            }
            answer
        };
        // What was pressed to come here is none of its buttons.
        let asked = ui.push_id("versions", |ui| page_scrolls(ui, "versions", draw)).inner?;
        self.versions = None;
        match asked {
            VersionsRequest::Close => None,
            VersionsRequest::Restore(kept, version) => Some(self.restored.ask(kept, *version)),
        }
    }
}

/// Draws what differs between an earlier version and another one.
fn compared_ui(ui: &mut Ui, versions: &mut Versions, now: &Session, library: &Library) {
    let Some((difference, later)) = versions.compared(now, library.revision()) else { return };
    page_frame(ui).show(ui, |ui| {
        scrolls(ui, ScrollArea::vertical().id_salt("difference").auto_shrink(false), |ui| {
            difference::ui(ui, &Compared { difference, later, library });
            ui.add_space(24.0);
        });
    });
}

#[cfg(test)]
mod tests {
    use egui::Key;

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, library, now, review};
    use crate::ui::review::versions::date_and_time;
    use crate::ui::text;

    #[test]
    fn whoever_comes_by_a_key_restores_nothing_by_one_more_and_what_is_restored_is_said() {
        let session = held(9, &["the river", "and home"]);
        let mut version = session.clone();
        version.notes = held(9, &["the river"]).notes;
        let (library, id, kept) = (library(&[&session]), session.id.clone(), vec![(now(), version)]);
        let mut screen = ReviewScreen::default();
        screen.focus_search();
        let shown = (screen, None, false);
        let mut window = WindowOfOne::of(shown, move |ui, (screen, asked, comes): &mut (ReviewScreen, _, bool)| {
            if std::mem::take(comes) {
                screen.await_versions(&id);
                screen.show_versions(&id, kept.clone());
            }
            *asked = screen.ui(ui, &review(&library)).or(asked.take());
        });
        // The search has the keyboard.
        window.view_mut().2 = true;
        assert!(window.presses(Key::F20).hears(text::review::restore()));
        window.presses(Key::Enter);
        assert!(window.view().1.is_none() && !window.hears(text::review::restore()), "it went back");
        window.view_mut().2 = true;
        window.presses(Key::F20).clicks(text::review::restore());
        assert!(matches!(window.view().1, Some(Action::Library(_))));
        let (date, time) = date_and_time(now());
        let said = text::review::restored(&date, &time);
        assert!(!window.hears(&said));
        window.view_mut().0.show_versions(&session.id, Vec::new());
        assert!(window.presses(Key::F20).hears(&said));
    }
}
