//! How the words of a passage are drawn: its themes, what was looked for, and the hit that one is at.
//!
//! Must not know which passages there are.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{CCursor, LayoutJob};
use egui::{Align, Color32, FontId, Galley, Label, Response, Stroke, TextFormat, Ui};

use crate::domain::library::search::Query;
use crate::domain::library::search::passages::{Hit, Passage, Snippet};
use crate::domain::library::themes::theme_ranges;
use crate::ui::kit::theme::{Palette, palette, regular, size};

/// The hit that one is at.
#[derive(Debug, Clone, Copy)]
pub struct CurrentHit<'a> {
    /// The hit.
    pub hit: &'a Hit,
    /// Whether one has just come to it: it is brought into view.
    pub scroll_to: bool,
}

/// How a passage is said.
struct Said<'a> {
    /// All that is drawn.
    text: &'a str,
    /// Where in it the words of the passage begin.
    words_at: usize,
    /// The words of the passage.
    words: &'a str,
    font: FontId,
    color: Color32,
    line_height: Option<f32>,
}

/// Draws the words of a passage; returns where they are laid out too.
pub fn ui(
    ui: &mut Ui,
    passage: Passage,
    words: &str,
    query: &Query,
    at: Option<CurrentHit<'_>>,
) -> (Response, Arc<Galley>) {
    let color = palette(ui).text;
    let said = Said { text: words, words_at: 0, words, font: regular(size::NOTES), color, line_height: Some(26.0) };
    said_ui(ui, passage, &said, query, at)
}

/// Draws the words of a passage in the quiet color, within what is said of them.
pub(crate) fn quiet_ui(
    ui: &mut Ui,
    passage: Passage,
    (text, words): (&str, &str),
    query: &Query,
    at: Option<CurrentHit<'_>>,
) {
    let (color, words_at) = (palette(ui).quiet, text.rfind(words).unwrap_or_default());
    let said = Said { text, words_at, words, font: regular(size::QUIET), color, line_height: None };
    said_ui(ui, passage, &said, query, at);
}

fn said_ui(
    ui: &mut Ui,
    passage: Passage,
    said: &Said<'_>,
    query: &Query,
    at: Option<CurrentHit<'_>>,
) -> (Response, Arc<Galley>) {
    let at = at.filter(|at| at.hit.passage == passage);
    let mut job = job(said, query, at.map(|at| &at.hit.range), palette(ui));
    job.wrap.max_width = ui.available_width();
    let galley = ui.painter().layout_job(job);
    let response = ui.add(Label::new(galley.clone()).selectable(true));
    if let Some(CurrentHit { hit, .. }) = at.filter(|at| at.scroll_to) {
        let before = said.text.get(..said.words_at + hit.range.start).unwrap_or_default().chars().count();
        let place = galley.pos_from_cursor(CCursor::new(before)).translate(response.rect.min.to_vec2());
        ui.scroll_to_rect(place, Some(Align::Center));
    }
    (response, galley)
}

/// The words of a passage, with its themes in the accent color and what was looked for on a ground; the
/// hit that one is at is underlined.
fn job(said: &Said<'_>, query: &Query, at: Option<&Range<usize>>, palette: &Palette) -> LayoutJob {
    let in_text = |range: Range<usize>| range.start + said.words_at..range.end + said.words_at;
    let all_in_text = |ranges: Vec<Range<usize>>| ranges.into_iter().map(in_text).collect::<Vec<_>>();
    let (themes, hits) = (all_in_text(theme_ranges(said.words)), all_in_text(query.ranges(said.words)));
    let at = at.cloned().map(in_text);
    let mut job = LayoutJob::default();
    for part in parts(said.text, themes.iter().chain(&hits).chain(&at)) {
        let within = |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&part.start));
        let is_at = at.as_ref().is_some_and(|at| at.contains(&part.start));
        let format = TextFormat {
            font_id: said.font.clone(),
            color: if within(&themes) { palette.accent } else { said.color },
            background: if within(&hits) { palette.selection } else { Color32::TRANSPARENT },
            underline: if is_at { Stroke::new(2.0, palette.accent) } else { Stroke::NONE },
            line_height: said.line_height,
            ..TextFormat::default()
        };
        job.append(&said.text[part], 0.0, format);
    }
    job
}

/// The words around a hit, on one line that is cut after a word; each hit on a ground.
pub(crate) fn snippet_job(snippet: &Snippet, width: f32, ground: Color32, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap = egui::text::TextWrapping { max_width: width, max_rows: 1, break_anywhere: false, ..job.wrap };
    for part in parts(&snippet.text, snippet.hits.iter()) {
        let is_hit = snippet.hits.iter().any(|hit| hit.contains(&part.start));
        let (color, background) = if is_hit { (palette.text, ground) } else { (palette.quiet, Color32::TRANSPARENT) };
        let format = TextFormat { font_id: regular(size::QUIET), color, background, ..TextFormat::default() };
        job.append(&snippet.text[part], 0.0, format);
    }
    job
}

/// The parts that the edges of ranges cut a text into.
fn parts<'a>(text: &str, ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<Range<usize>> {
    let mut edges: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
    edges.extend([0, text.len()]);
    edges.retain(|edge| text.is_char_boundary(*edge));
    edges.sort_unstable();
    edges.dedup();
    edges.windows(2).map(|edge| edge[0]..edge[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::theme::LIGHT;

    #[test]
    fn themes_and_hits_may_overlap() {
        let (text, words_at) = ("(by the #water", 1);
        let (font, color) = (regular(size::NOTES), LIGHT.text);
        let said = Said { text, words_at, words: &text[words_at..], font, color, line_height: None };
        let job = job(&said, &Query::parse("wat THE"), Some(&(8..11)), &LIGHT);
        let parts: Vec<(&str, bool, bool, bool)> = job
            .sections
            .iter()
            .map(|section| {
                let range = section.byte_range.start.0..section.byte_range.end.0;
                let format = &section.format;
                (
                    &job.text[range],
                    format.color == LIGHT.accent,
                    format.background == LIGHT.selection,
                    format.underline != Stroke::NONE,
                )
            })
            .collect();
        let expected = [
            ("(by ", false, false, false),
            ("the", false, true, false),
            (" ", false, false, false),
            ("#", true, false, false),
            ("wat", true, true, true),
            ("er", true, false, false),
        ];
        assert_eq!(parts, expected);
    }
}
