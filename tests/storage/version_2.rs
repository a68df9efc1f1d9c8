//! Sessions of version 2 (`tests/fixtures/version-2`, written by the first app that had it): each says what the session
//! of version 1 with its name says.

use holdspace::storage::format;

use crate::fixture::fixture_file;

/// The sessions that there are in both versions.
const NAMES: [&str; 4] = ["before", "brief", "frozen", "one"];

#[test]
fn a_session_of_version_2_says_what_it_said_in_version_1() {
    for name in NAMES {
        let read = |path: String| format::read_session(&fixture_file(&path)).unwrap();
        let former = read(format!("version-1/notes/sessions/{name}.json"));
        assert_eq!(read(format!("version-2/{name}.json")), former.into_saved(), "{name}");
    }
}

#[test]
fn it_is_written_as_it_was() {
    for name in NAMES {
        let bytes = fixture_file(&format!("version-2/{name}.json"));
        let written = format::write_session(&format::read_session(&bytes).unwrap());
        assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(bytes).unwrap(), "{name}");
    }
}
