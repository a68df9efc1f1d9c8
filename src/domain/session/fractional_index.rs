//! Where a line is on its page, as a value of its own: two versions of a page can be put
//! together line by line, and every line finds its place whatever the other side added or deleted.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::domain::Moment;

/// How many digits count whole seconds; those after them stand between two seconds.
const WHOLE: usize = 10;

/// The last second that a place can name.
const LAST_SECOND: u64 = 9_999_999_999;

/// The most digits that a number holds.
const FEW: usize = 19;

/// A line's place: digits, compared from the first one on, as the digits behind a decimal point are.
///
/// A line at the end of a page takes the second in which it was begun, so that lines that two people
/// added apart stand in the order of their times. A line between two others takes digits between
/// theirs. Empty if none was given yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FractionalIndex(Digits);

/// Digits, the last of which is not 0. Few are a number: there are as many places as lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Digits {
    /// Up to so many, filled up with zeros behind them.
    Few(u64),
    /// More.
    Many(Box<str>),
}

impl Default for FractionalIndex {
    fn default() -> Self {
        Self(Digits::Few(0))
    }
}

impl From<String> for FractionalIndex {
    /// A place as a file holds it. What is no place counts as none: the line is where it stood.
    fn from(text: String) -> Self {
        let is_place = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.ends_with('0');
        if is_place { Self::of(&text) } else { Self::default() }
    }
}

impl From<FractionalIndex> for String {
    fn from(place: FractionalIndex) -> Self {
        place.digits()
    }
}

impl Ord for FractionalIndex {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Digits::Few(one), Digits::Few(other)) => one.cmp(other),
            (Digits::Many(one), Digits::Many(other)) => one.cmp(other),
            _ => self.digits().cmp(&other.digits()),
        }
    }
}

impl PartialOrd for FractionalIndex {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FractionalIndex {
    /// The place with these digits, the last of which is not 0.
    fn of(digits: &str) -> Self {
        let few = (digits.len() <= FEW).then(|| format!("{digits:0<FEW$}").parse().ok()).flatten();
        Self(few.map_or_else(|| Digits::Many(digits.into()), Digits::Few))
    }

    /// The digits.
    pub(crate) fn digits(&self) -> String {
        match &self.0 {
            Digits::Few(0) => String::new(),
            Digits::Few(number) => format!("{number:0FEW$}").trim_end_matches('0').to_owned(),
            Digits::Many(digits) => digits.to_string(),
        }
    }

    /// Whether no place was given yet.
    pub fn is_none(&self) -> bool {
        self.0 == Digits::Few(0)
    }

    /// A place after another one, at the end of a page.
    pub fn after(before: &Self, at: Moment) -> Self {
        let begun = u64::try_from(at.timestamp()).unwrap_or_default().clamp(1, LAST_SECOND);
        let second = begun.max(before.second() + 1);
        if second > LAST_SECOND {
            return Self::of(&format!("{}5", before.digits()));
        }
        Self::of(format!("{second:0WHOLE$}").trim_end_matches('0'))
    }

    fn second(&self) -> u64 {
        let digits: String = self.digits().chars().chain(std::iter::repeat('0')).take(WHOLE).collect();
        digits.parse().unwrap_or_default()
    }

    /// So many places between two others, in order.
    pub fn between(before: &Self, after: &Self, count: usize) -> Vec<Self> {
        if count == 0 {
            return Vec::new();
        }
        let middle = Self::of(&middle(before.digits().as_bytes(), after.digits().as_bytes()));
        let mut places = Self::between(before, &middle, count / 2);
        let behind = Self::between(&middle, after, count - 1 - count / 2);
        places.push(middle);
        places.extend(behind);
        places
    }

    /// The place of a further version of the line that is here, right behind it.
    pub(crate) fn of_conflict(&self, number: usize) -> Self {
        Self::of(&format!("{}00{number}1", self.digits()))
    }
}

/// The shortest digits between two others. If there is none between, digits behind the first.
fn middle(before: &[u8], after: &[u8]) -> String {
    let digit = |digits: &[u8], index: usize| digits.get(index).map_or(0, |byte| byte - b'0');
    let mut found = String::new();
    let mut is_bounded = before < after;
    for index in 0.. {
        let low = digit(before, index);
        let high = if is_bounded { digit(after, index) } else { 10 };
        if high > low + 1 {
            found.push(char::from(b'0' + low.midpoint(high)));
            break;
        }
        found.push(char::from(b'0' + low));
        is_bounded &= high == low;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(text: &str) -> FractionalIndex {
        FractionalIndex::from(text.to_owned())
    }

    fn at(seconds: i64) -> Moment {
        chrono::DateTime::from_timestamp(seconds, 0).unwrap().into()
    }

    #[test]
    fn a_line_at_the_end_takes_its_second_or_the_next_free_one() {
        assert_eq!(FractionalIndex::after(&FractionalIndex::default(), at(1_763_906_531)), place("1763906531"));
        assert_eq!(FractionalIndex::after(&place("1763906531"), at(1_763_906_531)), place("1763906532"));
        assert_eq!(FractionalIndex::after(&place("17639065315"), at(0)), place("1763906532"), "a clock set back");
        assert_eq!(FractionalIndex::after(&place("1763906529"), at(0)), place("176390653"));
        assert_eq!(FractionalIndex::after(&place("9999999999"), at(0)), place("99999999995"));
    }

    #[test]
    fn a_place_between_is_short() {
        let between = |one: &str, other: &str| FractionalIndex::between(&place(one), &place(other), 1).remove(0);
        assert_eq!(between("1763906531", "1763906532"), place("17639065315"));
        assert_eq!(between("1763906531", "17639065311"), place("176390653105"));
        assert_eq!(between("", "1"), place("05"));
    }

    fn digits() -> impl Strategy<Value = String> {
        prop_oneof!["", "[0-2]{0,3}[12]", "9{17,21}", "[0-9]{0,30}[1-9]"]
    }

    #[test]
    fn a_usual_place_is_small() {
        assert!(matches!(place("9999999999999999999").0, Digits::Few(_)));
        assert!(size_of::<FractionalIndex>() <= 16);
    }

    #[test]
    fn only_digits_are_a_place() {
        for bad in ["1a", "-1", "10", "1.5", "١"] {
            assert!(place(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn there_is_always_room(steps in prop::collection::vec((any::<prop::sample::Index>(), 1..5_usize), 1..60)) {
            let mut places = vec![FractionalIndex::after(&FractionalIndex::default(), at(1_763_906_531))];
            for (index, count) in steps {
                let index = index.index(places.len());
                let before = if index == 0 { FractionalIndex::default() } else { places[index - 1].clone() };
                let new = FractionalIndex::between(&before, &places[index], count);
                places.splice(index..index, new);
                let last = places[places.len() - 1].clone();
                places.push(FractionalIndex::after(&last, at(0)));
            }
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
            for place in places {
                prop_assert!(!place.is_none());
                prop_assert_eq!(&FractionalIndex::from(place.digits()), &place);
            }
        }

        #[test]
        fn places_are_kept_and_ordered_as_they_are_written(one in digits(), other in digits()) {
            let places = [&one, &other].map(|digits| place(digits));
            prop_assert_eq!([places[0].digits(), places[1].digits()], [one.clone(), other.clone()]);
            prop_assert_eq!(places[0].cmp(&places[1]), one.cmp(&other));
            prop_assert_eq!(places[0] == places[1], one == other);
        }
    }
}
