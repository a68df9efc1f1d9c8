//! The footer, and above it the one line that says what is wrong until it is not.

use std::path::Path;

use egui::{Align, Align2, Layout, Rect, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2};

use crate::domain::Moment;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{paint_text, paragraph, styled, text_button};
use crate::ui::text;

/// The height of the footer.
pub(crate) const HEIGHT: f32 = 34.0;

/// How the last change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was changed since the start.
    Untouched,
    /// The newest change is not on the disk yet.
    Pending,
    /// Everything on the screen is on the disk since then.
    At(Moment),
}

impl SaveState {
    fn words(self) -> String {
        match self {
            Self::Untouched => String::new(),
            Self::Pending => text::shell::saving().to_owned(),
            Self::At(moment) => text::shell::saved(&text::dates::time(moment)),
        }
    }
}

/// The room for what is said of sealing.
const SEALING_WIDTH: f32 = 190.0;

/// Draws the footer: facts at the left, what is saved in the middle, a hint, and at the right whether the notes
/// are sealed, which leads to that. Returns whether it was asked for.
pub(crate) fn footer_ui(ui: &mut Ui, facts: &str, saved: SaveState, hint: &str, sealing: &str) -> bool {
    let palette = palette(ui);
    let whole = ui.max_rect();
    let asked = sealing_ui(ui, whole, sealing);
    let rect = Rect::from_min_max(whole.min, pos2(asked.rect.left() - 20.0, whole.bottom()));
    let third = rect.width() / 3.0;
    let parts = [
        (Align2::LEFT_CENTER, rect.left(), facts.to_owned()),
        (Align2::CENTER_CENTER, rect.left() + third, saved.words()),
        (Align2::RIGHT_CENTER, rect.left() + 2.0 * third, hint.to_owned()),
    ];
    for (align, left, words) in parts.into_iter().filter(|(_, _, words)| !words.is_empty()) {
        let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + third, rect.bottom()));
        paint_text(ui, place, align, &words, regular(size::QUIET), palette.quiet);
        let response = ui.interact(place, ui.scope_id().with(align), egui::Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    }
    asked.clicked()
}

/// Whether the notes are sealed, as a button at the right end.
fn sealing_ui(ui: &mut Ui, whole: Rect, sealing: &str) -> egui::Response {
    let color = palette(ui).quiet;
    let place = Rect::from_min_max(pos2(whole.right() - SEALING_WIDTH, whole.top()), whole.max);
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
        text_button(ui, sealing, regular(size::QUIET), color)
    })
    .inner
}

/// Draws that something was left out, and what to do.
pub(crate) fn left_out_ui(ui: &mut Ui, words: &str) {
    let response = paragraph(ui, styled(words, size::QUIET, palette(ui).error));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
}

/// Draws what is wrong: what happened and what to do, and under it where.
pub(crate) fn problem_ui(ui: &mut Ui, problem: &str, path: &Path) {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let response = paragraph(ui, styled(problem, size::QUIET, palette.error));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    paragraph(ui, styled(path.display().to_string(), size::SMALL, palette.quiet));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn a_problem_is_said_with_its_place() {
        let window = WindowOfOne::of((), |ui, ()| problem_ui(ui, "The disk is full.", Path::new("/elsewhere/notes")));
        assert!(window.hears("The disk is full.") && window.hears("/elsewhere/notes"));
    }

    #[test]
    fn the_footer_leads_to_sealing_and_says_no_more_than_is_known() {
        let mut window = WindowOfOne::of(false, |ui, asked| {
            *asked |= footer_ui(ui, "3 sessions on this computer", SaveState::Untouched, "", "Not sealed");
        });
        assert!(window.hears("3 sessions on this computer"));
        assert!(!window.hears("Saving…"));
        assert!(window.clicks("Not sealed").view());
    }
}
