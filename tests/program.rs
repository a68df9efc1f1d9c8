//! The program as it is started from a shell: its arguments, and a machine without a display.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::Form;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::new_recovery_code;

/// Runs the program on a home of its own, without a display.
fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    for variable in
        ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"]
    {
        program.env_remove(variable);
    }
    program.env("HOME", home).args(arguments).output().unwrap()
}

fn check(arguments: &[&str], code: i32, printed: &str, complained: &str) {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), arguments);
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
    assert!(stdout.starts_with(printed) && stdout.is_empty() == printed.is_empty(), "{arguments:?}: {stdout}");
    assert!(stderr.starts_with(complained) && stderr.is_empty() == complained.is_empty(), "{arguments:?}: {stderr}");
}

#[test]
fn says_its_version_and_how_it_is_used() {
    check(&["--version"], 0, concat!("holdspace ", env!("CARGO_PKG_VERSION")), "");
    check(&["--help"], 0, "Usage: holdspace", "");
}

#[test]
fn arguments_that_it_does_not_know_are_said_with_the_usage() {
    for (arguments, complained) in [
        (&["--loud"] as &[&str], "invalid option '--loud'"),
        (&["notes"], "unexpected argument \"notes\""),
        (&["--data-dir"], "missing argument for option '--data-dir'"),
        (&["demo"], "demo needs the name of a new folder"),
        (&["demo", "a", "b"], "unexpected argument \"b\""),
        (&["demo", "a", "--today", "soon"], "write the day as year-month-day"),
        (&["demo", "a", "--today", "-262143-01-01"], "write the day as year-month-day"),
        (&["--data-dir", "a", "--data-dir", "b"], "invalid option '--data-dir'"),
    ] {
        check(arguments, 2, "", complained);
        let home = tempfile::tempdir().unwrap();
        let output = run(home.path(), arguments);
        assert!(String::from_utf8(output.stderr).unwrap().contains("Usage: holdspace"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_so_in_one_sentence() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "Holdspace found no display to open its window on. Start it from a desktop session.\n");
    assert!(output.stdout.is_empty());
}

/// Every file below a folder, with what it holds.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn copy_fixture(name: &str, to: &Path) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("fixtures").join("sessions").join(name);
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(fixture, to).unwrap();
}

#[test]
fn a_check_says_of_every_file_whether_it_is_sound_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("notes");
    let folders = Folders { data: data.clone(), ..Folders::within(home.path()) };
    drop(Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap());
    let sessions = data.join("sessions");
    copy_fixture("version-1-whole.json", &sessions.join("version-1-whole.json"));
    let check = || run(home.path(), &["check", "--data-dir", data.to_str().unwrap()]);
    let sound = check();
    let printed = String::from_utf8(sound.stdout).unwrap();
    assert_eq!(sound.status.code(), Some(0), "{printed}");
    assert!(printed.ends_with("2 files, 2 of them sound.\n"), "{printed}");

    copy_fixture("changed-after-finalizing.json", &sessions.join("changed-after-finalizing.json"));
    copy_fixture("repeated-key.json", &sessions.join("0199c7e2.json"));
    copy_fixture("cut-short.json", &data.join("history").join("version-1-whole").join("earlier.json"));
    copy_fixture("empty.json", &sessions.join(".holdspace-abc.tmp"));
    for far in ["began-before-any-year", "began-in-a-far-year", "line-in-a-far-year"] {
        copy_fixture(&format!("{far}.json"), &sessions.join(format!("{far}.json")));
    }
    let before = contents(home.path());
    let unsound = check();
    let printed = String::from_utf8(unsound.stdout).unwrap();
    assert_eq!(unsound.status.code(), Some(1), "{printed}");
    for expected in [
        "not sound: It has one key twice",
        "not sound: It is cut short",
        ".tmp: left over",
        "not sound: It was changed after it was finalized",
        "not sound: A date is not in the years 0001 to 9999 (line 6, column 35).",
        "began-before-any-year.json: not sound: A date is not in the years",
        "line-in-a-far-year.json: not sound: A date is not in the years",
        "9 files, 2 of them sound.",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    assert_eq!(contents(home.path()), before);
}

#[test]
fn a_demo_is_made_once_in_a_new_folder_and_is_sound() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("new").join("demo");
    let place = data.to_str().unwrap();
    let demo = || run(home.path(), &["demo", place, "--today", "2026-11-23"]);
    let made = demo();
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(String::from_utf8(made.stdout).unwrap().starts_with("16 invented sessions are in "));
    let sessions = contents(&data.join("sessions"));
    assert_eq!(sessions.len(), 16);
    let newest: serde_json::Value = serde_json::from_slice(&sessions[15].1).unwrap();
    assert_eq!((&newest["clients"][0], &newest["began"]), (&"K-07".into(), &"2026-11-22T14:02:00Z".into()));
    let check = run(home.path(), &["check", "--data-dir", place]);
    assert!(String::from_utf8(check.stdout).unwrap().ends_with("17 files, 17 of them sound.\n"));
    assert_eq!(check.status.code(), Some(0));

    let before = contents(home.path());
    let again = demo();
    assert_eq!(again.status.code(), Some(1));
    let complained = String::from_utf8(again.stderr).unwrap();
    assert!(complained.starts_with("This folder is not empty. Choose a new folder"), "{complained}");
    assert!(again.stdout.is_empty());
    assert_eq!(contents(home.path()), before);
    // Whoever throws it away can have it again.
    std::fs::remove_dir_all(&data).unwrap();
    assert_eq!(demo().status.code(), Some(0));
}

#[test]
fn a_demo_goes_into_no_folder_where_anything_stands() {
    let home = tempfile::tempdir().unwrap();
    let (full, empty, file) = (home.path().join("full"), home.path().join("empty"), home.path().join("file"));
    std::fs::create_dir_all(full.join("mine")).unwrap();
    std::fs::create_dir(&empty).unwrap();
    std::fs::copy(file!(), &file).unwrap();
    let before = contents(home.path());
    for (folder, code) in [(&full, 1), (&file, 1), (&empty, 0)] {
        assert_eq!(contents(home.path()), before, "{}", folder.display());
        let output = run(home.path(), &["demo", folder.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Checks a sealed folder: the passphrase is sent to the program.
fn check_sealed(home: &Path, data: &Path, passphrase: &str) -> (Option<i32>, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    program.env("HOME", home).args(["check", "--data-dir"]).arg(data);
    let mut running = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    writeln!(running.stdin.take().unwrap(), "{passphrase}").unwrap();
    let output = running.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_check_of_sealed_notes_asks_for_the_passphrase_and_opens_every_file() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("notes");
    assert_eq!(run(home.path(), &["demo", data.to_str().unwrap()]).status.code(), Some(0));
    let (folders, files) = (Folders { data: data.clone(), ..Folders::within(home.path()) }, Files::default());
    let (words, code) = (Passphrase::new("a quiet river at dawn".to_owned()), new_recovery_code());
    let keyring = Keyring::create(&NotesFolder::new(&files, &folders), (&words, &code), None, 2).unwrap();
    let converter = Converter::new(&NotesFolder::new(&files, &folders), &keyring, Form::Sealed);
    let (waiting, sealed) =
        converter.unconverted().unwrap().split_first().map(|(one, all)| (one.clone(), all.to_vec())).unwrap();
    for path in sealed {
        converter.convert(&path).unwrap();
    }
    let before = contents(home.path());
    let (status, printed, _) = check_sealed(home.path(), &data, words.words());
    assert!(printed.contains(&format!("{}: left over", waiting.display())), "{printed}");
    assert!(printed.ends_with("20 files, 19 of them sound.\n"), "{printed}");
    assert_eq!((status, contents(home.path())), (Some(1), before));
    converter.convert(&waiting).unwrap();
    let (status, printed, _) = check_sealed(home.path(), &data, words.words());
    assert_eq!((status, printed.ends_with("20 files, 20 of them sound.\n")), (Some(0), true), "{printed}");
    let (status, printed, complained) = check_sealed(home.path(), &data, "another river");
    assert_eq!((status, printed.as_str()), (Some(1), ""));
    assert!(complained.starts_with("This passphrase does not open the notes."), "{complained}");
    // Whoever guesses has to wait, here too.
    let (status, printed, complained) = check_sealed(home.path(), &data, words.words());
    assert_eq!((status, printed.as_str()), (Some(1), ""));
    assert!(complained.starts_with("Another attempt was made just before"), "{complained}");
}

#[test]
fn a_check_of_a_folder_that_is_not_there_says_so() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["check", "--data-dir", home.path().join("none").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("The notes folder is missing."));
    assert_eq!(contents(home.path()), []);
}
