//! Kinds of which a later version may have more: one that is not known here is kept as its word.
//!
//! Must not know what the kinds are of.

/// The word of a kind that this version does not know. Only [`open_kind!`] makes one, of words that are no others'.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherKind(String);

/// The most characters of a word that the screen shows.
const MAX_SHOWN: usize = 32;

impl OtherKind {
    pub(crate) fn new(word: String) -> Self {
        Self(word)
    }

    /// The word, as files hold it.
    pub fn word(&self) -> &str {
        &self.0
    }

    /// The word as the screen shows it: its beginning, if it is no word at all.
    pub fn label(&self) -> &str {
        let end = self.0.char_indices().nth(MAX_SHOWN).map_or(self.0.len(), |(end, _)| end);
        &self.0[..end]
    }
}

/// Gives each kind its word, by which it is also ordered: a merge takes the greater one, and comes to the same whether a
/// version knows a kind or not. Every other word is `Other`. The kinds are listed here in the order in which they are
/// gone through and shown: `ALL` has them all, since a kind without its word does not compile.
macro_rules! open_kind {
    ($name:ident { $($kind:ident = $word:literal),+ $(,)? }) => {
        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$kind,)+
                    _ => Self::Other($crate::domain::open_kind::OtherKind::new(word)),
                }
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.word().cmp(other.word())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Every kind that this version knows, in the order in which they are gone through and shown.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$kind),+];

            /// Its word, as files hold it.
            pub fn word(&self) -> &str {
                match self {
                    $(Self::$kind => $word,)+
                    Self::Other(other) => other.word(),
                }
            }
        }
    };
}

pub(crate) use open_kind;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::prompts::guideline::{KeptAs, PromptKind};
    use crate::domain::session::OutcomeKind;

    #[test]
    fn every_known_kind_is_its_word() {
        for kind in KeptAs::ALL {
            assert_eq!(KeptAs::from(kind.word().to_owned()), kind);
        }
        for kind in OutcomeKind::ALL {
            assert_eq!(OutcomeKind::from(kind.word().to_owned()), kind);
        }
        for kind in PromptKind::ALL {
            assert_eq!(PromptKind::from(kind.word().to_owned()), kind);
        }
    }

    /// A later version has more kinds, and this one knows them only as words.
    #[test]
    fn kinds_are_in_the_order_of_their_words() {
        let mut kinds = KeptAs::ALL.to_vec();
        kinds.extend(["ritual", "aaa", "zzz"].map(|word| KeptAs::from(word.to_owned())));
        kinds.sort();
        assert!(kinds.is_sorted_by_key(|kind| kind.word().to_owned()));
    }

    #[test]
    fn a_kind_that_is_no_word_is_shown_by_its_beginning() {
        let long = OtherKind::new("\u{1F30A}".repeat(100));
        assert_eq!(long.label(), "\u{1F30A}".repeat(32));
        assert_eq!(OtherKind::new("ritual".to_owned()).label(), "ritual");
    }

    proptest! {
        #[test]
        fn every_word_stays_the_word(word in "[a-z-]{0,12}|.{0,40}") {
            let (mark, outcome) = (KeptAs::from(word.clone()), OutcomeKind::from(word.clone()));
            let prompt = PromptKind::from(word.clone());
            prop_assert_eq!([mark.word(), outcome.word(), prompt.word()], [word.as_str(); 3]);
        }
    }
}
