//! The mark behind a line that was kept for next time: where the notes are written, and where they are read.
//!
//! Must not know which line it is of.

use egui::{CornerRadius, Pos2, Rect, Ui, pos2, vec2};

use super::theme::{Palette, regular, size};
use crate::domain::prompts::guideline::KeptAs;

/// The most room that the mark of a line that is kept for next time takes beside it.
pub(crate) fn mark_width(kind: &KeptAs) -> f32 {
    match kind {
        KeptAs::Thread => 116.0,
        KeptAs::SelfCare | KeptAs::Support | KeptAs::Goal => 200.0,
        KeptAs::Other(_) => 360.0,
    }
}

/// Draws the mark of a line that was kept for next time; `place` is the middle of its left side.
pub(crate) fn paint_kept_mark(ui: &Ui, place: Pos2, mark: String, palette: &Palette) {
    let galley = ui.painter().layout_no_wrap(mark, regular(size::SMALL), palette.accent);
    let ground = Rect::from_min_size(pos2(place.x, place.y - 10.0), vec2(galley.size().x + 14.0, 20.0));
    ui.painter().rect_filled(ground, CornerRadius::same(4), palette.selection);
    let text = pos2(ground.left() + 7.0, ground.center().y - galley.size().y / 2.0);
    ui.painter().galley(text, galley, palette.accent);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::widgets::text_width;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::text;

    #[test]
    fn there_is_room_for_every_mark_whatever_became_of_its_line() {
        let outcomes = crate::domain::session::OutcomeKind::ALL;
        let other = KeptAs::from("a-word-of-some-later-version".to_owned());
        let marks: Vec<(KeptAs, String)> = KeptAs::ALL
            .into_iter()
            .chain([other])
            .flat_map(|kind| {
                let ended = outcomes.iter().map(Some).chain([None]);
                ended.map(move |ended| (kind.clone(), text::notes::mark_now(&kind, ended))).collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(marks.len(), 20);
        let widths = WindowOfOne::of(Vec::new(), move |ui, widths| {
            *widths = marks
                .iter()
                .map(|(kind, mark)| (mark.clone(), text_width(ui, mark, regular(size::SMALL)) + 14.0, mark_width(kind)))
                .collect();
        });
        assert!(!widths.view().is_empty());
        for (mark, width, room) in widths.view() {
            assert!(width <= room, "{mark}: {width} in {room}");
        }
    }
}
