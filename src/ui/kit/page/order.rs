//! In which order a line is read and in which it is seen: Unicode's algorithm for text in both directions.
//!
//! Must not know how wide anything is.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_bidi_mirroring::get_mirrored;

/// The first character that may be written from right to left, or change the direction.
const FIRST_OF_OTHERS: char = '\u{590}';

/// Whether everything runs from left to right in any line that holds this character, unless others in it do not.
fn is_plain(character: char) -> bool {
    use BidiClass::{AL, AN, FSI, LRE, LRI, LRO, R, RLE, RLI, RLO};
    character < FIRST_OF_OTHERS
        || !matches!(bidi_class(character), AL | AN | FSI | LRE | LRI | LRO | R | RLE | RLI | RLO)
}

/// The direction of a line and of each of its characters. An even level runs from left to right, an odd one from right
/// to left.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Directions {
    base: u8,
    /// A level for each byte; none if no character of the line is of another direction or changes it.
    levels: Vec<Level>,
}

impl Directions {
    /// The directions in a line: its own is that of its first letter.
    pub(crate) fn of(line: &str) -> Self {
        if line.chars().all(is_plain) { Self::default() } else { Self::in_direction(line, None) }
    }

    /// The directions in a line whose own is given, or told from its first letter.
    pub(super) fn in_direction(line: &str, base: Option<Level>) -> Self {
        let info = BidiInfo::new(line, base);
        let base = info.paragraphs.first().map_or(0, |paragraph| paragraph.level.number());
        let levels = info.paragraphs.iter().flat_map(|paragraph| {
            let levels = info.reordered_levels(paragraph, paragraph.range.clone());
            levels.into_iter().skip(paragraph.range.start).take(paragraph.range.len())
        });
        Self { base, levels: levels.collect() }
    }

    /// The level of the line: 1 if it is read from right to left.
    pub(crate) fn base(&self) -> u8 {
        self.base
    }

    /// Whether the line is read from right to left.
    pub(crate) fn is_right_to_left(&self) -> bool {
        self.base % 2 == 1
    }

    /// Whether everything in the line runs from left to right, and would with more of such characters.
    pub(crate) fn is_plain(&self) -> bool {
        self.levels.is_empty()
    }

    /// The level of the character that begins at a byte of the line.
    pub(crate) fn level(&self, byte: usize) -> u8 {
        self.levels.get(byte).map_or(self.base, Level::number)
    }
}

/// The order in which parts of a row are seen from left to right, by their levels: Unicode's rule L2.
pub(crate) fn seen(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels.iter().map(|level| Level::new(*level).unwrap_or_else(|_| Level::ltr())).collect();
    BidiInfo::reorder_visual(&levels)
}

/// A text as it is drawn where it runs from right to left: brackets are turned round.
pub(crate) fn mirrored(text: &str) -> String {
    text.chars().map(|character| get_mirrored(character).unwrap_or(character)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_direction_of_its_first_letter() {
        assert!(Directions::of("").is_plain() && Directions::of("night é ж").is_plain());
        let english = Directions::of("She said שלום to me");
        assert_eq!((english.base(), english.level(0), english.level(9)), (0, 0, 1));
        let hebrew = Directions::of("… שלום to me");
        assert!(hebrew.is_right_to_left());
        assert_eq!(hebrew.level("… שלום ".len()), 2);
    }

    #[test]
    fn what_runs_from_right_to_left_is_seen_turned_round() {
        assert_eq!(seen(&[0, 0, 0]), [0, 1, 2]);
        assert_eq!(seen(&[0, 1, 1, 0]), [0, 2, 1, 3]);
        assert_eq!(seen(&[1, 2, 2, 1]), [3, 1, 2, 0]);
        assert_eq!(mirrored("(a]"), ")a[");
    }
}
