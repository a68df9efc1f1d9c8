//! Where the guide is: beside the notes, above them, or in a small window in their place.
//!
//! Must not know what is in either.

use egui::{CentralPanel, Event, Frame, Key, Margin, Panel, Ui};

use super::{SessionInput, SessionScreen};
use crate::domain::Moment;
use crate::domain::prompts::prompt_set::Direction;
use crate::domain::session::Session;
use crate::domain::session::open_session::OpenSession;
use crate::ui::Action;
use crate::ui::kit::panes::{Pane, begin_pane};
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::theme::palette;
use crate::ui::session::prompt_strip::prompt_strip_ui;
use crate::ui::session::slow_down::slow_down_ui;
use crate::ui::shell::command::Command;

/// Where the guide is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GuidePlace {
    /// Left of the notes.
    Beside,
    /// Above them: the prompt in view alone, or its title.
    Above,
    /// In their place.
    Guide,
    /// Nowhere.
    Notes,
}

impl SessionScreen {
    /// Draws the guide and the notes beside each other, or in a small window one of them.
    pub(super) fn panes_ui(&mut self, ui: &mut Ui, open: &mut OpenSession, held: &SessionInput<'_>) -> Option<Action> {
        let room = WindowRoom::of(ui.ctx());
        self.earlier.follow(held.library, open.session());
        if std::mem::take(&mut self.wants_notes) && !room.has_two_panes() {
            self.show_guide();
            self.shows_guide_alone = false;
        }
        let side = self.side(room, held.show_guide);
        self.shows_guide_alone &= side == GuidePlace::Guide || self.is_beside();
        let mut guided = None;
        match side {
            GuidePlace::Beside => {
                let width = (ui.available_width() * 0.4).clamp(320.0, 470.0);
                let panel = Panel::left("guide").exact_size(width).resizable(false).frame(guide_frame(ui, room));
                guided = panel.show(ui, |ui| self.guide_ui(ui, open, held)).inner;
            }
            GuidePlace::Above => {
                let panel = Panel::top("prompt").resizable(false).frame(guide_frame(ui, room));
                let strip = panel.show(ui, |ui| {
                    begin_pane(ui, Pane::First);
                    prompt_strip_ui(ui, open, !room.is_very_low())
                });
                guided = strip.inner;
            }
            GuidePlace::Guide => {
                self.type_unseen(ui, open, held.now);
                return CentralPanel::default()
                    .frame(guide_frame(ui, room))
                    .show(ui, |ui| self.guide_ui(ui, open, held))
                    .inner;
            }
            GuidePlace::Notes => {}
        }
        let noted = CentralPanel::default().frame(Frame::new()).show(ui, |ui| self.notes_ui(ui, open, held)).inner;
        guided.or(noted)
    }

    fn side(&self, room: WindowRoom, show_guide: bool) -> GuidePlace {
        match (room.has_two_panes(), self.is_beside()) {
            (true, is_beside) if show_guide || is_beside => GuidePlace::Beside,
            (false, true) => GuidePlace::Guide,
            (false, false) if room.is_very_low() && self.shows_guide_alone => GuidePlace::Guide,
            (false, false) if !room.is_lowest() && show_guide => GuidePlace::Above,
            _ => GuidePlace::Notes,
        }
    }

    /// Whether something else is in the place of the guide, whether that is shown or not.
    pub(super) fn is_beside(&self) -> bool {
        self.slow_down || self.earlier.is_open()
    }

    /// In a window without room for anything beside the notes, shows the guide instead of them, or the notes again; says
    /// whether it is such a window.
    pub(crate) fn toggle_guide_alone(&mut self, ctx: &egui::Context) -> bool {
        let room = WindowRoom::of(ctx);
        if !room.has_two_panes() && self.is_beside() {
            self.show_guide();
            return true;
        }
        let is_alone = room.is_very_low();
        self.shows_guide_alone ^= is_alone;
        is_alone
    }

    /// Closes what is in the place of the guide.
    pub(crate) fn show_guide(&mut self) {
        self.slow_down = false;
        self.earlier.close();
    }

    /// Looks for words on the page, which is shown for that.
    pub(crate) fn find(&mut self, ctx: &egui::Context, session: &Session) {
        self.wants_notes = true;
        self.notes.find(ctx, session);
    }

    /// Scrolls what is in the place of the guide by a page; says whether anything is.
    pub(crate) fn turn_page(&mut self, direction: Direction) -> bool {
        let is_beside = self.is_beside();
        if is_beside {
            self.turns += if direction == Direction::Down { 1.0 } else { -1.0 };
        }
        is_beside
    }

    /// What is typed while the notes are not drawn still lands in them. Enter is for what has the keyboard.
    fn type_unseen(&mut self, ui: &Ui, open: &mut OpenSession, now: Moment) {
        let is_free = ui.memory(|memory| memory.focused().is_none());
        if ui.memory(|memory| memory.top_modal_layer().is_some()) {
            return;
        }
        let types = |event: &Event| match event {
            Event::Text(text) => is_free || !text.trim().is_empty(),
            Event::Key { key: Key::Enter, .. } => is_free,
            Event::Paste(_) | Event::Ime(_) | Event::Key { key: Key::Backspace, .. } => true,
            _ => false,
        };
        let unseen: Vec<Event> = ui.input(|input| input.events.iter().filter(|event| types(event)).cloned().collect());
        self.notes.type_unseen(&unseen, open, now);
    }

    fn guide_ui(&mut self, ui: &mut Ui, open: &OpenSession, held: &SessionInput<'_>) -> Option<Action> {
        begin_pane(ui, Pane::First);
        let turns = std::mem::take(&mut self.turns);
        if self.slow_down {
            let closes = slow_down_ui(ui, open, held.support_card, turns);
            return closes.then_some(Action::Run(Command::SlowDown));
        }
        if self.earlier.is_open() {
            self.earlier.ui(ui, held.library, open.session(), (held.now, turns));
            return None;
        }
        self.guide.ui(ui, open)
    }
}

fn guide_frame(ui: &Ui, room: WindowRoom) -> Frame {
    let (beside, above) = (room.margin(24), if room.is_small() { 6 } else { 12 });
    Frame::new().fill(palette(ui).panel).inner_margin(Margin::symmetric(beside, above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_is_where_there_is_room_for_it() {
        let mut screen = SessionScreen::default();
        let [large, small, low, smallest] = [(1280.0, 800.0), (480.0, 340.0), (360.0, 240.0), (160.0, 113.0)]
            .map(|(width, height)| WindowRoom::of_size(egui::vec2(width, height)));
        let places = |screen: &SessionScreen| [large, small, low, smallest].map(|room| screen.side(room, true));
        assert_eq!(places(&screen), [GuidePlace::Beside, GuidePlace::Above, GuidePlace::Above, GuidePlace::Notes]);
        screen.shows_guide_alone = true;
        assert_eq!(places(&screen), [GuidePlace::Beside, GuidePlace::Above, GuidePlace::Guide, GuidePlace::Guide]);
        screen.slow_down = true;
        assert_eq!(places(&screen), [GuidePlace::Beside, GuidePlace::Guide, GuidePlace::Guide, GuidePlace::Guide]);
        assert_eq!(SessionScreen::default().side(large, false), GuidePlace::Notes);
    }
}
