//! A place on the page, such as the caret's, while others write there.

use std::sync::Arc;

use super::{Line, Notes};
use crate::domain::place::Place;
use crate::domain::session::moved::moved_along;

/// A place in a line, such as the caret's.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    line: Arc<Line>,
    within: usize,
}

impl Notes {
    /// A place on the page, whatever becomes of the lines around it.
    pub fn position(&self, place: Place) -> Option<Position> {
        let line = self.lines.get(place.line)?.clone();
        Some(Position { within: place.byte.min(line.text.len()), line })
    }

    /// Where a position is on the page now: in the line, or the one of its twins, that has its words, along with what
    /// changed before it there; if the line is gone, at the one that follows.
    pub fn place(&self, position: &Position) -> Place {
        let Position { line: before, within } = position;
        let root = before.conflict_of.as_ref().unwrap_or(&before.id);
        let is_it = |line: &Line| line.id == *root || line.id == before.id || line.conflict_of.as_ref() == Some(root);
        let candidates: Vec<(usize, &Arc<Line>)> =
            self.lines.iter().enumerate().filter(|(_, line)| is_it(line)).collect();
        let same = candidates.iter().find(|(_, line)| line.text == before.text);
        let written_on = || candidates.iter().find(|(_, line)| line.text.starts_with(&before.text));
        let by_id = || candidates.iter().find(|(_, line)| line.id == before.id);
        let Some((index, line)) = same.or_else(written_on).or_else(by_id) else { return self.start_behind(before) };
        Place::new(*index, moved_along(&before.text, &line.text, *within))
    }

    /// Where the first line begins that is behind one that is gone; the end of the page if there is none.
    fn start_behind(&self, gone: &Line) -> Place {
        let is_behind = |line: &Arc<Line>| (&line.order_key, &line.id) > (&gone.order_key, &gone.id);
        self.lines.iter().position(is_behind).map_or_else(|| self.end(), |index| Place::new(index, 0))
    }
}
