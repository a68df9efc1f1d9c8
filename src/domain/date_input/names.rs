//! The names of months and weekdays, in a language and in English, by which a typed date is read.
//!
//! Must not know which language is spoken, or what a date is made of.

use std::sync::LazyLock;

use chrono::Weekday;

/// The names of months and weekdays in a language, and the short names of the months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateNames {
    months: [String; 12],
    short_months: [String; 12],
    weekdays: [String; 7],
}

static ENGLISH: LazyLock<DateNames> = LazyLock::new(|| {
    DateNames::new(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    )
});

impl DateNames {
    /// The names from January on, and from Monday on.
    pub fn new(months: [&str; 12], short_months: [&str; 12], weekdays: [&str; 7]) -> Self {
        Self {
            months: months.map(str::to_lowercase),
            short_months: short_months.map(|name| name.trim_end_matches('.').to_lowercase()),
            weekdays: weekdays.map(str::to_lowercase),
        }
    }

    fn month(&self, letters: &str) -> Option<u32> {
        let index = self.short_months.iter().position(|name| name == letters);
        u32::try_from(index.or_else(|| named_at(letters, &self.months))? + 1).ok()
    }

    fn weekday(&self, letters: &str) -> Option<Weekday> {
        Weekday::try_from(u8::try_from(named_at(letters, &self.weekdays)?).ok()?).ok()
    }
}

/// The number of the month that is named so in these names, or in English; January is 1.
pub(super) fn month(names: Option<&DateNames>, letters: &str) -> Option<u32> {
    names.into_iter().chain([&*ENGLISH]).find_map(|names| names.month(letters))
}

/// The weekday that is named so in these names, or in English.
pub(super) fn weekday(names: Option<&DateNames>, letters: &str) -> Option<Weekday> {
    names.into_iter().chain([&*ENGLISH]).find_map(|names| names.weekday(letters))
}

/// The index of the name that these letters are, or of the one name that begins with them, three at least.
fn named_at(letters: &str, names: &[String]) -> Option<usize> {
    let whole = names.iter().position(|name| name == letters);
    let mut begun = names.iter().enumerate().filter(|(_, name)| name.starts_with(letters));
    let begun = begun.next().filter(|_| letters.chars().count() >= 3 && begun.next().is_none());
    whole.or(begun.map(|(index, _)| index))
}
