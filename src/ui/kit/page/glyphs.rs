//! What a piece of a line looks like, as the toolkit draws it, and where its characters are in it.
//!
//! Owns the one call of the toolkit's layout. Must not know of lines or rows.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::Glyph;
use egui::text::{Galley, LayoutJob, TextFormat};
use egui::{Color32, FontId, Ui};
use unicode_segmentation::UnicodeSegmentation;

use super::order::mirrored;

/// How the lines of a page are drawn.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// The typeface.
    pub(crate) font: FontId,
    /// The height of a row, in points.
    pub(crate) row_height: f32,
    /// What is drawn as a theme in a line or a part of it that begins with a word, in its bytes.
    pub(crate) themes: fn(&str) -> Vec<Range<usize>>,
}

/// A piece of a line as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Glyphs {
    pub(crate) galley: Arc<Galley>,
    /// In points.
    pub(crate) width: f32,
}

impl Glyphs {
    /// Lays a piece out. Its level says in which direction it runs.
    pub(crate) fn of(ui: &Ui, text: &str, level: u8, look: &Look) -> Self {
        let text = if level % 2 == 1 { mirrored(text) } else { text.to_owned() };
        let format = TextFormat {
            font_id: look.font.clone(),
            color: Color32::PLACEHOLDER,
            line_height: Some(look.row_height),
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(text, format);
        job.wrap.max_width = f32::INFINITY;
        job.break_on_newline = false;
        job.keep_trailing_whitespace = true;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let width = glyphs(&galley).iter().map(|glyph| glyph.advance_width).sum();
        Self { galley, width }
    }

    /// How wide each character of the piece is, as a reader knows characters, in the order in which they are written.
    /// Nothing if they are not drawn in that order, or in its reverse where the piece runs from right to left: then
    /// they have to be drawn one by one.
    pub(crate) fn widths(&self, text: &str, level: u8) -> Option<Vec<f32>> {
        let written = glyphs(&self.galley).iter();
        let written: Vec<(char, f32)> = if level % 2 == 1 {
            let placeholders = glyphs(&self.galley).iter().rev().take_while(|glyph| is_placeholder(glyph)).count();
            written.rev().skip(placeholders).map(advance).collect()
        } else {
            written.map(advance).collect()
        };
        widths(text, &written)
    }
}

fn glyphs(galley: &Galley) -> &[Glyph] {
    galley.rows.first().map_or(&[], |row| row.glyphs.as_slice())
}

fn advance(glyph: &Glyph) -> (char, f32) {
    (glyph.chr, glyph.advance_width)
}

/// The toolkit fills up a piece with glyphs that are nothing, so that there are as many as characters. From right to
/// left they are all at its end.
fn is_placeholder(glyph: &Glyph) -> bool {
    glyph.advance_width == 0.0 && glyph.uv_rect.is_nothing()
}

/// As [`Glyphs::widths`]. Each glyph names the first character of what it draws.
fn widths(text: &str, glyphs: &[(char, f32)]) -> Option<Vec<f32>> {
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    let mut widths: Vec<f32> = Vec::with_capacity(graphemes.len());
    let mut next = 0;
    for (index, grapheme) in graphemes.iter().enumerate() {
        let following = graphemes.get(index + 1).and_then(|grapheme| grapheme.chars().next());
        let begun = next;
        let mut width = 0.0;
        while let Some((character, advance)) = glyphs.get(next) {
            let begins_next = next > begun && Some(*character) == following && *advance > 0.0;
            if begins_next || !grapheme.contains(*character) {
                break;
            }
            width += advance;
            next += 1;
        }
        widths.push(width);
    }
    share_ligatures(&graphemes, &mut widths);
    glyphs[next..].iter().all(|(_, advance)| *advance == 0.0).then_some(widths)
}

/// Letters that are drawn as one have equal parts of its width.
fn share_ligatures(graphemes: &[&str], widths: &mut [f32]) {
    let mut first = 0;
    for index in 1..=widths.len() {
        let is_joined =
            index < widths.len() && widths[index] == 0.0 && graphemes[index].chars().any(char::is_alphanumeric);
        if is_joined {
            continue;
        }
        let width: f32 = widths[first..index].iter().sum();
        let count = index - first;
        if count > 1 {
            widths[first..index].fill(width / count as f32);
        }
        first = index;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_has_the_width_of_its_glyphs() {
        assert_eq!(widths("ab", &[('a', 1.0), ('b', 2.0)]), Some(vec![1.0, 2.0]));
        assert_eq!(widths("לל", &[('ל', 1.0), ('ל', 2.0)]), Some(vec![1.0, 2.0]));
        assert_eq!(widths("e\u{301}e", &[('e', 1.0), ('\u{301}', 0.0), ('e', 2.0)]), Some(vec![1.0, 2.0]));
        assert_eq!(widths("שׁש", &[('ש', 1.0), ('ש', 0.0), ('ש', 2.0)]), Some(vec![1.0, 2.0]));
    }

    #[test]
    fn what_is_drawn_as_one_is_shared() {
        assert_eq!(widths("fi", &[('f', 3.0), ('i', 0.0)]), Some(vec![1.5, 1.5]));
        assert_eq!(widths("لا", &[('ل', 4.0)]), Some(vec![2.0, 2.0]));
    }

    #[test]
    fn what_is_drawn_in_another_order_is_known() {
        assert_eq!(widths("אבג", &[('ג', 1.0), ('א', 1.0), ('ב', 1.0)]), None);
    }
}
