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

/// Lines have had words for the client since a later app of this version; one before it keeps them as it found them.
#[test]
fn the_words_for_the_client_are_read_and_written_with_what_is_not_known_of_them() {
    let session = format::read_session(&fixture_file("version-2/worded.json")).unwrap();
    let words: Vec<_> = session.client_wording.iter().map(|wording| wording.text.as_str()).collect();
    assert_eq!(words, ["Ana, on Sundays", "The Thursday group"]);
    assert!(session.client_wording.iter().any(|wording| wording.unknown.contains_key("certain")));
}

#[test]
fn it_is_written_as_it_was() {
    for name in NAMES.into_iter().chain(["worded"]) {
        let bytes = fixture_file(&format!("version-2/{name}.json"));
        let written = format::write_session(&format::read_session(&bytes).unwrap());
        assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(bytes).unwrap(), "{name}");
    }
}
