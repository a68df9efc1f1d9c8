//! The earlier versions of a session: which one is looked at, and the row to go through them.
//!
//! Owns what was read of them and the choice. Never changes a session.

use chrono::{DateTime, Local, Utc};
use egui::Ui;

use super::widgets::{button, quiet};
use super::{Action, words};
use crate::domain::id::SessionId;
use crate::domain::session::Session;

/// The earlier versions of one session, the newest first, and the one that is looked at.
#[derive(Debug)]
pub struct Versions {
    of: SessionId,
    found: Option<Vec<(DateTime<Utc>, Session)>>,
    chosen: usize,
}

impl Versions {
    /// Those of a session, which are still to be read.
    pub fn of(id: &SessionId) -> Self {
        Self { of: id.clone(), found: None, chosen: 0 }
    }

    /// Whether they are those of a session.
    pub fn are_of(&self, id: &SessionId) -> bool {
        self.of == *id
    }

    /// Takes them as they were read.
    pub fn read(&mut self, versions: Vec<(DateTime<Utc>, Session)>) {
        self.found = Some(versions);
        self.chosen = 0;
    }

    /// The one that is looked at.
    pub fn chosen(&self) -> Option<&Session> {
        let (_, version) = self.found.as_ref()?.get(self.chosen)?;
        Some(version)
    }

    /// Draws the row above what is read. Returns what was asked for, and whether it closes.
    pub fn ui(&mut self, ui: &mut Ui) -> (Option<Action>, bool) {
        let mut asked = None;
        let mut closes = false;
        quiet(ui, self.words());
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            let count = self.found.as_ref().map_or(0, Vec::len);
            if self.chosen + 1 < count && button(ui, "Older").clicked() {
                self.chosen += 1;
            }
            if self.chosen > 0 && button(ui, "Newer").clicked() {
                self.chosen -= 1;
            }
            if let Some(version) = self.chosen()
                && button(ui, "Restore this version").clicked()
            {
                asked = Some(Action::Restore(Box::new(version.clone())));
            }
            closes = button(ui, "Back to how it is").clicked();
        });
        (asked, closes)
    }

    fn words(&self) -> String {
        let Some(found) = &self.found else { return "Reading the earlier versions…".to_owned() };
        let Some((kept, _)) = found.get(self.chosen) else { return "No earlier version.".to_owned() };
        let kept = kept.with_timezone(&Local).fixed_offset();
        let (date, time) = (words::full_date(kept), words::time(kept));
        format!("Earlier version {} of {}, kept on {date} at {time}", self.chosen + 1, found.len())
    }
}
