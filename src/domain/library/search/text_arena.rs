//! Many texts kept side by side, so that going through all of them is one walk through memory.
//!
//! Must not know what the texts are.

/// So many bytes are taken from the system at once.
const PIECE: usize = 1 << 20;

/// Texts side by side, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct TextArena {
    pieces: Vec<String>,
    /// How many bytes belong to texts that were forgotten.
    forgotten: usize,
}

/// Where a text is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    piece: usize,
    start: usize,
    end: usize,
}

impl TextArena {
    /// Keeps a text.
    pub(crate) fn keep(&mut self, text: &str) -> Span {
        let has_room = |piece: &String| piece.capacity() - piece.len() >= text.len();
        if !self.pieces.last().is_some_and(has_room) {
            self.pieces.push(String::with_capacity(PIECE.max(text.len())));
        }
        let piece = self.pieces.len() - 1;
        let start = self.pieces[piece].len();
        self.pieces[piece].push_str(text);
        Span { piece, start, end: start + text.len() }
    }

    /// A text that was kept.
    pub(crate) fn text(&self, span: Span) -> &str {
        &self.pieces[span.piece][span.start..span.end]
    }

    /// A text is no longer needed.
    pub(crate) fn forget(&mut self, span: Span) {
        self.forgotten += span.end - span.start;
    }

    /// Whether so much was forgotten that what is needed is better kept again.
    pub(crate) fn is_mostly_forgotten(&self) -> bool {
        self.forgotten > PIECE.max(self.pieces.iter().map(String::len).sum::<usize>() / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_the_one_that_was_kept() {
        let mut texts = TextArena::default();
        let kept: Vec<String> = (0..40).map(|number| "é".repeat(number * number * 40)).collect();
        let spans: Vec<Span> = kept.iter().map(|text| texts.keep(text)).collect();
        assert!(spans.iter().zip(&kept).all(|(span, text)| texts.text(*span) == text));
        assert!(texts.pieces.len() > 1);
        assert!(!texts.is_mostly_forgotten());
        for span in spans {
            texts.forget(span);
        }
        assert!(texts.is_mostly_forgotten());
    }
}
