//! The history: what was in the place of a session before other words took it.
//!
//! Each session has a folder of its own; the files in it are named by the time. They are thinned with
//! their age: of the last hour all are there, of the last day one an hour, of the last month one a
//! day, of the time before one a month: the one that says most; and always the first and the last.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use super::session_file::read_session_file;
use crate::domain::id::SessionId;
use crate::domain::session::Session;
use crate::domain::session::removal::written_characters;
use crate::domain::session::version_vector::VersionVector;
use crate::storage::error::StorageError;
use crate::storage::files::Files;
use crate::storage::folders::Folders;
use crate::storage::format::MAX_BYTES;
use crate::storage::notes_folder::NotesFolder;
use crate::storage::stamp::{stamp, time_of};

/// Keeps bytes in the history of a session.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn keep(notes: &NotesFolder, id: &SessionId, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = folder_of(&notes.paths, id);
    // The notes folder itself is never made here.
    notes.files.create_one_folder(&notes.paths.history())?;
    notes.files.create_one_folder(&folder)?;
    if notes.files.list_if_there(&folder).is_empty() {
        // Whoever made the folder may have been cut off before that was on the disk.
        notes.files.sync_existing(&notes.paths.history())?;
        notes.files.sync_existing(&notes.paths.data)?;
    }
    if holds(&notes.files, &folder, bytes) {
        // As above: it may have its name, and lose it with the power.
        return notes.files.sync_existing(&folder);
    }
    // Tried again, it is the same error.
    let of_folder = |error| StorageError { path: folder.clone(), ..error };
    notes.files.put_new(&folder.join(new_name()), bytes).map_err(of_folder)
}

/// Keeps the prompt sets as somebody else wrote them.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn keep_prompt_sets(notes: &NotesFolder, bytes: &[u8]) -> Result<(), StorageError> {
    let folder = notes.paths.prompt_sets_history();
    notes.files.create_one_folder(&notes.paths.history())?;
    notes.files.create_one_folder(&folder)?;
    if holds(&notes.files, &folder, bytes) { Ok(()) } else { notes.files.put_new(&folder.join(new_name()), bytes) }
}

fn folder_of(folders: &Folders, id: &SessionId) -> PathBuf {
    folders.history().join(id.as_str())
}

/// The versions of a session, each with the time when it was kept, the newest last.
pub(crate) fn versions(notes: &NotesFolder, id: &SessionId) -> Vec<(DateTime<Utc>, PathBuf)> {
    versions_in(&notes.files, &folder_of(&notes.paths, id))
}

fn versions_in(files: &Files, folder: &Path) -> Vec<(DateTime<Utc>, PathBuf)> {
    let paths = files.list_if_there(folder).into_iter();
    let mut versions: Vec<_> = paths.filter_map(|path| Some((time_of(&path)?, path))).collect();
    versions.sort();
    versions
}

/// The newest version that both of two others came from, if it is still there.
pub(crate) fn base(notes: &NotesFolder, one: &Session, other: &Session) -> Option<Session> {
    let read = |(_, path): (_, PathBuf)| read_session_file(&notes.files, &path, &one.id).ok();
    let sessions = versions(notes, &one.id).into_iter().filter_map(read).map(|read| read.session);
    // With one version vector neither of two says that it came of the other, or of what has that vector too.
    let is_of_both = |known: &VersionVector| one.version_vector == other.version_vector && *known == one.version_vector;
    let includes = |known: &VersionVector| one.version_vector.includes(known) && other.version_vector.includes(known);
    let is_before = |known: &VersionVector| includes(known) && !is_of_both(known);
    sessions.filter(|session| is_before(&session.version_vector)).max_by_key(|session| session.version_vector.total())
}

/// What a version was that another program changed since, and that was not taken in yet: the oldest one that says of its
/// saves what that one says. Later ones may be what another program made of it.
pub(crate) fn before_edits(notes: &NotesFolder, edited: &Session) -> Option<Session> {
    if edited.version_vector.is_empty() {
        return None;
    }
    let read = |(_, path): (_, PathBuf)| read_session_file(&notes.files, &path, &edited.id).ok();
    let sessions = versions(notes, &edited.id).into_iter().filter_map(read).map(|read| read.session);
    let same: Vec<Session> = sessions.filter(|session| session.version_vector == edited.version_vector).collect();
    let is_known = same.iter().any(|session| session.says_the_same_as(edited));
    same.into_iter().next().filter(|_| !is_known)
}

/// Takes away every version of a session. What only has the name of one stays.
///
/// # Errors
/// When the system refuses.
pub(crate) fn forget(notes: &NotesFolder, id: &SessionId) -> Result<(), StorageError> {
    let folder = folder_of(&notes.paths, id);
    for (_, path) in versions_in(&notes.files, &folder) {
        if let Ok(version) = read_session_file(&notes.files, &path, id) {
            notes.files.remove_known(&path, &version.bytes)?;
        }
    }
    notes.files.remove_empty_folder(&folder);
    Ok(())
}

/// Takes away the versions of a session that are superfluous by now. What cannot be taken away stays, and what only has
/// the name of one.
pub(crate) fn thin(notes: &NotesFolder, id: &SessionId, now: DateTime<Utc>) {
    let versions = versions(notes, id);
    let times: Vec<DateTime<Utc>> = versions.iter().map(|(time, _)| *time).collect();
    // What cannot be read says nothing.
    let says = |index: usize| {
        read_session_file(&notes.files, &versions[index].1, id).map_or(0, |file| written_characters(&file.session))
    };
    for index in superfluous(&times, now, says) {
        let path = &versions[index].1;
        if let Ok(version) = read_session_file(&notes.files, path, id) {
            let _ = notes.files.remove_known(path, &version.bytes);
        }
    }
}

/// Which of the times, which are in order, need not be kept any more: all but one of each hour, day or month, by
/// their age. That is the last one of those that say most; `says` is asked only where there are several.
fn superfluous(times: &[DateTime<Utc>], now: DateTime<Utc>, says: impl Fn(usize) -> usize) -> Vec<usize> {
    let last = times.len().saturating_sub(1);
    let mut found = Vec::new();
    let mut first = 0;
    for in_span in times.chunk_by(|one, next| span(*one, now) == span(*next, now)) {
        let indices = first..first + in_span.len();
        first = indices.end;
        if in_span.len() > 1 {
            let kept = indices.clone().max_by_key(|index| says(*index));
            found.extend(indices.filter(|index| Some(*index) != kept && *index != 0 && *index != last));
        }
    }
    found
}

/// The span of time of which one version is kept.
#[derive(Debug, PartialEq, Eq, Hash)]
enum RetentionPeriod {
    Moment(DateTime<Utc>),
    Hour(i32, u32, u32),
    Day(i32, u32),
    Month(i32, u32),
}

fn span(time: DateTime<Utc>, now: DateTime<Utc>) -> RetentionPeriod {
    let age = now - time;
    if age <= TimeDelta::hours(1) {
        RetentionPeriod::Moment(time)
    } else if age <= TimeDelta::days(1) {
        RetentionPeriod::Hour(time.year(), time.ordinal(), time.hour())
    } else if age <= TimeDelta::days(30) {
        RetentionPeriod::Day(time.year(), time.ordinal())
    } else {
        RetentionPeriod::Month(time.year(), time.month())
    }
}

/// How many of the newest versions are compared with one that is to be kept.
const COMPARED: usize = 5;

/// Whether one of the newest files of a folder has these bytes: what is tried again and again is kept
/// once.
fn holds(files: &Files, folder: &Path, bytes: &[u8]) -> bool {
    let paths = files.list_if_there(folder).into_iter().rev();
    let mut paths = paths.filter(|path| time_of(path).is_some()).take(COMPARED);
    paths.any(|path| files.read(&path, MAX_BYTES).is_ok_and(|held| held == bytes))
}

/// The session whose versions are in a folder; nothing if it is another one.
pub(crate) fn session_of(folders: &Folders, folder: &Path) -> Option<SessionId> {
    let name = folder.file_name()?.to_str()?;
    SessionId::try_from(name).ok().filter(|id| folder_of(folders, id) == *folder)
}

/// Whether a file is named as versions are.
pub(crate) fn is_version(path: &Path) -> bool {
    time_of(path).is_some()
}

/// The name of a version that is kept now.
pub(crate) fn new_name() -> String {
    format!("{}.json", stamp())
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
        let gone = superfluous(&times, now(), |_| 1);
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
    fn of_a_span_the_version_that_says_most_is_left() {
        let times: Vec<_> = [300, 190, 185, 182, 1].iter().map(|age| now() - TimeDelta::minutes(*age)).collect();
        let left = |says: [usize; 5]| {
            let gone = superfluous(&times, now(), |index| says[index]);
            (0..5).filter(|index| !gone.contains(index)).collect::<Vec<_>>()
        };
        assert_eq!(left([0, 400, 3, 9, 0]), [0, 1, 4], "it was wiped later in that hour");
        assert_eq!(left([0, 7, 400, 400, 0]), [0, 3, 4], "of those that say as much the last one");
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
