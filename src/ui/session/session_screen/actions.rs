//! What can be done under the notes by a click, each with its key, from the list of commands.

use egui::{Align, Layout, Ui};

use crate::ui::kit::theme::palette;
use crate::ui::kit::widgets::{keyed_button, pressed};
use crate::ui::shell::command::Command;
use crate::ui::{Action, text};

/// A command, and what says its name.
type NamedCommand = (fn() -> &'static str, Command);

/// What is done to the notes and while they are written.
const ACTIONS: [NamedCommand; 3] = [
    (text::command::keep, Command::Keep),
    (text::command::slow_down, Command::SlowDown),
    (text::session::action_find, Command::Find),
];

/// What ends them.
const CLOSE: NamedCommand = (text::command::close, Command::Close);

/// What brings the guide back once it is hidden.
const GUIDE: NamedCommand = (text::session::action_guide, Command::Guide);

/// The room between two of them.
const BETWEEN: f32 = 24.0;

/// From this width on the way to close the session is at the far end.
const ONE_ROW: f32 = 552.0;

/// Draws them; returns what was clicked. The one that keeps the line shows whether that is done already: it takes the
/// mark away again.
pub(super) fn actions_ui(ui: &mut Ui, is_kept: bool, hides_guide: bool) -> Option<Action> {
    let mut clicked = None;
    let mut action_ui = |ui: &mut Ui, (name, command): NamedCommand| {
        let color = palette(ui).text;
        let response = keyed_button(ui, name(), color, &command.key_text(ui.ctx()));
        if command == Command::Keep {
            pressed(ui, &response, is_kept);
        }
        if response.clicked() {
            clicked = Some(Action::Run(command));
        }
    };
    let is_one_row = ui.available_width() >= ONE_ROW;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(BETWEEN, 0.0);
        for action in ACTIONS.into_iter().chain(hides_guide.then_some(GUIDE)) {
            action_ui(ui, action);
        }
        if is_one_row && !hides_guide {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| action_ui(ui, CLOSE));
        } else {
            action_ui(ui, CLOSE);
        }
    });
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn what_can_be_clicked_is_what_its_key_does() {
        for (name, command) in ACTIONS.into_iter().chain([GUIDE, CLOSE]) {
            let mut window = WindowOfOne::of(None, |ui, asked| *asked = actions_ui(ui, false, true).or(asked.take()));
            window.clicks(name());
            assert_eq!(window.view(), &Some(Action::Run(command)));
        }
    }
}
