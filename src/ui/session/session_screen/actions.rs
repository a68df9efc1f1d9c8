//! What can be done under the notes by a click, each with its key, from the list of commands.

use egui::{Align, Layout, Ui};

use crate::ui::Action;
use crate::ui::kit::widgets::keyed_button;
use crate::ui::shell::command::Command;

/// What is done to the notes and while they are written.
const ACTIONS: [Command; 3] = [Command::Keep, Command::SlowDown, Command::Find];

/// From this width on the way to close the session is at the far end.
const ONE_ROW: f32 = 600.0;

/// Draws them; returns what was clicked.
pub(super) fn actions_ui(ui: &mut Ui) -> Option<Action> {
    let mut clicked = None;
    let mut action_ui = |ui: &mut Ui, command: Command| {
        if keyed_button(ui, command.name(), &command.key_text(ui.ctx())).clicked() {
            clicked = Some(Action::Run(command));
        }
    };
    let is_one_row = ui.available_width() >= ONE_ROW;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        for command in ACTIONS {
            action_ui(ui, command);
        }
        if is_one_row {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| action_ui(ui, Command::Close));
        } else {
            action_ui(ui, Command::Close);
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
        for command in ACTIONS.into_iter().chain([Command::Close]) {
            let mut window = WindowOfOne::of(None, |ui, asked| *asked = actions_ui(ui).or(asked.take()));
            window.clicks(command.name());
            assert_eq!(window.view(), &Some(Action::Run(command)));
        }
    }
}
