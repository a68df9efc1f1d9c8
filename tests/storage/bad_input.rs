//! Files that cannot be read stay as they are, whatever the app does beside them; those that can be
//! read keep what this version does not know.

use holdspace::domain::problem::{FormatError, Problem, ReadError};
use holdspace::domain::prompts::prompt_sets::PromptSets;
use holdspace::guidelines::integration_session;
use holdspace::storage::error::UnreadableFile;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::format::MAX_BYTES;
use holdspace::storage::worker::{LibraryReport, PromptsReport, Report, SavingReport, SavingRequest};
use holdspace::ui::text::problems;

use crate::fixture::*;
use crate::support::figures::figure;

const FAR_YEAR: &str = "not in the years 0001 to 9999 (line ";

const UNREADABLE: [(&str, &str); 20] = [
    ("a-list", "another kind of file"),
    ("began-before-any-year", FAR_YEAR),
    ("began-in-a-far-year", FAR_YEAR),
    ("cut-short", "cut short"),
    ("empty", "cut short"),
    ("id-with-a-path", "An id must have 1 to 64"),
    ("line-in-a-far-year", FAR_YEAR),
    ("lone-surrogate", "not complete JSON"),
    ("missing-field", "“began” is missing"),
    ("newer-version", "newer version"),
    ("no-version", "which version"),
    ("not-json", "not complete JSON"),
    ("not-utf-8", "not complete JSON"),
    ("nul-only", "not complete JSON"),
    ("nul-within", "not complete JSON"),
    ("other-format", "another kind of file"),
    ("repeated-key", "one key twice"),
    ("text-after-it", "not complete JSON"),
    ("too-deep", "nested too deeply"),
    ("wrong-kind", "wrong kind"),
];

fn session_fixture(name: &str) -> Vec<u8> {
    fixture_file(&format!("sessions/{name}.json"))
}

fn unreadable(reports: Vec<Report>) -> Vec<UnreadableFile> {
    let files = reports.into_iter().filter_map(|report| match report {
        Report::Library(LibraryReport::Unreadable(file)) => Some(file),
        _ => None,
    });
    files.collect()
}

/// A new worker, and the files that it found unreadable.
fn found_unreadable(fixture: &Fixture) -> (TestApp, Vec<UnreadableFile>) {
    let mut app = fixture.start(soon());
    let mut files = unreadable(app.all_read());
    files.sort_by_key(UnreadableFile::name);
    (app, files)
}

#[test]
fn every_unreadable_session_is_listed_with_its_reason() {
    let fixture = Fixture::new().opened();
    for (name, _) in UNREADABLE {
        fixture.put_session(name, &session_fixture(name));
    }
    let (_desk, files) = found_unreadable(&fixture);
    assert_eq!(files.len(), UNREADABLE.len());
    for (file, (name, reason)) in files.iter().zip(UNREADABLE) {
        assert_eq!(file.path, fixture.session_path(name));
        let said = problems::reason(&file.reason);
        assert!(said.contains(reason), "{name}: {said}");
    }
}

#[test]
fn an_unreadable_session_stays_byte_for_byte() {
    for (name, _) in UNREADABLE {
        let fixture = Fixture::new().opened();
        fixture.put_session(name, &session_fixture(name));
        let (mut app, files) = found_unreadable(&fixture);
        assert_eq!(files.len(), 1, "{name}");
        app.save(&session("another", "beside it"), 1);
        assert_eq!(app.saved("another"), 1);
        let ours = session(name, "under its name");
        app.save(&ours, 2);
        let problem = app.problem();
        assert_eq!((problem.kind, problem.path), (Problem::UnreadableInTheWay, fixture.session_path(name)));
        assert!(!app.worker.finish(), "{name}: these words are not in their place");
        assert_eq!(std::fs::read(fixture.session_path(name)).unwrap(), session_fixture(name), "{name}");
        assert_eq!(fixture.copy(name), ours, "{name}");
    }
}

#[test]
fn once_the_unreadable_file_is_moved_saving_goes_on_by_itself() {
    let fixture = Fixture::new().opened();
    fixture.put_session("not-json", &session_fixture("not-json"));
    let (mut app, _) = found_unreadable(&fixture);
    let ours = session("not-json", "under its name");
    app.save(&ours, 2);
    app.problem_of(Problem::UnreadableInTheWay);
    std::fs::rename(fixture.session_path("not-json"), fixture.root().join("moved")).unwrap();
    assert_eq!(app.saved("not-json"), 2);
    app.solved();
    assert_eq!(fixture.in_place("not-json"), ours);
}

#[test]
fn a_folder_or_a_foreign_name_among_the_sessions_is_listed_and_stays() {
    let fixture = Fixture::new().opened();
    let conflict = fixture.folders.data.join("sessions").join("one.sync-conflict-20261123.json");
    put(&conflict, b"theirs");
    put(&fixture.session_path("folder").join("inside"), b"theirs");
    let (_desk, files) = found_unreadable(&fixture);
    let paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
    assert_eq!(paths, [fixture.session_path("folder"), conflict.clone()]);
    assert_eq!(std::fs::read(conflict).unwrap(), b"theirs");
}

#[test]
fn a_session_of_version_1_keeps_what_is_not_known_on_every_level() {
    let fixture = Fixture::new().opened();
    let bytes = session_fixture("version-1-whole");
    fixture.put_session("version-1-whole", &bytes);
    let mut app = fixture.start(soon());
    let read = app.read_sessions().remove(0);
    app.save(&read, 1);
    app.saved("version-1-whole");
    let written = std::fs::read(fixture.session_path("version-1-whole")).unwrap();
    let mut as_before = json(&written);
    as_before.as_object_mut().unwrap().remove("saves");
    for line in as_before["lines"].as_array_mut().unwrap() {
        line.as_object_mut().unwrap().remove("place");
    }
    assert_eq!(as_before, json(&bytes), "but for what this version adds");
    assert_eq!(String::from_utf8(written).unwrap().matches("\"later_").count(), 6);
}

#[test]
fn numbers_that_are_not_known_keep_their_digits() {
    let fixture = Fixture::new().opened();
    let name = "numbers-beyond-64-bits";
    fixture.put_session(name, &session_fixture(name));
    let mut app = fixture.start(soon());
    let read = app.read_sessions().remove(0);
    app.save(&read, 1);
    app.saved(name);
    let written = String::from_utf8(std::fs::read(fixture.session_path(name)).unwrap()).unwrap();
    let digits: String =
        written.split("\"later_session\": [").nth(1).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
    assert!(digits.starts_with("1e999,123456789012345678901234567890,-0,0.1000,1E5,1.0,2e+07]"), "{digits}");
}

fn json(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn what_is_odd_and_yet_whole_is_read_and_kept() {
    let odd = [
        ("bidi-controls", "The \u{202E}river\u{202C}, \u{2067}again\u{2069}.\u{200F}"),
        ("byte-order-mark", "The river, again."),
        ("nul-escaped", "The river,\0 again."),
    ];
    for (name, text) in odd {
        let fixture = Fixture::new().opened();
        fixture.put_session(name, &session_fixture(name));
        let mut app = fixture.start(soon());
        let mut read = app.read_sessions().remove(0);
        assert_eq!(read.notes.text(), text, "{name}");
        read.closing.noticed = "later".to_owned();
        app.save(&read, 1);
        app.saved(name);
        assert_eq!(fixture.in_place(name), unsaved(read), "{name}");
    }
}

/// A file that is cut at whatever byte: it is listed, and stays as it is.
#[test]
fn a_session_that_is_cut_short_at_any_length_is_listed_and_stays() {
    let (fixture, whole) = (Fixture::new().opened(), session_fixture("version-1-whole"));
    // Without its last line break it is whole.
    let lengths = 0..whole.trim_ascii_end().len();
    for length in lengths.clone() {
        fixture.put_session(&format!("cut-{length:04}"), &whole[..length]);
    }
    let (app, files) = found_unreadable(&fixture);
    assert_eq!(files.len(), lengths.len());
    for (file, length) in files.iter().zip(lengths.clone()) {
        assert_eq!(file.path, fixture.session_path(&format!("cut-{length:04}")));
        assert!(matches!(file.reason, ReadError::Format(FormatError::CutShort(_))), "{length}: {:?}", file.reason);
    }
    assert!(app.worker.finish());
    for length in lengths {
        let path = fixture.session_path(&format!("cut-{length:04}"));
        assert_eq!(std::fs::read(path).unwrap(), &whole[..length], "{length}");
    }
    figure(
        "malformed files",
        &format!(
            "a session cut short at each of {} lengths, and {} more flaws: each refused with its reason, 0 touched",
            files.len(),
            UNREADABLE.len()
        ),
    );
}

/// One byte more than the app reads, though it is sound but for that; and one as large as some disks.
#[test]
fn a_huge_file_is_listed_and_not_read() {
    for length in [MAX_BYTES + 1, 1 << 40] {
        let fixture = Fixture::new().opened();
        let path = fixture.session_path("huge");
        fixture.put_session("huge", &session_fixture("version-1-whole"));
        std::fs::File::options().write(true).open(&path).unwrap().set_len(length).unwrap();
        let (app, files) = found_unreadable(&fixture);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].path, path);
        assert_eq!(files[0].reason, ReadError::Problem(Problem::TooLarge));
        assert!(app.worker.finish());
        assert_eq!(path.metadata().unwrap().len(), length);
    }
}

fn prompts_path(folders: &Folders) -> std::path::PathBuf {
    folders.data.join("prompts.json")
}

fn save_prompts(app: &TestApp, revision: u64) {
    let sets = Box::new(PromptSets::first(&integration_session()));
    app.worker.send(SavingRequest::SavePromptSets { sets, revision });
}

#[test]
fn unreadable_prompts_are_never_written_over() {
    let (fixture, bytes) = (Fixture::new().opened(), fixture_file("prompts-not-json.json"));
    let path = prompts_path(&fixture.folders);
    put(&path, &bytes);
    let (mut app, files) = found_unreadable(&fixture);
    assert_eq!(files[0].path, path);
    save_prompts(&app, 3);
    assert_eq!(app.problem().path, path);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    std::fs::rename(&path, fixture.root().join("moved")).unwrap();
    let revision = app.until(|report| match report {
        Report::Saving(SavingReport::PromptSetsSaved { revision, .. }) => Some(revision),
        _ => None,
    });
    assert_eq!(revision, 3);
    app.solved();
}

#[test]
fn prompts_that_stand_twice_or_are_unknown_fit_the_guideline() {
    let fixture = Fixture::new().opened();
    put(&prompts_path(&fixture.folders), &fixture_file("prompts-twice-and-unknown.json"));
    let mut sets = fixture.start(never()).until(|report| match report {
        Report::Prompts(PromptsReport::PromptSets(sets)) => Some(sets),
        _ => None,
    });
    let guideline = integration_session();
    sets.fit(&guideline);
    let order: Vec<&str> = sets.sets[0].order().map(holdspace::domain::id::PromptId::as_str).collect();
    assert_eq!(order.iter().filter(|id| **id == "of-a-later-guideline").count(), 1);
    for prompt in &guideline.prompts {
        assert_eq!(order.iter().filter(|id| **id == prompt.id.as_str()).count(), 1, "{}", prompt.id);
    }
    let written = String::from_utf8(format::write_prompt_sets(&sets)).unwrap();
    assert_eq!(written.matches("\"later_").count(), 4);
}
