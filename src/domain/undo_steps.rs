//! What one step of undo is, in the notes and in every field: typing without a pause, a deletion, anything else; and how
//! many steps are kept.
//!
//! Must not know what the steps change.

/// How many steps can be taken back.
pub(crate) const MAX_STEPS: usize = 2000;

/// How many bytes of text the steps hold at most, but for the last one.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Typing in one line without a pause of this many seconds is one step.
pub(crate) const PAUSE: i64 = 2;

/// After this many characters a new word begins a new step.
const TYPICAL_CHARACTERS: usize = 40;

/// No step of typing has more characters.
const MAX_CHARACTERS: usize = 160;

/// What an edit does to the text of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EditKind {
    /// Characters are added at one place, and nothing else changes.
    Inserts {
        characters: usize,
        /// Whether they begin a word.
        begins_word: bool,
    },
    /// Characters are taken away at one place, and nothing else changes.
    Removes,
    /// Anything else: words take the place of others, or what is changed is no text.
    Other,
}

impl EditKind {
    /// Of an edit that adds `inserted` behind `before`, which is of the same line.
    pub(crate) fn of_inserted(before: &str, inserted: &str) -> Self {
        let follows_space = before.chars().next_back().is_none_or(char::is_whitespace);
        let begins_word = follows_space && inserted.starts_with(|character: char| !character.is_whitespace());
        Self::Inserts { characters: inserted.chars().count(), begins_word }
    }

    /// What a step of this kind becomes with an edit that follows right behind it; nothing if that edit is a step of its
    /// own. What takes words away is never part of the step that wrote them.
    pub(crate) fn with(self, next: Self) -> Option<Self> {
        match (self, next) {
            (Self::Inserts { characters: before, begins_word: begins }, Self::Inserts { characters, begins_word }) => {
                let continues = before + characters <= MAX_CHARACTERS && (before < TYPICAL_CHARACTERS || !begins_word);
                continues.then_some(Self::Inserts { characters: before + characters, begins_word: begins })
            }
            (Self::Removes, Self::Removes) => Some(Self::Removes),
            _ => None,
        }
    }
}

/// Forgets the oldest steps if there are too many, or they hold too much: `held` is how many bytes of text they have.
pub(crate) fn forget_oldest<Step>(steps: &mut Vec<Step>, held: &mut usize, bytes: impl Fn(&Step) -> usize) {
    while steps.len() > MAX_STEPS || (steps.len() > 1 && *held > MAX_BYTES) {
        *held -= bytes(&steps.remove(0));
    }
}
