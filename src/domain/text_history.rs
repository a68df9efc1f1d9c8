//! Undo and redo of one text, by what was put in the place of what.
//!
//! Must not know who holds the text: what comes into it from elsewhere is no step, and whoever owns a history empties it
//! then.

use super::undo_steps::{EditKind, PAUSE, forget_oldest};

/// A part of a text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextReplacement {
    /// Where, in bytes of the text.
    pub(crate) at: usize,
    pub(crate) removed: String,
    pub(crate) inserted: String,
}

/// What is taken back at once.
#[derive(Debug, Clone)]
struct TextStep {
    /// One after the other.
    replacements: Vec<TextReplacement>,
    kind: EditKind,
    /// Where the caret was, in bytes of the text.
    caret_before: usize,
    caret_after: usize,
    /// When it was done last, in seconds since whenever.
    seconds: f64,
}

/// The steps that were taken on a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextHistory {
    done: Vec<TextStep>,
    undone: Vec<TextStep>,
}

impl TextReplacement {
    /// The byte behind what was put in.
    fn end(&self) -> usize {
        self.at + self.inserted.len()
    }

    fn turned_round(&self) -> Self {
        Self { at: self.at, removed: self.inserted.clone(), inserted: self.removed.clone() }
    }

    /// The text once it is made of it; nothing if the text does not have what it takes away.
    fn made_of(&self, mut text: String) -> Option<String> {
        let range = self.at..self.at + self.removed.len();
        if text.get(range.clone())? != self.removed {
            return None;
        }
        text.replace_range(range, &self.inserted);
        Some(text)
    }

    /// What it does to `text`, of which it was just made.
    fn kind(&self, text: &str) -> EditKind {
        match (self.removed.as_str(), self.inserted.as_str()) {
            ("", inserted) if !inserted.contains('\n') => EditKind::of_inserted(&text[..self.at], inserted),
            (removed, "") if !removed.contains('\n') => EditKind::Removes,
            _ => EditKind::Other,
        }
    }
}

impl TextHistory {
    /// Remembers what was just done to `text`. The caret was at a byte of it, and is behind what was put in now.
    pub(crate) fn record(&mut self, replacement: TextReplacement, text: &str, caret_before: usize, seconds: f64) {
        self.undone.clear();
        let (kind, caret_after) = (replacement.kind(text), replacement.end());
        let step = self
            .done
            .last_mut()
            .filter(|step| step.caret_after == caret_before && (0.0..PAUSE as f64).contains(&(seconds - step.seconds)));
        if let Some((step, kind)) = step.and_then(|step| step.kind.with(kind).map(|kind| (step, kind))) {
            step.take(replacement);
            (step.kind, step.caret_after, step.seconds) = (kind, caret_after, seconds);
        } else {
            let replacements = vec![replacement];
            self.done.push(TextStep { replacements, kind, caret_before, caret_after, seconds });
        }
        let mut held = self.done.iter().map(TextStep::bytes).sum();
        forget_oldest(&mut self.done, &mut held, TextStep::bytes);
    }

    /// The same, as a step that nothing is a part of.
    pub(crate) fn record_apart(&mut self, replacement: TextReplacement, caret_before: usize, seconds: f64) {
        self.undone.clear();
        let caret_after = replacement.end();
        let (replacements, kind) = (vec![replacement], EditKind::Other);
        self.done.push(TextStep { replacements, kind, caret_before, caret_after, seconds });
        let mut held = self.done.iter().map(TextStep::bytes).sum();
        forget_oldest(&mut self.done, &mut held, TextStep::bytes);
    }

    /// Makes what the holder of a text did with what was typed a part of the last step.
    pub(crate) fn amend(&mut self, replacement: TextReplacement) {
        self.undone.clear();
        if let Some(step) = self.done.last_mut() {
            step.caret_after = replacement.end();
            step.kind = EditKind::Other;
            step.replacements.push(replacement);
        }
    }

    /// Whether there is anything to take back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Takes the last step back; returns where the caret belongs.
    pub(crate) fn undo(&mut self, text: &mut String) -> Option<usize> {
        let step = self.done.pop()?;
        let made = |text, replacement: &TextReplacement| replacement.turned_round().made_of(text);
        let before = step.replacements.iter().rev().try_fold(text.clone(), made);
        let caret = step.caret_before;
        self.undone.push(step);
        self.go(text, before, caret)
    }

    /// Takes the last undone step again; as [`TextHistory::undo`].
    pub(crate) fn redo(&mut self, text: &mut String) -> Option<usize> {
        let step = self.undone.pop()?;
        let after = step.replacements.iter().try_fold(text.clone(), |text, replacement| replacement.made_of(text));
        let caret = step.caret_after;
        self.done.push(step);
        self.go(text, after, caret)
    }

    /// Makes the text another; if a step does not fit it, none is of any use.
    fn go(&mut self, text: &mut String, other: Option<String>, caret: usize) -> Option<usize> {
        if other.is_none() {
            *self = Self::default();
        }
        *text = other?;
        Some(text.floor_char_boundary(caret.min(text.len())))
    }
}

impl TextStep {
    /// Goes on with what was done right behind the last part of it.
    fn take(&mut self, next: TextReplacement) {
        let Some(last) = self.replacements.last_mut() else { return };
        if next.removed.is_empty() && next.at == last.end() {
            last.inserted.push_str(&next.inserted);
        } else if next.inserted.is_empty() && last.inserted.is_empty() && next.at == last.at {
            last.removed.push_str(&next.removed);
        } else if next.inserted.is_empty() && last.inserted.is_empty() && next.at + next.removed.len() == last.at {
            last.removed.insert_str(0, &next.removed);
            last.at = next.at;
        } else {
            self.replacements.push(next);
        }
    }

    fn bytes(&self) -> usize {
        self.replacements.iter().map(|made| made.removed.len() + made.inserted.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::*;

    #[derive(Default)]
    struct Field {
        text: String,
        caret: usize,
        history: TextHistory,
    }

    impl Field {
        fn replace(&mut self, range: Range<usize>, inserted: &str, seconds: f64) -> &mut Self {
            let removed = self.text[range.clone()].to_owned();
            self.text.replace_range(range.clone(), inserted);
            let replacement = TextReplacement { at: range.start, removed, inserted: inserted.to_owned() };
            self.history.record(replacement, &self.text, self.caret, seconds);
            self.caret = range.start + inserted.len();
            self
        }

        /// Key by key.
        fn types(&mut self, words: &str, seconds: f64) -> &mut Self {
            for character in words.chars() {
                self.replace(self.caret..self.caret, &character.to_string(), seconds);
            }
            self
        }

        fn undoes(&mut self) -> &str {
            self.caret = self.history.undo(&mut self.text).unwrap_or(self.caret);
            &self.text
        }

        fn redoes(&mut self) -> &str {
            self.caret = self.history.redo(&mut self.text).unwrap_or(self.caret);
            &self.text
        }
    }

    #[test]
    fn typing_is_one_step_until_a_pause_and_a_deletion_another() {
        let mut field = Field::default();
        field.types("her mother", 0.0).types(" left", 10.0);
        for _ in 0..4 {
            field.replace(field.caret - 1..field.caret, "", 10.0);
        }
        assert_eq!(field.text, "her mother ");
        assert_eq!(field.undoes(), "her mother left");
        assert_eq!(field.undoes(), "her mother");
        assert_eq!(field.undoes(), "");
        assert!(!field.history.can_undo());
        assert_eq!([field.redoes().to_owned(), field.redoes().to_owned()], ["her mother", "her mother left"]);
        assert_eq!(field.redoes(), "her mother ");
        assert_eq!(field.caret, 11);
    }

    #[test]
    fn what_takes_the_place_of_other_words_or_is_typed_elsewhere_is_a_step_of_its_own() {
        let mut field = Field::default();
        field.types("river", 0.0).replace(0..5, "x", 0.0).types("y", 0.0);
        field.caret = 0;
        field.types("a", 0.0);
        let steps = std::iter::from_fn(|| field.history.can_undo().then(|| field.undoes().to_owned()));
        assert_eq!(steps.collect::<Vec<_>>(), ["xy", "x", "river", ""]);
    }

    #[test]
    fn what_the_holder_made_of_it_is_taken_back_with_it() {
        let mut field = Field::default();
        field.types("river", 0.0).replace(0..5, " ", 5.0);
        field.text.clear();
        field.history.amend(TextReplacement { at: 0, removed: " ".to_owned(), inserted: String::new() });
        assert_eq!(field.undoes(), "river");
        assert_eq!(field.caret, 5);
        assert_eq!(field.redoes(), "");
    }

    #[test]
    fn a_history_of_another_text_changes_nothing_and_is_forgotten() {
        let mut field = Field::default();
        field.types("river", 0.0);
        field.text = "a lake".to_owned();
        assert_eq!(field.undoes(), "a lake");
        assert!(!field.history.can_undo());
        assert_eq!(field.redoes(), "a lake");
    }

    fn edits() -> impl Strategy<Value = Vec<(usize, usize, String, f64)>> {
        prop::collection::vec((0..40_usize, 0..4_usize, "[a-c é\n]{0,3}", 0.0..4.0), 1..40)
    }

    proptest! {
        #[test]
        fn undoing_everything_gives_the_first_text_back_and_redoing_the_last(edits in edits()) {
            let mut field = Field { text: "one\nélan".to_owned(), ..Field::default() };
            let mut seconds = 0.0;
            for (start, length, inserted, pause) in edits {
                let start = field.text.floor_char_boundary(start);
                let end = field.text.ceil_char_boundary((start + length).min(field.text.len()));
                seconds += pause;
                field.replace(start..end, &inserted, seconds);
            }
            let last = field.text.clone();
            while field.history.can_undo() {
                field.undoes();
                prop_assert!(field.text.is_char_boundary(field.caret));
            }
            prop_assert_eq!(&field.text, "one\nélan");
            while !field.history.undone.is_empty() {
                field.redoes();
            }
            prop_assert_eq!(&field.text, &last);
        }
    }
}
