//! Dates and times of day as people type them.
//!
//! Whatever can be read two ways is read by the order of the place, and whoever shows a date says it in full,
//! so that a wrong reading is seen. Must not know a clock, or where the order comes from.

mod names;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

pub use names::DateNames;

use super::Moment;
use super::moment::{days_before, days_from};

/// Which comes first where a date is written in digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// 5/6 is the fifth of June.
    #[default]
    DayFirst,
    /// 5/6 is the sixth of May.
    MonthFirst,
}

/// The territories that write the month before the day.
const MONTH_FIRST_TERRITORIES: [&str; 9] = ["US", "AS", "GU", "MH", "MP", "PH", "PR", "UM", "VI"];

/// The languages that write the year, then the month, then the day.
const MONTH_FIRST_LANGUAGES: [&str; 6] = ["ja", "zh", "ko", "hu", "lt", "mn"];

impl DateOrder {
    /// The order of a locale, named as POSIX or BCP 47 do: `en_US.UTF-8`, `en-GB`, `zh-Hant-TW`. The locale
    /// without a name (`C`) writes as in the United States.
    pub(crate) fn of_locale(name: &str) -> Self {
        let mut tags = name.split(['.', '@']).next().unwrap_or_default().split(['_', '-']);
        let language = tags.next().unwrap_or_default().to_ascii_lowercase();
        let territory = tags.rfind(|tag| tag.len() == 2).unwrap_or_default().to_ascii_uppercase();
        let is_month_first = matches!(language.as_str(), "" | "c" | "posix")
            || MONTH_FIRST_TERRITORIES.contains(&territory.as_str())
            || MONTH_FIRST_LANGUAGES.contains(&language.as_str());
        if is_month_first { Self::MonthFirst } else { Self::DayFirst }
    }

    fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
}

impl TimeOfDay {
    /// The time of day of a moment, on its own clock.
    pub fn of(moment: Moment) -> Self {
        Self { hour: moment.hour(), minute: moment.minute() }
    }
}

/// How dates are read: today, in the order of this place, and by the names of a language beside the English ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateReader {
    /// The day that *yesterday* and *3 days ago* are counted from.
    pub today: NaiveDate,
    /// A date without a year, or a weekday, is the last such day up to this one: today, or the day of a
    /// session that is edited later.
    pub until: NaiveDate,
    /// Which of the two readings of 5/6 is meant.
    pub order: DateOrder,
    names: Option<&'static DateNames>,
}

/// The years in which a day can be typed; others are slips.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

impl DateReader {
    /// A reader for what is of today.
    pub fn new(today: NaiveDate, order: DateOrder) -> Self {
        Self { today, until: today, order, names: None }
    }

    /// A reader that knows these names too.
    #[must_use]
    pub(crate) fn with_names(self, names: &'static DateNames) -> Self {
        Self { names: Some(names), ..self }
    }

    /// A reader for dates in full, of whatever day today is.
    pub fn of_whole_dates() -> Self {
        Self::new(NaiveDate::MIN, DateOrder::default())
    }

    /// A reader for what belongs to another day.
    #[must_use]
    pub(crate) fn for_day(self, day: NaiveDate) -> Self {
        Self { until: day, ..self }
    }

    /// Reads a date; none if it is not one, or not one yet.
    pub fn read(&self, typed: &str) -> Option<NaiveDate> {
        let words = DateWords::of(typed)?;
        let date = self.relative(&words.0).or_else(|| self.named(&words.0))?;
        YEARS.contains(&date.year()).then_some(date)
    }

    /// Reads a time of day, or a date with one; without a date it is of `day`.
    pub(crate) fn read_moment(&self, typed: &str, day: NaiveDate) -> Option<(NaiveDate, TimeOfDay)> {
        let typed = typed.trim();
        if let Some(time) = read_time(typed) {
            return Some((day, time));
        }
        let mut splits = typed.char_indices().filter(|(_, character)| character.is_whitespace());
        splits.find_map(|(at, _)| {
            let date = typed[..at].trim_end_matches([',', ' ']).trim_end_matches(" at");
            Some((self.read(date)?, read_time(typed[at..].trim())?))
        })
    }

    /// Reads `today`, `yesterday`, `3 days ago`, `in a week`, and the names of weekdays.
    fn relative(&self, words: &[Word]) -> Option<NaiveDate> {
        let names: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        match names.as_slice() {
            ["today"] => Some(self.today),
            ["yesterday"] => Some(days_before(self.today, 1)),
            ["tomorrow"] => Some(days_from(self.today, 1)),
            ["day", "before", "yesterday"] | ["the", "day", "before", "yesterday"] => Some(days_before(self.today, 2)),
            [count, unit, "ago"] => Some(days_before(self.today, span(count, unit)?)),
            ["in", count, unit] => Some(days_from(self.today, span(count, unit)?)),
            ["last", day] => Some(last_weekday(self.weekday(day)?, days_before(self.until, 1))),
            [day] | ["on", day] => Some(last_weekday(self.weekday(day)?, self.until)),
            _ => None,
        }
    }

    /// Reads a date with a month in letters or digits. A weekday beside it must be its own.
    fn named(&self, words: &[Word]) -> Option<NaiveDate> {
        // In some languages the same letters begin a month and a weekday.
        [Meaning::Month, Meaning::Weekday].into_iter().find_map(|meaning| self.named_as(words, meaning))
    }

    fn named_as(&self, words: &[Word], meaning: Meaning) -> Option<NaiveDate> {
        let mut weekdays = Vec::new();
        let mut parts = Vec::new();
        for word in words {
            match (self.weekday(&word.text), self.part(word)) {
                (Some(_), Some(part)) if meaning == Meaning::Month => parts.push(part),
                (Some(day), _) => weekdays.push(day),
                (None, Some(part)) => parts.push(part),
                (None, None) if matches!(word.text.as_str(), "of" | "the" | "on") => {}
                (None, None) => return None,
            }
        }
        let date = self.of_parts(&parts, words.iter().any(|word| word.dotted))?;
        (weekdays.len() <= 1 && weekdays.iter().all(|day| *day == date.weekday())).then_some(date)
    }

    fn weekday(&self, letters: &str) -> Option<Weekday> {
        names::weekday(self.names, letters)
    }

    fn part(&self, word: &Word) -> Option<DatePart> {
        if word.text.bytes().all(|byte| byte.is_ascii_digit()) {
            let value = word.text.parse().ok().filter(|_| word.text.len() <= 8)?;
            return Some(DatePart::Number(WrittenNumber { value, digits: word.text.len() }));
        }
        names::month(self.names, &word.text).map(DatePart::Month)
    }

    fn of_parts(&self, parts: &[DatePart], dotted: bool) -> Option<NaiveDate> {
        match parts {
            [DatePart::Month(month), DatePart::Number(day)] | [DatePart::Number(day), DatePart::Month(month)] => {
                self.last_such(*month, day.small()?)
            }
            [DatePart::Number(year), DatePart::Month(month), DatePart::Number(day)] if year.digits == 4 => {
                NaiveDate::from_ymd_opt(year.whole_year()?, *month, day.small()?)
            }
            [DatePart::Month(month), DatePart::Number(day), DatePart::Number(year)]
            | [DatePart::Number(day), DatePart::Month(month), DatePart::Number(year)] => {
                NaiveDate::from_ymd_opt(year.year()?, *month, day.small()?)
            }
            [DatePart::Number(all)] => {
                let (year, month, day) = all.eight_digits()?;
                NaiveDate::from_ymd_opt(year, month, day)
            }
            [DatePart::Number(one), DatePart::Number(other)] => {
                let (one, other) = (one.small()?, other.small()?);
                self.ordered(dotted, one, other, |month, day| self.last_such(month, day))
            }
            [DatePart::Number(year), DatePart::Number(month), DatePart::Number(day)] if year.digits == 4 => {
                NaiveDate::from_ymd_opt(year.whole_year()?, month.small()?, day.small()?)
            }
            [DatePart::Number(one), DatePart::Number(other), DatePart::Number(year)] => {
                let (one, other, year) = (one.small()?, other.small()?, year.year()?);
                self.ordered(dotted, one, other, |month, day| NaiveDate::from_ymd_opt(year, month, day))
            }
            _ => None,
        }
    }

    /// A day and a month in the order that is usual, or else in the other one. With points between them the
    /// day is first everywhere.
    fn ordered(
        &self,
        dotted: bool,
        one: u32,
        other: u32,
        date: impl Fn(u32, u32) -> Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let usual = if dotted { DateOrder::DayFirst } else { self.order };
        let read = |order| match order {
            DateOrder::DayFirst => date(other, one),
            DateOrder::MonthFirst => date(one, other),
        };
        read(usual).or_else(|| read(usual.other()))
    }

    /// The last such day of a year. The 29th of February may be some years back.
    fn last_such(&self, month: u32, day: u32) -> Option<NaiveDate> {
        let years = (0..=8).map(|back| self.until.year() - back);
        years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|date| *date <= self.until)
    }
}

/// Reads a time of day: `14:02`, `14.02`, `14h02`, `2:02 pm`, `2pm`, `1402`.
pub(crate) fn read_time(typed: &str) -> Option<TimeOfDay> {
    let typed = typed.trim().to_lowercase();
    let (digits, half) = match typed.trim_end_matches(['.', 'm']).strip_suffix(['a', 'p']) {
        Some(digits) if typed.trim_end_matches('.').ends_with('m') => {
            (digits.trim_end(), typed[digits.len()..].chars().next())
        }
        _ => (typed.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None if half.is_some() => (digits, "0"),
        _ => return None,
    };
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let (hour, minute): (u32, u32) = (number(hour)?, number(minute)?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some('p') => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    (hour < 24 && minute < 60).then_some(TimeOfDay { hour, minute })
}

/// A run of letters or digits, and whether a point follows it directly.
#[derive(Debug)]
struct Word {
    text: String,
    dotted: bool,
}

struct DateWords(Vec<Word>);

impl DateWords {
    /// The words of a text; none if it has a sign in it that no date has.
    fn of(typed: &str) -> Option<Self> {
        let mut words: Vec<Word> = Vec::new();
        let mut goes_on = false;
        for character in typed.to_lowercase().chars() {
            if character.is_alphanumeric() {
                let is_same = |word: &Word| {
                    goes_on && word.text.ends_with(|last: char| last.is_ascii_digit()) == character.is_ascii_digit()
                };
                match words.last_mut().filter(|word| is_same(word)) {
                    Some(word) => word.text.push(character),
                    None => words.push(Word { text: character.to_string(), dotted: false }),
                }
                goes_on = true;
                continue;
            }
            if !(character.is_whitespace() || matches!(character, '/' | '.' | '-' | ',' | '‐' | '‑' | '–' | '−'))
            {
                return None;
            }
            if let Some(word) = words.last_mut().filter(|_| goes_on) {
                // After letters it stands for what was left out: “Nov.”
                word.dotted = character == '.' && word.text.ends_with(|last: char| last.is_ascii_digit());
            }
            goes_on = false;
        }
        words.retain(|word| !matches!(word.text.as_str(), "st" | "nd" | "rd" | "th"));
        (!words.is_empty()).then_some(Self(words))
    }
}

/// A part of a date.
#[derive(Debug, Clone, Copy)]
enum DatePart {
    Month(u32),
    Number(WrittenNumber),
}

/// A number as it was written.
#[derive(Debug, Clone, Copy)]
struct WrittenNumber {
    value: u32,
    digits: usize,
}

impl WrittenNumber {
    /// A day or a month.
    fn small(self) -> Option<u32> {
        (self.digits <= 2).then_some(self.value)
    }

    /// A year at the end of a date; of two digits in this century.
    fn year(self) -> Option<i32> {
        if self.digits == 2 { i32::try_from(self.value + 2000).ok() } else { self.whole_year() }
    }

    /// A year in full.
    fn whole_year(self) -> Option<i32> {
        i32::try_from(self.value).ok().filter(|_| self.digits == 4)
    }

    /// A date without signs, `20261120`.
    fn eight_digits(self) -> Option<(i32, u32, u32)> {
        let year = i32::try_from(self.value / 10_000).ok()?;
        (self.digits == 8).then_some((year, self.value / 100 % 100, self.value % 100))
    }
}

/// What letters mean that begin the name of a weekday and that of a month.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Weekday,
    Month,
}

/// The last day of this name up to a day, with that day.
fn last_weekday(weekday: Weekday, until: NaiveDate) -> NaiveDate {
    days_before(until, u64::from(until.weekday().days_since(weekday)))
}

/// A number of days or weeks, in days.
fn span(count: &str, unit: &str) -> Option<u64> {
    const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let count = match count {
        "a" | "an" => 1,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse::<u64>().ok()?,
        letters => 1 + u64::try_from(NUMBERS.iter().position(|name| *name == letters)?).ok()?,
    };
    let days = match unit {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        _ => return None,
    };
    count.checked_mul(days)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn reader(order: DateOrder) -> DateReader {
        DateReader::new(day("2026-11-25"), order)
    }

    fn read(typed: &str) -> Option<String> {
        reader(DateOrder::DayFirst).read(typed).map(|date| date.to_string())
    }

    /// The table of what people typed on a day, and how it is to be read.
    #[test]
    fn reads_what_people_type() {
        let mut cases = 0;
        for line in include_str!("../../tests/fixtures/dates.jsonl").lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let typed = case["typed"].as_str().unwrap();
            let today = day(case["today"].as_str().unwrap());
            let expected = case["read"].as_str();
            for (order, ambiguous) in [(DateOrder::DayFirst, "2026-06-05"), (DateOrder::MonthFirst, "2026-05-06")] {
                let read = DateReader::new(today, order).read(typed).map(|date| date.to_string());
                let by_order = expected.is_some_and(|expected| expected.starts_with("by the locale"));
                let expected = if by_order { Some(ambiguous) } else { expected.map(|expected| &expected[..10]) };
                assert_eq!(read.as_deref(), expected, "{typed:?} {order:?}");
                let is_future = read.is_some_and(|read| day(&read) > today);
                assert_eq!(is_future, case["read"].as_str().is_some_and(|said| said.contains("future")), "{typed:?}");
            }
            cases += 1;
        }
        assert!(cases >= 19, "{cases} cases");
    }

    #[test]
    fn reads_the_same_day_in_many_ways() {
        for typed in [
            "20.11.",
            "20. November",
            "20.11.26",
            "20th of November",
            "Nov. 20th, 2026",
            "20-Nov-2026",
            "20nov",
            "Fri 20 Nov",
            "Friday, November 20, 2026",
            "2026/11/20",
            "2026.11.20",
            "20261120",
            "2026-Nov-20",
            "20–11–2026",
            "11-20-2026",
            "11.20.2026",
            "fri",
            "last Friday",
            "on friday",
            "5 days ago",
            "five days ago",
            " 20  NOVEMBER ",
            "november 20th",
        ] {
            assert_eq!(read(typed).as_deref(), Some("2026-11-20"), "{typed:?}");
        }
        for (typed, expected) in [
            ("1 week ago", "2026-11-18"),
            ("a week ago", "2026-11-18"),
            ("in two days", "2026-11-27"),
            ("the day before yesterday", "2026-11-23"),
            ("Wed", "2026-11-25"),
            ("last Wed", "2026-11-18"),
            ("3 Dec", "2025-12-03"),
            ("29 Feb", "2024-02-29"),
            ("5.6.2026", "2026-06-05"),
            ("5 6 26", "2026-06-05"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(expected), "{typed:?}");
        }
    }

    fn words<const N: usize>(text: &str) -> [&str; N] {
        text.split(' ').collect::<Vec<_>>().try_into().unwrap()
    }

    fn spanish() -> &'static DateNames {
        static NAMES: LazyLock<DateNames> = LazyLock::new(|| {
            let months = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
            let short_months = "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.";
            let weekdays = "lunes martes miércoles jueves viernes sábado domingo";
            DateNames::new(words(months), words(short_months), words(weekdays))
        });
        &NAMES
    }

    #[test]
    fn the_names_of_another_language_are_read_beside_the_english_ones() {
        let reader = reader(DateOrder::DayFirst).with_names(spanish());
        for (typed, expected) in [
            ("20 nov. 2026", Some("2026-11-20")),
            ("Viernes 20 Noviembre 2026", Some("2026-11-20")),
            ("20 November 2026", Some("2026-11-20")),
            ("2026-11-20", Some("2026-11-20")),
            ("vie", Some("2026-11-20")),
            ("Fri", Some("2026-11-20")),
            ("SÁBADO", Some("2026-11-21")),
            ("3 ene. 2026", Some("2026-01-03")),
            ("3 sept. 2026", Some("2026-09-03")),
            // “mar” begins a month and a weekday: it is what makes a date of it.
            ("3 mar. 2026", Some("2026-03-03")),
            ("5 mar 26", Some("2026-03-05")),
            ("mar 24 nov", Some("2026-11-24")),
            ("mar", Some("2026-11-24")),
            ("lunes 20 nov. 2026", None),
            ("20 no 2026", None),
        ] {
            assert_eq!(reader.read(typed).map(|date| date.to_string()).as_deref(), expected, "{typed:?}");
        }
    }

    #[test]
    fn what_is_half_typed_is_not_a_date_yet() {
        for typed in [
            "2",
            "20",
            "2026",
            "2026-",
            "2026-1",
            "2026-11",
            "20 No",
            "N",
            "Nov",
            "Mo",
            "20 Nov 2",
            "20 Nov 202",
            "11/20/202",
            "yesterda",
            "3 days",
            "days ago",
            "Thu 20 Nov 2026",
            "Mon Tue",
            "1/2/3/4",
            "20;11",
            "20:11",
            "1899-12-31",
            "3000-01-01",
            "99999999999999999999",
            "99999999999999999999 days ago",
            "no days ago",
            "K-07",
        ] {
            assert_eq!(read(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn an_older_session_has_its_own_last_monday_and_todays_yesterday() {
        let reader = reader(DateOrder::MonthFirst).for_day(day("2026-03-05"));
        for (typed, expected) in [
            ("Mon", "2026-03-02"),
            ("20 Nov", "2025-11-20"),
            ("3/5", "2026-03-05"),
            ("yesterday", "2026-11-24"),
            ("3 days ago", "2026-11-22"),
        ] {
            assert_eq!(reader.read(typed), Some(day(expected)), "{typed}");
        }
    }

    #[test]
    fn reads_times_and_dates_with_times() {
        for (typed, expected) in [
            ("14:02", Some((14, 2))),
            ("9:30", Some((9, 30))),
            ("14.02", Some((14, 2))),
            ("14h02", Some((14, 2))),
            ("1402", Some((14, 2))),
            ("2:02 pm", Some((14, 2))),
            ("2 p.m.", Some((14, 0))),
            ("12am", Some((0, 0))),
            ("12 PM", Some((12, 0))),
            ("24:00", None),
            ("14:60", None),
            ("14:2", None),
            ("14", None),
            ("13 pm", None),
            ("pm", None),
            ("m", None),
            ("", None),
            (":30", None),
            ("١٤:٠٢", None),
        ] {
            assert_eq!(read_time(typed).map(|time| (time.hour, time.minute)), expected, "{typed:?}");
        }
        let reader = reader(DateOrder::DayFirst);
        let of =
            |typed| reader.read_moment(typed, day("2026-11-01")).map(|(date, time)| (date, time.hour, time.minute));
        assert_eq!(of("14:02"), Some((day("2026-11-01"), 14, 2)));
        assert_eq!(of("26 Nov 0:20"), Some((day("2025-11-26"), 0, 20)));
        assert_eq!(of("20 November 2026, 2:30 pm"), Some((day("2026-11-20"), 14, 30)));
        assert_eq!(of("20 Nov at 14:30"), Some((day("2026-11-20"), 14, 30)));
        assert_eq!(of("soon 14:30"), None);
    }

    #[test]
    fn the_order_is_the_places_own() {
        for name in ["en_US.UTF-8", "en-US", "es_US", "C", "POSIX", "C.UTF-8", "", "ja_JP", "zh-Hant-TW", "en_PH@x"] {
            assert_eq!(DateOrder::of_locale(name), DateOrder::MonthFirst, "{name}");
        }
        for name in ["en_GB.UTF-8", "de_DE", "fr", "pt-BR", "en-AU", "sv_SE", "ca_ES@valencia"] {
            assert_eq!(DateOrder::of_locale(name), DateOrder::DayFirst, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_date_as_it_is_said_is_read_as_that_date(days in 0..400_000_i32, month_first: bool) {
            let date = NaiveDate::from_num_days_from_ce_opt(693_960 + days).unwrap();
            let order = if month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
            let reader = reader(order);
            let in_digits = if month_first { "%m/%d/%Y" } else { "%d/%m/%Y" };
            for form in ["%Y-%m-%d", "%A %-d %B %Y", "%-d %b %Y", "%B %-d, %Y", "%d.%m.%Y", "%Y%m%d", in_digits] {
                let typed = date.format(form).to_string();
                prop_assert_eq!(reader.read(&typed), Some(date), "{}", typed);
            }
            let undated = reader.read(&date.format("%-d %b").to_string()).unwrap();
            prop_assert!(undated <= reader.today);
        }

        #[test]
        fn nothing_that_is_typed_panics(typed in "\\PC{0,24}", numbers in "[0-9]{1,5}[ /.,-][0-9a-z]{1,9}[ /.-]?[0-9]{0,5}( ago)?") {
            for typed in [typed, numbers] {
                for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
                    let reader = reader(order);
                    let date = reader.read(&typed);
                    prop_assert!(date.is_none_or(|date| YEARS.contains(&date.year())));
                    reader.read_moment(&typed, reader.today);
                }
            }
        }
    }
}
