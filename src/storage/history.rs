//! The history: what stood in the place of a session before other words took it.
//!
//! Each session has a folder of its own; the files in it are named by the time. They are thinned with
//! their age: of the last hour all are there, of the last day one an hour, of the last month one a
//! day, of the time before one a month; and always the first and the last.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::error::StorageError;
use super::files::{self, Existing};
use super::folders::Folders;
use super::format::LARGEST;
use crate::domain::id::SessionId;

/// How the time stands in a file's name.
const STAMP: &str = "%Y%m%dT%H%M%S%.9fZ";
const STAMPED_FILE: &str = "%Y%m%dT%H%M%S%.9fZ.json";

/// Keeps bytes in the history of a session.
///
/// # Errors
/// When they cannot be written.
pub(super) fn keep(folders: &Folders, id: &SessionId, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = folders.history().join(id.as_str());
    // The notes folder itself is never made here.
    files::create_one_folder(&folders.history())?;
    files::create_one_folder(&folder)?;
    if holds(&folder, bytes) {
        return Ok(());
    }
    files::replace(&folder.join(format!("{}.json", stamp())), bytes, Existing::MustNotExist)?;
    thin(&folder, Utc::now());
    Ok(())
}

/// Takes away the versions that are superfluous by now. What cannot be taken away stays.
fn thin(folder: &Path, now: DateTime<Utc>) {
    let mut versions: Vec<(DateTime<Utc>, PathBuf)> = folder
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((time_of(&entry.path())?, entry.path())))
        .collect();
    versions.sort();
    let times: Vec<DateTime<Utc>> = versions.iter().map(|(time, _)| *time).collect();
    for index in superfluous(&times, now) {
        let _ = files::remove(&versions[index].1);
    }
}

/// When a version was kept, by its name.
fn time_of(path: &Path) -> Option<DateTime<Utc>> {
    let name = path.file_name()?.to_str()?;
    NaiveDateTime::parse_from_str(name, STAMPED_FILE).ok().map(|time| time.and_utc())
}

/// Which of the times, which are in order, need not be kept any more: all but the last of each hour,
/// day or month, by their age.
fn superfluous(times: &[DateTime<Utc>], now: DateTime<Utc>) -> Vec<usize> {
    let mut seen = HashSet::new();
    let last = times.len().saturating_sub(1);
    let is_superfluous = |index: &usize| {
        let time = times[*index];
        let is_first_of_its_span = seen.insert(span(time, now));
        !is_first_of_its_span && *index != 0 && *index != last
    };
    let mut found: Vec<usize> = (0..times.len()).rev().filter(is_superfluous).collect();
    found.reverse();
    found
}

/// The span of time of which one version is kept.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Span {
    Moment(DateTime<Utc>),
    Hour(i32, u32, u32),
    Day(i32, u32),
    Month(i32, u32),
}

fn span(time: DateTime<Utc>, now: DateTime<Utc>) -> Span {
    let age = now - time;
    if age <= TimeDelta::hours(1) {
        Span::Moment(time)
    } else if age <= TimeDelta::days(1) {
        Span::Hour(time.year(), time.ordinal(), time.hour())
    } else if age <= TimeDelta::days(30) {
        Span::Day(time.year(), time.ordinal())
    } else {
        Span::Month(time.year(), time.month())
    }
}

/// Whether a folder has a file of these bytes: what is tried again and again is kept once.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| files::read_bounded(&path, LARGEST).is_ok_and(|held| held == bytes))
}

/// The time, as it may stand in a file's name.
pub(super) fn stamp() -> String {
    Utc::now().format(STAMP).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-11-23T14:30:00Z").unwrap().to_utc()
    }

    /// The ages in minutes of the versions that are left, of some that were kept so long ago.
    fn left(ages: &[i64]) -> Vec<i64> {
        let mut ages = ages.to_vec();
        ages.sort_unstable_by(|one, other| other.cmp(one));
        let times: Vec<_> = ages.iter().map(|age| now() - TimeDelta::minutes(*age)).collect();
        let gone = superfluous(&times, now());
        ages.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, age)| *age).collect()
    }

    #[test]
    fn of_an_hour_all_of_a_day_one_an_hour_of_a_month_one_a_day() {
        let (hour, day) = (60, 24 * 60);
        assert_eq!(left(&[1, 2, 30, 59]), [59, 30, 2, 1]);
        assert_eq!(left(&[5 * hour, 3 * hour + 5, 3 * hour + 2, 3 * hour, 1]), [5 * hour, 3 * hour, 1]);
        assert_eq!(left(&[9 * day, 3 * day + 5, 3 * day, 1]), [9 * day, 3 * day, 1]);
        assert_eq!(left(&[400 * day, 201 * day, 200 * day, 100 * day, 1]), [400 * day, 200 * day, 100 * day, 1]);
        assert_eq!(left(&[]), [0; 0]);
    }

    #[test]
    fn a_name_says_when() {
        let path = PathBuf::from(format!("{}.json", now().format(STAMP)));
        assert_eq!(time_of(&path), Some(now()));
        assert_eq!(time_of(Path::new("letter.json")), None);
    }

    proptest! {
        #[test]
        fn the_first_the_last_and_the_last_hour_stay(ages in prop::collection::btree_set(0..800_000_i64, 0..60)) {
            let ages: Vec<i64> = ages.into_iter().collect();
            let left_ages = left(&ages);
            for (index, age) in ages.iter().enumerate() {
                let is_edge = index == 0 || index + 1 == ages.len();
                prop_assert!(left_ages.contains(age) || !(is_edge || *age <= 60), "{age}");
            }
            prop_assert_eq!(left(&left_ages), left_ages, "thinning again takes nothing");
        }
    }
}
