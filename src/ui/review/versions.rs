//! The earlier versions of a session: which one is looked at, what differs, and the row to go through
//! them.
//!
//! Owns what was read of them and the choice. Never changes a session.

use chrono::Local;
use egui::Ui;

use crate::domain::Moment;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::session::difference::Difference;
use crate::ui::kit::choices::{Choice, choices};
use crate::ui::kit::semantics::{Rank, heading_of};
use crate::ui::kit::widgets::{button, button_if, quiet};
use crate::ui::text;

/// The earlier versions of one session, the newest first, and the one that is looked at.
#[derive(Debug)]
pub struct Versions {
    of: SessionId,
    found: Option<Vec<(Moment, Session)>>,
    chosen: usize,
    shown: VersionView,
    compared: Option<Comparison>,
    /// Whether the way back is to have the keyboard, if anything has it.
    has_come: bool,
}

/// What is asked for of them.
#[derive(Debug)]
pub(crate) enum VersionsRequest {
    /// To go back to the session.
    Close,
    /// To make the session say again what was kept at a time.
    Restore(Moment, Box<Session>),
}

/// What is shown of the version that is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum VersionView {
    /// What was changed between it and now.
    #[default]
    SinceThen,
    /// What was changed between the version before it and it.
    Then,
    /// All that it says.
    Whole,
}

impl VersionView {
    const ALL: [Self; 3] = [Self::SinceThen, Self::Then, Self::Whole];

    fn name(self) -> &'static str {
        match self {
            Self::SinceThen => text::review::shows_since(),
            Self::Then => text::review::shows_in_version(),
            Self::Whole => text::review::shows_full_text(),
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::SinceThen => text::review::shows_since_spoken(),
            Self::Then => text::review::shows_in_version_spoken(),
            Self::Whole => text::review::shows_full_text_spoken(),
        }
    }
}

/// A difference, and what it was worked out of.
#[derive(Debug)]
struct Comparison {
    of: (usize, VersionView, u64),
    difference: Difference,
}

impl Versions {
    /// Those of a session, which are still to be read.
    pub fn of(id: &SessionId) -> Self {
        Self { of: id.clone(), found: None, chosen: 0, shown: VersionView::default(), compared: None, has_come: true }
    }

    /// Whether they are those of a session.
    pub(crate) fn are_of(&self, id: &SessionId) -> bool {
        self.of == *id
    }

    /// Takes them as they were read.
    pub fn read(&mut self, versions: Vec<(Moment, Session)>) {
        self.found = Some(versions);
        self.chosen = 0;
        self.compared = None;
    }

    /// The one that is looked at.
    pub fn chosen(&self) -> Option<&Session> {
        self.at(self.chosen)
    }

    fn at(&self, index: usize) -> Option<&Session> {
        let (_, version) = self.found.as_ref()?.get(index)?;
        Some(version)
    }

    /// What of it is shown.
    pub fn shown(&self) -> VersionView {
        self.shown
    }

    /// The one that is looked at, and when it was kept, if it can be restored.
    pub(crate) fn restorable(&self, now: &Session) -> Option<&(Moment, Session)> {
        let version = self.found.as_ref()?.get(self.chosen);
        version.filter(|(_, version)| now.restored_to(version).is_some())
    }

    /// What differs, and the later version of the two. `revision` changes with every change of `now`;
    /// nothing if the whole version is shown, or there is none before it.
    pub fn compared<'a>(&'a mut self, now: &'a Session, revision: u64) -> Option<(&'a Difference, &'a Session)> {
        let of = (self.chosen, self.shown, revision);
        if self.compared.as_ref().is_none_or(|compared| compared.of != of) {
            let (earlier, later) = self.sides(now)?;
            let difference = Difference::between(earlier, later);
            self.compared = Some(Comparison { of, difference });
        }
        let (_, later) = self.sides(now)?;
        Some((&self.compared.as_ref()?.difference, later))
    }

    fn sides<'a>(&'a self, now: &'a Session) -> Option<(&'a Session, &'a Session)> {
        match self.shown {
            VersionView::SinceThen => Some((self.chosen()?, now)),
            VersionView::Then => Some((self.at(self.chosen + 1)?, self.chosen()?)),
            VersionView::Whole => None,
        }
    }

    /// Draws the row above what is read. Returns what was asked for.
    pub(crate) fn ui(&mut self, ui: &mut Ui, now: &Session) -> Option<VersionsRequest> {
        let mut asked = None;
        let words = self.words();
        let named = quiet(ui, words.as_str());
        heading_of(ui, &named, &words, Rank::Part);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            self.steps_ui(ui);
            if let Some((kept, version)) = self.restorable(now)
                && button(ui, text::review::restore()).clicked()
            {
                asked = Some(VersionsRequest::Restore(*kept, Box::new(version.clone())));
            }
            let back = button(ui, text::review::back_to_current());
            // Whoever came by a key is at the way back, and nothing is restored by one more.
            if std::mem::take(&mut self.has_come) && ui.memory(|memory| memory.focused().is_some()) {
                back.request_focus();
            }
            if back.clicked() {
                asked = Some(VersionsRequest::Close);
            }
        });
        if self.chosen().is_some() {
            self.choices_ui(ui);
        }
        asked
    }

    /// The ways to those before and after. Both have their place: a click too many is none.
    fn steps_ui(&mut self, ui: &mut Ui) {
        let count = self.found.as_ref().map_or(0, Vec::len);
        if count < 2 {
            return;
        }
        let goes_back = button_if(ui, self.chosen + 1 < count, text::review::older());
        let goes_on = button_if(ui, self.chosen > 0, text::review::newer());
        self.chosen = self.chosen + usize::from(goes_back) - usize::from(goes_on);
    }

    fn choices_ui(&mut self, ui: &mut Ui) {
        let all = VersionView::ALL.map(|view| Choice {
            value: view,
            name: view.name(),
            spoken: view.description().to_owned(),
            is_chosen: self.shown == view,
        });
        self.shown = choices(ui, text::spoken::version_view(), all).unwrap_or(self.shown);
        if self.shown == VersionView::Then && self.at(self.chosen + 1).is_none() {
            quiet(ui, text::review::oldest_version());
        }
    }

    fn words(&self) -> String {
        let Some(found) = &self.found else { return text::review::reading_versions().to_owned() };
        let Some((kept, _)) = found.get(self.chosen) else { return text::review::no_version().to_owned() };
        let (date, time) = date_and_time(*kept);
        // The first one is the oldest.
        text::review::version(found.len(), &date, found.len() - self.chosen, &time)
    }
}

/// When a version was kept, as it is said.
pub(crate) fn date_and_time(kept: Moment) -> (String, String) {
    let kept = kept.in_zone(&Local);
    (text::dates::full_date(kept), text::dates::time(kept))
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::NodeT;

    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::{held, now};

    type Shown = (Versions, Option<VersionsRequest>);

    fn shown(versions: Versions, session: Session) -> WindowOfOne<'static, Shown> {
        WindowOfOne::of((versions, None), move |ui, (versions, asked): &mut Shown| {
            *asked = versions.ui(ui, &session).or(asked.take());
        })
    }

    #[test]
    fn one_goes_through_them_and_restores_the_one_that_is_looked_at() {
        let session = held(3, &["the river", "and home"]);
        let version = |line: &str| {
            let mut version = held(3, &[line]);
            (version.id, version.client) = (session.id.clone(), session.client.clone());
            (now(), version)
        };
        let mut versions = Versions::of(&session.id);
        versions.read(vec![version("the river"), version("the")]);
        let mut window = shown(versions, session);
        let leads_on = |window: &WindowOfOne<'_, Shown>, name: &str| !window.node(name).accesskit_node().is_disabled();
        assert!(leads_on(&window, "Older") && !leads_on(&window, "Newer"), "the newest is looked at first");
        window.clicks("Older");
        assert!(leads_on(&window, "Newer") && !leads_on(&window, "Older"));
        window.clicks("What changed in this version");
        assert!(window.hears("This is the oldest version that is kept."));
        window.clicks("Restore this version");
        let asked = matches!(&window.view().1, Some(VersionsRequest::Restore(kept, version))
            if version.notes.text() == "the" && *kept == now());
        assert!(asked, "{:?}", window.view().1);
        window.clicks("Back to the current version");
        assert!(matches!(window.view().1, Some(VersionsRequest::Close)));
    }

    #[test]
    fn until_they_are_read_and_where_there_is_none_that_is_said() {
        let session = held(3, &["the river"]);
        let mut versions = Versions::of(&session.id);
        let window = shown(Versions::of(&session.id), session.clone());
        assert!(window.hears("Reading the earlier versions…") && !window.hears("Restore this version"));
        versions.read(Vec::new());
        assert!(shown(versions, session).hears("There is no earlier version."));
    }
}
