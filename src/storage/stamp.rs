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

/// The name that a file gets which gives its place up, or does not get it, by the stem of the name of that place.
pub(super) fn name_out_of_place(stem: &str) -> String {
    format!("{stem}.{}.json", stamp())
}

/// Whether a file has such a name.
pub(super) fn is_out_of_place(path: &Path) -> bool {
    let stamped = || path.file_name()?.to_str()?.split_once('.').and_then(|(_, stamped)| time_in(stamped));
    stamped().is_some()
}

/// The time that a file is named by.
pub(super) fn time_of(path: &Path) -> Option<DateTime<Utc>> {
    time_in(path.file_name()?.to_str()?)
}

fn time_in(name: &str) -> Option<DateTime<Utc>> {
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

    #[test]
    fn a_name_says_that_its_file_was_in_a_place() {
        assert!(is_out_of_place(&Path::new("sessions").join(name_out_of_place("one"))));
        for name in ["one.json", "one.sync-conflict-20261126-073754-SAZID7F.json", "20261126T073754.816628982Z.json"] {
            assert!(!is_out_of_place(Path::new(name)), "{name}");
        }
    }
}
