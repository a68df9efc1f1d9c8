//! Lines that are cut and pasted: whole ones stay the lines that they were, with their minute, prompt and mark.

use std::ops::Range;
use std::sync::Arc;

use crate::domain::place::Place;

use super::{Line, Notes, Stamp, new_line};

/// What an edit has to do with the clipboard.
#[derive(Debug, Clone, Copy)]
pub enum Clip<'a> {
    /// Nothing.
    Neither,
    /// It cuts.
    Cuts,
    /// It pastes what was cut: these lines among it.
    Pastes(&'a [Arc<Line>]),
}

impl Clip<'_> {
    /// Makes the lines after an edit follow what is cut and pasted; `before` are those that they were.
    pub(crate) fn follow(self, before: &[Arc<Line>], after: &mut [Arc<Line>], stamp: &Stamp) {
        match self {
            Self::Neither => {}
            Self::Cuts => {
                // A line without its words is another one: they took its mark along.
                for line in after.iter_mut().filter(|line| line.text.is_empty()) {
                    *line = Line { order_key: line.order_key.clone(), ..new_line("", stamp) }.into();
                }
            }
            Self::Pastes(cut) => {
                let mut next = 0;
                for line in cut {
                    let is_it = |other: &Arc<Line>| {
                        let had_words = before.iter().any(|before| before.id == other.id && !before.text.is_empty());
                        other.text == line.text && !had_words
                    };
                    let Some(index) = after[next..].iter().position(is_it).map(|index| index + next) else { continue };
                    after[index] = line.at_place_of(&after[index]);
                    next = index + 1;
                }
            }
        }
    }
}

impl Notes {
    /// The lines that are as a whole within a range of the page, but for empty ones.
    pub(crate) fn whole_lines(&self, range: &Range<Place>) -> Vec<Arc<Line>> {
        let is_whole = |(index, line): &(usize, &Arc<Line>)| {
            let (start, end) = (Place::new(*index, 0), Place::new(*index, line.text.len()));
            range.start <= start && end <= range.end && !line.text.is_empty()
        };
        self.lines.iter().enumerate().filter(is_whole).map(|(_, line)| line.clone()).collect()
    }

    /// Those of some lines that are not on the page.
    pub(crate) fn absent(&self, lines: &[Arc<Line>]) -> Vec<Arc<Line>> {
        let is_here = |line: &&Arc<Line>| self.lines.iter().any(|here| here.id == line.id);
        lines.iter().filter(|line| !is_here(line)).cloned().collect()
    }
}
