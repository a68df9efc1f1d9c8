//! A place in a text of several lines.

/// Between two characters of a text: the line, and the byte of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, counted from 0.
    pub line: usize,
    /// In bytes of the line.
    pub byte: usize,
}

impl Place {
    /// The place at a byte of a line.
    pub fn new(line: usize, byte: usize) -> Self {
        Self { line, byte }
    }

    /// The place behind a text that is put in here.
    pub(crate) fn behind(self, text: &str) -> Self {
        match text.rsplit_once('\n') {
            Some((lines, last)) => Self { line: self.line + 1 + lines.matches('\n').count(), byte: last.len() },
            None => Self { line: self.line, byte: self.byte + text.len() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_behind_a_text_is_in_its_last_line() {
        assert_eq!(Place::new(2, 5).behind("ab"), Place::new(2, 7));
        assert_eq!(Place::new(2, 5).behind("a\nb\ncd"), Place::new(4, 2));
    }
}
