//! The footer, and above it the one line that says what is wrong until it is not.

use std::path::Path;

use egui::{Align2, Rect, Ui, WidgetInfo, accesskit::Role, pos2};

use super::theme::{palette, regular, size};
use super::widgets::{paint_text, paragraph, text};
use super::words;
use crate::domain::Moment;

/// The height of the footer.
pub const HEIGHT: f32 = 34.0;

/// How the last change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was changed since the start.
    Untouched,
    /// The newest change is not on the disk yet.
    Pending,
    /// Everything on the screen is on the disk since then.
    At(Moment),
}

impl Saved {
    fn words(self) -> String {
        match self {
            Self::Untouched => String::new(),
            Self::Pending => "Saving…".to_owned(),
            Self::At(moment) => format!("Saved {}", words::time(moment)),
        }
    }
}

/// Draws the footer: facts at the left, what is saved in the middle, a hint at the right.
pub fn footer_ui(ui: &mut Ui, facts: &str, saved: Saved, hint: &str) {
    let palette = palette(ui);
    let rect = ui.max_rect();
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
}

/// Draws what is wrong: what happened and what to do, and under it where.
pub fn problem_ui(ui: &mut Ui, problem: &str, path: &Path) {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let response = paragraph(ui, text(problem, size::QUIET, palette.error));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    paragraph(ui, text(path.display().to_string(), size::SMALL, palette.quiet));
}
