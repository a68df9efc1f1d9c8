//! A text of lines with nothing around them.

use std::ops::Range;

use crate::domain::place::Place;
use crate::domain::session::open_session::PageEdit;
use crate::ui::kit::page::{PageText, text_in};

/// Lines of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plain {
    lines: Vec<String>,
    revision: u64,
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self { lines: text.split('\n').map(str::to_owned).collect(), revision: 0 }
    }
}

impl Plain {
    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }
}

impl PageText for Plain {
    fn revision(&self) -> u64 {
        self.revision
    }

    fn line_count(&self) -> usize {
        self.lines.len()
    }

    fn line(&self, line: usize) -> &str {
        self.lines.get(line).map_or("", String::as_str)
    }

    fn replace(&mut self, range: Range<Place>, text: &str, _: Place, _: PageEdit) -> bool {
        if text_in(self, &range) == text {
            return false;
        }
        let head = &self.lines[range.start.line][..range.start.byte];
        let tail = &self.lines[range.end.line][range.end.byte..];
        let region = [head, text, tail].concat();
        self.lines.splice(range.start.line..=range.end.line, region.split('\n').map(str::to_owned));
        self.revision += 1;
        true
    }
}
