//! The sentences of what went wrong with a file or a folder.

pub use super::messages::problems::*;

use super::messages::problems as message;
use crate::domain::problem::{FilePosition, FormatError, Problem, ReadError, SealError};

/// What happened, and what to do.
pub fn sentences(problem: Problem) -> &'static str {
    match problem {
        Problem::DiskFull => message::disk_full(),
        Problem::ReadOnly => message::read_only(),
        Problem::NoPermission => message::no_permission(),
        Problem::FolderNotThere => message::folder_not_there(),
        Problem::NotAFolder => message::not_a_folder(),
        Problem::FolderNotEmpty => message::folder_not_empty(),
        Problem::NewerFolder => message::newer_folder(),
        Problem::InUse => message::in_use(),
        Problem::FileNotThere => message::file_not_there(),
        Problem::FileAlreadyThere => message::file_already_there(),
        Problem::NotAFile => message::not_a_file(),
        Problem::LeadsElsewhere => message::leads_elsewhere(),
        Problem::OtherFolder => message::other_folder(),
        Problem::TooLarge => message::too_large(),
        Problem::UnreadableInTheWay => message::unreadable_in_the_way(),
        Problem::WouldNotRead => message::would_not_read(),
        Problem::SavingStopped => message::saving_stopped(),
        Problem::RenamingUnderway => message::renaming_underway(),
        Problem::Finalized => message::finalized(),
        Problem::Sealed(error) => of_sealed(error),
        Problem::OtherPassphrase => message::other_passphrase(),
        Problem::TriedTooSoon => message::tried_too_soon(),
        Problem::KeysNotThere => message::keys_not_there(),
        Problem::KeysUnreadable => message::keys_unreadable(),
        Problem::Locked => message::locked(),
        Problem::SealingUnderway => message::sealing_underway(),
        Problem::Other => message::other(),
    }
}

/// What happened with a file that somebody chose, and what to do: it is none of the notes.
pub fn of_chosen_file(problem: Problem) -> &'static str {
    match problem {
        Problem::FileNotThere => message::chosen_not_there(),
        Problem::FolderNotThere | Problem::NotAFolder => message::chosen_folder_not_there(),
        Problem::NoPermission => message::chosen_no_permission(),
        Problem::NotAFile => message::chosen_not_a_file(),
        Problem::FileAlreadyThere => message::chosen_already_there(),
        Problem::DiskFull => message::chosen_disk_full(),
        Problem::ReadOnly => message::chosen_read_only(),
        Problem::TooLarge => message::chosen_too_large(),
        Problem::LeadsElsewhere => message::chosen_leads_elsewhere(),
        _ => message::chosen_other(),
    }
}

/// Why a file that somebody chose is not read.
pub fn reason_of_chosen(error: &ReadError) -> String {
    match error {
        ReadError::Problem(problem) => of_chosen_file(*problem).to_owned(),
        other => reason(other),
    }
}

fn of_sealed(error: SealError) -> &'static str {
    match error {
        SealError::NotSealed => message::not_sealed(),
        SealError::CutShort => message::sealed_cut_short(),
        SealError::Damaged => message::sealed_damaged(),
        SealError::OtherKey => message::sealed_with_other_key(),
        SealError::TooMuchWork => message::sealed_with_too_much_work(),
        SealError::NewerVersion => message::sealed_by_newer(),
    }
}

/// Why a file is not read, in a sentence or two.
pub fn reason(error: &ReadError) -> String {
    match error {
        ReadError::Format(error) => return of_format(error),
        ReadError::Problem(problem) => sentences(*problem),
        ReadError::LargerThanGuideline => message::larger_than_guideline(),
        ReadError::NotNamedAsSession => message::not_named_as_session(),
        ReadError::OtherIdThanName => message::other_id_than_name(),
        ReadError::SetAside => message::set_aside(),
        ReadError::NotBegunHere => message::not_begun_here(),
    }
    .to_owned()
}

fn of_format(error: &FormatError) -> String {
    match error {
        FormatError::TooLarge => message::longer_than_any(),
        FormatError::CutShort(at) => return message::cut_short(at.column, at.line),
        FormatError::NotJson(at) => return message::not_json(at.column, at.line),
        FormatError::RepeatedKey(at) => return message::repeated_key(at.column, at.line),
        FormatError::TooDeep(at) => return message::too_deep(at.column, at.line),
        FormatError::OtherFormat => message::other_format(),
        FormatError::NoVersion => message::no_version(),
        FormatError::NewerVersion => message::newer_version(),
        FormatError::MissingField(name) => return message::missing_field(name),
        FormatError::BadId(Some(FilePosition { line, column })) => return message::bad_id_at(*column, *line),
        FormatError::BadId(None) => message::bad_id(),
        FormatError::FarYear(Some(FilePosition { line, column })) => return message::far_year_at(*column, *line),
        FormatError::FarYear(None) => message::far_year(),
        FormatError::WrongKind(Some(FilePosition { line, column })) => return message::wrong_kind_at(*column, *line),
        FormatError::WrongKind(None) => message::wrong_kind(),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_happened_and_what_to_do() {
        assert!(of_chosen_file(Problem::FileNotThere).starts_with("There is no file with this path."));
        assert_eq!(sentences(Problem::DiskFull), "The disk is full. Free some space; saving continues on its own.");
        let error = FormatError::FarYear(Some(FilePosition { line: 6, column: 35 }));
        assert_eq!(reason(&ReadError::Format(error)), "A date is not in the years 0001 to 9999 (line 6, column 35).");
    }
}
