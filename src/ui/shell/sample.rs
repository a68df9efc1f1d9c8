//! What stands behind an overlay, for the tests beside what opens over a screen.

use std::path::Path;

use super::behind::{OverlayInput, ShownFolders};
use super::notice::{Footer, SaveState};
use super::overlay::Overlay;
use crate::domain::sealing::{Sealing, SealingStatus};
use crate::domain::settings::Settings;
use crate::ui::kit::window_of_one::WindowOfOne;
use crate::ui::{Answer, Screen};

/// An overlay, by itself over a screen without sessions.
pub(crate) fn shown(overlay: Overlay) -> WindowOfOne<'static, (Overlay, Answer)> {
    let settings = Settings::default();
    WindowOfOne::of((overlay, Answer::default()), move |ui, (overlay, answered)| {
        let sealing = "Not sealed".to_owned();
        let footer = Footer { facts: String::new(), saved: SaveState::Untouched, hint: "Hide", sealing };
        let [notes, config, state] = ["/elsewhere/notes", "/elsewhere/settings", "/elsewhere/state"].map(Path::new);
        let input = OverlayInput {
            session_facts: None,
            footer: &footer,
            screen: Screen::Review,
            stage: None,
            prompts: &[],
            settings: &settings,
            folders: ShownFolders { notes, settings: config, state },
            sealing: SealingStatus::new(Sealing::NotSealed),
        };
        let answer = overlay.ui(ui.ctx(), &input);
        answered.closes |= answer.closes;
        answered.action = answer.action.or(answered.action.take());
    })
}
