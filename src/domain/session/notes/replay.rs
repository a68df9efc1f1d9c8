//! Taking a change back, or making it again, on a page that others may have changed meanwhile.
//!
//! Lines are known by their ids. What somebody else wrote or changed stays as they left it.

use std::sync::Arc;

use super::{Line, Notes};

impl Notes {
    /// Takes a change back; returns the index of the first line that changed. Nothing if its lines are not as it
    /// left them: somebody else has changed them since.
    pub fn undo(&mut self, change: &super::Change) -> Option<usize> {
        self.replay(change.first, &change.after, &change.before)
    }

    /// Makes a change again; as [`Notes::undo`].
    pub fn redo(&mut self, change: &super::Change) -> Option<usize> {
        self.replay(change.first, &change.before, &change.after)
    }

    /// Makes lines that are as `from` be as `to`.
    fn replay(&mut self, first: usize, from: &[Arc<Line>], to: &[Arc<Line>]) -> Option<usize> {
        let end = first + from.len();
        let is_as_it_was = !from.is_empty() && self.lines.get(first..end) == Some(from);
        if is_as_it_was && self.has_room_for(to, first, end) {
            self.splice(first, from.len(), to);
            return Some(first);
        }
        let place_of = |lines: &[Arc<Line>], line: &Line| lines.iter().position(|other| other.id == line.id);
        let is_as_left = |line: &Arc<Line>| {
            let now = self.lines.iter().find(|now| now.id == line.id);
            now.is_some_and(|now| now.at_place_of(line) == *line)
        };
        // The edit reached a line and left it as it was: whatever it says now, it is no part of the change.
        let changing = || from.iter().filter(|line| !to.contains(line));
        if !changing().all(is_as_left) {
            return None;
        }
        let mut changed = Vec::new();
        for line in changing() {
            let Some(index) = place_of(&self.lines, line) else { continue };
            changed.push(index);
            match to.iter().find(|target| target.id == line.id) {
                Some(target) => self.lines[index] = target.at_place_of(&self.lines[index]),
                None => drop(self.lines.remove(index)),
            }
        }
        for line in to.iter().filter(|line| !from.contains(line)) {
            if place_of(&self.lines, line).is_none() {
                let stands_after = |other: &Arc<Line>| (&other.order_key, &other.id) > (&line.order_key, &line.id);
                let index = self.lines.iter().position(stands_after).unwrap_or(self.lines.len());
                self.lines.insert(index, line.clone());
                changed.push(index);
            }
        }
        changed.into_iter().min()
    }

    /// Whether lines are in order in place of those from `first` to `end`.
    fn has_room_for(&self, lines: &[Arc<Line>], first: usize, end: usize) -> bool {
        let before = self.lines[..first].last();
        let all = before.into_iter().chain(lines).chain(self.lines.get(end));
        all.map(|line| (&line.order_key, &line.id)).is_sorted()
    }
}
