//! The time in a file's name. Touches no disk.

use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};

/// How the time is written in a file's name.
const STAMP: &str = "%Y%m%dT%H%M%S%.9fZ";
const STAMPED_FILE: &str = "%Y%m%dT%H%M%S%.9fZ.json";

/// The time now, as it may be in a file's name.
pub(super) fn stamp() -> String {
    Utc::now().format(STAMP).to_string()
}

/// The time that a file is named by.
pub(super) fn time_of(path: &Path) -> Option<DateTime<Utc>> {
    let name = path.file_name()?.to_str()?;
    let time = NaiveDateTime::parse_from_str(name, STAMPED_FILE).ok()?.and_utc();
    // What is named by a far year was not named here.
    (1..=9999).contains(&time.year()).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when() {
        let time = DateTime::parse_from_rfc3339("2026-11-23T14:30:00Z").unwrap().to_utc();
        assert_eq!(time_of(Path::new(&format!("{}.json", time.format(STAMP)))), Some(time));
        assert_eq!(time_of(Path::new("letter.json")), None);
    }
}
