//! The pieces of a line, measured.
//!
//! Must not know of rows, but for how wide one is: what is wider can end a row between any two characters.

use egui::Ui;
use unicode_segmentation::UnicodeSegmentation;

use super::glyphs::{Glyphs, Look};
use super::pieces::{Content, LinePiece};

/// A piece, measured. Where it begins is told by those before it, so that an edit before it leaves it as it is.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    /// How many bytes it has.
    pub(super) bytes: usize,
    /// Its level: odd if it runs from right to left.
    pub(super) level: u8,
    pub(super) content: Content,
    /// Whether it is drawn as a theme is.
    pub(super) is_theme: bool,
    /// Whether a row may end behind it.
    pub(super) may_end_row: bool,
    pub(super) width: f32,
    /// Where it begins in its row, from the left.
    pub(super) x: f32,
    pub(super) glyphs: Option<Glyphs>,
}

impl Measured {
    fn new(piece: &LinePiece, width: f32) -> Self {
        let LinePiece { ref range, level, content, is_theme, may_end_row } = *piece;
        Self { bytes: range.len(), level, content, is_theme, may_end_row, width, x: 0.0, glyphs: None }
    }

    pub(super) fn is_words(&self) -> bool {
        self.content == Content::Words
    }
}

/// Measures pieces of a line in rows of a width, which begin and end where words do.
pub(super) fn measured(ui: &Ui, line: &str, pieces: &[LinePiece], look: &Look, width: f32) -> Vec<Measured> {
    let mut all = Vec::with_capacity(pieces.len());
    for together in pieces.chunk_by(|piece, _| !piece.may_end_row) {
        let together_measured = together.iter().flat_map(|piece| piece_measured(ui, line, piece, look));
        let first = all.len();
        all.extend(together_measured);
        if width_of_words(&all[first..]) > width {
            all.truncate(first);
            all.extend(together.iter().flat_map(|piece| loosened(ui, line, piece, look)));
        }
    }
    all
}

fn width_of_words(pieces: &[Measured]) -> f32 {
    pieces.iter().filter(|piece| piece.is_words()).map(|piece| piece.width).sum()
}

/// A piece as one; as several if the toolkit does not draw it as one.
fn piece_measured(ui: &Ui, line: &str, piece: &LinePiece, look: &Look) -> Vec<Measured> {
    let text = &line[piece.range.clone()];
    let glyphs = Glyphs::of(ui, text, piece.level, look);
    if !text.is_ascii() && glyphs.widths(text, piece.level).is_none() {
        return one_by_one(ui, line, piece, look);
    }
    vec![Measured::new(piece, glyphs.width)]
}

/// The characters of a piece one by one.
fn one_by_one(ui: &Ui, line: &str, piece: &LinePiece, look: &Look) -> Vec<Measured> {
    let start = piece.range.start;
    let graphemes = line[piece.range.clone()].grapheme_indices(true).map(|(at, text)| (start + at, text));
    let mut parts: Vec<Measured> = graphemes
        .map(|(start, text)| {
            let width = Glyphs::of(ui, text, piece.level, look).width;
            let range = start..start + text.len();
            Measured::new(&LinePiece { range, may_end_row: false, ..piece.clone() }, width)
        })
        .collect();
    if let Some(last) = parts.last_mut() {
        last.may_end_row = piece.may_end_row;
    }
    parts
}

/// The characters of a piece one by one, and a row may end between any of them.
fn loosened(ui: &Ui, line: &str, piece: &LinePiece, look: &Look) -> Vec<Measured> {
    let mut parts = one_by_one(ui, line, piece, look);
    for part in &mut parts {
        part.may_end_row = true;
    }
    parts
}
