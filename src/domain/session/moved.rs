//! Where a place in a text is once somebody else has changed the text.

/// Where the byte at `offset` of `before` is in `after`, which differs from it at one place: text that was added or
/// taken away before it moves it along, and within a part that was replaced it is at that part's end. Always at a
/// boundary of characters.
pub(crate) fn moved_along(before: &str, after: &str, offset: usize) -> usize {
    let same = |(one, other): &(char, char)| one == other;
    let bytes = |(one, _): (char, char)| one.len_utf8();
    let prefix: usize = before.chars().zip(after.chars()).take_while(same).map(bytes).sum();
    if offset <= prefix {
        return before.floor_char_boundary(offset);
    }
    let ends = before[prefix..].chars().rev().zip(after[prefix..].chars().rev());
    let suffix: usize = ends.take_while(same).map(bytes).sum();
    let from_end = before.len().saturating_sub(before.ceil_char_boundary(offset.min(before.len())));
    after.len() - from_end.min(suffix)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_moves_along_with_what_is_changed_before_it() {
        let moved = |before: &str, after: &str| {
            let offset = before.find('|').expect("a place");
            let place = moved_along(&before.replace('|', ""), after, offset);
            format!("{}|{}", &after[..place], &after[place..])
        };
        assert_eq!(moved("one| two", "one two three"), "one| two three");
        assert_eq!(moved("two thr|ee", "one two three"), "one two thr|ee");
        assert_eq!(moved("one two thr|ee", "two three"), "two thr|ee");
        assert_eq!(moved("one tw|o three", "one 2 three"), "one 2| three");
        assert_eq!(moved("élan|", "un élan"), "un élan|");
        assert_eq!(moved("one|", ""), "|");
    }

    proptest! {
        #[test]
        fn what_stands_beside_it_stays(a in "[a-c é]{0,6}", b in "[a-c é]{1,6}", c in "[x-z]{1,4}", d in "[p-r]{0,4}") {
            let (before, after) = (format!("{a}{b}"), format!("{d}{c}{a}{b}"));
            let place = moved_along(&before, &after, before.len());
            prop_assert_eq!(place, after.len());
            prop_assert!(after.is_char_boundary(moved_along(&before, &after, a.len())));
            prop_assert_eq!(moved_along(&after, &before, after.len()), before.len());
        }
    }
}
