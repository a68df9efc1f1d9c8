//! The JSON of every file, to and from the values of the domain.
//!
//! Each file is one object: `format` and `version` first, then the value's own fields. What is read and written is said
//! in a file for each format, apart from the values of the domain, with a version of its own; an older version is beside
//! the newest, and is read for ever. Must not know where a file is. Errors never quote a file: only places in it, and
//! the names of our own fields.

pub(super) mod guideline;
pub mod keyring;
mod prompts;
mod renaming;
pub mod salvage;
mod session;
mod settings;
pub(crate) mod strict;
pub(crate) mod undo;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::de::{DeserializeOwned, value::Error as WrongField};
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::domain::Unknown;
use crate::domain::id::IdError;
use crate::domain::json::Json;
use crate::domain::library::renaming::Renaming;
use crate::domain::moment::FarYear;
pub use crate::domain::problem::{FilePosition, FormatError};
use crate::domain::prompts::guideline::Guideline;
use crate::domain::prompts::line_breaks::normalize_prompt_sets;
use crate::domain::prompts::prompt_sets::PromptSets;
use crate::domain::sealing::Form;
use crate::domain::session::Session;
use crate::domain::session::line_breaks::normalize_session;
use crate::domain::session::session_size::MAX_FILE_BYTES;
use crate::domain::settings::Settings;
use crate::domain::settings::normalize_settings;
use keyring::KeyringFile;

/// The most bytes that a file may have.
pub const MAX_BYTES: u64 = MAX_FILE_BYTES as u64;

/// Room for most files: 32 KiB. What needs more takes more.
const TYPICAL_BYTES: usize = 32 * 1024;

/// The version of the formats that are said in this file, and of the keyring's.
const VERSION: u64 = 1;

/// What marks a folder as this app's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Random; says which folder it is, wherever it is moved.
    pub id: String,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The notes folders that this computer has opened before.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownFolders {
    /// The folders, the one that was opened last at the end.
    pub folders: Vec<KnownFolder>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A notes folder that was opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownFolder {
    /// What its marker says; nothing as long as no version has opened it that remembers that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The full path at which it was opened first; what is not Unicode in it is replaced.
    pub path: String,
    /// The other paths at which it was opened, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_paths: Vec<String>,
    /// What this computer remembers of its being sealed; nothing if it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealing: Option<SealingMemory>,
    /// What the renaming is known by that this computer began there; nothing once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renaming: Option<String>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Wrong words that were tried on this computer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AttemptsFile {
    /// How often in a row.
    pub failures: u32,
    /// When the next words may be tried, by the clock on the wall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_attempt: Option<DateTime<Utc>>,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What this computer remembers of a notes folder that was sealed, and nobody who can write in the folder can change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealingMemory {
    /// The form that the notes took here last, as their owner wanted.
    pub form: Form,
    /// The id of the key that seals.
    pub key: String,
    /// The ids of the keys that were used before: what they were wrapped under opens nothing here any more.
    #[serde(default)]
    pub previous: BTreeSet<String>,
    /// What the files in the folder of the keys were known by as it was opened last: their SHA-256, in hexadecimal.
    #[serde(default)]
    pub files: BTreeSet<String>,
    /// The key for which this computer has gone through every file; nothing while it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted_to: Option<String>,
    /// A key that this computer was making when it was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<String>,
    /// The files with a key under words that this computer has begun to write: until the record names them, nobody chose
    /// these words. By their SHA-256, in hexadecimal.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unfinished_files: BTreeSet<String>,
    /// What this computer is known by among those that open the notes: random.
    pub device: String,
    /// Fields of a later version.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl SealingMemory {
    /// Whether the notes were to be sealed.
    pub fn is_sealed(&self) -> bool {
        self.form == Form::Sealed
    }
}

macro_rules! file_format {
    ($format:literal, $version:expr, $file:ty, $type:ident, $read:ident, $write:ident, $what:literal $(, $normalize:ident)?) => {
        #[doc = concat!("Reads ", $what, ".")]
        ///
        /// # Errors
        #[doc = concat!("When the bytes are not a `", $format, "` of a version that this app knows.")]
        pub fn $read(bytes: &[u8]) -> Result<$type, FormatError> {
            let file = Envelope::open($format, $version, bytes)?;
            file.value::<$file, $type>()$(.map(|mut value| { $normalize(&mut value); value }))?
        }

        #[doc = concat!("Writes ", $what, " as a file holds it: indented JSON with a line break at its end.")]
        pub fn $write(value: &$type) -> Vec<u8> {
            write($format, $version, &<$file>::from(value.clone()))
        }
    };
}

// What a person wrote has one kind of line break once it is read; the file is left as it is.
file_format!(
    "holdspace-guideline",
    guideline::VERSION,
    guideline::Guideline,
    Guideline,
    read_guideline,
    write_guideline,
    "one guideline"
);
file_format!(
    "holdspace-prompts",
    prompts::VERSION,
    prompts::PromptSets,
    PromptSets,
    read_prompt_sets,
    write_prompt_sets,
    "the prompt sets",
    normalize_prompt_sets
);
file_format!(
    "holdspace-renaming",
    renaming::VERSION,
    renaming::Renaming,
    Renaming,
    read_renaming,
    write_renaming,
    "a renaming that is under way"
);
file_format!(
    "holdspace-settings",
    settings::VERSION,
    settings::Settings,
    Settings,
    read_settings,
    write_settings,
    "the settings",
    normalize_settings
);
// These are values of this room, and so their own files.
file_format!(
    "holdspace-keyring",
    VERSION,
    KeyringFile,
    KeyringFile,
    read_keyring,
    write_keyring,
    "what is known of the keys of a folder"
);
file_format!(
    "holdspace-attempts",
    VERSION,
    AttemptsFile,
    AttemptsFile,
    read_attempts,
    write_attempts,
    "wrong words that were tried"
);
file_format!("holdspace-folder", VERSION, Marker, Marker, read_marker, write_marker, "the marker of a folder");
file_format!(
    "holdspace-known-folders",
    VERSION,
    KnownFolders,
    KnownFolders,
    read_known_folders,
    write_known_folders,
    "the known folders"
);

const SESSION: &str = "holdspace-session";

/// Reads one session, of whichever version.
///
/// # Errors
/// When the bytes are not a `holdspace-session` of a version that this app knows.
pub fn read_session(bytes: &[u8]) -> Result<Session, FormatError> {
    let file = Envelope::open(SESSION, session::VERSION, bytes)?;
    // Each version by its number, so that none is read as another one.
    let mut session = match file.version {
        1 => file.value::<session::v1::Session, Session>(),
        2 => file.value::<session::Session, Session>(),
        _ => Err(FormatError::NewerVersion),
    }?;
    normalize_session(&mut session);
    Ok(session)
}

/// Writes one session as a file holds it: indented JSON with a line break at its end.
pub fn write_session(value: &Session) -> Vec<u8> {
    write(SESSION, session::VERSION, &session::Session::from(value.clone()))
}

/// A session as a value within another file: all that its own file holds.
pub(crate) fn session_to_json(session: &Session) -> Option<Json> {
    strict::parse(&write_session(session)).ok()
}

/// The session in a value within another file. Version 1 left out there which format and version it is.
pub(crate) fn session_of_json(value: Json) -> Option<Session> {
    let Json::Object(mut fields) = value else { return None };
    fields.entry("format".to_owned()).or_insert_with(|| Json::Text(SESSION.to_owned()));
    fields.entry("version".to_owned()).or_insert_with(|| Json::Number("1".into()));
    read_session(&serde_json::to_vec(&Json::Object(fields)).ok()?).ok()
}

/// Whether bytes are the list of key files of the first version.
pub fn is_first_key_list(bytes: &[u8]) -> bool {
    format_of(bytes).is_some_and(|format| format == "holdspace-keys")
}

/// The format that a whole JSON file says that it has.
fn format_of(bytes: &[u8]) -> Option<String> {
    let Json::Object(mut fields) = strict::parse(bytes).ok()? else { return None };
    match fields.remove("format")? {
        Json::Text(format) => Some(format),
        _ => None,
    }
}

/// How far into a file its format is looked for.
const BEGINNING: usize = 256;

/// Whether bytes are a file of the notes by what they say at their beginning, also where the rest is damaged.
pub fn is_of_notes(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]);
    let is_object = beginning.trim_start().starts_with('{');
    let says_so = FORMATS_OF_NOTES.iter().any(|format| beginning.contains(&format!("\"{format}\"")));
    if is_object && says_so && beginning.contains("\"format\"") {
        return true;
    }
    // Some programs write the keys in another order, and then only the whole file tells.
    format_of(bytes).is_some_and(|format| FORMATS_OF_NOTES.contains(&format.as_str()))
}

const FORMATS_OF_NOTES: [&str; 2] = ["holdspace-session", "holdspace-renaming"];

#[derive(Serialize)]
struct Written<'a, T> {
    format: &'a str,
    version: u64,
    #[serde(flatten)]
    value: &'a T,
}

fn write<T: Serialize>(format: &str, version: u64, value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(TYPICAL_BYTES);
    let file = Written { format, version, value };
    serde_json::to_writer_pretty(&mut bytes, &file).expect("every key is a string, and memory does not fail");
    bytes.push(b'\n');
    bytes
}

/// A file whose format and version were read.
struct Envelope<'a> {
    version: u64,
    /// The fields without `format` and `version`, so that these are not kept twice.
    fields: Unknown,
    bytes: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Opens the bytes of a file of a format; `newest` is the newest version of it that is known.
    fn open(format: &str, newest: u64, bytes: &'a [u8]) -> Result<Self, FormatError> {
        if bytes.len() as u64 > MAX_BYTES {
            return Err(FormatError::TooLarge);
        }
        // Some editors put a byte-order mark in front.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let Json::Object(mut fields) = strict::parse(bytes)? else {
            return Err(FormatError::OtherFormat);
        };
        if fields.remove("format").is_none_or(|found| found != Json::Text(format.to_owned())) {
            return Err(FormatError::OtherFormat);
        }
        match fields.remove("version").and_then(|version| u64::deserialize(version).ok()) {
            None | Some(0) => Err(FormatError::NoVersion),
            Some(version) if version <= newest => Ok(Self { version, fields, bytes }),
            Some(_) => Err(FormatError::NewerVersion),
        }
    }

    /// The value that the fields are of, read as its file says it.
    fn value<F: DeserializeOwned, T: From<F>>(self) -> Result<T, FormatError> {
        let file = F::deserialize(Json::Object(self.fields));
        file.map(T::from).map_err(|error| wrong_field::<F>(&error, self.bytes))
    }
}

/// Says which field was wrong. The error's own words may quote the file, so that only the name of a
/// missing field is taken from them: it is always one of ours.
fn wrong_field<T: DeserializeOwned>(error: &WrongField, bytes: &[u8]) -> FormatError {
    let message = error.to_string();
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
    if let Some((name, _)) = missing {
        return FormatError::MissingField(name.to_owned());
    }
    // Values that were read first have no place any more; reading the bytes again finds it. A number that
    // is too large for that reading may stand anywhere.
    let is_it = |error: &serde_json::Error| error.line() > 0 && error.classify() == Category::Data;
    let found = serde_json::from_slice::<T>(bytes).err().filter(is_it);
    let position = found.map(|error| FilePosition { line: error.line(), column: error.column() });
    if message.starts_with(&IdError.to_string()) {
        FormatError::BadId(position)
    } else if message.starts_with(&FarYear.to_string()) {
        FormatError::FarYear(position)
    } else {
        FormatError::WrongKind(position)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Moment;
    use crate::domain::id::{LineId, PromptId, PromptSetId, SessionId};
    use crate::domain::prompts::guideline::KeptAs;
    use crate::domain::session::notes::Stamp;
    use crate::domain::session::{Addendum, OutcomeKind};
    use crate::domain::settings::ThemeChoice;
    use crate::guidelines::integration_session;

    fn moment() -> Moment {
        crate::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap()
    }

    fn session() -> Session {
        let dosed_on = chrono::NaiveDate::from_ymd_opt(2026, 11, 20);
        let mut session = Session::begin(moment(), "K-07", dosed_on, integration_session().prompts);
        let stamp = Stamp { at: moment(), prompt: PromptId::try_from("open").ok() };
        session.notes.add("Her mother, “not now”. \u{0}\u{1F30A} #water", Some(KeptAs::Thread), &stamp);
        session.touch(&PromptId::try_from("open").unwrap());
        let (line, from) = (LineId::fresh(moment()), SessionId::fresh(moment()));
        session.set_outcome(&line, &from, OutcomeKind::Resolved, moment());
        session.closing.noticed = "one\ntwo".to_owned();
        session.ended = Some(moment());
        session.addenda.push(Addendum::new(moment(), "later"));
        session
    }

    #[test]
    fn every_format_reads_what_it_wrote() {
        let session = session();
        assert_eq!(read_session(&write_session(&session)), Ok(session));
        let guideline = integration_session();
        assert_eq!(read_guideline(&write_guideline(&guideline)).as_ref(), Ok(&guideline));
        let sets = PromptSets::first(&guideline);
        assert_eq!(read_prompt_sets(&write_prompt_sets(&sets)), Ok(sets));
        let prompt_set = PromptSetId::try_from("my-order").ok();
        let settings = Settings { theme: ThemeChoice::Dark, text_size: 1.1, prompt_set, ..Settings::default() };
        assert_eq!(read_settings(&write_settings(&settings)), Ok(settings));
        let marker = Marker { id: "a".to_owned(), unknown: Unknown::new() };
        assert_eq!(read_marker(&write_marker(&marker)), Ok(marker));
        let renaming = Renaming::of_theme(Some("K-07"), "river", "water").unwrap();
        assert_eq!(read_renaming(&write_renaming(&renaming)), Ok(renaming));
        let attempts = AttemptsFile { failures: 3, next_attempt: Some(DateTime::UNIX_EPOCH), unknown: Unknown::new() };
        assert_eq!(read_attempts(&write_attempts(&attempts)), Ok(attempts));
        let known = KnownFolders::default();
        assert_eq!(read_known_folders(&write_known_folders(&known)), Ok(known));
    }

    #[test]
    fn format_and_version_stand_first_and_a_line_break_last() {
        let text = String::from_utf8(write_session(&session())).unwrap();
        assert!(text.starts_with("{\n  \"format\": \"holdspace-session\",\n  \"version\": 2,\n  \"id\": "), "{text}");
        assert!(text.ends_with("}\n"));
        assert!(read_session(text.as_bytes()).unwrap().unknown.is_empty());
    }

    /// The app of version 1 opens a file of a session so.
    #[test]
    fn what_knows_only_version_1_refuses_version_2_and_so_never_writes_over_it() {
        let bytes = write_session(&session());
        assert_eq!(Envelope::open(SESSION, 1, &bytes).err(), Some(FormatError::NewerVersion));
        let text = String::from_utf8(bytes).unwrap().replacen("\"version\": 2", "\"version\": 3", 1);
        assert_eq!(read_session(text.as_bytes()), Err(FormatError::NewerVersion));
    }

    #[test]
    fn a_session_within_another_file_is_of_whichever_version() {
        let session = session();
        assert_eq!(session_of_json(session_to_json(&session).unwrap()), Some(session));
        let first = br#"{"id": "a", "client": "K-07", "began": "2026-11-23T14:02:11-05:00", "saves": {"a": 3}}"#;
        let read = session_of_json(strict::parse(first).unwrap()).unwrap();
        assert_eq!((read.client.as_str(), read.version_vector.total()), ("K-07", 3));
    }

    #[test]
    fn one_format_is_not_taken_for_another() {
        assert_eq!(read_settings(&write_session(&session())), Err(FormatError::OtherFormat));
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let bytes = vec![b' '; MAX_BYTES as usize + 1];
        assert_eq!(read_session(&bytes), Err(FormatError::TooLarge));
    }

    #[test]
    fn refusals_say_where_and_quote_nothing() {
        let at = |column: usize| FilePosition { line: 3, column };
        let check = |settings: &str, expected: FormatError| {
            let text = format!("{{\"format\": \"holdspace-settings\",\n\"version\": 1,\n{settings}}}");
            let refused = read_settings(text.as_bytes()).unwrap_err();
            assert_eq!(refused, expected, "{settings}");
        };
        check("\"theme\": \"MARKED\"", FormatError::WrongKind(Some(at(17))));
        check("\"support_card\": [\"MARKED\"]", FormatError::WrongKind(Some(at(16))));
        check("\"MARKED\": 1, \"MARKED\": 2", FormatError::RepeatedKey(at(21)));
        check("\"MARKED\" 1", FormatError::NotJson(at(10)));
    }

    #[test]
    fn a_missing_field_is_named() {
        let bytes = br#"{"format": "holdspace-session", "version": 1, "id": "a"}"#;
        assert_eq!(read_session(bytes), Err(FormatError::MissingField("began".to_owned())));
    }

    proptest! {
        #[test]
        fn a_cut_session_is_refused(share in 0.0..1.0_f64) {
            let bytes = write_session(&session());
            // The closing brace and the line break are the last two bytes.
            let cut = ((bytes.len() - 1) as f64 * share) as usize;
            prop_assert!(read_session(&bytes[..cut]).is_err());
        }

        #[test]
        fn a_changed_byte_is_read_or_refused(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = write_session(&session());
            let place = place.index(bytes.len());
            bytes[place] = byte;
            if let Ok(read) = read_session(&bytes) {
                prop_assert!(read_session(&write_session(&read)).is_ok());
            }
        }
    }

    /// Every place in a value where a time or a day stands.
    fn times_in(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
        let inner: Vec<(String, &serde_json::Value)> = match value {
            serde_json::Value::Object(fields) => fields.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
            serde_json::Value::Array(list) => {
                list.iter().enumerate().map(|(at, inner)| (at.to_string(), inner)).collect()
            }
            serde_json::Value::String(text) if Moment::try_from(text.as_str()).is_ok() => {
                return found.push(at.to_owned());
            }
            serde_json::Value::String(text) if text.parse::<chrono::NaiveDate>().is_ok() => {
                return found.push(at.to_owned());
            }
            _ => return,
        };
        for (name, inner) in inner {
            times_in(inner, &format!("{at}/{name}"), found);
        }
    }

    #[test]
    fn a_time_of_a_far_year_is_refused_in_every_field() {
        let mut frozen = session().finalize(moment()).unwrap();
        frozen.addenda.push(Addendum::new(moment(), "and more"));
        let whole: serde_json::Value = serde_json::from_slice(&write_session(&frozen)).unwrap();
        let mut places = Vec::new();
        times_in(&whole, "", &mut places);
        let fields = ["/began", "/ended", "/finalized", "/dosed_on", "/lines/0/at", "/outcomes/0/at", "/addenda/1/at"];
        assert!(fields.iter().all(|field| places.iter().any(|place| place == field)), "{places:?}");
        for place in places {
            for (year, is_near) in [
                ("+262142", false),
                ("-262143", false),
                ("0000", false),
                ("+10000", false),
                ("0001", true),
                ("9999", true),
            ] {
                let mut file = whole.clone();
                let value = file.pointer_mut(&place).unwrap();
                *value = format!("{year}{}", &value.as_str().unwrap()[4..]).into();
                let read = read_session(&serde_json::to_vec_pretty(&file).unwrap());
                match read {
                    Ok(read) => {
                        assert!(is_near, "{place} {year}");
                        assert_eq!(read_session(&write_session(&read)), Ok(read), "{place} {year}");
                    }
                    Err(refused) => {
                        assert!(
                            !is_near && matches!(refused, FormatError::FarYear(Some(_))),
                            "{place} {year}: {refused}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn numbers_that_nobody_knows_stay_as_they_were() {
        let numbers = "[123456789012345678901234567890, -0, 1e400, 1E5, 0.1000, 1.0, 2E-07, 18446744073709551616]";
        let numbers: Vec<&str> = numbers.trim_matches(['[', ']']).split(", ").collect();
        for number in numbers {
            let text = String::from_utf8(write_session(&session())).unwrap();
            // In the session itself, and within everything in it that may have fields of a later version.
            let marked = text.replace("\"id\": ", &format!("\"later\": {{\"a\": [{number}]}}, \"id\": "));
            let marked = marked.replace("\"noticed\": ", &format!("\"later\": {number}, \"noticed\": "));
            let marked = marked.replace("\"outcome\": ", &format!("\"later\": {number}, \"outcome\": "));
            let count = marked.matches(number).count() - text.matches(number).count();
            assert!(count > 18, "{count}");
            let written = write_session(&read_session(marked.as_bytes()).unwrap());
            let written = String::from_utf8(written).unwrap();
            let later: Vec<&str> = written.match_indices("later\": ").map(|(at, _)| &written[at + 8..]).collect();
            assert_eq!(later.len(), count, "{number}");
            for rest in later {
                let value: String = rest.chars().filter(|c| !c.is_whitespace()).take(60).collect();
                let value = value.trim_start_matches("{\"a\":[");
                assert!(value.starts_with(number), "{number}: {rest:.60}");
                assert!(value[number.len()..].starts_with([',', ']', '}']), "{number}: {rest:.60}");
            }
            let again = write_session(&read_session(written.as_bytes()).unwrap());
            assert_eq!(String::from_utf8(again).unwrap(), written);
        }
    }

    #[test]
    fn our_own_numbers_are_read_or_refused_with_a_sentence() {
        let read = |field: &str| {
            read_settings(format!("{{\"format\": \"holdspace-settings\", \"version\": 1, {field}}}").as_bytes())
        };
        assert_eq!(read("\"text_size\": 1.10").unwrap().text_size.to_string(), "1.1");
        assert_eq!(read("\"text_size\": 1E0, \"later\": 1e999").unwrap().text_size.to_string(), "1");
        assert_eq!(read("\"lock_after_minutes\": 7").unwrap().lock_after_minutes, Some(7));
        for nonsense in [
            "\"text_size\": 1e39",
            "\"lock_after_minutes\": -1",
            "\"lock_after_minutes\": 4294967296",
            "\"lock_after_minutes\": 1.5",
            "\"window\": [1, 1e400]",
        ] {
            assert!(matches!(read(nonsense), Err(FormatError::WrongKind(_))), "{nonsense}");
        }
        for version in ["1.0", "1e0", "-1", "123456789012345678901234567890"] {
            let bytes = format!("{{\"format\": \"holdspace-settings\", \"version\": {version}}}");
            assert_eq!(read_settings(bytes.as_bytes()), Err(FormatError::NoVersion), "{version}");
        }
    }
}
