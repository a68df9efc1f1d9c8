//! What is drawn in a window, as its shapes say it: every row of every text that can be seen, and whether it can be
//! read.

use egui::epaint::text::RowVisuals;
use egui::epaint::{ClippedShape, RectShape, Shape, TextShape};
use egui::{Context, Pos2, Rect};

/// Ink may reach so far over an edge, in points: the edges of letters are rounded to pixels.
const TOLERANCE: f32 = 1.0;

/// A row of a text as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct DrawnRow {
    pub(crate) text: String,
    /// The text that it is a row of, with what was left out.
    pub(crate) whole: String,
    /// Where its letters are.
    pub(crate) ink: Rect,
    /// Nothing beside it is drawn.
    pub(crate) clip: Rect,
    /// Whether words of it were left out to make it fit.
    pub(crate) is_shortened: bool,
    /// Whether its last word goes on in the next row, without a hyphen of its own.
    pub(crate) breaks_a_word: bool,
}

/// The part of a row, or of anything else, that is seen.
pub(crate) enum Sight {
    Whole,
    /// Something of it is above or below what is seen.
    CutAbove,
    CutBelow,
    /// Something of it is left or right of what is seen.
    CutBeside,
    Nothing,
}

impl DrawnRow {
    /// How much of it is seen.
    pub(crate) fn sight(&self) -> Sight {
        let seen = self.ink.intersect(self.clip);
        if seen.width() <= TOLERANCE || seen.height() <= TOLERANCE {
            Sight::Nothing
        } else if self.ink.left() < self.clip.left() - TOLERANCE || self.ink.right() > self.clip.right() + TOLERANCE {
            Sight::CutBeside
        } else if self.ink.top() < self.clip.top() - TOLERANCE {
            Sight::CutAbove
        } else if self.ink.bottom() > self.clip.bottom() + TOLERANCE {
            Sight::CutBelow
        } else {
            Sight::Whole
        }
    }

    /// Whether its letters and those of another row are in one place.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let both = self.ink.intersect(self.clip).intersect(other.ink.intersect(other.clip));
        both.width() > TOLERANCE && both.height() > TOLERANCE
    }
}

/// The rows that are not covered by anything drawn over them: a menu, a dialog.
pub(crate) fn rows(ctx: &Context, shapes: &[ClippedShape]) -> Vec<DrawnRow> {
    let window = ctx.content_rect();
    let over: Vec<Rect> = ctx.memory(|memory| {
        let areas = memory.areas().visible_layer_ids().into_iter();
        let over = areas.filter(|layer| layer.order != egui::Order::Background);
        over.filter_map(|layer| memory.area_rect(layer.id)).collect()
    });
    let mut drawn = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in shapes {
        take(shape, clip_rect.intersect(window), &mut drawn, &|rect| {
            let is_over_all = rect.rect.contains_rect(window.shrink(TOLERANCE)) && rect.fill.a() > 0;
            let is_frame =
                |area: &Rect| area.expand(2.0).contains_rect(rect.rect) && rect.rect.expand(12.0).contains_rect(*area);
            is_over_all || (rect.fill.a() == 255 && over.iter().any(is_frame))
        });
    }
    drawn
}

fn take(shape: &Shape, clip: Rect, drawn: &mut Vec<DrawnRow>, covers: &impl Fn(&RectShape) -> bool) {
    match shape {
        Shape::Text(text) => drawn.extend(rows_of(text, clip)),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| take(shape, clip, drawn, covers)),
        Shape::Rect(rect) if covers(rect) => drawn.retain(|row| !row.ink.intersects(rect.rect)),
        _ => {}
    }
}

/// Where the letters are, without a ground behind them or a line under them.
fn ink(visuals: &RowVisuals) -> Rect {
    let letters = &visuals.mesh.vertices[visuals.glyph_vertex_range.clone()];
    letters.iter().fold(Rect::NOTHING, |ink, vertex| ink.union(Rect::from_pos(vertex.pos)))
}

fn rows_of(text: &TextShape, clip: Rect) -> impl Iterator<Item = DrawnRow> {
    let rows = &text.galley.rows;
    rows.iter().enumerate().filter(|(_, row)| !row.row.text().trim().is_empty()).map(move |(index, row)| {
        let says = row.row.text();
        let corner: Pos2 = text.pos + row.pos.to_vec2();
        let next = rows.get(index + 1).filter(|_| !row.ends_with_newline).map(|next| next.row.text());
        let goes_on = next.is_some_and(|next| next.starts_with(char::is_alphanumeric));
        DrawnRow {
            ink: ink(&row.row.visuals).translate(corner.to_vec2()),
            clip,
            whole: text.galley.job.text.clone(),
            is_shortened: text.galley.elided,
            breaks_a_word: goes_on && says.ends_with(char::is_alphanumeric),
            text: says,
        }
    })
}
