//! A day, as it is typed.

use chrono::{Datelike, NaiveDate};

/// Reads a day as typed: ISO, with any digits missing zeros (`2026-1-5`).
pub fn typed_day(typed: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok().filter(|date| (1900..=2999).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_day() {
        assert_eq!(typed_day(" 2026-1-5 ").map(|date| date.to_string()).as_deref(), Some("2026-01-05"));
        for typed in ["yesterday", "2026-02-30", "0026-01-05", ""] {
            assert_eq!(typed_day(typed), None, "{typed}");
        }
    }
}
