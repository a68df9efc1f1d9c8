//! Undo and redo for a small value, by keeping it as it was.

/// How many steps can be taken back.
const MAX_STEPS: usize = 500;

/// The earlier and the undone states of a value.
#[derive(Debug, Clone)]
pub struct UndoStack<T> {
    done: Vec<T>,
    undone: Vec<T>,
}

impl<T> Default for UndoStack<T> {
    fn default() -> Self {
        Self { done: Vec::new(), undone: Vec::new() }
    }
}

impl<T> UndoStack<T> {
    /// Remembers the value as it was before a change.
    pub fn record(&mut self, before: T) {
        self.undone.clear();
        self.done.push(before);
        if self.done.len() > MAX_STEPS {
            self.done.remove(0);
        }
    }

    /// Puts back the value as it was before the last change; says whether there was one.
    pub fn undo(&mut self, value: &mut T) -> bool {
        Self::step(&mut self.done, &mut self.undone, value)
    }

    /// Makes the last undone change again; says whether there was one.
    pub fn redo(&mut self, value: &mut T) -> bool {
        Self::step(&mut self.undone, &mut self.done, value)
    }

    fn step(from: &mut Vec<T>, to: &mut Vec<T>, value: &mut T) -> bool {
        let Some(state) = from.pop() else { return false };
        to.push(std::mem::replace(value, state));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_and_forth() {
        let mut value = 0;
        let mut snapshots = UndoStack::default();
        for next in 1..=3 {
            snapshots.record(value);
            value = next;
        }
        assert!(snapshots.undo(&mut value) && snapshots.undo(&mut value));
        assert_eq!(value, 1);
        assert!(snapshots.redo(&mut value));
        assert_eq!(value, 2);
        snapshots.record(value);
        value = 9;
        assert!(!snapshots.redo(&mut value));
        assert!(snapshots.undo(&mut value));
        assert_eq!(value, 2);
    }
}
