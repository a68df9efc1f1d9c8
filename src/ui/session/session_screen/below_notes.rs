//! What is under the notes: what is said of the line that is written, and what can be done; or *Find*.

use egui::{Context, ScrollArea, Ui, accesskit};

use super::actions::actions_ui;
use super::{SessionInput, SessionScreen};
use crate::domain::library::ended_line;
use crate::domain::session::open_session::OpenSession;
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::widgets::quiet;
use crate::ui::session::notes_pane::Margins;
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// The highest that it may be, in parts of the notes.
const SHARE: f32 = 0.55;

impl SessionScreen {
    /// Draws it, with the margins of the notes and the height of both. A small window has rows of notes in its place,
    /// but while something is found or was moved.
    pub(super) fn below_notes_ui(
        &mut self,
        ui: &mut Ui,
        open: &OpenSession,
        held: &SessionInput<'_>,
        (margins, height): (Margins, f32),
    ) -> Option<Action> {
        let room = WindowRoom::of(ui.ctx());
        if !room.has_two_panes() && !self.notes.is_finding() && self.moved(open).is_none() {
            return None;
        }
        let (above, below) = if room.is_very_low() { (0.0, 0.0) } else { (4.0, 8.0) };
        let highest = SHARE * height;
        ui.spacing_mut().item_spacing.y = 0.0;
        // A bar that takes room could make what is in it wrap so that it needs none, and so come and go.
        ui.spacing_mut().scroll = egui::style::ScrollStyle::floating();
        let scroll = ScrollArea::vertical().id_salt("below the notes").auto_shrink([false, true]);
        let scroll = scroll.max_height(highest).min_scrolled_height(highest);
        scroll.show(ui, |ui| margins.column(ui, above, below, |ui| self.row_ui(ui, open, held))).inner
    }

    fn row_ui(&mut self, ui: &mut Ui, open: &OpenSession, held: &SessionInput<'_>) -> Option<Action> {
        if self.notes.is_finding() {
            return self.notes.find_ui(ui, open).map(Action::Run);
        }
        let response = quiet(ui, self.hint(ui.ctx(), open, held));
        if self.moved(open).is_some() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(accesskit::Live::Polite));
        }
        let hides_guide = !held.show_guide && !self.is_beside();
        let has_room = WindowRoom::of(ui.ctx()).has_two_panes();
        has_room.then(|| actions_ui(ui, self.notes.line_is_kept(open), hides_guide)).flatten()
    }

    /// What Tab would complete, what the line with the caret is kept as, or where a prompt was moved to.
    fn hint(&self, ctx: &Context, open: &OpenSession, held: &SessionInput<'_>) -> String {
        let (keep, kind_key) = (Command::Keep.key_text(ctx), Command::KeepAs.key_text(ctx));
        if let Some(moved) = self.moved(open) {
            return moved;
        }
        if let Some(theme) = self.notes.offered(open.session(), held.client_themes) {
            return text::session::hint_theme(theme.whole);
        }
        let index = open.line_to_keep(self.notes.caret());
        let line = index.map(|index| &open.session().notes.lines()[index]);
        let ended = line.and_then(|line| ended_line(open.session(), held.ended, &line.id));
        let said = match (line.and_then(|line| line.keep.as_ref()), ended) {
            (Some(kind), Some(ended)) => text::session::hint_ended(kind, &ended, &keep),
            (Some(kind), None) => text::session::hint_kept(kind, &kind_key, &keep),
            (None, _) => return text::session::hint().to_owned(),
        };
        if index == Some(self.notes.caret().line) { said } else { text::session::hint_above(&said) }
    }
}

#[cfg(test)]
mod tests {
    use egui::Key;

    use super::*;
    use crate::guidelines::integration_session;
    use crate::ui::review::sample::now;
    use crate::ui::session::session_screen::sample::window_of;

    #[test]
    fn on_the_empty_line_behind_one_that_is_kept_it_is_said_of_that_line() {
        let mut open = OpenSession::begin(now(), "K-07", None, integration_session().prompts);
        open.write("the letter\n", 0, 11, now());
        open.toggle_keep(open.session().notes.end(), now());
        let mut screen = SessionScreen::default();
        screen.notes.set_caret(open.session().notes.end());
        let mut window = window_of(screen, open);
        let kept = "Kept for next time as a thread  ·  Ctrl+G for another kind  ·  Ctrl+L unmarks it";
        let above = text::session::hint_above(kept);
        assert!(window.hears(&above));
        window.types("and more");
        assert!(!window.hears(&above) && !window.hears(kept), "the next line is another one");
        window.presses(Key::ArrowUp);
        assert!(window.hears(kept));
    }
}
