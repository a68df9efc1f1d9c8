//! What helps to slow down, in the place of the guide: the stance, the therapist's own card, then the guidance of
//! paragraphs 8 and 9.
//!
//! It never says what to do, and assesses nothing.

use egui::{ScrollArea, Ui};

use super::guide_panel::{example_wording_ui, stance_ui};
use crate::domain::session::open_session::OpenSession;
use crate::ui::kit::key_scrolling::turn_pages;
use crate::ui::kit::room::at_both_ends_from;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{bold, card, heading, keyed_button, paragraph, styled};
use crate::ui::shell::command::Command;
use crate::ui::text;

/// From this width on the way back is at the other end of the title.
const TITLE_ROW: f32 = 260.0;

/// Draws it; all of it scrolls, by so many pages too. Says whether it is to be closed.
pub(crate) fn slow_down_ui(ui: &mut Ui, open: &OpenSession, support_card: &str, turns: f32) -> bool {
    let scroll = ScrollArea::vertical().id_salt("slow down").auto_shrink(false).min_scrolled_height(0.0);
    let shown = scroll.show(ui, |ui| {
        turn_pages(ui, turns);
        if let Some(stance) = open.stance() {
            stance_ui(ui, stance);
        }
        let closes = title_ui(ui);
        ui.add_space(4.0);
        support_card_ui(ui, support_card);
        ui.add_space(12.0);
        guidance_ui(ui, open);
        paragraph(ui, styled(text::session::not_assessed(), size::QUIET, palette(ui).quiet));
        closes
    });
    shown.inner
}

/// The title, and the way back.
fn title_ui(ui: &mut Ui) -> bool {
    let close = |ui: &mut Ui| {
        let key = Command::SlowDown.key_text(ui.ctx());
        keyed_button(ui, text::session::slow_down_close(), palette(ui).accent, &key).clicked()
    };
    at_both_ends_from(ui, TITLE_ROW, |ui| drop(heading(ui, text::session::slow_down())), close).1
}

fn guidance_ui(ui: &mut Ui, open: &OpenSession) {
    let palette = palette(ui);
    let prompts = open.session().prompts.iter();
    for prompt in prompts.filter(|prompt| matches!(prompt.paragraph, Some(8 | 9))) {
        let number = prompt.paragraph.map(|number| number.to_string()).unwrap_or_default();
        let title = text::session::slow_down_prompt(&number, &prompt.title);
        paragraph(ui, bold(title, size::QUIET, palette.accent));
        paragraph(ui, styled(&prompt.guidance, size::NOTES, palette.text));
        if !prompt.example_wording.is_empty() {
            example_wording_ui(ui, &prompt.example_wording);
        }
        ui.add_space(12.0);
    }
}

/// The card with whom to call, in the therapist's own words.
fn support_card_ui(ui: &mut Ui, support_card: &str) {
    let palette = palette(ui);
    let is_empty = support_card.trim().is_empty();
    let empty = text::session::support_card_empty();
    let (shown, color) = if is_empty { (empty, palette.quiet) } else { (support_card, palette.text) };
    card(ui).fill(palette.background).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(bold(text::session::support_card(), size::QUIET, palette.quiet));
        for line in shown.lines() {
            paragraph(ui, styled(line, size::BODY, color));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guidelines::integration_session;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::sample::now;

    #[test]
    fn it_shows_the_stance_and_whom_to_call_or_where_that_is_written_down() {
        let shown = |card: &'static str| {
            let open = OpenSession::begin(now(), "K-07", None, integration_session().prompts);
            WindowOfOne::of(false, move |ui, closes| *closes |= slow_down_ui(ui, &open, card, 0.0))
        };
        let mut window = shown("Dr. Example\n555 01");
        assert!(window.hears("Follow the client. Hold space; interpretation is not recommended."));
        assert!(window.hears("Dr. Example") && window.hears("555 01"));
        assert!(window.hears("Holdspace does not assess risk; that judgment is yours."));
        assert!(*window.clicks("Close").view());
        assert!(!shown(" ").hears("Dr. Example") && shown(" ").hears("Your support card"));
    }
}
